//! The lanes of a stretch of weeks.

use super::{
    EVENTS_MAX, EventGlyph, HandIn, PHASES_MAX, PhaseSpan, SCORES_MAX, ScorePoint, Timeline,
    TimelineEvent, TimelineWeek, floor,
};
use crate::canvas::{Anchor, Canvas, Fill, Format, HAIR, Pen, Point, Rect, Style, THIN, Tone, at};
use crate::glyph::{self, Square};
use crate::text::Type;

const FACE: Type = Type::plain(13.0);
const BARS: f64 = 52.0;
const SCORES: f64 = 48.0;
/// Rows of labelled events before the rest is only counted.
const EVENT_ROWS_MAX: usize = 10;
/// Squares in a stack before the rest is only hinted at; nobody works on more steps in a week.
const SQUARES_MAX: u32 = 6;
const LANE_GAP: f64 = 16.0;

/// Some weeks of a timeline with their scale.
pub(super) struct Band<'a> {
    timeline: &'a Timeline,
    weeks: &'a [TimelineWeek],
    from: usize,
    to: usize,
    format: Format,
    /// Where the first week starts.
    left: f64,
    step: f64,
    width: f64,
}

impl<'a> Band<'a> {
    pub(super) fn new(
        timeline: &'a Timeline,
        format: Format,
        (from, to): (usize, usize),
        width: f64,
    ) -> Band<'a> {
        let (left, right, step_max) = match format {
            Format::Page => (140.0, width - 92.0, 34.0),
            Format::Phone => (8.0, width - 8.0, 21.5),
        };
        let count = (to - from).max(1) as f64;
        Band {
            timeline,
            weeks: timeline.weeks.get(from..to).unwrap_or_default(),
            from,
            to,
            format,
            left,
            step: ((right - left) / count).min(step_max),
            width,
        }
    }

    /// The middle of a week.
    fn x(&self, place: usize) -> f64 {
        self.left + (place as f64 + 0.5) * self.step
    }

    /// Where the last week ends.
    fn end(&self) -> f64 {
        self.left + self.weeks.len() as f64 * self.step
    }

    /// The place in this band of a week of the timeline.
    fn place(&self, week: usize) -> Option<usize> {
        (self.from..self.to)
            .contains(&week)
            .then(|| week - self.from)
    }

    /// Draws every lane that has something to show; gives the y after the last.
    pub(super) fn draw(&mut self, canvas: &mut Canvas, top: f64) -> f64 {
        let mut y = top;
        y = self.phases(canvas, y);
        y = self.events(canvas, y);
        y = self.contacts(canvas, y);
        y = self.steps(canvas, y);
        y = self.hand_ins(canvas, y);
        y = self.scores(canvas, y);
        self.axis(canvas, y)
    }

    /// Writes the name of a lane: beside it on a page, above it on a phone; gives where the lane starts.
    fn name(&self, canvas: &mut Canvas, name: &str, more: usize, y: f64) -> f64 {
        let mut text = name.to_owned();
        if more > 0 {
            text = format!("{text} +{more}");
        }
        let style = Style::new(FACE, Tone::Soft);
        match self.format {
            Format::Page => {
                let lines = FACE.wrap(&text, self.left - 24.0, 2).lines;
                canvas.lines(at(8.0, y + 12.0), &lines, style);
                y
            }
            Format::Phone => {
                let text = FACE.one_line(&text, self.width - 16.0);
                canvas.text(at(self.left, y + 12.0), &text, style);
                y + 20.0
            }
        }
    }

    fn phases(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let spans: Vec<&PhaseSpan> = self
            .timeline
            .phases
            .iter()
            .take(PHASES_MAX)
            .filter(|p| p.from_week <= p.to_week && p.from_week < self.to && p.to_week >= self.from)
            .collect();
        if spans.is_empty() {
            return top;
        }
        let more = self.timeline.phases.len().saturating_sub(PHASES_MAX);
        let y = self.name(canvas, &self.timeline.words.phases, more, top);
        let mut rows: Vec<f64> = Vec::new();
        for span in spans {
            let first = span.from_week.max(self.from) - self.from;
            let last = span.to_week.min(self.to - 1) - self.from;
            let x = self.x(first) - self.step / 2.0;
            let end = self.x(last) + self.step / 2.0;
            let row = rows.iter().position(|right| *right <= x + 0.5);
            let row = row.unwrap_or(rows.len());
            match rows.get_mut(row) {
                Some(right) => *right = end,
                None => rows.push(end),
            }
            self.phase(canvas, span, (x, end), y + row as f64 * 24.0);
        }
        y + (rows.len() as f64 * 24.0).max(34.0) + LANE_GAP - 12.0
    }

    fn phase(&self, canvas: &mut Canvas, span: &PhaseSpan, (x, end): (f64, f64), y: f64) {
        canvas.open(&span.label);
        let rect = Rect {
            x: x + 1.0,
            y,
            w: (end - x - 2.0).max(1.0),
            h: 20.0,
        };
        let pen = Pen::new(Tone::Accent, 1.0);
        canvas.rect(rect, 3.0, pen, Fill::Area);
        let style = Style::new(FACE, Tone::Ink);
        let inside = FACE.one_line(&span.label, rect.w - 12.0);
        let is_last = end >= self.end() - 1.0;
        // Two letters of a name say nothing; the tooltip has the whole.
        if inside == span.label || inside.chars().count() > 3 {
            canvas.text(at(rect.x + 6.0, y + 14.5), &inside, style);
        } else if is_last && self.width - end > 60.0 {
            let beside = FACE.one_line(&span.label, self.width - end - 16.0);
            canvas.text(at(end + 8.0, y + 14.5), &beside, style);
        }
        canvas.close();
    }

    fn events(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let mut events: Vec<(usize, &TimelineEvent)> = self
            .timeline
            .events
            .iter()
            .take(EVENTS_MAX)
            .filter_map(|event| Some((self.place(event.week_index)?, event)))
            .collect();
        if events.is_empty() {
            return top;
        }
        events.sort_by_key(|(place, _)| *place);
        let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut placed = Vec::new();
        let mut more = self.timeline.events.len().saturating_sub(EVENTS_MAX);
        for (place, event) in events {
            let label = self.event_label(self.x(place), &event.label);
            let free = |row: &Vec<(f64, f64)>| {
                row.iter()
                    .all(|(l, r)| label.right + 8.0 <= *l || *r + 8.0 <= label.left)
            };
            let row = rows.iter().position(free).unwrap_or(rows.len());
            if row == EVENT_ROWS_MAX {
                more += 1;
                continue;
            }
            match rows.get_mut(row) {
                Some(row) => row.push((label.left, label.right)),
                None => rows.push(vec![(label.left, label.right)]),
            }
            placed.push((row, event, label));
        }
        let y = self.name(canvas, &self.timeline.words.events, more, top);
        for (row, event, label) in placed {
            let centre = at(label.sign, y + 8.0 + row as f64 * 21.0);
            canvas.open(&event.label);
            event_sign(canvas, centre, event.glyph);
            let step = if label.anchor == Anchor::End {
                -12.0
            } else {
                12.0
            };
            let style = Style::new(FACE, Tone::Ink).anchored(label.anchor);
            canvas.text(centre.plus(step, 4.5), &label.text, style);
            canvas.close();
        }
        y + (rows.len() as f64 * 21.0).max(34.0) + LANE_GAP - 6.0
    }

    /// Puts the label of an event to the right of its sign, or to the left where it would leave the drawing.
    fn event_label(&self, sign: f64, text: &str) -> Label {
        let limit = self.width - 8.0;
        let whole = FACE.one_line(text, 220.0);
        let width = FACE.width(&whole);
        let room_left = sign - 12.0 - self.left;
        let room_right = limit - sign - 12.0;
        if width <= room_right || room_right >= room_left {
            let text = FACE.one_line(&whole, room_right);
            return Label {
                sign,
                left: sign - 8.0,
                right: sign + 12.0 + FACE.width(&text),
                anchor: Anchor::Start,
                text,
            };
        }
        let text = FACE.one_line(&whole, room_left);
        Label {
            sign,
            left: sign - 12.0 - FACE.width(&text),
            right: sign + 8.0,
            anchor: Anchor::End,
            text,
        }
    }

    fn contacts(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let words = &self.timeline.words;
        let minimum = self.weeks.last().and_then(|w| w.minimum);
        let name = match (self.format, minimum) {
            (Format::Phone, Some(minimum)) => {
                format!("{} · {} {minimum}", words.contacts, words.minimum)
            }
            _ => words.contacts.clone(),
        };
        let y = self.name(canvas, &name, 0, top);
        let base = y + BARS;
        let all = self.timeline.weeks.iter();
        let highest = all.flat_map(|w| [w.contacts, w.minimum.unwrap_or(0)]).max();
        let highest = f64::from(highest.unwrap_or(0).max(1));
        floor(canvas, self.left, self.end(), base);
        let level = |count: u32| base - f64::from(count) / highest * (BARS - 4.0);
        let bar = (self.step * 0.62).clamp(3.0, 16.0);
        for (place, week) in self.weeks.iter().enumerate() {
            canvas.open(&self.week_text(week));
            let x = self.x(place);
            self.contact_bar(
                canvas,
                week,
                (x - bar / 2.0, bar),
                (level(week.contacts), base),
            );
            if self.step >= 17.0 {
                let style = Style::new(FACE, Tone::Soft).anchored(Anchor::Middle);
                let text = FACE.one_line(&week.contacts.to_string(), self.step - 1.0);
                canvas.text(at(x, base + 14.0), &text, style);
            }
            canvas.close();
        }
        self.minimum(canvas, &level);
        let numbers = if self.step >= 17.0 { 16.0 } else { 2.0 };
        base + numbers + LANE_GAP
    }

    fn contact_bar(
        &self,
        canvas: &mut Canvas,
        week: &TimelineWeek,
        (x, w): (f64, f64),
        (y, base): (f64, f64),
    ) {
        if week.contacts == 0 {
            return;
        }
        let is_low = week.minimum.is_some_and(|minimum| week.contacts < minimum);
        if is_low {
            let rect = Rect {
                x: x + 0.6,
                y: y + 0.6,
                w: w - 1.2,
                h: base - y - 0.6,
            };
            canvas.rect(rect, 1.0, Pen::new(Tone::Due, 1.2), Fill::Open);
        } else {
            let rect = Rect {
                x,
                y,
                w,
                h: base - y,
            };
            canvas.rect(rect, 1.0, Pen::new(Tone::Accent, 1.0), Fill::Solid);
        }
    }

    /// A dashed line over the weeks that share a minimum, with its word after the last one.
    fn minimum(&self, canvas: &mut Canvas, level: &dyn Fn(u32) -> f64) {
        let pen = Pen::new(Tone::Ink, 1.0).dashed("3 3");
        let mut start = 0;
        while let Some(week) = self.weeks.get(start) {
            let same = self
                .weeks
                .iter()
                .skip(start)
                .take_while(|w| w.minimum == week.minimum);
            let count = same.count().max(1);
            if let Some(minimum) = week.minimum {
                let y = level(minimum);
                let from = self.x(start) - self.step / 2.0;
                let to = self.x(start + count - 1) + self.step / 2.0;
                canvas.line(at(from, y), at(to, y), pen);
            }
            start += count;
        }
        let last = self.weeks.last().and_then(|w| w.minimum);
        if let (Some(minimum), Format::Page) = (last, self.format) {
            let text = format!("{} {minimum}", self.timeline.words.minimum);
            let text = FACE.one_line(&text, self.width - self.end() - 14.0);
            let base = at(self.end() + 8.0, level(minimum) + 4.5);
            canvas.text(base, &text, Style::new(FACE, Tone::Soft));
        }
    }

    fn week_text(&self, week: &TimelineWeek) -> String {
        let words = &self.timeline.words;
        let mut parts = vec![
            week.label.clone(),
            format!("{}: {}", words.contacts, week.contacts),
        ];
        if let Some(minimum) = week.minimum {
            parts.push(format!("{} {minimum}", words.minimum));
        }
        let steps = [
            (week.steps_met, &words.steps_met),
            (week.steps_partly, &words.steps_partly),
            (week.steps_unmet, &words.steps_unmet),
        ];
        parts.extend(
            steps
                .iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, word)| format!("{word}: {n}")),
        );
        let state = match week.handed_in {
            HandIn::InTime => &words.in_time,
            HandIn::Late => &words.late,
            HandIn::Missing => &words.missing,
            HandIn::NotDue => "",
        };
        if !state.is_empty() {
            parts.push(state.to_owned());
        }
        parts.join(" · ")
    }

    fn steps(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let total = |w: &TimelineWeek| {
            w.steps_met
                .saturating_add(w.steps_partly)
                .saturating_add(w.steps_unmet)
        };
        let highest = self.weeks.iter().map(total).max().unwrap_or(0);
        if highest == 0 {
            return top;
        }
        let y = self.name(canvas, &self.timeline.words.steps, 0, top);
        let side = (self.step - 2.0).clamp(4.0, 11.0);
        let rows = f64::from(highest.min(SQUARES_MAX));
        let hint = if highest > SQUARES_MAX { 8.0 } else { 0.0 };
        let base = y + (rows * (side + 2.0) + hint).max(30.0);
        for (place, week) in self.weeks.iter().enumerate() {
            if total(week) == 0 {
                continue;
            }
            canvas.open(&self.week_text(week));
            self.stack(canvas, week, at(self.x(place), base), side);
            canvas.close();
        }
        floor(canvas, self.left, self.end(), base + 1.0);
        base + LANE_GAP
    }

    fn stack(&self, canvas: &mut Canvas, week: &TimelineWeek, foot: Point, side: f64) {
        let met = (0..week.steps_met.min(SQUARES_MAX)).map(|_| Square::Full);
        let partly = (0..week.steps_partly.min(SQUARES_MAX)).map(|_| Square::Half);
        let unmet = (0..week.steps_unmet.min(SQUARES_MAX)).map(|_| Square::Empty);
        let all: Vec<Square> = met.chain(partly).chain(unmet).collect();
        let mut y = foot.y - 1.0;
        for state in all.iter().take(usize::try_from(SQUARES_MAX).unwrap_or(0)) {
            y -= side + 2.0;
            glyph::square(canvas, at(foot.x - side / 2.0, y + 1.0), side, *state);
        }
        let shown = u32::try_from(all.len())
            .unwrap_or(SQUARES_MAX)
            .min(SQUARES_MAX);
        let total = week
            .steps_met
            .saturating_add(week.steps_partly)
            .saturating_add(week.steps_unmet);
        if total > shown {
            let centre = at(foot.x, y - 3.5);
            let pen = Pen::new(Tone::Soft, 1.2);
            canvas.line(centre.plus(-2.5, 0.0), centre.plus(2.5, 0.0), pen);
            canvas.line(centre.plus(0.0, -2.5), centre.plus(0.0, 2.5), pen);
        }
    }

    fn hand_ins(&self, canvas: &mut Canvas, top: f64) -> f64 {
        if self.weeks.iter().all(|w| w.handed_in == HandIn::NotDue) {
            return top;
        }
        let y = self.name(canvas, &self.timeline.words.handed_in, 0, top);
        for (place, week) in self.weeks.iter().enumerate() {
            hand_in(canvas, at(self.x(place), y + 8.0), week.handed_in);
        }
        let height = if self.format == Format::Page {
            34.0
        } else {
            18.0
        };
        y + height + LANE_GAP - 8.0
    }

    fn scores(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let mut points: Vec<(usize, &ScorePoint)> = self
            .timeline
            .scores
            .iter()
            .take(SCORES_MAX)
            .filter_map(|score| Some((self.place(score.week_index)?, score)))
            .collect();
        if points.is_empty() {
            return top;
        }
        points.sort_by_key(|(place, _)| *place);
        let more = self.timeline.scores.len().saturating_sub(SCORES_MAX);
        let y = self.name(canvas, &self.timeline.words.scores, more, top) + 4.0;
        let base = y + SCORES;
        let level = |value: f64| {
            let value = if value.is_finite() {
                value.clamp(0.0, 1.0)
            } else {
                0.0
            };
            base - value * SCORES
        };
        floor(canvas, self.left, self.end(), base);
        floor(canvas, self.left, self.end(), y);
        self.score_limit(canvas, &level);
        let path: Vec<Point> = points
            .iter()
            .map(|(place, score)| at(self.x(*place), level(score.value)))
            .collect();
        if path.len() > 1 {
            canvas.polyline(&path, Pen { width: 1.0, ..HAIR });
        }
        let mut free_from = f64::NEG_INFINITY;
        for ((_, score), centre) in points.iter().zip(path) {
            canvas.open(&score.label);
            canvas.circle(centre, 3.2, Pen::new(Tone::Accent, 1.0), Fill::Solid);
            let text = FACE.one_line(&score.label, 60.0);
            let half = FACE.width(&text) / 2.0;
            let fits = centre.x - half >= 0.0 && centre.x + half <= self.width;
            if fits && centre.x - half >= free_from {
                let style = Style::new(FACE, Tone::Soft).anchored(Anchor::Middle);
                canvas.text(at(centre.x, base + 15.0), &text, style);
                free_from = centre.x + half + 6.0;
            }
            canvas.close();
        }
        base + 18.0 + LANE_GAP
    }

    fn score_limit(&self, canvas: &mut Canvas, level: &dyn Fn(f64) -> f64) {
        let Some(limit) = self.timeline.score_limit else {
            return;
        };
        let y = level(limit);
        let pen = Pen::new(Tone::Ink, 1.0).dashed("3 3");
        canvas.line(at(self.left, y), at(self.end(), y), pen);
        if self.format == Format::Page {
            let room = self.width - self.end() - 14.0;
            let text = FACE.one_line(&self.timeline.words.score_limit, room);
            let base = at(self.end() + 8.0, y + 4.5);
            canvas.text(base, &text, Style::new(FACE, Tone::Soft));
        }
    }

    /// Names as many weeks as there is room for.
    fn axis(&self, canvas: &mut Canvas, top: f64) -> f64 {
        floor(canvas, self.left, self.end(), top);
        let mut free_from = 0.0;
        for (place, week) in self.weeks.iter().enumerate() {
            let x = self.x(place);
            let text = FACE.one_line(&week.label, 90.0);
            let half = FACE.width(&text) / 2.0;
            let centre = x.max(half + 2.0).min(self.width - half - 2.0);
            if centre - half < free_from {
                continue;
            }
            free_from = centre + half + 14.0;
            canvas.line(at(x, top), at(x, top + 4.0), THIN);
            let style = Style::new(FACE, Tone::Soft).anchored(Anchor::Middle);
            canvas.text(at(centre, top + 18.0), &text, style);
        }
        top + 24.0
    }
}

struct Label {
    sign: f64,
    left: f64,
    right: f64,
    anchor: Anchor,
    text: String,
}

fn event_sign(canvas: &mut Canvas, centre: Point, glyph: EventGlyph) {
    match glyph {
        EventGlyph::Incident => glyph::warning(canvas, centre, Tone::Over),
        EventGlyph::Safety => glyph::shield(canvas, centre, 6.2, Tone::Info, Fill::Open),
        EventGlyph::Meeting => glyph::meeting(canvas, centre, Tone::Soft),
        EventGlyph::Call => {
            canvas.circle(centre, 5.2, Pen::new(Tone::Due, 1.3), Fill::Open);
            canvas.circle(centre, 2.0, Pen::new(Tone::Due, 1.0), Fill::Solid);
        }
        EventGlyph::Phase => glyph::flag(canvas, centre, Tone::Accent),
    }
}

/// The sign of a weekly summary: a dot in time, a ring too late, a cross not at all.
pub(super) fn hand_in(canvas: &mut Canvas, centre: Point, state: HandIn) {
    match state {
        HandIn::InTime => canvas.circle(centre, 2.8, Pen::new(Tone::Accent, 1.0), Fill::Solid),
        HandIn::Late => canvas.circle(centre, 3.2, Pen::new(Tone::Due, 1.3), Fill::Open),
        HandIn::Missing => {
            let pen = Pen::new(Tone::Over, 1.3);
            canvas.line(centre.plus(-2.8, -2.8), centre.plus(2.8, 2.8), pen);
            canvas.line(centre.plus(-2.8, 2.8), centre.plus(2.8, -2.8), pen);
        }
        HandIn::NotDue => {}
    }
}
