//! How an opening ends: hiring or breaking off, and destruction.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::applicant::{ApplicantLine, Applicants};
use hemma_app::opening::destruction::{Destruction, KeptBy};
use hemma_domain::application::Lack;
use hemma_domain::ids::{ApplicationId, OpeningId};
use hemma_domain::opening::Ruling;
use hemma_domain::programme::Confidence;
use hemma_domain::recruiting::Term;
use hemma_domain::time::Day;

use super::applicants::called;
use super::one::at;
use super::term as words_of;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// A decision to make.
#[derive(Template)]
#[template(path = "opening/end.html")]
pub struct EndPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub url: String,
    pub version: i64,
    pub post: String,
    /// Who can be hired; empty before interviews.
    pub candidates: Vec<CandidateView>,
    /// What the day of the posting is, and how long it can be appealed from it.
    pub posted_help: String,
    pub posted_on: String,
    pub reasons: String,
    pub faults: Faults,
}

/// Somebody who can be hired.
#[derive(Debug, Clone)]
pub struct CandidateView {
    pub id: String,
    pub url: String,
    pub name: String,
    pub is_chosen: bool,
    /// What is not there, or that all of it is.
    pub lacks: Vec<Signal>,
}

/// What the day of the posting is, and how long a decision can be appealed from it.
pub(super) fn posted_help(appeal: Option<Term>, lang: Lang) -> String {
    let what = lang.t("opening-posted-help");
    match appeal {
        Some(term) => {
            let until = lang.t1("opening-appeal-term", "term", words_of(term, lang));
            format!("{what} {until}")
        }
        None => what,
    }
}

/// What a form says whom to hire, when it is posted and why.
pub(super) fn ruling(posted: &Posted, today: Day) -> Result<Ruling, Error> {
    let wrong = || Error::invalid("day", "opening-fault-day");
    let hired: Option<BTreeSet<ApplicationId>> =
        posted.all("hired").map(|one| one.parse().ok()).collect();
    Ok(Ruling {
        hired: hired.ok_or_else(wrong)?,
        posted_on: form::day(posted.get("posted_on"), today).ok_or_else(wrong)?,
        reasons: posted.get("reasons").trim().to_owned(),
    })
}

fn candidate(
    (line, opening): (&ApplicantLine, OpeningId),
    chosen: &BTreeSet<&str>,
    lang: Lang,
) -> CandidateView {
    let one = &line.application;
    let id = one.id.to_string();
    let lack = |one: &Lack| {
        let told = match one {
            Lack::Register => lang.t("opening-lacks-register"),
            Lack::Sheets(sitting) => {
                lang.t1("opening-lacks-sheets", "sitting", lang.name(*sitting))
            }
            Lack::References => lang.t("opening-lacks-references"),
        };
        Signal::new("due", "due", told)
    };
    CandidateView {
        url: url::applicant(opening, one.id),
        name: called(one, lang),
        is_chosen: chosen.contains(id.as_str()),
        lacks: match line.lacks.is_empty() {
            true => vec![Signal::new("ok", "ok", lang.t("opening-lacks-nothing"))],
            false => line.lacks.iter().map(lack).collect(),
        },
        id,
    }
}

/// What is kept, until when, and what was destroyed.
#[derive(Template)]
#[template(path = "opening/destruction.html")]
pub struct DestructionPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub url: String,
    pub version: i64,
    pub post: String,
    /// What is kept, for how long, and by which rule.
    pub rules: Vec<RuleView>,
    pub numbers: String,
    pub due: String,
    /// It can be destroyed now.
    pub is_due: bool,
    pub can_postpone: bool,
    pub final_on: String,
    pub protocols: Vec<ProtocolView>,
    pub faults: Faults,
}

/// A rule as it is read.
#[derive(Debug, Clone)]
pub struct RuleView {
    pub what: String,
    pub term: String,
    pub source: String,
    pub is_confirmed: bool,
}

/// A protocol as it is read.
#[derive(Debug, Clone)]
pub struct ProtocolView {
    pub at: String,
    pub by: String,
    pub rule: String,
    pub due: String,
    pub numbers: String,
    pub kept: String,
}

fn meanwhile() -> Faults {
    let mut faults = Faults::none();
    faults.add("version", "opening-fault-meanwhile");
    faults
}

/// What is wrong with a form that was sent here; nothing where it was taken.
pub(super) fn faults_of(
    visit: &Visit,
    done: Result<(), Error>,
) -> Result<Option<Faults>, PageError> {
    match done {
        Ok(()) => Ok(None),
        Err(Error::Invalid(faults)) => Ok(Some(Faults::of(faults))),
        Err(Error::Conflict) => Ok(Some(meanwhile())),
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

pub(super) fn done(id: OpeningId, below: &str, key: &str) -> Response {
    Redirect::to(&format!("{}{below}?done={key}", url::opening(id))).into_response()
}

impl EndPage {
    pub(super) fn of(frame: Frame, found: &Applicants, typed: &Posted, faults: Faults) -> EndPage {
        let (lang, opening) = (frame.lang, &found.opening);
        let chosen: BTreeSet<&str> = typed.all("hired").collect();
        let is_interviewing = opening.state == hemma_domain::opening::State::Interviews;
        let weighed = found.lines.iter();
        let weighed = weighed.filter(|line| is_interviewing && line.application.is_weighed());
        EndPage {
            lang,
            back: url::opening(opening.id),
            url: url::opening(opening.id),
            version: opening.version,
            post: opening.profile.post.clone(),
            candidates: weighed
                .map(|line| candidate((line, opening.id), &chosen, lang))
                .collect(),
            posted_help: posted_help(found.appeal, lang),
            posted_on: typed.get("posted_on").to_owned(),
            reasons: typed.get("reasons").to_owned(),
            faults,
            frame,
        }
    }
}

async fn end_page(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    (typed, faults): (&Posted, Faults),
) -> Result<Response, PageError> {
    let found = site.app.applicants(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    if !found.may.manage {
        return Err(PageError::to(visit)(Error::Forbidden));
    }
    let frame = Frame::of(visit, "opening-end");
    render(visit, &EndPage::of(frame, &found, typed, faults))
}

pub(super) async fn get_end(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    end_page(&visit, &site, id, (&Posted::default(), Faults::none())).await
}

pub(super) async fn post_decide(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let decided = match ruling(&posted, visit.ctx.today()) {
        Ok(ruling) => {
            let at = at(id, &posted);
            site.app.decide_opening(&visit.ctx, at, ruling).await
        }
        Err(err) => Err(err),
    };
    match faults_of(&visit, decided)? {
        None => Ok(done(id, "", "opening-decided")),
        Some(faults) => {
            let again = end_page(&visit, &site, id, (&posted, faults)).await;
            again.map(unprocessable)
        }
    }
}

pub(super) async fn post_abort(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let reasons = posted.get("reasons").trim().to_owned();
    let aborted = site
        .app
        .abort_opening(&visit.ctx, at(id, &posted), reasons)
        .await;
    match faults_of(&visit, aborted)? {
        None => Ok(done(id, "", "opening-aborted")),
        Some(faults) => {
            let again = end_page(&visit, &site, id, (&posted, faults)).await;
            again.map(unprocessable)
        }
    }
}

/// A rule with what it is about, for whoever reads why something is kept.
fn rule(of: &KeptBy, lang: Lang) -> RuleView {
    let term = match of.term {
        Term::Days(days) => lang.t1("opening-term-days", "count", days),
        Term::Months(months) => lang.t1("opening-term-months", "count", months),
        Term::Always => lang.t("opening-term-always"),
    };
    RuleView {
        what: lang.name(of.kind),
        term,
        source: lang.words(&of.source).to_owned(),
        is_confirmed: of.confidence != Confidence::Unconfirmed,
    }
}

fn numbers(all: &[u32]) -> String {
    let all: Vec<String> = all.iter().map(u32::to_string).collect();
    all.join(", ")
}

impl DestructionPage {
    pub(super) fn of(
        frame: Frame,
        found: &Destruction,
        today: Day,
        faults: Faults,
    ) -> DestructionPage {
        let (lang, opening) = (frame.lang, &found.opening);
        let (due_on, rules) = (found.due_on, found.rules.iter());
        let protocols = found.protocols.iter().map(|(one, by)| ProtocolView {
            at: lang.full_moment(one.at),
            by: by.clone(),
            rule: one.rule.clone(),
            due: lang.full_day(one.due_on),
            numbers: numbers(&one.numbers),
            kept: one.kept.to_string(),
        });
        let ending = opening.state.ending();
        DestructionPage {
            lang,
            back: url::opening(opening.id),
            url: url::opening(opening.id),
            version: opening.version,
            post: opening.profile.post.clone(),
            rules: rules.map(|one| rule(one, lang)).collect(),
            numbers: numbers(&found.numbers),
            due: due_on.map(|day| lang.full_day(day)).unwrap_or_default(),
            is_due: due_on.is_some_and(|day| day <= today),
            can_postpone: due_on.is_some(),
            final_on: ending
                .map(|one| one.final_on.to_string())
                .unwrap_or_default(),
            protocols: protocols.collect(),
            faults,
            frame,
        }
    }
}

async fn destruction_page(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    faults: Faults,
) -> Result<Response, PageError> {
    let found = site.app.destruction(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    let frame = Frame::of(visit, "opening-destruction");
    let page = DestructionPage::of(frame, &found, visit.ctx.today(), faults);
    render(visit, &page)
}

pub(super) async fn get_destruction(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    destruction_page(&visit, &site, id, Faults::none()).await
}

pub(super) async fn post_postpone(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let moved = match form::day_from(posted.get("final_on"), visit.ctx.today()) {
        Some(day) => {
            let at = at(id, &posted);
            site.app.postpone_opening(&visit.ctx, at, day).await
        }
        None => Err(Error::invalid("day", "opening-fault-day")),
    };
    match faults_of(&visit, moved)? {
        None => Ok(done(id, "/destruction", "opening-saved")),
        Some(faults) => {
            let again = destruction_page(&visit, &site, id, faults).await;
            again.map(unprocessable)
        }
    }
}

pub(super) async fn post_destroy(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let destroyed = site.app.destroy_opening(&visit.ctx, at(id, &posted)).await;
    match faults_of(&visit, destroyed)? {
        None => Ok(done(id, "/destruction", "opening-destroyed")),
        Some(faults) => {
            let again = destruction_page(&visit, &site, id, faults).await;
            again.map(unprocessable)
        }
    }
}
