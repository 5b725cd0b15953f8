//! Outcomes at closing, and the follow-ups after it.
