//! Absences and wishes, as far as one may see them.

use axum::Json;
use axum::extract::State;
use hemma_app::absence::{Away, Gone};
use hemma_domain::absence::Wish;
use hemma_domain::code::Code as _;
use hemma_domain::ids::PoolId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, moment};
use crate::http::Site;

/// Absences and wishes of a pool.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolAway {
    /// Everybody's for planners, your own otherwise.
    pub absences: Vec<Absence>,
    /// Your own.
    pub wishes: Vec<DutyWish>,
}

/// When somebody is away.
#[derive(Debug, Serialize, ToSchema)]
pub struct Absence {
    pub id: Uuid,
    pub name: String,
    /// Of what comes each week the beginning of its first day.
    pub from: String,
    /// Of what comes each week the end of its last day.
    pub until: String,
    /// `once` or `weekly`.
    pub repeat: &'static str,
    /// `vacation`, `illness`, `parental`, `part_time` or `other`; none for leaders of other teams.
    pub why: Option<&'static str>,
}

/// When you would like to be on call, or rather not.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyWish {
    pub id: Uuid,
    /// `off` or `on`.
    pub kind: &'static str,
    pub from: String,
    pub until: String,
    /// `little`, `some` or `much`.
    pub weight: &'static str,
}

/// Absences and wishes from today on.
#[utoipa::path(get, operation_id = "away", path = "/api/v1/pools/{pool}/away",
    params(("pool" = Uuid, Path)), responses((status = 200, body = PoolAway), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
) -> Result<Json<PoolAway>, ApiError> {
    let found = site.app.away(&visit.0.ctx, pool).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

impl From<Away> for PoolAway {
    fn from(found: Away) -> PoolAway {
        PoolAway {
            absences: found.absences.into_iter().map(Absence::from).collect(),
            wishes: found.wishes.iter().map(DutyWish::from).collect(),
        }
    }
}

impl From<Gone> for Absence {
    fn from(one: Gone) -> Absence {
        Absence {
            id: one.id.0,
            name: one.name,
            from: moment(one.time.start()),
            until: moment(one.time.end()),
            repeat: one.repeat.code(),
            why: one.why.map(|why| why.code()),
        }
    }
}

impl From<&Wish> for DutyWish {
    fn from(one: &Wish) -> DutyWish {
        DutyWish {
            id: one.id.0,
            kind: one.kind.code(),
            from: moment(one.time.start()),
            until: moment(one.time.end()),
            weight: one.weight.code(),
        }
    }
}
