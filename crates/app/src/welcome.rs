//! The first sign-in, and the way back for somebody who can no longer sign in: a link from the administrator.

use hemma_domain::audit::{Entry, Event};
use hemma_domain::login::weakness;
use hemma_domain::staff::Staff;
use hemma_store::credential;
use hemma_store::db::Tx;
use hemma_store::login as stored;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::login::{Token, hash};
use crate::password;
use crate::second_factor::{self, NewFactor, Typed};
use crate::sign_in::{Answer, Device};

/// What the link leads to.
#[derive(Debug, Clone)]
pub struct Welcome {
    pub staff: Staff,
    /// What to put into the authenticator; the same each time the link is opened.
    pub factor: NewFactor,
}

/// What somebody chose to sign in with.
pub struct Chosen {
    pub password: String,
    /// The authenticator's code, which proves that it holds the secret.
    pub code: String,
}

/// The new session, and the recovery codes that are shown this once.
pub struct Welcomed {
    pub token: Token,
    pub recovery_codes: Vec<String>,
}

impl App {
    /// Opens a link; a link that was used, is over or never was does not exist.
    pub async fn welcome(&self, ctx: &Ctx, token: &str) -> Result<Welcome> {
        let staff = self.invited(ctx, token).await?;
        let secret = second_factor::secret_of(self.db.seals(), token);
        Ok(Welcome {
            factor: second_factor::new_factor(&secret, &staff)?,
            staff,
        })
    }

    /// Sets password and second factor, and signs in. The link is used up, and so is what was there before.
    pub async fn welcome_password(
        &self,
        ctx: &Ctx,
        token: &str,
        chosen: Chosen,
        device: &Device<'_>,
    ) -> Result<Welcomed> {
        let staff = self.invited(ctx, token).await?;
        let secret = second_factor::secret_of(self.db.seals(), token);
        let step = match second_factor::typed(&chosen.code) {
            Typed::Code(code) => second_factor::step(&secret, &staff, &code, ctx.now)?,
            _ => None,
        };
        let mut faults = Vec::new();
        if let Some(weakness) = weakness(&chosen.password, &staff.name, &staff.email) {
            faults.push(FieldError::new("password", password::message(weakness)));
        }
        if step.is_none() {
            faults.push(FieldError::new("code", "sign-in-code-wrong"));
        }
        all_valid(faults)?;
        let hashed = password::hash(chosen.password).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        begin_afresh(&mut tx, ctx, token, &staff).await?;
        credential::set_password_and_totp(
            &mut tx,
            staff.id,
            &hashed,
            (&secret, step.unwrap_or_default()),
        )
        .await?;
        let recovery_codes = give_codes(&mut tx, &staff).await?;
        match self
            .enter_site(ctx, tx, (&staff, "password"), device)
            .await?
        {
            Answer::Right(token) => Ok(Welcomed {
                token,
                recovery_codes,
            }),
            _ => Err(Error::Forbidden),
        }
    }

    pub(crate) async fn invited(&self, ctx: &Ctx, token: &str) -> Result<Staff> {
        let mut tx = self.db.read().await?;
        let staff = credential::by_invite(&mut tx, &hash(token), ctx.now).await?;
        staff
            .filter(|staff| staff.left_on.is_none_or(|left| ctx.today() <= left))
            .ok_or(Error::NotFound)
    }
}

/// Uses the link up and forgets what there was before: whoever holds the link begins afresh.
pub(crate) async fn begin_afresh(tx: &mut Tx, ctx: &Ctx, token: &str, staff: &Staff) -> Result<()> {
    if !credential::take_invite(tx, staff.id, &hash(token)).await? {
        return Err(Error::NotFound);
    }
    credential::forget(tx, staff.id).await?;
    stored::delete_sessions(tx, staff.id, None).await?;
    tx.log(Entry {
        staff: Some(staff.id),
        detail: "invite".to_owned(),
        ..ctx.entry(Event::CredentialChanged)
    });
    Ok(())
}

/// New recovery codes; those before no longer hold.
pub(crate) async fn give_codes(tx: &mut Tx, staff: &Staff) -> Result<Vec<String>> {
    let codes = second_factor::new_codes();
    let hashes: Vec<String> = codes
        .iter()
        .map(|code| second_factor::code_hash(tx.seals(), staff.id, code))
        .collect();
    credential::set_recovery_codes(tx, staff.id, &hashes).await?;
    Ok(codes)
}
