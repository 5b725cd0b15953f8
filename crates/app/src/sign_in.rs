//! Signing in by password and second step: what is right, what is held back, what is logged.

use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::StaffId;
use hemma_domain::login::{CEREMONY_SECONDS, Counted, Throttle, Turn};
use hemma_domain::staff::Staff;
use hemma_domain::time::Instant;
use hemma_store::credential::{self, Credential};
use hemma_store::db::Tx;
use hemma_store::login::{self as stored, Ceremony};

use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::login::{How, Token, hash};
use crate::password;
use crate::second_factor::{self, Typed};

/// The ceremony between password and second step.
const SECOND_STEP: &str = "second_step";

/// Where an attempt comes from.
#[derive(Debug, Clone, Copy)]
pub struct Device<'a> {
    /// The network address; empty where it is not known.
    pub address: &'a str,
    /// What the browser says of itself.
    pub agent: &'a str,
    /// The session that this browser held until now: it ends as the new one begins.
    pub before: Option<&'a str>,
}

/// A name and a password as typed.
pub struct Attempt {
    pub email: String,
    pub password: String,
}

/// What came of an attempt. Why it was refused is not said: an unknown name gets the same answer.
pub enum Answer {
    /// Signed in, or on to the second step.
    Right(Token),
    Refused,
    /// Too many failures; not before this.
    Locked(Instant),
    /// What was begun ran out; begin again.
    Over,
}

/// The counts that an attempt was added to.
pub(crate) struct Counting {
    keys: Vec<String>,
    /// Which of them lock if the attempt fails.
    pub(crate) locking: Vec<&'static str>,
    pub(crate) locked: Option<Instant>,
}

impl App {
    /// The first step: name and password. Right, it gives the token for the second.
    pub async fn sign_in_password(
        &self,
        ctx: &Ctx,
        attempt: Attempt,
        device: &Device<'_>,
    ) -> Result<Answer> {
        let email = attempt.email.trim().to_lowercase();
        let counting = self
            .count(
                ctx,
                &[(Counted::Name, &email), (Counted::Address, device.address)],
            )
            .await?;
        if let Some(until) = counting.locked {
            return Ok(Answer::Locked(until));
        }
        let known = self.by_email(&email).await?;
        let Some(staff) = self.checked(ctx, known, attempt.password).await? else {
            return self.failed(ctx, &email, "password", &counting).await;
        };
        let token = Token::new();
        let mut tx = self.db.write(&ctx.request).await?;
        refund(&mut tx, &counting.keys).await?;
        let ceremony = Ceremony {
            token_hash: token.hash(),
            kind: SECOND_STEP,
            staff: Some(staff.id),
            state: email,
            ends_at: ctx.now.plus_seconds(CEREMONY_SECONDS),
        };
        stored::begin_ceremony(&mut tx, &ceremony).await?;
        tx.commit().await?;
        Ok(Answer::Right(token))
    }

    /// The second step: a code of the authenticator, or a recovery code.
    pub async fn sign_in_code(
        &self,
        ctx: &Ctx,
        token: &str,
        code: &str,
        device: &Device<'_>,
    ) -> Result<Answer> {
        let token_hash = hash(token);
        let mut tx = self.db.read().await?;
        let begun = stored::ceremony(&mut tx, &token_hash, SECOND_STEP, ctx.now).await?;
        drop(tx);
        let Some((Some(id), email)) = begun else {
            return Ok(Answer::Over);
        };
        let counting = self
            .count(
                ctx,
                &[(Counted::Name, &email), (Counted::Address, device.address)],
            )
            .await?;
        if let Some(until) = counting.locked {
            return Ok(Answer::Locked(until));
        }
        let mut tx = self.db.write(&ctx.request).await?;
        let Some((staff, known)) = credential::of(&mut tx, id).await? else {
            return Ok(Answer::Over);
        };
        let right = match second_factor::typed(code) {
            Typed::Code(code) => take_code(&mut tx, ctx, (&staff, &known), &code).await?,
            Typed::Recovery(code) => take_recovery(&mut tx, ctx, id, &code).await?,
            Typed::Nothing => false,
        };
        if !right || !stored::end_ceremony(&mut tx, &token_hash, SECOND_STEP).await? {
            drop(tx);
            return self.failed(ctx, &email, "code", &counting).await;
        }
        self.enter_site(ctx, tx, (&staff, "password"), device).await
    }

    /// The way back for a name that is locked: name, password and a recovery code at once.
    pub async fn sign_in_recovery(
        &self,
        ctx: &Ctx,
        attempt: Attempt,
        code: &str,
        device: &Device<'_>,
    ) -> Result<Answer> {
        let email = attempt.email.trim().to_lowercase();
        let keys = [
            (Counted::Recovery, email.as_str()),
            (Counted::Address, device.address),
        ];
        let counting = self.count(ctx, &keys).await?;
        if let Some(until) = counting.locked {
            return Ok(Answer::Locked(until));
        }
        let known = self.by_email(&email).await?;
        let checked = self.checked(ctx, known, attempt.password).await?;
        let (Some(staff), Typed::Recovery(code)) = (checked, second_factor::typed(code)) else {
            return self.failed(ctx, &email, "recovery", &counting).await;
        };
        let mut tx = self.db.write(&ctx.request).await?;
        if !take_recovery(&mut tx, ctx, staff.id, &code).await? {
            drop(tx);
            return self.failed(ctx, &email, "recovery", &counting).await;
        }
        self.enter_site(ctx, tx, (&staff, "password"), device).await
    }

    /// Begins the session of somebody who has shown who they are, and forgets their failures.
    pub(crate) async fn enter_site(
        &self,
        ctx: &Ctx,
        mut tx: Tx,
        who: (&Staff, &'static str),
        device: &Device<'_>,
    ) -> Result<Answer> {
        let (staff, method) = who;
        for counted in [Counted::Name, Counted::Recovery] {
            let key = self.count_key(counted, &staff.email);
            stored::set_throttle(&mut tx, &key, None).await?;
        }
        let address = self.count_key(Counted::Address, device.address);
        refund(&mut tx, &[address]).await?;
        let how = How { method, device };
        let token = self.begin_session(ctx, &mut tx, staff, how).await?;
        tx.commit().await?;
        Ok(Answer::Right(token))
    }

    /// Adds an attempt to its counts before it is made.
    pub(crate) async fn count(&self, ctx: &Ctx, of: &[(Counted, &str)]) -> Result<Counting> {
        let mut tx = self.db.write(&ctx.request).await?;
        let mut counting = Counting {
            keys: Vec::new(),
            locking: Vec::new(),
            locked: None,
        };
        for (counted, text) in of.iter().filter(|(_, text)| !text.is_empty()) {
            let key = self.count_key(*counted, text);
            let so_far = stored::throttle(&mut tx, &key).await?;
            let so_far = so_far.unwrap_or(Throttle::none(ctx.now));
            let (next, turn) = so_far.tried(*counted, ctx.now);
            stored::set_throttle(&mut tx, &key, Some(next)).await?;
            match turn {
                Turn::Free => {}
                Turn::Last { .. } => counting.locking.push(counted.code()),
                Turn::Locked { until } => {
                    counting.locked = Some(counting.locked.map_or(until, |other| other.max(until)));
                }
            }
            counting.keys.push(key);
        }
        tx.commit().await?;
        Ok(counting)
    }

    /// Takes an attempt back that was right.
    pub(crate) async fn uncount(&self, ctx: &Ctx, counting: &Counting) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        refund(&mut tx, &counting.keys).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Logs a failure, and the lock it brought.
    pub(crate) async fn failed(
        &self,
        ctx: &Ctx,
        email: &str,
        step: &'static str,
        counting: &Counting,
    ) -> Result<Answer> {
        let mut tx = self.db.write(&ctx.request).await?;
        let known = credential::by_email(&mut tx, email).await?;
        let staff = known.map(|(staff, _)| staff.id);
        tx.log(Entry {
            staff,
            detail: step.to_owned(),
            ..ctx.entry(Event::SignInFailed)
        });
        if !counting.locking.is_empty() {
            tx.log(Entry {
                staff,
                detail: counting.locking.join(" "),
                ..ctx.entry(Event::LockedOut)
            });
        }
        tx.commit().await?;
        Ok(Answer::Refused)
    }

    async fn by_email(&self, email: &str) -> Result<Option<(Staff, Credential)>> {
        let mut tx = self.db.read().await?;
        Ok(credential::by_email(&mut tx, email).await?)
    }

    /// Whoever it is, if the password is theirs and they work here. The work is the same for nobody.
    async fn checked(
        &self,
        ctx: &Ctx,
        known: Option<(Staff, Credential)>,
        password: String,
    ) -> Result<Option<Staff>> {
        let (staff, kept) = known.map_or((None, None), |(staff, kept)| (Some(staff), Some(kept)));
        let hashed = kept
            .filter(|kept| kept.totp.is_some())
            .and_then(|kept| kept.password_hash);
        let right = password::is_right(password, hashed).await?;
        let works_here = |staff: &Staff| staff.left_on.is_none_or(|left| ctx.today() <= left);
        Ok(staff.filter(works_here).filter(|_| right))
    }

    fn count_key(&self, counted: Counted, text: &str) -> String {
        self.db.seals().login_hash(counted.code(), text)
    }
}

async fn refund(tx: &mut Tx, keys: &[String]) -> Result<()> {
    for key in keys {
        if let Some(count) = stored::throttle(tx, key).await? {
            stored::set_throttle(tx, key, count.refunded()).await?;
        }
    }
    Ok(())
}

/// Whether a code is right and was not used before; uses it up.
async fn take_code(tx: &mut Tx, ctx: &Ctx, who: (&Staff, &Credential), code: &str) -> Result<bool> {
    let (staff, kept) = who;
    let Some(secret) = &kept.totp else {
        return Ok(false);
    };
    match second_factor::step(secret, staff, code, ctx.now)? {
        Some(step) => Ok(credential::take_step(tx, staff.id, step).await?),
        None => Ok(false),
    }
}

async fn take_recovery(tx: &mut Tx, ctx: &Ctx, id: StaffId, code: &str) -> Result<bool> {
    let hashed = second_factor::code_hash(tx.seals(), id, code);
    Ok(credential::take_recovery_code(tx, id, &hashed, ctx.now).await?)
}
