//! The people above, the items below, and the axis under both.

use std::f64::consts::PI;

use super::{
    ITEMS_MAX, ItemLine, ItemMap, LOGITS_MAX, PERSON_BARS_MAX, THRESHOLDS_MAX, misfit, threshold,
};
use crate::canvas::{
    Anchor, Canvas, Fill, Format, HAIR, INK, Pen, Rect, Style, THIN, Tone, at, num,
};
use crate::glyph;
use crate::scale::{Place, Scale, Side, Taken, ordered, widest};
use crate::text::Type;

const FACE: Type = Type::plain(13.0);
const INK_TEXT: Style = Style::new(FACE, Tone::Ink);
const SOFT: Style = Style::new(FACE, Tone::Soft);
/// The face of the numbers above thresholds.
const NUMBER: Type = Type::plain(11.0);
/// The height of the bars of the people.
const BARS: f64 = 64.0;
/// Room beside the axis for the sign of a value outside.
const BEYOND: f64 = 16.0;
/// Lines of the axis's name.
const AXIS_LINES_MAX: usize = 3;
/// Room for the sign of an item that does not fit.
const SIGN: f64 = 20.0;
/// People this near each other are counted as this far apart, so that a bar keeps a width.
const BAR_LOGITS_MIN: f64 = 0.01;

/// Where everything goes.
pub(super) struct Plan<'a> {
    map: &'a ItemMap,
    items: &'a [ItemLine],
    bars: Vec<Bar>,
    format: Format,
    pub(super) width: f64,
    scale: Scale,
    /// The whole logits at its ends.
    ends: (f64, f64),
    /// Where the axis starts and ends.
    from: f64,
    to: f64,
    /// How wide a name may be.
    label: f64,
}

/// People between two places of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bar {
    from: f64,
    to: f64,
    count: u32,
}

impl Bar {
    /// People per logit, so that a wide bar does not look like more people.
    fn density(self) -> f64 {
        f64::from(self.count) / (self.to - self.from).max(BAR_LOGITS_MIN)
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(map: &'a ItemMap, format: Format) -> Plan<'a> {
        let items = map.items.get(..ITEMS_MAX).unwrap_or(&map.items);
        let bars = bars(&map.persons);
        let labels = items.iter().map(|item| &item.label);
        let (width, label, from, to) = match format {
            Format::Page => {
                let label = widest(FACE, labels.chain([&map.words.persons]), 260.0) + 2.0;
                let from = 8.0 + label + SIGN + 8.0 + BEYOND;
                (960.0, label, from, 960.0 - 8.0 - BEYOND)
            }
            Format::Phone => {
                let room = 8.0 + BEYOND;
                (360.0, 344.0 - SIGN, room, 360.0 - room)
            }
        };
        let ends = ends(items, &bars);
        Plan {
            map,
            items,
            bars,
            format,
            width,
            scale: Scale::new(ends, (from, to)),
            ends,
            from,
            to,
            label,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.bars.is_empty()
    }

    pub(super) fn has_threshold(&self) -> bool {
        self.items.iter().any(|item| !self.places(item).is_empty())
    }

    pub(super) fn has_misfit(&self) -> bool {
        self.items.iter().any(|item| item.misfit)
    }

    pub(super) fn has_outside(&self) -> bool {
        let mut places = self.items.iter().flat_map(|item| self.places(item));
        let mut bars = self.bars.iter();
        places.any(|(_, place)| place.beyond.is_some())
            || bars.any(|bar| self.bar_beyond(*bar).is_some())
    }

    /// The thresholds of an item on the axis, with the numbers of their answers.
    fn places(&self, item: &ItemLine) -> Vec<(usize, Place)> {
        let places = item.thresholds.iter().take(THRESHOLDS_MAX).enumerate();
        places
            .filter_map(|(i, value)| Some((i + 1, self.scale.place(*value)?)))
            .collect()
    }

    /// On which side a whole bar lies outside.
    fn bar_beyond(&self, bar: Bar) -> Option<Side> {
        if bar.to <= self.ends.0 {
            Some(Side::Low)
        } else if bar.from >= self.ends.1 {
            Some(Side::High)
        } else {
            None
        }
    }

    /// Draws everything; gives the y after the axis.
    pub(super) fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let mut y = top;
        if !self.bars.is_empty() {
            y = self.people(canvas, y) + 6.0;
        }
        let many = self.items.iter().any(|item| item.thresholds.len() > 1);
        let row = if many { 30.0 } else { 24.0 };
        for item in self.items {
            canvas.open(&self.item_text(item));
            if self.format == Format::Phone {
                self.name(canvas, item, y + 14.0);
                y += 18.0;
            }
            let middle = y + row - 10.0;
            if self.format == Format::Page {
                self.name(canvas, item, middle + 4.5);
            }
            // The lines of the axis leave room for the numbers above the thresholds.
            self.grid(canvas, if many { middle - 5.0 } else { y }, y + row);
            self.line(canvas, item, middle);
            canvas.close();
            y += row;
        }
        self.axis(canvas, y)
    }

    fn item_text(&self, item: &ItemLine) -> String {
        let mut parts = vec![item.label.clone()];
        if item.misfit {
            parts.push(self.map.words.misfit.clone());
        }
        parts.retain(|part| !part.trim().is_empty());
        parts.join(" · ")
    }

    /// The bars of the people, the number of them over the highest.
    fn people(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let name = FACE.one_line(&self.map.words.persons, self.label);
        let mut y = top;
        if self.format == Format::Phone {
            canvas.text(at(8.0, y + 12.0), &name, SOFT);
            y += 18.0;
        }
        let base = y + 16.0 + BARS;
        if self.format == Format::Page {
            canvas.text(at(8.0, base - 4.0), &name, SOFT);
        }
        let highest = self.bars.iter().copied();
        let highest = highest.max_by(|a, b| a.density().total_cmp(&b.density()));
        let most = highest.map_or(0.0, Bar::density);
        for bar in &self.bars {
            canvas.open(&bar.count.to_string());
            self.bar(canvas, *bar, (base, most));
            canvas.close();
        }
        if let Some(bar) = highest.filter(|bar| self.bar_beyond(*bar).is_none()) {
            let count = bar.count.to_string();
            let ends = (self.scale.at(bar.from), self.scale.at(bar.to));
            if let (Some(left), Some(right)) = ends {
                let middle = at((left + right) / 2.0, base - BARS - 5.0);
                canvas.text(middle, &count, SOFT.anchored(Anchor::Middle));
            }
        }
        canvas.line(at(self.from, base), at(self.to, base), HAIR);
        base
    }

    fn bar(&self, canvas: &mut Canvas, bar: Bar, (base, most): (f64, f64)) {
        if let Some(side) = self.bar_beyond(bar) {
            self.beyond(canvas, side, base - 6.0);
            return;
        }
        let (Some(left), Some(right)) = (self.scale.at(bar.from), self.scale.at(bar.to)) else {
            return;
        };
        let height = bar.density() / most * BARS;
        let rect = Rect {
            x: left + 0.5,
            y: base - height,
            w: (right - left - 1.0).max(1.0),
            h: height,
        };
        canvas.rect(rect, 0.0, Pen::new(Tone::Accent, 1.0), Fill::Wash(2));
        let edge = at(rect.x + rect.w, rect.y);
        canvas.line(at(rect.x, rect.y), edge, Pen::new(Tone::Accent, 2.0));
    }

    /// A line for each whole logit, from one height to another.
    fn grid(&self, canvas: &mut Canvas, top: f64, foot: f64) {
        for (value, x) in self.ticks() {
            let pen = if value == 0.0 { THIN } else { HAIR };
            canvas.line(at(x, top), at(x, foot), pen);
        }
    }

    /// The values of the ticks and where they are: each whole logit, or each second on a long axis.
    fn ticks(&self) -> Vec<(f64, f64)> {
        let (low, high) = self.ends;
        let step = if high - low > 8.0 { 2.0 } else { 1.0 };
        let mut value = (low / step).ceil() * step;
        let mut ticks = Vec::new();
        while value <= high {
            ticks.extend(self.scale.at(value).map(|x| (value, x)));
            value += step;
        }
        ticks
    }

    fn name(&self, canvas: &mut Canvas, item: &ItemLine, base: f64) {
        let label = FACE.one_line(&item.label, self.label);
        canvas.text(at(8.0, base), &label, INK_TEXT);
        if item.misfit {
            let x = match self.format {
                Format::Page => 8.0 + self.label + SIGN / 2.0,
                Format::Phone => 8.0 + FACE.width(&label) + SIGN / 2.0,
            };
            misfit(canvas, at(x, base - 4.5));
        }
    }

    /// The thresholds of an item with their numbers, on a line from the first place to the last.
    fn line(&self, canvas: &mut Canvas, item: &ItemLine, y: f64) {
        let mut places = self.places(item);
        places.sort_by(|a, b| a.1.at.total_cmp(&b.1.at));
        if let (Some((_, first)), Some((_, last))) = (places.first(), places.last()) {
            canvas.line(at(first.at, y), at(last.at, y), THIN);
        }
        for (_, place) in &places {
            threshold(canvas, at(place.at, y));
        }
        for side in [Side::Low, Side::High] {
            if places.iter().any(|(_, place)| place.beyond == Some(side)) {
                self.beyond(canvas, side, y);
            }
        }
        if item.thresholds.len() > 1 {
            for (x, text) in numbers(&places, self.width) {
                let style = Style::new(NUMBER, Tone::Soft).anchored(Anchor::Middle);
                canvas.text(at(x, y - 8.0), &text, style);
            }
        }
    }

    fn beyond(&self, canvas: &mut Canvas, side: Side, y: f64) {
        match side {
            Side::High => glyph::chevron(canvas, at(self.to + 14.0, y), 0.0, Tone::Soft),
            Side::Low => glyph::chevron(canvas, at(self.from - 14.0, y), PI, Tone::Soft),
        }
    }

    fn axis(&self, canvas: &mut Canvas, top: f64) -> f64 {
        canvas.line(at(self.from, top), at(self.to, top), INK);
        let mut taken = Taken::default();
        for (value, x) in self.ticks() {
            let label = num(value).to_string().replace('-', "−");
            let half = FACE.width(&label) / 2.0;
            if taken.take((x - half, x + half), 6.0) {
                canvas.line(at(x, top), at(x, top + 4.0), THIN);
                canvas.text(at(x, top + 18.0), &label, SOFT.anchored(Anchor::Middle));
            }
        }
        // A phone has no room for it in one line.
        let name = FACE.wrap(&self.map.words.axis, self.to - self.from, AXIS_LINES_MAX);
        let (first, mut more) = (top + 34.0, 0.0);
        for (place, line) in name.lines.iter().enumerate() {
            more = FACE.line_height() * place as f64;
            canvas.text(at(self.to, first + more), line, SOFT.anchored(Anchor::End));
        }
        first + more + 6.0
    }
}

/// The numbers of thresholds above their places; those without room beside each other are written together, in the
/// order in which they stand. None leaves the width of the drawing.
fn numbers(places: &[(usize, Place)], width: f64) -> Vec<(f64, String)> {
    let mut all: Vec<(f64, Vec<String>)> = Vec::new();
    let half = |texts: &[String]| NUMBER.width(&texts.join(" ")) / 2.0;
    for (number, place) in places {
        let mut next = (place.at, vec![number.to_string()]);
        while let Some((x, texts)) = all.pop() {
            if x + half(&texts) + 3.0 <= next.0 - half(&next.1) {
                all.push((x, texts));
                break;
            }
            let (before, now) = (texts.len() as f64, next.1.len() as f64);
            let middle = (x * before + next.0 * now) / (before + now);
            let texts: Vec<String> = texts.into_iter().chain(next.1).collect();
            let half = half(&texts) + 2.0;
            next = (middle.max(half).min(width - half), texts);
        }
        all.push(next);
    }
    all.into_iter()
        .map(|(x, texts)| (x, texts.join(" ")))
        .collect()
}

/// The bars in the order of the axis; neighbours are added up until there are few enough.
fn bars(persons: &[(f64, f64, u32)]) -> Vec<Bar> {
    let mut bars: Vec<Bar> = persons
        .iter()
        .filter(|(_, _, count)| *count > 0)
        .filter_map(|(from, to, count)| {
            let (from, to) = ordered((*from, *to))?;
            let count = *count;
            Some(Bar { from, to, count })
        })
        .collect();
    bars.sort_by(|a, b| a.from.total_cmp(&b.from));
    while bars.len() > PERSON_BARS_MAX {
        bars = bars.chunks(2).filter_map(together).collect();
    }
    bars
}

fn together(bars: &[Bar]) -> Option<Bar> {
    let first = bars.first()?;
    Some(
        bars.iter()
            .fold(Bar { count: 0, ..*first }, |sum, bar| Bar {
                to: sum.to.max(bar.to),
                count: sum.count.saturating_add(bar.count),
                ..sum
            }),
    )
}

/// The whole logits around everything, zero among them where it is not far away.
fn ends(items: &[ItemLine], bars: &[Bar]) -> (f64, f64) {
    let thresholds = items
        .iter()
        .flat_map(|item| item.thresholds.iter().take(THRESHOLDS_MAX));
    let people = bars.iter().flat_map(|bar| [&bar.from, &bar.to]);
    let all: Vec<f64> = thresholds
        .chain(people)
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    let low = all.iter().copied().fold(-1.0, f64::min).floor();
    let high = all.iter().copied().fold(1.0, f64::max).ceil();
    (low.max(-LOGITS_MAX), high.min(LOGITS_MAX))
}
