//! One statement on one connection: the only file that speaks to the drivers.

use std::sync::Arc;

use sqlx::postgres::{PgArguments, PgConnection, PgRow, PgTypeInfo};
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Executor, Row as _, TypeInfo as _, ValueRef as _,
};

use crate::error::{Error, Result};
use crate::value::{Row, Value};

pub(crate) async fn run_sqlite(
    conn: &mut SqliteConnection,
    sql: &str,
    values: &[Value],
) -> Result<u64> {
    let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), sqlite_values(values)?);
    Ok(query.execute(conn).await?.rows_affected())
}

pub(crate) async fn run_postgres(
    conn: &mut PgConnection,
    sql: &str,
    values: &[Value],
) -> Result<u64> {
    let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), postgres_values(values)?);
    Ok(query.execute(conn).await?.rows_affected())
}

pub(crate) async fn fetch_sqlite(
    conn: &mut SqliteConnection,
    sql: String,
    values: &[Value],
) -> Result<Vec<Row>> {
    let table = table_of(&sql);
    let query = sqlx::query_with(AssertSqlSafe(sql), sqlite_values(values)?);
    let rows = query.fetch_all(conn).await?;
    let names = rows.first().map(names_of).unwrap_or_default();
    rows.iter()
        .map(|row| {
            Ok(Row {
                table,
                names: Arc::clone(&names),
                values: sqlite_row(row)?,
            })
        })
        .collect()
}

pub(crate) async fn fetch_postgres(
    conn: &mut PgConnection,
    sql: String,
    values: &[Value],
) -> Result<Vec<Row>> {
    let table = table_of(&sql);
    let query = sqlx::query_with(AssertSqlSafe(sql), postgres_values(values)?);
    let rows = query.fetch_all(conn).await?;
    let names = rows.first().map(names_of).unwrap_or_default();
    rows.iter()
        .map(|row| {
            Ok(Row {
                table,
                names: Arc::clone(&names),
                values: postgres_row(row)?,
            })
        })
        .collect()
}

pub(crate) async fn script<'c, E: Executor<'c>>(conn: E, sql: AssertSqlSafe<String>) -> Result<()> {
    conn.execute(sqlx::raw_sql(sql)).await?;
    Ok(())
}

fn names_of<R: sqlx::Row>(row: &R) -> Arc<[String]> {
    row.columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

/// The table that a statement mainly speaks of, for the message about an impossible value.
fn table_of(sql: &str) -> &'static str {
    const TABLES: &[&str] = &[
        "networks",
        "boards",
        "teams",
        "staff",
        "posts",
        "credentials",
        "passkeys",
        "sessions",
        "throttles",
        "drafts",
        "programmes",
        "instruments",
        "jobs",
        "audit",
        "case_keys",
        "cases",
        "assignments",
        "screenings",
        "rulings",
        "cares",
        "persons",
        "bonds",
        "ties",
        "consents",
        "outcomes",
        "follow_ups",
        "notes",
        "artefacts",
        "incidents",
        "contacts",
        "tasks",
        "reports",
        "frame_items",
        "goals",
        "case_weeks",
        "week_texts",
        "fits",
        "drivers",
        "steps",
        "feedbacks",
        "read_marks",
        "meeting_rows",
    ];
    let mut words = sql
        .split_whitespace()
        .skip_while(|word| !matches!(*word, "FROM" | "INTO" | "UPDATE"));
    let named = words.nth(1).unwrap_or_default();
    TABLES
        .iter()
        .find(|table| **table == named)
        .copied()
        .unwrap_or("statement")
}

fn encode(err: sqlx::error::BoxDynError) -> Error {
    Error::Driver(sqlx::Error::Encode(err))
}

fn sqlite_values(values: &[Value]) -> Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Null => arguments.add(None::<i64>),
            Value::Int(number) => arguments.add(*number),
            Value::Real(number) => arguments.add(*number),
            Value::Bool(flag) => arguments.add(*flag),
            Value::Text(text) => arguments.add(text.clone()),
            Value::Uuid(id) => arguments.add(*id),
            Value::Day(date) => arguments.add(date.to_string()),
            Value::Instant(at) => arguments.add(at.as_microsecond()),
            Value::Bytes(bytes) => arguments.add(bytes.clone()),
        }
        .map_err(encode)?;
    }
    Ok(arguments)
}

fn postgres_values(values: &[Value]) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Null => arguments.add(Untyped),
            Value::Int(number) => arguments.add(*number),
            Value::Real(number) => arguments.add(*number),
            Value::Bool(flag) => arguments.add(*flag),
            Value::Text(text) => arguments.add(text.clone()),
            Value::Uuid(id) => arguments.add(*id),
            Value::Day(date) => arguments.add(jiff_sqlx::Date::from(*date)),
            Value::Instant(at) => arguments.add(jiff_sqlx::Timestamp::from(*at)),
            Value::Bytes(bytes) => arguments.add(bytes.clone()),
        }
        .map_err(encode)?;
    }
    Ok(arguments)
}

/// NULL of a type that PostgreSQL works out by itself.
struct Untyped;

/// PostgreSQL's own `unknown` type.
const UNKNOWN: u32 = 705;

impl sqlx::Type<sqlx::Postgres> for Untyped {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(sqlx::postgres::types::Oid(UNKNOWN))
    }
}

impl sqlx::Encode<'_, sqlx::Postgres> for Untyped {
    fn encode_by_ref(
        &self,
        _: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        Ok(sqlx::encode::IsNull::Yes)
    }
}

fn sqlite_row(row: &SqliteRow) -> Result<Vec<Value>> {
    (0..row.columns().len())
        .map(|index| {
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let kind = raw.type_info().name().to_owned();
            Ok(match kind.as_str() {
                "REAL" => Value::Real(row.try_get_unchecked(index)?),
                "TEXT" => Value::Text(row.try_get_unchecked(index)?),
                "BLOB" => Value::Bytes(row.try_get_unchecked(index)?),
                _ => Value::Int(row.try_get_unchecked(index)?),
            })
        })
        .collect()
}

fn postgres_row(row: &PgRow) -> Result<Vec<Value>> {
    (0..row.columns().len())
        .map(|index| {
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let kind = raw.type_info().name().to_owned();
            Ok(match kind.as_str() {
                "INT8" => Value::Int(row.try_get(index)?),
                "INT4" => Value::Int(i64::from(row.try_get::<i32, _>(index)?)),
                "FLOAT8" => Value::Real(row.try_get(index)?),
                "BOOL" => Value::Bool(row.try_get(index)?),
                "UUID" => Value::Uuid(row.try_get(index)?),
                "DATE" => Value::Day(row.try_get::<jiff_sqlx::Date, _>(index)?.to_jiff()),
                "TIMESTAMPTZ" => {
                    Value::Instant(row.try_get::<jiff_sqlx::Timestamp, _>(index)?.to_jiff())
                }
                "BYTEA" => Value::Bytes(row.try_get(index)?),
                _ => Value::Text(row.try_get_unchecked(index)?),
            })
        })
        .collect()
}
