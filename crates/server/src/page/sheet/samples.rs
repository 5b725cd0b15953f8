//! States of the pages of a sheet.

use hemma_domain::audit::Finding;
use hemma_domain::sheet::{BasisKind, SheetState, SheetTexts};
use hemma_domain::time::Day;

use super::basis::{BasesPage, BasisForm, BasisView};
use super::edit::{EditPage, fields};
use super::glass::{GlassPage, GlassView, MorePage, ReviewPage};
use super::{LinkView, OnSheet, SheetView, state};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::artefact::view;
use crate::page::case::HeadView;
use crate::page::phone::Said;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, choices, sampled};

/// Every state of these pages.
pub(super) fn all() -> Vec<Sampled> {
    let mut all = sampled::<SheetView>("sheet");
    all.extend(sampled::<EditPage>("sheet form"));
    all.extend(sampled::<BasesPage>("bases"));
    all.extend(sampled::<GlassPage>("glass"));
    all.extend(sampled::<MorePage>("more than the sheet"));
    all.extend(sampled::<ReviewPage>("glass review"));
    all
}

const CODE: &str = "BJÖ-26-001";
const LABEL: &str = "Lingonstig";
const WHEN: &str = "tis 15 dec 09:00";

fn day() -> Day {
    Day(jiff::civil::date(2026, 11, 20))
}

fn malva(lang: Lang) -> OnSheet {
    OnSheet {
        name: "Malva".to_owned(),
        about: "Mamma, 39 år".to_owned(),
        tags: vec![(
            "interpreter",
            lang.t1("person-interpreter-tag", "language", "Somaliska"),
        )],
        tel: "tel:0700000000".to_owned(),
        number: "070-000 00 00".to_owned(),
    }
}

fn texts() -> SheetTexts {
    SheetTexts {
        red_flags: "Pappan har hotat att komma dit.".to_owned(),
        staff_warning: "Gå aldrig ensam.".to_owned(),
        way_in: "Port 0000, tre trappor, hund.".to_owned(),
        ..SheetTexts::default()
    }
}

fn wrong(field: &str, message: &'static str) -> Faults {
    let mut faults = Faults::none();
    faults.add(field, message);
    faults
}

impl Samples for SheetView {
    fn samples() -> Vec<(&'static str, SheetView)> {
        let link = |lang: Lang, icon, key: &str, primary| LinkView {
            url: "/".to_owned(),
            icon,
            label: lang.t(key),
            primary,
        };
        let bare = |lang: Lang| SheetView {
            frame: Frame::sample(lang),
            lang,
            code: CODE.to_owned(),
            label: LABEL.to_owned(),
            until: String::new(),
            state: state(SheetState::Missing, lang),
            looked_over: String::new(),
            links: vec![link(lang, "pen", "sheet-edit", false)],
            red_flags: None,
            warnings: Vec::new(),
            places: Vec::new(),
            is_protected: true,
            household: vec![OnSheet {
                tel: String::new(),
                number: String::new(),
                ..malva(lang)
            }],
            network: Vec::new(),
            texts: Vec::new(),
            plan: Vec::new(),
            plan_state: None,
            handler: Vec::new(),
            team: vec![malva(lang)],
            printed: "Utskrivet mån 23 nov 12:00 av Tuva Ekorrstig, BJÖ-26-001".to_owned(),
        };
        let full = |lang: Lang| SheetView {
            until: lang.t1("sheet-until", "time", WHEN),
            state: state(SheetState::Old { since: day() }, lang),
            looked_over: lang.t1("sheet-looked-over-by", "name", "Tuva Ekorrstig"),
            links: vec![
                link(lang, "phone", "call-new", true),
                link(lang, "eye", "glass-break", false),
            ],
            red_flags: Some(Said::text(&texts().red_flags)),
            warnings: vec![Said::text(&texts().staff_warning)],
            places: vec![("Påhittade vägen 1".to_owned(), "0000".to_owned())],
            is_protected: false,
            household: vec![malva(lang)],
            network: vec![malva(lang)],
            texts: vec![(lang.t("sheet-way-in"), Said::text(&texts().way_in))],
            plan: view::samples(),
            plan_state: Some(Signal::new("ok", "safety", "Gäller".to_owned())),
            handler: vec![malva(lang)],
            ..bare(lang)
        };
        vec![
            ("nothing written, protected", bare(Lang::SV)),
            ("at night", full(Lang::SV)),
            ("in English", full(Lang::EN)),
        ]
    }
}

impl Samples for EditPage {
    fn samples() -> Vec<(&'static str, EditPage)> {
        let page = |lang: Lang, texts: &SheetTexts| EditPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-sheet"),
            sheet: "/".to_owned(),
            state: state(SheetState::Current { on: day() }, lang),
            fields: fields(texts, lang),
            version: "1".to_owned(),
            faults: Faults::none(),
            stored: Vec::new(),
        };
        let faulty = EditPage {
            faults: wrong("way_in", "sheet-fault-long"),
            ..page(Lang::SV, &texts())
        };
        let met = EditPage {
            stored: vec![(Lang::EN.t("sheet-way-in"), "Port 1111".to_owned())],
            ..page(Lang::EN, &texts())
        };
        vec![
            ("empty", page(Lang::SV, &SheetTexts::default())),
            ("too long", faulty),
            ("changed meanwhile", met),
        ]
    }
}

impl Samples for BasesPage {
    fn samples() -> Vec<(&'static str, BasesPage)> {
        let page = |lang: Lang, bases: Vec<BasisView>| BasesPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-sheet"),
            url: "/".to_owned(),
            sheet: "/".to_owned(),
            kinds: choices::<BasisKind>(lang),
            consents: vec![("1".to_owned(), "Malva, Granvik, 7 sep".to_owned())],
            bases,
            typed: BasisForm::default(),
            faults: Faults::none(),
        };
        let one = |lang: Lang| BasisView {
            kind: lang.name(BasisKind::Osl26_9),
            state: Signal::new(
                "ok",
                "ok",
                lang.t1("basis-until", "day", "31 december 2026"),
            ),
            reason: "Barnet behöver hjälp även på natten.".to_owned(),
            recorded: lang.t2("basis-recorded", ("name", "Gun Alebäck"), ("when", WHEN)),
            revoked: String::new(),
            revoke: "/".to_owned(),
        };
        let over = BasisView {
            state: Signal::new("none", "none", Lang::SV.t("basis-over")),
            revoked: Lang::SV.t2("basis-revoked", ("name", "Gun Alebäck"), ("when", WHEN)),
            revoke: String::new(),
            ..one(Lang::SV)
        };
        let closed = BasesPage {
            kinds: Vec::new(),
            ..page(Lang::EN, vec![one(Lang::EN)])
        };
        let faulty = BasesPage {
            faults: wrong("reason", "basis-fault-reason"),
            ..page(Lang::SV, vec![one(Lang::SV), over])
        };
        vec![
            ("none", page(Lang::SV, Vec::new())),
            ("two, with a fault", faulty),
            ("not let count", closed),
        ]
    }
}

impl Samples for GlassPage {
    fn samples() -> Vec<(&'static str, GlassPage)> {
        let page = |lang: Lang| GlassPage {
            frame: Frame::sample(lang),
            lang,
            code: CODE.to_owned(),
            sheet: "/".to_owned(),
            until: WHEN.to_owned(),
            reason: String::new(),
            faults: Faults::none(),
        };
        let faulty = GlassPage {
            reason: "akut".to_owned(),
            faults: wrong("reason", "glass-fault-reason"),
            ..page(Lang::EN)
        };
        vec![("asked", page(Lang::SV)), ("a word", faulty)]
    }
}

impl Samples for MorePage {
    fn samples() -> Vec<(&'static str, MorePage)> {
        let page = |lang: Lang| MorePage {
            frame: Frame::sample(lang),
            lang,
            code: CODE.to_owned(),
            label: LABEL.to_owned(),
            sheet: "/".to_owned(),
            until: lang.t1("sheet-until", "time", WHEN),
            persons: vec![malva(lang)],
            notes: Vec::new(),
            incidents: Vec::new(),
        };
        let text = |heading: &str| {
            (
                WHEN.to_owned(),
                heading.to_owned(),
                "Alla var hemma.".to_owned(),
            )
        };
        let full = MorePage {
            notes: vec![text("Hembesök"), text("")],
            incidents: vec![text("Hot")],
            ..page(Lang::EN)
        };
        vec![("little", page(Lang::SV)), ("much", full)]
    }
}

impl Samples for ReviewPage {
    fn samples() -> Vec<(&'static str, ReviewPage)> {
        let page = |lang: Lang, lines| ReviewPage {
            frame: Frame::sample(lang),
            lang,
            log: "/".to_owned(),
            lines,
            findings: choices::<Finding>(lang),
            typed: ("g1".to_owned(), String::new()),
            faults: wrong("finding", "glass-fault-finding"),
        };
        let waits = GlassView {
            id: "g1".to_owned(),
            url: "/".to_owned(),
            code: CODE.to_owned(),
            who: "Torun Klippmossa".to_owned(),
            when: WHEN.to_owned(),
            reason: "Mamman svarade inte.".to_owned(),
            finding: String::new(),
            remark: String::new(),
        };
        let judged = GlassView {
            id: "g2".to_owned(),
            url: String::new(),
            finding: Lang::SV.name(Finding::InOrder),
            remark: "Behövdes.".to_owned(),
            ..waits.clone()
        };
        vec![
            ("none", page(Lang::EN, Vec::new())),
            ("two", page(Lang::SV, vec![waits, judged])),
        ]
    }
}
