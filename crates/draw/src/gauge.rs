//! How much of a limit is used, as pips.

use crate::canvas::{Canvas, Fill, Frame, Pen, Style, Tone, at};
use crate::text::Type;

/// More pips than this cannot be counted at a glance; what is over is said as a number.
pub const GAUGE_PIPS_MAX: u32 = 12;

const PIP: f64 = 14.0;
const RADIUS: f64 = 4.5;

/// A count against a limit, for instance a therapist's families.
#[derive(Clone, Debug, Default)]
pub struct Gauge {
    /// How many there are.
    pub used: u32,
    /// How many there may be.
    pub limit: u32,
    /// Printed after the pips, for instance "3 av 4"; may be empty.
    pub label: String,
}

impl Gauge {
    /// The drawing as SVG: full pips are taken, open ones free, crossed ones over the limit.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width) = self.draw();
        canvas.finish(frame, width, 20.0)
    }

    fn draw(&self) -> (Canvas, f64) {
        let mut canvas = Canvas::default();
        let total = self.used.max(self.limit);
        let mut x = 8.0;
        for i in 0..total.min(GAUGE_PIPS_MAX) {
            let centre = at(x, 10.0);
            if i >= self.limit {
                let pen = Pen::new(Tone::Over, 1.6);
                canvas.line(centre.plus(-3.6, -3.6), centre.plus(3.6, 3.6), pen);
                canvas.line(centre.plus(-3.6, 3.6), centre.plus(3.6, -3.6), pen);
            } else if i < self.used {
                canvas.circle(centre, RADIUS, Pen::new(Tone::Accent, 1.0), Fill::Solid);
            } else {
                canvas.circle(centre, RADIUS - 0.5, Pen::new(Tone::Soft, 1.0), Fill::Open);
            }
            x += PIP;
        }
        let face = Type::plain(13.0);
        let mut words = Vec::new();
        if total > GAUGE_PIPS_MAX {
            words.push(format!("+{}", total - GAUGE_PIPS_MAX));
        }
        let label = face.one_line(&self.label, 160.0);
        if !label.is_empty() {
            words.push(label);
        }
        let line = words.join(" · ");
        let tone = if self.used > self.limit {
            Tone::Over
        } else if self.used == self.limit {
            Tone::Soft
        } else {
            Tone::Ok
        };
        canvas.text(at(x, 14.5), &line, Style::new(face, tone));
        let width = if line.is_empty() {
            x - PIP / 2.0 + 1.0
        } else {
            x + face.width(&line) + 2.0
        };
        (canvas, width.max(16.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::check;

    #[test]
    fn room_and_no_room() {
        for (used, limit) in [(3, 4), (5, 4), (0, 4), (14, 15)] {
            let gauge = Gauge {
                used,
                limit,
                label: format!("{used} av {limit}"),
            };
            check(&format!("gauge-{used}-of-{limit}"), |frame| {
                gauge.svg(frame)
            });
        }
    }

    #[test]
    fn every_count_fits() {
        for used in 0..20 {
            for limit in 0..20 {
                let gauge = Gauge {
                    used,
                    limit,
                    label: format!("{used} av {limit}"),
                };
                let (canvas, width) = gauge.draw();
                canvas.check_text(width, 20.0, &format!("{used} of {limit}"));
            }
        }
    }
}
