//! Programme definitions as files: read whole or refused whole, with file, line and reason.

mod definition;
mod form;
mod slot;

#[cfg(test)]
mod tests;

use hemma_domain::programme::{self, Path, Programme, Step};
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Bytes of a definition: the largest one shipped has a twentieth of it, and it is read in milliseconds.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

/// The definitions that ship with the program, by file name.
const SHIPPED: [(&str, &str); 3] = [
    ("mst.toml", include_str!("../../../programmes/mst.toml")),
    (
        "mst-can.toml",
        include_str!("../../../programmes/mst-can.toml"),
    ),
    ("komet.toml", include_str!("../../../programmes/komet.toml")),
];

/// A definition with the text it was read from, which is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeFile {
    programme: Programme,
    text: String,
}

impl ProgrammeFile {
    /// Reads a definition; `file` is the name that faults carry. Every fault is told, in order of lines.
    pub fn read(file: &str, text: &str) -> Result<ProgrammeFile, Vec<Fault>> {
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
        let mut found = match parse(text) {
            Ok(programme) => {
                return Ok(ProgrammeFile {
                    programme,
                    text: text.to_owned(),
                });
            }
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

    /// What the file says.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// What the file says, without the text.
    pub fn into_programme(self) -> Programme {
        self.programme
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The definitions that ship with the program: MST, MST-CAN and Komet.
pub fn embedded() -> Result<Vec<ProgrammeFile>, Vec<Fault>> {
    SHIPPED
        .iter()
        .map(|(file, text)| ProgrammeFile::read(file, text))
        .collect()
}

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
    /// The definition reads well and makes no sense.
    #[error(transparent)]
    Meaning(programme::Fault),
}

/// A fault with where it starts in the text, in bytes.
type Found = (usize, Reason);

fn parse(text: &str) -> Result<Programme, Vec<Found>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What follows a syntax error is guesswork, so that no more is told.
        let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        return Err(errors
            .iter()
            .map(|error| (start(error), Reason::Syntax(error.message().to_owned())))
            .collect());
    }
    let reader = slot::Reader::default();
    let definition = definition::read(&reader, &root);
    let slot::Reader { found, doubtful } = reader;
    let (mut found, doubtful) = (found.into_inner(), doubtful.into_inner());
    match Programme::new(definition) {
        Ok(programme) if found.is_empty() => return Ok(programme),
        Ok(_) => {}
        Err(faults) => {
            // What could not be read stands in with an empty value, which is not a second fault.
            let news = faults
                .into_iter()
                .filter(|fault| !fault.at.outwards().any(|at| doubtful.contains(&at)));
            found.extend(news.map(|fault| (offset(&root, &fault.at), Reason::Meaning(fault))));
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
