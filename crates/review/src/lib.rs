//! The programme review: a network's history, its indicators and its control charts.
//!
//! Everything is a function of files and values: no database, no web, no clock.
//!
//! | module | question |
//! | --- | --- |
//! | [`read`] | what does a history in the layout of `docs/formats/network-csv.md` say, and what is wrong with it? |
#![warn(missing_docs)]

pub mod answers;
pub mod chance;
mod day;
mod fault;
pub mod generate;
pub mod history;
mod ids;
mod lines;
pub mod number;
mod period;
mod read;
pub mod score;
pub mod settings;
mod source;

pub use day::Day;
pub use fault::{FAULTS_MAX, Fault, Faults, Outside, Reason, Why};
pub use history::History;
pub use ids::{Ids, ROWS_MAX};
pub use lines::{FILE_BYTES_MAX, LINE_BYTES_MAX};
pub use period::{Period, Quarter, YEARS_MAX};
pub use read::{NoHistory, Progress, Unknown, read};
pub use settings::Settings;
