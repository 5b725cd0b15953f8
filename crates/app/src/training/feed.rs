//! Calendars of trainings: secret addresses, told once, taken back at any time.

use hemma_domain::access::{self, Actor, Held, NetworkAction, Request};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::feed::{AHEAD_DAYS, BACK_DAYS, FEEDS_MAX, TOKEN_CHARS};
use hemma_domain::ids::{FeedId, NetworkId, TrainingId};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_domain::training::{Reply, Training};
use hemma_store::db::Tx;
use hemma_store::training::feed::{self as stored, TrainingFeed};
use hemma_store::{staff, team, training};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::link::secret;
use crate::login::hash;

/// A calendar of trainings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingCalendar {
    /// The network's name, or whose own it is.
    pub name: String,
    /// When it was asked for.
    pub at: Instant,
    pub events: Vec<TrainingAppointment>,
}

/// One day of a training in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingAppointment {
    /// Stable for as long as the training is there: its id and the number of the day in it.
    pub training: TrainingId,
    pub number: usize,
    /// Rises with every change.
    pub sequence: u32,
    pub title: String,
    pub place: String,
    pub time: Stretch,
    pub is_cancelled: bool,
}

impl App {
    /// Makes an address: of the actor's own trainings, or of all of a network. Its secret part is told this once.
    pub async fn make_training_feed(
        &self,
        ctx: &Ctx,
        network: Option<NetworkId>,
    ) -> Result<String> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let entry = match network {
            None => ctx.entry(Event::FeedChanged),
            Some(id) => {
                let permit = allowed(ctx, Request::Network(NetworkAction::KeepTraining, id))?;
                of_permit(ctx, Event::FeedChanged, &permit)
            }
        };
        let mut tx = self.db.write(&ctx.request).await?;
        if stored::made_by(&mut tx, me).await?.len() >= FEEDS_MAX {
            return Err(Error::invalid("target", "feed-fault-many"));
        }
        let one = TrainingFeed {
            id: FeedId(ctx.new_id()),
            network,
            made: (ctx.now, me),
        };
        let token = secret::<TOKEN_CHARS>();
        stored::insert(&mut tx, &one, &hash(&token)).await?;
        tx.log(Entry {
            detail: one.id.to_string(),
            ..entry
        });
        tx.commit().await?;
        Ok(token)
    }

    /// Takes an address back that the actor made.
    pub async fn revoke_training_feed(&self, ctx: &Ctx, id: FeedId) -> Result<()> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        if !stored::revoke(&mut tx, (id, me), ctx.now).await? {
            return Err(Error::NotFound);
        }
        tx.log(Entry {
            detail: id.to_string(),
            ..ctx.entry(Event::FeedChanged)
        });
        tx.commit().await?;
        Ok(())
    }

    /// The calendar behind an address, for whoever knows it and for as long as its maker works here, and keeps the
    /// network's trainings where it shows them all.
    pub async fn training_calendar(&self, now: Instant, token: &str) -> Result<TrainingCalendar> {
        if token.len() != TOKEN_CHARS {
            return Err(Error::NotFound);
        }
        let mut tx = self.db.read().await?;
        let feed = stored::by_token(&mut tx, &hash(token)).await?;
        let feed = feed.ok_or(Error::NotFound)?;
        let name = maker(&mut tx, &feed, now).await?;
        let (name, all) = match feed.network {
            None => (name, own(&mut tx, &feed).await?),
            Some(network) => {
                let networks = team::networks(&mut tx).await?;
                let known = networks.into_iter().find(|one| one.id == network);
                let listed = training::of_network(&mut tx, network).await?;
                let all = listed.into_iter().map(|one| one.training);
                (known.map(|one| one.name).unwrap_or_default(), all.collect())
            }
        };
        let mut events: Vec<TrainingAppointment> = all
            .iter()
            .flat_map(|one: &Training| appointments(one, now))
            .collect();
        events.sort_by_key(|one| (one.time, one.training));
        Ok(TrainingCalendar {
            name,
            at: now,
            events,
        })
    }
}

/// The trainings that the maker of an address has not declined.
async fn own(tx: &mut Tx, feed: &TrainingFeed) -> Result<Vec<Training>> {
    let mine = training::of_staff(tx, feed.made.1).await?;
    let comes = mine.into_iter().filter(|(_, seat)| seat.reply != Reply::No);
    Ok(comes.map(|(training, _)| training).collect())
}

/// The name of whoever made an address, if they may still see what it shows.
async fn maker(tx: &mut Tx, feed: &TrainingFeed, now: Instant) -> Result<String> {
    let id = feed.made.1;
    let found = staff::find(tx, id).await?.ok_or(Error::NotFound)?;
    if found.left_on.is_some_and(|last| last < now.day()) {
        return Err(Error::NotFound);
    }
    let Some(network) = feed.network else {
        return Ok(found.name);
    };
    let posts = staff::posts(tx, id, now.day()).await?;
    let held = posts.iter().map(|post| Held {
        role: post.role,
        place: post.place,
    });
    let actor = Actor::Staff {
        id,
        posts: held.collect(),
    };
    let request = Request::Network(NetworkAction::KeepTraining, network);
    match access::may(&actor, request) {
        true => Ok(found.name),
        false => Err(Error::NotFound),
    }
}

fn appointments(one: &Training, now: Instant) -> Vec<TrainingAppointment> {
    let within = (now.day().plus(-BACK_DAYS), now.day().plus(AHEAD_DAYS));
    let days = one.content.sessions.iter().enumerate();
    let shown = days.filter(|(_, day)| within.0 <= day.on && day.on <= within.1);
    let appointment = |(number, day): (usize, &hemma_domain::training::Session)| {
        let time = Stretch::new(day.on.at(day.from), day.on.at(day.to))?;
        Some(TrainingAppointment {
            training: one.id,
            number,
            sequence: one.revision,
            title: one.content.title.clone(),
            place: one.content.place.clone(),
            time,
            is_cancelled: one.cancelled_at.is_some(),
        })
    };
    shown.filter_map(appointment).collect()
}
