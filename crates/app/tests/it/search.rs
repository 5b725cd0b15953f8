//! Search by the four permitted keys.
