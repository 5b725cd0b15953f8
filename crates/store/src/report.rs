//! Reports to the referrer.
