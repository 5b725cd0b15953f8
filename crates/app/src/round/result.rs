//! What a team says of its leader and its consultant, over the rounds, for those who may read it.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::{self, Request, RoundAction, RoundScope, TeamAction, TeamScope};
use hemma_domain::audit::Event;
use hemma_domain::ids::{RoundId, StaffId, TeamId};
use hemma_domain::instrument::Scorer;
use hemma_domain::programme::{Confidence, Words};
use hemma_domain::round::{self as domain, About, Ballot, Reading, Round, State, Turnout};
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_store::db::Tx;
use hemma_store::round::{self as stored, rater, urn};
use hemma_store::{staff, team};

use super::{Asked, scope_of};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};

/// A round as it is shown.
#[derive(Debug, Clone)]
pub struct RoundShown {
    pub round: Round,
    pub scorer: Arc<Scorer>,
    /// So far, while it is open.
    pub turnout: Turnout,
    pub reading: Reading,
}

/// The rounds about one colleague with one instrument.
#[derive(Debug, Clone)]
pub struct Series {
    pub about: About,
    /// Whose work they are about.
    pub subject: String,
    pub instrument: Words,
    /// The licence holder or the authors vouch for how many must answer.
    pub minimum_confirmed: bool,
    /// The newest first.
    pub rounds: Vec<RoundShown>,
}

/// What the team's programme asks next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    pub instrument: Words,
    pub about: About,
    /// When the next round opens.
    pub opens_on: Option<hemma_domain::time::Day>,
    /// How many would be asked today.
    pub raters: u32,
    pub raters_min: u32,
}

/// The ratings of a team's leader and consultant, as far as the reader may see them.
#[derive(Debug, Clone)]
pub struct TeamRatings {
    pub team: Team,
    pub series: Vec<Series>,
    pub coming: Vec<Coming>,
}

impl App {
    /// The ratings of a team that the actor may read: numbers over all who answered, and none where they are too few.
    pub async fn team_ratings(&self, ctx: &Ctx, id: TeamId) -> Result<TeamRatings> {
        let (mut tx, _permit, scope) = self
            .enter_team(ctx, id, TeamAction::SeeRatings, Event::RatingsRead)
            .await?;
        let (team, _board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let mut rounds = stored::of_team(&mut tx, id).await?;
        rounds.retain(|one| may_see(ctx, &scope_of(one, scope, false)));
        let turnouts: BTreeMap<RoundId, Turnout> =
            rater::turnouts(&mut tx, id).await?.into_iter().collect();
        let mut urns: BTreeMap<RoundId, Vec<Ballot>> =
            urn::of_team(&mut tx, id).await?.into_iter().collect();
        let subjects: Vec<StaffId> = rounds.iter().map(|one| one.subject).collect();
        let names: BTreeMap<StaffId, String> = staff::names(&mut tx, &subjects)
            .await?
            .into_iter()
            .collect();
        let posts = stored::posts(&mut tx, id, ctx.today()).await?;
        tx.commit().await?;
        let mut series: Vec<Series> = Vec::new();
        for round in rounds {
            let subject = names.get(&round.subject).cloned().unwrap_or_default();
            let ballots = urns.remove(&round.id).unwrap_or_default();
            let so_far = turnouts.get(&round.id).copied().unwrap_or_default();
            let one = self.round_shown(round, (&ballots, so_far))?;
            self.put(&mut series, (&team, subject), one);
        }
        Ok(TeamRatings {
            coming: self
                .asked_of_team(&team, ctx.today())
                .iter()
                .filter_map(|one| coming(ctx, (&team, scope), one, &posts))
                .collect(),
            team,
            series,
        })
    }

    /// The newest round about a colleague with each instrument that tells numbers and that the actor may read.
    pub(crate) async fn newest_ratings(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (team, subject): (TeamScope, StaffId),
    ) -> Result<Vec<RoundShown>> {
        let mut rounds = stored::of_team(tx, team.team).await?;
        rounds.retain(|one| one.subject == subject && may_see(ctx, &scope_of(one, team, false)));
        if rounds.is_empty() {
            return Ok(Vec::new());
        }
        let permit = allowed(ctx, Request::Team(TeamAction::SeeRatings, team))?;
        tx.log(of_permit(ctx, Event::RatingsRead, &permit));
        let urns = urn::of_team(tx, team.team).await?;
        let mut found: Vec<RoundShown> = Vec::new();
        for round in rounds {
            let of_round = urns.iter().find(|(id, _)| *id == round.id);
            let ballots = of_round.map_or(&[][..], |(_, ballots)| ballots);
            let is_newer = |one: &RoundShown| one.round.instrument == round.instrument;
            if found.iter().any(is_newer) {
                continue;
            }
            let one = self.round_shown(round, (ballots, Turnout::default()))?;
            if matches!(one.reading, Reading::Found(_)) {
                found.push(one);
            }
        }
        Ok(found)
    }

    fn round_shown(
        &self,
        round: Round,
        (ballots, so_far): (&[Ballot], Turnout),
    ) -> Result<RoundShown> {
        let scorer = self.asked_by(&round)?;
        let unfit = |faults: Vec<_>| {
            Error::Internal(anyhow::anyhow!(
                "{} kept answers do not fit their instrument",
                faults.len()
            ))
        };
        let reading = domain::read(&round, &scorer, ballots).map_err(unfit)?;
        let turnout = match round.state {
            State::Open => so_far,
            State::Closed(turnout) => turnout,
        };
        Ok(RoundShown {
            round,
            scorer,
            turnout,
            reading,
        })
    }

    /// Puts a round to the others about the same colleague with the same instrument.
    fn put(&self, all: &mut Vec<Series>, (team, subject): (&Team, String), one: RoundShown) {
        let is_of = |series: &&mut Series| {
            series.rounds.first().is_some_and(|first| {
                let (first, round) = (&first.round, &one.round);
                first.subject == round.subject && first.instrument == round.instrument
            })
        };
        match all.iter_mut().find(is_of) {
            Some(series) => series.rounds.push(one),
            None => all.push(Series {
                about: one.round.about,
                subject,
                instrument: one.scorer.instrument().name.clone(),
                minimum_confirmed: self.is_minimum_confirmed(team, &one.round),
                rounds: vec![one],
            }),
        }
    }

    fn is_minimum_confirmed(&self, team: &Team, round: &Round) -> bool {
        let programme = self
            .programmes
            .get(&team.programme, round.programme_version);
        programme.is_some_and(|programme| {
            let rules = programme.measures.iter();
            let mut of_round = rules.filter(|rule| rule.instrument == round.instrument);
            of_round.any(|rule| {
                let minimum = rule.raters_min.as_ref();
                minimum.is_some_and(|minimum| minimum.confidence == Confidence::Stated)
            })
        })
    }
}

fn may_see(ctx: &Ctx, scope: &RoundScope) -> bool {
    access::may(&ctx.actor, Request::Round(RoundAction::SeeResult, scope))
}

/// What is asked next, where the actor may read the answer about somebody who holds the role today.
fn coming(
    ctx: &Ctx,
    (team, scope): (&Team, TeamScope),
    asked: &Asked,
    posts: &[(StaffId, Role)],
) -> Option<Coming> {
    let asking = &asked.asking;
    let today = ctx.today();
    let mut subjects = posts
        .iter()
        .filter(|(_, role)| *role == asking.about.role());
    let (subject, _) = subjects.find(|(subject, _)| {
        let scope = RoundScope {
            team: scope,
            about: asking.about,
            subject: *subject,
            asked: false,
        };
        may_see(ctx, &scope)
    })?;
    let raters = asking.raters(*subject, posts);
    Some(Coming {
        instrument: asked.scorer.instrument().name.clone(),
        about: asking.about,
        opens_on: asking.next(team, today).map(|window| window.opens_on),
        raters: u32::try_from(raters.len()).unwrap_or(u32::MAX),
        raters_min: asking.raters_min,
    })
}
