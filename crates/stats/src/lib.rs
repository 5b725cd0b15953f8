//! The statistics of fidelity: values in, values out.
//!
//! Every function is pure: no clock, no chance, no files. The same values give the same numbers, to the last bit
//! where the order of rows is the only difference. Nothing here knows about cases, teams or pages. What cannot be
//! computed is an [`Error`] that says why; no result is ever "not a number".
//!
//! | module | question |
//! | --- | --- |
//! | [`reliability`] | do the items of an instrument measure one thing, and how well? |
//! | [`partial_credit`] | where do the items stand on one scale, do they fit it, do they mean the same in two languages? |
//! | [`mixed`] | how much of a score is the team, the therapist, the family? What is left of a mean after shrinking? |
//! | [`control`] | is a series of quarters quiet, or has something changed? |
//! | [`funnel`] | how far from the others may a small team lie by chance? |
//! | [`survival`] | how long does it last, where part of it is not over yet? |
//! | [`watch`] | the same, with what a network knows, and without false alarms at every turn |
//! | [`interval`] | how sure is a share or a mean? |
//!
//! Reference values in the tests come from R with the packages that each test names.

#![warn(missing_docs)]

mod answers;
pub mod control;
mod error;
pub mod funnel;
pub mod interval;
mod matrix;
pub mod mixed;
pub mod partial_credit;
mod quantile;
pub mod reliability;
#[cfg(test)]
mod sample;
pub mod survival;
pub mod watch;

pub use answers::{Answers, ITEMS_MAX};
pub use error::{Count, Error};
pub use quantile::{
    beta_quantile, beta_share, chi_square_tail, normal_quantile, student_quantile, student_share,
};
