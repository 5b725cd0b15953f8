//! Forms under a case: the safety plan and the others.
