//! The teams of a network in counts, never a family.

use axum::Json;
use axum::extract::State;
use hemma_app::network::NetworkTeam as Found;
use hemma_domain::access::NetworkAction;
use hemma_domain::ids::NetworkId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::review::SentFrom;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/networks/{network}",
        Access::Network(NetworkAction::SeeTeams),
        list,
    )
}

/// One team of the network.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkTeam {
    pub team: Uuid,
    pub name: String,
    /// The board's name.
    pub board: String,
    pub programme: String,
    /// Null where no such programme is known here.
    pub programme_name: Option<Words>,
    /// People who hold a post in the team.
    pub staff: u32,
    pub open: u32,
    pub waiting: u32,
    /// Summaries of the last four weeks that came in time; null where the programme has no weekly loop.
    pub in_time: Option<u32>,
    /// How many were due.
    pub due: Option<u32>,
    /// From whom the team's figures come, where it works in another installation: then nothing of it is counted here.
    pub sent: Option<SentFrom>,
}

/// The teams of a network, by name.
#[utoipa::path(get, operation_id = "network", path = "/api/v1/networks/{network}",
    params(("network" = Uuid, Path), Window),
    responses((status = 200, body = Part<NetworkTeam>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<NetworkTeam>>, ApiError> {
    let read = site.app.network_teams(&visit.0.ctx, network).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read, NetworkTeam::from).map(Json)
}

impl From<Found> for NetworkTeam {
    fn from(one: Found) -> NetworkTeam {
        let counts = one.counts;
        NetworkTeam {
            team: counts.team.id.0,
            name: counts.team.name,
            board: counts.board,
            programme: counts.team.programme,
            programme_name: one.programme.as_ref().map(Words::from),
            staff: counts.staff,
            open: counts.open,
            waiting: counts.waiting,
            in_time: one.on_time.map(|(in_time, _)| in_time),
            due: one.on_time.map(|(_, due)| due),
            sent: one.sent.as_ref().map(SentFrom::from),
        }
    }
}
