//! What came of trips: which trainings were held with what those who went had learnt.

use hemma_domain::ids::{ProposalId, TrainingId};
use hemma_domain::proposal::TRIP_TRAININGS_MAX;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// Keeps which trainings came of a trip, instead of what was kept before.
pub async fn save(tx: &mut Tx, of: ProposalId, trainings: &[TrainingId]) -> Result<()> {
    const CLEAR: &str = "DELETE FROM trip_trainings WHERE proposal_id = $1";
    const SQL: &str = "INSERT INTO trip_trainings (proposal_id, training_id) VALUES ($1, $2)";
    tx.run(CLEAR, &values![of]).await?;
    for training in trainings {
        tx.run(SQL, &values![of, training]).await?;
    }
    Ok(())
}

/// The trainings that came of a trip, the oldest first, each with how many were there.
pub async fn trainings(tx: &mut Tx, of: ProposalId) -> Result<Vec<(TrainingId, u32)>> {
    const SQL: &str =
        "SELECT l.training_id, (SELECT count(DISTINCT a.staff_id) FROM training_attendance a
            WHERE a.training_id = l.training_id) AS attended
        FROM trip_trainings l JOIN trainings t ON t.id = l.training_id WHERE l.proposal_id = $1
        ORDER BY t.first_on, t.id LIMIT $2";
    let most = u32::try_from(TRIP_TRAININGS_MAX).unwrap_or(u32::MAX);
    let rows = tx.all(SQL, &values![of, most]).await?;
    let learnt = rows
        .iter()
        .map(|row| Ok((row.get("training_id")?, row.count("attended")?)));
    learnt.collect()
}
