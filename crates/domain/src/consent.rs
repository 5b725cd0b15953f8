//! Consents, and whose consent the law asks for at which age.

use crate::codes;
use crate::ids::{CaseId, ConsentId, PersonId, StaffId};
use crate::person::{Kin, Person};
use crate::time::Day;

/// One consent of one person, given or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub id: ConsentId,
    pub case: CaseId,
    pub person: PersonId,
    pub kind: ConsentKind,
    /// The party that information may go to; only for exchange.
    pub party: String,
    pub given: bool,
    pub on: Day,
    /// Who answered: the person or a guardian.
    pub by: PersonId,
    /// How it is known: a signed paper, words at a meeting.
    pub evidence: String,
    pub recorded_by: StaffId,
    pub withdrawn_on: Option<Day>,
    pub version: i64,
}

codes! {
    ConsentKind "consent-kind" {
        Treatment = "treatment",
        Exchange = "exchange",
        Interview = "interview",
        Research = "research",
        DrugTest = "drug_test",
        Recording = "recording",
    }

    /// Why the law might not accept a consent as it was given.
    Doubt "consent-doubt" {
        /// Too young to answer alone.
        GuardianNeeded = "guardian_needed",
        /// Old enough to answer alone where it is suitable, and nobody has written why it is.
        SuitabilityUnsaid = "suitability_unsaid",
        /// Old enough that nobody else answers.
        OwnNeeded = "own_needed",
        /// Whoever answered is no parent as far as the case knows.
        PerhapsNoGuardian = "perhaps_no_guardian",
        /// No day of birth, so no rule can be chosen.
        AgeUnknown = "age_unknown",
    }

    /// The bands of SoL 2025:400 21:1 for measures after assessment.
    AgeBand "age-band" {
        /// A guardian's consent is required.
        Under12 = "under_12",
        /// May be decided without the guardian if suitable and the child consents.
        From12To14 = "from_12_to_14",
        /// The young person's own consent decides.
        From15To17 = "from_15_to_17",
        Adult = "adult",
    }
}

/// Whether somebody can hold the custody of a child: a parent of age. Who does is known to the authority alone.
fn may_be_guardian(by: &Person, on: Day) -> bool {
    let of_age = by.age(on).is_none_or(|age| age >= 18);
    of_age && matches!(by.kin, Kin::Mother | Kin::Father | Kin::Other)
}

impl AgeBand {
    /// The band of an age in full years.
    pub fn of(age: u32) -> AgeBand {
        match age {
            0..12 => AgeBand::Under12,
            12..15 => AgeBand::From12To14,
            15..18 => AgeBand::From15To17,
            _ => AgeBand::Adult,
        }
    }
}

impl Consent {
    /// What makes the law doubt an answer as it was given (SoL 2025:400 21:1). It is kept all the same: what was said
    /// was said, and the doubt is shown beside it. A refusal is never doubted.
    pub fn doubt(&self, person: &Person, by: &Person) -> Option<Doubt> {
        if !self.given {
            return None;
        }
        let own = person.id == by.id;
        let Some(age) = person.age(self.on) else {
            return Some(Doubt::AgeUnknown);
        };
        match AgeBand::of(age) {
            AgeBand::Under12 if own => Some(Doubt::GuardianNeeded),
            AgeBand::From12To14 if own && self.kind == ConsentKind::Research => {
                Some(Doubt::GuardianNeeded)
            }
            AgeBand::From12To14 if own && self.evidence.trim().is_empty() => {
                Some(Doubt::SuitabilityUnsaid)
            }
            AgeBand::Under12 | AgeBand::From12To14 if !own && !may_be_guardian(by, self.on) => {
                Some(Doubt::PerhapsNoGuardian)
            }
            AgeBand::From15To17 | AgeBand::Adult if !own => Some(Doubt::OwnNeeded),
            _ => None,
        }
    }

    /// Whether the consent holds on a day.
    pub fn is_in_force(&self, on: Day) -> bool {
        self.given && self.on <= on && self.withdrawn_on.is_none_or(|end| on < end)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::person::sample;

    const ON: &str = "2026-11-23";

    /// An answer about a child born on a day, given by itself or by somebody of a kin.
    fn answer(born: &str, by: Option<Kin>) -> (Consent, Person, Person) {
        let mut child = sample(1, Kin::Child);
        child.born = born.parse().ok();
        let by = by.map_or_else(|| child.clone(), |kin| sample(2, kin));
        let consent = Consent {
            id: ConsentId(Uuid::from_u128(3)),
            case: child.case,
            person: child.id,
            kind: ConsentKind::Treatment,
            party: String::new(),
            given: true,
            on: ON.parse().unwrap(),
            by: by.id,
            evidence: "Sa det vid mötet".into(),
            recorded_by: StaffId(Uuid::from_u128(4)),
            withdrawn_on: None,
            version: 1,
        };
        (consent, child, by)
    }

    #[track_caller]
    fn check(born: &str, by: Option<Kin>, doubt: Option<Doubt>) {
        let (consent, child, by) = answer(born, by);
        assert_eq!(consent.doubt(&child, &by), doubt, "born {born}");
    }

    #[test]
    fn under_twelve_a_guardian_answers() {
        check("2014-11-24", None, Some(Doubt::GuardianNeeded));
        check("2014-11-24", Some(Kin::Mother), None);
        check(
            "2014-11-24",
            Some(Kin::Neighbour),
            Some(Doubt::PerhapsNoGuardian),
        );
    }

    #[test]
    fn from_twelve_the_child_may_answer_where_it_is_suitable() {
        check("2014-11-23", None, None);
        check("2014-11-23", Some(Kin::Father), None);
        let (mut consent, child, by) = answer("2014-11-23", None);
        consent.evidence = " ".into();
        assert_eq!(consent.doubt(&child, &by), Some(Doubt::SuitabilityUnsaid));
        consent.kind = ConsentKind::Research;
        assert_eq!(consent.doubt(&child, &by), Some(Doubt::GuardianNeeded));
    }

    #[test]
    fn from_fifteen_nobody_else_answers() {
        check("2011-11-23", None, None);
        check("2011-11-23", Some(Kin::Mother), Some(Doubt::OwnNeeded));
        check("1986-01-01", Some(Kin::Mother), Some(Doubt::OwnNeeded));
        check("", None, Some(Doubt::AgeUnknown));
    }

    #[test]
    fn a_refusal_is_never_doubted_and_a_withdrawn_consent_is_out_of_force() {
        let (mut consent, child, by) = answer("2020-01-01", None);
        let on: Day = ON.parse().unwrap();
        assert!(consent.is_in_force(on));
        consent.withdrawn_on = Some(on);
        assert!(!consent.is_in_force(on));
        consent.given = false;
        assert_eq!(consent.doubt(&child, &by), None);
    }
}
