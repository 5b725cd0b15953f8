//! The rules, held against a second and slower opinion.

#![cfg(test)]

mod agree;
mod naive;
mod planning;
mod reading;
