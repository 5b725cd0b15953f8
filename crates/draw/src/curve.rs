//! A curve that falls in steps: how many of all are still there after so long, and how sure that is.

use std::fmt::Write as _;

use crate::canvas::{
    Anchor, Canvas, Fill, Format, Frame, HAIR, INK, Pen, Point, Rect, Style, THIN, Tone, at, num,
};
use crate::key::{self, KeyItem, Sign};
use crate::scale::{Scale, Taken, ordered, widest};
use crate::text::Type;

/// Steps drawn, the first: each one is a day on which something ended, and this is more than two years of them.
pub const CURVE_STEPS_MAX: usize = 800;

const FACE: Type = Type::plain(13.0);
const SOFT: Style = Style::new(FACE, Tone::Soft);
const VALUE: Pen = Pen::new(Tone::Accent, 2.0);
const OTHER: Pen = Pen::new(Tone::Info, 1.5).dashed("6 4");
const BETWEEN: Pen = Pen::new(Tone::Ink, 1.2).dashed("2 4");
const ROW: f64 = 16.0;

/// How a curve runs from one point to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fall {
    /// Level until the day on which it falls.
    #[default]
    Steps,
    /// It is read at these points alone: a straight line, as nobody can tell when it fell between them.
    Slope,
}

/// Shares that fall from 1, with their intervals.
#[derive(Clone, Debug, Default)]
pub struct StepCurve {
    /// What falls, from left to right; before the first one everything is there.
    pub steps: Vec<CurveStep>,
    /// How it falls.
    pub fall: Fall,
    /// Until where it is known.
    pub until: f64,
    /// Another curve to compare with: where it falls, and to which share.
    pub other: Vec<(f64, f64)>,
    /// How that one falls.
    pub other_fall: Fall,
    /// How long it is expected to last, from and to.
    pub between: Option<(f64, f64)>,
    /// Where the axis ends.
    pub high: f64,
    /// The ticks of the axis, each with its label and with how many are still there.
    pub marks: Vec<CurveMark>,
    /// The ticks of the shares with their labels, for instance "50 %".
    pub shares: Vec<(f64, String)>,
    /// The words of the drawing.
    pub words: CurveWords,
}

/// One step.
#[derive(Clone, Copy, Debug, Default)]
pub struct CurveStep {
    /// Where it falls.
    pub after: f64,
    /// The share from there on.
    pub share: f64,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// A tick of the axis.
#[derive(Clone, Debug, Default)]
pub struct CurveMark {
    /// Where it stands.
    pub at: f64,
    /// Its label, for instance "4 mån".
    pub label: String,
    /// How many are still there, as it is written; empty where nothing is known.
    pub left: String,
}

/// Words of the curve: the names of its signs. A sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct CurveWords {
    /// Names the curve.
    pub value: String,
    /// Names the band around it.
    pub interval: String,
    /// Names the dashed curve.
    pub other: String,
    /// Names the dotted lines: how long it is expected to last.
    pub between: String,
    /// Written before the row that counts those who are still there.
    pub left: String,
    /// Printed when there is no step and nothing known.
    pub empty: String,
}

impl StepCurve {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let plot = Plot::new(self, format);
        let mut canvas = Canvas::default();
        if self.is_empty() {
            let empty = FACE.one_line(&self.words.empty, plot.width - 16.0);
            canvas.text(at(8.0, 16.0), &empty, SOFT);
            return (canvas, plot.width, 26.0);
        }
        let mut y = plot.draw(&mut canvas);
        y += key::draw(&mut canvas, &self.key(), y, plot.width) + 6.0;
        (canvas, plot.width, y)
    }

    fn is_empty(&self) -> bool {
        self.shown().is_empty() && !(self.until.is_finite() && 0.0 < self.until)
    }

    fn shown(&self) -> Vec<CurveStep> {
        let known = self.steps.iter().take(CURVE_STEPS_MAX);
        known
            .filter(|step| step.after.is_finite() && step.share.is_finite())
            .copied()
            .collect()
    }

    /// Whether the band around the curve covers anything: a staircase that falls where it ends has none.
    fn has_band(&self) -> bool {
        let is_wide = |step: &CurveStep| {
            let reaches = self.fall == Fall::Slope || step.after < self.until;
            reaches && ordered((step.lower, step.upper)).is_some_and(|(low, high)| low < high)
        };
        self.shown().iter().any(is_wide)
    }

    fn key(&self) -> Vec<KeyItem> {
        let all: [(bool, &String, Sign); 4] = [
            (true, &self.words.value, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), VALUE);
            }),
            (self.has_band(), &self.words.interval, |c, p| {
                let rect = Rect {
                    x: p.x - 10.0,
                    y: p.y - 6.0,
                    w: 20.0,
                    h: 12.0,
                };
                c.rect(rect, 0.0, Pen::new(Tone::Accent, 1.0), Fill::Area);
            }),
            (!self.other.is_empty(), &self.words.other, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), OTHER);
            }),
            (
                self.between.and_then(ordered).is_some(),
                &self.words.between,
                |c, p| {
                    for x in [-4.0, 4.0] {
                        c.line(p.plus(x, -7.0), p.plus(x, 7.0), BETWEEN);
                    }
                },
            ),
        ];
        key::items(&all)
    }
}

/// Where the curve stands.
struct Plot<'a> {
    curve: &'a StepCurve,
    width: f64,
    top: f64,
    base: f64,
    left: f64,
    x: Scale,
    y: Scale,
}

impl<'a> Plot<'a> {
    fn new(curve: &'a StepCurve, format: Format) -> Plot<'a> {
        let (width, height, margin_max) = match format {
            Format::Page => (960.0, 230.0, 120.0),
            Format::Phone => (360.0, 180.0, 96.0),
        };
        let labels = curve.shares.iter().map(|(_, label)| label);
        let left = 8.0 + widest(FACE, labels.chain([&curve.words.left]), margin_max) + 10.0;
        let (top, right) = (12.0, width - 26.0);
        let base = top + height;
        Plot {
            curve,
            width,
            top,
            base,
            left,
            x: Scale::new((0.0, curve.high), (left, right)),
            y: Scale::new((0.0, 1.0), (base, top)),
        }
    }

    /// Draws everything but the key; gives the y after it.
    fn draw(&self, canvas: &mut Canvas) -> f64 {
        self.shares(canvas);
        self.band(canvas);
        for end in self
            .curve
            .between
            .and_then(ordered)
            .into_iter()
            .flat_map(|(a, b)| [a, b])
        {
            if let Some(x) = self.x.at(end) {
                canvas.line(at(x, self.top), at(x, self.base), BETWEEN);
            }
        }
        let other: Vec<(f64, f64)> = self.curve.other.clone();
        let until = other.last().map_or(0.0, |(after, _)| *after);
        let line = self.line(&other, self.curve.other_fall, until);
        canvas.polyline(&line, OTHER);
        let shown = self.curve.shown();
        let own: Vec<(f64, f64)> = shown.iter().map(|step| (step.after, step.share)).collect();
        let line = self.line(&own, self.curve.fall, self.curve.until);
        canvas.polyline(&line, VALUE);
        self.axis(canvas)
    }

    fn shares(&self, canvas: &mut Canvas) {
        let right = self.x.at(self.curve.high).unwrap_or(self.left);
        for (y, label) in self.y.marks(&self.curve.shares) {
            canvas.line(at(self.left, y), at(right, y), HAIR);
            let label = FACE.one_line(&label, self.left - 18.0);
            let style = SOFT.anchored(Anchor::End);
            canvas.text(at(self.left - 8.0, y + 4.5), &label, style);
        }
    }

    /// From the whole, a staircase or a slope, and then level until where it is known.
    fn line(&self, steps: &[(f64, f64)], fall: Fall, until: f64) -> Vec<Point> {
        let (Some(start), Some(mut y)) = (self.x.at(0.0), self.y.at(1.0)) else {
            return Vec::new();
        };
        let mut line = vec![at(start, y)];
        for (after, share) in steps {
            let (Some(x), Some(next)) = (self.x.at(*after), self.y.at(*share)) else {
                continue;
            };
            if fall == Fall::Steps {
                line.push(at(x, y));
            }
            line.push(at(x, next));
            y = next;
        }
        if let Some(x) = self.x.at(until) {
            line.push(at(x, y));
        }
        line
    }

    fn band(&self, canvas: &mut Canvas) {
        let shown = self.curve.shown();
        let edge = |pick: fn(&CurveStep) -> f64| {
            let steps: Vec<(f64, f64)> =
                shown.iter().map(|step| (step.after, pick(step))).collect();
            self.line(&steps, self.curve.fall, self.curve.until)
        };
        let (lower, upper) = (edge(|step| step.lower), edge(|step| step.upper));
        if shown.is_empty() || lower.len() != upper.len() {
            return;
        }
        let mut d = String::new();
        for (i, point) in upper.iter().chain(lower.iter().rev()).enumerate() {
            let step = if i == 0 { 'M' } else { 'L' };
            let _ = write!(d, "{step}{} {}", num(point.x), num(point.y));
        }
        d.push('Z');
        canvas.path(&d, Pen::new(Tone::Accent, 1.0), Fill::Area);
    }

    /// The axis with its ticks, and below them how many are still there.
    fn axis(&self, canvas: &mut Canvas) -> f64 {
        let right = self.x.at(self.curve.high).unwrap_or(self.left);
        canvas.line(at(self.left, self.base), at(right, self.base), INK);
        let (labels, counts) = (self.base + 18.0, self.base + 18.0 + ROW);
        let name = FACE.one_line(&self.curve.words.left, self.left - 18.0);
        let mut taken = Taken::default();
        taken.take((8.0, 8.0 + FACE.width(&name)), 0.0);
        let mut has_counts = false;
        for mark in &self.curve.marks {
            let place = self.x.place(mark.at).filter(|place| place.beyond.is_none());
            let Some(place) = place else { continue };
            let label = FACE.one_line(&mark.label, 80.0);
            let left = FACE.one_line(&mark.left, 80.0);
            let half = FACE.width(&label).max(FACE.width(&left)) / 2.0;
            let centre = place.at.max(half + 2.0).min(self.width - half - 2.0);
            if !taken.take((centre - half, centre + half), 6.0) {
                continue;
            }
            canvas.line(at(place.at, self.base), at(place.at, self.base + 4.0), THIN);
            let style = SOFT.anchored(Anchor::Middle);
            canvas.text(at(centre, labels), &label, style);
            canvas.text(at(centre, counts), &left, style);
            has_counts |= !left.is_empty();
        }
        if !has_counts {
            return labels + 8.0;
        }
        canvas.text(at(8.0, counts), &name, SOFT);
        counts + 8.0
    }
}

#[cfg(test)]
mod tests;
