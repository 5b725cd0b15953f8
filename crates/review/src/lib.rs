//! The programme review: a network's history, its indicators and its control charts.
//!
//! Everything is a function of files and values: no database, no web, no clock.
//!
//! | module | question |
//! | --- | --- |
//! | [`read`] | what does a history in the layout of `docs/formats/network-csv.md` say, and what is wrong with it? |
//! | [`tally`] | what counts in each team and quarter, from the beginning or as facts change? |
//! | [`indicators`] | what is read from that, as `docs/formats/network-indicators.md` defines it? |
//! | [`spc`] | what do the reference control charts of that definition say? |
//! | [`watch`] | which team has become worse, without crying wolf? |
//! | [`small`] | which cells must be hidden so that nobody can work small ones out? |
//! | [`generate`] | what would a network of any size look like? |
#![warn(missing_docs)]

pub mod answers;
pub mod chance;
mod columnar;
mod day;
mod fact;
mod fault;
pub mod generate;
pub mod history;
mod ids;
pub mod indicators;
mod ledger;
mod lines;
pub mod number;
mod pack;
mod period;
mod read;
mod row;
pub mod score;
pub mod settings;
pub mod small;
mod source;
pub mod spc;
mod tally;
pub mod watch;

pub use columnar::{NoParquet, pack_parquet};
pub use day::Day;
pub use fact::Interview;
pub use fault::{FAULTS_MAX, Fault, Faults, Outside, Reason, Why};
pub use history::History;
pub use ids::{Ids, ROWS_MAX};
pub use ledger::{Case, Fact, Facts, Ledger, parts};
pub use lines::{FILE_BYTES_MAX, LINE_BYTES_MAX};
pub use pack::{NoPack, pack};
pub use period::{Period, Quarter, YEARS_MAX};
pub use read::{DONE_LATE_DAYS, WEEK_EARLY_DAYS, columns, reason_word};
pub use read::{LeftOut, NoHistory, Progress, Unknown, read, read_leaving_out};
pub use row::{Closings, NoRow, Overflow, Row};
pub use settings::Settings;
pub use tally::{Rows, tally};
