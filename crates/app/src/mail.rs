//! Mails that hold nothing: kept with the change that they tell of, sent beside the requests, tried again when the
//! mail server does not answer.

mod post;

pub use post::{Letter, Post, check};

use hemma_domain::application::Stage;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{ApplicationId, StaffId};
use hemma_domain::mail::{Mail, MailKind, Recipient};
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::job::{self, Job};
use hemma_store::{application, briefing, staff};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// The kind of errand.
const KIND: &str = "mail";

/// Mails of one round: a round stays short, and the next one goes on.
const ROUND_MAX: u32 = 10;

/// Seconds for which a mail is held while its round is sent.
const HELD_SECONDS: i64 = 300;

// Whoever waits for a mail server that takes its time holds every mail of the round until the last one.
const _: () = assert!((ROUND_MAX as u64) * post::PATIENCE.as_secs() < HELD_SECONDS as u64);

/// Minutes until a mail is tried again, by how often it was tried; after the last it is given up.
const PAUSES_MINUTES: [i64; 6] = [1, 5, 15, 60, 240, 720];

#[derive(Serialize, Deserialize)]
struct Payload {
    /// None where it goes to somebody who does not work here.
    to: Option<StaffId>,
    #[serde(default)]
    application: Option<ApplicationId>,
    /// A place in an information meeting.
    #[serde(default)]
    guest: Option<Uuid>,
    kind: String,
}

impl App {
    /// Keeps a mail to be sent, with the change that it tells of. One of the same kind a day is enough.
    pub(crate) async fn tell(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (to, kind): (StaffId, MailKind),
    ) -> Result<()> {
        let once = ctx.today().to_string();
        self.keep_mail(ctx, tx, (Recipient::Staff(to), kind), &once)
            .await
    }

    /// The same where each that it is about needs a mail of its own, however many there are that day.
    pub(crate) async fn tell_about(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (to, kind): (StaffId, MailKind),
        about: Uuid,
    ) -> Result<()> {
        let once = about.to_string();
        self.keep_mail(ctx, tx, (Recipient::Staff(to), kind), &once)
            .await
    }

    /// The same to somebody who applied for a post.
    pub(crate) async fn tell_applicant(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        to: ApplicationId,
    ) -> Result<()> {
        let mail = (Recipient::Applicant(to), MailKind::Application);
        self.keep_mail(ctx, tx, mail, &ctx.today().to_string())
            .await
    }

    /// The same to whoever comes to an information meeting.
    pub(crate) async fn tell_guest(&self, ctx: &Ctx, tx: &mut Tx, to: Uuid) -> Result<()> {
        let mail = (Recipient::Guest(to), MailKind::Briefing);
        self.keep_mail(ctx, tx, mail, &ctx.today().to_string())
            .await
    }

    /// Keeps one mail to a person for a day, or for whatever else one is enough for.
    async fn keep_mail(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (to, kind): (Recipient, MailKind),
        once: &str,
    ) -> Result<()> {
        if matches!(self.post, Post::Off) {
            return Ok(());
        }
        let mut payload = Payload {
            to: None,
            application: None,
            guest: None,
            kind: kind.code().to_owned(),
        };
        let whose = match to {
            Recipient::Staff(id) => {
                payload.to = Some(id);
                id.0
            }
            Recipient::Applicant(id) => {
                payload.application = Some(id);
                id.0
            }
            Recipient::Guest(id) => {
                payload.guest = Some(id);
                id
            }
        };
        let whose = whose.to_string();
        let one = Job {
            id: id_of(&whose, kind, once),
            kind: KIND.to_owned(),
            payload: serde_json::to_string(&payload).map_err(|err| Error::Internal(err.into()))?,
            run_at: ctx.now,
            attempts: 0,
        };
        job::insert(tx, &one).await?;
        Ok(())
    }

    /// The same to several people. Says to how many.
    pub(crate) async fn tell_all(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (all, kind): (&[StaffId], MailKind),
    ) -> Result<u64> {
        for to in all {
            self.tell(ctx, tx, (*to, kind)).await?;
        }
        Ok(u64::try_from(all.len()).unwrap_or(u64::MAX))
    }

    /// The same to several people, once for what it is about, however many of its kind there are that day.
    pub(crate) async fn tell_each(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (all, kind): (&[StaffId], MailKind),
        about: &str,
    ) -> Result<()> {
        for to in all {
            let mail = (Recipient::Staff(*to), kind);
            self.keep_mail(ctx, tx, mail, about).await?;
        }
        Ok(())
    }

    /// Sends what waits; the texts are the caller's. Says how many went out.
    pub async fn send_mails(
        &self,
        ctx: &Ctx,
        write: impl Fn(&Mail) -> (String, String),
    ) -> Result<u64> {
        if matches!(self.post, Post::Off) {
            return Ok(0);
        }
        let mut sent = 0;
        for job in self.take_mails(ctx).await? {
            let mut tx = self.db.read().await?;
            let mail = mail_of(&mut tx, &job).await?;
            tx.commit().await?;
            // Somebody who left meanwhile gets no mail.
            let done = match &mail {
                Some(mail) => {
                    let (subject, body) = write(mail);
                    let to = mail.address.clone();
                    self.post.send(Letter { to, subject, body }).await
                }
                None => Ok(()),
            };
            sent += u64::from(done.is_ok() && mail.is_some());
            self.settle(ctx, &job, done).await?;
        }
        Ok(sent)
    }

    /// Takes what is due, so that no other server sends it too. A crash between sending and settling sends it twice.
    async fn take_mails(&self, ctx: &Ctx) -> Result<Vec<Job>> {
        let until = ctx.now.plus_seconds(HELD_SECONDS);
        let mut tx = self.db.write(&ctx.request).await?;
        let mut taken = Vec::new();
        for job in job::due(&mut tx, KIND, (ctx.now, ROUND_MAX)).await? {
            if job::take(&mut tx, job.id, (ctx.now, until)).await? {
                taken.push(job);
            }
        }
        tx.commit().await?;
        Ok(taken)
    }

    async fn settle(&self, ctx: &Ctx, job: &Job, done: anyhow::Result<()>) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        match (done, next_try(job.attempts, ctx.now)) {
            (Ok(()), _) => job::end(&mut tx, job.id, (ctx.now, "")).await?,
            (Err(err), Some(at)) => {
                tracing::warn!(job.id = %job.id, cause = format!("{err:#}"), "a mail was not sent; it is tried again");
                job::put_off(&mut tx, job.id, (at, "not sent")).await?;
            }
            (Err(err), None) => {
                tracing::error!(job.id = %job.id, cause = format!("{err:#}"), "a mail was given up");
                job::end(&mut tx, job.id, (ctx.now, "given up")).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Forgets errands that ended long ago: a part of upkeep. Says how many there were.
    pub async fn sweep_jobs(&self, ctx: &Ctx) -> Result<u64> {
        let before = ctx.now.plus_seconds(-job::KEPT_DAYS * 24 * 3600);
        let mut tx = self.db.write(&ctx.request).await?;
        let swept = job::sweep(&mut tx, before).await?;
        tx.commit().await?;
        Ok(swept)
    }

    /// What would have gone out, where mails stay in memory; for tests.
    pub fn posted(&self) -> Vec<Letter> {
        self.post.posted()
    }
}

async fn mail_of(tx: &mut Tx, job: &Job) -> Result<Option<Mail>> {
    let payload: Payload =
        serde_json::from_str(&job.payload).map_err(|err| Error::Internal(err.into()))?;
    let Some(kind) = MailKind::from_code(&payload.kind) else {
        return Ok(None);
    };
    if let Some(id) = payload.application {
        // Of an application that was taken back or destroyed meanwhile nobody is told anything.
        let found = application::find(tx, id).await?;
        let found = found.filter(|one| !matches!(one.stage, Stage::Withdrawn | Stage::Destroyed));
        return Ok(found.map(|one| Mail {
            to: Recipient::Applicant(id),
            address: one.person.email,
            language: one.language,
            kind,
        }));
    }
    if let Some(id) = payload.guest {
        let found = briefing::address(tx, id).await?;
        return Ok(found.map(|(address, language)| Mail {
            to: Recipient::Guest(id),
            address,
            language,
            kind,
        }));
    }
    let Some(to) = payload.to else {
        return Ok(None);
    };
    let found = staff::find(tx, to).await?;
    let works = found.filter(|staff| staff.left_on.is_none());
    Ok(works.map(|staff| Mail {
        to: Recipient::Staff(staff.id),
        address: staff.email,
        language: staff.language,
        kind,
    }))
}

fn next_try(attempts: u32, now: Instant) -> Option<Instant> {
    let pause = PAUSES_MINUTES.get(usize::try_from(attempts).ok()?)?;
    Some(now.plus_seconds(pause * 60))
}

/// The same for the same person, kind and day, so that a second mail of a day finds the first.
fn id_of(to: &str, kind: MailKind, once: &str) -> Uuid {
    let digest = Sha256::digest(format!("{to} {} {once}", kind.code()));
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
