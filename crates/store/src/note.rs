//! The journal. What people wrote is sealed; days, authors and locks are not, so that upkeep needs no key.

use hemma_domain::code::Code;
use hemma_domain::ids::{BoardId, CaseId, NoteId, PersonId, StaffId, TeamId};
use hemma_domain::note::{Lock, Note};
use hemma_domain::staff::Role;
use hemma_domain::time::{Day, Instant};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// How many entries a journal page reads: ten years of daily notes.
const NOTES_MAX: u32 = 4_000;
/// How many old drafts one round of upkeep locks; the next round takes the rest.
pub const LOCKED_AT_ONCE_MAX: u32 = 500;

const COLUMNS: &str =
    "n.id, n.case_id, n.kind, n.noted_on, n.sealed_heading, n.sealed_body, n.sealed_source,
    n.author_id, n.written_at, n.signed_at, n.expired_at, n.about_id, n.version";

/// Stores an entry exactly as given: times, author and lock included.
pub async fn insert(tx: &mut Tx, key: &Key, note: &Note) -> Result<()> {
    const SQL: &str = "INSERT INTO notes (id, case_id, kind, noted_on, sealed_heading, sealed_body, sealed_source,
        author_id, written_at, signed_at, expired_at, about_id, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    let (signed_at, expired_at) = lock_columns(note.lock);
    let bound = values![
        note.id,
        note.case,
        note.kind.code(),
        note.on,
        key.seal(&spot(note.id, "sealed_heading"), &note.heading),
        key.seal(&spot(note.id, "sealed_body"), &note.body),
        key.seal(&spot(note.id, "sealed_source"), &note.source),
        note.author,
        note.written_at,
        signed_at,
        expired_at,
        note.about,
    ];
    tx.run(SQL, &bound).await?;
    insert_persons(tx, note).await
}

/// Saves a draft, or signs it, if nobody changed it meanwhile. An entry that is locked is never changed.
pub async fn save(tx: &mut Tx, key: &Key, note: &Note) -> Result<bool> {
    const SQL: &str =
        "UPDATE notes SET noted_on = $3, sealed_heading = $4, sealed_body = $5, sealed_source = $6,
        signed_at = $7, expired_at = $8, version = version + 1
        WHERE id = $1 AND version = $2 AND signed_at IS NULL AND expired_at IS NULL";
    let (signed_at, expired_at) = lock_columns(note.lock);
    let bound = values![
        note.id,
        note.version,
        note.on,
        key.seal(&spot(note.id, "sealed_heading"), &note.heading),
        key.seal(&spot(note.id, "sealed_body"), &note.body),
        key.seal(&spot(note.id, "sealed_source"), &note.source),
        signed_at,
        expired_at,
    ];
    if tx.run(SQL, &bound).await? == 0 {
        return Ok(false);
    }
    tx.run(
        "DELETE FROM note_persons WHERE note_id = $1",
        &values![note.id],
    )
    .await?;
    insert_persons(tx, note).await?;
    Ok(true)
}

/// Throws a draft away if nobody changed it meanwhile. An entry that is locked stays.
pub async fn remove_draft(tx: &mut Tx, id: NoteId, version: i64) -> Result<bool> {
    const SQL: &str = "DELETE FROM notes WHERE id = $1 AND version = $2 AND signed_at IS NULL AND expired_at IS NULL";
    const PERSONS: &str = "DELETE FROM note_persons WHERE note_id IN (SELECT id FROM notes
        WHERE id = $1 AND version = $2 AND signed_at IS NULL AND expired_at IS NULL)";
    tx.run(PERSONS, &values![id, version]).await?;
    Ok(tx.run(SQL, &values![id, version]).await? == 1)
}

/// An entry of a case.
pub async fn find(tx: &mut Tx, key: &Key, case: CaseId, id: NoteId) -> Result<Option<Note>> {
    let sql = format!("SELECT {COLUMNS} FROM notes n WHERE n.id = $1 AND n.case_id = $2");
    let rows = tx.all_built(sql, &values![id, case]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let mut note = note(row, key)?;
    const PERSONS: &str =
        "SELECT person_id FROM note_persons WHERE note_id = $1 ORDER BY person_id";
    for row in tx.all(PERSONS, &values![id]).await? {
        note.persons.push(row.get("person_id")?);
    }
    Ok(Some(note))
}

/// Every entry of a case, the newest first. Two statements.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Note>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM notes n WHERE n.case_id = $1
         ORDER BY n.noted_on DESC, n.written_at DESC, n.id DESC LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![case, NOTES_MAX]).await?;
    let mut notes: Vec<Note> = rows
        .iter()
        .map(|row| note(row, key))
        .collect::<Result<_>>()?;
    const PERSONS: &str =
        "SELECT p.note_id, p.person_id FROM note_persons p JOIN notes n ON n.id = p.note_id
        WHERE n.case_id = $1 ORDER BY p.person_id";
    let mut persons: std::collections::BTreeMap<NoteId, Vec<PersonId>> =
        std::collections::BTreeMap::new();
    for row in tx.all(PERSONS, &values![case]).await? {
        persons
            .entry(row.get("note_id")?)
            .or_default()
            .push(row.get("person_id")?);
    }
    for note in &mut notes {
        note.persons = persons.remove(&note.id).unwrap_or_default();
    }
    Ok(notes)
}

/// Somebody who wrote in a journal, in one of the posts they held or hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub staff: StaffId,
    pub name: String,
    /// None for somebody who never held a post.
    pub post: Option<(Role, Day, Option<Day>)>,
}

/// Who wrote in a case's journal: one row for each post of each author.
pub async fn authors(tx: &mut Tx, case: CaseId) -> Result<Vec<Author>> {
    const SQL: &str = "SELECT s.id, s.name, p.role, p.from_on, p.to_on FROM staff s
        LEFT JOIN posts p ON p.staff_id = s.id
        WHERE s.id IN (SELECT author_id FROM notes WHERE case_id = $1) ORDER BY s.id, p.from_on DESC, p.id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| {
            let role: Option<Role> = row.code_or_none("role")?;
            let from: Option<Day> = row.get("from_on")?;
            let to: Option<Day> = row.get("to_on")?;
            Ok(Author {
                staff: row.get("id")?,
                name: row.get("name")?,
                post: role.zip(from).map(|(role, from)| (role, from, to)),
            })
        })
        .collect()
}

/// The board's limit in days after which an unsigned entry locks by itself.
pub async fn lock_days(tx: &mut Tx, board: BoardId) -> Result<u32> {
    const SQL: &str = "SELECT id, note_lock_days FROM boards WHERE id = $1";
    tx.one(SQL, &values![board]).await?.count("note_lock_days")
}

/// The boards with their limits in days.
pub async fn boards(tx: &mut Tx) -> Result<Vec<(BoardId, u32)>> {
    tx.all("SELECT id, note_lock_days FROM boards ORDER BY id", &[])
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.count("note_lock_days")?)))
        .collect()
}

/// A draft that was left, as far as it is known without a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub note: NoteId,
    pub case: CaseId,
    pub team: TeamId,
    pub written_at: Instant,
}

/// The drafts of a board that were written at or before a moment, the oldest first.
pub async fn left_drafts(tx: &mut Tx, board: BoardId, until: Instant) -> Result<Vec<Left>> {
    const SQL: &str = "SELECT n.id, n.case_id, n.written_at, c.team_id FROM notes n JOIN cases c ON c.id = n.case_id
        WHERE n.signed_at IS NULL AND n.expired_at IS NULL AND n.written_at <= $2 AND c.board_id = $1
        ORDER BY n.written_at, n.id LIMIT $3";
    tx.all(SQL, &values![board, until, LOCKED_AT_ONCE_MAX])
        .await?
        .iter()
        .map(|row| {
            Ok(Left {
                note: row.get("id")?,
                case: row.get("case_id")?,
                team: row.get("team_id")?,
                written_at: row.get("written_at")?,
            })
        })
        .collect()
}

/// Locks a draft that was left. Says whether it still was one.
pub async fn expire(tx: &mut Tx, id: NoteId, at: Instant) -> Result<bool> {
    const SQL: &str = "UPDATE notes SET expired_at = $2, version = version + 1
        WHERE id = $1 AND signed_at IS NULL AND expired_at IS NULL";
    Ok(tx.run(SQL, &values![id, at]).await? == 1)
}

async fn insert_persons(tx: &mut Tx, note: &Note) -> Result<()> {
    const SQL: &str = "INSERT INTO note_persons (note_id, person_id) VALUES ($1, $2)";
    for person in &note.persons {
        tx.run(SQL, &values![note.id, *person]).await?;
    }
    Ok(())
}

fn spot(id: NoteId, column: &'static str) -> Spot {
    Spot::new("notes", id, column)
}

fn lock_columns(lock: Lock) -> (Option<Instant>, Option<Instant>) {
    match lock {
        Lock::Draft => (None, None),
        Lock::Signed { at } => (Some(at), None),
        Lock::Expired { at } => (None, Some(at)),
    }
}

fn note(row: &Row, key: &Key) -> Result<Note> {
    let id: NoteId = row.get("id")?;
    let signed_at: Option<Instant> = row.get("signed_at")?;
    let expired_at: Option<Instant> = row.get("expired_at")?;
    let text = |column: &'static str| -> Result<String> {
        key.open(&spot(id, column), &row.get::<String>(column)?)
    };
    Ok(Note {
        id,
        case: row.get("case_id")?,
        kind: row.code("kind")?,
        on: row.get("noted_on")?,
        heading: text("sealed_heading")?,
        body: text("sealed_body")?,
        source: text("sealed_source")?,
        author: row.get("author_id")?,
        written_at: row.get("written_at")?,
        lock: match (signed_at, expired_at) {
            (Some(at), _) => Lock::Signed { at },
            (None, Some(at)) => Lock::Expired { at },
            (None, None) => Lock::Draft,
        },
        about: row.get("about_id")?,
        persons: Vec::new(),
        version: row.get("version")?,
    })
}
