//! An item map: how much it takes to reach each step of each item, below the people who answered, on one axis.

mod lines;

use crate::canvas::{Canvas, Fill, Format, Frame, Pen, Point, Style, Tone, at};
use crate::glyph;
use crate::key::{self, Sign};
use crate::text::Type;

/// Items drawn, the first: as many as one sheet of paper holds.
pub const ITEMS_MAX: usize = 50;

/// Thresholds drawn per item, the first: an item with twelve answers has these, and numbers of more run together.
pub const THRESHOLDS_MAX: usize = 11;

/// Bars drawn for the people: a quarter of a logit each over the widest axis. Neighbours are added up until there are no more.
pub const PERSON_BARS_MAX: usize = 80;

/// The axis ends here at the latest: ten logits from zero all but one in 22,000 give the same answer.
const LOGITS_MAX: f64 = 10.0;

/// Items and people on one axis.
#[derive(Clone, Debug, Default)]
pub struct ItemMap {
    /// The items from top to bottom.
    pub items: Vec<ItemLine>,
    /// The people: from where to where on the axis, and how many.
    pub persons: Vec<(f64, f64, u32)>,
    /// The words of the drawing.
    pub words: ItemMapWords,
}

/// One item.
#[derive(Clone, Debug, Default)]
pub struct ItemLine {
    /// Its name or number.
    pub label: String,
    /// Where each answer becomes likelier than the one before it, in the order of the answers.
    pub thresholds: Vec<f64>,
    /// Whether the answers do not fit the model.
    pub misfit: bool,
}

/// Words of the item map: the names of its lanes and signs. A sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct ItemMapWords {
    /// Names the bars, for instance "Familjer".
    pub persons: String,
    /// Names the axis, for instance "logit".
    pub axis: String,
    /// Names the dot.
    pub threshold: String,
    /// Names the triangle.
    pub misfit: String,
    /// Names the chevron: the value lies outside the axis.
    pub outside: String,
    /// Written after the number of items that are not drawn.
    pub items_after: String,
    /// Printed when there is no item.
    pub empty: String,
}

impl ItemMap {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let plan = lines::Plan::new(self, format);
        let mut canvas = Canvas::default();
        let mut y = 4.0;
        if !plan.is_empty() {
            y = plan.draw(&mut canvas, y) + 10.0;
        }
        let face = Type::plain(13.0);
        for note in self.notes() {
            let note = face.one_line(&note, plan.width - 16.0);
            canvas.text(at(8.0, y + 12.0), &note, Style::new(face, Tone::Soft));
            y += 20.0;
        }
        let words = &self.words;
        let all: [(bool, &String, Sign); 3] = [
            (plan.has_threshold(), &words.threshold, threshold),
            (plan.has_misfit(), &words.misfit, misfit),
            (plan.has_outside(), &words.outside, |c, p| {
                glyph::chevron(c, p.plus(2.5, 0.0), 0.0, Tone::Soft);
            }),
        ];
        y += key::draw(&mut canvas, &key::items(&all), y, plan.width) + 6.0;
        (canvas, plan.width, y)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.items.is_empty() {
            notes.push(self.words.empty.clone());
        }
        let hidden = self.items.len().saturating_sub(ITEMS_MAX);
        if hidden > 0 {
            let text = format!("+{hidden} {}", self.words.items_after);
            notes.push(text.trim().to_owned());
        }
        notes.retain(|note| !note.is_empty());
        notes
    }
}

fn threshold(canvas: &mut Canvas, centre: Point) {
    canvas.circle(centre, 3.4, Pen::new(Tone::Accent, 1.0), Fill::Solid);
}

fn misfit(canvas: &mut Canvas, centre: Point) {
    glyph::warning(canvas, centre, Tone::Over);
}

#[cfg(test)]
mod tests;
