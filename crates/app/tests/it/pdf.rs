//! The typesetting helper.
