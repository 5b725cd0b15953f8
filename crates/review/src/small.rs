//! Small cells of a table that somebody outside a team reads: hidden, and so that nobody can work them out.
//!
//! Hiding a small count is not enough where totals are shown: what is missing in a line is its total less the rest. So
//! more cells are hidden until no hidden one can be computed from lines and totals. In such a table, whose lines are its
//! rows and columns with their totals, a hidden cell can be computed exactly if it lies on no circle that leads from
//! hidden cell to hidden cell, in turn along a row and along a column: along a circle all cells could be one more or one
//! less in turn, and every total would stay as it is (Gusfield 1988, "A graph theoretic approach to statistical data
//! security").

use std::collections::BTreeSet;

/// A table with totals of its rows, of its columns, and of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The cells, row by row, each row with its total at the end; the last row are the totals. `None` is hidden.
    pub rows: Vec<Vec<Option<u64>>>,
}

/// Cells of one table; more teams or categories than this are not shown on one page.
pub const CELLS_MAX: usize = 20_000;

/// Hides every count from 1 to `least` − 1, and as many others as it takes. `None` if the rows have different lengths, the
/// table is larger than [`CELLS_MAX`], or a total leaves its type.
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
        let cells = row.iter().zip(hidden);
        cells
            .map(|(count, hidden)| (!hidden).then_some(*count))
            .collect()
    });
    Some(Shown {
        rows: rows.collect(),
    })
}

fn with_totals(counts: &[Vec<u64>]) -> Option<Vec<Vec<u64>>> {
    let width = counts.first().map_or(0, Vec::len);
    let is_table = counts.iter().all(|row| row.len() == width);
    if !is_table || CELLS_MAX < (counts.len() + 1).saturating_mul(width + 1) {
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

struct Table {
    cells: Vec<Vec<u64>>,
    hidden: Vec<Vec<bool>>,
}

impl Table {
    fn of(cells: Vec<Vec<u64>>, least: u64) -> Table {
        let hidden = cells
            .iter()
            .map(|row| row.iter().map(|count| (1..least).contains(count)).collect());
        Table {
            hidden: hidden.collect(),
            cells,
        }
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
        // What is left of a total may be 0: that is no small count, and protects nothing.
        let lines = beside.hidden.iter_mut().zip(&beside.cells);
        for ((hidden, cells), row) in lines.zip(&rows) {
            let own = self.hidden.get(*row)?;
            for ((cell, count), is_hidden) in hidden.iter_mut().zip(cells).zip(own) {
                *cell |= *is_hidden && *count != 0;
            }
        }
        beside.close();
        let mut is_changed = false;
        for (hidden, row) in beside.hidden.iter().zip(&rows) {
            for (own, is_hidden) in self.hidden.get_mut(*row)?.iter_mut().zip(hidden) {
                is_changed |= *is_hidden && !*own;
                *own |= *is_hidden;
            }
        }
        Some(is_changed)
    }

    fn width(&self) -> usize {
        self.cells.first().map_or(0, Vec::len)
    }

    /// Hidden cells as links between lines: rows first, then columns.
    fn links(&self) -> Vec<Vec<(usize, Place)>> {
        let height = self.cells.len();
        let mut links = vec![vec![]; height + self.width()];
        for (row, hidden) in self.hidden.iter().enumerate() {
            for (column, _) in hidden.iter().enumerate().filter(|(_, hidden)| **hidden) {
                let place = (row, column);
                for (from, to) in [(row, height + column), (height + column, row)] {
                    if let Some(links) = links.get_mut(from) {
                        links.push((to, place));
                    }
                }
            }
        }
        links
    }

    /// A hidden cell that lies on no circle (Tarjan 1974, without recursion).
    fn bridge(&self) -> Option<Place> {
        let links = self.links();
        let mut seen = vec![0_usize; links.len()];
        let mut low = vec![0_usize; links.len()];
        let mut clock = 0;
        for root in 0..links.len() {
            if seen.get(root) != Some(&0) {
                continue;
            }
            // Each step: the line, the cell that led there, and how many of its links were followed.
            let mut way: Vec<(usize, Option<Place>, usize)> = vec![(root, None, 0)];
            while let Some((line, came, followed)) = way.pop() {
                if followed == 0 {
                    clock += 1;
                    *seen.get_mut(line)? = clock;
                    *low.get_mut(line)? = clock;
                }
                match links.get(line)?.get(followed) {
                    Some((to, place)) => {
                        way.push((line, came, followed + 1));
                        if Some(*place) == came {
                            continue;
                        }
                        match seen.get(*to) {
                            Some(0) => way.push((*to, Some(*place), 0)),
                            Some(when) => {
                                let least = low.get_mut(line)?;
                                *least = (*least).min(*when);
                            }
                            None => {}
                        }
                    }
                    None => {
                        let lowest = *low.get(line)?;
                        if let Some((before, ..)) = way.last() {
                            let least = low.get_mut(*before)?;
                            *least = (*least).min(lowest);
                            if *seen.get(*before)? < lowest {
                                return came;
                            }
                        }
                    }
                }
            }
        }
        None
    }

    /// The lines that can be reached from one by hidden cells, without that place.
    fn side(&self, from: usize, place: Place) -> Vec<bool> {
        let links = self.links();
        let mut reached = vec![false; links.len()];
        let mut waiting = vec![from];
        while let Some(line) = waiting.pop() {
            let Some(is_new) = reached.get_mut(line).filter(|reached| !**reached) else {
                continue;
            };
            *is_new = true;
            let beside = links.get(line).into_iter().flatten();
            waiting.extend(beside.filter(|(_, by)| *by != place).map(|(to, _)| *to));
        }
        reached
    }

    /// Hides one more cell that leads away from the lines on one side of a place: first one that closes a circle, then the
    /// smallest, and a total only where nothing else is left. There is one: what the lines on one side add up to must leave by another cell that is not 0. A cell of 0
    /// protects nothing, as it cannot be one less.
    fn hide_beside(&mut self, place: Place) -> bool {
        let height = self.cells.len();
        let (last_row, last_column) = (height - 1, self.width() - 1);
        let (side, other) = (
            self.side(place.0, place),
            self.side(height + place.1, place),
        );
        let is_there = |line: usize| side.get(line) == Some(&true);
        let is_beyond = |line: usize| other.get(line) == Some(&true);
        let mut best = None;
        for (row, (cells, hidden)) in self.cells.iter().zip(&self.hidden).enumerate() {
            for (column, (count, hidden)) in cells.iter().zip(hidden).enumerate() {
                let leads_over = is_there(row) != is_there(height + column);
                if *hidden || *count == 0 || !leads_over {
                    continue;
                }
                let is_total = row == last_row || column == last_column;
                let is_open = !is_beyond(row) && !is_beyond(height + column);
                let candidate = (is_total, is_open, *count, (row, column));
                best = Some(best.map_or(candidate, |best: Candidate| best.min(candidate)));
            }
        }
        let place = best.and_then(|(.., (row, column))| self.hidden.get_mut(row)?.get_mut(column));
        place.is_some_and(|hidden| {
            *hidden = true;
            true
        })
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
