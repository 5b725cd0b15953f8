//! What to do next, family by family.
