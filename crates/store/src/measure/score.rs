//! Scores, exact, each under the rule that made it.

use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::instrument::Ratio;
use hemma_domain::measure::{KeptOutcome, KeptScore, StateCode};

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Stores a score; says whether it is new. One under the same rule stays as it is: rules of a version never change.
pub async fn insert(tx: &mut Tx, case: CaseId, one: &KeptScore) -> Result<bool> {
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
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// How many finished measures there are with each version of an instrument, the oldest version first.
pub async fn answered(tx: &mut Tx, instrument: &str) -> Result<Vec<(u32, u32)>> {
    const SQL: &str =
        "SELECT instrument_version, count(*) AS n FROM measures WHERE instrument = $1 AND state = $2
        GROUP BY instrument_version ORDER BY instrument_version";
    tx.all(SQL, &values![instrument, StateCode::Done.code()])
        .await?
        .iter()
        .map(|row| Ok((row.count("instrument_version")?, row.count("n")?)))
        .collect()
}

/// Cases with answers to older versions of an instrument that have no score by a version yet: the next ones by id after
/// a case.
pub async fn unscored(
    tx: &mut Tx,
    (instrument, version): (&str, u32),
    after: CaseId,
    most: u32,
) -> Result<Vec<CaseId>> {
    const SQL: &str =
        "SELECT DISTINCT m.case_id FROM measures m WHERE m.instrument = $1 AND m.instrument_version < $2
        AND m.state = $3 AND m.case_id > $4 AND NOT EXISTS (SELECT 1 FROM scores s WHERE s.measure_id = m.id
        AND s.instrument_version = $2) ORDER BY m.case_id LIMIT $5";
    let bound = values![instrument, version, StateCode::Done.code(), after, most];
    let rows = tx.all(SQL, &bound).await?;
    rows.iter().map(|row| row.get("case_id")).collect()
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
