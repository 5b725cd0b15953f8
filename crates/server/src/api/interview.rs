//! The calls that an interviewer can make, and the interviews.

use axum::Json;
use axum::extract::State;
use hemma_app::measure::{Interview as Opened, QueueLine};
use hemma_domain::access::CaseAction;
use hemma_domain::calling::CallTime;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{Given, Item};
use hemma_domain::measure::Attempt as Called;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, Words, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/interviews", Access::SignedIn, list)
        .get(
            "/api/v1/interviews/{case}/{measure}",
            Access::Case(CaseAction::Interview),
            get,
        )
}

/// One call to make.
#[derive(Debug, Serialize, ToSchema)]
pub struct Call {
    pub case: Uuid,
    pub measure: Uuid,
    pub instrument: String,
    pub instrument_version: u32,
    pub instrument_name: Words,
    /// Whom to call.
    pub name: String,
    pub phone: String,
    /// BCP 47.
    pub language: String,
    pub interpreter: bool,
    /// Whom the answers are about.
    pub therapist: String,
    pub due_on: String,
    pub closes_on: String,
    /// When the family is best called; null where nobody has said.
    pub best_time: Option<BestTime>,
    /// Earlier calls, the oldest first.
    pub attempts: Vec<Attempt>,
    /// Answers were begun.
    pub begun: bool,
    /// The last day of a link by which they may answer alone.
    pub link_until: Option<String>,
}

/// When a family is best called.
#[derive(Debug, Serialize, ToSchema)]
pub struct BestTime {
    /// Monday is 1.
    pub weekdays: Vec<i8>,
    /// As in `17:00`.
    pub from: String,
    pub to: String,
}

/// An earlier call.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attempt {
    pub at: String,
    /// As in `no_answer`.
    pub outcome: &'static str,
    pub call_back_at: Option<String>,
    /// What the next caller should know.
    pub note: String,
}

/// An interview as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Interview {
    pub measure: Uuid,
    pub instrument: String,
    pub instrument_version: u32,
    /// Whom to call.
    pub name: String,
    pub phone: String,
    /// BCP 47.
    pub language: String,
    pub interpreter: bool,
    /// Whom the answers are about.
    pub therapist: String,
    /// In the order in which they are asked.
    pub items: Vec<InterviewItem>,
    /// Counts answers; 0 before the first.
    pub version: i64,
    /// How it went so far; never what was answered.
    pub note: String,
    /// When the family is best called; null where nobody has said.
    pub best_time: Option<BestTime>,
    /// The oldest first.
    pub attempts: Vec<Attempt>,
    /// Somebody may be asked now.
    pub open: bool,
}

/// One item with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterviewItem {
    pub item: String,
    /// `answered`, `not_applicable`, `declined`, `unanswered` or `skipped`.
    pub state: &'static str,
    pub value: Option<i64>,
}

/// The calls that one can make today, the most urgent first; empty for those who interview nobody.
#[utoipa::path(get, operation_id = "interviews", path = "/api/v1/interviews",
    params(Window), responses((status = 200, body = Part<Call>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Call>>, ApiError> {
    let read = site.app.interviews(&visit.0.ctx).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.lines, Call::from).map(Json)
}

/// An interview, to begin, to go on with or to look at.
#[utoipa::path(get, operation_id = "interview", path = "/api/v1/interviews/{case}/{measure}",
    params(("case" = Uuid, Path), ("measure" = Uuid, Path)),
    responses((status = 200, body = Interview), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(CaseId, MeasureId)>,
) -> Result<Json<Interview>, ApiError> {
    let read = site.app.interview(&visit.0.ctx, at).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(Interview::from(read)))
}

impl From<Opened> for Interview {
    fn from(one: Opened) -> Interview {
        let items = one.scorer.instrument().items.iter();
        let items = items.zip(one.sheet.given()).map(InterviewItem::from);
        Interview {
            measure: one.measure.id.0,
            items: items.collect(),
            instrument: one.measure.instrument,
            instrument_version: one.measure.instrument_version,
            name: one.respondent.name,
            phone: one.respondent.phone,
            language: one.respondent.language,
            interpreter: one.respondent.interpreter,
            therapist: one.therapist,
            version: one.version,
            note: one.note,
            best_time: one.best.as_ref().map(BestTime::from),
            attempts: one.attempts.iter().map(Attempt::from).collect(),
            open: one.closed.is_none(),
        }
    }
}

impl From<(&Item, &Given)> for InterviewItem {
    fn from((item, given): (&Item, &Given)) -> InterviewItem {
        let (state, value) = match given {
            Given::Value(value) => ("answered", Some(*value)),
            Given::NotApplicable => ("not_applicable", None),
            Given::Declined => ("declined", None),
            Given::Unanswered => ("unanswered", None),
            Given::Skipped => ("skipped", None),
        };
        InterviewItem {
            item: item.code.clone(),
            state,
            value,
        }
    }
}

impl From<QueueLine> for Call {
    fn from(line: QueueLine) -> Call {
        let measure = line.measure;
        Call {
            case: measure.case.0,
            measure: measure.id.0,
            instrument: measure.instrument,
            instrument_version: measure.instrument_version,
            instrument_name: Words::from(&line.instrument),
            name: line.respondent.name,
            phone: line.respondent.phone,
            language: line.respondent.language,
            interpreter: line.respondent.interpreter,
            therapist: line.therapist,
            due_on: measure.window.due_on.to_string(),
            closes_on: measure.window.closes_on.to_string(),
            best_time: line.best.as_ref().map(BestTime::from),
            attempts: line.attempts.iter().map(Attempt::from).collect(),
            begun: line.begun,
            link_until: line.link_until.map(|day| day.to_string()),
        }
    }
}

impl From<&CallTime> for BestTime {
    fn from(one: &CallTime) -> BestTime {
        let (from, to) = one.hours();
        BestTime {
            weekdays: one.weekdays().to_vec(),
            from: from.to_string(),
            to: to.to_string(),
        }
    }
}

impl From<&Called> for Attempt {
    fn from(one: &Called) -> Attempt {
        Attempt {
            at: moment(one.at),
            outcome: one.outcome.code(),
            call_back_at: one.call_back_at.map(moment),
            note: one.note.clone(),
        }
    }
}
