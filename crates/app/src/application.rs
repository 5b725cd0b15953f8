//! Applying for a post, without an account: adverts, the form, and the secret address by which somebody sees their own
//! application and takes it back.

use hemma_domain::access::{Actor, OpeningAction, Request};
use hemma_domain::application::{Application, Form, FormFault, Message, Stage};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{ApplicationId, OpeningId};
use hemma_domain::link::TOKEN_CHARS;
use hemma_domain::opening::{APPLICATIONS_MAX, Opening};
use hemma_domain::recruiting::{RuleKind, Term};
use hemma_domain::staff::Language;
use hemma_domain::time::Instant;
use hemma_store::application::{self as stored, message};
use hemma_store::db::Tx;
use hemma_store::{opening, staff};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};
use crate::file;
use crate::link::{grouped, new_token, token};
use crate::login::hash;
use crate::opening::place_name;

/// An advert that anybody can read.
#[derive(Debug, Clone)]
pub struct Advert {
    pub opening: Opening,
    /// The team or the network.
    pub place: String,
    /// How long applications of those who are not hired are kept, by the rule of today; none where nothing is said.
    pub kept: Option<Term>,
    /// How long whoever comes to a meeting is remembered, likewise.
    pub guests_kept: Option<Term>,
}

/// What came of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// It was taken; the only time that the secret part of its address is told.
    Sent { token: String },
    /// One with another content came from the same form before, and stands as it was sent; nothing of this one is kept.
    Other { token: String },
    /// So many came that no more are taken.
    Full,
}

/// An application as its writer sees it.
#[derive(Debug, Clone)]
pub struct OwnApplication {
    pub advert: Advert,
    pub application: Application,
    /// The oldest first.
    pub messages: Vec<Message>,
}

impl OwnApplication {
    /// Whether its writer is told what they may demand to know (discrimination act 2:4): they go no further, and have been
    /// written to since, or it has ended. Nobody learns here first that they go no further.
    pub fn may_demand(&self) -> bool {
        let one = &self.application;
        let is_told = self.messages.iter().any(|sent| one.stage_at <= sent.at);
        let has_ended = self.advert.opening.state.ending().is_some();
        one.stage == Stage::Declined && (is_told || has_ended)
    }
}

impl App {
    /// The adverts that anybody can read, the soonest to close first.
    pub async fn adverts(&self, ctx: &Ctx) -> Result<Vec<Advert>> {
        let mut tx = self.db.read().await?;
        let mut adverts = Vec::new();
        for opening in opening::public(&mut tx, ctx.today()).await? {
            let place = place_name(&mut tx, &opening).await?;
            adverts.push(self.advert_of(ctx, opening, place)?);
        }
        Ok(adverts)
    }

    /// One advert, while it is public.
    pub async fn advert(&self, ctx: &Ctx, id: OpeningId) -> Result<Advert> {
        let mut tx = self.db.read().await?;
        let (opening, place) = public(&mut tx, &anybody(ctx, id), id).await?;
        self.advert_of(ctx, opening, place)
    }

    /// An advert with the terms of its day.
    fn advert_of(&self, ctx: &Ctx, opening: Opening, place: String) -> Result<Advert> {
        let term = |kind| self.recruiting_term(kind, ctx.today());
        Ok(Advert {
            kept: term(RuleKind::KeptOthers)?,
            guests_kept: term(RuleKind::KeptBriefing)?,
            opening,
            place,
        })
    }

    /// Whether one more application is let in now; otherwise when to come again. Asked before anything of it is read.
    pub fn let_in(&self, ctx: &Ctx, address: &str) -> std::result::Result<(), Instant> {
        self.gate.pass(address, ctx.now)
    }

    /// Whether somebody may read one more page of adverts now; otherwise when to come again.
    pub fn let_read(&self, ctx: &Ctx, address: &str) -> std::result::Result<(), Instant> {
        self.reading_gate.pass(address, ctx.now)
    }

    /// Takes an application under the secret that was drawn with its form. Whoever works here under the same address is marked, and sees nothing of the others.
    pub async fn apply(
        &self,
        ctx: &Ctx,
        id: OpeningId,
        (form, (language, secret)): (Form, (Language, &str)),
    ) -> Result<Applied> {
        let ctx = &anybody(ctx, id);
        let mut tx = self.db.write(&ctx.request).await?;
        let scope = opening::scope(&mut tx, id, ctx.today()).await?;
        let scope = scope.ok_or(Error::NotFound)?;
        let permit = allowed(ctx, Request::Opening(OpeningAction::Apply, &scope))?;
        let of = opening::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let form = form.tidy();
        let faults = form.faults(&of.profile, ctx.today(), file::unpack);
        all_valid(faults.into_iter().map(told).collect())?;
        let secret = match token(secret) {
            drawn if drawn.len() == TOKEN_CHARS => drawn,
            _ => new_token(),
        };
        let before = stored::by_token(&mut tx, &hash(&secret)).await?;
        if let Some(before) = before.filter(|one| one.opening == id) {
            let token = grouped(&secret);
            let cv = stored::file(&mut tx, before.id).await?;
            return Ok(match before.says(&form, cv.as_deref()) {
                true => Applied::Sent { token },
                false => Applied::Other { token },
            });
        }
        let number = opening::take_number(&mut tx, id, APPLICATIONS_MAX).await?;
        let Some(number) = number else {
            return Ok(Applied::Full);
        };
        let works = staff::by_email(&mut tx, &form.person.email).await?;
        let works = works.filter(|one| one.left_on.is_none_or(|left| ctx.today() <= left));
        let bytes = form.cv.as_ref().map(|cv| u32::try_from(cv.len()));
        let one = Application {
            id: ApplicationId(ctx.new_id()),
            opening: id,
            number,
            received_at: ctx.now,
            language,
            person: form.person,
            answers: form.answers,
            staff: works.map(|one| one.id),
            cv_bytes: bytes.transpose().unwrap_or(None),
            stage: Stage::Received,
            stage_at: ctx.now,
            called_at: None,
            register: None,
            version: 1,
        };
        stored::insert(&mut tx, &one, &hash(&secret), form.cv.as_deref()).await?;
        tx.log(Entry {
            detail: one.id.to_string(),
            ..of_permit(ctx, Event::Applied, &permit)
        });
        tx.commit().await?;
        Ok(Applied::Sent {
            token: grouped(&secret),
        })
    }

    /// The secret part of an address that nobody has yet: drawn with the form, so that the same form sent twice is one
    /// application.
    pub fn new_secret(&self) -> String {
        grouped(&new_token())
    }

    /// An application by its secret address. Nobody is told of one that never was, or is no more.
    pub async fn own_application(&self, ctx: &Ctx, typed: &str) -> Result<OwnApplication> {
        let (mut tx, of, application) = self.enter_own(ctx, typed, Event::ApplicationRead).await?;
        let messages = message::of_application(&mut tx, application.id).await?;
        let place = place_name(&mut tx, &of).await?;
        tx.commit().await?;
        Ok(OwnApplication {
            advert: self.advert_of(ctx, of, place)?,
            application,
            messages,
        })
    }

    /// Takes one's own application back. Whoever recruits sees only that there was one.
    pub async fn withdraw_application(&self, ctx: &Ctx, typed: &str) -> Result<()> {
        let (mut tx, of, application) = self
            .enter_own(ctx, typed, Event::ApplicationWithdrawn)
            .await?;
        if !application.can_withdraw() || !of.state.is_running() {
            return Err(Error::Conflict);
        }
        let withdrawn = Application {
            stage: Stage::Withdrawn,
            stage_at: ctx.now,
            ..application
        };
        if !stored::save(&mut tx, &withdrawn).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    async fn enter_own(
        &self,
        ctx: &Ctx,
        typed: &str,
        event: Event,
    ) -> Result<(Tx, Opening, Application)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::by_token(&mut tx, &hash(&token(typed))).await?;
        let found = found.ok_or(Error::NotFound)?;
        let ctx = Ctx {
            actor: Actor::Applicant {
                opening: found.opening,
                application: Some(found.id),
            },
            ..ctx.clone()
        };
        let scope = opening::scope(&mut tx, found.opening, ctx.today()).await?;
        let scope = scope.ok_or(Error::NotFound)?;
        let permit = allowed(&ctx, Request::Opening(OpeningAction::SeeOwn, &scope))?;
        tx.log(Entry {
            detail: found.id.to_string(),
            ..of_permit(&ctx, event, &permit)
        });
        let of = opening::find(&mut tx, found.opening).await?;
        Ok((tx, of.ok_or(Error::NotFound)?, found))
    }
}

/// The same request by nobody in particular, who may read one advert.
fn anybody(ctx: &Ctx, opening: OpeningId) -> Ctx {
    Ctx {
        actor: Actor::Applicant {
            opening,
            application: None,
        },
        ..ctx.clone()
    }
}

async fn public(tx: &mut Tx, ctx: &Ctx, id: OpeningId) -> Result<(Opening, String)> {
    let scope = opening::scope(tx, id, ctx.today()).await?;
    let scope = scope.ok_or(Error::NotFound)?;
    allowed(ctx, Request::Opening(OpeningAction::Apply, &scope))?;
    let opening = opening::find(tx, id).await?.ok_or(Error::NotFound)?;
    let place = place_name(tx, &opening).await?;
    Ok((opening, place))
}

fn told((field, fault): (String, FormFault)) -> FieldError {
    let message = match fault {
        FormFault::Name => "application-fault-name",
        FormFault::Email => "application-fault-email",
        FormFault::Phone => "application-fault-phone",
        FormFault::TooLong => "application-fault-long",
        FormFault::Unanswered => "application-fault-unanswered",
        FormFault::Identity => "application-fault-identity",
        FormFault::NoCv => "application-fault-no-cv",
        FormFault::Cv(fault) => file::told(fault),
    };
    FieldError::new(field, message)
}
