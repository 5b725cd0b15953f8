//! One figure of a team: what it means, how sure it is, how it came here, and the cases behind it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::review::{CaseLine, Held, PostLine, Quarterly, Shown, TeamFigure};
use hemma_domain::ids::TeamId;
use hemma_domain::review::Figure;

use super::Asked;
use super::chart::Series;
use super::team::{hidden, runs, spans_of, to};
use super::words::{self, Choice, Unit};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// One figure.
#[derive(Template)]
#[template(path = "review/figure.html")]
pub struct FigurePage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub team_url: String,
    pub label: String,
    pub term: String,
    pub runs: String,
    pub previous: Choice,
    pub next: Option<Choice>,
    pub spans: Vec<Choice>,
    pub hidden: String,
    pub value: String,
    pub met: Option<Signal>,
    pub before: (String, String),
    /// What it means, and everything that is known of it: label and text.
    pub facts: Vec<(String, String)>,
    /// The chart says that it has become worse, and what to look at.
    pub signal: String,
    pub drawn: Vec<String>,
    /// How the limits came about, or why there are none.
    pub caption: String,
    /// The latest first.
    pub quarters: Vec<QuarterRow>,
    /// None where the figure rests on none, or the reader may not see them.
    pub cases: Option<Vec<CaseRow>>,
    /// The same of therapists' posts.
    pub posts: Option<Vec<PostRow>>,
}

/// One quarter.
#[derive(Debug, Clone, Default)]
pub struct QuarterRow {
    pub label: String,
    pub value: String,
    pub parts: String,
    pub interval: String,
    pub usual: String,
    pub signal: Option<Signal>,
}

/// A case behind the figure.
#[derive(Debug, Clone, Default)]
pub struct CaseRow {
    pub code: String,
    /// Empty where the reader may not open the case.
    pub url: String,
    pub opened: String,
    pub closed: String,
    pub reason: String,
    /// What it adds: yes, no, days, a mean.
    pub value: String,
}

/// A therapist's post behind the figure.
#[derive(Debug, Clone, Default)]
pub struct PostRow {
    pub name: String,
    pub role: String,
    pub from: String,
    /// The last day; empty where it goes on.
    pub to: String,
    /// What it adds: days, and whether somebody left.
    pub value: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((id, figure)): Path<(TeamId, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let what = (figure.as_str(), asked.term());
    let found = site.app.team_figure(&visit.ctx, id, what).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}

fn page(visit: &Visit, found: &TeamFigure) -> FigurePage {
    let lang = visit.lang;
    let (review, line) = (&found.review, &found.line);
    let (id, term, figure) = (review.team.id, review.term, line.now.figure());
    let at = url::review_figure(id, figure);
    let is_thin = line.now.reading().is_some_and(|reading| reading.is_thin());
    FigurePage {
        team: review.team.name.clone(),
        team_url: format!("{}?term={term}", url::review(id)),
        label: words::name(line.now, lang),
        term: words::term(term, lang),
        runs: runs(review.runs, lang),
        previous: to(&at, term.previous(), lang),
        next: Some(to(&at, term.next(), lang)).filter(|_| !review.runs),
        spans: spans_of(&at, (review, visit.ctx.today()), lang),
        hidden: hidden(review.least, lang),
        value: words::value(line.now, lang),
        met: line
            .held
            .as_ref()
            .and_then(|held| words::met(held, is_thin, lang)),
        before: (
            words::term(term.previous(), lang),
            words::value(line.before, lang),
        ),
        facts: facts(line.now, line.held.as_ref(), lang),
        signal: match line.signal {
            true => lang.t("review-signal-help"),
            false => String::new(),
        },
        drawn: drawn(found, lang),
        caption: caption(found, lang),
        quarters: found
            .quarters
            .iter()
            .rev()
            .map(|one| quarter(one, lang))
            .collect(),
        cases: found
            .cases
            .as_ref()
            .filter(|_| figure.rests_on_cases())
            .map(|cases| cases.iter().map(|one| case(one, figure, lang)).collect()),
        posts: found
            .posts
            .as_ref()
            .map(|posts| posts.iter().map(|one| post(one, lang)).collect()),
        frame: Frame::of(visit, "review-title"),
        lang,
    }
}

/// What a figure means, and everything that is known of it as the reader may see it.
pub(super) fn facts(now: Shown, held: Option<&Held>, lang: Lang) -> Vec<(String, String)> {
    let figure = now.figure();
    let mut facts = vec![(lang.t("review-fact-about"), words::about(figure, lang))];
    if let Some(reading) = now.reading() {
        let parts = words::parts(reading, lang);
        if !parts.is_empty() {
            facts.push((lang.t("review-fact-parts"), parts));
        }
        if 0 < reading.left_out {
            let text = lang.t1("review-left-out", "count", reading.left_out);
            facts.push((lang.t("review-fact-left-out"), text));
        }
        let interval = words::interval(reading, lang);
        if !interval.is_empty() {
            let how = match words::unit(figure) {
                Unit::Percent => "review-method-wilson",
                _ => "review-method-student",
            };
            facts.push((
                lang.t("review-fact-interval"),
                format!("{interval}. {}", lang.t(how)),
            ));
        }
    }
    let goal = match held {
        Some(held) => {
            let goal = words::goal(figure, held.goal, lang);
            let source = lang.words(&held.source);
            let confidence = lang.name(held.confidence);
            format!("{goal}. {confidence}: {source}")
        }
        None => lang.t("review-no-goal"),
    };
    facts.push((lang.t("review-fact-goal"), goal));
    facts
}

fn caption(found: &TeamFigure, lang: Lang) -> String {
    let is_limited = found.quarters.iter().any(|quarter| quarter.usual.is_some());
    lang.t(match (is_limited, found.has_limits) {
        (true, _) => "review-limits",
        (false, true) => "review-limits-later",
        (false, false) => "review-limits-none",
    })
}

fn quarter(one: &Quarterly, lang: Lang) -> QuarterRow {
    let figure = one.reading.figure;
    let signal = match (one.signal, one.runs) {
        (true, _) => Some(Signal::new("due", "due", lang.t("review-worse"))),
        (false, true) => Some(Signal::new("none", "none", lang.t("review-runs"))),
        (false, false) => None,
    };
    QuarterRow {
        label: words::term(one.term, lang),
        value: one.reading.value.map_or_else(
            || "–".to_owned(),
            |value| words::number(figure, value, lang),
        ),
        parts: words::parts(one.reading, lang),
        interval: words::interval(one.reading, lang),
        usual: words::usual(one, lang),
        signal,
    }
}

fn case(one: &CaseLine, figure: Figure, lang: Lang) -> CaseRow {
    let (closed, reason) = match &one.closed {
        Some((on, reason)) => {
            let label = reason.as_ref().map_or("", |reason| lang.words(reason));
            (lang.day(*on), label.to_owned())
        }
        None => (String::new(), String::new()),
    };
    CaseRow {
        code: one.code.clone(),
        url: match one.may_see {
            true => url::case(one.case),
            false => String::new(),
        },
        opened: lang.day(one.opened_on),
        closed,
        reason,
        value: of_case(one, figure, lang),
    }
}

fn post(one: &PostLine, lang: Lang) -> PostRow {
    let (left, days) = match one.reading.parts {
        Some((left, days)) if one.reading.figure == Figure::Turnover => (left, days),
        Some((_, days)) => (0, days),
        None => (0, 0),
    };
    let days = lang.t1("review-days", "number", days);
    PostRow {
        name: one.name.clone(),
        role: lang.name(one.role),
        from: lang.full_day(one.from),
        to: one
            .to
            .map_or_else(String::new, |to| lang.full_day(to.plus(-1))),
        value: match left {
            0 => days,
            _ => format!("{days}, {}", lang.t("review-post-left")),
        },
    }
}

/// What a case adds to a figure.
fn of_case(one: &CaseLine, figure: Figure, lang: Lang) -> String {
    let reading = one.reading;
    if 0 < reading.left_out {
        return lang.t("review-case-left-out");
    }
    match (words::unit(figure), reading.parts) {
        (Unit::Percent, Some((part, 1))) if figure != Figure::Collected => lang.t(match part {
            1 => "review-case-yes",
            _ => "review-case-no",
        }),
        (Unit::Percent, Some((part, of))) => lang.t2("review-of", ("part", part), ("of", of)),
        (Unit::Tenths, Some((part, _))) if figure == Figure::Caseload => {
            lang.t1("review-days", "number", part)
        }
        _ => reading.value.map_or_else(
            || "–".to_owned(),
            |value| words::number(figure, value, lang),
        ),
    }
}

fn drawn(found: &TeamFigure, lang: Lang) -> Vec<String> {
    let series = Series {
        figure: found.line.now.figure(),
        quarters: &found.quarters,
        goal: found.line.held.as_ref().map(|held| held.goal),
    };
    series.drawn("figure", lang)
}
