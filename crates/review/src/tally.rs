//! The finished rows of a history: all of them from its tables, or kept up by what changes.

use crate::answers::Answers;
use crate::fact::{Heard, Interview, Measure, Place};
use crate::history::{Assignment, Episode, History, Post, Status, WorkWeek};
use crate::number::{Column, Number, TeamNo};
use crate::period::Period;
use crate::row::{Overflow, Row};
use crate::settings::Settings;

/// Finished rows of all teams and quarters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    quarters: usize,
    rows: Vec<Row>,
}

impl Rows {
    /// Empty rows for so many teams and quarters.
    pub fn new(teams: usize, quarters: usize) -> Rows {
        Rows {
            quarters,
            rows: vec![Row::default(); teams * quarters],
        }
    }

    /// The rows of a team, one for each quarter.
    pub fn of(&self, team: TeamNo) -> &[Row] {
        let begin = team.at() * self.quarters;
        self.rows
            .get(begin..begin + self.quarters)
            .unwrap_or_default()
    }
}

impl Place for Rows {
    #[inline]
    fn at(&mut self, team: TeamNo, quarter: usize) -> Option<&mut Row> {
        if self.quarters <= quarter {
            return None;
        }
        self.rows.get_mut(team.at() * self.quarters + quarter)
    }
}

/// No score: scores are below it.
const NO_SCORE: u32 = u32::MAX;

/// Computes every finished row of a history from the beginning.
pub fn tally(history: &History, settings: &Settings) -> Rows {
    let period = &history.period;
    let measure = Measure { period, settings };
    let mut rows = Rows::new(history.teams.rows.count(), period.count());
    let heard = interviews(history, measure, &mut rows);
    for (number, episode) in history.episodes.rows.iter() {
        measure.episode(&mut rows, episode, heard[number]);
    }
    let team_of = |number| history.episodes.rows[number].team;
    for assignment in &history.assignments {
        measure.assignment(&mut rows, team_of(assignment.episode), assignment);
    }
    for week in &history.weeks {
        measure.week(&mut rows, team_of(week.episode), week);
    }
    for post in history.posts.rows.values() {
        if is_therapist(history, settings, post) {
            measure.post(&mut rows, post);
        }
    }
    rows
}

fn is_therapist(history: &History, settings: &Settings, post: &Post) -> bool {
    history.texts.text(post.role) == settings.definition().therapist
}

/// Adds every interview, and says what was heard of each case.
fn interviews(
    history: &History,
    measure: Measure<'_>,
    rows: &mut Rows,
) -> Column<crate::number::EpisodeNo, Heard> {
    let episodes = &history.episodes.rows;
    let mut heard = Column::of(vec![Heard::default(); episodes.count()]);
    let scores = scores(history, measure.settings);
    let is_interview = is_interview(history, measure.settings);
    for (number, row) in history.measures.rows.iter() {
        if is_interview.find(row.instrument) != Some(&true) {
            continue;
        }
        let parts = scores
            .find(number)
            .copied()
            .filter(|parts| *parts != NO_SCORE);
        let interview = Interview {
            team: row.team,
            due: row.due,
            done: row.done.filter(|_| row.status == Status::Done),
            parts,
        };
        let episode = row.episode.map(|number| {
            heard[number].add(&interview);
            &episodes[number]
        });
        measure.interview(rows, &interview, episode);
    }
    heard
}

/// Which instruments are the one that is scored.
fn is_interview(
    history: &History,
    settings: &Settings,
) -> Column<crate::number::InstrumentNo, bool> {
    let names = (0..history.instruments.count()).filter_map(Number::new);
    let wanted = &settings.definition().adherence;
    Column::of(
        names
            .map(|number| history.instruments.text(number) == wanted)
            .collect(),
    )
}

/// The score of each measure, in parts of the denominator.
fn scores(history: &History, settings: &Settings) -> Column<crate::number::MeasureNo, u32> {
    let mut scores = Column::of(vec![NO_SCORE; history.measures.rows.count()]);
    let wanted = &settings.definition().adherence;
    let tables = history.answers.iter();
    for table in tables.filter(|table| table.instrument.eq_ignore_ascii_case(wanted)) {
        for (at, measure) in table.measures.iter().enumerate() {
            let sheet = table.sheets.get(at);
            scores[*measure] = sheet
                .and_then(|sheet| score(settings, sheet))
                .unwrap_or(NO_SCORE);
        }
    }
    scores
}

fn score(settings: &Settings, sheet: Answers<'_>) -> Option<u32> {
    let parts = settings.scoring().parts(sheet)?;
    u32::try_from(parts).ok()
}

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
        let teams = self
            .rows
            .rows
            .len()
            .checked_div(self.rows.quarters)
            .unwrap_or(0);
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
        let mut touched = Touched::default();
        let measure = Measure {
            period: &self.period,
            settings: &self.settings,
        };
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
        // All or nothing: what overflows changes no row.
        let mut joined = vec![];
        for (team, quarter, part) in touched.0 {
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
