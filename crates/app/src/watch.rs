//! The way into a family's sheet: by day for those who may read the case, by night for whoever is on call.

use hemma_domain::access::{
    self, CaseScope, Decision, OpenWatch, Request, SheetAction, SheetScope,
};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{CaseId, TurnId};
use hemma_domain::sheet::any_in_force;
use hemma_domain::time::Instant;
use hemma_domain::watch::{Handover, Watch, open};
use hemma_store::db::Tx;
use hemma_store::{basis, case, glass, watch};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{Entered, of_permit};
use crate::error::{Error, Result};

/// A family that was entered for its sheet.
pub(crate) struct AtNight {
    pub(crate) entered: Entered,
    pub(crate) scope: SheetScope,
    /// The actor's own watch over the family's team, where one is open.
    pub(crate) watch: Option<Watch>,
}

impl AtNight {
    /// Whether the actor may do something else with the sheet: pages ask this to show or hide a button.
    pub(crate) fn may(&self, ctx: &Ctx, action: SheetAction) -> bool {
        access::may(&ctx.actor, Request::Sheet(action, &self.scope))
    }
}

/// What is asked of a sheet, what it leaves in the log, and the moment whose watch and bases count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) action: SheetAction,
    pub(crate) event: Event,
    pub(crate) at: Instant,
}

impl App {
    /// Opens a transaction on a family's sheet: decides, opens the key, and puts the look in the log of the family's
    /// board. A refusal is logged there as well.
    pub(crate) async fn enter_sheet(
        &self,
        ctx: &Ctx,
        id: CaseId,
        (action, event): (SheetAction, Event),
    ) -> Result<(Tx, AtNight)> {
        let tx = self.db.write(&ctx.request).await?;
        let ask = Ask {
            action,
            event,
            at: ctx.now,
        };
        self.enter_sheet_on(ctx, tx, id, ask).await
    }

    /// As [`App::enter_sheet`], in a transaction that had to find out something first.
    pub(crate) async fn enter_sheet_on(
        &self,
        ctx: &Ctx,
        mut tx: Tx,
        id: CaseId,
        ask: Ask,
    ) -> Result<(Tx, AtNight)> {
        let Some(door) = case::door(&mut tx, id, ctx.today()).await? else {
            return Err(Error::NotFound);
        };
        let watches = self.watches(ctx, &mut tx, ask.at).await?;
        let watch = open(&watches, door.scope.team.team, ask.at).cloned();
        let scope = sheet_scope(ctx, &mut tx, (door.scope.clone(), watch.as_ref()), ask).await?;
        let turn = watch.as_ref().map(|one| one.turn.to_string());
        match access::decide(&ctx.actor, Request::Sheet(ask.action, &scope)) {
            Decision::Allow(permit) => {
                let entry = Entry {
                    detail: turn.unwrap_or_default(),
                    ..of_permit(ctx, ask.event, &permit)
                };
                let key = case::enter(&mut tx, &permit, &door.wrapped, entry)?;
                let found = door.case(&key)?;
                let entered = Entered {
                    permit,
                    key,
                    scope: door.scope,
                    carers: door.carers,
                    found,
                };
                let at_night = AtNight {
                    entered,
                    scope,
                    watch,
                };
                Ok((tx, at_night))
            }
            refusal => {
                tx.log(refused_entry(ctx, &door.scope, ask.action));
                tx.commit().await?;
                Err(match refusal {
                    Decision::Forbid => Error::Forbidden,
                    Decision::Allow(_) | Decision::Hide => Error::NotFound,
                })
            }
        }
    }

    /// Whether a family that was entered for an earlier moment is open to the actor now, to write about a call.
    pub(crate) async fn is_open_now(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        night: &AtNight,
    ) -> Result<bool> {
        let ask = Ask {
            action: SheetAction::LogCall,
            event: Event::CallRead,
            at: ctx.now,
        };
        let of = &night.entered.scope;
        let watches = self.watches(ctx, tx, ask.at).await?;
        let watch = open(&watches, of.team.team, ask.at);
        let scope = sheet_scope(ctx, tx, (of.clone(), watch), ask).await?;
        Ok(access::may(&ctx.actor, Request::Sheet(ask.action, &scope)))
    }

    /// The actor's watches that an instant could lie in, each with the hand-over of its agreement. One statement.
    pub(crate) async fn watches(&self, ctx: &Ctx, tx: &mut Tx, at: Instant) -> Result<Vec<Watch>> {
        let Some(me) = ctx.staff() else {
            return Ok(Vec::new());
        };
        let found = watch::around(tx, me, at).await?.into_iter();
        found
            .map(|one| {
                let (code, version) = one.agreement;
                let agreement = self.agreement(&code, version)?;
                Ok(Watch {
                    handover: Handover::of(&agreement),
                    ..one.watch
                })
            })
            .collect()
    }
}

/// What is open of a watch at an instant.
pub(crate) fn opened(watch: &Watch, at: Instant) -> OpenWatch {
    OpenWatch {
        teams: watch.teams.clone(),
        roles: watch.roles.clone(),
        on_call: watch.on_call.holds(at),
    }
}

/// What decides on a sheet: three statements at most, none where there is no watch.
async fn sheet_scope(
    ctx: &Ctx,
    tx: &mut Tx,
    (of, watch): (CaseScope, Option<&Watch>),
    ask: Ask,
) -> Result<SheetScope> {
    let by_day = SheetScope::by_day(of);
    let Some(watch) = watch else {
        return Ok(by_day);
    };
    let (case, board) = (by_day.of.case, by_day.of.team.board);
    let allowed = basis::allowed(tx, &[board]).await?;
    let allowed = allowed.get(&board).map_or(&[][..], Vec::as_slice);
    let bases = basis::standing(tx, &[case], ask.at).await?;
    Ok(SheetScope {
        watch: Some(opened(watch, ask.at)),
        basis: any_in_force(&bases, allowed, ask.at),
        glass: has_broken(ctx, tx, case, watch.turn).await?,
        ..by_day
    })
}

/// Whether the actor gave a reason to see more, in a turn that still is.
async fn has_broken(ctx: &Ctx, tx: &mut Tx, case: CaseId, turn: TurnId) -> Result<bool> {
    let Some(me) = ctx.staff() else {
        return Ok(false);
    };
    let found = glass::of_turn(tx, (case, me, turn)).await?;
    Ok(found.is_some_and(|one| one.lets(turn, ctx.now)))
}

fn refused_entry(ctx: &Ctx, scope: &CaseScope, action: SheetAction) -> Entry {
    use hemma_domain::code::Code as _;
    Entry {
        role: ctx.actor.role_at(scope.team),
        board: Some(scope.team.board),
        team: Some(scope.team.team),
        case: Some(scope.case),
        detail: action.code().to_owned(),
        ..ctx.entry(Event::SheetRefused)
    }
}
