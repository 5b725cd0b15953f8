//! Swaps, as those who lead a pool follow them.

use axum::Json;
use axum::extract::State;
use hemma_app::swap::{Meaning, SwapLine, Taker, Takers};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{PoolId, TurnId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;

/// A duty, or a part of it, that is to change hands or has.
#[derive(Debug, Serialize, ToSchema)]
pub struct Swap {
    pub id: Uuid,
    pub version: i64,
    pub duty: Uuid,
    pub turn: Uuid,
    pub from: String,
    pub until: String,
    pub giver: Uuid,
    pub giver_name: String,
    /// None where it is offered to all.
    pub taker: Option<Uuid>,
    pub taker_name: Option<String>,
    /// `offer`, `ask`, `take_over` or `leader`.
    pub kind: &'static str,
    pub made_by: Uuid,
    pub made_at: String,
    /// `open`, `accepted`, `refused` or `withdrawn`.
    pub state: &'static str,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<String>,
    /// The turn went elsewhere since: nobody can accept any more.
    pub stale: bool,
    /// A workday off that goes with it, told to whoever is asked.
    pub rest_on: Option<String>,
    /// Days off of its giver that go with it, told to whoever is asked.
    pub rest_back: Vec<String>,
    /// Rules that it would break for its taker, as in `weekends`; told to whoever is asked.
    pub against: Vec<&'static str>,
}

/// What it would mean if a turn went to somebody now.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnMeaning {
    /// They are neither away nor without a post nor on call already.
    pub possible: bool,
    /// Rules that it would break for its taker, as in `weekends`.
    pub against: Vec<&'static str>,
    /// A workday off that its taker gets with it.
    pub rest_on: Option<String>,
    /// Days off that are taken back from whoever has it.
    pub rest_back: Vec<String>,
}

/// A turn, and everybody else who serves its line.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnTakers {
    pub turn: Uuid,
    pub line: Uuid,
    /// Who has it.
    pub staff: Uuid,
    pub name: String,
    /// What would go to somebody else: from now on, or the whole where it has not begun.
    pub from: String,
    pub until: String,
    /// Those who can have it first.
    pub takers: Vec<TurnTaker>,
}

/// Somebody who serves the line of a turn.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnTaker {
    pub staff: Uuid,
    pub name: String,
    pub meaning: TurnMeaning,
}

/// Who could have a turn, and what it would mean for each; for those who lead the pool.
#[utoipa::path(get, operation_id = "turn_takers", path = "/api/v1/pools/{pool}/turns/{turn}/takers",
    params(("pool" = Uuid, Path), ("turn" = Uuid, Path)), responses((status = 200, body = TurnTakers), Refused))]
pub async fn takers(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(PoolId, TurnId)>,
) -> Result<Json<TurnTakers>, ApiError> {
    let found = site.app.takers(&visit.0.ctx, at).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

/// The swaps of a pool, the newest first.
#[utoipa::path(get, operation_id = "swaps", path = "/api/v1/pools/{pool}/swaps",
    params(("pool" = Uuid, Path), Window), responses((status = 200, body = Part<Swap>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Swap>>, ApiError> {
    let found = site.app.swaps(&visit.0.ctx, pool).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found.lines, |one| Swap::from(&one)).map(Json)
}

impl From<&SwapLine> for Swap {
    fn from(one: &SwapLine) -> Swap {
        let decided = one.swap.state.decided();
        let meaning = TurnMeaning::from(&one.meaning);
        Swap {
            id: one.swap.id.0,
            version: one.swap.version,
            duty: one.swap.duty.0,
            turn: one.swap.turn.0,
            from: moment(one.swap.part.start()),
            until: moment(one.swap.part.end()),
            giver: one.swap.giver.0,
            giver_name: one.giver.clone(),
            taker: one.swap.taker.map(|taker| taker.0),
            taker_name: one.taker.clone(),
            kind: one.swap.kind.code(),
            made_by: one.swap.made.0.0,
            made_at: moment(one.swap.made.1),
            state: one.swap.state.code().code(),
            decided_by: decided.map(|(by, _)| by.0),
            decided_at: decided.map(|(_, at)| moment(at)),
            stale: one.stale,
            rest_on: meaning.rest_on,
            rest_back: meaning.rest_back,
            against: meaning.against,
        }
    }
}

impl From<&Meaning> for TurnMeaning {
    fn from(one: &Meaning) -> TurnMeaning {
        TurnMeaning {
            possible: one.hindered().is_none(),
            against: one.against.iter().map(|rule| rule.code()).collect(),
            rest_on: one.rest_on.map(|day| day.to_string()),
            rest_back: one.rest_back.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<Takers> for TurnTakers {
    fn from(found: Takers) -> TurnTakers {
        let taker = |one: Taker| TurnTaker {
            staff: one.staff.0,
            name: one.name,
            meaning: (&one.meaning).into(),
        };
        TurnTakers {
            turn: found.turn.id.0,
            line: found.line.0,
            staff: found.turn.staff.0,
            name: found.holder,
            from: moment(found.part.start()),
            until: moment(found.part.end()),
            takers: found.takers.into_iter().map(taker).collect(),
        }
    }
}
