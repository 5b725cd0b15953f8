//! What a search asks again and again, worked out once: who may serve what, and one person's price.

use std::collections::BTreeMap;

use crate::instance::WishKind;
use crate::moment::Span;
use crate::number::{DayNo, DutyNo, FairNo, Number, PeriodNo, PersonNo, Table, WindowNo};
use crate::problem::Problem;
use crate::rest::{Calendar, Rest};

/// A problem with what a search asks again and again.
#[derive(Debug)]
pub struct Board<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) calendar: Calendar,
    /// Who may serve each duty as far as the two alone are concerned.
    pub(crate) candidates: Table<DutyNo, Vec<PersonNo>>,
    own: Table<PersonNo, Own>,
    windows: Table<DutyNo, Vec<WindowNo>>,
    periods: Table<DutyNo, Vec<PeriodNo>>,
    fair: Table<DutyNo, Vec<(FairNo, i64)>>,
    /// What a squared deviation costs.
    squares: Table<FairNo, i64>,
}

/// What concerns one person alone.
#[derive(Debug, Default)]
struct Own {
    /// What serving a duty costs by itself; a published duty that is kept saves its price.
    pairs: BTreeMap<DutyNo, i64>,
    /// Wishes that the same duties decide, put together.
    wishes: Vec<Asked>,
    /// Which of them a duty decides.
    decides: BTreeMap<DutyNo, Vec<usize>>,
    /// Categories of which they are a member, with the history and the share in tenths.
    shares: Vec<(FairNo, i64)>,
    /// Comp days needed in each period even without duties; `None` where even they do not help.
    idle: Option<Vec<(PeriodNo, Vec<DayNo>)>>,
}

#[derive(Debug)]
struct Asked {
    kind: WishKind,
    cost: i64,
}

/// What one person's duties come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Load {
    /// All that the person alone costs.
    pub(crate) cost: i64,
    /// Their comp days.
    pub(crate) comp: Vec<DayNo>,
}

impl<'a> Board<'a> {
    /// Works everything out.
    pub fn new(problem: &'a Problem) -> Board<'a> {
        let calendar = Calendar::of(problem);
        let candidates = problem.duties.keys().map(|duty| {
            let all = problem.persons.keys();
            all.filter(|person| problem.may_serve(*person, duty))
                .collect()
        });
        let candidates = Table::of(candidates.collect());
        let touched = |wanted: &dyn Fn(&crate::problem::Duty, Span) -> bool, all: &[Span]| {
            let rows = problem.duties.values().map(|duty| {
                let spans = all.iter().enumerate();
                spans
                    .filter(|(_, span)| wanted(duty, **span))
                    .map(|(at, _)| at)
                    .collect()
            });
            rows.collect::<Vec<Vec<usize>>>()
        };
        let windows = touched(
            &|duty, span| span.holds(duty.whole.start),
            problem.windows.values().as_slice(),
        );
        let periods = touched(
            &|duty, span| duty.segments.iter().any(|one| one.overlaps(span)),
            problem.periods.values().as_slice(),
        );
        let mut board = Board {
            problem,
            candidates,
            own: Table::default(),
            windows: numbered(windows),
            periods: numbered(periods),
            fair: fair(problem),
            squares: Table::of(
                problem
                    .fairness
                    .values()
                    .map(|fair| fair.square_weight)
                    .collect(),
            ),
            calendar,
        };
        let own = problem.persons.keys().map(|person| board.own(person));
        board.own = Table::of(own.collect());
        board
    }

    /// The same with a slope towards even shares.
    ///
    /// The spread looks at the most and the least burdened alone, so that most single moves leave it as it
    /// is and a local search sees a plain. Squares of all deviations lead the way.
    pub(crate) fn guided(mut self) -> Board<'a> {
        /// A whole duty of deviation costs as much as a third of a whole duty of spread.
        const PER_SQUARE: i64 = 300;
        let problem = self.problem;
        for (category, fair) in problem.fairness.iter() {
            self.squares[category] += problem.weight_spread * fair.range_weight / PER_SQUARE;
        }
        self
    }

    fn own(&self, person: PersonNo) -> Own {
        let problem = self.problem;
        let mut own = Own {
            pairs: self.pairs(person),
            idle: self.idle(person),
            ..Own::default()
        };
        let mut merged: BTreeMap<(bool, Vec<DutyNo>), i64> = BTreeMap::new();
        for wish in problem.persons[person].wishes.iter().copied() {
            let duties = problem.duties.keys();
            let duties = duties.filter(|duty| problem.touches(wish, *duty)).collect();
            let is_off = problem.wishes[wish].kind == WishKind::Off;
            *merged.entry((is_off, duties)).or_insert(0) += problem.wishes[wish].cost;
        }
        for ((is_off, duties), cost) in merged {
            let kind = if is_off { WishKind::Off } else { WishKind::On };
            for duty in duties {
                own.decides.entry(duty).or_default().push(own.wishes.len());
            }
            own.wishes.push(Asked { kind, cost });
        }
        for (category, fair) in problem.fairness.iter() {
            let member = fair.member_of[person].and_then(|member| fair.members.get(member));
            own.shares
                .extend(member.map(|member| (category, member.dev10(0))));
        }
        own
    }

    fn pairs(&self, person: PersonNo) -> BTreeMap<DutyNo, i64> {
        let problem = self.problem;
        let mut pairs = BTreeMap::new();
        let mut add = |duty, cost| *pairs.entry(duty).or_insert(0) += cost;
        for one in problem
            .assign_costs
            .iter()
            .filter(|one| one.person == person)
        {
            add(one.duty, one.cost);
        }
        for one in problem.line_costs.iter().filter(|one| one.person == person) {
            let duties = problem
                .duties
                .iter()
                .filter(|(_, duty)| duty.line == one.line);
            duties.for_each(|(duty, _)| add(duty, one.cost));
        }
        for (duty, what) in problem.duties.iter() {
            if let Some((_, cost)) = what.previous.filter(|(before, _)| *before == person) {
                add(duty, -cost);
            }
        }
        pairs
    }

    fn idle(&self, person: PersonNo) -> Option<Vec<(PeriodNo, Vec<DayNo>)>> {
        let given = &self.problem.persons[person].pinned_comp;
        let needed = self.problem.rules.weekly_rest;
        let mut all = vec![];
        for (period, span) in self.problem.periods.iter() {
            match self.calendar.rest((person, *span, needed), &[], given) {
                Rest::Kept => {}
                Rest::WithDays(days) => all.push((period, days)),
                Rest::Impossible => return None,
            }
        }
        Some(all)
    }

    /// What the duties (by start) of one person come to; `None` where a rule forbids them.
    pub(crate) fn load(&self, person: PersonNo, duties: &[DutyNo]) -> Option<Load> {
        self.is_spaced(duties).then_some(())?;
        self.is_within_windows(duties).then_some(())?;
        let weekends = self.weekends(duties)?;
        let comp = self.rest(person, duties)?;
        let count = i64::try_from(comp.len()).unwrap_or(i64::MAX);
        let cost = weekends
            + self.problem.comp_cost * count
            + self.wished(person, duties)
            + self.shared(person, duties)
            + self.paired(person, duties);
        Some(Load { cost, comp })
    }

    /// H3: with the duties in order, neighbours are enough.
    fn is_spaced(&self, duties: &[DutyNo]) -> bool {
        let mut pairs = duties.iter().zip(duties.iter().skip(1));
        pairs.all(|(one, next)| self.problem.too_near(*one, *next).is_none())
    }

    /// H4.
    fn is_within_windows(&self, duties: &[DutyNo]) -> bool {
        let rules = self.problem.rules;
        let mut full = Table::like(&self.problem.windows, (0i64, 0i64));
        for duty in duties {
            for window in &self.windows[*duty] {
                let (load, count) = &mut full[*window];
                *load += self.problem.duties[*duty].load;
                *count += 1;
                if rules.load_max < *load || rules.duties_max < *count {
                    return false;
                }
            }
        }
        true
    }

    /// H5, and the cost of weekends near each other.
    fn weekends(&self, duties: &[DutyNo]) -> Option<i64> {
        let numbers = duties
            .iter()
            .flat_map(|duty| &self.problem.duties[*duty].weekends);
        let mut numbers: Vec<i64> = numbers.copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let gap = self.problem.rules.weekend_gap;
        let pairs = numbers.iter().zip(numbers.iter().skip(1));
        if pairs.into_iter().any(|(one, next)| next - one <= gap) {
            return None;
        }
        let close = self.problem.close;
        let near = numbers.iter().enumerate().map(|(at, one)| {
            let later = numbers.iter().skip(at + 1);
            later
                .take_while(|other| *other - one <= close.max_distance)
                .count()
        });
        let near = i64::try_from(near.sum::<usize>()).unwrap_or(i64::MAX);
        Some(close.cost * near)
    }

    /// H7: the comp days that make it so, the pinned ones included.
    fn rest(&self, person: PersonNo, duties: &[DutyNo]) -> Option<Vec<DayNo>> {
        let needed = self.problem.rules.weekly_rest;
        let mut comp = self.problem.persons[person].pinned_comp.clone();
        let idle = self.own[person].idle.as_ref()?;
        let busy = |period: &PeriodNo| {
            duties
                .iter()
                .any(|duty| self.periods[*duty].contains(period))
        };
        for (_, days) in idle.iter().filter(|(period, _)| !busy(period)) {
            comp.extend(
                days.iter()
                    .filter(|day| !self.problem.persons[person].pinned_comp.contains(day)),
            );
        }
        let mut touched: Vec<PeriodNo> = duties
            .iter()
            .flat_map(|duty| &self.periods[*duty])
            .copied()
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for period in touched {
            let span = self.problem.periods[period];
            let segments = duties
                .iter()
                .filter(|duty| self.periods[**duty].contains(&period));
            let segments = segments.flat_map(|duty| &self.problem.duties[*duty].segments);
            let mut on_call: Vec<Span> = segments.copied().collect();
            on_call.sort_unstable();
            match self.calendar.rest((person, span, needed), &on_call, &comp) {
                Rest::Kept => {}
                Rest::WithDays(days) => comp.extend(days),
                Rest::Impossible => return None,
            }
        }
        comp.sort_unstable();
        comp.dedup();
        Some(comp)
    }

    fn wished(&self, person: PersonNo, duties: &[DutyNo]) -> i64 {
        let own = &self.own[person];
        let mut decided: Vec<usize> = duties
            .iter()
            .filter_map(|duty| own.decides.get(duty))
            .flatten()
            .copied()
            .collect();
        decided.sort_unstable();
        decided.dedup();
        let on = own.wishes.iter().filter(|wish| wish.kind == WishKind::On);
        let mut cost: i64 = on.map(|wish| wish.cost).sum();
        for wish in decided.iter().filter_map(|at| own.wishes.get(*at)) {
            match wish.kind {
                WishKind::Off => cost += wish.cost,
                WishKind::On => cost -= wish.cost,
            }
        }
        cost
    }

    fn shared(&self, person: PersonNo, duties: &[DutyNo]) -> i64 {
        let mut cost = 0;
        for (category, dev) in &self.own[person].shares {
            let fair = &self.problem.fairness[*category];
            let weight = self.squares[*category];
            if weight != 0 {
                let units: i64 = duties.iter().map(|duty| fair.units[*duty]).sum();
                let dev = dev + 10 * units;
                cost += weight * dev * dev;
            }
        }
        cost
    }

    fn paired(&self, person: PersonNo, duties: &[DutyNo]) -> i64 {
        let pairs = &self.own[person].pairs;
        duties.iter().filter_map(|duty| pairs.get(duty)).sum()
    }

    /// Categories in which the duty counts, and how much.
    pub(crate) fn counts_in(&self, duty: DutyNo) -> &[(FairNo, i64)] {
        &self.fair[duty]
    }

    /// Duties by their start, with one more.
    pub(crate) fn with(&self, duties: &[DutyNo], duty: DutyNo) -> Vec<DutyNo> {
        let key = |duty: DutyNo| (self.problem.duties[duty].whole.start, duty);
        let at = duties.partition_point(|other| key(*other) < key(duty));
        let mut more = duties.to_vec();
        more.insert(at, duty);
        more
    }
}

fn numbered<K: Number>(rows: Vec<Vec<usize>>) -> Table<DutyNo, Vec<K>> {
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(K::new).collect());
    Table::of(rows.collect())
}

fn fair(problem: &Problem) -> Table<DutyNo, Vec<(FairNo, i64)>> {
    let rows = problem.duties.keys().map(|duty| {
        let all = problem.fairness.iter();
        all.map(|(category, fair)| (category, fair.units[duty]))
            .filter(|(_, units)| *units != 0)
            .collect()
    });
    Table::of(rows.collect())
}
