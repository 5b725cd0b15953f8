//! One applicant: what they answered, one's own scores, the others' once those are locked, references, and the note of the
//! registers' extract.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::applicant::OneApplicant;
use hemma_app::opening::score::Scores;
use hemma_domain::application::{Mark, Sheet, Sitting, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{ApplicationId, OpeningId};
use hemma_domain::opening::{Profile, State as OpeningState};
use hemma_domain::recruiting::Term;
use hemma_domain::time::Day;

use super::applicants::{SittingView, called, sitting, stage, tenths};
use super::one::{CompetenceView, competence};
use super::term;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::file::{self, kilobytes};
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::application::answer;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

type At = (OpeningId, ApplicationId);

/// One applicant.
#[derive(Template)]
#[template(path = "opening/applicant.html")]
pub struct ApplicantPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub url: String,
    pub version: i64,
    pub name: String,
    pub post: String,
    pub stage: Signal,
    pub is_hidden: bool,
    pub facts: Vec<(String, String)>,
    /// Question, answer, and whether the post demands another.
    pub answers: Vec<(String, String, bool)>,
    /// Where the CV is; empty where there is none, or none that may be seen.
    pub cv: String,
    /// One's own sheets that are not locked.
    pub sheets: Vec<SheetView>,
    /// What can be seen of each sitting.
    pub sittings: Vec<SittingView>,
    /// Locked scores side by side, by sitting.
    pub tables: Vec<TableView>,
    pub references: Vec<ReferenceView>,
    /// When the extract was shown, of which day, and by whom it was noted; empty before.
    pub register: String,
    /// How old an extract may be when it is shown.
    pub register_age: String,
    /// When, and what was written.
    pub messages: Vec<(String, String)>,
    pub can: CanView,
    /// What was typed of a reference: who, day, what was said.
    pub reference: [String; 3],
    pub faults: Faults,
}

/// What can be done now.
#[derive(Debug, Clone, Copy, Default)]
pub struct CanView {
    pub invite: bool,
    pub decline: bool,
    /// References can be noted.
    pub note: bool,
    /// The extract can be noted.
    pub register: bool,
}

/// What a reference said.
#[derive(Debug, Clone)]
pub struct ReferenceView {
    pub on: String,
    pub who: String,
    /// Who noted it.
    pub noted: String,
    pub summary: String,
}

/// A sheet to fill in.
#[derive(Debug, Clone)]
pub struct SheetView {
    pub sitting: &'static str,
    pub name: String,
    pub version: i64,
    pub rows: Vec<ScoreRow>,
}

/// One competence to score.
#[derive(Debug, Clone)]
pub struct ScoreRow {
    pub place: usize,
    pub competence: CompetenceView,
    pub score: u8,
    pub note: String,
}

/// The locked scores of a sitting.
#[derive(Debug, Clone)]
pub struct TableView {
    pub name: String,
    pub assessors: Vec<String>,
    pub rows: Vec<TableRow>,
}

/// One competence with what each gave.
#[derive(Debug, Clone)]
pub struct TableRow {
    pub competence: String,
    /// Score and note.
    pub scores: Vec<(String, String)>,
    pub mean: String,
    pub is_wide: bool,
}

fn sheet(one: &Sheet, profile: &Profile, lang: Lang) -> SheetView {
    let judged = profile.judged_by(one.sitting.judges());
    let row = |(place, of)| {
        let mark = one.marks.get(&place);
        ScoreRow {
            place,
            competence: competence(of, lang),
            score: mark.map(|mark| mark.score).unwrap_or_default(),
            note: mark.map(|mark| mark.note.clone()).unwrap_or_default(),
        }
    };
    SheetView {
        sitting: one.sitting.code(),
        name: lang.name(one.sitting),
        version: one.version,
        rows: judged.map(row).collect(),
    }
}

fn table(found: &OneApplicant, sitting: Sitting, lang: Lang) -> Option<TableView> {
    let locked = |one: &&(Sheet, String)| one.0.sitting == sitting && one.0.locked_at.is_some();
    let sheets: Vec<&(Sheet, String)> = found.sheets.iter().filter(locked).collect();
    if sheets.is_empty() {
        return None;
    }
    let line = found.sittings.iter().find(|one| one.sitting == sitting)?;
    let profile = &found.opening.profile;
    let rows = line.spreads.iter().filter_map(|spread| {
        let name = profile.competences.get(spread.competence)?.name.clone();
        let score = |one: &&(Sheet, String)| {
            let mark = one.0.marks.get(&spread.competence);
            mark.map(|mark| (mark.score.to_string(), mark.note.clone()))
                .unwrap_or_default()
        };
        Some(TableRow {
            competence: name,
            scores: sheets.iter().map(score).collect(),
            mean: spread
                .mean_tenths()
                .map(|mean| tenths(mean, lang))
                .unwrap_or_default(),
            is_wide: spread.is_wide(),
        })
    });
    Some(TableView {
        name: lang.name(sitting),
        assessors: sheets.iter().map(|(_, name)| name.clone()).collect(),
        rows: rows.collect(),
    })
}

fn facts(found: &OneApplicant, lang: Lang) -> Vec<(String, String)> {
    let one = &found.application;
    let facts = [
        ("opening-received", lang.full_moment(one.received_at)),
        ("opening-email", one.person.email.clone()),
        ("opening-phone", one.person.phone.clone()),
        (
            "opening-employee",
            match found.employee.is_empty() {
                true => String::new(),
                false => lang.t1("opening-employee-is", "name", &found.employee),
            },
        ),
    ];
    let told = facts.into_iter().filter(|(_, text)| !text.is_empty());
    told.map(|(label, text)| (lang.t(label), text)).collect()
}

/// Question, answer, and whether the post demands another.
fn answers(found: &OneApplicant, lang: Lang) -> Vec<(String, String, bool)> {
    let (profile, one) = (&found.opening.profile, &found.application);
    let unmet = one.unmet(profile);
    let pairs = profile.questions.iter().zip(&one.answers).enumerate();
    pairs
        .map(|(place, (question, given))| {
            let text = answer(question, given, lang);
            (question.text.clone(), text, unmet.contains(&place))
        })
        .collect()
}

fn references(found: &OneApplicant, lang: Lang) -> Vec<ReferenceView> {
    let all = found.references.iter();
    all.map(|(one, by)| ReferenceView {
        on: lang.full_day(one.on),
        who: one.who.clone(),
        noted: lang.t1("opening-noted-by", "name", by),
        summary: one.summary.clone(),
    })
    .collect()
}

/// When the extract was shown, of which day it was, and who noted it; empty before.
fn register(found: &OneApplicant, lang: Lang) -> String {
    let Some(note) = found.application.register else {
        return String::new();
    };
    lang.filled(
        "opening-register-noted",
        [
            ("day", lang.full_day(note.shown_on).into()),
            ("issued", lang.full_day(note.issued_on).into()),
            ("name", found.register_by.as_str().into()),
        ],
    )
}

fn can(found: &OneApplicant) -> CanView {
    let (state, stage) = (&found.opening.state, found.application.stage);
    let is_read = matches!(state, OpeningState::Screening | OpeningState::Interviews);
    let moves = found.may.manage && is_read;
    let is_interviewed = *state == OpeningState::Interviews && stage == Stage::Invited;
    CanView {
        invite: moves && matches!(stage, Stage::Received | Stage::Declined),
        decline: moves && matches!(stage, Stage::Received | Stage::Invited),
        note: is_interviewed,
        register: is_interviewed || stage == Stage::Hired,
    }
}

impl ApplicantPage {
    pub(super) fn of(frame: Frame, found: &OneApplicant, faults: Faults) -> ApplicantPage {
        let (lang, one, opening) = (frame.lang, &found.application, &found.opening);
        let url = url::applicant(opening.id, one.id);
        let is_hidden = opening.hides_names();
        ApplicantPage {
            lang,
            list: url::applicants(opening.id),
            version: one.version,
            name: called(one, lang),
            post: opening.profile.post.clone(),
            stage: stage(one.stage, lang),
            is_hidden,
            facts: facts(found, lang),
            answers: answers(found, lang),
            cv: match one.cv_bytes {
                Some(bytes) if !is_hidden => lang.t1("opening-cv-size", "size", kilobytes(bytes)),
                _ => String::new(),
            },
            sheets: found
                .open
                .iter()
                .map(|one| sheet(one, &opening.profile, lang))
                .collect(),
            sittings: found
                .sittings
                .iter()
                .map(|one| sitting(one, lang))
                .collect(),
            tables: Sitting::ALL
                .iter()
                .filter_map(|sitting| table(found, *sitting, lang))
                .collect(),
            references: references(found, lang),
            register: register(found, lang),
            register_age: register_age(&found.register_terms, lang),
            messages: found
                .messages
                .iter()
                .map(|one| (lang.full_moment(one.at), one.body.clone()))
                .collect(),
            can: can(found),
            reference: Default::default(),
            url,
            faults,
            frame,
        }
    }
}

/// How old an extract may be today, and how old it could be before: one that was shown earlier is noted later.
fn register_age(terms: &[(Day, Term)], lang: Lang) -> String {
    let mut told = Vec::new();
    let mut until: Option<Day> = None;
    for (from, of) in terms {
        told.push(match until {
            None => lang.t1("opening-register-age", "term", term(*of, lang)),
            Some(day) => lang.t2(
                "opening-register-earlier",
                ("day", lang.full_day(day)),
                ("term", term(*of, lang)),
            ),
        });
        until = Some(*from);
    }
    told.join(" ")
}

async fn shown(
    visit: &Visit,
    site: &Site,
    at: At,
    change: impl FnOnce(&mut ApplicantPage),
) -> Result<Response, PageError> {
    let found = site.app.applicant(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(visit))?;
    let frame = Frame::of(visit, "opening-applicant-title");
    let mut page = ApplicantPage::of(frame, &found, Faults::none());
    change(&mut page);
    render(visit, &page)
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    shown(&visit, &site, at, |_| {}).await
}

/// The CV as a file that no browser opens by itself.
pub(super) async fn get_cv(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    let cv = site.app.applicant_cv(&visit.ctx, at).await;
    let cv = cv.map_err(PageError::to(&visit))?;
    Ok(file::answer("cv.pdf", cv))
}

/// The page again with what is wrong, or on to it with what was done.
async fn answered(
    visit: &Visit,
    site: &Site,
    at: At,
    (done, key, typed): (Result<(), Error>, &str, &Posted),
) -> Result<Response, PageError> {
    let faults = match done {
        Ok(()) => {
            let to = format!("{}?done={key}", url::applicant(at.0, at.1));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "opening-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(visit)(err)),
    };
    let page = shown(visit, site, at, |page| {
        page.faults = faults;
        page.reference = ["who", "on", "summary"].map(|name| typed.get(name).to_owned());
        retype(page, typed);
    });
    page.await.map(unprocessable)
}

/// Puts what was typed of a sheet in place of what is stored.
fn retype(page: &mut ApplicantPage, typed: &Posted) {
    let here = page
        .sheets
        .iter_mut()
        .find(|one| one.sitting == typed.get("sitting"));
    for row in here.into_iter().flat_map(|sheet| &mut sheet.rows) {
        row.score = typed
            .get(&format!("score-{}", row.place))
            .parse()
            .unwrap_or_default();
        typed
            .get(&format!("note-{}", row.place))
            .clone_into(&mut row.note);
    }
}

/// What was typed of a sheet.
fn scores(posted: &Posted) -> Option<Scores> {
    let mut marks = BTreeMap::new();
    for (field, value) in posted.fields() {
        let place = field
            .strip_prefix("score-")
            .and_then(|place| place.parse().ok());
        let Some(place) = place else {
            continue;
        };
        let note = posted.get(&format!("note-{place}")).trim().to_owned();
        let score = value.parse().ok()?;
        marks.insert(place, Mark { score, note });
    }
    Some(Scores {
        sitting: Sitting::from_code(posted.get("sitting"))?,
        marks,
        version: posted.get("version").parse().unwrap_or_default(),
    })
}

pub(super) async fn post_scores(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let is_lock = posted.get("act") == "lock";
    let done = match scores(&posted) {
        Some(scores) if is_lock => site.app.lock_scores(&visit.ctx, at, scores).await,
        Some(scores) => site.app.keep_scores(&visit.ctx, at, scores).await,
        None => Err(Error::invalid("scores", "opening-fault-score")),
    };
    let key = match is_lock {
        true => "opening-locked",
        false => "opening-kept",
    };
    answered(&visit, &site, at, (done, key, &posted)).await
}

fn version(posted: &Posted) -> i64 {
    posted.get("version").parse().unwrap_or_default()
}

pub(super) async fn post_stage(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let done = match Stage::from_code(posted.get("stage")) {
        Some(stage) => {
            let of = (at, version(&posted));
            site.app.place_applicant(&visit.ctx, of, stage).await
        }
        None => Err(Error::Conflict),
    };
    answered(&visit, &site, at, (done, "opening-saved", &posted)).await
}

pub(super) async fn post_reference(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let text = |name: &str| posted.get(name).trim().to_owned();
    let done = match form::day(posted.get("on"), visit.ctx.today()) {
        Some(on) => {
            let said = (text("who"), on, text("summary"));
            site.app.add_reference(&visit.ctx, at, said).await
        }
        None => Err(Error::invalid("on", "opening-fault-reference-day")),
    };
    answered(&visit, &site, at, (done, "opening-saved", &posted)).await
}

pub(super) async fn post_register(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let today = visit.ctx.today();
    let day = |name: &str| form::day(posted.get(name), today);
    let done = match day("shown_on").zip(day("issued_on")) {
        Some(days) => {
            let of = (at, version(&posted));
            site.app.note_register(&visit.ctx, of, days).await
        }
        None => Err(Error::invalid("shown_on", "opening-fault-unread-day")),
    };
    answered(&visit, &site, at, (done, "opening-saved", &posted)).await
}
