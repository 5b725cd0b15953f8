//! A team's year: how often each family was met in each week, as a table whose cells are washed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::review::{FAMILIES_MAX, FamilyWeek, FamilyYear, TeamYear};
use hemma_domain::ids::TeamId;
use hemma_domain::review::{Span, Term};

use super::Asked;
use super::team::{runs, to};
use super::words::{self, Choice};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render};

/// Washes of the cells, as of a heat map that is drawn.
const WASHES: u32 = 5;

/// What a programme that says nothing is taken to want, so that the washes tell weeks apart: the greatest number of a week.
const SPREAD: u32 = 2;

/// A team's year.
#[derive(Template)]
#[template(path = "review/year.html")]
pub struct YearPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub board: String,
    pub team_url: String,
    pub term: String,
    pub runs: String,
    pub previous: Choice,
    pub next: Option<Choice>,
    /// What the washes mean.
    pub legend: Vec<(String, String)>,
    pub help: String,
    /// The numbers of the weeks.
    pub weeks: Vec<String>,
    pub rows: Vec<YearFamily>,
    /// Contacts of all families by week.
    pub sums: Vec<String>,
    /// Said where not all families are shown.
    pub more: String,
}

/// One family.
#[derive(Debug, Clone, Default)]
pub struct YearFamily {
    pub code: String,
    pub label: String,
    /// Empty where the reader may not open the case.
    pub url: String,
    pub weeks: Vec<YearCell>,
}

/// One week of one family.
#[derive(Debug, Clone, Default)]
pub struct YearCell {
    /// The class of its wash; empty where there is none.
    pub class: String,
    pub text: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = site.app.team_year(&visit.ctx, id, asked.term()).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}

fn page(visit: &Visit, found: &TeamYear) -> YearPage {
    let lang = visit.lang;
    let (id, term) = (found.team.id, found.term);
    let at = url::review_year(id);
    let wanted = wanted(found);
    let last = found.term.end().plus(-1).min(visit.ctx.today());
    YearPage {
        team: found.team.name.clone(),
        board: found.board.clone(),
        team_url: format!(
            "{}?term={}",
            url::review(id),
            Term::of(Span::HalfYear, last)
        ),
        term: words::term(term, lang),
        runs: runs(found.runs, lang),
        previous: to(&at, term.previous(), lang),
        next: Some(to(&at, term.next(), lang)).filter(|_| !found.runs),
        legend: legend(wanted, lang),
        help: match found.least {
            Some(least) => lang.t1("review-year-least", "least", least),
            None => lang.t("review-year-help"),
        },
        weeks: found.weeks.iter().map(|week| number(*week)).collect(),
        rows: found
            .families
            .iter()
            .map(|one| family(one, wanted))
            .collect(),
        sums: sums(found),
        more: match found.has_more {
            true => lang.t1("review-year-more", "count", FAMILIES_MAX),
            false => String::new(),
        },
        frame: Frame::of(visit, "review-year-title"),
        lang,
    }
}

/// The ISO number of a week.
fn number(week: hemma_domain::time::Week) -> String {
    week.number().to_string()
}

/// How many contacts a week should have: the programme's least, or half of the most that there were.
fn wanted(found: &TeamYear) -> u32 {
    let each = found.families.iter().flat_map(|one| &one.weeks);
    let most = each.filter_map(|week| match week {
        FamilyWeek::Contacts(contacts) => Some(*contacts),
        FamilyWeek::Outside | FamilyWeek::Missing => None,
    });
    let half = most.max().unwrap_or_default().div_ceil(SPREAD);
    found.least.unwrap_or(half).max(1)
}

/// The wash of a week: the third where it reaches what is wanted, the strongest at twice as many.
fn wash(contacts: u32, wanted: u32) -> u32 {
    (contacts.saturating_mul(2) / wanted).min(WASHES - 1)
}

/// Each wash with the numbers that it stands for.
fn legend(wanted: u32, lang: Lang) -> Vec<(String, String)> {
    let steps = (0..WASHES).filter_map(|step| {
        let all = (0..=2 * wanted).filter(|contacts| wash(*contacts, wanted) == step);
        let (least, most) = (all.clone().min()?, all.max()?);
        let text = match (step == WASHES - 1, least == most) {
            (true, _) => lang.t1("review-year-or-more", "count", least),
            (false, true) => least.to_string(),
            (false, false) => format!("{least}–{most}"),
        };
        Some((format!("wash-{step}"), text))
    });
    let missing = (String::from("missing"), lang.t("review-year-missing"));
    steps.chain([missing]).collect()
}

fn family(one: &FamilyYear, wanted: u32) -> YearFamily {
    let weeks = one.weeks.iter().map(|week| match week {
        FamilyWeek::Outside => YearCell::default(),
        FamilyWeek::Missing => YearCell {
            class: "missing".to_owned(),
            text: "–".to_owned(),
        },
        FamilyWeek::Contacts(contacts) => YearCell {
            class: format!("wash-{}", wash(*contacts, wanted)),
            text: contacts.to_string(),
        },
    });
    YearFamily {
        code: one.code.clone(),
        label: one.label.clone().unwrap_or_default(),
        url: match one.may_see {
            true => url::case(one.case),
            false => String::new(),
        },
        weeks: weeks.collect(),
    }
}

/// Contacts of all families in each week; empty where nobody reported anything.
fn sums(found: &TeamYear) -> Vec<String> {
    let of_week = |at: usize| {
        let each = found.families.iter().filter_map(|one| one.weeks.get(at));
        let contacts = each.filter_map(|week| match week {
            FamilyWeek::Contacts(contacts) => Some(*contacts),
            FamilyWeek::Outside | FamilyWeek::Missing => None,
        });
        contacts.reduce(u32::saturating_add)
    };
    let weeks = 0..found.weeks.len();
    weeks
        .map(|at| of_week(at).map_or_else(String::new, |sum| sum.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_that_reaches_the_least_has_the_third_wash() {
        let washes = [0, 1, 2, 3, 4, 5, 6, 9].map(|contacts| wash(contacts, 3));
        assert_eq!(washes, [0, 0, 1, 2, 2, 3, 4, 4]);
        let said = legend(3, Lang::SV);
        let said: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(said[..4], ["0–1", "2", "3–4", "5"]);
    }
}
