//! Hours on call for payroll: minutes by person, line, day and band. Money is counted elsewhere.

use std::sync::Arc;

use hemma_domain::access::PoolAction;
use hemma_domain::agreement::Agreement;
use hemma_domain::audit::Event;
use hemma_domain::hours::of_turns;
use hemma_domain::ids::{PoolId, StaffId};
use hemma_domain::programme::Words;
use hemma_domain::rota::ROTA_DAYS_MAX;
use hemma_domain::time::Day;
use hemma_store::{staff, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::days;

/// Hours of a pool.
#[derive(Debug, Clone)]
pub struct Hours {
    pub pool: String,
    pub agreement: Arc<Agreement>,
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
    /// The band's code in the agreement.
    pub band: String,
    pub minutes: u32,
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
        let counted = of_turns(&entered.agreement, &served, within);
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
                band: band(&entered.agreement, key.band),
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
            agreement: entered.agreement,
            period,
            rows,
        })
    }
}

fn band(agreement: &Agreement, number: usize) -> String {
    let band = agreement.bands.get(number);
    band.map(|band| band.code.clone()).unwrap_or_default()
}
