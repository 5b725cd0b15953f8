//! Pools: their teams, lines and people.

use hemma_domain::access::TeamScope;
use hemma_domain::code::Code;
use hemma_domain::ids::{BoardId, LineId, PoolId, StaffId, TeamId};
use hemma_domain::pool::{Line, Member, Pool, PoolTeam, PostShares};
use hemma_domain::programme::Words;
use hemma_domain::staff::Role;
use hemma_domain::time::Day;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::value::{Row, ToValue, Value};
use crate::values;

/// Pools that a site has at most.
pub const POOLS_MAX: u32 = 500;

/// People of one pool that are looked at: posts of twenty teams over some years.
pub const MEMBERS_MAX: u32 = 2_000;
/// The same with some changes of their part of a full post each.
const MEMBER_ROWS_MAX: u32 = 5 * MEMBERS_MAX;

/// Stores a pool with its teams and lines.
pub async fn insert(tx: &mut Tx, pool: &Pool) -> Result<()> {
    const SQL: &str =
        "INSERT INTO pools (id, name, agreement, agreement_version, ring_seconds, version)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let bound = values![
        pool.id,
        pool.name,
        pool.agreement,
        pool.agreement_version,
        pool.ring_seconds,
        pool.version
    ];
    tx.run(SQL, &bound).await?;
    put_parts(tx, pool).await
}

/// Saves name and agreement, and puts its teams and lines to those there are. None is taken away: a team leaves on a day.
pub async fn save(tx: &mut Tx, pool: &Pool) -> Result<()> {
    const SQL: &str =
        "UPDATE pools SET name = $2, agreement = $3, agreement_version = $4, version = version + 1
        WHERE id = $1";
    let bound = values![pool.id, pool.name, pool.agreement, pool.agreement_version];
    tx.run(SQL, &bound).await?;
    put_parts(tx, pool).await
}

async fn put_parts(tx: &mut Tx, pool: &Pool) -> Result<()> {
    for team in &pool.teams {
        put_team(tx, pool.id, team).await?;
    }
    for line in &pool.lines {
        put_line(tx, pool.id, line).await?;
    }
    Ok(())
}

async fn put_team(tx: &mut Tx, pool: PoolId, team: &PoolTeam) -> Result<()> {
    const SQL: &str = "INSERT INTO pool_teams (pool_id, team_id, from_on, to_on) VALUES ($1, $2, $3, $4)
        ON CONFLICT (pool_id, team_id) DO UPDATE SET from_on = excluded.from_on, to_on = excluded.to_on";
    tx.run(SQL, &values![pool, team.team, team.from, team.to])
        .await?;
    Ok(())
}

async fn put_line(tx: &mut Tx, pool: PoolId, line: &Line) -> Result<()> {
    const SQL: &str = "INSERT INTO pool_lines (id, pool_id, level, name_sv, name_en, roles, unit, gap_min, load_pct)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET level = excluded.level, name_sv = excluded.name_sv, name_en = excluded.name_en,
        roles = excluded.roles, unit = excluded.unit, gap_min = excluded.gap_min, load_pct = excluded.load_pct";
    let bound = values![
        line.id,
        pool,
        line.level,
        line.name.sv,
        line.name.en,
        listed(&line.roles),
        line.unit.code(),
        line.gap_min,
        line.load_pct,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// A pool with its teams and lines.
pub async fn find(tx: &mut Tx, id: PoolId) -> Result<Option<Pool>> {
    const SQL: &str = "SELECT id, name, agreement, agreement_version, ring_seconds, version FROM pools WHERE id = $1";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(None);
    };
    Ok(Some(whole(tx, &row).await?))
}

/// Every pool, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Pool>> {
    const SQL: &str =
        "SELECT id, name, agreement, agreement_version, ring_seconds, version FROM pools
        ORDER BY name, id LIMIT $1";
    let mut pools = Vec::new();
    for row in tx.all(SQL, &values![POOLS_MAX]).await? {
        pools.push(whole(tx, &row).await?);
    }
    Ok(pools)
}

/// The pools that teams, or the teams of boards, have not left by a day: id and name, by name. One that they join later
/// is planned before.
pub async fn of_places(
    tx: &mut Tx,
    (teams, boards): (&[TeamId], &[BoardId]),
    on: Day,
) -> Result<Vec<(PoolId, String)>> {
    const SQL: &str = "SELECT p.id, p.name, t.id AS team_id, t.board_id FROM pool_teams pt
        JOIN pools p ON p.id = pt.pool_id JOIN teams t ON t.id = pt.team_id
        WHERE pt.to_on IS NULL OR pt.to_on > $1 ORDER BY p.name, p.id";
    let mut found: Vec<(PoolId, String)> = Vec::new();
    for row in tx.all(SQL, &values![on]).await? {
        let (team, board): (TeamId, BoardId) = (row.get("team_id")?, row.get("board_id")?);
        let id = row.get("id")?;
        let known = found.last().is_some_and(|(last, _)| *last == id);
        if !known && (teams.contains(&team) || boards.contains(&board)) {
            found.push((id, row.get("name")?));
        }
    }
    Ok(found)
}

/// Where the teams of a pool stand that have not left it by a day, to decide on access.
pub async fn scopes(tx: &mut Tx, id: PoolId, on: Day) -> Result<Vec<TeamScope>> {
    const SQL: &str =
        "SELECT t.id, t.board_id, t.network_id FROM pool_teams pt JOIN teams t ON t.id = pt.team_id
        WHERE pt.pool_id = $1 AND (pt.to_on IS NULL OR pt.to_on > $2) ORDER BY t.id";
    let rows = tx.all(SQL, &values![id, on]).await?;
    rows.iter()
        .map(|row| {
            Ok(TeamScope {
                team: row.get("id")?,
                board: row.get("board_id")?,
                network: row.get("network_id")?,
            })
        })
        .collect()
}

/// Raises the version of a pool if nobody did since. Says whether it did.
pub async fn touch(tx: &mut Tx, id: PoolId, expected: i64) -> Result<bool> {
    const SQL: &str = "UPDATE pools SET version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.run(SQL, &values![id, expected]).await? == 1)
}

/// Sets how long a line of a pool rings before the next one is rung.
pub async fn set_ring_seconds(tx: &mut Tx, id: PoolId, seconds: u32) -> Result<()> {
    const SQL: &str = "UPDATE pools SET ring_seconds = $2 WHERE id = $1";
    tx.run(SQL, &values![id, seconds]).await?;
    Ok(())
}

/// Everybody who holds a post in a team of the pool at any time between two days, by name.
pub async fn members(tx: &mut Tx, id: PoolId, (first, last): (Day, Day)) -> Result<Vec<Member>> {
    const SQL: &str = "SELECT s.id, s.name, s.left_on, p.team_id, p.role, p.from_on, p.to_on, pt.from_on AS in_from,
        pt.to_on AS in_to, sh.from_on AS share_from, sh.share FROM pool_teams pt JOIN posts p ON p.team_id = pt.team_id
        JOIN staff s ON s.id = p.staff_id LEFT JOIN pool_shares sh ON sh.pool_id = pt.pool_id AND sh.staff_id = s.id
        WHERE pt.pool_id = $1 AND p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on > $2)
        ORDER BY s.name, s.id, p.from_on, p.role, p.team_id, sh.from_on LIMIT $4";
    let rows = tx
        .all(SQL, &values![id, first, last, MEMBER_ROWS_MAX])
        .await?;
    // Each post is there once for each change of its part.
    let mut all: Vec<(Member, Vec<(Day, u32)>)> = Vec::new();
    for row in &rows {
        let post = member(row)?;
        if all.last().is_none_or(|(known, _)| *known != post) {
            all.push((post, Vec::new()));
        }
        let from: Option<Day> = row.get("share_from")?;
        if let (Some((_, steps)), Some(from)) = (all.last_mut(), from) {
            steps.push((from, row.count("share")?));
        }
    }
    let whole = |(post, steps)| Member {
        shares: PostShares::new(steps),
        ..post
    };
    Ok(all.into_iter().map(whole).collect())
}

fn member(row: &Row) -> Result<Member> {
    let left: Option<Day> = row.get("left_on")?;
    let (from, in_from): (Day, Day) = (row.get("from_on")?, row.get("in_from")?);
    let ends: [Option<Day>; 3] = [
        row.get("to_on")?,
        row.get("in_to")?,
        left.map(|last| last.plus(1)),
    ];
    Ok(Member {
        staff: row.get("id")?,
        name: row.get("name")?,
        team: row.get("team_id")?,
        role: row.code("role")?,
        from: from.max(in_from),
        to: ends.into_iter().flatten().min(),
        shares: PostShares::default(),
    })
}

/// Sets somebody's part of a full post from a day on.
pub async fn set_share(
    tx: &mut Tx,
    (pool, staff): (PoolId, StaffId),
    (from, share): (Day, u32),
) -> Result<()> {
    const SQL: &str =
        "INSERT INTO pool_shares (pool_id, staff_id, from_on, share) VALUES ($1, $2, $3, $4)
        ON CONFLICT (pool_id, staff_id, from_on) DO UPDATE SET share = excluded.share";
    tx.run(SQL, &values![pool, staff, from, share]).await?;
    Ok(())
}

/// Takes back what somebody's part of a full post becomes on a day: what was before it goes on. Says whether it was there.
pub async fn remove_share(
    tx: &mut Tx,
    (pool, staff): (PoolId, StaffId),
    from: Day,
) -> Result<bool> {
    const SQL: &str =
        "DELETE FROM pool_shares WHERE pool_id = $1 AND staff_id = $2 AND from_on = $3";
    Ok(tx.run(SQL, &values![pool, staff, from]).await? == 1)
}

async fn whole(tx: &mut Tx, row: &Row) -> Result<Pool> {
    const TEAMS: &str = "SELECT team_id, from_on, to_on FROM pool_teams WHERE pool_id = $1 ORDER BY from_on, team_id";
    const LINES: &str =
        "SELECT id, level, name_sv, name_en, roles, unit, gap_min, load_pct FROM pool_lines
        WHERE pool_id = $1 ORDER BY level";
    let id: PoolId = row.get("id")?;
    let teams = tx.all(TEAMS, &values![id]).await?;
    let lines = tx.all(LINES, &values![id]).await?;
    Ok(Pool {
        id,
        name: row.get("name")?,
        agreement: row.get("agreement")?,
        agreement_version: row.count("agreement_version")?,
        teams: teams.iter().map(team).collect::<Result<_>>()?,
        lines: lines.iter().map(line).collect::<Result<_>>()?,
        ring_seconds: row.count("ring_seconds")?,
        version: row.get("version")?,
    })
}

/// Some lines of whatever pools, by id.
pub async fn lines(tx: &mut Tx, ids: &[LineId]) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, level, name_sv, name_en, roles, unit, gap_min, load_pct FROM pool_lines
         WHERE id IN ({}) ORDER BY id",
        places(1, ids.len())
    );
    let bound: Vec<Value> = ids.iter().map(ToValue::to_value).collect();
    tx.all_built(sql, &bound).await?.iter().map(line).collect()
}

fn team(row: &Row) -> Result<PoolTeam> {
    Ok(PoolTeam {
        team: row.get("team_id")?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
    })
}

fn line(row: &Row) -> Result<Line> {
    let roles: String = row.get("roles")?;
    let roles: Option<Vec<Role>> = roles.split_whitespace().map(Role::from_code).collect();
    Ok(Line {
        id: row.get("id")?,
        level: row.count("level")?,
        name: Words {
            sv: row.get("name_sv")?,
            en: row.get("name_en")?,
        },
        roles: roles.ok_or_else(|| row.corrupt("roles"))?,
        unit: row.code("unit")?,
        gap_min: row.count("gap_min")?,
        load_pct: row.count("load_pct")?,
    })
}

fn listed(roles: &[Role]) -> String {
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    codes.join(" ")
}
