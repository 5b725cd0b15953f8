//! Hours on call for payroll: minutes by person, line, day and band. Money is counted elsewhere.

use std::collections::BTreeMap;

use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::hours::{Minutes, Talked, of_turns};
use hemma_domain::ids::{LineId, PoolId, StaffId};
use hemma_domain::programme::Words;
use hemma_domain::rota::ROTA_DAYS_MAX;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Day;
use hemma_domain::turn::Served;
use hemma_store::{call, staff, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::days;
use crate::rota::Under;

/// Days of the longest duty there is, and some.
const DUTY_DAYS_MAX: i64 = 14;

/// Hours of a pool.
#[derive(Debug, Clone)]
pub struct Hours {
    pub pool: String,
    /// From the first day until before the end.
    pub period: (Day, Day),
    /// By name, line, day and band.
    pub rows: Vec<HourRow>,
}

/// Minutes of one person in one line, on one day, in one band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourRow {
    pub staff: StaffId,
    pub name: String,
    /// Their address at work, by which payroll knows them.
    pub email: String,
    pub line: Words,
    pub day: Day,
    /// The band's code in the agreement that the duty was planned under.
    pub band: String,
    pub minutes: Minutes,
}

impl App {
    /// Hours of some days that turns were, or will be: from one day until before another.
    pub async fn hours(&self, ctx: &Ctx, id: PoolId, period: (Day, Day)) -> Result<Hours> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::SeeHours).await?;
        if period.1.days_since(period.0) > ROTA_DAYS_MAX {
            return Err(Error::invalid("end", "duty-fault-period"));
        }
        let within = days(period)?;
        let served = turn::of_pool(&mut tx, id, within).await?;
        // A duty of the last day before may reach into the first.
        let reach = (period.0.plus(-DUTY_DAYS_MAX), period.1);
        let under = self.under(&mut tx, (&entered.pool, reach)).await?;
        // A call that goes on when the last day ends has begun in it.
        let calls = days((period.0, period.1.plus(1)))?;
        let calls = call::talked(&mut tx, id, calls).await?;
        let talked = Talked::new(&served, &calls);
        let counted = counted(&under, &served, (&talked, within));
        let mut who: Vec<StaffId> = counted.keys().map(|key| key.staff).collect();
        who.dedup();
        let mut rows = Vec::with_capacity(counted.len());
        let people = staff::named(&mut tx, &who).await?;
        for (key, minutes) in counted {
            let (name, email) = people.get(&key.staff).cloned().unwrap_or_default();
            let line = entered.pool.line(key.line);
            rows.push(HourRow {
                staff: key.staff,
                name,
                email,
                line: line.map(|line| line.name.clone()).unwrap_or_default(),
                day: key.day,
                band: key.band,
                minutes,
            });
        }
        rows.sort_by(|one, other| {
            (&one.name, one.staff, one.day).cmp(&(&other.name, other.staff, other.day))
        });
        tx.log(entered.entry(ctx, Event::HoursRead, String::new()));
        tx.commit().await?;
        Ok(Hours {
            pool: entered.pool.name,
            period,
            rows,
        })
    }
}

/// Of one person in one line, on one day, in one band by its code.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    staff: StaffId,
    line: LineId,
    day: Day,
    band: String,
}

/// Minutes of each duty by the bands of the agreement that it was planned under.
fn counted(under: &Under, served: &[Served], within: (&Talked, Stretch)) -> BTreeMap<Key, Minutes> {
    let mut sums: BTreeMap<Key, Minutes> = BTreeMap::new();
    for one in served {
        let agreement = under.of_duty(one);
        for (key, minutes) in of_turns(agreement, std::slice::from_ref(one), within) {
            let band = agreement.bands.get(key.band);
            let key = Key {
                staff: key.staff,
                line: key.line,
                day: key.day,
                band: band.map(|band| band.code.clone()).unwrap_or_default(),
            };
            let sum = sums.entry(key).or_default();
            *sum = sum.plus(minutes);
        }
    }
    sums
}
