//! A file that somebody sends: a PDF, told by what is in it and never by its name.
//!
//! What it can do beside being read is told by names in its objects. Objects stand in the file itself, or packed in object
//! streams; those are unpacked up to a limit and looked through as well. What cannot be looked into is refused.

mod part;

#[cfg(test)]
mod tests;

use part::{Packing, Parts, parts};

/// Bytes of a file: twenty pages with pictures are three million; more is a mistake, or an attack on the disk.
pub const FILE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// What every PDF begins with.
const MAGIC: &[u8] = b"%PDF-";
/// Bytes at the end of a file in which its last marks stand: readers look no further.
const TAIL_BYTES: usize = 2_048;
/// Bytes at the end of a file in which the directory of a ZIP archive can begin: its comment has at most 65,535.
const ZIP_TAIL_BYTES: usize = 66_000;

/// Bytes that all packed objects of a file hold, unpacked: documents of hundreds of pages have one or two million; more is a
/// file that swells.
const UNPACKED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Unpacks zlib data that holds at most so many bytes; none where it holds more, or is broken.
pub type Unpack = fn(&[u8], usize) -> Option<Vec<u8>>;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    Empty,
    TooLarge,
    /// A document of a word processor, or an archive: both are ZIP files.
    Archive,
    /// Something else than a PDF: a program, a picture, a web page.
    NotPdf,
    /// It begins as one and is none, or not all of it arrived.
    Broken,
    /// It can do something when it is opened: scripts, programs, other files.
    Active,
    /// It opens only with a password.
    Locked,
    /// Something of it is packed so that nobody can look into it.
    Opaque,
}

/// Names of what a PDF can do beside being read.
const ACTIVE: [&[u8]; 7] = [
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/XFA",
    b"/SubmitForm",
];

/// Whether a file is a PDF that one can keep.
pub fn check(file: &[u8], unpack: Unpack) -> Result<(), FileFault> {
    if file.is_empty() {
        return Err(FileFault::Empty);
    }
    if FILE_BYTES_MAX < file.len() {
        return Err(FileFault::TooLarge);
    }
    if file.starts_with(b"PK") {
        return Err(FileFault::Archive);
    }
    let Some(after) = file.strip_prefix(MAGIC) else {
        return Err(FileFault::NotPdf);
    };
    if !after.first().is_some_and(u8::is_ascii_digit) {
        return Err(FileFault::NotPdf);
    }
    let tail = end(file, TAIL_BYTES);
    let is_whole = holds(tail, b"%%EOF") && points_inside(file, tail) && holds(file, b" obj");
    if !is_whole {
        return Err(FileFault::Broken);
    }
    // A file that is two things at once is opened as the other one.
    if holds(end(file, ZIP_TAIL_BYTES), b"PK\x05\x06") {
        return Err(FileFault::Archive);
    }
    let found = parts(file).ok_or(FileFault::Opaque)?;
    harmless(&found.text)?;
    unpacked(&found, unpack)
}

/// Refuses what names something that a PDF can do beside being read.
fn harmless(text: &[&[u8]]) -> Result<(), FileFault> {
    let says = |name: &[u8]| text.iter().any(|part| names(part, name));
    if says(b"/Encrypt") {
        return Err(FileFault::Locked);
    }
    match ACTIVE.iter().any(|name| says(name)) {
        true => Err(FileFault::Active),
        false => Ok(()),
    }
}

/// Looks through the objects that are packed in streams.
fn unpacked(found: &Parts<'_>, unpack: Unpack) -> Result<(), FileFault> {
    let mut left = UNPACKED_BYTES_MAX;
    for (packing, data) in &found.objects {
        match packing {
            Packing::Plain => harmless(&[data])?,
            Packing::Zlib => {
                let objects = unpack(data, left).ok_or(FileFault::Opaque)?;
                left = left.saturating_sub(objects.len());
                harmless(&[&objects])?;
            }
            Packing::Unknown => return Err(FileFault::Opaque),
        }
    }
    Ok(())
}

fn end(file: &[u8], bytes: usize) -> &[u8] {
    file.get(file.len().saturating_sub(bytes)..).unwrap_or(file)
}

fn holds(text: &[u8], wanted: &[u8]) -> bool {
    find(text, wanted).is_some()
}

/// Whether the last `startxref` names a place of this file where a table or an object begins.
fn points_inside(file: &[u8], tail: &[u8]) -> bool {
    const MARK: &[u8] = b"startxref";
    let at = tail.windows(MARK.len()).rposition(|part| part == MARK);
    let Some(after) = at.and_then(|at| tail.get(at + MARK.len()..)) else {
        return false;
    };
    let digits = after
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take_while(|byte| byte.is_ascii_digit())
        .take(8);
    let place = digits.fold(0_usize, |sum, digit| sum * 10 + usize::from(digit - b'0'));
    let here = file.get(place..).unwrap_or_default();
    let first = here.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_table = holds(here.get(..16).unwrap_or(here), b"xref");
    0 < place && (is_table || first.is_some_and(u8::is_ascii_digit))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

/// Whether a file names something: the whole name, and not the beginning of a longer one; `/J#53` is `/JS` written so
/// that nobody finds it, and no honest program writes that.
fn names(file: &[u8], name: &[u8]) -> bool {
    file.iter().enumerate().any(|(at, byte)| {
        *byte == b'/'
            && file
                .get(at..)
                .is_some_and(|here| past_name(here, name).is_some())
    })
}

/// What comes after a name that stands here; none where another does.
fn past_name<'a>(here: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = here;
    for wanted in name {
        let (byte, after) = match rest {
            [b'#', high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => return None,
            },
            [byte, after @ ..] => (*byte, after),
            [] => return None,
        };
        if byte != *wanted {
            return None;
        }
        rest = after;
    }
    // `/EmbeddedFiles` is the list of what `/EmbeddedFile` is one of.
    let plural = name == b"/EmbeddedFile" && rest.first() == Some(&b's');
    let goes_on = rest
        .first()
        .is_some_and(|byte| byte.is_ascii_alphanumeric());
    (plural || !goes_on).then_some(rest)
}

fn hex(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}
