//! Consultations of a network's teams in counts: what it owes, and what it held.

use hemma_domain::access::NetworkAction;
use hemma_domain::audit::Event;
use hemma_domain::consultation::{Consultation, Pattern, Slot, Stage, Tally, calendar};
use hemma_domain::ids::NetworkId;
use hemma_domain::review::{Span, Term};
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Week};
use hemma_store::{consultation as stored, team};

use super::{AHEAD_WEEKS, back, in_term};
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

/// The consultations of a network's teams by quarters.
#[derive(Debug, Clone)]
pub struct NetworkConsultations {
    /// The newest first.
    pub quarters: Vec<Term>,
    /// By name.
    pub teams: Vec<TeamTally>,
}

/// A team's consultations, held against what it was owed.
#[derive(Debug, Clone)]
pub struct TeamTally {
    pub team: Team,
    /// In the order of the quarters.
    pub quarters: Vec<Tally>,
    /// The next one that is planned.
    pub next: Option<Slot>,
    /// The team has a weekly time at all.
    pub has_time: bool,
}

impl App {
    /// What a network's teams were owed and had, without minutes and families.
    pub async fn network_consultations(
        &self,
        ctx: &Ctx,
        id: NetworkId,
    ) -> Result<NetworkConsultations> {
        let (mut tx, _permit) = self
            .enter_network(
                ctx,
                id,
                NetworkAction::SeeTeams,
                (Event::ConsultationRead, ""),
            )
            .await?;
        let today = ctx.today();
        let quarters = back(Term::of(Span::Quarter, today));
        let first = quarters.last().map_or(today, |term| term.first_day());
        let weeks = (Week::of(first), ctx.week().plus(AHEAD_WEEKS));
        let teams = team::of_network(&mut tx, id).await?;
        let patterns = stored::patterns_of_network(&mut tx, id).await?;
        let noted = stored::of_network(&mut tx, id, weeks).await?;
        tx.commit().await?;
        let works = |team: &Team| team.closed_on.is_none_or(|closed| today < closed);
        let is_owed = |team: &Team| {
            let programme = self.programmes.newest(&team.programme);
            programme.is_some_and(|programme| programme.weekly.is_some())
        };
        let shown = teams
            .into_iter()
            .filter(|team| works(team) && is_owed(team));
        let tally = |team: Team| {
            let of_team: Vec<Pattern> = patterns
                .iter()
                .filter(|one| one.team == team.id)
                .copied()
                .collect();
            let noted = noted.iter().filter(|one| one.team == team.id);
            let noted = noted.cloned().collect();
            counted(team, (&of_team, noted), (&quarters, weeks, today))
        };
        Ok(NetworkConsultations {
            teams: shown.map(tally).collect(),
            quarters,
        })
    }
}

fn counted(
    team: Team,
    (patterns, noted): (&[Pattern], Vec<Consultation>),
    (quarters, weeks, today): (&[Term], (Week, Week), Day),
) -> TeamTally {
    let all = calendar((patterns, team.closed_on), noted, weeks);
    let ahead = all
        .iter()
        .filter(|one| one.stage(today) == Some(Stage::Planned));
    let tally = |term: &Term| Tally::of(in_term(&all, *term), today);
    TeamTally {
        next: ahead.filter_map(|one| one.slot()).next(),
        quarters: quarters.iter().map(tally).collect(),
        has_time: !patterns.is_empty(),
        team,
    }
}
