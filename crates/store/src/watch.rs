//! Watches: who is on call over which teams around an instant, as turns and duties have it.

use hemma_domain::agreement::HANDOVER_MIN_MAX;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{StaffId, TeamId, TurnId};
use hemma_domain::staff::Role;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_domain::watch::{Handover, Watch};

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// Rows that one person has around an instant: a few turns in a few pools of twenty teams.
const ROWS_MAX: u32 = 500;

/// A watch whose hand-over is not known yet: the agreement says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The watch, without hand-over.
    pub watch: Watch,
    /// Code and version of its pool's agreement.
    pub agreement: (String, u32),
}

/// Somebody's watches that an instant could lie in, whatever hand-over an agreement gives. One statement.
pub async fn around(tx: &mut Tx, staff: StaffId, at: Instant) -> Result<Vec<Found>> {
    const SQL: &str = "SELECT t.id, t.from_at, t.to_at, s.from_at AS on_from, s.to_at AS on_to, d.pool_id, l.roles,
        p.agreement, p.agreement_version, pt.team_id
        FROM turns t JOIN duties d ON d.id = t.duty_id
        JOIN duty_segments s ON s.duty_id = d.id AND s.from_at < t.to_at AND s.to_at > t.from_at
        JOIN pools p ON p.id = d.pool_id JOIN pool_lines l ON l.id = d.line_id
        JOIN pool_teams pt ON pt.pool_id = p.id AND pt.from_on <= $4 AND (pt.to_on IS NULL OR pt.to_on > $4)
        WHERE t.staff_id = $1 AND t.from_at < $3 AND t.to_at > $2 AND s.from_at < $3 AND s.to_at > $2
        ORDER BY t.from_at, t.id, s.from_at, pt.team_id LIMIT $5";
    let reach = i64::from(HANDOVER_MIN_MAX) * 60;
    let (first, last) = (at.plus_seconds(-reach), at.plus_seconds(reach));
    let bound = values![staff, first, last, at.day(), ROWS_MAX];
    let mut found: Vec<Found> = Vec::new();
    for row in tx.all(SQL, &bound).await? {
        let team: TeamId = row.get("team_id")?;
        let turn: TurnId = row.get("id")?;
        let from: Instant = row.get::<Instant>("from_at")?.max(row.get("on_from")?);
        let to: Instant = row.get::<Instant>("to_at")?.min(row.get("on_to")?);
        let on_call = Stretch::new(from, to).ok_or_else(|| row.corrupt("to_at"))?;
        let last = found.last_mut().map(|one| &mut one.watch);
        if let Some(known) = last.filter(|one| one.turn == turn && one.on_call == on_call) {
            known.teams.push(team);
            continue;
        }
        let roles: String = row.get("roles")?;
        let roles: Option<Vec<Role>> = roles.split_whitespace().map(Role::from_code).collect();
        found.push(Found {
            watch: Watch {
                turn,
                pool: row.get("pool_id")?,
                teams: vec![team],
                roles: roles.ok_or_else(|| row.corrupt("roles"))?,
                on_call,
                handover: Handover {
                    before_min: 0,
                    after_min: 0,
                },
            },
            agreement: (row.get("agreement")?, row.count("agreement_version")?),
        });
    }
    Ok(found)
}
