//! What the scores say of a team and of a network: means exact as fractions, models as decimal numbers.

pub mod therapist;

use axum::Json;
use axum::extract::State;
use hemma_app::fidelity::network::{Kept, NetworkFidelity as Computed};
use hemma_app::fidelity::{
    Earlier, Estimate, Items as ItemsFound, LackLine, Summary, TeamFidelity as Found, Trend,
    Unit as UnitFound, Yardstick as YardstickFound,
};
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::fidelity as domain;
use hemma_domain::ids::{NetworkId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/teams/{team}/fidelity",
            Access::Team(TeamAction::SeeFidelity),
            of_team,
        )
        .get(
            "/api/v1/networks/{network}/fidelity",
            Access::Network(NetworkAction::SeeFidelity),
            of_network,
        )
        .with(therapist::routes())
}

/// Which instrument is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// As in `TAM-R`; the first one by default.
    #[param(example = "TAM-R")]
    instrument: Option<String>,
}

/// What fidelity is measured with.
#[derive(Debug, Serialize, ToSchema)]
pub struct Yardstick {
    pub instrument: String,
    pub version: u32,
    pub scale: String,
    /// Whether the authors or the licence holder vouch for the rule.
    pub confirmed: bool,
    /// A fraction as in `61/100`; nothing where none is established.
    pub cut_off: Option<String>,
}

/// Scores that stand under an older version of the rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierRule {
    pub version: u32,
    /// How many scores.
    pub forms: u32,
    /// Whether somebody vouches for it.
    pub confirmed: bool,
}

/// What some scores say together.
#[derive(Debug, Serialize, ToSchema)]
pub struct Level {
    pub forms: u32,
    pub families: u32,
    /// The exact mean, a fraction as in `3/4`.
    pub mean: Option<String>,
    /// Families whose mean meets the cut-off.
    pub above: Option<u32>,
    /// The share of them with its 95 % interval.
    pub above_share: Option<Interval>,
    /// Too few scores to interpret.
    pub thin: bool,
}

/// A number with its 95 % interval.
#[derive(Debug, Serialize, ToSchema)]
pub struct Interval {
    pub estimate: f64,
    pub lower: f64,
    pub upper: f64,
}

/// One period of a trend.
#[derive(Debug, Serialize, ToSchema)]
pub struct Period {
    /// Its first day.
    pub first_day: String,
    pub level: Level,
    /// The mean lies outside the limits.
    pub signal: bool,
}

/// A therapist's or a team's mean.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    pub id: Uuid,
    pub name: String,
    pub level: Level,
    /// Drawn towards the others the less is known; nothing where no model fits.
    pub shrunken: Option<Interval>,
}

/// A family that lacks its newest interview.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lacking {
    /// The case's code.
    pub code: String,
    pub therapist: String,
    pub due_on: String,
    /// `call`, `ask_consent`, `refused`, `name_somebody`, `missed`, `unreachable` or `declined`.
    pub lack: &'static str,
}

/// One item: how much of what is possible families answered, 0 to 1, by quarter and in all.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    pub number: usize,
    /// Nothing where fewer than three families answered.
    pub quarters: Vec<Option<f64>>,
    pub whole: Option<f64>,
}

/// The items of the scale.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items {
    /// The first days of the quarters.
    pub quarters: Vec<String>,
    pub sheets: usize,
    pub families: usize,
    pub alpha: Option<f64>,
    pub omega: Option<f64>,
    pub items: Vec<Item>,
}

/// The fidelity of a team or a network.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fidelity {
    pub yardstick: Yardstick,
    /// The last twelve months.
    pub level: Level,
    /// The twelve months before.
    pub before: Level,
    pub collected: u32,
    pub due: u32,
    /// The oldest first; empty where every score stands under the present rule.
    pub earlier_rules: Vec<EarlierRule>,
    /// The oldest first; nothing before the first score.
    pub trend: Vec<Period>,
    /// Between which means chance alone moves.
    pub limits: Option<Interval>,
    /// Therapists of a team, teams of a network.
    pub units: Vec<Unit>,
    /// Families of a team that lack their newest interview; empty for a network.
    pub lacking: Vec<Lacking>,
    pub items: Items,
}

/// A network's fidelity, or where its figures stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkFidelity {
    /// `ready`, `computing`, `failed` or `nothing`.
    pub state: &'static str,
    /// The instruments that can be asked for.
    pub instruments: Vec<String>,
    pub fidelity: Option<Fidelity>,
    /// What families in treatment lack whose newest interview is missing.
    pub lacking: Vec<LackingCount>,
}

/// How many families lack the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct LackingCount {
    /// `call`, `ask_consent`, `refused`, `name_somebody`, `missed`, `unreachable` or `declined`.
    pub lack: &'static str,
    /// Null where they are fewer than five.
    pub families: Option<u32>,
}

/// The fidelity of a team; nothing where its programme measures none.
#[utoipa::path(get, operation_id = "team_fidelity", path = "/api/v1/teams/{team}/fidelity",
    params(("team" = Uuid, Path)), responses((status = 200, body = Option<Fidelity>), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
) -> Result<Json<Option<Fidelity>>, ApiError> {
    let read = site.app.team_fidelity(&visit.0.ctx, team).await;
    let (_, found) = read.map_err(ApiError::of(&visit))?;
    Ok(Json(found.map(Fidelity::from)))
}

/// The fidelity of a network. Where it has not been computed today, asking begins the work: ask again.
#[utoipa::path(get, operation_id = "network_fidelity", path = "/api/v1/networks/{network}/fidelity",
    params(("network" = Uuid, Path), Asked), responses((status = 200, body = NetworkFidelity), Refused))]
pub async fn of_network(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(asked): ApiQuery<Asked>,
) -> Result<Json<NetworkFidelity>, ApiError> {
    let instrument = asked.instrument.as_deref();
    let read = site
        .app
        .network_fidelity(&visit.0.ctx, network, instrument)
        .await;
    let found = read.map_err(ApiError::of(&visit))?;
    let (state, computed) = match found.shown {
        None => ("nothing", None),
        Some((_, Kept::Under(_))) => ("computing", None),
        Some((_, Kept::Failed)) => ("failed", None),
        Some((_, Kept::Ready(computed))) => ("ready", Some(computed)),
    };
    let lacking = computed.iter().flat_map(|one| &one.lacking);
    let instruments = found.yardsticks.iter();
    Ok(Json(NetworkFidelity {
        state,
        instruments: instruments
            .map(|one| one.instrument().code.clone())
            .collect(),
        lacking: lacking
            .map(|(lack, families)| LackingCount {
                lack: lack.code(),
                families: *families,
            })
            .collect(),
        fidelity: computed.as_deref().map(Fidelity::from),
    }))
}

impl From<&YardstickFound> for Yardstick {
    fn from(one: &YardstickFound) -> Yardstick {
        Yardstick {
            instrument: one.instrument().code.clone(),
            version: one.instrument().version,
            scale: one.scale().code.clone(),
            confirmed: one.is_confirmed(),
            cut_off: one.cut_off().map(|cut_off| cut_off.value.to_string()),
        }
    }
}

impl From<&Earlier> for EarlierRule {
    fn from(one: &Earlier) -> EarlierRule {
        EarlierRule {
            version: one.version,
            forms: one.forms,
            confirmed: one.confirmed,
        }
    }
}

impl From<&domain::Level> for Level {
    fn from(one: &domain::Level) -> Level {
        Level {
            forms: one.forms,
            families: one.families,
            mean: one.mean.map(|mean| mean.to_string()),
            above: one.above,
            above_share: Estimate::above(one).map(Interval::from),
            thin: one.is_thin(),
        }
    }
}

impl From<hemma_app::review::Interval> for Interval {
    fn from(one: hemma_app::review::Interval) -> Interval {
        Interval {
            estimate: one.estimate,
            lower: one.lower,
            upper: one.upper,
        }
    }
}

impl From<Estimate> for Interval {
    fn from(one: Estimate) -> Interval {
        Interval {
            estimate: one.estimate,
            lower: one.lower,
            upper: one.upper,
        }
    }
}

fn periods(trend: &Trend) -> Vec<Period> {
    let each = trend.periods.iter().zip(&trend.signals);
    each.map(|(period, signal)| Period {
        first_day: period.first_day.to_string(),
        level: Level::from(&period.level),
        signal: *signal,
    })
    .collect()
}

fn limits(trend: &Trend) -> Option<Interval> {
    trend.limits.map(|limits| Interval {
        estimate: limits.center,
        lower: limits.lower,
        upper: limits.upper,
    })
}

impl From<&ItemsFound> for Items {
    fn from(one: &ItemsFound) -> Items {
        let lines = one.lines.iter().map(|line| Item {
            number: line.number,
            quarters: line
                .cells
                .iter()
                .map(|cell| cell.map(|cell| cell.share))
                .collect(),
            whole: line.whole.map(|cell| cell.share),
        });
        Items {
            quarters: one.quarters.iter().map(ToString::to_string).collect(),
            sheets: one.sheets,
            families: one.families,
            alpha: one.reliability.map(|found| found.alpha),
            omega: one.reliability.and_then(|found| found.omega),
            items: lines.collect(),
        }
    }
}

fn unit<I>(one: &UnitFound<I>, id: Uuid) -> Unit {
    Unit {
        id,
        name: one.name.clone(),
        level: Level::from(&one.level),
        shrunken: one.mean.map(|one| Interval::from(one.mean)),
    }
}

impl From<&LackLine> for Lacking {
    fn from(line: &LackLine) -> Lacking {
        Lacking {
            code: line.code.clone(),
            therapist: line.therapist.clone(),
            due_on: line.due_on.to_string(),
            lack: line.lack.code(),
        }
    }
}

fn of_summary(
    summary: &Summary,
    (units, lacking): (Vec<Unit>, Vec<Lacking>),
    items: &ItemsFound,
) -> Fidelity {
    Fidelity {
        yardstick: Yardstick::from(&summary.yardstick),
        level: Level::from(&summary.level),
        before: Level::from(&summary.before),
        collected: summary.collected.0,
        due: summary.collected.1,
        earlier_rules: summary.earlier.iter().map(EarlierRule::from).collect(),
        trend: periods(&summary.trend),
        limits: limits(&summary.trend),
        units,
        lacking,
        items: Items::from(items),
    }
}

impl From<Found> for Fidelity {
    fn from(one: Found) -> Fidelity {
        let units = one.therapists.iter();
        let units = units.map(|line| unit(&line.unit, line.unit.id.0)).collect();
        let lacking = one.lacking.iter().map(Lacking::from).collect();
        of_summary(&one.summary, (units, lacking), &one.items)
    }
}

impl From<&Computed> for Fidelity {
    fn from(one: &Computed) -> Fidelity {
        let units = one.teams.iter();
        let units = units.map(|line| unit(&line.unit, line.unit.id.0)).collect();
        of_summary(&one.summary, (units, Vec::new()), &one.items)
    }
}
