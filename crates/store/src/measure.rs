//! Measures: what is due, the calls about it, the sealed answers and the scores.

pub mod attempt;
pub mod list;
pub mod score;
pub mod sheet;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, LinkId, MeasureId, StaffId};
use hemma_domain::measure::{Hand, Measure, NotAsked, Refusal, State, StateCode, Window};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// The columns of [`measure`], of the table `measures` named `m`.
pub(crate) const COLUMNS: &str = "m.id, m.case_id, m.instrument, m.instrument_version, m.respondent_id, m.due_on,
    m.opens_on, m.closes_on, m.state, m.reason, m.ended_at, m.ended_by, m.released_at, m.released_by, m.version, m.ended_link";

/// That a measure named `m` was to be asked, as `State::fell_away` says of the others.
pub(crate) const COUNTS: &str = "(m.state <> 'not_asked' OR m.reason NOT IN ('ended', 'on_hold'))";

/// Stores a measure. One that is there for the same day stays as it is; says whether it was stored.
pub async fn insert(tx: &mut Tx, one: &Measure) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO measures (id, case_id, instrument, instrument_version, respondent_id, due_on,
        opens_on, closes_on, state, reason, ended_at, ended_by, released_at, released_by, ended_link, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)
        ON CONFLICT (case_id, instrument, due_on) DO NOTHING";
    let state = Columns::of(&one.state);
    let bound = values![
        one.id,
        one.case,
        one.instrument,
        one.instrument_version,
        one.respondent,
        one.window.due_on,
        one.window.opens_on,
        one.window.closes_on,
        one.state.code().code(),
        state.reason,
        state.at,
        state.by,
        one.released.map(|(at, _)| at),
        one.released.map(|(_, by)| by),
        state.link,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Saves a measure if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Measure) -> Result<bool> {
    const SQL: &str = "UPDATE measures SET respondent_id = $3, opens_on = $4, closes_on = $5, state = $6, reason = $7,
        ended_at = $8, ended_by = $9, released_at = $10, released_by = $11, ended_link = $12, version = version + 1
        WHERE id = $1 AND version = $2";
    let state = Columns::of(&one.state);
    let bound = values![
        one.id,
        one.version,
        one.respondent,
        one.window.opens_on,
        one.window.closes_on,
        one.state.code().code(),
        state.reason,
        state.at,
        state.by,
        one.released.map(|(at, _)| at),
        one.released.map(|(_, by)| by),
        state.link,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One measure of a case.
pub async fn find(tx: &mut Tx, case: CaseId, id: MeasureId) -> Result<Option<Measure>> {
    const SQL: &str = "SELECT id, case_id, instrument, instrument_version, respondent_id, due_on, opens_on, closes_on,
        state, reason, ended_at, ended_by, released_at, released_by, version, ended_link FROM measures
        WHERE case_id = $1 AND id = $2";
    let row = tx.maybe(SQL, &values![case, id]).await?;
    row.map(|row| measure(&row)).transpose()
}

/// The measures of a case, the first due first.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Measure>> {
    const SQL: &str = "SELECT id, case_id, instrument, instrument_version, respondent_id, due_on, opens_on, closes_on,
        state, reason, ended_at, ended_by, released_at, released_by, version, ended_link FROM measures
        WHERE case_id = $1 ORDER BY due_on, instrument, id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(measure)
        .collect()
}

/// A state as the columns that hold it.
#[derive(Default)]
struct Columns {
    reason: Option<&'static str>,
    at: Option<Instant>,
    by: Option<StaffId>,
    link: Option<LinkId>,
}

impl Columns {
    fn of(state: &State) -> Columns {
        match state {
            State::Due | State::Unreachable => Columns::default(),
            State::Done { at, by } => {
                let (by, link) = hand_columns(*by);
                Columns {
                    at: Some(*at),
                    by,
                    link,
                    ..Columns::default()
                }
            }
            State::Declined { at, by, why } => Columns {
                reason: Some(why.code()),
                at: Some(*at),
                by: Some(*by),
                link: None,
            },
            State::NotAsked { why } => Columns {
                reason: Some(why.code()),
                ..Columns::default()
            },
        }
    }
}

/// A hand as the two columns that hold it, one of them empty.
fn hand_columns(hand: Hand) -> (Option<StaffId>, Option<LinkId>) {
    match hand {
        Hand::Staff(staff) => (Some(staff), None),
        Hand::Link(link) => (None, Some(link)),
    }
}

fn hand(row: &Row, staff: &'static str, link: &'static str) -> Result<Hand> {
    match row.get::<Option<LinkId>>(link)? {
        Some(link) => Ok(Hand::Link(link)),
        None => row.get(staff).map(Hand::Staff),
    }
}

pub(crate) fn measure(row: &Row) -> Result<Measure> {
    let released_at: Option<Instant> = row.get("released_at")?;
    let released_by: Option<StaffId> = row.get("released_by")?;
    Ok(Measure {
        id: row.get("id")?,
        case: row.get("case_id")?,
        instrument: row.get("instrument")?,
        instrument_version: row.count("instrument_version")?,
        respondent: row.get("respondent_id")?,
        window: Window {
            opens_on: row.get("opens_on")?,
            due_on: row.get("due_on")?,
            closes_on: row.get("closes_on")?,
        },
        state: state(row)?,
        released: released_at.zip(released_by),
        version: row.get("version")?,
    })
}

fn state(row: &Row) -> Result<State> {
    let code: StateCode = row.code("state")?;
    Ok(match code {
        StateCode::Due => State::Due,
        StateCode::Unreachable => State::Unreachable,
        StateCode::Done => State::Done {
            at: row.get("ended_at")?,
            by: hand(row, "ended_by", "ended_link")?,
        },
        StateCode::Declined => State::Declined {
            at: row.get("ended_at")?,
            by: row.get("ended_by")?,
            why: row.code::<Refusal>("reason")?,
        },
        StateCode::NotAsked => State::NotAsked {
            why: row.code::<NotAsked>("reason")?,
        },
    })
}
