//! Those who applied for a post, for the members of its opening: as far as each may see now.

use axum::Json;
use axum::extract::State;
use hemma_app::opening::applicant::{ApplicantLine, OneApplicant, SittingLine};
use hemma_domain::access::OpeningAction;
use hemma_domain::application::{Application, Message, Reference, Sheet, Spread};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{ApplicationId, OpeningId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const READ: Access = Access::Opening(OpeningAction::SeeApplicants);
    Routes::default()
        .get("/api/v1/openings/{opening}/applicants", READ, list)
        .get(
            "/api/v1/openings/{opening}/applicants/{application}",
            READ,
            get,
        )
}

/// Somebody who applied, without whatever the reader may not see now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Applicant {
    pub id: Uuid,
    /// What they are called while names are hidden.
    pub number: u32,
    pub version: i64,
    pub received_at: String,
    /// `received`, `invited`, `declined`, `withdrawn`, `hired` or `destroyed`.
    pub stage: &'static str,
    /// Empty while names are hidden.
    pub name: String,
    pub email: String,
    pub phone: String,
    /// In the order of the questions.
    pub answers: Vec<String>,
    pub cv_bytes: Option<u32>,
    /// When an extract of the registers was shown; nothing of what it said is kept.
    pub register_shown_on: Option<String>,
    pub register_issued_on: Option<String>,
    pub sittings: Vec<ApplicantSitting>,
}

/// A sitting as the reader sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantSitting {
    /// `screening`, `first` or `second`.
    pub sitting: &'static str,
    /// The reader's own scores are locked.
    pub is_locked: bool,
    /// How many have locked theirs.
    pub locked: usize,
    /// None before the reader's own are locked.
    pub spreads: Vec<ScoreSpread>,
}

/// How far the locked scores of one competence lie apart.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreSpread {
    /// Its place in the profile, from 0.
    pub competence: usize,
    pub low: u8,
    pub high: u8,
    pub sum: u32,
    pub count: u32,
}

/// One applicant with all that the reader may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeApplicant {
    #[serde(flatten)]
    pub applicant: Applicant,
    pub sheets: Vec<ScoreSheet>,
    pub references: Vec<ApplicantReference>,
    pub messages: Vec<ApplicantMessage>,
}

/// What one assessor gave in one sitting.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreSheet {
    /// `screening`, `first` or `second`.
    pub sitting: &'static str,
    pub by: Uuid,
    pub by_name: String,
    pub locked_at: Option<String>,
    pub marks: Vec<ScoreMark>,
}

/// A score with what it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreMark {
    /// The competence's place in the profile, from 0.
    pub competence: usize,
    /// 1 to 5.
    pub score: u8,
    pub note: String,
}

/// What somebody said who knows an applicant's work.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantReference {
    pub who: String,
    pub on: String,
    pub taken_by: String,
    pub summary: String,
}

/// A text to an applicant.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantMessage {
    pub body: String,
    pub at: String,
    pub by: Uuid,
}

/// Those who applied, in the order in which they did.
#[utoipa::path(get, operation_id = "applicants", path = "/api/v1/openings/{opening}/applicants",
    params(("opening" = Uuid, Path), Window), responses((status = 200, body = Part<Applicant>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(id): ApiPath<OpeningId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Applicant>>, ApiError> {
    let found = site.app.applicants(&visit.0.ctx, id).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.lines, Applicant::from).map(Json)
}

/// One applicant.
#[utoipa::path(get, operation_id = "applicant", path = "/api/v1/openings/{opening}/applicants/{application}",
    params(("opening" = Uuid, Path), ("application" = Uuid, Path)),
    responses((status = 200, body = WholeApplicant), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(OpeningId, ApplicationId)>,
) -> Result<Json<WholeApplicant>, ApiError> {
    let found = site.app.applicant(&visit.0.ctx, at).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

fn applicant_of(one: Application, sittings: Vec<SittingLine>) -> Applicant {
    Applicant {
        id: one.id.0,
        number: one.number,
        version: one.version,
        received_at: moment(one.received_at),
        stage: one.stage.code(),
        name: one.person.name,
        email: one.person.email,
        phone: one.person.phone,
        answers: one.answers,
        cv_bytes: one.cv_bytes,
        register_shown_on: one.register.map(|note| note.shown_on.to_string()),
        register_issued_on: one.register.map(|note| note.issued_on.to_string()),
        sittings: sittings.into_iter().map(ApplicantSitting::from).collect(),
    }
}

impl From<ApplicantLine> for Applicant {
    fn from(one: ApplicantLine) -> Applicant {
        applicant_of(one.application, one.sittings)
    }
}

impl From<SittingLine> for ApplicantSitting {
    fn from(one: SittingLine) -> ApplicantSitting {
        let spread = |one: Spread| ScoreSpread {
            competence: one.competence,
            low: one.low,
            high: one.high,
            sum: one.sum.0,
            count: one.sum.1,
        };
        ApplicantSitting {
            sitting: one.sitting.code(),
            is_locked: one.is_locked,
            locked: one.locked,
            spreads: one.spreads.into_iter().map(spread).collect(),
        }
    }
}

impl From<OneApplicant> for WholeApplicant {
    fn from(found: OneApplicant) -> WholeApplicant {
        let sheet = |(one, by_name): (Sheet, String)| ScoreSheet {
            sitting: one.sitting.code(),
            by: one.by.0,
            by_name,
            locked_at: one.locked_at.map(moment),
            marks: one
                .marks
                .into_iter()
                .map(|(competence, mark)| ScoreMark {
                    competence,
                    score: mark.score,
                    note: mark.note,
                })
                .collect(),
        };
        let reference = |(one, taken_by): (Reference, String)| ApplicantReference {
            who: one.who,
            on: one.on.to_string(),
            taken_by,
            summary: one.summary,
        };
        let message = |one: Message| ApplicantMessage {
            body: one.body,
            at: moment(one.at),
            by: one.by.0,
        };
        WholeApplicant {
            applicant: applicant_of(found.application, found.sittings),
            sheets: found.sheets.into_iter().map(sheet).collect(),
            references: found.references.into_iter().map(reference).collect(),
            messages: found.messages.into_iter().map(message).collect(),
        }
    }
}
