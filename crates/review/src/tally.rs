//! The finished rows of a history, all of them from its tables.

use crate::answers::Answers;
use crate::fact::{Heard, Interview, Measure, Place};
use crate::history::{History, Post, Status};
use crate::number::{Column, EpisodeNo, InstrumentNo, MeasureNo, Number, TeamNo};
use crate::row::Row;
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

    /// How many teams there are.
    pub fn teams(&self) -> usize {
        self.rows.len().checked_div(self.quarters).unwrap_or(0)
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
    let episodes = &history.episodes.rows;
    let mut heard = Column::of(vec![Heard::default(); episodes.count()]);
    for (interview, number) in interviews(history, settings) {
        let episode = number.map(|number| {
            heard[number].add(&interview);
            &episodes[number]
        });
        measure.interview(&mut rows, &interview, episode);
    }
    for (number, episode) in episodes.iter() {
        measure.episode(&mut rows, episode, heard[number]);
    }
    let team_of = |number: EpisodeNo| episodes[number].team;
    for assignment in &history.assignments {
        measure.assignment(&mut rows, team_of(assignment.episode), assignment);
    }
    for week in &history.weeks {
        measure.week(&mut rows, team_of(week.episode), week);
    }
    for post in therapists(history, settings) {
        measure.post(&mut rows, post);
    }
    rows
}

/// The posts that are headcount.
pub(crate) fn therapists<'a>(
    history: &'a History,
    settings: &'a Settings,
) -> impl Iterator<Item = &'a Post> {
    let role = &settings.definition().therapist;
    let posts = history.posts.rows.values();
    posts.filter(move |post| history.texts.text(post.role) == role)
}

/// Every interview, and the case that it is about.
pub(crate) fn interviews<'a>(
    history: &'a History,
    settings: &Settings,
) -> impl Iterator<Item = (Interview, Option<EpisodeNo>)> + use<'a> {
    let scores = scores(history, settings);
    let is_interview = is_interview(history, settings);
    let measures = history.measures.rows.iter();
    measures.filter_map(move |(number, row)| {
        if is_interview.find(row.instrument) != Some(&true) {
            return None;
        }
        let parts = scores.find(number).copied();
        let interview = Interview {
            team: row.team,
            due: row.due,
            done: row.done.filter(|_| row.status == Status::Done),
            parts: parts.filter(|parts| *parts != NO_SCORE),
        };
        Some((interview, row.episode))
    })
}

/// Which instruments are the one that is scored.
fn is_interview(history: &History, settings: &Settings) -> Column<InstrumentNo, bool> {
    let names = (0..history.instruments.count()).filter_map(Number::new);
    let wanted = &settings.definition().adherence;
    Column::of(
        names
            .map(|number| history.instruments.text(number) == wanted)
            .collect(),
    )
}

/// The score of each measure, in parts of the denominator.
fn scores(history: &History, settings: &Settings) -> Column<MeasureNo, u32> {
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
