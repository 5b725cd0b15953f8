//! Consultation: a team's calendar with its consultant, one consultation with its minutes, and a network's counts.

mod feed;
mod network;
mod one;
mod samples;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::consultation::{TeamConsultations, TimeInput};
use hemma_app::error::Error;
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::consultation::{Appointment, Pattern, Slot, Stage, Tally};
use hemma_domain::ids::TeamId;
use hemma_domain::review::Term;
use hemma_domain::time::Day;
use serde::Deserialize;

pub use network::NetworkConsultationsPage;
pub use one::ConsultationPage;
pub use samples::samples;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::duty::feed::FeedView;
use crate::page::review::words;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// The routes of these pages.
pub fn routes() -> Routes {
    const SEE: Access = Access::Team(TeamAction::SeeConsultation);
    const KEEP: Access = Access::Team(TeamAction::KeepConsultation);
    Routes::default()
        .get("/teams/{team}/consultations", SEE, get)
        .post("/teams/{team}/consultations/time", KEEP, post_time)
        .make(
            "/teams/{team}/consultations/calendars",
            SEE,
            feed::post_calendar,
        )
        .post(
            "/consultations/calendars/{feed}",
            Access::SignedIn,
            feed::post_revoke,
        )
        .get("/teams/{team}/consultations/{week}", SEE, one::get)
        .post(
            "/teams/{team}/consultations/{week}/held",
            KEEP,
            one::post_held,
        )
        .post(
            "/teams/{team}/consultations/{week}/move",
            KEEP,
            one::post_move,
        )
        .post(
            "/teams/{team}/consultations/{week}/cancel",
            KEEP,
            one::post_cancel,
        )
        .get(
            "/networks/{network}/consultations",
            Access::Network(NetworkAction::SeeTeams),
            network::get,
        )
}

/// One consultation in the calendar.
#[derive(Debug, Clone)]
pub struct RowView {
    pub url: String,
    pub week: String,
    pub when: String,
    pub stage: Signal,
    /// Another time than the weekly one, or why it was called off.
    pub more: String,
    pub attended: String,
}

/// A quarter in numbers.
#[derive(Debug, Clone)]
pub struct QuarterView {
    pub url: String,
    pub name: String,
    pub current: bool,
    pub held: String,
    pub moved: u32,
    pub cancelled: u32,
    pub unnoted: u32,
    pub days_off: u32,
}

/// The weekly time as it is typed.
#[derive(Debug, Clone)]
pub struct TimeView {
    pub from: String,
    pub weekday: String,
    pub at: String,
    pub minutes: String,
}

/// A team's calendar.
#[derive(Template)]
#[template(path = "consultation/list.html")]
pub struct ConsultationsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    /// Where the team's own page is; empty for whoever has none.
    pub team_url: String,
    pub url: String,
    /// The month's report; empty for whoever does not read it.
    pub report: String,
    /// The weekly time in words; empty where there is none.
    pub pattern: String,
    pub next: Option<RowView>,
    pub term: String,
    pub previous: words::Choice,
    pub following: words::Choice,
    pub rows: Vec<RowView>,
    pub quarters: Vec<QuarterView>,
    pub may_keep: bool,
    pub time: TimeView,
    /// Number and name.
    pub weekdays: Vec<(String, String)>,
    pub feeds: Vec<FeedView>,
    /// An address that was just made.
    pub new: String,
    pub faults: Faults,
}

/// Which quarter is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    term: String,
}

/// What beside the calendar stands on the page.
#[derive(Default)]
struct Beside {
    /// What was typed; none where nothing was.
    typed: Option<TimeView>,
    new: String,
    faults: Faults,
}

/// The sign of a stage.
pub(super) fn signal(of: Stage, lang: Lang) -> Signal {
    let (class, icon) = match of {
        Stage::Planned => ("none", "calendar"),
        Stage::DayOff => ("due", "flag"),
        Stage::Unnoted => ("due", "due"),
        Stage::Held => ("ok", "ok"),
        Stage::Cancelled => ("none", "close"),
    };
    Signal::new(class, icon, lang.name(of))
}

/// `torsdag 3 december 13:00, 1 h`.
pub(super) fn when(slot: Slot, lang: Lang) -> String {
    let (day, length) = (lang.long_day(slot.on), lang.minutes(slot.minutes));
    format!("{day} {}, {length}", slot.at)
}

/// `8 av 11`.
pub(super) fn held(tally: Tally, lang: Lang) -> String {
    lang.t2(
        "consultation-held-of",
        ("held", tally.held),
        ("owed", tally.owed),
    )
}

fn pattern(of: &[Pattern], today: Day, lang: Lang) -> String {
    let in_force = of.iter().find(|one| one.from <= today);
    let one = in_force.or_else(|| of.last());
    one.map(|one| {
        let (from, at) = (lang.full_day(one.from), one.at.to_string());
        lang.filled(
            "consultation-pattern",
            [
                ("weekday", lang.weekday_number(one.weekday).into()),
                ("time", at.as_str().into()),
                ("length", lang.minutes(one.minutes).as_str().into()),
                ("day", from.as_str().into()),
            ],
        )
    })
    .unwrap_or_default()
}

fn row(team: TeamId, one: &Appointment, (today, lang): (Day, Lang)) -> Option<RowView> {
    let (slot, stage) = (one.slot()?, one.stage(today)?);
    let noted = one.noted.as_ref();
    let reason = noted.map_or("", |noted| noted.reason.as_str());
    let more = match (one.is_moved(), one.planned) {
        (true, Some(planned)) => {
            let from = lang.t1("consultation-moved-from", "day", lang.day(planned.on));
            match reason {
                "" => from,
                reason => format!("{from}: {reason}"),
            }
        }
        _ => reason.to_owned(),
    };
    let there = noted.map_or(0, |noted| noted.attended.len());
    Some(RowView {
        url: url::consultation(team, one.week),
        week: lang.week(one.week),
        when: when(slot, lang),
        stage: signal(stage, lang),
        more,
        attended: match there {
            0 => String::new(),
            there => lang.t1("consultation-attended", "count", there),
        },
    })
}

fn quarter(found: &TeamConsultations, (term, tally): (Term, Tally), lang: Lang) -> QuarterView {
    QuarterView {
        url: format!("{}?term={term}", url::consultations(found.team.id)),
        name: words::term(term, lang),
        current: term == found.term,
        held: held(tally, lang),
        moved: tally.moved,
        cancelled: tally.cancelled,
        unnoted: tally.unnoted,
        days_off: tally.days_off,
    }
}

/// What a new weekly time is proposed as: the one that is, from next week on.
fn proposed(found: &TeamConsultations, today: Day) -> TimeView {
    let one = found.patterns.first();
    let from = match one {
        Some(_) => hemma_domain::time::Week::of(today).next().first_day(),
        None => today,
    };
    TimeView {
        from: from.to_string(),
        weekday: one.map_or(found.weekday, |one| one.weekday).to_string(),
        at: one.map_or_else(|| "13:00".to_owned(), |one| one.at.to_string()),
        minutes: one.map_or(60, |one| one.minutes).to_string(),
    }
}

fn page(visit: &Visit, found: &TeamConsultations, beside: Beside) -> ConsultationsPage {
    let (lang, today, team) = (visit.lang, visit.ctx.today(), found.team.id);
    let base = url::consultations(team);
    let to = |term: Term| words::Choice {
        url: format!("{base}?term={term}"),
        label: words::term(term, lang),
        current: false,
    };
    let weekday = |number: i8| {
        let name = lang.weekday_number(number).to_owned();
        (number.to_string(), name)
    };
    ConsultationsPage {
        frame: Frame::of(visit, "consultation-title"),
        lang,
        team: found.team.name.clone(),
        team_url: team_url(visit, team),
        // Whoever keeps the consultations is whom the month's report is for.
        report: match found.may_keep {
            true => url::month_report(team),
            false => String::new(),
        },
        pattern: pattern(&found.patterns, today, lang),
        next: found
            .next
            .as_ref()
            .and_then(|one| row(team, one, (today, lang))),
        term: words::term(found.term, lang),
        previous: to(found.term.previous()),
        following: to(found.term.next()),
        rows: found
            .appointments
            .iter()
            .rev()
            .filter_map(|one| row(team, one, (today, lang)))
            .collect(),
        quarters: found
            .quarters
            .iter()
            .map(|one| quarter(found, *one, lang))
            .collect(),
        may_keep: found.may_keep,
        time: beside.typed.unwrap_or_else(|| proposed(found, today)),
        weekdays: (1..=5).map(weekday).collect(),
        feeds: found
            .feeds
            .iter()
            .map(|one| FeedView {
                revoke: format!("/consultations/calendars/{}", one.id),
                what: found.team.name.clone(),
                made: lang.full_moment(one.made.0),
            })
            .collect(),
        new: beside.new,
        faults: beside.faults,
        url: base,
    }
}

/// The team's own page, for whoever works in it; the consultant has the desk.
pub(crate) fn team_url(visit: &Visit, team: TeamId) -> String {
    use hemma_domain::staff::Role;
    let posts = visit.who.posts.iter();
    let mut of_team = posts.filter(|post| post.place.team() == Some(team));
    match of_team.any(|post| post.role != Role::Consultant) {
        true => url::team(team),
        false => String::new(),
    }
}

async fn shown(
    visit: &Visit,
    site: &Site,
    (team, term): (TeamId, Option<Term>),
    beside: Beside,
) -> Result<Response, PageError> {
    let found = site.app.team_consultations(&visit.ctx, team, term).await;
    let found = found.map_err(PageError::to(visit))?;
    let is_faulty = !beside.faults.is_empty();
    let page = render(visit, &page(visit, &found, beside))?;
    Ok(match is_faulty {
        true => unprocessable(page),
        false => page,
    })
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let at = (team, asked.term.parse().ok());
    shown(&visit, &site, at, Beside::default()).await
}

fn typed_time(posted: &Posted, today: Day) -> Result<TimeInput, Faults> {
    let mut faults = Faults::none();
    let from = form::day_ahead(posted.get("from"), today);
    let at = form::time(posted.get("at"));
    let minutes = posted.get("minutes").trim().parse().ok();
    if from.is_none() {
        faults.add("from", "consultation-fault-day");
    }
    if at.is_none() {
        faults.add("at", "consultation-fault-time");
    }
    if minutes.is_none() {
        faults.add("minutes", "consultation-fault-length");
    }
    let weekday = posted.get("weekday").parse().unwrap_or_default();
    match (from, at, minutes) {
        (Some(from), Some(at), Some(minutes)) => Ok(TimeInput {
            from,
            weekday,
            at,
            minutes,
        }),
        _ => Err(faults),
    }
}

async fn post_time(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let set = match typed_time(&posted, visit.ctx.today()) {
        Ok(input) => {
            site.app
                .set_consultation_time(&visit.ctx, team, input)
                .await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    match set {
        Ok(()) => {
            let to = format!("{}?done=consultation-time", url::consultations(team));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let get = |name: &str| posted.get(name).to_owned();
            let beside = Beside {
                typed: Some(TimeView {
                    from: get("from"),
                    weekday: get("weekday"),
                    at: get("at"),
                    minutes: get("minutes"),
                }),
                faults: Faults::of(faults),
                ..Beside::default()
            };
            shown(&visit, &site, (team, None), beside).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
