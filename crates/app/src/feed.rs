//! Secret addresses: calendars of a person, a pool or a line, and what a telephone exchange asks at every call.

use std::collections::BTreeMap;

use hemma_domain::access::{self, Actor, Held, PoolAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::feed::{AHEAD_DAYS, BACK_DAYS, FEEDS_MAX, Feed, TOKEN_CHARS, Target};
use hemma_domain::ids::{FeedId, PoolId, StaffId, TurnId};
use hemma_domain::pool::{Pool, RING_SECONDS_MAX, RING_SECONDS_MIN};
use hemma_domain::programme::Words;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::{feed as stored, pool, staff, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::link::secret;
use crate::login::hash;
use crate::pool::{around, scope_of};
use crate::tonight::Tonight;

/// The addresses that somebody made in a pool, and what they can be made for.
#[derive(Debug, Clone)]
pub struct MyFeeds {
    pub pool: Pool,
    pub feeds: Vec<Feed>,
    pub may_serve: bool,
    pub may_plan: bool,
}

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub pool: String,
    pub target: Target,
    /// The name of whom or what it shows, beside the pool's.
    pub of: String,
    /// When it was asked for.
    pub at: Instant,
    pub events: Vec<Appointment>,
}

/// One stretch on call in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Stable for as long as the turn is there: the turn and the number of the stretch in it.
    pub turn: TurnId,
    pub number: usize,
    /// Rises with every change of the turn.
    pub sequence: u32,
    pub line: Words,
    pub name: String,
    pub time: Stretch,
}

impl App {
    /// The addresses that the actor made in a pool.
    pub async fn my_feeds(&self, ctx: &Ctx, id: PoolId) -> Result<MyFeeds> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::SeeRota).await?;
        let feeds = stored::made_by(&mut tx, (id, entered.hand()?)).await?;
        Ok(MyFeeds {
            feeds,
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
            may_plan: entered.may(ctx, PoolAction::PlanRota),
            pool: entered.pool,
        })
    }

    /// Makes an address. Its secret part is told this once.
    pub async fn make_feed(&self, ctx: &Ctx, id: PoolId, target: Target) -> Result<String> {
        let action = match target {
            Target::Person(_) => PoolAction::OwnDuty,
            Target::Pool | Target::Line(_) => PoolAction::SeeRota,
            Target::Exchange => PoolAction::PlanRota,
        };
        let (mut tx, entered) = self.write_pool(ctx, id, action).await?;
        let me = entered.hand()?;
        if let Target::Person(staff) = target
            && staff != me
        {
            return Err(Error::Forbidden);
        }
        if let Target::Line(line) = target
            && entered.pool.line(line).is_none()
        {
            return Err(Error::NotFound);
        }
        if stored::made_by(&mut tx, (id, me)).await?.len() >= FEEDS_MAX {
            return Err(Error::invalid("target", "feed-fault-many"));
        }
        let one = Feed {
            id: FeedId(ctx.new_id()),
            pool: id,
            target,
            made: (ctx.now, me),
            revoked_at: None,
        };
        let token = secret::<TOKEN_CHARS>();
        stored::insert(&mut tx, &one, &hash(&token)).await?;
        tx.log(entered.entry(ctx, Event::FeedChanged, one.id.to_string()));
        tx.commit().await?;
        Ok(token)
    }

    /// Sets how long a telephone exchange lets a line ring before the next one is rung.
    pub async fn set_ringing(&self, ctx: &Ctx, id: PoolId, seconds: u32) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::PlanRota).await?;
        if !(RING_SECONDS_MIN..=RING_SECONDS_MAX).contains(&seconds) {
            return Err(Error::invalid("seconds", "feed-fault-seconds"));
        }
        pool::set_ring_seconds(&mut tx, id, seconds).await?;
        let detail = format!("rings {seconds} s");
        tx.log(entered.entry(ctx, Event::PoolChanged, detail));
        tx.commit().await?;
        Ok(())
    }

    /// Takes an address back that the actor made.
    pub async fn revoke_feed(&self, ctx: &Ctx, pool: PoolId, id: FeedId) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::SeeRota).await?;
        let one = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if one.pool != pool || one.made.1 != entered.hand()? {
            return Err(Error::NotFound);
        }
        if !stored::revoke(&mut tx, id, ctx.now).await? {
            return Err(Error::Conflict);
        }
        tx.log(entered.entry(ctx, Event::FeedChanged, id.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// The calendar behind an address, for whoever knows it and for as long as its maker may see the rota.
    pub async fn calendar(&self, now: Instant, token: &str) -> Result<Calendar> {
        let mut tx = self.db.read().await?;
        let (feed, pool) = opened(&mut tx, token).await?;
        if feed.target == Target::Exchange || !may_still(&mut tx, &feed, (&pool, now)).await? {
            return Err(Error::NotFound);
        }
        let within = around(now, (BACK_DAYS, AHEAD_DAYS))?;
        let mut served = turn::of_pool(&mut tx, pool.id, within).await?;
        if let Target::Line(line) = feed.target {
            served.retain(|one| one.duty.shape.line == line);
        }
        let mut who: Vec<StaffId> = served
            .iter()
            .flat_map(|one| one.turns.iter().map(|turn| turn.staff))
            .collect();
        who.sort();
        who.dedup();
        let people: BTreeMap<StaffId, (String, String)> = staff::named(&mut tx, &who).await?;
        let name = |staff: StaffId| people.get(&staff).cloned().unwrap_or_default().0;
        let mut events = Vec::new();
        for one in &served {
            let line = pool.line(one.duty.shape.line);
            let line = line.map(|line| line.name.clone()).unwrap_or_default();
            for turn in one.turns.iter().filter(|turn| shows(&feed, turn.staff)) {
                let parts = one.on_call(turn).into_iter().enumerate();
                events.extend(parts.map(|(number, time)| Appointment {
                    turn: turn.id,
                    number,
                    sequence: turn.revision,
                    line: line.clone(),
                    name: name(turn.staff),
                    time,
                }));
            }
        }
        events.sort_by_key(|one| (one.time, one.turn));
        let of = match feed.target {
            Target::Person(staff) => name(staff),
            Target::Pool | Target::Line(_) | Target::Exchange => String::new(),
        };
        Ok(Calendar {
            pool: pool.name,
            target: feed.target,
            of,
            at: now,
            events,
        })
    }

    /// Who is on now, for a telephone exchange that knows the address. It holds until it is taken back, also when whoever
    /// made it has left: a night without an answer is worse.
    pub async fn exchange(&self, now: Instant, token: &str) -> Result<Tonight> {
        let mut tx = self.db.read().await?;
        let (feed, pool) = opened(&mut tx, token).await?;
        if feed.target != Target::Exchange {
            return Err(Error::NotFound);
        }
        self.tonight_of(&mut tx, &pool, now).await
    }
}

/// The address that a secret opens, with its pool. A forged one is no more than an address that does not exist.
async fn opened(tx: &mut Tx, token: &str) -> Result<(Feed, Pool)> {
    if token.len() != TOKEN_CHARS {
        return Err(Error::NotFound);
    }
    let feed = stored::by_token(tx, &hash(token)).await?;
    let feed = feed.ok_or(Error::NotFound)?;
    let pool = pool::find(tx, feed.pool).await?.ok_or(Error::NotFound)?;
    Ok((feed, pool))
}

/// Whether whoever made an address may still see what it shows.
async fn may_still(tx: &mut Tx, feed: &Feed, (pool, now): (&Pool, Instant)) -> Result<bool> {
    let maker = feed.made.1;
    let left = staff::find(tx, maker).await?.and_then(|one| one.left_on);
    if left.is_some_and(|last| last < now.day()) {
        return Ok(false);
    }
    let posts = staff::posts(tx, maker, now.day()).await?;
    let held = posts.iter().map(|post| Held {
        role: post.role,
        place: post.place,
    });
    let actor = Actor::Staff {
        id: maker,
        posts: held.collect(),
    };
    let scope = scope_of(tx, pool, now.day()).await?;
    Ok(access::may(
        &actor,
        Request::Pool(PoolAction::SeeRota, &scope),
    ))
}

fn shows(feed: &Feed, staff: StaffId) -> bool {
    match feed.target {
        Target::Person(whose) => whose == staff,
        Target::Pool | Target::Line(_) | Target::Exchange => true,
    }
}
