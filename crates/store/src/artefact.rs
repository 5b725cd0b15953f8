//! Forms under a case, with versions.
