//! A control chart: a series over time with the limits of what is usual for it.

mod band;

use crate::canvas::{Canvas, Fill, Format, Frame, Pen, Point, Rect, Style, THIN, Tone, at};
use crate::glyph;
use crate::key::{self, KeyItem, Sign};
use crate::text::Type;

/// Points drawn, the latest: ten years of months, and on a page more points than these melt together.
pub const CONTROL_POINTS_MAX: usize = 120;

/// A series over time with its limits.
#[derive(Clone, Debug, Default)]
pub struct ControlChart {
    /// One per period, without holes, oldest first.
    pub points: Vec<ControlPoint>,
    /// The low end of the scale; without room between the ends the scale goes from 0 to 1.
    pub low: f64,
    /// The high end of the scale.
    pub high: f64,
    /// The ticks of the scale with their labels as they are written, for instance "0,5".
    pub marks: Vec<(f64, String)>,
    /// The value to reach with its label, for instance "gräns 0,61".
    pub cut_off: Option<(f64, String)>,
    /// The words of the drawing.
    pub words: ControlWords,
}

/// One period.
#[derive(Clone, Debug, Default)]
pub struct ControlPoint {
    /// The short name of the period, for instance "mar" or "v. 14".
    pub label: String,
    /// The longer period it belongs to, for instance "2026"; written once, under its first point.
    pub group: String,
    /// The value; none leaves a gap, and one outside the scale is drawn at its edge with a sign.
    pub value: Option<f64>,
    /// What the value varies around.
    pub center: Option<f64>,
    /// The lower and the upper limit of what is usual.
    pub limits: Option<(f64, f64)>,
    /// Whether the value is more than chance.
    pub signal: bool,
    /// Whether too little lies behind the value to interpret it.
    pub thin: bool,
    /// How many answers lie behind it, for instance "12"; drawn under the axis where there is room.
    pub count: String,
}

/// Words of the control chart: the names of its signs. A sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct ControlWords {
    /// Names the dots.
    pub value: String,
    /// Names the line in the middle.
    pub center: String,
    /// Names the band.
    pub limits: String,
    /// Names the diamond.
    pub signal: String,
    /// Names the open sign.
    pub thin: String,
    /// Names the chevron: the value lies outside the scale.
    pub outside: String,
    /// Written before the row of counts, for instance "n".
    pub count: String,
    /// Written after the number of periods that are not drawn.
    pub points_before: String,
    /// Printed when there is no value.
    pub empty: String,
}

impl ControlChart {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let hidden = self.points.len().saturating_sub(CONTROL_POINTS_MAX);
        let shown = self.points.get(hidden..).unwrap_or_default();
        let (width, per_band_max) = match format {
            Format::Page => (960.0, CONTROL_POINTS_MAX),
            // Three years of months leave 8 units for each, so that its sign can still be told from the next.
            Format::Phone => (360.0, 36),
        };
        let bands = shown.len().div_ceil(per_band_max).max(1);
        let per_band = shown.len().div_ceil(bands).max(1);
        let mut canvas = Canvas::default();
        let mut y = 4.0;
        for points in shown.chunks(per_band) {
            let band = band::Band::new(self, points, format, per_band);
            y = band.draw(&mut canvas, y) + 10.0;
        }
        let face = Type::plain(13.0);
        for note in self.notes(hidden) {
            let note = face.one_line(&note, width - 16.0);
            canvas.text(at(8.0, y + 12.0), &note, Style::new(face, Tone::Soft));
            y += 20.0;
        }
        y += key::draw(&mut canvas, &self.key(shown, format), y, width) + 6.0;
        (canvas, width, y)
    }

    fn notes(&self, hidden: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.points.iter().all(|point| value(point).is_none()) {
            notes.push(self.words.empty.clone());
        }
        if hidden > 0 {
            let text = format!("+{hidden} {}", self.words.points_before);
            notes.push(text.trim().to_owned());
        }
        notes.retain(|note| !note.is_empty());
        notes
    }

    fn key(&self, shown: &[ControlPoint], format: Format) -> Vec<KeyItem> {
        let words = &self.words;
        let any = |test: &dyn Fn(&ControlPoint) -> bool| shown.iter().any(test);
        let has_value = |point: &ControlPoint| value(point).is_some();
        let cut_off = self.cut_off.as_ref().filter(|(at, _)| at.is_finite());
        let nothing = String::new();
        let cut_off_word = cut_off.map_or(&nothing, |(_, label)| label);
        let scale = band::scale(self, 0.0, 1.0);
        let is_outside = |point: &ControlPoint| {
            let place = value(point).and_then(|value| scale.place(value));
            place.is_some_and(|place| place.beyond.is_some())
        };
        let all: [(bool, &String, Sign); 7] = [
            (any(&has_value), &words.value, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), band::VALUE);
                sign(c, p, 3.4, Kind::Usual);
            }),
            (any(&|p| center(p).is_some()), &words.center, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), THIN);
            }),
            (any(&|p| limits(p).is_some()), &words.limits, limits_sign),
            (
                format == Format::Phone && cut_off.is_some() && !shown.is_empty(),
                cut_off_word,
                |c, p| c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), band::CUT_OFF),
            ),
            (any(&|p| p.signal && has_value(p)), &words.signal, |c, p| {
                sign(c, p, 3.4, Kind::Signal)
            }),
            (any(&|p| p.thin && has_value(p)), &words.thin, |c, p| {
                sign(c, p, 3.4, Kind::Thin);
            }),
            (any(&is_outside), &words.outside, |c, p| {
                glyph::chevron(
                    c,
                    p.plus(0.0, -2.5),
                    -std::f64::consts::FRAC_PI_2,
                    Tone::Soft,
                );
            }),
        ];
        key::items(&all)
    }
}

fn value(point: &ControlPoint) -> Option<f64> {
    point.value.filter(|value| value.is_finite())
}

fn center(point: &ControlPoint) -> Option<f64> {
    point.center.filter(|value| value.is_finite())
}

fn limits(point: &ControlPoint) -> Option<(f64, f64)> {
    point.limits.and_then(crate::scale::ordered)
}

/// What the sign of a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Usual,
    Signal,
    Thin,
    /// A signal that too little lies behind.
    ThinSignal,
}

impl Kind {
    fn of(point: &ControlPoint) -> Kind {
        match (point.signal, point.thin) {
            (false, false) => Kind::Usual,
            (true, false) => Kind::Signal,
            (false, true) => Kind::Thin,
            (true, true) => Kind::ThinSignal,
        }
    }
}

/// A dot for a value, a diamond for a signal; open and soft where too little lies behind it.
fn sign(canvas: &mut Canvas, centre: Point, radius: f64, kind: Kind) {
    let soft = Pen::new(Tone::Soft, 1.25);
    match kind {
        Kind::Usual => canvas.circle(centre, radius, Pen::new(Tone::Accent, 1.0), Fill::Solid),
        Kind::Signal => {
            let pen = Pen::new(Tone::Over, 1.0);
            glyph::diamond(canvas, centre, radius * 1.9, pen, Fill::Solid);
        }
        Kind::Thin => canvas.circle(centre, radius, soft, Fill::Paper),
        Kind::ThinSignal => glyph::diamond(canvas, centre, radius * 1.9, soft, Fill::Paper),
    }
}

fn limits_sign(canvas: &mut Canvas, centre: Point) {
    let rect = Rect {
        x: centre.x - 10.0,
        y: centre.y - 6.0,
        w: 20.0,
        h: 12.0,
    };
    canvas.rect(rect, 0.0, Pen::new(Tone::Soft, 1.0), Fill::Area);
    for y in [rect.y, rect.y + rect.h] {
        canvas.line(at(rect.x, y), at(rect.x + rect.w, y), band::LIMIT);
    }
}

#[cfg(test)]
mod tests;
