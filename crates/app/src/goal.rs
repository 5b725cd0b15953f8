//! The stable part of the week: what the family came with, what each wants, and the overarching goals.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{CaseId, FrameItemId, GoalId};
use hemma_domain::week::{FrameItem, FrameKind, Goal, GoalState, limit};
use hemma_store::db::Tx;
use hemma_store::{frame, goal};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};
use crate::week::{kept, next_number, room, short_enough};

/// The stable part of a case with its head.
#[derive(Debug, Clone)]
pub struct GoalPage {
    pub head: CaseHead,
    pub frame: Vec<FrameItem>,
    pub goals: Vec<Goal>,
}

/// A row of the stable part as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameInput {
    pub subject: String,
    pub wish: String,
    pub frequency: String,
    pub intensity: String,
    pub duration: String,
}

/// An overarching goal as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalInput {
    pub text: String,
    pub measure: String,
    pub state: GoalState,
}

impl App {
    /// The stable part of a case.
    pub async fn goal_page(&self, ctx: &Ctx, case: CaseId) -> Result<GoalPage> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let (frame, goals) = frame::stable(&mut tx, &entered.key, case).await?;
        tx.commit().await?;
        Ok(GoalPage { head, frame, goals })
    }

    /// Adds a referral behaviour, or what somebody wants.
    pub async fn add_frame_item(
        &self,
        ctx: &Ctx,
        case: CaseId,
        kind: FrameKind,
        input: &FrameInput,
    ) -> Result<FrameItemId> {
        let (mut tx, entered) = self.enter_stable(ctx, case).await?;
        frame_readable(input)?;
        let rows = frame::of_case(&mut tx, &entered.key, case).await?;
        room("subject", rows.len(), limit::FRAME_ITEMS)?;
        let number = next_number(rows.iter().map(|one| one.number));
        let id = FrameItemId(ctx.new_id());
        let new = frame_item((id, case), (kind, number, 1), input);
        frame::insert(&mut tx, &entered.key, &new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Saves a row of the stable part; gives its new version.
    pub async fn save_frame_item(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (id, version): (FrameItemId, i64),
        input: &FrameInput,
    ) -> Result<i64> {
        let (mut tx, entered) = self.enter_stable(ctx, case).await?;
        frame_readable(input)?;
        let rows = frame::of_case(&mut tx, &entered.key, case).await?;
        let old = rows.iter().find(|one| one.id == id);
        let old = old.ok_or(Error::Conflict)?;
        let new = frame_item((id, case), (old.kind, old.number, version), input);
        kept(frame::save(&mut tx, &entered.key, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Takes a row of the stable part away.
    pub async fn remove_frame_item(&self, ctx: &Ctx, case: CaseId, id: FrameItemId) -> Result<()> {
        let (mut tx, _) = self.enter_stable(ctx, case).await?;
        if !frame::remove(&mut tx, case, id).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Sets an overarching goal.
    pub async fn add_goal(&self, ctx: &Ctx, case: CaseId, input: &GoalInput) -> Result<GoalId> {
        let (mut tx, entered) = self.enter_stable(ctx, case).await?;
        goal_readable(input)?;
        let goals = goal::of_case(&mut tx, &entered.key, case).await?;
        room("text", goals.len(), limit::GOALS)?;
        let new = Goal {
            id: GoalId(ctx.new_id()),
            case,
            number: next_number(goals.iter().map(|one| one.number)),
            text: input.text.trim().to_owned(),
            measure: input.measure.clone(),
            state: input.state,
            set_on: ctx.today(),
            ended_on: (input.state != GoalState::Active).then(|| ctx.today()),
            version: 1,
        };
        goal::insert(&mut tx, &entered.key, &new).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Saves an overarching goal; gives its new version. Goals are let go, never removed: steps rest on them.
    pub async fn save_goal(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (id, version): (GoalId, i64),
        input: &GoalInput,
    ) -> Result<i64> {
        let (mut tx, entered) = self.enter_stable(ctx, case).await?;
        goal_readable(input)?;
        let goals = goal::of_case(&mut tx, &entered.key, case).await?;
        let old = goals.into_iter().find(|one| one.id == id);
        let old = old.ok_or(Error::NotFound)?;
        let new = Goal {
            text: input.text.trim().to_owned(),
            measure: input.measure.clone(),
            ended_on: match (old.state == input.state, input.state) {
                (true, _) => old.ended_on,
                (false, GoalState::Active) => None,
                (false, _) => Some(ctx.today()),
            },
            state: input.state,
            version,
            ..old
        };
        kept(goal::save(&mut tx, &entered.key, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    async fn enter_stable(&self, ctx: &Ctx, case: CaseId) -> Result<(Tx, Entered)> {
        self.enter(ctx, case, CaseAction::WriteWeek, Event::WeekWritten)
            .await
    }
}

fn frame_item(
    (id, case): (FrameItemId, CaseId),
    (kind, number, version): (FrameKind, u32, i64),
    input: &FrameInput,
) -> FrameItem {
    FrameItem {
        id,
        case,
        kind,
        number,
        subject: input.subject.trim().to_owned(),
        wish: input.wish.clone(),
        frequency: input.frequency.clone(),
        intensity: input.intensity.clone(),
        duration: input.duration.clone(),
        version,
    }
}

fn frame_readable(input: &FrameInput) -> Result<()> {
    if input.subject.trim().is_empty() {
        return Err(Error::invalid("subject", "goal-subject-missing"));
    }
    for (name, text) in [
        ("subject", &input.subject),
        ("wish", &input.wish),
        ("frequency", &input.frequency),
        ("intensity", &input.intensity),
        ("duration", &input.duration),
    ] {
        short_enough(name, text, limit::LINE_CHARS)?;
    }
    Ok(())
}

fn goal_readable(input: &GoalInput) -> Result<()> {
    if input.text.trim().is_empty() {
        return Err(Error::invalid("text", "goal-text-missing"));
    }
    short_enough("text", &input.text, limit::LINE_CHARS)?;
    short_enough("measure", &input.measure, limit::LINE_CHARS)
}
