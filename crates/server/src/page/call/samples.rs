//! States of the pages of calls.

use hemma_domain::call::ChildSafe;
use hemma_domain::ids::PoolId;

use super::form::{CallFields, CallPage, Typed};
use super::pool::{NobodysView, PoolCallsPage};
use super::{CallView, CallsPage, safe};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::artefact::view;
use crate::page::case::HeadView;
use crate::page::duty::{Here, Serves, tabs};
use crate::page::{Frame, Sampled, Samples, sampled};

/// Every state of these pages.
pub(super) fn all() -> Vec<Sampled> {
    let mut all = sampled::<CallsPage>("calls");
    all.extend(sampled::<CallPage>("call"));
    all.extend(sampled::<PoolCallsPage>("calls about no family"));
    all
}

impl Samples for CallsPage {
    fn samples() -> Vec<(&'static str, CallsPage)> {
        let page = |lang: Lang, calls| CallsPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-sheet"),
            sheet: "/".to_owned(),
            calls,
        };
        let waits = |lang: Lang| CallView {
            id: "c1".to_owned(),
            when: "tis 15 dec 01:10".to_owned(),
            long: lang.minutes(20),
            safe: safe(Some(ChildSafe::No), lang),
            is_pressing: true,
            said: vec![(
                lang.t("call-reason"),
                "Pappan står utanför porten.".to_owned(),
            )],
            by: lang.t1("call-taken-by", "name", "Torun Klippmossa"),
            follow_up: "Tuva Ekorrstig".to_owned(),
            confirmed: String::new(),
            confirm: "/".to_owned(),
        };
        let taken = CallView {
            id: "c2".to_owned(),
            safe: safe(Some(ChildSafe::Yes), Lang::SV),
            is_pressing: false,
            confirmed: Lang::SV.t2(
                "call-confirmed",
                ("name", "Tuva Ekorrstig"),
                ("when", "tis 15 dec 08:10"),
            ),
            confirm: String::new(),
            ..waits(Lang::SV)
        };
        vec![
            ("none", page(Lang::SV, Vec::new())),
            ("one waits", page(Lang::SV, vec![waits(Lang::SV), taken])),
            ("in English", page(Lang::EN, vec![waits(Lang::EN)])),
        ]
    }
}

impl Samples for CallPage {
    fn samples() -> Vec<(&'static str, CallPage)> {
        let page = |lang: Lang, code: &str, typed: Typed| CallPage {
            frame: Frame::sample(lang),
            lang,
            action: "/".to_owned(),
            back: "/".to_owned(),
            code: code.to_owned(),
            label: match code {
                "" => lang.t("call-no-family"),
                _ => "Lingonstig".to_owned(),
            },
            sheet: match code {
                "" => String::new(),
                _ => "/".to_owned(),
            },
            since: 0,
            fields: CallFields {
                of_family: !code.is_empty(),
                staff: vec![("s1".to_owned(), "Tuva Ekorrstig".to_owned(), true)],
                plan: match code {
                    "" => Vec::new(),
                    _ => view::samples(),
                },
                ..CallFields::bare(typed, lang)
            },
            met: false,
        };
        let typed = || Typed {
            started_on: "15 december 2026".to_owned(),
            started: "01:10".to_owned(),
            child_safe: "yes".to_owned(),
            ..Typed::default()
        };
        let mut faults = Faults::none();
        for (field, message) in [
            ("reason", "call-fault-reason"),
            ("child_safe", "call-fault-safe"),
            ("started", "call-fault-time"),
            ("follow_up_at", "call-fault-time"),
            ("ended", "call-fault-end"),
        ] {
            faults.add(field, message);
        }
        let mut faulty = page(Lang::SV, "BJÖ-26-001", typed());
        faulty.fields.faults = faults;
        let met = CallPage {
            met: true,
            ..page(Lang::EN, "BJÖ-26-001", typed())
        };
        vec![
            ("while talking", page(Lang::SV, "BJÖ-26-001", typed())),
            ("no family", page(Lang::SV, "", typed())),
            ("with faults", faulty),
            ("changed meanwhile", met),
        ]
    }
}

impl Samples for PoolCallsPage {
    fn samples() -> Vec<(&'static str, PoolCallsPage)> {
        let page = |lang: Lang, calls| PoolCallsPage {
            frame: Frame::sample(lang),
            lang,
            pool: "Beredskap Söderort".to_owned(),
            tabs: tabs(PoolId(uuid::Uuid::nil()), (Serves::Yes, Here::Rota), lang),
            calls,
        };
        let one = |lang: Lang| NobodysView {
            id: "c1".to_owned(),
            when: "tis 15 dec 01:10".to_owned(),
            long: lang.minutes(20),
            is_pressing: true,
            said: vec![(lang.t("call-reason"), "En granne hör bråk.".to_owned())],
            by: lang.t1("call-taken-by", "name", "Torun Klippmossa"),
            follow_up: "Torun Klippmossa".to_owned(),
        };
        vec![
            ("none", page(Lang::SV, Vec::new())),
            ("one", page(Lang::SV, vec![one(Lang::SV)])),
            ("in English", page(Lang::EN, vec![one(Lang::EN)])),
        ]
    }
}
