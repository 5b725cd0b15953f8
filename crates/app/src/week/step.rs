//! Steps of a week, and how those of the week before went.

use hemma_domain::ids::{DriverId, GoalId, StepId};
use hemma_domain::week::{Intervention, Step, StepOutcome, limit};
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_store::{fit, goal, step};

use super::{WeekAt, kept, next_number, room, short_enough};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// What is to be done in a step, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepInput {
    pub text: String,
    pub goal: Option<GoalId>,
    pub driver: Option<DriverId>,
    pub interventions: Vec<Intervention>,
    pub principles: Vec<String>,
}

impl App {
    /// Sets a step for the week after this one.
    pub async fn add_step(&self, ctx: &Ctx, at: WeekAt, input: &StepInput) -> Result<StepId> {
        readable(input)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let steps = step::around(&mut tx, &entered.key, at.0, at.1).await?;
        let this = || steps.iter().filter(|one| one.week == at.1);
        room("steps", this().count(), limit::STEPS)?;
        let blank = Step {
            id: StepId(ctx.new_id()),
            case: at.0,
            week: at.1,
            number: next_number(this().map(|one| one.number)),
            goal: None,
            driver: None,
            text: String::new(),
            interventions: Vec::new(),
            principles: Vec::new(),
            outcome: None,
            evidence: String::new(),
            carried_from: None,
            changed_at: ctx.now,
            judged_at: None,
            version: 1,
        };
        let new = self
            .filled(&mut tx, &entered.key, at, (blank, input))
            .await?;
        step::insert(&mut tx, &entered.key, &new).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Saves what is to be done in a step; gives its new version.
    pub async fn save_step(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (StepId, i64),
        input: &StepInput,
    ) -> Result<i64> {
        readable(input)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let steps = step::around(&mut tx, &entered.key, at.0, at.1).await?;
        let old = steps
            .into_iter()
            .find(|one| one.id == id && one.week == at.1)
            .ok_or(Error::Conflict)?;
        let old = Step {
            version,
            changed_at: ctx.now,
            ..old
        };
        let new = self.filled(&mut tx, &entered.key, at, (old, input)).await?;
        kept(step::save(&mut tx, &entered.key, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// A step with what was typed, its goal and driver checked to be the case's and the week's own.
    async fn filled(
        &self,
        tx: &mut Tx,
        key: &Key,
        at: WeekAt,
        (step, input): (Step, &StepInput),
    ) -> Result<Step> {
        let goals = goal::of_case(tx, key, at.0).await?;
        let fits = fit::of_week(tx, key, at.0, at.1).await?;
        let drivers: Vec<DriverId> = fits
            .iter()
            .flat_map(|fit| &fit.drivers)
            .filter(|driver| driver.prioritised || step.driver == Some(driver.id))
            .map(|driver| driver.id)
            .collect();
        if input
            .goal
            .is_some_and(|wanted| goals.iter().all(|goal| goal.id != wanted))
        {
            return Err(Error::invalid("goal", "week-no-such-goal"));
        }
        if input
            .driver
            .is_some_and(|wanted| !drivers.contains(&wanted))
        {
            return Err(Error::invalid("driver", "week-no-such-driver"));
        }
        let said = |one: &&Intervention| **one != Intervention::default();
        Ok(Step {
            goal: input.goal,
            driver: input.driver,
            text: input.text.clone(),
            interventions: input.interventions.iter().filter(said).cloned().collect(),
            principles: input.principles.clone(),
            ..step
        })
    }

    /// Takes a step away again.
    pub async fn remove_step(&self, ctx: &Ctx, at: WeekAt, id: StepId) -> Result<()> {
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let steps = step::around(&mut tx, &entered.key, at.0, at.1).await?;
        let known = steps.iter().any(|one| one.id == id && one.week == at.1);
        if !known || !step::remove(&mut tx, at.0, id).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Says how a step of the week before went; gives its new version. One that was not met goes on in this week by
    /// itself, once; if it turns out to be met after all, the copy that nobody touched goes away again.
    pub async fn judge_step(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (StepId, i64),
        (outcome, evidence): (Option<StepOutcome>, &str),
    ) -> Result<i64> {
        short_enough("evidence", evidence, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let both = step::around(&mut tx, &entered.key, at.0, at.1).await?;
        let old = both
            .iter()
            .find(|one| one.id == id && one.week < at.1)
            .ok_or(Error::Conflict)?;
        let new = Step {
            outcome,
            evidence: evidence.to_owned(),
            judged_at: Some(ctx.now),
            version,
            ..old.clone()
        };
        kept(step::save(&mut tx, &entered.key, &new).await?)?;
        let open = |step: &Step| step.outcome.is_some() && step.carries_over();
        match (open(old), open(&new)) {
            (false, true) => carry(ctx, &mut tx, &entered.key, (&new, &both)).await?,
            (true, false) => {
                let copies = both.iter().filter(|one| one.carried_from == Some(id));
                for copy in copies.filter(|copy| copy.is_untouched_copy()) {
                    step::remove(&mut tx, at.0, copy.id).await?;
                }
            }
            _ => {}
        }
        tx.commit().await?;
        Ok(version + 1)
    }
}

/// Sets a step of the week before again in this week, unless that was done or there is no room.
pub(super) async fn carry(
    ctx: &Ctx,
    tx: &mut Tx,
    key: &Key,
    (old, both): (&Step, &[Step]),
) -> Result<()> {
    let this = || both.iter().filter(|one| one.week > old.week);
    let done = this().any(|one| one.carried_from == Some(old.id));
    if done || this().count() >= limit::STEPS {
        return Ok(());
    }
    // Several that are carried at once stand in their old order, after what is there.
    let number = next_number(this().map(|one| one.number)) + old.number;
    let copy = old.carried(StepId(ctx.new_id()), number, ctx.now);
    step::insert(tx, key, &copy).await?;
    Ok(())
}

fn readable(input: &StepInput) -> Result<()> {
    short_enough("text", &input.text, limit::LINE_CHARS)?;
    room(
        "interventions",
        input.interventions.len(),
        limit::INTERVENTIONS + 1,
    )?;
    for one in &input.interventions {
        for text in [&one.what, &one.who, &one.when, &one.measure] {
            short_enough("interventions", text, limit::LINE_CHARS)?;
        }
    }
    Ok(())
}
