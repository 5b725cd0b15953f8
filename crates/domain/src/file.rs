//! A file that somebody sends: a PDF, told by what is in it and never by its name. Nothing of it is unpacked here, so that
//! nothing can swell.

/// Bytes of a file: twenty pages with pictures are three million; more is a mistake, or an attack on the disk.
pub const FILE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// What every PDF begins with.
const MAGIC: &[u8] = b"%PDF-";
/// Bytes at the end of a file in which its last marks stand: readers look no further.
const TAIL_BYTES: usize = 2_048;
/// Bytes at the end of a file in which the directory of a ZIP archive can begin: its comment has at most 65,535.
const ZIP_TAIL_BYTES: usize = 66_000;

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
pub fn check(file: &[u8]) -> Result<(), FileFault> {
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
    let read = outside_streams(file);
    let says = |name: &[u8]| read.iter().any(|part| names(part, name));
    if says(b"/Encrypt") {
        return Err(FileFault::Locked);
    }
    match ACTIVE.iter().any(|name| says(name)) {
        true => Err(FileFault::Active),
        false => Ok(()),
    }
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

/// What stands between the packed parts of a file: in those, any three letters come about by chance.
fn outside_streams(file: &[u8]) -> Vec<&[u8]> {
    const END: &[u8] = b"endstream";
    let mut parts = Vec::new();
    let mut rest = file;
    while let Some(at) = find(rest, b"stream") {
        let (before, after) = rest.split_at(at);
        parts.push(before);
        rest = find(after, END)
            .and_then(|end| after.get(end + END.len()..))
            .unwrap_or_default();
    }
    parts.push(rest);
    parts
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
                .is_some_and(|here| begins_with_name(here, name))
    })
}

fn begins_with_name(here: &[u8], name: &[u8]) -> bool {
    let mut rest = here;
    for wanted in name {
        let (byte, after) = match rest {
            [b'#', high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => return false,
            },
            [byte, after @ ..] => (*byte, after),
            [] => return false,
        };
        if byte != *wanted {
            return false;
        }
        rest = after;
    }
    // `/EmbeddedFiles` is the list of what `/EmbeddedFile` is one of.
    let plural = name == b"/EmbeddedFile" && rest.first() == Some(&b's');
    plural
        || !rest
            .first()
            .is_some_and(|byte| byte.is_ascii_alphanumeric())
}

fn hex(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A PDF of one empty page.
    fn pdf(more: &str) -> Vec<u8> {
        let body = format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {more} >>\nendobj\n");
        let at = body.len();
        format!(
            "{body}xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
        )
        .into_bytes()
    }

    #[track_caller]
    fn check_file(file: &[u8], found: Result<(), FileFault>) {
        let shown: String = String::from_utf8_lossy(file).chars().take(40).collect();
        assert_eq!(check(file), found, "{shown}");
    }

    #[test]
    fn a_file_is_told_by_what_is_in_it() {
        check_file(&pdf(""), Ok(()));
        check_file(b"", Err(FileFault::Empty));
        check_file(b"#!/bin/sh\nrm -rf /\n", Err(FileFault::NotPdf));
        check_file(b"MZ\x90\0program", Err(FileFault::NotPdf));
        check_file(b"<html><script>alert(1)</script>", Err(FileFault::NotPdf));
        check_file(b"PK\x03\x04word/document.xml", Err(FileFault::Archive));
        check_file(b"%PDF-1.7\nhello", Err(FileFault::Broken));
        check_file(b"%PDF-\xff", Err(FileFault::NotPdf));
        let whole = pdf("");
        check_file(&whole[..whole.len() - 12], Err(FileFault::Broken));
        check_file(&vec![b'%'; FILE_BYTES_MAX + 1], Err(FileFault::TooLarge));
        let astray = String::from_utf8(pdf(""))
            .unwrap()
            .replace("startxref\n", "startxref\n9");
        check_file(astray.as_bytes(), Err(FileFault::Broken));
    }

    #[test]
    fn a_file_that_can_do_something_is_refused_however_it_is_spelt() {
        for more in [
            "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
            "/AA << /S /Launch >>",
            "/Names << /EmbeddedFiles 3 0 R >>",
            "/OpenAction << /S /J#61vaScript >>",
            "/AcroForm << /XFA 4 0 R >>",
        ] {
            check_file(&pdf(more), Err(FileFault::Active));
        }
        check_file(&pdf("/Encrypt 5 0 R"), Err(FileFault::Locked));
        check_file(&pdf("/JSON 1 /Launched 2"), Ok(()));
        let packed = "/Length 9 >>\nstream\n\x01/JS \x02\nendstream\n<<";
        check_file(&pdf(packed), Ok(()));
        let mut both = pdf("");
        both.extend_from_slice(b"PK\x05\x06\0\0 %%EOF");
        check_file(&both, Err(FileFault::Archive));
    }

    proptest! {
        #[test]
        fn no_file_makes_the_check_fall(file in prop::collection::vec(any::<u8>(), 0..400), cut in 0_usize..200) {
            let _ = check(&file);
            let mut mixed = pdf("");
            mixed.truncate(mixed.len().saturating_sub(cut));
            mixed.extend(file);
            let _ = check(&mixed);
        }
    }
}
