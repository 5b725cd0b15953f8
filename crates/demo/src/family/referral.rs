//! Screening, who carries the case, and the stable part of the week page.

use hemma_domain::case::{Care, CareRole, CriterionAnswer, DeclineReason, Screening, Stage};
use hemma_domain::code::Code;
use hemma_domain::ids::{CareId, FrameItemId, GoalId, NoteId, StaffId};
use hemma_domain::note::{Lock, Note, NoteKind};
use hemma_domain::time::Day;
use hemma_domain::week::{FrameItem, FrameKind, Goal, GoalState};

use super::Writer;
use crate::row::{Row, hour};
use crate::seats::{Reach, Tale};

impl Writer<'_> {
    pub(super) fn screening(&mut self) {
        let (includes, excludes) = criteria(&self.place.team.programme);
        let received = self.family.case.received_on;
        let on = received.plus(self.dice.between(0, 3)).min(self.time.today);
        // While an assignment is new, some criteria have no answer yet.
        let answered = match self.seat.reach {
            Reach::Referred => includes.len(),
            _ => includes.len() + excludes.len(),
        };
        let all = includes.iter().map(|code| (*code, true));
        let all = all.chain(excludes.iter().map(|code| (*code, false)));
        for (code, include) in all.take(answered) {
            let screening = self.answer(code, include, on);
            self.family.screenings.push(screening);
        }
        self.set_aside();
    }

    fn answer(&mut self, code: &str, include: bool, on: Day) -> Screening {
        let pool = &self.bank.pools.pool;
        let list = if include {
            &pool.screening
        } else {
            &pool.screening_no
        };
        let told = &self.story.assignment.screening;
        let evidence = match (include, told.is_empty()) {
            (true, false) => told.clone(),
            _ => self.dice.text(list).to_owned(),
        };
        Screening {
            criterion: code.to_owned(),
            answer: if include {
                CriterionAnswer::Yes
            } else {
                CriterionAnswer::No
            },
            evidence,
            by: self.place.crew.leader,
            on,
            override_reason: String::new(),
            override_leader: None,
            override_consultant: None,
            version: 1,
        }
    }

    /// Says why an assignment was not taken: in the stage, in the criteria and in the journal.
    pub(super) fn declined(&mut self) {
        let row = self.dice.text(&self.bank.pools.pool.decline).to_owned();
        let row = Row(&row);
        let why = DeclineReason::from_code(row.at(0)).unwrap_or(DeclineReason::Other);
        let Stage::Declined { on, reason } = &mut self.family.case.stage else {
            return;
        };
        *reason = why;
        let on = *on;
        if why == DeclineReason::Criteria
            && let Some(screening) = self.family.screenings.get_mut(1)
        {
            screening.answer = CriterionAnswer::No;
            row.at(1).clone_into(&mut screening.evidence);
        }
        let written_at = on.at(hour(15, 30)).min(self.time.now);
        let note = Note {
            id: NoteId(self.dice.id()),
            case: self.family.case.id,
            kind: NoteKind::Note,
            on,
            heading: "Uppdraget tas inte emot".to_owned(),
            body: row.at(1).to_owned(),
            source: String::new(),
            author: self.place.crew.leader,
            written_at,
            lock: Lock::Signed { at: written_at },
            about: None,
            persons: vec![self.child()],
            version: 1,
        };
        self.family.notes.push(note);
    }

    /// A criterion that leader and consultant set aside together.
    fn set_aside(&mut self) {
        let reason = &self.story.assignment.set_aside;
        if reason.is_empty() {
            return;
        }
        let violence = self
            .family
            .screenings
            .iter_mut()
            .find(|screening| screening.criterion == "violence_between_adults");
        if let Some(screening) = violence {
            screening.answer = CriterionAnswer::Yes;
            "Uppgift från polis och föräldrar.".clone_into(&mut screening.evidence);
            screening.override_reason.clone_from(reason);
            screening.override_leader = Some(self.place.crew.leader);
            screening.override_consultant = self.place.crew.consultant;
        }
    }

    pub(super) fn cares(&mut self) {
        let until = self.time.ended.map(|day| day.plus(1));
        let therapist = self.therapist();
        let crew = self.place.crew;
        let changed = self.seat.tale == Tale::Threads
            && self.time.weeks > 12
            && crew.therapists.len() > 1
            && self.dice.chance(12);
        if changed {
            let at = self.time.day(6, 1);
            let before = crew
                .therapists
                .get((self.seat.therapist + 1) % crew.therapists.len())
                .copied()
                .unwrap_or(therapist);
            self.care(before, CareRole::Therapist, (self.time.opened, Some(at)));
            self.care(therapist, CareRole::Therapist, (at, until));
        } else {
            let opened = self.time.opened;
            self.care(therapist, CareRole::Therapist, (opened, until));
        }
        let opened = self.time.opened;
        if let Some(resource) = crew.resource {
            self.care(resource, CareRole::FamilyResource, (opened, until));
        }
        let seen = !self.story.trauma.is_empty() || self.dice.chance(25);
        if let Some(psychiatrist) = crew.psychiatrist.filter(|_| seen) {
            self.care(psychiatrist, CareRole::Psychiatrist, (opened, until));
        }
    }

    fn care(&mut self, staff: StaffId, role: CareRole, (from, to): (Day, Option<Day>)) {
        let care = Care {
            id: CareId(self.dice.id()),
            case: self.family.case.id,
            staff,
            role,
            from,
            to,
        };
        self.family.cares.push(care);
    }

    /// Referral behaviours, what each participant wants, and the overarching goals.
    pub(super) fn stable_part(&mut self) {
        let story = self.story;
        let mut number = 0;
        for text in &story.behaviour {
            number += 1;
            let item = FrameItem {
                id: FrameItemId(self.dice.id()),
                case: self.family.case.id,
                kind: FrameKind::Behaviour,
                number,
                subject: text.text.clone(),
                wish: String::new(),
                frequency: text.frequency.clone(),
                intensity: text.intensity.clone(),
                duration: text.duration.clone(),
                version: 1,
            };
            self.family.frame.push(item);
        }
        for person in &story.person {
            let Some(wish) = story.desired.get(&person.key) else {
                continue;
            };
            number += 1;
            let item = FrameItem {
                id: FrameItemId(self.dice.id()),
                case: self.family.case.id,
                kind: FrameKind::Outcome,
                number,
                subject: person
                    .name
                    .rsplit_once(' ')
                    .map_or("", |name| name.0)
                    .to_owned(),
                wish: wish.clone(),
                frequency: String::new(),
                intensity: String::new(),
                duration: String::new(),
                version: 1,
            };
            self.family.frame.push(item);
        }
        self.goals();
    }

    fn goals(&mut self) {
        let story = self.story;
        let set_on = self.time.settle(self.time.opened.plus(6));
        let ends: &[String] = story.closing.as_ref().map_or(&[], |closing| &closing.goals);
        for (index, text) in story.goals.list.iter().enumerate() {
            let (text, measure) = text.split_once(" Mäts: ").unwrap_or((text, ""));
            let state = match ends.get(index).map(String::as_str) {
                Some("met") => GoalState::Met,
                Some("partly") => GoalState::Partly,
                Some(_) => GoalState::NotMet,
                None => GoalState::Active,
            };
            let goal = Goal {
                id: GoalId(self.dice.id()),
                case: self.family.case.id,
                number: u32::try_from(index + 1).unwrap_or(1),
                text: text.to_owned(),
                measure: measure.to_owned(),
                state,
                set_on,
                ended_on: self.time.ended.filter(|_| state != GoalState::Active),
                version: 1,
            };
            self.family.goals.push(goal);
        }
    }
}

/// The criteria of a programme: those that include and those that exclude.
fn criteria(programme: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match programme {
        "MST-CAN" => (
            &[
                "child_age",
                "abuse_or_neglect",
                "recent_event",
                "lives_at_home",
                "caregiver_takes_part",
            ],
            &[
                "violence_between_adults",
                "sexual_abuse_by_caregiver",
                "acute_crisis",
                "detox_first",
                "no_caregiver",
            ],
        ),
        "MST" => (
            &["youth_age", "serious_behaviour", "has_caregiver"],
            &[
                "acute_crisis",
                "sexual_offending_only",
                "lives_alone",
                "autism",
            ],
        ),
        _ => (&["child_age", "conflicts"], &["needs_other_help_first"]),
    }
}
