//! The weekly loop.
