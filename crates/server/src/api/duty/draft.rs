//! Drafts of a rota, and why somebody has a duty and another has not.

pub mod proposal;

use axum::Json;
use axum::extract::State;
use hemma_app::rota::{Answer, Asked, Draft, DutyAt, Preview, RotaAt, Taker, Why};
use hemma_domain::code::Code as _;
use hemma_domain::duty::Shape;
use hemma_domain::ids::{DutyId, PoolId, RotaId, StaffId};
use hemma_domain::rota::{Breach, Change, Notice, RestChange};
use hemma_domain::time::Day;
use hemma_domain::turn::Served;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Span;
use super::rota::{RestDay, RotaPeriod};
use crate::api::{ApiError, ApiPath, ApiVisit, Refused, moment};
use crate::http::Site;
use proposal::RotaPrice;

/// A draft of a rota, and what publishing it would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftRota {
    pub pool: Uuid,
    pub rota: RotaPeriod,
    pub version: i64,
    /// The version of the pool: it rises with every change of what holds.
    pub pool_version: i64,
    pub duties: Vec<DraftDuty>,
    /// Days off for rest.
    pub rest_days: Vec<RestDay>,
    pub breaches: Vec<RuleBreach>,
    /// Duties that go to somebody else than by the rota that holds.
    pub changes: Vec<DutyChange>,
    /// Days off for rest that come or go.
    pub rest_changes: Vec<RestDayChange>,
    /// Duties that the agreement would make and that are not there, since others of their line stand in that time.
    pub crowded_out: Vec<CrowdedOut>,
    /// Duties that stay open.
    pub open: usize,
    /// Breaches that nobody may set aside: with any of them nothing is published.
    pub unlawful: usize,
    /// The first change of a duty or a day off, where it comes sooner than the agreement's notice.
    pub short_notice_from: Option<String>,
}

/// A duty of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftDuty {
    pub id: Uuid,
    pub line: Uuid,
    /// `night`, `weekend`, `holiday`, `day` or `week`.
    pub kind: &'static str,
    pub parts: Vec<Span>,
    /// Who the draft gives it to; null while it is open.
    pub staff: Option<Uuid>,
    /// Empty while it is open, and for somebody who left.
    pub name: String,
    /// It has begun, or was swapped in parts: this rota cannot change it.
    pub fixed: bool,
}

/// A rule that a plan breaks.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleBreach {
    /// As in `weekly_rest` or `absent`.
    pub rule: &'static str,
    pub staff: Uuid,
    pub name: String,
    /// Null where a whole week shows it.
    pub duty: Option<Uuid>,
    pub from: String,
    pub until: String,
}

/// A duty that goes to somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyChange {
    pub duty: Uuid,
    pub on: String,
    /// Null where it was open.
    pub before: Option<Uuid>,
    /// Null where it becomes open.
    pub after: Option<Uuid>,
}

/// A day off for rest that comes or goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestDayChange {
    pub staff: Uuid,
    pub on: String,
    /// `given` or `taken`.
    pub change: &'static str,
}

/// A time for which no duty is made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrowdedOut {
    pub line: Uuid,
    pub from: String,
    pub until: String,
}

/// When a duty is.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyTime {
    pub id: Uuid,
    pub line: Uuid,
    pub from: String,
    pub until: String,
}

/// Everybody else for a duty of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyWhy {
    pub duty: DutyTime,
    /// Who has it in the draft.
    pub held: Option<Uuid>,
    pub fixed: bool,
    /// Those who could have it first, the cheapest first; then what forbids the others. Empty while a price is sought.
    pub takers: Vec<DutyTaker>,
    /// What was asked of it on its page, while the draft is as it was then.
    pub asked: Option<AskedPrice>,
}

/// What it would cost that somebody has a duty: the best rota with them in it against the draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedPrice {
    pub staff: Uuid,
    pub name: String,
    /// `sought`, `known` or `broken`.
    pub stage: &'static str,
    /// Null until it is known. Below nothing where the draft is not the best.
    pub price: Option<RotaPrice>,
}

/// Somebody else for a duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyTaker {
    pub staff: Uuid,
    pub name: String,
    /// Rules that it would break and are not broken now.
    pub against: Vec<&'static str>,
    /// Points; below nothing where the rota becomes better.
    pub cost: i64,
    pub rest_added: Vec<RestDay>,
    pub rest_removed: Vec<RestDay>,
}

/// A draft of a rota, for its planners.
#[utoipa::path(get, operation_id = "draft_rota", path = "/api/v1/pools/{pool}/rotas/{rota}",
    params(("pool" = Uuid, Path), ("rota" = Uuid, Path)), responses((status = 200, body = DraftRota), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<RotaAt>,
) -> Result<Json<DraftRota>, ApiError> {
    let seen = site.app.preview_rota(&visit.0.ctx, at).await;
    Ok(Json((&seen.map_err(ApiError::of(&visit))?).into()))
}

/// Everybody else for a duty of a draft: at what cost, or what forbids it.
#[utoipa::path(get, operation_id = "rota_why", path = "/api/v1/pools/{pool}/rotas/{rota}/why/{duty}",
    params(("pool" = Uuid, Path), ("rota" = Uuid, Path), ("duty" = Uuid, Path)),
    responses((status = 200, body = DutyWhy), Refused))]
pub async fn why(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((pool, rota, duty)): ApiPath<(PoolId, RotaId, DutyId)>,
) -> Result<Json<DutyWhy>, ApiError> {
    let why = site.app.why(&visit.0.ctx, ((pool, rota), duty)).await;
    Ok(Json((&why.map_err(ApiError::of(&visit))?).into()))
}

fn name_of(draft: &Draft, staff: StaffId) -> String {
    draft.names.get(&staff).cloned().unwrap_or_default()
}

fn rest_days(all: &[(StaffId, Day)]) -> Vec<RestDay> {
    let day = |(staff, on): &(StaffId, Day)| RestDay {
        staff: staff.0,
        on: on.to_string(),
    };
    all.iter().map(day).collect()
}

fn duty(draft: &Draft, one: &Served) -> DraftDuty {
    let staff = draft.entries.get(&one.duty.id).copied();
    let segments = one.duty.shape.segments.iter();
    DraftDuty {
        id: one.duty.id.0,
        line: one.duty.shape.line.0,
        kind: one.duty.shape.kind.code(),
        parts: segments.map(|part| (*part).into()).collect(),
        staff: staff.map(|staff| staff.0),
        name: staff.map(|staff| name_of(draft, staff)).unwrap_or_default(),
        fixed: draft.fixed.contains(&one.duty.id),
    }
}

fn crowded_out(one: &Shape) -> Option<CrowdedOut> {
    let whole = one.whole()?;
    Some(CrowdedOut {
        line: one.line.0,
        from: moment(whole.start()),
        until: moment(whole.end()),
    })
}

fn breach(draft: &Draft, one: &Breach) -> RuleBreach {
    RuleBreach {
        rule: one.rule.code(),
        staff: one.staff.0,
        name: name_of(draft, one.staff),
        duty: one.duty.map(|duty| duty.0),
        from: moment(one.time.start()),
        until: moment(one.time.end()),
    }
}

impl From<&Change> for DutyChange {
    fn from(one: &Change) -> DutyChange {
        DutyChange {
            duty: one.duty.0,
            on: one.on.to_string(),
            before: one.before.map(|staff| staff.0),
            after: one.after.map(|staff| staff.0),
        }
    }
}

impl From<&RestChange> for RestDayChange {
    fn from(one: &RestChange) -> RestDayChange {
        RestDayChange {
            staff: one.staff.0,
            on: one.on.to_string(),
            change: one.kind.code(),
        }
    }
}

impl From<&Preview> for DraftRota {
    fn from(seen: &Preview) -> DraftRota {
        let draft = &seen.draft;
        DraftRota {
            pool: draft.pool.id.0,
            rota: (&draft.rota).into(),
            version: draft.rota.version,
            pool_version: draft.pool.version,
            duties: draft.served.iter().map(|one| duty(draft, one)).collect(),
            rest_days: rest_days(&draft.rest_days),
            breaches: draft
                .breaches
                .iter()
                .map(|one| breach(draft, one))
                .collect(),
            changes: seen.changes.iter().map(DutyChange::from).collect(),
            rest_changes: seen.rest.iter().map(RestDayChange::from).collect(),
            crowded_out: draft.crowded_out.iter().filter_map(crowded_out).collect(),
            open: seen.open,
            unlawful: seen.unlawful.len(),
            short_notice_from: match seen.notice {
                Notice::Kept => None,
                Notice::Short { first } => Some(first.to_string()),
            },
        }
    }
}

impl From<&DutyAt> for DutyTime {
    fn from(one: &DutyAt) -> DutyTime {
        DutyTime {
            id: one.id.0,
            line: one.line.0,
            from: moment(one.whole.start()),
            until: moment(one.whole.end()),
        }
    }
}

impl From<&Why> for DutyWhy {
    fn from(why: &Why) -> DutyWhy {
        let taker = |one: &Taker| DutyTaker {
            staff: one.staff.0,
            name: name_of(&why.draft, one.staff),
            against: one.against.iter().map(|one| one.rule.code()).collect(),
            cost: one.costs.total,
            rest_added: rest_days(&one.rest_added),
            rest_removed: rest_days(&one.rest_removed),
        };
        DutyWhy {
            duty: (&why.duty).into(),
            held: why.held.map(|staff| staff.0),
            fixed: why.is_fixed,
            takers: why.takers.iter().map(taker).collect(),
            asked: why.asked.as_ref().map(|one| asked(&why.draft, one)),
        }
    }
}

fn asked(draft: &Draft, one: &Asked) -> AskedPrice {
    let (stage, price) = match one.answer {
        Answer::Sought => ("sought", None),
        Answer::Known(price) => ("known", Some(price.into())),
        Answer::Broken => ("broken", None),
    };
    AskedPrice {
        staff: one.staff.0,
        name: name_of(draft, one.staff),
        stage,
        price,
    }
}
