//! A draft: each duty with whom it goes to, what the plan breaks, and the decision to publish.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::rota::{Assign, Draft, Preview, Publish, RestDay, RestDayChange, RotaAt};
use hemma_domain::ids::{DutyId, PoolId, StaffId};
use hemma_domain::rota::{Breach, Change, Notice, RestChange, RotaState};
use hemma_domain::turn::Served;
use serde::Deserialize;

use super::grid::{GridView, grid};
use super::trouble::{TroubleView, broken_rules, open_duties};
use super::{Here, Serves, Tab, rota, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// One duty of a draft.
#[derive(Debug, Clone)]
pub struct DutyView {
    pub id: String,
    pub when: String,
    pub line: String,
    pub kind: String,
    /// Who has it in the draft: id and name; empty where it is open.
    pub staff: String,
    pub name: String,
    /// It holds already, or was swapped in parts.
    pub is_fixed: bool,
    /// Who can have it: id and name with what speaks against it.
    pub choices: Vec<(String, String)>,
    /// What the plan breaks here.
    pub breaches: Vec<String>,
}

/// A draft.
#[derive(Template)]
#[template(path = "duty/draft.html")]
pub struct DraftPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub base: String,
    pub period: String,
    /// The first day, as forms carry it.
    pub first: String,
    pub is_draft: bool,
    pub version: i64,
    pub pool_version: i64,
    pub duties: Vec<DutyView>,
    pub grid: GridView,
    /// Every rule that the plan breaks, and every duty that nobody has, with where to mend it.
    pub breaches: Vec<TroubleView>,
    pub open_duties: Vec<TroubleView>,
    /// Days off: who and when, as text, and the values of the form that takes them back.
    pub rest: Vec<(String, String, String)>,
    pub people: Vec<(String, String)>,
    /// Duties that the agreement would make and that others crowd out, in words.
    pub crowded_out: Vec<String>,
    pub changes: Vec<String>,
    /// Days off that come or go.
    pub rest_changes: Vec<String>,
    pub unlawful: usize,
    /// Why a reason is needed; empty where it is not.
    pub short: String,
    pub reason: String,
    pub faults: Faults,
}

/// The period of a new draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    pub first: String,
    pub last: String,
}

/// Who gets a duty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    pub duty: String,
    pub before: String,
    pub after: String,
}

/// A day off.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RestForm {
    pub staff: String,
    pub on: String,
    /// The first day of the draft.
    pub first: String,
    pub act: String,
}

/// The decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    pub version: i64,
    pub pool_version: i64,
    pub reason: String,
}

/// A breach in words.
pub(super) fn broken(one: &Breach, name: &str, lang: Lang) -> String {
    lang.t2("rota-breach", ("rule", lang.name(one.rule)), ("name", name))
}

/// What somebody of a draft is called; nothing for those who have left.
pub(super) fn name_of(draft: &Draft, staff: StaffId) -> String {
    draft.names.get(&staff).cloned().unwrap_or_default()
}

fn duty(draft: &Draft, one: &Served, lang: Lang) -> Option<DutyView> {
    let whole = one.duty.shape.whole()?;
    let line = draft.pool.line(one.duty.shape.line)?;
    let days = (whole.start().day(), whole.end().day());
    let is_away = |staff: StaffId| {
        let mut away = draft.away.iter();
        away.any(|away| away.staff == staff && away.time.meets(whole))
    };
    let wishes = |staff: StaffId| {
        let wish = draft
            .wishes
            .iter()
            .find(|one| one.staff == staff && one.time.meets(whole));
        wish.map(|one| lang.name(one.kind))
    };
    let serving = draft
        .members
        .iter()
        .filter(|member| member.serves(line, days));
    let mut choices: Vec<(String, String)> = serving
        .map(|member| {
            let told = match (is_away(member.staff), wishes(member.staff)) {
                (true, _) => format!("{} ({})", member.name, lang.t("duty-is-away")),
                (false, Some(wish)) => format!("{} ({wish})", member.name),
                (false, None) => member.name.clone(),
            };
            (member.staff.to_string(), told)
        })
        .collect();
    choices.dedup();
    let staff = draft.entries.get(&one.duty.id).copied();
    let here = draft
        .breaches
        .iter()
        .filter(|breach| breach.duty == Some(one.duty.id));
    Some(DutyView {
        id: one.duty.id.to_string(),
        when: span(whole, lang),
        line: lang.words(&line.name).to_owned(),
        kind: lang.name(one.duty.shape.kind),
        name: staff.map(|staff| name_of(draft, staff)).unwrap_or_default(),
        staff: staff.map(|staff| staff.to_string()).unwrap_or_default(),
        is_fixed: draft.fixed.contains(&one.duty.id),
        choices,
        breaches: here
            .map(|breach| broken(breach, &name_of(draft, breach.staff), lang))
            .collect(),
    })
}

/// A duty that goes to somebody else, in words.
pub(super) fn change(draft: &Draft, one: &Change, lang: Lang) -> String {
    let nobody = lang.t("duty-nobody");
    let name = |staff: Option<StaffId>| match staff {
        Some(staff) => name_of(draft, staff),
        None => nobody.clone(),
    };
    lang.filled(
        "rota-change",
        [
            ("day", lang.day(one.on).as_str().into()),
            ("before", name(one.before).as_str().into()),
            ("after", name(one.after).as_str().into()),
        ],
    )
}

/// A day off that comes or goes, in words.
fn rest_change(draft: &Draft, one: &RestChange, lang: Lang) -> String {
    let what = lang.name(one.kind);
    let words = [
        ("day", lang.day(one.on).into()),
        ("name", name_of(draft, one.staff).into()),
        ("what", what.into()),
    ];
    lang.filled("rota-rest-change", words)
}

fn crowded_out(draft: &Draft, lang: Lang) -> Vec<String> {
    let told = draft.crowded_out.iter().filter_map(|one| {
        let line = draft.pool.line(one.line)?;
        let when = span(one.whole()?, lang);
        let line = lang.words(&line.name);
        Some(lang.t2("duty-alarm-line", ("line", line), ("when", when)))
    });
    told.collect()
}

fn page(visit: &Visit, seen: &Preview, (reason, faults): (String, Faults)) -> DraftPage {
    let (lang, draft) = (visit.lang, &seen.draft);
    let (first, last) = (draft.rota.first, draft.rota.end.plus(-1));
    let mut people: Vec<(String, String)> = draft
        .names
        .iter()
        .map(|(staff, name)| (staff.to_string(), name.clone()))
        .collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    DraftPage {
        frame: Frame::of(visit, "rota-draft-title"),
        lang,
        pool: draft.pool.name.clone(),
        tabs: tabs(draft.pool.id, (Serves::Yes, Here::Rota), lang),
        base: url::rota(draft.pool.id, draft.rota.id),
        period: format!("{} – {}", lang.full_day(first), lang.full_day(last)),
        first: first.to_string(),
        is_draft: draft.rota.state == RotaState::Draft,
        version: draft.rota.version,
        pool_version: draft.pool.version,
        duties: draft
            .served
            .iter()
            .filter_map(|one| duty(draft, one, lang))
            .collect(),
        breaches: broken_rules(seen, lang),
        open_duties: open_duties(draft, lang),
        rest: draft
            .rest_days
            .iter()
            .map(|(staff, day)| {
                let told = format!("{}, {}", name_of(draft, *staff), lang.day(*day));
                (told, staff.to_string(), day.to_string())
            })
            .collect(),
        people,
        crowded_out: crowded_out(draft, lang),
        changes: seen
            .changes
            .iter()
            .map(|one| change(draft, one, lang))
            .collect(),
        rest_changes: seen
            .rest
            .iter()
            .map(|one| rest_change(draft, one, lang))
            .collect(),
        grid: grid(draft, lang),
        unlawful: seen.unlawful.len(),
        short: match seen.notice {
            Notice::Kept => String::new(),
            Notice::Short { first } => {
                let days = draft.agreement.rules.notice_days.value;
                lang.t2("rota-short", ("day", lang.day(first)), ("days", days))
            }
        },
        reason,
        faults,
    }
}

async fn again(
    visit: &Visit,
    site: &Site,
    at: RotaAt,
    (reason, faults): (String, Faults),
) -> Result<Response, PageError> {
    // What is wrong with the rota as a whole stands beside its publishing.
    let faults = faults.at_fields(|name| match name {
        "rota" => "publish".to_owned(),
        name => name.to_owned(),
    });
    let typed = (reason, faults);
    let seen = site.app.preview_rota(&visit.ctx, at).await;
    let seen = seen.map_err(PageError::to(visit))?;
    Ok(unprocessable(render(visit, &page(visit, &seen, typed))?))
}

async fn ended(
    visit: &Visit,
    site: &Site,
    at: RotaAt,
    done: Result<String, Error>,
) -> Result<Response, PageError> {
    match done {
        Ok(below) => {
            let to = format!("{}{below}", url::rota(at.0, at.1));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            again(visit, site, at, (String::new(), Faults::of(faults))).await
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
) -> Result<Response, PageError> {
    let seen = site.app.preview_rota(&visit.ctx, at).await;
    let seen = seen.map_err(PageError::to(&visit))?;
    let typed = (String::new(), Faults::none());
    render(&visit, &page(&visit, &seen, typed))
}

pub(super) async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(pool): Path<PoolId>,
    Form(form): Form<NewForm>,
) -> Result<Response, PageError> {
    let today = visit.ctx.today();
    let first = form::day_ahead(&form.first, today);
    let last = form::day_from(&form.last, first.unwrap_or(today));
    let made = match first.zip(last) {
        Some((first, last)) => {
            let period = (first, last.plus(1));
            site.app.draft_rota(&visit.ctx, pool, period).await
        }
        None => {
            let field = if first.is_none() { "first" } else { "last" };
            Err(Error::invalid(field, "duty-fault-day"))
        }
    };
    match made {
        Ok(rota) => Ok(Redirect::to(&url::rota(pool, rota)).into_response()),
        // The form is on the rota's page.
        Err(Error::Invalid(faults)) => {
            let faults = Faults::of(faults).at_fields(|name| match name {
                "end" => "last".to_owned(),
                name => name.to_owned(),
            });
            rota::refused(&visit, &site, pool, (form, faults)).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn post_assign(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
    Form(form): Form<AssignForm>,
) -> Result<Response, PageError> {
    let done = match form.duty.parse::<DutyId>() {
        Ok(duty) => {
            let new = Assign {
                at,
                duty,
                before: form.before.parse().ok(),
                after: form.after.parse().ok(),
            };
            let done = site.app.assign_duty(&visit.ctx, new).await;
            done.map(|_| format!("#duty-{duty}"))
        }
        Err(_) => Err(Error::invalid("duty", "duty-fault-choice")),
    };
    ended(&visit, &site, at, done).await
}

pub(super) async fn post_rest(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
    Form(form): Form<RestForm>,
) -> Result<Response, PageError> {
    // A day without a year is one of the draft's own, however far ahead that is.
    let first = form.first.parse().unwrap_or(visit.ctx.today());
    let on = form::day_from(&form.on, first);
    let done = match form.staff.parse::<StaffId>().ok().zip(on) {
        Some((staff, on)) => {
            let new = RestDay {
                at,
                staff,
                on,
                change: match form.act.as_str() {
                    "take" => RestDayChange::TakeBack,
                    _ => RestDayChange::Give,
                },
            };
            let done = site.app.change_rest_day(&visit.ctx, new).await;
            done.map(|()| "#rest".to_owned())
        }
        None => Err(Error::invalid("on", "duty-fault-day")),
    };
    ended(&visit, &site, at, done).await
}

pub(super) async fn post_publish(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
    Form(form): Form<PublishForm>,
) -> Result<Response, PageError> {
    let new = Publish {
        at,
        rota_version: form.version,
        pool_version: form.pool_version,
        reason: form.reason.clone(),
    };
    match site.app.publish_rota(&visit.ctx, &new).await {
        Ok(()) => {
            let to = format!("{}/rota?done=rota-published", url::pool(at.0));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            again(&visit, &site, at, (form.reason, Faults::of(faults))).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn post_discard(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
    Form(form): Form<PublishForm>,
) -> Result<Response, PageError> {
    let gone = site.app.discard_draft(&visit.ctx, (at, form.version)).await;
    gone.map_err(PageError::to(&visit))?;
    let to = format!("{}/rota?done=rota-discarded", url::pool(at.0));
    Ok(Redirect::to(&to).into_response())
}
