//! Cases: where they are, who carries them, and the way to their keys.

mod figures;
mod lookup;

pub use figures::{Figures, figures};
pub use lookup::{Found, by_code, found};

use hemma_domain::access::{CaseScope, Permit, TeamScope};
use hemma_domain::audit::Entry;
use hemma_domain::case::{Care, Carer, Case, ProtectionEvent, Stage};
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::{Row, ToValue};
use crate::values;

/// A case's key, wrapped. Nothing can be read with it before it is opened by a permit.
#[derive(Clone)]
pub struct Wrapped(String);

/// What must be known to decide on access, and the closed door behind it.
pub struct Door {
    pub scope: CaseScope,
    pub wrapped: Wrapped,
    /// By role and since when; the scope names the same.
    pub carers: Vec<Carer>,
    row: Row,
}

impl Door {
    /// The case behind the door, for the holder of its key.
    pub fn case(&self, key: &Key) -> Result<Case> {
        from_row(&self.row, key)
    }
}

/// The columns of [`from_row`], of the table `cases` named `c` and `case_keys` named `k`.
pub(crate) const COLUMNS: &str = "c.id, c.board_id, c.team_id, c.programme, c.programme_version, c.code,
    c.sealed_label, c.stage, c.wait_rank, c.phase, c.phase_on, c.received_on, c.opened_on, c.ended_on, c.end_reason,
    c.event_kind, c.event_on, c.safety_review_on, c.protected, c.staff_warning, c.version, k.wrapped";

/// What decides on access to a case on a day, and the closed case itself, in one statement. None if there is no
/// such case.
pub async fn door(tx: &mut Tx, case: CaseId, today: Day) -> Result<Option<Door>> {
    let sql = format!(
        "SELECT {COLUMNS}, t.network_id, a.staff_id, a.role AS care_role, s.name AS carer
         FROM cases c JOIN teams t ON t.id = c.team_id JOIN case_keys k ON k.case_id = c.id
         LEFT JOIN cares a ON a.case_id = c.id AND a.from_on <= $2 AND (a.to_on IS NULL OR a.to_on > $2)
         LEFT JOIN staff s ON s.id = a.staff_id
         WHERE c.id = $1 ORDER BY a.role DESC, a.from_on, a.id"
    );
    let rows = tx.all_built(sql, &values![case, today]).await?;
    let mut carers = Vec::new();
    for row in &rows {
        if let Some(staff) = row.get::<Option<StaffId>>("staff_id")? {
            carers.push(Carer {
                staff,
                name: row.get("carer")?,
                role: row.code("care_role")?,
            });
        }
    }
    let Some(first) = rows.into_iter().next() else {
        return Ok(None);
    };
    let team = TeamScope {
        team: first.get("team_id")?,
        board: first.get("board_id")?,
        network: first.get("network_id")?,
    };
    let scope = CaseScope {
        case,
        team,
        carers: carers.iter().map(|carer| carer.staff).collect(),
        protected: first.get("protected")?,
    };
    Ok(Some(Door {
        scope,
        carers,
        wrapped: Wrapped(first.get("wrapped")?),
        row: first,
    }))
}

/// Opens a case for the holder of a permit and puts the look in the log: no key without both.
pub fn enter(tx: &mut Tx, permit: &Permit, wrapped: &Wrapped, entry: Entry) -> Result<Key> {
    let case = permit
        .case()
        .filter(|case| entry.case == Some(*case))
        .ok_or(Error::WrongKey)?;
    let key = tx.seals().unwrap(case.0, &wrapped.0)?;
    tx.log(entry);
    Ok(key)
}

/// Makes the key of a new case.
pub async fn new_key(tx: &mut Tx, case: CaseId) -> Result<Key> {
    let (key, wrapped) = tx.seals().new_case_key(case.0);
    tx.run(
        "INSERT INTO case_keys (case_id, wrapped) VALUES ($1, $2)",
        &values![case, wrapped],
    )
    .await?;
    Ok(key)
}

/// Stores a new case.
pub async fn insert(tx: &mut Tx, key: &Key, case: &Case) -> Result<()> {
    const SQL: &str = "INSERT INTO cases (id, board_id, team_id, programme, programme_version, code, sealed_label,
        stage, wait_rank, phase, phase_on, received_on, opened_on, ended_on, end_reason, event_kind, event_on,
        safety_review_on, protected, staff_warning, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1)";
    let columns = StageColumns::of(&case.stage);
    let bound = values![
        case.id,
        case.board,
        case.team,
        case.programme,
        case.programme_version,
        case.code,
        key.seal(&label_spot(case.id), &case.label),
        columns.stage,
        columns.wait_rank,
        columns.phase,
        columns.phase_on,
        case.received_on,
        columns.opened_on,
        columns.ended_on,
        columns.end_reason,
        case.event.as_ref().map(|event| event.kind.as_str()),
        case.event.as_ref().map(|event| event.on),
        case.safety_review_on,
        case.protected,
        case.staff_warning,
    ];
    tx.run(SQL, &bound).await?;
    keep_phase(tx, case).await
}

/// Keeps when the present phase began. Whatever was said of that day or a later one is no longer so.
async fn keep_phase(tx: &mut Tx, case: &Case) -> Result<()> {
    let Stage::Open {
        phase, phase_on, ..
    } = &case.stage
    else {
        return Ok(());
    };
    let later = "DELETE FROM case_phases WHERE case_id = $1 AND from_on >= $2";
    tx.run(later, &values![case.id, *phase_on]).await?;
    insert_phase(tx, case.id, phase, *phase_on).await
}

/// Stores that a case entered a phase on a day.
pub async fn insert_phase(tx: &mut Tx, case: CaseId, phase: &str, from: Day) -> Result<()> {
    const SQL: &str = "INSERT INTO case_phases (case_id, from_on, phase) VALUES ($1, $2, $3)";
    tx.run(SQL, &values![case, from, phase]).await?;
    Ok(())
}

/// Saves a case if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, case: &Case) -> Result<bool> {
    const SQL: &str = "UPDATE cases SET sealed_label = $3, stage = $4, wait_rank = $5, phase = $6, phase_on = $7,
        opened_on = $8, ended_on = $9, end_reason = $10, event_kind = $11, event_on = $12, safety_review_on = $13,
        protected = $14, staff_warning = $15, version = version + 1 WHERE id = $1 AND version = $2";
    let columns = StageColumns::of(&case.stage);
    let bound = values![
        case.id,
        case.version,
        key.seal(&label_spot(case.id), &case.label),
        columns.stage,
        columns.wait_rank,
        columns.phase,
        columns.phase_on,
        columns.opened_on,
        columns.ended_on,
        columns.end_reason,
        case.event.as_ref().map(|event| event.kind.as_str()),
        case.event.as_ref().map(|event| event.on),
        case.safety_review_on,
        case.protected,
        case.staff_warning,
    ];
    if tx.run(SQL, &bound).await? != 1 {
        return Ok(false);
    }
    keep_phase(tx, case).await?;
    Ok(true)
}

/// A case by id.
pub async fn find(tx: &mut Tx, key: &Key, id: CaseId) -> Result<Option<Case>> {
    const SQL: &str = "SELECT c.id, c.board_id, c.team_id, c.programme, c.programme_version, c.code, c.sealed_label,
        c.stage, c.wait_rank, c.phase, c.phase_on, c.received_on, c.opened_on, c.ended_on, c.end_reason, c.event_kind,
        c.event_on, c.safety_review_on, c.protected, c.staff_warning, c.version FROM cases c WHERE c.id = $1";
    tx.maybe(SQL, &values![id])
        .await?
        .map(|row| from_row(&row, key))
        .transpose()
}

/// Every case of a team in the given stages with its closed door, by code. Labels stay sealed: open each with
/// [`open_listed`] and a permit.
pub async fn of_team(tx: &mut Tx, team: TeamId, stages: &[&'static str]) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM cases c JOIN case_keys k ON k.case_id = c.id WHERE c.team_id = $1 AND c.stage IN ({})
         ORDER BY c.code, c.id",
        crate::db::places(2, stages.len())
    );
    let mut bound = vec![team.to_value()];
    bound.extend(stages.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .into_iter()
        .map(Listed::new)
        .collect()
}

/// A case in a list, its label still sealed.
pub struct Listed {
    pub id: CaseId,
    pub team: TeamId,
    pub protected: bool,
    row: Row,
}

impl Listed {
    pub(crate) fn new(row: Row) -> Result<Listed> {
        Ok(Listed {
            id: row.get("id")?,
            team: row.get("team_id")?,
            protected: row.get("protected")?,
            row,
        })
    }
}

/// A listed case with its label, for the holder of a permit for that very case.
pub fn open_listed(tx: &Tx, permit: &Permit, listed: &Listed) -> Result<(Case, Key)> {
    if permit.case() != Some(listed.id) {
        return Err(Error::WrongKey);
    }
    let key = tx
        .seals()
        .unwrap(listed.id.0, &listed.row.get::<String>("wrapped")?)?;
    Ok((from_row(&listed.row, &key)?, key))
}

/// A listed case without its label, for those who may know that it exists but not whose it is.
pub fn read_listed(listed: &Listed) -> Result<Case> {
    build(&listed.row, String::new())
}

/// Stores who carries a case.
pub async fn insert_care(tx: &mut Tx, care: &Care) -> Result<()> {
    const SQL: &str = "INSERT INTO cares (id, case_id, staff_id, role, from_on, to_on) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(
        SQL,
        &values![
            care.id,
            care.case,
            care.staff,
            care.role.code(),
            care.from,
            care.to
        ],
    )
    .await?;
    Ok(())
}

/// Ends somebody's turn at a case. Says whether there was one to end.
pub async fn end_care(tx: &mut Tx, care: &Care, on: Day) -> Result<bool> {
    const SQL: &str = "UPDATE cares SET to_on = $2 WHERE id = $1 AND to_on IS NULL";
    Ok(tx.run(SQL, &values![care.id, on]).await? == 1)
}

/// Who carried a case and when, oldest first.
pub async fn cares(tx: &mut Tx, case: CaseId) -> Result<Vec<Care>> {
    const SQL: &str =
        "SELECT id, case_id, staff_id, role, from_on, to_on FROM cares WHERE case_id = $1
        ORDER BY from_on, id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(care)
        .collect()
}

/// Who carried a case and when, with names, the newest first.
pub async fn care_history(tx: &mut Tx, case: CaseId) -> Result<Vec<(Care, String)>> {
    const SQL: &str = "SELECT a.id, a.case_id, a.staff_id, a.role, a.from_on, a.to_on, s.name
        FROM cares a JOIN staff s ON s.id = a.staff_id WHERE a.case_id = $1 ORDER BY a.from_on DESC, a.id DESC";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| Ok((care(row)?, row.get("name")?)))
        .collect()
}

pub(crate) fn care(row: &Row) -> Result<Care> {
    Ok(Care {
        id: row.get("id")?,
        case: row.get("case_id")?,
        staff: row.get("staff_id")?,
        role: row.code("role")?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
    })
}

fn label_spot(case: CaseId) -> Spot {
    Spot::new("cases", case, "sealed_label")
}

pub(crate) fn from_row(row: &Row, key: &Key) -> Result<Case> {
    let label = key.open(
        &label_spot(row.get("id")?),
        &row.get::<String>("sealed_label")?,
    )?;
    build(row, label)
}

fn build(row: &Row, label: String) -> Result<Case> {
    let event_kind: Option<String> = row.get("event_kind")?;
    let event_on: Option<Day> = row.get("event_on")?;
    Ok(Case {
        id: row.get("id")?,
        board: row.get("board_id")?,
        team: row.get("team_id")?,
        programme: row.get("programme")?,
        programme_version: row.count("programme_version")?,
        code: row.get("code")?,
        label,
        stage: stage(row)?,
        received_on: row.get("received_on")?,
        event: event_kind
            .zip(event_on)
            .map(|(kind, on)| ProtectionEvent { kind, on }),
        safety_review_on: row.get("safety_review_on")?,
        protected: row.get("protected")?,
        staff_warning: row.get("staff_warning")?,
        version: row.get("version")?,
    })
}

fn stage(row: &Row) -> Result<Stage> {
    Ok(match row.get::<String>("stage")?.as_str() {
        "referred" => Stage::Referred,
        "waiting" => Stage::Waiting {
            rank: row.count("wait_rank")?,
        },
        "declined" => Stage::Declined {
            on: row.get("ended_on")?,
            reason: row.code("end_reason")?,
        },
        "open" => Stage::Open {
            on: row.get("opened_on")?,
            phase: row.get("phase")?,
            phase_on: row.get("phase_on")?,
        },
        "closed" => Stage::Closed {
            opened_on: row.get("opened_on")?,
            on: row.get("ended_on")?,
            reason: row.get("end_reason")?,
        },
        _ => return Err(row.corrupt("stage")),
    })
}

/// A stage as the columns that hold it.
#[derive(Default)]
struct StageColumns {
    stage: &'static str,
    wait_rank: Option<u32>,
    phase: Option<String>,
    phase_on: Option<Day>,
    opened_on: Option<Day>,
    ended_on: Option<Day>,
    end_reason: Option<String>,
}

impl StageColumns {
    fn of(stage: &Stage) -> StageColumns {
        let named = |stage| StageColumns {
            stage,
            ..StageColumns::default()
        };
        match stage {
            Stage::Referred => named("referred"),
            Stage::Waiting { rank } => StageColumns {
                wait_rank: Some(*rank),
                ..named("waiting")
            },
            Stage::Declined { on, reason } => StageColumns {
                ended_on: Some(*on),
                end_reason: Some(reason.code().to_owned()),
                ..named("declined")
            },
            Stage::Open {
                on,
                phase,
                phase_on,
            } => StageColumns {
                opened_on: Some(*on),
                phase: Some(phase.clone()),
                phase_on: Some(*phase_on),
                ..named("open")
            },
            Stage::Closed {
                opened_on,
                on,
                reason,
            } => StageColumns {
                opened_on: Some(*opened_on),
                ended_on: Some(*on),
                end_reason: Some(reason.clone()),
                ..named("closed")
            },
        }
    }
}

/// Every case of these teams in the given stages with its closed door, by code.
pub async fn of_teams(
    tx: &mut Tx,
    teams: &[TeamId],
    stages: &[&'static str],
) -> Result<Vec<Listed>> {
    if teams.is_empty() || stages.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM cases c JOIN case_keys k ON k.case_id = c.id WHERE c.team_id IN ({}) AND c.stage IN ({})
         ORDER BY c.code, c.id",
        crate::db::places(1, teams.len()),
        crate::db::places(1 + teams.len(), stages.len())
    );
    let mut bound: Vec<_> = teams.iter().map(ToValue::to_value).collect();
    bound.extend(stages.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .into_iter()
        .map(Listed::new)
        .collect()
}

/// The closed cases of a team with their closed doors, the last to end first.
pub async fn closed_of_team(tx: &mut Tx, team: TeamId, limit: usize) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM cases c JOIN case_keys k ON k.case_id = c.id
         WHERE c.team_id = $1 AND c.stage = 'closed'
         ORDER BY c.ended_on DESC, c.code DESC, c.id LIMIT $2"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.all_built(sql, &values![team, limit])
        .await?
        .into_iter()
        .map(Listed::new)
        .collect()
}

/// The cases of a team that were under way from a day on, up to a day that does not count, with their closed doors, the first
/// to open first.
pub async fn under_way(
    tx: &mut Tx,
    team: TeamId,
    (from, to): (Day, Day),
    limit: u32,
) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM cases c JOIN case_keys k ON k.case_id = c.id
         WHERE c.team_id = $1 AND c.stage IN ('open', 'closed') AND c.opened_on < $3
            AND (c.ended_on IS NULL OR c.ended_on >= $2)
         ORDER BY c.opened_on, c.code, c.id LIMIT $4"
    );
    tx.all_built(sql, &values![team, from, to, limit])
        .await?
        .into_iter()
        .map(Listed::new)
        .collect()
}

/// Who carries the open cases of these teams on a day, with names, by name.
pub async fn carers_of_teams(
    tx: &mut Tx,
    teams: &[TeamId],
    on: Day,
) -> Result<Vec<(Care, String)>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.id, a.case_id, a.staff_id, a.role, a.from_on, a.to_on, s.name
         FROM cares a JOIN staff s ON s.id = a.staff_id JOIN cases c ON c.id = a.case_id
         WHERE c.stage = 'open' AND a.from_on <= $1 AND (a.to_on IS NULL OR a.to_on > $1) AND c.team_id IN ({})
         ORDER BY s.name, a.staff_id, a.from_on, a.id",
        crate::db::places(2, teams.len())
    );
    let mut bound = values![on].to_vec();
    bound.extend(teams.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| Ok((care(row)?, row.get("name")?)))
        .collect()
}

/// The waiting list of a team: cases with their ranks, the first in line first.
pub async fn waiting(tx: &mut Tx, team: TeamId) -> Result<Vec<(CaseId, u32)>> {
    const SQL: &str = "SELECT id, wait_rank FROM cases WHERE team_id = $1 AND stage = 'waiting'
        ORDER BY wait_rank, received_on, id";
    tx.all(SQL, &values![team])
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.count("wait_rank")?)))
        .collect()
}

/// Gives a waiting case another rank. Says whether it still waited.
pub async fn set_rank(tx: &mut Tx, case: CaseId, rank: u32) -> Result<bool> {
    const SQL: &str = "UPDATE cases SET wait_rank = $2, version = version + 1 WHERE id = $1 AND stage = 'waiting'";
    Ok(tx.run(SQL, &values![case, rank]).await? == 1)
}
