//! Who one is.

use axum::Json;
use hemma_domain::code::Code as _;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiVisit, Refused};
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get("/api/v1/me", Access::SignedIn, get)
}

/// Somebody who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: Uuid,
    pub name: String,
    /// `sv` or `en`.
    pub language: &'static str,
    pub posts: Vec<Post>,
}

/// A post held today.
#[derive(Debug, Serialize, ToSchema)]
pub struct Post {
    /// A role, as in `group_leader`.
    pub role: &'static str,
    pub team: Option<Uuid>,
    pub board: Option<Uuid>,
    /// ISO 8601 day.
    pub from: String,
    pub to: Option<String>,
}

/// Who one is, and which posts one holds today.
#[utoipa::path(get, operation_id = "me", path = "/api/v1/me",
    responses((status = 200, body = Me), Refused))]
pub async fn get(visit: ApiVisit) -> Result<Json<Me>, ApiError> {
    let who = &visit.0.who;
    let posts = who.posts.iter().map(|post| Post {
        role: post.role.code(),
        team: post.place.team().map(|team| team.0),
        board: post.place.board().map(|board| board.0),
        from: post.from.to_string(),
        to: post.to.map(|day| day.to_string()),
    });
    Ok(Json(Me {
        id: who.staff.id.0,
        name: who.staff.name.clone(),
        language: who.staff.language.code(),
        posts: posts.collect(),
    }))
}
