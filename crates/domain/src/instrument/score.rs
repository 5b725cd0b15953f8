//! From answers to numbers: exact, and with their working.

use super::answers::{Given, Sheet, known};
use super::condition::Condition;
use super::ratio::Ratio;
use super::scale::{Confirmation, Scale, Skipped};
use super::{Critical, Instrument};

/// Reads answers to one instrument and scores them; made once and used for every sheet.
#[derive(Debug, Clone)]
pub struct Scorer {
    instrument: Instrument,
    items: Vec<ItemPlan>,
    scales: Vec<ScalePlan>,
    critical: Vec<Option<Condition<usize>>>,
}

/// What must be known of an item to take an answer to it.
#[derive(Debug, Clone)]
pub(super) struct ItemPlan {
    pub(super) code: String,
    pub(super) values: Vec<i64>,
    pub(super) not_applicable: bool,
    pub(super) ask_when: Option<Condition<usize>>,
}

#[derive(Debug, Clone)]
struct ScalePlan {
    terms: Vec<TermPlan>,
    items: u32,
    needed: u32,
    skipped: Skipped,
}

#[derive(Debug, Clone)]
struct TermPlan {
    place: usize,
    reversed: bool,
    /// Each response and what it counts.
    counted: Vec<(i64, i64)>,
}

/// The bare numbers of one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The sum of what the answers count.
    pub k: i64,
    /// How many items were counted.
    pub n: u32,
    /// The score; nothing if too few items were answered.
    pub value: Option<Ratio>,
}

/// The score of one sheet on one scale, with all that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The instrument's code.
    pub instrument: String,
    /// The instrument's version.
    pub version: u32,
    /// The scale.
    pub scale: String,
    /// The rule.
    pub rule: String,
    /// The rule's version.
    pub rule_version: u32,
    /// Who vouches for the rule.
    pub confirmation: Confirmation,
    /// The sum of what the answers count.
    pub k: i64,
    /// How many items were counted.
    pub n: u32,
    /// How many items the scale has.
    pub items: u32,
    /// The number, or why there is none.
    pub outcome: Outcome,
    /// Why it is this number.
    pub working: Working,
}

/// A number, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Enough items were answered.
    Value(Reading),
    /// Too few items were answered.
    Incomplete {
        /// Items of the scale that could still be answered.
        missing: Vec<String>,
        /// How many items must be answered.
        needed: u32,
    },
}

/// A number and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The number.
    pub value: Ratio,
    /// Whether the cut-off is met; nothing if the scale has none.
    pub cut_off_met: Option<bool>,
    /// The band, if the scale has bands.
    pub band: Option<String>,
}

/// Why a score is what it is: every item of the scale in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Working {
    /// What each item adds.
    pub terms: Vec<Term>,
}

/// What one item adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The item.
    pub item: String,
    /// What became of it.
    pub given: Given,
    /// Whether its responses are counted from their other end.
    pub reversed: bool,
    /// What it counts.
    pub part: Part,
}

/// What an item counts in a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// This much.
    Counted(i64),
    /// Nothing, and not as an answered item either.
    LeftOut(LeftOut),
}

/// Why an item is left out of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It does not apply.
    NotApplicable,
    /// They did not want to answer.
    Declined,
    /// It was not answered.
    Unanswered,
    /// It was not asked because of earlier answers.
    Skipped,
}

impl Scorer {
    /// Prepares everything that is the same for each sheet.
    pub fn new(instrument: Instrument) -> Scorer {
        let place = |code: &String| instrument.item(code).map(|(place, _)| place);
        let rename = |when: &Condition| when.renamed(&place);
        let items = instrument.items.iter().map(|item| ItemPlan {
            code: item.code.clone(),
            values: values_of(&instrument, item),
            not_applicable: item.not_applicable,
            ask_when: item.ask_when.as_ref().and_then(rename),
        });
        let items = items.collect();
        let scales = instrument.scales.iter();
        let scales = scales
            .map(|scale| ScalePlan::new(&instrument, scale))
            .collect();
        let critical = instrument.critical.iter();
        let critical = critical.map(|entry| rename(&entry.when)).collect();
        Scorer {
            instrument,
            items,
            scales,
            critical,
        }
    }

    /// The instrument.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    pub(super) fn items(&self) -> &[ItemPlan] {
        &self.items
    }

    pub(super) fn place(&self, item: &str) -> Option<usize> {
        self.items.iter().position(|plan| plan.code == item)
    }

    /// The bare numbers of every scale, in the instrument's order.
    pub fn tallies<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = Tally> + 'a {
        self.planned().map(|(scale, plan)| plan.tally(scale, sheet))
    }

    /// The scores of every scale, in the instrument's order, each with its working.
    pub fn scores<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = Score> + 'a {
        self.planned()
            .map(|(scale, plan)| self.score(scale, plan, sheet))
    }

    /// The critical answers on a sheet.
    pub fn critical<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = &'a Critical> {
        let entries = self.instrument.critical.iter().zip(&self.critical);
        let is_so = |when: &Condition<usize>| {
            when.holds(&|place| known(sheet.given(), *place)) == Some(true)
        };
        entries
            .filter(move |(_, when)| when.as_ref().is_some_and(is_so))
            .map(|(entry, _)| entry)
    }

    fn planned(&self) -> impl Iterator<Item = (&Scale, &ScalePlan)> {
        self.instrument.scales.iter().zip(&self.scales)
    }

    /// The score of one sheet on one scale as a bare number.
    pub(super) fn value(&self, scale: &str, sheet: &Sheet) -> Option<Ratio> {
        let (scale, plan) = self.planned().find(|(known, _)| known.code == scale)?;
        plan.tally(scale, sheet).value
    }

    fn score(&self, scale: &Scale, plan: &ScalePlan, sheet: &Sheet) -> Score {
        let Tally { k, n, value } = plan.tally(scale, sheet);
        let working = self.working(plan, sheet);
        let outcome = match value {
            Some(value) => Outcome::Value(scale.read(value)),
            None => Outcome::Incomplete {
                missing: working.missing(),
                needed: plan.needed,
            },
        };
        Score {
            instrument: self.instrument.code.clone(),
            version: self.instrument.version,
            scale: scale.code.clone(),
            rule: scale.rule.code.clone(),
            rule_version: scale.rule.version,
            confirmation: scale.rule.confirmation.clone(),
            k,
            n,
            items: plan.items,
            outcome,
            working,
        }
    }

    fn working(&self, plan: &ScalePlan, sheet: &Sheet) -> Working {
        let terms = plan.terms.iter().map(|term| Term {
            item: self
                .items
                .get(term.place)
                .map_or_else(String::new, |item| item.code.clone()),
            given: sheet.at(term.place),
            reversed: term.reversed,
            part: term.part(sheet.at(term.place), plan.skipped),
        });
        Working {
            terms: terms.collect(),
        }
    }
}

impl Scale {
    /// What a number means on this scale.
    pub fn read(&self, value: Ratio) -> Reading {
        Reading {
            value,
            cut_off_met: self.cut_off.as_ref().map(|cut| cut.value.is_met(value)),
            band: self.band(value).map(|band| band.code.clone()),
        }
    }
}

impl Working {
    /// Items that could still be answered.
    pub fn missing(&self) -> Vec<String> {
        let open = |term: &&Term| {
            matches!(
                term.part,
                Part::LeftOut(LeftOut::Unanswered | LeftOut::Declined)
            )
        };
        let open = self.terms.iter().filter(open);
        open.map(|term| term.item.clone()).collect()
    }
}

impl ScalePlan {
    fn new(instrument: &Instrument, scale: &Scale) -> ScalePlan {
        let terms: Vec<TermPlan> = scale
            .items
            .iter()
            .filter_map(|code| TermPlan::new(instrument, scale, code))
            .collect();
        let items = u32::try_from(terms.len()).unwrap_or(u32::MAX);
        ScalePlan {
            terms,
            items,
            needed: scale.minimum.value.of(items),
            skipped: scale.skipped,
        }
    }

    fn tally(&self, scale: &Scale, sheet: &Sheet) -> Tally {
        let (mut k, mut n) = (0, 0);
        for term in &self.terms {
            if let Part::Counted(counted) = term.part(sheet.at(term.place), self.skipped) {
                k += counted;
                n += 1;
            }
        }
        let enough = n >= self.needed;
        let value = |()| scale.rule.kind.value(k, n, self.items, scale.missing);
        Tally {
            k,
            n,
            value: enough.then_some(()).and_then(value),
        }
    }
}

impl TermPlan {
    fn new(instrument: &Instrument, scale: &Scale, code: &str) -> Option<TermPlan> {
        let (place, item) = instrument.item(code)?;
        let set = instrument.responses_of(item)?;
        let counted = values_of(instrument, item).into_iter().filter_map(|value| {
            let read = match item.reverse {
                true => set.reversed(value)?,
                false => value,
            };
            Some((value, scale.rule.kind.counted(read)?))
        });
        Some(TermPlan {
            place,
            reversed: item.reverse,
            counted: counted.collect(),
        })
    }

    fn part(&self, given: Given, skipped: Skipped) -> Part {
        let left_out = match given {
            Given::Value(value) => {
                let found = self.counted.iter().find(|(response, _)| *response == value);
                return match found {
                    Some((_, counted)) => Part::Counted(*counted),
                    None => Part::LeftOut(LeftOut::Unanswered),
                };
            }
            Given::NotApplicable => LeftOut::NotApplicable,
            Given::Declined => LeftOut::Declined,
            Given::Unanswered => LeftOut::Unanswered,
            Given::Skipped => match skipped {
                Skipped::Counts(counted) => return Part::Counted(counted),
                Skipped::LeftOut => LeftOut::Skipped,
            },
        };
        Part::LeftOut(left_out)
    }
}

fn values_of(instrument: &Instrument, item: &super::Item) -> Vec<i64> {
    let set = instrument.responses_of(item);
    let options = set.map(|set| set.options.as_slice()).unwrap_or_default();
    options.iter().map(|option| option.value).collect()
}
