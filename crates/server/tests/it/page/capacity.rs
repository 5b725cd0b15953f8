//! Places, load and the waiting list of a team.
