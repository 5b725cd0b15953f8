//! Goals of consultants that wait for longer than they were to, for whoever leads their network.

use std::collections::BTreeMap;

use hemma_domain::access::{DevelopmentAction, DevelopmentScope, Request};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{DevelopmentId, NetworkId, StaffId};
use hemma_domain::time::Day;
use hemma_store::{development as stored, staff};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;

/// Goals that are listed: more than a screen of them.
const LATE_MAX: u32 = 12;

/// A goal that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateGoal {
    pub id: DevelopmentId,
    pub text: String,
    /// Whose, by name.
    pub name: String,
    pub team: String,
    /// The last day on which something of it was to be done.
    pub since: Day,
}

impl App {
    /// The goals of a network's consultants that wait since before today, the longest first; of those whose plan the actor
    /// may see.
    pub async fn late_goals(&self, ctx: &Ctx, network: NetworkId) -> Result<Vec<LateGoal>> {
        let mut tx = self.db.write(&ctx.request).await?;
        let at = (network, ctx.today());
        let mut late = Vec::new();
        for one in stored::late_of_consultants(&mut tx, at, LATE_MAX).await? {
            let scope = DevelopmentScope {
                team: one.at,
                whose: one.whose,
            };
            let request = Request::Development(DevelopmentAction::See, scope);
            let Ok(permit) = allowed(ctx, request) else {
                continue;
            };
            tx.log(Entry {
                detail: one.goal.to_string(),
                ..of_permit(ctx, Event::DevelopmentRead, &permit)
            });
            late.push(one);
        }
        let people: Vec<StaffId> = late.iter().filter_map(|one| one.whose.staff()).collect();
        let names = staff::names(&mut tx, &people).await?;
        tx.commit().await?;
        let names: BTreeMap<StaffId, String> = names.into_iter().collect();
        let name = |who: StaffId| names.get(&who).cloned();
        let told = late.into_iter().map(|one| LateGoal {
            id: one.goal,
            name: one.whose.staff().and_then(name).unwrap_or_default(),
            team: one.team_name,
            text: one.text,
            since: one.since,
        });
        Ok(told.collect())
    }
}
