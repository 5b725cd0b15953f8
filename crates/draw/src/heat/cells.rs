//! The cells of a heat map with the names of their columns and rows.

use super::{HEAT_COLUMNS_MAX, HEAT_ROWS_MAX, HeatCell, HeatMap, HeatRow, step};
use crate::canvas::{Anchor, Canvas, Fill, Pen, Point, Rect, Style, THIN, Tone, at};
use crate::scale::widest;
use crate::text::{Type, clean};

const FACE: Type = Type::plain(13.0);
const INK_TEXT: Style = Style::new(FACE, Tone::Ink);
const SOFT: Style = Style::new(FACE, Tone::Soft);
const ROW: f64 = 26.0;
/// Cells are no narrower than this, so that two digits have air around them.
const CELL_MIN: f64 = 22.0;
/// Numbers longer than this are cut; "100 %" needs less.
const CELL_TEXT_MAX: f64 = 48.0;
/// Cells are no wider than this, so that a table with few columns can still be seen at a glance.
const CELL_MAX: f64 = 72.0;
/// Lines of a name above its column, before it becomes a number.
const HEAD_LINES_MAX: usize = 2;
const LINE: f64 = 17.0;

/// Which columns stand beside each other, and how wide.
pub(super) struct Table<'a> {
    map: &'a HeatMap,
    columns: &'a [String],
    rows: &'a [HeatRow],
    width: f64,
    /// How wide the names of the rows may be.
    label: f64,
    cell: f64,
    per_band: usize,
    /// The lines above each column; none when columns have numbers.
    heads: Option<Vec<Vec<String>>>,
}

impl<'a> Table<'a> {
    pub(super) fn new(map: &'a HeatMap, width: f64) -> Table<'a> {
        let columns = map.columns.get(..HEAT_COLUMNS_MAX).unwrap_or(&map.columns);
        let rows = map.rows.get(..HEAT_ROWS_MAX).unwrap_or(&map.rows);
        let label = widest(FACE, rows.iter().map(|row| &row.label), width * 0.34) + 2.0;
        let cells = cells(rows, columns.len()).flatten();
        let text = widest(FACE, cells.map(|cell| &cell.text), CELL_TEXT_MAX);
        let cell_min = CELL_MIN.max(text + 7.0);
        let room = width - 16.0 - label - 10.0;
        let fit = (1..=columns.len().max(1))
            .take_while(|count| *count as f64 * cell_min <= room)
            .count()
            .max(1);
        let bands = columns.len().div_ceil(fit).max(1);
        let per_band = columns.len().div_ceil(bands).max(1);
        let cell = (room / per_band as f64).clamp(cell_min, CELL_MAX.max(cell_min));
        Table {
            map,
            columns,
            rows,
            width,
            label,
            cell,
            per_band,
            heads: heads(columns, cell - 4.0),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty() || self.rows.is_empty()
    }

    pub(super) fn has_thin(&self) -> bool {
        let mut cells = cells(self.rows, self.columns.len()).flatten();
        cells.any(|cell| cell.thin)
    }

    pub(super) fn has_none(&self) -> bool {
        cells(self.rows, self.columns.len()).any(|cell| cell.is_none())
    }

    /// Draws the columns in bands below each other, then the list of their names where they have numbers.
    pub(super) fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let mut y = top;
        let mut from = 0;
        while from < self.columns.len() {
            let to = (from + self.per_band).min(self.columns.len());
            y = self.head(canvas, (from, to), y);
            for row in self.rows {
                self.row(canvas, row, (from, to), y);
                y += ROW;
            }
            y += 10.0;
            from = to;
        }
        if self.heads.is_none() {
            y = self.list(canvas, y) + 6.0;
        }
        y
    }

    /// The corner of a cell's place in its band.
    fn x(&self, place: usize) -> f64 {
        8.0 + self.label + 10.0 + place as f64 * self.cell
    }

    fn head(&self, canvas: &mut Canvas, (from, to): (usize, usize), y: f64) -> f64 {
        let lines = |column: usize| match &self.heads {
            Some(heads) => heads.get(column).cloned().unwrap_or_default(),
            None => vec![(column + 1).to_string()],
        };
        let deepest = (from..to).map(|column| lines(column).len()).max();
        let deepest = deepest.unwrap_or(0);
        for (place, column) in (from..to).enumerate() {
            let lines = lines(column);
            let above = (deepest - lines.len()) as f64 * FACE.line_height();
            let base = at(self.x(place) + self.cell / 2.0, y + 12.0 + above);
            canvas.lines(base, &lines, SOFT.anchored(Anchor::Middle));
        }
        y + deepest as f64 * FACE.line_height() + 3.0
    }

    fn row(&self, canvas: &mut Canvas, row: &HeatRow, (from, to): (usize, usize), y: f64) {
        let label = FACE.one_line(&row.label, self.label);
        canvas.text(at(8.0, y + ROW / 2.0 + 4.5), &label, INK_TEXT);
        for (place, column) in (from..to).enumerate() {
            let rect = Rect {
                x: self.x(place) + 1.0,
                y: y + 1.0,
                w: self.cell - 2.0,
                h: ROW - 2.0,
            };
            let middle = at(rect.x + rect.w / 2.0, y + ROW / 2.0);
            let Some(cell) = cell(row, column) else {
                none(canvas, middle);
                continue;
            };
            canvas.open(&self.cell_text(row, column, cell));
            let tone = if cell.thin {
                thin(canvas, rect);
                Tone::Soft
            } else {
                let pen = Pen::new(Tone::Accent, 1.0);
                canvas.rect(rect, 0.0, pen, Fill::Wash(step(cell.share)));
                Tone::Ink
            };
            let text = FACE.one_line(&cell.text, rect.w - 2.0);
            let style = Style::new(FACE, tone).anchored(Anchor::Middle);
            canvas.text(middle.plus(0.0, 4.5), &text, style);
            canvas.close();
        }
    }

    fn cell_text(&self, row: &HeatRow, column: usize, cell: &HeatCell) -> String {
        let name = self.columns.get(column).cloned().unwrap_or_default();
        let mut parts = vec![row.label.clone(), name, cell.text.clone()];
        if cell.thin {
            parts.push(self.map.words.thin.clone());
        }
        parts.retain(|part| !part.trim().is_empty());
        parts.join(" · ")
    }

    /// The names of numbered columns, down each row of the list first where there is room for several beside each other.
    fn list(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let digits = FACE.width("00") + 8.0;
        let room = self.width - 16.0;
        let needed = digits + widest(FACE, self.columns, room) + 20.0;
        let beside = (1..=4).rev().find(|n| *n as f64 * needed <= room + 20.0);
        let beside = beside.unwrap_or(1_usize);
        let deep = self.columns.len().div_ceil(beside).max(1);
        let step = (room + 20.0) / beside as f64;
        for (i, name) in self.columns.iter().enumerate() {
            let x = 8.0 + (i / deep) as f64 * step;
            let y = top + 12.0 + (i % deep) as f64 * LINE;
            let number = (i + 1).to_string();
            let style = SOFT.anchored(Anchor::End);
            canvas.text(at(x + digits - 8.0, y), &number, style);
            let name = FACE.one_line(name, step - digits - 20.0);
            canvas.text(at(x + digits, y), &name, INK_TEXT);
        }
        top + deep as f64 * LINE
    }
}

/// The cell of a column, where its share is a number.
fn cell(row: &HeatRow, column: usize) -> Option<&HeatCell> {
    let cell = row.cells.get(column).and_then(Option::as_ref);
    cell.filter(|cell| cell.share.is_finite())
}

/// Every place of the table.
fn cells(rows: &[HeatRow], columns: usize) -> impl Iterator<Item = Option<&HeatCell>> {
    rows.iter()
        .flat_map(move |row| (0..columns).map(|column| cell(row, column)))
}

/// The names of the columns in short lines, if each of them has room without a word divided.
fn heads(columns: &[String], width: f64) -> Option<Vec<Vec<String>>> {
    let wrapped = columns.iter().map(|name| {
        let wrapped = FACE.wrap(&clean(name), width, HEAD_LINES_MAX);
        (!wrapped.cut && !wrapped.broken).then_some(wrapped.lines)
    });
    wrapped.collect()
}

/// A dashed frame without a wash: a share that too little lies behind.
pub(super) fn thin(canvas: &mut Canvas, rect: Rect) {
    let inner = Rect {
        x: rect.x + 0.6,
        y: rect.y + 0.6,
        w: rect.w - 1.2,
        h: rect.h - 1.2,
    };
    canvas.rect(inner, 0.0, THIN.dashed("2 3"), Fill::Open);
}

/// A short line: nothing to count.
pub(super) fn none(canvas: &mut Canvas, centre: Point) {
    canvas.line(centre.plus(-4.0, 0.0), centre.plus(4.0, 0.0), THIN);
}
