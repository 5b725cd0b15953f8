//! Everything a board has, row by row, texts opened: the way out of the program (`docs/formats/export.md`).
//!
//! Columns are asked of the database itself, so that one added later is exported without a word here. A table that is
//! neither in `SOURCES` nor in `LEFT_OUT` fails a test.

mod duty;
mod left_out;

pub use left_out::LEFT_OUT;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hemma_domain::ids::{BoardId, CaseId};
use hemma_domain::time::{Day, Instant, Week};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::db::{Kind, Tx};
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, Value};
use crate::values;

/// Lines of the log that are read at once: some megabytes.
const LOG_LINES: i64 = 5_000;
/// What the names of sealed columns begin with.
const SEALED: &str = "sealed_";

/// By what the rows of a source are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// By the board, all at once; sealed texts open with the site's key.
    Board,
    /// By the board, in pieces, by the number of a row.
    Log,
    /// By the case; sealed texts open with its key.
    Case,
}

/// How the seal of a row names it.
#[derive(Debug, Clone, Copy)]
enum RowName {
    Id,
    /// Columns of the key with a sign between them.
    Parts(&'static [&'static str], &'static str),
}

/// Rows of one table.
struct Source {
    table: &'static str,
    reach: Reach,
    sql: &'static str,
    row: RowName,
}

const fn source(table: &'static str, reach: Reach, sql: &'static str) -> Source {
    Source {
        table,
        reach,
        sql,
        row: RowName::Id,
    }
}

const fn of_case(table: &'static str, sql: &'static str) -> Source {
    source(table, Reach::Case, sql)
}

const fn of_board(table: &'static str, sql: &'static str) -> Source {
    source(table, Reach::Board, sql)
}

impl Source {
    const fn named(self, parts: &'static [&'static str], between: &'static str) -> Source {
        Source {
            row: RowName::Parts(parts, between),
            ..self
        }
    }
}

const SOURCES: &[Source] = &[
    of_board(
        "networks",
        "SELECT * FROM networks WHERE id IN (SELECT network_id FROM teams WHERE board_id = $1) ORDER BY id",
    ),
    of_board("boards", "SELECT * FROM boards WHERE id = $1"),
    of_board(
        "teams",
        "SELECT * FROM teams WHERE board_id = $1 ORDER BY id",
    ),
    of_board(
        "staff",
        "SELECT * FROM staff WHERE id IN (SELECT p.staff_id FROM posts p LEFT JOIN teams t ON t.id = p.team_id
            WHERE p.board_id = $1 OR t.board_id = $1)
         OR id IN (SELECT a.staff_id FROM cares a JOIN cases c ON c.id = a.case_id WHERE c.board_id = $1)
         OR id IN (SELECT staff_id FROM audit WHERE chain = $1) ORDER BY id",
    ),
    of_board(
        "posts",
        "SELECT p.* FROM posts p LEFT JOIN teams t ON t.id = p.team_id
         WHERE p.board_id = $1 OR t.board_id = $1 ORDER BY p.id",
    ),
    of_board(
        "programmes",
        "SELECT p.* FROM programmes p WHERE EXISTS (SELECT 1 FROM cases c
            WHERE c.board_id = $1 AND c.programme = p.code AND c.programme_version = p.version)
         ORDER BY p.code, p.version",
    ),
    of_board(
        "meeting_rows",
        "SELECT m.* FROM meeting_rows m JOIN teams t ON t.id = m.team_id WHERE t.board_id = $1
         ORDER BY m.team_id, m.week_on, m.case_id",
    ),
    of_board(
        "review_documents",
        "SELECT d.* FROM review_documents d JOIN teams t ON t.id = d.team_id WHERE t.board_id = $1
         ORDER BY d.team_id, d.half_on",
    )
    .named(&["team_id", "half_on"], " "),
    of_board(
        "review_actions",
        "SELECT a.* FROM review_actions a JOIN teams t ON t.id = a.team_id WHERE t.board_id = $1
         ORDER BY a.team_id, a.half_on, a.number",
    )
    .named(&["team_id", "half_on", "number"], " "),
    of_board(
        "consultation_patterns",
        "SELECT p.* FROM consultation_patterns p JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1
         ORDER BY p.team_id, p.from_on",
    ),
    of_board(
        "consultations",
        "SELECT k.* FROM consultations k JOIN teams t ON t.id = k.team_id WHERE t.board_id = $1
         ORDER BY k.team_id, k.week_on",
    )
    .named(&["team_id", "week_on"], " "),
    of_board(
        "consultation_attendance",
        "SELECT a.* FROM consultation_attendance a JOIN teams t ON t.id = a.team_id WHERE t.board_id = $1
         ORDER BY a.team_id, a.week_on, a.staff_id",
    ),
    of_board(
        "tasks",
        "SELECT k.* FROM tasks k JOIN teams t ON t.id = k.team_id
         WHERE t.board_id = $1 AND k.case_id IS NULL ORDER BY k.id",
    ),
    of_board(
        "calls",
        "SELECT k.* FROM calls k WHERE k.case_id IS NULL AND k.taken_by IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY k.id",
    ),
    of_board(
        "rounds",
        "SELECT r.* FROM rounds r JOIN teams t ON t.id = r.team_id WHERE t.board_id = $1 ORDER BY r.id",
    ),
    // Of closed rounds alone: two exports of an open one would tell what was dropped in between them.
    of_board(
        "urns",
        "SELECT u.* FROM urns u JOIN rounds r ON r.id = u.round_id JOIN teams t ON t.id = r.team_id
         WHERE t.board_id = $1 AND r.state = 'closed' ORDER BY u.round_id",
    )
    .named(&["round_id"], ""),
    of_case("cases", "SELECT * FROM cases WHERE id = $1"),
    of_case(
        "assignments",
        "SELECT * FROM assignments WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "screenings",
        "SELECT * FROM screenings WHERE case_id = $1 ORDER BY criterion",
    )
    .named(&["case_id", "criterion"], " "),
    of_case(
        "rulings",
        "SELECT * FROM rulings WHERE case_id = $1 ORDER BY number",
    )
    .named(&["case_id", "number"], " "),
    of_case(
        "case_phases",
        "SELECT * FROM case_phases WHERE case_id = $1 ORDER BY from_on",
    ),
    of_case(
        "cares",
        "SELECT * FROM cares WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "persons",
        "SELECT * FROM persons WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "bonds",
        "SELECT * FROM bonds WHERE case_id = $1 ORDER BY id",
    ),
    of_case("ties", "SELECT * FROM ties WHERE case_id = $1 ORDER BY id"),
    of_case(
        "consents",
        "SELECT * FROM consents WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "outcomes",
        "SELECT * FROM outcomes WHERE case_id = $1 ORDER BY months, code",
    ),
    of_case(
        "follow_ups",
        "SELECT * FROM follow_ups WHERE case_id = $1 ORDER BY months",
    )
    .named(&["case_id", "months"], " "),
    of_case(
        "measures",
        "SELECT * FROM measures WHERE case_id = $1 ORDER BY due_on, instrument",
    ),
    of_case("call_times", "SELECT * FROM call_times WHERE case_id = $1").named(&["case_id"], ""),
    of_case(
        "holds",
        "SELECT * FROM holds WHERE case_id = $1 ORDER BY from_on, id",
    ),
    of_case(
        "measure_attempts",
        "SELECT * FROM measure_attempts WHERE case_id = $1 ORDER BY tried_at, id",
    ),
    of_case(
        "answer_sheets",
        "SELECT * FROM answer_sheets WHERE case_id = $1 ORDER BY measure_id",
    )
    .named(&["measure_id"], ""),
    of_case(
        "answer_links",
        "SELECT * FROM answer_links WHERE case_id = $1 ORDER BY made_at, id",
    ),
    of_case(
        "scores",
        "SELECT * FROM scores WHERE case_id = $1 ORDER BY measure_id, scale, rule, rule_version",
    ),
    of_case(
        "notes",
        "SELECT * FROM notes WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "note_persons",
        "SELECT p.* FROM note_persons p JOIN notes n ON n.id = p.note_id WHERE n.case_id = $1
         ORDER BY p.note_id, p.person_id",
    ),
    of_case(
        "artefacts",
        "SELECT * FROM artefacts WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "artefact_signatures",
        "SELECT s.* FROM artefact_signatures s JOIN artefacts a ON a.id = s.artefact_id WHERE a.case_id = $1
         ORDER BY s.artefact_id, s.person_id",
    )
    .named(&["artefact_id", "person_id"], " "),
    of_case(
        "incidents",
        "SELECT * FROM incidents WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "incident_persons",
        "SELECT p.* FROM incident_persons p JOIN incidents i ON i.id = p.incident_id WHERE i.case_id = $1
         ORDER BY p.incident_id, p.person_id",
    ),
    of_case(
        "calls",
        "SELECT * FROM calls WHERE case_id = $1 ORDER BY id",
    ),
    of_case("sheets", "SELECT * FROM sheets WHERE case_id = $1").named(&["case_id"], ""),
    of_case(
        "bases",
        "SELECT * FROM bases WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "glasses",
        "SELECT * FROM glasses WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "contacts",
        "SELECT * FROM contacts WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "tasks",
        "SELECT * FROM tasks WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "reports",
        "SELECT * FROM reports WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "frame_items",
        "SELECT * FROM frame_items WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "goals",
        "SELECT * FROM goals WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "case_weeks",
        "SELECT * FROM case_weeks WHERE case_id = $1 ORDER BY week_on",
    )
    .named(&["case_id", "week_on"], "|"),
    of_case(
        "week_texts",
        "SELECT * FROM week_texts WHERE case_id = $1 ORDER BY week_on, field",
    )
    .named(&["case_id", "week_on", "field"], "|"),
    of_case("fits", "SELECT * FROM fits WHERE case_id = $1 ORDER BY id"),
    of_case(
        "drivers",
        "SELECT * FROM drivers WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "steps",
        "SELECT * FROM steps WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "feedbacks",
        "SELECT * FROM feedbacks WHERE case_id = $1 ORDER BY id",
    ),
    of_case(
        "read_marks",
        "SELECT * FROM read_marks WHERE case_id = $1 ORDER BY staff_id, week_on",
    ),
    of_board(
        "audit_reviews",
        "SELECT * FROM audit_reviews WHERE chain = $1 ORDER BY seq",
    )
    .named(&["chain", "seq"], "|"),
    source(
        "audit",
        Reach::Log,
        "SELECT * FROM audit WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    ),
];

/// Sealed columns whose text is JSON, exported as such.
const JSON_TEXTS: &[(&str, &str)] = &[
    ("persons", "sealed_body"),
    ("artefacts", "sealed_values"),
    ("reports", "sealed_body"),
    ("frame_items", "sealed_body"),
    ("steps", "sealed_interventions"),
    ("answer_sheets", "sealed_answers"),
    ("urns", "sealed_ballots"),
];

/// Sealed columns that hold a file, exported in base64.
const FILES: &[(&str, &str)] = &[("reports", "sealed_file")];

/// How a column's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Id,
    Day,
    Instant,
    Number,
    Flag,
    Text,
    SealedText,
    SealedJson,
    SealedFile,
}

struct Column {
    name: String,
    form: Form,
}

/// A source of rows with its columns, as this database has them.
pub struct Shape {
    source: &'static Source,
    columns: Vec<Column>,
}

impl Shape {
    /// The table.
    pub fn table(&self) -> &'static str {
        self.source.table
    }

    /// By what its rows are found.
    pub fn reach(&self) -> Reach {
        self.source.reach
    }

    /// The names that a row has in the export, in the order of the table.
    pub fn names(&self) -> Vec<&str> {
        self.columns
            .iter()
            .map(|column| plain(&column.name))
            .collect()
    }
}

/// Every source of rows, in the order in which it is exported.
pub async fn shapes(tx: &mut Tx) -> Result<Vec<Shape>> {
    let mut shapes = Vec::with_capacity(SOURCES.len() + duty::SOURCES.len());
    for source in SOURCES.iter().chain(duty::SOURCES) {
        shapes.push(Shape {
            source,
            columns: columns(tx, source.table).await?,
        });
    }
    Ok(shapes)
}

/// The board that a short name belongs to, and its full name.
pub async fn board(tx: &mut Tx, short: &str) -> Result<Option<(BoardId, String)>> {
    const SQL: &str = "SELECT id, name FROM boards WHERE short = $1";
    let row = tx.maybe(SQL, &values![short]).await?;
    row.map(|row| Ok((row.get("id")?, row.get("name")?)))
        .transpose()
}

/// Every case of a board, of whatever stage.
pub async fn cases(tx: &mut Tx, board: BoardId) -> Result<Vec<CaseId>> {
    const SQL: &str = "SELECT id FROM cases WHERE board_id = $1 ORDER BY received_on, id";
    let rows = tx.all(SQL, &values![board]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The rows of a board, for a shape that reaches by board. `key` is the site's.
pub async fn of_the_board(
    tx: &mut Tx,
    shape: &Shape,
    board: BoardId,
    key: &Key,
) -> Result<Vec<Json>> {
    rows(tx, shape, &values![board], key).await
}

/// The rows of a case, for a shape that reaches by case.
pub async fn of_the_case(tx: &mut Tx, shape: &Shape, case: CaseId, key: &Key) -> Result<Vec<Json>> {
    rows(tx, shape, &values![case], key).await
}

/// The lines of a board's log after a number, as many as are read at once; with the last number, none at the end.
pub async fn of_the_log(
    tx: &mut Tx,
    shape: &Shape,
    board: BoardId,
    after: i64,
) -> Result<Option<(Vec<Json>, i64)>> {
    let key = tx.seals().site().clone();
    let lines = rows(tx, shape, &values![board, after, LOG_LINES], &key).await?;
    let last = lines
        .last()
        .and_then(|line| line.get("seq"))
        .and_then(Json::as_i64);
    Ok(last.map(|last| (lines, last)))
}

async fn rows(tx: &mut Tx, shape: &Shape, bound: &[Value], key: &Key) -> Result<Vec<Json>> {
    let rows = tx.all(shape.source.sql, bound).await?;
    rows.iter().map(|row| line(shape, row, key)).collect()
}

async fn columns(tx: &mut Tx, table: &'static str) -> Result<Vec<Column>> {
    let sql = match tx.kind() {
        Kind::Sqlite => "SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid",
        Kind::Postgres => {
            "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1
             ORDER BY ordinal_position"
        }
    };
    let rows = tx.all(sql, &values![table]).await?;
    rows.iter()
        .map(|row| {
            let name: String = row.get("name")?;
            let kind: String = row.get("kind")?;
            let form =
                form(table, &name, &kind.to_lowercase()).ok_or_else(|| row.corrupt("kind"))?;
            Ok(Column { name, form })
        })
        .collect()
}

fn form(table: &str, name: &str, kind: &str) -> Option<Form> {
    Some(match kind {
        "text" if JSON_TEXTS.contains(&(table, name)) => Form::SealedJson,
        "text" if FILES.contains(&(table, name)) => Form::SealedFile,
        "text" if name.starts_with(SEALED) => Form::SealedText,
        "text" => Form::Text,
        "uuid" => Form::Id,
        "date" => Form::Day,
        "timestamptz" | "timestamp with time zone" => Form::Instant,
        "bigint" => Form::Number,
        "boolean" => Form::Flag,
        _ => return None,
    })
}

fn line(shape: &Shape, row: &Row, key: &Key) -> Result<Json> {
    let mut line = Map::new();
    for column in &shape.columns {
        let value = cell(shape.source, column, row, key)?;
        line.insert(plain(&column.name).to_owned(), value);
    }
    Ok(Json::Object(line))
}

fn cell(source: &Source, column: &Column, row: &Row, key: &Key) -> Result<Json> {
    let name = column.name.as_str();
    let text = |value: Option<String>| value.map_or(Json::Null, Json::String);
    Ok(match column.form {
        Form::Id => text(row.get::<Option<Uuid>>(name)?.map(|id| id.to_string())),
        Form::Day => text(row.get::<Option<Day>>(name)?.map(|day| day.to_string())),
        Form::Instant => text(row.get::<Option<Instant>>(name)?.map(|at| at.0.to_string())),
        Form::Number => row.get::<Option<i64>>(name)?.map_or(Json::Null, Json::from),
        Form::Flag => row
            .get::<Option<bool>>(name)?
            .map_or(Json::Null, Json::from),
        Form::Text => text(row.get(name)?),
        Form::SealedText => {
            Json::String(key.open(&spot(source, name, row)?, &row.get::<String>(name)?)?)
        }
        Form::SealedJson => {
            let opened = key.open(&spot(source, name, row)?, &row.get::<String>(name)?)?;
            if opened.is_empty() {
                Json::Null
            } else {
                serde_json::from_str(&opened).map_err(|_| row.corrupt(name))?
            }
        }
        Form::SealedFile => {
            let sealed: String = row.get(name)?;
            if sealed.is_empty() {
                Json::Null
            } else {
                let bytes = key.open_bytes(&spot(source, name, row)?, &sealed)?;
                Json::String(BASE64.encode(bytes))
            }
        }
    })
}

/// Where a sealed text stands. Weeks are named as people write them, whatever day the column holds.
fn spot(source: &Source, column: &str, row: &Row) -> Result<Spot> {
    let name = match source.row {
        RowName::Id => row.get::<Uuid>("id")?.to_string(),
        RowName::Parts(parts, between) => {
            let mut words = Vec::with_capacity(parts.len());
            for part in parts {
                words.push(match *part {
                    "week_on" => Week::of(row.get::<Day>(part)?).to_string(),
                    "half_on" => row.get::<Day>(part)?.to_string(),
                    "number" | "months" | "seq" => row.get::<i64>(part)?.to_string(),
                    "criterion" | "field" => row.get::<String>(part)?,
                    _ => row.get::<Uuid>(part)?.to_string(),
                });
            }
            words.join(between)
        }
    };
    Ok(Spot::at(source.table, name, column.to_owned()))
}

/// A column's name once its text is open.
fn plain(name: &str) -> &str {
    name.strip_prefix(SEALED).unwrap_or(name)
}
