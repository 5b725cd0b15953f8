//! The only crate that knows SQL. One text runs on both databases; see STYLE.md §3.

pub mod audit;
pub mod case;
pub mod db;
mod driver;
pub mod error;
pub mod login;
pub mod migrate;
pub mod person;
pub mod programme;
pub mod seal;
pub mod site;
pub mod staff;
pub mod team;
pub mod value;
mod writer;
