//! Where the objects of a PDF stand: as text between its streams, or packed in a stream of their own.
//!
//! Whoever opens a PDF jumps to an object by its place. So each object is read by itself, from wherever the word `obj` stands,
//! as they do: what an object begins in a comment, a string or another stream's data hides nothing.

use super::{find, names, past_name};

/// Bytes of a stream's dictionary: those of scanners and word processors have a few hundred.
const DICTIONARY_BYTES_MAX: usize = 64 * 1024;
/// Dictionaries are read at most so often as the file is long, each byte once and a little: more is a file that is made to
/// take time.
const READS_MAX: usize = 4;

/// A file in parts.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// What can be read as it is: everything but the data of streams.
    pub(super) text: Vec<&'a [u8]>,
    /// The data of streams that hold objects.
    pub(super) objects: Vec<(Packing, &'a [u8])>,
}

/// How a stream that holds objects is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Zlib,
    /// Otherwise, or twice.
    Unknown,
}

/// A stream of an object: its dictionary, and its data.
struct Stream<'a> {
    dictionary: &'a [u8],
    /// Where its data begins in the file, and where it ends.
    data: (usize, usize),
}

/// The parts of a file; none where reading it would take too long.
pub(super) fn parts(file: &[u8]) -> Option<Parts<'_>> {
    let mut parts = Parts::default();
    let mut left = file
        .len()
        .saturating_mul(READS_MAX)
        .max(DICTIONARY_BYTES_MAX);
    let (places, ends) = (objects(file), all(file, b"endstream"));
    let first = places.first().copied().unwrap_or(file.len());
    parts.text.extend(file.get(..first));
    for (number, place) in places.iter().enumerate() {
        let next = places.get(number + 1).copied().unwrap_or(file.len());
        let read = stream(file, *place, &ends);
        left = left.checked_sub(read.bytes)?;
        let Some(found) = read.stream else {
            let text = file.get(*place..next).unwrap_or_default();
            parts.text.push(text);
            // Whoever is less strict than this may find a stream here.
            if read.is_dictionary && may_hold_objects(text) && find(text, b"stream").is_some() {
                parts.objects.push((Packing::Unknown, text));
            }
            continue;
        };
        let (from, to) = found.data;
        parts.text.extend(file.get(*place..from.min(next)));
        parts.text.extend(file.get(to..next));
        if may_hold_objects(found.dictionary) {
            left = left.checked_sub(to - from)?;
            let data = file.get(from..to).unwrap_or_default();
            parts.objects.push((packing(found.dictionary), data));
        }
    }
    Some(parts)
}

/// Every place of a word.
fn all(file: &[u8], word: &[u8]) -> Vec<usize> {
    let words = file.windows(word.len()).enumerate();
    let places = words.filter(|(_, part)| *part == word);
    places.map(|(at, _)| at).collect()
}

/// Every place after the word `obj`, in strings, comments and data too: anybody may jump there.
fn objects(file: &[u8]) -> Vec<usize> {
    const WORD: &[u8] = b"obj";
    let follows_number = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| file.get(at));
        before.is_some_and(|one| is_space(*one) || one.is_ascii_digit())
    };
    let words = all(file, WORD).into_iter();
    let places = words.filter(follows_number);
    places.map(|at| at + WORD.len()).collect()
}

/// What was read of an object, and how many bytes that took.
struct Read<'a> {
    /// It begins as one, whether or not it can be read to its end.
    is_dictionary: bool,
    stream: Option<Stream<'a>>,
    bytes: usize,
}

/// The stream of the object that begins at a place: `stream` right after its dictionary and before the end of a line, with
/// `endstream` somewhere after it.
fn stream<'a>(file: &'a [u8], place: usize, ends: &[usize]) -> Read<'a> {
    let end = place.saturating_add(DICTIONARY_BYTES_MAX).min(file.len());
    let mut reader = Reader {
        text: file.get(..end).unwrap_or_default(),
        at: place,
    };
    reader.blank();
    let is_dictionary = reader.rest().starts_with(b"<<");
    let closed = reader.dictionary();
    let bytes = reader.at.saturating_sub(place);
    let found = closed.and_then(|()| {
        let dictionary = file.get(place..reader.at)?;
        reader.text = file;
        let from = reader.begins_stream()?;
        let to = ends.get(ends.partition_point(|end| *end < from))?;
        Some(Stream {
            dictionary,
            data: (from, *to),
        })
    });
    Read {
        is_dictionary,
        stream: found,
        bytes,
    }
}

/// Reads as those do who open a PDF: past comments, strings and names.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    /// Moves past a dictionary that begins here; none where none does, or where it does not end.
    fn dictionary(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0)?, self.peek(1)) {
                (b'<', Some(b'<')) => {
                    self.at += 2;
                    depth += 1;
                }
                _ if depth == 0 => return None,
                (b'>', Some(b'>')) => {
                    self.at += 2;
                    depth -= 1;
                    if depth == 0 {
                        return Some(());
                    }
                }
                (b'%', _) => self.comment(),
                (b'(', _) => self.string()?,
                (b'<', _) => self.until(b'>')?,
                // No dictionary goes over the end of its object.
                (b'e', _) if self.rest().starts_with(b"endobj") => return None,
                _ => self.at += 1,
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Past white space and comments.
    fn blank(&mut self) {
        while let Some(one) = self.peek(0) {
            match one {
                b'%' => self.comment(),
                one if is_space(one) => self.at += 1,
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        while self
            .peek(0)
            .is_some_and(|one| !matches!(one, b'\r' | b'\n'))
        {
            self.at += 1;
        }
    }

    /// Past a string with the strings that it holds.
    fn string(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek(0)? {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn until(&mut self, end: u8) -> Option<()> {
        while self.peek(0)? != end {
            self.at += 1;
        }
        self.at += 1;
        Some(())
    }

    /// Where the data of a stream begins that begins here.
    fn begins_stream(&mut self) -> Option<usize> {
        const WORD: &[u8] = b"stream";
        while is_space(self.peek(0)?) {
            self.at += 1;
        }
        if !self.rest().starts_with(WORD) {
            return None;
        }
        match (self.peek(WORD.len())?, self.peek(WORD.len() + 1)) {
            (b'\r', Some(b'\n')) => Some(self.at + WORD.len() + 2),
            (b'\n', _) => Some(self.at + WORD.len() + 1),
            _ => None,
        }
    }
}

/// What a PDF takes for white space.
fn is_space(one: u8) -> bool {
    matches!(one, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Whether a stream can hold objects. Some programs unpack objects from whatever says how many it holds, or from where on,
/// without asking for its type.
fn may_hold_objects(dictionary: &[u8]) -> bool {
    let wanted: [&[u8]; 3] = [b"/ObjStm", b"/First", b"/N"];
    wanted.iter().any(|name| names(dictionary, name))
}

/// How a stream is packed: told only where its dictionary says it itself, once, and says nothing more of it.
fn packing(dictionary: &[u8]) -> Packing {
    let rests = (0..dictionary.len()).filter_map(|at| dictionary.get(at..));
    let filters: Vec<&[u8]> = rests
        .filter_map(|rest| past_name(rest, b"/Filter"))
        .collect();
    let is_changed = names(dictionary, b"/DecodeParms") || names(dictionary, b"/DP");
    match filters[..] {
        [] if !is_changed => Packing::Plain,
        [rest] if !is_changed && is_zlib(rest) => Packing::Zlib,
        _ => Packing::Unknown,
    }
}

/// Whether zlib is the one filter that is named here, alone or in a list.
fn is_zlib(rest: &[u8]) -> bool {
    let rest = trimmed(rest);
    let (rest, is_list) = match rest.strip_prefix(b"[") {
        Some(rest) => (trimmed(rest), true),
        None => (rest, false),
    };
    let after = past_name(rest, b"/FlateDecode").or_else(|| past_name(rest, b"/Fl"));
    after.is_some_and(|after| !is_list || trimmed(after).starts_with(b"]"))
}

fn trimmed(text: &[u8]) -> &[u8] {
    let blank = text.iter().take_while(|one| is_space(**one)).count();
    text.get(blank..).unwrap_or_default()
}
