//! One consultation: when, who was there, what was said, the written feedback of the week.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::consultation::{ConsultationAt, FamilyFeedback, Held, Names, OneConsultation};
use hemma_app::error::Error;
use hemma_app::week::Named;
use hemma_domain::consultation::{Slot, Stage};
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::time::{Day, Week};

use super::{signal, when};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// One consultation.
#[derive(Template)]
#[template(path = "consultation/one.html")]
pub struct ConsultationPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub list: String,
    pub url: String,
    pub version: i64,
    pub title: String,
    pub stage: Signal,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub people: Vec<PersonView>,
    pub minutes: String,
    pub families: Vec<FamilyView>,
    /// The week that it is about.
    pub about: String,
    pub may: May,
    pub slot: SlotView,
    pub faults: Faults,
}

/// What can be done with it today.
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    /// Say that it was held, and what was said.
    pub note: bool,
    /// Move it, call it off.
    pub change: bool,
}

/// Somebody who could have been there.
#[derive(Debug, Clone)]
pub struct PersonView {
    pub id: String,
    pub name: String,
    pub roles: String,
    pub was_there: bool,
}

/// The written feedback on one family's week.
#[derive(Debug, Clone)]
pub struct FamilyView {
    pub code: String,
    pub url: String,
    pub points: Vec<PointView>,
}

/// One point.
#[derive(Debug, Clone)]
pub struct PointView {
    /// Who, as what, when.
    pub by: String,
    /// The section that it speaks of.
    pub about: String,
    pub text: String,
    /// Empty while nobody answered.
    pub answer: String,
    /// What became of it the week after; empty while nobody said.
    pub follow_up: String,
}

/// Another time as it is typed, and why.
#[derive(Debug, Clone, Default)]
pub struct SlotView {
    pub on: String,
    pub at: String,
    pub minutes: String,
    pub reason: String,
}

/// What was typed, to be typed on.
struct Typed<'a> {
    form: &'a Posted,
    faults: Faults,
}

type At = (TeamId, String);

fn point(one: &Named, lang: Lang) -> PointView {
    let said = &one.feedback;
    let voice = lang.name(said.voice).to_lowercase();
    PointView {
        by: format!("{} · {voice}, {}", one.by, lang.moment(said.at)),
        about: lang.name(said.section),
        text: said.text.clone(),
        answer: said.answer.clone(),
        follow_up: said
            .follow_up
            .map(|mark| lang.name(mark))
            .unwrap_or_default(),
    }
}

fn family(one: &FamilyFeedback, about: Week, lang: Lang) -> FamilyView {
    FamilyView {
        code: one.code.clone(),
        url: match one.is_unnamed {
            true => url::desk_week(one.case, about),
            false => url::week(one.case, about),
        },
        points: one.points.iter().map(|one| point(one, lang)).collect(),
    }
}

fn people(found: &OneConsultation, typed: Option<&Posted>, lang: Lang) -> Vec<PersonView> {
    let one = |(id, name, roles): &(StaffId, String, Vec<_>)| {
        let id_text = id.to_string();
        let roles: Vec<String> = roles
            .iter()
            .map(|role| lang.name(*role).to_lowercase())
            .collect();
        PersonView {
            was_there: match typed {
                Some(form) => form.all("attended").any(|who| who == id_text),
                None => found.noted.attended.contains(id),
            },
            id: id_text,
            name: name.clone(),
            roles: roles.join(", "),
        }
    };
    found.people.iter().map(one).collect()
}

fn facts(found: &OneConsultation, lang: Lang) -> Vec<(String, String)> {
    let slot = found.appointment.slot();
    let planned = found.appointment.planned;
    let moved = planned.filter(|_| found.appointment.is_moved());
    let there = found.people.iter();
    let there = there.filter(|(id, ..)| found.noted.attended.contains(id));
    let names: Vec<&str> = there.map(|(_, name, _)| name.as_str()).collect();
    let facts = [
        (
            lang.t("consultation-when"),
            slot.map(|slot| when(slot, lang)).unwrap_or_default(),
        ),
        (
            lang.t("consultation-instead"),
            moved.map(|slot| when(slot, lang)).unwrap_or_default(),
        ),
        (lang.t("consultation-reason"), found.noted.reason.clone()),
        (lang.t("consultation-about"), lang.week(found.about)),
        (lang.t("consultation-there"), names.join(", ")),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.collect()
}

fn slot_view(found: &OneConsultation, typed: Option<&Posted>) -> SlotView {
    if let Some(form) = typed.filter(|form| form.has("on")) {
        return SlotView {
            on: form.get("on").to_owned(),
            at: form.get("at").to_owned(),
            minutes: form.get("length").to_owned(),
            reason: form.get("reason").to_owned(),
        };
    }
    let slot = found.appointment.slot();
    slot.map(|slot| SlotView {
        on: slot.on.to_string(),
        at: slot.at.to_string(),
        minutes: slot.minutes.to_string(),
        reason: typed
            .map(|form| form.get("reason").to_owned())
            .unwrap_or_default(),
    })
    .unwrap_or_default()
}

fn page(visit: &Visit, found: &OneConsultation, typed: Option<Typed<'_>>) -> ConsultationPage {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let (team, week) = (found.team.id, found.appointment.week);
    let form = typed.as_ref().map(|typed| typed.form);
    let noting = form.filter(|form| form.has("text"));
    let has_come = found
        .appointment
        .slot()
        .is_some_and(|slot| slot.on <= today);
    ConsultationPage {
        frame: Frame::of(visit, "consultation-title"),
        lang,
        team: found.team.name.clone(),
        list: url::consultations(team),
        url: url::consultation(team, week),
        version: found.noted.version,
        title: lang.t1("consultation-one", "week", lang.week(week)),
        stage: signal(found.stage, lang),
        facts: facts(found, lang),
        people: people(found, noting, lang),
        minutes: match noting {
            Some(form) => form.get("text").to_owned(),
            None => found.noted.minutes.clone(),
        },
        families: found
            .families
            .iter()
            .map(|one| family(one, found.about, lang))
            .collect(),
        about: lang.week(found.about),
        may: May {
            note: found.may_keep && has_come,
            change: found.may_keep && found.stage != Stage::Held,
        },
        slot: slot_view(found, form),
        faults: typed.map(|typed| typed.faults).unwrap_or_default(),
    }
}

async fn shown(
    visit: &Visit,
    site: &Site,
    at: (TeamId, Week),
    typed: Option<Typed<'_>>,
) -> Result<Response, PageError> {
    let found = site.app.consultation(&visit.ctx, at, visit.lang.0).await;
    let found = found.map_err(PageError::to(visit))?;
    let is_faulty = typed.is_some();
    let page = render(visit, &page(visit, &found, typed))?;
    Ok(match is_faulty {
        true => unprocessable(page),
        false => page,
    })
}

fn week_of(visit: &Visit, week: &str) -> Result<Week, PageError> {
    let parsed = week.parse().map_err(|_| Error::NotFound);
    parsed.map_err(PageError::to(visit))
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((team, week)): Path<At>,
) -> Result<Response, PageError> {
    let at = (team, week_of(&visit, &week)?);
    shown(&visit, &site, at, None).await
}

/// Back to the consultation with a word on what was done, or with what was wrong.
async fn answered(
    visit: &Visit,
    site: &Site,
    (at, done): ((TeamId, Week), &str),
    (outcome, form): (Result<(), Error>, &Posted),
) -> Result<Response, PageError> {
    let faults = match outcome {
        Ok(()) => {
            let to = format!("{}?done={done}", url::consultation(at.0, at.1));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "consultation-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(visit)(err)),
    };
    shown(visit, site, at, Some(Typed { form, faults })).await
}

fn version(form: &Posted) -> i64 {
    form.get("version").parse().unwrap_or(-1)
}

pub(super) async fn post_held(
    visit: Visit,
    State(site): State<Site>,
    Path((team, week)): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let week = week_of(&visit, &week)?;
    let at: ConsultationAt = (team, week, version(&posted));
    let attended = posted.all("attended").filter_map(|id| id.parse().ok());
    let held = Held {
        attended: attended.collect(),
        minutes: posted.get("text").to_owned(),
        names: match posted.has("meant") {
            true => Names::Meant,
            false => Names::Asked,
        },
    };
    let done = site.app.hold_consultation(&visit.ctx, at, held).await;
    let to = ((team, week), "consultation-held");
    answered(&visit, &site, to, (done, &posted)).await
}

fn typed_slot(form: &Posted, today: Day) -> Result<Slot, Faults> {
    let mut faults = Faults::none();
    let on = form::day(form.get("on"), today);
    let at = form::time(form.get("at"));
    let minutes = form.get("length").trim().parse().ok();
    if on.is_none() {
        faults.add("on", "consultation-fault-day");
    }
    if at.is_none() {
        faults.add("at", "consultation-fault-time");
    }
    if minutes.is_none() {
        faults.add("length", "consultation-fault-length");
    }
    match (on, at, minutes) {
        (Some(on), Some(at), Some(minutes)) => Ok(Slot { on, at, minutes }),
        _ => Err(faults),
    }
}

pub(super) async fn post_move(
    visit: Visit,
    State(site): State<Site>,
    Path((team, week)): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let week = week_of(&visit, &week)?;
    let at: ConsultationAt = (team, week, version(&posted));
    let done = match typed_slot(&posted, visit.ctx.today()) {
        Ok(slot) => {
            let to = (slot, posted.get("reason"));
            site.app.move_consultation(&visit.ctx, at, to).await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    let to = ((team, week), "consultation-moved");
    answered(&visit, &site, to, (done, &posted)).await
}

pub(super) async fn post_cancel(
    visit: Visit,
    State(site): State<Site>,
    Path((team, week)): Path<At>,
    posted: Posted,
) -> Result<Response, PageError> {
    let week = week_of(&visit, &week)?;
    let at: ConsultationAt = (team, week, version(&posted));
    let reason = posted.get("reason");
    let done = site.app.cancel_consultation(&visit.ctx, at, reason).await;
    let to = ((team, week), "consultation-cancelled");
    answered(&visit, &site, to, (done, &posted)).await
}
