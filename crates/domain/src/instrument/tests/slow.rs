//! A second scoring, written apart from the first: histograms instead of sums, truth as numbers, unreduced
//! fractions. It and the scorer must always agree.

use super::*;
use crate::code::Code as _;

/// What a scale gives: the sum of what counts, how many count, and the number as an unreduced fraction.
pub(super) type Slow = (i64, i64, Option<(i64, i64)>);

pub(super) struct Second<'a> {
    definition: &'a Definition,
    /// Each item's values.
    values: Vec<Vec<i64>>,
    /// Each scale's items by place.
    places: Vec<Vec<usize>>,
}

impl<'a> Second<'a> {
    pub(super) fn new(definition: &'a Definition) -> Second<'a> {
        let place = |code: &String| definition.items.iter().position(|item| item.code == *code);
        let values = definition.items.iter().map(|item| {
            let set = definition
                .responses
                .iter()
                .find(|set| set.code == item.responses);
            set.expect("the set")
                .options
                .iter()
                .map(|option| option.value)
                .collect()
        });
        let scales = definition.scales.iter();
        Second {
            definition,
            values: values.collect(),
            places: scales
                .map(|scale| scale.items.iter().filter_map(place).collect())
                .collect(),
        }
    }

    /// Every scale of one sheet.
    pub(super) fn scores(&self, answers: &[Option<Answer>]) -> Vec<Slow> {
        let skipped = self.skipped(answers);
        (0..self.places.len())
            .map(|scale| self.score(scale, answers, &skipped))
            .collect()
    }

    /// Which items are not asked: those whose condition is surely false.
    pub(super) fn skipped(&self, answers: &[Option<Answer>]) -> Vec<bool> {
        let mut skipped = Vec::new();
        for item in &self.definition.items {
            let never = match &item.ask_when {
                None => false,
                Some(when) => self.truth(when, answers, &skipped) < 0,
            };
            skipped.push(never);
        }
        skipped
    }

    /// 1 is true, -1 is false, 0 is not known: `and` is the least, `or` the greatest, `not` the opposite.
    fn truth(&self, when: &Condition, answers: &[Option<Answer>], skipped: &[bool]) -> i8 {
        match when {
            Condition::All(parts) => parts
                .iter()
                .map(|part| self.truth(part, answers, skipped))
                .min()
                .expect("parts"),
            Condition::Any(parts) => parts
                .iter()
                .map(|part| self.truth(part, answers, skipped))
                .max()
                .expect("parts"),
            Condition::Not(part) => -self.truth(part, answers, skipped),
            Condition::Is { item, op, value } => {
                let place = self.definition.items.iter().position(|i| i.code == *item);
                let place = place.expect("the item");
                let holds = match answers[place] {
                    _ if skipped[place] => false,
                    Some(Answer::NotApplicable) => false,
                    None | Some(Answer::Declined) => return 0,
                    Some(Answer::Value(answer)) => match op {
                        Comparison::Equal => answer == *value,
                        Comparison::Differs => answer != *value,
                        Comparison::Above => answer > *value,
                        Comparison::AtLeast => answer >= *value,
                        Comparison::Below => answer < *value,
                        Comparison::AtMost => answer <= *value,
                    },
                };
                if holds { 1 } else { -1 }
            }
        }
    }

    fn score(&self, scale: usize, answers: &[Option<Answer>], skipped: &[bool]) -> Slow {
        let (definition, places) = (&self.definition.scales[scale], &self.places[scale]);
        // How often each value is read, and how many items stand in with a number of their own.
        let mut histogram = [0_i64; 64];
        let mut stand_ins = 0_i64;
        for &place in places {
            if skipped[place] {
                stand_ins += i64::from(definition.skipped != Skipped::LeftOut);
            } else if let Some(Answer::Value(value)) = answers[place] {
                let read = match self.definition.items[place].reverse {
                    false => value,
                    true => {
                        let values = &self.values[place];
                        values[0] + values[values.len() - 1] - value
                    }
                };
                histogram[usize::try_from(read + 16).expect("small values")] += 1;
            }
        }
        let mut k = match definition.skipped {
            Skipped::Counts(each) => each * stand_ins,
            Skipped::LeftOut => 0,
        };
        let mut n = stand_ins;
        for (slot, count) in (0_i64..).zip(histogram) {
            if count == 0 {
                continue;
            }
            let value = slot - 16;
            let each = match &definition.rule.kind {
                RuleKind::Share { of } => of.iter().filter(|one| **one == value).count() as i64,
                RuleKind::Midpoints { points } => {
                    let mut all = points.iter().filter(|(response, _)| *response == value);
                    all.next().expect("a point").1
                }
                _ => value,
            };
            k += count * each;
            n += count;
        }
        let items = places.len() as i64;
        let enough = match definition.minimum.value {
            Minimum::Count(count) => n >= i64::from(count),
            Minimum::Share(share) => n * share.den() >= share.num() * items,
        };
        let prorated = match definition.missing {
            Missing::Prorate => (items, n),
            Missing::AsZero => (1, 1),
        };
        let number = match definition.rule.kind {
            RuleKind::Sum { factor } => (factor * k * prorated.0, prorated.1),
            RuleKind::Midpoints { .. } => (k * prorated.0, prorated.1),
            RuleKind::Mean | RuleKind::Share { .. } => (k, n),
            RuleKind::RescaledMean { low, high } => (k - n * low, n * (high - low)),
        };
        (k, n, enough.then_some(number))
    }
}

/// Small numbers that look random and are the same every time (Steele, Lea and Flood 2014: SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 16) % sides
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let place = self.roll(from.len() as u64);
        from[usize::try_from(place).expect("a place")].clone()
    }

    /// An instrument with every kind of rule and now and then a condition.
    pub(super) fn definition(&mut self) -> Definition {
        let mut definition = shell("RANDOM");
        let low = self.roll(3) as i64 - 1;
        let high = low + 1 + self.roll(5) as i64;
        let values: Vec<i64> = (low..=high).collect();
        definition.responses = vec![set("any", &values)];
        definition.item_count.value = 1 + u32::try_from(self.roll(30)).expect("few");
        for number in 0..u64::from(definition.item_count.value) {
            let mut item = item(&format!("i{number}"), "any");
            item.reverse = self.roll(4) == 0;
            item.not_applicable = self.roll(3) == 0;
            if number > 0 && self.roll(4) == 0 {
                item.ask_when = Some(self.condition(number, &values, 3));
            }
            definition.items.push(item);
        }
        let points = values
            .iter()
            .map(|value| (*value, self.roll(26) as i64))
            .collect();
        let kinds = [
            RuleKind::Sum {
                factor: self.pick(&[1, 4, -2]),
            },
            RuleKind::Mean,
            RuleKind::RescaledMean { low, high },
            RuleKind::Share {
                of: self.pick(&[vec![high], vec![low, high]]),
            },
            RuleKind::Midpoints { points },
        ];
        for (number, kind) in kinds.into_iter().enumerate() {
            let scale = self.scale(number, kind, &definition.items);
            definition.scales.push(scale);
        }
        definition
    }

    fn scale(&mut self, number: usize, kind: RuleKind, items: &[Item]) -> Scale {
        let mut codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
        codes.retain(|_| self.roll(5) > 0);
        if codes.is_empty() {
            codes.push(&items[0].code);
        }
        let count = codes.len() as u64;
        let minimum = match self.roll(2) {
            0 => Minimum::Count(1 + u32::try_from(self.roll(count)).expect("small")),
            _ => Minimum::Share(self.pick(&[ratio("3/4"), ratio("1/2"), ratio("1")])),
        };
        let mut scale = super::scale(&format!("s{number}"), kind, &codes, minimum);
        scale.missing = self.pick(Missing::ALL);
        scale.skipped = self.pick(&[Skipped::LeftOut, Skipped::Counts(0), Skipped::Counts(2)]);
        scale
    }

    fn condition(&mut self, before: u64, values: &[i64], depth: u64) -> Condition {
        let parts = |dice: &mut Dice| {
            let count = 2 + dice.roll(2);
            (0..count)
                .map(|_| dice.condition(before, values, depth - 1))
                .collect()
        };
        match self.roll(if depth == 0 { 1 } else { 4 }) {
            1 => Condition::All(parts(self)),
            2 => Condition::Any(parts(self)),
            3 => Condition::Not(Box::new(self.condition(before, values, depth - 1))),
            _ => Condition::Is {
                item: format!("i{}", self.roll(before)),
                op: self.pick(&Comparison::ALL),
                value: self.pick(values),
            },
        }
    }

    /// Answers that the instrument takes, with gaps; none to an item that is not asked.
    pub(super) fn answers(&mut self, second: &Second<'_>, into: &mut Vec<Option<Answer>>) {
        into.clear();
        for (item, values) in second.definition.items.iter().zip(&second.values) {
            into.push(match self.roll(16) {
                0 => None,
                1 => Some(Answer::Declined),
                2 if item.not_applicable => Some(Answer::NotApplicable),
                _ => Some(Answer::Value(self.pick(values))),
            });
        }
        for place in 0..into.len() {
            if second.definition.items[place].ask_when.is_some() && second.skipped(into)[place] {
                into[place] = None;
            }
        }
    }
}
