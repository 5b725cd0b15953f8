//! Filling a demo network.
