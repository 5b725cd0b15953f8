//! Consents, given and refused.

use hemma_domain::code::Code;
use hemma_domain::consent::Consent;
use hemma_domain::ids::{CaseId, ConsentId, PersonId};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a consent as it was given or refused.
pub async fn insert(tx: &mut Tx, key: &Key, consent: &Consent) -> Result<()> {
    const SQL: &str = "INSERT INTO consents (id, case_id, person_id, kind, sealed_party, given, answered_on, by_person,
        sealed_evidence, recorded_by, withdrawn_on, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    let bound = values![
        consent.id,
        consent.case,
        consent.person,
        consent.kind.code(),
        key.seal(&party_spot(consent.id), &consent.party),
        consent.given,
        consent.on,
        consent.by,
        key.seal(&evidence_spot(consent.id), &consent.evidence),
        consent.recorded_by,
        consent.withdrawn_on,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Notes that a consent was withdrawn, if nobody changed it meanwhile. Says whether it did.
pub async fn withdraw(tx: &mut Tx, consent: &Consent, on: Day) -> Result<bool> {
    const SQL: &str = "UPDATE consents SET withdrawn_on = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND withdrawn_on IS NULL";
    Ok(tx
        .run(SQL, &values![consent.id, consent.version, on])
        .await?
        == 1)
}

/// The consents of a case, the newest answer first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Consent>> {
    const SQL: &str =
        "SELECT id, case_id, person_id, kind, sealed_party, given, answered_on, by_person,
        sealed_evidence, recorded_by, withdrawn_on, version FROM consents WHERE case_id = $1
        ORDER BY answered_on DESC, id DESC";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| consent(row, key))
        .collect()
}

/// What somebody of a case has answered, the newest answer first.
pub async fn of_person(
    tx: &mut Tx,
    key: &Key,
    (case, person): (CaseId, PersonId),
) -> Result<Vec<Consent>> {
    const SQL: &str =
        "SELECT id, case_id, person_id, kind, sealed_party, given, answered_on, by_person,
        sealed_evidence, recorded_by, withdrawn_on, version FROM consents WHERE case_id = $1 AND person_id = $2
        ORDER BY answered_on DESC, id DESC";
    let rows = tx.all(SQL, &values![case, person]).await?;
    rows.iter().map(|row| consent(row, key)).collect()
}

fn party_spot(id: ConsentId) -> Spot {
    Spot::new("consents", id, "sealed_party")
}

fn evidence_spot(id: ConsentId) -> Spot {
    Spot::new("consents", id, "sealed_evidence")
}

fn consent(row: &Row, key: &Key) -> Result<Consent> {
    let id: ConsentId = row.get("id")?;
    Ok(Consent {
        id,
        case: row.get("case_id")?,
        person: row.get("person_id")?,
        kind: row.code("kind")?,
        party: key.open(&party_spot(id), &row.get::<String>("sealed_party")?)?,
        given: row.get("given")?,
        on: row.get("answered_on")?,
        by: row.get("by_person")?,
        evidence: key.open(&evidence_spot(id), &row.get::<String>("sealed_evidence")?)?,
        recorded_by: row.get("recorded_by")?,
        withdrawn_on: row.get("withdrawn_on")?,
        version: row.get("version")?,
    })
}
