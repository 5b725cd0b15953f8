//! How many teams a network needs for so many families: what its own figures say, and what follows from that.

mod assume;
mod run;

pub use assume::{Assumed, Origin};
pub use run::{Answer, Choice, RUNS, Stage};

use std::collections::BTreeMap;

use hemma_domain::access::{NetworkAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::NetworkId;
use hemma_domain::programme::Words;
use hemma_domain::scale::{Assumption, Fault, Scale};
use hemma_domain::time::Day;
use hemma_store::team;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;

pub(crate) use run::Runs;

/// What is asked: the programme, and what is assumed otherwise than the network's own figures say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The programme's code; the one of most teams if none is said.
    pub programme: Option<String>,
    /// What was typed; none where that is no number.
    pub typed: BTreeMap<Assumption, Option<u32>>,
}

/// What is assumed for a network, and what follows.
#[derive(Debug, Clone)]
pub struct ScalePlan {
    /// The programmes of the network by code, and the one that is planned for.
    pub programmes: Vec<(String, Words)>,
    pub programme: String,
    /// In the order of the form.
    pub assumed: Vec<Assumed>,
    /// Closings that the network's own figures rest on.
    pub closings: i64,
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
        let teams = team::of_network(&mut tx, id).await?;
        self.count_all(&mut tx, (&teams, ctx.today())).await?;
        let programmes = self.programmes_of(&teams);
        let is_asked =
            |(code, _): &&(String, Words)| Some(code.as_str()) == asked.programme.as_deref();
        let shown = programmes.iter().find(is_asked).or(programmes.first());
        let programme = shown.map(|(code, _)| code.clone()).unwrap_or_default();
        let own = assume::own(&mut tx, (id, &teams, &programme), ctx.today()).await?;
        tx.commit().await?;
        let known = self.programmes.newest(&programme);
        let assumed = assume::all(known.as_deref(), &own, &asked.typed);
        let values = assumed
            .iter()
            .filter_map(|one| Some((one.of, one.value?)))
            .collect();
        let (stage, faults) = match Scale::new(values) {
            Ok(scale) => (Some(self.scales.of(scale).await), Vec::new()),
            Err(faults) => (None, faults),
        };
        Ok(ScalePlan {
            programmes,
            programme,
            assumed,
            closings: own.row.closed,
            since: own.since,
            faults,
            stage,
        })
    }

    /// The programmes of some teams, that of most teams first.
    fn programmes_of(&self, teams: &[hemma_domain::team::Team]) -> Vec<(String, Words)> {
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
