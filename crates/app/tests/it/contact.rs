//! Visits, calls and meetings.
