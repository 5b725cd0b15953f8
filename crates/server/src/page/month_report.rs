//! The month's report to a group leader: counts beside the months before, and the file.

mod compose;
mod samples;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use hemma_app::month_report::MonthReport;
use hemma_app::pdf::Typeset;
use hemma_domain::access::TeamAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::month::Month;
use hemma_domain::month_report::{Line, Value};
use hemma_domain::review::Figure;
use serde::Deserialize;

pub use samples::samples;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::words;
use crate::page::{Frame, consultation, render};

/// The routes of these pages.
pub fn routes() -> Routes {
    const SEE: Access = Access::Team(TeamAction::SeeMonthReport);
    Routes::default()
        .get("/teams/{team}/month-report", SEE, get)
        .get("/teams/{team}/month-report/file", SEE, get_file)
}

/// Lines that belong together.
#[derive(Debug, Clone)]
pub struct GroupView {
    pub title: String,
    /// Where more is told of it; empty where nothing is.
    pub url: String,
    pub rows: Vec<RowView>,
}

/// One line over the months.
#[derive(Debug, Clone)]
pub struct RowView {
    pub name: String,
    /// What it counts.
    pub about: String,
    pub values: Vec<String>,
}

/// What the interviews say.
#[derive(Debug, Clone)]
pub struct AdherenceView {
    pub title: String,
    pub url: String,
    pub facts: Vec<(String, String)>,
    pub about: String,
}

/// A report on a month.
#[derive(Template)]
#[template(path = "month_report.html")]
pub struct MonthReportPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub team_url: String,
    pub month: String,
    /// `till i dag` while the month runs.
    pub counted: String,
    pub leaders: String,
    /// The heads of the columns.
    pub months: Vec<String>,
    pub groups: Vec<GroupView>,
    pub adherence: Option<AdherenceView>,
    pub previous: Option<words::Choice>,
    pub following: Option<words::Choice>,
    /// The reader's other teams.
    pub others: Vec<(String, String)>,
    pub file: String,
    pub can_typeset: bool,
}

/// Which month is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    month: String,
}

/// The lines under their headings.
const GROUPS: [(&str, &[Line]); 4] = [
    (
        "month-report-loop",
        &[Line::OnTime, Line::Supervised, Line::Consulted],
    ),
    ("consultation-title", &[Line::Consultations]),
    (
        "month-report-feedback",
        &[
            Line::ByLeader,
            Line::ByConsultant,
            Line::Answered,
            Line::Overdue,
            Line::Done,
        ],
    ),
    (
        "month-report-measures",
        &[
            Line::Interviews,
            Line::LeaderRatings,
            Line::ConsultantRatings,
        ],
    ),
];

/// `november 2026`.
pub(super) fn month_name(of: Month, lang: Lang) -> String {
    format!("{} {}", lang.month(of.first_day()), of.year())
}

fn value(of: Value, lang: Lang) -> String {
    match of {
        Value::Count(count) => count.to_string(),
        Value::Part(_, 0) => "–".to_owned(),
        Value::Part(part, whole) => lang.t2("month-report-part", ("part", part), ("whole", whole)),
    }
}

pub(super) fn groups(found: &MonthReport, lang: Lang) -> Vec<GroupView> {
    let id = found.team.id;
    let row = |(line, values): &(Line, Vec<Value>)| RowView {
        name: lang.name(*line),
        about: lang.t(&format!(
            "month-report-about-{}",
            line.code().replace('_', "-")
        )),
        values: values.iter().map(|one| value(*one, lang)).collect(),
    };
    let group = |(title, lines): &(&str, &[Line])| {
        let rows = found.lines.iter().filter(|(line, _)| lines.contains(line));
        GroupView {
            title: lang.t(title),
            url: match lines.first() {
                Some(Line::Consultations) => url::consultations(id),
                Some(Line::Interviews) => url::team_ratings(id),
                _ => String::new(),
            },
            rows: rows.map(row).collect(),
        }
    };
    let all = GROUPS.iter().map(group);
    all.filter(|group| !group.rows.is_empty()).collect()
}

pub(super) fn adherence(found: &MonthReport, lang: Lang) -> Option<AdherenceView> {
    let (term, line) = &found.adherence;
    let line = line.as_ref()?;
    let of = |shown: hemma_app::review::Shown| match shown.reading() {
        None => lang.t("month-report-hidden"),
        Some(reading) => match (reading.value, reading.parts) {
            (Some(value), _) if reading.is_thin() => {
                let value = words::number(Figure::Adherence, value, lang);
                lang.t1("month-report-thin", "value", value)
            }
            (Some(value), _) => words::number(Figure::Adherence, value, lang),
            (None, _) => lang.t("month-report-no-score"),
        },
    };
    let parts = line.now.reading().and_then(|reading| reading.parts);
    let mut facts = vec![
        (words::term(*term, lang), of(line.now)),
        (words::term(term.previous(), lang), of(line.before)),
    ];
    if let Some((_, count)) = parts {
        facts.push((lang.t("month-report-scores"), count.to_string()));
    }
    if !found.rule_is_confirmed {
        let rule = (lang.t("month-report-rule"), lang.t("measure-unconfirmed"));
        facts.push(rule);
    }
    Some(AdherenceView {
        title: lang.name(Figure::Adherence),
        url: format!(
            "{}?term={term}",
            url::review_figure(found.team.id, Figure::Adherence)
        ),
        facts,
        about: words::about(Figure::Adherence, lang),
    })
}

fn page(visit: &Visit, site: &Site, found: &MonthReport) -> MonthReportPage {
    let (lang, id) = (visit.lang, found.team.id);
    let base = url::month_report(id);
    let to = |month: Month| words::Choice {
        url: format!("{base}?month={month}"),
        label: month_name(month, lang),
        current: false,
    };
    let opened = Month::of(found.team.opened_on);
    let before = found.month.plus(-1);
    MonthReportPage {
        frame: Frame::of(visit, "month-report-title"),
        lang,
        team: found.team.name.clone(),
        team_url: consultation::team_url(visit, id),
        month: month_name(found.month, lang),
        counted: match found.runs {
            true => lang.t("month-report-runs"),
            false => String::new(),
        },
        leaders: found.leaders.join(", "),
        months: found
            .months
            .iter()
            .map(|month| lang.month(month.first_day()).to_owned())
            .collect(),
        groups: groups(found, lang),
        adherence: adherence(found, lang),
        previous: (opened <= before).then(|| to(before)),
        following: (!found.runs).then(|| to(found.month.plus(1))),
        others: found
            .others
            .iter()
            .map(|(id, name)| {
                let url = format!("{}?month={}", url::month_report(*id), found.month);
                (url, name.clone())
            })
            .collect(),
        file: format!("{base}/file?month={}", found.month),
        can_typeset: site.app.can_typeset(),
    }
}

async fn found(
    visit: &Visit,
    site: &Site,
    (team, asked): (TeamId, &Asked),
) -> Result<MonthReport, PageError> {
    let month = asked.month.parse().ok();
    let found = site.app.month_report(&visit.ctx, team, month).await;
    found.map_err(PageError::to(visit))
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, (team, &asked)).await?;
    render(&visit, &page(&visit, &site, &found))
}

async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, (team, &asked)).await?;
    let set = site.app.typeset(&compose::document(&found, &visit)).await;
    match set.map_err(PageError::to(&visit))? {
        Typeset::Pdf(file) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (
                    header::CONTENT_DISPOSITION,
                    "inline; filename=\"manadsrapport.pdf\"",
                ),
            ];
            Ok((headers, file).into_response())
        }
        // No page offers it where the helper is missing: then the page itself is what there is.
        Typeset::Missing => render(&visit, &page(&visit, &site, &found)),
    }
}
