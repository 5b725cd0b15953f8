//! Tonight: who is on, with which number, until when; to be read at arm's length in the dark.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::swap::GiveTurn;
use hemma_app::tonight::{LineNow, OnDuty, Tonight};
use hemma_domain::ids::{PoolId, StaffId, TurnId};
use serde::Deserialize;

use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
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
    /// Where one takes over, and from whom; empty for those who cannot.
    pub take: String,
    pub from: String,
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
    /// Hours that nobody covers.
    pub alarms: Vec<String>,
    pub faults: Faults,
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
        take: match takes {
            true => format!("{}/turns/{}/take", url::pool(pool), one.turn),
            false => String::new(),
        },
        from: one.staff.to_string(),
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

/// The page of what was found.
fn page(visit: &Visit, found: &Tonight, faults: Faults) -> TonightPage {
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
        alarms: found.uncovered.iter().map(|one| span(*one, lang)).collect(),
        faults,
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.tonight(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found, Faults::none()))
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
            let found = site.app.tonight(&visit.ctx, id).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = page(&visit, &found, Faults::of(faults));
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
