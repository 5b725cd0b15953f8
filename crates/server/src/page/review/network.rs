//! The figures of a network's teams, side by side.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum_extra::extract::Query as Repeated;
use hemma_app::review::{NetworkAsked, NetworkReview, Shown, TeamLine};
use hemma_domain::access::{self, NetworkAction, Request};
use hemma_domain::code::Code as _;
use hemma_domain::ids::NetworkId;
use hemma_domain::review::{Figure, Span, Term};

use super::among::{self, AmongView, AskedAmong, Chooser, Readable};
use super::figure::facts;
use super::plot::PlotView;
use super::team::{GROUPS, hidden, runs, spans};
use super::words::{self, Choice};
use super::{Asked, funnel, time};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, sender};

/// The figures that fit beside each other; all of them stand on a team's own page.
const COLUMNS: [Figure; 10] = [
    Figure::Opened,
    Figure::Closed,
    Figure::ActiveEnd,
    Figure::Completed,
    Figure::LackOfEngagement,
    Figure::Placed,
    Figure::Home,
    Figure::Adherence,
    Figure::Collected,
    Figure::Contacts,
];

/// A network's figures.
#[derive(Template)]
#[template(path = "review/network.html")]
pub struct NetworkPage {
    pub frame: Frame,
    pub lang: Lang,
    pub term: String,
    pub runs: String,
    pub previous: Choice,
    pub next: Option<Choice>,
    pub spans: Vec<Choice>,
    /// Empty where the network has one programme.
    pub programmes: Vec<Choice>,
    pub programme: String,
    /// What is hidden, and what a quarter or a year tells no more than.
    pub hidden: String,
    /// What waits to be scored; empty where nothing does.
    pub unscored: String,
    /// Which teams are read together.
    pub among: AmongView,
    /// The same figures as a table for spreadsheets.
    pub csv: String,
    /// Where senders are registered; empty for whoever may not.
    pub senders: String,
    /// What is written about the half-year; empty where no team works.
    pub document: String,
    pub teams: TeamsView,
    /// Each figure of all teams together, under its heading.
    pub together: Vec<TogetherGroup>,
    pub funnel: PlotView,
    pub time: PlotView,
}

/// Figures of all teams together that belong together.
#[derive(Debug, Clone, Default)]
pub struct TogetherGroup {
    pub title: String,
    pub figures: Vec<TogetherFigure>,
}

/// One figure of all teams together, with everything that is known of it.
#[derive(Debug, Clone, Default)]
pub struct TogetherFigure {
    pub id: String,
    pub label: String,
    pub value: String,
    pub met: Option<Signal>,
    /// Label and text.
    pub facts: Vec<(String, String)>,
}

/// Teams side by side.
#[derive(Debug, Clone, Default)]
pub struct TeamsView {
    pub columns: Vec<String>,
    pub rows: Vec<TeamRow>,
    /// What they are called together.
    pub together: String,
    /// All of them together.
    pub whole: Vec<Cell>,
}

/// One team.
#[derive(Debug, Clone, Default)]
pub struct TeamRow {
    pub name: String,
    /// From whom the figures come, where the team is counted elsewhere; empty else.
    pub sent: String,
    /// The team's own figures; empty where they are not led to.
    pub url: String,
    pub cells: Vec<Cell>,
}

/// One figure of one team, under the name of its column.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub value: String,
    /// `9 av 12`.
    pub parts: String,
    /// Where everything that is known of it stands; empty where that is another page's matter.
    pub url: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Query(asked): Query<Asked>,
    Repeated(which): Repeated<AskedAmong>,
) -> Result<Response, PageError> {
    let found = read((&visit, &site), id, (&asked, &which)).await?;
    let how = (asked.figure(), which.chooses());
    render(&visit, &page(&visit, id, (&found, how)))
}

/// The figures that are asked for.
pub(super) async fn read(
    (visit, site): (&Visit, &Site),
    id: NetworkId,
    (asked, which): (&Asked, &AskedAmong),
) -> Result<NetworkReview, PageError> {
    let what = NetworkAsked {
        programme: asked.programme(),
        term: asked.term(),
        among: which.among(),
    };
    let found = site.app.network_review(&visit.ctx, id, what).await;
    found.map_err(PageError::to(visit))
}

fn page(
    visit: &Visit,
    id: NetworkId,
    (found, (asked, chooses)): (&NetworkReview, (Option<Figure>, bool)),
) -> NetworkPage {
    let lang = visit.lang;
    let same = among::query(&found.among);
    let at = |term: Term, programme: &str| format!("{}{same}", address(id, term, programme));
    let to = |term: Term| Choice {
        url: at(term, &found.programme),
        label: words::term(term, lang),
        current: false,
    };
    let programmes = found.programmes.iter().map(|programme| Choice {
        url: at(found.term, programme),
        label: programme.clone(),
        current: *programme == found.programme,
    });
    // From outside a team's own page tells half-years alone.
    let last = found.term.end().plus(-1).min(visit.ctx.today());
    let half = Term::of(Span::HalfYear, last);
    let lengths = spans(|term| at(term, &found.programme), (found.term, last), lang);
    let all = address(id, found.term, &found.programme);
    let at = at(found.term, &found.programme);
    let of_team = |team: &TeamLine| format!("{}?term={half}", url::review(team.id));
    let teams = TeamsView::of(found, of_team, lang);
    let chooser = Chooser {
        action: url::network_review(id),
        at: &all,
        fields: vec![
            ("term", found.term.to_string()),
            ("programme", found.programme.clone()),
        ],
        help: "review-chosen-help",
        chooses,
    };
    NetworkPage {
        funnel: funnel_of((found, asked), &at, lang),
        time: time::of_network(found, lang),
        among: AmongView::of(readable(found), chooser, lang),
        csv: at.replacen("/review?", "/review.csv?", 1),
        term: words::term(found.term, lang),
        runs: runs(found.runs, lang),
        previous: to(found.term.previous()),
        next: Some(to(found.term.next())).filter(|_| !found.runs),
        spans: lengths,
        programmes: match found.programmes.len() {
            0 | 1 => Vec::new(),
            _ => programmes.collect(),
        },
        programme: found.programme.clone(),
        hidden: told_of((found.term.span, found.least), lang),
        senders: senders(visit, id),
        unscored: found.unscored.as_ref().map_or_else(String::new, |code| {
            lang.t1("review-unscored", "code", code.as_str())
        }),
        document: match found.term.span {
            Span::HalfYear if !found.teams.is_empty() => {
                url::network_review_document((id, &found.programme), found.term)
            }
            _ => String::new(),
        },
        teams: TeamsView {
            whole: linked(found, lang),
            ..teams
        },
        together: together(found, lang),
        frame: Frame::of(visit, "review-title"),
        lang,
    }
}

/// What is hidden in a term of some length.
fn told_of((span, least): (Span, u32), lang: Lang) -> String {
    let hidden = hidden(least, lang);
    let more = match span {
        Span::HalfYear => return hidden,
        Span::Quarter => lang.t("review-hidden-quarter"),
        Span::Year => lang.t("review-hidden-year"),
    };
    format!("{hidden} {more}")
}

fn readable(found: &NetworkReview) -> Readable<'_> {
    Readable {
        among: &found.among,
        teams: &found.choices,
        boards: &found.boards,
    }
}

/// Figures of all teams in the order of the columns, each leading to what is known of it.
fn linked(found: &NetworkReview, lang: Lang) -> Vec<Cell> {
    let of_figure = |figure: Figure| {
        let one = found.whole.iter().find(|one| one.figure() == figure)?;
        Some(Cell {
            url: format!("#{}", together_id(figure)),
            ..cell(*one, lang)
        })
    };
    columns(found).into_iter().filter_map(of_figure).collect()
}

/// The figures that stand beside each other, in order.
fn columns(found: &NetworkReview) -> Vec<Figure> {
    let known = |figure: &Figure| found.figures.contains(figure);
    COLUMNS.into_iter().filter(known).collect()
}

fn together_id(figure: Figure) -> String {
    format!("all-{}", figure.code().replace('_', "-"))
}

/// Each figure of all teams together, as the reader may see it.
fn together(found: &NetworkReview, lang: Lang) -> Vec<TogetherGroup> {
    let shown = |figure: &Figure| found.whole.iter().find(|one| one.figure() == *figure);
    let one = |now: &Shown| {
        let figure = now.figure();
        let held = found.held.iter().find(|(of, _)| *of == figure);
        let held = held.map(|(_, held)| held);
        let is_thin = now.reading().is_some_and(|reading| reading.is_thin());
        TogetherFigure {
            id: together_id(figure),
            label: words::name(*now, lang),
            value: words::value(*now, lang),
            met: held.and_then(|held| words::met(held, is_thin, lang)),
            facts: facts(*now, held, lang),
        }
    };
    let groups = GROUPS.iter().map(|(title, figures)| TogetherGroup {
        title: lang.t(title),
        figures: figures.iter().filter_map(shown).map(one).collect(),
    });
    groups.filter(|group| !group.figures.is_empty()).collect()
}

/// The page of a term and programme.
pub(super) fn address(id: NetworkId, term: Term, programme: &str) -> String {
    let programme = url::encode(programme);
    format!(
        "{}?term={term}&programme={programme}",
        url::network_review(id)
    )
}

/// Where senders are registered; empty for whoever may not.
fn senders(visit: &Visit, id: NetworkId) -> String {
    let keep = Request::Network(NetworkAction::KeepSenders, id);
    match access::may(&visit.ctx.actor, keep) {
        true => url::senders(id),
        false => String::new(),
    }
}

/// The funnel that is asked for, else the first that can be shown, with the choice of others.
fn funnel_of((found, asked): (&NetworkReview, Option<Figure>), at: &str, lang: Lang) -> PlotView {
    let shares = found.funnels();
    let figure = asked.filter(|figure| shares.contains(figure));
    let figure = figure.or(shares.first().copied());
    let funnels = shares.iter().map(|share| Choice {
        url: format!("{at}&figure={}#funnel", share.code()),
        label: lang.name(*share),
        current: Some(*share) == figure,
    });
    let funnel = figure.and_then(|figure| found.funnel(figure));
    PlotView {
        choices: funnels.collect(),
        ..funnel::view(funnel.as_ref(), "funnel", lang)
    }
}

impl TeamsView {
    /// The figures that fit beside each other, each team leading where it is said.
    pub(super) fn of(
        found: &NetworkReview,
        url: impl Fn(&TeamLine) -> String,
        lang: Lang,
    ) -> TeamsView {
        let columns = columns(found);
        let name = |figure: &Figure| {
            let of_teams = found.teams.iter().flat_map(|team| &team.figures);
            let mut all = found.whole.iter().chain(of_teams);
            // One team's may be shown where all teams' together is hidden.
            let shown = all.find(|one| one.figure() == *figure && one.reading().is_some());
            shown.map_or_else(|| lang.name(*figure), |one| words::name(*one, lang))
        };
        let cells = |all: &[Shown]| {
            let of_figure = |figure: &Figure| all.iter().find(|one| one.figure() == *figure);
            let each = columns.iter().filter_map(of_figure);
            each.map(|one| cell(*one, lang)).collect()
        };
        let rows = found.teams.iter().map(|line| TeamRow {
            name: line.name.clone(),
            sent: sender::mark(line.sent.as_ref(), lang),
            url: url(line),
            cells: cells(&line.figures),
        });
        TeamsView {
            rows: rows.collect(),
            together: among::together(&found.among, lang),
            whole: cells(&found.whole),
            columns: columns.iter().map(name).collect(),
        }
    }
}

fn cell(shown: Shown, lang: Lang) -> Cell {
    Cell {
        value: words::value(shown, lang),
        parts: shown
            .reading()
            .map_or_else(String::new, |reading| words::parts(reading, lang)),
        url: String::new(),
    }
}
