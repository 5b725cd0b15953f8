//! Written feedback, its answers and its follow-up.
