//! What is known of working time: calls that were taken, and duties at the workplace.

use hemma_domain::agreement::DutyPlace;
use hemma_domain::ids::StaffId;
use hemma_domain::pool::Member;
use hemma_domain::rota::{Average, WorkingTime};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Day, Week};
use hemma_store::db::Tx;
use hemma_store::{call, turn};

use super::REACH_DAYS;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::pool::{InPool, days};

/// What somebody works a week, on average over the weeks that end with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    pub staff: StaffId,
    pub name: String,
    pub average: Average,
}

/// Who talked when on calls of a pool that ended before `end`, as far back from `first` as rest or an average reaches.
pub(crate) async fn talked(
    tx: &mut Tx,
    entered: &InPool,
    (first, end): (Day, Day),
) -> Result<Vec<(StaffId, Stretch)>> {
    let weeks = i64::from(entered.agreement.rules.average_weeks.value);
    let from = first.plus(-REACH_DAYS.max(weeks * 7));
    Ok(call::talked(tx, entered.pool.id, days((from, end))?).await?)
}

/// Who worked on call in the weeks before `first` that an average reaches: of duties at home their calls until before
/// `end`, of duties at the workplace all that is served before `planned`, from where a plan says it. Nothing where the
/// agreement lets no average be told.
pub(crate) async fn worked(
    (tx, talked): (&mut Tx, &[(StaffId, Stretch)]),
    entered: &InPool,
    (first, end): (Day, Day),
    planned: Day,
) -> Result<Vec<(StaffId, Stretch)>> {
    let rules = &entered.agreement.rules;
    if rules.full_week_hours.is_none() || end <= first {
        return Ok(Vec::new());
    }
    let back = i64::from(rules.average_weeks.value) * 7;
    let from = first.plus(-back);
    if entered.agreement.place.value == DutyPlace::Home {
        let within = days((from, end))?;
        let ended = |time: &Stretch| within.start() < time.end() && time.end() <= within.end();
        let calls = talked.iter().filter(|(_, time)| ended(time));
        return Ok(calls.copied().collect());
    }
    let within = days((from, planned.max(from.plus(1))))?;
    let served = turn::of_pool(tx, entered.pool.id, within).await?;
    let of_turns = served.iter().flat_map(|one| {
        let turns = one.turns.iter();
        turns.flat_map(|turn| {
            let parts = one.on_call(turn).into_iter();
            parts.filter_map(|part| Some((turn.staff, part.shared(within)?)))
        })
    });
    Ok(of_turns.collect())
}

/// What each of these works a week on average, by name.
pub(super) async fn averages(
    ctx: &Ctx,
    tx: &mut Tx,
    (entered, members): (&InPool, &[Member]),
) -> Result<Vec<Worked>> {
    let week = Week::of(ctx.today());
    let end = week.next().first_day();
    let period = (week.first_day(), end);
    let calls = talked(tx, entered, period).await?;
    let known = worked((tx, &calls), entered, period, end).await?;
    let roles = entered.pool.roles();
    let mut all: Vec<Worked> = Vec::new();
    for one in members.iter().filter(|one| roles.contains(&one.role)) {
        let time = WorkingTime {
            agreement: &entered.agreement,
            staff: one.staff,
            share: one.shares.on(ctx.today()),
            on_call: known
                .iter()
                .filter(|(who, _)| *who == one.staff)
                .map(|(_, time)| *time)
                .collect(),
        };
        let is_told = all.iter().any(|known| known.staff == one.staff);
        if let (Some(average), false) = (time.average(week), is_told) {
            all.push(Worked {
                staff: one.staff,
                name: one.name.clone(),
                average,
            });
        }
    }
    Ok(all)
}
