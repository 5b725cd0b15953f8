//! Calls of the night: written down while talking, and taken over in the morning.

pub mod form;
mod pool;
mod samples;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::call::{Calls, Named};
use hemma_domain::access::{CaseAction, PoolAction};
use hemma_domain::call::{Call, ChildSafe};
use hemma_domain::code::Code;
use hemma_domain::ids::{CallId, CaseId};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, render};

/// The routes of these pages.
pub fn routes() -> Routes {
    const OWN: Access = Access::Pool(PoolAction::OwnDuty);
    Routes::default()
        .get(
            "/duty/{pool}/calls",
            Access::Pool(PoolAction::ReadCalls),
            pool::get,
        )
        .get("/duty/{pool}/calls/new", OWN, form::get_new)
        .get("/duty/{pool}/calls/{call}", OWN, form::get)
        .post("/duty/{pool}/calls/{call}", OWN, form::post)
        .get("/cases/{case}/calls", Access::Case(CaseAction::See), get)
        .post(
            "/cases/{case}/calls/{call}/confirm",
            Access::Case(CaseAction::ConfirmCall),
            post_confirm,
        )
}

/// The calls about a family.
#[derive(Template)]
#[template(path = "call/list.html")]
pub struct CallsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub sheet: String,
    pub calls: Vec<CallView>,
}

/// One call, to be read and taken over.
#[derive(Debug, Clone)]
pub struct CallView {
    pub id: String,
    pub when: String,
    /// How long it took, in words; empty where it was not ended.
    pub long: String,
    pub safe: Signal,
    pub is_pressing: bool,
    /// Label and text of everything that was said.
    pub said: Vec<(String, String)>,
    pub by: String,
    pub follow_up: String,
    /// Who took it over, and when; empty until then.
    pub confirmed: String,
    /// Where it is taken over; empty for those who cannot, or where it was.
    pub confirm: String,
}

fn safe(one: Option<ChildSafe>, lang: Lang) -> Signal {
    match one {
        Some(ChildSafe::Yes) => Signal::new("ok", "ok", lang.t("call-safe-yes")),
        Some(ChildSafe::No) => Signal::new("over", "overdue", lang.t("call-safe-no")),
        Some(ChildSafe::Unknown) | None => Signal::new("due", "due", lang.t("call-safe-unknown")),
    }
}

/// Label and text of what was said, what was left empty left out.
fn said(one: &Named, lang: Lang) -> Vec<(String, String)> {
    fn name<T: Code>(value: Option<T>, lang: Lang) -> String {
        value.map(|one| lang.name(one)).unwrap_or_default()
    }
    let body = &one.call.body;
    let caller = [name(body.caller, lang), body.caller_name.clone()];
    let caller: Vec<String> = caller.into_iter().filter(|text| !text.is_empty()).collect();
    let contacted: Vec<String> = body.contacted.iter().map(|who| lang.name(*who)).collect();
    let all = [
        ("call-caller", caller.join(", ")),
        ("call-reason", body.reason.clone()),
        ("call-risk", name(body.risk, lang)),
        ("call-step", body.step_used.clone()),
        ("call-advice", body.advice.clone()),
        ("call-went-out", name(body.went_out, lang)),
        ("call-contacted", contacted.join(", ")),
        ("call-escalated", name(body.escalated, lang)),
        ("call-note", body.note.clone()),
    ];
    let said = all.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(key, text)| (lang.t(key), text)).collect()
}

/// How long it took, in words.
fn long(call: &Call, lang: Lang) -> String {
    let minutes = call
        .seconds()
        .and_then(|seconds| u32::try_from(seconds / 60).ok());
    match minutes {
        Some(minutes) => lang.minutes(minutes.max(1)),
        None => lang.t("call-not-ended"),
    }
}

/// Who sees to it afterwards, and when; empty where nobody does.
fn followed(one: &Named, lang: Lang) -> String {
    let who = one.follow_up_by.clone().unwrap_or_default();
    let at = one.call.follow_up.at.map(|at| lang.moment(at));
    let at = at.unwrap_or_default();
    match (who.is_empty(), at.is_empty()) {
        (true, true) => String::new(),
        (false, true) => who,
        _ => lang.t2("call-follow-who", ("name", who), ("time", at)),
    }
}

fn call(one: &Named, (head, base): (&hemma_app::case::CaseHead, &str), lang: Lang) -> CallView {
    let call = &one.call;
    let confirmed = call.confirmed.map(|(at, _)| {
        let by = one.confirmed_by.as_deref().unwrap_or_default();
        lang.t2("call-confirmed", ("name", by), ("when", lang.moment(at)))
    });
    let may = head.may(CaseAction::ConfirmCall) && confirmed.is_none();
    CallView {
        id: call.id.to_string(),
        when: lang.moment(call.started_at),
        long: long(call, lang),
        safe: safe(call.body.child_safe, lang),
        is_pressing: call.body.is_pressing() && confirmed.is_none(),
        said: said(one, lang),
        by: lang.t1("call-taken-by", "name", one.taken_by.as_str()),
        follow_up: followed(one, lang),
        confirmed: confirmed.unwrap_or_default(),
        confirm: match may {
            true => format!("{base}/{}/confirm", call.id),
            false => String::new(),
        },
    }
}

fn page(visit: &Visit, found: &Calls) -> CallsPage {
    let (lang, head) = (visit.lang, &found.head);
    let base = format!("{}/calls", url::case(head.case.id));
    CallsPage {
        frame: Frame::of(visit, "call-list"),
        lang,
        sheet: url::sheet(head.case.id),
        calls: found
            .calls
            .iter()
            .map(|one| call(one, (head, &base), lang))
            .collect(),
        head: HeadView::of(head, visit, "tab-sheet"),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site.app.calls(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}

async fn post_confirm(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, CallId)>,
) -> Result<Response, PageError> {
    let confirmed = site.app.confirm_call(&visit.ctx, case, id).await;
    confirmed.map_err(PageError::to(&visit))?;
    let to = format!("{}/calls?done=call-confirmed", url::case(case));
    Ok(Redirect::to(&to).into_response())
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    samples::all()
}
