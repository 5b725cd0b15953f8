//! My week: what somebody who carries families has to do, in order of time.

use hemma_domain::access::{self, Request, TeamAction, TeamScope};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::CareRole;
use hemma_domain::ids::{CaseId, StaffId};
use hemma_domain::mail::REMINDER_DAYS;
use hemma_domain::my_week::{Todo, TodoKind, of_family, of_task, order};
use hemma_domain::programme::Words;
use hemma_domain::readiness::CONFIRM_HOURS;
use hemma_domain::team::Rhythm;
use hemma_domain::team_week::FamilyWeek;
use hemma_domain::time::{Day, Week};
use hemma_domain::turn::Coming;
use hemma_domain::week::CaseWeek;
use hemma_store::db::Tx;
use hemma_store::team_week::{self as stored, Awaits, Whose};
use hemma_store::{development, task, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, Result};
use crate::round::MyRating;
use crate::task::{TaskLine, open_lines, own_teams, scope_of};
use crate::team_week::Families;

/// What one person has to do, and the families they carry.
#[derive(Debug, Clone)]
pub struct MyWeek {
    pub week: Week,
    pub todos: Vec<Todo>,
    pub families: Vec<FamilyWeek>,
    /// Open tasks with their texts, for the todos that name one.
    pub tasks: Vec<TaskLine>,
    pub phases: Vec<(String, Words)>,
    /// Colleagues whom the person is asked to rate and has not.
    pub ratings: Vec<MyRating>,
    /// Their own duty, where it runs or comes soon.
    pub duty: Option<Coming>,
}

impl MyWeek {
    /// The family of a case, where the person carries it.
    pub fn family(&self, case: CaseId) -> Option<&FamilyWeek> {
        self.families.iter().find(|row| row.case.id == case)
    }

    /// Review dates of safety plans that lie ahead, the nearest first.
    pub fn reviews(&self, today: Day) -> Vec<(Day, &FamilyWeek)> {
        let mut reviews: Vec<(Day, &FamilyWeek)> = self
            .families
            .iter()
            .filter_map(|row| Some((row.case.safety_review_on?, row)))
            .filter(|(day, _)| *day >= today)
            .collect();
        reviews.sort_by_key(|(day, row)| (*day, row.case.id));
        reviews
    }
}

impl App {
    /// What the actor has to do now and next.
    pub async fn my_week(&self, ctx: &Ctx) -> Result<MyWeek> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let teams = stored::teams(&mut tx, &own_teams(ctx)).await?;
        let teams: Vec<(TeamScope, Rhythm)> = teams
            .iter()
            .map(|team| (scope_of(team), team.rhythm))
            .collect();
        let mut found = self
            .families(ctx, &mut tx, Whose::Carer(me), (ctx.week(), &teams))
            .await?;
        found.rows.retain(|row| row.may_see);
        let listed = task::of_owner(&mut tx, me, ctx.now).await?;
        let tasks = open_lines(ctx, &mut tx, &listed).await?;
        let mut todos = waiting(ctx, &mut tx, (me, &found)).await?;
        for row in &found.rows {
            let rhythm = teams.iter().find(|(team, _)| team.team == row.case.team);
            if let Some((_, rhythm)) = rhythm {
                let from = carried_since(&found, row.case.id, me, ctx.week());
                let kept = loops_of(&found, row.case.id);
                todos.extend(of_family(row, &kept, (*rhythm, from), today));
            }
        }
        todos.extend(
            tasks
                .iter()
                .filter(|line| line.task.done.is_none())
                .map(|line| of_task(&line.task)),
        );
        let by = today.plus(REMINDER_DAYS);
        for look in development::looks_of(&mut tx, me, by).await? {
            todos.push(Todo {
                goal: Some(look.goal),
                ..Todo::new(TodoKind::Look, None, Some(look.look_on))
            });
        }
        order(&mut todos);
        let ratings = self.ratings_waiting(ctx, &mut tx).await?;
        let duty = coming(ctx, &mut tx, me).await?;
        log(ctx, &mut tx, &teams);
        tx.commit().await?;
        Ok(MyWeek {
            duty,
            week: ctx.week(),
            phases: self.phases_of(&found.rows),
            todos,
            families: found.rows,
            tasks,
            ratings,
        })
    }
}

/// Somebody's own duty, from when its number can be confirmed until it ends.
pub(crate) async fn coming(ctx: &Ctx, tx: &mut Tx, me: StaffId) -> Result<Option<Coming>> {
    let until = ctx.now.plus_seconds(CONFIRM_HOURS * 3_600);
    Ok(turn::next_on_call(tx, me, (ctx.now, until)).await?)
}

/// One line for each board whose families were listed.
fn log(ctx: &Ctx, tx: &mut Tx, teams: &[(TeamScope, Rhythm)]) {
    for (scope, _) in teams {
        let request = Request::Team(TeamAction::SeeWeek, *scope);
        let entry = match access::decide(&ctx.actor, request) {
            access::Decision::Allow(permit) => of_permit(ctx, Event::TeamListed, &permit),
            access::Decision::Forbid | access::Decision::Hide => ctx.entry(Event::TeamListed),
        };
        tx.log(Entry {
            detail: "mine".to_owned(),
            ..entry
        });
    }
}

/// Feedback, notes and incidents. Only a therapist answers feedback; notes are their writer's.
async fn waiting(ctx: &Ctx, tx: &mut Tx, (me, found): (StaffId, &Families)) -> Result<Vec<Todo>> {
    let today = ctx.today();
    let mut todos = Vec::new();
    for one in stored::waiting(tx, me, ctx.now).await? {
        let Some(row) = found.rows.iter().find(|row| row.case.id == one.case) else {
            continue;
        };
        let kind = match one.what {
            Awaits::Feedback if row.my_role != Some(CareRole::Therapist) => continue,
            Awaits::Feedback => TodoKind::Feedback,
            Awaits::Notes => TodoKind::Notes,
            Awaits::Incidents => TodoKind::Incident,
            Awaits::Calls if row.my_role != Some(CareRole::Therapist) => continue,
            Awaits::Calls => TodoKind::Handover,
        };
        todos.push(Todo {
            week: one.week,
            since: one.since,
            count: one.count,
            ..Todo::new(kind, Some(one.case), Some(today))
        });
    }
    Ok(todos)
}

/// The week in which somebody began to carry a case; another one where nothing is known.
fn carried_since(found: &Families, case: CaseId, me: StaffId, otherwise: Week) -> Week {
    let carers = found.carers.get(&case).map_or(&[][..], Vec::as_slice);
    let since = carers
        .iter()
        .filter(|(care, _)| care.staff == me)
        .map(|(care, _)| Week::of(care.from))
        .min();
    since.unwrap_or(otherwise)
}

fn loops_of(found: &Families, case: CaseId) -> Vec<CaseWeek> {
    found
        .weeks
        .iter()
        .filter(|kept| kept.case == case)
        .cloned()
        .collect()
}
