//! Networks, boards and teams.

use hemma_domain::access::TeamScope;
use hemma_domain::ids::{BoardId, NetworkId, TeamId};
use hemma_domain::site::KnownTeam;
use hemma_domain::team::{Board, Network, Rhythm, Team};

use crate::basis;
use crate::db::Tx;
use crate::error::Result;
use crate::value::{Row, Value};
use crate::values;

/// Stores a network.
pub async fn insert_network(tx: &mut Tx, network: &Network) -> Result<()> {
    tx.run(
        "INSERT INTO networks (id, name) VALUES ($1, $2)",
        &values![network.id, network.name],
    )
    .await?;
    Ok(())
}

/// Stores a board; its first case gets the number 1.
pub async fn insert_board(tx: &mut Tx, board: &Board) -> Result<()> {
    const SQL: &str = "INSERT INTO boards (id, name, short, municipality, case_pattern, next_case_number, note_lock_days,
        sheet_bases) VALUES ($1, $2, $3, $4, $5, 1, $6, $7)";
    tx.run(SQL, &board_values(board)).await?;
    Ok(())
}

/// Stores a team.
pub async fn insert(tx: &mut Tx, team: &Team) -> Result<()> {
    const SQL: &str =
        "INSERT INTO teams (id, board_id, network_id, name, programme, opened_on, closed_on,
        hand_in_weekday, hand_in_at, supervision_weekday, consultation_weekday, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    tx.run(SQL, &team_values(team)).await?;
    Ok(())
}

/// Every network, by name.
pub async fn networks(tx: &mut Tx) -> Result<Vec<Network>> {
    let rows = tx
        .all("SELECT id, name FROM networks ORDER BY name, id", &[])
        .await?;
    let network = |row: &Row| {
        Ok(Network {
            id: row.get("id")?,
            name: row.get("name")?,
        })
    };
    rows.iter().map(network).collect()
}

/// Every board, by name.
pub async fn boards(tx: &mut Tx) -> Result<Vec<Board>> {
    const SQL: &str = "SELECT id AS board_id, name AS board_name, short, municipality, case_pattern, note_lock_days,
        sheet_bases FROM boards ORDER BY name, id";
    tx.all(SQL, &[]).await?.iter().map(board).collect()
}

/// Every team, closed ones too, with its cases in counts, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<KnownTeam>> {
    const SQL: &str =
        "SELECT t.id, t.board_id, t.network_id, t.name, t.programme, t.opened_on, t.closed_on,
        t.hand_in_weekday, t.hand_in_at, t.supervision_weekday, t.consultation_weekday,
        (SELECT count(*) FROM cases c WHERE c.team_id = t.id) AS cases_count,
        (SELECT count(*) FROM cases c WHERE c.team_id = t.id AND c.stage IN ('referred', 'waiting', 'open'))
            AS going_count
        FROM teams t ORDER BY t.name, t.id";
    let known = |row: &Row| {
        Ok(KnownTeam {
            team: team(row)?,
            cases: row.count("cases_count")?,
            going: row.count("going_count")?,
        })
    };
    tx.all(SQL, &[]).await?.iter().map(known).collect()
}

/// Changes a network that is there.
pub async fn save_network(tx: &mut Tx, network: &Network) -> Result<()> {
    let sql = "UPDATE networks SET name = $2 WHERE id = $1";
    tx.run(sql, &values![network.id, network.name]).await?;
    Ok(())
}

/// Changes a board that is there; the number of its next case goes on.
pub async fn save_board(tx: &mut Tx, board: &Board) -> Result<()> {
    const SQL: &str =
        "UPDATE boards SET name = $2, short = $3, municipality = $4, case_pattern = $5,
        note_lock_days = $6, sheet_bases = $7 WHERE id = $1";
    tx.run(SQL, &board_values(board)).await?;
    Ok(())
}

/// Changes a team that is there.
pub async fn save(tx: &mut Tx, team: &Team) -> Result<()> {
    const SQL: &str = "UPDATE teams SET board_id = $2, network_id = $3, name = $4, programme = $5, opened_on = $6,
        closed_on = $7, hand_in_weekday = $8, hand_in_at = $9, supervision_weekday = $10,
        consultation_weekday = $11, version = version + 1 WHERE id = $1";
    tx.run(SQL, &team_values(team)).await?;
    Ok(())
}

/// What a board's row holds but the number of its next case, in the order of its places.
fn board_values(board: &Board) -> [Value; 7] {
    values![
        board.id,
        board.name,
        board.short,
        board.municipality,
        board.case_pattern,
        board.note_lock_days,
        basis::listed(&board.sheet_bases),
    ]
}

/// What a team's row holds but its version, in the order of its places.
fn team_values(team: &Team) -> [Value; 11] {
    values![
        team.id,
        team.board,
        team.network,
        team.name,
        team.programme,
        team.opened_on,
        team.closed_on,
        team.rhythm.hand_in_weekday,
        team.rhythm.hand_in_at,
        team.rhythm.supervision_weekday,
        team.rhythm.consultation_weekday,
    ]
}

/// A team with its board.
pub async fn find(tx: &mut Tx, id: TeamId) -> Result<Option<(Team, Board)>> {
    const SQL: &str =
        "SELECT t.id, t.board_id, t.network_id, t.name, t.programme, t.opened_on, t.closed_on,
        t.hand_in_weekday, t.hand_in_at, t.supervision_weekday, t.consultation_weekday,
        b.name AS board_name, b.short, b.municipality, b.case_pattern, b.note_lock_days, b.sheet_bases
        FROM teams t JOIN boards b ON b.id = t.board_id WHERE t.id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.map(|row| Ok((team(&row)?, board(&row)?))).transpose()
}

/// Where a team stands, to decide on access.
pub async fn scope(tx: &mut Tx, id: TeamId) -> Result<Option<TeamScope>> {
    let row = tx
        .maybe(
            "SELECT board_id, network_id FROM teams WHERE id = $1",
            &values![id],
        )
        .await?;
    row.map(|row| {
        Ok(TeamScope {
            team: id,
            board: row.get("board_id")?,
            network: row.get("network_id")?,
        })
    })
    .transpose()
}

/// The teams of a network, by name.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Team>> {
    const SQL: &str = "SELECT id, board_id, network_id, name, programme, opened_on, closed_on, hand_in_weekday,
        hand_in_at, supervision_weekday, consultation_weekday FROM teams WHERE network_id = $1 ORDER BY name, id";
    tx.all(SQL, &values![network])
        .await?
        .iter()
        .map(team)
        .collect()
}

/// The teams of a board, by name.
pub async fn of_board(tx: &mut Tx, board: BoardId) -> Result<Vec<Team>> {
    const SQL: &str = "SELECT id, board_id, network_id, name, programme, opened_on, closed_on, hand_in_weekday,
        hand_in_at, supervision_weekday, consultation_weekday FROM teams WHERE board_id = $1 ORDER BY name, id";
    tx.all(SQL, &values![board])
        .await?
        .iter()
        .map(team)
        .collect()
}

/// Sets the number that a board's next case gets.
pub async fn set_next_case_number(tx: &mut Tx, board: BoardId, number: i64) -> Result<()> {
    tx.run(
        "UPDATE boards SET next_case_number = $2 WHERE id = $1",
        &values![board, number],
    )
    .await?;
    Ok(())
}

/// Takes the next case number of a board.
pub async fn take_case_number(tx: &mut Tx, board: BoardId) -> Result<i64> {
    const SQL: &str = "UPDATE boards SET next_case_number = next_case_number + 1 WHERE id = $1
        RETURNING next_case_number - 1 AS number";
    tx.one(SQL, &values![board]).await?.get("number")
}

pub(crate) fn team(row: &Row) -> Result<Team> {
    Ok(Team {
        id: row.get("id")?,
        board: row.get("board_id")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        programme: row.get("programme")?,
        opened_on: row.get("opened_on")?,
        closed_on: row.get("closed_on")?,
        rhythm: rhythm(row)?,
    })
}

/// A team's rhythm, of a row with its columns.
pub(crate) fn rhythm(row: &Row) -> Result<Rhythm> {
    Ok(Rhythm {
        hand_in_weekday: row.get("hand_in_weekday")?,
        hand_in_at: row.get("hand_in_at")?,
        supervision_weekday: row.get("supervision_weekday")?,
        consultation_weekday: row.get("consultation_weekday")?,
    })
}

fn board(row: &Row) -> Result<Board> {
    Ok(Board {
        id: row.get("board_id")?,
        name: row.get("board_name")?,
        short: row.get("short")?,
        municipality: row.get("municipality")?,
        case_pattern: row.get("case_pattern")?,
        note_lock_days: row.count("note_lock_days")?,
        sheet_bases: basis::kinds(row)?,
    })
}
