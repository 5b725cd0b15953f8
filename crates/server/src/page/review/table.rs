//! The figures as tables for spreadsheets: numbers with a decimal comma as Swedish spreadsheets read them.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum_extra::extract::Query as Repeated;
use hemma_app::review::{Reading, Shown};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::review::Term;

use super::Asked;
use super::among::{self, AskedAmong};
use super::{network, words};
use crate::http::Site;
use crate::http::csv::Csv;
use crate::http::error::PageError;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The columns after those that say whose figure of which term it is.
const COLUMNS: [&str; 8] = [
    "review-col-code",
    "review-col-figure",
    "review-col-value",
    "review-col-part",
    "review-col-whole",
    "review-col-lower",
    "review-col-upper",
    "review-col-left-out",
];

/// Digits after the comma: a score differs in the third.
const DECIMALS: usize = 4;

/// A team's figures of a term and of the one before.
pub(super) async fn of_team(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = site.app.team_review(&visit.ctx, id, asked.term()).await;
    let found = found.map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let mut csv = table(lang);
    let now = found.lines.iter().map(|line| (found.term, line.now));
    let before = found.term.previous();
    let before = found.lines.iter().map(|line| (before, line.before));
    for (term, shown) in now.chain(before) {
        csv.line(cells((&found.team.name, term), shown, lang));
    }
    Ok(csv.into_file(&file(found.term, lang)))
}

/// The figures of a network's teams, each and together.
pub(super) async fn of_network(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Query(asked): Query<Asked>,
    Repeated(which): Repeated<AskedAmong>,
) -> Result<Response, PageError> {
    let found = network::read((&visit, &site), id, (&asked, &which)).await?;
    let lang = visit.lang;
    let mut csv = table(lang);
    let whole = among::together(&found.among, lang);
    let teams = found.teams.iter().map(|team| (&team.name, &team.figures));
    for (name, figures) in teams.chain([(&whole, &found.whole)]) {
        for shown in figures {
            csv.line(cells((name, found.term), *shown, lang));
        }
    }
    Ok(csv.into_file(&file(found.term, lang)))
}

fn table(lang: Lang) -> Csv {
    let whose = ["network-team", "review-col-period"];
    Csv::new(whose.into_iter().chain(COLUMNS).map(|key| lang.t(key)))
}

fn file(term: Term, lang: Lang) -> String {
    format!("{}-{term}.csv", lang.t("review-csv-file"))
}

/// One figure of somebody. What is hidden says so in place of its value.
fn cells((name, term): (&str, Term), shown: Shown, lang: Lang) -> Vec<String> {
    let figure = shown.figure();
    let mut cells = vec![
        name.to_owned(),
        term.to_string(),
        figure.code().to_owned(),
        words::name(shown, lang),
    ];
    match shown.reading() {
        None => cells.push(words::value(shown, lang)),
        Some(reading) => cells.extend(numbers(&reading, lang)),
    }
    cells
}

fn numbers(reading: &Reading, lang: Lang) -> [String; 6] {
    let number = |value: f64| lang.number(&format!("{value:.DECIMALS$}"));
    let may = |value: Option<f64>| value.map(number).unwrap_or_default();
    let part = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        may(reading.value),
        part(reading.parts.map(|(part, _)| part)),
        part(reading.parts.map(|(_, of)| of)),
        may(reading.interval.map(|one| one.lower)),
        may(reading.interval.map(|one| one.upper)),
        reading.left_out.to_string(),
    ]
}
