//! Who works here.

use axum::Json;
use axum::extract::State;
use hemma_app::staff::Colleague;
use hemma_domain::access::SiteAction;
use hemma_domain::code::Code as _;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get("/api/v1/staff", Access::Site(SiteAction::ManageStaff), list)
}

/// Somebody who works here, or did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Staff {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    /// The service number.
    pub phone: Option<String>,
    /// `sv` or `en`.
    pub language: &'static str,
    /// The last day of work here; null while employed.
    pub left_on: Option<String>,
    pub can_sign_in: bool,
    /// The posts held today.
    pub posts: Vec<StaffPost>,
}

/// A post held today.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffPost {
    pub role: &'static str,
    /// The name of the team, board or network.
    pub place: String,
}

/// Everybody, by name.
#[utoipa::path(get, operation_id = "staff", path = "/api/v1/staff",
    params(Window), responses((status = 200, body = Part<Staff>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Staff>>, ApiError> {
    let read = site.app.colleagues(&visit.0.ctx).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read, Staff::from).map(Json)
}

impl From<Colleague> for Staff {
    fn from(one: Colleague) -> Staff {
        let posts = one.posts.into_iter().map(|(role, place)| StaffPost {
            role: role.code(),
            place,
        });
        Staff {
            id: one.staff.id.0,
            name: one.staff.name,
            email: one.staff.email,
            phone: one.staff.phone,
            language: one.staff.language.code(),
            left_on: one.staff.left_on.map(|day| day.to_string()),
            can_sign_in: one.can_sign_in,
            posts: posts.collect(),
        }
    }
}
