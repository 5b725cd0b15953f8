//! Who looked: the log of a case, and of a board.

use axum::Json;
use axum::extract::State;
use hemma_app::log::{LogLine as Told, Pick};
use hemma_domain::access::{BoardAction, CaseAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, CaseId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/log",
            Access::Case(CaseAction::SeeLog),
            of_case,
        )
        .get(
            "/api/v1/boards/{board}/log",
            Access::Board(BoardAction::SeeLog),
            of_board,
        )
}

/// Where a page of a log begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Place {
    /// Lines before this one; the newest by default.
    before: Option<i64>,
}

/// Which lines of a board's log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Picked {
    /// `sample`, `protected`, `refusals` or `namesakes`; everything by default.
    pick: Option<String>,
    /// What one member of staff did.
    #[param(value_type = Option<Uuid>)]
    staff: Option<StaffId>,
    /// What was done in one case, by its code.
    code: Option<String>,
    /// Lines before this one; the newest by default.
    before: Option<i64>,
}

/// A page of a log, the newest line first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Log {
    pub lines: Vec<LogLine>,
    /// What to ask for next; null on the last page.
    pub before: Option<i64>,
}

/// Who did or looked at what.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogLine {
    pub seq: i64,
    pub at: String,
    /// Null for the program itself.
    pub staff: Option<Uuid>,
    pub staff_name: Option<String>,
    pub role: Option<&'static str>,
    /// As in `case_read`.
    pub event: &'static str,
    pub team: Option<Uuid>,
    pub case: Option<Uuid>,
    pub case_code: Option<String>,
    pub protected: bool,
    pub person: Option<Uuid>,
    /// Null for those who may not read the case.
    pub person_name: Option<String>,
    /// Why, where a reason is asked for.
    pub purpose: String,
    /// Codes and ids.
    pub detail: String,
    pub review: Option<Review>,
}

/// What a records officer found in a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct Review {
    pub at: String,
    pub by: String,
    /// `in_order`, `asked`, `reported`.
    pub finding: &'static str,
    pub remark: String,
}

/// Who looked at a case.
#[utoipa::path(get, operation_id = "case_log", path = "/api/v1/cases/{case}/log",
    params(("case" = Uuid, Path), Place), responses((status = 200, body = Log), Refused))]
pub async fn of_case(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(place): ApiQuery<Place>,
) -> Result<Json<Log>, ApiError> {
    let read = site.app.case_log(&visit.0.ctx, case, place.before).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(Log::of(read.lines, read.before)))
}

/// The log of a board.
#[utoipa::path(get, operation_id = "board_log", path = "/api/v1/boards/{board}/log",
    params(("board" = Uuid, Path), Picked), responses((status = 200, body = Log), Refused))]
pub async fn of_board(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(board): ApiPath<BoardId>,
    ApiQuery(picked): ApiQuery<Picked>,
) -> Result<Json<Log>, ApiError> {
    let code = picked.code.as_deref().unwrap_or_default();
    let word = picked.pick.as_deref().unwrap_or_default();
    let pick = Pick::read(word, picked.staff, code).ok_or_else(|| ApiError::invalid(&visit))?;
    let (app, ctx) = (&site.app, &visit.0.ctx);
    let read = app.board_log(ctx, board, &pick, picked.before).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(Log::of(read.lines, read.before)))
}

impl Log {
    fn of(lines: Vec<Told>, before: Option<i64>) -> Log {
        Log {
            lines: lines.into_iter().map(LogLine::from).collect(),
            before,
        }
    }
}

impl From<Told> for LogLine {
    fn from(line: Told) -> LogLine {
        let entry = line.entry;
        LogLine {
            seq: line.seq,
            at: moment(entry.at),
            staff: entry.staff.map(|staff| staff.0),
            staff_name: line.staff,
            role: entry.role.map(|role| role.code()),
            event: entry.event.code(),
            team: entry.team.map(|team| team.0),
            case: entry.case.map(|case| case.0),
            case_code: line.case_code,
            protected: line.protected,
            person: entry.person.map(|person| person.0),
            person_name: line.person,
            purpose: entry.purpose,
            detail: entry.detail,
            review: line.review.map(|review| Review {
                at: moment(review.at),
                by: review.by,
                finding: review.finding.code(),
                remark: review.remark,
            }),
        }
    }
}
