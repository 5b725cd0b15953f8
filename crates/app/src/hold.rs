//! Holds: a family's measures rest, and go on.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::hold::{Hold, HoldFault, HoldReason};
use hemma_domain::ids::{CaseId, HoldId};
use hemma_domain::time::Day;
use hemma_store::{hold as stored, staff};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// The holds of a case.
#[derive(Debug, Clone)]
pub struct Holds {
    pub head: CaseHead,
    /// The newest first, each with the name of who recorded it and of who said when it ends.
    pub lines: Vec<HoldLine>,
}

/// One hold, with names.
#[derive(Debug, Clone)]
pub struct HoldLine {
    pub hold: Hold,
    pub recorded_by: String,
    pub ended_by: Option<String>,
}

/// A hold as it was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldInput {
    pub from: Day,
    /// The day on which measures go on; none while nobody knows.
    pub to: Option<Day>,
    pub reason: HoldReason,
}

impl App {
    /// The holds of a case.
    pub async fn holds(&self, ctx: &Ctx, id: CaseId) -> Result<Holds> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let holds = stored::of_case(&mut tx, &entered.key, id).await?;
        let mut hands: Vec<_> = holds
            .iter()
            .flat_map(|one| [Some(one.recorded.1), one.ended.map(|(_, by)| by)])
            .flatten()
            .collect();
        hands.sort();
        hands.dedup();
        let names = staff::names(&mut tx, &hands).await?;
        tx.commit().await?;
        let name = |of| {
            let known = names.iter().find(|(id, _)| *id == of);
            known.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let line = |hold: Hold| HoldLine {
            recorded_by: name(hold.recorded.1),
            ended_by: hold.ended.map(|(_, by)| name(by)),
            hold,
        };
        Ok(Holds {
            head,
            lines: holds.into_iter().map(line).collect(),
        })
    }

    /// Lets the measures of a case rest from a day on. What falls due meanwhile is not asked and counts for nothing; what
    /// was missed before stays missed.
    pub async fn hold(&self, ctx: &Ctx, id: CaseId, input: HoldInput) -> Result<HoldId> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Hold, Event::CaseRead)
            .await?;
        let by = entered.hand()?;
        let others = stored::of_case(&mut tx, &entered.key, id).await?;
        if !entered.found.is_open() {
            return Err(Error::invalid("from", "hold-fault-closed"));
        }
        let opened_on = entered.found.opened_on().ok_or(Error::NotFound)?;
        let new = Hold {
            id: HoldId(ctx.new_id()),
            case: id,
            from: input.from,
            to: input.to,
            reason: input.reason,
            recorded: (ctx.now, by),
            ended: None,
            version: 1,
        };
        if let Some(fault) = new.fault(opened_on, &others) {
            return Err(refused(fault, ("from", "to")));
        }
        stored::insert(&mut tx, &entered.key, &new).await?;
        tx.log(Entry {
            detail: new.id.to_string(),
            ..entered.entry(ctx, Event::HoldRecorded)
        });
        self.plan_measures(ctx, &mut tx, &entered).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Says on which day the measures of a case go on, sooner than was known.
    pub async fn end_hold(&self, ctx: &Ctx, (id, hold): (CaseId, HoldId), to: Day) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Hold, Event::CaseRead)
            .await?;
        let by = entered.hand()?;
        let all = stored::of_case(&mut tx, &entered.key, id).await?;
        let found = all.into_iter().find(|one| one.id == hold);
        let found = found.ok_or(Error::NotFound)?;
        let field = format!("ended-{hold}");
        let ended = found
            .end(to, (ctx.now, by))
            .map_err(|fault| refused(fault, (&field, &field)))?;
        if !stored::save(&mut tx, &ended).await? {
            return Err(Error::Conflict);
        }
        tx.log(Entry {
            detail: hold.to_string(),
            ..entered.entry(ctx, Event::HoldEnded)
        });
        self.plan_measures(ctx, &mut tx, &entered).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What keeps a hold from being, at the field of its first or its last day.
fn refused(fault: HoldFault, (from, to): (&str, &str)) -> Error {
    match fault {
        HoldFault::BeforeOpening => Error::invalid(from, "hold-fault-opening"),
        HoldFault::Backwards => Error::invalid(to, "hold-fault-backwards"),
        HoldFault::Overlaps => Error::invalid(from, "hold-fault-overlaps"),
        HoldFault::TooMany => Error::invalid(from, "hold-fault-many"),
        HoldFault::Over => Error::invalid(to, "hold-fault-over"),
    }
}
