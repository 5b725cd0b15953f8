//! A small SVG writer that remembers where it put text and lines.

use std::fmt::{self, Write as _};

use crate::text::{Type, clean, escape};

/// How much of its colour each wash shows, from the lowest step to the highest: apart from each other, and even on the
/// strongest the ink can be read, on white, on light and on dark ground.
const WASHES: [&str; 5] = [".06", ".15", ".25", ".35", ".46"];

/// Drawings wider than this cannot be read on a phone without scrolling.
const PHONE_WIDTH_MAX: f64 = 480.0;

/// For which width a drawing is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Screens from about 700 px, print and PDF.
    Page,
    /// Screens from 360 px.
    Phone,
}

/// What every drawing needs besides its values.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Prefix of the ids inside, unique on the page.
    pub id: &'a str,
    /// The accessible name.
    pub title: &'a str,
    /// The accessible description: what the drawing shows, in a sentence.
    pub desc: &'a str,
    /// The width to lay out for.
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

pub(crate) const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Point {
    pub(crate) fn plus(self, dx: f64, dy: f64) -> Point {
        at(self.x + dx, self.y + dy)
    }

    /// The point on the way to `other`, `distance` from here.
    pub(crate) fn towards(self, other: Point, distance: f64) -> Point {
        let length = self.distance(other);
        if length < 0.01 {
            return self;
        }
        let part = distance / length;
        at(
            self.x + (other.x - self.x) * part,
            self.y + (other.y - self.y) * part,
        )
    }

    pub(crate) fn distance(self, other: Point) -> f64 {
        (other.x - self.x).hypot(other.y - self.y)
    }

    /// The point at an angle (radians, clockwise from three o'clock) and distance.
    pub(crate) fn polar(self, angle: f64, distance: f64) -> Point {
        at(
            self.x + angle.cos() * distance,
            self.y + angle.sin() * distance,
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

/// What a colour says; each has a class for the stylesheet and a colour for paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Ink,
    Soft,
    Hair,
    Accent,
    Ok,
    Due,
    Over,
    Info,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Tone::Ink => "ink",
            Tone::Soft => "ink-soft",
            Tone::Hair => "hair",
            Tone::Accent => "accent",
            Tone::Ok => "ok",
            Tone::Due => "due",
            Tone::Over => "over",
            Tone::Info => "info",
        }
    }

    const fn colour(self) -> &'static str {
        match self {
            Tone::Ink => "#24211c",
            Tone::Soft => "#5e5950",
            Tone::Hair => "#c4beb2",
            Tone::Accent => "#1d5a49",
            Tone::Ok => "#2c6a3c",
            Tone::Due => "#8a5a00",
            Tone::Over => "#a0321f",
            Tone::Info => "#1d5c88",
        }
    }
}

impl Tone {
    /// The width that the stylesheet gives to lines of this class.
    const fn width(self) -> f64 {
        match self {
            Tone::Ink => 1.5,
            Tone::Soft => 1.25,
            Tone::Hair => 1.0,
            Tone::Accent | Tone::Ok | Tone::Due | Tone::Over | Tone::Info => 2.0,
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    pub(crate) tone: Tone,
    pub(crate) width: f64,
    pub(crate) dash: &'static str,
}

impl Pen {
    pub(crate) const fn new(tone: Tone, width: f64) -> Pen {
        Pen {
            tone,
            width,
            dash: "",
        }
    }

    pub(crate) const fn dashed(self, dash: &'static str) -> Pen {
        Pen { dash, ..self }
    }
}

pub(crate) const HAIR: Pen = Pen::new(Tone::Hair, 1.0);
pub(crate) const THIN: Pen = Pen::new(Tone::Soft, 1.25);
pub(crate) const INK: Pen = Pen::new(Tone::Ink, 1.5);

/// How the inside of a shape is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    Open,
    Solid,
    /// A faint wash without an outline.
    Area,
    /// One of [`Fill::WASHES`] washes without an outline, the first the faintest; the strongest where there is none.
    Wash(usize),
    /// The colour of the page, to cover what lies below.
    Paper,
}

impl Fill {
    /// How many washes there are.
    pub(crate) const WASHES: usize = WASHES.len();
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line of text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) face: Type,
    pub(crate) anchor: Anchor,
    pub(crate) tone: Tone,
}

impl Style {
    pub(crate) const fn new(face: Type, tone: Tone) -> Style {
        Style {
            face,
            anchor: Anchor::Start,
            tone,
        }
    }

    pub(crate) const fn anchored(self, anchor: Anchor) -> Style {
        Style { anchor, ..self }
    }
}

/// A number with at most one decimal and no superfluous sign or zero, as it is written into a drawing.
pub(crate) fn num(value: f64) -> Num {
    Num(value)
}

/// A number on its way into a drawing: a large page has thousands of them, so none is made a text of its own first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Num(f64);

impl fmt::Display for Num {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Num(value) = *self;
        if !value.is_finite() {
            return out.write_str("0");
        }
        let Some(tenths) = tenths(value) else {
            return out.write_str(&exactly(value));
        };
        if tenths < 0 {
            out.write_str("-")?;
        }
        let size = tenths.unsigned_abs();
        (size / 10).fmt(out)?;
        match size % 10 {
            0 => Ok(()),
            rest => write!(out, ".{rest}"),
        }
    }
}

/// How many tenths a number is nearest to, of two that are as near the even one; none where it is so near to the middle that
/// only its exact decimals tell, or far outside every drawing. This is several times as fast as asking for its decimals.
fn tenths(value: f64) -> Option<i32> {
    let tenths = value * 10.0;
    if 1e9 < tenths.abs() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    let whole = tenths as i32;
    let rest = (tenths - f64::from(whole)).abs();
    let is_middle = (rest - 0.5).abs() < 1e-6;
    // Tenths of fourths are exact.
    if is_middle && (4.0 * value).fract() != 0.0 {
        return None;
    }
    let is_next = match is_middle {
        true => whole % 2 != 0,
        false => 0.5 < rest,
    };
    let step = if tenths < 0.0 { -1 } else { 1 };
    Some(if is_next { whole + step } else { whole })
}

fn exactly(value: f64) -> String {
    let text = format!("{value:.1}");
    let short = text.strip_suffix(".0").unwrap_or(&text);
    match short {
        "-0" => "0".to_owned(),
        _ => short.to_owned(),
    }
}

/// The stylesheet gives `.label` 15 units and `.label-small` 13; other sizes go without these classes.
fn size_class(face: Type) -> &'static str {
    if (face.size - 15.0).abs() < 0.01 {
        "label "
    } else if (face.size - 13.0).abs() < 0.01 {
        "label-small "
    } else {
        ""
    }
}

/// Where a drawing grows.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    body: String,
    texts: Vec<Rect>,
    lines: Vec<(Point, Point)>,
    open: usize,
}

impl Canvas {
    /// Opens a group with a tooltip.
    pub(crate) fn open(&mut self, title: &str) {
        self.open += 1;
        let _ = write!(self.body, "<g><title>{}</title>", escape(&clean(title)));
    }

    pub(crate) fn close(&mut self) {
        if self.open > 0 {
            self.open -= 1;
            self.body.push_str("</g>\n");
        }
    }

    /// Writes one shape. A class of the stylesheet brings its own line width, so a shape with another width gets its
    /// colour from a group around it.
    fn shape(&mut self, element: fmt::Arguments<'_>, pen: Pen, fill: Fill) {
        let class = pen.tone.class();
        let colour = pen.tone.colour();
        let dash = if pen.dash.is_empty() {
            String::new()
        } else {
            format!(" stroke-dasharray=\"{}\"", pen.dash)
        };
        let width = num(pen.width);
        let own = (pen.width - pen.tone.width()).abs() < 0.01;
        let _ = match (fill, own) {
            (Fill::Solid, _) => writeln!(
                self.body,
                "<{element} class=\"{class} area\" color=\"{colour}\" fill=\"currentColor\" stroke=\"none\"/>"
            ),
            (Fill::Area, _) => writeln!(
                self.body,
                "<{element} class=\"{class} band\" color=\"{colour}\" fill=\"currentColor\" fill-opacity=\".12\" stroke=\"none\"/>"
            ),
            (Fill::Wash(step), _) => writeln!(
                self.body,
                "<{element} class=\"{class} area\" color=\"{colour}\" fill=\"currentColor\" fill-opacity=\"{}\" stroke=\"none\"/>",
                WASHES.get(step).or(WASHES.last()).unwrap_or(&"1")
            ),
            (Fill::Open, true) => writeln!(
                self.body,
                "<{element} class=\"{class}\" color=\"{colour}\" stroke-width=\"{width}\"{dash}/>"
            ),
            (Fill::Open, false) => writeln!(
                self.body,
                "<g class=\"{class}\" color=\"{colour}\"><{element} stroke-width=\"{width}\"{dash}/></g>"
            ),
            (Fill::Paper, true) => writeln!(
                self.body,
                "<{element} class=\"{class} paper\" color=\"{colour}\" fill=\"#fff\" stroke-width=\"{width}\"{dash}/>"
            ),
            (Fill::Paper, false) => writeln!(
                self.body,
                "<g class=\"{class}\" color=\"{colour}\"><{element} class=\"paper\" fill=\"#fff\" stroke-width=\"{width}\"{dash}/></g>"
            ),
        };
    }

    pub(crate) fn line(&mut self, from: Point, to: Point, pen: Pen) {
        self.lines.push((from, to));
        let ((x, y), (to_x, to_y)) = ((num(from.x), num(from.y)), (num(to.x), num(to.y)));
        let element = format_args!("path d=\"M{x} {y}L{to_x} {to_y}\"");
        self.shape(element, pen, Fill::Open);
    }

    /// A line through several points.
    pub(crate) fn polyline(&mut self, points: &[Point], pen: Pen) {
        let mut d = String::new();
        for (i, point) in points.iter().enumerate() {
            let step = if i == 0 { 'M' } else { 'L' };
            let _ = write!(d, "{step}{} {}", num(point.x), num(point.y));
        }
        for (from, to) in points.iter().zip(points.iter().skip(1)) {
            self.lines.push((*from, *to));
        }
        self.path(&d, pen, Fill::Open);
    }

    /// Path data that the caller has built from numbers alone.
    pub(crate) fn path(&mut self, d: &str, pen: Pen, fill: Fill) {
        self.shape(format_args!("path d=\"{d}\""), pen, fill);
    }

    pub(crate) fn circle(&mut self, centre: Point, radius: f64, pen: Pen, fill: Fill) {
        let (x, y, r) = (num(centre.x), num(centre.y), num(radius));
        let element = format_args!("circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"");
        self.shape(element, pen, fill);
    }

    pub(crate) fn rect(&mut self, rect: Rect, radius: f64, pen: Pen, fill: Fill) {
        let round = if radius > 0.0 {
            format!(" rx=\"{}\"", num(radius))
        } else {
            String::new()
        };
        let (x, y) = (num(rect.x), num(rect.y));
        let (w, h) = (num(rect.w), num(rect.h));
        let element = format_args!("rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{round}");
        self.shape(element, pen, fill);
    }

    /// One line of text on its baseline.
    pub(crate) fn text(&mut self, base: Point, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let face = style.face;
        let width = face.width(text);
        let (left, anchor) = match style.anchor {
            Anchor::Start => (base.x, ""),
            Anchor::Middle => (base.x - width / 2.0, " text-anchor=\"middle\""),
            Anchor::End => (base.x - width, " text-anchor=\"end\""),
        };
        self.texts.push(Rect {
            x: left,
            y: base.y - face.size * 0.76,
            w: width,
            h: face.size,
        });
        let (size, class) = (size_class(face), style.tone.class());
        let weight = if face.strong {
            " font-weight=\"600\""
        } else {
            ""
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" class=\"{size}{class}\" color=\"{}\" fill=\"currentColor\" stroke=\"none\" font-size=\"{}\"{weight}{anchor}>{}</text>",
            num(base.x),
            num(base.y),
            style.tone.colour(),
            num(face.size),
            escape(text)
        );
    }

    /// Lines of text below each other; gives the baseline after the last.
    pub(crate) fn lines(&mut self, base: Point, lines: &[String], style: Style) -> f64 {
        let mut y = base.y;
        for line in lines {
            self.text(at(base.x, y), line, style);
            y += style.face.line_height();
        }
        y
    }

    /// The whole drawing as text.
    pub(crate) fn finish(mut self, frame: &Frame<'_>, width: f64, height: f64) -> String {
        while self.open > 0 {
            self.close();
        }
        let id: String = frame
            .id
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || c == '_' {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let format = match frame.format {
            Format::Page => "drawing-page",
            Format::Phone => "drawing-phone",
        };
        let wide = if width > PHONE_WIDTH_MAX {
            " drawing-wide"
        } else {
            ""
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing {format}{wide}\" viewBox=\"0 0 {} {}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\" \
             font-family=\"'Source Sans 3 Variable', 'Source Sans 3', 'Liberation Sans', sans-serif\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{}</svg>\n",
            num(width),
            num(height),
            escape(&clean(frame.title)),
            escape(&clean(frame.desc)),
            self.body
        )
    }

    /// Fails when two texts touch, a text leaves the drawing or a line runs through one.
    #[cfg(test)]
    #[track_caller]
    pub(crate) fn check_text(&self, width: f64, height: f64, context: &str) {
        for (i, a) in self.texts.iter().enumerate() {
            let inside =
                a.x >= -0.5 && a.y >= -0.5 && a.x + a.w <= width + 0.5 && a.y + a.h <= height + 0.5;
            assert!(inside, "{a:?} leaves {width} × {height}: {context}");
            for b in self.texts.iter().skip(i + 1) {
                assert!(!overlap(a, b), "{a:?} and {b:?} overlap: {context}");
            }
            for (from, to) in &self.lines {
                assert!(
                    !crosses(a, *from, *to),
                    "{from:?} {to:?} runs through {a:?}: {context}"
                );
            }
        }
    }
}

#[cfg(test)]
fn overlap(a: &Rect, b: &Rect) -> bool {
    let x = a.x + a.w > b.x + 0.1 && b.x + b.w > a.x + 0.1;
    let y = a.y + a.h > b.y + 0.1 && b.y + b.h > a.y + 0.1;
    x && y
}

/// Whether a segment enters a box, by cutting it against each side in turn.
#[cfg(test)]
fn crosses(rect: &Rect, from: Point, to: Point) -> bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let mut enter = 0.0_f64;
    let mut leave = 1.0_f64;
    let sides = [
        (-dx, from.x - (rect.x + 0.1)),
        (dx, rect.x + rect.w - 0.1 - from.x),
        (-dy, from.y - (rect.y + 0.1)),
        (dy, rect.y + rect.h - 0.1 - from.y),
    ];
    for (p, q) in sides {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    enter < leave
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: f64) -> String {
        num(value).to_string()
    }

    #[test]
    fn numbers_are_short() {
        let all = [
            0.0,
            -0.04,
            12.0,
            12.34,
            -3.96,
            -0.3,
            f64::NAN,
            f64::INFINITY,
        ]
        .map(written);
        assert_eq!(all, ["0", "0", "12", "12.3", "-4", "-0.3", "0", "0"]);
        let near = [0.25, 0.75, -12.25, 1.25, 0.35, -0.05, 1_234.549_999, 3e9];
        let exact = near.map(|value| format!("{value:.1}"));
        let short = |text: &str| text.strip_suffix(".0").unwrap_or(text).replace("-0.0", "0");
        assert_eq!(near.map(written), exact.each_ref().map(|text| short(text)));
    }

    fn shine(part: f64) -> f64 {
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    }

    fn channels(colour: &str) -> [f64; 3] {
        [1, 3, 5].map(|i| f64::from(u8::from_str_radix(&colour[i..i + 2], 16).unwrap()) / 255.0)
    }

    fn luminance([red, green, blue]: [f64; 3]) -> f64 {
        0.2126 * shine(red) + 0.7152 * shine(green) + 0.0722 * shine(blue)
    }

    /// Ground, accent and ink: on white paper, and as the stylesheet's light, dark and printed themes have them.
    const THEMES: [[&str; 3]; 4] = [
        ["#ffffff", "#1d5a49", "#24211c"],
        ["#fcfaf6", "#205942", "#26211a"],
        ["#191713", "#83c9a8", "#e8e4dc"],
        ["#ffffff", "#205942", "#26211a"],
    ];

    #[test]
    fn ink_is_readable_on_every_wash() {
        assert_eq!(THEMES[0][1..], [Tone::Accent.colour(), Tone::Ink.colour()]);
        for [ground, accent, ink] in THEMES {
            let (ground, accent, ink) = (channels(ground), channels(accent), channels(ink));
            let mut before = luminance(ground);
            for wash in WASHES {
                let part: f64 = wash.parse().unwrap();
                let mixed = [0, 1, 2].map(|i| accent[i] * part + ground[i] * (1.0 - part));
                let (a, b) = (luminance(mixed) + 0.05, luminance(ink) + 0.05);
                let contrast = a.max(b) / a.min(b);
                assert!(contrast >= 4.5, "{contrast} on {wash} of {accent:?}");
                let (a, b) = (luminance(mixed) + 0.05, before + 0.05);
                let apart = a.max(b) / a.min(b);
                assert!(apart >= 1.04, "{apart} between {wash} and the one before");
                before = luminance(mixed);
            }
        }
    }

    #[test]
    fn ids_and_titles_cannot_break_out() {
        let frame = Frame {
            id: "x\" onload=\"1",
            title: "<script>",
            desc: "a & b",
            format: Format::Phone,
        };
        let svg = Canvas::default().finish(&frame, 10.0, 10.0);
        assert!(svg.contains("aria-labelledby=\"x--onload--1-title x--onload--1-desc\""));
        assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
    }

    #[test]
    fn the_checks_of_the_tests_see_what_they_should() {
        let rect = Rect {
            x: 10.0,
            y: 10.0,
            w: 10.0,
            h: 10.0,
        };
        assert!(crosses(&rect, at(0.0, 0.0), at(30.0, 30.0)));
        assert!(!crosses(&rect, at(0.0, 0.0), at(30.0, 5.0)));
        assert!(!crosses(&rect, at(0.0, 0.0), at(9.0, 9.0)));
        assert!(overlap(&rect, &Rect { x: 19.0, ..rect }));
        assert!(!overlap(&rect, &Rect { x: 20.0, ..rect }));
    }
}
