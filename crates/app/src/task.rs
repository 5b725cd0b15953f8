//! Tasks: what somebody promised to do, in a family or in the team.

mod change;

use std::collections::BTreeMap;

use hemma_domain::access::{self, CaseAction, CaseScope, Decision, Permit, Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{CaseId, StaffId, TaskId, TeamId};
use hemma_domain::task::{TEXT_CHARS_MAX, Task};
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Week};
use hemma_store::db::Tx;
use hemma_store::task::Listed;
use hemma_store::team_week::{self, Whose};
use hemma_store::{case, staff, task as stored, team};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};
use crate::team_week::{by_case, seen};

pub use change::{TaskChange, TaskPaper};

/// Days for which a task that was done still stands in the list, so that it can be taken back.
const DONE_DAYS: i64 = 7;

/// A task in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Without its text where the reader may not see the family.
    pub task: Task,
    pub may_see: bool,
    /// Whether the reader may change its words, day and owner.
    pub may_change: bool,
    /// The family's code; empty for the team's own matters.
    pub code: String,
    pub owner: String,
}

/// Somebody's tasks, or a team's, and what is needed to add another.
#[derive(Debug, Clone, Default)]
pub struct TaskList {
    pub lines: Vec<TaskLine>,
    /// Teams in which the reader may add a task.
    pub teams: Vec<Team>,
    /// Who can be asked.
    pub staff: Vec<(StaffId, String)>,
    /// Families that a task can belong to: id, code, and label where it may be seen.
    pub cases: Vec<(CaseId, String, String)>,
}

/// A promise about to be made.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub team: TeamId,
    pub case: Option<CaseId>,
    pub owner: StaffId,
    pub text: String,
    pub due_on: Option<Day>,
    /// The meeting that it comes from.
    pub from_week: Option<Week>,
}

impl App {
    /// What the actor has promised: open tasks, and those done lately.
    pub async fn my_tasks(&self, ctx: &Ctx) -> Result<TaskList> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let listed = stored::of_owner(&mut tx, me, since(ctx)).await?;
        let lines = open_lines(ctx, &mut tx, &listed).await?;
        let teams = team_week::teams(&mut tx, &own_teams(ctx)).await?;
        let teams = may_write(ctx, teams);
        let cases = choose_from(ctx, &mut tx, Whose::Carer(me), &teams).await?;
        for team in &teams {
            let place = Request::Team(TeamAction::WriteTasks, scope_of(team));
            tx.log(of_permit(ctx, Event::TeamListed, &allowed(ctx, place)?));
        }
        tx.commit().await?;
        Ok(TaskList {
            lines,
            teams,
            staff: Vec::new(),
            cases,
        })
    }

    /// What a team's members have promised: open tasks, and those done lately.
    pub async fn team_tasks(&self, ctx: &Ctx, id: TeamId) -> Result<TaskList> {
        let (mut tx, _permit, _scope) = self
            .enter_team(ctx, id, TeamAction::SeeTasks, Event::TeamListed)
            .await?;
        let listed = stored::of_team(&mut tx, id, since(ctx)).await?;
        let lines = open_lines(ctx, &mut tx, &listed).await?;
        let (team, _board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let staff = staff::of_team(&mut tx, id, ctx.today()).await?;
        let teams = may_write(ctx, vec![team]);
        let cases = choose_from(ctx, &mut tx, Whose::Teams(&[id]), &teams).await?;
        tx.commit().await?;
        Ok(TaskList {
            lines,
            teams,
            staff: names(staff),
            cases,
        })
    }

    /// Makes a promise. In a family only whoever may see the family can.
    pub async fn add_task(&self, ctx: &Ctx, new: NewTask) -> Result<TaskId> {
        let (mut tx, permit, _scope) = self
            .enter_team(ctx, new.team, TeamAction::WriteTasks, Event::TaskChanged)
            .await?;
        check(&new.text)?;
        let id = insert_task(ctx, &mut tx, &permit, new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Ticks a task off, or takes that back: its owner, or whoever may write the team's tasks.
    pub async fn set_task_done(
        &self,
        ctx: &Ctx,
        (id, version): (TaskId, i64),
        done: Done,
    ) -> Result<()> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if !may_keep(ctx, &found) {
            allowed(ctx, Request::Team(TeamAction::WriteTasks, found.team))?;
        }
        let at = match done {
            Done::Done => Some((ctx.now, me)),
            Done::Open => None,
        };
        if found.task.done.is_some() == at.is_some() {
            return Ok(());
        }
        if !stored::set_done(&mut tx, (id, version), at).await? {
            return Err(Error::Conflict);
        }
        tx.log(Entry {
            board: Some(found.team.board),
            team: Some(found.team.team),
            case: found.task.case,
            detail: id.to_string(),
            ..ctx.entry(Event::TaskChanged)
        });
        tx.commit().await?;
        Ok(())
    }
}

/// Whether a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Done,
    Open,
}

/// Whether a task is the actor's to keep: their own promise, or one of a team whose tasks they write.
fn may_keep(ctx: &Ctx, found: &Listed) -> bool {
    ctx.staff() == Some(found.task.owner)
        || access::may(
            &ctx.actor,
            Request::Team(TeamAction::WriteTasks, found.team),
        )
}

/// Refuses a promise without a text, or with too long a one.
pub(crate) fn check(text: &str) -> Result<()> {
    let mut faults = Vec::new();
    if text.trim().is_empty() {
        faults.push(FieldError::new("text", "task-text-missing"));
    }
    if text.chars().count() > TEXT_CHARS_MAX {
        faults.push(FieldError::new("text", "task-text-long"));
    }
    all_valid(faults)
}

/// Stores a promise for the holder of a permit in its team.
pub(crate) async fn insert_task(
    ctx: &Ctx,
    tx: &mut Tx,
    permit: &Permit,
    new: NewTask,
) -> Result<TaskId> {
    known_owner(ctx, tx, (new.team, new.owner)).await?;
    let key = match new.case {
        Some(id) => {
            let door = case::door(tx, id, ctx.today())
                .await?
                .filter(|door| door.scope.team.team == new.team)
                .ok_or_else(|| Error::invalid("case", "task-case-unknown"))?;
            let of_case = allowed(ctx, Request::Case(CaseAction::See, &door.scope))?;
            let entry = of_permit(ctx, Event::TaskChanged, &of_case);
            case::enter(tx, &of_case, &door.wrapped, entry)?
        }
        None => tx.seals().site().clone(),
    };
    let task = Task {
        id: TaskId(ctx.new_id()),
        team: new.team,
        case: new.case,
        owner: new.owner,
        text: new.text.trim().to_owned(),
        due_on: new.due_on,
        from_week: new.from_week,
        set_by: permit.staff().ok_or(Error::Forbidden)?,
        set_at: ctx.now,
        done: None,
        version: 1,
    };
    stored::insert(tx, &key, &task).await?;
    Ok(task.id)
}

/// Only somebody who works in the team can promise something there.
async fn known_owner(ctx: &Ctx, tx: &mut Tx, (team, owner): (TeamId, StaffId)) -> Result<()> {
    let members = staff::of_team(tx, team, ctx.today()).await?;
    if members.iter().any(|(member, _)| member.id == owner) {
        Ok(())
    } else {
        Err(Error::invalid("owner", "task-owner-unknown"))
    }
}

fn since(ctx: &Ctx) -> hemma_domain::time::Instant {
    ctx.now.plus_seconds(-DONE_DAYS * 24 * 3600)
}

/// Opens the texts that the actor may read: one more statement, however many there are.
pub(crate) async fn open_lines(ctx: &Ctx, tx: &mut Tx, listed: &[Listed]) -> Result<Vec<TaskLine>> {
    let mut cases: Vec<CaseId> = listed.iter().filter_map(|one| one.task.case).collect();
    cases.sort();
    cases.dedup();
    let mut carers: BTreeMap<CaseId, Vec<StaffId>> = BTreeMap::new();
    for (case, staff) in team_week::carers_of(tx, &cases, ctx.today()).await? {
        carers.entry(case).or_default().push(staff);
    }
    listed
        .iter()
        .map(|one| {
            let permit = one.scope.as_ref().and_then(|scope| {
                let carers = carers.get(&scope.case).cloned().unwrap_or_default();
                let scope = CaseScope {
                    carers,
                    ..scope.clone()
                };
                match access::decide(&ctx.actor, Request::Case(CaseAction::See, &scope)) {
                    Decision::Allow(permit) => Some(permit),
                    Decision::Forbid | Decision::Hide => None,
                }
            });
            let may_see = one.task.case.is_none() || permit.is_some();
            let may_change = may_see && may_keep(ctx, one);
            Ok(TaskLine {
                task: if may_see {
                    stored::open(tx, permit.as_ref(), one)?
                } else {
                    one.task.clone()
                },
                may_see,
                may_change,
                code: one.code.clone(),
                owner: one.owner_name.clone(),
            })
        })
        .collect()
}

/// The open families that a new task can belong to: those the actor may see.
async fn choose_from(
    ctx: &Ctx,
    tx: &mut Tx,
    whose: Whose<'_>,
    teams: &[Team],
) -> Result<Vec<(CaseId, String, String)>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let cases = team_week::cases(tx, whose, ctx.today()).await?;
    let carers = by_case(team_week::carers(tx, whose, ctx.today()).await?);
    let mut found = Vec::new();
    for listed in &cases {
        let Some(team) = teams.iter().find(|team| team.id == listed.team) else {
            continue;
        };
        let carers = carers.get(&listed.id).map_or(&[][..], Vec::as_slice);
        let (case, may_see) = seen(ctx, tx, listed, (scope_of(team), carers))?;
        if may_see {
            found.push((case.id, case.code, case.label));
        }
    }
    Ok(found)
}

fn may_write(ctx: &Ctx, teams: Vec<Team>) -> Vec<Team> {
    teams
        .into_iter()
        .filter(|team| {
            let request = Request::Team(TeamAction::WriteTasks, scope_of(team));
            access::may(&ctx.actor, request)
        })
        .collect()
}

fn names(
    staff: Vec<(hemma_domain::staff::Staff, hemma_domain::staff::Role)>,
) -> Vec<(StaffId, String)> {
    let mut names: Vec<(StaffId, String)> = Vec::new();
    for (member, _role) in staff {
        if !names.iter().any(|(id, _)| *id == member.id) {
            names.push((member.id, member.name));
        }
    }
    names
}

/// The teams that the actor holds a post in.
pub(crate) fn own_teams(ctx: &Ctx) -> Vec<TeamId> {
    let mut teams: Vec<TeamId> = match &ctx.actor {
        access::Actor::Staff { posts, .. } => {
            posts.iter().filter_map(|post| post.place.team()).collect()
        }
        access::Actor::Respondent { .. }
        | access::Actor::Applicant { .. }
        | access::Actor::System(_) => Vec::new(),
    };
    teams.sort();
    teams.dedup();
    teams
}

/// Where a team stands.
pub(crate) fn scope_of(team: &Team) -> access::TeamScope {
    access::TeamScope {
        team: team.id,
        board: team.board,
        network: team.network,
    }
}
