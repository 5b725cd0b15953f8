//! Values in, PDF out.
//!
//! This crate typesets the documents that leave the house on paper or as a file: the report to the
//! referrer and the printed case file. It is a pure function: [`render`] takes the bytes of one
//! JSON document and returns the bytes of one PDF (PDF/A-3a and PDF/UA-1 at once). The program
//! `hemma-pdf` is a thin shell round it.
//!
//! - [`model`] is the contract: which JSON is taken, field by field. One example of each template
//!   lies in `examples/`.
//! - `check` says what is wrong with a document before anything is set.
//! - `text` makes people's text safe to set: nothing that a reader cannot see, no character that
//!   the typeface lacks.
//! - `world` is all that the typesetter can reach: three faces, the templates in `typ/`, the data
//!   and the figures. No disk, no network, no clock.
//!
//! People's text reaches the templates as JSON strings and is never read as markup.
#![warn(missing_docs)]

mod check;
mod failure;
pub mod model;
mod render;
mod text;
mod world;

pub use failure::Failure;
pub use render::{INPUT_BYTES_MAX, OUTPUT_BYTES_MAX, Pdf, render};
