//! Signing in, the session that follows, and its end.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hemma_domain::access::{Actor, Held};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::StaffId;
use hemma_domain::staff::{Post, Staff};
use hemma_domain::time::Instant;
use hemma_store::login::{self as stored, Session};
use hemma_store::{site, staff};
use sha2::{Digest as _, Sha256};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::sign_in::Device;

/// The name of the site's value that says it holds a demo; only then is there sign-in by one click.
pub(crate) const DEMO: &str = "demo";

/// Seconds between two notes that a session is in use: one write a minute, not one a click.
const TOUCH_SECONDS: i64 = 60;
/// Characters kept of what a browser says of itself.
const AGENT_CHARS: usize = 120;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub staff: Staff,
    /// The posts held today.
    pub posts: Vec<Post>,
    /// What the team, board or network of each post is called, in the same order.
    pub places: Vec<String>,
    pub actor: Actor,
    /// When the session ends unless it is used.
    pub idle_end: Instant,
    pub token_hash: String,
    /// Something was typed and not sent yet.
    pub has_drafts: bool,
    /// They are a member of an opening.
    pub has_openings: bool,
    /// They are on call now, in whatever pool.
    pub is_on_call: bool,
}

/// A person to sign in as in a demo.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    pub staff: Staff,
    pub post: Post,
    /// The name of the team, board or network of the post.
    pub place: String,
}

/// A new session's token: the only copy outside the browser's cookie.
pub struct Token(pub String);

/// How a session begins: by which means, and on what kind of device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How<'a> {
    /// `password`, `passkey`, `demo`.
    pub method: &'static str,
    pub device: &'a Device<'a>,
}

/// What a token tells.
#[derive(Debug)]
pub enum Visitor {
    /// Nobody, or nobody any more.
    Nobody,
    /// The session ran out; who it was is known, so that what was typed can be kept for them.
    Expired(StaffId),
    Known(Box<SignedIn>),
}

impl App {
    /// Whether this site holds a demo network.
    pub async fn is_demo(&self) -> Result<bool> {
        let mut tx = self.db.read().await?;
        Ok(site::get(&mut tx, DEMO).await?.is_some())
    }

    /// Everybody who can be signed in by one click; empty unless this is a demo.
    pub async fn demo_people(&self, ctx: &Ctx) -> Result<Vec<DemoPerson>> {
        let mut tx = self.db.read().await?;
        if site::get(&mut tx, DEMO).await?.is_none() {
            return Ok(Vec::new());
        }
        let people = staff::everybody(&mut tx, ctx.today()).await?;
        Ok(people
            .into_iter()
            .map(|(staff, post, place)| DemoPerson {
                staff,
                post,
                place: place.unwrap_or_default(),
            })
            .collect())
    }

    /// Signs in by one click. There is no such thing outside a demo.
    pub async fn sign_in_demo(&self, ctx: &Ctx, id: StaffId, device: &Device<'_>) -> Result<Token> {
        let mut tx = self.db.write(&ctx.request).await?;
        if site::get(&mut tx, DEMO).await?.is_none() {
            return Err(Error::NotFound);
        }
        let staff = staff::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let how = How {
            method: "demo",
            device,
        };
        let token = self.begin_session(ctx, &mut tx, &staff, how).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Begins a session and logs it; the caller has made sure who it is.
    pub(crate) async fn begin_session(
        &self,
        ctx: &Ctx,
        tx: &mut hemma_store::db::Tx,
        staff: &Staff,
        how: How<'_>,
    ) -> Result<Token> {
        if staff.left_on.is_some_and(|left| left < ctx.today()) {
            return Err(Error::Forbidden);
        }
        let token = Token::new();
        let session = Session {
            token_hash: token.hash(),
            staff: staff.id,
            created_at: ctx.now,
            seen_at: ctx.now,
            ends_at: ctx
                .now
                .plus_seconds(i64::from(self.config.session_hours) * 3600),
            method: how.method.to_owned(),
            agent: how.device.agent.chars().take(AGENT_CHARS).collect(),
        };
        stored::insert_session(tx, &session).await?;
        if let Some(before) = how.device.before {
            stored::delete_session(tx, &hash(before)).await?;
        }
        tx.log(Entry {
            staff: Some(staff.id),
            detail: how.method.to_owned(),
            ..ctx.entry(Event::SignedIn)
        });
        Ok(token)
    }

    /// Who holds a token now.
    pub async fn visitor(&self, token: &str, now: Instant) -> Result<Visitor> {
        let token_hash = hash(token);
        // Somebody who signed out at another instance is out here too.
        let mut tx = self.db.newest().await?;
        let Some(holder) = stored::session(&mut tx, &token_hash, now).await? else {
            return Ok(Visitor::Nobody);
        };
        let (session, staff) = (holder.session, holder.staff);
        drop(tx);
        let idle_seconds = i64::from(self.config.idle_minutes) * 60;
        if session.ends_at <= now || session.seen_at.plus_seconds(idle_seconds) <= now {
            return Ok(Visitor::Expired(staff.id));
        }
        if staff.left_on.is_some_and(|left| left < now.day()) {
            return Ok(Visitor::Nobody);
        }
        // A clock set back gives a negative age: then the session is touched too, so that it ends in due time.
        if !(0..TOUCH_SECONDS).contains(&now.seconds_since(session.seen_at)) {
            let mut tx = self.db.write("session").await?;
            stored::touch_session(&mut tx, &token_hash, now).await?;
            tx.commit().await?;
        }
        let (posts, places): (Vec<Post>, Vec<String>) = holder.posts.into_iter().unzip();
        let held = posts
            .iter()
            .map(|post| Held {
                role: post.role,
                place: post.place,
            })
            .collect();
        let actor = Actor::Staff {
            id: staff.id,
            posts: held,
        };
        let idle_end = now.plus_seconds(idle_seconds);
        Ok(Visitor::Known(Box::new(SignedIn {
            staff,
            posts,
            places,
            actor,
            idle_end,
            token_hash,
            has_drafts: holder.has_drafts,
            has_openings: holder.has_openings,
            is_on_call: holder.is_on_call,
        })))
    }

    /// Ends a session.
    pub async fn sign_out(&self, ctx: &Ctx, token: &str) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        if stored::delete_session(&mut tx, &hash(token)).await? {
            tx.log(ctx.entry(Event::SignedOut));
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Sessions and counts that ended this many seconds ago are of no use to anybody.
const SWEEP_SECONDS: i64 = 7 * 24 * 3600;

impl App {
    /// Clears away old sessions, unfinished sign-ins and counts of failures: upkeep, once a day.
    pub async fn sweep_sessions(&self, ctx: &Ctx) -> Result<u64> {
        let mut tx = self.db.write(&ctx.request).await?;
        let swept = stored::sweep(&mut tx, ctx.now.plus_seconds(-SWEEP_SECONDS)).await?;
        tx.commit().await?;
        Ok(swept)
    }
}

impl Token {
    pub(crate) fn new() -> Token {
        Token(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

pub(crate) fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
