//! The urn of a round: all its ballots in one sealed text, sorted by what stands in them. What was dropped in cannot be
//! taken out alone, and nothing tells when it was or by whom.

use hemma_domain::ids::{RoundId, TeamId};
use hemma_domain::round::Ballot;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::measure::sheet;
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

/// Stores the urn of a round that was just made, with the ballots it begins with: mostly none.
pub async fn insert(tx: &mut Tx, id: RoundId, ballots: &[Ballot]) -> Result<()> {
    const SQL: &str = "INSERT INTO urns (round_id, sealed_ballots) VALUES ($1, $2)";
    let sealed = sealed(tx, id, ballots);
    tx.run(SQL, &values![id, sealed]).await?;
    Ok(())
}

/// Takes the urn of a round, so that nobody else drops anything in meanwhile; none where there is no urn any more.
pub async fn take(tx: &mut Tx, id: RoundId) -> Result<Option<Vec<Ballot>>> {
    const SQL: &str = "UPDATE urns SET sealed_ballots = sealed_ballots WHERE round_id = $1 RETURNING round_id, sealed_ballots";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.map(|row| Ok(opened(tx, &row)?.1)).transpose()
}

/// Puts the urn back with these ballots: sorted and sealed anew, so that neither order nor age of a ballot is kept.
pub async fn put_back(tx: &mut Tx, id: RoundId, ballots: &[Ballot]) -> Result<()> {
    const SQL: &str = "UPDATE urns SET sealed_ballots = $2 WHERE round_id = $1";
    let sealed = sealed(tx, id, ballots);
    tx.run(SQL, &values![id, sealed]).await?;
    Ok(())
}

/// The ballots of every closed round of a team that still has its urn.
pub async fn of_team(tx: &mut Tx, team: TeamId) -> Result<Vec<(RoundId, Vec<Ballot>)>> {
    const SQL: &str =
        "SELECT u.round_id, u.sealed_ballots FROM urns u JOIN rounds r ON r.id = u.round_id
        WHERE r.team_id = $1 AND r.state = 'closed' ORDER BY u.round_id";
    let rows = tx.all(SQL, &values![team]).await?;
    rows.iter().map(|row| opened(tx, row)).collect()
}

/// Destroys the urn of a round.
pub async fn destroy(tx: &mut Tx, id: RoundId) -> Result<()> {
    tx.run("DELETE FROM urns WHERE round_id = $1", &values![id])
        .await?;
    Ok(())
}

fn spot(id: RoundId) -> Spot {
    Spot::new("urns", id, "sealed_ballots")
}

fn sealed(tx: &Tx, id: RoundId, ballots: &[Ballot]) -> String {
    let mut texts: Vec<String> = ballots.iter().map(sheet::text).collect();
    texts.sort();
    let text = format!("[{}]", texts.join(","));
    tx.seals().site().seal(&spot(id), &text)
}

fn opened(tx: &Tx, row: &Row) -> Result<(RoundId, Vec<Ballot>)> {
    let id: RoundId = row.get("round_id")?;
    let sealed: String = row.get("sealed_ballots")?;
    let text = tx.seals().site().open(&spot(id), &sealed)?;
    let corrupt = || Error::Corrupt {
        table: "urns".to_owned(),
        column: "sealed_ballots".to_owned(),
        id: id.to_string(),
    };
    let read: Vec<_> = serde_json::from_str(&text).map_err(|_| corrupt())?;
    let ballots: Option<Vec<Ballot>> = read.into_iter().map(sheet::answers).collect();
    Ok((id, ballots.ok_or_else(corrupt)?))
}
