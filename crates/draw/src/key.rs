//! The row at the foot of a drawing that names the signs that occur in it.

use crate::canvas::{Canvas, Point, Style, Tone, at};
use crate::text::Type;

const FACE: Type = Type::plain(13.0);
const SIGN_WIDTH: f64 = 26.0;
const GAP: f64 = 18.0;
const ROW: f64 = 20.0;

/// Draws around the given centre, at most 22 wide and 14 high.
pub(crate) type Sign = fn(&mut Canvas, Point);

/// A sign and its word.
pub(crate) struct KeyItem {
    pub(crate) word: String,
    pub(crate) sign: Sign,
}

/// Draws the key from `top` down, wrapped to the width; gives the height used.
pub(crate) fn draw(canvas: &mut Canvas, items: &[KeyItem], top: f64, width: f64) -> f64 {
    let margin = 8.0;
    let mut x = margin;
    let mut y = top;
    let mut rows = 0.0;
    for item in items {
        let word = FACE.one_line(&item.word, width - 2.0 * margin - SIGN_WIDTH);
        let needed = SIGN_WIDTH + FACE.width(&word);
        if rows == 0.0 {
            rows = 1.0;
        } else if x + needed > width - margin {
            x = margin;
            y += ROW;
            rows += 1.0;
        }
        (item.sign)(canvas, at(x + 10.0, y + ROW / 2.0));
        let base = at(x + SIGN_WIDTH, y + ROW / 2.0 + 4.0);
        canvas.text(base, &word, Style::new(FACE, Tone::Soft));
        x += needed + GAP;
    }
    rows * ROW
}

/// The signs that occur and have a word.
pub(crate) fn items(all: &[(bool, &String, Sign)]) -> Vec<KeyItem> {
    let shown = all
        .iter()
        .filter(|(occurs, word, _)| *occurs && !word.is_empty());
    shown
        .map(|(_, word, sign)| KeyItem {
            word: (*word).clone(),
            sign: *sign,
        })
        .collect()
}
