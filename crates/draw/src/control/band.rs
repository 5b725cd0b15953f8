//! A stretch of periods with its scale.

use std::f64::consts::FRAC_PI_2;
use std::fmt::Write as _;

use super::{ControlChart, ControlPoint, Kind, center, limits, sign, value};
use crate::canvas::{
    Anchor, Canvas, Fill, Format, HAIR, INK, Pen, Point, Style, THIN, Tone, at, num,
};
use crate::glyph;
use crate::scale::{MARKS_MAX, Scale, Side, Taken, widest};
use crate::text::{Type, clean};

pub(super) const VALUE: Pen = Pen::new(Tone::Accent, 1.0);
pub(super) const LIMIT: Pen = Pen::new(Tone::Soft, 0.8).dashed("1 3");
pub(super) const CUT_OFF: Pen = Pen::new(Tone::Ink, 1.2).dashed("5 3");

const FACE: Type = Type::plain(13.0);
const SOFT: Style = Style::new(FACE, Tone::Soft);
/// Every how many periods may be named: up to a year such that months fall on the same names each year.
const STRIDES: [usize; 8] = [1, 2, 3, 4, 6, 12, 24, 60];
const ROW: f64 = 16.0;
/// Room for the sign of a value outside.
const BEYOND: f64 = 14.0;
/// Labels of marks nearer than this to the one before are left out.
const MARK_GAP: f64 = 15.0;

pub(super) fn scale(chart: &ControlChart, base: f64, top: f64) -> Scale {
    Scale::new((chart.low, chart.high), (base, top))
}

/// Some periods of a chart.
pub(super) struct Band<'a> {
    chart: &'a ControlChart,
    points: &'a [ControlPoint],
    format: Format,
    width: f64,
    height: f64,
    /// Where the first period starts.
    left: f64,
    step: f64,
}

impl<'a> Band<'a> {
    pub(super) fn new(
        chart: &'a ControlChart,
        points: &'a [ControlPoint],
        format: Format,
        per_band: usize,
    ) -> Band<'a> {
        let (width, height, margin_max, label_max, step_max) = match format {
            Format::Page => (960.0, 200.0, 72.0, 150.0, 64.0),
            Format::Phone => (360.0, 150.0, 44.0, 0.0, 48.0),
        };
        let labels = chart.marks.iter().take(MARKS_MAX).map(|(_, label)| label);
        let left = 8.0 + widest(FACE, labels.chain([&chart.words.count]), margin_max) + 10.0;
        let label = chart.cut_off.iter().map(|(_, label)| label);
        let right = width - 14.0 - widest(FACE, label, label_max);
        Band {
            chart,
            points,
            format,
            width,
            height,
            left,
            step: ((right - left) / per_band.max(1) as f64).min(step_max),
        }
    }

    /// The middle of a period.
    fn x(&self, place: usize) -> f64 {
        self.left + (place as f64 + 0.5) * self.step
    }

    /// Where the last period ends.
    fn end(&self) -> f64 {
        self.left + self.points.len() as f64 * self.step
    }

    /// Draws the band; gives the y after it.
    pub(super) fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let top = top + BEYOND;
        let base = top + self.height;
        let scale = scale(self.chart, base, top);
        self.marks(canvas, scale);
        self.limits(canvas, scale);
        for run in self.runs(center) {
            let line = self.staircase(&run, scale);
            canvas.polyline(&line, THIN);
        }
        self.cut_off(canvas, scale);
        self.values(canvas, scale);
        let below = |point: &ControlPoint| {
            let place = value(point).and_then(|value| scale.place(value));
            place.is_some_and(|place| place.beyond == Some(Side::Low))
        };
        let foot = if self.points.iter().any(below) {
            base + BEYOND
        } else {
            base
        };
        self.axis(canvas, base, foot)
    }

    fn marks(&self, canvas: &mut Canvas, scale: Scale) {
        let mut taken = Taken::default();
        for (y, label) in scale.marks(&self.chart.marks) {
            if !taken.take((y, y), MARK_GAP) {
                continue;
            }
            canvas.line(at(self.left, y), at(self.end(), y), HAIR);
            let label = FACE.one_line(&label, self.left - 18.0);
            let style = SOFT.anchored(Anchor::End);
            canvas.text(at(self.left - 8.0, y + 4.5), &label, style);
        }
    }

    /// Stretches of periods that all have something, with their places.
    fn runs<T>(&self, what: impl Fn(&ControlPoint) -> Option<T>) -> Vec<Vec<(usize, T)>> {
        let mut runs = vec![Vec::new()];
        for (place, point) in self.points.iter().enumerate() {
            match (what(point), runs.last_mut()) {
                (Some(found), Some(run)) => run.push((place, found)),
                _ => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// A line that is level through each period.
    fn staircase(&self, run: &[(usize, f64)], scale: Scale) -> Vec<Point> {
        let mut line: Vec<Point> = Vec::new();
        for (place, value) in run {
            let Some(y) = scale.at(*value) else {
                continue;
            };
            let x = self.x(*place);
            match line.last_mut() {
                Some(last) if (last.y - y).abs() < 0.05 => last.x = x + self.step / 2.0,
                _ => {
                    line.push(at(x - self.step / 2.0, y));
                    line.push(at(x + self.step / 2.0, y));
                }
            }
        }
        line
    }

    fn limits(&self, canvas: &mut Canvas, scale: Scale) {
        for run in self.runs(limits) {
            let edge = |pick: fn(&(f64, f64)) -> f64| {
                let run: Vec<(usize, f64)> = run.iter().map(|(i, both)| (*i, pick(both))).collect();
                self.staircase(&run, scale)
            };
            let (lower, upper) = (edge(|both| both.0), edge(|both| both.1));
            let mut d = String::new();
            for (i, point) in upper.iter().chain(lower.iter().rev()).enumerate() {
                let step = if i == 0 { 'M' } else { 'L' };
                let _ = write!(d, "{step}{} {}", num(point.x), num(point.y));
            }
            d.push('Z');
            canvas.path(&d, Pen::new(Tone::Soft, 1.0), Fill::Area);
            canvas.polyline(&upper, LIMIT);
            canvas.polyline(&lower, LIMIT);
        }
    }

    /// A dashed line, with its label after the last period on a page.
    fn cut_off(&self, canvas: &mut Canvas, scale: Scale) {
        let Some((value, label)) = &self.chart.cut_off else {
            return;
        };
        let Some(y) = scale.at(*value) else {
            return;
        };
        canvas.line(at(self.left, y), at(self.end(), y), CUT_OFF);
        if self.format == Format::Page {
            let label = FACE.one_line(label, self.width - self.end() - 10.0);
            canvas.text(at(self.end() + 8.0, y + 4.5), &label, SOFT);
        }
    }

    fn values(&self, canvas: &mut Canvas, scale: Scale) {
        for run in self.runs(value) {
            let line: Vec<Point> = run
                .iter()
                .filter_map(|(place, value)| Some(at(self.x(*place), scale.at(*value)?)))
                .collect();
            if line.len() > 1 {
                canvas.polyline(&line, VALUE);
            }
        }
        let radius = (self.step * 0.4).clamp(2.0, 3.4);
        for (place, point) in self.points.iter().enumerate() {
            let Some(spot) = value(point).and_then(|value| scale.place(value)) else {
                continue;
            };
            canvas.open(&self.point_text(point, spot.beyond));
            let centre = at(self.x(place), spot.at);
            match spot.beyond {
                Some(Side::High) => {
                    glyph::chevron(canvas, centre.plus(0.0, -12.0), -FRAC_PI_2, Tone::Soft);
                }
                Some(Side::Low) => {
                    glyph::chevron(canvas, centre.plus(0.0, 12.0), FRAC_PI_2, Tone::Soft);
                }
                None => {}
            }
            sign(canvas, centre, radius, Kind::of(point));
            canvas.close();
        }
    }

    fn point_text(&self, point: &ControlPoint, beyond: Option<Side>) -> String {
        let words = &self.chart.words;
        let mut parts = vec![format!("{} {}", point.label, point.group)];
        if !point.count.is_empty() {
            parts.push(format!("{} {}", words.count, point.count));
        }
        let said = [
            (point.signal, &words.signal),
            (point.thin, &words.thin),
            (beyond.is_some(), &words.outside),
        ];
        let said = said.into_iter().filter(|(is_so, _)| *is_so);
        parts.extend(said.map(|(_, word)| word.clone()));
        parts.retain(|part| !part.trim().is_empty());
        parts.join(" · ")
    }

    /// Names the periods below the line at `base`, from `foot` down; gives the y after the last row.
    fn axis(&self, canvas: &mut Canvas, base: f64, foot: f64) -> f64 {
        canvas.line(at(self.left, base), at(self.end(), base), INK);
        let mut y = foot + 18.0;
        if self.labels(canvas, base, y) {
            y += ROW;
        }
        if self.groups(canvas, y) {
            y += ROW;
        }
        y += self.counts(canvas, y);
        y - ROW + 8.0
    }

    /// Whether a period is the first of its group, in this band.
    fn is_first(&self, place: usize) -> bool {
        let group = |place: usize| self.points.get(place).map(|point| &point.group);
        place == 0 || group(place) != group(place - 1)
    }

    /// Writes the names of as many periods as there is room for, the same of each group.
    fn labels(&self, canvas: &mut Canvas, base: f64, y: f64) -> bool {
        let room = (self.step * 0.96).max(60.0);
        let names: Vec<String> = self
            .points
            .iter()
            .map(|point| FACE.one_line(&point.label, room))
            .collect();
        let needed = widest(FACE, &names, room) + 8.0;
        let fits = |stride: &usize| *stride as f64 * self.step >= needed;
        let stride = STRIDES.into_iter().find(fits).unwrap_or(usize::MAX);
        let mut spots = Vec::new();
        let mut since = 0;
        for place in 0..self.points.len() {
            if self.is_first(place) {
                since = place;
            }
            if (place - since).is_multiple_of(stride) {
                spots.push(place);
            }
        }
        // The first of each group comes before the others, so that a new year does not lose its first month.
        spots.sort_by_key(|place| (!self.is_first(*place), *place));
        let mut taken = Taken::default();
        for place in spots {
            let Some(name) = names.get(place).filter(|name| !name.is_empty()) else {
                continue;
            };
            let half = FACE.width(name) / 2.0;
            let x = self.x(place);
            let centre = x.max(half + 2.0).min(self.width - half - 2.0);
            if taken.take((centre - half, centre + half), 6.0) {
                canvas.line(at(x, base), at(x, base + 4.0), THIN);
                canvas.text(at(centre, y), name, SOFT.anchored(Anchor::Middle));
            }
        }
        names.iter().any(|name| !name.is_empty())
    }

    /// Writes the longer periods, the latest first where there is no room for all.
    fn groups(&self, canvas: &mut Canvas, y: f64) -> bool {
        let mut taken = Taken::default();
        let mut written = false;
        for (place, point) in self.points.iter().enumerate().rev() {
            if !self.is_first(place) || clean(&point.group).is_empty() {
                continue;
            }
            let name = FACE.one_line(&point.group, 120.0);
            let half = FACE.width(&name) / 2.0;
            let centre = self.x(place).max(half + 2.0);
            let centre = centre.min(self.width - half - 2.0);
            if taken.take((centre - half, centre + half), 8.0) {
                canvas.text(at(centre, y), &name, SOFT.anchored(Anchor::Middle));
                written = true;
            }
        }
        written
    }

    /// Writes how many answers lie behind each value, where all of them have room; gives the height that it takes.
    fn counts(&self, canvas: &mut Canvas, y: f64) -> f64 {
        let counts = || self.points.iter().map(|point| &point.count);
        let widest = widest(FACE, counts(), f64::MAX);
        if widest <= 0.0 || widest + 4.0 > self.step {
            return 0.0;
        }
        let name = clean(&self.chart.words.count);
        // A name that is too long for the margin stands on a line of its own instead of being cut.
        let above = match FACE.width(&name) <= self.left - 16.0 {
            true => {
                canvas.text(at(self.left - 8.0, y), &name, SOFT.anchored(Anchor::End));
                0.0
            }
            false => {
                let name = FACE.one_line(&name, self.width - 16.0);
                canvas.text(at(8.0, y), &name, SOFT);
                ROW
            }
        };
        for (place, count) in counts().enumerate() {
            let style = SOFT.anchored(Anchor::Middle);
            canvas.text(at(self.x(place), y + above), &clean(count), style);
        }
        above + ROW
    }
}
