//! How an opening ends: a decision, or breaking off; and how a wrong decision is put right.

use std::collections::BTreeSet;

use hemma_domain::access::OpeningAction;
use hemma_domain::application::{Application, Stage};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::ApplicationId;
use hemma_domain::opening::{Opening, Ruling, TEXT_CHARS_MAX};
use hemma_domain::time::Day;
use hemma_store::application as stored;
use hemma_store::opening::correction;
pub use hemma_store::opening::correction::{CORRECTIONS_MAX, Correction};

use super::{Opened, OpeningAt, unmoved};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, Result};

/// Characters of why a decision was wrong: the log and the opening show it.
const WHY_CHARS_MAX: usize = 300;

impl App {
    /// Hires; nobody else is weighed any more. Of two who decide at once, one is told.
    pub async fn decide_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        ruling: Ruling,
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningDecided)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        reasons_fit(&ruling.reasons)?;
        let by = entered.hand()?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let hired = ruling.hired.clone();
        let rules = self.recruiting(ctx.today())?;
        let decided = (&all[..], &*rules);
        let state = entered.opening.decide(ruling, decided, (ctx.today(), by));
        let state = state.map_err(unmoved)?;
        let weighed = all.into_iter().filter(Application::is_weighed);
        place(ctx, &mut entered, (weighed, &hired)).await?;
        let decided = Opening {
            state,
            ..entered.opening.clone()
        };
        entered.save(decided).await
    }

    /// Puts a decision right that named the wrong people or the wrong day, while it can be appealed. What it said stands in
    /// the opening, with why.
    pub async fn correct_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        (ruling, why): (Ruling, &str),
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningRead)
            .await?;
        let one = entered.opening.clone();
        if one.version != version {
            return Err(Error::Conflict);
        }
        reasons_fit(&ruling.reasons)?;
        let why = why.trim();
        if why.is_empty() || WHY_CHARS_MAX < why.chars().count() {
            return Err(Error::invalid("why", "opening-fault-why"));
        }
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let hired = ruling.hired.clone();
        let rules = self.recruiting(ctx.today())?;
        let state = one.correct(ruling, (&all, &rules), ctx.today());
        let state = state.map_err(unmoved)?;
        let before = was(ctx, &entered, (&all, why))?;
        if CORRECTIONS_MAX <= correction::of_opening(&mut entered.tx, id).await?.len() {
            return Err(Error::invalid("why", "opening-fault-many"));
        }
        correction::insert(&mut entered.tx, &before).await?;
        entered.tx.log(Entry {
            purpose: why.to_owned(),
            detail: id.to_string(),
            ..of_permit(ctx, Event::OpeningCorrected, &entered.permit)
        });
        let moved = all.into_iter().filter(|one| {
            let was_hired = one.stage == Stage::Hired;
            was_hired != hired.contains(&one.id)
        });
        place(ctx, &mut entered, (moved, &hired)).await?;
        entered.save(Opening { state, ..one }).await
    }

    /// Breaks an opening off. What came in is kept all the same.
    pub async fn abort_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        reasons: String,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningDecided)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        reasons_fit(&reasons)?;
        let by = entered.hand()?;
        let state = entered.opening.abort(reasons, (ctx.today(), by));
        let aborted = Opening {
            state: state.map_err(unmoved)?,
            ..entered.opening.clone()
        };
        entered.save(aborted).await
    }

    /// Keeps everything longer, since somebody appealed or made a demand.
    pub async fn postpone_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        final_on: Day,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningChanged)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        let state = entered.opening.postpone(final_on);
        let postponed = Opening {
            state: state.map_err(unmoved)?,
            ..entered.opening.clone()
        };
        entered.save(postponed).await
    }
}

/// Hires some and goes no further with the others.
async fn place(
    ctx: &Ctx,
    entered: &mut Opened,
    (all, hired): (
        impl Iterator<Item = Application> + Send,
        &BTreeSet<ApplicationId>,
    ),
) -> Result<()> {
    for one in all {
        let stage = match hired.contains(&one.id) {
            true => Stage::Hired,
            false => Stage::Declined,
        };
        let placed = one.placed(stage, (&entered.opening.state, ctx.now));
        if !stored::save(&mut entered.tx, &placed).await? {
            return Err(Error::Conflict);
        }
    }
    Ok(())
}

/// What a decision says before it is put right.
fn was(ctx: &Ctx, entered: &Opened, (all, why): (&[Application], &str)) -> Result<Correction> {
    let ending = entered.opening.state.ending().ok_or(Error::Conflict)?;
    let hired = all.iter().filter(|one| one.stage == Stage::Hired);
    Ok(Correction {
        id: ctx.new_id(),
        opening: entered.opening.id,
        at: ctx.now,
        by: entered.hand()?,
        why: why.to_owned(),
        hired: hired.map(|one| one.number).collect(),
        posted_on: ending.posted_on,
        final_on: ending.final_on,
        reasons: ending.reasons.clone(),
    })
}

fn reasons_fit(reasons: &str) -> Result<()> {
    match reasons.chars().count() <= TEXT_CHARS_MAX {
        true => Ok(()),
        false => Err(Error::invalid("reasons", "opening-fault-long")),
    }
}
