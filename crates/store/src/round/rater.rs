//! Who is asked while a round is open, and whether they have answered. Never what, never when.

use hemma_domain::access::TeamScope;
use hemma_domain::ids::{RoundId, StaffId, TeamId};
use hemma_domain::round::{Round, Turnout};
use hemma_domain::time::Day;

use super::round;
use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// A round as one of its raters sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The round.
    pub round: Round,
    /// Whose work it is about.
    pub subject: String,
    /// The team that answers.
    pub team: String,
    /// Where it stands.
    pub scope: TeamScope,
    /// The rater has answered.
    pub answered: bool,
}

/// Notes that somebody is asked.
pub async fn insert(tx: &mut Tx, id: RoundId, staff: StaffId) -> Result<()> {
    const SQL: &str =
        "INSERT INTO round_raters (round_id, staff_id, answered) VALUES ($1, $2, FALSE)";
    tx.run(SQL, &values![id, staff]).await?;
    Ok(())
}

/// Whether somebody is asked by a round, and if so whether they have answered.
pub async fn find(tx: &mut Tx, id: RoundId, staff: StaffId) -> Result<Option<bool>> {
    const SQL: &str = "SELECT answered FROM round_raters WHERE round_id = $1 AND staff_id = $2";
    let row = tx.maybe(SQL, &values![id, staff]).await?;
    row.map(|row| row.get("answered")).transpose()
}

/// Notes that somebody has answered, once. Says whether they were asked and had not.
pub async fn answer(tx: &mut Tx, id: RoundId, staff: StaffId) -> Result<bool> {
    const SQL: &str = "UPDATE round_raters SET answered = TRUE WHERE round_id = $1 AND staff_id = $2 AND answered = FALSE";
    Ok(tx.run(SQL, &values![id, staff]).await? == 1)
}

/// Who is asked by a round that ends within some days and has not answered.
pub async fn waiting(tx: &mut Tx, (today, until): (Day, Day)) -> Result<Vec<StaffId>> {
    const SQL: &str = "SELECT DISTINCT a.staff_id FROM round_raters a JOIN rounds r ON r.id = a.round_id
        WHERE a.answered = FALSE AND r.state = 'open' AND r.opens_on <= $1 AND r.closes_on >= $1 AND r.closes_on <= $2
        ORDER BY a.staff_id";
    let rows = tx.all(SQL, &values![today, until]).await?;
    rows.iter().map(|row| row.get("staff_id")).collect()
}

/// The open rounds that ask somebody on a day, whose last day comes first.
pub async fn rounds_of(tx: &mut Tx, staff: StaffId, today: Day) -> Result<Vec<Asked>> {
    const SQL: &str =
        "SELECT r.id, r.team_id, r.instrument, r.instrument_version, r.programme_version, r.about,
        r.subject_id, r.due_on, r.opens_on, r.closes_on, r.raters_min, r.state, r.asked, r.answered,
        a.answered AS has_answered, s.name AS subject, t.name AS team, t.board_id, t.network_id
        FROM round_raters a JOIN rounds r ON r.id = a.round_id JOIN staff s ON s.id = r.subject_id
        JOIN teams t ON t.id = r.team_id
        WHERE a.staff_id = $1 AND r.state = 'open' AND r.opens_on <= $2 AND r.closes_on >= $2
        ORDER BY r.closes_on, r.instrument, r.id";
    let rows = tx.all(SQL, &values![staff, today]).await?;
    rows.iter()
        .map(|row| {
            let round = round(row)?;
            Ok(Asked {
                scope: TeamScope {
                    team: round.team,
                    board: row.get("board_id")?,
                    network: row.get("network_id")?,
                },
                round,
                subject: row.get("subject")?,
                team: row.get("team")?,
                answered: row.get("has_answered")?,
            })
        })
        .collect()
}

/// How many a round asks, and how many have answered.
pub async fn turnout(tx: &mut Tx, id: RoundId) -> Result<Turnout> {
    const SQL: &str = "SELECT count(*) AS asked, CAST(coalesce(sum(CASE WHEN answered THEN 1 ELSE 0 END), 0) AS BIGINT) AS answered
        FROM round_raters WHERE round_id = $1";
    let row = tx.one(SQL, &values![id]).await?;
    Ok(Turnout {
        asked: row.count("asked")?,
        answered: row.count("answered")?,
    })
}

/// How many each open round of a team asks, and how many have answered.
pub async fn turnouts(tx: &mut Tx, team: TeamId) -> Result<Vec<(RoundId, Turnout)>> {
    const SQL: &str = "SELECT a.round_id, count(*) AS asked,
        CAST(coalesce(sum(CASE WHEN a.answered THEN 1 ELSE 0 END), 0) AS BIGINT) AS answered
        FROM round_raters a JOIN rounds r ON r.id = a.round_id WHERE r.team_id = $1 GROUP BY a.round_id";
    let rows = tx.all(SQL, &values![team]).await?;
    rows.iter()
        .map(|row| {
            let turnout = Turnout {
                asked: row.count("asked")?,
                answered: row.count("answered")?,
            };
            Ok((row.get("round_id")?, turnout))
        })
        .collect()
}

/// Forgets who was asked by a round.
pub async fn forget(tx: &mut Tx, id: RoundId) -> Result<()> {
    tx.run("DELETE FROM round_raters WHERE round_id = $1", &values![id])
        .await?;
    Ok(())
}
