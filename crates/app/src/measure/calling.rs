//! When a family is best called: kept by whoever carries it, and by whoever calls.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::calling::{CallTime, CallTimeFault};
use hemma_domain::ids::CaseId;
use hemma_domain::time::Clock;
use hemma_store::calling as stored;

use super::MeasureAt;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// A time to call as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallTimeInput {
    /// Monday is 1.
    pub weekdays: Vec<i8>,
    pub from: Clock,
    pub to: Clock,
}

impl App {
    /// Keeps when a family is best called, or that nobody knows.
    pub async fn set_call_time(
        &self,
        ctx: &Ctx,
        case: CaseId,
        time: Option<CallTimeInput>,
    ) -> Result<()> {
        self.keep_call_time(ctx, (case, CaseAction::WriteFamily), time)
            .await
    }

    /// The same, as an interviewer was told.
    pub async fn set_call_time_heard(
        &self,
        ctx: &Ctx,
        (case, _): MeasureAt,
        time: Option<CallTimeInput>,
    ) -> Result<()> {
        self.keep_call_time(ctx, (case, CaseAction::Interview), time)
            .await
    }

    async fn keep_call_time(
        &self,
        ctx: &Ctx,
        (case, action): (CaseId, CaseAction),
        time: Option<CallTimeInput>,
    ) -> Result<()> {
        let (mut tx, entered) = self.enter(ctx, case, action, Event::CaseRead).await?;
        let by = entered.hand()?;
        match time.map(checked).transpose()? {
            Some(time) => {
                stored::set(&mut tx, (case, &entered.key), &time, (ctx.now, by)).await?;
            }
            None => stored::clear(&mut tx, case).await?,
        }
        tx.log(entered.entry(ctx, Event::CallTimeChanged));
        tx.commit().await?;
        Ok(())
    }
}

fn checked(input: CallTimeInput) -> Result<CallTime> {
    CallTime::new(input.weekdays, (input.from, input.to)).map_err(|fault| match fault {
        CallTimeFault::NoWeekday => Error::invalid("days", "calling-fault-days"),
        CallTimeFault::Backwards => Error::invalid("to", "calling-fault-backwards"),
    })
}
