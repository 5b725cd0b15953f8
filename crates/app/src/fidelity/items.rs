//! Item by item: which parts of the work families see, and how well the items hang together.

use std::collections::BTreeSet;

use hemma_domain::fidelity::{FAMILIES_MIN, ItemReader, Step, scale_of};
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::instrument::{Scorer, Texts};
use hemma_domain::time::Day;
use hemma_stats::Answers;
use hemma_stats::reliability::covariance::Covariance;
use hemma_stats::reliability::{alpha, omega};
use hemma_store::db::Tx;
use hemma_store::fidelity as stored;

use super::Yardstick;
use super::sheets::OpenSheet;
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

/// Quarters that stand side by side.
const QUARTERS: i64 = 4;

/// Complete sheets from which reliability is told: of fewer, alpha moves by a tenth with a single sheet.
const ROWS_MIN: usize = 30;

/// How families answer the items of a scale.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Items {
    /// The first days of the quarters, the oldest first.
    pub quarters: Vec<Day>,
    /// In the scale's order.
    pub lines: Vec<ItemLine>,
    /// Sheets in these quarters.
    pub sheets: usize,
    /// Families that they are from.
    pub families: usize,
    /// None where too few sheets are complete, or where items never vary.
    pub reliability: Option<Reliability>,
}

/// One item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemLine {
    /// The item's place in the instrument, from 1.
    pub number: usize,
    /// The wording, where the site has it.
    pub text: Option<Texts>,
    /// One per quarter; none where fewer than three families answered.
    pub cells: Vec<Option<Cell>>,
    /// All quarters together.
    pub whole: Option<Cell>,
    /// How the item goes with the sum of the others, −1 to 1.
    pub rest_correlation: Option<f64>,
}

/// What some families answered to one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// How much of what is possible, 0 to 1.
    pub share: f64,
    /// Answers behind it.
    pub answers: u32,
}

/// How well the items measure one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// Complete sheets behind it.
    pub rows: usize,
    /// Cronbach's alpha.
    pub alpha: f64,
    /// McDonald's omega; none where the items share no factor.
    pub omega: Option<f64>,
}

/// Answers to one item in one quarter.
#[derive(Default)]
struct Tally {
    sum: f64,
    answers: u32,
    families: BTreeSet<CaseId>,
}

impl App {
    /// The items of some of a team's sheets over the last year, by quarters.
    pub(super) async fn team_items(
        &self,
        (ctx, tx): (&Ctx, &mut Tx),
        (team, yardstick): (TeamId, &Yardstick),
        is_own: impl Fn(&OpenSheet) -> bool + Send,
    ) -> Result<Items> {
        let quarters = quarters(ctx.today());
        let since = quarters.first().copied().unwrap_or(ctx.today());
        let code = &yardstick.instrument().code;
        let sealed = stored::sheets_of_team(tx, team, code, since).await?;
        let Some((scorer, unlocked)) = self.unlocked((ctx, tx), code, sealed)? else {
            return Ok(Items::default());
        };
        let sheets = unlocked.open()?.into_iter();
        let (own, others): (Vec<OpenSheet>, Vec<OpenSheet>) = sheets.partition(is_own);
        Ok(Items::beside(&scorer, (&own, &others), &quarters))
    }
}

/// The first days of the last quarters, the oldest first.
pub(super) fn quarters(today: Day) -> Vec<Day> {
    let back = (0..QUARTERS).rev();
    back.map(|back| Step::Quarter.moved(today, -back)).collect()
}

impl Items {
    /// Of opened sheets; nothing where the instrument has no scale about the therapist.
    pub(super) fn of(scorer: &Scorer, sheets: &[OpenSheet], quarters: &[Day]) -> Items {
        Items::beside(scorer, (sheets, &[]), quarters)
    }

    /// Of some of a team's sheets. Who sees them sees the whole team's too: a number is told only where neither it nor what
    /// is left of the team's without it could lead to a family.
    pub(super) fn beside(
        scorer: &Scorer,
        (sheets, others): (&[OpenSheet], &[OpenSheet]),
        quarters: &[Day],
    ) -> Items {
        let instrument = scorer.instrument();
        let reader = scale_of(instrument).and_then(|scale| ItemReader::new(instrument, scale));
        let Some(reader) = reader else {
            return Items::default();
        };
        let [rows, rest] = [sheets, others].map(|sheets| -> Vec<Vec<Option<u8>>> {
            let rows = sheets.iter().map(|sheet| reader.row(&sheet.given));
            rows.collect()
        });
        let own = tallies(&reader, sheets, (&rows, quarters));
        let rest = tallies(&reader, others, (&rest, quarters));
        let (reliability, correlations) = reliability(reader.items().len(), &rows);
        let lines = reader.items().enumerate().zip(own.iter().zip(&rest));
        let lines = lines.map(|((place, item), (own, rest))| ItemLine {
            number: instrument
                .item(&item.code)
                .map_or(0, |(place, _)| place + 1),
            text: item.text.clone(),
            cells: own
                .iter()
                .zip(rest)
                .map(|(own, rest)| own.beside(rest))
                .collect(),
            whole: Tally::sum(own).beside(&Tally::sum(rest)),
            rest_correlation: correlations.get(place).copied().flatten(),
        });
        let families: BTreeSet<CaseId> = sheets.iter().map(|sheet| sheet.case).collect();
        Items {
            quarters: quarters.to_vec(),
            lines: lines.collect(),
            sheets: sheets.len(),
            families: families.len(),
            reliability,
        }
    }
}

/// By item, then by quarter.
fn tallies(
    reader: &ItemReader<'_>,
    sheets: &[OpenSheet],
    (rows, quarters): (&[Vec<Option<u8>>], &[Day]),
) -> Vec<Vec<Tally>> {
    let empty = || quarters.iter().map(|_| Tally::default()).collect();
    let mut tallies: Vec<Vec<Tally>> = reader.items().map(|_| empty()).collect();
    for (sheet, row) in sheets.iter().zip(rows) {
        let quarter = Step::Quarter.first_of(sheet.due_on);
        let Some(column) = quarters.iter().position(|first| *first == quarter) else {
            continue;
        };
        for (place, (tallies, code)) in tallies.iter_mut().zip(row).enumerate() {
            let part = code.and_then(|code| reader.part(place, code));
            if let (Some(tally), Some(part)) = (tallies.get_mut(column), part) {
                tally.sum += part;
                tally.answers += 1;
                tally.families.insert(sheet.case);
            }
        }
    }
    tallies
}

impl Tally {
    fn sum(all: &[Tally]) -> Tally {
        let mut whole = Tally::default();
        for one in all {
            whole.sum += one.sum;
            whole.answers += one.answers;
            whole.families.extend(&one.families);
        }
        whole
    }

    /// Too few families to be told.
    fn is_few(&self) -> bool {
        u32::try_from(self.families.len()).is_ok_and(|families| families < FAMILIES_MIN)
    }

    /// What is told of it, where the rest of its team is known as well.
    fn beside(&self, rest: &Tally) -> Option<Cell> {
        let leads_to_few = rest.is_few() && !rest.families.is_empty();
        (!self.is_few() && !leads_to_few).then(|| Cell {
            share: self.sum / f64::from(self.answers.max(1)),
            answers: self.answers,
        })
    }
}

/// Alpha and omega of the complete rows, and how each item goes with the others.
fn reliability(items: usize, rows: &[Vec<Option<u8>>]) -> (Option<Reliability>, Vec<Option<f64>>) {
    let read = table(items, rows).and_then(|table| Covariance::of(&table).ok());
    let Some(covariance) = read.filter(|one| one.rows() >= ROWS_MIN) else {
        return (None, Vec::new());
    };
    let Ok(found) = alpha(&covariance) else {
        return (None, Vec::new());
    };
    let reliability = Reliability {
        rows: found.rows,
        alpha: found.alpha,
        omega: omega::total(&covariance).ok().map(|found| found.omega),
    };
    let correlations = found.items.iter().map(|item| item.rest_correlation);
    (Some(reliability), correlations.collect())
}

/// The rows as statistics want them.
pub(super) fn table(items: usize, rows: &[Vec<Option<u8>>]) -> Option<Answers> {
    Answers::new(items, rows.concat()).ok()
}
