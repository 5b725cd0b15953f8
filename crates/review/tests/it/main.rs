//! Histories on the disk: what is read, what is refused, and what comes of it.

#![cfg(test)]

mod archive;
mod plain;
mod reading;
