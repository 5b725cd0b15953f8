//! The signs and lines of a genogram.

use std::fmt::Write as _;

use super::place::{HALF, NAME, Plan, Run, SUB};
use super::rank::{Couple, Kin};
use super::{Bond, DescentKind, GenoPerson, GenoWords, Genogram, Sex};
use crate::canvas::{Anchor, Canvas, Fill, INK, Pen, Point, Rect, Style, THIN, Tone, at, num};
use crate::glyph::shield;
use crate::key::{self, KeyItem, Sign};
use crate::text::Type;

const LINE: Pen = THIN;
const HOME: Pen = Pen::new(Tone::Accent, 1.1).dashed("5 4");

pub(super) fn draw(
    canvas: &mut Canvas,
    kin: &Kin,
    plan: &Plan,
    people: &[GenoPerson],
    words: &GenoWords,
) {
    for home in &plan.homes {
        household(canvas, plan, home, &words.household);
    }
    for (i, couple) in kin.couples.iter().enumerate() {
        union(canvas, kin, plan, (i, couple), people);
    }
    families(canvas, kin, plan, people);
    for (i, someone) in people.iter().enumerate() {
        let row = kin.nodes.get(i).map_or(0, |n| n.row);
        person(canvas, plan, (i, someone), at(plan.x(i), plan.y(row)));
    }
}

/// How far a sign reaches sideways at a height from its middle; also how far up at a distance.
fn reach(sex: Option<Sex>, distance: f64) -> f64 {
    match sex {
        Some(Sex::M) => HALF,
        Some(Sex::F) => (HALF * HALF - distance * distance).max(0.0).sqrt(),
        Some(_) => HALF + 2.0 - distance.abs(),
        None => 0.0,
    }
}

fn household(canvas: &mut Canvas, plan: &Plan, home: &[Run], word: &str) {
    let (Some(first), Some(last)) = (home.first(), home.last()) else {
        return;
    };
    let top = plan.y(first.row) - HALF - 8.0;
    let bottom = plan.end(last.row);
    let mut right = vec![at(first.right, top)];
    let mut left = vec![at(first.left, top)];
    for (above, below) in home.iter().zip(home.iter().skip(1)) {
        let y = plan.end(above.row) + 3.0;
        right.extend([at(above.right, y), at(below.right, y)]);
        left.extend([at(above.left, y), at(below.left, y)]);
    }
    right.push(at(last.right, bottom));
    left.push(at(last.left, bottom));
    right.extend(left.into_iter().rev());
    canvas.path(&rounded(&right, 8.0), HOME, Fill::Open);
    let face = Type::plain(13.0);
    let (from, room) = caption_room(plan, last, bottom);
    let word = face.one_line(word, room);
    if word.chars().count() > 1 {
        canvas.text(
            at(from, bottom - 7.0),
            &word,
            Style::new(face, Tone::Accent),
        );
    }
}

/// The widest place at the foot of a run that no line to a child goes through: its start and width.
fn caption_room(plan: &Plan, run: &Run, bottom: f64) -> (f64, f64) {
    let through = |x: f64| x > run.left && x < run.right;
    let stems = plan
        .stems
        .iter()
        .filter(|s| s.from.y < bottom && s.bus > bottom);
    let mut walls: Vec<f64> = stems.map(|s| s.from.x).filter(|x| through(*x)).collect();
    walls.extend([run.left, run.right]);
    walls.sort_by(f64::total_cmp);
    let rooms = walls.iter().zip(walls.iter().skip(1));
    let rooms = rooms.map(|(from, to)| (from + 8.0, to - from - 14.0));
    // The first room that is wide enough for a word, so that it usually stands to the left.
    let mut best = (run.left + 8.0, 0.0);
    for room in rooms {
        if best.1 < 60.0 && room.1 > best.1 {
            best = room;
        }
    }
    best
}

/// A closed outline with round corners.
fn rounded(points: &[Point], radius: f64) -> String {
    let mut corners: Vec<Point> = Vec::new();
    for point in points {
        if corners
            .last()
            .is_none_or(|last| last.distance(*point) > 1.0)
        {
            corners.push(*point);
        }
    }
    let mut d = String::new();
    let before = corners.iter().cycle().skip(corners.len().saturating_sub(1));
    let after = corners.iter().cycle().skip(1);
    for ((corner, before), after) in corners.iter().zip(before).zip(after) {
        let into = corner.towards(*before, radius.min(corner.distance(*before) / 2.0));
        let out = corner.towards(*after, radius.min(corner.distance(*after) / 2.0));
        let step = if d.is_empty() { 'M' } else { 'L' };
        let _ = write!(
            d,
            "{step}{} {}Q{} {} {} {}",
            num(into.x),
            num(into.y),
            num(corner.x),
            num(corner.y),
            num(out.x),
            num(out.y)
        );
    }
    if !d.is_empty() {
        d.push('Z');
    }
    d
}

fn union(
    canvas: &mut Canvas,
    kin: &Kin,
    plan: &Plan,
    (index, couple): (usize, &Couple),
    people: &[GenoPerson],
) {
    let sex = |i: usize| people.get(i).map(|p| p.sex);
    let (left, right) = if plan.x(couple.a) < plan.x(couple.b) {
        (couple.a, couple.b)
    } else {
        (couple.b, couple.a)
    };
    let y = plan.y(kin.nodes.get(couple.a).map_or(0, |n| n.row));
    let pen = match couple.bond {
        Some(_) => LINE,
        None => LINE.dashed("3 4"),
    };
    let middle = match plan.brackets.iter().find(|b| b.couple == index) {
        Some(bracket) => {
            let (from, to) = (plan.x(left) + 8.0, plan.x(right) - 8.0);
            let points = [
                at(from, y - reach(sex(left), 8.0)),
                at(from, bracket.y),
                at(to, bracket.y),
                at(to, y - reach(sex(right), 8.0)),
            ];
            canvas.polyline(&points, pen);
            at(from + 18.0, bracket.y)
        }
        None => {
            let from = at(plan.x(left) + reach(sex(left), 0.0), y);
            let to = at(plan.x(right) - reach(sex(right), 0.0), y);
            canvas.line(from, to, pen);
            from.towards(to, from.distance(to) * 0.27)
        }
    };
    strokes(canvas, middle, couple.bond);
}

fn strokes(canvas: &mut Canvas, middle: Point, bond: Option<Bond>) {
    let places: &[f64] = match bond {
        Some(Bond::Separated) => &[0.0],
        Some(Bond::Divorced) => &[-2.5, 2.5],
        Some(Bond::Together) | None => &[],
    };
    for dx in places {
        let centre = middle.plus(*dx, 0.0);
        canvas.line(centre.plus(3.0, -7.0), centre.plus(-3.0, 7.0), INK);
    }
}

fn families(canvas: &mut Canvas, kin: &Kin, plan: &Plan, people: &[GenoPerson]) {
    let mut entered: Vec<usize> = Vec::new();
    for (family, stem) in kin.families.iter().zip(&plan.stems) {
        canvas.line(stem.from, at(stem.from.x, stem.bus), LINE);
        let mut ends = vec![stem.from.x];
        for (child, kind) in &family.children {
            let row = kin.nodes.get(*child).map_or(0, |n| n.row);
            let sex = people.get(*child).map(|p| p.sex);
            let again = entered.contains(child);
            entered.push(*child);
            let dx = if again { 9.0 } else { 0.0 };
            let x = plan.x(*child) + dx;
            // A bend has no sign: its line goes through to where the next one starts.
            let end = match sex {
                Some(_) => plan.y(row) - reach(sex, dx),
                None => plan.y(row) + HALF,
            };
            canvas.line(at(x, stem.bus), at(x, end), descent_pen(*kind));
            ends.push(x);
        }
        let left = ends.iter().copied().fold(f64::INFINITY, f64::min);
        let right = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if right - left > 0.5 {
            canvas.line(at(left, stem.bus), at(right, stem.bus), LINE);
        }
    }
}

fn descent_pen(kind: DescentKind) -> Pen {
    match kind {
        DescentKind::Born => LINE,
        DescentKind::Adopted => LINE.dashed("6 4"),
        DescentKind::Foster => Pen { width: 1.8, ..LINE }.dashed("0.1 4.5"),
    }
}

fn person(canvas: &mut Canvas, plan: &Plan, (index, person): (usize, &GenoPerson), centre: Point) {
    let parts = [person.label.as_str(), person.sub_label.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.trim().is_empty()).collect();
    canvas.open(&parts.join(", "));
    sign(canvas, person.sex, centre, HALF);
    if person.index_child {
        sign(canvas, person.sex, centre, HALF - 4.5);
    }
    if person.sex == Sex::Unknown {
        let style = Style::new(Type::plain(15.0), Tone::Soft).anchored(Anchor::Middle);
        canvas.text(centre.plus(0.0, 5.0), "?", style);
    }
    if person.deceased {
        let half = match person.sex {
            Sex::M => HALF,
            Sex::F => HALF * 0.7,
            Sex::X | Sex::Unknown => HALF * 0.55,
        };
        cross(canvas, centre, half);
    }
    if person.protected {
        let corner = centre.plus(HALF + 3.0, -HALF - 1.0);
        shield(canvas, corner, 6.0, Tone::Info, Fill::Paper);
    }
    if let Some(label) = plan.labels.get(index) {
        let base = centre.plus(0.0, HALF + 5.0 + NAME.size * 0.9);
        let style = Style::new(NAME, Tone::Ink).anchored(Anchor::Middle);
        let y = canvas.lines(base, &label.name, style);
        let style = Style::new(SUB, Tone::Soft).anchored(Anchor::Middle);
        canvas.lines(at(centre.x, y - 2.0), &label.sub, style);
    }
    canvas.close();
}

fn sign(canvas: &mut Canvas, sex: Sex, centre: Point, half: f64) {
    match sex {
        Sex::F => canvas.circle(centre, half, INK, Fill::Paper),
        Sex::M => {
            let rect = Rect {
                x: centre.x - half,
                y: centre.y - half,
                w: 2.0 * half,
                h: 2.0 * half,
            };
            canvas.rect(rect, 0.0, INK, Fill::Paper);
        }
        Sex::X | Sex::Unknown => {
            let h = half + 2.0;
            let d = format!(
                "M{} {}l{} {}l{} {}l{} {}z",
                num(centre.x),
                num(centre.y - h),
                num(h),
                num(h),
                num(-h),
                num(h),
                num(-h),
                num(-h)
            );
            canvas.path(&d, INK, Fill::Paper);
        }
    }
}

fn cross(canvas: &mut Canvas, centre: Point, half: f64) {
    let pen = Pen::new(Tone::Ink, 1.1);
    let mut d = String::new();
    for (from, to) in [
        ((-half, -half), (half, half)),
        ((-half, half), (half, -half)),
    ] {
        let (from, to) = (centre.plus(from.0, from.1), centre.plus(to.0, to.1));
        let _ = write!(
            d,
            "M{} {}L{} {}",
            num(from.x),
            num(from.y),
            num(to.x),
            num(to.y)
        );
    }
    canvas.path(&d, pen, Fill::Open);
}

/// The signs that occur, with their words.
pub(super) fn key_items(genogram: &Genogram, people: &[GenoPerson], kin: &Kin) -> Vec<KeyItem> {
    let words = &genogram.words;
    let any = |test: &dyn Fn(&GenoPerson) -> bool| people.iter().any(test);
    let bond = |bond: Option<Bond>| kin.couples.iter().any(|c| c.bond == bond);
    let kind = |kind: DescentKind| {
        let mut children = kin.families.iter().flat_map(|f| &f.children);
        children.any(|(_, k)| *k == kind)
    };
    let all: [(bool, &String, Sign); 12] = [
        (any(&|p| p.sex == Sex::M), &words.man, |c, p| {
            sign(c, Sex::M, p, 6.5)
        }),
        (any(&|p| p.sex == Sex::F), &words.woman, |c, p| {
            sign(c, Sex::F, p, 7.0)
        }),
        (any(&|p| p.sex == Sex::X), &words.other, |c, p| {
            sign(c, Sex::X, p, 6.0)
        }),
        (any(&|p| p.sex == Sex::Unknown), &words.unknown, |c, p| {
            sign(c, Sex::Unknown, p, 6.0);
            let style = Style::new(Type::plain(10.0), Tone::Soft).anchored(Anchor::Middle);
            c.text(p.plus(0.0, 3.5), "?", style);
        }),
        (any(&|p| p.index_child), &words.index_child, |c, p| {
            c.circle(p, 7.0, INK, Fill::Open);
            c.circle(p, 4.0, INK, Fill::Open);
        }),
        (any(&|p| p.deceased), &words.deceased, |c, p| {
            cross(c, p, 6.0)
        }),
        (any(&|p| p.protected), &words.protected, |c, p| {
            shield(c, p, 6.5, Tone::Info, Fill::Paper);
        }),
        (bond(Some(Bond::Separated)), &words.separated, |c, p| {
            bond_sign(c, p, Bond::Separated)
        }),
        (bond(Some(Bond::Divorced)), &words.divorced, |c, p| {
            bond_sign(c, p, Bond::Divorced)
        }),
        (bond(None), &words.parents_only, |c, p| {
            c.line(p.plus(-10.0, 0.0), p.plus(10.0, 0.0), LINE.dashed("3 4"));
        }),
        (kind(DescentKind::Adopted), &words.adopted, |c, p| {
            c.line(
                p.plus(0.0, -7.0),
                p.plus(0.0, 7.0),
                descent_pen(DescentKind::Adopted),
            );
        }),
        (kind(DescentKind::Foster), &words.foster, |c, p| {
            c.line(
                p.plus(0.0, -7.0),
                p.plus(0.0, 7.0),
                descent_pen(DescentKind::Foster),
            );
        }),
    ];
    key::items(&all)
}

fn bond_sign(canvas: &mut Canvas, centre: Point, bond: Bond) {
    canvas.line(centre.plus(-10.0, 0.0), centre.plus(10.0, 0.0), LINE);
    strokes(canvas, centre, Some(bond));
}
