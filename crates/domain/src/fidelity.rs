//! Fidelity: what the adherence scores of many families say together.
//!
//! Counted exactly. A family without a score is missing and never guessed: it need not be like the others.

mod items;
#[cfg(test)]
mod tests;

pub use items::{CODES_MAX, ItemReader};

use std::collections::BTreeMap;

use crate::codes;
use crate::ids::{CaseId, StaffId, TeamId};
use crate::instrument::{CutOff, Instrument, Ratio, Scale, Subject};
use crate::measure::{KeptOutcome, Measure, NotAsked, State, StateCode, Timing};
use crate::time::Day;

/// Scores below which a number says too little to interpret. The licensor's own limit is not public; this one is ours.
pub const FORMS_MIN: u32 = 5;

/// Families whose answers are shown item by item together: of fewer, somebody could be recognised.
pub const FAMILIES_MIN: u32 = 3;

/// A measure of a family with its score, as the fidelity of a therapist, a team or a network is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What was due.
    pub measure: Measure,
    /// The case's code.
    pub code: String,
    /// The family is in treatment today.
    pub is_open: bool,
    /// Its measures rest today.
    pub rests: bool,
    /// The family's team.
    pub team: TeamId,
    /// Who carried the family on the day it was due.
    pub therapist: Option<StaffId>,
    /// The newest score of the scale, and the version of the rule that made it; none before it was answered.
    pub score: Option<(KeptOutcome, u32)>,
}

/// One score and where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The family.
    pub case: CaseId,
    /// Its team.
    pub team: TeamId,
    /// Whom the score is about; nobody where no therapist was recorded.
    pub therapist: Option<StaffId>,
    /// The day that the measure was due: the day that the score stands for.
    pub due_on: Day,
    /// The exact score.
    pub value: Ratio,
    /// The version of the rule that made it.
    pub rule: u32,
}

/// What some scores say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// How many scores.
    pub forms: u32,
    /// Of how many families.
    pub families: u32,
    /// Their exact mean: each score counts the same. None without scores, or where the exact mean needs a denominator
    /// that does not fit.
    pub mean: Option<Ratio>,
    /// How many families have a mean that meets the cut-off, of all with a score; none without a cut-off.
    pub above: Option<u32>,
}

codes! {
    /// How long a period of a trend is.
    Step "fidelity-step" {
        /// A calendar month.
        Month = "month",
        /// A calendar quarter.
        Quarter = "quarter",
    }

    /// What a family lacks, and so who can do something about it.
    Lack "fidelity-lack" {
        /// It can be called now.
        Call = "call",
        /// Nobody has asked for its consent.
        AskConsent = "ask_consent",
        /// It said no.
        Refused = "refused",
        /// Nobody who could answer is recorded.
        NameSomebody = "name_somebody",
        /// The time went by without a call.
        Missed = "missed",
        /// It was called, and not reached.
        Unreachable = "unreachable",
        /// It did not want to answer this time.
        Declined = "declined",
    }
}

impl Asked {
    /// Its score, where there is one.
    pub fn form(&self) -> Option<Form> {
        let (outcome, rule) = self.score?;
        match outcome {
            KeptOutcome::Value(value) => Some(Form {
                rule,
                case: self.measure.case,
                team: self.team,
                therapist: self.therapist,
                due_on: self.measure.window.due_on,
                value,
            }),
            KeptOutcome::Incomplete { .. } => None,
        }
    }

    /// What it lacks on a day; nothing where it was answered, cannot be asked yet, fell away, or waits while the family's
    /// measures rest.
    pub fn lack(&self, today: Day) -> Option<Lack> {
        match self.measure.state {
            State::Done { .. } => None,
            State::Due if self.rests => None,
            State::Due => match self.measure.window.timing(today) {
                Timing::Coming => None,
                Timing::Open | Timing::Late | Timing::Past => Some(Lack::Call),
            },
            State::Declined { .. } => Some(Lack::Declined),
            State::Unreachable => Some(Lack::Unreachable),
            State::NotAsked { why } => match why {
                NotAsked::ConsentMissing => Some(Lack::AskConsent),
                NotAsked::ConsentRefused => Some(Lack::Refused),
                NotAsked::NobodyToAsk => Some(Lack::NameSomebody),
                NotAsked::Missed => Some(Lack::Missed),
                NotAsked::Ended | NotAsked::OnHold => None,
            },
        }
    }
}

/// How many were collected, of those that should have been on a day.
pub fn collected<'a>(asked: impl IntoIterator<Item = &'a Asked>, today: Day) -> (u32, u32) {
    asked.into_iter().fold((0, 0), |(collected, due), one| {
        let is_due = one.measure.counts_as_due(today);
        let is_done = one.measure.state.code() == StateCode::Done;
        (
            collected + u32::from(is_due && is_done),
            due + u32::from(is_due),
        )
    })
}

/// The families in treatment whose newest measure lacks something, each with that measure; by case.
pub fn lacking<'a>(
    asked: impl IntoIterator<Item = &'a Asked>,
    today: Day,
) -> Vec<(&'a Asked, Lack)> {
    let mut newest: BTreeMap<CaseId, &Asked> = BTreeMap::new();
    let begun = |one: &&Asked| one.is_open && one.measure.window.opens_on <= today;
    for one in asked.into_iter().filter(begun) {
        let held = newest.entry(one.measure.case).or_insert(one);
        if held.measure.window.due_on < one.measure.window.due_on {
            *held = one;
        }
    }
    newest
        .into_values()
        .filter_map(|one| Some((one, one.lack(today)?)))
        .collect()
}

impl Level {
    /// Of some scores, in any order.
    pub fn of<'a>(forms: impl IntoIterator<Item = &'a Form>, cut_off: Option<CutOff>) -> Level {
        let mut of_family: BTreeMap<CaseId, Vec<Ratio>> = BTreeMap::new();
        for form in forms {
            of_family.entry(form.case).or_default().push(form.value);
        }
        let all = || of_family.values().flatten().copied();
        let meets = |cut_off: CutOff| {
            let means = of_family.values();
            let means = means.filter_map(|values| Ratio::mean(values.iter().copied()));
            count(means.filter(|mean| cut_off.is_met(*mean)))
        };
        Level {
            forms: count(all()),
            families: count(of_family.keys()),
            mean: Ratio::mean(all()),
            above: cut_off.map(meets),
        }
    }

    /// Whether there are too few scores to interpret.
    pub fn is_thin(&self) -> bool {
        self.forms < FORMS_MIN
    }
}

impl Step {
    /// The first day of the period that a day lies in.
    pub fn first_of(self, day: Day) -> Day {
        let (year, month) = (day.0.year(), day.0.month());
        let first = match self {
            Step::Month => month,
            Step::Quarter => (month - 1) / 3 * 3 + 1,
        };
        Day::new(year, first, 1).unwrap_or(day)
    }

    /// The first day of the period that is so many after (before, if negative) the one of this day.
    pub fn moved(self, day: Day, periods: i64) -> Day {
        let months = match self {
            Step::Month => periods,
            Step::Quarter => 3 * periods,
        };
        self.first_of(day).plus_months(months)
    }
}

/// One period of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first_day: Day,
    /// Empty where no score was due in it.
    pub level: Level,
}

/// The last periods up to a day, the oldest first; those before the first score are left out.
pub fn trend(
    forms: &[Form],
    cut_off: Option<CutOff>,
    step: Step,
    (periods, today): (u32, Day),
) -> Vec<Period> {
    let mut of_period: BTreeMap<Day, Vec<Form>> = BTreeMap::new();
    for form in forms {
        let first_day = step.first_of(form.due_on);
        of_period.entry(first_day).or_default().push(*form);
    }
    let days = (0..i64::from(periods)).rev();
    days.map(|back| step.moved(today, -back))
        .map(|first_day| Period {
            first_day,
            level: Level::of(of_period.get(&first_day).into_iter().flatten(), cut_off),
        })
        .skip_while(|period| period.level.forms == 0)
        .collect()
}

/// The scale that says how faithfully a therapist works: the first one of an instrument that is about the therapist.
pub fn scale_of(instrument: &Instrument) -> Option<&Scale> {
    (instrument.subject == Subject::FamilyTherapist)
        .then(|| instrument.scales.first())
        .flatten()
}

fn count<T>(all: impl Iterator<Item = T>) -> u32 {
    u32::try_from(all.count()).unwrap_or(u32::MAX)
}
