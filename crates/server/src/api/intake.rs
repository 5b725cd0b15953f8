//! The screening of a family that is not taken in yet.

use axum::Json;
use axum::extract::State;
use hemma_app::intake::{Counted as CountedFound, ScreeningView, UnnamedScreening as Unnamed};
use hemma_domain::access::CaseAction;
use hemma_domain::case::Screening as Answered;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, StaffId};
use hemma_domain::programme::{Programme, Side};
use hemma_domain::screening::{Screened, Standing as StandingFound, screened};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::care::Assignment;
use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/screening",
            Access::Case(CaseAction::See),
            get,
        )
        .get(
            "/api/v1/desk/cases/{case}/screening",
            Access::Case(CaseAction::OverrideConsultant),
            get_unnamed,
        )
}

/// Whether a family fits the programme, and what stands in the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct Screening {
    pub assignment: Option<Assignment>,
    /// In the programme's order.
    pub criteria: Vec<Criterion>,
    pub counted: Counted,
    pub standing: Standing,
}

/// A screening for the consultant: no name of the family.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnnamedScreening {
    pub case: Uuid,
    pub code: String,
    /// What stands for each member of the household.
    pub household: Vec<String>,
    pub criteria: Vec<Criterion>,
    pub counted: Counted,
    pub standing: Standing,
}

/// One criterion of the programme with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Criterion {
    pub criterion: String,
    pub text: Words,
    /// `inclusion` or `exclusion`.
    pub side: &'static str,
    /// `yes`, `no`, `unsure`; null while nobody has answered.
    pub answer: Option<&'static str>,
    /// `fits`, `hinders`, `open`.
    pub reading: &'static str,
    /// What the answer rests on.
    pub evidence: String,
    pub answered_by: Option<Uuid>,
    pub answered_by_name: Option<String>,
    pub answered_on: Option<String>,
    /// Everybody whom the programme names has agreed to set it aside.
    pub set_aside: bool,
    pub set_aside_reason: String,
}

/// What the program counts by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counted {
    /// The day on which the authority decided, or the case came in.
    pub on: String,
    /// The child's full years on that day.
    pub age: Option<u32>,
    /// `fits`, `hinders`, `open`.
    pub age_reading: &'static str,
    /// Days since the event; null where the programme asks for none, or none is known.
    pub event_days: Option<i64>,
    /// Null where the programme asks for no event.
    pub event_reading: Option<&'static str>,
}

/// How a screening stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standing {
    pub criteria: usize,
    pub open: usize,
    /// Answered, but without the words it rests on.
    pub unfounded: usize,
    pub hinders: usize,
    pub set_aside: usize,
}

/// Whether a family fits the programme.
#[utoipa::path(get, operation_id = "screening", path = "/api/v1/cases/{case}/screening",
    params(("case" = Uuid, Path)), responses((status = 200, body = Screening), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<Screening>, ApiError> {
    let read = site.app.screening(&visit.0.ctx, case).await;
    let read: ScreeningView = read.map_err(ApiError::of(&visit))?;
    let (criteria, standing) = criteria(&read.head.programme, &read.answers, &read.names);
    Ok(Json(Screening {
        counted: Counted::from(read.counted),
        assignment: read.assignment.map(Assignment::from),
        criteria,
        standing,
    }))
}

/// The screening of a family for the consultant, without names.
#[utoipa::path(get, operation_id = "screening_unnamed", path = "/api/v1/desk/cases/{case}/screening",
    params(("case" = Uuid, Path)), responses((status = 200, body = UnnamedScreening), Refused))]
pub async fn get_unnamed(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<UnnamedScreening>, ApiError> {
    let language = visit.0.lang.0;
    let read = site
        .app
        .screening_unnamed(&visit.0.ctx, case, language)
        .await;
    let read: Unnamed = read.map_err(ApiError::of(&visit))?;
    let (criteria, standing) = criteria(&read.programme, &read.answers, &read.names);
    Ok(Json(UnnamedScreening {
        case: read.case.0,
        code: read.code,
        household: read.household,
        counted: Counted::from(read.counted),
        criteria,
        standing,
    }))
}

fn criteria(
    programme: &Programme,
    answers: &[Answered],
    names: &[(StaffId, String)],
) -> (Vec<Criterion>, Standing) {
    let list = screened(programme, answers);
    let standing = Standing::from(StandingFound::of(&list));
    let list = list.iter().map(|one| Criterion::of(one, names));
    (list.collect(), standing)
}

impl Criterion {
    fn of(one: &Screened<'_>, names: &[(StaffId, String)]) -> Criterion {
        let by = one.answer.map(|given| given.by);
        let name = names.iter().find(|(staff, _)| Some(*staff) == by);
        let text = |read: fn(&Answered) -> &String| one.answer.map(read).cloned();
        Criterion {
            criterion: one.criterion.code.clone(),
            text: Words::from(&one.criterion.label),
            side: match one.side {
                Side::Inclusion => "inclusion",
                Side::Exclusion => "exclusion",
            },
            answer: one.answer.map(|given| given.answer.code()),
            reading: one.reading().code(),
            evidence: text(|given| &given.evidence).unwrap_or_default(),
            answered_by: by.map(|staff| staff.0),
            answered_by_name: name.map(|(_, name)| name.clone()),
            answered_on: one.answer.map(|given| given.on.to_string()),
            set_aside: one.is_set_aside(),
            set_aside_reason: text(|given| &given.override_reason).unwrap_or_default(),
        }
    }
}

impl From<CountedFound> for Counted {
    fn from(one: CountedFound) -> Counted {
        Counted {
            on: one.on.to_string(),
            age: one.age.age,
            age_reading: one.age.reading.code(),
            event_days: one.event.and_then(|event| event.days),
            event_reading: one.event.map(|event| event.reading.code()),
        }
    }
}

impl From<StandingFound> for Standing {
    fn from(one: StandingFound) -> Standing {
        Standing {
            criteria: one.criteria,
            open: one.open,
            unfounded: one.unfounded,
            hinders: one.hinders,
            set_aside: one.set_aside,
        }
    }
}
