//! The rota that holds, and one's own duties in it.

use axum::Json;
use axum::extract::State;
use hemma_app::rest::RestClash;
use hemma_app::rota::{Carried, RotaView, Standing};
use hemma_app::swap::{AskableTurn, MyDuties, NextDuty};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{LineId, PoolId, StaffId};
use hemma_domain::rota::{ROTA_DAYS_MAX, Rota, Tally};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Day;
use hemma_domain::turn::{Doubt, Served};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Span;
use super::swap::Swap;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused, Words, moment};
use crate::http::Site;

/// Which days are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// The first day; today by default.
    #[param(example = "2026-12-01")]
    from: Option<String>,
    /// The first day no longer; 31 days later by default, 200 at most.
    #[param(example = "2027-01-01")]
    until: Option<String>,
}

/// The rota of some days.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolRota {
    pub pool: Uuid,
    pub from: String,
    /// The first day no longer.
    pub until: String,
    pub lines: Vec<PoolLine>,
    pub duties: Vec<PoolDuty>,
    /// Time in which a line has nobody, or somebody who cannot, although somebody should be on call: as far as rotas are
    /// published.
    pub gaps: Vec<LineGap>,
    /// The first day that no published rota reaches; none where all of the days are reached.
    pub unplanned_from: Option<String>,
    /// Turns, from now on, whose holders cannot have them: they are away, or have no post that serves the line.
    pub in_doubt: Vec<TurnInDoubt>,
    /// Days off given for rest.
    pub rest_days: Vec<RestDay>,
    /// Turns that lie in a rest of whoever has them: everybody's for planners, your own otherwise.
    pub in_rest: Vec<TurnInRest>,
    /// Rules that the rota does not keep from now on; none for those who do not plan, and where all of it is over.
    pub not_kept: Option<Vec<RuleNotKept>>,
    pub carried: Vec<CarriedLoad>,
    /// Rotas that you may know of, the newest first.
    pub rotas: Vec<RotaPeriod>,
}

/// A line of a pool.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolLine {
    pub id: Uuid,
    /// 1 answers first.
    pub level: u32,
    pub name: Words,
}

/// A duty, with who serves it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolDuty {
    pub id: Uuid,
    pub line: Uuid,
    /// `night`, `weekend`, `holiday`, `day` or `week`.
    pub kind: &'static str,
    /// When somebody is on call.
    pub parts: Vec<Span>,
    /// Empty while it is open.
    pub turns: Vec<DutyTurn>,
}

/// Somebody serving a duty, or a part of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyTurn {
    pub id: Uuid,
    pub staff: Uuid,
    pub name: String,
    pub from: String,
    pub until: String,
    /// `rota`, `swap`, `take_over` or `leader`.
    pub source: &'static str,
    /// Rises with every change.
    pub revision: u32,
}

/// Time without anybody in a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineGap {
    pub line: Uuid,
    pub from: String,
    pub until: String,
}

/// A part of a turn that somebody else should have.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnInDoubt {
    pub turn: Uuid,
    pub line: Uuid,
    pub staff: Uuid,
    pub from: String,
    pub until: String,
}

/// A day off for rest.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestDay {
    pub staff: Uuid,
    pub on: String,
}

/// A turn that lies in a rest after a disturbed night.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnInRest {
    pub turn: Uuid,
    pub staff: Uuid,
    /// When the rest begins.
    pub from: String,
    pub until: String,
}

/// A rule that the rota does not keep.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleNotKept {
    /// As in `weekly_rest`.
    pub rule: &'static str,
    /// Nobody may set it aside.
    pub unlawful: bool,
    pub staff: Uuid,
    pub from: String,
    pub until: String,
    /// Turns of theirs ahead in which it shows.
    pub turns: Vec<Uuid>,
    /// A workday that would mend it if it were free.
    pub mended_by: Option<String>,
}

/// A duty of yours that begins before the rest after your calls is whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyTooSoon {
    pub turn: Uuid,
    pub line: Uuid,
    pub from: String,
    pub until: String,
    /// Rules of rest that it breaks, as in `disturbed`.
    pub broken: Vec<&'static str>,
    /// Who could have it without breaking the law, by name.
    pub could: Vec<String>,
}

/// What somebody carried in a line, against a fair share.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarriedLoad {
    pub staff: Uuid,
    pub name: String,
    pub line: Uuid,
    pub before: Load,
    /// In the days that are asked for.
    pub now: Load,
    /// The fair share of both together, in tenths: nights, weekends, holidays.
    pub fair_tenths: [u32; 3],
}

/// Nights, weekends and holidays.
#[derive(Debug, Serialize, ToSchema)]
pub struct Load {
    pub nights: u32,
    pub weekends: u32,
    pub holidays: u32,
}

/// A period that was planned, or is.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotaPeriod {
    pub id: Uuid,
    pub from: String,
    /// The first day no longer.
    pub until: String,
    /// `draft`, `published` or `discarded`.
    pub state: &'static str,
}

/// Your duties in a pool, and the swaps that concern you.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnDuties {
    pub pool: Uuid,
    /// Those that have not ended.
    pub duties: Vec<PoolDuty>,
    /// Your next duty, where your calls leave too little rest before it.
    pub too_soon: Option<DutyTooSoon>,
    /// Swaps that wait for your answer.
    pub waiting: Vec<Swap>,
    /// Swaps that you made or that concern you.
    pub swaps: Vec<Swap>,
    /// Others' turns that you may ask for.
    pub askable: Vec<Askable>,
}

/// Another's turn that you may ask for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Askable {
    pub turn: Uuid,
    pub line: Uuid,
    pub name: String,
    pub from: String,
    pub until: String,
}

impl Days {
    fn period(&self, visit: &ApiVisit) -> Result<(Day, Day), ApiError> {
        let read = |text: &Option<String>| match text.as_deref() {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| ApiError::invalid(visit)),
        };
        let first: Day = read(&self.from)?.unwrap_or(visit.0.ctx.today());
        let end = read(&self.until)?.unwrap_or(first.plus(31));
        let is_period = (1..=ROTA_DAYS_MAX).contains(&end.days_since(first));
        is_period
            .then_some((first, end))
            .ok_or_else(|| ApiError::invalid(visit))
    }
}

/// The rota that holds.
#[utoipa::path(get, operation_id = "rota", path = "/api/v1/pools/{pool}/rota",
    params(("pool" = Uuid, Path), Days), responses((status = 200, body = PoolRota), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
    ApiQuery(days): ApiQuery<Days>,
) -> Result<Json<PoolRota>, ApiError> {
    let period = days.period(&visit)?;
    let view = site.app.rota(&visit.0.ctx, pool, period).await;
    Ok(Json((&view.map_err(ApiError::of(&visit))?).into()))
}

/// Your duties, and the swaps that concern you.
#[utoipa::path(get, operation_id = "own_duties", path = "/api/v1/pools/{pool}/duties",
    params(("pool" = Uuid, Path)), responses((status = 200, body = OwnDuties), Refused))]
pub async fn mine(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
) -> Result<Json<OwnDuties>, ApiError> {
    let found = site.app.my_duties(&visit.0.ctx, pool).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

impl From<&RotaView> for PoolRota {
    fn from(view: &RotaView) -> PoolRota {
        let name = |staff: StaffId| view.names.get(&staff).cloned().unwrap_or_default();
        let line = |line: &hemma_domain::pool::Line| PoolLine {
            id: line.id.0,
            level: line.level,
            name: (&line.name).into(),
        };
        let gaps = |(line, all): &(LineId, Vec<Stretch>)| {
            let gap = |one: &Stretch| LineGap {
                line: line.0,
                from: moment(one.start()),
                until: moment(one.end()),
            };
            all.iter().map(gap).collect::<Vec<_>>()
        };
        let rest_day = |(staff, on): &(StaffId, Day)| RestDay {
            staff: staff.0,
            on: on.to_string(),
        };
        PoolRota {
            pool: view.pool.id.0,
            from: view.period.0.to_string(),
            until: view.period.1.to_string(),
            lines: view.pool.lines.iter().map(line).collect(),
            duties: view.served.iter().map(|one| duty(one, name)).collect(),
            gaps: view.gaps.iter().flat_map(gaps).collect(),
            unplanned_from: view.unplanned.map(|day| day.to_string()),
            in_doubt: view.doubts.iter().map(TurnInDoubt::from).collect(),
            rest_days: view.rest_days.iter().map(rest_day).collect(),
            in_rest: view.clashes.iter().map(TurnInRest::from).collect(),
            not_kept: view
                .standing
                .as_ref()
                .map(|all| all.iter().map(RuleNotKept::from).collect()),
            carried: view.carried.iter().map(CarriedLoad::from).collect(),
            rotas: view.rotas.iter().map(RotaPeriod::from).collect(),
        }
    }
}

impl From<&Doubt> for TurnInDoubt {
    fn from(one: &Doubt) -> TurnInDoubt {
        TurnInDoubt {
            turn: one.turn.0,
            line: one.line.0,
            staff: one.staff.0,
            from: moment(one.part.start()),
            until: moment(one.part.end()),
        }
    }
}

impl From<&RestClash> for TurnInRest {
    fn from(one: &RestClash) -> TurnInRest {
        TurnInRest {
            turn: one.turn.0,
            staff: one.staff.0,
            from: moment(one.rest.start()),
            until: moment(one.rest.end()),
        }
    }
}

impl From<&Standing> for RuleNotKept {
    fn from(one: &Standing) -> RuleNotKept {
        RuleNotKept {
            rule: one.breach.rule.code(),
            unlawful: one.is_unlawful,
            staff: one.breach.staff.0,
            from: moment(one.breach.time.start()),
            until: moment(one.breach.time.end()),
            turns: one.turns.iter().map(|(turn, _)| turn.0).collect(),
            mended_by: one.mended_by.map(|day| day.to_string()),
        }
    }
}

impl From<&NextDuty> for DutyTooSoon {
    fn from(one: &NextDuty) -> DutyTooSoon {
        DutyTooSoon {
            turn: one.turn.0,
            line: one.line.0,
            from: moment(one.part.start()),
            until: moment(one.part.end()),
            broken: one.broken.iter().map(|rule| rule.code()).collect(),
            could: one.could.clone(),
        }
    }
}

fn duty(one: &Served, name: impl Fn(StaffId) -> String) -> PoolDuty {
    let turn = |turn: &hemma_domain::turn::Turn| DutyTurn {
        id: turn.id.0,
        staff: turn.staff.0,
        name: name(turn.staff),
        from: moment(turn.part.start()),
        until: moment(turn.part.end()),
        source: turn.source.code(),
        revision: turn.revision,
    };
    PoolDuty {
        id: one.duty.id.0,
        line: one.duty.shape.line.0,
        kind: one.duty.shape.kind.code(),
        parts: one
            .duty
            .shape
            .segments
            .iter()
            .map(|part| (*part).into())
            .collect(),
        turns: one.turns.iter().map(turn).collect(),
    }
}

impl From<&Carried> for CarriedLoad {
    fn from(one: &Carried) -> CarriedLoad {
        let load = |tally: Tally| Load {
            nights: tally.nights,
            weekends: tally.weekends,
            holidays: tally.holidays,
        };
        CarriedLoad {
            staff: one.staff.0,
            name: one.name.clone(),
            line: one.line.0,
            before: load(one.before),
            now: load(one.now),
            fair_tenths: one.fair_tenths,
        }
    }
}

impl From<&Rota> for RotaPeriod {
    fn from(one: &Rota) -> RotaPeriod {
        RotaPeriod {
            id: one.id.0,
            from: one.first.to_string(),
            until: one.end.to_string(),
            state: one.state.code().code(),
        }
    }
}

impl From<MyDuties> for OwnDuties {
    fn from(found: MyDuties) -> OwnDuties {
        let colleague = |staff: StaffId| {
            let mut all = found.colleagues.iter();
            let known = all.find(|(id, _)| *id == staff);
            known.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let askable = |one: &AskableTurn| Askable {
            turn: one.turn.0,
            line: one.line.0,
            name: one.name.clone(),
            from: moment(one.part.start()),
            until: moment(one.part.end()),
        };
        OwnDuties {
            pool: found.pool.id.0,
            duties: found
                .served
                .iter()
                .map(|one| duty(one, colleague))
                .collect(),
            too_soon: found.next.as_ref().map(DutyTooSoon::from),
            waiting: found.waiting.iter().map(Swap::from).collect(),
            swaps: found.own.iter().map(Swap::from).collect(),
            askable: found.askable.iter().map(askable).collect(),
        }
    }
}
