//! Every state of these pages.

use super::{
    CalibratedRow, FamilyRow, InstrumentChoice, ItemRow, ItemsView, LackRow, NetworkPage,
    PeriodRow, TeamPage, TeamRow, TherapistPage, TherapistRow, TrendView, UnitRow, YardstickView,
    YearRow,
};
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, sampled};

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<TeamPage>("team fidelity");
    all.extend(sampled::<TherapistPage>("therapist fidelity"));
    all.extend(sampled::<NetworkPage>("network fidelity"));
    all
}

/// A drawing that stands for any.
fn drawing() -> Vec<String> {
    let words = hemma_draw::ControlWords::default();
    let point = |value, thin| hemma_draw::ControlPoint {
        label: "okt".to_owned(),
        value: Some(value),
        thin,
        ..hemma_draw::ControlPoint::default()
    };
    let chart = hemma_draw::ControlChart {
        points: vec![point(0.7, false), point(0.4, true)],
        low: 0.0,
        high: 1.0,
        words,
        ..hemma_draw::ControlChart::default()
    };
    super::chart::drawn("sample", ("Utveckling", "Två månader"), |frame| {
        chart.svg(frame)
    })
}

fn yardstick(lang: Lang) -> YardstickView {
    YardstickView {
        name: "TAM-R: Programtrohet".to_owned(),
        unconfirmed: lang.t("measure-unconfirmed"),
        cut_off: lang.t1("fidelity-cut-off", "limit", "0,61"),
        earlier: lang.t2(
            "fidelity-earlier-unconfirmed",
            ("count", 12),
            ("version", 1),
        ),
    }
}

fn met(lang: Lang) -> Option<Signal> {
    let text = lang.t1("measure-cut-off-met", "limit", "0,61");
    Some(Signal::new("ok", "ok", text))
}

fn thin(lang: Lang) -> Option<Signal> {
    Some(Signal::new("none", "none", lang.t("measure-too-few")))
}

fn unit(name: &str, lang: Lang) -> UnitRow {
    UnitRow {
        name: name.to_owned(),
        mean: "0,74".to_owned(),
        signal: met(lang),
        shrunken: "0,72 (0,64–0,80)".to_owned(),
        forms: 62,
        families: 15,
        above: "12 av 15".to_owned(),
    }
}

fn year(lang: Lang) -> Vec<YearRow> {
    vec![
        YearRow {
            label: lang.t("fidelity-mean"),
            now: "0,74".to_owned(),
            signal: met(lang),
            note: String::new(),
            before: "0,70".to_owned(),
        },
        YearRow {
            label: lang.t("fidelity-above"),
            now: "12 av 15".to_owned(),
            signal: None,
            note: "80 % (55–93 %)".to_owned(),
            before: "–".to_owned(),
        },
    ]
}

fn trend(lang: Lang) -> TrendView {
    let row = PeriodRow {
        label: "okt 2026".to_owned(),
        mean: "0,70".to_owned(),
        forms: 9,
        families: 7,
        above: "5 av 7".to_owned(),
        signal: Some(Signal::new("due", "due", lang.t("fidelity-word-signal"))),
    };
    TrendView {
        drawn: drawing(),
        caption: lang.t("fidelity-no-limits"),
        rows: vec![
            row.clone(),
            PeriodRow {
                signal: thin(lang),
                ..row
            },
        ],
    }
}

fn items(lang: Lang) -> ItemsView {
    ItemsView {
        from: lang.t2("fidelity-items-from", ("sheets", 62), ("families", 15)),
        reliability: lang.t("fidelity-no-reliability"),
        quarters: vec!["kv 4 2026".to_owned()],
        heat: drawing(),
        rows: vec![ItemRow {
            number: 1,
            text: "Påhittad fråga".to_owned(),
            cells: vec!["83\u{a0}%".to_owned(), "–".to_owned()],
            rest: "0,41".to_owned(),
        }],
    }
}

fn lacking(url: &str) -> LackRow {
    LackRow {
        code: "BJÖ-26-001".to_owned(),
        url: url.to_owned(),
        therapist: "Tuva Ekorrstig".to_owned(),
        due: "mån 16 nov".to_owned(),
        lack: "Ska ringas".to_owned(),
        todo: "Be intervjuaren ringa".to_owned(),
    }
}

impl Samples for TeamPage {
    fn samples() -> Vec<(&'static str, TeamPage)> {
        let lang = Lang::SV;
        let empty = |lang: Lang| {
            let team = ("MST Björkdalen".to_owned(), "/".to_owned());
            TeamPage::empty(Frame::sample(lang), lang, team)
        };
        let therapist = TherapistRow {
            unit: unit("Tuva Ekorrstig", lang),
            url: "/".to_owned(),
            lacking: 1,
        };
        let full = TeamPage {
            yardstick: yardstick(lang),
            year: year(lang),
            lacking: vec![lacking("/"), lacking("")],
            trend: trend(lang),
            forest: drawing(),
            therapists: vec![therapist],
            has_cut_off: true,
            spread: lang.t("fidelity-no-model"),
            items: items(lang),
            ..empty(lang)
        };
        let begun = TeamPage {
            team_url: String::new(),
            yardstick: YardstickView {
                unconfirmed: String::new(),
                ..yardstick(Lang::EN)
            },
            year: year(Lang::EN),
            ..empty(Lang::EN)
        };
        vec![
            ("nothing to measure with", empty(lang)),
            ("nothing measured yet", begun),
            ("in use", full),
        ]
    }
}

impl Samples for TherapistPage {
    fn samples() -> Vec<(&'static str, TherapistPage)> {
        let lang = Lang::SV;
        let empty = |lang: Lang| {
            let team = ("MST Björkdalen".to_owned(), "/".to_owned());
            TherapistPage::empty(Frame::sample(lang), lang, team)
        };
        let family = FamilyRow {
            code: "BJÖ-26-001".to_owned(),
            url: "/".to_owned(),
            is_open: true,
            mean: "0,74".to_owned(),
            signal: met(lang),
            forms: 3,
            newest: "0,71".to_owned(),
            newest_on: "mån 19 okt".to_owned(),
        };
        let closed = FamilyRow {
            url: String::new(),
            is_open: false,
            signal: None,
            ..family.clone()
        };
        let seen = TherapistPage {
            name: "Tuva Ekorrstig".to_owned(),
            is_own: false,
            yardstick: yardstick(lang),
            year: year(lang),
            shrunken: "0,72 (0,64–0,80)".to_owned(),
            trend: trend(lang),
            has_cut_off: true,
            families: vec![family, closed],
            lacking: vec![lacking("/")],
            items: Some(items(lang)),
            ..empty(lang)
        };
        let own = TherapistPage {
            name: "Tuva Ekorrstig".to_owned(),
            yardstick: yardstick(Lang::EN),
            year: year(Lang::EN),
            ..empty(Lang::EN)
        };
        vec![
            ("nothing of one's own", empty(lang)),
            ("one's own, nothing released", own),
            ("seen by the leader", seen),
        ]
    }
}

impl Samples for NetworkPage {
    fn samples() -> Vec<(&'static str, NetworkPage)> {
        let lang = Lang::SV;
        let empty = |lang: Lang| NetworkPage::empty(Frame::sample(lang), lang);
        let team = TeamRow {
            unit: unit("MST Björkdalen", lang),
            collected: "62 av 70".to_owned(),
        };
        let warned = |key: &str| Some(Signal::new("due", "due", lang.t(key)));
        let item = CalibratedRow {
            number: 1,
            location: "0,21".to_owned(),
            thresholds: "−0,40 (±0,11) · 0,82 (±0,10)".to_owned(),
            infit: "1,52".to_owned(),
            outfit: "1,10".to_owned(),
            misfit: warned("fidelity-word-misfit"),
            difference: "0,60 (±0,12)".to_owned(),
            differs: warned("fidelity-differs"),
        };
        let choice = |label: &str, current| InstrumentChoice {
            url: "/".to_owned(),
            label: label.to_owned(),
            current,
        };
        let counts = (("swedish", 900), ("others", 120));
        let full = NetworkPage {
            choices: vec![choice("TAM-R", true), choice("TAM-CAN", false)],
            yardstick: yardstick(lang),
            computed: lang.t1("fidelity-computed", "at", "i dag 10:32"),
            year: year(lang),
            trend: trend(lang),
            has_cut_off: true,
            forest: drawing(),
            teams: vec![team],
            spread: lang.t("fidelity-no-model"),
            lacking: vec![
                (lang.t("fidelity-lack-refused"), "12".to_owned()),
                (
                    lang.t("fidelity-lack-missed"),
                    lang.t1("fidelity-fewer", "least", 5),
                ),
            ],
            items: items(lang),
            map: drawing(),
            placed: lang.t1("fidelity-placed", "count", 1020),
            calibrated: vec![item],
            compared: lang.t2("fidelity-compared", counts.0, counts.1),
            ..empty(lang)
        };
        let under = NetworkPage {
            yardstick: yardstick(lang),
            under_way: lang.t2("fidelity-stage-scores", ("read", 12), ("of", 60)),
            ..empty(lang)
        };
        let failed = NetworkPage {
            yardstick: yardstick(Lang::EN),
            failed: true,
            ..empty(Lang::EN)
        };
        vec![
            ("nothing to measure with", empty(lang)),
            ("being computed", under),
            ("failed", failed),
            ("computed", full),
        ]
    }
}
