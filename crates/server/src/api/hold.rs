//! When the measures of a family rest.

use axum::Json;
use axum::extract::State;
use hemma_app::hold::HoldLine;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/holds",
        Access::Case(CaseAction::See),
        list,
    )
}

/// A time in which nobody asks a family anything.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hold {
    pub id: Uuid,
    /// The first day.
    pub from: String,
    /// The day on which measures go on; null while nobody knows, `from` where the hold was taken back.
    pub to: Option<String>,
    /// `away`, `care_order`, `illness` or `other`.
    pub reason: &'static str,
    pub recorded_at: String,
    pub recorded_by: String,
    /// When somebody said on which day measures go on, where that was not known from the beginning or changed.
    pub ended_at: Option<String>,
    pub ended_by: Option<String>,
}

/// When the measures of a case rest, the newest first.
#[utoipa::path(get, operation_id = "holds", path = "/api/v1/cases/{case}/holds",
    params(("case" = Uuid, Path), Window),
    responses((status = 200, body = Part<Hold>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Hold>>, ApiError> {
    let read = site.app.holds(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.lines, Hold::from).map(Json)
}

impl From<HoldLine> for Hold {
    fn from(one: HoldLine) -> Hold {
        let hold = &one.hold;
        Hold {
            id: hold.id.0,
            from: hold.from.to_string(),
            to: hold.to.map(|day| day.to_string()),
            reason: hold.reason.code(),
            recorded_at: moment(hold.recorded.0),
            ended_at: hold.ended.map(|(at, _)| moment(at)),
            recorded_by: one.recorded_by,
            ended_by: one.ended_by,
        }
    }
}
