//! Whatever happens to a history, rows that were kept up equal rows that are computed from the beginning.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hemma_review::answers::Sheets;
use hemma_review::chance::Chance;
use hemma_review::history::{
    AnswerTable, Assignment, Measure, Outcomes, Post, Reason, Status, Table, WorkWeek,
};
use hemma_review::number::{Column, EpisodeNo, InstrumentNo, MeasureNo, Number, PostNo, TeamNo};
use hemma_review::{Case, Day, Fact, Facts, History, Interview, Ledger, Period, Settings, tally};
use proptest::prelude::*;

use crate::plain::Plain;

static HISTORY: LazyLock<History> = LazyLock::new(|| Plain::invented(3, 3, 11).read().unwrap());
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| Settings::reference().unwrap());

/// A case with the sheets of its interviews.
#[derive(Debug, Clone)]
struct Kept {
    case: Case,
    sheets: Vec<Option<Vec<u8>>>,
}

/// All that is known at one moment.
struct Model {
    cases: Vec<Kept>,
    posts: Vec<Post>,
    period: Period,
}

fn parts(sheet: &[u8]) -> Option<u32> {
    let mut sheets = Sheets::new(28);
    sheets.push(sheet);
    let parts = SETTINGS.scoring().parts(sheets.get(0).unwrap())?;
    Some(u32::try_from(parts).unwrap())
}

fn tam() -> InstrumentNo {
    HISTORY.instruments.find("TAM").unwrap()
}

/// The cases of the invented history.
fn cases() -> Vec<Kept> {
    let mut sheets: BTreeMap<MeasureNo, Vec<u8>> = BTreeMap::new();
    for table in HISTORY
        .answers
        .iter()
        .filter(|table| table.instrument == "tam")
    {
        for (at, measure) in table.measures.iter().enumerate() {
            sheets.insert(*measure, table.sheets.get(at).unwrap().iter().collect());
        }
    }
    let episodes = HISTORY.episodes.rows.iter();
    let kept = episodes.map(|(number, episode)| {
        let measures = HISTORY.measures.rows.iter();
        let measures =
            measures.filter(|(_, row)| row.episode == Some(number) && row.instrument == tam());
        let (interviews, sheets) = measures
            .map(|(measure, row)| {
                let sheet = sheets.get(&measure).cloned();
                let interview = Interview {
                    team: row.team,
                    due: row.due,
                    done: row.done,
                    parts: sheet.as_deref().and_then(parts),
                };
                (interview, sheet)
            })
            .unzip();
        let case = Case {
            episode: *episode,
            assignments: of(&HISTORY.assignments, |row| row.episode == number),
            weeks: of(&HISTORY.weeks, |row| row.episode == number),
            interviews,
        };
        Kept { case, sheets }
    });
    kept.collect()
}

fn of<T: Copy>(rows: &[T], is_wanted: impl Fn(&T) -> bool) -> Vec<T> {
    rows.iter().copied().filter(is_wanted).collect()
}

fn therapists() -> Vec<Post> {
    let posts = HISTORY.posts.rows.values();
    posts
        .copied()
        .filter(|post| HISTORY.texts.text(post.role) == "therapist")
        .collect()
}

impl Model {
    /// The same as a history whose numbers are places in these lists.
    fn history(&self) -> History {
        let mut history = HISTORY.clone();
        history.period = self.period.clone();
        let ids = history.posts.ids.clone();
        let rows: Column<PostNo, Post> = Column::of(self.posts.clone());
        history.posts = Table { ids, rows };
        let mut answers = AnswerTable {
            instrument: "tam".to_owned(),
            measures: vec![],
            sheets: Sheets::new(28),
        };
        let (mut episodes, mut measures) = (vec![], vec![]);
        history.assignments.clear();
        history.weeks.clear();
        for kept in &self.cases {
            let episode = EpisodeNo::new(episodes.len()).unwrap();
            episodes.push(kept.case.episode);
            let assignments = kept.case.assignments.iter();
            history
                .assignments
                .extend(assignments.map(|row| Assignment { episode, ..*row }));
            let weeks = kept.case.weeks.iter();
            history
                .weeks
                .extend(weeks.map(|row| WorkWeek { episode, ..*row }));
            for (interview, sheet) in kept.case.interviews.iter().zip(&kept.sheets) {
                if let Some(sheet) = sheet {
                    answers
                        .measures
                        .push(MeasureNo::new(measures.len()).unwrap());
                    answers.sheets.push(sheet);
                }
                measures.push(measure(interview, episode));
            }
        }
        history.episodes.rows = Column::of(episodes);
        history.measures.rows = Column::of(measures);
        history.answers = vec![answers];
        history
    }
}

fn measure(interview: &Interview, episode: EpisodeNo) -> Measure {
    let is_done = interview.done.is_some();
    Measure {
        instrument: tam(),
        episode: Some(episode),
        team: interview.team,
        due: interview.due,
        done: interview.done,
        status: if is_done {
            Status::Done
        } else {
            Status::Unreached
        },
    }
}

fn place(chance: &mut Chance, end: usize) -> usize {
    chance.below(u32::try_from(end).unwrap()) as usize
}

fn some_day(chance: &mut Chance) -> Day {
    HISTORY.period.first().plus(chance.between(-60, 1200))
}

/// Corrects a case in one way of many.
fn correct(kept: &mut Kept, chance: &mut Chance) {
    let case = &mut kept.case;
    match chance.below(9) {
        0 => {
            let closed = case.episode.opened.plus(chance.between(0, 300));
            case.episode.closed = Some(closed);
            case.episode.reason =
                Some([Reason::Completed, Reason::Placed, Reason::Moved][place(chance, 3)]);
            case.episode.outcomes = Outcomes {
                home: Some(chance.percent(50)),
                school: None,
                no_arrest: Some(chance.percent(50)),
            };
        }
        1 => {
            case.episode.closed = None;
            case.episode.reason = None;
            case.episode.outcomes = Outcomes::default();
        }
        2 => case.episode.team = TeamNo::new(place(chance, 3)).unwrap(),
        3 => case.episode.opened = some_day(chance),
        4 => {
            // A week that is told late.
            let first = case.weeks.first().copied();
            let late = first.map(|week| WorkWeek {
                contacts: chance.below(u32::MAX),
                ..week
            });
            case.weeks.extend(late);
        }
        5 => {
            case.weeks.pop();
            case.assignments.pop();
        }
        6 => {
            if let Some(row) = case.assignments.last_mut() {
                row.to = Some(row.from.plus(chance.between(0, 200)));
            }
        }
        7 => {
            // An interview that is done late, or answered again.
            if let Some(at) = case.interviews.len().checked_sub(1) {
                let sheet: Vec<u8> = (0..28)
                    .map(|_| u8::try_from(chance.below(6)).unwrap())
                    .collect();
                let interview = &mut case.interviews[at];
                interview.done = Some(interview.due.plus(chance.between(-10, 90)));
                interview.parts = parts(&sheet);
                kept.sheets[at] = Some(sheet);
            }
        }
        _ => {
            case.interviews.pop();
            kept.sheets.pop();
        }
    }
}

/// One thing that happens, to the model and to the ledger.
fn happen(model: &mut Model, ledger: &mut Ledger, waiting: &mut Vec<Kept>, chance: &mut Chance) {
    let count = model.cases.len();
    match chance.below(12) {
        0..3 => {
            if let Some(kept) = waiting.pop() {
                ledger.add(Fact::Case(&kept.case)).unwrap();
                model.cases.push(kept);
            }
        }
        3..8 if 0 < count => {
            let kept = &mut model.cases[place(chance, count)];
            ledger.take(Fact::Case(&kept.case)).unwrap();
            correct(kept, chance);
            ledger.add(Fact::Case(&kept.case)).unwrap();
        }
        8 if 0 < count => {
            let kept = model.cases.swap_remove(place(chance, count));
            ledger.take(Fact::Case(&kept.case)).unwrap();
        }
        9 if 1 < count => {
            // Two that were one: the second goes up in the first.
            let gone = model.cases.swap_remove(place(chance, count));
            let kept = &mut model.cases[place(chance, count - 1)];
            ledger.take(Fact::Case(&gone.case)).unwrap();
            ledger.take(Fact::Case(&kept.case)).unwrap();
            kept.case.assignments.extend(gone.case.assignments);
            kept.case.weeks.extend(gone.case.weeks);
            kept.case.interviews.extend(gone.case.interviews);
            kept.sheets.extend(gone.sheets);
            ledger.add(Fact::Case(&kept.case)).unwrap();
        }
        10 if !model.posts.is_empty() => {
            let at = place(chance, model.posts.len());
            ledger.take(Fact::Post(&model.posts[at])).unwrap();
            model.posts[at].ended = Some(model.posts[at].started.plus(chance.between(0, 900)));
            ledger.add(Fact::Post(&model.posts[at])).unwrap();
        }
        _ => move_end(model, ledger, chance),
    }
}

/// Time passes, or is turned back.
fn move_end(model: &mut Model, ledger: &mut Ledger, chance: &mut Chance) {
    let first = model.period.first();
    let period = Period::new(first, first.plus(chance.between(100, 1300))).unwrap();
    let cases = model.cases.iter().map(|kept| Fact::Case(&kept.case));
    let all: Vec<Fact<'_>> = cases.chain(model.posts.iter().map(Fact::Post)).collect();
    ledger.move_end(period.clone(), &all).unwrap();
    model.period = period;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn rows_that_are_kept_up_equal_rows_from_the_beginning(seed in any::<u64>(), steps in 1..120_usize) {
        let mut chance = Chance::new(seed);
        let mut waiting = cases();
        let begun = waiting.split_off(waiting.len() / 2);
        let mut model = Model { cases: begun, posts: therapists(), period: HISTORY.period.clone() };
        let teams = HISTORY.teams.rows.count();
        let mut ledger = Ledger::new(SETTINGS.clone(), model.period.clone(), teams);
        for kept in &model.cases {
            ledger.add(Fact::Case(&kept.case)).unwrap();
        }
        for post in &model.posts {
            ledger.add(Fact::Post(post)).unwrap();
        }
        for _ in 0..steps {
            happen(&mut model, &mut ledger, &mut waiting, &mut chance);
        }
        prop_assert_eq!(ledger.rows(), &tally(&model.history(), &SETTINGS));
    }
}

#[test]
fn facts_of_a_history_add_up_to_its_rows() {
    let facts = Facts::of(&HISTORY, &SETTINGS);
    assert_eq!(facts.cases.len(), HISTORY.episodes.rows.count());
    let teams = HISTORY.teams.rows.count();
    let mut ledger = Ledger::new(SETTINGS.clone(), HISTORY.period.clone(), teams);
    for fact in facts.each() {
        ledger.add(fact).unwrap();
    }
    assert_eq!(ledger.rows(), &tally(&HISTORY, &SETTINGS));
}

#[test]
fn nothing_is_left_when_everything_is_taken_away() {
    let teams = HISTORY.teams.rows.count();
    let empty = Ledger::new(SETTINGS.clone(), HISTORY.period.clone(), teams);
    let mut ledger = empty.clone();
    for kept in cases() {
        ledger.add(Fact::Case(&kept.case)).unwrap();
        ledger.take(Fact::Case(&kept.case)).unwrap();
    }
    assert_eq!(ledger.rows(), empty.rows());
}
