//! Where the items of an instrument stand on one line with the families who answer, and whether they stand elsewhere
//! in another language.

use hemma_domain::fidelity::{ItemReader, scale_of};
use hemma_domain::instrument::{Item, Scorer};
use hemma_stats::Answers;
use hemma_stats::partial_credit::differential::compare;
use hemma_stats::partial_credit::fit::item_fit;
use hemma_stats::partial_credit::{Calibration, Unused, calibrate};

use crate::fidelity::items::table;
use crate::fidelity::sheets::OpenSheet;

/// Sheets from which items are placed: of fewer, a threshold is uncertain by more than half a logit.
const SHEETS_MIN: usize = 100;

/// The language that others are compared with: that of most families.
const REFERENCE: &str = "sv";

/// How wide a bar of the families' distribution is, in logits.
const BAR: f64 = 0.5;

/// Bars on each side of 0: beyond four logits a family agrees with all or nothing.
const BARS: i32 = 8;

/// Items placed by the partial credit model.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// Sheets behind it.
    pub rows: usize,
    /// In the scale's order.
    pub items: Vec<CalibratedItem>,
    /// Families' places in logits: from, to, how many sheets.
    pub families: Vec<(f64, f64, u32)>,
    /// Swedish against other languages; none where either has too few sheets.
    pub compared: Option<Compared>,
}

/// One item.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedItem {
    /// The item's place in the instrument, from 1.
    pub number: usize,
    /// Where each answer takes over from the one before, in logits.
    pub thresholds: Vec<f64>,
    /// Their standard errors.
    pub errors: Vec<f64>,
    /// Their mean: how hard the item is to agree with.
    pub location: f64,
    /// Infit and outfit, mean squares: 1 is as expected. None where no row counts.
    pub fit: Option<(f64, f64)>,
}

/// Items in two groups of languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Sheets in Swedish, and in other languages.
    pub rows: (usize, usize),
    /// For each item: how much harder it is in other languages in logits, its standard error, and the adjusted chance
    /// of so large a difference.
    pub items: Vec<(f64, f64, f64)>,
}

/// The items of opened sheets; none where they are too few or do not determine the model.
pub(in crate::fidelity) fn of(scorer: &Scorer, sheets: &[OpenSheet]) -> Option<Calibrated> {
    let instrument = scorer.instrument();
    let reader = ItemReader::new(instrument, scale_of(instrument)?)?;
    let rows: Vec<Vec<Option<u8>>> = sheets
        .iter()
        .map(|sheet| reader.row(&sheet.given))
        .collect();
    let read = |is_wanted: &dyn Fn(&OpenSheet) -> bool| -> Option<Answers> {
        let wanted = sheets.iter().zip(&rows);
        let wanted = wanted.filter(|(sheet, _)| is_wanted(sheet));
        let rows: Vec<Vec<Option<u8>>> = wanted.map(|(_, row)| row.clone()).collect();
        (rows.len() >= SHEETS_MIN).then(|| table(reader.items().len(), &rows))?
    };
    let answers = read(&|_| true)?;
    let calibration = match calibrate(&answers, Unused::Merge) {
        Ok(calibration) => calibration,
        Err(err) => {
            tracing::info!(instrument = instrument.code, %err, "items were not calibrated");
            return None;
        }
    };
    let swedish = read(&|sheet| is_reference(&sheet.language));
    let others = read(&|sheet| !sheet.language.is_empty() && !is_reference(&sheet.language));
    let number = |item: &Item| {
        instrument
            .item(&item.code)
            .map_or(0, |(place, _)| place + 1)
    };
    let numbers: Vec<usize> = reader.items().map(number).collect();
    Some(Calibrated {
        rows: calibration.rows(),
        items: items(&calibration, &answers, &numbers),
        families: families(&calibration, &answers),
        compared: swedish
            .zip(others)
            .and_then(|(swedish, others)| compared(&swedish, &others)),
    })
}

/// Whether a tag names the reference, of whatever country: `sv`, `sv-FI`.
fn is_reference(tag: &str) -> bool {
    tag.split('-')
        .next()
        .is_some_and(|language| language.eq_ignore_ascii_case(REFERENCE))
}

fn items(calibration: &Calibration, answers: &Answers, numbers: &[usize]) -> Vec<CalibratedItem> {
    let fits = item_fit(calibration, answers).unwrap_or_default();
    let placed = calibration.items().iter().zip(numbers).enumerate();
    placed
        .map(|(place, (item, number))| CalibratedItem {
            number: *number,
            thresholds: item.thresholds.clone(),
            errors: item.errors.clone(),
            location: item.location(),
            fit: fits.get(place).map(|fit| (fit.infit, fit.outfit)),
        })
        .collect()
}

fn families(calibration: &Calibration, answers: &Answers) -> Vec<(f64, f64, u32)> {
    let mut bars: Vec<(f64, f64, u32)> = (-BARS..BARS)
        .map(|bar| (f64::from(bar) * BAR, f64::from(bar + 1) * BAR, 0))
        .collect();
    for row in answers.rows() {
        let Ok(place) = calibration.location(row) else {
            continue;
        };
        let end = f64::from(BARS) * BAR;
        let inside = place.location.clamp(-end, end - BAR / 2.0);
        let bar = bars
            .iter_mut()
            .find(|(from, to, _)| *from <= inside && inside < *to);
        if let Some((_, _, count)) = bar {
            *count += 1;
        }
    }
    bars
}

fn compared(swedish: &Answers, others: &Answers) -> Option<Compared> {
    let found = match compare(swedish, others, Unused::Merge) {
        Ok(found) => found,
        Err(err) => {
            tracing::info!(%err, "languages were not compared");
            return None;
        }
    };
    let items = found.items.iter();
    Some(Compared {
        rows: (found.reference.rows(), found.focal.rows()),
        items: items
            .map(|item| (item.difference, item.error, item.p_adjusted))
            .collect(),
    })
}
