//! Information meetings about openings, and who said that they come; sealed under the site's key.

use hemma_domain::application::Contact;
use hemma_domain::briefing::{BRIEFINGS_MAX, Briefing, SEATS_MAX};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BriefingId, OpeningId};
use hemma_domain::staff::Language;
use hemma_domain::time::Instant;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

const COLUMNS: &str = "id, opening_id, held_at, sealed_place, seats, taken, cancelled_at";

/// Stores a meeting.
pub async fn insert(tx: &mut Tx, one: &Briefing) -> Result<()> {
    const SQL: &str =
        "INSERT INTO briefings (id, opening_id, held_at, sealed_place, seats, taken, cancelled_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let sealed = tx.seals().site().seal(&spot(one.id), &one.place);
    let bound = values![
        one.id,
        one.opening,
        one.at,
        sealed,
        one.seats,
        one.taken,
        one.cancelled_at
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The meetings of an opening, the first first.
pub async fn of_opening(tx: &mut Tx, opening: OpeningId) -> Result<Vec<Briefing>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM briefings WHERE opening_id = $1 ORDER BY held_at, id LIMIT {BRIEFINGS_MAX}"
    );
    let rows = tx.all_built(sql, &values![opening]).await?;
    rows.iter().map(|row| briefing(tx, row)).collect()
}

/// One meeting.
pub async fn find(tx: &mut Tx, id: BriefingId) -> Result<Option<Briefing>> {
    let sql = format!("SELECT {COLUMNS} FROM briefings WHERE id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(|row| briefing(tx, row)).transpose()
}

/// Calls a meeting off. Says whether nobody did before.
pub async fn cancel(tx: &mut Tx, id: BriefingId, at: Instant) -> Result<bool> {
    const SQL: &str =
        "UPDATE briefings SET cancelled_at = $2 WHERE id = $1 AND cancelled_at IS NULL";
    Ok(tx.run(SQL, &values![id, at]).await? == 1)
}

/// Takes a place for somebody. Says whether there was one.
pub async fn take_seat(
    tx: &mut Tx,
    (briefing, guest): (BriefingId, Uuid),
    (who, language, token_hash): (&Contact, Language, &str),
    at: Instant,
) -> Result<bool> {
    const TAKE: &str = "UPDATE briefings SET taken = taken + 1 WHERE id = $1 AND taken < seats AND cancelled_at IS NULL
        AND held_at > $2";
    const SQL: &str = "INSERT INTO briefing_guests (id, briefing_id, token_hash, sealed_name, sealed_email, said_at,
        language) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    if tx.run(TAKE, &values![briefing, at]).await? != 1 {
        return Ok(false);
    }
    let key = tx.seals().site();
    let bound = values![
        guest,
        briefing,
        token_hash,
        key.seal(&guest_spot(guest, "sealed_name"), &who.name),
        key.seal(&guest_spot(guest, "sealed_email"), &who.email),
        at,
        language.code(),
    ];
    tx.run(SQL, &bound).await?;
    Ok(true)
}

/// Whose places there are in a meeting, by id: for telling each of them something.
pub async fn of_meeting(tx: &mut Tx, briefing: BriefingId) -> Result<Vec<Uuid>> {
    const SQL: &str = "SELECT id FROM briefing_guests WHERE briefing_id = $1 ORDER BY id LIMIT $2";
    let rows = tx.all(SQL, &values![briefing, SEATS_MAX]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The address of whoever comes and their language; none once they gave their place back, or are forgotten.
pub async fn address(tx: &mut Tx, guest: Uuid) -> Result<Option<(String, Language)>> {
    const SQL: &str = "SELECT id, sealed_email, language FROM briefing_guests WHERE id = $1";
    let Some(row) = tx.maybe(SQL, &values![guest]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_email")?;
    let spot = guest_spot(guest, "sealed_email");
    let email = tx.seals().site().open(&spot, &sealed)?;
    Ok(Some((email, row.code("language")?)))
}

/// Whose place a secret address is of.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<(Uuid, BriefingId)>> {
    const SQL: &str = "SELECT id, briefing_id FROM briefing_guests WHERE token_hash = $1";
    let row = tx.maybe(SQL, &values![token_hash]).await?;
    row.map(|row| Ok((row.get("id")?, row.get("briefing_id")?)))
        .transpose()
}

/// Gives a place back, and forgets whose it was.
pub async fn give_seat(tx: &mut Tx, (guest, briefing): (Uuid, BriefingId)) -> Result<bool> {
    const DELETE: &str = "DELETE FROM briefing_guests WHERE id = $1 AND briefing_id = $2";
    const GIVE: &str = "UPDATE briefings SET taken = taken - 1 WHERE id = $1 AND taken > 0";
    if tx.run(DELETE, &values![guest, briefing]).await? != 1 {
        return Ok(false);
    }
    tx.run(GIVE, &values![briefing]).await?;
    Ok(true)
}

/// Who said that they come to the meetings of an opening, in the order in which they did.
pub async fn guests(tx: &mut Tx, opening: OpeningId) -> Result<Vec<(BriefingId, Contact)>> {
    const SQL: &str = "SELECT g.id, g.briefing_id, g.sealed_name, g.sealed_email FROM briefing_guests g
        JOIN briefings b ON b.id = g.briefing_id WHERE b.opening_id = $1 ORDER BY g.said_at, g.id LIMIT $2";
    let most = SEATS_MAX * u32::try_from(BRIEFINGS_MAX).unwrap_or(1);
    let rows = tx.all(SQL, &values![opening, most]).await?;
    let guests = rows.iter().map(|row| {
        let id: Uuid = row.get("id")?;
        let open = |column: &'static str| -> Result<String> {
            let sealed: String = row.get(column)?;
            tx.seals().site().open(&guest_spot(id, column), &sealed)
        };
        let guest = Contact {
            name: open("sealed_name")?,
            email: open("sealed_email")?,
            phone: String::new(),
        };
        Ok((row.get("briefing_id")?, guest))
    });
    guests.collect()
}

/// Forgets who came to meetings that were held before an instant. Says how many they were.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<u64> {
    const SQL: &str = "DELETE FROM briefing_guests WHERE briefing_id IN (SELECT id FROM briefings WHERE held_at < $1)";
    tx.run(SQL, &values![before]).await
}

fn spot(id: BriefingId) -> Spot {
    Spot::new("briefings", id, "sealed_place")
}

fn guest_spot(id: Uuid, column: &'static str) -> Spot {
    Spot::new("briefing_guests", id, column)
}

fn briefing(tx: &Tx, row: &Row) -> Result<Briefing> {
    let id: BriefingId = row.get("id")?;
    let sealed: String = row.get("sealed_place")?;
    Ok(Briefing {
        id,
        opening: row.get("opening_id")?,
        at: row.get("held_at")?,
        place: tx.seals().site().open(&spot(id), &sealed)?,
        seats: row.count("seats")?,
        taken: row.count("taken")?,
        cancelled_at: row.get("cancelled_at")?,
    })
}
