//! Sessions and what people sign in with.

use hemma_domain::ids::StaffId;
use hemma_domain::staff::{Post, Staff};
use hemma_domain::time::{Day, Instant};

use crate::db::Tx;
use crate::error::Result;
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
    /// A ceremony under way, opaque; empty otherwise.
    pub ceremony: String,
    /// What the browser said of itself, shortened.
    pub agent: String,
}

/// Stores a new session.
pub async fn insert_session(tx: &mut Tx, session: &Session) -> Result<()> {
    const SQL: &str = "INSERT INTO sessions (token_hash, staff_id, created_at, seen_at, ends_at, method, ceremony, agent)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let bound = values![
        session.token_hash,
        session.staff,
        session.created_at,
        session.seen_at,
        session.ends_at,
        session.method,
        session.ceremony,
        session.agent,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// A session with its holder and the posts held on a day, each with the name of its place, in one statement.
pub async fn session(
    tx: &mut Tx,
    token_hash: &str,
    today: Day,
) -> Result<Option<(Session, Staff, Vec<(Post, String)>)>> {
    const SQL: &str = "SELECT v.token_hash, v.staff_id AS holder_id, v.created_at, v.seen_at, v.ends_at, v.method,
        v.ceremony, v.agent, s.name, s.email, s.phone, s.language, s.left_on,
        p.id AS post_id, p.role, p.team_id, p.board_id, p.network_id, p.from_on, p.to_on,
        COALESCE(t.name, b.name, n.name, '') AS place_name FROM sessions v JOIN staff s ON s.id = v.staff_id
        LEFT JOIN posts p ON p.staff_id = v.staff_id AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2)
        LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN boards b ON b.id = p.board_id
        LEFT JOIN networks n ON n.id = p.network_id
        WHERE v.token_hash = $1 ORDER BY p.from_on, p.id";
    let rows = tx.all(SQL, &values![token_hash, today]).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut posts = Vec::new();
    for row in &rows {
        if row.get::<Option<uuid::Uuid>>("post_id")?.is_some() {
            posts.push((held_post(row)?, row.get("place_name")?));
        }
    }
    Ok(Some((session_from(first)?, holder(first)?, posts)))
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

fn session_from(row: &Row) -> Result<Session> {
    Ok(Session {
        token_hash: row.get("token_hash")?,
        staff: row.get("holder_id")?,
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        ends_at: row.get("ends_at")?,
        method: row.get("method")?,
        ceremony: row.get("ceremony")?,
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
