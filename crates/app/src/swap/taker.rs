//! Who could have a turn, and what it would mean for each: told before it is taken over or given.

use hemma_domain::access::PoolAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{LineId, PoolId, StaffId, TurnId};
use hemma_domain::pool::{Member, Pool};
use hemma_domain::rota::Rule;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Day;
use hemma_domain::turn::{Served, Turn};
use hemma_store::db::Tx;
use hemma_store::{pool, staff, turn};

use super::change::{find, left};
use super::lawful::{Known, Taking, hinders};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{InPool, names};
use crate::rota::forbids;
use crate::tonight::Tonight;

/// What it means if a turn, or a part of it, goes to somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meaning {
    /// Rules that it would break for its taker.
    pub against: Vec<Rule>,
    /// A workday off that its taker gets with it, since the law asks for weekly rest.
    pub rest_on: Option<Day>,
    /// Days off of whoever has it that nothing asks for any more, and that go with it.
    pub rest_back: Vec<Day>,
}

impl Meaning {
    pub(super) fn of(taking: Taking, rest_back: Vec<Day>) -> Meaning {
        Meaning {
            against: taking.broken,
            rest_on: taking.rest_on,
            rest_back,
        }
    }

    /// The first rule against which two cannot agree on it: what hinders, or forbids it.
    pub fn forbidden(&self) -> Option<Rule> {
        self.against.iter().copied().find(|rule| forbids(*rule))
    }

    /// Why nobody could take it against this, however urgent it is: away, without a post, or on call already.
    pub fn hindered(&self) -> Option<Rule> {
        self.against.iter().copied().find(|rule| hinders(*rule))
    }
}

/// Somebody who serves the line of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    pub staff: StaffId,
    pub name: String,
    pub meaning: Meaning,
}

/// A turn, and everybody else who serves its line.
#[derive(Debug, Clone)]
pub struct Takers {
    pub pool: Pool,
    pub turn: Turn,
    pub line: LineId,
    /// Who has it.
    pub holder: String,
    /// What would go to somebody else: from now on, or the whole where it has not begun.
    pub part: Stretch,
    /// Those who can have it, who break the least first; then those who cannot.
    pub takers: Vec<Taker>,
    pub may_serve: bool,
}

impl App {
    /// Who could have a turn, for whoever leads the pool, with what it would mean for each.
    pub async fn takers(&self, ctx: &Ctx, (id, turn): (PoolId, TurnId)) -> Result<Takers> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::PlanRota).await?;
        let over = || Error::invalid("turn", "swap-fault-over");
        let found = match find(&mut tx, id, turn).await {
            Err(Error::NotFound) => Err(over()),
            other => other,
        };
        let (served, turn) = found?;
        let part = left(ctx, turn.part).ok_or_else(over)?;
        let others = others(&mut tx, &entered, (&served, part), turn.staff).await?;
        let both = others.iter().map(|one| one.staff).chain([turn.staff]);
        let asked: Vec<_> = both.map(|who| (part, who)).collect();
        let known = Known::load(&mut tx, &entered, &asked).await?;
        let rest_back = known.given_back(ctx, &entered, (&turn, part))?;
        let mut takers = Vec::new();
        for (staff, name) in names(&others) {
            let taking = known.taking(ctx, &entered, (&served, part), staff)?;
            let meaning = Meaning::of(taking, rest_back.clone());
            takers.push(Taker {
                staff,
                name,
                meaning,
            });
        }
        takers.sort_by_key(|one| {
            let meaning = &one.meaning;
            let broken = meaning.against.len();
            (meaning.hindered().is_some(), broken, one.name.clone())
        });
        let holder = staff::names(&mut tx, &[turn.staff]).await?;
        // Absences of others stand in it.
        tx.log(entered.entry(ctx, Event::RotaRead, turn.id.to_string()));
        tx.commit().await?;
        Ok(Takers {
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
            holder: holder.into_iter().map(|(_, name)| name).collect(),
            line: served.duty.shape.line,
            pool: entered.pool,
            turn,
            part,
            takers,
        })
    }

    /// What it would mean if the actor took over from those who are on call now: read once for all lines.
    pub(crate) async fn weigh_taking_over(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &InPool),
        tonight: &mut Tonight,
    ) -> Result<()> {
        let me = entered.hand()?;
        let on = tonight.lines.iter().filter_map(|line| line.now.as_ref());
        let others = on.filter(|one| one.staff != me);
        let others: Vec<TurnId> = others.map(|one| one.turn).collect();
        let now = Stretch::new(ctx.now, ctx.now.plus_seconds(1));
        let Some(now) = now.filter(|_| !others.is_empty()) else {
            return Ok(());
        };
        let served = turn::of_pool(tx, entered.pool.id, now).await?;
        let turns = served
            .iter()
            .flat_map(|one| one.turns.iter().map(move |turn| (one, turn)));
        let theirs = turns.filter(|(_, turn)| others.contains(&turn.id));
        let parts = theirs.filter_map(|(one, turn)| Some((one, turn.id, left(ctx, turn.part)?)));
        let found: Vec<(&Served, TurnId, Stretch)> = parts.collect();
        let asked: Vec<_> = found.iter().map(|(_, _, part)| (*part, me)).collect();
        let known = Known::load(tx, entered, &asked).await?;
        for (served, turn, part) in found {
            let taking = known.taking(ctx, entered, (served, part), me)?;
            let lines = tonight
                .lines
                .iter_mut()
                .filter_map(|line| line.now.as_mut());
            for on in lines.filter(|one| one.turn == turn) {
                on.taken = Some(Meaning::of(taking.clone(), Vec::new()));
            }
        }
        Ok(())
    }
}

/// Everybody but one who has a post that serves a part of a duty.
pub(super) async fn others(
    tx: &mut Tx,
    entered: &InPool,
    (served, part): (&Served, Stretch),
    me: StaffId,
) -> Result<Vec<Member>> {
    let period = (part.start().day(), part.end().day());
    let mut members = pool::members(tx, entered.pool.id, period).await?;
    let line = entered.pool.line(served.duty.shape.line);
    members.retain(|one| one.staff != me && line.is_some_and(|line| one.serves(line, period)));
    Ok(members)
}
