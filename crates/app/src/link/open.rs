//! The way in by a link: its address, its code, and the seat that whoever knew both has until they put it down.

use hemma_domain::access::{Actor, CaseAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::StaffId;
use hemma_domain::link::{AnswerLink, SITTING_SECONDS, Standing, Tried, Verdict, code_typed};
use hemma_domain::login::Counted;
use hemma_domain::measure::{Hand, State};
use hemma_domain::time::{Day, Instant};
use hemma_store::db::Tx;
use hemma_store::link::{self as stored, Found};

use super::token;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};
use crate::login::{Token, hash};
use crate::measure::asked::{self, Begun};

/// What a browser shows of a link: the address, and the seat that it holds; empty without one.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    pub token: &'a str,
    pub sitting: &'a str,
}

/// What is behind the address for whoever comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seat<T> {
    /// They sit, and this is theirs.
    Taken(T),
    /// The code must be shown, for the first time or again; the last day to come back.
    Code(Day),
    /// Nobody can answer here any more.
    Closed(Standing),
}

/// What came of a code.
pub enum CodeAnswer {
    /// It was right; the only copy of the seat's token outside the browser's cookie.
    Right(Token),
    /// It was wrong; so many more may be tried.
    Wrong { left: u32 },
    /// Nobody can answer here any more.
    Closed(Standing),
    /// Too many wrong codes came from this address; not before this.
    Held(Instant),
}

/// Somebody who sits at a link, with all that their step begins with.
pub(super) struct Seated {
    pub tx: Tx,
    pub ctx: Ctx,
    pub entered: Entered,
    pub link: AnswerLink,
    pub begun: Begun,
}

impl Seated {
    /// Whose hand it is, and who stands for it where a task needs somebody who set it: whoever made the link.
    pub(super) fn hands(&self) -> (Hand, StaffId) {
        (Hand::Link(self.link.id), self.link.made.1)
    }

    /// Sits on: from now the time runs anew.
    pub(super) async fn sit_on(&mut self, holder: Holder<'_>) -> Result<()> {
        let ends_at = self.ctx.now.plus_seconds(SITTING_SECONDS);
        let sitting = Some((hash(holder.sitting), ends_at));
        let sitting = sitting
            .as_ref()
            .map(|(hash, ends_at)| (hash.as_str(), *ends_at));
        stored::sit(&mut self.tx, self.link.id, sitting).await?;
        Ok(())
    }
}

impl App {
    /// Tries a code. Wrong ones are counted, by link and by the address that they come from; a link that too many were
    /// tried on is locked for good.
    pub async fn try_link_code(
        &self,
        ctx: &Ctx,
        typed_token: &str,
        code: &str,
        address: &str,
    ) -> Result<CodeAnswer> {
        let counting = self.count(ctx, &[(Counted::LinkAddress, address)]).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::by_token(&mut tx, &hash(&token(typed_token))).await?;
        let found = found.ok_or(Error::NotFound)?;
        if let Some(until) = counting.locked {
            return Ok(CodeAnswer::Held(until));
        }
        let standing = found.link.standing(ctx.today());
        if !standing.opens() {
            drop(tx);
            self.uncount(ctx, &counting).await?;
            return Ok(CodeAnswer::Closed(standing));
        }
        let verdict = match self.code_hash(found.link.id, &code_typed(code)) == found.code_hash {
            true => Verdict::Right,
            false => Verdict::Wrong,
        };
        let (next, tried) = found.link.clone().tried(verdict, ctx.now);
        // Of many that try at once one is answered; the others are told nothing.
        if !stored::save(&mut tx, &next).await? {
            return Err(Error::Conflict);
        }
        let event = match tried {
            Tried::Right => Event::LinkOpened,
            Tried::Wrong { .. } | Tried::Locked => Event::LinkRefused,
        };
        tx.log(entry(ctx, event, &found));
        if !counting.locking.is_empty() && tried != Tried::Right {
            tx.log(Entry {
                staff: None,
                detail: counting.locking.join(" "),
                ..ctx.entry(Event::LockedOut)
            });
        }
        let answer = match tried {
            Tried::Right => {
                let seat = Token::new();
                let ends_at = ctx.now.plus_seconds(SITTING_SECONDS);
                stored::sit(&mut tx, next.id, Some((&seat.hash(), ends_at))).await?;
                CodeAnswer::Right(seat)
            }
            Tried::Wrong { left } => CodeAnswer::Wrong { left },
            Tried::Locked => CodeAnswer::Closed(Standing::Locked),
        };
        tx.commit().await?;
        if tried == Tried::Right {
            self.uncount(ctx, &counting).await?;
        }
        Ok(answer)
    }

    /// Seats whoever holds a link, for one step. Nobody is told of a link that never was.
    pub(super) async fn seat(
        &self,
        ctx: &Ctx,
        holder: Holder<'_>,
        event: Event,
    ) -> Result<Seat<Seated>> {
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::by_token(&mut tx, &hash(&token(holder.token))).await?;
        let found = found.ok_or(Error::NotFound)?;
        let standing = found.link.standing(ctx.today());
        if !standing.opens() {
            return Ok(Seat::Closed(standing));
        }
        if !sits(&found, holder, ctx.now) {
            return Ok(Seat::Code(found.link.last_on));
        }
        let link = found.link;
        let ctx = Ctx {
            actor: Actor::Respondent {
                link: link.id,
                case: link.case,
            },
            ..ctx.clone()
        };
        let (mut tx, entered) = self
            .enter_on(&ctx, tx, link.case, (CaseAction::Answer, event))
            .await?;
        let begun = self
            .begun(&mut tx, &entered, (link.case, link.measure))
            .await?;
        if asked::closed(&ctx, &mut tx, &entered, &begun)
            .await?
            .is_some()
        {
            let standing = match begun.measure.state {
                State::Done { .. } => Standing::Used,
                _ => Standing::Withdrawn,
            };
            tx.commit().await?;
            return Ok(Seat::Closed(standing));
        }
        Ok(Seat::Taken(Seated {
            tx,
            ctx,
            entered,
            link,
            begun,
        }))
    }
}

/// Whether whoever holds the link sits at it. A clock set back lets nobody sit longer than from now.
fn sits(found: &Found, holder: Holder<'_>, now: Instant) -> bool {
    let Some((sitting, ends_at)) = &found.sitting else {
        return false;
    };
    let left = ends_at.seconds_since(now);
    *sitting == hash(holder.sitting) && 0 < left && left <= SITTING_SECONDS
}

fn entry(ctx: &Ctx, event: Event, found: &Found) -> Entry {
    Entry {
        staff: None,
        board: Some(found.team.board),
        team: Some(found.team.team),
        case: Some(found.link.case),
        detail: found.link.id.to_string(),
        ..ctx.entry(event)
    }
}
