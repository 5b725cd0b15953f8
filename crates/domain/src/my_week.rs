//! What somebody who carries families has to do, in order of time.

use crate::case::{CareRole, Safety};
use crate::codes;
use crate::ids::{CaseId, DevelopmentId, TaskId};
use crate::task::Task;
use crate::team::Rhythm;
use crate::team_week::{FamilyWeek, Nearness, Pace, nearness};
use crate::time::{Clock, Day, Instant, Week};
use crate::week::{CaseWeek, unsettled};

/// Days before its review in which a safety plan stands among the things to do.
const REVIEW_DAYS: i64 = 7;

/// The weekday from which the summary of the running week stands among the things to do: Thursday.
const SUMMARY_FROM: i8 = 4;

const FRIDAY: i8 = 5;

codes! {
    /// What there is to do; of two things at the same time the first comes first.
    TodoKind "todo" {
        /// Take over a call of the night.
        Handover = "handover",
        /// Read what happened, and see to it.
        Incident = "incident",
        /// Make or review the safety plan.
        SafetyPlan = "safety_plan",
        /// Hand in the week's summary.
        Summary = "summary",
        /// Answer the feedback on a week.
        Feedback = "feedback",
        /// Keep a promise.
        Task = "task",
        /// Look back on a goal of one's own development.
        Look = "look",
        /// Meet the family: contacts are missing.
        Contacts = "contacts",
        /// Sign what was written in the journal.
        Notes = "notes",
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    pub kind: TodoKind,
    /// The family; none for a matter of the team's own.
    pub case: Option<CaseId>,
    /// When it should be done; none for what has no day.
    pub day: Option<Day>,
    pub time: Option<Clock>,
    /// The week it is about.
    pub week: Option<Week>,
    /// Since when it waits, where that is known: the first of several calls.
    pub since: Option<Instant>,
    /// How many contacts, points or notes.
    pub count: u32,
    pub task: Option<TaskId>,
    /// A goal of one's own development.
    pub goal: Option<DevelopmentId>,
}

impl Todo {
    /// One thing to do on a day.
    pub fn new(kind: TodoKind, case: Option<CaseId>, day: Option<Day>) -> Todo {
        Todo {
            kind,
            case,
            day,
            time: None,
            week: None,
            since: None,
            count: 1,
            task: None,
            goal: None,
        }
    }

    /// How near it is; what has no day comes last.
    pub fn nearness(&self, today: Day) -> Option<Nearness> {
        self.day.map(|day| nearness(day, today))
    }
}

/// Orders things to do by time: what has a day first, within a day what has a time first.
pub fn order(todos: &mut [Todo]) {
    todos.sort_by_key(|todo| {
        (
            todo.day.is_none(),
            todo.day,
            todo.time.is_none(),
            todo.time,
            todo.kind,
            todo.case,
            todo.week,
        )
    });
}

/// What a family's row says its therapist has to do. `weeks` are the loops kept of this family, `from` the first
/// week in which the therapist carried it.
pub fn of_family(
    row: &FamilyWeek,
    weeks: &[CaseWeek],
    (rhythm, from): (Rhythm, Week),
    today: Day,
) -> Vec<Todo> {
    let mut todos = Vec::new();
    if row.my_role != Some(CareRole::Therapist) {
        return todos;
    }
    let case = Some(row.case.id);
    if row.summary.is_some() {
        todos.extend(summaries(row, weeks, (rhythm, from), today));
    }
    match row.safety {
        Some(Safety::Missing) => {
            todos.push(Todo::new(TodoKind::SafetyPlan, case, Some(today)));
        }
        Some(Safety::Overdue { since: day }) => {
            todos.push(Todo::new(TodoKind::SafetyPlan, case, Some(day)));
        }
        Some(Safety::Current { review }) if review.days_since(today) <= REVIEW_DAYS => {
            todos.push(Todo::new(TodoKind::SafetyPlan, case, Some(review)));
        }
        Some(Safety::Current { .. }) | None => {}
    }
    let missing = row
        .minimum
        .unwrap_or(0)
        .saturating_sub(row.figures.contacts);
    let by = match row.pace {
        Pace::Reached => None,
        Pace::Behind => Some(today),
        Pace::OnTheWay => Some(Week::of(today).day(FRIDAY)),
    };
    if let Some(by) = by {
        todos.push(Todo {
            count: missing,
            ..Todo::new(TodoKind::Contacts, case, Some(by))
        });
    }
    todos
}

fn summaries(
    row: &FamilyWeek,
    weeks: &[CaseWeek],
    (rhythm, from): (Rhythm, Week),
    today: Day,
) -> Vec<Todo> {
    let this = Week::of(today);
    let last = if today.weekday() >= SUMMARY_FROM {
        this
    } else {
        this.previous()
    };
    let is_handed_in = |week| {
        weeks
            .iter()
            .any(|kept| kept.week == week && kept.handed_in.is_some())
    };
    unsettled(&row.case, this, is_handed_in)
        .filter(|week| (from..=last).contains(week))
        .map(|week| {
            let due = rhythm.hand_in_due(week);
            Todo {
                time: Some(due.clock()),
                week: Some(week),
                ..Todo::new(TodoKind::Summary, Some(row.case.id), Some(due.day()))
            }
        })
        .collect()
}

/// A promise as a thing to do.
pub fn of_task(task: &Task) -> Todo {
    Todo {
        task: Some(task.id),
        ..Todo::new(TodoKind::Task, task.case, task.due_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::StaffId;
    use crate::team_week::tests::row;
    use crate::week::SummaryState;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn rhythm() -> Rhythm {
        Rhythm {
            hand_in_weekday: 1,
            hand_in_at: "12:00".parse().unwrap(),
            supervision_weekday: 2,
            consultation_weekday: 4,
        }
    }

    fn carried() -> FamilyWeek {
        let mut row = row("A", &[]);
        row.case.stage = crate::case::Stage::Open {
            on: day("2026-11-09"),
            phase: "understand".to_owned(),
            phase_on: day("2026-11-09"),
        };
        FamilyWeek {
            my_role: Some(CareRole::Therapist),
            summary: Some(SummaryState::Late),
            safety: Some(Safety::Current {
                review: day("2026-12-24"),
            }),
            ..row
        }
    }

    #[track_caller]
    fn check(row: &FamilyWeek, weeks: &[CaseWeek], today: &str, expected: &[(TodoKind, &str)]) {
        let from = Week::of(day("2026-01-05"));
        let mut todos = of_family(row, weeks, (rhythm(), from), day(today));
        order(&mut todos);
        let told: Vec<(TodoKind, String)> = todos
            .iter()
            .map(|todo| (todo.kind, todo.day.unwrap().to_string()))
            .collect();
        let expected: Vec<(TodoKind, String)> = expected
            .iter()
            .map(|(kind, day)| (*kind, (*day).to_owned()))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn every_week_since_the_beginning_is_asked_for_until_it_is_handed_in() {
        let missing = [
            (TodoKind::Summary, "2026-11-16"),
            (TodoKind::Summary, "2026-11-23"),
        ];
        check(&carried(), &[], "2026-11-24", &missing);
        let first = Week::of(day("2026-11-09"));
        let by = StaffId(Uuid::nil());
        let at = day("2026-11-16").at("09:00".parse().unwrap());
        let handed_in = CaseWeek {
            handed_in: Some((at, by)),
            ..CaseWeek::empty(CaseId(Uuid::nil()), first)
        };
        check(&carried(), &[handed_in], "2026-11-24", &missing[1..]);
    }

    #[test]
    fn the_running_week_is_asked_for_from_thursday_on() {
        let from_thursday = [
            (TodoKind::Summary, "2026-11-16"),
            (TodoKind::Summary, "2026-11-23"),
            (TodoKind::Summary, "2026-11-30"),
        ];
        check(&carried(), &[], "2026-11-26", &from_thursday);
    }

    #[test]
    fn contacts_and_the_plan_come_when_they_are_near() {
        let row = FamilyWeek {
            summary: None,
            pace: Pace::OnTheWay,
            safety: Some(Safety::Overdue {
                since: day("2026-11-20"),
            }),
            ..carried()
        };
        let both = [
            (TodoKind::SafetyPlan, "2026-11-20"),
            (TodoKind::Contacts, "2026-11-27"),
        ];
        check(&row, &[], "2026-11-24", &both);
        let resource = FamilyWeek {
            my_role: Some(CareRole::FamilyResource),
            ..row
        };
        check(&resource, &[], "2026-11-24", &[]);
    }
}
