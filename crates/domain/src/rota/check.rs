//! What a plan breaks: the rules that can be told of one person's duties alone.

use std::collections::BTreeSet;

use crate::agreement::{Agreement, COUNT_DAYS, DutyPlace};
use crate::codes;
use crate::duty::{Duty, ordinary};
use crate::ids::{DutyId, LineId, StaffId};
use crate::pool::{Line, Member};
use crate::stretch::{Stretch, joined, minutes};
use crate::time::{Clock, Day, Instant, Week};

codes! {
    /// A rule that a plan can break.
    Rule "rota-rule" {
        /// No post in the pool serves the line then.
        NotEligible = "not_eligible",
        /// The person is away.
        Absent = "absent",
        /// Two duties at the same time.
        Overlap = "overlap",
        /// Two duties too close after each other.
        Gap = "gap",
        /// More duties in four weeks than agreed.
        Duties = "duties",
        /// More load in four weeks than agreed.
        Load = "load",
        /// Two weekends too close after each other.
        Weekends = "weekends",
        /// No unbroken weekly rest, which being on call never is.
        WeeklyRest = "weekly_rest",
        /// No unbroken daily rest, where being on call is working time.
        DailyRest = "daily_rest",
        /// More hours on call at the workplace in four weeks than the law allows.
        Workplace = "workplace",
        /// Too soon after a call-out.
        Disturbed = "disturbed",
    }
}

/// A rule that a plan breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// Which rule.
    pub rule: Rule,
    /// Whose duties break it.
    pub staff: StaffId,
    /// The duty in which it shows; none where a whole week does.
    pub duty: Option<DutyId>,
    /// Where it shows.
    pub time: Stretch,
}

/// What must be known of one person to judge their duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub staff: StaffId,
    /// Their posts in the pool.
    pub posts: Vec<Member>,
    /// When they are away.
    pub away: Vec<Stretch>,
    /// Days on which they do no ordinary work although it is a workday: part-time days and days given for rest.
    pub days_off: BTreeSet<Day>,
    /// When call-outs ended.
    pub disturbed: Vec<Instant>,
}

/// One person's duties, with those before and after the period that a rule may reach into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'a> {
    pub agreement: &'a Agreement,
    pub lines: &'a [Line],
    pub person: &'a Person,
    /// In order of their beginning.
    pub duties: Vec<&'a Duty>,
    /// The days that are judged, from the first until before the end; what lies outside is history.
    pub period: (Day, Day),
}

/// Every rule that one person's duties break.
pub fn breaches(plan: &Plan<'_>) -> Vec<Breach> {
    let mut found = Vec::new();
    let (first, end) = plan.period;
    let judged = Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT));
    let Some(judged) = judged else {
        return found;
    };
    let ours = |duty: &&Duty| whole(duty).is_some_and(|whole| judged.holds(whole.start()));
    for duty in plan.duties.iter().copied().filter(|duty| ours(duty)) {
        plan.alone(duty, &mut found);
        plan.counted(duty, &mut found);
    }
    plan.pairs(judged, &mut found);
    plan.weekly_rest(&mut found);
    if plan.agreement.place.value == DutyPlace::Workplace {
        plan.daily_rest(&mut found);
    }
    found
}

impl Plan<'_> {
    fn breach(&self, rule: Rule, duty: Option<&Duty>, time: Stretch) -> Breach {
        Breach {
            rule,
            staff: self.person.staff,
            duty: duty.map(|duty| duty.id),
            time,
        }
    }

    fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// What can be told of one duty without looking at any other.
    fn alone(&self, duty: &Duty, found: &mut Vec<Breach>) {
        let Some(time) = whole(duty) else {
            return;
        };
        let days = (time.start().day(), time.end().day());
        let serves = self.line(duty.shape.line).is_some_and(|line| {
            let mut posts = self.person.posts.iter();
            posts.any(|post| post.serves(line, days))
        });
        if !serves {
            found.push(self.breach(Rule::NotEligible, Some(duty), time));
        }
        let away = self.person.away.iter();
        let mut met = away.filter(|away| duty.shape.segments.iter().any(|one| one.meets(**away)));
        if let Some(away) = met.next() {
            found.push(self.breach(Rule::Absent, Some(duty), *away));
        }
        let rest = i64::from(self.agreement.rules.disturbed_rest_hours.value) * 3_600;
        let disturbed = self.person.disturbed.iter();
        let mut rests = disturbed.filter_map(|end| Stretch::new(*end, end.plus_seconds(rest)));
        if let Some(rest) = rests.find(|rest| rest.holds(time.start())) {
            found.push(self.breach(Rule::Disturbed, Some(duty), rest));
        }
    }

    /// What is counted over the four weeks that end with a duty.
    fn counted(&self, duty: &Duty, found: &mut Vec<Breach>) {
        let Some(time) = whole(duty) else {
            return;
        };
        let last = time.start().day();
        let from = last.plus(1 - COUNT_DAYS).at(Clock::MIDNIGHT);
        let Some(window) = Stretch::new(from, last.plus(1).at(Clock::MIDNIGHT)) else {
            return;
        };
        let begins = |one: &&&Duty| whole(one).is_some_and(|whole| window.holds(whole.start()));
        let inside: Vec<&Duty> = self.duties.iter().filter(begins).copied().collect();
        let rules = &self.agreement.rules;
        let count = u32::try_from(inside.len()).unwrap_or(u32::MAX);
        if rules
            .duties_max
            .as_ref()
            .is_some_and(|max| count > max.value)
        {
            found.push(self.breach(Rule::Duties, Some(duty), window));
        }
        let load: u64 = inside.iter().map(|one| self.load(one)).sum();
        let too_much = |max: u32, load: u64| load > u64::from(max) * 60 * 100;
        if let Some(max) = &rules.load_hours_max
            && too_much(max.value, load)
        {
            found.push(self.breach(Rule::Load, Some(duty), window));
        }
        let there: u32 = inside.iter().map(|one| one.shape.minutes()).sum();
        if let Some(max) = &rules.workplace_hours_max
            && there > max.value.saturating_mul(60)
        {
            found.push(self.breach(Rule::Workplace, Some(duty), window));
        }
    }

    /// Minutes of a duty, each counted as hundredths by its line.
    fn load(&self, duty: &Duty) -> u64 {
        let line = self.line(duty.shape.line);
        let share = line.map_or(100, |line| line.load_pct);
        u64::from(duty.shape.minutes()) * u64::from(share)
    }

    /// What two duties do to each other.
    fn pairs(&self, judged: Stretch, found: &mut Vec<Breach>) {
        for (number, earlier) in self.duties.iter().enumerate() {
            for later in self.duties.iter().skip(number + 1) {
                let times = whole(earlier).zip(whole(later));
                let Some((before, after)) = times.filter(|(_, after)| judged.meets(*after)) else {
                    continue;
                };
                let gap = self.line(earlier.shape.line).map_or(0, |line| line.gap_min);
                let free_from = before.end().plus_seconds(i64::from(gap) * 60);
                if before.meets(after) {
                    found.push(self.breach(Rule::Overlap, Some(later), before));
                } else if after.start() < free_from {
                    found.push(self.breach(Rule::Gap, Some(later), before));
                }
                if self.are_weekends_close(earlier, later) {
                    found.push(self.breach(Rule::Weekends, Some(later), before));
                }
            }
        }
    }

    fn are_weekends_close(&self, earlier: &Duty, later: &Duty) -> bool {
        let Some(gap) = &self.agreement.rules.weekend_gap else {
            return false;
        };
        let close = |one: &Week, other: &Week| {
            let apart = other.weeks_since(*one).abs();
            0 < apart && apart <= i64::from(gap.value)
        };
        let weekends = &earlier.shape.weekends;
        weekends
            .iter()
            .any(|one| later.shape.weekends.iter().any(|other| close(one, other)))
    }

    /// Weeks without an unbroken rest of the length that the law asks for. Being on call at home is no such rest.
    fn weekly_rest(&self, found: &mut Vec<Breach>) {
        let (first, end) = self.period;
        let wanted = self
            .agreement
            .rules
            .weekly_rest_hours
            .value
            .saturating_mul(60);
        let day_break = self.agreement.day_break.value;
        let (start, last) = (Week::of(first), Week::of(end.plus(-1)));
        for number in 0..=last.weeks_since(start) {
            let week = start.plus(number);
            let (from, to) = (week.first_day(), week.next().first_day());
            let Some(week) = Stretch::new(from.at(day_break), to.at(day_break)) else {
                continue;
            };
            let on_call = self.on_call(week);
            if on_call.is_empty() || longest(week, &self.busy(week, on_call)) >= wanted {
                continue;
            }
            found.push(self.breach(Rule::WeeklyRest, None, week));
        }
    }

    /// Days of twenty-four hours without an unbroken rest, where being on call is working time.
    fn daily_rest(&self, found: &mut Vec<Breach>) {
        let (first, end) = self.period;
        let wanted = self
            .agreement
            .rules
            .daily_rest_hours
            .value
            .saturating_mul(60);
        let day_break = self.agreement.day_break.value;
        for number in 0..end.days_since(first) {
            let day = first.plus(number);
            let Some(day) = Stretch::new(day.at(day_break), day.plus(1).at(day_break)) else {
                continue;
            };
            let on_call = self.on_call(day);
            if !on_call.is_empty() && longest(day, &self.busy(day, on_call)) < wanted {
                found.push(self.breach(Rule::DailyRest, None, day));
            }
        }
    }

    fn on_call(&self, within: Stretch) -> Vec<Stretch> {
        let duties = self.duties.iter();
        duties.flat_map(|duty| duty.shape.within(within)).collect()
    }

    /// When the person works or is on call.
    fn busy(&self, within: Stretch, on_call: Vec<Stretch>) -> Vec<Stretch> {
        let days = (within.start().day(), within.end().day().plus(1));
        let works = |one: &Stretch| {
            let day = one.start().day();
            !self.person.days_off.contains(&day)
                && !self
                    .person
                    .away
                    .iter()
                    .any(|away| away.shared(*one) == Some(*one))
        };
        let ordinary = ordinary(self.agreement, days).into_iter().filter(works);
        joined(on_call.into_iter().chain(ordinary).collect())
    }
}

/// Minutes of the longest stretch in which nothing is to be done.
fn longest(within: Stretch, busy: &[Stretch]) -> u32 {
    let free = within.without(busy).into_iter();
    free.map(|one| minutes(&[one])).max().unwrap_or(0)
}

fn whole(duty: &Duty) -> Option<Stretch> {
    duty.shape.whole()
}
