//! Incidents. What happened and which step was used are sealed.

use std::collections::BTreeMap;

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, IncidentId, PersonId, StaffId};
use hemma_domain::incident::{Incident, ReportMade};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// How many incidents a page reads: far more than any family has.
const INCIDENTS_MAX: u32 = 1_000;

/// Stores an incident exactly as given, its review included.
pub async fn insert(tx: &mut Tx, key: &Key, incident: &Incident) -> Result<()> {
    const SQL: &str = "INSERT INTO incidents (id, case_id, kind, happened_at, sealed_what, harm, sealed_step_used,
        child_safe_now, reports, recorded_by, recorded_at, reviewed_at, reviewed_by, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)";
    let reports: Vec<&str> = incident.reports.iter().map(|one| one.code()).collect();
    let bound = values![
        incident.id,
        incident.case,
        incident.kind.code(),
        incident.at,
        key.seal(&spot(incident.id, "sealed_what"), &incident.what),
        incident.harm.code(),
        key.seal(&spot(incident.id, "sealed_step_used"), &incident.step_used),
        incident.child_safe_now,
        reports.join(" "),
        incident.recorded_by,
        incident.recorded_at,
        incident.reviewed.map(|(at, _)| at),
        incident.reviewed.map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    const PERSONS: &str = "INSERT INTO incident_persons (incident_id, person_id) VALUES ($1, $2)";
    for person in &incident.persons {
        tx.run(PERSONS, &values![incident.id, *person]).await?;
    }
    Ok(())
}

/// Marks an incident as reviewed. Says whether it was there and nobody had done so before.
pub async fn review(
    tx: &mut Tx,
    (case, id): (CaseId, IncidentId),
    at: Instant,
    by: StaffId,
) -> Result<bool> {
    const SQL: &str =
        "UPDATE incidents SET reviewed_at = $3, reviewed_by = $4, version = version + 1
        WHERE id = $1 AND case_id = $2 AND reviewed_at IS NULL";
    Ok(tx.run(SQL, &values![id, case, at, by]).await? == 1)
}

/// Whether an incident with this id is already recorded in the case.
pub async fn exists(tx: &mut Tx, case: CaseId, id: IncidentId) -> Result<bool> {
    const SQL: &str = "SELECT id FROM incidents WHERE id = $1 AND case_id = $2";
    Ok(tx.maybe(SQL, &values![id, case]).await?.is_some())
}

/// Every incident of a case with the names of who recorded and reviewed it, the newest first. Two statements.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Told>> {
    const SQL: &str = "SELECT i.id, i.case_id, i.kind, i.happened_at, i.sealed_what, i.harm, i.sealed_step_used,
        i.child_safe_now, i.reports, i.recorded_by, i.recorded_at, i.reviewed_at, i.reviewed_by, i.version,
        w.name AS recorded_name, r.name AS reviewed_name
        FROM incidents i JOIN staff w ON w.id = i.recorded_by LEFT JOIN staff r ON r.id = i.reviewed_by
        WHERE i.case_id = $1 ORDER BY i.happened_at DESC, i.id DESC LIMIT $2";
    const PERSONS: &str = "SELECT p.incident_id, p.person_id FROM incident_persons p
        JOIN incidents i ON i.id = p.incident_id WHERE i.case_id = $1 ORDER BY p.person_id";
    let rows = tx.all(SQL, &values![case, INCIDENTS_MAX]).await?;
    let mut persons: BTreeMap<IncidentId, Vec<PersonId>> = BTreeMap::new();
    for row in tx.all(PERSONS, &values![case]).await? {
        persons
            .entry(row.get("incident_id")?)
            .or_default()
            .push(row.get("person_id")?);
    }
    rows.iter()
        .map(|row| {
            let mut incident = incident(row, key)?;
            incident.persons = persons.remove(&incident.id).unwrap_or_default();
            Ok(Told {
                incident,
                recorded_by: row.get("recorded_name")?,
                reviewed_by: row.get("reviewed_name")?,
            })
        })
        .collect()
}

/// An incident with the names that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub incident: Incident,
    pub recorded_by: String,
    pub reviewed_by: Option<String>,
}

fn spot(id: IncidentId, column: &'static str) -> Spot {
    Spot::new("incidents", id, column)
}

fn incident(row: &Row, key: &Key) -> Result<Incident> {
    let id: IncidentId = row.get("id")?;
    let text = |column: &'static str| -> Result<String> {
        key.open(&spot(id, column), &row.get::<String>(column)?)
    };
    let reviewed_at: Option<Instant> = row.get("reviewed_at")?;
    let reviewed_by: Option<StaffId> = row.get("reviewed_by")?;
    let reports: String = row.get("reports")?;
    Ok(Incident {
        id,
        case: row.get("case_id")?,
        kind: row.code("kind")?,
        at: row.get("happened_at")?,
        what: text("sealed_what")?,
        harm: row.code("harm")?,
        step_used: text("sealed_step_used")?,
        child_safe_now: row.get("child_safe_now")?,
        reports: reports
            .split_whitespace()
            .map(|code| ReportMade::from_code(code).ok_or_else(|| row.corrupt("reports")))
            .collect::<Result<_>>()?,
        persons: Vec::new(),
        recorded_by: row.get("recorded_by")?,
        recorded_at: row.get("recorded_at")?,
        reviewed: reviewed_at.zip(reviewed_by),
        version: row.get("version")?,
    })
}
