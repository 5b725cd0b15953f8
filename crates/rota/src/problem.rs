//! An instance made ready: every reference looked up, every instant a whole minute.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::instance::WishKind;
use crate::moment::{Clock, Minute, Span};
use crate::number::{
    DayNo, DutyNo, FairNo, LineNo, NeedNo, Number, PeriodNo, PersonNo, Table, TeamNo, WindowNo,
    WishNo,
};

/// An instance made ready.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What solutions call it.
    pub name: String,
    /// Ids of teams.
    pub teams: Table<TeamNo, String>,
    /// Everybody.
    pub persons: Table<PersonNo, Person>,
    /// Every line.
    pub lines: Table<LineNo, Line>,
    /// Every duty, in the file's order.
    pub duties: Table<DutyNo, Duty>,
    /// Days of ordinary work, by date.
    pub days: Table<DayNo, Day>,
    /// Periods of weekly rest.
    pub periods: Table<PeriodNo, Span>,
    /// Windows of load.
    pub windows: Table<WindowNo, Span>,
    /// The numbers in the rules.
    pub rules: Rules,
    /// Wishes.
    pub wishes: Table<WishNo, Wish>,
    /// Needs of families.
    pub needs: Table<NeedNo, Need>,
    /// Categories of fairness.
    pub fairness: Table<FairNo, Fair>,
    /// Costs of one person on one duty.
    pub assign_costs: Vec<AssignCost>,
    /// Costs of one person on a line.
    pub line_costs: Vec<LineCost>,
    /// The cost of weekends near each other.
    pub close: Close,
    /// The cost of one comp day.
    pub comp_cost: i64,
    /// The weight of Z0.
    pub weight_unfilled: i64,
    /// The weight of Z1.
    pub weight_spread: i64,
    /// What clocks show.
    pub clock: Clock,
}

/// Somebody, with all that concerns them alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Their team.
    pub team: TeamNo,
    /// Days without ordinary work, whatever the rota says.
    pub off: Vec<DayNo>,
    /// When they cannot serve, with the reason.
    pub absences: Vec<Absence>,
    /// When call-outs ended.
    pub disturbances: Vec<Minute>,
    /// Comp days that stand.
    pub pinned_comp: Vec<DayNo>,
    /// Lines they may serve.
    pub lines: Vec<LineNo>,
    /// Their wishes.
    pub wishes: Vec<WishNo>,
}

/// A time in which somebody cannot serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// When.
    pub span: Span,
    /// Why.
    pub reason: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// 1 answers first.
    pub level: i64,
    /// Free minutes after a duty.
    pub gap_after: i64,
    /// Percent of the minutes that count as load.
    pub load_pct: i64,
}

/// A duty.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// Its line.
    pub line: LineNo,
    /// What the block is called.
    pub kind: String,
    /// Its stretches, in order.
    pub segments: Vec<Span>,
    /// From the first minute to the last, with what lies between.
    pub whole: Span,
    /// Minutes of its segments.
    pub minutes: i64,
    /// Minutes times percent.
    pub load: i64,
    /// Weekends it takes, each once, in order.
    pub weekends: Vec<i64>,
    /// Holidays it takes.
    pub holidays: Vec<String>,
    /// The cost of leaving it open.
    pub unfilled: i64,
    /// Who keeps it, whatever happens.
    pub pinned: Option<PersonNo>,
    /// Who was published, and the cost of a change.
    pub previous: Option<(PersonNo, i64)>,
    /// Needs that it can meet.
    pub needs: Vec<NeedNo>,
}

/// A date of ordinary work.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// When work is.
    pub work: Vec<Span>,
}

/// The numbers in the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Minutes of weekly rest in one piece.
    pub weekly_rest: i64,
    /// Load in a window at most, in minutes times percent.
    pub load_max: i64,
    /// Duties that begin in a window at most.
    pub duties_max: i64,
    /// Two weekends are further apart than this.
    pub weekend_gap: i64,
    /// Minutes after a call-out in which no duty begins.
    pub after_disturbance: i64,
}

/// A wish.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Its id.
    pub id: String,
    /// Whose.
    pub person: PersonNo,
    /// Off or on.
    pub kind: WishKind,
    /// When.
    pub span: Span,
    /// The cost of missing it.
    pub cost: i64,
}

/// A need.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The team that is known.
    pub team: TeamNo,
    /// The duties of which one is enough.
    pub duties: Vec<DutyNo>,
    /// The cost of missing it.
    pub cost: i64,
}

/// A category of fairness.
#[derive(Debug, Clone, PartialEq)]
pub struct Fair {
    /// Its id.
    pub id: String,
    /// The weight of a whole duty of spread.
    pub range_weight: i64,
    /// The weight of a squared deviation.
    pub square_weight: i64,
    /// What each duty counts.
    pub units: Table<DutyNo, i64>,
    /// Among whom.
    pub members: Vec<Member>,
    /// The member that a person is.
    pub member_of: Table<PersonNo, Option<usize>>,
}

/// Somebody's share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonNo,
    /// Units before.
    pub hist: i64,
    /// The fair share, in tenths.
    pub target10: i64,
}

impl Member {
    /// Tenths of a duty above the fair share, after so many units.
    pub fn dev10(&self, units: i64) -> i64 {
        10 * (self.hist + units) - self.target10
    }
}

/// A cost of one person on one duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignCost {
    /// Who.
    pub person: PersonNo,
    /// Which.
    pub duty: DutyNo,
    /// How much.
    pub cost: i64,
    /// Why.
    pub reason: String,
}

/// A cost of one person on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCost {
    /// Who.
    pub person: PersonNo,
    /// Which.
    pub line: LineNo,
    /// How much.
    pub cost: i64,
    /// Why.
    pub reason: String,
}

/// The cost of weekends near each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    /// Pairs at most so far apart cost.
    pub max_distance: i64,
    /// Each pair.
    pub cost: i64,
}

impl Problem {
    /// Whether the person may serve the line at all.
    pub fn is_eligible(&self, person: PersonNo, line: LineNo) -> bool {
        self.persons[person].lines.contains(&line)
    }

    /// The person's absence that the duty runs into, if any.
    pub fn absence(&self, person: PersonNo, duty: DutyNo) -> Option<&Absence> {
        let segments = &self.duties[duty].segments;
        let mut absences = self.persons[person].absences.iter();
        absences.find(|absence| segments.iter().any(|one| one.overlaps(absence.span)))
    }

    /// The end of the call-out that the duty begins too soon after, if any.
    pub fn disturbance(&self, person: PersonNo, duty: DutyNo) -> Option<Minute> {
        let start = self.duties[duty].whole.start;
        let ends = &self.persons[person].disturbances;
        let rest = self.rules.after_disturbance;
        ends.iter().copied().find(|end| {
            Span {
                start: *end,
                end: end + rest,
            }
            .holds(start)
        })
    }

    /// Whether nothing forbids the pair by itself (H1, H2, H8, H9).
    pub fn may_serve(&self, person: PersonNo, duty: DutyNo) -> bool {
        if !self.is_eligible(person, self.duties[duty].line) {
            return false;
        }
        match self.duties[duty].pinned {
            Some(keeper) => keeper == person,
            None => {
                self.absence(person, duty).is_none() && self.disturbance(person, duty).is_none()
            }
        }
    }

    /// Minutes that are missing between two duties of one person, if they are too near (H3).
    pub fn too_near(&self, one: DutyNo, other: DutyNo) -> Option<TooNear> {
        let (a, b) = (&self.duties[one], &self.duties[other]);
        let (first, second) = if a.whole.start <= b.whole.start {
            (one, other)
        } else {
            (other, one)
        };
        let near = self.free_between(first, second);
        // With the same start both orders count.
        if near.is_none() && a.whole.start == b.whole.start {
            return self.free_between(second, first);
        }
        near
    }

    fn free_between(&self, first: DutyNo, second: DutyNo) -> Option<TooNear> {
        let (a, b) = (&self.duties[first], &self.duties[second]);
        let needed = self.lines[a.line].gap_after;
        let free = b.whole.start - a.whole.end;
        (free < needed).then_some(TooNear {
            first,
            second,
            free,
            needed,
        })
    }

    /// Days of the person's ordinary work, with the dates off taken away.
    pub fn works_on(&self, person: PersonNo, day: DayNo) -> bool {
        self.persons[person].off.binary_search(&day).is_err()
    }

    /// The day of ordinary work with this date.
    pub fn day(&self, date: Date) -> Option<DayNo> {
        let days = self.days.values().as_slice();
        let found = days.binary_search_by_key(&date, |day| day.date);
        found.ok().map(DayNo::new)
    }

    /// Whether the duty's segments touch the wish's time.
    pub fn touches(&self, wish: WishNo, duty: DutyNo) -> bool {
        let span = self.wishes[wish].span;
        self.duties[duty]
            .segments
            .iter()
            .any(|one| one.overlaps(span))
    }

    /// Ids to places, for callers that have ids.
    pub fn person_by_id(&self, id: &str) -> Option<PersonNo> {
        self.persons
            .iter()
            .find(|(_, person)| person.id == id)
            .map(|(at, _)| at)
    }

    /// The duty with this id.
    pub fn duty_by_id(&self, id: &str) -> Option<DutyNo> {
        self.duties
            .iter()
            .find(|(_, duty)| duty.id == id)
            .map(|(at, _)| at)
    }

    /// The wish with this id.
    pub fn wish_by_id(&self, id: &str) -> Option<WishNo> {
        self.wishes
            .iter()
            .find(|(_, wish)| wish.id == id)
            .map(|(at, _)| at)
    }

    /// What each person's serving a duty costs by itself.
    pub fn pair_costs(&self) -> Table<DutyNo, BTreeMap<PersonNo, i64>> {
        let mut costs = Table::like(&self.duties, BTreeMap::new());
        for one in &self.assign_costs {
            *costs[one.duty].entry(one.person).or_insert(0) += one.cost;
        }
        for (duty, what) in self.duties.iter() {
            for one in self.line_costs.iter().filter(|one| one.line == what.line) {
                *costs[duty].entry(one.person).or_insert(0) += one.cost;
            }
        }
        costs
    }
}

/// Two duties that are too near each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooNear {
    /// The one that begins first.
    pub first: DutyNo,
    /// The one that begins too soon.
    pub second: DutyNo,
    /// Minutes between them; negative where they overlap.
    pub free: i64,
    /// Minutes that there must be.
    pub needed: i64,
}
