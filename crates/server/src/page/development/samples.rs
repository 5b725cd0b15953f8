//! Every state of these pages.

use hemma_domain::development::StateCode;
use hemma_domain::review::ActionOutcome;

use super::edit::{ActionRow, EditPage};
use super::one::{ActionView, DevelopmentPage};
use super::rests::EvidenceView;
use super::{DevelopmentsPage, GoalView, PlanView, signal};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, choices, sampled};

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<DevelopmentsPage>("developments");
    all.extend(sampled::<DevelopmentPage>("development"));
    all.extend(sampled::<EditPage>("development form"));
    all
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// A goal as it stands in lists.
pub(crate) fn goal(lang: Lang, state: StateCode) -> GoalView {
    GoalView {
        url: text("/"),
        text: text("Delmål som går att mäta"),
        state: signal(state, lang),
        when: match state {
            StateCode::Open => lang.t1("development-due", "day", "4 dec"),
            StateCode::Reached | StateCode::Ended => text("23 november 2026"),
        },
    }
}

fn evidence(kind: &str, told: &str, is_chosen: bool) -> EvidenceView {
    EvidenceView {
        value: text("figure/mean_adherence"),
        kind: text(kind),
        name: text("Programtrohet"),
        url: text("/"),
        told: text(told),
        on: text("2 november 2026"),
        is_chosen,
    }
}

impl Samples for DevelopmentsPage {
    fn samples() -> Vec<(&'static str, DevelopmentsPage)> {
        let page = |lang: Lang, plans| DevelopmentsPage {
            frame: Frame::sample(lang),
            lang,
            plans,
        };
        let plan = |goals| PlanView {
            name: text("Tuva Ekorrstig"),
            of: text("Behandlare, MST-CAN Björkdalen"),
            goals,
            new: text("/"),
        };
        let all = |lang: Lang| {
            [StateCode::Open, StateCode::Reached, StateCode::Ended]
                .map(|state| goal(lang, state))
                .to_vec()
        };
        let plans = vec![plan(all(Lang::SV)), plan(vec![])];
        vec![
            ("no plan", page(Lang::EN, vec![])),
            ("two plans", page(Lang::SV, plans)),
        ]
    }
}

impl Samples for DevelopmentPage {
    fn samples() -> Vec<(&'static str, DevelopmentPage)> {
        let page = |lang: Lang, may_write| DevelopmentPage {
            frame: Frame::sample(lang),
            lang,
            list: text("/"),
            url: text("/"),
            version: 1,
            text: text("Delmål som går att mäta"),
            state: signal(StateCode::Open, lang),
            facts: vec![(lang.t("development-whose"), text("Tuva Ekorrstig"))],
            evidence: vec![
                evidence("Teamets nyckeltal", "0,61, 11 av 18", true),
                evidence("Programtrohet", "", true),
            ],
            actions: vec![ActionView {
                number: 1,
                what: text("Öva i handledningen"),
                owner: text("Gun Alebäck"),
                due: text("4 december 2026"),
                outcome: (text("open"), lang.name(ActionOutcome::Open)),
            }],
            looks: vec![(
                text("Gun Alebäck, 23 november 2026"),
                text("Syns i en familj"),
            )],
            may_write,
            states: choices::<StateCode>(lang),
            outcomes: choices::<ActionOutcome>(lang),
            look: String::new(),
            next_on: String::new(),
            faults: Faults::none(),
        };
        let bare = DevelopmentPage {
            evidence: Vec::new(),
            actions: Vec::new(),
            looks: Vec::new(),
            ..page(Lang::EN, false)
        };
        let mut faults = Faults::none();
        faults.add("look", "development-fault-empty");
        let faulty = DevelopmentPage {
            faults,
            ..page(Lang::SV, true)
        };
        vec![
            ("to write in", page(Lang::SV, true)),
            ("to read", page(Lang::SV, false)),
            ("bare", bare),
            ("faults", faulty),
        ]
    }
}

impl Samples for EditPage {
    fn samples() -> Vec<(&'static str, EditPage)> {
        let page = |lang: Lang, faults| EditPage {
            frame: Frame::sample(lang),
            lang,
            list: text("/"),
            action: text("/"),
            version: String::new(),
            of: text("Tuva Ekorrstig, MST-CAN Björkdalen"),
            text: text("Delmål som går att mäta"),
            evidence: vec![evidence("Teamets nyckeltal", "0,61, 11 av 18", false)],
            actions: vec![
                ActionRow {
                    what: text("Öva i handledningen"),
                    owner: text("a"),
                    due: text("2026-12-04"),
                },
                ActionRow::default(),
            ],
            owners: vec![(text("a"), text("Gun Alebäck"))],
            look_on: "2026-12-14".to_owned(),
            faults,
        };
        let mut faults = Faults::none();
        faults.add("text", "development-fault-empty");
        vec![
            ("new", page(Lang::EN, Faults::none())),
            ("faults", page(Lang::SV, faults)),
        ]
    }
}
