//! The exact engine of rotas: instance in, the best lawful plan out, with what is proven of it.
//!
//! [`solve`] begins with the local search of `hemma_rota_rules`, then solves a model of whole numbers with
//! HiGHS. Each plan passes the checker before anybody sees it. The program `hemma-rota` is a thin shell.
#![warn(missing_docs)]

mod floor;
mod highs;
mod matrix;
mod model;
mod price;
mod solve;
mod written;

pub use highs::Refused;
pub use price::{Force, Price, price};
pub use solve::{Answer, Listener, NoPlan, Progress, Settings, solve};
pub use written::Written;
