//! Fits and their drivers.
