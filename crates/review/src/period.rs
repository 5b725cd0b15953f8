//! The days of a history, cut into calendar quarters.

use crate::day::Day;

/// A century. Finished rows take a quarter of a kilobyte for each team and quarter.
pub const YEARS_MAX: u32 = 100;

/// From the first day of a history to the day after its last, in calendar quarters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    first: Day,
    end: Day,
    /// Where each quarter begins, and where the last one ends.
    edges: Vec<Day>,
    /// For each day from the first edge on, its quarter.
    quarters: Vec<u16>,
}

/// One calendar quarter: the days from `start` up to, and without, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    /// Its number from the first day of the history.
    pub number: usize,
    /// Its first day.
    pub start: Day,
    /// The first day of the next one.
    pub end: Day,
}

impl Quarter {
    /// How many days it has.
    pub fn days(self) -> i64 {
        self.end.since(self.start)
    }
}

impl Period {
    /// From the first day to the day after the last; `None` if that is no day at all or more than [`YEARS_MAX`] years.
    pub fn new(first: Day, end: Day) -> Option<Period> {
        let years = end.since(first) / 366;
        if end <= first || i64::from(YEARS_MAX) < years {
            return None;
        }
        let mut edges = vec![first.quarter()];
        let mut quarters = vec![];
        let mut edge = first.quarter();
        for number in 0_u16.. {
            if end <= edge {
                break;
            }
            let next = edge.next_quarter();
            if next <= edge {
                // The calendar ends here.
                return None;
            }
            let days = usize::try_from(next.since(edge)).unwrap_or_default();
            quarters.extend(std::iter::repeat_n(number, days));
            edges.push(next);
            edge = next;
        }
        Some(Period {
            first,
            end,
            edges,
            quarters,
        })
    }

    /// The first day.
    pub fn first(&self) -> Day {
        self.first
    }

    /// The day after the last.
    pub fn end(&self) -> Day {
        self.end
    }

    /// How many quarters it touches.
    pub fn count(&self) -> usize {
        self.edges.len() - 1
    }

    /// The quarters in order.
    pub fn quarters(&self) -> impl DoubleEndedIterator<Item = Quarter> + '_ {
        let edges = self.edges.iter().zip(self.edges.iter().skip(1));
        edges.enumerate().map(|(number, (start, end))| Quarter {
            number,
            start: *start,
            end: *end,
        })
    }

    /// The quarter that a day lies in, if it lies in one.
    #[inline]
    pub fn quarter_of(&self, day: Day) -> Option<usize> {
        let begin = self.edges.first()?;
        let days = usize::try_from(day.since(*begin)).ok()?;
        self.quarters.get(days).map(|number| usize::from(*number))
    }

    /// The quarters that touch the days from `start` up to, and without, `end`; an end that is missing never comes.
    pub fn touching(&self, start: Day, end: Option<Day>) -> impl Iterator<Item = Quarter> + '_ {
        let first = self.first_ending_after(start);
        let is_before_end = move |quarter: &Quarter| end.is_none_or(|end| quarter.start < end);
        self.from(first).take_while(is_before_end)
    }

    /// The number of the first quarter whose end lies after a day.
    #[inline]
    pub fn first_ending_after(&self, day: Day) -> usize {
        match self.quarter_of(day) {
            Some(number) => number,
            None if self.edges.first().is_some_and(|begin| day < *begin) => 0,
            None => self.count(),
        }
    }

    /// The quarters from a number on.
    pub fn from(&self, number: usize) -> impl Iterator<Item = Quarter> + '_ {
        let edges = self.edges.get(number..).unwrap_or_default();
        let pairs = edges.iter().zip(edges.iter().skip(1));
        pairs.zip(number..).map(|((start, end), number)| Quarter {
            number,
            start: *start,
            end: *end,
        })
    }

    /// How many days of the spell from `start` to `end` lie in a quarter: an open one lasts until the history's end.
    #[inline]
    pub fn days_within(&self, quarter: Quarter, start: Day, end: Option<Day>) -> i64 {
        let end = end.unwrap_or(self.end).min(quarter.end);
        end.since(start.max(quarter.start)).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn quarters_of_a_history() {
        let period = Period::new(day("2010-02-15"), day("2011-01-02")).unwrap();
        assert_eq!(period.count(), 5);
        let last = period.quarters().last().unwrap();
        assert_eq!(
            (last.start, last.end),
            (day("2011-01-01"), day("2011-04-01"))
        );
        assert_eq!(period.quarter_of(day("2010-01-01")), Some(0));
        assert_eq!(period.quarter_of(day("2009-12-31")), None);
        assert_eq!(period.quarter_of(day("2011-03-31")), Some(4));
        assert_eq!(period.quarter_of(day("2011-04-01")), None);
        let touched: Vec<usize> = period
            .touching(day("2010-03-31"), Some(day("2010-07-01")))
            .map(|quarter| quarter.number)
            .collect();
        assert_eq!(touched, [0, 1]);
        let open = period.days_within(last, day("2010-01-01"), None);
        assert_eq!(open, 1);
        assert_eq!(
            period.days_within(last, day("2010-01-01"), Some(day("2011-02-01"))),
            31
        );
    }

    #[test]
    fn what_is_no_period() {
        assert_eq!(Period::new(day("2010-01-01"), day("2010-01-01")), None);
        assert_eq!(Period::new(day("1900-01-01"), day("2050-01-01")), None);
        assert_eq!(Period::new(day("9999-12-01"), day("9999-12-31")), None);
    }
}
