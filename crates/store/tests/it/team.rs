//! Store functions of `team`.
