//! Assignments: the decisions that start cases.
