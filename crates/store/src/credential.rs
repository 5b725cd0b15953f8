//! What people sign in with: passwords, second factors, recovery codes, passkeys, links for the first time.

use hemma_domain::ids::{PasskeyId, StaffId};
use hemma_domain::staff::Staff;
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::staff;
use crate::value::Row;
use crate::values;

/// What somebody signs in with, apart from passkeys. The default is somebody who never has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credential {
    /// Argon2id, with its parameters and salt.
    pub password_hash: Option<String>,
    /// The secret shared with the authenticator, open.
    pub totp: Option<Vec<u8>>,
    /// The last step of time whose code was taken: no code is taken twice.
    pub totp_last_step: Option<i64>,
}

/// A passkey: the public half, as the library keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPasskey {
    pub id: PasskeyId,
    pub staff: StaffId,
    /// What the person calls it: the device it is on.
    pub name: String,
    pub credential_id: String,
    pub credential: String,
    pub created_at: Instant,
    pub used_at: Option<Instant>,
}

fn totp_spot(staff: StaffId) -> Spot {
    Spot::new("credentials", staff, "totp_sealed")
}

/// Somebody by sign-in name with what they sign in with.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<(Staff, Credential)>> {
    const SQL: &str = "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on, c.password_hash, c.totp_sealed,
        c.totp_last_step FROM staff s LEFT JOIN credentials c ON c.staff_id = s.id WHERE s.email = $1";
    let row = tx.maybe(SQL, &values![email]).await?;
    with_credential(tx, row)
}

/// Somebody by id with what they sign in with.
pub async fn of(tx: &mut Tx, id: StaffId) -> Result<Option<(Staff, Credential)>> {
    const SQL: &str = "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on, c.password_hash, c.totp_sealed,
        c.totp_last_step FROM staff s LEFT JOIN credentials c ON c.staff_id = s.id WHERE s.id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    with_credential(tx, row)
}

/// Whose a link for the first sign-in is, where it still holds.
pub async fn by_invite(tx: &mut Tx, hash: &str, now: Instant) -> Result<Option<Staff>> {
    const SQL: &str =
        "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on FROM credentials c
        JOIN staff s ON s.id = c.staff_id WHERE c.invite_hash = $1 AND c.invite_until > $2";
    tx.maybe(SQL, &values![hash, now])
        .await?
        .as_ref()
        .map(staff::staff)
        .transpose()
}

fn with_credential(tx: &Tx, row: Option<Row>) -> Result<Option<(Staff, Credential)>> {
    let Some(row) = row else { return Ok(None) };
    let staff = staff::staff(&row)?;
    let sealed: Option<String> = row.get("totp_sealed")?;
    let totp = sealed
        .map(|sealed| tx.seals().site().open_bytes(&totp_spot(staff.id), &sealed))
        .transpose()?;
    let credential = Credential {
        password_hash: row.get("password_hash")?,
        totp,
        totp_last_step: row.get("totp_last_step")?,
    };
    Ok(Some((staff, credential)))
}

/// Gives a link for the first sign-in; an earlier one no longer holds.
pub async fn set_invite(tx: &mut Tx, id: StaffId, hash: &str, until: Instant) -> Result<()> {
    const SQL: &str = "INSERT INTO credentials (staff_id, invite_hash, invite_until, version) VALUES ($1, $2, $3, 1)
        ON CONFLICT (staff_id) DO UPDATE SET invite_hash = $2, invite_until = $3, version = credentials.version + 1";
    tx.run(SQL, &values![id, hash, until]).await?;
    Ok(())
}

/// Uses a link up. Says whether it still held: of two at once, one gets it.
pub async fn take_invite(tx: &mut Tx, id: StaffId, hash: &str) -> Result<bool> {
    const SQL: &str =
        "UPDATE credentials SET invite_hash = NULL, invite_until = NULL, version = version + 1
        WHERE staff_id = $1 AND invite_hash = $2";
    Ok(tx.run(SQL, &values![id, hash]).await? == 1)
}

/// Sets password and second factor together: there is no password without one.
pub async fn set_password_and_totp(
    tx: &mut Tx,
    id: StaffId,
    password_hash: &str,
    totp: (&[u8], i64),
) -> Result<()> {
    const SQL: &str = "INSERT INTO credentials (staff_id, password_hash, totp_sealed, totp_last_step, version)
        VALUES ($1, $2, $3, $4, 1) ON CONFLICT (staff_id) DO UPDATE SET password_hash = $2, totp_sealed = $3,
        totp_last_step = $4, version = credentials.version + 1";
    let sealed = tx.seals().site().seal_bytes(&totp_spot(id), totp.0);
    tx.run(SQL, &values![id, password_hash, sealed, totp.1])
        .await?;
    Ok(())
}

/// Sets another password, if the one before is still the one that was checked. Says whether it was.
pub async fn change_password(
    tx: &mut Tx,
    id: StaffId,
    before: &str,
    password_hash: &str,
) -> Result<bool> {
    const SQL: &str = "UPDATE credentials SET password_hash = $3, version = version + 1
        WHERE staff_id = $1 AND password_hash = $2";
    Ok(tx.run(SQL, &values![id, before, password_hash]).await? == 1)
}

/// Sets another authenticator, if the password before is still the one that was checked. Says whether it was.
pub async fn change_totp(
    tx: &mut Tx,
    id: StaffId,
    password_hash: &str,
    totp: (&[u8], i64),
) -> Result<bool> {
    const SQL: &str =
        "UPDATE credentials SET totp_sealed = $3, totp_last_step = $4, version = version + 1
        WHERE staff_id = $1 AND password_hash = $2";
    let sealed = tx.seals().site().seal_bytes(&totp_spot(id), totp.0);
    let bound = values![id, password_hash, sealed, totp.1];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Takes a step of time for a code. False if that step or a later one was taken before.
pub async fn take_step(tx: &mut Tx, id: StaffId, step: i64) -> Result<bool> {
    const SQL: &str = "UPDATE credentials SET totp_last_step = $2
        WHERE staff_id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2)";
    Ok(tx.run(SQL, &values![id, step]).await? == 1)
}

/// Replaces somebody's recovery codes.
pub async fn set_recovery_codes(tx: &mut Tx, id: StaffId, hashes: &[String]) -> Result<()> {
    tx.run(
        "DELETE FROM recovery_codes WHERE staff_id = $1",
        &values![id],
    )
    .await?;
    for hash in hashes {
        tx.run(
            "INSERT INTO recovery_codes (staff_id, code_hash) VALUES ($1, $2)",
            &values![id, hash],
        )
        .await?;
    }
    Ok(())
}

/// Uses a recovery code up. Says whether it was there and unused.
pub async fn take_recovery_code(
    tx: &mut Tx,
    id: StaffId,
    hash: &str,
    now: Instant,
) -> Result<bool> {
    const SQL: &str = "UPDATE recovery_codes SET used_at = $3
        WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL";
    Ok(tx.run(SQL, &values![id, hash, now]).await? == 1)
}

/// How many recovery codes are left.
pub async fn recovery_codes_left(tx: &mut Tx, id: StaffId) -> Result<u32> {
    const SQL: &str =
        "SELECT count(*) AS codes FROM recovery_codes WHERE staff_id = $1 AND used_at IS NULL";
    tx.one(SQL, &values![id]).await?.count("codes")
}

/// Stores a new passkey.
pub async fn insert_passkey(tx: &mut Tx, passkey: &StoredPasskey) -> Result<()> {
    const SQL: &str =
        "INSERT INTO passkeys (id, staff_id, name, credential_id, credential, created_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let bound = values![
        passkey.id,
        passkey.staff,
        passkey.name,
        passkey.credential_id,
        passkey.credential,
        passkey.created_at,
        passkey.used_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Somebody's passkeys, oldest first.
pub async fn passkeys(tx: &mut Tx, id: StaffId) -> Result<Vec<StoredPasskey>> {
    const SQL: &str =
        "SELECT id, staff_id, name, credential_id, credential, created_at, used_at FROM passkeys
        WHERE staff_id = $1 ORDER BY created_at, id";
    tx.all(SQL, &values![id])
        .await?
        .iter()
        .map(passkey)
        .collect()
}

/// Notes that a passkey was used, with what the library then keeps of it.
pub async fn use_passkey(tx: &mut Tx, id: PasskeyId, credential: &str, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE passkeys SET credential = $2, used_at = $3 WHERE id = $1",
        &values![id, credential, now],
    )
    .await?;
    Ok(())
}

/// Gives a passkey another name. Says whether it is this person's.
pub async fn rename_passkey(
    tx: &mut Tx,
    staff: StaffId,
    id: PasskeyId,
    name: &str,
) -> Result<bool> {
    const SQL: &str = "UPDATE passkeys SET name = $3 WHERE id = $2 AND staff_id = $1";
    Ok(tx.run(SQL, &values![staff, id, name]).await? == 1)
}

/// Removes a passkey. Says whether it was this person's.
pub async fn delete_passkey(tx: &mut Tx, staff: StaffId, id: PasskeyId) -> Result<bool> {
    const SQL: &str = "DELETE FROM passkeys WHERE id = $2 AND staff_id = $1";
    Ok(tx.run(SQL, &values![staff, id]).await? == 1)
}

/// Forgets everything somebody signs in with: they left.
pub async fn forget(tx: &mut Tx, id: StaffId) -> Result<()> {
    tx.run("DELETE FROM passkeys WHERE staff_id = $1", &values![id])
        .await?;
    tx.run(
        "DELETE FROM recovery_codes WHERE staff_id = $1",
        &values![id],
    )
    .await?;
    tx.run("DELETE FROM credentials WHERE staff_id = $1", &values![id])
        .await?;
    Ok(())
}

fn passkey(row: &Row) -> Result<StoredPasskey> {
    Ok(StoredPasskey {
        id: row.get("id")?,
        staff: row.get("staff_id")?,
        name: row.get("name")?,
        credential_id: row.get("credential_id")?,
        credential: row.get("credential")?,
        created_at: row.get("created_at")?,
        used_at: row.get("used_at")?,
    })
}
