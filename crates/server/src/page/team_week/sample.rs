//! A team's week in every state, for the tests.

use hemma_domain::case::Safety;
use hemma_domain::code::Code as _;
use hemma_domain::team_week::{Concern, Pace, Selection};
use hemma_domain::week::SummaryState;

use super::{
    Choice, Foot, Link, RowView, Signal, TeamWeekPage, View, columns, concern_signal, of, safety,
    summary,
};
use crate::lang::Lang;
use crate::page::{Frame, Samples};

impl Samples for TeamWeekPage {
    fn samples() -> Vec<(&'static str, TeamWeekPage)> {
        vec![
            ("no family", sample(Lang::SV, Vec::new(), 0)),
            ("nothing chosen", sample(Lang::SV, Vec::new(), 2)),
            ("two families", sample(Lang::SV, sample_rows(Lang::SV), 2)),
            ("in English", sample(Lang::EN, sample_rows(Lang::EN), 2)),
        ]
    }
}

fn sample(lang: Lang, rows: Vec<RowView>, total: usize) -> TeamWeekPage {
    let view = View::default();
    TeamWeekPage {
        frame: Frame::sample(lang),
        lang,
        name: "MST-CAN Björkdalen".to_owned(),
        week: lang.filled(
            "team-week-days",
            [
                ("week", 48.into()),
                ("from", "mån 23 nov".into()),
                ("to", "sön 29 nov".into()),
            ],
        ),
        summed_up: "v. 47".to_owned(),
        previous: "/?week=2026-W47".to_owned(),
        next: None,
        links: vec![Link {
            url: "/".to_owned(),
            icon: "meeting",
            label: lang.t("team-week-meeting"),
            primary: true,
        }],
        soon: None,
        ratings: vec![(
            "CAM om Corin Havsmo: öppen till tis 15 dec".to_owned(),
            "/".to_owned(),
        )],
        total,
        choices: Selection::ALL
            .iter()
            .map(|selection| Choice {
                url: "/".to_owned(),
                label: lang.name(*selection),
                count: total,
                current: *selection == Selection::All,
            })
            .collect(),
        columns: columns(&view, "/", lang),
        rows,
        foot: Foot {
            contacts: 4,
            summaries: of(1, 2, lang),
            steps: of(2, 5, lang),
            tasks: 3,
        },
        csv: "/".to_owned(),
    }
}

fn sample_rows(lang: Lang) -> Vec<RowView> {
    let usual = RowView {
        class: "",
        url: String::new(),
        code: "BJÖ-26-002".to_owned(),
        label: String::new(),
        therapist: "Tuva Ekorrstig".to_owned(),
        week: "12".to_owned(),
        phase: "Förändra".to_owned(),
        contacts: of(3, 3, lang),
        summary: summary(Some(SummaryState::HandedIn), lang),
        steps: of(2, 3, lang),
        safety: safety(None, lang),
        interview: Signal::new("none", "none", "–".to_owned()),
        tasks: "0".to_owned(),
        why: None,
        facts: vec![(lang.t("team-week-pace"), lang.name(Pace::Reached))],
        links: Vec::new(),
    };
    let worst = RowView {
        class: "worst",
        url: "/".to_owned(),
        code: "BJÖ-26-001".to_owned(),
        label: "Lingonstig".to_owned(),
        summary: summary(Some(SummaryState::Late), lang),
        safety: safety(Some(Safety::Missing), lang),
        interview: Signal::new("none", "calendar", "30 nov".to_owned()),
        why: Some(concern_signal(Concern::NoPlan, lang)),
        links: vec![Link {
            url: "/".to_owned(),
            icon: "week",
            label: lang.t("tab-week"),
            primary: false,
        }],
        ..usual.clone()
    };
    vec![worst, usual]
}
