//! Escaping, measuring and wrapping of text.

use std::borrow::Cow;

/// Labels longer than this are cut before anything else, so that pasted pages cost nothing.
const TEXT_CHARS_MAX: usize = 600;

/// Bold text is about a tenth wider than regular text in both faces.
const STRONG_FACTOR: f64 = 1.1;

/// A part of a broken word shorter than this reads as a misprint.
const BREAK_CHARS_MIN: usize = 3;

/// Widths in thousandths of the size for U+0020..U+007E, the wider of Source Sans 3 and Liberation Sans.
const ASCII: [u16; 95] = [
    278, 289, 426, 556, 556, 889, 667, 249, 333, 333, 418, 584, 278, 333, 278, 350, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 303, 350, 303, 497, 556, 542, 556, 556, 500, 556, 556, 292, 556, 556, 246, 247, 500,
    255, 833, 556, 556, 556, 556, 347, 500, 338, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Escapes text for element content and for double-quoted attributes; characters XML forbids become spaces.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| escaped(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match escaped(c) {
            Some(instead) => out.push_str(instead),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What stands for a character that cannot stand for itself.
fn escaped(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => Some(" "),
        _ => None,
    }
}

/// One space between words, nothing around them (a no-break space holds its words together), and at most [`TEXT_CHARS_MAX`] characters.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    for word in text.split(is_gap) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.chars().count() > TEXT_CHARS_MAX {
        out = out.chars().take(TEXT_CHARS_MAX - 1).collect();
        out.push('…');
    }
    Cow::Owned(out)
}

/// What parts words.
fn is_gap(c: char) -> bool {
    (c.is_whitespace() && c != '\u{a0}') || c.is_control()
}

/// Whether a text can stay as it is; most can.
fn is_clean(text: &str) -> bool {
    let mut after_gap = true;
    for c in text.chars() {
        let gap = is_gap(c);
        if gap && (after_gap || c != ' ') {
            return false;
        }
        after_gap = gap;
    }
    (!after_gap || text.is_empty()) && text.len() <= TEXT_CHARS_MAX
}

fn thousandths(c: char) -> f64 {
    let code = u32::from(c);
    let ascii = code
        .checked_sub(0x20)
        .and_then(|i| usize::try_from(i).ok())
        .and_then(|i| ASCII.get(i));
    match ascii {
        Some(width) => f64::from(*width),
        None => other_thousandths(c, code),
    }
}

fn other_thousandths(c: char, code: u32) -> f64 {
    match c {
        'å' | 'ä' | 'ö' | 'é' | 'è' | 'ü' | 'á' | 'à' | 'ñ' | 'ó' | 'ò' | 'ø' => 560.0,
        'Å' | 'Ä' | 'É' | 'È' | 'Á' => 670.0,
        'Ö' | 'Ü' | 'Ø' | 'Ó' => 780.0,
        'æ' => 890.0,
        'Æ' | '—' | '…' => 1000.0,
        '–' => 560.0,
        '·' | '’' | '‘' | '\u{a0}' => 280.0,
        '”' | '“' => 430.0,
        '•' => 355.0,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{ad}' => 0.0,
        _ if code >= 0x1100 => 1050.0,
        c if c.is_uppercase() => 800.0,
        _ => 620.0,
    }
}

/// Size and weight of a line of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) strong: bool,
}

impl Type {
    pub(crate) const fn plain(size: f64) -> Type {
        Type {
            size,
            strong: false,
        }
    }

    pub(crate) const fn strong(size: f64) -> Type {
        Type { size, strong: true }
    }

    /// The width of a line, never less than what either typeface needs.
    pub(crate) fn width(self, text: &str) -> f64 {
        let factor = if self.strong { STRONG_FACTOR } else { 1.0 };
        text.chars().map(thousandths).sum::<f64>() / 1000.0 * self.size * factor
    }

    pub(crate) fn line_height(self) -> f64 {
        (self.size * 1.28).round()
    }

    /// The text in at most `lines_max` lines of at most `width`, about equally long so that no word is left alone.
    pub(crate) fn wrap(self, text: &str, width: f64, lines_max: usize) -> Wrapped {
        let mut best = self.wrap_greedily(text, width, lines_max);
        if best.lines.len() < 2 || best.cut || best.broken {
            return best;
        }
        for part in [0.92, 0.84, 0.76, 0.68, 0.6, 0.52] {
            let narrower = self.wrap_greedily(text, width * part, lines_max);
            if narrower.lines.len() > best.lines.len() || narrower.cut || narrower.broken {
                break;
            }
            best = narrower;
        }
        best
    }

    fn wrap_greedily(self, text: &str, width: f64, lines_max: usize) -> Wrapped {
        let mut wrapper = Wrapper {
            face: self,
            width,
            lines: Vec::new(),
            line: String::new(),
            broken: false,
        };
        for word in clean(text).split(' ') {
            wrapper.word(word);
        }
        wrapper.finish(lines_max)
    }

    /// The text in one line, cut with an ellipsis where it is too long.
    pub(crate) fn one_line(self, text: &str, width: f64) -> String {
        /// What sums and differences of the width itself may lose to rounding: nobody sees it.
        const ROUNDING: f64 = 1e-6;
        let text = clean(text);
        if self.width(&text) <= width + ROUNDING {
            return text.into_owned();
        }
        self.ellipsis(&text, width)
    }

    fn ellipsis(self, text: &str, width: f64) -> String {
        let mut kept: Vec<char> = text.chars().collect();
        loop {
            let mut line: String = kept.iter().collect();
            line = line.trim_end_matches([' ', ',', '-', '.']).to_owned();
            line.push('…');
            if self.width(&line) <= width || kept.pop().is_none() {
                return line;
            }
        }
    }
}

/// Lines that fit, and what had to be done to make them fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wrapped {
    pub(crate) lines: Vec<String>,
    /// Some of the text is not shown.
    pub(crate) cut: bool,
    /// A word was divided.
    pub(crate) broken: bool,
}

struct Wrapper {
    face: Type,
    width: f64,
    lines: Vec<String>,
    line: String,
    broken: bool,
}

impl Wrapper {
    fn word(&mut self, word: &str) {
        let mut rest = word.to_owned();
        while !rest.is_empty() {
            let lead = if self.line.is_empty() {
                String::new()
            } else {
                format!("{} ", self.line)
            };
            let joined = format!("{lead}{rest}");
            if self.face.width(&joined) <= self.width {
                self.line = joined;
                return;
            }
            if !self.line.is_empty() && self.face.width(&rest) <= self.width {
                self.end_line();
                continue;
            }
            let room = self.width - self.face.width(&lead);
            match divide(self.face, &rest, room, self.line.is_empty()) {
                Some((head, tail)) => {
                    self.lines.push(format!("{lead}{head}"));
                    self.line.clear();
                    self.broken = true;
                    rest = tail;
                }
                None => self.end_line(),
            }
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
    }

    fn finish(mut self, lines_max: usize) -> Wrapped {
        if !self.line.is_empty() {
            self.end_line();
        }
        let cut = self.lines.len() > lines_max;
        if cut {
            self.lines.truncate(lines_max);
            if let Some(last) = self.lines.last_mut() {
                let with_mark = format!("{last}…");
                *last = if self.face.width(&with_mark) <= self.width && !last.ends_with('-') {
                    with_mark
                } else {
                    self.face.ellipsis(last, self.width)
                };
            }
        }
        Wrapped {
            lines: self.lines,
            cut,
            broken: self.broken,
        }
    }
}

fn is_vowel(c: char) -> bool {
    matches!(
        c.to_lowercase().next(),
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'å' | 'ä' | 'ö' | 'é')
    )
}

/// Two letters that are spoken as one stay together.
fn is_one_sound(a: char, b: char) -> bool {
    matches!(
        (a, b),
        ('n', 'g') | ('s' | 't' | 'k' | 'd' | 'g' | 'h' | 'l', 'j') | ('c', 'k' | 'h')
    )
}

/// Divides a word that is longer than a line: after its own hyphen, else before a consonant that a vowel follows,
/// which is where Swedish words may be divided, else where it must. On an empty line it always gives something.
fn divide(face: Type, word: &str, room: f64, must: bool) -> Option<(String, String)> {
    let chars: Vec<char> = word.chars().collect();
    let mut width = 0.0;
    let hyphen = face.width("-");
    let mut own = None;
    let mut soft = None;
    let mut hard = None;
    for (i, c) in chars.iter().enumerate() {
        if i >= 1 && width + hyphen <= room && !is_joined(*c) {
            hard = Some(i);
            let next_vowel = chars.get(i + 1).copied().is_some_and(is_vowel);
            let fair = i >= BREAK_CHARS_MIN && chars.len() - i >= BREAK_CHARS_MIN;
            let before = i.checked_sub(1).and_then(|i| chars.get(i)).copied();
            let parted = before.is_some_and(|before| !is_one_sound(before, *c));
            if fair && parted && !is_vowel(*c) && c.is_alphabetic() && next_vowel {
                soft = Some(i);
            }
        }
        width += face.width(&c.to_string());
        if matches!(c, '-' | '/' | '–') && width <= room && i + 1 < chars.len() {
            own = Some(i + 1);
        }
    }
    let at = own
        .or(soft)
        .or(hard.filter(|i| must || *i > BREAK_CHARS_MIN))
        .or(must.then_some(1))?;
    let mut head: String = chars.iter().take(at).collect();
    if own.is_none() {
        head.push('-');
    }
    Some((head, chars.iter().skip(at).collect()))
}

/// A character that may not be parted from the one before it.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: f64, lines: &[&str]) {
        assert_eq!(Type::plain(14.0).wrap(text, width, 4).lines, lines);
    }

    #[test]
    fn words_wrap_and_long_words_divide_where_swedish_allows() {
        check("", 100.0, &[]);
        check("Bråk om läxor", 200.0, &["Bråk om läxor"]);
        check("Bråk om läxor", 60.0, &["Bråk om", "läxor"]);
        check(
            "Socialtjänstinspektörsutbildningen",
            110.0,
            &["Socialtjänstins-", "pektörsutbild-", "ningen"],
        );
        check("Enskede-Årsta-Vantör", 100.0, &["Enskede-Årsta-", "Vantör"]);
    }

    #[test]
    fn no_line_is_wider_than_asked_for() {
        let words = [
            "ö",
            "överförskyndande",
            "hej",
            "a-b",
            "Å",
            "skolfrånvaroutredning",
        ];
        for width in [30.0, 47.0, 80.0, 133.0] {
            for n in 1..40_usize {
                let text: Vec<&str> = (0..n)
                    .filter_map(|i| words.get(i * 7 % 6))
                    .copied()
                    .collect();
                let wrapped = Type::strong(13.0).wrap(&text.join(" "), width, 5);
                assert!(wrapped.lines.len() <= 5);
                for line in wrapped.lines {
                    assert!(
                        Type::strong(13.0).width(&line) <= width,
                        "{line} in {width}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_cut_text_ends_with_an_ellipsis() {
        let wrapped = Type::plain(14.0).wrap("ett två tre fyra fem sex sju åtta", 60.0, 2);
        assert!(wrapped.cut);
        assert_eq!(wrapped.lines, ["ett två", "tre fyra…"]);
        assert_eq!(Type::plain(14.0).one_line("Skolfrånvaro", 60.0), "Skolfrå…");
    }

    #[test]
    fn a_text_that_got_the_room_that_it_takes_is_whole() {
        let face = Type::plain(14.0);
        for text in ["Under way", "Pågår", "Ärenden", "100 %"] {
            for beside in [8.0, 10.0, 0.1, 960.0] {
                let room = beside + face.width(text) + 0.3;
                assert_eq!(face.one_line(text, room - beside - 0.3), text);
            }
        }
    }

    #[test]
    fn a_pasted_page_is_cut_first() {
        assert_eq!(
            clean(&"ord ".repeat(100_000)).chars().count(),
            TEXT_CHARS_MAX
        );
    }

    #[test]
    fn only_what_parts_words_is_cleaned() {
        for (text, said) in [
            ("", ""),
            (" ", ""),
            ("ett två", "ett två"),
            ("ett  två", "ett två"),
            (" ett två", "ett två"),
            ("ett två ", "ett två"),
            ("ett\ttvå", "ett två"),
            ("100\u{a0}%", "100\u{a0}%"),
        ] {
            assert_eq!(clean(text), said, "{text:?}");
            assert_eq!(matches!(clean(text), Cow::Borrowed(_)), text == said);
        }
    }

    #[test]
    fn markup_and_control_characters_are_harmless() {
        assert_eq!(
            escape("<script>\u{0}\"&'"),
            "&lt;script&gt; &quot;&amp;&#39;"
        );
    }
}
