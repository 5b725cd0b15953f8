//! In which lines the rows of a file stand.

/// Lines of rows in the order of their file. Nearly always each stands right below the one before it, so that only where
/// one does not is written down.
#[derive(Debug, Default)]
pub(super) struct RowLines {
    /// From which row on, and where that one stands.
    runs: Vec<(u32, u32)>,
    count: u32,
}

impl RowLines {
    /// The line of the next row.
    #[inline]
    pub(super) fn push(&mut self, line: u32) {
        let last = self.runs.last();
        let follows = last.is_some_and(|(from, first)| first + (self.count - from) == line);
        if !follows {
            self.runs.push((self.count, line));
        }
        self.count += 1;
    }

    /// Every line in the order of the rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let ends = self.runs.iter().skip(1).map(|(from, _)| *from);
        let ends = ends.chain(std::iter::once(self.count));
        let runs = self.runs.iter().zip(ends);
        runs.flat_map(|((from, first), end)| *first..first + (end - from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(lines: &[u32]) -> RowLines {
        let mut all = RowLines::default();
        lines.iter().for_each(|line| all.push(*line));
        assert_eq!(all.iter().collect::<Vec<u32>>(), lines);
        all
    }

    #[test]
    fn rows_below_each_other_are_one_run() {
        assert_eq!(check(&[]).runs, []);
        assert_eq!(check(&[2, 3, 4]).runs, [(0, 2)]);
        assert_eq!(check(&[2, 3, 5, 6, 9]).runs, [(0, 2), (2, 5), (4, 9)]);
    }

    proptest! {
        #[test]
        fn lines_come_back(steps in prop::collection::vec(1_u32..4, 0..60)) {
            let lines = steps.iter().scan(1, |line, step| {
                *line += step;
                Some(*line)
            });
            check(&lines.collect::<Vec<u32>>());
        }
    }
}
