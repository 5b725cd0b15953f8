//! A rota as a model of whole numbers.
//!
//! Only who serves what is decided (`x`); all else follows: open duties, weekends near each other, the
//! window of weekly rest, counts, spreads, wishes and needs are columns that the smallest cost sets right.

mod fair;
mod people;
mod rest;
mod value;
mod wish;

use std::collections::BTreeMap;

use hemma_rota_rules::{Board, DutyNo, Number, PersonNo, Plan, Problem, Span, Table};

use crate::matrix::{Column, Matrix, sum};

pub(crate) use value::Meaning;

/// A rota as a model.
pub(crate) struct Model<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) matrix: Matrix,
    /// The column that says whether a person serves a duty.
    pub(crate) serves: Table<DutyNo, BTreeMap<PersonNo, usize>>,
    /// The column that says that nobody does.
    open: Table<DutyNo, Option<usize>>,
    /// What each column stands for, beside those.
    meanings: Vec<(usize, Meaning)>,
    /// One of these must be one, if there are any.
    forced: Vec<usize>,
}

/// A column that a person's serving a duty has, by the duty.
type Own = BTreeMap<DutyNo, usize>;

impl<'a> Model<'a> {
    /// The model of a problem for which not everything is impossible.
    pub(crate) fn of(board: &Board<'a>, problem: &'a Problem) -> Model<'a> {
        let mut model = Model {
            problem,
            matrix: Matrix::default(),
            serves: Table::like(&problem.duties, BTreeMap::new()),
            open: Table::like(&problem.duties, None),
            meanings: vec![],
            forced: vec![],
        };
        model.duties(board);
        let near = Near::of(problem);
        for person in problem.persons.keys() {
            let own = model.own(person);
            model.cliques(&own);
            model.windows(&own);
            model.weekends(person, &own, &near);
            model.rest(board.calendar(), person, &own, &near);
            model.wishes(person, &own, &near);
        }
        model.needs();
        model.prices();
        model.fairness();
        model
    }

    /// Who serves what, and what nobody does.
    fn duties(&mut self, board: &Board) {
        let problem = self.problem;
        for (duty, what) in problem.duties.iter() {
            let mut columns = vec![];
            for person in board.candidates(duty).iter().copied() {
                let least = i64::from(what.pinned == Some(person));
                let column = self.matrix.whole(0, (least, 1));
                self.serves[duty].insert(person, column);
                columns.push(column);
            }
            if what.pinned.is_none() {
                let least = i64::from(columns.is_empty());
                let open = self
                    .matrix
                    .whole(problem.weight_unfilled * what.unfilled, (least, 1));
                self.open[duty] = Some(open);
                columns.push(open);
            }
            self.matrix.equal(sum(&columns), 1);
        }
    }

    fn own(&self, person: PersonNo) -> Own {
        let all = self.serves.iter();
        all.filter_map(|(duty, persons)| Some((duty, *persons.get(&person)?)))
            .collect()
    }

    /// Prices of one person on one duty, and of changes.
    fn prices(&mut self) {
        for (duty, costs) in self.problem.pair_costs().iter() {
            for (person, cost) in costs {
                if let Some(column) = self.serves[duty].get(person) {
                    self.matrix.add_cost(*column, *cost);
                }
            }
        }
        for (duty, what) in self.problem.duties.iter() {
            if let Some((before, cost)) = what.previous {
                self.matrix.constant += cost;
                if let Some(column) = self.serves[duty].get(&before) {
                    self.matrix.add_cost(*column, -cost);
                }
            }
        }
    }

    /// Whether a plan keeps within the columns' limits, which a forced decision narrows.
    pub(crate) fn holds(&self, plan: &Plan) -> bool {
        let values = self.start(plan);
        let mut columns = self.matrix.columns.iter().zip(&values);
        let inside = |(column, value): (&Column, &f64)| {
            (value::real(column.lower)..=value::real(column.upper)).contains(value)
        };
        columns.all(inside) && self.keeps_forced(&values)
    }

    fn keeps_forced(&self, values: &[f64]) -> bool {
        self.forced.is_empty()
            || self
                .forced
                .iter()
                .any(|column| values.get(*column).is_some_and(|value| 0.5 < *value))
    }

    /// From now on one of these columns must be one.
    pub(crate) fn force_one_of(&mut self, columns: Vec<usize>) {
        self.matrix.at_least(sum(&columns), 1);
        self.forced = columns;
    }

    /// From now on somebody serves the duty. `None` where nobody may.
    pub(crate) fn force_served(&mut self, duty: DutyNo) -> Option<()> {
        if let Some(open) = self.open[duty] {
            self.matrix.fix(open, 0);
        }
        (!self.serves[duty].is_empty()).then_some(())
    }

    /// Who serves what in a solution of the model.
    pub(crate) fn assigned(&self, values: &[f64]) -> Table<DutyNo, Option<PersonNo>> {
        let mut assign = Table::like(&self.problem.duties, None);
        for (duty, persons) in self.serves.iter() {
            let taken = persons
                .iter()
                .find(|(_, column)| values.get(**column).is_some_and(|value| 0.5 < *value));
            assign[duty] = taken.map(|(person, _)| *person);
        }
        assign
    }

    /// The value of each column in a lawful plan.
    pub(crate) fn start(&self, plan: &Plan) -> Vec<f64> {
        let mut values = vec![0i64; self.matrix.columns.len()];
        let mut set = |column: usize, value: i64| {
            if let Some(place) = values.get_mut(column) {
                *place = value;
            }
        };
        for (duty, persons) in self.serves.iter() {
            match plan.assign[duty] {
                Some(person) => {
                    if let Some(column) = persons.get(&person) {
                        set(*column, 1);
                    }
                }
                None => {
                    if let Some(column) = self.open[duty] {
                        set(column, 1);
                    }
                }
            }
        }
        for (column, meaning) in &self.meanings {
            let value = meaning.value(&values);
            if let Some(place) = values.get_mut(*column) {
                *place = value;
            }
        }
        values.into_iter().map(value::real).collect()
    }
}

/// Which duties are too near for one person: each duty's own range, so that a person's are told quickly.
pub(crate) struct Near {
    ranges: Table<DutyNo, Span>,
}

impl Near {
    fn of(problem: &Problem) -> Near {
        let ranges = problem.duties.values().map(|duty| Span {
            start: duty.whole.start,
            end: duty.whole.end + problem.lines[duty.line].gap_after,
        });
        Near {
            ranges: Table::of(ranges.collect()),
        }
    }

    /// Whether no person can serve any two of them.
    pub(crate) fn exclude(&self, duties: &[DutyNo]) -> bool {
        duties.iter().enumerate().all(|(at, one)| {
            let others = duties.iter().skip(at + 1);
            others
                .into_iter()
                .all(|other| self.ranges[*one].overlaps(self.ranges[*other]))
        })
    }
}

/// A duty's place as a number, to be sorted by.
pub(crate) fn by_start(problem: &Problem, duties: &mut [DutyNo]) {
    duties.sort_by_key(|duty| (problem.duties[*duty].whole.start, duty.at()));
}
