//! Proposals to boards: the register, and what one says.

use axum::Json;
use axum::extract::State;
use hemma_app::proposal::{OneProposal, ProposalLine, Round};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProposalId, SendingId};
use hemma_domain::proposal::{Attachment, CostKind, Due, Line, PastRuling, Proposal, Trip};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};
use crate::http::url;

/// The routes of this resource.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProposals);
    Routes::default()
        .get("/api/v1/networks/{network}/proposals", KEEP, list)
        .get("/api/v1/networks/{network}/proposals/{proposal}", KEEP, get)
        .get(
            "/api/v1/networks/{network}/proposals/{proposal}/sendings/{sending}",
            KEEP,
            get_sent,
        )
}

/// A proposal in the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredProposal {
    pub id: Uuid,
    /// Empty until there is one.
    pub diary: String,
    pub heading: String,
    pub addressee: String,
    pub dated_on: String,
    /// `draft`, `signed`, `sent`, `decided` or `reported`.
    pub stage: &'static str,
    pub due: Option<ProposalDue>,
    /// How often the board returned it.
    pub returned: usize,
}

/// A day that follows a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalDue {
    /// `approval`, `posting` or `appeal`.
    pub what: &'static str,
    pub by: String,
}

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardProposal {
    pub id: Uuid,
    pub version: i64,
    pub layout: String,
    pub layout_version: u32,
    pub template: String,
    pub diary: String,
    pub heading: String,
    pub office: String,
    pub department: String,
    pub handler: String,
    pub phone: String,
    pub addressee: String,
    /// The board in the office's list, where it is there.
    pub addressee_id: Option<Uuid>,
    /// How the board writes its diary numbers: `#` is a run of digits, `@` of capital letters.
    pub diary_pattern: String,
    pub dated_on: String,
    pub meeting_on: Option<String>,
    /// What the board is to decide, in order.
    pub points: Vec<String>,
    pub sections: Vec<ProposalText>,
    /// What goes with it, in the document's order.
    pub attachments: Vec<String>,
    /// Those of them that are kept as files.
    pub files: Vec<ProposalFile>,
    pub costs: Vec<ProposalAmount>,
    pub funding: Vec<ProposalAmount>,
    pub trip: Option<ProposalTrip>,
    /// `draft`, `signed`, `sent`, `decided` or `reported`.
    pub stage: &'static str,
    pub signed_at: Option<String>,
    pub sent_at: Option<String>,
    pub decided_on: Option<String>,
    /// `granted`, `changed`, `rejected`, `returned` or `postponed`.
    pub outcome: Option<&'static str>,
    pub approved_on: Option<String>,
    pub posted_on: Option<String>,
    /// Reservations, or what was changed.
    pub note: Option<String>,
    pub due: Option<ProposalDue>,
    /// Each time with the board that something else followed, the first first.
    pub past: Vec<ProposalRound>,
}

/// One time with the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalRound {
    /// Where what was sent is read; none for what the board has now.
    pub address: Option<String>,
    pub signed_by: String,
    pub signed_at: String,
    pub sent_at: String,
    pub rulings: Vec<ProposalRuling>,
}

/// What a board decided, and something else followed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalRuling {
    pub decided_on: String,
    /// `granted`, `changed`, `rejected`, `returned` or `postponed`.
    pub outcome: &'static str,
    pub approved_on: Option<String>,
    pub posted_on: Option<String>,
    pub note: String,
    /// When what followed was noted.
    pub followed_at: String,
}

/// One part of the text.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalText {
    /// The code of the layout's section.
    pub section: String,
    pub text: String,
}

/// A file that goes with a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalFile {
    pub id: Uuid,
    pub title: String,
    pub bytes: u32,
    /// Where it is fetched.
    pub address: String,
}

/// An amount in öre.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalAmount {
    pub what: String,
    pub ore: i64,
    /// What a cost of a trip is for, where somebody said it: `journey`, `lodging`, `fee`, `allowance` or `other`.
    pub kind: Option<&'static str>,
}

/// A journey.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalTrip {
    pub place: String,
    pub from: String,
    /// The last day away.
    pub to: String,
    pub participants: Vec<String>,
    pub alternatives: String,
}

/// The register of a network's proposals, the newest first.
#[utoipa::path(get, operation_id = "proposals", path = "/api/v1/networks/{network}/proposals",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<RegisteredProposal>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<RegisteredProposal>>, ApiError> {
    let found = site.app.proposals(&visit.0.ctx, network, "").await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.lines, RegisteredProposal::from).map(Json)
}

/// One proposal.
#[utoipa::path(get, operation_id = "proposal", path = "/api/v1/networks/{network}/proposals/{proposal}",
    params(("network" = Uuid, Path), ("proposal" = Uuid, Path)), responses((status = 200, body = BoardProposal), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, ProposalId)>,
) -> Result<Json<BoardProposal>, ApiError> {
    let found = site.app.proposal(&visit.0.ctx, at).await;
    Ok(Json((&found.map_err(ApiError::of(&visit))?).into()))
}

/// A proposal as it went to a board that returned it.
#[utoipa::path(get, operation_id = "sent_proposal",
    path = "/api/v1/networks/{network}/proposals/{proposal}/sendings/{sending}",
    params(("network" = Uuid, Path), ("proposal" = Uuid, Path), ("sending" = Uuid, Path)),
    responses((status = 200, body = BoardProposal), Refused))]
pub async fn get_sent(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((network, id, sending)): ApiPath<(NetworkId, ProposalId, SendingId)>,
) -> Result<Json<BoardProposal>, ApiError> {
    let at = (network, id);
    let found = site.app.sent_proposal(&visit.0.ctx, at, sending).await;
    Ok(Json((&found.map_err(ApiError::of(&visit))?).into()))
}

impl From<ProposalLine> for RegisteredProposal {
    fn from(one: ProposalLine) -> RegisteredProposal {
        RegisteredProposal {
            id: one.id.0,
            diary: one.diary,
            heading: one.heading,
            addressee: one.addressee,
            dated_on: one.dated_on.to_string(),
            stage: one.stage.code(),
            due: one.due.map(ProposalDue::from),
            returned: one.returned,
        }
    }
}

impl From<Due> for ProposalDue {
    fn from(due: Due) -> ProposalDue {
        let (what, by) = match due {
            Due::Approval(by) => ("approval", by),
            Due::Posting(by) => ("posting", by),
            Due::Appeal(by) => ("appeal", by),
        };
        ProposalDue {
            what,
            by: by.to_string(),
        }
    }
}

fn file_of(of: &Proposal, one: &Attachment) -> ProposalFile {
    ProposalFile {
        id: one.id.0,
        title: one.title.clone(),
        bytes: one.bytes,
        address: url::attachment((of.network, of.id), one.id),
    }
}

impl From<&OneProposal> for BoardProposal {
    fn from(found: &OneProposal) -> BoardProposal {
        let (one, course) = (&found.proposal, &found.proposal.course);
        let (content, ruling) = (&one.content, course.ruling.as_ref());
        let text = |(section, text): (&String, &String)| ProposalText {
            section: section.clone(),
            text: text.clone(),
        };
        let day = |day: hemma_domain::time::Day| day.to_string();
        BoardProposal {
            id: one.id.0,
            version: one.version,
            layout: one.layout.0.clone(),
            layout_version: one.layout.1,
            template: one.template.clone(),
            diary: content.diary.clone(),
            heading: content.heading.clone(),
            office: content.office.clone(),
            department: content.department.clone(),
            handler: content.handler.name.clone(),
            phone: content.handler.phone.clone(),
            addressee: content.addressee.clone(),
            addressee_id: one.to.map(|board| board.0),
            diary_pattern: found.diary.pattern.to_string(),
            dated_on: day(content.dated_on),
            meeting_on: content.meeting_on.map(day),
            points: content.points.clone(),
            sections: content.texts.iter().map(text).collect(),
            attachments: content
                .listed(&found.attachments)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            files: found
                .attachments
                .iter()
                .map(|file| file_of(one, file))
                .collect(),
            costs: content.costs.iter().map(ProposalAmount::from).collect(),
            funding: content.funding.iter().map(ProposalAmount::from).collect(),
            trip: content.trip.as_ref().map(ProposalTrip::from),
            stage: course.stage().code(),
            signed_at: course.signed.map(|hand| moment(hand.at)),
            sent_at: course.sent.map(|hand| moment(hand.at)),
            decided_on: ruling.map(|ruling| day(ruling.on)),
            outcome: ruling.map(|ruling| ruling.outcome.code()),
            approved_on: ruling.and_then(|ruling| ruling.approved_on).map(day),
            posted_on: ruling.and_then(|ruling| ruling.posted_on).map(day),
            note: ruling.map(|ruling| ruling.note.clone()),
            due: found.due.map(ProposalDue::from),
            past: found
                .past
                .iter()
                .map(|round| round_of(one, round))
                .collect(),
        }
    }
}

fn round_of(of: &Proposal, one: &Round) -> ProposalRound {
    let at = (of.network, of.id);
    ProposalRound {
        address: one
            .sending
            .map(|id| format!("/api/v1{}", url::sending(at, id))),
        signed_by: one.signed_by.clone(),
        signed_at: moment(one.signed_at),
        sent_at: moment(one.sent_at),
        rulings: one.rulings.iter().map(ProposalRuling::from).collect(),
    }
}

impl From<&PastRuling> for ProposalRuling {
    fn from(one: &PastRuling) -> ProposalRuling {
        let ruling = &one.ruling;
        ProposalRuling {
            decided_on: ruling.on.to_string(),
            outcome: ruling.outcome.code(),
            approved_on: ruling.approved_on.map(|day| day.to_string()),
            posted_on: ruling.posted_on.map(|day| day.to_string()),
            note: ruling.note.clone(),
            followed_at: moment(one.followed.at),
        }
    }
}

impl From<&Line> for ProposalAmount {
    fn from(line: &Line) -> ProposalAmount {
        ProposalAmount {
            what: line.what.clone(),
            ore: line.amount.0,
            kind: line.kind.map(CostKind::code),
        }
    }
}

impl From<&Trip> for ProposalTrip {
    fn from(trip: &Trip) -> ProposalTrip {
        ProposalTrip {
            place: trip.place.clone(),
            from: trip.from.to_string(),
            to: trip.to.to_string(),
            participants: trip.participants.clone(),
            alternatives: trip.alternatives.clone(),
        }
    }
}
