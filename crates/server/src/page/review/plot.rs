//! A drawing with what it shows, and the table that says the same.

use super::words::Choice;
use crate::lang::Lang;

/// One drawing.
#[derive(Debug, Clone, Default)]
pub struct PlotView {
    /// The id of its heading, unique on the page.
    pub id: String,
    pub title: String,
    /// Other things to draw; empty where there is one alone.
    pub choices: Vec<Choice>,
    /// What it says, in a sentence or two.
    pub lead: String,
    /// Said in its place where it is kept from the reader; empty where it is not.
    pub hidden: String,
    /// For the page and for the phone; styles show one of them. Empty where there is nothing to draw.
    pub drawn: Vec<String>,
    /// How it is read.
    pub caption: String,
    /// The table's columns, the first of them naming its rows.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The shares that are marked on an axis from nothing to all.
pub(super) fn shares(lang: Lang) -> Vec<(f64, String)> {
    let quarters = (0..=4_i32).map(|quarter| {
        let label = lang.t1("review-percent", "number", (25 * quarter).to_string());
        (f64::from(quarter) / 4.0, label)
    });
    quarters.collect()
}
