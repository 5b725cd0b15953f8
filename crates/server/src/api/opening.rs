//! Recruitment, for the members of an opening and nobody else: what is looked for, information meetings, what may be demanded of whoever was hired, and what is kept for how long.

use axum::Json;
use axum::extract::State;
use hemma_app::briefing::OneBriefing;
use hemma_app::opening::destruction::{Destruction, KeptBy, Protocol};
use hemma_app::opening::merits::MeritsOf;
use hemma_app::opening::{OneOpening, OpeningLine};
use hemma_domain::access::OpeningAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{Competence, Profile, Question};
use hemma_domain::time::Day;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{
    ApiError, ApiPath, ApiQuery, ApiVisit, Part, Problem, Refused, Window, Words, moment,
};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const SEE: Access = Access::Opening(OpeningAction::See);
    const DECIDE: Access = Access::Opening(OpeningAction::Decide);
    Routes::default()
        .get("/api/v1/openings", Access::SignedIn, list)
        .get("/api/v1/openings/{opening}", SEE, get)
        .get("/api/v1/openings/{opening}/briefings", SEE, briefings)
        .get("/api/v1/openings/{opening}/merits", DECIDE, merits)
        .get(
            "/api/v1/openings/{opening}/destruction",
            DECIDE,
            destruction,
        )
}

/// An opening in the list of one of its members.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedOpening {
    pub id: Uuid,
    pub post: String,
    /// The team or the network.
    pub place: String,
    /// `draft`, `open`, `screening`, `interviews`, `decided`, `aborted` or `destroyed`.
    pub state: &'static str,
    /// `responsible` or `assessor`.
    pub part: &'static str,
    pub last_on: Option<String>,
    pub applied: u32,
    /// From when what is kept is to be destroyed.
    pub due_on: Option<String>,
}

/// An opening.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeOpening {
    pub id: Uuid,
    pub version: i64,
    /// The team or the network.
    pub place: String,
    /// `draft`, `open`, `screening`, `interviews`, `decided`, `aborted` or `destroyed`.
    pub state: &'static str,
    pub profile: OpeningProfile,
    pub members: Vec<OpeningMember>,
    pub ended_on: Option<String>,
    pub posted_on: Option<String>,
    /// From when nobody can appeal any more.
    pub final_on: Option<String>,
    /// Why it was decided so; empty before.
    pub reasons: String,
    /// Who was hired, for whoever sees applicants.
    pub hired: Vec<HiredApplicant>,
}

/// Somebody who was hired.
#[derive(Debug, Serialize, ToSchema)]
pub struct HiredApplicant {
    pub application: Uuid,
    pub name: String,
}

/// What is looked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningProfile {
    pub post: String,
    pub place: String,
    pub extent: String,
    pub about: String,
    pub contact: String,
    pub posts: u32,
    pub last_on: Option<String>,
    /// `hidden` or `shown`.
    pub names: &'static str,
    /// `none`, `optional` or `wanted`.
    pub cv: &'static str,
    pub competences: Vec<OpeningCompetence>,
    pub questions: Vec<OpeningQuestion>,
}

/// Something that is demanded or counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningCompetence {
    pub name: String,
    /// `must` or `merit`.
    pub weight: &'static str,
    /// `application`, `interview` or `references`.
    pub judged: &'static str,
    pub question: String,
    /// What an answer is like that gets 1, 3 and 5.
    pub anchors: Vec<String>,
}

/// A question of the form.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningQuestion {
    pub text: String,
    /// `yes_no`, `choice` or `text`.
    pub kind: &'static str,
    pub choices: Vec<String>,
    /// The answer that the post demands; empty where any will do.
    pub needed: String,
}

/// Somebody who shares an opening.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningMember {
    pub staff: Uuid,
    pub name: String,
    /// `responsible` or `assessor`.
    pub part: &'static str,
}

/// An information meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningBriefing {
    pub id: Uuid,
    pub at: String,
    pub place: String,
    pub seats: u32,
    pub taken: u32,
    pub cancelled_at: Option<String>,
    /// Who said that they come; for whoever is responsible.
    pub guests: Vec<BriefingGuest>,
}

/// Somebody who comes to an information meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefingGuest {
    pub name: String,
    pub email: String,
}

/// What an applicant may demand to know of somebody who was called to interviews, or was hired.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantMerits {
    pub application: Uuid,
    /// The application's.
    pub version: i64,
    pub number: u32,
    /// Empty where the application was taken back.
    pub name: String,
    pub hired: bool,
    pub education: String,
    pub experience: String,
    pub other: String,
}

/// What is kept of an opening, for how long and why; and what was destroyed.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningDestruction {
    pub due_on: Option<String>,
    /// The numbers of the applications that are to be destroyed.
    pub numbers: Vec<u32>,
    /// How many are kept for good.
    pub kept: u32,
    pub rules: Vec<KeepingRule>,
    pub protocols: Vec<DestructionProtocol>,
}

/// A rule that something is kept by.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeepingRule {
    /// `kept_hired`, `kept_others` or `kept_aborted`.
    pub kind: &'static str,
    /// `24 months`, `21 days` or `always`.
    pub term: String,
    pub source: Words,
    /// `confirmed`, `stated` or `unconfirmed`.
    pub confidence: &'static str,
}

/// What was destroyed, when, by whom and by which rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct DestructionProtocol {
    pub at: String,
    pub by: String,
    pub rule: String,
    pub due_on: String,
    pub numbers: Vec<u32>,
    pub kept: u32,
}

/// The openings that whoever asks is a member of, the newest first.
#[utoipa::path(get, operation_id = "openings", path = "/api/v1/openings", params(Window),
    responses((status = 200, body = Part<ListedOpening>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<ListedOpening>>, ApiError> {
    let found = site.app.my_openings(&visit.0.ctx).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.lines, ListedOpening::from).map(Json)
}

/// One opening.
#[utoipa::path(get, operation_id = "opening", path = "/api/v1/openings/{opening}", params(("opening" = Uuid, Path)),
    responses((status = 200, body = WholeOpening), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(id): ApiPath<OpeningId>,
) -> Result<Json<WholeOpening>, ApiError> {
    let found = site.app.opening(&visit.0.ctx, id).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

/// The information meetings of an opening.
#[utoipa::path(get, operation_id = "opening_briefings", path = "/api/v1/openings/{opening}/briefings",
    params(("opening" = Uuid, Path)), responses((status = 200, body = Vec<OpeningBriefing>), Refused))]
pub async fn briefings(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(id): ApiPath<OpeningId>,
) -> Result<Json<Vec<OpeningBriefing>>, ApiError> {
    let found = site.app.briefings(&visit.0.ctx, id).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Ok(Json(found.into_iter().map(OpeningBriefing::from).collect()))
}

/// What an applicant may demand to know of those who were called to interviews and of those who were hired, whoever was
/// hired first; a conflict before interviews.
#[utoipa::path(get, operation_id = "opening_merits", path = "/api/v1/openings/{opening}/merits",
    params(("opening" = Uuid, Path)), responses((status = 200, body = Vec<ApplicantMerits>),
    (status = 409, body = Problem, description = "Nobody is called to interviews yet."), Refused))]
pub async fn merits(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(id): ApiPath<OpeningId>,
) -> Result<Json<Vec<ApplicantMerits>>, ApiError> {
    let found = site.app.opening_merits(&visit.0.ctx, id).await;
    let found = found.map_err(ApiError::of(&visit))?;
    let people = found.people.into_iter();
    Ok(Json(people.map(ApplicantMerits::from).collect()))
}

/// What is kept of an opening, for how long and why; and what was destroyed.
#[utoipa::path(get, operation_id = "opening_destruction", path = "/api/v1/openings/{opening}/destruction",
    params(("opening" = Uuid, Path)), responses((status = 200, body = OpeningDestruction), Refused))]
pub async fn destruction(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(id): ApiPath<OpeningId>,
) -> Result<Json<OpeningDestruction>, ApiError> {
    let found = site.app.destruction(&visit.0.ctx, id).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

fn day(day: Day) -> String {
    day.to_string()
}

impl From<OpeningLine> for ListedOpening {
    fn from(one: OpeningLine) -> ListedOpening {
        ListedOpening {
            id: one.opening.id.0,
            state: one.opening.state.code().code(),
            last_on: one.opening.profile.last_on.map(day),
            post: one.opening.profile.post,
            place: one.place,
            part: one.part.code(),
            applied: one.applied,
            due_on: one.due_on.map(day),
        }
    }
}

impl From<OneOpening> for WholeOpening {
    fn from(found: OneOpening) -> WholeOpening {
        let one = found.opening;
        let ending = one.state.ending();
        let members = found.members.into_iter();
        WholeOpening {
            id: one.id.0,
            version: one.version,
            place: found.place,
            state: one.state.code().code(),
            members: members
                .map(|(member, name)| OpeningMember {
                    staff: member.staff.0,
                    name,
                    part: member.part.code(),
                })
                .collect(),
            ended_on: ending.map(|ending| day(ending.on)),
            posted_on: ending.and_then(|ending| ending.posted_on).map(day),
            final_on: ending.map(|ending| day(ending.final_on)),
            reasons: ending
                .map(|ending| ending.reasons.clone())
                .unwrap_or_default(),
            hired: found
                .hired
                .into_iter()
                .map(|(id, name)| HiredApplicant {
                    application: id.0,
                    name,
                })
                .collect(),
            profile: one.profile.into(),
        }
    }
}

impl From<Profile> for OpeningProfile {
    fn from(one: Profile) -> OpeningProfile {
        let competence = |one: Competence| OpeningCompetence {
            name: one.name,
            weight: one.weight.code(),
            judged: one.judged.code(),
            question: one.question,
            anchors: one
                .anchors
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect(),
        };
        let question = |one: Question| OpeningQuestion {
            text: one.text,
            kind: one.kind.code(),
            choices: one.choices,
            needed: one.needed,
        };
        OpeningProfile {
            post: one.post,
            place: one.place,
            extent: one.extent,
            about: one.about,
            contact: one.contact,
            posts: one.posts,
            last_on: one.last_on.map(day),
            names: one.names.code(),
            cv: one.cv.code(),
            competences: one.competences.into_iter().map(competence).collect(),
            questions: one.questions.into_iter().map(question).collect(),
        }
    }
}

impl From<OneBriefing> for OpeningBriefing {
    fn from(found: OneBriefing) -> OpeningBriefing {
        let one = found.briefing;
        let guests = found.guests.into_iter();
        OpeningBriefing {
            id: one.id.0,
            at: moment(one.at),
            place: one.place,
            seats: one.seats,
            taken: one.taken,
            cancelled_at: one.cancelled_at.map(moment),
            guests: guests
                .map(|guest| BriefingGuest {
                    name: guest.name,
                    email: guest.email,
                })
                .collect(),
        }
    }
}

impl From<MeritsOf> for ApplicantMerits {
    fn from(one: MeritsOf) -> ApplicantMerits {
        ApplicantMerits {
            application: one.id.0,
            version: one.version,
            number: one.number,
            name: one.name,
            hired: one.is_hired,
            education: one.merits.education,
            experience: one.merits.experience,
            other: one.merits.other,
        }
    }
}

impl From<Destruction> for OpeningDestruction {
    fn from(found: Destruction) -> OpeningDestruction {
        let rule = |one: KeptBy| KeepingRule {
            kind: one.kind.code(),
            term: one.term.to_string(),
            source: (&one.source).into(),
            confidence: one.confidence.code(),
        };
        let protocol = |(one, by): (Protocol, String)| DestructionProtocol {
            at: moment(one.at),
            by,
            rule: one.rule,
            due_on: day(one.due_on),
            numbers: one.numbers,
            kept: one.kept,
        };
        OpeningDestruction {
            due_on: found.due_on.map(day),
            numbers: found.numbers,
            kept: found.kept,
            rules: found.rules.into_iter().map(rule).collect(),
            protocols: found.protocols.into_iter().map(protocol).collect(),
        }
    }
}
