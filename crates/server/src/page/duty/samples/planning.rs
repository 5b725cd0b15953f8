//! States of the pages on which a rota is proposed, explained and changed by hand.

use hemma_app::rota::{Answer, Price};

use super::super::agreement::{AgreementPage, PartView, RuleView};
use super::super::could::CouldPage;
use super::super::grid::{self, CellView, GridView, PersonView};
use super::super::mark::legend;
use super::super::member::{BurdenForm, MemberView, MembersPage, StepView};
use super::super::propose::{FoundView, MissView, ProposePage};
use super::super::rota::month::MonthView;
use super::super::rota::worked::WorkedView;
use super::super::rota::{BarView, CountView};
use super::super::why::{TakerView, WhyPage, price};
use super::{POOL, WHEN, some_tabs, wrong};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::duty::Here;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples};

/// Two days of a draft: one duty of somebody, and one of nobody that breaks a rule.
pub(super) fn grid(lang: Lang) -> GridView {
    let bar = |is_broken: bool| grid::BarView {
        duty: "1".to_owned(),
        url: "/why/1".to_owned(),
        level: 1,
        when: WHEN.to_owned(),
        may_move: !is_broken,
        is_broken,
    };
    let cell = |bars| CellView {
        bars,
        ..CellView::default()
    };
    let after = CellView {
        is_off: true,
        goes_on: true,
        is_rest: true,
        marks: legend(lang),
        bars: Vec::new(),
    };
    let row = |id: &str, name: String, bars| PersonView {
        id: id.to_owned(),
        name,
        cells: vec![cell(bars), after.clone()],
    };
    GridView {
        legend: legend(lang),
        months: vec![MonthView {
            name: "december 2026".to_owned(),
            days: 2,
        }],
        days: vec![(18, false), (19, true)],
        people: vec![
            row("", lang.t("duty-nobody"), vec![bar(true)]),
            row("1", "Kajsa Vassrugg".to_owned(), vec![bar(false)]),
        ],
    }
}

fn found(lang: Lang, is_best: bool) -> FoundView {
    let miss = |what: &str, price: String, url: &str| MissView {
        what: what.to_owned(),
        price,
        url: url.to_owned(),
    };
    let verdict = match is_best {
        true => lang.t1("propose-best", "score", 6_575),
        false => lang.t2("propose-good", ("score", 6_575), ("gap", "2,5")),
    };
    FoundView {
        id: "1".to_owned(),
        verdict,
        is_best,
        open: vec![miss(WHEN, lang.t("propose-price-never"), "/why/1")],
        missed: vec![
            miss(
                "Tuva Ekorrstig: vill inte ha beredskap",
                lang.t1("propose-price", "points", 310),
                "",
            ),
            miss("Kajsa Vassrugg: vill ha beredskap", String::new(), ""),
        ],
        rest: vec!["Kajsa Vassrugg, tor 17 dec".to_owned()],
        changes: vec!["fre 18 dec: Tuva → Kajsa".to_owned()],
        bars: vec![(
            "Första linjen".to_owned(),
            vec![BarView {
                name: "Tuva Ekorrstig".to_owned(),
                counts: vec![CountView::of("duty-nights", (9, 85), 120, lang)],
            }],
        )],
    }
}

impl Samples for ProposePage {
    fn samples() -> Vec<(&'static str, ProposePage)> {
        let page = |lang: Lang, under_way: String, found| ProposePage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Rota, lang),
            draft: "/duty/1/rotas/1".to_owned(),
            base: "/duty/1/rotas/1/propose".to_owned(),
            period: "14 december 2026 – 20 december 2026".to_owned(),
            is_draft: true,
            by_hand: false,
            under_way,
            failure: String::new(),
            can_prove: true,
            seconds: "30".to_owned(),
            found,
            troubles: Vec::new(),
            faults: Faults::none(),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let far = sv.t1("propose-far-first", "score", 6_575);
        let trouble = sv.t2("trouble-no-rest", ("name", "Tuva"), ("day", "mån 14 dec"));
        let failed = ProposePage {
            failure: sv.t("propose-broken"),
            can_prove: false,
            troubles: vec![trouble],
            faults: wrong("seconds", "rota-fault-seconds"),
            ..page(sv, String::new(), None)
        };
        let good = found(en, false);
        let by_hand = ProposePage {
            by_hand: true,
            ..page(sv, String::new(), None)
        };
        vec![
            ("asked for", page(sv, String::new(), None)),
            ("under way", page(sv, far, None)),
            ("best", page(sv, String::new(), Some(found(sv, true)))),
            ("good", page(en, String::new(), Some(good))),
            ("failed", failed),
            ("by hand", by_hand),
        ]
    }
}

impl Samples for WhyPage {
    fn samples() -> Vec<(&'static str, WhyPage)> {
        let taker = |lang: Lang, may: bool| TakerView {
            id: "1".to_owned(),
            name: "Tuva Ekorrstig".to_owned(),
            may,
            against: match may {
                true => Vec::new(),
                false => vec![lang.t("rota-rule-weekly-rest")],
            },
            cost: lang.t1("why-cost", "points", "+1500"),
            details: vec![format!("{} +1500", lang.t("why-changes"))],
        };
        let page = |lang: Lang, name: &str, takers| WhyPage {
            frame: Frame::sample(lang),
            lang,
            tabs: some_tabs(Here::Rota, lang),
            draft: "/duty/1/rotas/1".to_owned(),
            title: WHEN.to_owned(),
            duty: "1".to_owned(),
            staff: "2".to_owned(),
            name: name.to_owned(),
            may_give: true,
            takers,
            ask: "/duty/1/rotas/1/why/1/price".to_owned(),
            sought: String::new(),
            price: None,
            is_unproven: false,
            faults: Faults::none(),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let both = vec![taker(sv, true), taker(sv, false)];
        let fixed = WhyPage {
            may_give: false,
            ..page(en, "Kajsa Vassrugg", vec![taker(en, true)])
        };
        let sought = WhyPage {
            sought: "Tuva Ekorrstig".to_owned(),
            ..page(sv, "Kajsa Vassrugg", Vec::new())
        };
        let priced = |lang: Lang, least| {
            let known = Answer::Known(Price::Points { least, most: 150 });
            WhyPage {
                price: price(known, "Tuva Ekorrstig", lang),
                ..page(lang, "Kajsa Vassrugg", vec![taker(lang, true)])
            }
        };
        let unproven = WhyPage {
            is_unproven: true,
            ..priced(en, None)
        };
        vec![
            ("a price is sought", sought),
            ("a price is proven", priced(sv, Some(150))),
            ("a price is not proven", unproven),
            ("held", page(sv, "Kajsa Vassrugg", both)),
            ("open", page(sv, "", Vec::new())),
            ("fixed", fixed),
        ]
    }
}

impl Samples for CouldPage {
    fn samples() -> Vec<(&'static str, CouldPage)> {
        let page = |lang: Lang, against: &[&str], turn: &str| CouldPage {
            frame: Frame::sample(lang),
            lang,
            tabs: some_tabs(Here::Rota, lang),
            title: WHEN.to_owned(),
            name: "Kajsa Vassrugg".to_owned(),
            is_mine: false,
            is_begun: false,
            against: against.iter().map(|key| lang.t(key)).collect(),
            beside: Vec::new(),
            cost: match against {
                [] => lang.t1("could-price-worse", "points", 12),
                _ => String::new(),
            },
            details: match against {
                [] => vec![
                    format!("{} +14", lang.t("why-fairness")),
                    format!("{} −2", lang.t("why-wishes")),
                ],
                _ => Vec::new(),
            },
            ask: "/duty/1/swaps".to_owned(),
            turn: turn.to_owned(),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let mine = CouldPage {
            is_mine: true,
            ..page(sv, &[], "")
        };
        let begun = CouldPage {
            is_begun: true,
            name: String::new(),
            ..page(en, &[], "")
        };
        let even = CouldPage {
            cost: en.t("could-price-same"),
            details: Vec::new(),
            ..page(en, &[], "1")
        };
        let beside = CouldPage {
            cost: String::new(),
            details: Vec::new(),
            beside: vec![sv.t("rota-rule-weekly-hours")],
            ..page(sv, &[], "1")
        };
        vec![
            ("yes", page(sv, &[], "1")),
            ("yes, and as good", even),
            ("yes, and what it leaves", beside),
            ("no", page(en, &["rota-rule-weekly-rest"], "")),
            ("mine", mine),
            ("begun", begun),
        ]
    }
}

/// What somebody works; Kajsa too much.
pub(super) fn worked(name: &str) -> WorkedView {
    let is_over = name.starts_with("Kajsa");
    WorkedView {
        name: name.to_owned(),
        assumed: "40 h".to_owned(),
        on_call: if is_over { "8 h 12 min" } else { "1 h 5 min" }.to_owned(),
        sum: if is_over { "48 h 12 min" } else { "41 h 5 min" }.to_owned(),
        is_over,
    }
}

impl Samples for AgreementPage {
    fn samples() -> Vec<(&'static str, AgreementPage)> {
        let rule = |lang: Lang, confidence: &str, icon| RuleView {
            text: lang.t1("agreement-weekly-rest", "count", 36_u32),
            from: lang.t1("agreement-since", "day", "1 januari 2026"),
            source: "Arbetstidslagen (1982:673) 14 §".to_owned(),
            trust: Signal::new("due", icon, lang.t(confidence)),
        };
        let page = |lang: Lang, unconfirmed| AgreementPage {
            frame: Frame::sample(lang),
            lang,
            tabs: some_tabs(Here::Rota, lang),
            rota: "/duty/1/rota".to_owned(),
            name: "Beredskap i hemmet".to_owned(),
            about: "Jourtelefonen besvaras hemifrån.".to_owned(),
            version: lang.t2(
                "agreement-version",
                ("version", 1_u32),
                ("day", "1 januari 2026"),
            ),
            unconfirmed,
            parts: vec![PartView {
                id: "limits",
                title: lang.t("agreement-limits"),
                rules: vec![
                    rule(lang, "confidence-stated", "document"),
                    rule(lang, "confidence-unconfirmed", "due"),
                ],
            }],
            lines: vec![POOL.to_owned()],
            weights: vec![(lang.t("agreement-weighs-open"), 20_000)],
            weighed_by: "Programmets eget val".to_owned(),
        };
        vec![
            ("in Swedish", page(Lang::SV, 12)),
            ("confirmed", page(Lang::EN, 0)),
        ]
    }
}

impl Samples for MembersPage {
    fn samples() -> Vec<(&'static str, MembersPage)> {
        let page = |lang: Lang, members, faults| MembersPage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Rota, lang),
            rota: "/duty/1/rota".to_owned(),
            base: "/duty/1".to_owned(),
            members,
            staff: vec![("1".to_owned(), "Tuva Ekorrstig".to_owned())],
            lines: vec![("1".to_owned(), "Första linjen".to_owned())],
            until: lang.t1("member-years-until", "year", "2025"),
            long: lang.t1("member-long", "days", 28_u32),
            typed: BurdenForm::default(),
            faults,
        };
        let some = |lang: Lang| MemberView {
            id: "1".to_owned(),
            url: "/duty/1/members/1".to_owned(),
            name: "Tuva Ekorrstig".to_owned(),
            post: "Familjebehandlare, MST-CAN Söderort".to_owned(),
            time: lang.t1("member-until", "day", "31 december 2026"),
            share: 75,
            steps: vec![StepView {
                text: lang.t2(
                    "member-step",
                    ("share", 75_u32),
                    ("day", "1 september 2026"),
                ),
                from: "2026-09-01".to_owned(),
            }],
            away: vec![lang.t2(
                "member-away",
                ("first", "1 mars 2026"),
                ("last", "31 augusti 2026"),
            )],
            years: vec![lang.filled(
                "member-year",
                [
                    ("year", "2025".into()),
                    ("line", "Första linjen".into()),
                    ("nights", 41.into()),
                    ("weekends", 6.into()),
                    ("holidays", 1.into()),
                ],
            )],
        };
        vec![
            ("none", page(Lang::SV, Vec::new(), Faults::none())),
            ("some", page(Lang::SV, vec![some(Lang::SV)], Faults::none())),
            (
                "faults",
                page(
                    Lang::EN,
                    vec![some(Lang::EN)],
                    wrong("year", "member-fault-year"),
                ),
            ),
        ]
    }
}
