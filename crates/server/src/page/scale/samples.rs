//! States of the page.

use super::answer::{ChoiceView, LineView};
use super::{AnswerView, FieldView, PartView, ScalePage, origin};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::review::{AmongView, BoardChoice};
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, sampled};

use hemma_app::scale::Origin;
use hemma_domain::time::Day;

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<ScalePage>("scale-up")
}

fn parts(lang: Lang) -> Vec<PartView> {
    let field = |code, key: &str, value: &str, from, is_wrong| FieldView {
        code,
        label: lang.t(key),
        value: value.to_owned(),
        mode: "numeric",
        origin: origin(from, lang),
        is_wrong,
    };
    vec![PartView {
        title: lang.t("scale-part-need"),
        fields: vec![
            field("families", "assumption-families", "84", Origin::Own, false),
            field(
                "weeks_least",
                "assumption-weeks-least",
                "26",
                Origin::Programme,
                false,
            ),
            field(
                "wait_weeks",
                "assumption-wait-weeks",
                "4",
                Origin::Start,
                false,
            ),
            field("teams", "assumption-teams", "fem", Origin::Typed, true),
        ],
    }]
}

fn answer(lang: Lang) -> AnswerView {
    let choice = |teams: u32, is_chosen| ChoiceView {
        title: lang.t1("scale-teams", "count", teams),
        is_chosen,
    };
    let line = |key: &str, cell: &str| LineView {
        label: lang.t(key),
        cells: vec![cell.to_owned(); 3],
    };
    AnswerView {
        verdict: lang.filled(
            "scale-needed",
            [
                ("families", 84.into()),
                ("teams", 3.into()),
                ("percent", 90.into()),
                ("weeks", 4.into()),
            ],
        ),
        is_enough: true,
        carried: lang.t1("scale-carried-hours", "count", 3),
        runs: lang.t1("scale-runs", "runs", "10 000"),
        lines: vec![
            line("scale-line-therapists", "12"),
            line("scale-line-in-time", "92 (88–95) %"),
            line("scale-line-cost-known", "99 999 kr"),
        ],
        missing: vec![("therapist_cost", lang.t("scale-say-therapist-cost"))],
        choices: vec![choice(2, false), choice(3, true), choice(4, false)],
        drawn: Vec::new(),
        chosen: 1,
        chosen_as: lang.t("scale-as-needed"),
        waits_of: lang.t1("scale-waits-of", "count", 3),
        waits: vec![(lang.t1("scale-within", "weeks", 4), "92\u{a0}%".to_owned())],
        on_call: vec![Signal::new(
            "ok",
            "ok",
            lang.t2("scale-first-line", ("wanted", 6), ("there", 12)),
        )],
    }
}

fn some_teams() -> AmongView {
    let lang = Lang::SV;
    AmongView {
        told: lang.t2("review-among-count", ("count", 1), ("all", 2)),
        help: lang.t("scale-chosen-help"),
        all: "/networks/1/scale?programme=MST-CAN".to_owned(),
        choose: "/networks/1/scale?programme=MST-CAN&team=t&choose=1#choose".to_owned(),
        boards: vec![BoardChoice {
            name: "Björkdalens socialnämnd".to_owned(),
            url: "/networks/1/scale?programme=MST-CAN&board=b".to_owned(),
            teams: vec![
                ("t".to_owned(), "MST-CAN Björkdalen".to_owned(), true),
                ("u".to_owned(), "MST-CAN Granvik".to_owned(), false),
            ],
        }],
        fields: vec![("programme", "MST-CAN".to_owned())],
        action: "/networks/1/scale".to_owned(),
    }
}

impl Samples for ScalePage {
    fn samples() -> Vec<(&'static str, ScalePage)> {
        let page = |lang: Lang| ScalePage {
            frame: Frame::sample(lang),
            lang,
            base: "/networks/1/scale".to_owned(),
            programmes: Vec::new(),
            programme: "MST-CAN".to_owned(),
            programme_name: "MST-CAN".to_owned(),
            reset: "/networks/1/scale?programme=MST-CAN".to_owned(),
            among: AmongView {
                all: "/networks/1/scale?programme=MST-CAN".to_owned(),
                choose: "/networks/1/scale?programme=MST-CAN&choose=1#choose".to_owned(),
                ..AmongView::default()
            },
            kept: Vec::new(),
            rests_on: lang.t2(
                "scale-rests-on",
                ("since", lang.full_day(Day(jiff::civil::date(2025, 1, 1)))),
                ("count", 61),
            ),
            parts: parts(lang),
            under_way: String::new(),
            done: (0, 0),
            answer: None,
            faults: Faults::none(),
        };
        let ready = |lang| ScalePage {
            answer: Some(answer(lang)),
            ..page(lang)
        };
        let mut faults = Faults::none();
        faults.add("teams", "scale-fault-range");
        let wrong = ScalePage {
            faults,
            rests_on: Lang::SV.t("scale-rests-none"),
            ..page(Lang::SV)
        };
        let some = ScalePage {
            among: some_teams(),
            kept: vec![("team", "t".to_owned())],
            ..ready(Lang::SV)
        };
        let running = ScalePage {
            under_way: Lang::SV.t2("scale-running", ("runs", "4 200"), ("of", "30 000")),
            done: (4_200, 30_000),
            programmes: vec![
                ("MST".to_owned(), "MST".to_owned()),
                ("MST-CAN".to_owned(), "MST-CAN".to_owned()),
            ],
            ..page(Lang::SV)
        };
        vec![
            ("ready", ready(Lang::SV)),
            ("ready in English", ready(Lang::EN)),
            ("of some teams", some),
            ("under way", running),
            ("faults", wrong),
        ]
    }
}
