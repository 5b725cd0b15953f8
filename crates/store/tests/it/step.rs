//! Intermediary goals.
