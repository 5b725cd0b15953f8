//! Staff and their posts.

use hemma_domain::code::Code;
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::staff::{Place, Post, Role, Staff};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

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
