//! Who can be on call in a pool, and what they carried in the years that are written down.

use axum::Json;
use axum::extract::State;
use hemma_app::member::Members;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{PoolId, StaffId};
use hemma_domain::pool::Member;
use hemma_domain::rota::Burden;
use hemma_domain::time::Day;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused};
use crate::http::Site;

/// Everybody of a pool.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolMembers {
    pub members: Vec<PoolMember>,
    /// Long absences of the last year and those ahead.
    pub away: Vec<LongAbsence>,
    /// Per line and year before this one what people carried.
    pub years: Vec<CarriedYear>,
}

/// A post that serves a line of a pool.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolMember {
    pub staff: Uuid,
    pub name: String,
    pub team: Uuid,
    pub role: &'static str,
    /// The first day in the pool.
    pub from: String,
    /// The first day no longer in it.
    pub until: Option<String>,
    /// Per cent of a full post, each from its day on; a full one before the first.
    pub shares: Vec<ShareFrom>,
}

/// From a day on another part of a full post.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareFrom {
    pub from: String,
    /// Per cent.
    pub share: u32,
}

/// A long absence, whose days the fair share does not count.
#[derive(Debug, Serialize, ToSchema)]
pub struct LongAbsence {
    pub staff: Uuid,
    /// The first day.
    pub from: String,
    /// The first day no longer in it.
    pub until: String,
}

/// What somebody carried in a line in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarriedYear {
    pub staff: Uuid,
    pub line: Uuid,
    pub year: i16,
    pub nights: u32,
    pub weekends: u32,
    pub holidays: u32,
}

/// Who can be on call in a pool, for its planners.
#[utoipa::path(get, operation_id = "pool_members", path = "/api/v1/pools/{pool}/members",
    params(("pool" = Uuid, Path)), responses((status = 200, body = PoolMembers), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
) -> Result<Json<PoolMembers>, ApiError> {
    let found = site.app.members(&visit.0.ctx, pool).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

impl From<Members> for PoolMembers {
    fn from(found: Members) -> PoolMembers {
        PoolMembers {
            members: found.members.into_iter().map(PoolMember::from).collect(),
            away: found.away.into_iter().flat_map(long).collect(),
            years: found.burdens.into_iter().map(CarriedYear::from).collect(),
        }
    }
}

fn long((staff, away): (StaffId, Vec<(Day, Day)>)) -> impl Iterator<Item = LongAbsence> {
    away.into_iter().map(move |(first, end)| LongAbsence {
        staff: staff.0,
        from: first.to_string(),
        until: end.to_string(),
    })
}

impl From<Member> for PoolMember {
    fn from(one: Member) -> PoolMember {
        PoolMember {
            staff: one.staff.0,
            name: one.name,
            team: one.team.0,
            role: one.role.code(),
            from: one.from.to_string(),
            until: one.to.map(|day| day.to_string()),
            shares: one
                .shares
                .steps()
                .map(|(from, share)| ShareFrom {
                    from: from.to_string(),
                    share,
                })
                .collect(),
        }
    }
}

impl From<Burden> for CarriedYear {
    fn from(one: Burden) -> CarriedYear {
        CarriedYear {
            staff: one.staff.0,
            line: one.line.0,
            year: one.year,
            nights: one.tally.nights,
            weekends: one.tally.weekends,
            holidays: one.tally.holidays,
        }
    }
}
