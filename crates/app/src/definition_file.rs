//! Definitions as files: read whole or refused whole, with file, line and reason.

pub(crate) mod part;
pub(crate) mod slot;

use hemma_domain::agreement;
use hemma_domain::curriculum;
use hemma_domain::instrument;
use hemma_domain::layout;
use hemma_domain::programme::{self, Path, Step};
use hemma_domain::recruiting;
use hemma_domain::site;
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::instrument_file::redcap::DictionaryReason;
use slot::Reader;

/// Bytes of a definition: the largest one shipped has a twentieth of it, and it is read in milliseconds.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {reason}")]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// The file is larger than any definition.
    #[error("the file has {bytes} bytes, at most {max} are allowed")]
    TooLarge {
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        max: usize,
    },
    /// The text is not TOML.
    #[error("not readable as TOML: {0}")]
    Syntax(String),
    /// The text is not JSON, or not that of the resource it should be.
    #[error("not readable as JSON: {0}")]
    Json(String),
    /// A data dictionary that cannot be read as an instrument.
    #[error(transparent)]
    Dictionary(DictionaryReason),
    /// Something that must be said is not said.
    #[error("{0}: missing")]
    Missing(Path),
    /// A key that means nothing here.
    #[error("{at}: unknown key `{key}`")]
    UnknownKey {
        /// The table it stands in.
        at: Path,
        /// The key.
        key: String,
    },
    /// A value of the wrong type.
    #[error("{at}: {expected} expected")]
    WrongType {
        /// Where it stands.
        at: Path,
        /// What should stand there.
        expected: &'static str,
    },
    /// A word that is not one of those known here.
    #[error("{at}: `{word}` is none of {known}")]
    UnknownWord {
        /// Where it stands.
        at: Path,
        /// The word.
        word: String,
        /// The known ones.
        known: String,
    },
    /// A text that must say something of its own and does not.
    #[error("{at}: {why}")]
    Unreadable {
        /// Where it stands.
        at: Path,
        /// What is wrong with it.
        why: String,
    },
    /// The bytes are not UTF-8.
    #[error("the text is not encoded as UTF-8")]
    Encoding,
    /// The definition of a programme reads well and makes no sense.
    #[error(transparent)]
    Programme(programme::Fault),
    /// The definition of an instrument reads well and makes no sense.
    #[error(transparent)]
    Instrument(instrument::Fault),
    /// What a file says of a site reads well and does not fit.
    #[error(transparent)]
    Site(site::Fault),
    /// An agreement on being on call reads well and makes no sense.
    #[error(transparent)]
    Agreement(agreement::Fault),
    /// A layout of proposals reads well and makes no sense.
    #[error(transparent)]
    Layout(layout::Fault),
    /// A curriculum reads well and makes no sense.
    #[error(transparent)]
    Curriculum(curriculum::Fault),
    /// Rules of recruiting read well and make no sense.
    #[error(transparent)]
    Recruiting(recruiting::Fault),
}

/// A fault with where it starts in the text, in bytes.
pub(crate) type Found = (usize, Reason);

/// The text of a file; a mark of byte order at its start is passed over.
pub(crate) fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Vec<Fault>> {
    let text = std::str::from_utf8(bytes).map_err(|err| {
        let before = bytes.iter().take(err.valid_up_to());
        vec![Fault {
            file: file.to_owned(),
            line: 1 + before.filter(|byte| **byte == b'\n').count(),
            reason: Reason::Encoding,
        }]
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads a file with `make`, which also tells where the whole makes no sense. Every fault is told, in order of
/// lines; `file` is the name that they carry.
pub(crate) fn read<T>(
    file: &str,
    text: &str,
    make: impl for<'a> FnOnce(&'a Reader, &'a Spanned<DeTable<'a>>) -> Result<T, Vec<(Path, Reason)>>,
) -> Result<T, Vec<Fault>> {
    let fault = |line, reason| Fault {
        file: file.to_owned(),
        line,
        reason,
    };
    if text.len() > FILE_BYTES_MAX {
        let reason = Reason::TooLarge {
            bytes: text.len(),
            max: FILE_BYTES_MAX,
        };
        return Err(vec![fault(1, reason)]);
    }
    let mut found = match parse(text, make) {
        Ok(value) => return Ok(value),
        Err(found) => found,
    };
    // Lines are counted once over the text, since a file can hold as many faults as lines.
    found.sort_by_key(|(offset, _)| *offset);
    let (mut line, mut counted) = (1, 0);
    let mut faults = Vec::with_capacity(found.len());
    for (offset, reason) in found {
        let passed = text.as_bytes().get(counted..offset).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        counted = offset;
        faults.push(fault(line, reason));
    }
    Err(faults)
}

fn parse<T>(
    text: &str,
    make: impl for<'a> FnOnce(&'a Reader, &'a Spanned<DeTable<'a>>) -> Result<T, Vec<(Path, Reason)>>,
) -> Result<T, Vec<Found>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What follows a syntax error is guesswork, so that no more is told.
        let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        return Err(errors
            .iter()
            .map(|error| (start(error), Reason::Syntax(error.message().to_owned())))
            .collect());
    }
    let reader = Reader::default();
    let made = make(&reader, &root);
    let Reader { found, doubtful } = reader;
    let (mut found, doubtful) = (found.into_inner(), doubtful.into_inner());
    match made {
        Ok(value) if found.is_empty() => return Ok(value),
        Ok(_) => {}
        Err(faults) => {
            // What could not be read stands in with an empty value, which is not a second fault.
            let news = faults
                .into_iter()
                .filter(|(at, _)| !at.outwards().any(|at| doubtful.contains(&at)));
            found.extend(news.map(|(at, reason)| (offset(&root, &at), reason)));
        }
    }
    Err(found)
}

/// Where the place stands in the text, or the innermost part around it that does.
fn offset(root: &Spanned<DeTable<'_>>, at: &Path) -> usize {
    let mut steps = at.0.iter();
    let Some(Step::Key(first)) = steps.next() else {
        return 0;
    };
    let Some(mut here) = root.get_ref().get(*first) else {
        return 0;
    };
    for step in steps {
        let next = match (step, here.get_ref()) {
            (Step::Key(key), DeValue::Table(table)) => table.get(*key),
            (Step::Index(index), DeValue::Array(list)) => list.get(*index),
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    here.span().start
}
