//! The rows of a forest plot: beside each other on a page, name above line on a phone.

use std::f64::consts::PI;

use super::{Forest, ForestRow, Weight, dot, plain};
use crate::canvas::{Anchor, Canvas, Format, HAIR, INK, Pen, Style, THIN, Tone, at};
use crate::glyph;
use crate::scale::{Place, Scale, Side, Taken, widest};
use crate::text::Type;

pub(super) const INTERVAL: Pen = Pen::new(Tone::Accent, 2.0);
pub(super) const THIN_INTERVAL: Pen = Pen::new(Tone::Soft, 1.25).dashed("3 3");
pub(super) const CENTER: Pen = THIN;
pub(super) const CUT_OFF: Pen = Pen::new(Tone::Ink, 1.2).dashed("5 3");

const FACE: Type = Type::plain(13.0);
const INK_TEXT: Style = Style::new(FACE, Tone::Ink);
const SOFT: Style = Style::new(FACE, Tone::Soft);
/// The height of the line of a row.
const ROW: f64 = 26.0;
/// The height of a line of text on a phone.
const LINE: f64 = 17.0;
/// Room beside the scale for the sign of a value outside.
const BEYOND: f64 = 16.0;

/// Where everything goes.
pub(super) struct Plan<'a> {
    forest: &'a Forest,
    rows: &'a [ForestRow],
    format: Format,
    pub(super) width: f64,
    pub(super) scale: Scale,
    /// Where the scale starts and ends.
    from: f64,
    to: f64,
    /// How wide a name may be.
    label: f64,
}

impl<'a> Plan<'a> {
    pub(super) fn new(forest: &'a Forest, rows: &'a [ForestRow], format: Format) -> Plan<'a> {
        let labels = rows.iter().map(|row| &row.label);
        let notes = rows.iter().map(|row| &row.note);
        let (width, label, from, to) = match format {
            Format::Page => {
                let label = widest(FACE, labels, 240.0) + 2.0;
                let note = widest(FACE, notes, 220.0) + 2.0;
                let from = 8.0 + label + 16.0 + BEYOND;
                (960.0, label, from, 960.0 - 8.0 - note - 16.0 - BEYOND)
            }
            Format::Phone => {
                let room = 8.0 + BEYOND;
                (360.0, 344.0, room, 360.0 - room)
            }
        };
        Plan {
            forest,
            rows,
            format,
            width,
            scale: Scale::new((forest.low, forest.high), (from, to)),
            from,
            to,
            label,
        }
    }

    /// Draws the rows and the scale under them; gives the y after it.
    pub(super) fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let mut y = top;
        if self.format == Format::Page {
            if self.heads(canvas, y + 12.0) {
                y += 20.0;
            }
            let foot = y + self.rows.len() as f64 * ROW;
            self.grid(canvas, y, foot);
        }
        for row in self.rows {
            canvas.open(&self.row_text(row));
            y = match self.format {
                Format::Page => self.row(canvas, row, y),
                Format::Phone => self.tall_row(canvas, row, y),
            };
            canvas.close();
        }
        self.axis(canvas, y)
    }

    fn row_text(&self, row: &ForestRow) -> String {
        let mut parts = vec![row.label.clone(), row.note.clone()];
        if row.thin {
            parts.push(self.forest.words.thin.clone());
        }
        if self.is_outside(row) {
            parts.push(self.forest.words.outside.clone());
        }
        parts.retain(|part| !part.trim().is_empty());
        parts.join(" · ")
    }

    /// Whether any of its values lies outside the scale.
    pub(super) fn is_outside(&self, row: &ForestRow) -> bool {
        let (lower, upper) = row.interval().unzip();
        let all = [Some(row.mean), row.plain, lower, upper];
        let mut places = all
            .into_iter()
            .flatten()
            .filter_map(|v| self.scale.place(v));
        places.any(|place| place.beyond.is_some())
    }

    /// The lines that stand on a value, with their labels and pens.
    fn lines(&self) -> Vec<(f64, &'a str, Pen)> {
        let lines = [
            (&self.forest.center, CENTER),
            (&self.forest.cut_off, CUT_OFF),
        ];
        let lines = lines.into_iter().filter_map(|(line, pen)| {
            let (value, label) = line.as_ref()?;
            Some((self.scale.at(*value)?, label.as_str(), pen))
        });
        lines.collect()
    }

    /// Writes the labels of the lines above them; two stand back to back.
    fn heads(&self, canvas: &mut Canvas, y: f64) -> bool {
        let mut lines = self.lines();
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        match lines.as_slice() {
            [(x, label, _)] => {
                let label = FACE.one_line(label, self.width - 16.0);
                let half = FACE.width(&label) / 2.0;
                let centre = x.max(half + 8.0).min(self.width - half - 8.0);
                canvas.text(at(centre, y), &label, SOFT.anchored(Anchor::Middle));
            }
            [(left, before, _), (right, after, _)] => {
                let before = FACE.one_line(before, left - 12.0);
                canvas.text(at(left - 4.0, y), &before, SOFT.anchored(Anchor::End));
                let after = FACE.one_line(after, self.width - right - 12.0);
                canvas.text(at(right + 4.0, y), &after, SOFT);
            }
            _ => {}
        }
        !lines.is_empty()
    }

    /// Draws the marks and the lines from one height to another.
    fn grid(&self, canvas: &mut Canvas, top: f64, foot: f64) {
        for (x, _) in self.scale.marks(&self.forest.marks) {
            canvas.line(at(x, top), at(x, foot), HAIR);
        }
        for (x, _, pen) in self.lines() {
            canvas.line(at(x, top), at(x, foot), pen);
        }
    }

    fn row(&self, canvas: &mut Canvas, row: &ForestRow, top: f64) -> f64 {
        let middle = top + ROW / 2.0;
        let label = FACE.one_line(&row.label, self.label);
        canvas.text(at(8.0, middle + 4.5), &label, INK_TEXT);
        let left = self.to + BEYOND + 16.0;
        let note = FACE.one_line(&row.note, self.width - 8.0 - left);
        canvas.text(at(left, middle + 4.5), &note, SOFT);
        self.signs(canvas, row, middle);
        top + ROW
    }

    /// The name, what lies behind it, and the line below them.
    fn tall_row(&self, canvas: &mut Canvas, row: &ForestRow, top: f64) -> f64 {
        let mut y = top + 12.0;
        let label = FACE.one_line(&row.label, self.label);
        let note = FACE.one_line(&row.note, self.label);
        canvas.text(at(8.0, y), &label, INK_TEXT);
        let together = FACE.width(&label) + 12.0 + FACE.width(&note) <= self.label;
        if together {
            let style = SOFT.anchored(Anchor::End);
            canvas.text(at(self.width - 8.0, y), &note, style);
        } else {
            y += LINE;
            canvas.text(at(8.0, y), &note, SOFT);
        }
        let top = y + 6.0;
        self.grid(canvas, top, top + ROW - 6.0);
        self.signs(canvas, row, top + ROW / 2.0 - 3.0);
        top + ROW + 2.0
    }

    fn signs(&self, canvas: &mut Canvas, row: &ForestRow, y: f64) {
        let mut places = self.interval(canvas, row, y);
        if let Some(place) = row.plain.and_then(|value| self.scale.place(value)) {
            plain(canvas, at(place.at, y));
            places.push(place);
        }
        if let Some(place) = self.scale.place(row.mean) {
            let weight = if row.thin { Weight::Thin } else { Weight::Full };
            dot(canvas, at(place.at, y), weight);
            places.push(place);
        }
        let leaves = |side| places.iter().any(|place| place.beyond == Some(side));
        if leaves(Side::High) {
            glyph::chevron(canvas, at(self.to + 14.0, y), 0.0, Tone::Soft);
        }
        if leaves(Side::Low) {
            glyph::chevron(canvas, at(self.from - 14.0, y), PI, Tone::Soft);
        }
    }

    /// A line with a cap at each end that lies on the scale; gives its ends.
    fn interval(&self, canvas: &mut Canvas, row: &ForestRow, y: f64) -> Vec<Place> {
        let Some((lower, upper)) = row.interval() else {
            return Vec::new();
        };
        let (Some(lower), Some(upper)) = (self.scale.place(lower), self.scale.place(upper)) else {
            return Vec::new();
        };
        let (pen, cap) = if row.thin {
            (THIN_INTERVAL, THIN)
        } else {
            (INTERVAL, INTERVAL)
        };
        canvas.line(at(lower.at, y), at(upper.at, y), pen);
        for place in [lower, upper] {
            if place.beyond.is_none() {
                canvas.line(at(place.at, y - 4.0), at(place.at, y + 4.0), cap);
            }
        }
        vec![lower, upper]
    }

    fn axis(&self, canvas: &mut Canvas, top: f64) -> f64 {
        canvas.line(at(self.from, top), at(self.to, top), INK);
        let mut taken = Taken::default();
        for (x, label) in self.scale.marks(&self.forest.marks) {
            let label = FACE.one_line(&label, 90.0);
            let half = FACE.width(&label) / 2.0;
            let centre = x.max(half + 2.0).min(self.width - half - 2.0);
            if taken.take((centre - half, centre + half), 6.0) {
                canvas.line(at(x, top), at(x, top + 4.0), THIN);
                canvas.text(
                    at(centre, top + 18.0),
                    &label,
                    SOFT.anchored(Anchor::Middle),
                );
            }
        }
        top + 24.0
    }
}
