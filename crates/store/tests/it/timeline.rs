//! A case over time.
