//! Destroying what is no longer kept, by dated rules and with a protocol.

use hemma_domain::access::OpeningAction;
use hemma_domain::application::Stage;
use hemma_domain::audit::Event;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{MoveError, Opening, State};
use hemma_domain::programme::{Confidence, Words};
use hemma_domain::recruiting::{Recruiting, Rule, RuleKind, Term};
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
    /// The rules for those who were not hired, and for those who were; none while it runs.
    pub rules: Vec<KeptBy>,
    /// The day from which those who were not hired are to be destroyed.
    pub due_on: Option<Day>,
    /// The numbers of the applications that are to be destroyed.
    pub numbers: Vec<u32>,
    /// How many are kept for good.
    pub kept: u32,
    /// Each with the name of whoever destroyed.
    pub protocols: Vec<(Protocol, String)>,
}

/// A rule that something is kept by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBy {
    pub kind: RuleKind,
    pub term: Term,
    /// What its source is called.
    pub source: Words,
    pub confidence: Confidence,
}

impl KeptBy {
    fn of(rule: &Rule, rules: &Recruiting) -> KeptBy {
        let code = || Words {
            sv: rule.term.source.clone(),
            en: rule.term.source.clone(),
        };
        KeptBy {
            kind: rule.kind,
            term: rule.term.value,
            source: rules.source_of(rule).cloned().unwrap_or_else(code),
            confidence: rule.term.confidence,
        }
    }
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
        let rules = self.recruiting(ctx.today())?;
        let kept_by = [Stage::Declined, Stage::Hired].map(|stage| opening.kept(stage, &rules));
        let kept_by = kept_by.into_iter().flatten();
        Ok(Destruction {
            rules: kept_by.map(|(rule, _)| KeptBy::of(rule, &rules)).collect(),
            due_on: opening.due_on(&rules),
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
        let rules = self.recruiting(ctx.today())?;
        let due = one.kept(Stage::Declined, &rules);
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
            rule: KeptBy::of(rule, &rules).source.sv,
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
