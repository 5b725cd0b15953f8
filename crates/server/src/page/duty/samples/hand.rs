//! States of the pages on which a duty goes to somebody else, and of rest after calls.

use super::super::give::{GivePage, MeaningView, TakerView};
use super::super::rest::{NextView, RestPage, RestView};
use super::{WHEN, some_tabs, wrong};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::duty::Here;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples};

impl Samples for RestPage {
    fn samples() -> Vec<(&'static str, RestPage)> {
        let page = |lang: Lang, rests| RestPage {
            frame: Frame::sample(lang),
            lang,
            tabs: some_tabs(Here::Rest, lang),
            rests,
            early: Vec::new(),
        };
        let early = |lang: Lang| RestPage {
            early: vec![next(lang, "/give")],
            ..page(lang, Vec::new())
        };
        let one = |lang: Lang| RestView {
            name: "Tuva Ekorrstig".to_owned(),
            when: "tis 15 dec 03:10 – tis 15 dec 14:10".to_owned(),
            disturbed: lang.t1("rest-disturbed", "long", "30 min"),
            state: Signal::new("due", "due", lang.t("rest-state-open")),
            clashes: vec![WHEN.to_owned()],
            url: "/rest".to_owned(),
            version: 1,
        };
        vec![
            ("none", page(Lang::SV, Vec::new())),
            ("one", page(Lang::SV, vec![one(Lang::SV)])),
            ("in English", page(Lang::EN, vec![one(Lang::EN)])),
            ("next too soon", early(Lang::SV)),
        ]
    }
}

/// A duty that comes too soon.
pub(super) fn next(lang: Lang, give: &str) -> NextView {
    NextView {
        name: "Tuva Ekorrstig".to_owned(),
        when: WHEN.to_owned(),
        broken: vec![lang.t("rota-rule-disturbed")],
        could: lang.t1("next-could", "names", "Kajsa Vassrugg"),
        give: give.to_owned(),
    }
}

impl Samples for GivePage {
    fn samples() -> Vec<(&'static str, GivePage)> {
        let meaning = |lang: Lang, rules: &[&str], is_hindered| MeaningView {
            is_hindered,
            against: rules.iter().map(|rule| lang.t(rule)).collect(),
            rest: vec![lang.t2("swap-rest-back", ("day", "tor 17 dec"), ("name", "Tuva"))],
        };
        let taker = |id: &str, name: &str, meaning| TakerView {
            id: id.to_owned(),
            name: name.to_owned(),
            meaning,
        };
        let page = |lang: Lang, takers, faults| GivePage {
            frame: Frame::sample(lang),
            lang,
            tabs: some_tabs(Here::Rota, lang),
            back: "/duty/1/rota".to_owned(),
            title: format!("{WHEN}, Första linjen"),
            holder: "Tuva Ekorrstig".to_owned(),
            action: "/duty/1/give".to_owned(),
            turn: "1:2".to_owned(),
            takers,
            faults,
        };
        let three = |lang: Lang| {
            vec![
                taker("1", "Kajsa Vassrugg", meaning(lang, &[], false)),
                taker(
                    "2",
                    "Torun Klippmossa",
                    meaning(lang, &["rota-rule-weekly-rest"], false),
                ),
                taker(
                    "3",
                    "Gun Alebäck",
                    meaning(lang, &["rota-rule-absent"], true),
                ),
            ]
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        vec![
            ("nobody", page(sv, Vec::new(), Faults::none())),
            ("three", page(sv, three(sv), Faults::none())),
            (
                "refused",
                page(en, three(en), wrong("to", "swap-fault-overlap")),
            ),
        ]
    }
}
