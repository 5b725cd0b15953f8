//! Histories on the disk: what is read, what is refused, and what comes of it.

#![cfg(test)]

mod agree;
mod archive;
mod columnar;
mod leave;
mod ledger;
mod naive;
mod plain;
mod reading;
