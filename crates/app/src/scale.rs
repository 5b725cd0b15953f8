//! How many teams a network needs for so many families: what its own figures say, and what follows from that.

mod assume;
mod run;

pub use assume::{Assumed, CLOSINGS_LEAST, Origin};
pub use run::{Answer, Choice, RUNS, Stage};

use std::collections::BTreeMap;

use hemma_domain::access::{NetworkAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::NetworkId;
use hemma_domain::programme::Words;
use hemma_domain::scale::{Assumption, Fault, Scale};
use hemma_domain::team::{Board, Team};
use hemma_domain::time::Day;
use hemma_store::team;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;
use crate::review::{Among, TeamChoice, boards_of, choices};

pub(crate) use run::Runs;

/// What is asked: the programme, the teams, and what is assumed otherwise than their own figures say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The programme's code; the one of most of the teams if none is said.
    pub programme: Option<String>,
    /// Whose own figures are taken. Teams that the network has not, or that do not run the programme, are passed over.
    pub among: Among,
    /// What was typed; none where that is no number.
    pub typed: BTreeMap<Assumption, Option<u32>>,
}

/// What is assumed for a network, and what follows.
#[derive(Debug, Clone)]
pub struct ScalePlan {
    /// The programmes of the network by code, and the one that is planned for.
    pub programmes: Vec<(String, Words)>,
    pub programme: String,
    /// Whose own figures are taken.
    pub among: Among,
    /// All teams that run the programme, and their boards, by name.
    pub teams: Vec<TeamChoice>,
    pub boards: Vec<Board>,
    /// In the order of the form.
    pub assumed: Vec<Assumed>,
    /// Closings that the own figures rest on; none where there are fewer than [`CLOSINGS_LEAST`], or where they would point
    /// at a family.
    pub closings: Option<i64>,
    /// The first day of what the own figures tell; none where nothing is known yet.
    pub since: Option<Day>,
    pub faults: Vec<Fault>,
    /// None where something is wrong.
    pub stage: Option<Stage>,
}

impl App {
    /// What is assumed of a network, and what follows from it. The first look of new assumptions begins the simulation.
    pub async fn scale_plan(&self, ctx: &Ctx, id: NetworkId, asked: &Asked) -> Result<ScalePlan> {
        let permit = allowed(ctx, Request::Network(NetworkAction::SeeReview, id))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(of_permit(ctx, Event::ReviewRead, &permit));
        let mut teams = team::of_network(&mut tx, id).await?;
        self.count_all(&mut tx, (&teams, ctx.today())).await?;
        let programmes = self.programmes_of(&teams);
        let programme = self.planned_programme(&teams, asked);
        teams.retain(|team| team.programme == programme);
        let among = asked.among.clone().of(&teams);
        let wanted = assume::Wanted {
            network: id,
            programme: &programme,
            teams: &teams,
            among: &among,
            settings: &self.gauge(&programme, ctx.today())?.settings,
        };
        let own = assume::own(&mut tx, &wanted, ctx.today()).await?;
        let boards = team::boards(&mut tx).await?;
        tx.commit().await?;
        let known = self.programmes.newest(&programme);
        let assumed = assume::all(known.as_deref(), &own, &asked.typed);
        let (stage, faults) = self.simulated(&assumed).await;
        let teams = choices(&teams, &among);
        Ok(ScalePlan {
            programmes,
            programme,
            boards: boards_of(boards, &teams),
            teams,
            among,
            assumed,
            closings: own.closings(),
            since: own.since,
            faults,
            stage,
        })
    }

    /// What follows from what is assumed, or why nothing does.
    async fn simulated(&self, assumed: &[Assumed]) -> (Option<Stage>, Vec<Fault>) {
        let values = assumed.iter().filter_map(|one| Some((one.of, one.value?)));
        match Scale::new(values.collect()) {
            Ok(scale) => (Some(self.scales.of(scale).await), Vec::new()),
            Err(faults) => (None, faults),
        }
    }

    /// The programme that is asked for, else that of most of the teams that are.
    fn planned_programme(&self, teams: &[Team], asked: &Asked) -> String {
        let all = self.programmes_of(teams);
        let is_asked = |(code, _): &&(String, Words)| Some(code) == asked.programme.as_ref();
        let chosen = teams.iter().filter(|team| asked.among.has(team)).cloned();
        let chosen = self.programmes_of(&chosen.collect::<Vec<_>>());
        let shown = all.iter().find(is_asked).or(chosen.first()).or(all.first());
        shown.map(|(code, _)| code.clone()).unwrap_or_default()
    }

    /// The programmes of some teams, that of most teams first.
    fn programmes_of(&self, teams: &[Team]) -> Vec<(String, Words)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for team in teams {
            *counts.entry(&team.programme).or_default() += 1;
        }
        let mut codes: Vec<(&str, usize)> = counts.into_iter().collect();
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        let named = codes.into_iter().filter_map(|(code, _)| {
            let programme = self.programmes.newest(code)?;
            Some((code.to_owned(), programme.name.clone()))
        });
        named.collect()
    }
}
