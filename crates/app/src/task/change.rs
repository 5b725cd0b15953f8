//! A promise that was made is put in other words, given to somebody else, moved, or taken back.

use hemma_domain::access::{CaseAction, Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{StaffId, TaskId};
use hemma_domain::task::Task;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::seal::Key;
use hemma_store::task::Listed;
use hemma_store::{case, staff, task as stored};

use super::{check, known_owner, may_keep, names};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::week::kept;

/// A task to be changed, with who can be asked instead.
#[derive(Debug, Clone)]
pub struct TaskPaper {
    pub task: Task,
    /// The family's code; empty for the team's own matters.
    pub code: String,
    pub staff: Vec<(StaffId, String)>,
}

/// What a task shall say from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskChange {
    pub owner: StaffId,
    pub text: String,
    pub due_on: Option<Day>,
}

impl App {
    /// A task for whoever may change it.
    pub async fn task(&self, ctx: &Ctx, id: TaskId) -> Result<TaskPaper> {
        let (mut tx, found, key) = self.enter_task(ctx, id, Event::TeamListed).await?;
        let task = stored::with_key(&key, &found)?;
        let staff = staff::of_team(&mut tx, task.team, ctx.today()).await?;
        tx.commit().await?;
        Ok(TaskPaper {
            task,
            code: found.code,
            staff: names(staff),
        })
    }

    /// Changes what a task says, who promised it and until when.
    pub async fn change_task(
        &self,
        ctx: &Ctx,
        (id, version): (TaskId, i64),
        change: TaskChange,
    ) -> Result<()> {
        check(&change.text)?;
        let (mut tx, found, key) = self.enter_task(ctx, id, Event::TaskChanged).await?;
        if change.owner != found.task.owner {
            known_owner(ctx, &mut tx, (found.task.team, change.owner)).await?;
        }
        let task = Task {
            owner: change.owner,
            text: change.text.trim().to_owned(),
            due_on: change.due_on,
            version,
            ..found.task
        };
        kept(stored::save(&mut tx, &key, &task).await?)?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a promise back: what was never to be done need not be ticked off.
    pub async fn remove_task(&self, ctx: &Ctx, (id, version): (TaskId, i64)) -> Result<()> {
        let (mut tx, _found, _key) = self.enter_task(ctx, id, Event::TaskChanged).await?;
        kept(stored::remove(&mut tx, (id, version)).await?)?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens a task for its owner, or who writes the team's tasks; in a family, for those of them who may see it.
    async fn enter_task(&self, ctx: &Ctx, id: TaskId, event: Event) -> Result<(Tx, Listed, Key)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if !may_keep(ctx, &found) {
            allowed(ctx, Request::Team(TeamAction::WriteTasks, found.team))?;
        }
        let key = match found.task.case {
            Some(of) => {
                let door = case::door(&mut tx, of, ctx.today()).await?;
                let door = door.ok_or(Error::NotFound)?;
                let permit = allowed(ctx, Request::Case(CaseAction::See, &door.scope))?;
                let entry = Entry {
                    detail: id.to_string(),
                    ..of_permit(ctx, event, &permit)
                };
                case::enter(&mut tx, &permit, &door.wrapped, entry)?
            }
            None => {
                tx.log(Entry {
                    board: Some(found.team.board),
                    team: Some(found.team.team),
                    detail: id.to_string(),
                    ..ctx.entry(event)
                });
                tx.seals().site().clone()
            }
        };
        Ok((tx, found, key))
    }
}
