//! How many teams a network needs for so many families.

use axum::Json;
use axum::extract::State;
use hemma_app::error::Error;
use hemma_app::scale::{Assumed, Choice, Origin, ScalePlan, Stage};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::NetworkId;
use hemma_domain::scale::Spread as Simulated;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};
use crate::page::scale::{Query, asked};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/networks/{network}/scale",
        Access::Network(NetworkAction::SeeReview),
        get,
    )
}

/// What is assumed of a network, and what follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Scale {
    pub programme: String,
    /// Whose own figures are taken: all that run the programme, unless some were chosen.
    pub teams: Vec<Uuid>,
    /// The first day of what the own figures tell; none where nothing is known yet.
    pub since: Option<String>,
    pub assumptions: Vec<ScaleAssumption>,
    /// Runs that are done, and runs there are; both the same once there is an answer.
    pub runs: [u32; 2],
    /// The fewest teams with which families begin in time; none while it is computed, or where no number is enough.
    pub teams_needed: Option<u32>,
    /// One team fewer, the number that is asked for or needed, and one more.
    pub choices: Vec<ScaleChoice>,
}

/// One assumption.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScaleAssumption {
    /// Also the name of the parameter that changes it.
    pub code: &'static str,
    pub value: Option<u32>,
    /// `own`, `programme`, `start`, `invented` (in a demo) or `typed`.
    pub origin: &'static str,
}

/// A number of teams, and what becomes of families.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScaleChoice {
    pub teams: u32,
    pub therapists: u32,
    pub leaders: u32,
    pub places: u32,
    pub pools: u32,
    /// People who must take turns on all first lines, and on all second lines.
    pub on_call: [u32; 2],
    /// Kronor a year, of everything that somebody said what it costs.
    pub cost: u64,
    /// False where nobody says what a therapist costs: then nearly all is missing.
    pub is_cost_whole: bool,
    pub in_time_percent: Spread,
    pub wait_weeks: Spread,
    pub queue: Spread,
    pub started: Spread,
    pub completed: Spread,
    pub taken_percent: Spread,
    pub calls_per_week: Spread,
}

/// The middle of all runs, and where nine of ten lie.
#[derive(Debug, Serialize, ToSchema)]
pub struct Spread {
    pub low: f64,
    pub middle: f64,
    pub high: f64,
}

impl From<Simulated> for Spread {
    fn from(one: Simulated) -> Spread {
        Spread {
            low: one.low,
            middle: one.middle,
            high: one.high,
        }
    }
}

impl From<&Assumed> for ScaleAssumption {
    fn from(one: &Assumed) -> ScaleAssumption {
        ScaleAssumption {
            code: one.of.code(),
            value: one.value,
            origin: match one.origin {
                Origin::Own => "own",
                Origin::Programme => "programme",
                Origin::Start => "start",
                Origin::Invented => "invented",
                Origin::Typed => "typed",
            },
        }
    }
}

impl From<&Choice> for ScaleChoice {
    fn from(one: &Choice) -> ScaleChoice {
        let (need, outcome) = (&one.need, &one.outcome);
        ScaleChoice {
            teams: need.teams,
            therapists: need.therapists,
            leaders: need.leaders,
            places: need.places,
            pools: need.pools,
            on_call: [need.first_line, need.second_line],
            cost: need.cost,
            is_cost_whole: need.is_cost_whole,
            in_time_percent: outcome.in_time.into(),
            wait_weeks: outcome.wait.into(),
            queue: outcome.queue.into(),
            started: outcome.started.into(),
            completed: outcome.completed.into(),
            taken_percent: outcome.taken.into(),
            calls_per_week: outcome.calls.into(),
        }
    }
}

impl From<ScalePlan> for Scale {
    fn from(found: ScalePlan) -> Scale {
        let (runs, teams_needed, choices) = match found.stage {
            Some(Stage::Ready(answer)) => {
                let all = answer.options.iter();
                let runs = all.clone().map(|one| one.outcome.runs).sum();
                let choices = all.map(ScaleChoice::from).collect();
                ([runs; 2], answer.needed, choices)
            }
            Some(Stage::Running(done, of)) => ([done, of], None, Vec::new()),
            Some(Stage::Waiting) | None => ([0, 0], None, Vec::new()),
        };
        Scale {
            programme: found.programme,
            teams: found
                .teams
                .iter()
                .filter(|team| team.chosen)
                .map(|team| team.id.0)
                .collect(),
            since: found.since.map(|day| day.to_string()),
            assumptions: found.assumed.iter().map(ScaleAssumption::from).collect(),
            runs,
            teams_needed,
            choices,
        }
    }
}

/// How many teams so many families need: every parameter is an assumption by its code, or `programme`, or `team`, once for
/// each team whose own figures are to be taken, or `board` for those of a board. While it is computed
/// there are no choices; the same address answers with them soon.
#[utoipa::path(get, operation_id = "network_scale", path = "/api/v1/networks/{network}/scale",
    params(("network" = uuid::Uuid, Path), ("programme" = Option<String>, Query), ("families" = Option<u32>, Query),
    ("teams" = Option<u32>, Query), ("team" = Option<uuid::Uuid>, Query), ("board" = Option<uuid::Uuid>, Query)), responses((status = 200, body = Scale), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(query): ApiQuery<Query>,
) -> Result<Json<Scale>, ApiError> {
    let asked = asked(&query);
    let found = site.app.scale_plan(&visit.0.ctx, network, &asked).await;
    let found = found.map_err(ApiError::of(&visit))?;
    match found.faults.is_empty() {
        true => Ok(Json(found.into())),
        false => Err(ApiError::of(&visit)(Error::invalid(
            "query",
            "scale-fault-range",
        ))),
    }
}
