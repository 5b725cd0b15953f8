//! Whether scales make sense: what they count, from where to where they go, and what they call its parts.

use std::collections::BTreeSet;

use super::{Check, LIST_MAX, RESPONSES_MAX, SCALES_MAX, VALUE_MAX};
use crate::instrument::condition::Comparison;
use crate::instrument::fault::Reason;
use crate::instrument::ratio::Ratio;
use crate::instrument::scale::{
    Band, Confirmation, CutOff, Extent, Minimum, Rule, RuleKind, Scale, Skipped,
};
use crate::instrument::{ITEMS_MAX, Item};
use crate::programme::{self, Path};

impl<'a> Check<'a> {
    pub(super) fn scales(&mut self) {
        let scales: &'a [Scale] = &self.definition.scales;
        let list = Path::default().key("scales");
        if !self.count(scales.len(), 0, SCALES_MAX, &list) {
            return;
        }
        self.codes_in(scales.iter().map(|scale| scale.code.as_str()), &list);
        for (number, scale) in scales.iter().enumerate() {
            self.scale(scale, &list.index(number));
            self.extents.entry(&scale.code).or_insert(scale.extent);
        }
    }

    fn scale(&mut self, scale: &'a Scale, at: &Path) {
        self.label(&scale.name, &at.key("name"));
        let rule = at.key("rule");
        let sound = self.rule(&scale.rule, &rule);
        let items = self.scale_items(scale, &at.key("items"));
        let answered = items
            .iter()
            .all(|item| self.answers(item, &scale.rule.kind, &rule));
        if let Skipped::Counts(value) = scale.skipped {
            self.value(value, &at.key("skipped"));
        }
        self.source(&scale.minimum.source, &at.key("minimum"));
        let count = u32::try_from(scale.items.len()).unwrap_or(u32::MAX);
        self.minimum(scale.minimum.value, count, &at.key("minimum").key("value"));
        let extent = at.key("extent");
        if scale.extent.min > scale.extent.max {
            self.push(extent, programme::Reason::Backwards.into());
            return;
        }
        if sound
            && answered
            && items.len() == scale.items.len()
            && let Some(real) = self.extent(scale, &items)
            && real != scale.extent
        {
            let Extent { min, max } = real;
            self.push(extent, Reason::WrongExtent { min, max });
        }
        if let Some(bands) = &scale.bands {
            self.source(&bands.source, &at.key("bands"));
            self.bands(&bands.value, scale.extent, &at.key("bands").key("value"));
        }
        if let Some(cut_off) = &scale.cut_off {
            let at = at.key("cut_off");
            self.source(&cut_off.source, &at);
            self.limit(cut_off.value, scale.extent, &at.key("value"));
        }
    }

    pub(super) fn limit(&mut self, limit: CutOff, extent: Extent, at: &Path) {
        self.inside(limit.value, extent, at);
        if matches!(limit.side, Comparison::Equal | Comparison::Differs) {
            self.push(at.clone(), Reason::NoSide);
        }
    }

    fn rule(&mut self, rule: &Rule, at: &Path) -> bool {
        let before = self.faults.len();
        self.code(&rule.code, &at.key("code"));
        self.number(rule.version, 1, 100_000, &at.key("version"));
        self.source(&rule.source, at);
        if let Confirmation::Confirmed { by, .. } = &rule.confirmation {
            self.line(by, &at.key("confirmation").key("by"));
        }
        match &rule.kind {
            RuleKind::Mean => {}
            RuleKind::Sum { factor } => {
                self.value(*factor, &at.key("factor"));
                if *factor == 0 {
                    let (value, min, max) = (0, 1, VALUE_MAX);
                    let reason = programme::Reason::OutOfRange { value, min, max };
                    self.push(at.key("factor"), reason.into());
                }
            }
            RuleKind::RescaledMean { low, high } => {
                self.value(*low, &at.key("low"));
                self.value(*high, &at.key("high"));
                if low >= high {
                    self.push(at.key("high"), programme::Reason::Backwards.into());
                }
            }
            RuleKind::Share { of } => {
                let list = at.key("of");
                self.count(of.len(), 1, RESPONSES_MAX, &list);
                self.once(of.iter().copied(), &list);
            }
            RuleKind::Midpoints { points } => {
                let list = at.key("points");
                self.count(points.len(), 2, RESPONSES_MAX, &list);
                self.once(points.iter().map(|(response, _)| *response), &list);
                for (number, (_, point)) in points.iter().enumerate().take(RESPONSES_MAX) {
                    self.value(*point, &list.index(number));
                }
            }
        }
        self.faults.len() == before
    }

    /// No response is named twice.
    fn once(&mut self, responses: impl Iterator<Item = i64>, at: &Path) {
        let mut seen = BTreeSet::new();
        for (number, response) in responses.enumerate().take(RESPONSES_MAX) {
            if !seen.insert(response) {
                let reason = programme::Reason::Duplicate(response.to_string());
                self.push(at.index(number), reason.into());
            }
        }
    }

    /// The items that the scale counts, as far as they are there and may be counted.
    fn scale_items(&mut self, scale: &Scale, at: &Path) -> Vec<&'a Item> {
        if !self.count(scale.items.len(), 1, ITEMS_MAX, at) {
            return Vec::new();
        }
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (number, code) in scale.items.iter().enumerate() {
            let at = at.index(number);
            if !seen.insert(code) {
                self.push(
                    at.clone(),
                    programme::Reason::Duplicate(code.clone()).into(),
                );
            }
            match self.items.get(code.as_str()).copied() {
                None => self.push(at, Reason::NoItem(code.clone())),
                Some((_, item)) if !item.counts => {
                    self.push(at, Reason::DoesNotCount(code.clone()));
                }
                Some((_, item)) => found.push(item),
            }
        }
        found
    }

    /// Says whether the rule and the item's responses know each other.
    fn answers(&mut self, item: &Item, kind: &RuleKind, at: &Path) -> bool {
        let Some(set) = self.sets.get(item.responses.as_str()).copied() else {
            return false;
        };
        let values = || set.options.iter().map(|option| option.value);
        let strange = match kind {
            RuleKind::Sum { .. } | RuleKind::Mean => None,
            RuleKind::RescaledMean { low, high } => {
                values().find(|value| !(low..=high).contains(&value))
            }
            RuleKind::Share { of } => of.iter().copied().find(|one| !values().any(|v| v == *one)),
            RuleKind::Midpoints { .. } => values().find(|value| kind.counted(*value).is_none()),
        };
        let Some(value) = strange else {
            return true;
        };
        let item = item.code.clone();
        self.push(at.clone(), Reason::NoResponse { item, value });
        false
    }

    fn minimum(&mut self, minimum: Minimum, items: u32, at: &Path) {
        match minimum {
            Minimum::Count(count) => self.number(count, 1, 10_000, at),
            Minimum::Share(share) => {
                if share <= Ratio::ZERO || share > Ratio::ONE {
                    self.push(at.clone(), Reason::BadShare);
                    return;
                }
            }
        }
        let needed = minimum.of(items);
        if needed > items {
            self.push(at.clone(), Reason::MinimumTooHigh { needed, items });
        }
    }

    /// From where to where the number goes when every item is answered, or passed over and counted all the same.
    fn extent(&self, scale: &Scale, items: &[&Item]) -> Option<Extent> {
        let (mut low, mut high) = (0_i64, 0_i64);
        for item in items {
            let set = self.sets.get(item.responses.as_str())?;
            let passed_over = match scale.skipped {
                Skipped::Counts(value) if item.ask_when.is_some() => Some(value),
                Skipped::Counts(_) | Skipped::LeftOut => None,
            };
            let counted = || {
                let values = set.options.iter().map(|option| option.value);
                let counted = values.filter_map(|value| scale.rule.kind.counted(value));
                counted.chain(passed_over)
            };
            low = low.checked_add(counted().min()?)?;
            high = high.checked_add(counted().max()?)?;
        }
        let count = u32::try_from(items.len()).ok()?;
        let value = |k| scale.rule.kind.value(k, count, count, scale.missing);
        let (a, b) = (value(low)?, value(high)?);
        Some(Extent {
            min: a.min(b),
            max: a.max(b),
        })
    }

    fn bands(&mut self, bands: &[Band], extent: Extent, at: &Path) {
        if !self.count(bands.len(), 1, LIST_MAX, at) {
            return;
        }
        self.codes_in(bands.iter().map(|band| band.code.as_str()), at);
        for (number, band) in bands.iter().enumerate() {
            let at = at.index(number);
            self.label(&band.label, &at.key("label"));
            self.inside(band.from, extent, &at.key("from"));
        }
        if bands.first().is_some_and(|band| band.from != extent.min) {
            self.push(at.clone(), Reason::FirstBand);
        }
        if !bands.is_sorted_by(|a, b| a.from < b.from) {
            self.push(at.clone(), programme::Reason::NotRising.into());
        }
    }
}
