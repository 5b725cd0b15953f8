//! What a week still lacks: hints before it is handed in, never an obstacle.

use crate::codes;
use crate::week::{CaseWeek, Feedback, Fit, Step, WeekField, WeekText};

codes! {
    /// Something that a complete week has and this one does not.
    Gap "gap" {
        /// A point of last week's feedback has no follow-up.
        OpenPoints = "open_points",
        /// A step of the week before has no outcome.
        StepsUnjudged = "steps_unjudged",
        /// A step that was not met says nothing of how we know.
        StepsWithoutEvidence = "steps_without_evidence",
        NoAdvances = "no_advances",
        NoBarriers = "no_barriers",
        NoFit = "no_fit",
        /// A fit has no prioritised driver.
        NothingPrioritised = "nothing_prioritised",
        /// A prioritised driver is a guess.
        DriverWithoutEvidence = "driver_without_evidence",
        NoSteps = "no_steps",
        /// A step replaces no driver of the week's fits.
        StepWithoutDriver = "step_without_driver",
        /// A step has no intervention.
        StepWithoutIntervention = "step_without_intervention",
        NoSafety = "no_safety",
    }
}

/// Everything in a week that a gap can be found in.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    pub week: &'a CaseWeek,
    pub texts: &'a [WeekText],
    pub last_steps: &'a [Step],
    pub steps: &'a [Step],
    pub fits: &'a [Fit],
    /// Points of earlier weeks that still wait for their follow-up.
    pub open_points: &'a [Feedback],
}

/// What the week still lacks, in the order of the page.
pub fn gaps(written: &Written<'_>) -> Vec<Gap> {
    let has = |field| {
        let mut texts = written.texts.iter();
        texts.any(|text| text.field == field && !text.text.trim().is_empty())
    };
    let prioritised = |fit: &Fit| fit.drivers.iter().any(|driver| driver.prioritised);
    let mut drivers = written.fits.iter().flat_map(|fit| &fit.drivers);
    let judged_badly =
        |step: &Step| step.outcome.is_some() && step.carries_over() && step.evidence.is_empty();
    let checks = [
        (
            written.open_points.iter().any(Feedback::is_open),
            Gap::OpenPoints,
        ),
        (
            written.last_steps.iter().any(|step| step.outcome.is_none()),
            Gap::StepsUnjudged,
        ),
        (
            written.last_steps.iter().any(judged_badly),
            Gap::StepsWithoutEvidence,
        ),
        (!has(WeekField::Advances), Gap::NoAdvances),
        (!has(WeekField::Barriers), Gap::NoBarriers),
        (written.fits.is_empty(), Gap::NoFit),
        (
            written.fits.iter().any(|fit| !prioritised(fit)),
            Gap::NothingPrioritised,
        ),
        (
            drivers.any(|driver| driver.prioritised && driver.evidence.trim().is_empty()),
            Gap::DriverWithoutEvidence,
        ),
        (written.steps.is_empty(), Gap::NoSteps),
        (
            written.steps.iter().any(|step| step.driver.is_none()),
            Gap::StepWithoutDriver,
        ),
        (
            written
                .steps
                .iter()
                .any(|step| step.interventions.is_empty()),
            Gap::StepWithoutIntervention,
        ),
        (written.week.safety_change.is_none(), Gap::NoSafety),
    ];
    checks
        .into_iter()
        .filter_map(|(lacks, gap)| lacks.then_some(gap))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CaseId, StepId};
    use crate::time::{Instant, Week};
    use crate::week::StepOutcome;

    fn step(outcome: Option<StepOutcome>, evidence: &str) -> Step {
        let week = Week::of("2026-11-16".parse().unwrap());
        Step {
            id: StepId(uuid::Uuid::nil()),
            case: CaseId(uuid::Uuid::nil()),
            week,
            number: 1,
            goal: None,
            driver: None,
            text: "Malva väcker Fjäril en gång".into(),
            interventions: Vec::new(),
            principles: Vec::new(),
            outcome,
            evidence: evidence.into(),
            carried_from: None,
            changed_at: Instant(jiff::Timestamp::UNIX_EPOCH),
            judged_at: None,
            version: 1,
        }
    }

    #[track_caller]
    fn check(last: Step, has: &[Gap], has_not: &[Gap]) {
        let week = CaseWeek::empty(last.case, last.week.next());
        let found = gaps(&Written {
            week: &week,
            texts: &[],
            last_steps: &[last],
            steps: &[],
            fits: &[],
            open_points: &[],
        });
        for gap in has {
            assert!(found.contains(gap), "{gap:?} is missing in {found:?}");
        }
        for gap in has_not {
            assert!(!found.contains(gap), "{gap:?} is in {found:?}");
        }
    }

    #[test]
    fn an_outcome_closes_one_gap_and_may_open_another() {
        check(
            step(None, ""),
            &[Gap::StepsUnjudged, Gap::NoFit, Gap::NoSteps, Gap::NoSafety],
            &[Gap::StepsWithoutEvidence],
        );
        check(
            step(Some(StepOutcome::Partly), ""),
            &[Gap::StepsWithoutEvidence],
            &[Gap::StepsUnjudged],
        );
        check(
            step(Some(StepOutcome::Partly), "Två av fem"),
            &[Gap::NoAdvances],
            &[Gap::StepsUnjudged, Gap::StepsWithoutEvidence],
        );
        check(
            step(Some(StepOutcome::Met), ""),
            &[],
            &[Gap::StepsUnjudged, Gap::StepsWithoutEvidence],
        );
    }
}
