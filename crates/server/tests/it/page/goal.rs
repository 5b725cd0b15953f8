//! Overarching goals and the stable part of the week.
