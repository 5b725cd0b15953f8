//! Use cases: what they do, who may, and that nothing half-done remains.

mod case;
mod harness;
