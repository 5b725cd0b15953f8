//! What a search proposes for a draft: how far it is, what it found and why, and what no rota can solve.

use axum::Json;
use axum::extract::State;
use hemma_app::rota::{
    Draft, Engine, Failure, Missed, Outcome, Price, RotaAt, Stage, Suggested, Trouble, Unfilled,
};
use hemma_domain::code::Code as _;
use hemma_domain::ids::StaffId;
use hemma_domain::rota::Rule;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{DutyChange, DutyTime, name_of, rest_days};
use crate::api::duty::rota::{CarriedLoad, RestDay};
use crate::api::{ApiError, ApiPath, ApiVisit, Refused, moment};
use crate::http::Site;

/// What a search proposes for a draft, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotaProposal {
    pub pool: Uuid,
    pub rota: Uuid,
    /// `none` before anybody asked, `searching`, `pricing`, `ready`, `impossible`, or `broken` where it ended by a fault.
    pub stage: &'static str,
    /// Since it was asked for.
    pub elapsed_seconds: i64,
    /// Of the best so far, in points: fewer are better.
    pub score: Option<i64>,
    /// No rota has fewer.
    pub bound: Option<i64>,
    /// Whether the best can be proven here.
    pub can_prove: bool,
    /// Being on call is working time in this pool: no search knows daily rest, and the rota is made by hand.
    pub by_hand: bool,
    pub found: Option<FoundRota>,
    /// What no rota can solve.
    pub troubles: Vec<RotaTrouble>,
}

/// What was found, explained.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundRota {
    pub id: Uuid,
    /// `exact` or `search`.
    pub engine: &'static str,
    /// It is proven that none is better.
    pub best: bool,
    pub open: Vec<OpenDuty>,
    pub missed: Vec<MissedWish>,
    pub changes: Vec<DutyChange>,
    pub rest_days: Vec<RestDay>,
    pub carried: Vec<CarriedLoad>,
}

/// What meeting a wish or filling a duty would cost all others.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotaPrice {
    /// False where no rota that keeps the rules can.
    pub possible: bool,
    /// At least so many points; the same as `most` where it is settled.
    pub least: Option<i64>,
    pub most: Option<i64>,
}

/// A duty that stays open.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenDuty {
    pub duty: DutyTime,
    /// Null where it was not worked out.
    pub price: Option<RotaPrice>,
}

/// A wish that is not met.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissedWish {
    pub wish: Uuid,
    pub staff: Uuid,
    pub name: String,
    /// `off` or `on`.
    pub kind: &'static str,
    pub from: String,
    pub until: String,
    /// Null where it was not worked out.
    pub price: Option<RotaPrice>,
}

/// What no rota can solve.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotaTrouble {
    /// `no_rest`, `nobody_eligible`, `nobody_available`, `too_few` or `cap`.
    pub kind: &'static str,
    pub duties: Vec<DutyTime>,
    /// Whom it concerns: whoever has no rest, or could serve too few of the duties.
    pub staff: Vec<Uuid>,
    /// What keeps each of those who could serve, as in `absent`.
    pub because: Vec<KeptBy>,
    /// The first day of the week or of the four weeks that it shows in.
    pub from: Option<String>,
    /// How many stay open at least.
    pub open: Option<usize>,
}

/// What keeps somebody from a duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptBy {
    pub staff: Uuid,
    pub rule: &'static str,
}

/// What a search proposes for a draft, and how far it is.
#[utoipa::path(get, operation_id = "rota_proposal", path = "/api/v1/pools/{pool}/rotas/{rota}/proposal",
    params(("pool" = Uuid, Path), ("rota" = Uuid, Path)), responses((status = 200, body = RotaProposal), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<RotaAt>,
) -> Result<Json<RotaProposal>, ApiError> {
    let seen = site.app.suggestion(&visit.0.ctx, at).await;
    Ok(Json((&seen.map_err(ApiError::of(&visit))?).into()))
}

impl From<&Suggested> for RotaProposal {
    fn from(seen: &Suggested) -> RotaProposal {
        let (stage, score, bound) = match &seen.stage {
            None => ("none", None, None),
            Some(Stage::Searching(None)) => ("searching", None, None),
            Some(Stage::Searching(Some(far))) => ("searching", Some(far.score), far.bound),
            Some(Stage::Pricing(far)) => ("pricing", Some(far.score), far.bound),
            Some(Stage::Ready(found)) => ("ready", Some(found.score), found.bound),
            Some(Stage::Failed(Failure::Impossible)) => ("impossible", None, None),
            Some(Stage::Failed(Failure::Broken)) => ("broken", None, None),
        };
        let draft = &seen.draft;
        RotaProposal {
            pool: draft.pool.id.0,
            rota: draft.rota.id.0,
            stage,
            elapsed_seconds: seen.elapsed_seconds,
            score,
            bound,
            can_prove: seen.can_prove,
            by_hand: seen.by_hand,
            found: seen.outcome.as_ref().map(|one| found(draft, one)),
            troubles: seen.troubles.iter().map(RotaTrouble::from).collect(),
        }
    }
}

fn found(draft: &Draft, one: &Outcome) -> FoundRota {
    FoundRota {
        id: one.proposal.id,
        engine: match one.proposal.engine {
            Engine::Exact => "exact",
            Engine::Search => "search",
        },
        best: one.proposal.is_best(),
        open: one.open.iter().map(OpenDuty::from).collect(),
        missed: one.missed.iter().map(|one| missed(draft, one)).collect(),
        changes: one.changes.iter().map(DutyChange::from).collect(),
        rest_days: rest_days(&one.proposal.rest_days),
        carried: one.carried.iter().map(CarriedLoad::from).collect(),
    }
}

fn missed(draft: &Draft, one: &Missed) -> MissedWish {
    MissedWish {
        wish: one.wish.id.0,
        staff: one.wish.staff.0,
        name: name_of(draft, one.wish.staff),
        kind: one.wish.kind.code(),
        from: moment(one.wish.time.start()),
        until: moment(one.wish.time.end()),
        price: one.price.map(RotaPrice::from),
    }
}

impl From<Price> for RotaPrice {
    fn from(price: Price) -> RotaPrice {
        match price {
            Price::Impossible => RotaPrice {
                possible: false,
                least: None,
                most: None,
            },
            Price::Points { least, most } => RotaPrice {
                possible: true,
                least,
                most: Some(most),
            },
        }
    }
}

impl From<&Unfilled> for OpenDuty {
    fn from(one: &Unfilled) -> OpenDuty {
        OpenDuty {
            duty: (&one.duty).into(),
            price: one.price.map(RotaPrice::from),
        }
    }
}

impl From<&Trouble> for RotaTrouble {
    fn from(one: &Trouble) -> RotaTrouble {
        let mut told = RotaTrouble {
            kind: "nobody_eligible",
            duties: Vec::new(),
            staff: Vec::new(),
            because: Vec::new(),
            from: None,
            open: None,
        };
        match one {
            Trouble::NoRest { staff, week } => {
                told.kind = "no_rest";
                told.staff = vec![staff.0];
                told.from = Some(week.to_string());
            }
            Trouble::NobodyEligible { duty } => told.duties = vec![duty.into()],
            Trouble::NobodyAvailable { duty, because } => {
                told.kind = "nobody_available";
                told.duties = vec![duty.into()];
                let kept = |(staff, rule): &(StaffId, Rule)| KeptBy {
                    staff: staff.0,
                    rule: rule.code(),
                };
                told.because = because.iter().map(kept).collect();
            }
            Trouble::TooFew {
                duties,
                people,
                open,
            } => {
                told.kind = "too_few";
                told.duties = duties.iter().map(DutyTime::from).collect();
                told.staff = people.iter().map(|staff| staff.0).collect();
                told.open = Some(*open);
            }
            Trouble::CapBelowNeed { from, duties, most } => {
                told.kind = "cap";
                told.from = Some(from.to_string());
                told.open = Some(duties.saturating_sub(*most));
            }
        }
        told
    }
}
