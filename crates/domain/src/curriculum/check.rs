//! Whether a curriculum makes sense as a whole.

use thiserror::Error;
use uuid::Uuid;

use super::{Cadence, Definition, Requirement};
use crate::code::Code as _;
use crate::definition::{self, Head};
use crate::ids::{BoardId, TeamId};
use crate::programme::{self, HELP_CHARS_MAX, LABEL_CHARS_MAX, LIST_MAX, Path};
use crate::staff::{Place, Role};

/// Half days of one training: four weeks. The longest known has ten.
const HALF_DAYS_MAX: u32 = 40;

/// Months of a deadline or a renewal: ten years.
const MONTHS_MAX: u32 = 120;

/// One thing that is wrong with a curriculum, and where.
pub type Fault = programme::Fault<Reason>;

/// What can be wrong with a curriculum.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What can be wrong with any definition: lengths, codes, numbers, sources.
    #[error(transparent)]
    General(#[from] programme::Reason),
    /// A role that nobody holds in a team, or that is only held beside another.
    #[error("the role `{0}` is not one of a team's own")]
    NotOfTeam(&'static str),
    /// Demanded once, and nothing says by when.
    #[error("what is demanded once says within how many months")]
    NoDeadline,
    /// Demanded each quarter, which is its own deadline.
    #[error("what is demanded each quarter has no months of its own")]
    Months,
}

type Check<'a> = definition::Check<'a, Reason>;

/// Everything that is wrong with the definition.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let mut check = Check::new(&definition.sources);
    check.head(&Head {
        code: &definition.code,
        version: definition.version,
        name: &definition.name,
        about: &definition.about,
    });
    let list = Path::default().key("requirements");
    let requirements = &definition.requirements;
    check.length(requirements.len(), (1, LIST_MAX), list.clone());
    check.codes(requirements.iter().map(|one| one.code.as_str()), &list);
    for (index, one) in requirements.iter().enumerate() {
        check.requirement(one, &list.index(index));
    }
    check.faults
}

impl Check<'_> {
    fn requirement(&mut self, one: &Requirement, at: &Path) {
        self.words(&one.name, LABEL_CHARS_MAX, &at.key("name"));
        self.words(&one.help, HELP_CHARS_MAX, &at.key("help"));
        let roles = at.key("roles");
        self.source(&one.roles.source, &roles);
        self.length(one.roles.value.len(), (1, LIST_MAX), roles.key("value"));
        for (index, role) in one.roles.value.iter().enumerate() {
            if !is_of_team(*role) {
                let at = roles.key("value").index(index);
                self.push(at, Reason::NotOfTeam(role.code()));
            }
        }
        self.sourced(&one.half_days, (1, HALF_DAYS_MAX), &at.key("half_days"));
        self.source(&one.cadence.source, &at.key("cadence"));
        for (months, key) in [
            (&one.within_months, "within_months"),
            (&one.renew_months, "renew_months"),
        ] {
            if let Some(months) = months {
                self.sourced(months, (1, MONTHS_MAX), &at.key(key));
            }
        }
        match one.cadence.value {
            Cadence::Once if one.within_months.is_none() => {
                self.push(at.clone(), Reason::NoDeadline);
            }
            Cadence::Quarterly if one.within_months.is_some() || one.renew_months.is_some() => {
                self.push(at.key("cadence"), Reason::Months);
            }
            Cadence::Once | Cadence::Quarterly => {}
        }
    }
}

/// Whether somebody holds a role in a team as their own work there.
fn is_of_team(role: Role) -> bool {
    let team = Place::Team(TeamId(Uuid::nil()), BoardId(Uuid::nil()));
    role != Role::OnCall && role.fits(team)
}
