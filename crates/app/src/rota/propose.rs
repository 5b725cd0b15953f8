//! Proposals: the fairest rota that breaks no rule, found while its planner waits, and kept or not by their decision.

mod explain;
mod run;

pub use explain::{Missed, Outcome, Unfilled};
pub use run::{Engine, Failure, Price, Stage, Suggestion};
pub(super) use run::{own_search, told};

use hemma_domain::agreement::{Agreement, DutyPlace};
use hemma_domain::audit::Event;
use hemma_domain::rota::RotaState;
use hemma_store::rota as stored;
use uuid::Uuid;

use super::draft::{Draft, RotaAt, judged, load};
use super::forbids;
use super::why::{Trouble, troubles};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use run::Job;

/// Seconds that somebody waits for a proposal at most: the page looks again for so long.
pub const SECONDS_MAX: u32 = 240;
/// Seconds where nothing is said: two teams and half a year are proven within them.
pub const SECONDS: u32 = 30;

/// A draft, and where its proposal stands.
#[derive(Debug, Clone)]
pub struct Suggested {
    pub draft: Draft,
    /// None before anybody asked for one.
    pub stage: Option<Stage>,
    /// Since it was asked for.
    pub elapsed_seconds: i64,
    /// What cannot be covered whatever is proposed: told before anybody asks, and beside what was found.
    pub troubles: Vec<Trouble>,
    /// What was found, explained.
    pub outcome: Option<Outcome>,
    /// Whether the best can be proven here; without the helper it is sought without proof.
    pub can_prove: bool,
    /// Being on call is working time here: no search knows daily rest, and the rota is made by hand.
    pub by_hand: bool,
}

/// Whether a rota can be searched for. The layout of an instance has no daily rest, and counts hours in other four weeks
/// than the law's limit on hours at the workplace: what it found could be neither kept nor published.
pub(super) fn is_made_by_hand(agreement: &Agreement) -> bool {
    agreement.place.value == DutyPlace::Workplace
}

impl App {
    /// Begins to look for the best rota of a draft's days. One search of a pool at a time: whoever asks second waits for
    /// the first, or stops it.
    pub async fn begin_suggestion(&self, ctx: &Ctx, at: RotaAt, seconds: u32) -> Result<()> {
        if !(1..=SECONDS_MAX).contains(&seconds) {
            return Err(Error::invalid("seconds", "rota-fault-seconds"));
        }
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        if rota.state != RotaState::Draft {
            return Err(Error::Conflict);
        }
        let (draft, judge) = judged(ctx, &mut tx, rota, entered.clone()).await?;
        if is_made_by_hand(&draft.agreement) {
            return Err(Error::invalid("rota", "rota-fault-by-hand"));
        }
        tx.log(entered.entry(ctx, Event::RotaRead, at.1.to_string()));
        tx.commit().await?;
        let job = Job {
            id: ctx.new_id(),
            rota: at.1,
            seconds,
            facts: judge.facts.without_this_week(),
            entries: draft.entries,
            rest_days: draft.rest_days,
            pool_version: draft.pool.version,
        };
        if !self.run_suggestion(ctx, at.0, job) {
            return Err(Error::invalid("seconds", "rota-fault-running"));
        }
        Ok(())
    }

    /// Stops a search; what it has found by then is its proposal.
    pub async fn stop_suggestion(&self, ctx: &Ctx, at: RotaAt) -> Result<()> {
        let mut tx = self.db.read().await?;
        self.enter_draft(ctx, &mut tx, at).await?;
        self.suggestions.stop(at.0);
        Ok(())
    }

    /// Where the proposal of a draft stands, and what it says.
    pub async fn suggestion(&self, ctx: &Ctx, at: RotaAt) -> Result<Suggested> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        let (draft, judge) = judged(ctx, &mut tx, rota, entered.clone()).await?;
        let known = self.suggestions.of(at);
        let ready = known.as_ref().and_then(|(_, stage)| match stage {
            Stage::Ready(proposal) => Some(proposal.clone()),
            _ => None,
        });
        let outcome = match ready {
            Some(proposal) => {
                let seen = (&entered, &draft, &judge);
                Some(explain::outcome(&mut tx, seen, proposal).await?)
            }
            None => None,
        };
        let is_under_way = known
            .as_ref()
            .is_some_and(|(_, stage)| stage.is_under_way());
        if !is_under_way {
            // Absences of others stand in what is told; how far a search is says nothing of anybody.
            tx.log(entered.entry(ctx, Event::RotaRead, at.1.to_string()));
        }
        tx.commit().await?;
        let mut troubles = match is_under_way {
            true => Vec::new(),
            // Every duty with everybody: kept off the threads that answer requests.
            false => tokio::task::spawn_blocking(move || troubles(&judge))
                .await
                .map_err(|err| Error::Internal(err.into()))??,
        };
        let by_hand = is_made_by_hand(&draft.agreement);
        if by_hand {
            // Four weeks are counted otherwise in law, where the workplace is.
            troubles.retain(|one| !matches!(one, Trouble::CapBelowNeed { .. }));
        }
        Ok(Suggested {
            troubles,
            elapsed_seconds: known
                .as_ref()
                .map_or(0, |(begun, _)| ctx.now.seconds_since(*begun).max(0)),
            stage: known.map(|(_, stage)| stage),
            can_prove: self.rota_helper().is_some(),
            by_hand,
            draft,
            outcome,
        })
    }

    /// Makes a proposal the draft. It is for nobody but those who looked at it: where the draft or what holds has changed
    /// since it was asked for, somebody else was first. Nothing is published.
    pub async fn keep_suggestion(&self, ctx: &Ctx, (at, id): (RotaAt, Uuid)) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        let Some((_, Stage::Ready(proposal))) = self.suggestions.of(at) else {
            return Err(Error::Conflict);
        };
        let draft = load(ctx, &mut tx, rota, entered.clone()).await?;
        let same = proposal.id == id
            && draft.rota.state == RotaState::Draft
            && draft.pool.version == proposal.pool_version
            && draft.entries == proposal.before
            && draft.rest_days == proposal.rest_days_before;
        if !same {
            return Err(Error::Conflict);
        }
        for (duty, staff) in &proposal.changed {
            let free = !draft.fixed.contains(duty)
                && staff.is_none_or(|who| draft.names.contains_key(&who));
            if !free {
                return Err(Error::Conflict);
            }
            stored::assign(&mut tx, (draft.rota.id, *duty), *staff).await?;
        }
        for off in draft
            .rest_days
            .iter()
            .filter(|off| !proposal.rest_days.contains(off))
        {
            stored::take_draft_rest_day(&mut tx, draft.rota.id, *off).await?;
        }
        for off in &proposal.rest_days {
            stored::give_draft_rest_day(&mut tx, draft.rota.id, *off).await?;
        }
        let kept = load(ctx, &mut tx, draft.rota, entered.clone()).await?;
        // An absence entered since then, for one.
        let known = |rule| draft.breaches.iter().any(|one| one.rule == rule);
        if kept
            .breaches
            .iter()
            .any(|one| forbids(one.rule) && !known(one.rule))
        {
            return Err(Error::Conflict);
        }
        tx.log(entered.entry(ctx, Event::RotaChanged, at.1.to_string()));
        tx.commit().await?;
        self.suggestions.forget(at.0);
        Ok(())
    }
}
