//! A heat map: a table of shares where the wash of a cell says what its number says.

mod cells;

use std::f64::consts::FRAC_PI_2;

use crate::canvas::{Canvas, Fill, Format, Frame, Pen, Rect, Style, Tone, at};
use crate::glyph;
use crate::key::{self, KeyItem, Sign};
use crate::text::Type;

/// Rows drawn, the first: as many as one sheet of paper holds.
pub const HEAT_ROWS_MAX: usize = 50;

/// Columns drawn, the first; questionnaires have fewer items than these, and a wider table is no picture any more.
pub const HEAT_COLUMNS_MAX: usize = 60;

const FACE: Type = Type::plain(13.0);
const SOFT: Style = Style::new(FACE, Tone::Soft);

/// A table of shares.
#[derive(Clone, Debug, Default)]
pub struct HeatMap {
    /// The names of the columns; long ones get a number that a list under the table explains.
    pub columns: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<HeatRow>,
    /// The words of the drawing.
    pub words: HeatWords,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct HeatRow {
    /// Its name.
    pub label: String,
    /// One cell per column; none where there is nothing to count, as where the row ends too early.
    pub cells: Vec<Option<HeatCell>>,
}

/// One share.
#[derive(Clone, Debug, Default)]
pub struct HeatCell {
    /// From 0 to 1, in five steps of equal width; what is no number counts as no cell.
    pub share: f64,
    /// The share as it is written, for instance "83".
    pub text: String,
    /// Whether too little lies behind the share to interpret it.
    pub thin: bool,
}

/// Words of the heat map. A sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct HeatWords {
    /// Names the faintest wash, for instance "0 %".
    pub low: String,
    /// Names the strongest, for instance "100 %".
    pub high: String,
    /// Names the short line: nothing to count.
    pub none: String,
    /// Names the dashed frame without a wash: too little to interpret.
    pub thin: String,
    /// Printed when there is no cell.
    pub empty: String,
}

impl HeatMap {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let width = match format {
            Format::Page => 960.0,
            Format::Phone => 360.0,
        };
        let mut canvas = Canvas::default();
        let mut y = 4.0;
        let table = cells::Table::new(self, width);
        if !table.is_empty() {
            y = table.draw(&mut canvas, y);
        }
        if table.is_empty() && !self.words.empty.is_empty() {
            let empty = FACE.one_line(&self.words.empty, width - 16.0);
            canvas.text(at(8.0, y + 12.0), &empty, SOFT);
            y += 20.0;
        }
        y = self.hidden(&mut canvas, y);
        if !table.is_empty() {
            y = self.ramp(&mut canvas, y, width);
        }
        y += key::draw(&mut canvas, &self.key(&table), y, width) + 6.0;
        (canvas, width, y)
    }

    /// Counts the rows below and the columns to the right that are not drawn.
    fn hidden(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let rows = self.rows.len().saturating_sub(HEAT_ROWS_MAX);
        let columns = self.columns.len().saturating_sub(HEAT_COLUMNS_MAX);
        let mut y = top;
        for (count, angle) in [(rows, FRAC_PI_2), (columns, 0.0)] {
            if count > 0 {
                let tip = at(15.0, y + 8.0).polar(angle, 2.5);
                glyph::chevron(canvas, tip, angle, Tone::Soft);
                canvas.text(at(26.0, y + 12.0), &format!("+{count}"), SOFT);
                y += 20.0;
            }
        }
        y
    }

    /// The five washes between the words for the faintest and the strongest.
    fn ramp(&self, canvas: &mut Canvas, y: f64, width: f64) -> f64 {
        let room = (width - 16.0) / 2.0 - 80.0;
        let base = y + 14.0;
        let low = FACE.one_line(&self.words.low, room);
        canvas.text(at(8.0, base), &low, SOFT);
        let mut x = 8.0 + FACE.width(&low);
        if !low.is_empty() {
            x += 8.0;
        }
        for step in 0..Fill::WASHES {
            let rect = Rect {
                x,
                y: y + 3.0,
                w: 22.0,
                h: 14.0,
            };
            canvas.rect(rect, 0.0, Pen::new(Tone::Accent, 1.0), Fill::Wash(step));
            x += 24.0;
        }
        let high = FACE.one_line(&self.words.high, room);
        canvas.text(at(x + 6.0, base), &high, SOFT);
        y + 22.0
    }

    fn key(&self, table: &cells::Table<'_>) -> Vec<KeyItem> {
        let all: [(bool, &String, Sign); 2] = [
            (table.has_thin(), &self.words.thin, |c, p| {
                let rect = Rect {
                    x: p.x - 10.0,
                    y: p.y - 6.5,
                    w: 20.0,
                    h: 13.0,
                };
                cells::thin(c, rect);
            }),
            (table.has_none(), &self.words.none, cells::none),
        ];
        key::items(&all)
    }
}

/// The step of the wash for a share: five of equal width, what lies outside at the ends.
fn step(share: f64) -> usize {
    (1..Fill::WASHES)
        .filter(|step| share >= *step as f64 / Fill::WASHES as f64)
        .count()
}

#[cfg(test)]
mod tests;
