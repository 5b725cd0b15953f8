//! All evaluations of a training in one sealed text, sorted by what stands in them: what was dropped in cannot be taken
//! out alone, and nothing tells when it was or by whom.

use hemma_domain::ids::TrainingId;
use hemma_domain::training::Evaluation;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

/// Stores the urn of a training that was just planned.
pub async fn insert(tx: &mut Tx, id: TrainingId, all: &[Evaluation]) -> Result<()> {
    const SQL: &str = "INSERT INTO training_urns (training_id, sealed_evaluations) VALUES ($1, $2)";
    let sealed = sealed(tx, id, all);
    tx.run(SQL, &values![id, sealed]).await?;
    Ok(())
}

/// Takes the urn, so that nobody else drops anything in meanwhile; none where there is none.
pub async fn take(tx: &mut Tx, id: TrainingId) -> Result<Option<Vec<Evaluation>>> {
    const SQL: &str =
        "UPDATE training_urns SET sealed_evaluations = sealed_evaluations WHERE training_id = $1
        RETURNING sealed_evaluations";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.map(|row| opened(tx, id, &row)).transpose()
}

/// Puts the urn back with these: sorted and sealed anew, so that neither order nor age of one is kept.
pub async fn put_back(tx: &mut Tx, id: TrainingId, all: &[Evaluation]) -> Result<()> {
    const SQL: &str = "UPDATE training_urns SET sealed_evaluations = $2 WHERE training_id = $1";
    let sealed = sealed(tx, id, all);
    tx.run(SQL, &values![id, sealed]).await?;
    Ok(())
}

/// What is in the urn.
pub async fn of_training(tx: &mut Tx, id: TrainingId) -> Result<Vec<Evaluation>> {
    const SQL: &str = "SELECT sealed_evaluations FROM training_urns WHERE training_id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.map_or(Ok(Vec::new()), |row| opened(tx, id, &row))
}

fn spot(id: TrainingId) -> Spot {
    Spot::new("training_urns", id, "sealed_evaluations")
}

fn sealed(tx: &Tx, id: TrainingId, all: &[Evaluation]) -> String {
    let mut all = all.to_vec();
    all.sort();
    let text = |one: &Evaluation| one.answers().map(|answer| answer.to_string()).concat();
    let texts: Vec<String> = all.iter().map(text).collect();
    tx.seals().site().seal(&spot(id), &texts.join(" "))
}

fn opened(tx: &Tx, id: TrainingId, row: &Row) -> Result<Vec<Evaluation>> {
    let sealed: String = row.get("sealed_evaluations")?;
    let text = tx.seals().site().open(&spot(id), &sealed)?;
    let all = text.split_whitespace().map(evaluation);
    all.collect::<Option<_>>().ok_or_else(|| Error::Corrupt {
        table: "training_urns".to_owned(),
        column: "sealed_evaluations".to_owned(),
        id: id.to_string(),
    })
}

/// One digit for each question.
fn evaluation(text: &str) -> Option<Evaluation> {
    let steps = text.bytes().map(|digit| digit.wrapping_sub(b'0'));
    let steps: Vec<u8> = steps.collect();
    Evaluation::new(steps.try_into().ok()?)
}
