//! A case over time: phases, events, contacts, steps, summaries and scores, week by week.

mod lanes;

use crate::canvas::{Canvas, Format, Frame, HAIR, Pen, Style, Tone, at};
use crate::glyph::{self, Square};
use crate::key::{self, KeyItem, Sign};
use crate::text::Type;

/// Weeks drawn, the latest; twice the longest treatment a programme allows.
pub const WEEKS_MAX: usize = 80;

/// Events drawn, the first; more than these cannot be labelled.
pub const EVENTS_MAX: usize = 60;

/// Phase spans drawn; a case has three and may go back a few times.
const PHASES_MAX: usize = 20;

/// Scores drawn: one instrument every fourth week, with room for repeats.
const SCORES_MAX: usize = 80;

/// A case over time.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// One per week, without holes, oldest first.
    pub weeks: Vec<TimelineWeek>,
    /// What happened.
    pub events: Vec<TimelineEvent>,
    /// The phases of the treatment.
    pub phases: Vec<PhaseSpan>,
    /// Scores of one instrument.
    pub scores: Vec<ScorePoint>,
    /// The score to reach, 0 to 1.
    pub score_limit: Option<f64>,
    /// The words of the drawing.
    pub words: TimelineWords,
}

/// One week.
#[derive(Clone, Debug, Default)]
pub struct TimelineWeek {
    /// For instance "v. 14".
    pub label: String,
    /// How many contacts there were.
    pub contacts: u32,
    /// How many there should be.
    pub minimum: Option<u32>,
    /// Steps met.
    pub steps_met: u32,
    /// Steps partly met.
    pub steps_partly: u32,
    /// Steps not met or not tried.
    pub steps_unmet: u32,
    /// The state of the weekly summary.
    pub handed_in: HandIn,
}

/// The state of a weekly summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HandIn {
    /// Handed in before its time.
    InTime,
    /// Handed in after it.
    Late,
    /// Not handed in though it was due.
    Missing,
    /// Nothing is due, or not yet.
    #[default]
    NotDue,
}

/// Something that happened in a week.
#[derive(Clone, Debug)]
pub struct TimelineEvent {
    /// The place in `weeks`.
    pub week_index: usize,
    /// Which sign it gets.
    pub glyph: EventGlyph,
    /// What it was, in a few words.
    pub label: String,
}

/// The sign of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventGlyph {
    /// A triangle.
    Incident,
    /// A shield.
    Safety,
    /// Two rings.
    Meeting,
    /// A ring in a ring.
    Call,
    /// A flag.
    Phase,
}

/// A phase from one week to another, both included.
#[derive(Clone, Debug)]
pub struct PhaseSpan {
    /// The place of the first week in `weeks`.
    pub from_week: usize,
    /// The place of the last.
    pub to_week: usize,
    /// Its name.
    pub label: String,
}

/// A score in a week.
#[derive(Clone, Debug)]
pub struct ScorePoint {
    /// The place in `weeks`.
    pub week_index: usize,
    /// From 0 to 1; values outside are drawn at the edge.
    pub value: f64,
    /// The score as it is written, for instance "0,71".
    pub label: String,
}

/// Words of the timeline: the names of the lanes and of the signs in them.
#[derive(Clone, Debug, Default)]
pub struct TimelineWords {
    /// Names the lane of phases.
    pub phases: String,
    /// Names the lane of events.
    pub events: String,
    /// Names the lane of contacts.
    pub contacts: String,
    /// Written before the minimum, for instance "minst".
    pub minimum: String,
    /// Names the lane of steps.
    pub steps: String,
    /// Names the full square.
    pub steps_met: String,
    /// Names the half square.
    pub steps_partly: String,
    /// Names the empty square.
    pub steps_unmet: String,
    /// Names the lane of weekly summaries.
    pub handed_in: String,
    /// Names the dot.
    pub in_time: String,
    /// Names the ring.
    pub late: String,
    /// Names the cross.
    pub missing: String,
    /// Names the lane of scores.
    pub scores: String,
    /// Written at the line to reach, for instance "gräns 0,61".
    pub score_limit: String,
    /// Written after the number of weeks that are not drawn.
    pub weeks_before: String,
    /// Printed when there is no week.
    pub empty: String,
}

impl Timeline {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let hidden = self.weeks.len().saturating_sub(WEEKS_MAX);
        let mut canvas = Canvas::default();
        let (width, per_band) = match format {
            Format::Page => (960.0, WEEKS_MAX),
            // Sixteen weeks leave 21 units for each, so that counts can still be written below their bars.
            Format::Phone => (360.0, 16),
        };
        let mut y = 4.0;
        let mut from = hidden;
        while from < self.weeks.len() {
            let to = (from + per_band).min(self.weeks.len());
            let mut band = lanes::Band::new(self, format, (from, to), width);
            y = band.draw(&mut canvas, y) + 14.0;
            from = to;
        }
        let face = Type::plain(13.0);
        for note in self.notes(hidden) {
            let note = face.one_line(&note, width - 16.0);
            canvas.text(at(8.0, y + 12.0), &note, Style::new(face, Tone::Soft));
            y += 20.0;
        }
        y += key::draw(&mut canvas, &self.key(), y, width) + 6.0;
        (canvas, width, y)
    }

    fn notes(&self, hidden: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.weeks.is_empty() && !self.words.empty.is_empty() {
            notes.push(self.words.empty.clone());
        }
        if hidden > 0 {
            notes.push(
                format!("+{hidden} {}", self.words.weeks_before)
                    .trim()
                    .to_owned(),
            );
        }
        notes
    }

    fn key(&self) -> Vec<KeyItem> {
        let words = &self.words;
        let any = |test: fn(&TimelineWeek) -> bool| self.weeks.iter().any(test);
        let all: [(bool, &String, Sign); 6] = [
            (any(|w| w.steps_met > 0), &words.steps_met, |c, p| {
                glyph::square(c, p.plus(-5.0, -5.0), 10.0, Square::Full);
            }),
            (any(|w| w.steps_partly > 0), &words.steps_partly, |c, p| {
                glyph::square(c, p.plus(-5.0, -5.0), 10.0, Square::Half);
            }),
            (any(|w| w.steps_unmet > 0), &words.steps_unmet, |c, p| {
                glyph::square(c, p.plus(-5.0, -5.0), 10.0, Square::Empty);
            }),
            (
                any(|w| w.handed_in == HandIn::InTime),
                &words.in_time,
                |c, p| {
                    lanes::hand_in(c, p, HandIn::InTime);
                },
            ),
            (any(|w| w.handed_in == HandIn::Late), &words.late, |c, p| {
                lanes::hand_in(c, p, HandIn::Late);
            }),
            (
                any(|w| w.handed_in == HandIn::Missing),
                &words.missing,
                |c, p| {
                    lanes::hand_in(c, p, HandIn::Missing);
                },
            ),
        ];
        key::items(&all)
    }
}

/// The floor of a lane.
fn floor(canvas: &mut Canvas, from: f64, to: f64, y: f64) {
    canvas.line(at(from, y), at(to, y), Pen { width: 1.0, ..HAIR });
}

#[cfg(test)]
mod tests;
