//! People's text, made safe to set.
//!
//! PDF/A refuses a character that the typeface lacks, and a note with a smiley in it must still
//! come out. So each such character becomes [`STAND_IN`], and the document says how many did.

use typst::text::Font;

/// Set where the typeface has no such character.
pub(crate) const STAND_IN: char = '□';

/// A word longer than this may also break after a mark, as an address or a link should.
const WORD_MAX: usize = 24;
/// A stretch of letters longer than this is no word, and may break anywhere: a slip of the keyboard
/// would otherwise run out of the page. Shorter ones are hyphenated.
const STRETCH_MAX: usize = 40;
/// Shows nothing, and lets a line break.
const BREAK: char = '\u{200b}';

/// A text for the page, and how many characters stand in.
pub(crate) fn clean(text: &str, fonts: &[Font]) -> (String, usize) {
    let (shown, replaced) = visible(text, fonts);
    (breakable(&shown), replaced)
}

/// The same text with nothing in it that a reader cannot see, and how many characters stand in.
pub(crate) fn visible(text: &str, fonts: &[Font]) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut replaced = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let c = match c {
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            '\t' | '\u{b}' | '\u{c}' => ' ',
            _ => c,
        };
        if is_invisible(c) {
            continue;
        }
        if c == '\n' || covered(c, fonts) {
            out.push(c);
        } else {
            out.push(STAND_IN);
            replaced += 1;
        }
    }
    (out, replaced)
}

/// The same text with places to break in its longest words.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.chars().count() <= WORD_MAX {
            out.push_str(word);
            continue;
        }
        for stretch in word.split_inclusive(|c: char| !c.is_alphanumeric()) {
            if stretch.chars().count() > STRETCH_MAX {
                for c in stretch.chars() {
                    out.push(c);
                    out.push(BREAK);
                }
            } else {
                out.push_str(stretch);
                if stretch.ends_with(['/', '.', '@', '_', '&', '=', '?', '#', ',', ';', ':']) {
                    out.push(BREAK);
                }
            }
        }
    }
    out
}

fn covered(c: char, fonts: &[Font]) -> bool {
    fonts
        .iter()
        .all(|font| font.info().coverage.contains(u32::from(c)))
}

/// Controls, joiners, marks of direction and private characters: they show nothing, hide
/// something, or turn the order of what is read.
fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::{breakable, visible};
    use crate::world::fonts;

    #[track_caller]
    fn check(text: &str, expected: &str, replaced: usize) {
        let fonts = fonts().unwrap();
        assert_eq!(visible(text, &fonts), (expected.to_owned(), replaced));
    }

    #[test]
    fn swedish_and_its_neighbours_are_kept() {
        check(
            "Åsa Öberg – ”så här”, Şirin, Жанна, Zoë",
            "Åsa Öberg – ”så här”, Şirin, Жанна, Zoë",
            0,
        );
    }

    #[test]
    fn a_character_without_a_glyph_stands_in() {
        check("Bra 🙂 ok \u{645}", "Bra □ ok □", 2);
    }

    #[test]
    fn what_cannot_be_seen_goes() {
        check("a\u{0}b\u{202e}c\u{200b}d\u{feff}\u{e000}", "abcd", 0);
        check("a\r\nb\rc\u{2028}d\te", "a\nb\nc\nd e", 0);
    }

    #[test]
    fn long_words_may_break() {
        for whole in [
            "barnavårdsutredningsenheten",
            "kl. 8.15, rum 4/5",
            "Flerfamiljsbehandlingsmetodik",
        ] {
            assert_eq!(breakable(whole), whole);
        }
        let address = "fornamn.efternamn@socialkontoret.example x";
        assert_eq!(
            breakable(address).split('\u{200b}').collect::<Vec<_>>(),
            ["fornamn.", "efternamn@", "socialkontoret.", "example x"],
        );
        assert_eq!(breakable(&"x".repeat(100)).matches('\u{200b}').count(), 100);
    }
}
