//! Openings: their profile sealed under the site's key, states and days in plain columns; their members; and what became
//! of the applications.

pub mod correction;
pub(crate) mod json;
pub mod protocol;

use hemma_domain::access::{OpeningScope, TeamScope};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{OpeningId, StaffId, TeamId};
use hemma_domain::opening::{
    EndKind, Ending, Member, Merits, OPENINGS_MAX, Opening, Part, State, StateCode,
};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, Value};
use crate::values;

const COLUMNS: &str = "o.id, o.network_id, o.team_id, o.sealed_profile, o.state, o.last_on, o.end_kind, o.ended_on, o.ended_by,
    o.posted_on, o.final_on, o.sealed_reasons, o.made_by, o.made_at, o.version";

/// Openings that anybody can read at once: more than the largest network has.
const PUBLIC_MAX: u32 = 100;

/// An opening in somebody's list, with how many applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub opening: Opening,
    pub applied: u32,
}

/// Stores an opening with its members.
pub async fn insert(tx: &mut Tx, one: &Opening) -> Result<()> {
    const SQL: &str =
        "INSERT INTO openings (id, network_id, team_id, sealed_profile, state, last_on, end_kind, ended_on, ended_by,
        posted_on, final_on, sealed_reasons, last_number, sealed_merits, made_by, made_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '', $13, $14, $15)";
    let mut bound: Vec<Value> = values![one.id, one.network, one.team].to_vec();
    bound.extend(told(tx, one));
    bound.extend(values![one.made.1, one.made.0, one.version]);
    tx.run(SQL, &bound).await?;
    members(tx, one).await
}

/// Saves an opening with its members if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Opening) -> Result<bool> {
    const SQL: &str = "UPDATE openings SET sealed_profile = $3, state = $4, last_on = $5, end_kind = $6, ended_on = $7,
        ended_by = $8, posted_on = $9, final_on = $10, sealed_reasons = $11, version = version + 1
        WHERE id = $1 AND version = $2";
    let mut bound: Vec<Value> = values![one.id, one.version].to_vec();
    bound.extend(told(tx, one));
    if tx.run(SQL, &bound).await? != 1 {
        return Ok(false);
    }
    const CLEAR: &str = "DELETE FROM opening_members WHERE opening_id = $1";
    tx.run(CLEAR, &values![one.id]).await?;
    members(tx, one).await?;
    Ok(true)
}

/// One opening.
pub async fn find(tx: &mut Tx, id: OpeningId) -> Result<Option<Opening>> {
    let sql = format!("SELECT {COLUMNS} FROM openings o WHERE o.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let mut found = opening(tx, row)?;
    found.members = members_of(tx, id).await?;
    Ok(Some(found))
}

/// The openings that somebody is a member of, the newest first; each with that membership alone.
pub async fn of_staff(tx: &mut Tx, staff: StaffId) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS}, o.last_number, m.part FROM openings o JOIN opening_members m ON m.opening_id = o.id
         WHERE m.staff_id = $1 ORDER BY o.made_at DESC, o.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![staff, OPENINGS_MAX]).await?;
    let listed = rows.iter().map(|row| {
        let part: Part = row.code("part")?;
        Ok(Listed {
            opening: Opening {
                members: vec![Member { staff, part }],
                ..opening(tx, row)?
            },
            applied: row.count("last_number")?,
        })
    });
    listed.collect()
}

/// The openings whose advert anybody can read on a day, the soonest to close first; without their members.
pub async fn public(tx: &mut Tx, today: Day) -> Result<Vec<Opening>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM openings o WHERE o.state = 'open' AND o.last_on >= $1 ORDER BY o.last_on, o.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![today, PUBLIC_MAX]).await?;
    rows.iter().map(|row| opening(tx, row)).collect()
}

/// The openings that nobody is responsible for any more who works here on a day and has not applied, the newest first;
/// without their members.
pub async fn orphans(tx: &mut Tx, today: Day) -> Result<Vec<Opening>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM openings o WHERE o.state <> 'destroyed' AND NOT EXISTS (SELECT 1 FROM opening_members m
            JOIN staff s ON s.id = m.staff_id WHERE m.opening_id = o.id AND m.part = 'responsible'
            AND (s.left_on IS NULL OR s.left_on >= $1) AND NOT EXISTS (SELECT 1 FROM applications a
                WHERE a.opening_id = o.id AND a.staff_id = m.staff_id))
         ORDER BY o.made_at DESC, o.id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![today, OPENINGS_MAX]).await?;
    rows.iter().map(|row| opening(tx, row)).collect()
}

/// Whether somebody who works here applied to an opening.
pub async fn has_applied(tx: &mut Tx, id: OpeningId, staff: StaffId) -> Result<bool> {
    const SQL: &str = "SELECT id FROM applications WHERE opening_id = $1 AND staff_id = $2 LIMIT 1";
    Ok(tx.maybe(SQL, &values![id, staff]).await?.is_some())
}

/// What must be known of an opening to decide who may do what with it.
pub async fn scope(tx: &mut Tx, id: OpeningId, today: Day) -> Result<Option<OpeningScope>> {
    const SQL: &str =
        "SELECT o.id, o.network_id, o.team_id, o.state, o.last_on, t.board_id FROM openings o
        LEFT JOIN teams t ON t.id = o.team_id WHERE o.id = $1";
    const PARTIES: &str = "SELECT m.staff_id FROM opening_members m WHERE m.opening_id = $1 AND EXISTS
        (SELECT 1 FROM applications a WHERE a.opening_id = m.opening_id AND a.staff_id = m.staff_id) ORDER BY m.staff_id";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(None);
    };
    let team: Option<TeamId> = row.get("team_id")?;
    let network = row.get("network_id")?;
    let team = team.map(|team| -> Result<TeamScope> {
        Ok(TeamScope {
            team,
            board: row.get("board_id")?,
            network,
        })
    });
    let state: StateCode = row.code("state")?;
    let last: Option<Day> = row.get("last_on")?;
    const GONE: &str = "SELECT m.staff_id FROM opening_members m JOIN staff s ON s.id = m.staff_id
        WHERE m.opening_id = $1 AND s.left_on < $2 ORDER BY m.staff_id";
    let parties = tx.all(PARTIES, &values![id]).await?;
    let gone = tx.all(GONE, &values![id, today]).await?;
    Ok(Some(OpeningScope {
        opening: id,
        network,
        team: team.transpose()?,
        members: members_of(tx, id).await?,
        applicants: parties
            .iter()
            .map(|row| row.get("staff_id"))
            .collect::<Result<_>>()?,
        gone: gone
            .iter()
            .map(|row| row.get("staff_id"))
            .collect::<Result<_>>()?,
        is_public: state == StateCode::Open && last.is_some_and(|last| today <= last),
    }))
}

/// The number of the next application, drawn once; none where the opening takes no more.
pub async fn take_number(tx: &mut Tx, id: OpeningId, most: u32) -> Result<Option<u32>> {
    const SQL: &str = "UPDATE openings SET last_number = last_number + 1
        WHERE id = $1 AND state = 'open' AND last_number < $2 RETURNING last_number";
    let row = tx.maybe(SQL, &values![id, most]).await?;
    row.map(|row| row.count("last_number")).transpose()
}

/// What was told of whoever was hired while it was written down once for an opening; nothing is added to it any more.
pub async fn merits(tx: &mut Tx, id: OpeningId) -> Result<Merits> {
    const SQL: &str = "SELECT id, sealed_merits FROM openings WHERE id = $1";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(Merits::default());
    };
    let sealed: String = row.get("sealed_merits")?;
    let text = tx
        .seals()
        .site()
        .open(&spot(id, "sealed_merits"), &sealed)?;
    match text.is_empty() {
        true => Ok(Merits::default()),
        false => json::read_merits(&text).ok_or_else(|| row.corrupt("sealed_merits")),
    }
}

async fn members(tx: &mut Tx, one: &Opening) -> Result<()> {
    const SQL: &str =
        "INSERT INTO opening_members (opening_id, staff_id, part) VALUES ($1, $2, $3)";
    for member in &one.members {
        let bound = values![one.id, member.staff, member.part.code()];
        tx.run(SQL, &bound).await?;
    }
    Ok(())
}

async fn members_of(tx: &mut Tx, id: OpeningId) -> Result<Vec<Member>> {
    const SQL: &str = "SELECT opening_id, staff_id, part FROM opening_members WHERE opening_id = $1
        ORDER BY part DESC, staff_id";
    let rows = tx.all(SQL, &values![id]).await?;
    let member = |row: &Row| {
        Ok(Member {
            staff: row.get("staff_id")?,
            part: row.code("part")?,
        })
    };
    rows.iter().map(member).collect()
}

fn spot(id: OpeningId, column: &'static str) -> Spot {
    Spot::new("openings", id, column)
}

/// What a change can change, in the order of the columns.
fn told(tx: &Tx, one: &Opening) -> [Value; 9] {
    let key = tx.seals().site();
    let profile = json::write(&one.profile);
    let ending = one.state.ending();
    let reasons = ending.map(|ending| ending.reasons.as_str());
    values![
        key.seal(&spot(one.id, "sealed_profile"), &profile),
        one.state.code().code(),
        one.profile.last_on,
        ending.map(|ending| ending.kind.code()),
        ending.map(|ending| ending.on),
        ending.map(|ending| ending.by),
        ending.and_then(|ending| ending.posted_on),
        ending.map(|ending| ending.final_on),
        key.seal(&spot(one.id, "sealed_reasons"), reasons.unwrap_or_default()),
    ]
}

/// An opening without its members, which stand in a table of their own.
fn opening(tx: &Tx, row: &Row) -> Result<Opening> {
    let id: OpeningId = row.get("id")?;
    let open = |column: &'static str| -> Result<String> {
        let sealed: String = row.get(column)?;
        tx.seals().site().open(&spot(id, column), &sealed)
    };
    let profile = json::read(&open("sealed_profile")?, row.get("last_on")?);
    let kind: Option<EndKind> = row.code_or_none("end_kind")?;
    let ending = kind.map(|kind| -> Result<Ending> {
        Ok(Ending {
            kind,
            on: row.get("ended_on")?,
            by: row.get("ended_by")?,
            posted_on: row.get("posted_on")?,
            final_on: row.get("final_on")?,
            reasons: open("sealed_reasons")?,
        })
    });
    let state = match (row.code("state")?, ending.transpose()?) {
        (StateCode::Draft, None) => State::Draft,
        (StateCode::Open, None) => State::Open,
        (StateCode::Screening, None) => State::Screening,
        (StateCode::Interviews, None) => State::Interviews,
        (StateCode::Decided | StateCode::Aborted, Some(ending)) => State::Ended(ending),
        (StateCode::Destroyed, Some(ending)) => State::Destroyed(ending),
        _ => return Err(row.corrupt("state")),
    };
    Ok(Opening {
        id,
        network: row.get("network_id")?,
        team: row.get("team_id")?,
        profile: profile.ok_or_else(|| row.corrupt("sealed_profile"))?,
        state,
        members: Vec::new(),
        made: (row.get("made_at")?, row.get("made_by")?),
        version: row.get("version")?,
    })
}
