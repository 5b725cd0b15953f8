//! The access log: who looked, and its review.
