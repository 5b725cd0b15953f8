//! Who works where something is demanded, what they attended of it, and where they have a place.

use hemma_domain::ids::{NetworkId, StaffId, TeamId};
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_domain::training::{Credit, Length};

use crate::db::Tx;
use crate::error::Result;
use crate::value::{Row, Value};
use crate::values;

/// Days attended that are read at once: a network of four hundred for twenty-five years.
const CREDITS_MAX: u32 = 200_000;

/// A post in a team, past ones too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamPost {
    pub staff: StaffId,
    pub name: String,
    pub team: TeamId,
    pub team_name: String,
    pub programme: String,
    pub role: Role,
    pub from: Day,
    pub to: Option<Day>,
}

/// Half days that somebody attended, of which kind, and in which programme they count; none where in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attended {
    pub staff: StaffId,
    pub requirement: String,
    pub programme: Option<String>,
    pub credit: Credit,
}

/// A place that somebody has in a training to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    pub staff: StaffId,
    pub requirement: String,
    pub programme: Option<String>,
    pub first_on: Day,
}

/// The posts in the teams of a network of everybody who has not left before a day, past posts too, by name.
pub async fn posts_of_network(
    tx: &mut Tx,
    network: NetworkId,
    today: Day,
) -> Result<Vec<TeamPost>> {
    posts(tx, "t.network_id = $1", values![network, today]).await
}

/// The posts in the teams of its network of somebody.
pub async fn posts_of_staff(tx: &mut Tx, staff: StaffId, today: Day) -> Result<Vec<TeamPost>> {
    posts(tx, "p.staff_id = $1", values![staff, today]).await
}

async fn posts(tx: &mut Tx, whose: &str, bound: [Value; 2]) -> Result<Vec<TeamPost>> {
    let sql = format!(
        "SELECT p.staff_id, s.name, p.team_id, t.name AS team_name, t.programme, p.role, p.from_on, p.to_on
         FROM posts p JOIN teams t ON t.id = p.team_id JOIN staff s ON s.id = p.staff_id
         WHERE {whose} AND (s.left_on IS NULL OR s.left_on >= $2) ORDER BY s.name, s.id, p.from_on, p.id"
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter()
        .map(|row| {
            Ok(TeamPost {
                staff: row.get("staff_id")?,
                name: row.get("name")?,
                team: row.get("team_id")?,
                team_name: row.get("team_name")?,
                programme: row.get("programme")?,
                role: row.code("role")?,
                from: row.get("from_on")?,
                to: row.get("to_on")?,
            })
        })
        .collect()
}

/// What was attended in the trainings of a network.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Attended>> {
    attended(tx, "t.network_id = $1", values![network, CREDITS_MAX]).await
}

/// What somebody attended.
pub async fn of_staff(tx: &mut Tx, staff: StaffId) -> Result<Vec<Attended>> {
    attended(tx, "a.staff_id = $1", values![staff, CREDITS_MAX]).await
}

async fn attended(tx: &mut Tx, whose: &str, bound: [Value; 2]) -> Result<Vec<Attended>> {
    let sql = format!(
        "SELECT a.staff_id, t.requirement, t.programme, a.on_day, d.length
         FROM training_attendance a JOIN training_sessions d ON d.training_id = a.training_id AND d.on_day = a.on_day
         JOIN trainings t ON t.id = a.training_id
         WHERE {whose} AND t.requirement IS NOT NULL AND t.cancelled_at IS NULL
         ORDER BY a.on_day DESC, a.staff_id, t.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter().map(one_attended).collect()
}

fn one_attended(row: &Row) -> Result<Attended> {
    let length: Length = row.code("length")?;
    Ok(Attended {
        staff: row.get("staff_id")?,
        requirement: row.get("requirement")?,
        programme: row.get("programme")?,
        credit: Credit {
            on: row.get("on_day")?,
            half_days: length.half_days(),
        },
    })
}

/// Who of a network said yes to what begins on a day or later, the first first.
pub async fn booked_in_network(tx: &mut Tx, network: NetworkId, today: Day) -> Result<Vec<Booked>> {
    booked(tx, "t.network_id = $1", values![network, today]).await
}

/// Where somebody said yes to what begins on a day or later, the first first.
pub async fn booked_by_staff(tx: &mut Tx, staff: StaffId, today: Day) -> Result<Vec<Booked>> {
    booked(tx, "s.staff_id = $1", values![staff, today]).await
}

async fn booked(tx: &mut Tx, whose: &str, bound: [Value; 2]) -> Result<Vec<Booked>> {
    let sql = format!(
        "SELECT s.staff_id, t.requirement, t.programme, t.first_on
         FROM training_seats s JOIN trainings t ON t.id = s.training_id
         WHERE {whose} AND s.reply = 'yes' AND t.requirement IS NOT NULL AND t.cancelled_at IS NULL AND t.first_on >= $2
         ORDER BY t.first_on, t.id, s.staff_id"
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter()
        .map(|row| {
            Ok(Booked {
                staff: row.get("staff_id")?,
                requirement: row.get("requirement")?,
                programme: row.get("programme")?,
                first_on: row.get("first_on")?,
            })
        })
        .collect()
}
