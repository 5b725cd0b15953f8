//! What is drawn beside the figures of the review, as numbers.

use axum::Json;
use axum::extract::State;
use hemma_app::review::{
    Beside, FamilyWeek, Funnel as FoundFunnel, FunnelLimits, Lies, LoadTerm, StayCurve, Stays,
    TeamYear as FoundYear, TimeInTreatment as FoundTime,
};
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::review::Term;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::rule_confirmed;
use crate::api::fidelity::Interval;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;

/// How long the cases last that began in the two years before the end of the term.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimeInTreatment {
    /// The first day on which they may have begun.
    pub began_from: String,
    /// The first day on which they no longer may.
    pub began_before: String,
    /// Too few ended in some part of the curve for whoever is outside the team.
    pub hidden: bool,
    /// None where it is hidden, or no case began.
    pub curve: Option<Curve>,
    /// The other teams of the network; from outside, and of a network, all of them.
    pub beside: Option<Curve>,
    /// How long the programme says that a treatment lasts, in days.
    pub expected_least: Option<u32>,
    pub expected_most: Option<u32>,
}

/// A curve of Kaplan and Meier.
#[derive(Debug, Serialize, ToSchema)]
pub struct Curve {
    pub cases: u32,
    pub ended: u32,
    /// Until how many days something is known.
    pub until: u32,
    /// After how many days half had ended, by an estimate that counts those under way for as long as they have lasted.
    pub median: Option<u32>,
    /// Days between two readings for whoever is outside the team: half had ended some time between the median and so many
    /// days before. None where each ending stands at its day.
    pub read_every_days: Option<u32>,
    pub steps: Vec<CurveStep>,
}

/// One step: a day on which something ended, or every sixtieth day for whoever is outside the team.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurveStep {
    pub after_days: u32,
    pub running: u32,
    pub ended: u32,
    /// The share that lasts longer, from 0 to 1.
    pub share: f64,
    /// The 95 % interval of the share.
    pub interval: Interval,
}

/// One term of a team's load, in the mean of its days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Load {
    pub term: String,
    pub runs: bool,
    pub families: f64,
    pub therapists: f64,
    /// Families that those can carry; none where the programme limits nothing.
    pub places: Option<f64>,
}

/// The teams of a network between the limits of chance, in per cent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Funnel {
    /// As the column of `indicators.csv`.
    pub figure: &'static str,
    /// The share of all teams together.
    pub level: Option<f64>,
    /// Whether the authors or the licence holder vouch for the rule of the scores that it is made of; null where it is made
    /// of none.
    pub rule_confirmed: Option<bool>,
    pub teams: Vec<FunnelTeam>,
    /// Teams whose figure is hidden.
    pub hidden: usize,
}

/// One team in a funnel.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelTeam {
    pub team: Uuid,
    pub name: String,
    pub value: Option<f64>,
    pub denominator: u32,
    pub inner: Limits,
    pub outer: Limits,
    /// `within`, `outside` or `far_outside`.
    pub lies: &'static str,
}

/// Between which shares a team of its size lies by chance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Limits {
    pub lower: f64,
    pub upper: f64,
}

/// A team's year, week by week and family by family.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamYear {
    pub team: Uuid,
    pub name: String,
    pub year: String,
    /// The Mondays.
    pub weeks: Vec<String>,
    pub families: Vec<FamilyYear>,
    /// There are more families than are told.
    pub has_more: bool,
    /// Contacts with a family in a week, at least, as the programme says.
    pub least: Option<u32>,
}

/// The year of one family.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyYear {
    pub case: Uuid,
    pub code: String,
    /// One for each week; none where the family was not treated, or nobody reported.
    pub contacts: Vec<Option<u32>>,
    /// The Mondays of weeks that nobody has reported.
    pub missing: Vec<String>,
}

/// Which year is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedYear {
    /// A year: `2026`. The running one by default, and where the text names none.
    #[param(example = "2026")]
    term: Option<String>,
}

/// A team's year.
#[utoipa::path(get, operation_id = "team_review_year", path = "/api/v1/teams/{team}/review/year",
    params(("team" = Uuid, Path), AskedYear), responses((status = 200, body = TeamYear), Refused))]
pub async fn year(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(asked): ApiQuery<AskedYear>,
) -> Result<Json<TeamYear>, ApiError> {
    let term: Option<Term> = asked.term.as_deref().and_then(|term| term.parse().ok());
    let read = site.app.team_year(&visit.0.ctx, team, term).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(TeamYear::from(read)))
}

impl From<&FoundTime> for TimeInTreatment {
    fn from(found: &FoundTime) -> TimeInTreatment {
        let (from, before) = found.began;
        TimeInTreatment {
            began_from: from.to_string(),
            began_before: before.to_string(),
            hidden: found.own == Stays::Hidden,
            curve: match &found.own {
                Stays::Known(curve) => Some(Curve::from(curve)),
                Stays::None | Stays::Hidden => None,
            },
            beside: found.beside.as_ref().map(Beside::curve).map(Curve::from),
            expected_least: found.expected.map(|(least, _)| least),
            expected_most: found.expected.map(|(_, most)| most),
        }
    }
}

impl From<&StayCurve> for Curve {
    fn from(curve: &StayCurve) -> Curve {
        let steps = curve.steps.iter().map(|step| CurveStep {
            after_days: step.after,
            running: step.running,
            ended: step.ended,
            share: step.share.estimate,
            interval: Interval::from(step.share),
        });
        Curve {
            cases: curve.cases,
            ended: curve.ended,
            until: curve.until,
            median: curve.median,
            read_every_days: curve.read_every,
            steps: steps.collect(),
        }
    }
}

impl From<&LoadTerm> for Load {
    fn from(one: &LoadTerm) -> Load {
        Load {
            term: one.term.to_string(),
            runs: one.runs,
            families: one.families,
            therapists: one.therapists,
            places: one.places,
        }
    }
}

impl From<&FoundFunnel> for Funnel {
    fn from(found: &FoundFunnel) -> Funnel {
        let limits = |(lower, upper): (f64, f64)| Limits { lower, upper };
        let teams = found.points.iter().map(|one| {
            let FunnelLimits {
                cases,
                inner,
                outer,
            } = one.limits;
            FunnelTeam {
                team: one.team.0,
                name: one.name.clone(),
                value: one.reading.value,
                denominator: cases,
                inner: limits(inner),
                outer: limits(outer),
                lies: match one.lies {
                    Lies::Within => "within",
                    Lies::Outside => "outside",
                    Lies::FarOutside => "far_outside",
                },
            }
        });
        Funnel {
            figure: found.figure.code(),
            level: found.whole.value,
            rule_confirmed: rule_confirmed(found.whole),
            teams: teams.collect(),
            hidden: found.hidden,
        }
    }
}

impl From<FoundYear> for TeamYear {
    fn from(found: FoundYear) -> TeamYear {
        let mondays: Vec<String> = found
            .weeks
            .iter()
            .map(|week| week.first_day().to_string())
            .collect();
        let families = found.families.iter().map(|one| {
            let weeks = mondays.iter().zip(&one.weeks);
            let missing = weeks.filter(|(_, week)| **week == FamilyWeek::Missing);
            FamilyYear {
                case: one.case.0,
                code: one.code.clone(),
                missing: missing.map(|(monday, _)| monday.clone()).collect(),
                contacts: one
                    .weeks
                    .iter()
                    .map(|week| match week {
                        FamilyWeek::Contacts(contacts) => Some(*contacts),
                        FamilyWeek::Outside | FamilyWeek::Missing => None,
                    })
                    .collect(),
            }
        });
        TeamYear {
            families: families.collect(),
            weeks: mondays,
            team: found.team.id.0,
            name: found.team.name,
            year: found.term.to_string(),
            has_more: found.has_more,
            least: found.least,
        }
    }
}
