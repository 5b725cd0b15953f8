//! The weekly loop of a case.

use axum::Json;
use axum::extract::State;
use hemma_app::week::WeekPage;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::team::Rhythm;
use hemma_domain::time::{Instant, Week as DomainWeek};
use hemma_domain::week::{self, CaseWeek, SummaryState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::goal::Goals;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/weeks",
            Access::Case(CaseAction::See),
            list,
        )
        .get(
            "/api/v1/cases/{case}/weeks/{week}",
            Access::Case(CaseAction::See),
            get,
        )
}

/// Where the summary of a week stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// As in `2026-W47`.
    pub week: String,
    /// `late`, `open`, `handed_in_late`, `handed_in`, `supervised`, `consulted`.
    pub state: &'static str,
    /// `unchanged`, `better`, `worse`; null while nobody said.
    pub safety_change: Option<&'static str>,
    pub handed_in_at: Option<String>,
    pub supervised_at: Option<String>,
    pub consulted_at: Option<String>,
    pub changed_at: Option<String>,
}

/// One week of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Week {
    pub summary: Summary,
    /// What the meeting decided; empty if nothing.
    pub decisions: String,
    pub stable: Goals,
    pub texts: Vec<Text>,
    pub contacts: Vec<WeekContact>,
    /// The steps of the week before, which this week judges.
    pub last_steps: Vec<Step>,
    pub steps: Vec<Step>,
    pub fits: Vec<Fit>,
    pub feedback: Vec<Feedback>,
    /// Points of earlier weeks: open ones, and those whose follow-up was marked in this week.
    pub earlier_feedback: Vec<Feedback>,
    /// What the week still lacks, as in `no_fit`.
    pub gaps: Vec<&'static str>,
}

/// A free text of a week.
#[derive(Debug, Serialize, ToSchema)]
pub struct Text {
    /// `advances`, `barriers`, `question`, `safety`.
    pub field: &'static str,
    pub text: String,
    pub by: String,
    pub at: String,
}

/// A contact as the week lists it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekContact {
    pub at: String,
    pub kind: &'static str,
    pub place: &'static str,
    pub minutes: u32,
    pub staff: String,
}

/// An intermediary goal of one week.
#[derive(Debug, Serialize, ToSchema)]
pub struct Step {
    pub id: Uuid,
    pub number: u32,
    pub goal: Option<Uuid>,
    pub driver: Option<Uuid>,
    pub text: String,
    pub interventions: Vec<Intervention>,
    /// Principles of the programme.
    pub principles: Vec<String>,
    /// `met`, `partly`, `not_met`, `not_tried`; null while nobody said.
    pub outcome: Option<&'static str>,
    pub evidence: String,
    pub carried_from: Option<Uuid>,
}

/// What is done towards a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct Intervention {
    pub what: String,
    pub who: String,
    pub when: String,
    pub measure: String,
}

/// Why a behaviour, barrier, interaction or success makes sense.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fit {
    pub id: Uuid,
    pub number: u32,
    /// `behaviour`, `barrier`, `interaction`, `success`.
    pub kind: &'static str,
    pub target: String,
    pub drivers: Vec<Driver>,
}

/// One reason, in one of the programme's systems.
#[derive(Debug, Serialize, ToSchema)]
pub struct Driver {
    pub id: Uuid,
    pub number: u32,
    pub system: String,
    pub text: String,
    pub evidence: String,
    pub prioritised: bool,
}

/// One point of written feedback, its answer, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Feedback {
    pub id: Uuid,
    pub week: String,
    /// A section of the week, as in `steps`.
    pub section: &'static str,
    /// `leader` or `consultant`.
    pub voice: &'static str,
    pub by: String,
    pub at: String,
    pub text: String,
    pub answer: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<String>,
    /// `done`, `partly`, `not_done`; null while it is open.
    pub follow_up: Option<&'static str>,
    pub follow_note: String,
}

/// The weeks of a case, the latest first.
#[utoipa::path(get, operation_id = "weeks", path = "/api/v1/cases/{case}/weeks",
    params(("case" = Uuid, Path), Window),
    responses((status = 200, body = Part<Summary>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Summary>>, ApiError> {
    let read = site
        .app
        .week_list(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    let (rhythm, now) = (read.rhythm, visit.0.ctx.now);
    Part::of(&visit, &window, read.weeks, |week| {
        Summary::of(&week, rhythm, now)
    })
    .map(Json)
}

/// One week of a case, as its page shows it.
#[utoipa::path(get, operation_id = "week", path = "/api/v1/cases/{case}/weeks/{week}",
    params(("case" = Uuid, Path), ("week" = String, Path, description = "As in 2026-W47.")),
    responses((status = 200, body = Week), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((case, week)): ApiPath<(CaseId, String)>,
) -> Result<Json<Week>, ApiError> {
    let week: DomainWeek = week.parse().map_err(|_| ApiError::not_found(&visit))?;
    let page = site
        .app
        .week_page(&visit.0.ctx, (case, week))
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(Week::from(page)))
}

/// The code of a summary's state.
pub fn state(state: SummaryState) -> &'static str {
    match state {
        SummaryState::Late => "late",
        SummaryState::Open => "open",
        SummaryState::HandedInLate => "handed_in_late",
        SummaryState::HandedIn => "handed_in",
        SummaryState::Supervised => "supervised",
        SummaryState::Consulted => "consulted",
    }
}

impl From<WeekPage> for Week {
    fn from(page: WeekPage) -> Week {
        let gaps = page.gaps().iter().map(|gap| gap.code()).collect();
        let texts = page.sheet.texts.into_iter().map(|(text, by)| Text {
            field: text.field.code(),
            text: text.text,
            by,
            at: moment(text.at),
        });
        let contacts = page.sheet.contacts.into_iter().map(|contact| WeekContact {
            at: moment(contact.at),
            kind: contact.kind.code(),
            place: contact.place.code(),
            minutes: contact.minutes,
            staff: contact.staff,
        });
        let feedback = page.feedback.into_iter();
        let earlier = page.earlier.into_iter();
        Week {
            summary: Summary::of(&page.sheet.week, page.sheet.rhythm, page.now),
            decisions: page.sheet.week.decisions,
            stable: Goals::of(page.frame, page.goals),
            texts: texts.collect(),
            contacts: contacts.collect(),
            last_steps: page.last_steps.into_iter().map(Step::from).collect(),
            steps: page.steps.into_iter().map(Step::from).collect(),
            fits: page.fits.into_iter().map(Fit::from).collect(),
            feedback: feedback
                .map(|one| Feedback::of(one.feedback, one.by, one.answered_by))
                .collect(),
            earlier_feedback: earlier
                .map(|one| Feedback::of(one.feedback, one.by, one.answered_by))
                .collect(),
            gaps,
        }
    }
}

impl Summary {
    fn of(week: &CaseWeek, rhythm: Rhythm, now: Instant) -> Summary {
        Summary {
            week: week.week.to_string(),
            state: state(week.state(rhythm, now)),
            safety_change: week.safety_change.map(|change| change.code()),
            handed_in_at: week.handed_in.map(|(at, _)| moment(at)),
            supervised_at: week.supervised_at.map(moment),
            consulted_at: week.consulted_at.map(moment),
            changed_at: week.changed_at.map(moment),
        }
    }
}

impl Feedback {
    pub(super) fn of(one: week::Feedback, by: String, answered_by: Option<String>) -> Feedback {
        Feedback {
            id: one.id.0,
            week: one.week.to_string(),
            section: one.section.code(),
            voice: one.voice.code(),
            by,
            at: moment(one.at),
            text: one.text,
            answer: one.answer,
            answered_by,
            answered_at: one.answered.map(|(at, _)| moment(at)),
            follow_up: one.follow_up.map(|became| became.code()),
            follow_note: one.follow_note,
        }
    }
}

impl From<week::Step> for Step {
    fn from(step: week::Step) -> Step {
        let interventions = step.interventions.into_iter().map(|one| Intervention {
            what: one.what,
            who: one.who,
            when: one.when,
            measure: one.measure,
        });
        Step {
            id: step.id.0,
            number: step.number,
            goal: step.goal.map(|goal| goal.0),
            driver: step.driver.map(|driver| driver.0),
            text: step.text,
            interventions: interventions.collect(),
            principles: step.principles,
            outcome: step.outcome.map(|outcome| outcome.code()),
            evidence: step.evidence,
            carried_from: step.carried_from.map(|step| step.0),
        }
    }
}

impl From<week::Fit> for Fit {
    fn from(fit: week::Fit) -> Fit {
        Fit {
            id: fit.id.0,
            number: fit.number,
            kind: fit.kind.code(),
            target: fit.target,
            drivers: fit.drivers.into_iter().map(Driver::from).collect(),
        }
    }
}

impl From<week::Driver> for Driver {
    fn from(driver: week::Driver) -> Driver {
        Driver {
            id: driver.id.0,
            number: driver.number,
            system: driver.system,
            text: driver.text,
            evidence: driver.evidence,
            prioritised: driver.prioritised,
        }
    }
}
