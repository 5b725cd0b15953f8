//! Sessions, sign-ins under way, and the count of attempts.

use hemma_domain::ids::StaffId;
use hemma_domain::login::Throttle;
use hemma_domain::staff::{Post, Staff};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::staff;
use crate::value::Row;
use crate::values;

/// A session as stored: of its token only the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub token_hash: String,
    pub staff: StaffId,
    pub created_at: Instant,
    pub seen_at: Instant,
    /// The latest end, however busy it is.
    pub ends_at: Instant,
    /// How it began.
    pub method: String,
    /// What the browser said of itself, shortened.
    pub agent: String,
}

/// Stores a new session.
pub async fn insert_session(tx: &mut Tx, session: &Session) -> Result<()> {
    const SQL: &str =
        "INSERT INTO sessions (token_hash, staff_id, created_at, seen_at, ends_at, method, agent)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let bound = values![
        session.token_hash,
        session.staff,
        session.created_at,
        session.seen_at,
        session.ends_at,
        session.method,
        session.agent,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// A session with all that a request wants to know of its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub session: Session,
    pub staff: Staff,
    /// The posts held on the day, each with the name of its place.
    pub posts: Vec<(Post, String)>,
    /// Something was typed and not sent yet.
    pub has_drafts: bool,
    /// They are a member of an opening.
    pub has_openings: bool,
    /// They are on call now, in whatever pool.
    pub is_on_call: bool,
}

/// Whose a session is, in one statement.
pub async fn session(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<Holder>> {
    const SQL: &str = "SELECT v.token_hash, v.staff_id AS holder_id, v.created_at, v.seen_at, v.ends_at, v.method,
        v.agent, s.name, s.email, s.phone, s.language, s.left_on,
        p.id AS post_id, p.role, p.team_id, p.board_id, p.network_id, p.from_on, p.to_on,
        COALESCE(t.name, b.name, n.name, '') AS place_name,
        (SELECT count(*) FROM drafts d WHERE d.staff_id = v.staff_id) AS drafts,
        (SELECT count(*) FROM opening_members m WHERE m.staff_id = v.staff_id) AS openings,
        (SELECT count(*) FROM turns u JOIN duty_segments g ON g.duty_id = u.duty_id
            WHERE u.staff_id = v.staff_id AND u.from_at <= $3 AND u.to_at > $3 AND g.from_at <= $3 AND g.to_at > $3) AS on_call_now
        FROM sessions v JOIN staff s ON s.id = v.staff_id
        LEFT JOIN posts p ON p.staff_id = v.staff_id AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2)
        LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN boards b ON b.id = p.board_id
        LEFT JOIN networks n ON n.id = p.network_id
        WHERE v.token_hash = $1 ORDER BY p.from_on, p.id";
    let rows = tx.all(SQL, &values![token_hash, now.day(), now]).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut posts = Vec::new();
    for row in &rows {
        if row.get::<Option<uuid::Uuid>>("post_id")?.is_some() {
            posts.push((held_post(row)?, row.get("place_name")?));
        }
    }
    Ok(Some(Holder {
        session: session_from(first)?,
        staff: holder(first)?,
        posts,
        has_drafts: first.count("drafts")? > 0,
        has_openings: first.count("openings")? > 0,
        is_on_call: first.count("on_call_now")? > 0,
    }))
}

/// Notes that a session is in use.
pub async fn touch_session(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1",
        &values![token_hash, now],
    )
    .await?;
    Ok(())
}

/// Ends a session. Says whether there was one.
pub async fn delete_session(tx: &mut Tx, token_hash: &str) -> Result<bool> {
    Ok(tx
        .run(
            "DELETE FROM sessions WHERE token_hash = $1",
            &values![token_hash],
        )
        .await?
        == 1)
}

/// Somebody's sessions, the latest used first.
pub async fn sessions(tx: &mut Tx, staff: StaffId) -> Result<Vec<Session>> {
    const SQL: &str =
        "SELECT token_hash, staff_id AS holder_id, created_at, seen_at, ends_at, method, agent
        FROM sessions WHERE staff_id = $1 ORDER BY seen_at DESC, token_hash";
    tx.all(SQL, &values![staff])
        .await?
        .iter()
        .map(session_from)
        .collect()
}

/// Ends one of somebody's sessions. Says whether it was theirs.
pub async fn delete_own_session(tx: &mut Tx, staff: StaffId, token_hash: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM sessions WHERE token_hash = $2 AND staff_id = $1";
    Ok(tx.run(SQL, &values![staff, token_hash]).await? == 1)
}

/// Ends somebody's sessions, except one where it is named. Says how many.
pub async fn delete_sessions(tx: &mut Tx, staff: StaffId, except: Option<&str>) -> Result<u64> {
    const SQL: &str = "DELETE FROM sessions WHERE staff_id = $1 AND token_hash <> $2";
    tx.run(SQL, &values![staff, except.unwrap_or_default()])
        .await
}

/// Clears away what ended before a moment: sessions, ceremonies, counts nobody added to.
pub async fn sweep(tx: &mut Tx, before: Instant) -> Result<u64> {
    let sessions = tx
        .run("DELETE FROM sessions WHERE ends_at < $1", &values![before])
        .await?;
    let ceremonies = tx
        .run(
            "DELETE FROM ceremonies WHERE ends_at < $1",
            &values![before],
        )
        .await?;
    let throttles = tx
        .run(
            "DELETE FROM throttles WHERE tried_at < $1 AND (locked_until IS NULL OR locked_until < $1)",
            &values![before],
        )
        .await?;
    Ok(sessions + ceremonies + throttles)
}

/// A sign-in, or the making of a passkey, that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    pub token_hash: String,
    pub kind: &'static str,
    /// Whose it is, where that is known.
    pub staff: Option<StaffId>,
    pub state: String,
    pub ends_at: Instant,
}

fn state_spot(token_hash: &str, kind: &str) -> Spot {
    Spot::new("ceremonies", format!("{token_hash}|{kind}"), "sealed_state")
}

/// Begins a ceremony; one of the same kind by the same token begins anew.
pub async fn begin_ceremony(tx: &mut Tx, ceremony: &Ceremony) -> Result<()> {
    const SQL: &str = "INSERT INTO ceremonies (token_hash, kind, staff_id, sealed_state, ends_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (token_hash, kind) DO UPDATE SET staff_id = $3, sealed_state = $4, ends_at = $5";
    let spot = state_spot(&ceremony.token_hash, ceremony.kind);
    let bound = values![
        ceremony.token_hash,
        ceremony.kind,
        ceremony.staff,
        tx.seals().site().seal(&spot, &ceremony.state),
        ceremony.ends_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The state of a ceremony that has not ended, and whose it is.
pub async fn ceremony(
    tx: &mut Tx,
    token_hash: &str,
    kind: &str,
    now: Instant,
) -> Result<Option<(Option<StaffId>, String)>> {
    const SQL: &str = "SELECT staff_id, sealed_state FROM ceremonies
        WHERE token_hash = $1 AND kind = $2 AND ends_at > $3";
    let Some(row) = tx.maybe(SQL, &values![token_hash, kind, now]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_state")?;
    let spot = state_spot(token_hash, kind);
    let state = tx.seals().site().open(&spot, &sealed)?;
    Ok(Some((row.get("staff_id")?, state)))
}

/// Ends a ceremony. Says whether it was there: of two answers to it, one counts.
pub async fn end_ceremony(tx: &mut Tx, token_hash: &str, kind: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM ceremonies WHERE token_hash = $1 AND kind = $2";
    Ok(tx.run(SQL, &values![token_hash, kind]).await? == 1)
}

/// The count of a key, if it has one.
pub async fn throttle(tx: &mut Tx, key_hash: &str) -> Result<Option<Throttle>> {
    const SQL: &str = "SELECT failures, tried_at, locked_until FROM throttles WHERE key_hash = $1";
    let row = tx.maybe(SQL, &values![key_hash]).await?;
    row.map(|row| {
        Ok(Throttle {
            failures: row.count("failures")?,
            tried_at: row.get("tried_at")?,
            locked_until: row.get("locked_until")?,
        })
    })
    .transpose()
}

/// Writes the count of a key; none clears it.
pub async fn set_throttle(tx: &mut Tx, key_hash: &str, count: Option<Throttle>) -> Result<()> {
    const SET: &str =
        "INSERT INTO throttles (key_hash, failures, tried_at, locked_until) VALUES ($1, $2, $3, $4)
        ON CONFLICT (key_hash) DO UPDATE SET failures = $2, tried_at = $3, locked_until = $4";
    match count {
        Some(count) => {
            let bound = values![key_hash, count.failures, count.tried_at, count.locked_until];
            tx.run(SET, &bound).await?;
        }
        None => {
            tx.run(
                "DELETE FROM throttles WHERE key_hash = $1",
                &values![key_hash],
            )
            .await?;
        }
    }
    Ok(())
}

fn session_from(row: &Row) -> Result<Session> {
    Ok(Session {
        token_hash: row.get("token_hash")?,
        staff: row.get("holder_id")?,
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        ends_at: row.get("ends_at")?,
        method: row.get("method")?,
        agent: row.get("agent")?,
    })
}

fn holder(row: &Row) -> Result<Staff> {
    Ok(Staff {
        id: row.get("holder_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        language: row.code("language")?,
        left_on: row.get("left_on")?,
    })
}

fn held_post(row: &Row) -> Result<Post> {
    Ok(Post {
        id: row.get("post_id")?,
        staff: row.get("holder_id")?,
        role: row.code("role")?,
        place: staff::place(row)?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
    })
}
