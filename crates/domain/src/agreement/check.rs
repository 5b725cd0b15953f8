//! Whether an agreement makes sense as a whole.

use std::collections::BTreeSet;

use super::band::{BAND_DAYS_MAX, Band, BandEnd, BandWindow};
use super::fault::{Fault, Reason};
use super::{Definition, DutyPlace, Rules, WEIGHT_MAX};
use crate::code::Code;
use crate::definition::{self, Head};
use crate::holiday::Holiday;
use crate::programme::{LABEL_CHARS_MAX, LIST_MAX, Path};

/// Minutes of a day, whatever the clocks do: ordinary hours are told by them.
const DAY_MINUTES: u32 = 24 * 60;
/// Hours of a week: no rest and no limit of a week is longer.
const WEEK_HOURS: u32 = 168;
/// Hours of four weeks.
const COUNT_HOURS: u32 = 4 * WEEK_HOURS;
/// A year in weeks: the longest time over which any agreement takes an average.
const AVERAGE_WEEKS_MAX: u32 = 52;
/// Days off in one duty: whoever serves longer in a row is no longer fit to.
const DAYS_OFF_MAX: u32 = 7;
/// A quarter: no rota is known longer before.
const NOTICE_DAYS_MAX: u32 = 92;
/// Four hours: a hand-over that lasts longer is a duty.
pub const HANDOVER_MIN_MAX: u32 = 240;

/// Everything that is wrong with the definition.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let mut check = Check::new(&definition.sources);
    check.head(&Head {
        code: &definition.code,
        version: definition.version,
        name: &definition.name,
        about: &definition.about,
    });
    check.days(definition);
    check.rules(&definition.rules, definition.place.value);
    check.weights(definition);
    check.bands(&definition.bands);
    check.faults
}

type Check<'a> = definition::Check<'a, Reason>;

impl Check<'_> {
    fn days(&mut self, definition: &Definition) {
        let root = Path::default();
        self.source(&definition.place.source, &root.key("place"));
        self.source(&definition.day_break.source, &root.key("day_break"));
        let at = root.key("ordinary");
        self.source(&definition.ordinary.source, &at);
        let (ordinary, at) = (&definition.ordinary.value, at.key("value"));
        self.length(ordinary.weekdays.len(), (1, 7), at.key("weekdays"));
        self.once(&ordinary.weekdays, &at.key("weekdays"));
        if ordinary.end <= ordinary.start {
            self.push(at.key("end"), Reason::OrdinaryBackwards);
        }
        let rest = definition.rules.daily_rest_hours.value;
        let free = DAY_MINUTES.saturating_sub(ordinary.start.minutes_until(ordinary.end));
        if free < rest.saturating_mul(60) {
            self.push(at.key("end"), Reason::NoDailyRest(rest));
        }
        let at = root.key("days_off");
        self.source(&definition.days_off.source, &at);
        let (days_off, at) = (&definition.days_off.value, at.key("value"));
        self.once(days_off, &at);
        for public in Holiday::ALL.iter().filter(|one| one.is_public()) {
            if !days_off.contains(public) {
                self.push(at.clone(), Reason::NotOff(public.code()));
            }
        }
        let (blocks, at) = (&definition.blocks, root.key("blocks"));
        self.source(&blocks.daily.source, &at.key("daily"));
        self.source(&blocks.weekly.source, &at.key("weekly"));
        let days = (1, DAYS_OFF_MAX);
        self.sourced(&blocks.weekend_days_max, days, &at.key("weekend_days_max"));
        self.sourced(&blocks.holiday_days_max, days, &at.key("holiday_days_max"));
    }

    fn rules(&mut self, rules: &Rules, place: DutyPlace) {
        let at = Path::default().key("rules");
        let fixed = [
            ("daily_rest_hours", &rules.daily_rest_hours, 24),
            ("weekly_rest_hours", &rules.weekly_rest_hours, WEEK_HOURS),
            ("weekly_hours_max", &rules.weekly_hours_max, WEEK_HOURS),
            ("average_weeks", &rules.average_weeks, AVERAGE_WEEKS_MAX),
            ("disturbed_rest_hours", &rules.disturbed_rest_hours, 48),
            ("notice_days", &rules.notice_days, NOTICE_DAYS_MAX),
        ];
        for (key, value, max) in fixed {
            self.sourced(value, (1, max), &at.key(key));
        }
        let handover = (0, HANDOVER_MIN_MAX);
        let before = at.key("handover_before_min");
        self.sourced(&rules.handover_before_min, handover, &before);
        let after = at.key("handover_after_min");
        self.sourced(&rules.handover_after_min, handover, &after);
        let optional = [
            ("full_week_hours", &rules.full_week_hours, WEEK_HOURS),
            (
                "workplace_hours_max",
                &rules.workplace_hours_max,
                COUNT_HOURS,
            ),
            ("duties_max", &rules.duties_max, 28),
            ("load_hours_max", &rules.load_hours_max, COUNT_HOURS),
            ("weekend_gap", &rules.weekend_gap, 12),
            ("long_absence_days", &rules.long_absence_days, 366),
        ];
        for (key, value, max) in optional {
            if let Some(value) = value {
                self.sourced(value, (1, max), &at.key(key));
            }
        }
        match (place, &rules.workplace_hours_max) {
            (DutyPlace::Workplace, None) => self.push(at, Reason::WorkplaceUncounted),
            (DutyPlace::Home, Some(_)) => {
                self.push(at.key("workplace_hours_max"), Reason::NotAtWorkplace);
            }
            _ => {}
        }
    }

    fn weights(&mut self, definition: &Definition) {
        let Some(weights) = &definition.weights else {
            return;
        };
        let at = Path::default().key("weights");
        self.source(&weights.source, &at);
        let at = at.key("value");
        for (key, weight) in weights.value.named() {
            self.number(weight, (0, WEIGHT_MAX), at.key(key));
        }
    }

    fn bands(&mut self, bands: &[Band]) {
        let list = Path::default().key("bands");
        self.length(bands.len(), (1, LIST_MAX), list.clone());
        self.codes(bands.iter().map(|band| band.code.as_str()), &list);
        for (index, band) in bands.iter().enumerate() {
            let at = list.index(index);
            self.words(&band.label, LABEL_CHARS_MAX, &at.key("label"));
            self.source(&band.source, &at);
            let is_last = index + 1 == bands.len();
            match (is_last, band.windows.is_empty()) {
                (true, false) => self.push(at.key("windows"), Reason::NothingLeft),
                (false, true) => self.push(at.clone(), Reason::NoWindows),
                _ => {}
            }
            self.length(band.windows.len(), (0, LIST_MAX), at.key("windows"));
            for (number, window) in band.windows.iter().enumerate() {
                self.window(window, &at.key("windows").index(number));
            }
        }
    }

    fn window(&mut self, window: &BandWindow, at: &Path) {
        match window {
            BandWindow::Daily { weekdays, .. } => {
                self.length(weekdays.len(), (1, 7), at.key("weekdays"));
                self.once(weekdays, &at.key("weekdays"));
            }
            BandWindow::Weekly { .. } => {}
            BandWindow::Around {
                holidays,
                start,
                end,
            } => {
                self.length(holidays.len(), (1, Holiday::ALL.len()), at.key("holidays"));
                self.once(holidays, &at.key("holidays"));
                let days = (0, BAND_DAYS_MAX);
                self.number(start.days, days, at.key("start").key("days_before"));
                if let BandEnd::DaysAfter { days: after, clock } = end {
                    self.number(*after, days, at.key("end").key("days_after"));
                    if start.days == 0 && *after == 0 && *clock <= start.clock {
                        self.push(at.key("end"), Reason::WindowBackwards);
                    }
                }
            }
        }
    }

    fn once<T: Code + Ord>(&mut self, list: &[T], at: &Path) {
        let mut seen = BTreeSet::new();
        for (index, one) in list.iter().enumerate() {
            if !seen.insert(*one) {
                self.push(at.index(index), Reason::Twice(one.code()));
            }
        }
    }
}
