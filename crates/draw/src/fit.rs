//! The fit circle: why a behaviour makes sense, with its drivers in the systems around the child.

use crate::canvas::{Canvas, Fill, Format, Frame, HAIR, Pen, Point, Tone, at};
use crate::glyph::star;
use crate::key::{self, KeyItem};
use crate::radial::{Group, Hub, Item, Plan};

/// Drivers drawn per system; who sees more than these in one system has not yet prioritised.
pub const DRIVERS_MAX: usize = 8;

/// Systems drawn; the model has five.
const SYSTEMS_MAX: usize = 6;

/// A fit: a target in the middle, drivers around it.
#[derive(Clone, Debug, Default)]
pub struct FitCircle {
    /// The behaviour, barrier, interaction or success to understand.
    pub target: String,
    /// What kind of target it is, as a word.
    pub target_kind_label: String,
    /// The systems in their usual order, empty ones too: a gap is worth seeing.
    pub systems: Vec<FitSystem>,
    /// The words of the drawing.
    pub words: FitWords,
}

/// One system around the child.
#[derive(Clone, Debug, Default)]
pub struct FitSystem {
    /// Its name, for instance "Familj".
    pub name: String,
    /// Its drivers in the order they were written.
    pub drivers: Vec<FitDriver>,
}

/// One reason why the target happens.
#[derive(Clone, Debug, Default)]
pub struct FitDriver {
    /// The driver in the therapist's words.
    pub text: String,
    /// Whether somebody has seen or measured it.
    pub evidence: bool,
    /// Whether the family works on it now.
    pub prioritised: bool,
    /// What to print under a prioritised driver, for instance "prioriterad".
    pub prioritised_label: String,
}

/// Words of the fit circle.
#[derive(Clone, Debug, Default)]
pub struct FitWords {
    /// Names the filled sign: there is evidence.
    pub evidence: String,
    /// Names the open sign: a guess so far.
    pub guess: String,
    /// Printed when there is no driver at all.
    pub empty: String,
}

impl FitCircle {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let shown: Vec<Vec<&FitDriver>> = self
            .systems
            .iter()
            .take(SYSTEMS_MAX)
            .map(|system| most_important(&system.drivers))
            .collect();
        let groups: Vec<Group> = self
            .systems
            .iter()
            .zip(&shown)
            .map(|(system, shown)| group(system, shown))
            .collect();
        let hub = Hub::new(&self.target_kind_label, &self.target, format);
        let plan = Plan::new(hub, &groups, format, 0.0);
        let mut canvas = Canvas::default();
        canvas.open(&self.target);
        plan.draw_frame(&mut canvas);
        canvas.close();
        for spot in &plan.spots {
            let driver = shown.get(spot.group).and_then(|s| s.get(spot.item));
            let name = self.systems.get(spot.group).map(|s| s.name.as_str());
            let (Some(driver), Some(name)) = (driver, name) else {
                continue;
            };
            canvas.open(&self.full_text(name, driver));
            match format {
                Format::Page => leader(&mut canvas, &plan, spot.marker, driver),
                Format::Phone => {
                    let many: f64 = shown
                        .get(spot.group)
                        .map_or(1.0, |s| s.iter().map(|_| 1.0).sum());
                    let before: f64 = (0..spot.item).map(|_| 1.0).sum();
                    if let Some(point) = plan.sector_point(spot.group, (before + 0.5) / many) {
                        marker(&mut canvas, point, driver, 0.8);
                    }
                }
            }
            marker(&mut canvas, spot.marker, driver, 1.0);
            plan.draw_text(&mut canvas, spot, 0.0);
            canvas.close();
        }
        let mut height = plan.height;
        height += key::draw(&mut canvas, &self.key(), height, plan.width) + 6.0;
        (canvas, plan.width, height)
    }

    fn full_text(&self, system: &str, driver: &FitDriver) -> String {
        let mut parts = vec![format!("{system}: {}", driver.text)];
        if driver.prioritised && !driver.prioritised_label.is_empty() {
            parts.push(driver.prioritised_label.clone());
        }
        let evidence = if driver.evidence {
            &self.words.evidence
        } else {
            &self.words.guess
        };
        if !evidence.is_empty() {
            parts.push(evidence.clone());
        }
        parts.join(" · ")
    }

    fn key(&self) -> Vec<KeyItem> {
        let drivers = || self.systems.iter().flat_map(|s| &s.drivers);
        let mut items = Vec::new();
        if drivers().any(|d| d.evidence) {
            items.push(KeyItem {
                word: self.words.evidence.clone(),
                sign: |canvas, centre| dot(canvas, centre, true, 1.0),
            });
        }
        if drivers().any(|d| !d.evidence) {
            items.push(KeyItem {
                word: self.words.guess.clone(),
                sign: |canvas, centre| dot(canvas, centre, false, 1.0),
            });
        }
        if items.is_empty() && !self.words.empty.is_empty() {
            items.push(KeyItem {
                word: self.words.empty.clone(),
                sign: |canvas, centre| {
                    canvas.line(centre.plus(-6.0, 0.0), centre.plus(6.0, 0.0), HAIR)
                },
            });
        }
        items.retain(|item| !item.word.is_empty());
        items
    }
}

/// The drivers to draw, in their order; where there are too many, prioritised ones stay.
fn most_important(drivers: &[FitDriver]) -> Vec<&FitDriver> {
    if drivers.len() <= DRIVERS_MAX {
        return drivers.iter().collect();
    }
    let chosen = drivers
        .iter()
        .filter(|d| d.prioritised)
        .count()
        .min(DRIVERS_MAX);
    let mut others = DRIVERS_MAX - chosen;
    drivers
        .iter()
        .filter(|driver| {
            let keep = driver.prioritised || others > 0;
            if !driver.prioritised {
                others = others.saturating_sub(1);
            }
            keep
        })
        .take(DRIVERS_MAX)
        .collect()
}

fn group(system: &FitSystem, shown: &[&FitDriver]) -> Group {
    let items = shown.iter().map(|driver| Item {
        text: driver.text.clone(),
        note: if driver.prioritised {
            driver.prioritised_label.clone()
        } else {
            String::new()
        },
        strong: driver.prioritised,
    });
    Group {
        name: system.name.clone(),
        items: items.collect(),
        more: system.drivers.len() - shown.len(),
    }
}

fn leader(canvas: &mut Canvas, plan: &Plan, marker: Point, driver: &FitDriver) {
    let pen = if driver.prioritised {
        Pen::new(Tone::Accent, 1.4)
    } else {
        HAIR
    };
    let end = plan.centre.towards(marker, plan.ring);
    let start = marker.towards(plan.centre, 8.0);
    canvas.line(start, end, pen);
    let tone = if driver.prioritised {
        Tone::Accent
    } else {
        Tone::Soft
    };
    canvas.circle(end, 2.2, Pen::new(tone, 1.0), Fill::Solid);
}

fn marker(canvas: &mut Canvas, centre: Point, driver: &FitDriver, scale: f64) {
    if driver.prioritised {
        let fill = if driver.evidence {
            Fill::Solid
        } else {
            Fill::Paper
        };
        star(
            canvas,
            at(centre.x, centre.y),
            7.0 * scale,
            Tone::Accent,
            fill,
        );
    } else {
        dot(canvas, centre, driver.evidence, scale);
    }
}

fn dot(canvas: &mut Canvas, centre: Point, evidence: bool, scale: f64) {
    let fill = if evidence { Fill::Solid } else { Fill::Paper };
    canvas.circle(centre, 3.4 * scale, Pen::new(Tone::Soft, 1.2), fill);
}

#[cfg(test)]
mod tests;
