//! Scores, exact, each under the rule that made it.

use hemma_domain::ids::CaseId;
use hemma_domain::instrument::Ratio;
use hemma_domain::measure::{KeptOutcome, KeptScore};

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Stores a score. One under the same rule stays as it is: rules of a version never change.
pub async fn insert(tx: &mut Tx, case: CaseId, one: &KeptScore) -> Result<()> {
    const SQL: &str =
        "INSERT INTO scores (measure_id, case_id, scale, rule, rule_version, instrument,
        instrument_version, k, n, items, outcome, numerator, denominator, needed, scored_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (measure_id, scale, rule, rule_version) DO NOTHING";
    let (outcome, value, needed) = match one.outcome {
        KeptOutcome::Value(value) => (VALUE, Some(value), None),
        KeptOutcome::Incomplete { needed } => (INCOMPLETE, None, Some(needed)),
    };
    let bound = values![
        one.measure,
        case,
        one.scale,
        one.rule,
        one.rule_version,
        one.instrument,
        one.instrument_version,
        one.k,
        one.n,
        one.items,
        outcome,
        value.map(Ratio::num),
        value.map(Ratio::den),
        needed,
        one.at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The scores of a case, the oldest first.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<KeptScore>> {
    const SQL: &str =
        "SELECT measure_id, scale, rule, rule_version, instrument, instrument_version, k, n, items,
        outcome, numerator, denominator, needed, scored_at FROM scores WHERE case_id = $1
        ORDER BY scored_at, measure_id, scale, rule, rule_version";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(score)
        .collect()
}

const VALUE: &str = "value";
const INCOMPLETE: &str = "incomplete";

/// What the columns `outcome`, `numerator`, `denominator` and `needed` say.
pub(crate) fn outcome(row: &Row) -> Result<KeptOutcome> {
    Ok(match row.get::<String>("outcome")?.as_str() {
        VALUE => {
            let (num, den): (i64, i64) = (row.get("numerator")?, row.get("denominator")?);
            let value = Ratio::new(num, den).ok_or_else(|| row.corrupt("denominator"))?;
            KeptOutcome::Value(value)
        }
        INCOMPLETE => KeptOutcome::Incomplete {
            needed: row.count("needed")?,
        },
        _ => return Err(row.corrupt("outcome")),
    })
}

fn score(row: &Row) -> Result<KeptScore> {
    Ok(KeptScore {
        measure: row.get("measure_id")?,
        instrument: row.get("instrument")?,
        instrument_version: row.count("instrument_version")?,
        scale: row.get("scale")?,
        rule: row.get("rule")?,
        rule_version: row.count("rule_version")?,
        k: row.get("k")?,
        n: row.count("n")?,
        items: row.count("items")?,
        outcome: outcome(row)?,
        at: row.get("scored_at")?,
    })
}
