//! On-call: who is on tonight, one's own duties, the rota and its drafts, absences and wishes, calendars.

pub mod agreement;
pub mod away;
pub mod could;
pub mod draft;
pub mod feed;
pub mod give;
pub mod grid;
pub mod mark;
pub mod member;
pub mod mine;
pub mod propose;
pub mod rest;
pub mod rota;
mod samples;
pub mod soon;
pub mod swap;
pub mod tonight;
pub mod trouble;
pub mod why;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_domain::access::PoolAction;
use hemma_domain::ids::PoolId;
use hemma_domain::stretch::Stretch;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, render};

/// The routes of these pages.
pub fn routes() -> Routes {
    const OWN: Access = Access::Pool(PoolAction::OwnDuty);
    const PLAN: Access = Access::Pool(PoolAction::PlanRota);
    const ROTA: Access = Access::Pool(PoolAction::SeeRota);
    Routes::default()
        .get("/duty", Access::SignedIn, get)
        .get(
            "/duty/{pool}",
            Access::Pool(PoolAction::SeeTonight),
            tonight::get,
        )
        .get(
            "/duty/{pool}/night.json",
            Access::Pool(PoolAction::SeeTonight),
            tonight::get_night,
        )
        .get(
            "/duty/{pool}/watch.json",
            Access::Pool(PoolAction::SeeTonight),
            tonight::get_watch,
        )
        .post("/duty/{pool}/turns/{turn}/take", OWN, tonight::post_take)
        .get("/duty/{pool}/mine", OWN, mine::get)
        .post("/duty/{pool}/turns/{turn}/number", OWN, mine::post_number)
        .make("/duty/{pool}/turns/{turn}/swap", OWN, mine::post_swap)
        .get("/duty/{pool}/swaps", PLAN, swap::get)
        .make("/duty/{pool}/swaps", OWN, mine::post_ask)
        .post("/duty/{pool}/swaps/{swap}", OWN, mine::post_answer)
        .get("/duty/{pool}/away", ROTA, away::get)
        .make("/duty/{pool}/away", ROTA, away::post)
        .post("/duty/{pool}/away/{absence}", ROTA, away::post_remove)
        .make("/duty/{pool}/wishes", OWN, away::post_wish)
        .post("/duty/{pool}/wishes/{wish}", OWN, away::post_unwish)
        .get("/duty/{pool}/rota", ROTA, rota::get)
        .get("/duty/{pool}/agreement", ROTA, agreement::get)
        .get("/duty/{pool}/duties/{duty}", OWN, could::get)
        .get(
            "/duty/{pool}/hours.csv",
            Access::Pool(PoolAction::SeeHours),
            rota::get_hours,
        )
        .get("/duty/{pool}/members", PLAN, member::get)
        .post("/duty/{pool}/members/{staff}", PLAN, member::post_share)
        .post(
            "/duty/{pool}/members/{staff}/unshare",
            PLAN,
            member::post_unshare,
        )
        .make("/duty/{pool}/burdens", PLAN, member::post_burden)
        .get("/duty/{pool}/give", PLAN, give::get)
        .post("/duty/{pool}/give", PLAN, give::post)
        .get("/duty/{pool}/rests", ROTA, rest::get)
        .post("/duty/{pool}/rests/{rest}", PLAN, rest::post)
        .get("/duty/{pool}/calendars", ROTA, feed::get)
        .post("/duty/{pool}/calendars", ROTA, feed::post)
        .post("/duty/{pool}/calendars/{feed}", ROTA, feed::post_revoke)
        .post("/duty/{pool}/ringing", PLAN, feed::post_ringing)
        .with(planning())
}

/// The routes of a draft: by hand, and as the engine proposes it.
fn planning() -> Routes {
    const PLAN: Access = Access::Pool(PoolAction::PlanRota);
    Routes::default()
        .make("/duty/{pool}/rotas", PLAN, draft::post_new)
        .get("/duty/{pool}/rotas/{rota}", PLAN, draft::get)
        .get("/duty/{pool}/rotas/{rota}/propose", PLAN, propose::get)
        .post(
            "/duty/{pool}/rotas/{rota}/propose",
            PLAN,
            propose::post_begin,
        )
        .post(
            "/duty/{pool}/rotas/{rota}/propose/stop",
            PLAN,
            propose::post_stop,
        )
        .post(
            "/duty/{pool}/rotas/{rota}/propose/keep",
            PLAN,
            propose::post_keep,
        )
        .get("/duty/{pool}/rotas/{rota}/why/{duty}", PLAN, why::get)
        .post(
            "/duty/{pool}/rotas/{rota}/why/{duty}/price",
            PLAN,
            why::post_price,
        )
        .post("/duty/{pool}/rotas/{rota}/assign", PLAN, draft::post_assign)
        .post("/duty/{pool}/rotas/{rota}/rest", PLAN, draft::post_rest)
        .post(
            "/duty/{pool}/rotas/{rota}/publish",
            PLAN,
            draft::post_publish,
        )
        .post(
            "/duty/{pool}/rotas/{rota}/discard",
            PLAN,
            draft::post_discard,
        )
}

/// The pools that somebody is in.
#[derive(Template)]
#[template(path = "duty/list.html")]
pub struct PoolsPage {
    pub frame: Frame,
    pub lang: Lang,
    /// Address and name.
    pub pools: Vec<(String, String)>,
}

/// The pages of a pool, to go from one to another.
#[derive(Debug, Clone)]
pub struct Tab {
    pub url: String,
    pub icon: &'static str,
    pub label: String,
    pub current: bool,
}

/// Which page of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    Tonight,
    Mine,
    Rota,
    Away,
    Rest,
    Calendars,
}

/// The pages of a pool that somebody may open.
pub fn tabs(pool: PoolId, (may_serve, here): (Serves, Here), lang: Lang) -> Vec<Tab> {
    let all = [
        (Here::Tonight, "", "moon", "duty-tab-tonight"),
        (Here::Mine, "/mine", "calendar", "duty-tab-mine"),
        (Here::Rota, "/rota", "board", "duty-tab-rota"),
        (Here::Away, "/away", "person", "duty-tab-away"),
        (Here::Rest, "/rests", "clock", "duty-tab-rest"),
        (Here::Calendars, "/calendars", "link", "duty-tab-calendars"),
    ];
    let open = all
        .into_iter()
        .filter(|(which, ..)| *which != Here::Mine || may_serve == Serves::Yes);
    open.map(|(which, below, icon, key)| Tab {
        url: format!("{}{below}", url::pool(pool)),
        icon,
        label: lang.t(key),
        current: which == here,
    })
    .collect()
}

/// Whether somebody can be on call in a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    Yes,
    No,
}

impl Serves {
    /// As a use case says it.
    pub fn of(may: bool) -> Serves {
        match may {
            true => Serves::Yes,
            false => Serves::No,
        }
    }
}

/// Whether a fault of this name stands beside a field that has the name as its id on every page that tells it.
pub fn has_field(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "first", "last", "kind", "repeat", "staff", "on", "reason", "seconds", "target", "line",
        "year", "nights", "weekends", "holidays", "ask-turn", "publish",
    ];
    // Of one duty, one person or one wish among several.
    const BEGINNINGS: [&str; 5] = ["number-", "from-", "to-", "share-", "wish-"];
    NAMES.contains(&name) || BEGINNINGS.iter().any(|one| name.starts_with(one))
}

/// `tis 1 dec 17:00 – ons 2 dec 08:00`.
pub fn span(part: Stretch, lang: Lang) -> String {
    format!(
        "{} – {}",
        lang.moment(part.start()),
        lang.moment(part.end())
    )
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let found = site.app.my_pools(&visit.ctx).await;
    let found = found.map_err(PageError::to(&visit))?;
    if let [only] = found.as_slice() {
        return Ok(Redirect::to(&url::pool(only.id)).into_response());
    }
    let page = PoolsPage {
        frame: Frame::of(&visit, "duty-title"),
        lang: visit.lang,
        pools: found
            .into_iter()
            .map(|one| (url::pool(one.id), one.name))
            .collect(),
    };
    render(&visit, &page)
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    samples::all()
}
