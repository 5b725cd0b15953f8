//! Visits, calls and meetings. Ids and system codes stand in one column each, parted by blanks.

use std::collections::BTreeMap;

use hemma_domain::access::TeamScope;
use hemma_domain::code::Code;
use hemma_domain::contact::Contact;
use hemma_domain::ids::{CaseId, ContactId, StaffId};
use hemma_domain::time::{Day, Instant, Week};

use crate::case::{COLUMNS, Listed};
use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Contacts in one list: a family is met a few times a week, this is years of it.
const LIST_MAX: u32 = 2_000;

/// Stores a contact. The same id again stores nothing; says whether it was stored.
pub async fn insert(tx: &mut Tx, key: &Key, contact: &Contact) -> Result<bool> {
    const SQL: &str = "INSERT INTO contacts (id, case_id, staff_id, kind, place, started_at, week_on, minutes,
        travel_minutes, counts, persons, systems, sealed_note, recorded_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (id) DO NOTHING";
    let bound = values![
        contact.id,
        contact.case,
        contact.staff,
        contact.kind.code(),
        contact.place.code(),
        contact.started_at,
        contact.week(),
        contact.minutes,
        contact.travel_minutes,
        contact.counts(),
        joined(&contact.persons),
        contact.systems.join(" "),
        key.seal(&note_spot(contact.id), &contact.note),
        contact.recorded_at,
        contact.version,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Saves a corrected contact if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, contact: &Contact) -> Result<bool> {
    const SQL: &str = "UPDATE contacts SET kind = $3, place = $4, started_at = $5, week_on = $6, minutes = $7,
        travel_minutes = $8, counts = $9, persons = $10, systems = $11, sealed_note = $12, version = version + 1
        WHERE id = $1 AND version = $2";
    let bound = values![
        contact.id,
        contact.version,
        contact.kind.code(),
        contact.place.code(),
        contact.started_at,
        contact.week(),
        contact.minutes,
        contact.travel_minutes,
        contact.counts(),
        joined(&contact.persons),
        contact.systems.join(" "),
        key.seal(&note_spot(contact.id), &contact.note),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Which case a contact belongs to; none if there is no such contact.
pub async fn case_of(tx: &mut Tx, id: ContactId) -> Result<Option<CaseId>> {
    let row = tx
        .maybe(
            "SELECT id, case_id FROM contacts WHERE id = $1",
            &values![id],
        )
        .await?;
    row.map(|row| row.get("case_id")).transpose()
}

/// A contact of a case.
pub async fn find(tx: &mut Tx, key: &Key, case: CaseId, id: ContactId) -> Result<Option<Contact>> {
    const SQL: &str = "SELECT id, case_id, staff_id, kind, place, started_at, minutes, travel_minutes, persons, systems,
        sealed_note, recorded_at, version FROM contacts WHERE id = $1 AND case_id = $2";
    tx.maybe(SQL, &values![id, case])
        .await?
        .map(|row| from_row(&row, key))
        .transpose()
}

/// The contacts of a case from one week to another with the names of who logged them, newest first.
pub async fn of_case(
    tx: &mut Tx,
    key: &Key,
    case: CaseId,
    weeks: (Week, Week),
) -> Result<Vec<(Contact, String)>> {
    const SQL: &str = "SELECT c.id, c.case_id, c.staff_id, c.kind, c.place, c.started_at, c.minutes, c.travel_minutes,
        c.persons, c.systems, c.sealed_note, c.recorded_at, c.version, s.name
        FROM contacts c JOIN staff s ON s.id = c.staff_id WHERE c.case_id = $1 AND c.week_on BETWEEN $2 AND $3
        ORDER BY c.started_at DESC, c.id DESC LIMIT $4";
    tx.all(SQL, &values![case, weeks.0, weeks.1, LIST_MAX])
        .await?
        .iter()
        .map(|row| Ok((from_row(row, key)?, row.get("name")?)))
        .collect()
}

/// The last contact of somebody with a family before a moment: what the next one will most likely be like.
pub async fn last(
    tx: &mut Tx,
    key: &Key,
    case: CaseId,
    by: (StaffId, Instant),
) -> Result<Option<Contact>> {
    const SQL: &str = "SELECT id, case_id, staff_id, kind, place, started_at, minutes, travel_minutes, persons, systems,
        sealed_note, recorded_at, version FROM contacts WHERE case_id = $1 AND staff_id = $2 AND started_at <= $3
        ORDER BY started_at DESC, id DESC LIMIT 1";
    tx.maybe(SQL, &values![case, by.0, by.1])
        .await?
        .map(|row| from_row(&row, key))
        .transpose()
}

fn joined<T: std::fmt::Display>(ids: &[T]) -> String {
    ids.iter().map(T::to_string).collect::<Vec<_>>().join(" ")
}

fn note_spot(id: ContactId) -> Spot {
    Spot::new("contacts", id, "sealed_note")
}

fn from_row(row: &Row, key: &Key) -> Result<Contact> {
    let id = row.get("id")?;
    let persons: String = row.get("persons")?;
    let systems: String = row.get("systems")?;
    Ok(Contact {
        id,
        case: row.get("case_id")?,
        staff: row.get("staff_id")?,
        kind: row.code("kind")?,
        place: row.code("place")?,
        started_at: row.get("started_at")?,
        minutes: row.count("minutes")?,
        travel_minutes: row.count("travel_minutes")?,
        persons: persons
            .split_whitespace()
            .map(|text| text.parse().map_err(|_| row.corrupt("persons")))
            .collect::<Result<_>>()?,
        systems: systems.split_whitespace().map(str::to_owned).collect(),
        note: key.open(&note_spot(id), &row.get::<String>("sealed_note")?)?,
        recorded_at: row.get("recorded_at")?,
        version: row.get("version")?,
    })
}

/// A family that somebody carries, its label still sealed.
pub struct Carried {
    pub listed: Listed,
    pub team: TeamScope,
    /// When the carer last had a contact with it.
    pub last_at: Option<Instant>,
}

/// The open families that somebody carries on a day, those met last first.
pub async fn carried(tx: &mut Tx, staff: StaffId, today: Day) -> Result<Vec<Carried>> {
    let sql = format!(
        "SELECT {COLUMNS}, t.network_id, (SELECT max(v.started_at) FROM contacts v
             WHERE v.case_id = c.id AND v.staff_id = $1) AS last_at
         FROM cases c JOIN case_keys k ON k.case_id = c.id JOIN teams t ON t.id = c.team_id
         WHERE c.stage = 'open' AND c.id IN (SELECT a.case_id FROM cares a WHERE a.staff_id = $1
             AND a.from_on <= $2 AND (a.to_on IS NULL OR a.to_on > $2)) ORDER BY c.code, c.id"
    );
    let mut families = Vec::new();
    for row in tx.all_built(sql, &values![staff, today]).await? {
        families.push(Carried {
            team: TeamScope {
                team: row.get("team_id")?,
                board: row.get("board_id")?,
                network: row.get("network_id")?,
            },
            last_at: row.get("last_at")?,
            listed: Listed::new(row)?,
        });
    }
    families.sort_by_key(|family| std::cmp::Reverse(family.last_at));
    Ok(families)
}

/// Each family's last contact with somebody, of those whose key is given.
pub async fn last_of_each(
    tx: &mut Tx,
    keys: &BTreeMap<CaseId, Key>,
    staff: StaffId,
) -> Result<Vec<Contact>> {
    const SQL: &str = "SELECT c.id, c.case_id, c.staff_id, c.kind, c.place, c.started_at, c.minutes, c.travel_minutes,
        c.persons, c.systems, c.sealed_note, c.recorded_at, c.version
        FROM contacts c JOIN (SELECT case_id, max(started_at) AS last_at FROM contacts WHERE staff_id = $1
            GROUP BY case_id) l ON l.case_id = c.case_id AND l.last_at = c.started_at
        WHERE c.staff_id = $1 ORDER BY c.id";
    let mut found = Vec::new();
    for row in tx.all(SQL, &values![staff]).await? {
        if let Some(key) = keys.get(&row.get("case_id")?) {
            found.push(from_row(&row, key)?);
        }
    }
    Ok(found)
}
