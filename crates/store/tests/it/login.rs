//! Store functions of `login`.
