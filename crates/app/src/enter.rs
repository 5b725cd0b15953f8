//! The way in: every use case on a case, a team or a board begins here. Decides, opens, logs.

use hemma_domain::access::{
    self, CaseAction, CaseScope, Decision, NetworkAction, Permit, Request, TeamAction, TeamScope,
};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::{Carer, Case};
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, NetworkId, StaffId, TeamId};
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_store::{case, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// A case that was entered: the permit, the key, and what is known of its place.
pub struct Entered {
    pub permit: Permit,
    pub key: Key,
    pub scope: CaseScope,
    /// Who carried it when it was entered.
    pub carers: Vec<Carer>,
    /// The case as it was when it was entered.
    pub found: Case,
}

impl Entered {
    /// The case.
    pub fn case(&self) -> CaseId {
        self.scope.case
    }

    /// Another line for the log about this case.
    pub fn entry(&self, ctx: &Ctx, event: Event) -> Entry {
        of_permit(ctx, event, &self.permit)
    }

    /// The member of staff whose hand it is; the program's own errands have none.
    pub fn hand(&self) -> Result<StaffId> {
        self.permit.staff().ok_or(Error::Forbidden)
    }

    /// Whether the actor may do something else with the same case; pages ask this to show or hide a button.
    pub fn may(&self, ctx: &Ctx, action: CaseAction) -> bool {
        access::may(&ctx.actor, Request::Case(action, &self.scope))
    }
}

impl App {
    /// Opens a transaction on a case: decides, opens the key, and puts the look in the log, all kept together.
    /// A refusal is logged as well.
    pub async fn enter(
        &self,
        ctx: &Ctx,
        id: CaseId,
        action: CaseAction,
        event: Event,
    ) -> Result<(Tx, Entered)> {
        let tx = self.db.write(&ctx.request).await?;
        self.enter_on(ctx, tx, id, (action, event)).await
    }

    /// As [`App::enter`], in a transaction that had to find out first which case it is about.
    pub(crate) async fn enter_on(
        &self,
        ctx: &Ctx,
        mut tx: Tx,
        id: CaseId,
        (action, event): (CaseAction, Event),
    ) -> Result<(Tx, Entered)> {
        let Some(door) = case::door(&mut tx, id, ctx.today()).await? else {
            return Err(Error::NotFound);
        };
        match access::decide(&ctx.actor, Request::Case(action, &door.scope)) {
            Decision::Allow(permit) => {
                let key = case::enter(
                    &mut tx,
                    &permit,
                    &door.wrapped,
                    of_permit(ctx, event, &permit),
                )?;
                let found = door.case(&key)?;
                let entered = Entered {
                    permit,
                    key,
                    scope: door.scope,
                    carers: door.carers,
                    found,
                };
                Ok((tx, entered))
            }
            refusal => {
                let entry = Entry {
                    role: ctx.actor.role_at(door.scope.team),
                    board: Some(door.scope.team.board),
                    team: Some(door.scope.team.team),
                    case: Some(id),
                    detail: action.code().to_owned(),
                    ..ctx.entry(Event::CaseRefused)
                };
                tx.log(entry);
                tx.commit().await?;
                Err(refused(&refusal))
            }
        }
    }

    /// Opens a transaction on a network's office, decides, and puts an event with what it is about in the log.
    pub(crate) async fn enter_network(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        action: NetworkAction,
        (event, detail): (Event, &str),
    ) -> Result<(Tx, Permit)> {
        let permit = allowed(ctx, Request::Network(action, network))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(Entry {
            detail: detail.to_owned(),
            ..of_permit(ctx, event, &permit)
        });
        Ok((tx, permit))
    }

    /// Opens a transaction on a team and puts `event` in the log.
    pub async fn enter_team(
        &self,
        ctx: &Ctx,
        id: TeamId,
        action: TeamAction,
        event: Event,
    ) -> Result<(Tx, Permit, TeamScope)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let scope = team::scope(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let permit = allowed(ctx, Request::Team(action, scope))?;
        tx.log(of_permit(ctx, event, &permit));
        Ok((tx, permit, scope))
    }
}

/// The permit for a request, or the refusal as an error.
pub fn allowed(ctx: &Ctx, request: Request<'_>) -> Result<Permit> {
    match access::decide(&ctx.actor, request) {
        Decision::Allow(permit) => Ok(permit),
        refusal => Err(refused(&refusal)),
    }
}

/// A line for the log that says what a permit was for.
pub fn of_permit(ctx: &Ctx, event: Event, permit: &Permit) -> Entry {
    Entry {
        role: permit.role(),
        board: permit.board(),
        team: permit.team(),
        case: permit.case(),
        ..ctx.entry(event)
    }
}

fn refused(decision: &Decision) -> Error {
    match decision {
        Decision::Forbid => Error::Forbidden,
        Decision::Allow(_) | Decision::Hide => Error::NotFound,
    }
}
