//! Calls of the night. What was said is one sealed body, under the family's key, or the site's where there is no family.

use std::collections::BTreeMap;

use hemma_domain::access::{Permit, PoolAction};
use hemma_domain::call::{Call, CallBody, Contacted, FollowUp};
use hemma_domain::code::Code;
use hemma_domain::ids::{CallId, CaseId, NetworkId, PoolId, StaffId, TeamId};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day, Instant};
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Calls of a pool in the weeks of one average: twenty a night for a year.
const TALKED_MAX: u32 = 8_000;
/// Calls that one list shows: a night every week for years.
const LIST_MAX: u32 = 500;

const COLUMNS: &str =
    "l.id, l.pool_id, l.case_id, l.taken_by, l.started_at, l.ended_at, l.sealed_body,
    l.follow_up_by, l.follow_up_at, l.confirmed_at, l.confirmed_by, l.version";

/// Stores a call as given; `key` is the family's, or the site's where it has none.
pub async fn insert(tx: &mut Tx, key: &Key, call: &Call) -> Result<()> {
    const SQL: &str =
        "INSERT INTO calls (id, pool_id, case_id, taken_by, started_at, ended_at, sealed_body,
        follow_up_by, follow_up_at, confirmed_at, confirmed_by, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    let bound = values![
        call.id,
        call.pool,
        call.case,
        call.taken_by,
        call.started_at,
        call.ended_at,
        key.seal(&spot(call.id), &written(&call.body).to_string()),
        call.follow_up.by,
        call.follow_up.at,
        call.confirmed.map(|(at, _)| at),
        call.confirmed.map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves what was said and when, if nobody changed it meanwhile and nobody took it over. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, call: &Call) -> Result<bool> {
    const SQL: &str = "UPDATE calls SET started_at = $3, ended_at = $4, sealed_body = $5, follow_up_by = $6,
        follow_up_at = $7, version = version + 1 WHERE id = $1 AND version = $2 AND confirmed_at IS NULL";
    let bound = values![
        call.id,
        call.version,
        call.started_at,
        call.ended_at,
        key.seal(&spot(call.id), &written(&call.body).to_string()),
        call.follow_up.by,
        call.follow_up.at,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Keeps who took a call over. Says whether it was there and nobody had.
pub async fn confirm(
    tx: &mut Tx,
    (case, id): (CaseId, CallId),
    (at, by): (Instant, StaffId),
) -> Result<bool> {
    const SQL: &str = "UPDATE calls SET confirmed_at = $3, confirmed_by = $4, version = version + 1
        WHERE id = $1 AND case_id = $2 AND confirmed_at IS NULL";
    Ok(tx.run(SQL, &values![id, case, at, by]).await? == 1)
}

/// A call in a list, what was said still sealed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The call with an empty body.
    pub call: Call,
    /// The family's code; empty without one.
    pub code: String,
    sealed: String,
}

/// A call by id, what was said still sealed.
pub async fn find(tx: &mut Tx, id: CallId) -> Result<Option<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS}, c.code FROM calls l LEFT JOIN cases c ON c.id = l.case_id WHERE l.id = $1"
    );
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(listed).transpose()
}

/// The calls that somebody took in a pool since an instant, the newest first; what was said stays sealed.
pub async fn of_taker(
    tx: &mut Tx,
    (pool, staff): (PoolId, StaffId),
    since: Instant,
) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS}, c.code FROM calls l LEFT JOIN cases c ON c.id = l.case_id
         WHERE l.pool_id = $1 AND l.taken_by = $2 AND l.started_at >= $3
         ORDER BY l.started_at DESC, l.id DESC LIMIT $4"
    );
    let rows = tx
        .all_built(sql, &values![pool, staff, since, LIST_MAX])
        .await?;
    rows.iter().map(listed).collect()
}

/// Who talked when on the calls of a pool that ended within a stretch, in order: times alone, which are not sealed.
pub async fn talked(tx: &mut Tx, pool: PoolId, within: Stretch) -> Result<Vec<(StaffId, Stretch)>> {
    const SQL: &str =
        "SELECT id, taken_by, started_at, ended_at FROM calls WHERE pool_id = $1 AND ended_at > $2
        AND ended_at <= $3 ORDER BY ended_at, id LIMIT $4";
    let bound = values![pool, within.start(), within.end(), TALKED_MAX];
    let rows = tx.all(SQL, &bound).await?;
    let talked = rows.iter().map(|row| {
        let (from, to): (Instant, Instant) = (row.get("started_at")?, row.get("ended_at")?);
        Ok((row.get("taken_by")?, Stretch::new(from, to)))
    });
    let all: Result<Vec<(StaffId, Option<Stretch>)>> = talked.collect();
    // One that took no time is none.
    let all = all?.into_iter();
    Ok(all
        .filter_map(|(staff, time)| Some((staff, time?)))
        .collect())
}

/// A call with what was said: one about a family for the holder of a permit for that very family and its key.
pub fn open(permit: &Permit, key: &Key, listed: &Listed) -> Result<Call> {
    if listed.call.case.is_none() || permit.case() != listed.call.case {
        return Err(Error::WrongKey);
    }
    opened(key, listed)
}

/// A call about no family with what was said, for whoever took it.
pub fn open_own(tx: &Tx, staff: StaffId, listed: &Listed) -> Result<Call> {
    if listed.call.case.is_some() || listed.call.taken_by != staff {
        return Err(Error::WrongKey);
    }
    opened(tx.seals().site(), listed)
}

/// A call about no family with what was said, for the holder of a permit to read such calls.
pub fn open_of_pool(tx: &Tx, permit: &Permit, listed: &Listed) -> Result<Call> {
    if listed.call.case.is_some() || permit.action() != PoolAction::ReadCalls.code() {
        return Err(Error::WrongKey);
    }
    opened(tx.seals().site(), listed)
}

/// The calls of a pool about no family, the newest first: what was said stays sealed; with who took it and who sees to it.
pub async fn of_no_family(
    tx: &mut Tx,
    pool: PoolId,
) -> Result<Vec<(Listed, String, Option<String>)>> {
    let sql = format!(
        "SELECT {COLUMNS}, '' AS code, t.name AS taken_name, f.name AS follow_name
         FROM calls l JOIN staff t ON t.id = l.taken_by LEFT JOIN staff f ON f.id = l.follow_up_by
         WHERE l.pool_id = $1 AND l.case_id IS NULL ORDER BY l.started_at DESC, l.id DESC LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![pool, LIST_MAX]).await?;
    rows.iter()
        .map(|row| {
            Ok((
                listed(row)?,
                row.get("taken_name")?,
                row.get("follow_name")?,
            ))
        })
        .collect()
}

/// A call with the names that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub call: Call,
    pub taken_by: String,
    pub follow_up_by: Option<String>,
    pub confirmed_by: Option<String>,
}

/// Every call about a family, those that wait for their hand-over first, then the newest.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Named>> {
    let sql = format!(
        "SELECT {COLUMNS}, '' AS code, t.name AS taken_name, f.name AS follow_name, k.name AS confirmed_name
         FROM calls l JOIN staff t ON t.id = l.taken_by LEFT JOIN staff f ON f.id = l.follow_up_by
         LEFT JOIN staff k ON k.id = l.confirmed_by WHERE l.case_id = $1
         ORDER BY CASE WHEN l.confirmed_at IS NULL THEN 0 ELSE 1 END, l.started_at DESC, l.id DESC LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![case, LIST_MAX]).await?;
    rows.iter()
        .map(|row| {
            Ok(Named {
                call: opened(key, &listed(row)?)?,
                taken_by: row.get("taken_name")?,
                follow_up_by: row.get("follow_name")?,
                confirmed_by: row.get("confirmed_name")?,
            })
        })
        .collect()
}

fn opened(key: &Key, listed: &Listed) -> Result<Call> {
    let spot = spot(listed.call.id);
    let body = key.open(&spot, &listed.sealed)?;
    let corrupt = || Error::Corrupt {
        table: "calls".to_owned(),
        column: "sealed_body".to_owned(),
        id: listed.call.id.to_string(),
    };
    let json: Json = serde_json::from_str(&body).map_err(|_| corrupt())?;
    Ok(Call {
        body: read(&json).ok_or_else(corrupt)?,
        ..listed.call.clone()
    })
}

fn spot(id: CallId) -> Spot {
    Spot::new("calls", id, "sealed_body")
}

fn written(body: &CallBody) -> Json {
    fn code<T: Code>(value: Option<T>) -> Option<&'static str> {
        value.map(Code::code)
    }
    let contacted: Vec<&str> = body.contacted.iter().map(|one| one.code()).collect();
    json!({
        "caller": code(body.caller),
        "caller_name": body.caller_name,
        "reason": body.reason,
        "risk": code(body.risk),
        "child_safe": code(body.child_safe),
        "step_used": body.step_used,
        "advice": body.advice,
        "went_out": code(body.went_out),
        "contacted": contacted,
        "escalated": code(body.escalated),
        "note": body.note,
    })
}

/// None where a code or a text is not one.
fn read(json: &Json) -> Option<CallBody> {
    let text = |name: &str| json.get(name)?.as_str().map(str::to_owned);
    let contacted = json.get("contacted")?.as_array()?.iter();
    let contacted: Option<Vec<Contacted>> = contacted
        .map(|one| Contacted::from_code(one.as_str()?))
        .collect();
    Some(CallBody {
        caller: coded(json, "caller")?,
        caller_name: text("caller_name")?,
        reason: text("reason")?,
        risk: coded(json, "risk")?,
        child_safe: coded(json, "child_safe")?,
        step_used: text("step_used")?,
        advice: text("advice")?,
        went_out: coded(json, "went_out")?,
        contacted: contacted?,
        escalated: coded(json, "escalated")?,
        note: text("note")?,
    })
}

/// A code that may be missing; none where it is there and is none.
fn coded<T: Code>(json: &Json, name: &str) -> Option<Option<T>> {
    match json.get(name)? {
        Json::Null => Some(None),
        value => T::from_code(value.as_str()?).map(Some),
    }
}

fn listed(row: &Row) -> Result<Listed> {
    let confirmed_at: Option<Instant> = row.get("confirmed_at")?;
    let confirmed_by: Option<StaffId> = row.get("confirmed_by")?;
    let code: Option<String> = row.get("code")?;
    Ok(Listed {
        call: Call {
            id: row.get("id")?,
            pool: row.get("pool_id")?,
            case: row.get("case_id")?,
            taken_by: row.get("taken_by")?,
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            body: CallBody::default(),
            follow_up: FollowUp {
                by: row.get("follow_up_by")?,
                at: row.get("follow_up_at")?,
            },
            confirmed: confirmed_at.zip(confirmed_by),
            version: row.get("version")?,
        },
        code: code.unwrap_or_default(),
        sealed: row.get("sealed_body")?,
    })
}

/// How many calls about families of each of a network's teams began between two days; none where there were none.
pub async fn counts_of_network(
    tx: &mut Tx,
    network: NetworkId,
    (first, end): (Day, Day),
) -> Result<BTreeMap<TeamId, i64>> {
    const SQL: &str =
        "SELECT k.team_id, COUNT(*) AS count FROM calls c JOIN cases k ON k.id = c.case_id
        JOIN teams t ON t.id = k.team_id WHERE t.network_id = $1
        AND c.started_at >= $2 AND c.started_at < $3 GROUP BY k.team_id";
    let (first, end) = (first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT));
    let rows = tx.all(SQL, &values![network, first, end]).await?;
    let count = |row: &Row| Ok((row.get("team_id")?, row.get("count")?));
    rows.iter().map(count).collect()
}
