//! Another authenticator: a new telephone, or a lost one.

use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::StaffId;
use hemma_domain::staff::Staff;
use hemma_store::credential::Credential;
use hemma_store::{credential, login as stored};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::second_factor::{self, NewFactor, Typed};

/// What somebody shows to put another authenticator in place of theirs.
pub struct NewAuthenticator {
    /// The password, which proves that it is the person.
    pub current: String,
    /// The new authenticator's code, which proves that it holds the secret.
    pub code: String,
}

impl App {
    /// What to put into another authenticator: the same each time this session asks, until it is confirmed.
    pub async fn new_authenticator(&self, ctx: &Ctx, session: &str) -> Result<NewFactor> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let (staff, secret) = self.offered(id, session).await?;
        second_factor::new_factor(&secret, &staff)
    }

    /// Puts another authenticator in place of the one before; every other session ends.
    pub async fn change_authenticator(
        &self,
        ctx: &Ctx,
        session: &str,
        new: NewAuthenticator,
    ) -> Result<()> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let (staff, secret) = self.offered(id, session).await?;
        let step = match second_factor::typed(&new.code) {
            Typed::Code(code) => second_factor::step(&secret, &staff, &code, ctx.now)?,
            Typed::Recovery(_) | Typed::Nothing => None,
        };
        let step = step.ok_or_else(|| Error::invalid("code", "sign-in-code-wrong"))?;
        let (_, password) = self.confirm(ctx, new.current).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        if !credential::change_totp(&mut tx, id, &password, (&secret, step)).await? {
            return Err(Error::Conflict);
        }
        stored::delete_sessions(&mut tx, id, Some(session)).await?;
        tx.log(Entry {
            detail: "authenticator".to_owned(),
            ..ctx.entry(Event::CredentialChanged)
        });
        tx.commit().await?;
        Ok(())
    }

    /// The secret that this session is offered. It rests on the one before, so that none is offered twice.
    async fn offered(&self, id: StaffId, session: &str) -> Result<(Staff, Vec<u8>)> {
        let mut tx = self.db.read().await?;
        let (staff, kept) = credential::of(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let Credential {
            password_hash: Some(_),
            totp: Some(before),
            ..
        } = kept
        else {
            // Nobody has an authenticator without a password.
            return Err(Error::NotFound);
        };
        let before: String = before.iter().map(|byte| format!("{byte:02x}")).collect();
        let token = format!("{session}|{before}");
        Ok((staff, second_factor::secret_of(self.db.seals(), &token)))
    }
}
