//! Calls of the night.

use axum::Json;
use axum::extract::State;
use hemma_app::call::Named;
use hemma_domain::access::{CaseAction, PoolAction};
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, PoolId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/calls",
            Access::Case(CaseAction::See),
            list,
        )
        .get(
            "/api/v1/pools/{pool}/calls",
            Access::Pool(PoolAction::ReadCalls),
            of_pool,
        )
}

/// A call that somebody on call took.
#[derive(Debug, Serialize, ToSchema)]
pub struct Call {
    pub id: Uuid,
    pub taken_by: String,
    pub started_at: String,
    /// Null while it goes on.
    pub ended_at: Option<String>,
    /// As in `carer` or `child`; null while nobody has said.
    pub caller: Option<&'static str>,
    pub caller_name: String,
    pub reason: String,
    /// `none`, `raised`, `high`, `acute`.
    pub risk: Option<&'static str>,
    /// `yes`, `no`, `unknown`.
    pub child_safe: Option<&'static str>,
    pub step_used: String,
    pub advice: String,
    /// `no`, `alone`, `together`.
    pub went_out: Option<&'static str>,
    /// As in `police` or `network`.
    pub contacted: Vec<&'static str>,
    /// As in `second_line`.
    pub escalated: Option<&'static str>,
    pub note: String,
    pub follow_up_by: Option<String>,
    pub follow_up_at: Option<String>,
    /// When and by whom it was taken over; null while it waits.
    pub confirmed_at: Option<String>,
    pub confirmed_by: Option<String>,
}

/// The calls about a family: those that wait first, then the newest.
#[utoipa::path(get, operation_id = "calls", path = "/api/v1/cases/{case}/calls",
    params(("case" = Uuid, Path), Window), responses((status = 200, body = Part<Call>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Call>>, ApiError> {
    let read = site.app.calls(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.calls, Call::from).map(Json)
}

/// The calls of a pool about no family, of those who took them in your teams: the newest first.
#[utoipa::path(get, operation_id = "pool_calls", path = "/api/v1/pools/{pool}/calls",
    params(("pool" = Uuid, Path), Window), responses((status = 200, body = Part<Call>), Refused))]
pub async fn of_pool(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Call>>, ApiError> {
    let read = site.app.pool_calls(&visit.0.ctx, pool).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.calls, Call::from).map(Json)
}

impl From<Named> for Call {
    fn from(named: Named) -> Call {
        fn code<T: Code>(value: Option<T>) -> Option<&'static str> {
            value.map(Code::code)
        }
        let (call, body) = (&named.call, named.call.body.clone());
        Call {
            id: call.id.0,
            started_at: moment(call.started_at),
            ended_at: call.ended_at.map(moment),
            caller: code(body.caller),
            caller_name: body.caller_name,
            reason: body.reason,
            risk: code(body.risk),
            child_safe: code(body.child_safe),
            step_used: body.step_used,
            advice: body.advice,
            went_out: code(body.went_out),
            contacted: body.contacted.iter().map(|one| one.code()).collect(),
            escalated: code(body.escalated),
            note: body.note,
            follow_up_at: call.follow_up.at.map(moment),
            confirmed_at: call.confirmed.map(|(at, _)| moment(at)),
            taken_by: named.taken_by,
            follow_up_by: named.follow_up_by,
            confirmed_by: named.confirmed_by,
        }
    }
}
