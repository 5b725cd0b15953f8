//! Trips of a network's office: what they were to cost and did, and what came of them.

use axum::Json;
use axum::extract::State;
use hemma_app::trip::{Had, Learnt, OneTrip, TripPage};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProposalId};
use hemma_domain::proposal::CostKind;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::proposal::{ProposalAmount, ProposalTrip};
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProposals);
    Routes::default()
        .get("/api/v1/networks/{network}/trips", KEEP, list)
        .get("/api/v1/networks/{network}/trips/{proposal}", KEEP, get)
}

/// A trip. Amounts are öre.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeTrip {
    /// The proposal that it belongs to.
    pub proposal: Uuid,
    /// Empty until there is one.
    pub diary: String,
    pub heading: String,
    /// `draft`, `signed`, `sent`, `decided` or `reported`.
    pub stage: &'static str,
    #[serde(flatten)]
    pub trip: ProposalTrip,
    pub costs: Vec<ProposalAmount>,
    /// The same kind by kind; empty where nobody said a kind.
    pub costs_by_kind: Vec<TripCost>,
    pub funding: Vec<ProposalAmount>,
    pub planned_ore: i64,
    /// By the ledger.
    pub paid_ore: i64,
    /// What those who went brought home; none until it is written.
    pub report: Option<String>,
    pub reported_on: Option<String>,
}

/// What a trip costs of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct TripCost {
    /// `journey`, `lodging`, `fee`, `allowance` or `other`; none for what nobody said a kind of.
    pub kind: Option<&'static str>,
    pub ore: i64,
}

/// A trip with what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeTrip {
    #[serde(flatten)]
    pub trip: OfficeTrip,
    pub version: i64,
    pub learnt: Vec<TripTraining>,
}

/// A training that came of a trip.
#[derive(Debug, Serialize, ToSchema)]
pub struct TripTraining {
    pub training: Uuid,
    pub title: String,
    pub first_on: Option<String>,
    /// How many have a certificate of it.
    pub attended: u32,
    /// What of the demands it counts toward; none where nothing does.
    pub requirement: Option<String>,
    /// What each of those who went has of it.
    pub travellers: Vec<TripTraveller>,
}

/// Somebody who went, as the proposal names them, and what they have of a training.
#[derive(Debug, Serialize, ToSchema)]
pub struct TripTraveller {
    pub name: String,
    /// `there`, `invited` (and not there), `no` (not invited) or `unclear` (several of that name).
    pub had: &'static str,
    /// Half days that they were there.
    pub half_days: u32,
    pub staff: Option<Uuid>,
}

/// The trips of a network's office, the newest first; drafts too.
#[utoipa::path(get, operation_id = "trips", path = "/api/v1/networks/{network}/trips",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<OfficeTrip>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<OfficeTrip>>, ApiError> {
    let found = site.app.trips(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found, OfficeTrip::from).map(Json)
}

/// One trip, by its proposal.
#[utoipa::path(get, operation_id = "trip", path = "/api/v1/networks/{network}/trips/{proposal}",
    params(("network" = Uuid, Path), ("proposal" = Uuid, Path)), responses((status = 200, body = WholeTrip), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, ProposalId)>,
) -> Result<Json<WholeTrip>, ApiError> {
    let found = site.app.trip(&visit.0.ctx, at).await;
    Ok(Json(found.map_err(ApiError::of(&visit))?.into()))
}

impl From<OneTrip> for OfficeTrip {
    fn from(one: OneTrip) -> OfficeTrip {
        let reported_on = one.report.as_ref().map(|report| report.on.to_string());
        OfficeTrip {
            proposal: one.proposal.0,
            diary: one.diary,
            heading: one.heading,
            stage: one.stage.code(),
            trip: (&one.trip).into(),
            costs: one.costs.iter().map(ProposalAmount::from).collect(),
            costs_by_kind: one
                .by_kind
                .iter()
                .map(|(kind, sum)| TripCost {
                    kind: kind.map(CostKind::code),
                    ore: sum.0,
                })
                .collect(),
            funding: one.funding.iter().map(ProposalAmount::from).collect(),
            planned_ore: one.planned.0,
            paid_ore: one.paid.0,
            report: one.report.map(|report| report.text),
            reported_on,
        }
    }
}

impl From<TripPage> for WholeTrip {
    fn from(found: TripPage) -> WholeTrip {
        WholeTrip {
            version: found.version,
            learnt: found.learnt.into_iter().map(TripTraining::from).collect(),
            trip: found.trip.into(),
        }
    }
}

impl From<Learnt> for TripTraining {
    fn from(one: Learnt) -> TripTraining {
        let days = one.training.content.days();
        let travellers = one.travellers.into_iter();
        TripTraining {
            travellers: travellers.map(TripTraveller::from).collect(),
            requirement: one
                .toward
                .is_some()
                .then_some(one.training.content.requirement)
                .flatten(),
            training: one.training.id.0,
            title: one.training.content.title,
            first_on: days.map(|(first, _)| first.to_string()),
            attended: one.attended,
        }
    }
}

impl From<(String, Had)> for TripTraveller {
    fn from((name, had): (String, Had)) -> TripTraveller {
        let (code, half_days, staff) = match had {
            Had::There(staff, half_days) => ("there", half_days, Some(staff.0)),
            Had::Invited => ("invited", 0, None),
            Had::No => ("no", 0, None),
            Had::Unclear => ("unclear", 0, None),
        };
        TripTraveller {
            name,
            had: code,
            half_days,
            staff,
        }
    }
}
