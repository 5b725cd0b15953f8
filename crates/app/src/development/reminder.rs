//! Looking back on goals in time: whoever a goal concerns is told when its day has come.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::development::{REMINDED_DAYS, Whose};
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::mail::MailKind;
use hemma_store::development as stored;

use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

impl App {
    /// Tells those whom a goal concerns that it is to be looked back on: a part of upkeep, on its day and each week after.
    /// It stops when somebody has. Says how many were told.
    pub async fn remind_looks(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let mut due = stored::looks_due(&mut tx, today).await?;
        due.retain(|one| today.days_since(one.look_on) % REMINDED_DAYS == 0);
        let teams: BTreeSet<TeamId> = due.iter().map(|one| one.team).collect();
        let teams: Vec<TeamId> = teams.into_iter().collect();
        let people = stored::people(&mut tx, &teams, today).await?;
        let mut leads = BTreeMap::new();
        for one in due
            .iter()
            .filter(|one| matches!(one.whose, Whose::Consultant(_)))
        {
            let found = stored::leads(&mut tx, one.network, today).await?;
            leads.insert(one.network, found);
        }
        let mut waiting: BTreeSet<StaffId> = BTreeSet::new();
        for one in &due {
            let writes = |(team, who, _, role): &(TeamId, StaffId, String, _)| {
                let is_theirs = one.whose.staff() == Some(*who) || one.whose.is_written_by(*role);
                (*team == one.team && is_theirs).then_some(*who)
            };
            waiting.extend(people.iter().filter_map(writes));
            if let (Whose::Consultant(_), Some(leads)) = (one.whose, leads.get(&one.network)) {
                waiting.extend(leads.iter().map(|(who, _)| *who));
            }
        }
        let waiting: Vec<StaffId> = waiting.into_iter().collect();
        let told = self
            .tell_all(ctx, &mut tx, (&waiting, MailKind::DevelopmentLook))
            .await?;
        tx.commit().await?;
        Ok(told)
    }
}
