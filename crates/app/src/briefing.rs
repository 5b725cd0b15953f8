//! Information meetings: planned by whoever is responsible for an opening, and open to anybody until the places are taken.

use hemma_domain::access::{Actor, OpeningAction, Permit, Request};
use hemma_domain::application::Contact;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::briefing::{BRIEFINGS_MAX, Briefing, BriefingFault, guest_faults};
use hemma_domain::ids::{BriefingId, OpeningId};
use hemma_domain::link::TOKEN_CHARS;
use hemma_domain::recruiting::RuleKind;
use hemma_domain::staff::Language;
use hemma_domain::time::{Clock, Instant};
use hemma_store::db::Tx;
use hemma_store::{briefing as stored, opening};
use uuid::Uuid;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};
use crate::link::{grouped, new_token, token};
use crate::login::hash;

/// A meeting as whoever plans it sees it.
#[derive(Debug, Clone)]
pub struct OneBriefing {
    pub briefing: Briefing,
    /// Who said that they come; for whoever is responsible.
    pub guests: Vec<Contact>,
}

/// What came of saying that one comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attended {
    /// There was a place; the secret part of the address by which it is given back.
    Sent { token: String },
    /// No place is left.
    Full,
}

/// A place in a meeting, as its holder sees it.
#[derive(Debug, Clone)]
pub struct OwnSeat {
    pub briefing: Briefing,
    pub post: String,
}

impl App {
    /// The meetings of an opening, for its members.
    pub async fn briefings(&self, ctx: &Ctx, id: OpeningId) -> Result<Vec<OneBriefing>> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::See, Event::OpeningRead)
            .await?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let guests = match entered.may.manage {
            true => stored::guests(&mut entered.tx, id).await?,
            false => Vec::new(),
        };
        entered.tx.commit().await?;
        let of = |briefing: Briefing| OneBriefing {
            guests: guests
                .iter()
                .filter(|(of, _)| *of == briefing.id)
                .map(|(_, guest)| guest.clone())
                .collect(),
            briefing,
        };
        Ok(all.into_iter().map(of).collect())
    }

    /// Plans a meeting.
    pub async fn new_briefing(
        &self,
        ctx: &Ctx,
        opening: OpeningId,
        (at, place, seats): (Instant, String, u32),
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, opening, OpeningAction::Manage, Event::OpeningChanged)
            .await?;
        let one = Briefing {
            id: BriefingId(ctx.new_id()),
            opening,
            at,
            place: place.trim().to_owned(),
            seats,
            taken: 0,
            cancelled_at: None,
        };
        all_valid(one.faults(ctx.now).into_iter().map(told).collect())?;
        let before = stored::of_opening(&mut entered.tx, opening).await?;
        if BRIEFINGS_MAX <= before.len() {
            return Err(Error::invalid("briefing-at", "briefing-fault-many"));
        }
        stored::insert(&mut entered.tx, &one).await?;
        entered.tx.commit().await?;
        Ok(())
    }

    /// Calls a meeting off. Whoever said that they come is told by a mail, if it was still to come.
    pub async fn cancel_briefing(
        &self,
        ctx: &Ctx,
        (opening, id): (OpeningId, BriefingId),
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, opening, OpeningAction::Manage, Event::OpeningChanged)
            .await?;
        let found = stored::find(&mut entered.tx, id).await?;
        let found = found.filter(|one| one.opening == opening);
        let one = found.ok_or(Error::NotFound)?;
        if !stored::cancel(&mut entered.tx, id, ctx.now).await? {
            return Err(Error::Conflict);
        }
        if one.is_ahead(ctx.now) {
            for guest in stored::of_meeting(&mut entered.tx, id).await? {
                self.tell_guest(ctx, &mut entered.tx, guest).await?;
            }
        }
        entered.tx.commit().await?;
        Ok(())
    }

    /// The meetings that anybody can still come to, with the advert.
    pub async fn coming_briefings(&self, ctx: &Ctx, id: OpeningId) -> Result<Vec<Briefing>> {
        let mut tx = self.db.read().await?;
        may_apply(&mut tx, ctx, id).await?;
        let mut all = stored::of_opening(&mut tx, id).await?;
        all.retain(|one| one.is_ahead(ctx.now));
        Ok(all)
    }

    /// Takes a place for somebody, under the secret that was drawn with the form: the same sent twice takes one.
    pub async fn attend(
        &self,
        ctx: &Ctx,
        (opening, id): (OpeningId, BriefingId),
        (guest, (language, secret)): (Contact, (Language, &str)),
    ) -> Result<Attended> {
        let mut tx = self.db.write(&ctx.request).await?;
        let permit = may_apply(&mut tx, ctx, opening).await?;
        let found = stored::find(&mut tx, id).await?;
        found
            .filter(|one| one.opening == opening && one.is_ahead(ctx.now))
            .ok_or(Error::NotFound)?;
        let guest = Contact {
            name: guest.name.trim().to_owned(),
            email: guest.email.trim().to_lowercase(),
            phone: String::new(),
        };
        all_valid(guest_faults(&guest).into_iter().map(told).collect())?;
        let secret = match token(secret) {
            drawn if drawn.len() == TOKEN_CHARS => drawn,
            _ => new_token(),
        };
        let sent = Attended::Sent {
            token: grouped(&secret),
        };
        let before = stored::by_token(&mut tx, &hash(&secret)).await?;
        if before.is_some_and(|(_, of)| of == id) {
            return Ok(sent);
        }
        let place = (id, ctx.new_id());
        let secret = hash(&secret);
        let who = (&guest, language, secret.as_str());
        if !stored::take_seat(&mut tx, place, who, ctx.now).await? {
            return Ok(Attended::Full);
        }
        tx.log(Entry {
            staff: None,
            detail: id.to_string(),
            ..of_permit(ctx, Event::BriefingAttended, &permit)
        });
        tx.commit().await?;
        Ok(sent)
    }

    /// One's place, by its secret address.
    pub async fn own_seat(&self, ctx: &Ctx, typed: &str) -> Result<OwnSeat> {
        let mut tx = self.db.read().await?;
        let (_, briefing, _) = held(&mut tx, ctx, typed).await?;
        let found = opening::find(&mut tx, briefing.opening).await?;
        Ok(OwnSeat {
            post: found.ok_or(Error::NotFound)?.profile.post,
            briefing,
        })
    }

    /// Gives one's place back; nothing of whose it was stays.
    pub async fn leave_briefing(&self, ctx: &Ctx, typed: &str) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (guest, briefing, permit) = held(&mut tx, ctx, typed).await?;
        if !stored::give_seat(&mut tx, (guest, briefing.id)).await? {
            return Err(Error::NotFound);
        }
        tx.log(Entry {
            staff: None,
            detail: briefing.id.to_string(),
            ..of_permit(ctx, Event::BriefingLeft, &permit)
        });
        tx.commit().await?;
        Ok(())
    }

    /// Forgets who came to meetings that lie further behind than the rules say: a part of upkeep. Where they say nothing,
    /// nobody is remembered after the day. Says how many they were.
    pub async fn forget_guests(&self, ctx: &Ctx) -> Result<u64> {
        let term = self.recruiting_term(RuleKind::KeptBriefing, ctx.today())?;
        let last = term.and_then(|term| term.before(ctx.today()));
        let before = last.unwrap_or(ctx.today()).at(Clock::MIDNIGHT);
        let mut tx = self.db.write(&ctx.request).await?;
        let gone = stored::forget(&mut tx, before).await?;
        tx.commit().await?;
        Ok(gone)
    }
}

async fn permit(
    tx: &mut Tx,
    ctx: &Ctx,
    (opening, action): (OpeningId, OpeningAction),
) -> Result<Permit> {
    let anybody = Ctx {
        actor: Actor::Applicant {
            opening,
            application: None,
        },
        ..ctx.clone()
    };
    let scope = opening::scope(tx, opening, ctx.today()).await?;
    let scope = scope.ok_or(Error::NotFound)?;
    allowed(&anybody, Request::Opening(action, &scope))
}

async fn may_apply(tx: &mut Tx, ctx: &Ctx, opening: OpeningId) -> Result<Permit> {
    permit(tx, ctx, (opening, OpeningAction::Apply)).await
}

/// Whose place a secret address is of, and in which meeting.
async fn held(tx: &mut Tx, ctx: &Ctx, typed: &str) -> Result<(Uuid, Briefing, Permit)> {
    let found = stored::by_token(tx, &hash(&token(typed))).await?;
    let (guest, id) = found.ok_or(Error::NotFound)?;
    let briefing = stored::find(tx, id).await?.ok_or(Error::NotFound)?;
    let permit = permit(tx, ctx, (briefing.opening, OpeningAction::Attend)).await?;
    Ok((guest, briefing, permit))
}

fn told((field, fault): (&'static str, BriefingFault)) -> FieldError {
    let message = match fault {
        BriefingFault::Place => "briefing-fault-place",
        BriefingFault::Seats => "briefing-fault-seats",
        BriefingFault::At => "briefing-fault-at",
        BriefingFault::Name => "application-fault-name",
        BriefingFault::Email => "application-fault-email",
    };
    FieldError::new(field, message)
}
