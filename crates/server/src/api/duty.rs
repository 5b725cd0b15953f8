//! On-call: who is on, for the screens' own readers and for a telephone exchange that asks at every call; and calendars.

pub mod agreement;
pub mod away;
mod calendar;
pub mod draft;
pub mod member;
pub mod rota;
pub mod swap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hemma_app::error::Error;
use hemma_app::tonight::{LineNow, OnDuty, Tonight as Found};
use hemma_domain::access::PoolAction;
use hemma_domain::ids::PoolId;
use hemma_domain::pool::RING_SECONDS_MAX;
use hemma_domain::stretch::Stretch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, Words};
use crate::http::Site;
use crate::http::error::log_fault;
use crate::http::route::{Access, Routes};
use crate::lang::Lang;

/// The routes of this resource. What a secret address shows its own secret decides, not a post.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/pools", Access::SignedIn, list)
        .get(
            "/api/v1/pools/{pool}/tonight",
            Access::Pool(PoolAction::SeeTonight),
            tonight,
        )
        .get(
            "/api/v1/pools/{pool}/rota",
            Access::Pool(PoolAction::SeeRota),
            rota::get,
        )
        .get(
            "/api/v1/pools/{pool}/away",
            Access::Pool(PoolAction::SeeRota),
            away::get,
        )
        .get(
            "/api/v1/pools/{pool}/duties",
            Access::Pool(PoolAction::OwnDuty),
            rota::mine,
        )
        .get(
            "/api/v1/pools/{pool}/swaps",
            Access::Pool(PoolAction::PlanRota),
            swap::list,
        )
        .get(
            "/api/v1/pools/{pool}/turns/{turn}/takers",
            Access::Pool(PoolAction::PlanRota),
            swap::takers,
        )
        .get(
            "/api/v1/pools/{pool}/agreement",
            Access::Pool(PoolAction::SeeRota),
            agreement::get,
        )
        .get(
            "/api/v1/pools/{pool}/members",
            Access::Pool(PoolAction::PlanRota),
            member::get,
        )
        .with(drafts())
        .get("/x/{token}", Access::Public, exchange)
        .get("/c/{token}", Access::Public, get_calendar)
}

/// The routes of a draft, for its planners.
fn drafts() -> Routes {
    const PLAN: Access = Access::Pool(PoolAction::PlanRota);
    Routes::default()
        .get("/api/v1/pools/{pool}/rotas/{rota}", PLAN, draft::get)
        .get(
            "/api/v1/pools/{pool}/rotas/{rota}/proposal",
            PLAN,
            draft::proposal::get,
        )
        .get(
            "/api/v1/pools/{pool}/rotas/{rota}/why/{duty}",
            PLAN,
            draft::why,
        )
}

/// A pool of teams that are on call for each other.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pool {
    pub id: Uuid,
    pub name: String,
    pub may_plan: bool,
    pub may_serve: bool,
}

/// Who is on in a pool.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tonight {
    pub pool: Uuid,
    pub name: String,
    /// The moment it is true at.
    pub at: String,
    pub lines: Vec<DutyLine>,
}

/// One line, now and next.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyLine {
    /// 1 answers first.
    pub level: u32,
    pub name: Words,
    pub now: Option<OnCall>,
    pub next: Option<OnCall>,
    /// Hours of the next two weeks in which the line has nobody, or somebody who cannot be on call.
    pub uncovered: Vec<Span>,
}

/// Somebody on call.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnCall {
    pub staff: Uuid,
    pub name: String,
    /// The number confirmed for this duty, else the service number.
    pub number: Option<String>,
    pub confirmed: bool,
    /// They are away, or have no post that serves the line: somebody else should take over.
    pub in_doubt: bool,
    /// What it would mean if you took over now; none where it is yours, or you serve no line.
    pub taken_over: Option<swap::TurnMeaning>,
    pub from: String,
    pub until: String,
}

/// From a moment until another.
#[derive(Debug, Serialize, ToSchema)]
pub struct Span {
    pub from: String,
    pub until: String,
}

/// Where a call goes: the numbers to ring, one after the other.
#[derive(Debug, Serialize)]
struct Forwarding {
    at: String,
    /// Until when this answer is the same, unless somebody takes over.
    until: Option<String>,
    /// Empty where nobody is on call, or no number is known.
    dial: Vec<Dial>,
}

/// One number to ring.
#[derive(Debug, Serialize)]
struct Dial {
    /// The line's level.
    level: u32,
    number: String,
    /// Seconds after which the next one is rung.
    seconds: u32,
}

/// How long it rings.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ring {
    /// Seconds until the next line is rung; as the pool says where nothing is asked for.
    seconds: Option<u32>,
}

/// In which language a calendar is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    lang: String,
}

/// The pools that you can look into.
#[utoipa::path(get, operation_id = "pools", path = "/api/v1/pools", params(Window),
    responses((status = 200, body = Part<Pool>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Pool>>, ApiError> {
    let read = site.app.my_pools(&visit.0.ctx).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read, |one| Pool {
        id: one.id.0,
        name: one.name,
        may_plan: one.may_plan,
        may_serve: one.may_serve,
    })
    .map(Json)
}

/// Who is on in a pool, with which number and until when.
#[utoipa::path(get, operation_id = "tonight", path = "/api/v1/pools/{pool}/tonight",
    params(("pool" = Uuid, Path)), responses((status = 200, body = Tonight), Refused))]
pub async fn tonight(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
) -> Result<Json<Tonight>, ApiError> {
    let found = site.app.tonight(&visit.0.ctx, pool).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

/// Where a call goes now. A telephone exchange asks at every call, by an address that a group leader made for it; it is
/// no part of the described interface, since its secret is all that opens it.
async fn exchange(
    State(site): State<Site>,
    ApiPath(token): ApiPath<String>,
    ApiQuery(ring): ApiQuery<Ring>,
) -> Result<Json<Forwarding>, ApiError> {
    match site.app.exchange(site.clock.now(), &token).await {
        Ok(found) => {
            let seconds = ring.seconds.unwrap_or(found.ring_seconds);
            let seconds = seconds.clamp(1, RING_SECONDS_MAX);
            Ok(Json(forwarding(&found, seconds)))
        }
        Err(err) => Err(ApiError::of_stranger(err)),
    }
}

async fn get_calendar(
    State(site): State<Site>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let lang = match asked.lang.as_str() {
        "en" => Lang::EN,
        _ => Lang::SV,
    };
    let host = site.app.config().origin.clone();
    let now = site.clock.now();
    let text = match site.app.calendar(now, &token).await {
        Ok(found) => Ok(calendar::of_duties(&found, (&host, lang))),
        // An address says nothing of what it shows: one that no duties are behind may be of something else.
        Err(Error::NotFound) => other_calendar(&site, &token, (&host, lang)).await,
        Err(err) => Err(err),
    };
    match text {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "inline; filename=\"hemma.ics\"",
                ),
            ];
            (headers, text).into_response()
        }
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(err) => {
            log_fault(&err, "");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// A calendar of trainings, or of consultations.
async fn other_calendar(
    site: &Site,
    token: &str,
    (host, lang): (&str, Lang),
) -> Result<String, Error> {
    let now = site.clock.now();
    match site.app.training_calendar(now, token).await {
        Ok(found) => Ok(calendar::of_trainings(&found, host)),
        Err(Error::NotFound) => {
            let found = site.app.consultation_calendar(now, token).await;
            found.map(|found| calendar::of_consultations(&found, (host, lang)))
        }
        Err(err) => Err(err),
    }
}

/// The numbers to ring, first line first. Whoever cannot be on call any more is rung last: better than nobody.
fn forwarding(found: &Found, seconds: u32) -> Forwarding {
    let on = |line: &LineNow| line.now.clone().map(|on| (line.level, on));
    let mut all: Vec<(u32, OnDuty)> = found.lines.iter().filter_map(on).collect();
    all.sort_by_key(|(level, on)| (on.in_doubt, *level));
    let dial = all.iter().filter_map(|(level, on)| {
        Some(Dial {
            level: *level,
            number: on.number.clone()?,
            seconds,
        })
    });
    Forwarding {
        at: found.at.0.to_string(),
        until: all
            .iter()
            .map(|(_, on)| on.steady_until)
            .min()
            .map(|at| at.0.to_string()),
        dial: dial.collect(),
    }
}

impl From<Found> for Tonight {
    fn from(found: Found) -> Tonight {
        let line = |one: LineNow| DutyLine {
            level: one.level,
            name: (&one.name).into(),
            now: one.now.map(OnCall::from),
            next: one.next.map(OnCall::from),
            uncovered: one.uncovered.into_iter().map(Span::from).collect(),
        };
        Tonight {
            pool: found.pool.0,
            name: found.name,
            at: found.at.0.to_string(),
            lines: found.lines.into_iter().map(line).collect(),
        }
    }
}

impl From<OnDuty> for OnCall {
    fn from(one: OnDuty) -> OnCall {
        OnCall {
            staff: one.staff.0,
            name: one.name,
            number: one.number,
            confirmed: one.confirmed,
            in_doubt: one.in_doubt,
            taken_over: one.taken.as_ref().map(swap::TurnMeaning::from),
            from: one.part.start().0.to_string(),
            until: one.part.end().0.to_string(),
        }
    }
}

impl From<Stretch> for Span {
    fn from(one: Stretch) -> Span {
        Span {
            from: one.start().0.to_string(),
            until: one.end().0.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hemma_domain::ids::{LineId, StaffId, TurnId};

    fn line(level: u32, number: &str, in_doubt: bool) -> LineNow {
        let at = |text: &str| hemma_domain::time::Instant(text.parse().unwrap());
        let id = Uuid::from_u128(level.into());
        let now = OnDuty {
            turn: TurnId(id),
            staff: StaffId(id),
            name: String::new(),
            number: Some(number.to_owned()),
            confirmed: true,
            part: Stretch::new(at("2026-12-14T16:00:00Z"), at("2026-12-15T07:00:00Z")).unwrap(),
            in_doubt,
            steady_until: at("2026-12-15T07:00:00Z"),
            taken: None,
        };
        LineNow {
            id: LineId(id),
            level,
            name: hemma_domain::programme::Words {
                sv: String::new(),
                en: String::new(),
            },
            now: Some(now),
            next: None,
            uncovered: Vec::new(),
        }
    }

    fn check_order(first: bool, second: bool, expected: [&str; 2]) {
        let found = Found {
            pool: PoolId(Uuid::nil()),
            name: String::new(),
            at: hemma_domain::time::Instant("2026-12-14T21:00:00Z".parse().unwrap()),
            lines: vec![line(1, "08-1", first), line(2, "08-2", second)],
            ring_seconds: 20,
            may_serve: false,
        };
        let dial = forwarding(&found, 20).dial;
        let numbers: Vec<&str> = dial.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers, expected);
    }

    #[test]
    fn whoever_cannot_be_on_call_any_more_is_rung_last_and_not_left_out() {
        check_order(false, false, ["08-1", "08-2"]);
        check_order(true, false, ["08-2", "08-1"]);
        check_order(true, true, ["08-1", "08-2"]);
    }
}
