//! Calendars of consultations: secret addresses, told once, taken back at any time.

use hemma_domain::access::{self, Actor, Held, Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::consultation::{Appointment, Outcome, Stage, calendar};
use hemma_domain::feed::{AHEAD_DAYS, BACK_DAYS, FEEDS_MAX, TOKEN_CHARS};
use hemma_domain::ids::{FeedId, TeamId};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Day, Instant, Week};
use hemma_store::consultation::feed::{self as stored, ConsultationFeed};
use hemma_store::db::Tx;
use hemma_store::{consultation, staff, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::link::secret;
use crate::login::hash;

/// A calendar of a team's consultations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationCalendar {
    pub team: TeamId,
    pub name: String,
    /// When it was asked for.
    pub at: Instant,
    pub dates: Vec<ConsultationDate>,
}

/// One consultation in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationDate {
    /// Stable for as long as the team has it, wherever it is moved.
    pub week: Week,
    /// Rises with every change of its time.
    pub sequence: u32,
    pub time: Stretch,
    pub is_cancelled: bool,
}

impl App {
    /// Makes an address of a team's calendar. Its secret part is told this once.
    pub async fn make_consultation_feed(&self, ctx: &Ctx, id: TeamId) -> Result<String> {
        let (mut tx, entered) = self
            .counselled(ctx, id, (TeamAction::SeeConsultation, "feed"))
            .await?;
        let me = entered.permit.staff().ok_or(Error::Forbidden)?;
        if stored::made_by(&mut tx, me).await?.len() >= FEEDS_MAX {
            return Err(Error::invalid("feed", "feed-fault-many"));
        }
        let one = ConsultationFeed {
            id: FeedId(ctx.new_id()),
            team: id,
            made: (ctx.now, me),
        };
        let token = secret::<TOKEN_CHARS>();
        stored::insert(&mut tx, &one, &hash(&token)).await?;
        tx.log(Entry {
            detail: one.id.to_string(),
            ..ctx.entry(Event::FeedChanged)
        });
        tx.commit().await?;
        Ok(token)
    }

    /// Takes an address back that the actor made, also of a team that they have left.
    pub async fn revoke_consultation_feed(&self, ctx: &Ctx, id: FeedId) -> Result<()> {
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

    /// The calendar behind an address, for whoever knows it and for as long as its maker may see it.
    pub async fn consultation_calendar(
        &self,
        now: Instant,
        token: &str,
    ) -> Result<ConsultationCalendar> {
        if token.len() != TOKEN_CHARS {
            return Err(Error::NotFound);
        }
        let mut tx = self.db.read().await?;
        let feed = stored::by_token(&mut tx, &hash(token)).await?;
        let feed = feed.ok_or(Error::NotFound)?;
        if !may_still(&mut tx, &feed, now.day()).await? {
            return Err(Error::NotFound);
        }
        let (team, _board) = team::find(&mut tx, feed.team)
            .await?
            .ok_or(Error::NotFound)?;
        let weeks = (
            Week::of(now.day().plus(-BACK_DAYS)),
            Week::of(now.day().plus(AHEAD_DAYS)),
        );
        let patterns = consultation::patterns(&mut tx, feed.team).await?;
        let noted = consultation::between(&mut tx, feed.team, weeks).await?;
        let all = calendar((&patterns, team.closed_on), noted, weeks);
        Ok(ConsultationCalendar {
            team: team.id,
            name: team.name,
            at: now,
            dates: all.iter().filter_map(|one| date(one, now.day())).collect(),
        })
    }
}

/// A date in a calendar. A day off that nobody has moved is called off there, so that nobody goes.
fn date(of: &Appointment, today: Day) -> Option<ConsultationDate> {
    let noted = of.noted.as_ref();
    let is_cancelled = noted.is_some_and(|one| one.outcome == Outcome::Cancelled);
    Some(ConsultationDate {
        week: of.week,
        sequence: noted.map_or(0, |one| one.revision),
        time: of.slot()?.time()?,
        is_cancelled: is_cancelled || of.stage(today) == Some(Stage::DayOff),
    })
}

/// Whether whoever made an address still works here and may see what it shows.
async fn may_still(tx: &mut Tx, feed: &ConsultationFeed, today: Day) -> Result<bool> {
    let maker = feed.made.1;
    let found = staff::find(tx, maker).await?.ok_or(Error::NotFound)?;
    if found.left_on.is_some_and(|last| last < today) {
        return Ok(false);
    }
    let scope = team::scope(tx, feed.team).await?.ok_or(Error::NotFound)?;
    let posts = staff::posts(tx, maker, today).await?;
    let held = posts.iter().map(|post| Held {
        role: post.role,
        place: post.place,
    });
    let actor = Actor::Staff {
        id: maker,
        posts: held.collect(),
    };
    let request = Request::Team(TeamAction::SeeConsultation, scope);
    Ok(access::may(&actor, request))
}
