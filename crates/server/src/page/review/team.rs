//! The figures of a team.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::review::{Line, TeamReview};
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::time::Day;

use super::plot::PlotView;
use super::time::Whose;
use super::words::{self, Choice};
use super::{Asked, load, time};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, sender};

/// A team's figures.
#[derive(Template)]
#[template(path = "review/team.html")]
pub struct TeamPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub board: String,
    /// `andra halvåret 2026`.
    pub term: String,
    /// `till i dag`, where the term has not ended.
    pub runs: String,
    pub previous: Choice,
    /// None where the next one has not begun.
    pub next: Option<Choice>,
    /// The lengths; empty for whoever is outside the team.
    pub spans: Vec<Choice>,
    /// From whom the figures come, where the team is counted elsewhere.
    pub sent: Option<Signal>,
    /// Interviews that are in no figure until they are scored anew, with how that is done; empty where none are.
    pub waiting: String,
    /// Said to whoever does not see small counts; empty for others.
    pub hidden: String,
    pub groups: Vec<Group>,
    /// The same figures as a table for spreadsheets.
    pub csv: String,
    /// The term before, above its column.
    pub before: String,
    /// What is written about the half-year; empty for other terms.
    pub document: String,
    /// What is written about the half-year of the team's network; empty where the reader may not read it.
    pub network_document: String,
    /// Where figures are given out to projects; empty for whoever does not.
    pub projects: String,
    /// Figures whose chart says that they have become worse.
    pub signals: Vec<(String, String)>,
    pub plots: Vec<PlotView>,
    /// The year of each family; empty for whoever may not see it.
    pub year: String,
}

/// Figures that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    pub title: String,
    pub rows: Vec<Row>,
}

/// One figure.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What stands behind it; empty where nothing does.
    pub url: String,
    pub label: String,
    pub value: String,
    /// `9 av 12`.
    pub parts: String,
    pub interval: String,
    /// `minst 85 %`; empty where nobody has set a target.
    pub goal: String,
    pub met: Option<Signal>,
    pub before: String,
}

/// Which figures stand together, and under which heading.
pub(super) const GROUPS: [(&str, &[Figure]); 5] = [
    (
        "review-group-cases",
        &[
            Figure::Opened,
            Figure::Closed,
            Figure::ActiveEnd,
            Figure::LengthDays,
        ],
    ),
    (
        "review-group-closings",
        &[
            Figure::Completed,
            Figure::LackOfEngagement,
            Figure::Placed,
            Figure::OtherReason,
            Figure::CompletedAnswerable,
            Figure::LackOfEngagementAnswerable,
            Figure::PlacedAnswerable,
        ],
    ),
    (
        "review-group-outcomes",
        &[Figure::Home, Figure::School, Figure::NoArrest],
    ),
    (
        "review-group-fidelity",
        &[
            Figure::Adherence,
            Figure::Above,
            Figure::Due,
            Figure::Collected,
            Figure::Overdue,
            Figure::WithInterview,
        ],
    ),
    (
        "review-group-work",
        &[Figure::Contacts, Figure::Caseload, Figure::Turnover],
    ),
];

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = site.app.team_review(&visit.ctx, id, asked.term()).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}

fn page(visit: &Visit, found: &TeamReview) -> TeamPage {
    let lang = visit.lang;
    let (id, term) = (found.team.id, found.term);
    let at = url::review(id);
    let signals = found.lines.iter().filter(|line| line.signal);
    TeamPage {
        csv: format!("{at}.csv?term={term}"),
        team: found.team.name.clone(),
        board: found.board.clone(),
        term: words::term(term, lang),
        // How far the figures of a team go that is counted elsewhere is said with from whom they come.
        runs: runs(found.runs && found.sent.is_none(), lang),
        previous: to(&at, term.previous(), lang),
        next: Some(to(&at, term.next(), lang)).filter(|_| !found.runs),
        spans: spans_of(&at, (found, visit.ctx.today()), lang),
        sent: found.sent.as_ref().map(|sent| sender::sentence(sent, lang)),
        waiting: found.waiting.as_ref().map_or_else(String::new, |one| {
            let count = ("count", one.interviews);
            lang.t2("review-waiting", count, ("code", one.instrument.as_str()))
        }),
        hidden: hidden(found.least, lang),
        groups: groups(&found.lines, |figure| figure_url(id, figure, term), lang),
        document: match term.span {
            Span::HalfYear if found.may_read_document => url::review_document(id, term),
            _ => String::new(),
        },
        network_document: match term.span {
            Span::HalfYear if found.network_document => {
                let of = (found.team.network, found.team.programme.as_str());
                url::network_review_document(of, term)
            }
            _ => String::new(),
        },
        projects: match found.may_give {
            true => url::team_projects(id),
            false => String::new(),
        },
        before: words::term(term.previous(), lang),
        plots: plots(found, lang),
        year: match &found.plots {
            Some(plots) if plots.may_see_year => {
                let last = term.end().plus(-1).min(visit.ctx.today());
                format!(
                    "{}?term={}",
                    url::review_year(id),
                    Term::of(Span::Year, last)
                )
            }
            _ => String::new(),
        },
        signals: signals
            .map(|line| {
                let figure = line.now.figure();
                (figure_url(id, figure, term), lang.name(figure))
            })
            .collect(),
        frame: Frame::of(visit, "review-title"),
        lang,
    }
}

/// What is drawn beside the figures.
pub(super) fn plots(found: &TeamReview, lang: Lang) -> Vec<PlotView> {
    let plots = found.plots.iter().flat_map(|plots| {
        [
            match found.sent {
                Some(_) => time::unknown(lang),
                None => time::view(&plots.time, Whose::Team, lang),
            },
            load::view(&plots.load, lang),
        ]
    });
    plots.collect()
}

/// The figures under their headings.
pub(super) fn groups(lines: &[Line], url: impl Fn(Figure) -> String, lang: Lang) -> Vec<Group> {
    let line_of = |figure: &Figure| lines.iter().find(|line| line.now.figure() == *figure);
    let groups = GROUPS.iter().map(|(title, figures)| Group {
        title: lang.t(title),
        rows: figures
            .iter()
            .filter_map(line_of)
            .map(|line| row(line, url(line.now.figure()), lang))
            .collect(),
    });
    groups.filter(|group| !group.rows.is_empty()).collect()
}

fn row(line: &Line, url: String, lang: Lang) -> Row {
    let figure = line.now.figure();
    let reading = line.now.reading();
    // Where this term says nothing, the one before may.
    let named = match reading.and_then(|reading| reading.value) {
        Some(_) => line.now,
        None => line.before,
    };
    let is_thin = reading.is_some_and(|reading| reading.is_thin());
    let held = line.held.as_ref();
    Row {
        url,
        label: words::name(named, lang),
        value: words::value(line.now, lang),
        parts: reading.map_or_else(String::new, |reading| words::parts(reading, lang)),
        interval: reading.map_or_else(String::new, |reading| words::interval(reading, lang)),
        goal: held.map_or_else(String::new, |held| words::goal(figure, held.goal, lang)),
        met: held.and_then(|held| words::met(held, is_thin, lang)),
        before: words::value(line.before, lang),
    }
}

pub(super) fn figure_url(team: TeamId, figure: Figure, term: Term) -> String {
    format!("{}?term={term}", url::review_figure(team, figure))
}

/// `till i dag` where a term has not ended.
pub(super) fn runs(runs: bool, lang: Lang) -> String {
    match runs {
        true => lang.t("review-runs"),
        false => String::new(),
    }
}

/// Until when figures are counted that nobody has signed: today, or as far as they have come.
pub(super) fn uncounted(review: &TeamReview, lang: Lang) -> String {
    match &review.sent {
        Some(sent) => sender::sentence(sent, lang).text,
        None => runs(review.runs, lang),
    }
}

/// What is hidden from whoever is outside a team.
pub(super) fn hidden(least: u32, lang: Lang) -> String {
    match least {
        0 => String::new(),
        least => lang.t1("review-hidden-help", "least", least),
    }
}

pub(super) fn to(at: &str, term: Term, lang: Lang) -> Choice {
    Choice {
        url: format!("{at}?term={term}"),
        label: words::term(term, lang),
        current: false,
    }
}

/// The same days in other lengths, for whoever may see them.
pub(super) fn spans_of(at: &str, (found, today): (&TeamReview, Day), lang: Lang) -> Vec<Choice> {
    if !found.whole {
        return Vec::new();
    }
    let last = found.term.end().plus(-1).min(today);
    spans(|term| format!("{at}?term={term}"), (found.term, last), lang)
}

/// A term in every length: those that its last day lies in.
pub(super) fn spans(
    url: impl Fn(Term) -> String,
    (term, last): (Term, Day),
    lang: Lang,
) -> Vec<Choice> {
    let each = Span::ALL.iter().map(|span| Choice {
        url: url(Term::of(*span, last)),
        label: lang.name(*span),
        current: *span == term.span,
    });
    each.collect()
}
