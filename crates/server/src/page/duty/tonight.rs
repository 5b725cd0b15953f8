//! Tonight: who is on, with which number, until when; to be read at arm's length in the dark.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Form, Json};
use hemma_app::call::CallLine;
use hemma_app::error::Error;
use hemma_app::sheet::{NightSheet, NightSheets};
use hemma_app::swap::GiveTurn;
use hemma_app::tonight::{LineNow, OnDuty, Tonight};
use hemma_domain::ids::{PoolId, StaffId, TurnId};
use serde::Deserialize;
use serde_json::json;

use super::give::MeaningView;
use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::sheet::state;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// Somebody on call, as the page shows them.
#[derive(Debug, Clone)]
pub struct OnView {
    pub name: String,
    /// `tel:…`; empty where no number is known.
    pub tel: String,
    pub number: String,
    pub until: String,
    pub ready: Signal,
    /// Where the reader confirms their own number; empty where it is done, or somebody else's.
    pub confirm: String,
    /// They cannot have it any more.
    pub in_doubt: bool,
    /// Where one takes over, and from whom; empty for those who cannot.
    pub take: String,
    pub from: String,
    /// What it would mean for the reader; without meaning for those who serve no line.
    pub meaning: MeaningView,
}

/// One line.
#[derive(Debug, Clone)]
pub struct LineView {
    pub name: String,
    pub now: Option<OnView>,
    pub next: String,
}

/// Tonight.
#[derive(Template)]
#[template(path = "duty/tonight.html")]
pub struct TonightPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub at: String,
    pub lines: Vec<LineView>,
    /// Hours that nobody covers, line by line.
    pub alarms: Vec<String>,
    /// Until when sheets can be opened; empty for those who are not on call.
    pub until: String,
    pub sheets: Vec<SheetLine>,
    /// The reader's own calls of the last nights.
    pub calls: Vec<CallView>,
    /// Where a device reads what it keeps of the night; empty for those who are not on call.
    pub night: String,
    /// Where a call about no family begins; empty for those who are not on call.
    pub new_call: String,
    pub faults: Faults,
}

/// A family whose sheet can be opened now.
#[derive(Debug, Clone)]
pub struct SheetLine {
    pub url: String,
    /// Where a call about it begins.
    pub call: String,
    pub code: String,
    pub label: String,
    pub team: String,
    pub state: Signal,
    pub red_flags: bool,
    pub staff_warning: bool,
}

/// A call that the reader took.
#[derive(Debug, Clone)]
pub struct CallView {
    pub url: String,
    pub when: String,
    /// The family's code, or that there is none.
    pub code: String,
    pub state: Signal,
}

/// Who had it when the button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TakeForm {
    pub from: String,
}

fn on_view(one: &OnDuty, pool: PoolId, (serves, me): (Serves, StaffId), lang: Lang) -> OnView {
    let number = one.number.clone().unwrap_or_default();
    let plain: String = number
        .chars()
        .filter(|sign| sign.is_ascii_digit() || *sign == '+')
        .collect();
    let takes = serves == Serves::Yes && one.staff != me;
    OnView {
        name: one.name.clone(),
        tel: match plain.is_empty() {
            true => String::new(),
            false => format!("tel:{plain}"),
        },
        number,
        until: lang.t1("duty-until", "time", lang.moment(one.part.end()).as_str()),
        ready: match one.confirmed {
            true => Signal::new("ok", "ok", lang.t("duty-confirmed")),
            false => Signal::new("due", "due", lang.t("duty-unconfirmed")),
        },
        confirm: match one.staff == me && !one.confirmed {
            true => format!("{}/mine#number-{}", url::pool(pool), one.turn),
            false => String::new(),
        },
        in_doubt: one.in_doubt,
        take: match takes {
            true => format!("{}/turns/{}/take", url::pool(pool), one.turn),
            false => String::new(),
        },
        from: one.staff.to_string(),
        meaning: match &one.taken {
            Some(meaning) => MeaningView::of(meaning, &one.name, lang),
            None => MeaningView::default(),
        },
    }
}

fn line(one: &LineNow, pool: PoolId, who: (Serves, StaffId), lang: Lang) -> LineView {
    let next = one.next.as_ref().map(|next| {
        let when = lang.moment(next.part.start());
        lang.t2("duty-next", ("time", when), ("name", next.name.as_str()))
    });
    LineView {
        name: lang.words(&one.name).to_owned(),
        now: one.now.as_ref().map(|on| on_view(on, pool, who, lang)),
        next: next.unwrap_or_else(|| lang.t("duty-next-none")),
    }
}

fn alarms(found: &Tonight, lang: Lang) -> Vec<String> {
    let told = found.lines.iter().flat_map(|line| {
        let name = lang.words(&line.name);
        let hours = line.uncovered.iter();
        hours.map(move |one| {
            let when = span(*one, lang);
            lang.t2("duty-alarm-line", ("line", name), ("when", when))
        })
    });
    told.collect()
}

fn sheet(one: &NightSheet, pool: PoolId, lang: Lang) -> SheetLine {
    SheetLine {
        url: url::sheet(one.case),
        call: format!("{}/calls/new?case={}", url::pool(pool), one.case),
        code: one.code.clone(),
        label: one.label.clone(),
        team: one.team.clone(),
        state: state(one.state, lang),
        red_flags: one.red_flags,
        staff_warning: one.staff_warning,
    }
}

fn call(one: &CallLine, pool: PoolId, lang: Lang) -> CallView {
    let state = match (one.ended_at, one.is_open) {
        (None, _) => Signal::new("due", "phone", lang.t("call-goes-on")),
        (Some(_), true) => Signal::new("info", "send", lang.t("call-handed-over")),
        (Some(_), false) => Signal::new("ok", "ok", lang.t("call-taken-over")),
    };
    CallView {
        url: format!("{}/calls/{}", url::pool(pool), one.id),
        when: lang.moment(one.started_at),
        code: match one.code.is_empty() {
            true => lang.t("call-no-family"),
            false => one.code.clone(),
        },
        state,
    }
}

/// What the page shows of a night: who is on, whose sheets the reader may open, and which calls they took.
struct Night {
    tonight: Tonight,
    sheets: NightSheets,
    calls: Vec<CallLine>,
}

async fn night(visit: &Visit, site: &Site, id: PoolId) -> Result<Night, Error> {
    let tonight = site.app.tonight(&visit.ctx, id).await?;
    let sheets = site.app.night_sheets(&visit.ctx, id).await?;
    let calls = match tonight.may_serve {
        true => site.app.my_calls(&visit.ctx, id).await?,
        false => Vec::new(),
    };
    Ok(Night {
        tonight,
        sheets,
        calls,
    })
}

/// The page of what was found.
fn page(visit: &Visit, night: &Night, faults: Faults) -> TonightPage {
    let found = &night.tonight;
    let lang = visit.lang;
    let serves = Serves::of(found.may_serve);
    let who = (serves, visit.who.staff.id);
    TonightPage {
        frame: Frame::of(visit, "duty-tonight-title"),
        lang,
        pool: found.name.clone(),
        tabs: tabs(found.pool, (serves, Here::Tonight), lang),
        at: lang.t1("duty-at", "time", lang.moment(found.at).as_str()),
        lines: found
            .lines
            .iter()
            .map(|one| line(one, found.pool, who, lang))
            .collect(),
        alarms: alarms(found, lang),
        until: night.sheets.until.map_or_else(String::new, |until| {
            lang.t1("sheet-until", "time", lang.moment(until))
        }),
        sheets: night
            .sheets
            .sheets
            .iter()
            .map(|one| sheet(one, found.pool, lang))
            .collect(),
        calls: night
            .calls
            .iter()
            .map(|one| call(one, found.pool, lang))
            .collect(),
        night: match night.sheets.until {
            Some(_) => format!("{}/night.json", url::pool(found.pool)),
            None => String::new(),
        },
        new_call: match night.sheets.until {
            Some(_) => format!("{}/calls/new", url::pool(found.pool)),
            None => String::new(),
        },
        faults,
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = night(&visit, &site, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found, Faults::none()))
}

/// What a device keeps of the night: the key, until when, and where the sheets are. Nothing for those who are not on call.
pub(super) async fn get_night(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.night_sheets(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let (Some(turn), Some(until)) = (found.turn, found.until) else {
        return Ok(Json(json!({ "until": null })).into_response());
    };
    let key = site.app.night_key(&visit.ctx, turn);
    let key = key.map_err(PageError::to(&visit))?;
    let sheets = found.sheets.iter().map(|one| {
        json!({
            "url": url::sheet(one.case),
            "code": one.code,
            "label": one.label,
            "red_flags": one.red_flags,
        })
    });
    let told = json!({
        "key": key.key,
        "owner": key.owner,
        "until": until.0.as_second(),
        "sheets": sheets.collect::<Vec<_>>(),
    });
    Ok(Json(told).into_response())
}

/// Until when the reader is on call, and whose device may rely on it: what a device has kept longer, it throws away.
pub(super) async fn get_watch(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let until = site.app.night_until(&visit.ctx, id).await;
    let until = until.map_err(PageError::to(&visit))?;
    let owner = site.app.device_owner(visit.who.staff.id);
    let until = until.map(|until| until.0.as_second());
    Ok(Json(json!({ "owner": owner, "until": until })).into_response())
}

pub(super) async fn post_take(
    visit: Visit,
    State(site): State<Site>,
    Path((id, turn)): Path<(PoolId, TurnId)>,
    Form(form): Form<TakeForm>,
) -> Result<Response, PageError> {
    let Ok(from) = form.from.parse() else {
        return Err(PageError::to(&visit)(Error::Conflict));
    };
    let new = GiveTurn {
        pool: id,
        turn,
        from,
        to: visit.who.staff.id,
    };
    match site.app.take_over(&visit.ctx, new).await {
        Ok(()) => {
            let to = format!("{}?done=duty-taken", url::pool(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = night(&visit, &site, id).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = page(&visit, &found, Faults::of(faults));
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
