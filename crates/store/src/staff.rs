//! Staff and their posts.

use std::collections::BTreeMap;

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, NetworkId, PostId, StaffId, TeamId};
use hemma_domain::staff::{Place, Post, Role, Staff};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Somebody in the list of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub staff: Staff,
    /// Role and name of the place of each post held; the site itself has no name.
    pub posts: Vec<(Role, String)>,
    /// Has a password or a passkey.
    pub can_sign_in: bool,
}

/// Stores somebody new.
pub async fn insert(tx: &mut Tx, staff: &Staff) -> Result<()> {
    const SQL: &str = "INSERT INTO staff (id, name, email, phone, language, left_on, version)
        VALUES ($1, $2, $3, $4, $5, $6, 1)";
    let bound = values![
        staff.id,
        staff.name,
        staff.email,
        staff.phone,
        staff.language.code(),
        staff.left_on
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Stores a post.
pub async fn insert_post(tx: &mut Tx, post: &Post) -> Result<()> {
    const SQL: &str =
        "INSERT INTO posts (id, staff_id, role, team_id, board_id, network_id, from_on, to_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let network = match post.place {
        Place::Network(network) => Some(network),
        _ => None,
    };
    let (team, board) = (post.place.team(), post.place.board());
    let bound = values![
        post.id,
        post.staff,
        post.role.code(),
        team,
        board,
        network,
        post.from,
        post.to
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Somebody by id.
pub async fn find(tx: &mut Tx, id: StaffId) -> Result<Option<Staff>> {
    const SQL: &str = "SELECT id, name, email, phone, language, left_on FROM staff WHERE id = $1";
    tx.maybe(SQL, &values![id])
        .await?
        .as_ref()
        .map(staff)
        .transpose()
}

/// Everybody with the posts held on a day, by name: for the demo's sign-in page.
pub async fn everybody(tx: &mut Tx, on: Day) -> Result<Vec<(Staff, Post, Option<String>)>> {
    const SQL: &str = "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on, p.id AS post_id, p.role, p.team_id,
        p.board_id, p.network_id, p.from_on, p.to_on, COALESCE(t.name, b.name, n.name) AS place_name
        FROM posts p JOIN staff s ON s.id = p.staff_id LEFT JOIN teams t ON t.id = p.team_id
        LEFT JOIN boards b ON b.id = p.board_id LEFT JOIN networks n ON n.id = p.network_id
        WHERE p.from_on <= $1 AND (p.to_on IS NULL OR p.to_on > $1) ORDER BY s.name, s.id, p.from_on";
    let rows = tx.all(SQL, &values![on]).await?;
    rows.iter()
        .map(|row| {
            let held = Post {
                id: row.get("post_id")?,
                staff: row.get("id")?,
                role: row.code("role")?,
                place: place(row)?,
                from: row.get("from_on")?,
                to: row.get("to_on")?,
            };
            Ok((staff(row)?, held, row.get("place_name")?))
        })
        .collect()
}

/// The posts somebody holds on a day.
pub async fn posts(tx: &mut Tx, id: StaffId, on: Day) -> Result<Vec<Post>> {
    const SQL: &str = "SELECT id, staff_id, role, team_id, board_id, network_id, from_on, to_on FROM posts
        WHERE staff_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2) ORDER BY from_on, id";
    tx.all(SQL, &values![id, on])
        .await?
        .iter()
        .map(post)
        .collect()
}

/// Posts of one team: more than a century brings.
const TEAM_POSTS_MAX: u32 = 10_000;

/// Every post that a team has or had, the oldest first.
pub async fn posts_of_team(tx: &mut Tx, team: TeamId) -> Result<Vec<Post>> {
    const SQL: &str =
        "SELECT id, staff_id, role, team_id, board_id, network_id, from_on, to_on FROM posts
        WHERE team_id = $1 ORDER BY from_on, id LIMIT $2";
    let rows = tx.all(SQL, &values![team, TEAM_POSTS_MAX]).await?;
    rows.iter().map(post).collect()
}

/// Every post somebody has or had, newest first, with the name of its place.
pub async fn all_posts(tx: &mut Tx, id: StaffId) -> Result<Vec<(Post, Option<String>)>> {
    const SQL: &str = "SELECT p.id, p.staff_id, p.role, p.team_id, p.board_id, p.network_id, p.from_on, p.to_on,
        COALESCE(t.name, b.name, n.name) AS place_name
        FROM posts p LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN boards b ON b.id = p.board_id
        LEFT JOIN networks n ON n.id = p.network_id WHERE p.staff_id = $1 ORDER BY p.from_on DESC, p.id";
    tx.all(SQL, &values![id])
        .await?
        .iter()
        .map(|row| Ok((post(row)?, row.get("place_name")?)))
        .collect()
}

/// Ends a post; from `to` on it is no longer held. Says whether it is this person's.
pub async fn end_post(tx: &mut Tx, id: StaffId, post: PostId, to: Day) -> Result<bool> {
    const SQL: &str = "UPDATE posts SET to_on = $3 WHERE id = $2 AND staff_id = $1";
    Ok(tx.run(SQL, &values![id, post, to]).await? == 1)
}

/// Ends every post that goes on beyond a day.
pub async fn end_posts(tx: &mut Tx, id: StaffId, to: Day) -> Result<()> {
    const SQL: &str =
        "UPDATE posts SET to_on = $2 WHERE staff_id = $1 AND (to_on IS NULL OR to_on > $2)";
    tx.run(SQL, &values![id, to]).await?;
    Ok(())
}

/// Somebody by sign-in name.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Staff>> {
    const SQL: &str =
        "SELECT id, name, email, phone, language, left_on FROM staff WHERE email = $1";
    tx.maybe(SQL, &values![email])
        .await?
        .as_ref()
        .map(staff)
        .transpose()
}

/// Everybody there is, by name, with the posts held on a day and whether they can sign in: they have the means, or are
/// signed in already, as in a demo, where nobody has any.
pub async fn list(tx: &mut Tx, on: Day) -> Result<Vec<Listed>> {
    const SQL: &str = "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on, p.id AS post_id, p.role,
        COALESCE(t.name, b.name, n.name) AS place_name,
        (EXISTS (SELECT 1 FROM credentials c WHERE c.staff_id = s.id AND c.password_hash IS NOT NULL)
         OR EXISTS (SELECT 1 FROM passkeys k WHERE k.staff_id = s.id)
         OR EXISTS (SELECT 1 FROM sessions e WHERE e.staff_id = s.id)) AS can_sign_in
        FROM staff s LEFT JOIN posts p ON p.staff_id = s.id AND p.from_on <= $1 AND (p.to_on IS NULL OR p.to_on > $1)
        LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN boards b ON b.id = p.board_id
        LEFT JOIN networks n ON n.id = p.network_id ORDER BY s.name, s.id, p.from_on, p.id";
    let mut people: Vec<Listed> = Vec::new();
    for row in tx.all(SQL, &values![on]).await? {
        let one = staff(&row)?;
        if people.last().is_none_or(|last| last.staff.id != one.id) {
            people.push(Listed {
                staff: one,
                posts: Vec::new(),
                can_sign_in: row.get("can_sign_in")?,
            });
        }
        if row.get::<Option<uuid::Uuid>>("post_id")?.is_some()
            && let Some(last) = people.last_mut()
        {
            let place: Option<String> = row.get("place_name")?;
            last.posts
                .push((row.code("role")?, place.unwrap_or_default()));
        }
    }
    Ok(people)
}

/// Changes what is known of somebody.
pub async fn save(tx: &mut Tx, staff: &Staff) -> Result<()> {
    const SQL: &str =
        "UPDATE staff SET name = $2, email = $3, phone = $4, language = $5, left_on = $6,
        version = version + 1 WHERE id = $1";
    let bound = values![
        staff.id,
        staff.name,
        staff.email,
        staff.phone,
        staff.language.code(),
        staff.left_on
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Every place where somebody may have a post, with its name: teams, boards, networks.
pub async fn places(tx: &mut Tx) -> Result<Vec<(Place, String)>> {
    const SQL: &str = "SELECT CAST(1 AS BIGINT) AS kind, id AS team_id, board_id, CAST(NULL AS UUID) AS network_id, name FROM teams
        UNION ALL SELECT 2, CAST(NULL AS UUID), id, CAST(NULL AS UUID), name FROM boards
        UNION ALL SELECT 3, CAST(NULL AS UUID), CAST(NULL AS UUID), id, name FROM networks
        ORDER BY kind, name";
    tx.all(SQL, &[])
        .await?
        .iter()
        .map(|row| Ok((place(row)?, row.get("name")?)))
        .collect()
}

/// Who holds a post in a team on a day, with the role, by name.
pub async fn of_team(tx: &mut Tx, team: TeamId, on: Day) -> Result<Vec<(Staff, Role)>> {
    const SQL: &str = "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on, p.role
        FROM posts p JOIN staff s ON s.id = p.staff_id
        WHERE p.team_id = $1 AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2) ORDER BY s.name, s.id";
    tx.all(SQL, &values![team, on])
        .await?
        .iter()
        .map(|row| Ok((staff(row)?, row.code("role")?)))
        .collect()
}

/// Who holds a post at a network, or in one of its teams that run a programme, on a day: with each post, by name.
pub async fn of_programme(
    tx: &mut Tx,
    (network, programme): (NetworkId, &str),
    on: Day,
) -> Result<Vec<(Staff, Role, Place)>> {
    const SQL: &str = "SELECT s.id, s.name, s.email, s.phone, s.language, s.left_on, p.role, p.team_id, p.board_id,
        p.network_id FROM posts p JOIN staff s ON s.id = p.staff_id LEFT JOIN teams t ON t.id = p.team_id
        WHERE p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on > $3)
        AND (p.network_id = $1 OR (t.network_id = $1 AND t.programme = $2)) ORDER BY s.name, s.id, p.from_on, p.id";
    tx.all(SQL, &values![network, programme, on])
        .await?
        .iter()
        .map(|row| Ok((staff(row)?, row.code("role")?, place(row)?)))
        .collect()
}

/// Who works as a family therapist in these teams on a day, by name.
pub async fn therapists(
    tx: &mut Tx,
    teams: &[TeamId],
    on: Day,
) -> Result<Vec<(TeamId, StaffId, String)>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.team_id, s.id, s.name FROM posts p JOIN staff s ON s.id = p.staff_id
         WHERE p.role = 'family_therapist' AND p.from_on <= $1 AND (p.to_on IS NULL OR p.to_on > $1)
         AND p.team_id IN ({}) ORDER BY s.name, s.id",
        crate::db::places(2, teams.len())
    );
    let mut bound = values![on].to_vec();
    bound.extend(teams.iter().map(crate::value::ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| Ok((row.get("team_id")?, row.get("id")?, row.get("name")?)))
        .collect()
}

/// The names of some people at work, in no order.
pub async fn names(tx: &mut Tx, ids: &[StaffId]) -> Result<Vec<(StaffId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, name FROM staff WHERE id IN ({})",
        crate::db::places(1, ids.len())
    );
    let bound: Vec<_> = ids.iter().map(crate::value::ToValue::to_value).collect();
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

/// Name and address at work of some people.
pub async fn named(tx: &mut Tx, ids: &[StaffId]) -> Result<BTreeMap<StaffId, (String, String)>> {
    let rows = some(tx, ids).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, (row.get("name")?, row.get("email")?))))
        .collect()
}

/// Name and service number of some people.
pub async fn phones(
    tx: &mut Tx,
    ids: &[StaffId],
) -> Result<BTreeMap<StaffId, (String, Option<String>)>> {
    let rows = some(tx, ids).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, (row.get("name")?, row.get("phone")?))))
        .collect()
}

async fn some(tx: &mut Tx, ids: &[StaffId]) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, name, email, phone FROM staff WHERE id IN ({})",
        crate::db::places(1, ids.len())
    );
    let bound: Vec<_> = ids.iter().map(crate::value::ToValue::to_value).collect();
    tx.all_built(sql, &bound).await
}

/// Somebody of a team in a role, with the open cases carried as therapist in whatever team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub staff: StaffId,
    pub name: String,
    pub role: Role,
    pub open: Vec<CaseId>,
}

/// Everybody of a team on a day with what they carry, by name.
pub async fn colleagues(tx: &mut Tx, team: TeamId, on: Day) -> Result<Vec<Colleague>> {
    const SQL: &str = "SELECT s.id, s.name, p.role, c.id AS case_id FROM posts p JOIN staff s ON s.id = p.staff_id
        LEFT JOIN cares a ON a.staff_id = s.id AND a.role = 'therapist' AND a.from_on <= $2
            AND (a.to_on IS NULL OR a.to_on > $2)
        LEFT JOIN cases c ON c.id = a.case_id AND c.stage = 'open'
        WHERE p.team_id = $1 AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2)
        ORDER BY s.name, s.id, p.role, c.code";
    let mut colleagues: Vec<Colleague> = Vec::new();
    for row in tx.all(SQL, &values![team, on]).await? {
        let (staff, role): (StaffId, Role) = (row.get("id")?, row.code("role")?);
        let case: Option<CaseId> = row.get("case_id")?;
        let known = colleagues
            .last()
            .is_some_and(|last| last.staff == staff && last.role == role);
        if !known {
            colleagues.push(Colleague {
                staff,
                name: row.get("name")?,
                role,
                open: Vec::new(),
            });
        }
        if let Some(last) = colleagues.last_mut() {
            last.open.extend(case);
        }
    }
    Ok(colleagues)
}

pub(crate) fn staff(row: &Row) -> Result<Staff> {
    Ok(Staff {
        id: row.get("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        language: row.code("language")?,
        left_on: row.get("left_on")?,
    })
}

pub(crate) fn post(row: &Row) -> Result<Post> {
    Ok(Post {
        id: row.get("id")?,
        staff: row.get("staff_id")?,
        role: row.code("role")?,
        place: place(row)?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
    })
}

pub(crate) fn place(row: &Row) -> Result<Place> {
    Ok(
        match (
            row.get("team_id")?,
            row.get("board_id")?,
            row.get("network_id")?,
        ) {
            (Some(team), Some(board), _) => Place::Team(team, board),
            (None, Some(board), _) => Place::Board(board),
            (None, None, Some(network)) => Place::Network(network),
            (None, None, None) => Place::Site,
            (Some(_), None, _) => return Err(row.corrupt("board_id")),
        },
    )
}
