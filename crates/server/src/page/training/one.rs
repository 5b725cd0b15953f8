//! One training as its office sees it: who is invited, comes and was there; what they said afterwards.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::training::{Candidate, Evaluations, OneTraining};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProposalId, StaffId, TrainingId};
use hemma_domain::proposal::Trip;
use hemma_domain::time::Day;
use hemma_domain::training::{Question, Reply, Seat, Stage, StandingCode};

use super::{Places, compose, days, length, session, stage, standing, what};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

type At = (NetworkId, TrainingId);

/// One training.
#[derive(Template)]
#[template(path = "training/one.html")]
pub struct TrainingPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub url: String,
    pub version: i64,
    pub title: String,
    pub stage: Signal,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub about: String,
    /// Days that were held until today: the value of their box, and the day.
    pub held: Vec<(String, String)>,
    pub seats: Vec<SeatView>,
    /// How many answered what; empty where nobody is invited.
    pub answers: String,
    pub candidates: Vec<CandidateView>,
    pub evaluations: EvaluationView,
    /// The trips that it came of: address and words.
    pub trips: Vec<(String, String)>,
    pub may: May,
    pub faults: Faults,
}

/// What can be done with it today.
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    pub edit: bool,
    pub cancel: bool,
    /// A subject can be proposed by who is invited.
    pub propose: bool,
    /// Certificates can be typeset here.
    pub certify: bool,
}

/// Somebody who is invited.
#[derive(Debug, Clone)]
pub struct SeatView {
    pub name: String,
    /// The teams in which they work today; empty where in none.
    pub teams: String,
    pub reply: Signal,
    /// For each day that was held: the value of its box, and whether they were there.
    pub days: Vec<(String, bool)>,
    pub length: String,
    /// Empty where there is nothing to certify.
    pub certificate: String,
}

/// Somebody who could be invited.
#[derive(Debug, Clone)]
pub struct CandidateView {
    pub id: String,
    pub name: String,
    pub teams: String,
    /// How they stand with it; none where it is not demanded of them.
    pub standing: Option<Signal>,
    pub booked: String,
    /// They lack it and go to no other one.
    pub is_proposed: bool,
}

/// What was said afterwards.
#[derive(Debug, Clone, Default)]
pub struct EvaluationView {
    /// Why there are no numbers; empty where there are.
    pub why: String,
    pub answers: usize,
    /// Question, how often each answer was given, and the mean.
    pub rows: Vec<(String, Vec<String>, String)>,
}

/// The sign of a reply.
pub(super) fn reply(of: Reply, lang: Lang) -> Signal {
    let (class, icon) = match of {
        Reply::Open => ("none", "none"),
        Reply::Yes => ("ok", "ok"),
        Reply::No => ("due", "close"),
    };
    Signal::new(class, icon, lang.name(of))
}

fn page(visit: &Visit, site: &Site, found: &OneTraining, faults: Faults) -> TrainingPage {
    let (lang, today, one) = (visit.lang, visit.ctx.today(), &found.training);
    let at = one.stage(today);
    let held: Vec<Day> = one
        .content
        .sessions
        .iter()
        .map(|day| day.on)
        .filter(|on| *on <= today && at != Stage::Cancelled)
        .collect();
    let may = May {
        edit: at != Stage::Cancelled,
        cancel: matches!(at, Stage::Planned | Stage::Running),
        propose: at == Stage::Planned && !found.seats.is_empty(),
        certify: at == Stage::Held && site.app.can_typeset(),
    };
    let shown = |on: &Day| (on.to_string(), lang.short_day(*on));
    TrainingPage {
        frame: Frame::of(visit, "training-one-title"),
        lang,
        list: url::trainings(one.network),
        url: url::training(one.network, one.id),
        version: one.version,
        title: one.content.title.clone(),
        stage: stage(at, lang),
        facts: facts(found, at, lang),
        about: one.content.about.clone(),
        seats: found
            .seats
            .iter()
            .map(|(seat, name)| seat_view(found, (seat, name), (&held, may.certify), lang))
            .collect(),
        answers: answers(&found.seats, at, lang),
        held: held.iter().map(shown).collect(),
        candidates: match may.edit {
            true => candidates(&found.candidates, lang),
            false => Vec::new(),
        },
        evaluations: evaluations(found.evaluations, lang),
        trips: trips(found, lang),
        may,
        faults,
    }
}

fn trips(found: &OneTraining, lang: Lang) -> Vec<(String, String)> {
    let told = |(id, trip): &(ProposalId, Trip)| {
        let day = lang.full_day(trip.from);
        let words = lang.t2(
            "trip-of-training",
            ("place", trip.place.as_str()),
            ("day", day.as_str()),
        );
        (url::trip(found.training.network, *id), words)
    };
    found.trips.iter().map(told).collect()
}

fn facts(found: &OneTraining, at: Stage, lang: Lang) -> Vec<(String, String)> {
    let (content, seats) = (&found.training.content, &found.seats);
    let coming = seats.iter().filter(|(one, _)| one.reply == Reply::Yes);
    let was_there = seats.iter().filter(|(one, _)| one.was_there());
    let places = Places {
        coming: u32::try_from(coming.count()).unwrap_or(u32::MAX),
        attended: u32::try_from(was_there.count()).unwrap_or(u32::MAX),
        most: content.seats_max,
    };
    let all = content.sessions.iter().map(|one| session(one, lang));
    let facts = [
        (
            lang.t("training-kind"),
            what(found.what.as_ref(), content, lang),
        ),
        (
            lang.t("training-when"),
            format!(
                "{} ({})",
                days(content, lang),
                length(content.half_days(), lang)
            ),
        ),
        (lang.t("training-times"), all.collect::<Vec<_>>().join(", ")),
        (lang.t("training-place"), content.place.clone()),
        (lang.t("training-language"), lang.name(content.language)),
        (
            lang.t(match at {
                Stage::Held => "training-attended",
                _ => "training-seats-taken",
            }),
            places.told(at, lang),
        ),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.collect()
}

/// How many said what; afterwards, had said.
fn answers(seats: &[(Seat, String)], at: Stage, lang: Lang) -> String {
    if seats.is_empty() {
        return String::new();
    }
    let count = |of: Reply| {
        let said = seats.iter().filter(|(one, _)| one.reply == of);
        u32::try_from(said.count()).unwrap_or(u32::MAX)
    };
    let key = match at {
        Stage::Held => "training-answered",
        _ => "training-answers",
    };
    lang.filled(
        key,
        [
            ("yes", count(Reply::Yes).into()),
            ("no", count(Reply::No).into()),
            ("open", count(Reply::Open).into()),
        ],
    )
}

fn seat_view(
    found: &OneTraining,
    (seat, name): (&Seat, &str),
    (held, certify): (&[Day], bool),
    lang: Lang,
) -> SeatView {
    let one = &found.training;
    let half_days = one.half_days_of(seat);
    SeatView {
        name: name.to_owned(),
        teams: found.teams.get(&seat.staff).cloned().unwrap_or_default(),
        reply: reply(seat.reply, lang),
        days: held
            .iter()
            .map(|on| {
                let is_there = seat.attended.contains(on);
                (format!("{}/{on}", seat.staff), is_there)
            })
            .collect(),
        length: match half_days {
            0 => String::new(),
            half_days => length(half_days, lang),
        },
        certificate: match certify && half_days > 0 {
            true => url::certificate(one.network, one.id, seat.staff),
            false => String::new(),
        },
    }
}

fn candidates(all: &[Candidate], lang: Lang) -> Vec<CandidateView> {
    let view = |one: &Candidate| {
        let lacks = one.code.is_some_and(|code| code != StandingCode::Held);
        CandidateView {
            id: one.staff.to_string(),
            name: one.name.clone(),
            teams: one.teams.clone(),
            standing: one.code.map(|code| standing::signal(code, lang)),
            booked: match one.booked {
                Some(on) => lang.t1("training-booked", "day", lang.short_day(on).as_str()),
                None => String::new(),
            },
            is_proposed: lacks && one.booked.is_none(),
        }
    };
    all.iter().map(view).collect()
}

fn evaluations(of: Evaluations, lang: Lang) -> EvaluationView {
    let why = |why: String| EvaluationView {
        why,
        ..EvaluationView::default()
    };
    match of {
        Evaluations::None => EvaluationView::default(),
        Evaluations::Until(day) => {
            let day = lang.full_day(day);
            why(lang.t1("training-evaluation-until", "day", day.as_str()))
        }
        Evaluations::TooFew => why(lang.t("training-evaluation-few")),
        Evaluations::Counted(answers, counts) => EvaluationView {
            why: String::new(),
            answers,
            rows: Question::ALL
                .iter()
                .zip(counts)
                .map(|(question, counts)| {
                    let shown = counts.iter().map(ToString::to_string);
                    let steps = counts.iter().zip(1u32..);
                    let sum: u32 = steps.map(|(count, step)| count * step).sum();
                    let all: u32 = counts.iter().sum();
                    let mean = f64::from(sum) / f64::from(all.max(1));
                    let mean = lang.number(&format!("{mean:.1}"));
                    (lang.name(*question), shown.collect(), mean)
                })
                .collect(),
        },
    }
}

async fn shown(visit: &Visit, site: &Site, at: At, faults: Faults) -> Result<Response, PageError> {
    let found = site.app.training(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(visit))?;
    let is_faulty = !faults.is_empty();
    let page = render(visit, &page(visit, site, &found, faults))?;
    Ok(match is_faulty {
        true => unprocessable(page),
        false => page,
    })
}

/// Back to the training with a word on what was done, or with what was wrong.
async fn answered<T>(
    visit: &Visit,
    site: &Site,
    (at, done): (At, &str),
    outcome: Result<T, Error>,
) -> Result<Response, PageError> {
    let faults = match outcome {
        Ok(_) => {
            let to = format!("{}?done={done}", url::training(at.0, at.1));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "training-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(visit)(err)),
    };
    shown(visit, site, at, faults).await
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    shown(&visit, &site, at, Faults::none()).await
}

pub(super) async fn post_invite(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let people: Vec<StaffId> = posted
        .all("staff")
        .filter_map(|id| id.parse().ok())
        .collect();
    let done = site.app.invite_to_training(&visit.ctx, at, &people).await;
    answered(&visit, &site, (at, "training-invited"), done).await
}

pub(super) async fn post_attendance(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version = posted.get("version").parse().unwrap_or_default();
    let marks: Vec<(StaffId, Day)> = posted
        .all("attended")
        .filter_map(|value| {
            let (staff, on) = value.split_once('/')?;
            staff.parse().ok().zip(on.parse().ok())
        })
        .collect();
    let of = (at.0, at.1, version);
    let done = site.app.note_attendance(&visit.ctx, of, &marks).await;
    answered(&visit, &site, (at, "training-attended"), done).await
}

pub(super) async fn post_cancel(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version = posted.get("version").parse().unwrap_or_default();
    let of = (at.0, at.1, version);
    let done = site.app.cancel_training(&visit.ctx, of).await;
    answered(&visit, &site, (at, "training-cancelled"), done).await
}

pub(super) async fn get_certificate(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id, staff)): Path<(NetworkId, TrainingId, StaffId)>,
) -> Result<Response, PageError> {
    let found = site.app.certificate(&visit.ctx, (id, staff)).await;
    let found = found.map_err(PageError::to(&visit))?;
    if found.training.network != network {
        return Err(PageError::to(&visit)(Error::NotFound));
    }
    compose::file(&visit, &site, &found).await
}
