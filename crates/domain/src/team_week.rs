//! A team's week: what a family's row says, what is worst, which rows are chosen and how they are ordered.

use std::cmp::Reverse;

use crate::case::{CareRole, Case, Safety};
use crate::codes;
use crate::ids::StaffId;
use crate::programme::Programme;
use crate::time::{Day, Week};
use crate::week::SummaryState;

/// What a team's list says of one family in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyWeek {
    /// Without its label where the reader may not see the family.
    pub case: Case,
    /// Whether the reader may open the case.
    pub may_see: bool,
    /// The role in which the reader carries the case.
    pub my_role: Option<CareRole>,
    /// The first therapist's name; empty before there is one.
    pub therapist: String,
    pub therapist_id: Option<StaffId>,
    /// The week of treatment.
    pub treatment_week: Option<i64>,
    pub figures: Figures,
    /// Contacts that the programme asks for in a week.
    pub minimum: Option<u32>,
    pub pace: Pace,
    /// The summary of the week before; none where there was nothing to sum up.
    pub summary: Option<SummaryState>,
    /// Weeks whose summary is late, the oldest first.
    pub late: Vec<Week>,
    /// The day for which the next interview is planned; none where none is.
    pub next_interview: Option<Day>,
    /// The state of the safety plan; none where the programme has none.
    pub safety: Option<Safety>,
    /// What calls for somebody's eyes, worst first.
    pub concerns: Vec<Concern>,
}

/// The counts of one family in one week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Contacts of the week that count towards the minimum.
    pub contacts: u32,
    pub steps_met: u32,
    pub steps_partly: u32,
    /// Not met, or not tried.
    pub steps_unmet: u32,
    /// Nobody has said yet how they went.
    pub steps_unjudged: u32,
    pub tasks_open: u32,
    pub tasks_overdue: u32,
    /// Incidents that the leader has not read.
    pub incidents_unread: u32,
    /// Calls of the night that nobody has taken over.
    pub calls_open: u32,
    /// Points of feedback without an answer.
    pub feedback_unanswered: u32,
}

impl Figures {
    /// All steps that were to be tried.
    pub fn steps(&self) -> u32 {
        self.steps_met + self.steps_partly + self.steps_unmet + self.steps_unjudged
    }
}

codes! {
    /// How the contacts of a week stand against the programme's minimum.
    Pace "pace" {
        /// There are enough, or the programme asks for none.
        Reached = "reached",
        /// The rest still fits into the working days left.
        OnTheWay = "on_the_way",
        /// More are missing than there are working days left.
        Behind = "behind",
    }

    /// What calls for somebody's eyes, the gravest first.
    Concern "concern" {
        /// A call of the night waits to be taken over.
        Handover = "handover",
        NoPlan = "no_plan",
        PlanOverdue = "plan_overdue",
        Incident = "incident",
        SummaryLate = "summary_late",
        FewContacts = "few_contacts",
        TaskOverdue = "task_overdue",
        NoStepMet = "no_step_met",
        OverLength = "over_length",
    }

    /// Which rows of a team's week are shown.
    Selection "selection" {
        All = "all",
        Late = "late",
        Safety = "safety",
        Mine = "mine",
        Few = "few",
    }

    /// What the rows of a team's week are ordered by.
    OrderBy "order-by" {
        Worst = "worst",
        Family = "family",
        Therapist = "therapist",
        Week = "week",
        Phase = "phase",
        Contacts = "contacts",
        Summary = "summary",
        Steps = "steps",
        Safety = "safety",
        Interview = "interview",
        Tasks = "tasks",
    }
}

/// The last working day of a week, Monday being 1.
const FRIDAY: i8 = 5;

/// How `count` contacts in `week` stand against the minimum, as seen on a day: nobody is behind on a Monday morning.
pub fn pace(count: u32, minimum: Option<u32>, week: Week, today: Day) -> Pace {
    let missing = minimum.unwrap_or(0).saturating_sub(count);
    let days_left = match Week::of(today) {
        this if this < week => i64::from(FRIDAY),
        this if this > week => 0,
        _ => i64::from((FRIDAY + 1 - today.weekday()).max(0)),
    };
    match i64::from(missing) {
        0 => Pace::Reached,
        missing if missing > days_left => Pace::Behind,
        _ => Pace::OnTheWay,
    }
}

impl Concern {
    /// Whether it concerns somebody's safety or a promise already broken.
    pub fn is_grave(self) -> bool {
        matches!(
            self,
            Concern::Handover
                | Concern::NoPlan
                | Concern::PlanOverdue
                | Concern::Incident
                | Concern::SummaryLate
        )
    }
}

impl FamilyWeek {
    /// What calls for somebody's eyes, worst first.
    pub fn find_concerns(&self, programme: &Programme, today: Day) -> Vec<Concern> {
        let steps = self.figures.steps();
        let judged = steps > 0 && self.figures.steps_unjudged < steps;
        let checks = [
            (Concern::Handover, self.figures.calls_open > 0),
            (Concern::NoPlan, self.safety == Some(Safety::Missing)),
            (
                Concern::PlanOverdue,
                matches!(self.safety, Some(Safety::Overdue { .. })),
            ),
            (Concern::Incident, self.figures.incidents_unread > 0),
            (Concern::SummaryLate, !self.late.is_empty()),
            (Concern::FewContacts, self.pace == Pace::Behind),
            (Concern::TaskOverdue, self.figures.tasks_overdue > 0),
            (
                Concern::NoStepMet,
                judged && self.figures.steps_met + self.figures.steps_partly == 0,
            ),
            (
                Concern::OverLength,
                is_over_length(&self.case, programme, today),
            ),
        ];
        checks
            .into_iter()
            .filter_map(|(concern, holds)| holds.then_some(concern))
            .collect()
    }

    /// The week to open for the one that is talked about: a treatment that began later has none before its first.
    pub fn week_to_read(&self, summed_up: Week) -> Week {
        let begun = self.case.opened_on().map(Week::of);
        begun.map_or(summed_up, |begun| begun.max(summed_up))
    }

    /// Whether a choice of rows shows this one.
    pub fn is_in(&self, selection: Selection) -> bool {
        match selection {
            Selection::All => true,
            Selection::Late => !self.late.is_empty(),
            Selection::Safety => {
                let grave = [
                    Concern::Handover,
                    Concern::NoPlan,
                    Concern::PlanOverdue,
                    Concern::Incident,
                ];
                self.concerns.iter().any(|one| grave.contains(one))
            }
            Selection::Mine => self.my_role.is_some(),
            Selection::Few => self.pace == Pace::Behind,
        }
    }
}

/// Whether a treatment has gone on for longer than the programme's longest.
pub fn is_over_length(case: &Case, programme: &Programme, today: Day) -> bool {
    let longest = programme.limits.length_months.as_ref();
    case.is_open()
        && case
            .opened_on()
            .zip(longest)
            .is_some_and(|(opened, months)| opened.plus_months(i64::from(months.value.max)) < today)
}

/// Orders rows; ties by code, so that a list never jumps. `phases` are the phase codes in the programme's order.
pub fn order(rows: &mut [FamilyWeek], by: OrderBy, phases: &[&str]) {
    rows.sort_by(|a, b| a.case.code.cmp(&b.case.code));
    match by {
        OrderBy::Family => {}
        OrderBy::Worst => rows.sort_by_key(|row| {
            let worst = row.concerns.first().copied();
            (worst.is_none(), worst, Reverse(row.concerns.len()))
        }),
        OrderBy::Therapist => rows.sort_by(|a, b| a.therapist.cmp(&b.therapist)),
        OrderBy::Week => rows.sort_by_key(|row| row.treatment_week),
        OrderBy::Phase => rows.sort_by_key(|row| phase_place(row, phases)),
        OrderBy::Contacts => rows.sort_by_key(|row| row.figures.contacts),
        OrderBy::Summary => rows.sort_by_key(|row| {
            let late = row.late.first().copied();
            (late.is_none(), late, row.summary.is_none(), row.summary)
        }),
        OrderBy::Steps => {
            rows.sort_by_key(|row| (row.figures.steps_met, Reverse(row.figures.steps())))
        }
        OrderBy::Safety => rows.sort_by_key(|row| match row.safety {
            Some(Safety::Missing) => (0, None),
            Some(Safety::Overdue { since }) => (1, Some(since)),
            Some(Safety::Current { review }) => (2, Some(review)),
            None => (3, None),
        }),
        OrderBy::Interview => {
            rows.sort_by_key(|row| (row.next_interview.is_none(), row.next_interview));
        }
        OrderBy::Tasks => rows.sort_by_key(|row| {
            (
                Reverse(row.figures.tasks_overdue),
                Reverse(row.figures.tasks_open),
            )
        }),
    }
}

fn phase_place(row: &FamilyWeek, phases: &[&str]) -> Option<usize> {
    match &row.case.stage {
        crate::case::Stage::Open { phase, .. } => phases.iter().position(|known| known == phase),
        _ => None,
    }
}

/// A day seen from today, for lists that say what is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    Past,
    Today,
    ThisWeek,
    Later,
}

/// How near a day is.
pub fn nearness(day: Day, today: Day) -> Nearness {
    match day {
        day if day < today => Nearness::Past,
        day if day == today => Nearness::Today,
        day if Week::of(day) == Week::of(today) => Nearness::ThisWeek,
        _ => Nearness::Later,
    }
}

#[cfg(test)]
pub(crate) mod tests;
