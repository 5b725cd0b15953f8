//! Rounds of ratings: who is asked, and what was answered; apart, and with nothing to join them by.

pub mod rater;
pub mod urn;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{RoundId, StaffId, TeamId};
use hemma_domain::measure::Window;
use hemma_domain::round::{Round, State, StateCode, Turnout};
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::team;
use crate::value::Row;
use crate::values;

/// Rounds of a team that are shown: five years of two instruments every second month, and changes of leader.
pub const LIST_MAX: u32 = 80;

/// Rounds that one run of upkeep closes.
pub const CLOSE_MAX: u32 = 200;

/// Teams that upkeep looks at: more than any network has.
pub const TEAMS_MAX: u32 = 2_000;

/// Stores a round. One that is there for the same colleague and day stays as it is; says whether it was stored.
pub async fn insert(tx: &mut Tx, one: &Round) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO rounds (id, team_id, instrument, instrument_version, programme_version, about,
        subject_id, due_on, opens_on, closes_on, raters_min, state, asked, answered)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (team_id, instrument, subject_id, due_on) DO NOTHING";
    let turnout = turnout(&one.state);
    let bound = values![
        one.id,
        one.team,
        one.instrument,
        one.instrument_version,
        one.programme_version,
        one.about.code(),
        one.subject,
        one.window.due_on,
        one.window.opens_on,
        one.window.closes_on,
        one.raters_min,
        one.state.code().code(),
        turnout.map(|turnout| turnout.asked),
        turnout.map(|turnout| turnout.answered),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Closes a round if nobody did before. Says whether it did.
pub async fn close(tx: &mut Tx, id: RoundId, turnout: Turnout) -> Result<bool> {
    const SQL: &str = "UPDATE rounds SET state = 'closed', asked = $2, answered = $3 WHERE id = $1 AND state = 'open'";
    let bound = values![id, turnout.asked, turnout.answered];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One round.
pub async fn find(tx: &mut Tx, id: RoundId) -> Result<Option<Round>> {
    const SQL: &str = "SELECT id, team_id, instrument, instrument_version, programme_version, about, subject_id, due_on,
        opens_on, closes_on, raters_min, state, asked, answered FROM rounds WHERE id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.map(|row| round(&row)).transpose()
}

/// The rounds of a team, the newest first.
pub async fn of_team(tx: &mut Tx, team: TeamId) -> Result<Vec<Round>> {
    const SQL: &str = "SELECT id, team_id, instrument, instrument_version, programme_version, about, subject_id, due_on,
        opens_on, closes_on, raters_min, state, asked, answered FROM rounds WHERE team_id = $1
        ORDER BY due_on DESC, instrument, id LIMIT $2";
    let rows = tx.all(SQL, &values![team, LIST_MAX]).await?;
    rows.iter().map(round).collect()
}

/// Open rounds whose last day lies before a day, the oldest first.
pub async fn ending(tx: &mut Tx, today: Day) -> Result<Vec<Round>> {
    const SQL: &str = "SELECT id, team_id, instrument, instrument_version, programme_version, about, subject_id, due_on,
        opens_on, closes_on, raters_min, state, asked, answered FROM rounds WHERE state = 'open' AND closes_on < $1
        ORDER BY closes_on, id LIMIT $2";
    let rows = tx.all(SQL, &values![today, CLOSE_MAX]).await?;
    rows.iter().map(round).collect()
}

/// For which team, instrument and due day there are rounds that have not ended before a day.
pub async fn known(tx: &mut Tx, today: Day) -> Result<Vec<(TeamId, String, Day)>> {
    const SQL: &str = "SELECT team_id, instrument, due_on FROM rounds WHERE closes_on >= $1";
    tx.all(SQL, &values![today])
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.get("team_id")?,
                row.get("instrument")?,
                row.get("due_on")?,
            ))
        })
        .collect()
}

/// The teams that work on a day, by id.
pub async fn teams(tx: &mut Tx, today: Day) -> Result<Vec<Team>> {
    const SQL: &str =
        "SELECT id, board_id, network_id, name, programme, opened_on, closed_on, hand_in_weekday,
        hand_in_at, supervision_weekday, consultation_weekday FROM teams
        WHERE opened_on <= $1 AND (closed_on IS NULL OR closed_on > $1) ORDER BY id LIMIT $2";
    let rows = tx.all(SQL, &values![today, TEAMS_MAX]).await?;
    rows.iter().map(team::team).collect()
}

/// Who holds which post in a team on a day.
pub async fn posts(tx: &mut Tx, team: TeamId, on: Day) -> Result<Vec<(StaffId, Role)>> {
    const SQL: &str = "SELECT p.staff_id, p.role FROM posts p JOIN staff s ON s.id = p.staff_id
        WHERE p.team_id = $1 AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2)
        AND (s.left_on IS NULL OR s.left_on >= $2) ORDER BY p.staff_id, p.role";
    tx.all(SQL, &values![team, on])
        .await?
        .iter()
        .map(|row| Ok((row.get("staff_id")?, row.code("role")?)))
        .collect()
}

fn turnout(state: &State) -> Option<Turnout> {
    match state {
        State::Open => None,
        State::Closed(turnout) => Some(*turnout),
    }
}

pub(crate) fn round(row: &Row) -> Result<Round> {
    let state = match row.code("state")? {
        StateCode::Open => State::Open,
        StateCode::Closed => State::Closed(Turnout {
            asked: row.count("asked")?,
            answered: row.count("answered")?,
        }),
    };
    Ok(Round {
        id: row.get("id")?,
        team: row.get("team_id")?,
        instrument: row.get("instrument")?,
        instrument_version: row.count("instrument_version")?,
        programme_version: row.count("programme_version")?,
        about: row.code("about")?,
        subject: row.get("subject_id")?,
        window: Window {
            opens_on: row.get("opens_on")?,
            due_on: row.get("due_on")?,
            closes_on: row.get("closes_on")?,
        },
        raters_min: row.count("raters_min")?,
        state,
    })
}
