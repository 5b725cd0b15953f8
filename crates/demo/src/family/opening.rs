//! The case and the decision that started it.

use hemma_domain::case::{Assignment, Case, DeclineReason, LegalBasis, ProtectionEvent, Stage};
use hemma_domain::ids::{AssignmentId, CaseId};
use hemma_domain::time::Day;

use super::{Family, Place};
use crate::course::Course;
use crate::dice::Dice;
use crate::house::Handler;
use crate::seats::{Reach, Seat};
use crate::text::Story;

/// What a case begins with.
pub(super) struct Opening<'a> {
    pub(super) seat: &'a Seat,
    pub(super) place: Place<'a>,
    pub(super) time: &'a Course,
    pub(super) story: &'a Story,
    pub(super) handler: &'a Handler,
}

impl Opening<'_> {
    /// The family with its case and decision; nothing else is written yet.
    pub(super) fn family(&self, dice: &mut Dice) -> Family {
        let case = self.case(dice);
        let assignment = self.assignment(case.id, dice);
        Family {
            phases: past_phases(self.time, &case),
            case,
            assignment,
            screenings: Vec::new(),
            persons: Vec::new(),
            bonds: Vec::new(),
            ties: Vec::new(),
            consents: Vec::new(),
            cares: Vec::new(),
            frame: Vec::new(),
            goals: Vec::new(),
            weeks: Vec::new(),
            fits: Vec::new(),
            steps: Vec::new(),
            feedback: Vec::new(),
            contacts: Vec::new(),
            notes: Vec::new(),
            artefacts: Vec::new(),
            signatures: Vec::new(),
            incidents: Vec::new(),
            tasks: Vec::new(),
            reports: Vec::new(),
            outcomes: Vec::new(),
            follow_ups: Vec::new(),
        }
    }

    fn case(&self, dice: &mut Dice) -> Case {
        let label = self
            .story
            .person
            .first()
            .and_then(|person| person.name.rsplit(' ').next());
        Case {
            id: CaseId(dice.id()),
            board: self.place.board.id,
            team: self.place.team.id,
            programme: self.place.team.programme.clone(),
            programme_version: 1,
            code: self.seat.code.clone(),
            label: label.unwrap_or_default().to_owned(),
            stage: self.stage(dice),
            received_on: self.seat.received,
            event: self.event(),
            safety_review_on: None,
            protected: !self.story.protected.is_empty(),
            staff_warning: !self.story.staff_safety.is_empty(),
            version: 1,
        }
    }

    fn event(&self) -> Option<ProtectionEvent> {
        let text = &self.story.assignment;
        match text.event.as_str() {
            "" | "other" => None,
            kind => Some(ProtectionEvent {
                kind: kind.replace('-', "_"),
                on: self.seat.received.plus(-i64::from(text.event_days_before)),
            }),
        }
    }

    fn assignment(&self, case: CaseId, dice: &mut Dice) -> Assignment {
        let text = &self.story.assignment;
        let decided_on = self.seat.received.plus(-dice.between(1, 6));
        let months = i64::from(text.period_months.max(4));
        let reason = [text.reason.as_str(), text.event_text.as_str()].join("\n\n");
        Assignment {
            id: AssignmentId(dice.id()),
            case,
            authority: self.handler.authority.clone(),
            handler: self.handler.name.clone(),
            handler_phone: self.handler.phone.clone(),
            number: format!("{}-{:05}", decided_on.0.year(), dice.between(1000, 99_999)),
            decided_on,
            basis: match text.basis.as_str() {
                "SoL 11:4" => LegalBasis::Sol11_4,
                "SoL 11:5" => LegalBasis::Sol11_5,
                "LVU 22 §" => LegalBasis::Lvu22,
                _ => LegalBasis::Sol11_1,
            },
            from: decided_on,
            to: Some(decided_on.plus_months(months + 2)),
            reviewed_on: None,
            reason: reason.trim().to_owned(),
        }
    }

    fn stage(&self, dice: &mut Dice) -> Stage {
        match self.seat.reach {
            Reach::Referred => Stage::Referred,
            Reach::Waiting { rank } => Stage::Waiting { rank },
            Reach::Declined => Stage::Declined {
                on: self.seat.received.plus(dice.between(4, 14)),
                // The reason is chosen with its words.
                reason: DeclineReason::Other,
            },
            Reach::Open => Stage::Open {
                on: self.time.opened,
                phase: self.story.stage.clone(),
                phase_on: phase_on(self.time, &self.story.stage),
            },
            Reach::Closed => Stage::Closed {
                opened_on: self.time.opened,
                on: self.time.ended.unwrap_or(self.time.today),
                reason: self
                    .story
                    .closing
                    .as_ref()
                    .map_or("administrative", |closing| &closing.reason)
                    .to_owned(),
            },
        }
    }
}

/// The phases that are over, each with its first day: all of them once the case is closed.
fn past_phases(time: &Course, case: &Case) -> Vec<(String, Day)> {
    let (present, end) = match &case.stage {
        Stage::Open {
            phase, phase_on, ..
        } => (phase.as_str(), *phase_on),
        Stage::Closed { on, .. } => ("", on.plus(1)),
        _ => return Vec::new(),
    };
    let all: &[&str] = if case.programme == "KOMET" {
        &["sessions"]
    } else {
        &["understand", "change", "sustain"]
    };
    let past = all.iter().take_while(|phase| **phase != present);
    let mut past: Vec<(String, Day)> = past
        .map(|phase| ((*phase).to_owned(), phase_on(time, phase)))
        .filter(|(_, from)| *from < end)
        .collect();
    // In a short treatment two would begin on one day; the later one is the one that was worked in.
    past.reverse();
    past.dedup_by_key(|(_, from)| *from);
    past.reverse();
    past
}

/// The day on which the present phase began.
fn phase_on(time: &Course, phase: &str) -> Day {
    let day = match phase {
        "change" => time.day(time.weeks.clamp(1, 4), 2),
        "sustain" => time.day(time.weeks.saturating_sub(4).max(1), 2),
        _ => time.opened,
    };
    day.max(time.opened).min(time.today)
}
