//! Small bars for a row of a table.

use crate::canvas::{Canvas, Fill, Frame, Pen, Rect, Style, THIN, Tone, at};
use crate::text::Type;

/// Bars drawn, the latest: half a year of weeks, and narrower bars melt together in a row.
pub const SPARK_BARS_MAX: usize = 26;

const STEP: f64 = 6.0;
const BAR: f64 = 4.0;
const HEIGHT: f64 = 24.0;
const FLOOR: f64 = 21.0;

/// Counts in order of time, against a minimum.
#[derive(Clone, Debug, Default)]
pub struct Spark {
    /// One value per week, oldest first; `None` where there is nothing to count.
    pub values: Vec<Option<u32>>,
    /// What each value should reach.
    pub minimum: Option<u32>,
}

impl Spark {
    /// The drawing as SVG: full bars reach the minimum, open bars do not, a dot is a zero.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width) = self.draw();
        canvas.finish(frame, width, HEIGHT)
    }

    fn draw(&self) -> (Canvas, f64) {
        let mut canvas = Canvas::default();
        let hidden = self.values.len().saturating_sub(SPARK_BARS_MAX);
        let shown = || self.values.iter().skip(hidden);
        let top = shown().flatten().copied().chain(self.minimum).max();
        let top = f64::from(top.unwrap_or(1).max(1));
        let mut x = 2.0;
        if hidden > 0 {
            let face = Type::plain(11.0);
            let text = format!("+{hidden}");
            canvas.text(at(x, FLOOR), &text, Style::new(face, Tone::Soft));
            x += face.width(&text) + 4.0;
        }
        let first = x;
        for value in shown() {
            if let Some(value) = value {
                self.bar(&mut canvas, x, *value, top);
            }
            x += STEP;
        }
        if let (Some(minimum), true) = (self.minimum, x > first) {
            let y = level(minimum, top);
            let to = at(x, y);
            canvas.line(
                at(first - 1.0, y),
                to,
                Pen { width: 0.8, ..THIN }.dashed("2 2.5"),
            );
        }
        (canvas, (x + 2.0).max(12.0))
    }

    fn bar(&self, canvas: &mut Canvas, x: f64, value: u32, top: f64) {
        if value == 0 {
            let centre = at(x + BAR / 2.0, FLOOR - 1.0);
            canvas.circle(centre, 1.0, Pen::new(Tone::Due, 1.0), Fill::Solid);
            return;
        }
        let y = level(value, top);
        let rect = Rect {
            x,
            y,
            w: BAR,
            h: FLOOR - y,
        };
        if self.minimum.is_some_and(|minimum| value < minimum) {
            let inner = Rect {
                x: x + 0.5,
                y: y + 0.5,
                w: BAR - 1.0,
                h: FLOOR - y - 1.0,
            };
            canvas.rect(inner, 0.5, Pen::new(Tone::Due, 1.0), Fill::Open);
        } else {
            canvas.rect(rect, 0.5, Pen::new(Tone::Accent, 1.0), Fill::Solid);
        }
    }
}

fn level(value: u32, top: f64) -> f64 {
    FLOOR - f64::from(value) / top * (FLOOR - 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::check;

    #[test]
    fn ten_weeks() {
        let values = [3, 4, 2, 0, 3, 5, 3, 1, 3]
            .map(Some)
            .into_iter()
            .chain([None]);
        let spark = Spark {
            values: values.collect(),
            minimum: Some(3),
        };
        check("spark-ten-weeks", |frame| spark.svg(frame));
        check("spark-empty", |frame| Spark::default().svg(frame));
    }

    #[test]
    fn any_number_of_weeks_fits() {
        for weeks in 0..60_u32 {
            let values = (0..weeks).map(|i| (i % 5 != 4).then_some(i % 4)).collect();
            let spark = Spark {
                values,
                minimum: Some(3),
            };
            let (canvas, width) = spark.draw();
            canvas.check_text(width, HEIGHT, &format!("{weeks} weeks"));
            assert!(width <= 200.0, "{weeks} weeks take {width}");
        }
    }
}
