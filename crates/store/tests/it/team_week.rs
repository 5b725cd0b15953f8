//! What a team week shows: a row for each open case.
