//! Calls about no family, for the leaders of those who took them. A call may say something of people whom another board
//! knows: each is shown to the leaders of the team in which its taker worked, and to nobody else of the pool.

use hemma_domain::access::{self, Decision, PoolAction, PoolScope, Request};
use hemma_domain::audit::Event;
use hemma_domain::call::Call;
use hemma_domain::ids::PoolId;
use hemma_domain::pool::Member;
use hemma_domain::time::Day;
use hemma_store::{call as stored, pool};

use super::Named;
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

/// The calls of a pool about no family.
#[derive(Debug, Clone)]
pub struct PoolCalls {
    pub pool: String,
    /// The newest first.
    pub calls: Vec<Named>,
    pub may_serve: bool,
}

impl App {
    /// The calls of a pool about no family that the actor may read.
    pub async fn pool_calls(&self, ctx: &Ctx, id: PoolId) -> Result<PoolCalls> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::ReadCalls).await?;
        let listed = stored::of_no_family(&mut tx, id).await?;
        let first = listed.iter().map(|(one, ..)| day_of(&one.call)).min();
        let period = (first.unwrap_or(ctx.today()), ctx.today());
        let members = pool::members(&mut tx, id, period).await?;
        let mut calls = Vec::new();
        for (one, taken_by, follow_up_by) in listed {
            let scope = of_taker(&entered.scope, &members, &one.call);
            let asked = Request::Pool(PoolAction::ReadCalls, &scope);
            if let Decision::Allow(permit) = access::decide(&ctx.actor, asked) {
                calls.push(Named {
                    call: stored::open_of_pool(&tx, &permit, &one)?,
                    taken_by,
                    follow_up_by,
                    confirmed_by: None,
                });
            }
        }
        tx.log(entered.entry(ctx, Event::CallRead, id.to_string()));
        tx.commit().await?;
        Ok(PoolCalls {
            pool: entered.pool.name.clone(),
            calls,
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
        })
    }
}

fn day_of(call: &Call) -> Day {
    call.started_at.day()
}

/// The pool as far as the taker of a call worked in it on that day.
fn of_taker(whole: &PoolScope, members: &[Member], call: &Call) -> PoolScope {
    let on = day_of(call);
    let works = |team| {
        let mut posts = members.iter().filter(|one| one.staff == call.taken_by);
        posts.any(|one| one.team == team && one.from <= on && one.to.is_none_or(|to| on < to))
    };
    let teams = whole.teams.iter().filter(|one| works(one.team));
    PoolScope {
        teams: teams.copied().collect(),
        ..whole.clone()
    }
}
