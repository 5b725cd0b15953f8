//! A forest plot: one line per unit with its mean and how sure it is.

mod rows;

use crate::canvas::{Canvas, Fill, Format, Frame, Pen, Point, Style, Tone, at};
use crate::glyph;
use crate::key::{self, KeyItem, Sign};
use crate::text::Type;

/// Rows drawn, the first: as many as one sheet of paper holds.
pub const FOREST_ROWS_MAX: usize = 50;

/// Means with their intervals, one row per unit.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    /// The units from top to bottom.
    pub rows: Vec<ForestRow>,
    /// The low end of the scale; without room between the ends the scale goes from 0 to 1.
    pub low: f64,
    /// The high end of the scale.
    pub high: f64,
    /// The ticks of the scale with their labels as they are written, for instance "0,5".
    pub marks: Vec<(f64, String)>,
    /// The value to reach with its label, for instance "gräns 0,61".
    pub cut_off: Option<(f64, String)>,
    /// The mean of all with its label, for instance "alla 0,68".
    pub center: Option<(f64, String)>,
    /// The words of the drawing.
    pub words: ForestWords,
}

/// One unit: a therapist, a team.
#[derive(Clone, Debug, Default)]
pub struct ForestRow {
    /// Its name.
    pub label: String,
    /// What lies behind it, for instance "12 formulär, 4 familjer".
    pub note: String,
    /// The mean, drawn towards that of all as far as chance reaches; outside the scale it stands at the edge with a sign.
    pub mean: f64,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// The mean of the unit's own values alone.
    pub plain: Option<f64>,
    /// Whether too little lies behind the mean to interpret it.
    pub thin: bool,
}

/// Words of the forest plot: the names of its signs. A sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct ForestWords {
    /// Names the dot.
    pub mean: String,
    /// Names the line through it.
    pub interval: String,
    /// Names the open diamond.
    pub plain: String,
    /// Names the open dot on a dashed line.
    pub thin: String,
    /// Names the chevron: the value lies outside the scale.
    pub outside: String,
    /// Written after the number of rows that are not drawn.
    pub rows_after: String,
    /// Printed when there is no row.
    pub empty: String,
}

impl Forest {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let shown = self.rows.get(..FOREST_ROWS_MAX).unwrap_or(&self.rows);
        let hidden = self.rows.len() - shown.len();
        let mut canvas = Canvas::default();
        let plan = rows::Plan::new(self, shown, format);
        let mut y = 4.0;
        if !shown.is_empty() {
            y = plan.draw(&mut canvas, y) + 10.0;
        }
        let face = Type::plain(13.0);
        for note in self.notes(hidden) {
            let note = face.one_line(&note, plan.width - 16.0);
            canvas.text(at(8.0, y + 12.0), &note, Style::new(face, Tone::Soft));
            y += 20.0;
        }
        let key = self.key(shown, format, &plan);
        y += key::draw(&mut canvas, &key, y, plan.width) + 6.0;
        (canvas, plan.width, y)
    }

    fn notes(&self, hidden: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.rows.is_empty() {
            notes.push(self.words.empty.clone());
        }
        if hidden > 0 {
            let text = format!("+{hidden} {}", self.words.rows_after);
            notes.push(text.trim().to_owned());
        }
        notes.retain(|note| !note.is_empty());
        notes
    }

    fn key(&self, shown: &[ForestRow], format: Format, plan: &rows::Plan<'_>) -> Vec<KeyItem> {
        let words = &self.words;
        let any = |test: &dyn Fn(&ForestRow) -> bool| shown.iter().any(test);
        let has_interval = |row: &ForestRow| row.interval().is_some();
        let is_there = |line: &Option<(f64, String)>| {
            let place = line.as_ref().and_then(|(value, _)| plan.scale.at(*value));
            format == Format::Phone && !shown.is_empty() && place.is_some()
        };
        let nothing = String::new();
        let word = |line: &'_ Option<(f64, String)>| -> String {
            line.as_ref().map_or(&nothing, |(_, label)| label).clone()
        };
        let all: [(bool, &String, Sign); 7] = [
            (any(&|row| row.mean.is_finite()), &words.mean, |c, p| {
                dot(c, p, Weight::Full);
            }),
            (any(&has_interval), &words.interval, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), rows::INTERVAL);
            }),
            (
                any(&|row| row.plain.is_some_and(f64::is_finite)),
                &words.plain,
                plain,
            ),
            (
                any(&|row| row.thin && row.mean.is_finite()),
                &words.thin,
                |c, p| {
                    c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), rows::THIN_INTERVAL);
                    dot(c, p, Weight::Thin);
                },
            ),
            (any(&|row| plan.is_outside(row)), &words.outside, |c, p| {
                glyph::chevron(c, p.plus(2.5, 0.0), 0.0, Tone::Soft)
            }),
            (is_there(&self.center), &word(&self.center), |c, p| {
                c.line(p.plus(0.0, -7.0), p.plus(0.0, 7.0), rows::CENTER);
            }),
            (is_there(&self.cut_off), &word(&self.cut_off), |c, p| {
                c.line(p.plus(0.0, -7.0), p.plus(0.0, 7.0), rows::CUT_OFF);
            }),
        ];
        key::items(&all)
    }
}

impl ForestRow {
    fn interval(&self) -> Option<(f64, f64)> {
        crate::scale::ordered((self.lower, self.upper))
    }
}

/// Whether enough lies behind a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Full,
    Thin,
}

fn dot(canvas: &mut Canvas, centre: Point, weight: Weight) {
    match weight {
        Weight::Full => canvas.circle(centre, 4.2, Pen::new(Tone::Accent, 1.0), Fill::Solid),
        Weight::Thin => canvas.circle(centre, 4.0, Pen::new(Tone::Soft, 1.25), Fill::Paper),
    }
}

fn plain(canvas: &mut Canvas, centre: Point) {
    glyph::diamond(canvas, centre, 7.0, Pen::new(Tone::Ink, 1.0), Fill::Open);
}

#[cfg(test)]
mod tests;
