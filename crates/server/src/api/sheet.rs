//! A family's sheet for whoever is on call, and those of a night.

use axum::Json;
use axum::extract::State;
use hemma_app::sheet::{AtWork, SheetPage};
use hemma_domain::access::{PoolAction, SheetAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, PoolId};
use hemma_domain::person::Person as Known;
use hemma_domain::sheet::SheetState;
use serde::Serialize;
use serde_json::Value as Tree;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::artefact::form;
use crate::api::{ApiError, ApiPath, ApiVisit, Refused, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/sheet",
            Access::Sheet(SheetAction::Open),
            get,
        )
        .get(
            "/api/v1/pools/{pool}/sheets",
            Access::Pool(PoolAction::SeeTonight),
            tonight,
        )
}

/// A family's sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutySheet {
    pub case: Uuid,
    pub code: String,
    pub label: String,
    /// Until when the reader can open it by a duty of theirs; null by day.
    pub until: Option<String>,
    /// `missing`, `old`, `current`.
    pub state: &'static str,
    pub looked_over_on: Option<String>,
    pub red_flags: String,
    pub staff_warning: String,
    pub way_in: String,
    pub keep_out: String,
    pub call_first: String,
    pub out_of_hours: String,
    /// The household first. Of those whose identity is protected neither address nor number is here.
    pub persons: Vec<SheetPerson>,
    /// The safety plan in force, by field code; null where there is none.
    #[schema(value_type = Option<Object>)]
    pub plan: Option<Tree>,
    pub plan_review_on: Option<String>,
    pub handler: Option<SheetContact>,
    /// Who carries the family, and the leaders of its team.
    pub team: Vec<SheetContact>,
}

/// Somebody of the family or around it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetPerson {
    pub given_name: String,
    /// As in `mother`.
    pub kin: &'static str,
    pub in_household: bool,
    pub language: String,
    pub interpreter: bool,
    pub phone: String,
    pub address: String,
    pub door_code: String,
    pub must_not_know_address: bool,
    pub staff_safety: String,
}

/// Somebody at work to call.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetContact {
    pub name: String,
    /// The authority, or the role in the team.
    pub about: String,
    pub phone: Option<String>,
}

/// A family whose sheet can be opened now.
#[derive(Debug, Serialize, ToSchema)]
pub struct NightSheet {
    pub case: Uuid,
    pub code: String,
    pub label: String,
    pub team: String,
    /// `missing`, `old`, `current`.
    pub state: &'static str,
    pub red_flags: bool,
    pub staff_warning: bool,
}

/// The sheets of a night.
#[derive(Debug, Serialize, ToSchema)]
pub struct NightSheets {
    /// Until when they can be opened; null for those who are not on call.
    pub until: Option<String>,
    pub sheets: Vec<NightSheet>,
}

/// A family's sheet, for its team and for whoever is on call. Every look is in the log of the family's board.
#[utoipa::path(get, operation_id = "sheet", path = "/api/v1/cases/{case}/sheet",
    params(("case" = Uuid, Path)), responses((status = 200, body = DutySheet), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<DutySheet>, ApiError> {
    let read = site.app.duty_sheet(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(DutySheet::from(read)))
}

/// The families whose sheets the reader may open now.
#[utoipa::path(get, operation_id = "night_sheets", path = "/api/v1/pools/{pool}/sheets",
    params(("pool" = Uuid, Path)), responses((status = 200, body = NightSheets), Refused))]
pub async fn tonight(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
) -> Result<Json<NightSheets>, ApiError> {
    let read = site.app.night_sheets(&visit.0.ctx, pool).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let sheets = read.sheets.into_iter().map(|one| NightSheet {
        case: one.case.0,
        code: one.code,
        label: one.label,
        team: one.team,
        state: state(one.state),
        red_flags: one.red_flags,
        staff_warning: one.staff_warning,
    });
    Ok(Json(NightSheets {
        until: read.until.map(moment),
        sheets: sheets.collect(),
    }))
}

fn state(state: SheetState) -> &'static str {
    match state {
        SheetState::Missing => "missing",
        SheetState::Old { .. } => "old",
        SheetState::Current { .. } => "current",
    }
}

impl From<SheetPage> for DutySheet {
    fn from(page: SheetPage) -> DutySheet {
        let on = match page.state {
            SheetState::Missing => None,
            SheetState::Old { since: day } | SheetState::Current { on: day } => Some(day),
        };
        let texts = page.sheet.map(|(sheet, _)| sheet.texts).unwrap_or_default();
        let plan = page.plan.as_ref();
        DutySheet {
            case: page.case.id.0,
            code: page.case.code,
            label: page.case.label,
            until: page.watch.map(|(_, until)| moment(until)),
            state: state(page.state),
            looked_over_on: on.map(|day| day.to_string()),
            red_flags: texts.red_flags,
            staff_warning: texts.staff_warning,
            way_in: texts.way_in,
            keep_out: texts.keep_out,
            call_first: texts.call_first,
            out_of_hours: texts.out_of_hours,
            persons: page.persons.into_iter().map(SheetPerson::from).collect(),
            plan: plan.map(|one| form(&one.values)),
            plan_review_on: plan
                .and_then(|one| one.review_on)
                .map(|day| day.to_string()),
            handler: page.assignment.map(|one| SheetContact {
                name: one.handler,
                about: one.authority,
                phone: Some(one.handler_phone),
            }),
            team: page.team.into_iter().map(SheetContact::from).collect(),
        }
    }
}

impl From<Known> for SheetPerson {
    fn from(one: Known) -> SheetPerson {
        SheetPerson {
            given_name: one.given_name,
            kin: one.kin.code(),
            in_household: one.in_household,
            language: one.language,
            interpreter: one.interpreter,
            phone: one.phone,
            address: one.address,
            door_code: one.door_code,
            must_not_know_address: one.must_not_know_address,
            staff_safety: one.staff_safety,
        }
    }
}

impl From<AtWork> for SheetContact {
    fn from(one: AtWork) -> SheetContact {
        SheetContact {
            name: one.name,
            about: one.role.code().to_owned(),
            phone: one.phone,
        }
    }
}
