//! Destroying what is no longer kept, by dated rules and with a protocol.

use hemma_domain::access::OpeningAction;
use hemma_domain::application::Stage;
use hemma_domain::audit::Event;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::rule::Rule;
use hemma_domain::opening::{MoveError, Opening, State};
use hemma_domain::time::Day;
use hemma_store::application as stored;
use hemma_store::opening::protocol;
pub use hemma_store::opening::protocol::Protocol;

use super::{OpeningAt, unmoved};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// What is kept of an opening, for how long and why; and what was destroyed.
#[derive(Debug, Clone)]
pub struct Destruction {
    pub opening: Opening,
    /// The rule for those who were not hired, and the day from which they are to be destroyed.
    pub others: Option<(&'static Rule, Option<Day>)>,
    /// The rule for those who were hired.
    pub hired: Option<&'static Rule>,
    /// The numbers of the applications that are to be destroyed.
    pub numbers: Vec<u32>,
    /// How many are kept for good.
    pub kept: u32,
    /// Each with the name of whoever destroyed.
    pub protocols: Vec<(Protocol, String)>,
}

impl App {
    /// What is kept, until when, and what was destroyed.
    pub async fn destruction(&self, ctx: &Ctx, id: OpeningId) -> Result<Destruction> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningRead)
            .await?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let protocols = protocol::of_opening(&mut entered.tx, id).await?;
        entered.tx.commit().await?;
        let to_go = all.iter().filter(|one| goes(one.stage));
        let kept = all.iter().filter(|one| one.stage == Stage::Hired).count();
        let opening = entered.opening;
        Ok(Destruction {
            others: opening.kept(Stage::Declined),
            hired: opening.kept(Stage::Hired).map(|(rule, _)| rule),
            numbers: to_go.map(|one| one.number).collect(),
            kept: u32::try_from(kept).unwrap_or(u32::MAX),
            protocols,
            opening,
        })
    }

    /// Destroys what is due, and writes down what, when, by whom and by which rule.
    pub async fn destroy_opening(&self, ctx: &Ctx, (id, version): OpeningAt) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningDestroyed)
            .await?;
        let one = entered.opening.clone();
        if one.version != version {
            return Err(Error::Conflict);
        }
        let State::Ended(ending) = one.state.clone() else {
            return Err(Error::Conflict);
        };
        let due = one.kept(Stage::Declined);
        let due = due.and_then(|(rule, day)| Some((rule, day?)));
        let due = due.filter(|(_, day)| *day <= ctx.today());
        let Some((rule, due_on)) = due else {
            return Err(unmoved(MoveError::NotDue));
        };
        let by = entered.hand()?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let mut numbers = Vec::new();
        for application in all.iter().filter(|one| goes(one.stage)) {
            stored::destroy(&mut entered.tx, application.id, ctx.now).await?;
            numbers.push(application.number);
        }
        let kept = all.iter().filter(|one| one.stage == Stage::Hired).count();
        let written = Protocol {
            id: ctx.new_id(),
            opening: id,
            at: ctx.now,
            by,
            rule: rule.source.to_owned(),
            due_on,
            numbers,
            kept: u32::try_from(kept).unwrap_or(u32::MAX),
        };
        protocol::insert(&mut entered.tx, &written).await?;
        let destroyed = Opening {
            state: State::Destroyed(ending),
            ..one
        };
        entered.save(destroyed).await
    }
}

/// Whether an application in this stage is destroyed once it is due.
fn goes(stage: Stage) -> bool {
    !matches!(stage, Stage::Hired | Stage::Destroyed)
}
