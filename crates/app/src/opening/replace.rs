//! An opening that nobody is responsible for any more: whoever may begin one in the same place names somebody who is.

use hemma_domain::access::{self, OpeningAction, Request};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{OpeningId, StaffId};
use hemma_domain::opening::{Member, Opening, Part};
use hemma_store::db::Tx;
use hemma_store::opening as stored;

use super::{OpeningAt, people, place_name};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, Result};

/// Characters of why somebody was named: two lines in the log.
const REASON_CHARS_MAX: usize = 300;

/// An opening that nobody is responsible for, as whoever may name somebody sees it: what it is called, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    pub id: OpeningId,
    pub post: String,
    /// The team or the network.
    pub place: String,
    pub version: i64,
    /// Who could be named, by name; empty in a list.
    pub candidates: Vec<(StaffId, String)>,
}

impl App {
    /// One of them, to name somebody.
    pub async fn orphan(&self, ctx: &Ctx, id: OpeningId) -> Result<Orphan> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Replace, Event::OpeningRead)
            .await?;
        let one = entered.opening;
        let known = people(&mut entered.tx, one.network, ctx.today()).await?;
        let mut candidates: Vec<(StaffId, String)> = known.into_iter().collect();
        candidates.sort_by(|one, other| one.1.cmp(&other.1));
        let place = place_name(&mut entered.tx, &one).await?;
        entered.tx.commit().await?;
        Ok(Orphan {
            candidates,
            ..orphan(&one, place)
        })
    }

    /// Names somebody who is responsible from now on, and says why. Those who were and have left are members no more.
    pub async fn replace_responsible(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        (staff, reason): (StaffId, &str),
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Replace, Event::OpeningRead)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        let reason = reason.trim();
        if reason.is_empty() || REASON_CHARS_MAX < reason.chars().count() {
            return Err(Error::invalid("reason", "opening-fault-replace-reason"));
        }
        let known = people(&mut entered.tx, entered.opening.network, ctx.today()).await?;
        let has_applied = stored::has_applied(&mut entered.tx, id, staff).await?;
        if !known.contains_key(&staff) || has_applied {
            return Err(Error::invalid("staff", "opening-fault-replace-who"));
        }
        entered.tx.log(Entry {
            purpose: reason.to_owned(),
            detail: format!("{id} {staff}"),
            ..of_permit(ctx, Event::OpeningReplaced, &entered.permit)
        });
        let mut members = entered.opening.members.clone();
        members.retain(|one| !entered.gone.contains(&one.staff) && one.staff != staff);
        members.push(Member {
            staff,
            part: Part::Responsible,
        });
        let replaced = Opening {
            members,
            ..entered.opening.clone()
        };
        entered.save(replaced).await
    }
}

/// The openings for which the actor may name somebody.
pub(super) async fn orphans(ctx: &Ctx, tx: &mut Tx) -> Result<Vec<Orphan>> {
    let mut found = Vec::new();
    for one in stored::orphans(tx, ctx.today()).await? {
        let scope = stored::scope(tx, one.id, ctx.today()).await?;
        let may = |scope| access::may(&ctx.actor, Request::Opening(OpeningAction::Replace, scope));
        if scope.as_ref().is_some_and(may) {
            let place = place_name(tx, &one).await?;
            found.push(orphan(&one, place));
        }
    }
    Ok(found)
}

fn orphan(one: &Opening, place: String) -> Orphan {
    Orphan {
        id: one.id,
        post: one.profile.post.clone(),
        place,
        version: one.version,
        candidates: Vec::new(),
    }
}
