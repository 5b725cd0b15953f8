//! The boards that a network's office writes to.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::NetworkAction;
use hemma_domain::addressee::Addressee as Found;
use hemma_domain::ids::NetworkId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/networks/{network}/addressees",
        Access::Network(NetworkAction::KeepProposals),
        list,
    )
}

/// A board, as it wants to be written to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Addressee {
    pub id: Uuid,
    pub name: String,
    /// The code of the layout that proposals to it are written in.
    pub layout: String,
    /// How it writes its diary numbers; none where it does as its layout says.
    pub diary: Option<String>,
    pub version: i64,
}

/// The boards that a network's office writes to, by name.
#[utoipa::path(get, operation_id = "addressees", path = "/api/v1/networks/{network}/addressees",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<Addressee>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Addressee>>, ApiError> {
    let found = site.app.addressees(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.boards, Addressee::from).map(Json)
}

impl From<Found> for Addressee {
    fn from(one: Found) -> Addressee {
        Addressee {
            id: one.id.0,
            name: one.name,
            layout: one.layout,
            diary: one.diary.map(|pattern| pattern.to_string()),
            version: one.version,
        }
    }
}
