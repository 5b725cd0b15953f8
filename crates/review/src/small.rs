//! Small cells of a table that somebody outside a team reads: hidden, and so that nobody can work them out.
//!
//! Hiding a small count is not enough where totals are shown: what is missing in a line is its total less the rest. So
//! more cells are hidden until no hidden one can be computed from lines and totals. In such a table, whose lines are its
//! rows and columns with their totals, a hidden cell can be computed exactly if it lies on no circle that leads from
//! hidden cell to hidden cell, in turn along a row and along a column: along a circle all cells could be one more or one
//! less in turn, and every total would stay as it is (Gusfield 1988, "A graph theoretic approach to statistical data
//! security").

use std::collections::{BTreeMap, BTreeSet};

/// A table with totals of its rows, of its columns, and of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The cells, row by row, each row with its total at the end; the last row are the totals. `None` is hidden.
    pub rows: Vec<Vec<Option<u64>>>,
}

/// Cells of one table; more teams or categories than this are not shown on one page.
pub const CELLS_MAX: usize = 20_000;

/// Hides every count from 1 to `least` − 1, and as many others as it takes. `None` if the rows have different lengths, the
/// table is larger than [`CELLS_MAX`] or has more than 63 columns, or a total leaves its type.
pub fn suppress(counts: &[Vec<u64>], least: u64) -> Option<Shown> {
    suppress_among(counts, least, &[])
}

/// The same for readers who know whole rows of their own, each by the rows' places: what is left of a total without those
/// rows is a count as well, and nothing that is hidden beside them can be computed with them.
pub fn suppress_among(
    counts: &[Vec<u64>],
    least: u64,
    readers: &[BTreeSet<usize>],
) -> Option<Shown> {
    let mut table = Table::of(with_totals(counts)?, least);
    table.close();
    // What is hidden for one reader leads around in the table of another as well, or must be led around there.
    let mut is_changed = true;
    while is_changed {
        is_changed = false;
        for known in readers {
            is_changed |= table.close_beside(counts, least, known)?;
        }
        if is_changed {
            table.close();
        }
    }
    let rows = table.cells.iter().zip(&table.hidden).map(|(row, hidden)| {
        let cells = row.iter().enumerate();
        cells
            .map(|(column, count)| (hidden & bit(column) == 0).then_some(*count))
            .collect()
    });
    Some(Shown {
        rows: rows.collect(),
    })
}

fn with_totals(counts: &[Vec<u64>]) -> Option<Vec<Vec<u64>>> {
    let width = counts.first().map_or(0, Vec::len);
    let is_table = counts.iter().all(|row| row.len() == width);
    if !is_table || WIDTH_MAX <= width || CELLS_MAX < (counts.len() + 1).saturating_mul(width + 1) {
        return None;
    }
    let total = |line: &[u64]| line.iter().copied().try_fold(0_u64, u64::checked_add);
    let mut cells = vec![];
    for row in counts {
        let all = total(row)?;
        cells.push(row.iter().copied().chain([all]).collect::<Vec<u64>>());
    }
    let mut last = vec![];
    for column in 0..=width {
        let column = cells.iter().filter_map(|row| row.get(column).copied());
        last.push(total(&column.collect::<Vec<u64>>())?);
    }
    cells.push(last);
    Some(cells)
}

/// A cell by row and column.
type Place = (usize, usize);

/// Whether it is a total, whether it closes no circle, its count, and where it is: the least is hidden first.
type Candidate = (bool, bool, u64, Place);

/// Some columns, a bit each.
type Columns = u64;

/// Columns that can be told apart.
const WIDTH_MAX: usize = Columns::BITS as usize;

fn bit(column: usize) -> Columns {
    1 << column
}

fn columns_of(all: Columns) -> impl Iterator<Item = usize> {
    (0..WIDTH_MAX).filter(move |column| all & bit(*column) != 0)
}

/// A table while cells are hidden. Rows that hide the same columns are alike to all others, so that what leads where is
/// asked of so many rows as there are sets of columns: a table has few columns, and hundreds of rows.
struct Table {
    cells: Vec<Vec<u64>>,
    /// What each row hides.
    hidden: Vec<Columns>,
    /// How many rows hide which columns; none that hide nothing.
    alike: BTreeMap<Columns, usize>,
}

impl Table {
    fn of(cells: Vec<Vec<u64>>, least: u64) -> Table {
        let small = |row: &Vec<u64>| {
            let cells = row.iter().enumerate();
            let small = cells.filter(|(_, count)| (1..least).contains(*count));
            small.fold(0, |all, (column, _)| all | bit(column))
        };
        let mut table = Table {
            hidden: vec![0; cells.len()],
            alike: BTreeMap::new(),
            cells,
        };
        for row in 0..table.cells.len() {
            let small = table.cells.get(row).map_or(0, small);
            table.hide(row, small);
        }
        table
    }

    /// Hides more columns of a row. Says whether any of them was shown.
    fn hide(&mut self, row: usize, more: Columns) -> bool {
        let Some(hidden) = self.hidden.get_mut(row) else {
            return false;
        };
        let (before, now) = (*hidden, *hidden | more);
        if before == now {
            return false;
        }
        *hidden = now;
        if let Some(rows) = self.alike.get_mut(&before) {
            *rows -= 1;
            if *rows == 0 {
                self.alike.remove(&before);
            }
        }
        *self.alike.entry(now).or_default() += 1;
        true
    }

    /// Hides until no hidden cell can be computed.
    fn close(&mut self) {
        while let Some(bridge) = self.bridge() {
            // Where everything is hidden nothing can be computed.
            if !self.hide_beside(bridge) {
                break;
            }
        }
    }

    /// Hides as much more as it takes against somebody who knows some rows. Says whether it was anything.
    fn close_beside(
        &mut self,
        counts: &[Vec<u64>],
        least: u64,
        known: &BTreeSet<usize>,
    ) -> Option<bool> {
        let rest: Vec<usize> = (0..counts.len())
            .filter(|row| !known.contains(row))
            .collect();
        if rest.is_empty() {
            return Some(false);
        }
        let cells = rest.iter().filter_map(|row| counts.get(*row).cloned());
        let mut beside = Table::of(with_totals(&cells.collect::<Vec<_>>())?, least);
        let rows: Vec<usize> = rest.into_iter().chain([counts.len()]).collect();
        for (place, row) in rows.iter().enumerate() {
            // What is left of a total may be 0: that is no small count, and protects nothing.
            let is_there = |column: &usize| beside.count((place, *column)) != 0;
            let own = columns_of(*self.hidden.get(*row)?).filter(is_there);
            let own = own.fold(0, |all, column| all | bit(column));
            beside.hide(place, own);
        }
        beside.close();
        let mut is_changed = false;
        for (hidden, row) in beside.hidden.iter().zip(&rows) {
            is_changed |= self.hide(*row, *hidden);
        }
        Some(is_changed)
    }

    fn width(&self) -> usize {
        self.cells.first().map_or(0, Vec::len)
    }

    fn count(&self, (row, column): Place) -> u64 {
        let cell = self.cells.get(row).and_then(|row| row.get(column));
        cell.copied().unwrap_or_default()
    }

    /// The columns that can be reached from some by hidden cells, but for those of one row that hides `without`.
    fn reached(&self, from: Columns, without: Columns) -> Columns {
        let mut reached = from;
        loop {
            let others = self.alike.iter().filter(|(columns, rows)| {
                let beside = usize::from(**columns == without);
                beside < **rows && *columns & reached != 0
            });
            let more = others.fold(reached, |all, (columns, _)| all | columns);
            if more == reached {
                return reached;
            }
            reached = more;
        }
    }

    /// Those hidden cells of so many rows with these that lie on no circle: nothing leads from the row's other hidden cells
    /// to their columns. From a cell that is hidden alone nothing can, and a row that hides the same leads from each to
    /// each.
    fn bridges_of(&self, (hidden, rows): (Columns, usize)) -> Columns {
        match (hidden.count_ones(), rows) {
            (1, _) => return hidden,
            (_, 2..) => return 0,
            _ => {}
        }
        let alone = |column: &usize| {
            let others = hidden & !bit(*column);
            self.reached(others, hidden) & bit(*column) == 0
        };
        let alone = columns_of(hidden).filter(alone);
        alone.fold(0, |all, column| all | bit(column))
    }

    /// The first hidden cell that lies on no circle.
    fn bridge(&self) -> Option<Place> {
        let found = self
            .alike
            .iter()
            .map(|(hidden, rows)| (*hidden, self.bridges_of((*hidden, *rows))));
        let found: Vec<(Columns, Columns)> = found.filter(|(_, bridges)| *bridges != 0).collect();
        if found.is_empty() {
            return None;
        }
        let mut rows = self.hidden.iter().enumerate();
        rows.find_map(|(row, hidden)| {
            let (_, bridges) = found.iter().find(|(of, _)| of == hidden)?;
            Some((row, columns_of(*bridges).next()?))
        })
    }

    /// Hides one more cell that leads away from the lines on one side of a place: first one that closes a circle, then the
    /// smallest, and a total only where nothing else is left. There is one: what the lines on one side add up to must
    /// leave by another cell that is not 0. A cell of 0 protects nothing, as it cannot be one less.
    fn hide_beside(&mut self, place: Place) -> bool {
        let own = self.hidden.get(place.0).copied().unwrap_or_default();
        let here = self.reached(own & !bit(place.1), own);
        let beyond = self.reached(bit(place.1), own);
        // Where the row alone is on this side, only its own cells lead away.
        let rows = match here {
            0 => place.0..place.0 + 1,
            _ => 0..self.cells.len(),
        };
        let best = rows.filter_map(|row| self.best_of(row, place.0, (here, beyond)));
        match best.min() {
            Some((.., (row, column))) => self.hide(row, bit(column)),
            None => false,
        }
    }

    /// The cell of a row that is hidden first, of those that lead over from the side of a row and some columns.
    fn best_of(
        &self,
        row: usize,
        own: usize,
        (here, beyond): (Columns, Columns),
    ) -> Option<Candidate> {
        let (last_row, last_column) = (self.cells.len() - 1, self.width() - 1);
        let hidden = self.hidden.get(row).copied()?;
        let is_here = row == own || hidden & here != 0;
        let is_beyond = row != own && hidden & beyond != 0;
        let cells = self.cells.get(row)?.iter().enumerate();
        let leading = cells.filter(|(column, count)| {
            let leads_over = is_here != (here & bit(*column) != 0);
            leads_over && **count != 0 && hidden & bit(*column) == 0
        });
        let each = leading.map(|(column, count)| {
            let is_total = row == last_row || column == last_column;
            let is_open = !is_beyond && beyond & bit(column) == 0;
            (is_total, is_open, *count, (row, column))
        });
        each.min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_cell_takes_others_with_it() {
        let shown = suppress(&[vec![12, 2, 9], vec![8, 11, 7]], 5).unwrap();
        assert_eq!(
            shown.rows,
            [
                vec![Some(12), None, None, Some(23)],
                vec![Some(8), None, None, Some(26)],
                vec![Some(20), Some(13), Some(16), Some(49)],
            ]
        );
    }

    #[test]
    fn a_table_without_small_cells_is_shown_whole() {
        let shown = suppress(&[vec![12, 0], vec![5, 20]], 5).unwrap();
        assert!(shown.rows.iter().flatten().all(Option::is_some));
    }

    #[test]
    fn what_is_no_table() {
        assert_eq!(suppress(&[vec![1, 2], vec![3]], 5), None);
        assert_eq!(suppress(&[vec![u64::MAX, 1]], 5), None);
        assert_eq!(suppress(&vec![vec![0; 200]; 200], 5), None);
    }

    /// Every table of counts up to a bound that looks the same.
    fn alike(shown: &Shown, most: u64) -> Vec<Vec<Vec<u64>>> {
        let (height, width) = (shown.rows.len() - 1, shown.rows[0].len() - 1);
        let mut found = vec![];
        let mut cells = vec![vec![0; width]; height];
        fill(shown, most, 0, &mut cells, &mut found);
        found
    }

    fn fill(
        shown: &Shown,
        most: u64,
        at: usize,
        cells: &mut Vec<Vec<u64>>,
        found: &mut Vec<Vec<Vec<u64>>>,
    ) {
        let width = cells[0].len();
        if at == cells.len() * width {
            let all = with_totals(cells).unwrap();
            let pairs = shown.rows.iter().flatten().zip(all.iter().flatten());
            if pairs
                .into_iter()
                .all(|(shown, count)| shown.is_none_or(|shown| shown == *count))
            {
                found.push(all);
            }
            return;
        }
        let (row, column) = (at / width, at % width);
        let counts = match shown.rows[row][column] {
            Some(count) => count..=count,
            None => 0..=most,
        };
        for count in counts {
            cells[row][column] = count;
            fill(shown, most, at + 1, cells, found);
        }
    }

    /// Every hidden cell could be at least two counts, and every small one is hidden, totals included.
    #[track_caller]
    fn check(counts: &[Vec<u64>], least: u64) {
        let shown = suppress(counts, least).unwrap();
        let tables = alike(&shown, 6);
        for (row, cells) in shown.rows.iter().enumerate() {
            for column in (0..cells.len()).filter(|column| cells[*column].is_none()) {
                let values: BTreeSet<u64> = tables.iter().map(|table| table[row][column]).collect();
                assert!(1 < values.len(), "{shown:?} {:?}", (row, column));
            }
        }
        let all = with_totals(counts).unwrap();
        for (hidden, count) in shown.rows.iter().flatten().zip(all.iter().flatten()) {
            assert!(!(1..least).contains(count) || hidden.is_none());
        }
    }

    /// Nobody who knows some rows can compute what is hidden of the others, or reads that few are left of a total.
    #[track_caller]
    fn check_among(counts: &[Vec<u64>], least: u64, readers: &[BTreeSet<usize>]) {
        let shown = suppress_among(counts, least, readers).unwrap();
        let all = with_totals(counts).unwrap();
        let tables = alike(&shown, 6);
        for known in readers {
            let same = |table: &&Vec<Vec<u64>>| known.iter().all(|row| table[*row] == all[*row]);
            let possible: Vec<&Vec<Vec<u64>>> = tables.iter().filter(same).collect();
            let rest = (0..counts.len()).filter(|row| !known.contains(row));
            for row in rest {
                for column in (0..all[0].len()).filter(|column| shown.rows[row][*column].is_none())
                {
                    let values: BTreeSet<u64> =
                        possible.iter().map(|table| table[row][column]).collect();
                    assert!(1 < values.len(), "{shown:?} {:?} {known:?}", (row, column));
                }
            }
            for (column, total) in all[counts.len()].iter().enumerate() {
                let own: u64 = known.iter().map(|row| all[*row][column]).sum();
                let is_shown = shown.rows[counts.len()][column].is_some();
                let is_left = known.len() < counts.len();
                assert!(
                    !is_left || !(1..least).contains(&(total - own)) || !is_shown,
                    "{shown:?} {column} {known:?}"
                );
            }
        }
    }

    #[test]
    fn whoever_knows_one_of_two_rows_does_not_learn_the_other_from_a_total() {
        let counts = [vec![12, 9], vec![2, 8]];
        let shown = suppress_among(&counts, 5, &[[0].into()]).unwrap();
        assert_eq!(shown.rows[2], [None, None, Some(31)]);
        let shown = suppress_among(&counts, 5, &[[0, 1].into()]).unwrap();
        assert_eq!(Some(shown), suppress(&counts, 5), "everything is known");
        assert_eq!(suppress_among(&counts, 5, &[]), suppress(&counts, 5));
    }

    #[test]
    fn what_is_left_of_a_total_may_be_nothing_and_hides_nothing() {
        check_among(&[vec![1, 1], vec![0, 2]], 2, &[[0].into()]);
    }

    #[test]
    fn a_small_cell_alone_among_zeros_is_not_given_away_by_the_other_rows() {
        check(&[vec![0, 0, 1], vec![0, 1, 3]], 2);
    }

    /// Whether another way leads from a hidden cell's row to its column than the cell itself.
    fn lies_on_a_circle(shown: &Shown, (row, column): Place) -> bool {
        let hidden = |row: usize, column: usize| shown.rows[row][column].is_none();
        let (mut rows, mut columns) = (BTreeSet::from([row]), BTreeSet::new());
        loop {
            let before = (rows.len(), columns.len());
            for at in 0..shown.rows.len() {
                for other in 0..shown.rows[at].len() {
                    if (at, other) == (row, column) || !hidden(at, other) {
                        continue;
                    }
                    if rows.contains(&at) || columns.contains(&other) {
                        rows.insert(at);
                        columns.insert(other);
                    }
                }
            }
            if before == (rows.len(), columns.len()) {
                return columns.contains(&column);
            }
        }
    }

    proptest! {
        #[test]
        fn in_a_large_table_every_hidden_cell_lies_on_a_circle_and_none_of_them_is_zero(
            counts in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0), 0..40_u64], 5), 1..60),
            least in 2..8_u64,
        ) {
            let shown = suppress(&counts, least).unwrap();
            let all = with_totals(&counts).unwrap();
            for (row, cells) in shown.rows.iter().enumerate() {
                for column in 0..cells.len() {
                    let is_hidden = cells[column].is_none();
                    prop_assert!(is_hidden || !(1..least).contains(&all[row][column]));
                    prop_assert!(!is_hidden || all[row][column] != 0);
                    prop_assert!(!is_hidden || lies_on_a_circle(&shown, (row, column)));
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn nobody_can_compute_what_is_hidden(
            counts in prop::collection::vec(prop::collection::vec(0..6_u64, 3), 1..3),
            least in 2..5_u64,
        ) {
            check(&counts, least);
        }

        #[test]
        fn nobody_can_compute_it_from_rows_of_their_own(
            counts in prop::collection::vec(prop::collection::vec(0..6_u64, 2), 1..4),
            least in 2..5_u64,
            readers in prop::collection::vec(prop::collection::btree_set(0..3_usize, 1..3), 1..4),
        ) {
            let height = counts.len();
            let readers: Vec<BTreeSet<usize>> = readers
                .into_iter()
                .map(|known| known.into_iter().filter(|row| *row < height).collect())
                .collect();
            check(&counts, least);
            check_among(&counts, least, &readers);
        }
    }
}
