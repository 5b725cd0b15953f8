//! A funnel plot: shares of teams of different sizes, with how far from all of them together one may lie by chance.

use std::f64::consts::FRAC_PI_2;

use crate::canvas::{
    Anchor, Canvas, Fill, Format, Frame, HAIR, INK, Pen, Point, Rect, Style, THIN, Tone, at,
};
use crate::glyph;
use crate::key::{self, KeyItem, Sign};
use crate::scale::{Place, Scale, Side, Taken, widest};
use crate::text::Type;

/// Points drawn, the first: as many as a network has teams that run one programme, and more melt together.
pub const FUNNEL_POINTS_MAX: usize = 1_000;

const FACE: Type = Type::plain(13.0);
const SOFT: Style = Style::new(FACE, Tone::Soft);
const INK_TEXT: Style = Style::new(FACE, Tone::Ink);
const INNER: Pen = Pen::new(Tone::Soft, 1.0).dashed("2 3");
const OUTER: Pen = Pen::new(Tone::Soft, 1.25);
const CUT_OFF: Pen = Pen::new(Tone::Ink, 1.2).dashed("5 3");
const ROW: f64 = 16.0;
/// Room for a name beside its point.
const NAME_MAX: f64 = 220.0;

/// Shares by how much lies behind them.
#[derive(Clone, Debug, Default)]
pub struct Funnel {
    /// The teams.
    pub points: Vec<FunnelPoint>,
    /// The limits, from the smallest size to the greatest.
    pub limits: Vec<FunnelLimits>,
    /// The share of all together.
    pub center: f64,
    /// The share to reach with its label.
    pub cut_off: Option<(f64, String)>,
    /// The greatest size.
    pub size: f64,
    /// The ticks of the sizes with their labels.
    pub sizes: Vec<(f64, String)>,
    /// The low and the high end of the shares.
    pub ends: (f64, f64),
    /// The ticks of the shares with their labels.
    pub shares: Vec<(f64, String)>,
    /// The words of the drawing.
    pub words: FunnelWords,
}

/// One team.
#[derive(Clone, Debug, Default)]
pub struct FunnelPoint {
    /// Its name; written beside it where it lies outside the limits.
    pub label: String,
    /// What is told of it besides, for instance "9 av 12".
    pub note: String,
    /// How much lies behind it.
    pub size: f64,
    /// Its share.
    pub share: f64,
    /// How it lies to the limits.
    pub lies: Lies,
}

/// How a point lies to the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lies {
    /// Within both.
    #[default]
    Within,
    /// Outside the inner ones.
    Outside,
    /// Outside the outer ones.
    FarOutside,
}

/// The limits at one size, lower first.
#[derive(Clone, Copy, Debug, Default)]
pub struct FunnelLimits {
    /// How much lies behind a share.
    pub size: f64,
    /// Beyond these lies one in twenty by chance.
    pub inner: (f64, f64),
    /// Beyond these hardly any does.
    pub outer: (f64, f64),
}

/// Words of the funnel plot: the names of its signs. A sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct FunnelWords {
    /// Names the dot.
    pub within: String,
    /// Names the open diamond.
    pub outside: String,
    /// Names the full diamond.
    pub far_outside: String,
    /// Names the level line.
    pub center: String,
    /// Names the dotted lines.
    pub inner: String,
    /// Names the outer lines.
    pub outer: String,
    /// Written below the axis: what the sizes count.
    pub size: String,
    /// Printed when there is no point.
    pub empty: String,
}

impl Funnel {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let plot = Plot::new(self, format);
        let mut canvas = Canvas::default();
        let mut y = 4.0;
        if self.shown().next().is_none() {
            let empty = FACE.one_line(&self.words.empty, plot.width - 16.0);
            canvas.text(at(8.0, y + 12.0), &empty, SOFT);
            y += 20.0;
        } else {
            y = plot.draw(&mut canvas);
        }
        y += key::draw(&mut canvas, &self.key(format), y, plot.width) + 6.0;
        (canvas, plot.width, y)
    }

    fn shown(&self) -> impl Iterator<Item = &FunnelPoint> {
        let is_there = |point: &&FunnelPoint| point.share.is_finite() && point.size.is_finite();
        self.points.iter().filter(is_there).take(FUNNEL_POINTS_MAX)
    }

    fn key(&self, format: Format) -> Vec<KeyItem> {
        let lies = |which: Lies| self.shown().any(|point| point.lies == which);
        let is_drawn = self.shown().next().is_some();
        let nothing = String::new();
        let cut_off = self.cut_off.as_ref().map_or(&nothing, |(_, label)| label);
        let all: [(bool, &String, Sign); 7] = [
            (lies(Lies::Within), &self.words.within, |c, p| {
                sign(c, p, Lies::Within);
            }),
            (lies(Lies::Outside), &self.words.outside, |c, p| {
                sign(c, p, Lies::Outside);
            }),
            (lies(Lies::FarOutside), &self.words.far_outside, |c, p| {
                sign(c, p, Lies::FarOutside);
            }),
            (is_drawn, &self.words.center, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), THIN);
            }),
            (is_drawn, &self.words.inner, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), INNER);
            }),
            (is_drawn, &self.words.outer, |c, p| {
                for y in [-4.0, 4.0] {
                    c.line(p.plus(-10.0, y), p.plus(10.0, y), OUTER);
                }
            }),
            (is_drawn && format == Format::Phone, cut_off, |c, p| {
                c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), CUT_OFF);
            }),
        ];
        key::items(&all)
    }
}

/// A dot within the limits, an open diamond outside, a full one far outside: told apart without any colour.
fn sign(canvas: &mut Canvas, centre: Point, lies: Lies) {
    match lies {
        Lies::Within => canvas.circle(centre, 3.4, Pen::new(Tone::Accent, 1.0), Fill::Solid),
        Lies::Outside => {
            glyph::diamond(canvas, centre, 6.5, Pen::new(Tone::Due, 2.0), Fill::Paper);
        }
        Lies::FarOutside => {
            glyph::diamond(canvas, centre, 6.5, Pen::new(Tone::Over, 1.0), Fill::Solid);
        }
    }
}

/// Where the funnel stands.
struct Plot<'a> {
    funnel: &'a Funnel,
    format: Format,
    width: f64,
    left: f64,
    right: f64,
    base: f64,
    x: Scale,
    y: Scale,
}

impl<'a> Plot<'a> {
    fn new(funnel: &'a Funnel, format: Format) -> Plot<'a> {
        let (width, height, label_max) = match format {
            Format::Page => (960.0, 280.0, 140.0),
            Format::Phone => (360.0, 220.0, 0.0),
        };
        let labels = funnel.shares.iter().map(|(_, label)| label);
        let left = 8.0 + widest(FACE, labels, 72.0) + 10.0;
        let label = funnel.cut_off.iter().map(|(_, label)| label);
        let right = width - 20.0 - widest(FACE, label, label_max);
        let top = 22.0;
        let base = top + height;
        Plot {
            funnel,
            format,
            width,
            left,
            right,
            base,
            x: Scale::new((0.0, funnel.size), (left, right)),
            y: Scale::new(funnel.ends, (base, top)),
        }
    }

    /// Draws everything but the key; gives the y after it.
    fn draw(&self, canvas: &mut Canvas) -> f64 {
        for (y, label) in self.y.marks(&self.funnel.shares) {
            canvas.line(at(self.left, y), at(self.right, y), HAIR);
            let label = FACE.one_line(&label, self.left - 18.0);
            let style = SOFT.anchored(Anchor::End);
            canvas.text(at(self.left - 8.0, y + 4.5), &label, style);
        }
        for (pen, pick) in LINES {
            let line: Vec<Point> = self
                .funnel
                .limits
                .iter()
                .filter_map(|one| self.spot(one.size, pick(one)))
                .collect();
            canvas.polyline(&line, pen);
        }
        if let Some(y) = self.y.at(self.funnel.center) {
            canvas.line(at(self.left, y), at(self.right, y), THIN);
        }
        self.cut_off(canvas);
        self.points(canvas);
        self.axis(canvas)
    }

    fn spot(&self, size: f64, share: f64) -> Option<Point> {
        Some(at(self.x.at(size)?, self.y.at(share)?))
    }

    fn cut_off(&self, canvas: &mut Canvas) {
        let Some((value, label)) = &self.funnel.cut_off else {
            return;
        };
        let place = self.y.place(*value).filter(|place| place.beyond.is_none());
        let Some(Place { at: y, .. }) = place else {
            return;
        };
        canvas.line(at(self.left, y), at(self.right, y), CUT_OFF);
        if self.format == Format::Page {
            let label = FACE.one_line(label, self.width - self.right - 10.0);
            canvas.text(at(self.right + 8.0, y + 4.5), &label, SOFT);
        }
    }

    /// The points; those outside are drawn last, with their names where there is room.
    fn points(&self, canvas: &mut Canvas) {
        let spots: Vec<(Point, &FunnelPoint)> = self
            .funnel
            .shown()
            .filter_map(|point| Some((self.spot(point.size, point.share)?, point)))
            .collect();
        for wanted in [Lies::Within, Lies::Outside, Lies::FarOutside] {
            for (centre, point) in spots.iter().filter(|(_, point)| point.lies == wanted) {
                canvas.open(&format!("{} · {}", point.label, point.note));
                let beyond = self.y.place(point.share).and_then(|place| place.beyond);
                match beyond {
                    Some(Side::High) => {
                        glyph::chevron(canvas, centre.plus(0.0, -12.0), -FRAC_PI_2, Tone::Soft);
                    }
                    Some(Side::Low) => {
                        glyph::chevron(canvas, centre.plus(0.0, 12.0), FRAC_PI_2, Tone::Soft);
                    }
                    None => {}
                }
                sign(canvas, *centre, point.lies);
                canvas.close();
            }
        }
        if self.format == Format::Page {
            self.names(canvas, &spots);
        }
    }

    /// Writes the names of those outside beside their points: right, left or below, wherever nothing else stands.
    fn names(&self, canvas: &mut Canvas, spots: &[(Point, &FunnelPoint)]) {
        let mut taken: Vec<Rect> = spots.iter().map(|(centre, _)| around(*centre)).collect();
        for (at_point, (centre, point)) in spots.iter().enumerate() {
            if point.lies == Lies::Within {
                continue;
            }
            let label = FACE.one_line(&point.label, NAME_MAX);
            let width = FACE.width(&label);
            let places = [
                at(centre.x + 11.0, centre.y + 4.5),
                at(centre.x - 11.0 - width, centre.y + 4.5),
                at(centre.x - width / 2.0, centre.y + 22.0),
            ];
            let is_free = |base: &&Point| {
                let rect = of_text(**base, width);
                let is_inside = self.left <= rect.x && rect.x + rect.w <= self.width - 4.0;
                let others = taken.iter().enumerate();
                is_inside
                    && rect.y + rect.h < self.base
                    && others
                        .filter(|(other, _)| *other != at_point)
                        .all(|(_, other)| !touch(&rect, other))
            };
            let Some(base) = places.iter().find(is_free) else {
                continue;
            };
            canvas.text(*base, &label, INK_TEXT);
            taken.push(of_text(*base, width));
        }
    }

    fn axis(&self, canvas: &mut Canvas) -> f64 {
        let base = self.base + 8.0;
        canvas.line(at(self.left, base), at(self.right, base), INK);
        let mut taken = Taken::default();
        for (x, label) in self.x.marks(&self.funnel.sizes) {
            let half = FACE.width(&label) / 2.0;
            if taken.take((x - half, x + half), 8.0) {
                canvas.line(at(x, base), at(x, base + 4.0), THIN);
                let style = SOFT.anchored(Anchor::Middle);
                canvas.text(at(x, base + 18.0), &label, style);
            }
        }
        let size = FACE.one_line(&self.funnel.words.size, self.right - self.left);
        let style = SOFT.anchored(Anchor::End);
        canvas.text(at(self.right, base + 18.0 + ROW), &size, style);
        base + 18.0 + ROW + 10.0
    }
}

/// The room of a sign, with what points beyond the scale.
fn around(centre: Point) -> Rect {
    Rect {
        x: centre.x - 8.0,
        y: centre.y - 15.0,
        w: 16.0,
        h: 30.0,
    }
}

/// The room of a text on its baseline.
fn of_text(base: Point, width: f64) -> Rect {
    Rect {
        x: base.x,
        y: base.y - 11.0,
        w: width,
        h: 15.0,
    }
}

fn touch(one: &Rect, other: &Rect) -> bool {
    let x = one.x < other.x + other.w && other.x < one.x + one.w;
    let y = one.y < other.y + other.h && other.y < one.y + one.h;
    x && y
}

/// What a line goes through.
type Pick = fn(&FunnelLimits) -> f64;

const LINES: [(Pen, Pick); 4] = [
    (INNER, |one| one.inner.0),
    (INNER, |one| one.inner.1),
    (OUTER, |one| one.outer.0),
    (OUTER, |one| one.outer.1),
];

#[cfg(test)]
mod tests;
