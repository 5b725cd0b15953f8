//! Small signs, drawn as shapes since typefaces lack them.

use std::f64::consts::{FRAC_PI_2, PI};
use std::fmt::Write as _;

use crate::canvas::{Canvas, Fill, Pen, Point, Rect, Tone, at, num};

/// A five-pointed star.
pub(crate) fn star(canvas: &mut Canvas, centre: Point, radius: f64, tone: Tone, fill: Fill) {
    let mut d = String::new();
    for i in 0..10_u32 {
        let reach = if i % 2 == 0 { radius } else { radius * 0.45 };
        let point = centre.polar(f64::from(i) * PI / 5.0 - FRAC_PI_2, reach);
        let step = if i == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{step}{} {}", num(point.x), num(point.y));
    }
    d.push('Z');
    canvas.path(&d, Pen::new(tone, 1.1), fill);
}

/// A square on its tip: a value that stands out, or another kind of value.
pub(crate) fn diamond(canvas: &mut Canvas, centre: Point, half: f64, pen: Pen, fill: Fill) {
    let Point { x, y } = centre;
    let d = format!(
        "M{} {}L{} {}L{} {}L{} {}Z",
        num(x),
        num(y - half),
        num(x + half),
        num(y),
        num(x),
        num(y + half),
        num(x - half),
        num(y)
    );
    canvas.path(&d, pen, fill);
}

/// A chevron that points at an angle (radians, clockwise from three o'clock): what it stands beside lies further out.
pub(crate) fn chevron(canvas: &mut Canvas, tip: Point, angle: f64, tone: Tone) {
    let arms = [
        tip.polar(angle + 2.4, 5.0),
        tip,
        tip.polar(angle - 2.4, 5.0),
    ];
    canvas.polyline(&arms, Pen::new(tone, 1.6));
}

/// A triangle with an exclamation mark: something happened.
pub(crate) fn warning(canvas: &mut Canvas, centre: Point, tone: Tone) {
    let Point { x, y } = centre;
    let d = format!(
        "M{} {}L{} {}L{} {}ZM{} {}L{} {}M{} {}L{} {}",
        num(x),
        num(y - 6.0),
        num(x + 6.8),
        num(y + 5.5),
        num(x - 6.8),
        num(y + 5.5),
        num(x),
        num(y - 2.0),
        num(x),
        num(y + 1.2),
        num(x),
        num(y + 3.4),
        num(x),
        num(y + 3.5)
    );
    canvas.path(&d, Pen::new(tone, 1.3), Fill::Open);
}

/// A shield: safety, or protection.
pub(crate) fn shield(canvas: &mut Canvas, centre: Point, half: f64, tone: Tone, fill: Fill) {
    let Point { x, y } = centre;
    let d = format!(
        "M{} {}L{} {}V{}C{} {} {} {} {} {}C{} {} {} {} {} {}V{}Z",
        num(x),
        num(y - half),
        num(x + half * 0.85),
        num(y - half * 0.65),
        num(y),
        num(x + half * 0.85),
        num(y + half * 0.6),
        num(x + half * 0.4),
        num(y + half * 0.9),
        num(x),
        num(y + half * 1.1),
        num(x - half * 0.4),
        num(y + half * 0.9),
        num(x - half * 0.85),
        num(y + half * 0.6),
        num(x - half * 0.85),
        num(y),
        num(y - half * 0.65)
    );
    canvas.path(&d, Pen::new(tone, 1.2), fill);
}

/// Two people at a table: a meeting.
pub(crate) fn meeting(canvas: &mut Canvas, centre: Point, tone: Tone) {
    let pen = Pen::new(tone, 1.3);
    canvas.circle(centre.plus(-2.6, 0.0), 3.8, pen, Fill::Open);
    canvas.circle(centre.plus(2.6, 0.0), 3.8, pen, Fill::Open);
}

/// A flag: a phase begins.
pub(crate) fn flag(canvas: &mut Canvas, centre: Point, tone: Tone) {
    let Point { x, y } = centre;
    let d = format!(
        "M{} {}V{}H{}L{} {}L{} {}H{}",
        num(x - 4.0),
        num(y + 6.0),
        num(y - 6.0),
        num(x + 5.0),
        num(x + 2.5),
        num(y - 2.8),
        num(x + 5.0),
        num(y + 0.4),
        num(x - 4.0)
    );
    canvas.path(&d, Pen::new(tone, 1.3), Fill::Open);
}

/// An open arrowhead whose point is `tip`, coming from `tail`.
pub(crate) fn arrowhead(canvas: &mut Canvas, tail: Point, tip: Point, pen: Pen) {
    let angle = (tail.y - tip.y).atan2(tail.x - tip.x);
    let reach = 6.5 + pen.width;
    canvas.polyline(
        &[
            tip.polar(angle + 0.5, reach),
            tip,
            tip.polar(angle - 0.5, reach),
        ],
        Pen {
            dash: "",
            width: pen.width.min(1.6),
            ..pen
        },
    );
}

/// How far a step came, as a square that is full, half full or empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Square {
    Full,
    Half,
    Empty,
}

pub(crate) fn square(canvas: &mut Canvas, corner: Point, side: f64, state: Square) {
    let rect = Rect {
        x: corner.x + 0.5,
        y: corner.y + 0.5,
        w: side - 1.0,
        h: side - 1.0,
    };
    match state {
        Square::Full => canvas.rect(rect, 1.0, Pen::new(Tone::Accent, 1.0), Fill::Solid),
        Square::Half => {
            canvas.rect(rect, 1.0, Pen::new(Tone::Accent, 1.0), Fill::Open);
            let far = at(rect.x + rect.w, rect.y + rect.h);
            let d = format!(
                "M{} {}L{} {}H{}Z",
                num(rect.x),
                num(rect.y),
                num(far.x),
                num(far.y),
                num(rect.x)
            );
            canvas.path(&d, Pen::new(Tone::Accent, 1.0), Fill::Solid);
        }
        Square::Empty => canvas.rect(rect, 1.0, Pen::new(Tone::Soft, 1.0), Fill::Open),
    }
}
