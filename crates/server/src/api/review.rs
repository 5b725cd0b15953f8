//! The programme review: figures of a team and of a network's teams, and what is written of each half-year.

pub mod document;
pub mod figure;
pub mod plot;

use axum::Json;
use axum::extract::State;
use hemma_app::review::{
    Among, Held, NetworkAsked, NetworkReview as Network, Reading, SentFrom as Sent, Shown,
    TeamLine, TeamReview as Found,
};
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::review::{Figure as Noun, Term};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::plot::{Funnel, Load, TimeInTreatment};
use crate::api::fidelity::Interval;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/teams/{team}/review",
            Access::Team(TeamAction::SeeReview),
            of_team,
        )
        .get(
            "/api/v1/teams/{team}/review/year",
            Access::Team(TeamAction::SeeReviewCases),
            plot::year,
        )
        .get(
            "/api/v1/teams/{team}/review/{figure}",
            Access::Team(TeamAction::SeeReview),
            figure::of_team,
        )
        .get(
            "/api/v1/networks/{network}/review",
            Access::Network(NetworkAction::SeeReview),
            of_network,
        )
        .with(document::routes())
}

/// Which term is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// A quarter, half-year or year: `2026Q3`, `2026H2`, `2026`. The running half-year by default, and where the text names
    /// none.
    #[param(example = "2026H2")]
    term: Option<String>,
    /// The programme, as in `MST-CAN`; of a network alone.
    #[param(example = "MST-CAN")]
    programme: Option<String>,
    /// The figure of the funnel, by its code; of a network alone. The first that can be shown by default.
    #[param(example = "pct_completed")]
    figure: Option<String>,
    /// The board whose teams are read together; of a network alone. All teams by default, and where no team is one's.
    board: Option<String>,
    /// The teams that are read together where no board is said: their ids with commas between; of a network alone.
    teams: Option<String>,
}

impl Asked {
    fn figure(&self) -> Option<Noun> {
        self.figure.as_deref().and_then(Noun::from_code)
    }

    fn term(&self) -> Option<Term> {
        self.term.as_deref().and_then(|term| term.parse().ok())
    }

    fn of_network(&self) -> NetworkAsked<'_> {
        let teams = self.teams.as_deref().unwrap_or_default().split(',');
        NetworkAsked {
            programme: self.programme.as_deref(),
            term: self.term(),
            among: Among::from_texts(self.board.as_deref(), teams),
        }
    }
}

/// One figure. Shares are given in per cent, lengths in days, scores from 0 to 1.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    /// As the column of `indicators.csv`.
    pub figure: &'static str,
    /// Too few cases for whoever is outside the team: nothing else is told.
    pub hidden: bool,
    pub value: Option<f64>,
    /// What is divided.
    pub numerator: Option<i64>,
    /// By what.
    pub denominator: Option<i64>,
    /// Closed cases that say nothing about it.
    pub left_out: Option<i64>,
    /// The 95 % interval.
    pub interval: Option<Interval>,
    /// Whether the authors or the licence holder vouch for the rule of the scores that it is made of; null where it is made
    /// of none.
    pub rule_confirmed: Option<bool>,
}

/// Whether somebody vouches for the rule of a figure's scores; none where it is made of none.
pub(in crate::api) fn rule_confirmed(reading: Reading) -> Option<bool> {
    reading
        .figure
        .rests_on_scores()
        .then_some(!reading.unconfirmed)
}

/// A figure with its target, of which no chart is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetedFigure {
    #[serde(flatten)]
    pub figure: Figure,
    pub target: Option<Target>,
}

/// A figure with its target.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldFigure {
    #[serde(flatten)]
    pub figure: Figure,
    pub target: Option<Target>,
    /// The chart says of the last full quarter that it has become worse than chance.
    pub signal: bool,
}

/// What a figure should be: in the figure's unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Target {
    pub at_least: Option<f64>,
    pub below: Option<f64>,
    pub at_most: Option<f64>,
    /// `confirmed`, `stated` or `unconfirmed`.
    pub confidence: &'static str,
    pub met: Option<bool>,
}

/// The figures of a team in a term.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamReview {
    pub team: Uuid,
    pub name: String,
    pub term: String,
    pub first_day: String,
    /// The first day after it.
    pub end: String,
    /// It has not ended: the figures go up to today.
    pub runs: bool,
    /// From whom the figures come, where the team is counted in another installation.
    pub sent: Option<SentFrom>,
    /// Interviews that are in no figure until they are scored by the rule that holds now; none where the reader does not
    /// see every count.
    pub unscored_interviews: Option<u32>,
    pub figures: Vec<HeldFigure>,
    pub time_in_treatment: Option<TimeInTreatment>,
    /// Quarters, the oldest first; half-years for whoever is outside the team.
    pub load: Vec<Load>,
}

/// From whom figures come.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentFrom {
    /// What the other installation is called here.
    pub sender: String,
    /// The last day that is counted; none where nothing has arrived that can be read beside other figures.
    pub last_day: Option<String>,
    /// Older than a weekend explains.
    pub late: bool,
}

/// The figures of one team in its network.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamFigures {
    pub team: Uuid,
    pub name: String,
    /// From whom the figures come, where the team is counted in another installation. It is not in `time_in_treatment`.
    pub sent: Option<SentFrom>,
    pub figures: Vec<Figure>,
}

/// The figures of a network's teams.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkReview {
    pub term: String,
    pub runs: bool,
    pub programme: String,
    pub programmes: Vec<String>,
    /// Counts below this are hidden.
    pub hidden_below: u32,
    /// The teams that are read together.
    pub teams: Vec<TeamFigures>,
    /// All of them together.
    pub together: Vec<TargetedFigure>,
    /// Whether interviews wait to be scored by the present rule: no figure holds them until then.
    pub unscored_interviews: bool,
    /// How many teams could be read together.
    pub of_teams: usize,
    /// None where no share of them can be shown together.
    pub funnel: Option<Funnel>,
    /// Of all teams, whichever are read together.
    pub time_in_treatment: TimeInTreatment,
}

/// A team's figures.
#[utoipa::path(get, operation_id = "team_review", path = "/api/v1/teams/{team}/review",
    params(("team" = Uuid, Path), Asked), responses((status = 200, body = TeamReview), Refused))]
pub async fn of_team(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(team): ApiPath<TeamId>,
    ApiQuery(asked): ApiQuery<Asked>,
) -> Result<Json<TeamReview>, ApiError> {
    let read = site.app.team_review(&visit.0.ctx, team, asked.term()).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Ok(Json(TeamReview::from(read)))
}

/// The figures of a network's teams that run one programme.
#[utoipa::path(get, operation_id = "network_review", path = "/api/v1/networks/{network}/review",
    params(("network" = Uuid, Path), Asked), responses((status = 200, body = NetworkReview), Refused))]
pub async fn of_network(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(asked): ApiQuery<Asked>,
) -> Result<Json<NetworkReview>, ApiError> {
    let what = asked.of_network();
    let read = site.app.network_review(&visit.0.ctx, network, what).await;
    let read = read.map_err(ApiError::of(&visit))?;
    let shares = read.funnels();
    let figure = asked.figure().filter(|figure| shares.contains(figure));
    let figure = figure.or(shares.first().copied());
    let funnel = figure.and_then(|figure| read.funnel(figure));
    Ok(Json(NetworkReview {
        funnel: funnel.as_ref().map(Funnel::from),
        ..NetworkReview::from(read)
    }))
}

impl From<Shown> for Figure {
    fn from(shown: Shown) -> Figure {
        let reading = shown.reading();
        Figure {
            figure: Noun::code(shown.figure()),
            hidden: reading.is_none(),
            value: reading.and_then(|reading| reading.value),
            numerator: reading
                .and_then(|reading| reading.parts)
                .map(|(part, _)| part),
            denominator: reading.and_then(|reading| reading.parts).map(|(_, of)| of),
            left_out: reading.map(|reading| reading.left_out),
            interval: reading
                .and_then(|reading| reading.interval)
                .map(Interval::from),
            rule_confirmed: reading.and_then(rule_confirmed),
        }
    }
}

impl From<&Held> for Target {
    fn from(held: &Held) -> Target {
        let (mut at_least, mut below, mut at_most) = (None, None, None);
        let number = |limit: Hundredths| Some(f64::from(limit.0) / 100.0);
        match held.goal {
            Goal::AtLeast(least) => at_least = number(least),
            Goal::Below(most) => below = number(most),
            Goal::Within(least, most) => (at_least, at_most) = (number(least), number(most)),
        }
        Target {
            at_least,
            below,
            at_most,
            confidence: held.confidence.code(),
            met: held.met,
        }
    }
}

impl From<Found> for TeamReview {
    fn from(found: Found) -> TeamReview {
        let figures = found.lines.iter().map(|line| HeldFigure {
            figure: Figure::from(line.now),
            target: line.held.as_ref().map(Target::from),
            signal: line.signal,
        });
        TeamReview {
            figures: figures.collect(),
            time_in_treatment: found.plots.as_ref().map(|plots| (&plots.time).into()),
            load: found
                .plots
                .iter()
                .flat_map(|plots| &plots.load)
                .map(Load::from)
                .collect(),
            team: found.team.id.0,
            name: found.team.name,
            term: found.term.to_string(),
            first_day: found.term.first_day().to_string(),
            end: found.term.end().to_string(),
            runs: found.runs,
            sent: found.sent.as_ref().map(SentFrom::from),
            unscored_interviews: found
                .whole
                .then(|| found.waiting.as_ref().map_or(0, |one| one.interviews)),
        }
    }
}

impl From<&Sent> for SentFrom {
    fn from(sent: &Sent) -> SentFrom {
        SentFrom {
            sender: sent.sender.clone(),
            last_day: sent.until.map(|day| day.to_string()),
            late: sent.is_late,
        }
    }
}

impl From<TeamLine> for TeamFigures {
    fn from(line: TeamLine) -> TeamFigures {
        TeamFigures {
            team: line.id.0,
            name: line.name,
            sent: line.sent.as_ref().map(SentFrom::from),
            figures: line.figures.into_iter().map(Figure::from).collect(),
        }
    }
}

impl From<Network> for NetworkReview {
    fn from(found: Network) -> NetworkReview {
        let together = found.whole.iter().map(|shown| {
            let held = found.held.iter().find(|(of, _)| *of == shown.figure());
            TargetedFigure {
                figure: Figure::from(*shown),
                target: held.map(|(_, held)| Target::from(held)),
            }
        });
        NetworkReview {
            together: together.collect(),
            of_teams: found.choices.len(),
            unscored_interviews: found.unscored.is_some(),
            teams: found.teams.into_iter().map(TeamFigures::from).collect(),
            term: found.term.to_string(),
            runs: found.runs,
            programme: found.programme,
            programmes: found.programmes,
            hidden_below: found.least,
            funnel: None,
            time_in_treatment: TimeInTreatment::from(&found.time),
        }
    }
}
