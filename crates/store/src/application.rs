//! Applications, each sealed under a key of its own. With the key gone nothing of it can be read.

pub mod message;
pub mod reference;
pub mod score;

use hemma_domain::application::{Application, Contact, RegisterNote, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{ApplicationId, OpeningId, StaffId};
use hemma_domain::opening::{APPLICATIONS_MAX, Merits};
use hemma_domain::time::{Day, Instant};
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::Result;
use crate::opening::json::{read_merits, write_merits};
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

const COLUMNS: &str = "id, opening_id, number, wrapped_key, sealed_person, sealed_answers, language, staff_id, cv_bytes, received_at,
    stage, stage_at, called_at, register_shown_on, register_issued_on, register_by, version";

/// Stores an application under a new key, with its CV if there is one.
pub async fn insert(
    tx: &mut Tx,
    one: &Application,
    token_hash: &str,
    cv: Option<&[u8]>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO applications (id, opening_id, number, token_hash, wrapped_key, sealed_person, sealed_answers,
        language, staff_id, cv_bytes, received_at, stage, stage_at, called_at, register_shown_on, register_issued_on, register_by,
        version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    const FILE: &str =
        "INSERT INTO application_files (application_id, sealed_file) VALUES ($1, $2)";
    let (key, wrapped) = tx.seals().new_application_key(one.id.0);
    let register = one.register;
    let bound = values![
        one.id,
        one.opening,
        one.number,
        token_hash,
        wrapped,
        key.seal(&spot(one.id, "sealed_person"), &person_written(&one.person)),
        key.seal(
            &spot(one.id, "sealed_answers"),
            &json!(one.answers).to_string()
        ),
        one.language.code(),
        one.staff,
        one.cv_bytes,
        one.received_at,
        one.stage.code(),
        one.stage_at,
        one.called_at,
        register.map(|note| note.shown_on),
        register.map(|note| note.issued_on),
        register.map(|note| note.by),
        one.version,
    ];
    tx.run(SQL, &bound).await?;
    if let Some(cv) = cv {
        let sealed = key.seal_bytes(&file_spot(one.id), cv);
        tx.run(FILE, &values![one.id, sealed]).await?;
    }
    Ok(())
}

/// Saves what became of an application if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Application) -> Result<bool> {
    const SQL: &str = "UPDATE applications SET stage = $3, stage_at = $4, register_shown_on = $5, register_issued_on = $6,
        register_by = $7, called_at = $8, version = version + 1 WHERE id = $1 AND version = $2 AND stage <> 'destroyed'";
    let register = one.register;
    let bound = values![
        one.id,
        one.version,
        one.stage.code(),
        one.stage_at,
        register.map(|note| note.shown_on),
        register.map(|note| note.issued_on),
        register.map(|note| note.by),
        one.called_at,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One application.
pub async fn find(tx: &mut Tx, id: ApplicationId) -> Result<Option<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM applications WHERE id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(|row| application(tx, row)).transpose()
}

/// The application that a secret address leads to.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM applications WHERE token_hash = $1");
    let rows = tx.all_built(sql, &values![token_hash]).await?;
    rows.first().map(|row| application(tx, row)).transpose()
}

/// The applications to an opening in the order in which they came.
pub async fn of_opening(tx: &mut Tx, opening: OpeningId) -> Result<Vec<Application>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM applications WHERE opening_id = $1 ORDER BY number LIMIT {APPLICATIONS_MAX}"
    );
    let rows = tx.all_built(sql, &values![opening]).await?;
    rows.iter().map(|row| application(tx, row)).collect()
}

/// The CV; none where there is none.
pub async fn file(tx: &mut Tx, id: ApplicationId) -> Result<Option<Vec<u8>>> {
    const SQL: &str =
        "SELECT application_id, sealed_file FROM application_files WHERE application_id = $1";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(None);
    };
    let Some(key) = key_of(tx, id).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_file")?;
    key.open_bytes(&file_spot(id), &sealed).map(Some)
}

/// Destroys an application: its key, its address, and everything that was written about it. Its number and that it was
/// destroyed are left.
pub async fn destroy(tx: &mut Tx, id: ApplicationId, at: Instant) -> Result<()> {
    const ALL: [&str; 4] = [
        "DELETE FROM application_files WHERE application_id = $1",
        "DELETE FROM application_scores WHERE application_id = $1",
        "DELETE FROM application_references WHERE application_id = $1",
        "DELETE FROM application_messages WHERE application_id = $1",
    ];
    const SQL: &str = "UPDATE applications SET token_hash = NULL, wrapped_key = '', sealed_person = '', sealed_answers = '',
        staff_id = NULL, cv_bytes = NULL, stage = 'destroyed', stage_at = $2, register_shown_on = NULL,
        register_issued_on = NULL, register_by = NULL, called_at = NULL, sealed_merits = '', version = version + 1 WHERE id = $1";
    for sql in ALL {
        tx.run(sql, &values![id]).await?;
    }
    tx.run(SQL, &values![id, at]).await?;
    Ok(())
}

/// What was written down of what its writer can show; none where nothing was.
pub async fn merits(tx: &mut Tx, id: ApplicationId) -> Result<Option<Merits>> {
    const SQL: &str = "SELECT id, wrapped_key, sealed_merits FROM applications WHERE id = $1";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_merits")?;
    let key = unwrapped(tx, id, &row)?;
    let Some(key) = key.filter(|_| !sealed.is_empty()) else {
        return Ok(None);
    };
    let text = key.open(&spot(id, "sealed_merits"), &sealed)?;
    let read = read_merits(&text).ok_or_else(|| row.corrupt("sealed_merits"))?;
    Ok(Some(read))
}

/// Keeps what its writer can show, if nobody changed the application meanwhile. Says whether it did.
pub async fn save_merits(
    tx: &mut Tx,
    (id, version): (ApplicationId, i64),
    merits: &Merits,
) -> Result<bool> {
    const SQL: &str = "UPDATE applications SET sealed_merits = $3, version = version + 1 WHERE id = $1 AND version = $2";
    let Some(key) = key_of(tx, id).await? else {
        return Ok(false);
    };
    let sealed = key.seal(&spot(id, "sealed_merits"), &write_merits(merits));
    Ok(tx.run(SQL, &values![id, version, sealed]).await? == 1)
}

/// The key of an application; none once it was destroyed.
pub(crate) async fn key_of(tx: &mut Tx, id: ApplicationId) -> Result<Option<Key>> {
    const SQL: &str = "SELECT id, wrapped_key FROM applications WHERE id = $1";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(None);
    };
    unwrapped(tx, id, &row)
}

fn unwrapped(tx: &Tx, id: ApplicationId, row: &Row) -> Result<Option<Key>> {
    let wrapped: String = row.get("wrapped_key")?;
    match wrapped.is_empty() {
        true => Ok(None),
        false => tx.seals().unwrap_application(id.0, &wrapped).map(Some),
    }
}

fn spot(id: ApplicationId, column: &'static str) -> Spot {
    Spot::new("applications", id, column)
}

fn file_spot(id: ApplicationId) -> Spot {
    Spot::new("application_files", id, "sealed_file")
}

fn person_written(one: &Contact) -> String {
    json!({"name": one.name, "email": one.email, "phone": one.phone}).to_string()
}

fn person_read(text: &str) -> Option<Contact> {
    let json: Json = serde_json::from_str(text).ok()?;
    let line = |key: &str| Some(json.get(key)?.as_str()?.to_owned());
    Some(Contact {
        name: line("name")?,
        email: line("email")?,
        phone: line("phone")?,
    })
}

fn application(tx: &Tx, row: &Row) -> Result<Application> {
    let id: ApplicationId = row.get("id")?;
    let stage: Stage = row.code("stage")?;
    let (person, answers) = match unwrapped(tx, id, row)? {
        Some(key) => {
            let open = |column: &'static str| -> Result<String> {
                key.open(&spot(id, column), &row.get::<String>(column)?)
            };
            let person = person_read(&open("sealed_person")?);
            let answers = serde_json::from_str(&open("sealed_answers")?);
            (
                person.ok_or_else(|| row.corrupt("sealed_person"))?,
                answers.map_err(|_| row.corrupt("sealed_answers"))?,
            )
        }
        None if stage == Stage::Destroyed => (Contact::default(), Vec::new()),
        None => return Err(row.corrupt("wrapped_key")),
    };
    let shown_on: Option<Day> = row.get("register_shown_on")?;
    let register = shown_on.map(|shown_on| -> Result<RegisterNote> {
        Ok(RegisterNote {
            shown_on,
            issued_on: row.get("register_issued_on")?,
            by: row.get("register_by")?,
        })
    });
    let cv: Option<i64> = row.get("cv_bytes")?;
    let staff: Option<StaffId> = row.get("staff_id")?;
    Ok(Application {
        id,
        opening: row.get("opening_id")?,
        number: row.count("number")?,
        received_at: row.get("received_at")?,
        language: row.code("language")?,
        person,
        answers,
        staff,
        cv_bytes: cv.map(|_| row.count("cv_bytes")).transpose()?,
        stage,
        stage_at: row.get("stage_at")?,
        called_at: row.get("called_at")?,
        register: register.transpose()?,
        version: row.get("version")?,
    })
}
