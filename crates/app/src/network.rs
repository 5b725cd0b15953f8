//! The network lead's home: teams in counts, never a family.

use hemma_domain::access::{NetworkAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::NetworkId;
use hemma_domain::programme::Words;
use hemma_domain::team::Team;
use hemma_domain::time::{Instant, Week};
use hemma_store::network::{self as stored, Course, TeamCounts};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;
use crate::review::SentFrom;

/// Weeks over which handing in on time is counted: those whose time has passed.
pub const WEEKS: i64 = 4;

/// One team of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkTeam {
    pub counts: TeamCounts,
    /// What the team's programme is called; none where no such programme is known.
    pub programme: Option<Words>,
    /// Summaries handed in on time, of those that were due; none where the programme has no weekly loop.
    pub on_time: Option<(u32, u32)>,
    /// From whom its figures come, where it works elsewhere: then nothing of it is counted here.
    pub sent: Option<SentFrom>,
}

impl App {
    /// The teams of a network.
    pub async fn network_teams(&self, ctx: &Ctx, id: NetworkId) -> Result<Vec<NetworkTeam>> {
        let permit = allowed(ctx, Request::Network(NetworkAction::SeeTeams, id))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(of_permit(ctx, Event::TeamListed, &permit));
        let teams = stored::teams(&mut tx, id, ctx.today()).await?;
        let last = ctx.week().previous();
        let first = last.plus(-WEEKS);
        let courses = stored::courses(&mut tx, id, (first, last)).await?;
        let known: Vec<Team> = teams.iter().map(|one| one.team.clone()).collect();
        let mut sent = self.sent_from(&mut tx, (id, &known), ctx.today()).await?;
        tx.commit().await?;
        Ok(teams
            .into_iter()
            .map(|counts| NetworkTeam {
                programme: self
                    .programmes
                    .newest(&counts.team.programme)
                    .map(|programme| programme.name.clone()),
                on_time: self
                    .programmes
                    .newest(&counts.team.programme)
                    .filter(|programme| programme.weekly.is_some())
                    .map(|_| on_time(&counts.team, &courses, ctx.now)),
                sent: sent.remove(&counts.team.id),
                counts,
            })
            .collect())
    }
}

/// Of the last weeks whose time has passed: how many summaries came in time, and how many were due.
fn on_time(team: &Team, courses: &[Course], now: Instant) -> (u32, u32) {
    let this = Week::of(now.day());
    let passed: Vec<Week> = (1..=WEEKS + 1)
        .map(|back| this.plus(-back))
        .filter(|week| team.rhythm.hand_in_due(*week) <= now)
        .take(usize::try_from(WEEKS).unwrap_or_default())
        .collect();
    let mut counted = (0, 0);
    for course in courses.iter().filter(|course| course.team == team.id) {
        for week in &passed {
            let begun = course.opened_on <= week.last_day();
            let ended = course.ended_on.is_some_and(|on| on <= week.last_day());
            if !begun || ended {
                continue;
            }
            counted.1 += 1;
            let due = team.rhythm.hand_in_due(*week);
            let in_time = course
                .handed_in
                .iter()
                .any(|(handed, at)| handed == week && *at <= due);
            counted.0 += u32::from(in_time);
        }
    }
    counted
}
