//! Every state of this page.

use hemma_domain::code::Code as _;
use hemma_domain::month_report::Line;

use super::{AdherenceView, GroupView, MonthReportPage, RowView};
use crate::lang::Lang;
use crate::page::review::words::Choice;
use crate::page::{Frame, Sampled, Samples, sampled};

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<MonthReportPage>("month report")
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn rows(lang: Lang) -> Vec<RowView> {
    let row = |line: &Line| RowView {
        name: lang.name(*line),
        about: lang.t(&format!(
            "month-report-about-{}",
            line.code().replace('_', "-")
        )),
        values: vec![text("–"), text("12 av 14")],
    };
    Line::ALL.iter().map(row).collect()
}

impl Samples for MonthReportPage {
    fn samples() -> Vec<(&'static str, MonthReportPage)> {
        let page = |lang: Lang, adherence| MonthReportPage {
            frame: Frame::sample(lang),
            lang,
            team: text("MST-CAN Björkdalen"),
            team_url: text("/"),
            month: text("oktober 2026"),
            counted: String::new(),
            leaders: text("Gun Alebäck"),
            months: vec![text("september"), text("oktober")],
            groups: vec![GroupView {
                title: lang.t("month-report-loop"),
                url: text("/"),
                rows: rows(lang),
            }],
            adherence,
            previous: Some(Choice {
                url: text("/"),
                label: text("september 2026"),
                current: false,
            }),
            following: None,
            others: vec![(text("/"), text("MST-Björkdalen"))],
            file: text("/"),
            can_typeset: true,
        };
        let adherence = AdherenceView {
            title: text("Programtrohet"),
            url: text("/"),
            facts: vec![(text("kvartal 4 2026"), text("0,72"))],
            about: text("Medelvärdet av intervjuernas poäng."),
        };
        vec![
            ("a month", page(Lang::SV, Some(adherence))),
            ("without scores, in English", page(Lang::EN, None)),
        ]
    }
}
