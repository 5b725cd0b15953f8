//! Ending a treatment, and the follow-ups after it.
