//! Why one has not a duty oneself: what forbids it, and what it would cost.

use hemma_domain::access::PoolAction;
use hemma_domain::ids::{DutyId, PoolId, StaffId};
use hemma_domain::pool::Pool;
use hemma_domain::rota::{Rule, planned_by};
use hemma_domain::time::Day;
use hemma_domain::turn::Turn;
use hemma_rota_rules::score;
use hemma_store::db::Tx;
use hemma_store::{pool, rota as stored, turn};

use super::draft::known;
use super::facts::{Facts, Held};
use super::forbids;
use super::judge::{Entries, Judge};
use super::propose::is_made_by_hand;
use super::why::{Costs, DutyAt, costs};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{InPool, names};

/// Whether one could have a duty oneself, by the rota that holds.
#[derive(Debug, Clone)]
pub struct CouldI {
    pub pool: Pool,
    pub duty: DutyAt,
    /// Who has the whole of it; nobody where it is open, or in parts.
    pub held: Option<(Turn, String)>,
    pub is_mine: bool,
    /// It has begun: somebody takes over instead.
    pub is_begun: bool,
    /// What forbids it; nothing where one could have it.
    pub against: Vec<Rule>,
    /// What would be left as the law or the pool would rather not have it, and forbids nothing.
    pub beside: Vec<Rule>,
    /// What the published rota would cost more if one had it; nothing where it is forbidden, where no published rota
    /// holds, or where being on call is work, so that nobody weighs it.
    pub price: Option<OwnPrice>,
}

/// What a duty costs if one has it oneself, all else as it holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPrice {
    /// Wishes of others are not in it: they are nobody else's business. Nor is that it was published otherwise.
    pub costs: Costs,
    /// Days off that one would be given with it.
    pub rest_added: Vec<Day>,
}

impl App {
    /// Why one has not a duty oneself: what one's own duties, absences and posts say, and nobody else's.
    pub async fn could_i(&self, ctx: &Ctx, (id, duty): (PoolId, DutyId)) -> Result<CouldI> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::OwnDuty).await?;
        let me = entered.hand()?;
        let found = hemma_store::duty::find(&mut tx, duty).await?;
        let place = found
            .filter(|one| one.pool == id)
            .as_ref()
            .and_then(DutyAt::of);
        let place = place.ok_or(Error::NotFound)?;
        let all = turn::of_pool(&mut tx, id, place.whole).await?;
        let served = all.into_iter().find(|one| one.duty.id == duty);
        let served = served.ok_or(Error::NotFound)?;
        let is_mine = served.turns.iter().any(|turn| turn.staff == me);
        let broken = match is_mine {
            true => Vec::new(),
            false => {
                let of = (&served, place.whole);
                self.taking(ctx, (&mut tx, &entered), of, me).await?.broken
            }
        };
        let (against, beside): (Vec<Rule>, _) = broken.into_iter().partition(|rule| forbids(*rule));
        let is_begun = place.whole.start() <= ctx.now;
        let price = match is_mine || is_begun || !against.is_empty() {
            true => None,
            false => {
                self.own_price(ctx, (&mut tx, &entered), (place, me))
                    .await?
            }
        };
        let days = (place.whole.start().day(), place.whole.end().day());
        let members = pool::members(&mut tx, id, days).await?;
        let named = names(&members);
        let held = match served.turns.as_slice() {
            [only] => {
                let name = named.get(&only.staff).cloned();
                Some((only.clone(), name.unwrap_or_default()))
            }
            _ => None,
        };
        Ok(CouldI {
            pool: entered.pool,
            is_begun,
            duty: place,
            held,
            is_mine,
            against,
            beside,
            price,
        })
    }

    /// What a duty would cost if one had it, by the weights that the published rota was planned with.
    async fn own_price(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &InPool),
        (duty, me): (DutyAt, StaffId),
    ) -> Result<Option<OwnPrice>> {
        let day = duty.whole.start().day();
        let over = stored::published(tx, entered.pool.id, (day, day.plus(1))).await?;
        let Some(rota) = planned_by(&over, day, ctx.now) else {
            return Ok(None);
        };
        let entered = InPool {
            agreement: self.agreement(&rota.agreement.0, rota.agreement.1)?,
            ..entered.clone()
        };
        if is_made_by_hand(&entered.agreement) {
            return Ok(None);
        }
        let known = known(ctx, tx, (rota, &entered)).await?;
        let facts = Facts {
            rest_days: known.held_rest_days,
            ..known.facts
        };
        price(facts, duty.id, me)
    }
}

fn price(facts: Facts, duty: DutyId, me: StaffId) -> Result<Option<OwnPrice>> {
    let (held, facts) = as_it_holds(facts, me);
    let judge = Judge::new(facts)?;
    let Some((number, person)) = judge.duty(duty).zip(judge.number(me)) else {
        return Ok(None);
    };
    let plan = judge.plan(&held, &judge.facts.rest_days);
    let trial = judge.board().why(&plan, number, person);
    let cost_of = |plan| score(&judge.problem, plan);
    let added = judge.days(&trial.comp_added).into_iter();
    Ok(Some(OwnPrice {
        costs: costs(&cost_of(&plan), &cost_of(&trial.plan)),
        rest_added: added
            .filter(|one| one.0 == me)
            .map(|(_, day)| day)
            .collect(),
    }))
}

/// Who has which duty now, swaps included, and what is known without what others wish for, and without what it costs to
/// leave a published plan.
fn as_it_holds(mut facts: Facts, me: StaffId) -> (Entries, Facts) {
    let mut held = Entries::new();
    for piece in &mut facts.pieces {
        if let Held::Free { published } = &mut piece.held {
            held.extend(published.take().map(|staff| (piece.duty.id, staff)));
        }
    }
    facts.wishes.retain(|wish| wish.staff == me);
    (held, facts)
}
