//! The month's report to a group leader: what was given, answered, held and collected in a team, in counts.
//!
//! Each line is a count, or a part of what was due in that month. What lies in the future is not due yet. Nothing here
//! names a family or a rater, and no rating is read.

#[cfg(test)]
mod tests;

use crate::codes;
use crate::consultation::{Appointment, Pattern, Tally, day_about};
use crate::month::Month;
use crate::round::{About, Turnout};
use crate::team::Rhythm;
use crate::time::{Day, Instant, Week};
use crate::week::{FollowUp, Voice};

/// Months beside each other: the one that is reported on, and those before it.
pub const MONTHS: i32 = 6;

codes! {
    /// A line of the report.
    Line "month-report" {
        /// Summaries that came in time, of those whose time fell in the month.
        OnTime = "on_time",
        /// Weeks of families that supervision took up, of those whose supervision day fell in the month.
        Supervised = "supervised",
        /// Weeks of families that the consultant answered, of those whose consultation day fell in the month.
        Consulted = "consulted",
        /// Consultations that were held, of those that were owed.
        Consultations = "consultations",
        /// Points of written feedback that the leader gave.
        ByLeader = "by_leader",
        /// Points that the consultant gave.
        ByConsultant = "by_consultant",
        /// Points with an answer, of those that were given.
        Answered = "answered",
        /// Points without one whose time has passed, of those that were given.
        Overdue = "overdue",
        /// Points that were done the week after, of those about which somebody said what became of them.
        Done = "done",
        /// Interviews with families that were held, of those that were due.
        Interviews = "interviews",
        /// Ratings of the leader that came in, of those that were asked for.
        LeaderRatings = "leader_ratings",
        /// Ratings of the consultant.
        ConsultantRatings = "consultant_ratings",
    }
}

/// What a line says of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// So many.
    Count(u32),
    /// So many of so many; of none, where nothing was due.
    Part(u32, u32),
}

/// A family's treatment, and what happened in its weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treated {
    pub opened_on: Day,
    pub ended_on: Option<Day>,
    pub weeks: Vec<Worked>,
}

/// What happened in a family's week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    pub week: Week,
    pub handed_in_at: Option<Instant>,
    pub is_supervised: bool,
    pub is_consulted: bool,
}

/// A point of written feedback without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The week that it speaks of.
    pub week: Week,
    pub voice: Voice,
    pub given_at: Instant,
    pub answered_at: Option<Instant>,
    pub follow_up: Option<FollowUp>,
}

/// An interview that fell due, other than those that were not to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interview {
    pub due_on: Day,
    pub is_done: bool,
}

/// A round of ratings that has closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated {
    pub closed_on: Day,
    pub about: About,
    pub turnout: Turnout,
}

/// Everything that the report is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub rhythm: Rhythm,
    /// The programme has a weekly loop.
    pub has_loop: bool,
    pub treated: Vec<Treated>,
    pub points: Vec<Point>,
    pub interviews: Vec<Interview>,
    pub rounds: Vec<Rated>,
    pub consultations: Vec<Appointment>,
    /// The weekly times of consultation.
    pub patterns: Vec<Pattern>,
}

impl Line {
    /// Whether more is worse.
    pub fn is_burden(self) -> bool {
        self == Line::Overdue
    }

    /// Whether it is about the weekly loop, which not every programme has.
    fn is_of_loop(self) -> bool {
        !matches!(
            self,
            Line::Interviews | Line::LeaderRatings | Line::ConsultantRatings
        )
    }
}

impl Facts {
    /// The lines of a month as they stand now.
    pub fn month(&self, month: Month, now: Instant) -> Vec<(Line, Value)> {
        use crate::code::Code as _;
        let lines = Line::ALL.iter().copied();
        lines
            .filter(|line| self.has_loop || !line.is_of_loop())
            .map(|line| (line, self.value(line, (month, now))))
            .collect()
    }

    fn value(&self, line: Line, at: (Month, Instant)) -> Value {
        let (month, now) = at;
        let points = || self.points.iter().filter(move |one| given_in(one, at));
        let by = |voice| Value::Count(count(points().filter(move |one| one.voice == voice)));
        let rhythm = self.rhythm;
        match line {
            Line::OnTime => {
                let due = move |week| rhythm.hand_in_due(week);
                self.weeks(at, due, |week, worked| {
                    let handed_in = worked.and_then(|one| one.handed_in_at);
                    handed_in.is_some_and(|handed| handed <= due(week))
                })
            }
            Line::Supervised => {
                let ends = move |week| end_of(rhythm.supervision_on(week));
                self.weeks(at, ends, |_, worked| {
                    worked.is_some_and(|one| one.is_supervised)
                })
            }
            Line::Consulted => {
                let ends = |week| end_of(day_about(&self.patterns, rhythm, week));
                self.weeks(at, ends, |_, worked| {
                    worked.is_some_and(|one| one.is_consulted)
                })
            }
            Line::Consultations => {
                let of_month =
                    |one: &&Appointment| one.slot().is_some_and(|slot| Month::of(slot.on) == month);
                let all = self.consultations.iter().filter(of_month);
                let tally = Tally::of(all, now.day());
                Value::Part(tally.held, tally.owed)
            }
            Line::ByLeader => by(Voice::Leader),
            Line::ByConsultant => by(Voice::Consultant),
            Line::Answered => part(points(), |one| one.answered_at.is_some()),
            Line::Overdue => part(points(), |one| self.is_overdue(one, now)),
            Line::Done => part(points().filter(|one| one.follow_up.is_some()), |one| {
                one.follow_up == Some(FollowUp::Done)
            }),
            Line::Interviews => {
                let due = self.interviews.iter();
                let due = due.filter(|one| Month::of(one.due_on) == month);
                part(due.filter(|one| one.due_on <= now.day()), |one| one.is_done)
            }
            Line::LeaderRatings => self.ratings(month, About::GroupLeader),
            Line::ConsultantRatings => self.ratings(month, About::Consultant),
        }
    }

    /// A point waits for its answer until the next summary is due: the one in which its follow-up is said.
    fn is_overdue(&self, one: &Point, now: Instant) -> bool {
        let due = self.rhythm.hand_in_due(one.week.next());
        one.answered_at.is_none() && due < now
    }

    /// Of the weeks of families in treatment whose time fell in a month and has passed, how many did something.
    fn weeks(
        &self,
        (month, now): (Month, Instant),
        time: impl Fn(Week) -> Instant,
        is_met: impl Fn(Week, Option<&Worked>) -> bool,
    ) -> Value {
        let (mut met, mut due) = (0, 0);
        // A week's time lies in the week after it, so that a month can begin with the week before its first.
        let first = Week::of(month.first_day()).previous();
        for week in (0..7).map(|number| first.plus(number)) {
            let at = time(week);
            if Month::of(at.day()) != month || now < at {
                continue;
            }
            for one in self.treated.iter().filter(|one| one.is_in(week)) {
                let worked = one.weeks.iter().find(|worked| worked.week == week);
                due += 1;
                met += u32::from(is_met(week, worked));
            }
        }
        Value::Part(met, due)
    }

    fn ratings(&self, month: Month, about: About) -> Value {
        let rounds = self.rounds.iter();
        let rounds = rounds.filter(|one| one.about == about && Month::of(one.closed_on) == month);
        let sum = rounds.fold((0, 0), |(answered, asked), one| {
            let turnout = one.turnout;
            (answered + turnout.answered, asked + turnout.asked)
        });
        Value::Part(sum.0, sum.1)
    }
}

impl Treated {
    /// Whether a week is to be summed up: treatment had begun by its end, and had not ended by then.
    fn is_in(&self, week: Week) -> bool {
        let last = week.last_day();
        self.opened_on <= last && self.ended_on.is_none_or(|ended| last < ended)
    }
}

/// The last moment of a day.
fn end_of(day: Day) -> Instant {
    day.plus(1)
        .at(crate::time::Clock::MIDNIGHT)
        .plus_seconds(-1)
}

fn given_in(one: &Point, (month, now): (Month, Instant)) -> bool {
    Month::of(one.given_at.day()) == month && one.given_at <= now
}

fn count<T>(all: impl Iterator<Item = T>) -> u32 {
    u32::try_from(all.count()).unwrap_or(u32::MAX)
}

fn part<'a, T: 'a>(all: impl Iterator<Item = &'a T>, is_met: impl Fn(&T) -> bool) -> Value {
    let (mut met, mut of) = (0, 0);
    for one in all {
        of += 1;
        met += u32::from(is_met(one));
    }
    Value::Part(met, of)
}
