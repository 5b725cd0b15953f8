//! A team's week: the leader's home, and the meeting.
