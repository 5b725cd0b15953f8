//! One thing in the middle and labelled things around it, as the fit circle and the ecomap need it.
//!
//! On a page the labels stand in two columns and every line runs from the centre straight to its label: lines that share
//! their start and end in one column never cross each other, nor any text. On a phone the labels hang on a spine.

use std::f64::consts::{FRAC_PI_2, PI, TAU};
use std::fmt::Write as _;

use crate::canvas::{Anchor, Canvas, Fill, Format, HAIR, INK, Point, Style, THIN, Tone, at, num};
use crate::text::Type;

const NAME: Type = Type::plain(13.0);
const NOTE: Type = Type::plain(13.0);
const TEXT: Type = Type::plain(15.0);
const TEXT_STRONG: Type = Type::strong(15.0);
/// Between the ring of sectors and the hub.
const RING_GAP: f64 = 13.0;
const ITEM_GAP: f64 = 9.0;
const GROUP_GAP: f64 = 22.0;
/// Labels longer than this many lines hide the others.
const LINES_MAX: usize = 4;
/// From a marker to its text.
const MARKER_GAP: f64 = 13.0;

/// A labelled thing around the middle.
pub(crate) struct Item {
    pub(crate) text: String,
    /// A second, quieter line.
    pub(crate) note: String,
    pub(crate) strong: bool,
}

/// Things that belong together, with their common name.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) items: Vec<Item>,
    /// How many are left out.
    pub(crate) more: usize,
}

/// The text in the middle and the circle that holds it.
pub(crate) struct Hub {
    radius: f64,
    kind: String,
    lines: Vec<String>,
    face: Type,
}

impl Hub {
    /// The smallest circle that holds the text without dividing a word, else the largest with what fits.
    pub(crate) fn new(kind: &str, text: &str, format: Format) -> Hub {
        let (face, radii) = match format {
            Format::Page => (Type::strong(16.0), [64.0, 76.0, 88.0, 100.0]),
            Format::Phone => (Type::strong(15.0), [56.0, 66.0, 76.0, 86.0]),
        };
        let mut best = Hub {
            radius: 0.0,
            kind: String::new(),
            lines: Vec::new(),
            face,
        };
        for radius in radii {
            for count in 1..=6_u32 {
                let height = f64::from(count) * face.line_height()
                    + if kind.is_empty() { 0.0 } else { 18.0 };
                let half = height / 2.0;
                if half > radius * 0.8 {
                    break;
                }
                let width = 2.0 * ((radius - 7.0).powi(2) - half.powi(2)).max(0.0).sqrt();
                let wrapped = face.wrap(text, width, usize::try_from(count).unwrap_or(1));
                best = Hub {
                    radius,
                    kind: NAME.one_line(kind, width.min(radius * 1.2)),
                    lines: wrapped.lines,
                    face,
                };
                if !wrapped.cut && !wrapped.broken {
                    return best;
                }
            }
        }
        best
    }

    fn draw(&self, canvas: &mut Canvas, centre: Point) {
        canvas.circle(centre, self.radius, INK, Fill::Paper);
        let count: f64 = self.lines.iter().map(|_| 1.0).sum();
        let kind_height = if self.kind.is_empty() { 0.0 } else { 18.0 };
        let height = count * self.face.line_height() + kind_height;
        let mut y = centre.y - height / 2.0;
        if !self.kind.is_empty() {
            let style = Style::new(NAME, Tone::Soft).anchored(Anchor::Middle);
            canvas.text(at(centre.x, y + 11.0), &self.kind, style);
            y += kind_height;
        }
        let style = Style::new(self.face, Tone::Ink).anchored(Anchor::Middle);
        canvas.lines(at(centre.x, y + self.face.size * 0.95), &self.lines, style);
    }
}

/// Where one item stands.
pub(crate) struct Spot {
    pub(crate) group: usize,
    pub(crate) item: usize,
    /// Beside the first line of the text.
    pub(crate) marker: Point,
    text: Vec<String>,
    note: Vec<String>,
    strong: bool,
}

/// A name or a "+N", beside no marker.
struct Caption {
    text: String,
    base: Point,
    is_name: bool,
}

/// The measures of a format.
struct Measure {
    width: f64,
    text_width: f64,
    /// Length of the line drawn before each label on a phone.
    branch: f64,
}

/// A finished layout.
pub(crate) struct Plan {
    hub: Hub,
    pub(crate) centre: Point,
    pub(crate) ring: f64,
    pub(crate) spots: Vec<Spot>,
    captions: Vec<Caption>,
    /// From and to which angle each sector goes, where it has one.
    sectors: Vec<(f64, f64)>,
    format: Format,
    /// The x from which the right column starts.
    right_from: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Plan {
    /// Lays everything out; `branch` is the room for a line before each label on a phone.
    pub(crate) fn new(hub: Hub, groups: &[Group], format: Format, branch: f64) -> Plan {
        match format {
            Format::Page => page(hub, groups),
            Format::Phone => phone(hub, groups, branch),
        }
    }

    /// The hub, the sectors and every name.
    pub(crate) fn draw_frame(&self, canvas: &mut Canvas) {
        for (from, to) in &self.sectors {
            arc(canvas, self.centre, self.ring, (*from, *to));
        }
        self.hub.draw(canvas, self.centre);
        for caption in &self.captions {
            let tone = Tone::Soft;
            let face = if caption.is_name { NAME } else { NOTE };
            let style = Style::new(face, tone).anchored(self.anchor(caption.base));
            canvas.text(caption.base, &caption.text, style);
        }
        if self.format == Format::Phone {
            self.draw_spine(canvas);
        }
    }

    fn draw_spine(&self, canvas: &mut Canvas) {
        let Some(last) = self.spots.last() else {
            return;
        };
        let x = SPINE;
        let top = self.centre.y + self.ring;
        let turn = top + 12.0;
        let d = format!(
            "M{} {}V{}Q{} {} {} {}H{}Q{} {} {} {}V{}",
            num(self.centre.x),
            num(top),
            num(turn - 6.0),
            num(self.centre.x),
            num(turn),
            num(self.centre.x - 6.0),
            num(turn),
            num(x + 6.0),
            num(x),
            num(turn),
            num(x),
            num(turn + 6.0),
            num(last.marker.y)
        );
        canvas.path(&d, HAIR, Fill::Open);
    }

    fn anchor(&self, point: Point) -> Anchor {
        if self.format == Format::Phone || point.x >= self.right_from {
            Anchor::Start
        } else {
            Anchor::End
        }
    }

    /// The text of one item.
    pub(crate) fn draw_text(&self, canvas: &mut Canvas, spot: &Spot, branch: f64) {
        let anchor = self.anchor(spot.marker);
        let step = if anchor == Anchor::End {
            -MARKER_GAP
        } else {
            MARKER_GAP + branch
        };
        let face = if spot.strong { TEXT_STRONG } else { TEXT };
        let base = spot.marker.plus(step, face.size * 0.33);
        let style = Style::new(face, Tone::Ink).anchored(anchor);
        let y = canvas.lines(base, &spot.text, style);
        let style = Style::new(NOTE, Tone::Soft).anchored(anchor);
        canvas.lines(at(base.x, y - 1.0), &spot.note, style);
    }

    /// Where the line of an item touches the ring.
    pub(crate) fn ring_end(&self, spot: &Spot) -> Point {
        self.centre.towards(spot.marker, self.ring)
    }
}

/// The x of the spine on a phone.
pub(crate) const SPINE: f64 = 16.0;

fn arc(canvas: &mut Canvas, centre: Point, radius: f64, span: (f64, f64)) {
    let gap = 0.035;
    let (from, to) = (span.0 + gap, span.1 - gap);
    if to <= from {
        return;
    }
    // An arc of a whole turn has no direction, so it is drawn in halves.
    let middle = f64::midpoint(from, to);
    let mut d = String::new();
    let start = centre.polar(from, radius);
    let _ = write!(d, "M{} {}", num(start.x), num(start.y));
    for angle in [middle, to] {
        let end = centre.polar(angle, radius);
        let r = num(radius);
        let _ = write!(d, "A{r} {r} 0 0 1 {} {}", num(end.x), num(end.y));
    }
    canvas.path(&d, THIN, Fill::Open);
}

/// One group stacked from y = 0: its spots, its captions and its height.
struct Stack {
    spots: Vec<Spot>,
    captions: Vec<Caption>,
    height: f64,
}

fn stack(index: usize, group: &Group, measure: &Measure) -> Stack {
    let mut out = Stack {
        spots: Vec::new(),
        captions: Vec::new(),
        height: 0.0,
    };
    let mut y = 0.0;
    if !group.name.is_empty() {
        out.captions.push(Caption {
            text: NAME.one_line(&group.name, measure.text_width),
            base: at(0.0, 12.0),
            is_name: true,
        });
        y = 20.0;
    }
    for (i, item) in group.items.iter().enumerate() {
        let face = if item.strong { TEXT_STRONG } else { TEXT };
        let text = face.wrap(&item.text, measure.text_width, LINES_MAX).lines;
        let note = NOTE.wrap(&item.note, measure.text_width, 2).lines;
        let lines: f64 = text.iter().map(|_| face.line_height()).sum();
        let notes: f64 = note.iter().map(|_| NOTE.line_height()).sum();
        out.spots.push(Spot {
            group: index,
            item: i,
            marker: at(0.0, y + face.line_height() / 2.0),
            text,
            note,
            strong: item.strong,
        });
        y += lines.max(face.line_height()) + notes + ITEM_GAP;
    }
    if group.items.is_empty() || group.more > 0 {
        let text = if group.more > 0 {
            format!("+{}", group.more)
        } else {
            "–".to_owned()
        };
        out.captions.push(Caption {
            text,
            base: at(0.0, y + 12.0),
            is_name: false,
        });
        y += 16.0 + ITEM_GAP;
    }
    out.height = (y - ITEM_GAP).max(0.0);
    out
}

/// How many groups stand to the right so that both columns are about equally high.
fn split(stacks: &[Stack]) -> usize {
    let height = |part: &[Stack]| part.iter().map(|s| s.height + GROUP_GAP).sum::<f64>();
    let mut best = (f64::INFINITY, stacks.len());
    for k in 1..=stacks.len() {
        let (right, left) = stacks.split_at(k);
        let higher = height(right).max(height(left));
        if higher < best.0 {
            best = (higher, k);
        }
    }
    best.1
}

fn page(hub: Hub, groups: &[Group]) -> Plan {
    let measure = Measure {
        width: 840.0,
        text_width: 226.0,
        branch: 0.0,
    };
    let ring = hub.radius + RING_GAP;
    let stacks: Vec<Stack> = groups
        .iter()
        .enumerate()
        .map(|(i, group)| stack(i, group, &measure))
        .collect();
    let right_count = split(&stacks);
    let mut right = stacks;
    let mut left = right.split_off(right_count.min(right.len()));
    left.reverse();
    let edge = measure.text_width + MARKER_GAP + 6.0;
    let mut plan = Plan {
        hub,
        centre: at(measure.width / 2.0, 0.0),
        ring,
        spots: Vec::new(),
        captions: Vec::new(),
        sectors: Vec::new(),
        format: Format::Page,
        right_from: measure.width / 2.0,
        width: measure.width,
        height: 0.0,
    };
    let column = |stacks: &[Stack]| stacks.iter().map(|s| s.height).sum::<f64>();
    let gaps = |stacks: &[Stack]| stacks.iter().skip(1).map(|_| GROUP_GAP).sum::<f64>();
    let (hr, hl) = (column(&right) + gaps(&right), column(&left) + gaps(&left));
    plan.height = hr.max(hl).max(2.0 * ring + 8.0) + 24.0;
    plan.centre.y = plan.height / 2.0;
    place_column(&mut plan, right, measure.width - edge, hr);
    place_column(&mut plan, left, edge, hl);
    plan
}

/// Puts stacks below each other at x, spread a little where there is room, and adds their sectors.
fn place_column(plan: &mut Plan, stacks: Vec<Stack>, x: f64, height: f64) {
    let count: f64 = stacks.iter().map(|_| 1.0).sum();
    let room = (plan.height - 24.0 - height).max(0.0);
    let extra = if count > 1.0 {
        (room / (count + 1.0)).min(36.0)
    } else {
        0.0
    };
    let mut y = plan.centre.y - (height + extra * (count - 1.0).max(0.0)) / 2.0;
    let centre = plan.centre;
    let is_right = x >= centre.x;
    let turn = |y: f64| {
        let slope = ((y - centre.y) / (x - centre.x).abs()).atan();
        if is_right { slope } else { PI - slope }
    };
    let mut from = if is_right { -FRAC_PI_2 } else { PI + FRAC_PI_2 };
    let mut sectors = Vec::new();
    let mut left = count;
    for stack in stacks {
        let end = y + stack.height + (GROUP_GAP + extra) / 2.0;
        left -= 1.0;
        let to = if left > 0.5 { turn(end) } else { FRAC_PI_2 };
        sectors.push((from.min(to), from.max(to)));
        from = to;
        move_stack(plan, stack, at(x, y));
        y = end + (GROUP_GAP + extra) / 2.0;
    }
    plan.sectors.append(&mut sectors);
}

fn move_stack(plan: &mut Plan, stack: Stack, to: Point) {
    let text_step = match plan.format {
        Format::Page if to.x < plan.centre.x => -MARKER_GAP,
        _ => MARKER_GAP,
    };
    for mut spot in stack.spots {
        spot.marker = spot.marker.plus(to.x, to.y);
        plan.spots.push(spot);
    }
    for mut caption in stack.captions {
        caption.base = caption.base.plus(to.x + text_step, to.y);
        plan.captions.push(caption);
    }
}

fn phone(hub: Hub, groups: &[Group], branch: f64) -> Plan {
    let width = 360.0;
    let measure = Measure {
        width,
        text_width: width - SPINE - MARKER_GAP - branch - 8.0,
        branch,
    };
    let ring = hub.radius + RING_GAP;
    let mut plan = Plan {
        hub,
        centre: at(width / 2.0, ring + 8.0),
        ring,
        spots: Vec::new(),
        captions: Vec::new(),
        sectors: Vec::new(),
        format: Format::Phone,
        right_from: 0.0,
        width: measure.width,
        height: 0.0,
    };
    let mut y = 2.0 * ring + 8.0 + 32.0;
    for (i, group) in groups.iter().enumerate() {
        let stack = stack(i, group, &measure);
        let height = stack.height;
        move_stack(&mut plan, stack, at(SPINE, y));
        y += height + GROUP_GAP;
    }
    for caption in &mut plan.captions {
        caption.base.x += if caption.is_name { 0.0 } else { measure.branch };
    }
    plan.sectors = shares(groups);
    plan.height = y - GROUP_GAP + 12.0;
    plan
}

/// A whole turn divided by the number of items, from twelve o'clock.
fn shares(groups: &[Group]) -> Vec<(f64, f64)> {
    let weight = |group: &Group| group.items.iter().map(|_| 1.0).sum::<f64>().max(0.6);
    let total: f64 = groups.iter().map(weight).sum();
    let mut from = -FRAC_PI_2;
    groups
        .iter()
        .map(|group| {
            let to = from + TAU * weight(group) / total;
            let sector = (from, to);
            from = to;
            sector
        })
        .collect()
}

impl Plan {
    /// The middle of a group's sector on the ring.
    pub(crate) fn sector_point(&self, group: usize, part: f64) -> Option<Point> {
        let (from, to) = self.sectors.get(group)?;
        Some(self.centre.polar(from + (to - from) * part, self.ring))
    }
}
