//! Screening: whether a family fits a programme, and what stands in the way.
//!
//! The program answers what it can count and shows the rest; it never decides. Whoever decides against an unmet
//! criterion says why.

use crate::case::{CriterionAnswer, ProtectionEvent, Screening};
use crate::ids::StaffId;
use crate::programme::{Criterion, EventRule, Programme, Range, Reading, RoleCode, Side};
use crate::time::Day;

/// One criterion with what is known of it for a case.
#[derive(Debug, Clone)]
pub struct Screened<'a> {
    pub side: Side,
    pub criterion: &'a Criterion,
    /// None while nobody has answered.
    pub answer: Option<&'a Screening>,
}

impl Screened<'_> {
    /// What the answer means; open while there is none, or while it lacks the words it rests on.
    pub fn reading(&self) -> Reading {
        match self.answer {
            None => Reading::Open,
            Some(_) if self.lacks_evidence() => Reading::Open,
            Some(given) => self.side.read(given.answer),
        }
    }

    /// Whether the programme asks what the answer rests on, and nobody has written it.
    pub fn lacks_evidence(&self) -> bool {
        self.criterion.evidence_required
            && self.answer.is_some_and(|given| {
                given.answer != CriterionAnswer::Unsure && given.evidence.trim().is_empty()
            })
    }

    /// Whether everybody whom the programme names has agreed to set it aside.
    pub fn is_set_aside(&self) -> bool {
        let roles = &self.criterion.overridable_by;
        !roles.is_empty() && roles.iter().all(|role| self.has_agreed(*role))
    }

    /// Whether somebody in this role has agreed to set it aside.
    pub fn has_agreed(&self, role: RoleCode) -> bool {
        self.answer.is_some_and(|given| match role {
            RoleCode::GroupLeader => given.override_leader.is_some(),
            RoleCode::Consultant => given.override_consultant.is_some(),
            _ => false,
        })
    }

    /// Whether it speaks against the family, and is not set aside.
    pub fn stands_in_the_way(&self) -> bool {
        self.reading() == Reading::Hinders && !self.is_set_aside()
    }
}

/// Every criterion of the programme, in its order, with the answers of a case.
pub fn screened<'a>(programme: &'a Programme, answers: &'a [Screening]) -> Vec<Screened<'a>> {
    programme
        .criteria
        .all()
        .map(|(side, criterion)| Screened {
            side,
            criterion,
            answer: answers.iter().find(|one| one.criterion == criterion.code),
        })
        .collect()
}

/// How a screening stands: what speaks against, what is still open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub criteria: usize,
    pub open: usize,
    /// Answered, but still open: the words it rests on are missing.
    pub unfounded: usize,
    /// Speaks against and is not set aside.
    pub hinders: usize,
    pub set_aside: usize,
}

impl Standing {
    /// The standing of these criteria.
    pub fn of(list: &[Screened<'_>]) -> Standing {
        let count = |test: fn(&Screened<'_>) -> bool| list.iter().filter(|one| test(one)).count();
        Standing {
            criteria: list.len(),
            open: count(|one| one.reading() == Reading::Open),
            unfounded: count(|one| one.lacks_evidence()),
            hinders: count(|one| one.stands_in_the_way()),
            set_aside: count(|one| one.reading() == Reading::Hinders && one.is_set_aside()),
        }
    }

    /// Whether nothing is open and nothing stands in the way. Otherwise a decision to accept needs a reason.
    pub fn is_clear(self) -> bool {
        self.open == 0 && self.hinders == 0
    }
}

/// What can be counted from the child's day of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeCheck {
    /// Full years on the day of the decision.
    pub age: Option<u32>,
    pub reading: Reading,
}

/// The child's age on a day against the programme's ages.
pub fn age_check(ages: Range, born: Option<Day>, on: Day) -> AgeCheck {
    let age = born.map(|born| born.age(on));
    let reading = match age {
        None => Reading::Open,
        Some(age) if ages.contains(age) => Reading::Fits,
        Some(_) => Reading::Hinders,
    };
    AgeCheck { age, reading }
}

/// What can be counted from the event that brought the family to child protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventCheck {
    /// Days from the event to the decision; negative if it is said to have come after.
    pub days: Option<i64>,
    pub reading: Reading,
}

/// The days from the event to the day of the decision against the programme's rule.
pub fn event_check(rule: &EventRule, event: Option<&ProtectionEvent>, on: Day) -> EventCheck {
    let days = event.map(|event| on.days_since(event.on));
    let reading = match days {
        None => Reading::Open,
        Some(days) if days < 0 => Reading::Open,
        Some(days) if days <= i64::from(rule.within_days.value) => Reading::Fits,
        Some(_) => Reading::Hinders,
    };
    EventCheck { days, reading }
}

/// Whose word it is when a criterion is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Leader,
    Consultant,
}

impl Screening {
    /// The same criterion answered anew. Who had set aside another answer has not agreed to this one.
    pub fn answered(
        self,
        answer: CriterionAnswer,
        evidence: &str,
        by: StaffId,
        on: Day,
    ) -> Screening {
        let kept = self.answer == answer;
        Screening {
            answer,
            evidence: evidence.to_owned(),
            by,
            on,
            override_reason: if kept {
                self.override_reason
            } else {
                String::new()
            },
            override_leader: self.override_leader.filter(|_| kept),
            override_consultant: self.override_consultant.filter(|_| kept),
            ..self
        }
    }

    /// Somebody agrees to set the criterion aside. Words are added to those that are there.
    pub fn agreed(self, voice: Voice, by: StaffId, reason: &str) -> Screening {
        let words: Vec<&str> = [self.override_reason.trim(), reason.trim()]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect();
        let override_reason = words.join("\n");
        match voice {
            Voice::Leader => Screening {
                override_reason,
                override_leader: Some(by),
                ..self
            },
            Voice::Consultant => Screening {
                override_reason,
                override_consultant: Some(by),
                ..self
            },
        }
    }

    /// Somebody takes their agreement back; what was written stays.
    pub fn disagreed(self, voice: Voice) -> Screening {
        match voice {
            Voice::Leader => Screening {
                override_leader: None,
                ..self
            },
            Voice::Consultant => Screening {
                override_consultant: None,
                ..self
            },
        }
    }
}

#[cfg(test)]
mod tests;
