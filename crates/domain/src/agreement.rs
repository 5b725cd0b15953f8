//! What law, agreement and manual say about being on call, as dated data: each value with its source.

mod band;
mod check;
mod fault;
mod weights;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Deref;

pub use band::{Band, BandEnd, BandWindow, DaysBefore};
pub use check::HANDOVER_MIN_MAX;
pub use fault::{Fault, Reason};
pub use weights::{Uneven, WEIGHT_MAX, Weights};

use crate::codes;
use crate::holiday::Holiday;
use crate::programme::{Confidence, Source, Sourced, WeekTime, Weekday, Words};
use crate::time::{Clock, Day, Instant};

/// Days over which duties and load are counted: four weeks, as the law counts them.
pub const COUNT_DAYS: i64 = 28;

codes! {
    /// Where somebody is on call; it decides whether the time is working time.
    DutyPlace "duty-place" {
        /// *Beredskap*: anywhere within reach. Not working time until there is something to do.
        Home = "home",
        /// *Jour*: at the workplace. Working time in the Union's meaning.
        Workplace = "workplace",
    }

    /// Who answers during ordinary hours.
    Cover "ordinary-cover" {
        /// The teams as they work anyway; nobody is on call.
        Team = "team",
        /// Somebody on call, as at night.
        Duty = "duty",
    }
}

/// An agreement that has been checked as a whole. Read its parts as fields; nothing changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement(Definition);

impl Agreement {
    /// Checks the definition; every fault is told, not the first alone.
    pub fn new(definition: Definition) -> Result<Agreement, Vec<Fault>> {
        let faults = check::faults(&definition);
        if faults.is_empty() {
            Ok(Agreement(definition))
        } else {
            Err(faults)
        }
    }

    /// The source with this code.
    pub fn source(&self, code: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.code == code)
    }

    /// Whether a day is off by name: a holiday, or an eve that is treated as one.
    pub fn is_named_day_off(&self, day: Day) -> bool {
        Holiday::on(day).any(|one| self.days_off.value.contains(&one))
    }

    /// Whether there are ordinary hours on a day.
    pub fn is_workday(&self, day: Day) -> bool {
        let weekdays = &self.ordinary.value.weekdays;
        weekdays.iter().any(|one| one.number() == day.weekday()) && !self.is_named_day_off(day)
    }

    /// The ordinary hours of a day.
    pub fn ordinary_hours(&self, day: Day) -> Option<(Instant, Instant)> {
        let hours = &self.ordinary.value;
        self.is_workday(day)
            .then(|| (day.at(hours.start), day.at(hours.end)))
    }
}

impl Deref for Agreement {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.0
    }
}

/// What an agreement says, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// `STANDBY-HOME`.
    pub code: String,
    /// Rises with every change; the old version stays with the rotas that were planned under it.
    pub version: u32,
    /// The first day that can be planned under it.
    pub valid_from: Day,
    /// What it is called.
    pub name: Words,
    /// What it is, in two sentences.
    pub about: Words,
    /// Where people are on call.
    pub place: Sourced<DutyPlace>,
    /// When the teams work anyway.
    pub ordinary: Sourced<Ordinary>,
    /// Holidays, and the eves that are treated as such: no ordinary hours.
    pub days_off: Sourced<Vec<Holiday>>,
    /// When one person ends and the next begins.
    pub blocks: Blocks,
    /// When the day of twenty-four hours begins in which daily rest is judged: *dygnsbrytpunkt*.
    pub day_break: Sourced<Clock>,
    /// What nobody may be asked beyond.
    pub rules: Rules,
    /// What a proposed rota is measured by; none where the file leaves it to the program.
    pub weights: Option<Sourced<Weights>>,
    /// Kinds of hours that payroll tells apart, the first that fits first. The last one takes what is left.
    pub bands: Vec<Band>,
    /// Where the values come from.
    pub sources: Vec<Source>,
}

/// When the teams work anyway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordinary {
    /// On which days of the week.
    pub weekdays: Vec<Weekday>,
    /// From when.
    pub start: Clock,
    /// Until when.
    pub end: Clock,
    /// Who answers meanwhile.
    pub cover: Cover,
}

/// How the time outside ordinary hours is cut into duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    /// When one person ends and the next begins on a day off.
    pub daily: Sourced<Clock>,
    /// When a line that is served by the week changes hands.
    pub weekly: Sourced<WeekTime>,
    /// Days off that one person serves in a row at a plain weekend.
    pub weekend_days_max: Sourced<u32>,
    /// Days off that one person serves in a row where there are holidays.
    pub holiday_days_max: Sourced<u32>,
}

/// What nobody may be asked beyond. Hours and days are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Unbroken rest in each day of twenty-four hours. Being on call at home is rest until somebody calls.
    pub daily_rest_hours: Sourced<u32>,
    /// Unbroken rest in each week, which being on call never is.
    pub weekly_rest_hours: Sourced<u32>,
    /// Working time a week on average.
    pub weekly_hours_max: Sourced<u32>,
    /// Weeks of that average.
    pub average_weeks: Sourced<u32>,
    /// Working time of a full post in a week, by which an average is reckoned where nobody writes down the hours; none
    /// where no average can be told.
    pub full_week_hours: Option<Sourced<u32>>,
    /// Hours on call at the workplace in four weeks; none where nobody is on call there.
    pub workplace_hours_max: Option<Sourced<u32>>,
    /// Duties in four weeks.
    pub duties_max: Option<Sourced<u32>>,
    /// Hours of load in four weeks, each line by its share.
    pub load_hours_max: Option<Sourced<u32>>,
    /// Weekends that lie at least between two of the same person.
    pub weekend_gap: Option<Sourced<u32>>,
    /// Whole days in a row from which an absence lowers the fair share by its days; none where no absence does.
    pub long_absence_days: Option<Sourced<u32>>,
    /// Rest after a call-out, before the next duty.
    pub disturbed_rest_hours: Sourced<u32>,
    /// Days before a duty on which its rota is known.
    pub notice_days: Sourced<u32>,
    /// Minutes before a duty in which it is handed over.
    pub handover_before_min: Sourced<u32>,
    /// Minutes after it.
    pub handover_after_min: Sourced<u32>,
}

impl Definition {
    /// Every value with where it comes from: what it is, its source and how far it can be trusted.
    pub fn origins(&self) -> Vec<(&'static str, &str, Confidence)> {
        fn of<'a, T>(
            name: &'static str,
            value: &'a Sourced<T>,
        ) -> (&'static str, &'a str, Confidence) {
            (name, &value.source, value.confidence)
        }
        let (blocks, rules) = (&self.blocks, &self.rules);
        let mut all = vec![
            of("place", &self.place),
            of("ordinary", &self.ordinary),
            of("days_off", &self.days_off),
            of("daily", &blocks.daily),
            of("weekly", &blocks.weekly),
            of("weekend_days_max", &blocks.weekend_days_max),
            of("holiday_days_max", &blocks.holiday_days_max),
            of("day_break", &self.day_break),
            of("daily_rest_hours", &rules.daily_rest_hours),
            of("weekly_rest_hours", &rules.weekly_rest_hours),
            of("weekly_hours_max", &rules.weekly_hours_max),
            of("average_weeks", &rules.average_weeks),
            of("disturbed_rest_hours", &rules.disturbed_rest_hours),
            of("notice_days", &rules.notice_days),
            of("handover_before_min", &rules.handover_before_min),
            of("handover_after_min", &rules.handover_after_min),
        ];
        for (name, value) in [
            ("full_week_hours", &rules.full_week_hours),
            ("workplace_hours_max", &rules.workplace_hours_max),
            ("duties_max", &rules.duties_max),
            ("load_hours_max", &rules.load_hours_max),
            ("weekend_gap", &rules.weekend_gap),
            ("long_absence_days", &rules.long_absence_days),
        ] {
            all.extend(value.as_ref().map(|value| of(name, value)));
        }
        all.extend(self.weights.as_ref().map(|value| of("weights", value)));
        all
    }

    /// How many values nobody has confirmed.
    pub fn unconfirmed(&self) -> usize {
        let values = self.origins().into_iter();
        let bands = self.bands.iter().map(|band| band.confidence);
        values
            .map(|(.., confidence)| confidence)
            .chain(bands)
            .filter(|one| *one == Confidence::Unconfirmed)
            .count()
    }

    /// What a proposed rota is measured by: the file's own weights, or those that hold where it names none.
    pub fn planning_weights(&self) -> Weights {
        self.weights
            .as_ref()
            .map_or(Weights::ASSUMED, |weights| weights.value)
    }
}
