//! Charts that do not cry wolf: is a team's series of quarters still what the team was, or has it become worse?
//!
//! Textbook charts ([`crate::control`]) take their limits from a team's first eight quarters and hold every later one
//! against them. With so little behind the limits they flag four in ten perfectly stable teams within ten years. These
//! charts know more:
//!
//! - **The spread comes from the network.** How much interviews differ, how much quarters of one team differ beyond
//!   that, and how much teams differ, is estimated over all teams together, by the method of moments. What is known of
//!   a team is the network's distribution, shrunk towards the team's own quarters as they gather: a new team is judged
//!   by what teams are like, an old one by what it was itself (empirical Bayes: Efron and Morris 1973; for rates Clayton
//!   and Kaldor 1987).
//! - **A point weighs what stands behind it.** Each quarter is compared with its predictive distribution: few interviews,
//!   or a team of which little is known, make it wide (self-starting charts: Hawkins 1987).
//! - **Evidence gathers.** Each quarter adds the logarithm of how much better "it has become worse by so much" explains
//!   it than "it is as before"; the sum never falls below 0 and signals at a threshold (Page 1954; Moustakides 1986
//!   shows that no other rule finds such a change sooner at the same rate of false alarms). After a signal it begins anew.
//!   The mean run to a false alarm is at least e to the threshold (Lorden 1971), whatever is behind each point.
//!
//! The limits of a point are the values at which it would signal after all that was before, so that one picture shows
//! everything: outside means signal. Thresholds are set by simulation: `cargo xtask bench charts`, ADR 16.

mod mean;
mod share;

pub use mean::{Batch, MeanModel};
pub use share::ShareModel;

/// A team's own level is learned from quarters that are over by more than this many usable quarters: those that are
/// being judged would make it follow the change that is looked for.
pub const LEARNING_LAG: usize = 2;

/// Which change is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worse {
    /// Values that fall.
    Lower,
    /// Values that rise.
    Higher,
}

impl Worse {
    /// Turns a change for the worse into a negative one.
    fn sign(self) -> f64 {
        match self {
            Worse::Lower => 1.0,
            Worse::Higher => -1.0,
        }
    }
}

/// What a chart looks for, and how sure it must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// The direction.
    pub worse: Worse,
    /// The change to be found: of a mean in its own unit, of a share as a ratio of odds above 1.
    pub change: f64,
    /// The evidence, as a natural logarithm, at which it signals.
    pub threshold: f64,
}

/// One quarter of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WatchPoint {
    /// The value.
    pub value: f64,
    /// What was expected of the team before this quarter.
    pub expected: f64,
    /// The value from which on, in the direction of worse, this quarter signals; outside what is possible where no
    /// single quarter of this size could.
    pub limit: f64,
    /// The evidence after this quarter, from 0 to the threshold or above.
    pub evidence: f64,
    /// Whether it signals.
    pub signal: bool,
}
