//! The fidelity of a network: computed from every team's scores at most once a day, kept in memory, and shown without
//! a therapist or a family.

pub(super) mod calibration;
mod keep;

pub use calibration::{Calibrated, CalibratedItem, Compared};
pub(crate) use keep::Keep;
pub use keep::{Kept, Stage};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hemma_domain::access::{Errand, NetworkAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::fidelity::{Asked, Form, Lack, Step, lacking};
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::instrument::CutOff;
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Instant};
use hemma_store::{fidelity as stored, team};

use super::items::{Items, quarters};
use super::sheets::Unlocked;
use super::{Spread, Summary, Unit, Yardstick, a_year_before, collected_since, level, model};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;

/// Quarters of the network's trend: four years.
const QUARTERS: u32 = 16;

/// Years of scores that are read.
const YEARS: i64 = 10;

/// Families of which a number is told outside their team: fewer could point at one.
pub const LACKING_MIN: u32 = 5;

/// One team in its network.
#[derive(Debug, Clone)]
pub struct TeamLine {
    pub unit: Unit<TeamId>,
    /// Collected and due in the last twelve months.
    pub collected: (u32, u32),
}

/// The fidelity of a network with one instrument.
#[derive(Clone)]
pub struct NetworkFidelity {
    /// The trend is by quarters.
    pub summary: Summary,
    pub computed_at: Instant,
    /// By name; those with nothing due in the last twelve months are left out.
    pub teams: Vec<TeamLine>,
    pub spread: Option<Spread>,
    /// What families in treatment lack whose newest interview is missing, and how many; none where they are fewer than
    /// [`LACKING_MIN`]. What no family lacks is left out.
    pub lacking: Vec<(Lack, Option<u32>)>,
    pub items: Items,
    /// None where the answers are too few to place the items.
    pub calibrated: Option<Calibrated>,
}

/// What a network's page shows.
#[derive(Clone)]
pub struct NetworkPage {
    /// What fidelity is measured with in the network, by code.
    pub yardsticks: Vec<Yardstick>,
    /// The one that is shown, and where its figures stand; none where nothing is measured.
    pub shown: Option<(Yardstick, Kept)>,
}

impl App {
    /// The fidelity of a network. Where it has not been computed today the work begins now, and the page tells how far
    /// it is.
    pub async fn network_fidelity(
        &self,
        ctx: &Ctx,
        id: NetworkId,
        instrument: Option<&str>,
    ) -> Result<NetworkPage> {
        let permit = allowed(ctx, Request::Network(NetworkAction::SeeFidelity, id))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(of_permit(ctx, Event::FidelityRead, &permit));
        let teams = team::of_network(&mut tx, id).await?;
        tx.commit().await?;
        let yardsticks = self.yardsticks(&teams, ctx.today());
        let asked = |one: &&Yardstick| Some(one.instrument().code.as_str()) == instrument;
        let shown = yardsticks
            .iter()
            .find(asked)
            .or(yardsticks.first())
            .cloned();
        let Some(yardstick) = shown else {
            return Ok(NetworkPage {
                yardsticks,
                shown: None,
            });
        };
        let kept = self.kept_or_begun(ctx, id, &yardstick);
        Ok(NetworkPage {
            yardsticks,
            shown: Some((yardstick, kept)),
        })
    }

    /// Computes the fidelity of a network now.
    pub async fn compute_network_fidelity(
        &self,
        id: NetworkId,
        (yardstick, now): (&Yardstick, Instant),
        tell: impl Fn(Stage),
    ) -> Result<NetworkFidelity> {
        let ctx = Ctx::system(Errand::Upkeep, now);
        let today = ctx.today();
        let mut tx = self.db.read().await?;
        let teams = team::of_network(&mut tx, id).await?;
        let what = (
            yardstick.instrument().code.as_str(),
            yardstick.scale().code.as_str(),
        );
        let days = (today.plus_months(-12 * YEARS), today);
        let mut gathered = Gathered::default();
        for (place, team) in teams.iter().enumerate() {
            tell(Stage::Scores {
                read: place,
                of: teams.len(),
            });
            let asked = stored::asked(&mut tx, team.id, what, days).await?;
            gathered.add(team, &asked, (today, yardstick.cut_off()));
        }
        tell(Stage::Answers);
        let since = quarters(today).first().copied().unwrap_or(today);
        let sealed = stored::sheets_of_network(&mut tx, id, what.0, since).await?;
        let unlocked = self.unlocked((&ctx, &tx), what.0, sealed)?;
        tx.commit().await?;
        let (scorer, unlocked) =
            unlocked.unwrap_or_else(|| (Arc::clone(&yardstick.scorer), Unlocked::default()));
        tell(Stage::Models);
        let yardstick = yardstick.clone();
        // Seconds of arithmetic: kept off the threads that answer requests.
        let work = tokio::task::spawn_blocking(move || -> Result<NetworkFidelity> {
            let sheets = unlocked.open()?;
            let items = Items::of(&scorer, &sheets, &quarters(today));
            let calibrated = calibration::of(&scorer, &sheets);
            Ok(gathered.page((yardstick, now), items, calibrated))
        });
        work.await
            .map_err(|err| crate::error::Error::Internal(err.into()))?
    }

    /// What the teams of a network measure fidelity with today, by code.
    fn yardsticks(&self, teams: &[Team], today: Day) -> Vec<Yardstick> {
        let programmes: BTreeSet<&str> = teams.iter().map(|team| team.programme.as_str()).collect();
        let found = programmes.into_iter().filter_map(|programme| {
            let yardstick = self.yardstick(programme, today)?;
            Some((yardstick.instrument().code.clone(), yardstick))
        });
        found.collect::<BTreeMap<_, _>>().into_values().collect()
    }
}

/// What is kept of each team's measures while the others are read.
#[derive(Default)]
struct Gathered {
    forms: Vec<Form>,
    lines: Vec<TeamLine>,
    collected: (u32, u32),
    lacking: BTreeMap<Lack, u32>,
}

impl Gathered {
    fn add(&mut self, team: &Team, asked: &[Asked], (today, cut_off): (Day, Option<CutOff>)) {
        let forms: Vec<Form> = asked.iter().filter_map(Asked::form).collect();
        let year = (a_year_before(today), today);
        let collected = collected_since(asked, year);
        if collected.1 > 0 {
            self.lines.push(TeamLine {
                unit: Unit {
                    id: team.id,
                    name: team.name.clone(),
                    level: level(&forms, year, cut_off),
                    mean: None,
                },
                collected,
            });
        }
        for (_, lack) in lacking(asked, today) {
            *self.lacking.entry(lack).or_default() += 1;
        }
        self.collected.0 += collected.0;
        self.collected.1 += collected.1;
        self.forms.extend(forms);
    }

    fn page(
        mut self,
        (yardstick, now): (Yardstick, Instant),
        items: Items,
        calibrated: Option<Calibrated>,
    ) -> NetworkFidelity {
        let (means, spread) = model::of_teams(&self.forms);
        for line in &mut self.lines {
            line.unit.mean = means.get(&line.unit.id).copied();
        }
        self.lines.sort_by(|a, b| a.unit.name.cmp(&b.unit.name));
        let periods = (Step::Quarter, QUARTERS, now.day());
        NetworkFidelity {
            summary: Summary::of(&yardstick, &self.forms, self.collected, periods),
            computed_at: now,
            teams: self.lines,
            lacking: told(self.lacking),
            spread,
            items,
            calibrated,
        }
    }
}

/// What may be told of how many families lack what.
fn told(lacking: BTreeMap<Lack, u32>) -> Vec<(Lack, Option<u32>)> {
    let each = lacking.into_iter();
    each.map(|(lack, families)| (lack, Some(families).filter(|count| LACKING_MIN <= *count)))
        .collect()
}
