//! Adverts as anybody can read them, without signing in: what the public pages say, and nothing else.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use hemma_app::application::Advert as Found;
use hemma_domain::briefing::Briefing;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{Judged, Profile, Weight};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, Problem, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Guest;
use crate::page::application::later;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/adverts", Access::Public, list)
        .get("/api/v1/adverts/{opening}", Access::Public, get)
}

/// A post that anybody can apply for now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Advert {
    pub id: Uuid,
    /// The page of the advert.
    pub url: String,
    /// Where one applies.
    pub apply_url: String,
    pub post: String,
    /// The team or the network.
    pub team: String,
    pub place: String,
    pub extent: String,
    pub about: String,
    pub contact: String,
    /// The last day on which one can apply.
    pub last_on: Option<String>,
    /// What is demanded.
    pub musts: Vec<String>,
    /// What counts.
    pub merits: Vec<String>,
    /// Whoever is near a decision is asked for references.
    pub asks_references: bool,
}

/// An advert with the meetings about the post.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeAdvert {
    #[serde(flatten)]
    pub advert: Advert,
    /// Those that are still ahead.
    pub briefings: Vec<AdvertBriefing>,
}

/// A meeting about a post.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdvertBriefing {
    /// Where one says that one comes; none where no place is left.
    pub url: Option<String>,
    pub at: String,
    pub place: String,
    pub seats_left: u32,
}

/// How a request of somebody is refused whom nobody has signed in.
#[derive(IntoResponses)]
pub enum Away {
    /// There is no such advert, or nobody can answer it any more.
    #[response(status = 404)]
    NotFound(Problem),
    /// Too many requests from the same address, or in all: `Retry-After` says for how many seconds.
    #[response(status = 429)]
    Later(Problem),
    /// The database does not answer; try again.
    #[response(status = 503)]
    Unavailable(Problem),
}

/// Somebody who reads adverts: counted before anything is looked up, together with the pages.
pub struct Reader(Guest);

impl FromRequestParts<Site> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Reader, Response> {
        let guest = Guest::from_request_parts(parts, site).await;
        let guest = guest.map_err(|_| ApiError::unavailable().into_response())?;
        match site.app.let_read(&guest.ctx, &guest.address) {
            Ok(()) => Ok(Reader(guest)),
            Err(until) => {
                let seconds = until.seconds_since(guest.ctx.now);
                Err(later(ApiError::later().into_response(), seconds))
            }
        }
    }
}

/// The adverts that anybody can answer, the soonest to close first. Nobody needs to sign in.
#[utoipa::path(get, operation_id = "adverts", path = "/api/v1/adverts",
    responses((status = 200, body = Vec<Advert>), Away))]
pub async fn list(
    Reader(guest): Reader,
    State(site): State<Site>,
) -> Result<Json<Vec<Advert>>, ApiError> {
    let found = site.app.adverts(&guest.ctx).await;
    let found = found.map_err(ApiError::of_stranger)?;
    let origin = &site.app.config().origin;
    Ok(Json(found.iter().map(|one| advert(one, origin)).collect()))
}

/// One advert, while anybody can answer it. Nobody needs to sign in.
#[utoipa::path(get, operation_id = "advert", path = "/api/v1/adverts/{opening}",
    params(("opening" = Uuid, Path)), responses((status = 200, body = WholeAdvert), Away))]
pub async fn get(
    Reader(guest): Reader,
    State(site): State<Site>,
    ApiPath(id): ApiPath<OpeningId>,
) -> Result<Json<WholeAdvert>, ApiError> {
    let found = site.app.advert(&guest.ctx, id).await;
    let found = found.map_err(ApiError::of_stranger)?;
    let coming = site.app.coming_briefings(&guest.ctx, id).await;
    let coming = coming.map_err(ApiError::of_stranger)?;
    let origin = &site.app.config().origin;
    Ok(Json(WholeAdvert {
        advert: advert(&found, origin),
        briefings: coming.iter().map(|one| briefing(one, origin)).collect(),
    }))
}

fn advert(found: &Found, origin: &str) -> Advert {
    let profile: &Profile = &found.opening.profile;
    let named = |weight: Weight| {
        let of = profile
            .competences
            .iter()
            .filter(|one| one.weight == weight);
        of.map(|one| one.name.clone()).collect()
    };
    Advert {
        id: found.opening.id.0,
        url: format!("{origin}{}", url::job(found.opening.id)),
        apply_url: format!("{origin}{}", url::apply(found.opening.id)),
        post: profile.post.clone(),
        team: found.place.clone(),
        place: profile.place.clone(),
        extent: profile.extent.clone(),
        about: profile.about.clone(),
        contact: profile.contact.clone(),
        last_on: profile.last_on.map(|day| day.to_string()),
        musts: named(Weight::Must),
        merits: named(Weight::Merit),
        asks_references: profile.judged_by(Judged::References).next().is_some(),
    }
}

fn briefing(one: &Briefing, origin: &str) -> AdvertBriefing {
    let left = one.seats.saturating_sub(one.taken);
    AdvertBriefing {
        url: (0 < left).then(|| format!("{origin}{}", url::briefing(one.opening, one.id))),
        at: moment(one.at),
        place: one.place.clone(),
        seats_left: left,
    }
}
