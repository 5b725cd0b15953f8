//! The genogram: a family over generations, with the usual signs.

mod ink;
mod order;
mod place;
mod rank;

use crate::canvas::{Canvas, Format, Frame, Style, Tone, at};
use crate::key;
use crate::text::Type;

/// People drawn; larger families are drawn in parts, as on paper.
pub const PEOPLE_MAX: usize = 40;

/// A family with its unions and descents.
#[derive(Clone, Debug, Default)]
pub struct Genogram {
    /// Everybody, siblings in order of age.
    pub people: Vec<GenoPerson>,
    /// Couples, present and past.
    pub unions: Vec<Union>,
    /// Whose child somebody is.
    pub parents: Vec<Descent>,
    /// The words of the drawing.
    pub words: GenoWords,
}

/// One person of the family.
#[derive(Clone, Debug, Default)]
pub struct GenoPerson {
    /// The number that unions and descents use.
    pub id: u32,
    /// The first name, or the role for those without the right to names.
    pub label: String,
    /// The age or another short fact.
    pub sub_label: String,
    /// Decides the sign.
    pub sex: Sex,
    /// Lives in the household.
    pub in_household: bool,
    /// The child the treatment is about: a double outline.
    pub index_child: bool,
    /// Dead: a cross.
    pub deceased: bool,
    /// Has a protected identity: a shield.
    pub protected: bool,
}

/// Which sign a person gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sex {
    /// A circle.
    F,
    /// A square.
    M,
    /// A diamond.
    X,
    /// A diamond with a question mark.
    #[default]
    Unknown,
}

/// Two people who are or were a couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Union {
    /// One of them.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// How it stands.
    pub kind: Bond,
}

/// How a union stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// A plain line.
    Together,
    /// A line with one stroke.
    Separated,
    /// A line with two strokes.
    Divorced,
}

/// Whose child somebody is; a foster child has one for each family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descent {
    /// The child.
    pub child: u32,
    /// One parent or two; further ones are not drawn.
    pub parents: Vec<u32>,
    /// How the child came to them.
    pub kind: DescentKind,
}

/// How a child came to its parents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DescentKind {
    /// A plain line.
    Born,
    /// A dashed line.
    Adopted,
    /// A dotted line.
    Foster,
}

/// Words of the genogram; a sign without a word is left out of the key.
#[derive(Clone, Debug, Default)]
pub struct GenoWords {
    /// Written at the dashed line round the household.
    pub household: String,
    /// Names the square.
    pub man: String,
    /// Names the circle.
    pub woman: String,
    /// Names the diamond.
    pub other: String,
    /// Names the diamond with a question mark.
    pub unknown: String,
    /// Names the double outline.
    pub index_child: String,
    /// Names the cross.
    pub deceased: String,
    /// Names the shield.
    pub protected: String,
    /// Names one stroke.
    pub separated: String,
    /// Names two strokes.
    pub divorced: String,
    /// Names a dashed line between parents whose union is not recorded.
    pub parents_only: String,
    /// Names the dashed line to a child.
    pub adopted: String,
    /// Names the dotted line to a child.
    pub foster: String,
    /// Printed with a number when links contradict each other or name nobody here.
    pub links_left_out: String,
    /// Printed when there is nobody.
    pub empty: String,
}

impl Genogram {
    /// The drawing as SVG.
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        let (canvas, width, height) = self.draw(frame.format);
        canvas.finish(frame, width, height)
    }

    fn draw(&self, format: Format) -> (Canvas, f64, f64) {
        let shown = self.people.get(..PEOPLE_MAX).unwrap_or(&self.people);
        let kin = rank::Kin::new(self, shown);
        let rows = order::rows(&kin, shown);
        let plan = place::Plan::new(&kin, rows, shown, format);
        let mut canvas = Canvas::default();
        ink::draw(&mut canvas, &kin, &plan, shown, &self.words);
        let mut height = plan.height;
        let face = Type::plain(13.0);
        for note in self.notes(&kin) {
            let note = face.one_line(&note, plan.width - 16.0);
            canvas.text(at(8.0, height + 14.0), &note, Style::new(face, Tone::Soft));
            height += 20.0;
        }
        let items = ink::key_items(self, shown, &kin);
        height += key::draw(&mut canvas, &items, height + 4.0, plan.width) + 8.0;
        (canvas, plan.width, height)
    }

    /// What the drawing cannot show.
    fn notes(&self, kin: &rank::Kin) -> Vec<String> {
        let mut notes = Vec::new();
        if self.people.is_empty() && !self.words.empty.is_empty() {
            notes.push(self.words.empty.clone());
        }
        if self.people.len() > PEOPLE_MAX {
            notes.push(format!("+{}", self.people.len() - PEOPLE_MAX));
        }
        if kin.left_out > 0 && !self.words.links_left_out.is_empty() {
            notes.push(format!("{}: {}", self.words.links_left_out, kin.left_out));
        }
        notes
    }
}

#[cfg(test)]
mod tests;
