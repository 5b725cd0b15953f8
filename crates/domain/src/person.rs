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
}
