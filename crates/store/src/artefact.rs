//! Forms under a case, with versions. What is filled in is one sealed text; its JSON is written and read here alone.

mod json;

use std::collections::BTreeMap;

use hemma_domain::artefact::{Artefact, ArtefactState, Signature};
use hemma_domain::ids::{ArtefactId, CaseId, PersonId, StaffId};
use hemma_domain::time::{Day, Instant};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// How many versions of forms a page lists: daily forms over two years.
const HEADS_MAX: u32 = 2_000;

/// Stores a version exactly as given: number, state, signer and times included.
pub async fn insert(tx: &mut Tx, key: &Key, artefact: &Artefact) -> Result<()> {
    const SQL: &str =
        "INSERT INTO artefacts (id, case_id, kind, series, number, sealed_values, state, review_on,
        written_by, written_at, signed_at, signed_by, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    let (state, signed) = state_columns(artefact.state);
    let bound = values![
        artefact.id,
        artefact.case,
        artefact.kind,
        artefact.series,
        artefact.number,
        key.seal(&values_spot(artefact.id), &json::write(&artefact.values)),
        state,
        artefact.review_on,
        artefact.written_by,
        artefact.written_at,
        signed.map(|(at, _)| at),
        signed.map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Stores somebody's name under a version.
pub async fn insert_signature(tx: &mut Tx, key: &Key, signature: &Signature) -> Result<()> {
    const SQL: &str =
        "INSERT INTO artefact_signatures (artefact_id, person_id, signed_on, sealed_how)
        VALUES ($1, $2, $3, $4)";
    let sealed = key.seal(&how_spot(signature), &signature.how);
    let bound = values![signature.artefact, signature.person, signature.on, sealed];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a draft, or signs it, if nobody changed it meanwhile. A version in force is never changed.
pub async fn save(tx: &mut Tx, key: &Key, artefact: &Artefact) -> Result<bool> {
    const SQL: &str =
        "UPDATE artefacts SET sealed_values = $3, state = $4, review_on = $5, written_by = $6,
        written_at = $7, signed_at = $8, signed_by = $9, version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'draft'";
    let (state, signed) = state_columns(artefact.state);
    let bound = values![
        artefact.id,
        artefact.version,
        key.seal(&values_spot(artefact.id), &json::write(&artefact.values)),
        state,
        artefact.review_on,
        artefact.written_by,
        artefact.written_at,
        signed.map(|(at, _)| at),
        signed.map(|(_, by)| by),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Puts every earlier version of a series that is in force out of force, since `by` follows it.
pub async fn supersede(tx: &mut Tx, series: Uuid, by: ArtefactId) -> Result<u64> {
    const SQL: &str = "UPDATE artefacts SET state = 'superseded', version = version + 1
        WHERE series = $1 AND id <> $2 AND state = 'in_force'";
    tx.run(SQL, &values![series, by]).await
}

/// Throws a draft away if nobody changed it meanwhile.
pub async fn remove_draft(tx: &mut Tx, id: ArtefactId, version: i64) -> Result<bool> {
    const SQL: &str = "DELETE FROM artefacts WHERE id = $1 AND version = $2 AND state = 'draft'";
    Ok(tx.run(SQL, &values![id, version]).await? == 1)
}

/// A version of a case's form, with what is filled in.
pub async fn find(
    tx: &mut Tx,
    key: &Key,
    case: CaseId,
    id: ArtefactId,
) -> Result<Option<Artefact>> {
    const SQL: &str =
        "SELECT id, case_id, kind, series, number, sealed_values, state, review_on, written_by,
        written_at, signed_at, signed_by, version FROM artefacts WHERE id = $1 AND case_id = $2";
    tx.maybe(SQL, &values![id, case])
        .await?
        .map(|row| artefact(&row, key))
        .transpose()
}

/// Every version of one kind of form, with what is filled in: series by series, the newest first.
pub async fn of_kind(tx: &mut Tx, key: &Key, case: CaseId, kind: &str) -> Result<Vec<Artefact>> {
    const SQL: &str =
        "SELECT id, case_id, kind, series, number, sealed_values, state, review_on, written_by,
        written_at, signed_at, signed_by, version FROM artefacts WHERE case_id = $1 AND kind = $2
        ORDER BY written_at DESC, number DESC, id LIMIT $3";
    tx.all(SQL, &values![case, kind, HEADS_MAX])
        .await?
        .iter()
        .map(|row| artefact(row, key))
        .collect()
}

/// The version of a kind of form that is in force, with what is filled in; of several series the newest.
pub async fn in_force(
    tx: &mut Tx,
    key: &Key,
    (case, kind): (CaseId, &str),
) -> Result<Option<Artefact>> {
    const SQL: &str =
        "SELECT id, case_id, kind, series, number, sealed_values, state, review_on, written_by,
        written_at, signed_at, signed_by, version FROM artefacts
        WHERE case_id = $1 AND kind = $2 AND state = 'in_force' ORDER BY written_at DESC, number DESC, id LIMIT 1";
    let row = tx.maybe(SQL, &values![case, kind]).await?;
    row.map(|row| artefact(&row, key)).transpose()
}

/// A version as lists show it: all but what is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: ArtefactId,
    pub kind: String,
    pub series: Uuid,
    pub number: u32,
    pub state: ArtefactState,
    pub review_on: Option<Day>,
    pub written_by: StaffId,
    pub written_name: String,
    pub written_at: Instant,
    pub signed_name: Option<String>,
}

/// Every version of every form of a case, the newest first; nothing is opened.
pub async fn heads(tx: &mut Tx, case: CaseId) -> Result<Vec<Head>> {
    const SQL: &str =
        "SELECT a.id, a.kind, a.series, a.number, a.state, a.review_on, a.written_by, a.written_at,
        a.signed_at, a.signed_by, w.name AS written_name, s.name AS signed_name
        FROM artefacts a JOIN staff w ON w.id = a.written_by LEFT JOIN staff s ON s.id = a.signed_by
        WHERE a.case_id = $1 ORDER BY a.written_at DESC, a.number DESC, a.id LIMIT $2";
    tx.all(SQL, &values![case, HEADS_MAX])
        .await?
        .iter()
        .map(|row| {
            Ok(Head {
                id: row.get("id")?,
                kind: row.get("kind")?,
                series: row.get("series")?,
                number: row.count("number")?,
                state: state(row)?,
                review_on: row.get("review_on")?,
                written_by: row.get("written_by")?,
                written_name: row.get("written_name")?,
                written_at: row.get("written_at")?,
                signed_name: row.get("signed_name")?,
            })
        })
        .collect()
}

/// The kinds of form of which a case has a version in force.
pub async fn kinds_in_force(tx: &mut Tx, case: CaseId) -> Result<Vec<String>> {
    const SQL: &str = "SELECT DISTINCT kind FROM artefacts WHERE case_id = $1 AND state = 'in_force' ORDER BY kind";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| row.get("kind"))
        .collect()
}

/// Every version of a case's forms that was ever signed, oldest first, each with whose names stand under it.
/// Two statements.
pub async fn signed(
    tx: &mut Tx,
    key: &Key,
    case: CaseId,
) -> Result<Vec<(Artefact, Vec<PersonId>)>> {
    const SQL: &str =
        "SELECT id, case_id, kind, series, number, sealed_values, state, review_on, written_by,
        written_at, signed_at, signed_by, version FROM artefacts WHERE case_id = $1 AND state <> 'draft'
        ORDER BY signed_at, number, id LIMIT $2";
    const NAMES: &str = "SELECT s.artefact_id, s.person_id FROM artefact_signatures s
        JOIN artefacts a ON a.id = s.artefact_id WHERE a.case_id = $1 ORDER BY s.person_id";
    let rows = tx.all(SQL, &values![case, HEADS_MAX]).await?;
    let mut names: BTreeMap<ArtefactId, Vec<PersonId>> = BTreeMap::new();
    for row in tx.all(NAMES, &values![case]).await? {
        names
            .entry(row.get("artefact_id")?)
            .or_default()
            .push(row.get("person_id")?);
    }
    rows.iter()
        .map(|row| {
            let found = artefact(row, key)?;
            let signed = names.remove(&found.id).unwrap_or_default();
            Ok((found, signed))
        })
        .collect()
}

/// Who put their name under a version.
pub async fn signatures(tx: &mut Tx, key: &Key, id: ArtefactId) -> Result<Vec<Signature>> {
    const SQL: &str =
        "SELECT artefact_id, person_id, signed_on, sealed_how FROM artefact_signatures
        WHERE artefact_id = $1 ORDER BY signed_on, person_id";
    tx.all(SQL, &values![id])
        .await?
        .iter()
        .map(|row| {
            let mut signature = Signature {
                artefact: row.get("artefact_id")?,
                person: row.get("person_id")?,
                on: row.get("signed_on")?,
                how: String::new(),
            };
            signature.how = key.open(&how_spot(&signature), &row.get::<String>("sealed_how")?)?;
            Ok(signature)
        })
        .collect()
}

/// Sets the day on which a case's safety plan is to be looked at again.
pub async fn set_safety_review(tx: &mut Tx, case: CaseId, on: Option<Day>) -> Result<()> {
    const SQL: &str = "UPDATE cases SET safety_review_on = $2, version = version + 1 WHERE id = $1";
    tx.run(SQL, &values![case, on]).await?;
    Ok(())
}

fn values_spot(id: ArtefactId) -> Spot {
    Spot::new("artefacts", id, "sealed_values")
}

fn how_spot(signature: &Signature) -> Spot {
    let row = format!("{} {}", signature.artefact, signature.person);
    Spot::new("artefact_signatures", row, "sealed_how")
}

fn state_columns(state: ArtefactState) -> (&'static str, Option<(Instant, StaffId)>) {
    match state {
        ArtefactState::Draft => ("draft", None),
        ArtefactState::InForce {
            signed_at,
            signed_by,
        } => ("in_force", Some((signed_at, signed_by))),
        ArtefactState::Superseded {
            signed_at,
            signed_by,
        } => ("superseded", Some((signed_at, signed_by))),
    }
}

fn state(row: &Row) -> Result<ArtefactState> {
    Ok(match row.get::<String>("state")?.as_str() {
        "draft" => ArtefactState::Draft,
        "in_force" => ArtefactState::InForce {
            signed_at: row.get("signed_at")?,
            signed_by: row.get("signed_by")?,
        },
        "superseded" => ArtefactState::Superseded {
            signed_at: row.get("signed_at")?,
            signed_by: row.get("signed_by")?,
        },
        _ => return Err(row.corrupt("state")),
    })
}

fn artefact(row: &Row, key: &Key) -> Result<Artefact> {
    let id: ArtefactId = row.get("id")?;
    let text = key.open(&values_spot(id), &row.get::<String>("sealed_values")?)?;
    Ok(Artefact {
        id,
        case: row.get("case_id")?,
        kind: row.get("kind")?,
        series: row.get("series")?,
        number: row.count("number")?,
        values: json::read(&text).ok_or_else(|| row.corrupt("sealed_values"))?,
        state: state(row)?,
        review_on: row.get("review_on")?,
        written_by: row.get("written_by")?,
        written_at: row.get("written_at")?,
        version: row.get("version")?,
    })
}
