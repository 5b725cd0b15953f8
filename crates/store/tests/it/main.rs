//! Store functions, each on both databases.

mod audit;
mod case;
mod schema;
mod writer;
