//! Finished rows that follow what changes.

use crate::fact::{Heard, Interview, Measure, Place};
use crate::history::{Assignment, Episode, History, Post, WorkWeek};
use crate::number::{Number, TeamNo};
use crate::period::Period;
use crate::row::{Overflow, Row};
use crate::settings::Settings;
use crate::tally::{Rows, interviews, therapists};

/// One case with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The case itself.
    pub episode: Episode,
    /// Who was responsible for it.
    pub assignments: Vec<Assignment>,
    /// The weeks of work.
    pub weeks: Vec<WorkWeek>,
    /// The interviews about it.
    pub interviews: Vec<Interview>,
}

/// What can come, go, or change.
#[derive(Debug, Clone, Copy)]
pub enum Fact<'a> {
    /// A case.
    Case(&'a Case),
    /// A spell of a therapist.
    Post(&'a Post),
    /// An interview that is about no case.
    Interview(&'a Interview),
}

/// Everything that counts in a history, fact by fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The cases, in the order of the history.
    pub cases: Vec<Case>,
    /// Spells of therapists.
    pub posts: Vec<Post>,
    /// Interviews that are about no case.
    pub interviews: Vec<Interview>,
}

impl Facts {
    /// Those of a history.
    pub fn of(history: &History, settings: &Settings) -> Facts {
        let cases = history.episodes.rows.values().map(|episode| Case {
            episode: *episode,
            assignments: vec![],
            weeks: vec![],
            interviews: vec![],
        });
        let mut facts = Facts {
            cases: cases.collect(),
            posts: therapists(history, settings).copied().collect(),
            interviews: vec![],
        };
        for assignment in &history.assignments {
            if let Some(case) = facts.cases.get_mut(assignment.episode.at()) {
                case.assignments.push(*assignment);
            }
        }
        for week in &history.weeks {
            if let Some(case) = facts.cases.get_mut(week.episode.at()) {
                case.weeks.push(*week);
            }
        }
        for (interview, episode) in interviews(history, settings) {
            match episode.and_then(|number| facts.cases.get_mut(number.at())) {
                Some(case) => case.interviews.push(interview),
                None => facts.interviews.push(interview),
            }
        }
        facts
    }

    /// Each of them.
    pub fn each(&self) -> impl Iterator<Item = Fact<'_>> {
        let posts = self.posts.iter().map(Fact::Post);
        let interviews = self.interviews.iter().map(Fact::Interview);
        self.cases
            .iter()
            .map(Fact::Case)
            .chain(posts)
            .chain(interviews)
    }
}

/// Finished rows that follow what changes: the old state of a fact is taken away, the new one added.
///
/// The cost is that of the fact, whatever the history holds.
#[derive(Debug, Clone)]
pub struct Ledger {
    settings: Settings,
    period: Period,
    rows: Rows,
}

impl Ledger {
    /// Empty, for so many teams.
    pub fn new(settings: Settings, period: Period, teams: usize) -> Ledger {
        let rows = Rows::new(teams, period.count());
        Ledger {
            settings,
            period,
            rows,
        }
    }

    /// The finished rows.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Adds a fact that was not there.
    pub fn add(&mut self, fact: Fact<'_>) -> Result<(), Overflow> {
        self.change(fact, Row::plus)
    }

    /// Takes a fact away that was there.
    pub fn take(&mut self, fact: Fact<'_>) -> Result<(), Overflow> {
        self.change(fact, Row::minus)
    }

    /// Moves the history's end, which changes what is open: those facts, and such as have a day at or after the old end.
    pub fn move_end(&mut self, period: Period, open: &[Fact<'_>]) -> Result<(), Overflow> {
        for fact in open {
            self.take(*fact)?;
        }
        let teams = self.rows.teams();
        let mut rows = Rows::new(teams, period.count());
        for number in (0..teams).filter_map(TeamNo::new) {
            for (quarter, row) in self.rows.of(number).iter().enumerate() {
                if let Some(place) = rows.at(number, quarter) {
                    *place = *row;
                }
            }
        }
        self.rows = rows;
        self.period = period;
        for fact in open {
            self.add(*fact)?;
        }
        Ok(())
    }

    fn change(
        &mut self,
        fact: Fact<'_>,
        join: fn(&Row, &Row) -> Result<Row, Overflow>,
    ) -> Result<(), Overflow> {
        let touched = parts(fact, &self.period, &self.settings);
        // All or nothing: what overflows changes no row.
        let mut joined = vec![];
        for (team, quarter, part) in touched {
            if let Some(row) = self.rows.at(team, quarter) {
                joined.push((team, quarter, join(row, &part)?));
            }
        }
        for (team, quarter, row) in joined {
            if let Some(place) = self.rows.at(team, quarter) {
                *place = row;
            }
        }
        Ok(())
    }
}

/// What a fact adds to the rows of which team and quarter.
pub fn parts(fact: Fact<'_>, period: &Period, settings: &Settings) -> Vec<(TeamNo, usize, Row)> {
    let mut touched = Touched::default();
    let measure = Measure { period, settings };
    match fact {
        Fact::Post(post) => measure.post(&mut touched, post),
        Fact::Interview(interview) => measure.interview(&mut touched, interview, None),
        Fact::Case(case) => {
            let mut heard = Heard::default();
            for interview in &case.interviews {
                heard.add(interview);
                measure.interview(&mut touched, interview, Some(&case.episode));
            }
            measure.episode(&mut touched, &case.episode, heard);
            let team = case.episode.team;
            for assignment in &case.assignments {
                measure.assignment(&mut touched, team, assignment);
            }
            for week in &case.weeks {
                measure.week(&mut touched, team, week);
            }
        }
    }
    touched.0
}

/// The few rows that one fact touches.
#[derive(Default)]
struct Touched(Vec<(TeamNo, usize, Row)>);

impl Place for Touched {
    fn at(&mut self, team: TeamNo, quarter: usize) -> Option<&mut Row> {
        let there = self
            .0
            .iter()
            .position(|(other, at, _)| (*other, *at) == (team, quarter));
        let at = there.unwrap_or_else(|| {
            self.0.push((team, quarter, Row::default()));
            self.0.len() - 1
        });
        self.0.get_mut(at).map(|(_, _, row)| row)
    }
}
