//! The rules of a rota: what is lawful, what it costs, and why.
//!
//! A pure function of values. [`read_instance`] and [`read_solution`] take the layout of
//! `docs/formats/rota.md`; [`check`] judges. Nothing here needs a solver:
//! the exact engine is another crate and another program, and is judged by this one.
#![warn(missing_docs)]

mod board;
mod chance;
mod check;
mod concern;
mod draft;
mod fault;
/// Invented instances.
pub mod generate;
/// An instance as it is written in a file.
pub mod instance;
mod moment;
mod number;
mod plan;
/// An instance made ready.
pub mod problem;
mod read;
mod rest;
mod score;
mod search;
mod solution;
mod trial;
mod violation;
mod words;

pub use board::Board;
pub use chance::Chance;
pub use check::{FalseClaim, Verdict, check, violations};
pub use concern::{Concern, concerns, concerns_of_absence};
pub use fault::{FAULTS_MAX, Fault, Faults, Wrong};
pub use instance::{CompDay, INSTANCE_FORMAT, Instance};
pub use jiff::civil::Date;
pub use moment::{Clock, Minute, NoInstant, Span, minute_of};
pub use number::{
    DayNo, DutyNo, FairNo, LineNo, NeedNo, Number, PeriodNo, PersonNo, Table, TeamNo, WindowNo,
    WishNo,
};
pub use plan::Plan;
pub use problem::Problem;
pub use read::{
    FILE_BYTES_MAX, Proposal, instance_of, look_up, prepare, read_instance, read_solution,
};
pub use rest::{Calendar, Rest};
pub use score::{Item, Parts, Score, score};
pub use search::{Effort, Found, Impossible, improve_plan, plan, plan_from};
pub use solution::{Claims, SOLUTION_FORMAT, Solution};
pub use trial::Trial;
pub use violation::{Rule, Violation};
