//! People in care and around them. None of them is a user.

use crate::codes;
use crate::ids::{BondId, CaseId, PersonId};
use crate::time::Day;

/// Somebody in or around a family. All of it is sealed in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub case: CaseId,
    pub given_name: String,
    pub family_name: String,
    pub kin: Kin,
    pub sex: Sex,
    pub born: Option<Day>,
    pub identity: Option<Identity>,
    pub in_household: bool,
    pub deceased: bool,
    /// BCP 47, as in `so`.
    pub language: String,
    pub interpreter: bool,
    pub phone: String,
    pub address: String,
    pub door_code: String,
    pub protection: Protection,
    /// Must not learn where the family lives.
    pub must_not_know_address: bool,
    /// What staff must know before they visit; empty if nothing.
    pub staff_safety: String,
    pub remark: String,
    pub version: i64,
}

codes! {
    /// What the person is to the child that the case is about.
    Kin "kin" {
        Child = "child",
        Sibling = "sibling",
        Mother = "mother",
        Father = "father",
        StepParent = "step_parent",
        Grandparent = "grandparent",
        Relative = "relative",
        FosterParent = "foster_parent",
        Friend = "friend",
        Neighbour = "neighbour",
        School = "school",
        HealthCare = "health_care",
        SocialServices = "social_services",
        Other = "other",
    }

    Sex "sex" {
        Female = "female",
        Male = "male",
        Other = "other",
        Unknown = "unknown",
    }

    /// How far the person's whereabouts are secret (OSL 21:3, FOL 16 §).
    Protection "protection" {
        None = "none",
        /// *Sekretessmarkering*: a warning that asks for a careful test.
        Marked = "marked",
        /// *Skyddad folkbokföring*: registered elsewhere.
        Registration = "registration",
        /// *Fingerade personuppgifter*: another identity.
        Fictitious = "fictitious",
    }

    /// What kind of number identifies the person.
    IdentityKind "identity-kind" {
        Personal = "personal",
        Coordination = "coordination",
        /// National reserve number of health care.
        Reserve = "reserve",
        /// A number of the authority's own.
        Local = "local",
    }

    /// How two persons belong together, for the genogram.
    BondKind "bond-kind" {
        Together = "together",
        Separated = "separated",
        Divorced = "divorced",
        /// The first is the parent of the second.
        Parent = "parent",
        AdoptiveParent = "adoptive_parent",
        FosterParent = "foster_parent",
    }

    /// How strong a tie to the network is, for the ecomap.
    TieStrength "tie-strength" {
        Strong = "strong",
        Ordinary = "ordinary",
        Weak = "weak",
        Strained = "strained",
        Broken = "broken",
    }
}

/// A number that identifies a person, kept in its long form; see [`crate::identity`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub kind: IdentityKind,
    /// Normalised: twelve digits for personal and coordination numbers.
    pub number: String,
}

/// A bond between two persons of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bond {
    pub id: BondId,
    pub case: CaseId,
    pub kind: BondKind,
    pub a: PersonId,
    pub b: PersonId,
}

/// A tie of the family to somebody in its network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub id: BondId,
    pub case: CaseId,
    /// The person, where one is recorded; else the label says who.
    pub person: Option<PersonId>,
    pub label: String,
    /// A system code of the programme.
    pub system: String,
    pub strength: TieStrength,
}

impl Person {
    /// First name and family name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }

    /// Full years of age; none while the day of birth is unknown.
    pub fn age(&self, on: Day) -> Option<u32> {
        self.born.map(|born| born.age(on))
    }

    /// Whether the person's whereabouts are secret.
    pub fn is_protected(&self) -> bool {
        self.protection != Protection::None
    }

    /// Whether address, telephone, door code and the like are kept out of sight until somebody asks for them: the
    /// person's own, those of everybody who lives with somebody protected, and the school's.
    pub fn is_hidden(&self, everybody: &[Person]) -> bool {
        let lives_with = || {
            everybody
                .iter()
                .any(|other| other.is_protected() && other.in_household)
        };
        let near = self.in_household || self.kin == Kin::School;
        self.is_protected() || (near && lives_with())
    }

    /// The same person with the day of birth that the number tells, where none was given. Numbers of protected
    /// persons tell nothing: they may be another's.
    #[must_use]
    pub fn with_born_from_number(mut self) -> Person {
        if self.born.is_none() && !self.is_protected() {
            self.born = self.identity.as_ref().and_then(crate::identity::born);
        }
        self
    }
}

/// Somebody for tests, of whom nothing is known but the kin.
#[cfg(test)]
pub(crate) fn sample(number: u128, kin: Kin) -> Person {
    Person {
        id: PersonId(uuid::Uuid::from_u128(number)),
        case: CaseId(uuid::Uuid::from_u128(100)),
        given_name: "Malva".into(),
        family_name: "Lingonstig".into(),
        kin,
        sex: Sex::Unknown,
        born: None,
        identity: None,
        in_household: false,
        deceased: false,
        language: "sv".into(),
        interpreter: false,
        phone: String::new(),
        address: String::new(),
        door_code: String::new(),
        protection: Protection::None,
        must_not_know_address: false,
        staff_safety: String::new(),
        remark: String::new(),
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_home(number: u128, kin: Kin) -> Person {
        Person {
            in_household: true,
            ..sample(number, kin)
        }
    }

    #[test]
    fn whoever_lives_with_somebody_protected_is_hidden_too() {
        let mother = Person {
            protection: Protection::Registration,
            ..at_home(1, Kin::Mother)
        };
        let everybody = [
            mother,
            at_home(2, Kin::Child),
            sample(3, Kin::School),
            sample(4, Kin::Father),
        ];
        let hidden: Vec<bool> = everybody
            .iter()
            .map(|one| one.is_hidden(&everybody))
            .collect();
        assert_eq!(hidden, [true, true, true, false]);
        assert!(!everybody[1].is_hidden(&everybody[1..]));
    }

    #[test]
    fn a_protected_persons_number_tells_no_birthday() {
        let number = |protection| Person {
            identity: Some(Identity {
                kind: IdentityKind::Personal,
                number: "198112189876".into(),
            }),
            protection,
            ..sample(1, Kin::Mother)
        };
        let open = number(Protection::None).with_born_from_number();
        assert_eq!(open.born, Day::new(1981, 12, 18).ok());
        for protection in [
            Protection::Marked,
            Protection::Registration,
            Protection::Fictitious,
        ] {
            assert_eq!(number(protection).with_born_from_number().born, None);
        }
    }
}
