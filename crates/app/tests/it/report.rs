//! The report to the referrer.
