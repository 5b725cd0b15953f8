//! Written feedback.
