//! Store functions of `staff`.
