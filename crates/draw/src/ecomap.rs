//! The ecomap: whom the family has around it, and how strong each tie is.

use std::fmt::Write as _;

use crate::canvas::{Canvas, Fill, Format, Frame, HAIR, Pen, Point, Tone, num};
use crate::glyph::arrowhead;
use crate::key::{self, KeyItem};
use crate::radial::{Group, Hub, Item, Plan, SPINE};

/// Ties drawn per system; a longer list is read better as a table.
pub const TIES_MAX: usize = 8;

/// Systems drawn; the model has five, and a few words of the family's own may come.
const SYSTEMS_MAX: usize = 8;

/// Room for the line of a tie on a phone.
const BRANCH: f64 = 52.0;

/// A family and its network.
#[derive(Clone, Debug, Default)]
pub struct Ecomap {
    /// Who is in the middle.
    pub centre_label: String,
    /// Everybody around, grouped by system in order of first mention.
    pub ties: Vec<Tie>,
    /// The words of the drawing.
    pub words: EcomapWords,
}

/// One person, group or service around the family.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Who it is.
    pub label: String,
    /// More about them, for instance a role.
    pub sub_label: String,
    /// The name of the system they belong to.
    pub system: String,
    /// How the tie holds.
    pub strength: Strength,
    /// Who gives to whom.
    pub direction: Direction,
}

/// How a tie holds; each has a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// A thick line.
    Strong,
    /// A thin line, without a word.
    Ordinary,
    /// A dashed line.
    Weak,
    /// A zigzag.
    Strained,
    /// A line with a gap and two strokes.
    Broken,
}

/// Which way support goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Not known: no arrow.
    Open,
    /// Towards the family.
    In,
    /// From the family.
    Out,
    /// Both ways.
    Both,
}

/// Words printed under a tie whose line says something, and for an empty map.
#[derive(Clone, Debug, Default)]
pub struct EcomapWords {
    /// For a strong tie.
    pub strong: String,
    /// For a weak tie.
    pub weak: String,
    /// For a strained tie.
    pub strained: String,
    /// For a broken tie.
    pub broken: String,
    /// Printed when there is no tie at all.
    pub empty: String,
}

impl Ecomap {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let systems = self.systems();
        let groups: Vec<Group> = systems.iter().map(|ties| self.group(ties)).collect();
        let branch = match format {
            Format::Page => 0.0,
            Format::Phone => BRANCH,
        };
        let hub = Hub::new("", &self.centre_label, format);
        let plan = Plan::new(hub, &groups, format, branch);
        let mut canvas = Canvas::default();
        canvas.open(&self.centre_label);
        plan.draw_frame(&mut canvas);
        canvas.close();
        for spot in &plan.spots {
            let Some(tie) = systems.get(spot.group).and_then(|s| s.get(spot.item)) else {
                continue;
            };
            canvas.open(&self.full_text(tie));
            let (near, far) = match format {
                Format::Page => (
                    plan.ring_end(spot).towards(spot.marker, 5.0),
                    spot.marker.towards(plan.centre, -4.0),
                ),
                Format::Phone => (
                    spot.marker.plus(SPINE / 4.0, 0.0),
                    spot.marker.plus(BRANCH + 4.0, 0.0),
                ),
            };
            tie_line(&mut canvas, near, far, tie);
            plan.draw_text(&mut canvas, spot, branch);
            canvas.close();
        }
        let mut height = plan.height;
        height += key::draw(&mut canvas, &self.key(), height, plan.width);
        (canvas, plan.width, height)
    }

    /// Ties by system, in order of first mention; the last system takes those that are too many.
    fn systems(&self) -> Vec<Vec<&Tie>> {
        let mut names: Vec<&str> = Vec::new();
        let mut systems: Vec<Vec<&Tie>> = Vec::new();
        for tie in &self.ties {
            let known = names.iter().position(|name| *name == tie.system);
            let place = known.unwrap_or_else(|| {
                if names.len() < SYSTEMS_MAX {
                    names.push(&tie.system);
                    systems.push(Vec::new());
                }
                names.len() - 1
            });
            if let Some(ties) = systems.get_mut(place) {
                ties.push(tie);
            }
        }
        systems
    }

    fn group(&self, ties: &[&Tie]) -> Group {
        let items = ties.iter().take(TIES_MAX).map(|tie| Item {
            text: tie.label.clone(),
            note: self.note(tie),
            strong: false,
        });
        Group {
            name: ties
                .first()
                .map(|tie| tie.system.clone())
                .unwrap_or_default(),
            items: items.collect(),
            more: ties.len().saturating_sub(TIES_MAX),
        }
    }

    fn note(&self, tie: &Tie) -> String {
        let word = self.word(tie.strength);
        let parts = [tie.sub_label.as_str(), word];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.trim().is_empty()).collect();
        parts.join(" · ")
    }

    fn word(&self, strength: Strength) -> &str {
        match strength {
            Strength::Strong => &self.words.strong,
            Strength::Ordinary => "",
            Strength::Weak => &self.words.weak,
            Strength::Strained => &self.words.strained,
            Strength::Broken => &self.words.broken,
        }
    }

    fn full_text(&self, tie: &Tie) -> String {
        let note = self.note(tie);
        let join = if note.is_empty() { "" } else { " · " };
        format!("{}: {}{join}{note}", tie.system, tie.label)
    }

    fn key(&self) -> Vec<KeyItem> {
        if !self.ties.is_empty() || self.words.empty.is_empty() {
            return Vec::new();
        }
        vec![KeyItem {
            word: self.words.empty.clone(),
            sign: |canvas, centre| canvas.line(centre.plus(-6.0, 0.0), centre.plus(6.0, 0.0), HAIR),
        }]
    }
}

fn tie_line(canvas: &mut Canvas, near: Point, far: Point, tie: &Tie) {
    let pen = match tie.strength {
        Strength::Strong => Pen::new(Tone::Accent, 3.6),
        Strength::Ordinary => Pen::new(Tone::Soft, 1.2),
        Strength::Weak => Pen::new(Tone::Soft, 1.2).dashed("2 5"),
        Strength::Strained => Pen::new(Tone::Due, 1.3),
        Strength::Broken => Pen::new(Tone::Over, 1.3),
    };
    match tie.strength {
        Strength::Strong | Strength::Ordinary | Strength::Weak => canvas.line(near, far, pen),
        Strength::Strained => zigzag(canvas, near, far, pen),
        Strength::Broken => broken(canvas, near, far, pen),
    }
    if matches!(tie.direction, Direction::In | Direction::Both) {
        arrowhead(canvas, far, near.towards(far, -2.0), pen);
    }
    if matches!(tie.direction, Direction::Out | Direction::Both) {
        arrowhead(canvas, near, far, pen);
    }
}

/// A zigzag with straight ends, so that an arrowhead still points somewhere.
fn zigzag(canvas: &mut Canvas, near: Point, far: Point, pen: Pen) {
    let length = near.distance(far);
    let angle = (far.y - near.y).atan2(far.x - near.x);
    let mut d = format!("M{} {}", num(near.x), num(near.y));
    let mut along = 10.0;
    let mut side = 1.0;
    while along < length - 8.0 {
        let point = near
            .polar(angle, along)
            .polar(angle + std::f64::consts::FRAC_PI_2, 3.2 * side);
        let _ = write!(d, "L{} {}", num(point.x), num(point.y));
        side = -side;
        along += 5.0;
    }
    let _ = write!(d, "L{} {}", num(far.x), num(far.y));
    canvas.path(&d, pen, Fill::Open);
}

/// A line with a gap, and a stroke across each end of the gap.
fn broken(canvas: &mut Canvas, near: Point, far: Point, pen: Pen) {
    let half = near.distance(far) / 2.0;
    let angle = (far.y - near.y).atan2(far.x - near.x);
    for (end, reach) in [(near, half - 4.0), (far, half - 4.0)] {
        let other = if end == near { far } else { near };
        let gap = end.towards(other, reach);
        canvas.line(end, gap, pen);
        canvas.line(
            gap.polar(angle + 1.1, 5.5),
            gap.polar(angle + 1.1, -5.5),
            pen,
        );
    }
}

#[cfg(test)]
mod tests;
