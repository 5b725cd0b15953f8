//! Rounds open and close by the calendar: parts of upkeep.

use std::collections::BTreeSet;

use hemma_domain::access::{Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{RoundId, TeamId};
use hemma_domain::mail::{MailKind, REMINDER_DAYS};
use hemma_domain::measure::Window;
use hemma_domain::round::{Round, State, wanted};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::round::{self as stored, rater, urn};
use hemma_store::team;

use super::Asked;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::task::scope_of;

/// Rounds that one run of upkeep opens: a run stays short, and the next one goes on.
const OPEN_MAX: u64 = 200;

impl App {
    /// Opens the rounds whose window has come: a part of upkeep. Says how many.
    pub async fn open_rounds(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.read().await?;
        let teams = stored::teams(&mut tx, today).await?;
        let known = stored::known(&mut tx, today).await?;
        tx.commit().await?;
        let known: BTreeSet<(TeamId, String, Day)> = known.into_iter().collect();
        let mut opened = 0;
        for team in &teams {
            for asked in self.asked_of_team(team, today) {
                let Some(window) = asked.asking.window(team, today) else {
                    continue;
                };
                let instrument = asked.scorer.instrument().code.clone();
                if opened < OPEN_MAX && !known.contains(&(team.id, instrument, window.due_on)) {
                    opened += self.open_window(ctx, team, &asked, window).await?;
                }
            }
        }
        Ok(opened)
    }

    /// Tells raters of ratings that end within days: a part of upkeep, once a day for each. It stops when they have
    /// answered. Says how many were told.
    pub async fn remind_raters(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let waiting = rater::waiting(&mut tx, (today, today.plus(REMINDER_DAYS))).await?;
        let told = self
            .tell_all(ctx, &mut tx, (&waiting, MailKind::RatingsEnding))
            .await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Opens one round for each colleague that it is about, with an empty urn.
    async fn open_window(
        &self,
        ctx: &Ctx,
        team: &Team,
        asked: &Asked,
        window: Window,
    ) -> Result<u64> {
        let mut tx = self.db.read().await?;
        let posts = stored::posts(&mut tx, team.id, ctx.today()).await?;
        tx.commit().await?;
        let all = wanted(&asked.asking, window, &posts);
        if all.is_empty() {
            return Ok(0);
        }
        let permit = allowed(ctx, Request::Team(TeamAction::ManageTeam, scope_of(team)))?;
        let instrument = asked.scorer.instrument();
        let mut tx = self.db.write(&ctx.request).await?;
        let mut opened = 0;
        for one in all {
            let round = Round {
                id: RoundId(ctx.new_id()),
                team: team.id,
                instrument: instrument.code.clone(),
                instrument_version: instrument.version,
                programme_version: asked.programme_version,
                about: asked.asking.about,
                subject: one.subject,
                window: one.window,
                raters_min: asked.asking.raters_min,
                state: State::Open,
            };
            if !stored::insert(&mut tx, &round).await? {
                continue;
            }
            urn::insert(&mut tx, round.id, &[]).await?;
            for staff in one.raters {
                rater::insert(&mut tx, round.id, staff).await?;
            }
            tx.log(Entry {
                detail: round.id.to_string(),
                ..of_permit(ctx, Event::RoundOpened, &permit)
            });
            opened += 1;
        }
        tx.commit().await?;
        Ok(opened)
    }

    /// Closes the rounds whose time is up: a part of upkeep. Says how many.
    ///
    /// Who was asked is forgotten, and what too few have answered is destroyed.
    pub async fn close_rounds(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.read().await?;
        let ending = stored::ending(&mut tx, today).await?;
        tx.commit().await?;
        let mut closed = 0;
        for one in ending.iter().filter(|one| one.is_to_be_closed(today)) {
            closed += u64::from(self.close_round(ctx, one).await?);
        }
        Ok(closed)
    }

    async fn close_round(&self, ctx: &Ctx, round: &Round) -> Result<bool> {
        let mut tx = self.db.write(&ctx.request).await?;
        let scope = team::scope(&mut tx, round.team).await?;
        let scope = scope.ok_or(Error::NotFound)?;
        let permit = allowed(ctx, Request::Team(TeamAction::ManageTeam, scope))?;
        let ballots = urn::take(&mut tx, round.id).await?;
        let turnout = rater::turnout(&mut tx, round.id).await?;
        if !stored::close(&mut tx, round.id, turnout).await? {
            return Ok(false);
        }
        match ballots {
            // Sealed anew, so that the row is as old as the closing and not as the last answer.
            Some(ballots) if round.is_told(turnout) => {
                urn::put_back(&mut tx, round.id, &ballots).await?;
            }
            _ => urn::destroy(&mut tx, round.id).await?,
        }
        rater::forget(&mut tx, round.id).await?;
        tx.log(Entry {
            detail: round.id.to_string(),
            ..of_permit(ctx, Event::RoundClosed, &permit)
        });
        tx.commit().await?;
        Ok(true)
    }
}
