//! Figures of a term beside those of the term before.

use hemma_domain::programme::Programme;
use hemma_review::Row;

use super::Reading;
use super::count::Gauge;
use super::figure::{self, Held};
use super::hidden::{self, Hidden, Shown};

/// One figure in a term, beside the term before.
#[derive(Debug, Clone)]
pub struct Line {
    pub now: Shown,
    pub before: Shown,
    pub held: Option<Held>,
    /// Its chart says of the last finished quarter that it has become worse.
    pub signal: bool,
}

/// A row with the days that it is about, of a term and of the one before.
pub(super) type Rows2 = [(Row, i64); 2];

/// Every figure that a programme has. What is hidden is none for whoever sees everything.
pub(super) fn lines(
    (programme, gauge): (Option<&Programme>, &Gauge),
    (rows, hidden): (&Rows2, &[Option<Hidden>; 2]),
) -> Vec<Line> {
    let settings = &gauge.settings;
    let [(now_row, now_days), (before_row, before_days)] = rows;
    let [now_hidden, before_hidden] = hidden;
    let each = figure::known(programme, gauge.has_cut_off)
        .into_iter()
        .map(|figure| {
            let now = Reading::of(figure, (now_row, *now_days), gauge);
            let now = hidden::shown(now, now_hidden.as_ref());
            let before = Reading::of(figure, (before_row, *before_days), gauge);
            let held = figure::held(programme, figure, (now_row, *now_days, settings));
            Line {
                held: held.map(|held| now.of_held(held)),
                before: hidden::shown(before, before_hidden.as_ref()),
                signal: false,
                now,
            }
        });
    each.collect()
}
