//! Files that are almost as they were: lines and words put where they do not belong, and bytes where none may be.

use std::ops::Range;

/// Changes in one mutant: one finds what a slip of the pen does, several what a careless hand does.
const CHANGES_MAX: u64 = 4;

/// Bytes of a mutant: changes copy lines, and a file that only grows is read more slowly each time.
pub const BYTES_MAX: usize = 64 * 1024;

/// What stands at the edges of what readers take.
const WORDS: [&str; 34] = [
    "0",
    "1",
    "-1",
    "2",
    "0.5",
    "0.610",
    "61/100",
    "1/0",
    "1e2",
    "nan",
    "-0",
    "10000",
    "10001",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "true",
    "null",
    "\"\"",
    "''",
    "[]",
    "{}",
    "2026-02-29",
    "9999-12-31",
    "24:00:00",
    "\"a = 1\"",
    "\"not (a = 1 or b != 0)\"",
    "sum",
    "=",
    "|",
    ",",
    "\u{feff}",
    "å",
];

/// Chance from a number: xorshift of Marsaglia (2003), so that the same number makes the same mutants everywhere.
#[derive(Debug, Clone)]
pub struct Draws(u64);

impl Draws {
    /// The sequence of this number.
    pub fn new(seed: u64) -> Draws {
        // The generator stands still at 0, and near numbers begin alike.
        let mut draws = Draws(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        draws.below(1);
        draws
    }

    /// A number below this one; 0 if there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end.max(1)
    }

    fn place(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.below(end)).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.place(all.len()))
    }
}

/// Changes a file in a few places.
pub fn change(file: &mut Vec<u8>, draws: &mut Draws) {
    for _ in 0..=draws.below(CHANGES_MAX) {
        match draws.below(8) {
            0 => lines(file, draws),
            1 => bytes(file, draws),
            2 | 3 => words(file, draws),
            _ => swap(file, draws),
        }
    }
    file.truncate(BYTES_MAX);
}

/// Puts a line where another stands, before it or nowhere.
fn lines(file: &mut Vec<u8>, draws: &mut Draws) {
    let lines = pieces(file, |byte, _| byte != b'\n');
    let (Some(from), Some(to)) = (draws.pick(&lines).cloned(), draws.pick(&lines).cloned()) else {
        return;
    };
    let line = file.get(from).unwrap_or_default().to_vec();
    let line = [line, b"\n".to_vec()].concat();
    match draws.below(3) {
        0 => put(file, to.start..to.start, &line),
        1 => put(file, to, &line),
        _ => put(file, to, b""),
    }
}

/// Puts a word from the edge in the place of one that is there.
fn words(file: &mut Vec<u8>, draws: &mut Draws) {
    let words = pieces(file, in_word);
    let (Some(place), Some(word)) = (draws.pick(&words).cloned(), draws.pick(&WORDS)) else {
        return;
    };
    put(file, place, word.as_bytes());
}

/// Puts a word that is there in the place of another.
fn swap(file: &mut Vec<u8>, draws: &mut Draws) {
    let words = pieces(file, in_word);
    let (Some(from), Some(to)) = (draws.pick(&words).cloned(), draws.pick(&words).cloned()) else {
        return;
    };
    let word = file.get(from).unwrap_or_default().to_vec();
    put(file, to, &word);
}

/// Puts, changes or takes a byte, or ends the file.
fn bytes(file: &mut Vec<u8>, draws: &mut Draws) {
    let at = draws.place(file.len());
    let byte = u8::try_from(draws.below(256)).unwrap_or(0);
    match draws.below(8) {
        0 => file.truncate(at),
        1..3 => put(file, at..at, &[byte]),
        3..5 => put(file, at..at + 1, b""),
        _ => put(file, at..at + 1, &[byte]),
    }
}

fn put(file: &mut Vec<u8>, place: Range<usize>, instead: &[u8]) {
    let end = place.end.min(file.len());
    let start = place.start.min(end);
    file.splice(start..end, instead.iter().copied());
}

/// Letters and digits of one word; a text in quotes is one too.
fn in_word(byte: u8, so_far: &[u8]) -> bool {
    match so_far.first() {
        Some(b'"') => byte != b'\n' && (so_far.len() < 2 || so_far.last() != Some(&b'"')),
        Some(first) => is_of_word(*first) && is_of_word(byte),
        None => true,
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || !byte.is_ascii()
}

/// The pieces that a file falls into, without blanks between them.
fn pieces(file: &[u8], goes_on: impl Fn(u8, &[u8]) -> bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, byte) in file.iter().enumerate() {
        let so_far = file.get(start..at).unwrap_or_default();
        if !goes_on(*byte, so_far) {
            if !so_far.iter().all(u8::is_ascii_whitespace) {
                pieces.push(start..at);
            }
            start = at;
        }
    }
    if start < file.len() {
        pieces.push(start..file.len());
    }
    pieces
}
