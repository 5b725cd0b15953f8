//! What each row of a history adds to which team and quarter: the definitions of `docs/formats/network-indicators.md`.
//!
//! Both the full computation and the ledger use these and nothing else. No sum here can leave its type: a history has at
//! most 2²⁶ rows of a kind, a row at most 2³² contacts or parts of a score, and a spell at most 2²² days.

use crate::day::Day;
use crate::history::{Assignment, Episode, Post, Reason, WorkWeek};
use crate::number::TeamNo;
use crate::period::{Period, Quarter};
use crate::row::Row;
use crate::settings::Settings;

/// Finished rows to be added to.
pub(crate) trait Place {
    /// The row of a team and quarter.
    fn at(&mut self, team: TeamNo, quarter: usize) -> Option<&mut Row>;
}

/// An interview, as far as the indicators ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interview {
    /// The team that it was due in.
    pub team: TeamNo,
    /// When it was due.
    pub due: Day,
    /// When it was done, if it was.
    pub done: Option<Day>,
    /// Its score in parts of the denominator, if it has one.
    pub parts: Option<u32>,
}

/// The interviews of one case together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) done: u32,
    pub(crate) scores: u32,
    pub(crate) parts: i64,
}

impl Heard {
    pub(crate) fn add(&mut self, interview: &Interview) {
        self.done += u32::from(interview.done.is_some());
        if let Some(parts) = interview.parts {
            self.scores += 1;
            self.parts += i64::from(parts);
        }
    }
}

/// What facts are measured by.
#[derive(Clone, Copy)]
pub(crate) struct Measure<'a> {
    pub(crate) period: &'a Period,
    pub(crate) settings: &'a Settings,
}

impl Measure<'_> {
    /// Adds to the row of the quarter that a day lies in.
    #[inline]
    fn on(&self, place: &mut impl Place, (team, day): (TeamNo, Day), add: impl FnOnce(&mut Row)) {
        let quarter = self.period.quarter_of(day);
        if let Some(row) = quarter.and_then(|quarter| place.at(team, quarter)) {
            add(row);
        }
    }

    /// A spell of a therapist.
    pub(crate) fn post(&self, place: &mut impl Place, post: &Post) {
        for quarter in self.period.touching(post.started, post.ended) {
            if let Some(row) = place.at(post.team, quarter.number) {
                row.post_days += self.period.days_within(quarter, post.started, post.ended);
            }
        }
        if let Some(ended) = post.ended {
            self.on(place, (post.team, ended), |row| row.left += 1);
        }
    }

    /// A case by itself, and what was heard of it.
    pub(crate) fn episode(&self, place: &mut impl Place, episode: &Episode, heard: Heard) {
        let team = episode.team;
        self.on(place, (team, episode.opened), |row| row.opened += 1);
        for quarter in self.open_at_end(episode.opened, episode) {
            if let Some(row) = place.at(team, quarter.number) {
                row.active_end += 1;
            }
        }
        if let Some(closed) = episode.closed {
            self.on(place, (team, closed), |row| {
                self.closing(row, episode, (closed, heard))
            });
        }
    }

    fn closing(&self, row: &mut Row, episode: &Episode, (closed, heard): (Day, Heard)) {
        row.closed += 1;
        row.length_days += closed.since(episode.opened);
        match episode.reason {
            Some(Reason::Completed) => row.completed += 1,
            Some(Reason::LackOfEngagement) => row.lack_of_engagement += 1,
            Some(Reason::Placed) => row.placed += 1,
            Some(Reason::Moved | Reason::FundingEnded | Reason::Administrative) => {
                row.other_reason += 1;
            }
            None => {}
        }
        let outcomes = episode.outcomes;
        for (outcome, yes, known) in [
            (outcomes.home, &mut row.home, &mut row.home_known),
            (outcomes.school, &mut row.school, &mut row.school_known),
            (
                outcomes.no_arrest,
                &mut row.no_arrest,
                &mut row.no_arrest_known,
            ),
        ] {
            *yes += i64::from(outcome == Some(true));
            *known += i64::from(outcome.is_some());
        }
        row.with_interview += i64::from(0 < heard.done);
        if 0 < heard.scores {
            let limit = self.settings.definition().cut_off;
            let scores = i64::from(heard.scores);
            row.scored += 1;
            row.above += i64::from(self.settings.scoring().meets(heard.parts, scores, limit));
        }
    }

    /// The quarters at whose end an episode is open, from the first that ends after a day.
    fn open_at_end(&self, after: Day, episode: &Episode) -> impl Iterator<Item = Quarter> {
        let closed = episode.closed;
        let first = self.period.first_ending_after(after.max(episode.opened));
        let quarters = self.period.from(first);
        quarters.take_while(move |quarter| closed.is_none_or(|closed| quarter.end <= closed))
    }

    /// A spell of somebody who is responsible for a case of the team.
    pub(crate) fn assignment(&self, place: &mut impl Place, team: TeamNo, assignment: &Assignment) {
        let (from, to) = (assignment.from, assignment.to);
        for quarter in self.period.touching(from, to) {
            if let Some(row) = place.at(team, quarter.number) {
                row.assigned_days += self.period.days_within(quarter, from, to);
            }
        }
    }

    /// A week of work on a case of the team.
    #[inline]
    pub(crate) fn week(&self, place: &mut impl Place, team: TeamNo, week: &WorkWeek) {
        self.on(place, (team, week.monday), |row| {
            row.contacts += i64::from(week.contacts);
            row.weeks += 1;
        });
    }

    /// An interview, and the case that it is about.
    #[inline]
    pub(crate) fn interview(
        &self,
        place: &mut impl Place,
        interview: &Interview,
        episode: Option<&Episode>,
    ) {
        let team = interview.team;
        let is_collected = interview.done.is_some_and(|done| done < self.period.end());
        self.on(place, (team, interview.due), |row| {
            row.due += 1;
            row.collected += i64::from(is_collected);
        });
        if let (Some(done), Some(parts)) = (interview.done, interview.parts) {
            self.on(place, (team, done), |row| {
                row.scores += 1;
                row.score_parts += i64::from(parts);
                row.score_squares += i128::from(parts) * i128::from(parts);
            });
        }
        let Some(episode) = episode else {
            return;
        };
        let late = i32::from(self.settings.definition().overdue_after_days);
        let is_done_before =
            |quarter: &Quarter| interview.done.is_some_and(|done| done < quarter.end);
        for quarter in self.open_at_end(interview.due.plus(late), episode) {
            if is_done_before(&quarter) {
                break;
            }
            if let Some(row) = place.at(team, quarter.number) {
                row.overdue_end += 1;
            }
        }
    }
}
