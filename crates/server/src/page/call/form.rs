//! A call while somebody talks: large targets for one hand, each change kept by itself.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::call::{CallForm, CallInput};
use hemma_app::error::Error;
use hemma_domain::call::{
    Call, CallBody, CallRisk, CallerKind, ChildSafe, Contacted, Escalated, FollowUp, WentOut,
};
use hemma_domain::code::Code;
use hemma_domain::ids::{CallId, CaseId, PoolId, StaffId};
use hemma_domain::time::{Clock, Day, Instant};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::keep::{faults_told, gone_to, wants_json};
use crate::http::posted::{self, Posted};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::artefact::view::{FieldRead, Reader};
use crate::page::{Frame, render, unprocessable};

/// A call as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub case: String,
    pub version: String,
    pub started_on: String,
    pub started: String,
    pub ended: String,
    pub caller: String,
    pub caller_name: String,
    pub reason: String,
    pub risk: String,
    pub child_safe: String,
    pub step_used: String,
    pub advice: String,
    pub went_out: String,
    pub contacted: Vec<String>,
    pub escalated: String,
    pub note: String,
    pub follow_up_by: String,
    pub follow_up_on: String,
    pub follow_up_at: String,
}

/// What can be chosen: code, words, chosen.
pub type Choices = Vec<(&'static str, String, bool)>;

/// What is asked about a call.
pub struct CallFields {
    pub lang: Lang,
    pub typed: Typed,
    /// A child is asked about where a family called.
    pub of_family: bool,
    pub safe: Choices,
    pub risks: Choices,
    pub callers: Choices,
    pub outs: Choices,
    pub contacted: Choices,
    pub escalated: Choices,
    /// Who can see to it afterwards: id, name, chosen.
    pub staff: Vec<(String, String, bool)>,
    /// The steps of the safety plan in force.
    pub plan: Vec<FieldRead>,
    pub faults: Faults,
}

impl CallFields {
    /// What is asked, without anything of a family: what a phone keeps for a night without a network.
    pub fn blank(lang: Lang) -> CallFields {
        CallFields::bare(Typed::default(), lang)
    }

    pub(super) fn bare(typed: Typed, lang: Lang) -> CallFields {
        CallFields {
            lang,
            of_family: true,
            safe: chosen::<ChildSafe>(lang, |code| code == typed.child_safe),
            risks: chosen::<CallRisk>(lang, |code| code == typed.risk),
            callers: chosen::<CallerKind>(lang, |code| code == typed.caller),
            outs: chosen::<WentOut>(lang, |code| code == typed.went_out),
            contacted: chosen::<Contacted>(lang, |code| {
                typed.contacted.iter().any(|one| one == code)
            }),
            escalated: chosen::<Escalated>(lang, |code| code == typed.escalated),
            staff: Vec::new(),
            plan: Vec::new(),
            typed,
            faults: Faults::none(),
        }
    }
}

/// The form of a call.
#[derive(Template)]
#[template(path = "call/form.html")]
pub(super) struct CallPage {
    pub frame: Frame,
    pub lang: Lang,
    pub action: String,
    /// Where it leads back.
    pub back: String,
    /// The family's code; empty without one.
    pub code: String,
    pub label: String,
    /// The family's sheet; empty without one.
    pub sheet: String,
    /// Seconds since 1970 at its beginning, for the timer.
    pub since: i64,
    pub fields: CallFields,
    /// Somebody, perhaps oneself on another device, changed it meanwhile.
    pub met: bool,
}

impl Typed {
    fn of(sent: &Posted) -> Typed {
        let text = |name| sent.get(name).to_owned();
        Typed {
            case: text("case"),
            version: text("version"),
            started_on: text("started_on"),
            started: text("started"),
            ended: text("ended"),
            caller: text("caller"),
            caller_name: text("caller_name"),
            reason: text("reason"),
            risk: text("risk"),
            child_safe: text("child_safe"),
            step_used: text("step_used"),
            advice: text("advice"),
            went_out: text("went_out"),
            contacted: sent.all("contacted").map(str::to_owned).collect(),
            escalated: text("escalated"),
            note: text("note"),
            follow_up_by: text("follow_up_by"),
            follow_up_on: text("follow_up_on"),
            follow_up_at: text("follow_up_at"),
        }
    }

    fn stored(call: &Call, lang: Lang) -> Typed {
        fn code<T: Code>(value: Option<T>) -> String {
            value.map_or_else(String::new, |one| one.code().to_owned())
        }
        let body = &call.body;
        let clock = |at: Instant| at.clock().to_string();
        let follow = call.follow_up;
        Typed {
            case: call.case.map_or_else(String::new, |id| id.to_string()),
            version: match call.version {
                0 => String::new(),
                version => version.to_string(),
            },
            started_on: lang.full_day(call.started_at.day()),
            started: clock(call.started_at),
            ended: call.ended_at.map(clock).unwrap_or_default(),
            caller: code(body.caller),
            caller_name: body.caller_name.clone(),
            reason: body.reason.clone(),
            risk: code(body.risk),
            child_safe: code(body.child_safe),
            step_used: body.step_used.clone(),
            advice: body.advice.clone(),
            went_out: code(body.went_out),
            contacted: body
                .contacted
                .iter()
                .map(|one| one.code().to_owned())
                .collect(),
            escalated: code(body.escalated),
            note: body.note.clone(),
            follow_up_by: follow.by.map_or_else(String::new, |id| id.to_string()),
            follow_up_on: follow
                .at
                .map(|at| lang.full_day(at.day()))
                .unwrap_or_default(),
            follow_up_at: follow.at.map(clock).unwrap_or_default(),
        }
    }

    /// When it began; none where that cannot be read.
    fn began(&self, today: Day) -> Option<Instant> {
        let on = form::day(&self.started_on, today);
        on.zip(form::time(&self.started)).map(|(on, at)| on.at(at))
    }

    /// `ends` is when the button was pressed that ends the call.
    fn input(&self, id: CallId, today: Day, ends: Option<Instant>) -> Result<CallInput, Faults> {
        let mut faults = Faults::none();
        let started = self.began(today);
        if started.is_none() {
            faults.add("started", "call-fault-time");
        }
        let ended = match (self.ended.trim(), ends) {
            ("", ends) => ends,
            (text, _) => {
                let at = form::time(text)
                    .zip(started)
                    .map(|(at, from)| after(from, at));
                if at.is_none() {
                    faults.add("ended", "call-fault-time");
                }
                at
            }
        };
        let follow_up_at = self.follow_up_at(today, &mut faults);
        let case: Option<CaseId> = match self.case.as_str() {
            "" => None,
            text => {
                let id = text.parse().ok();
                if id.is_none() {
                    faults.add("case", "call-fault-case");
                }
                id
            }
        };
        let Some(started_at) = started.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        Ok(CallInput {
            id,
            case,
            started_at,
            ended_at: ended,
            body: self.body(),
            follow_up: FollowUp {
                by: self.follow_up_by.parse().ok(),
                at: follow_up_at,
            },
            version: self.version.parse().ok(),
        })
    }

    fn follow_up_at(&self, today: Day, faults: &mut Faults) -> Option<Instant> {
        let (on, at) = (self.follow_up_on.trim(), self.follow_up_at.trim());
        if on.is_empty() && at.is_empty() {
            return None;
        }
        let day = match on {
            "" => Some(today),
            // A call may be written down days later: its follow-up comes after it, not after today.
            text => {
                let began = self.began(today);
                form::day_from(text, began.map_or(today, |at| at.day()))
            }
        };
        let clock = match at {
            "" => Some(Clock::NOON),
            text => form::time(text),
        };
        if day.is_none() || clock.is_none() {
            faults.add("follow_up_at", "call-fault-time");
        }
        Some(day?.at(clock?))
    }

    fn body(&self) -> CallBody {
        CallBody {
            caller: CallerKind::from_code(&self.caller),
            caller_name: self.caller_name.clone(),
            reason: self.reason.clone(),
            risk: CallRisk::from_code(&self.risk),
            child_safe: ChildSafe::from_code(&self.child_safe),
            step_used: self.step_used.clone(),
            advice: self.advice.clone(),
            went_out: WentOut::from_code(&self.went_out),
            contacted: Contacted::ALL
                .iter()
                .copied()
                .filter(|one| self.contacted.iter().any(|code| code == one.code()))
                .collect(),
            escalated: Escalated::from_code(&self.escalated),
            note: self.note.clone(),
        }
    }
}

/// The first time that a clock shows something after an instant: a call over midnight ends on the next day.
fn after(from: Instant, at: Clock) -> Instant {
    let same = from.day().at(at);
    match same < from.day().at(from.clock()) {
        true => from.day().plus(1).at(at),
        false => same,
    }
}

/// The choices of an enumeration with one that is chosen.
pub(super) fn chosen<T: Code>(lang: Lang, is: impl Fn(&str) -> bool) -> Choices {
    let all = T::ALL.iter();
    all.map(|one| (one.code(), lang.name(*one), is(one.code())))
        .collect()
}

impl CallPage {
    fn of(visit: &Visit, form: &CallForm, typed: Typed) -> CallPage {
        let (lang, call) = (visit.lang, &form.call);
        let reader = Reader {
            lang,
            persons: &form.persons,
        };
        let case = form.case.as_ref();
        let follower = |(id, name): &(StaffId, String)| {
            let id = id.to_string();
            let chosen = id == typed.follow_up_by;
            (id, name.clone(), chosen)
        };
        let fields = CallFields {
            of_family: case.is_some(),
            staff: form.staff.iter().map(follower).collect(),
            plan: form.plan.as_ref().map_or_else(Vec::new, |(kind, plan)| {
                reader.at_the_door(kind, &plan.values)
            }),
            ..CallFields::bare(typed.clone(), lang)
        };
        CallPage {
            frame: Frame::of(visit, "call-title"),
            lang,
            action: address(call.pool, call.id),
            back: url::pool(call.pool),
            code: case.map(|one| one.code.clone()).unwrap_or_default(),
            label: case.map_or_else(|| lang.t("call-no-family"), |one| one.label.clone()),
            sheet: case.map(|one| url::sheet(one.id)).unwrap_or_default(),
            since: call.started_at.0.as_second(),
            fields,
            met: false,
        }
    }
}

fn address(pool: PoolId, call: CallId) -> String {
    format!("{}/calls/{call}", url::pool(pool))
}

/// Which family somebody calls about, and of a call that was begun without a network its id and when that was, in seconds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    case: String,
    id: String,
    since: String,
}

impl About {
    fn began(&self) -> Option<Instant> {
        let second = self.since.parse().ok()?;
        jiff::Timestamp::from_second(second).ok().map(Instant)
    }
}

pub(super) async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(pool): Path<PoolId>,
    Query(about): Query<About>,
) -> Result<Response, PageError> {
    let case = about.case.parse().ok();
    let begun: Option<CallId> = about.id.parse().ok();
    if let Some(id) = begun
        && site.app.call(&visit.ctx, (pool, id)).await.is_ok()
    {
        return Ok(Redirect::to(&address(pool, id)).into_response());
    }
    let began = begun.and_then(|_| about.began());
    let form = site.app.new_call(&visit.ctx, (pool, case), began).await;
    let mut form = form.map_err(PageError::to(&visit))?;
    form.call.id = begun.unwrap_or(form.call.id);
    let typed = Typed::stored(&form.call, visit.lang);
    render(&visit, &CallPage::of(&visit, &form, typed))
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, id)): Path<(PoolId, CallId)>,
) -> Result<Response, PageError> {
    let form = site.app.call(&visit.ctx, (pool, id)).await;
    let form = form.map_err(PageError::to(&visit))?;
    let typed = Typed::stored(&form.call, visit.lang);
    render(&visit, &CallPage::of(&visit, &form, typed))
}

/// Kept as somebody writes, and ended by the button. A script hears the version, or what is wrong.
pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, id)): Path<(PoolId, CallId)>,
    headers: HeaderMap,
    sent: Posted,
) -> Result<Response, PageError> {
    let typed = Typed::of(&sent);
    let ends = sent.get("do") == "end";
    let now = ends.then_some(visit.ctx.now);
    let faults = match typed.input(id, visit.ctx.today(), now) {
        Ok(input) => match site.app.keep_call(&visit.ctx, pool, &input).await {
            Ok(_) if ends => return Ok(gone_to(&headers, &ended(pool, input.case))),
            Ok(version) if wants_json(&headers) => {
                return Ok(posted::saved(visit.lang, visit.ctx.now, version));
            }
            Ok(_) => return Ok(Redirect::to(&address(pool, id)).into_response()),
            Err(Error::Invalid(faults)) => Faults::of(faults),
            Err(Error::Conflict) => return met(&visit, &site, (pool, id), typed).await,
            Err(err) => return Err(PageError::to(&visit)(err)),
        },
        Err(faults) => faults,
    };
    if wants_json(&headers) {
        return Ok(faults_told(&faults, visit.lang));
    }
    let mut page = again(&visit, &site, (pool, id), typed).await?;
    page.fields.faults = faults;
    Ok(unprocessable(render(&visit, &page)?))
}

fn ended(pool: PoolId, case: Option<CaseId>) -> String {
    let done = match case {
        Some(_) => "call-ended",
        None => "call-ended-nobody",
    };
    format!("{}?done={done}", url::pool(pool))
}

/// What was typed stays in the form; saving again puts it over what is stored.
async fn met(
    visit: &Visit,
    site: &Site,
    place: (PoolId, CallId),
    typed: Typed,
) -> Result<Response, PageError> {
    let stored = site.app.call(&visit.ctx, place).await;
    let stored = stored.map_err(PageError::to(visit))?;
    let typed = Typed {
        version: stored.call.version.to_string(),
        ..typed
    };
    let page = CallPage {
        met: true,
        ..CallPage::of(visit, &stored, typed)
    };
    Ok((StatusCode::CONFLICT, render(visit, &page)?).into_response())
}

/// The form as it was typed, of a call that is stored or of one that is not yet.
async fn again(
    visit: &Visit,
    site: &Site,
    (pool, id): (PoolId, CallId),
    typed: Typed,
) -> Result<CallPage, PageError> {
    let form = match site.app.call(&visit.ctx, (pool, id)).await {
        Err(Error::NotFound) => {
            let case = typed.case.parse().ok();
            let began = typed.began(visit.ctx.today());
            let about = (pool, case);
            let mut form = site.app.new_call(&visit.ctx, about, began).await;
            if let Ok(form) = &mut form {
                form.call.id = id;
            }
            form
        }
        found => found,
    };
    let form = form.map_err(PageError::to(visit))?;
    Ok(CallPage::of(visit, &form, typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_over_midnight_ends_on_the_next_day() {
        let day: Day = "2026-12-15".parse().unwrap();
        let from = day.at("23:50".parse().unwrap());
        let end = |text: &str| after(from, text.parse().unwrap()).seconds_since(from) / 60;
        assert_eq!(end("23:50"), 0);
        assert_eq!(end("00:10"), 20);
        assert_eq!(end("23:49"), 24 * 60 - 1);
    }
}
