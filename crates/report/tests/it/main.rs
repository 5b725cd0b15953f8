//! The program as its parent sees it: JSON in, and a PDF or an error out.
//!
//! Needs `pdftotext`, `pdfinfo` and `pdftoppm` (Debian: `apt-get install poppler-utils`); says so when they
//! are missing.

#[cfg(test)]
mod documents;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod picture;
#[cfg(test)]
mod refusals;
