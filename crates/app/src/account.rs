//! One's own account: ways to sign in, language, sessions.

mod authenticator;

use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::PasskeyId;
use hemma_domain::login::{Counted, weakness};
use hemma_domain::staff::{Language, Staff};
use hemma_domain::time::Instant;
use hemma_store::{credential, login as stored, staff};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::login::hash;
use crate::password;
use crate::welcome::give_codes;

pub use authenticator::NewAuthenticator;

/// What somebody sees of their own account.
#[derive(Debug, Clone)]
pub struct Account {
    pub staff: Staff,
    pub sessions: Vec<OwnSession>,
    pub passkeys: Vec<OwnPasskey>,
    pub has_password: bool,
    pub codes_left: u32,
}

/// A session of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it; tells nothing of its token.
    pub name: String,
    pub agent: String,
    pub method: String,
    pub began_at: Instant,
    pub seen_at: Instant,
    /// The one that asks.
    pub is_this: bool,
}

/// A passkey of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Instant,
    pub used_at: Option<Instant>,
}

/// A password to be changed.
pub struct Change {
    pub current: String,
    pub new: String,
}

impl App {
    /// One's own account; `session` is the hash of the session that asks.
    pub async fn account(&self, ctx: &Ctx, session: &str) -> Result<Account> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let (staff, kept) = credential::of(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let idle = -i64::from(self.config.idle_minutes) * 60;
        let sessions = stored::sessions(&mut tx, id).await?;
        let passkeys = credential::passkeys(&mut tx, id).await?;
        Ok(Account {
            staff,
            sessions: sessions
                .into_iter()
                .filter(|one| ctx.now < one.ends_at && ctx.now.plus_seconds(idle) < one.seen_at)
                .map(|one| OwnSession {
                    is_this: one.token_hash == session,
                    name: hash(&one.token_hash),
                    agent: one.agent,
                    method: one.method,
                    began_at: one.created_at,
                    seen_at: one.seen_at,
                })
                .collect(),
            passkeys: passkeys
                .into_iter()
                .map(|one| OwnPasskey {
                    id: one.id,
                    name: one.name,
                    created_at: one.created_at,
                    used_at: one.used_at,
                })
                .collect(),
            has_password: kept.password_hash.is_some(),
            codes_left: credential::recovery_codes_left(&mut tx, id).await?,
        })
    }

    /// Ends one of one's own sessions by its name.
    pub async fn end_session(&self, ctx: &Ctx, name: &str) -> Result<()> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::sessions(&mut tx, id)
            .await?
            .into_iter()
            .find(|one| hash(&one.token_hash) == name);
        let found = found.ok_or(Error::NotFound)?;
        stored::delete_own_session(&mut tx, id, &found.token_hash).await?;
        tx.log(ctx.entry(Event::SignedOut));
        tx.commit().await?;
        Ok(())
    }

    /// Ends all of one's own sessions but the one that asks.
    pub async fn end_other_sessions(&self, ctx: &Ctx, session: &str) -> Result<()> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        if stored::delete_sessions(&mut tx, id, Some(session)).await? > 0 {
            tx.log(ctx.entry(Event::SignedOut));
        }
        tx.commit().await?;
        Ok(())
    }

    /// Changes the language of one's screens.
    pub async fn change_language(&self, ctx: &Ctx, language: Language) -> Result<()> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let mut own = staff::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        own.language = language;
        staff::save(&mut tx, &own).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes one's password; every other session ends.
    pub async fn change_password(&self, ctx: &Ctx, session: &str, change: Change) -> Result<()> {
        let (staff, before) = self.confirm(ctx, change.current).await?;
        if let Some(weakness) = weakness(&change.new, &staff.name, &staff.email) {
            return Err(Error::invalid("new", password::message(weakness)));
        }
        let hashed = password::hash(change.new).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        if !credential::change_password(&mut tx, staff.id, &before, &hashed).await? {
            return Err(Error::Conflict);
        }
        stored::delete_sessions(&mut tx, staff.id, Some(session)).await?;
        tx.log(Entry {
            detail: "password".to_owned(),
            ..ctx.entry(Event::CredentialChanged)
        });
        tx.commit().await?;
        Ok(())
    }

    /// New recovery codes, shown this once; those before no longer hold.
    pub async fn renew_codes(&self, ctx: &Ctx, current: String) -> Result<Vec<String>> {
        let (staff, _) = self.confirm(ctx, current).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        let codes = give_codes(&mut tx, &staff).await?;
        tx.log(Entry {
            detail: "recovery_codes".to_owned(),
            ..ctx.entry(Event::CredentialChanged)
        });
        tx.commit().await?;
        Ok(codes)
    }

    /// Makes sure that it is the person and not somebody at their screen: their password, counted as at the sign-in.
    pub(crate) async fn confirm(&self, ctx: &Ctx, current: String) -> Result<(Staff, String)> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let (staff, kept) = credential::of(&mut tx, id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        let counting = self.count(ctx, &[(Counted::Name, &staff.email)]).await?;
        if counting.locked.is_some() {
            return Err(Error::invalid("current", "account-password-locked"));
        }
        if !password::is_right(current, kept.password_hash.clone()).await? {
            self.failed(ctx, &staff.email, "password", &counting)
                .await?;
            return Err(Error::invalid("current", "account-password-wrong"));
        }
        self.uncount(ctx, &counting).await?;
        Ok((staff, kept.password_hash.unwrap_or_default()))
    }
}
