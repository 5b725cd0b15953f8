//! The weekly loop of one case: what was aimed at, what happened, why it makes sense, what comes next.

pub mod gap;

use crate::case::{Case, Stage};
use crate::codes;
use crate::ids::{CaseId, DriverId, FeedbackId, FitId, FrameItemId, GoalId, StaffId, StepId};
use crate::team::Rhythm;
use crate::time::{Day, Instant, Week};

/// A case's loop in one week, with the times of its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseWeek {
    pub case: CaseId,
    pub week: Week,
    /// Whether anything about the family's safety changed; none while nobody said.
    pub safety_change: Option<SafetyChange>,
    pub handed_in: Option<(Instant, StaffId)>,
    /// The team talked about it.
    pub supervised_at: Option<Instant>,
    /// What the meeting decided; empty if nothing.
    pub decisions: String,
    /// The version of the decisions alone, which others write than the week itself.
    pub decisions_version: i64,
    /// The consultant answered.
    pub consulted_at: Option<Instant>,
    /// The last change of anything in the week.
    pub changed_at: Option<Instant>,
    pub version: i64,
}

/// What the board says about a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryState {
    /// Not handed in, and past its time.
    Late,
    /// Not handed in, in time.
    Open,
    /// Handed in after its time.
    HandedInLate,
    /// Handed in.
    HandedIn,
    /// Talked about in supervision.
    Supervised,
    /// The consultant answered too.
    Consulted,
}

impl CaseWeek {
    /// A week that nobody wrote in yet.
    pub fn empty(case: CaseId, week: Week) -> CaseWeek {
        CaseWeek {
            case,
            week,
            safety_change: None,
            handed_in: None,
            supervised_at: None,
            decisions: String::new(),
            decisions_version: 0,
            consulted_at: None,
            changed_at: None,
            version: 0,
        }
    }

    /// Where the summary stands; a late one stays visible, nothing is locked.
    pub fn state(&self, rhythm: Rhythm, now: Instant) -> SummaryState {
        let due = rhythm.hand_in_due(self.week);
        match self.handed_in {
            _ if self.consulted_at.is_some() => SummaryState::Consulted,
            _ if self.supervised_at.is_some() => SummaryState::Supervised,
            Some((at, _)) if at > due => SummaryState::HandedInLate,
            Some(_) => SummaryState::HandedIn,
            None if now > due => SummaryState::Late,
            None => SummaryState::Open,
        }
    }

    /// Whether nobody waits for its summary any more: it was handed in, or talked about.
    pub fn is_settled(&self) -> bool {
        self.handed_in.is_some() || self.supervised_at.is_some() || self.consulted_at.is_some()
    }
}

/// The weeks that a case can have: from its opening until it closed, at most until now. None before opening.
pub fn span(case: &Case, now: Week) -> Option<(Week, Week)> {
    let first = Week::of(case.opened_on()?);
    let last = match case.stage {
        Stage::Closed { on, .. } => Week::of(on).min(now),
        _ => now,
    };
    (first <= last).then_some((first, last))
}

/// Weeks back in which a summary that was never handed in is still asked for.
pub const LATE_WEEKS: i64 = 4;

/// The weeks of a treatment that somebody may still wait for the summary of, this one and the last before it, the oldest
/// first: those that are not settled.
pub fn unsettled(
    case: &Case,
    this: Week,
    is_settled: impl Fn(Week) -> bool,
) -> impl Iterator<Item = Week> {
    let span = span(case, this);
    (-LATE_WEEKS..=0)
        .map(move |back| this.plus(back))
        .filter(move |week| span.is_some_and(|(first, last)| (first..=last).contains(week)))
        .filter(move |week| !is_settled(*week))
}

/// Those of them whose time has passed.
pub fn late(
    case: &Case,
    is_settled: impl Fn(Week) -> bool,
    (rhythm, now): (Rhythm, Instant),
) -> Vec<Week> {
    unsettled(case, Week::of(now.day()), is_settled)
        .filter(|week| rhythm.hand_in_due(*week) < now)
        .collect()
}

codes! {
    /// The free texts of a week, each saved by itself.
    WeekField "week-field" {
        Advances = "advances",
        Barriers = "barriers",
        Question = "question",
        Safety = "safety",
    }

    /// Whether anything about the family's safety changed in the week.
    SafetyChange "safety-change" {
        Unchanged = "unchanged",
        Better = "better",
        Worse = "worse",
    }

    /// A section of the page that feedback can speak of.
    Section "section" {
        Frame = "frame",
        Steps = "steps",
        Advances = "advances",
        Barriers = "barriers",
        Fit = "fit",
        NewSteps = "new_steps",
        Question = "question",
        Safety = "safety",
        Whole = "whole",
    }

    /// How a step went.
    StepOutcome "step-outcome" {
        Met = "met",
        Partly = "partly",
        NotMet = "not_met",
        NotTried = "not_tried",
    }

    /// How an overarching goal stands.
    GoalState "goal-state" {
        Active = "active",
        Met = "met",
        Partly = "partly",
        NotMet = "not_met",
        Dropped = "dropped",
    }

    /// What a fit explains.
    FitKind "fit-kind" {
        Behaviour = "behaviour",
        Barrier = "barrier",
        Interaction = "interaction",
        Success = "success",
    }

    /// The rows of the stable part of the page.
    FrameKind "frame-kind" {
        Behaviour = "behaviour",
        Outcome = "outcome",
    }

    /// Who gives written feedback.
    Voice "voice" {
        Leader = "leader",
        Consultant = "consultant",
    }

    /// What became of a feedback point the week after.
    FollowUp "follow-up" {
        Done = "done",
        Partly = "partly",
        NotDone = "not_done",
    }
}

/// One free text of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekText {
    pub field: WeekField,
    pub text: String,
    pub by: StaffId,
    pub at: Instant,
    pub version: i64,
}

/// A row of the stable part: a referral behaviour, or what a participant wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameItem {
    pub id: FrameItemId,
    pub case: CaseId,
    pub kind: FrameKind,
    pub number: u32,
    /// The behaviour, or the participant.
    pub subject: String,
    /// What the participant wants; empty for a behaviour.
    pub wish: String,
    pub frequency: String,
    pub intensity: String,
    pub duration: String,
    pub version: i64,
}

/// An overarching goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    pub id: GoalId,
    pub case: CaseId,
    pub number: u32,
    pub text: String,
    /// How we will know.
    pub measure: String,
    pub state: GoalState,
    pub set_on: Day,
    pub ended_on: Option<Day>,
    pub version: i64,
}

/// Why a behaviour, barrier, interaction or success makes sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    pub id: FitId,
    pub case: CaseId,
    pub week: Week,
    pub number: u32,
    pub kind: FitKind,
    pub target: String,
    pub drivers: Vec<Driver>,
    pub changed_at: Instant,
    pub version: i64,
}

/// One reason, in one of the programme's systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    pub id: DriverId,
    pub fit: FitId,
    pub number: u32,
    /// A system code of the programme.
    pub system: String,
    pub text: String,
    pub evidence: String,
    pub prioritised: bool,
    pub changed_at: Instant,
    pub version: i64,
}

/// An intermediary goal of one week: the behaviour that replaces a driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub case: CaseId,
    /// The week it was set in; it is judged in the week after.
    pub week: Week,
    pub number: u32,
    pub goal: Option<GoalId>,
    pub driver: Option<DriverId>,
    pub text: String,
    pub interventions: Vec<Intervention>,
    /// Principle codes of the programme.
    pub principles: Vec<String>,
    pub outcome: Option<StepOutcome>,
    pub evidence: String,
    /// The step of the week before that this one carries on.
    pub carried_from: Option<StepId>,
    /// The last change of what is to be done.
    pub changed_at: Instant,
    /// When its outcome was last said.
    pub judged_at: Option<Instant>,
    pub version: i64,
}

/// What is done towards a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intervention {
    pub what: String,
    pub who: String,
    pub when: String,
    pub measure: String,
}

/// One point of written feedback, its answer, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub id: FeedbackId,
    pub case: CaseId,
    pub week: Week,
    pub section: Section,
    pub voice: Voice,
    pub by: StaffId,
    pub at: Instant,
    pub text: String,
    pub answer: String,
    pub answered: Option<(Instant, StaffId)>,
    pub follow_up: Option<FollowUp>,
    /// The week in which the follow-up was marked.
    pub followed_in: Option<Week>,
    pub follow_note: String,
    pub version: i64,
}

impl Feedback {
    /// Whether next week must still say what became of the point.
    pub fn is_open(&self) -> bool {
        self.follow_up.is_none()
    }

    /// Whether somebody can still change the words: their own, and nobody has answered them or marked what became of
    /// them.
    pub fn can_be_reworded_by(&self, staff: StaffId) -> bool {
        self.by == staff && self.answered.is_none() && self.is_open()
    }
}

impl Step {
    /// Whether next week takes it up again by itself: it was not met and nobody let it go.
    pub fn carries_over(&self) -> bool {
        !matches!(self.outcome, Some(StepOutcome::Met))
    }

    /// The same step set again in the week after; which driver it replaces is for that week's fits to say.
    pub fn carried(&self, id: StepId, number: u32, at: Instant) -> Step {
        Step {
            id,
            week: self.week.next(),
            number,
            driver: None,
            outcome: None,
            evidence: String::new(),
            carried_from: Some(self.id),
            changed_at: at,
            judged_at: None,
            version: 1,
            ..self.clone()
        }
    }

    /// Whether nobody wrote in it since it was carried over.
    pub fn is_untouched_copy(&self) -> bool {
        self.carried_from.is_some() && self.version == 1
    }
}

/// Limits of one week page: what a person can still read in a meeting.
pub mod limit {
    /// Steps in one week.
    pub const STEPS: usize = 12;
    /// Fits in one week.
    pub const FITS: usize = 6;
    /// Drivers in one fit: what a drawn circle holds.
    pub const DRIVERS: usize = 20;
    /// Interventions of one step.
    pub const INTERVENTIONS: usize = 8;
    /// Overarching goals of one case.
    pub const GOALS: usize = 12;
    /// Rows of the stable part.
    pub const FRAME_ITEMS: usize = 24;
    /// Letters of one text: ten pages.
    pub const TEXT_CHARS: usize = 20_000;
    /// Letters of one line: a driver, a subject, who does what.
    pub const LINE_CHARS: usize = 1_000;
    /// Feedback points in one week.
    pub const FEEDBACK: usize = 60;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_late_from_the_hour_on_until_it_is_settled() {
        let mut case = crate::team_week::tests::row("A", &[]).case;
        let day = |text: &str| text.parse::<Day>().unwrap();
        let week = |text: &str| Week::of(day(text));
        case.stage = Stage::Open {
            on: day("2026-11-02"),
            phase: "understand".to_owned(),
            phase_on: day("2026-11-02"),
        };
        let rhythm = Rhythm {
            hand_in_weekday: 1,
            hand_in_at: "12:00".parse().unwrap(),
            supervision_weekday: 2,
            consultation_weekday: 4,
        };
        let late = |settled: &[Week], on: &str, at: &str| {
            let now = day(on).at(at.parse().unwrap());
            late(&case, |week| settled.contains(&week), (rhythm, now))
        };
        let [first, second] = [week("2026-11-02"), week("2026-11-09")];
        assert_eq!(late(&[], "2026-11-09", "12:00"), []);
        assert_eq!(late(&[], "2026-11-09", "12:01"), [first]);
        assert_eq!(late(&[], "2026-11-17", "08:00"), [first, second]);
        assert_eq!(late(&[second], "2026-11-17", "08:00"), [first]);
        assert_eq!(late(&[first, second], "2026-11-17", "08:00"), []);
        // Older ones are history.
        let all = late(&[], "2027-02-01", "12:01");
        assert_eq!(
            all,
            [
                week("2027-01-04"),
                week("2027-01-11"),
                week("2027-01-18"),
                week("2027-01-25")
            ]
        );
    }
}
