//! What a programme demands of those who work in it: which training, for whom, how long and by when, as dated data.

mod check;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Deref;

pub use check::{Fault, Reason};

use crate::codes;
use crate::programme::{Confidence, Source, Sourced, Words};
use crate::staff::Role;
use crate::time::Day;

codes! {
    /// How often a training is asked for.
    Cadence "training-cadence" {
        /// Once, some time after somebody began; again where it has to be renewed.
        Once = "once",
        /// In each calendar quarter.
        Quarterly = "quarterly",
    }

    /// What a requirement says, by the names that a file gives its values.
    RequirementValue "training-value" {
        /// Of whom.
        Roles = "roles",
        /// How long.
        HalfDays = "half_days",
        /// How often.
        Cadence = "cadence",
        /// By when.
        WithinMonths = "within_months",
        /// For how long it holds.
        RenewMonths = "renew_months",
    }
}

/// A curriculum that has been checked as a whole. Read its parts as fields; nothing changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curriculum(Definition);

/// What a curriculum says, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The programme's code: `MST-CAN`.
    pub code: String,
    /// Rises with every change.
    pub version: u32,
    /// The first day on which it holds: nobody is late for what was not yet demanded.
    pub valid_from: Day,
    /// What it is called.
    pub name: Words,
    /// What it is, in two sentences.
    pub about: Words,
    /// What is demanded, in the order in which people go through it.
    pub requirements: Vec<Requirement>,
    /// Where the values come from.
    pub sources: Vec<Source>,
}

/// One training that is demanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// `booster`: what was attended counts in every programme that demands the same code.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// What it is about.
    pub help: Words,
    /// Of whom it is demanded.
    pub roles: Sourced<Vec<Role>>,
    /// How long, in half days.
    pub half_days: Sourced<u32>,
    /// How often.
    pub cadence: Sourced<Cadence>,
    /// Months after somebody began within which it is held; said where it is demanded once.
    pub within_months: Option<Sourced<u32>>,
    /// Months for which it holds until it must be renewed; none where it holds for ever.
    pub renew_months: Option<Sourced<u32>>,
}

impl Curriculum {
    /// Checks the definition; every fault is told, not the first alone.
    pub fn new(definition: Definition) -> Result<Curriculum, Vec<Fault>> {
        let faults = check::faults(&definition);
        match faults.is_empty() {
            true => Ok(Curriculum(definition)),
            false => Err(faults),
        }
    }

    /// The requirement with this code.
    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|one| one.code == code)
    }

    /// What is demanded of somebody in these roles, in order.
    pub fn demanded_of<'a>(&'a self, roles: &'a [Role]) -> impl Iterator<Item = &'a Requirement> {
        let asks = |one: &&Requirement| one.roles.value.iter().any(|role| roles.contains(role));
        self.requirements.iter().filter(asks)
    }
}

impl Deref for Curriculum {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0
    }
}

impl Requirement {
    /// How far each of its values can be trusted.
    pub fn origins(&self) -> Vec<(RequirementValue, Confidence)> {
        use RequirementValue as Value;
        let months = |value: &Option<Sourced<u32>>| value.as_ref().map(|one| one.confidence);
        let values = [
            (Value::Roles, Some(self.roles.confidence)),
            (Value::HalfDays, Some(self.half_days.confidence)),
            (Value::Cadence, Some(self.cadence.confidence)),
            (Value::WithinMonths, months(&self.within_months)),
            (Value::RenewMonths, months(&self.renew_months)),
        ];
        let given = values.into_iter();
        given
            .filter_map(|(name, confidence)| Some((name, confidence?)))
            .collect()
    }

    /// Which of its values no source says and no network confirmed.
    pub fn unconfirmed(&self) -> Vec<RequirementValue> {
        let values = self.origins().into_iter();
        let values = values.filter(|(_, confidence)| *confidence == Confidence::Unconfirmed);
        values.map(|(value, _)| value).collect()
    }
}
