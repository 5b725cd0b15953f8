//! Overarching goals.
