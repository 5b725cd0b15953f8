//! Criteria of the programme, answered for a case.
