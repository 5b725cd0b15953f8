//! The stable part of the week page.
