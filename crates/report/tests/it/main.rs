//! The program as its parent sees it: JSON in, and a PDF or an error out.
//!
//! Needs `pdftotext` and `pdfinfo` (Debian: `apt-get install poppler-utils`); says so when they
//! are missing.

#[cfg(test)]
mod documents;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod refusals;
