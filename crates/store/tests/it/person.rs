//! Store functions of `person`.
