//! Half-yearly reviews, their texts sealed under the site's key.

use hemma_domain::code::Code as _;
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::review::{Action, Document, Figure, Frozen, Signed, Span, Term};
use hemma_domain::time::{Day, Instant};
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, Value};
use crate::values;

/// The review of a team's half-year, if anything of it was written.
pub async fn find(tx: &mut Tx, (team, term): (TeamId, Term)) -> Result<Option<Document>> {
    const SQL: &str = "SELECT team_id, half_on, sealed_summary, sealed_goals, frozen, leader_id, leader_at,
        consultant_id, consultant_at, version FROM review_documents WHERE team_id = $1 AND half_on = $2";
    let Some(row) = tx.maybe(SQL, &values![team, term.first_day()]).await? else {
        return Ok(None);
    };
    let actions = actions(tx, (team, term)).await?;
    document(tx, &row, actions).map(Some)
}

async fn actions(tx: &mut Tx, (team, term): (TeamId, Term)) -> Result<Vec<Action>> {
    const SQL: &str =
        "SELECT team_id, half_on, number, sealed_what, owner_id, due_on, outcome, sealed_remark
        FROM review_actions WHERE team_id = $1 AND half_on = $2 ORDER BY number";
    let rows = tx.all(SQL, &values![team, term.first_day()]).await?;
    let open = |row: &Row, number: u32, column: &'static str| -> Result<String> {
        let spot = action_spot((team, term), number, column);
        tx.seals().site().open(&spot, &row.get::<String>(column)?)
    };
    let each = rows.iter().map(|row| {
        let number = row.count("number")?;
        Ok(Action {
            number,
            what: open(row, number, "sealed_what")?,
            owner: row.get("owner_id")?,
            due_on: row.get("due_on")?,
            outcome: row.code("outcome")?,
            remark: open(row, number, "sealed_remark")?,
        })
    });
    each.collect()
}

fn document(tx: &Tx, row: &Row, actions: Vec<Action>) -> Result<Document> {
    let team: TeamId = row.get("team_id")?;
    let term = Term::of(Span::HalfYear, row.get("half_on")?);
    let open = |column: &'static str| -> Result<String> {
        let spot = spot((team, term), column);
        tx.seals().site().open(&spot, &row.get::<String>(column)?)
    };
    let signed = |by: &str, at: &str| -> Result<Option<Signed>> {
        let (by, at): (Option<StaffId>, Option<Instant>) = (row.get(by)?, row.get(at)?);
        Ok(by.zip(at).map(|(by, at)| Signed { by, at }))
    };
    let kept: Option<String> = row.get("frozen")?;
    let frozen = kept.map(|text| read(&text).ok_or_else(|| row.corrupt("frozen")));
    Ok(Document {
        team,
        term,
        summary: open("sealed_summary")?,
        goals: open("sealed_goals")?,
        actions,
        frozen: frozen.transpose()?,
        leader: signed("leader_id", "leader_at")?,
        consultant: signed("consultant_id", "consultant_at")?,
        version: row.get("version")?,
    })
}

/// Saves a review with its actions if nobody changed it meanwhile; its version is the one that was read. Says whether it
/// did.
pub async fn save(tx: &mut Tx, one: &Document) -> Result<bool> {
    const INSERT: &str =
        "INSERT INTO review_documents (team_id, half_on, sealed_summary, sealed_goals, frozen,
        leader_id, leader_at, consultant_id, consultant_at, version)
        SELECT $1, $2, $4, $5, $6, $7, $8, $9, $10, 1 WHERE $3 = 0
        ON CONFLICT (team_id, half_on) DO NOTHING";
    const UPDATE: &str = "UPDATE review_documents SET sealed_summary = $4, sealed_goals = $5, frozen = $6,
        leader_id = $7, leader_at = $8, consultant_id = $9, consultant_at = $10, version = version + 1
        WHERE team_id = $1 AND half_on = $2 AND version = $3";
    let key = tx.seals().site();
    let at = (one.team, one.term);
    let by = |signed: Option<Signed>| signed.map(|signed| signed.by);
    let on = |signed: Option<Signed>| signed.map(|signed| signed.at);
    let bound: [Value; 10] = values![
        one.team,
        one.term.first_day(),
        one.version,
        key.seal(&spot(at, "sealed_summary"), &one.summary),
        key.seal(&spot(at, "sealed_goals"), &one.goals),
        one.frozen.as_ref().map(write),
        by(one.leader),
        on(one.leader),
        by(one.consultant),
        on(one.consultant),
    ];
    let sql = match one.version {
        0 => INSERT,
        _ => UPDATE,
    };
    if tx.run(sql, &bound).await? != 1 {
        return Ok(false);
    }
    save_actions(tx, one).await?;
    Ok(true)
}

/// Replaces the actions of a review.
async fn save_actions(tx: &mut Tx, one: &Document) -> Result<()> {
    const DROP: &str = "DELETE FROM review_actions WHERE team_id = $1 AND half_on = $2";
    const INSERT: &str = "INSERT INTO review_actions (team_id, half_on, number, sealed_what, owner_id, due_on, outcome,
        sealed_remark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let at = (one.team, one.term);
    tx.run(DROP, &values![one.team, one.term.first_day()])
        .await?;
    for action in &one.actions {
        let key = tx.seals().site();
        let bound = values![
            one.team,
            one.term.first_day(),
            action.number,
            key.seal(&action_spot(at, action.number, "sealed_what"), &action.what),
            action.owner,
            action.due_on,
            action.outcome.code(),
            key.seal(
                &action_spot(at, action.number, "sealed_remark"),
                &action.remark
            ),
        ];
        tx.run(INSERT, &bound).await?;
    }
    Ok(())
}

fn spot((team, term): (TeamId, Term), column: &'static str) -> Spot {
    Spot::new(
        "review_documents",
        format!("{team} {}", term.first_day()),
        column,
    )
}

fn action_spot((team, term): (TeamId, Term), number: u32, column: &'static str) -> Spot {
    Spot::new(
        "review_actions",
        format!("{team} {} {number}", term.first_day()),
        column,
    )
}

fn write(frozen: &Frozen) -> String {
    let codes = |figures: &[Figure]| {
        figures
            .iter()
            .map(|figure| figure.code())
            .collect::<Vec<_>>()
    };
    json!({
        "on": frozen.on.to_string(),
        "now": frozen.now,
        "before": frozen.before,
        "hidden_now": codes(&frozen.hidden_now),
        "hidden_before": codes(&frozen.hidden_before),
    })
    .to_string()
}

fn read(text: &str) -> Option<Frozen> {
    let all: Json = serde_json::from_str(text).ok()?;
    let text = |name: &str| all.get(name).and_then(Json::as_str);
    let figures = |name: &str| {
        let codes = all.get(name)?.as_array()?.iter();
        codes
            .map(|code| code.as_str().and_then(Figure::from_code))
            .collect::<Option<Vec<_>>>()
    };
    let on: Day = text("on")?.parse().ok()?;
    Some(Frozen {
        on,
        now: text("now")?.to_owned(),
        before: text("before")?.to_owned(),
        hidden_now: figures("hidden_now")?,
        hidden_before: figures("hidden_before")?,
    })
}
