//! Do the answers behave as the model says? Mean squares per item.

use super::Calibration;
use super::group::{Group, Grouping, count_row};
use super::person::{Curve, most_likely};
use crate::answers::Answers;
use crate::error::{Count, Error};

/// How an item's answers scatter around what the model expects; 1 is as expected, above it noise, below it
/// redundancy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemFit {
    /// Answers behind it: those of rows that are neither all lowest nor all highest.
    pub answers: u64,
    /// Weighted by information: mostly about persons near the item.
    pub infit: f64,
    /// Unweighted: mostly about surprises far from the item.
    pub outfit: f64,
}

/// Infit and outfit mean squares of each item, in the items' order.
///
/// With answer x, its expectation E and variance V at the person's maximum likelihood place: outfit = mean of
/// (x − E)² / V, infit = Σ(x − E)² / ΣV. Wright and Masters (1982), "Rating scale analysis". Rows with the lowest or
/// highest possible score have no such place and are left out.
///
/// The table may be another one than the calibration's; it is limited in the same way. Fails with [`Error::Shape`] and
/// [`Error::Range`] if it does not match, and [`Error::TooFew`] if an item has no row that counts.
pub fn item_fit(calibration: &Calibration, answers: &Answers) -> Result<Vec<ItemFit>, Error> {
    let grouping = Grouping::of(answers, &calibration.coding)?;
    let curves = calibration.curves();
    let mut sums = vec![Sums::default(); curves.len()];
    for group in &grouping.groups {
        let counts = Counts::of(calibration, answers, group);
        let of_group: Vec<&Curve> = group
            .items
            .iter()
            .filter_map(|item| curves.get(*item))
            .collect();
        let highest = group.scores.len() - 1;
        for (score, rows) in group.scores.iter().enumerate() {
            if *rows != 0 && score != 0 && score != highest {
                let place = most_likely(score, &of_group)?;
                for ((sums, curve), answers) in
                    sums.iter_mut().zip(&curves).zip(counts.of_score(score))
                {
                    sums.add(curve, place, answers);
                }
            }
        }
    }
    sums.iter().map(Sums::fit).collect()
}

/// How often each answer was given, by raw score and item.
struct Counts {
    items: usize,
    width: usize,
    cells: Vec<u32>,
}

impl Counts {
    fn of(calibration: &Calibration, answers: &Answers, group: &Group) -> Counts {
        let items = calibration.items.len();
        let codes = calibration.items.iter().map(|item| item.codes.len());
        let width = codes.max().unwrap_or(1);
        let mut counts = Counts {
            items,
            width,
            cells: vec![0; items * width * group.scores.len()],
        };
        let coding = &calibration.coding;
        for row in group.rows.iter().map(|row| answers.row(*row)) {
            let cells = row.iter().zip(coding.items());
            let score: usize = cells
                .filter_map(|(cell, item)| cell.and_then(|code| item.step(code)))
                .sum();
            if let Some(of_score) = counts.cells.chunks_exact_mut(items * width).nth(score) {
                // Each code was known when the row was grouped.
                count_row(row, coding, of_score.chunks_exact_mut(width));
            }
        }
        counts
    }

    /// One slice per item.
    fn of_score(&self, score: usize) -> impl Iterator<Item = &[u32]> {
        let of_score = self.cells.chunks_exact(self.items * self.width).nth(score);
        of_score.unwrap_or_default().chunks_exact(self.width)
    }
}

#[derive(Clone, Default)]
struct Sums {
    answers: u64,
    squares: f64,
    variances: f64,
    standardised: f64,
}

impl Sums {
    fn add(&mut self, curve: &Curve, place: f64, answers: &[u32]) {
        let given: u32 = answers.iter().sum();
        if given == 0 {
            return;
        }
        let expected = curve.moments(place);
        let squares: f64 = answers
            .iter()
            .zip(0..)
            .map(|(count, answer)| f64::from(*count) * (f64::from(answer) - expected.mean).powi(2))
            .sum();
        self.answers += u64::from(given);
        self.squares += squares;
        self.variances += f64::from(given) * expected.variance;
        self.standardised += squares / expected.variance;
    }

    fn fit(&self) -> Result<ItemFit, Error> {
        if self.answers == 0 {
            return Err(Error::TooFew {
                what: Count::Rows,
                have: 0,
                need: 1,
            });
        }
        Ok(ItemFit {
            answers: self.answers,
            infit: self.squares / self.variances,
            outfit: self.standardised / self.answers as f64,
        })
    }
}
