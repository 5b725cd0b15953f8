//! Other installations that send figures to a network.

use axum::Json;
use axum::extract::State;
use hemma_app::sender::{SenderLine, SentLine};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::NetworkId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepSenders);
    Routes::default().get("/api/v1/networks/{network}/senders", KEEP, list)
}

/// An installation that sends figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sender {
    pub id: Uuid,
    pub name: String,
    pub registered_at: String,
    /// Its secret holds no longer.
    pub revoked_at: Option<String>,
    /// When it last asked what is held.
    pub seen_at: Option<String>,
    pub teams: Vec<SentTeam>,
}

/// A team of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentTeam {
    pub team: Uuid,
    pub name: String,
    /// The team's id at the sender.
    pub id_there: Uuid,
    /// The last day that is counted; none where nothing has arrived.
    pub last_day: Option<String>,
    pub arrived_at: Option<String>,
    /// What is held is older than a weekend explains, or there is none.
    pub late: bool,
    /// Why what came last was not taken: `programme`, `counting`, `rows`, `day`.
    pub refused: Option<&'static str>,
    pub refused_at: Option<String>,
}

/// The installations that send figures of a network's teams.
#[utoipa::path(get, operation_id = "senders", path = "/api/v1/networks/{network}/senders",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<Sender>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Sender>>, ApiError> {
    let found = site.app.senders(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.lines, Sender::from).map(Json)
}

impl From<SenderLine> for Sender {
    fn from(line: SenderLine) -> Sender {
        let one = line.sender;
        Sender {
            id: one.id.0,
            name: one.name,
            registered_at: moment(one.made.0),
            revoked_at: one.revoked_at.map(moment),
            seen_at: one.seen_at.map(moment),
            teams: line.teams.into_iter().map(SentTeam::from).collect(),
        }
    }
}

impl From<SentLine> for SentTeam {
    fn from(line: SentLine) -> SentTeam {
        let sent = line.sent;
        let arrived = sent.arrived.as_ref();
        SentTeam {
            team: sent.team.0,
            name: line.name,
            id_there: sent.theirs.0,
            last_day: arrived.map(|arrived| arrived.until().to_string()),
            arrived_at: arrived.map(|arrived| moment(arrived.at)),
            late: line.is_late,
            refused: sent.refused.map(|(why, _)| why.code()),
            refused_at: sent.refused.map(|(_, at)| moment(at)),
        }
    }
}
