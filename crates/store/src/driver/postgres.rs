//! PostgreSQL, through sqlx.

use std::sync::Arc;

use sqlx::postgres::{PgArguments, PgConnection, PgRow, PgTypeInfo};
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Executor as _, Row as _, TypeInfo as _,
    ValueRef as _,
};

use super::table_of;
use crate::error::{Error, Result};
use crate::value::{Head, Row, Value};

/// Carries a statement out; says how many rows it changed.
pub(crate) async fn run(conn: &mut PgConnection, sql: &str, values: &[Value]) -> Result<u64> {
    let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), bound(values)?);
    Ok(query.execute(conn).await?.rows_affected())
}

/// All rows of a statement.
pub(crate) async fn fetch(
    conn: &mut PgConnection,
    sql: String,
    values: &[Value],
) -> Result<Vec<Row>> {
    let table = table_of(&sql).to_owned();
    let query = sqlx::query_with(AssertSqlSafe(sql), bound(values)?);
    let rows = query.fetch_all(conn).await?;
    let names = rows.first().map(names_of).unwrap_or_default();
    let head = Arc::new(Head { table, names });
    rows.iter()
        .map(|row| {
            Ok(Row {
                head: Arc::clone(&head),
                values: read(row)?,
            })
        })
        .collect()
}

/// Carries out several statements without values.
pub(crate) async fn script(conn: &mut PgConnection, sql: String) -> Result<()> {
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}

fn names_of(row: &PgRow) -> Vec<String> {
    row.columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

fn encode(err: sqlx::error::BoxDynError) -> Error {
    sqlx::Error::Encode(err).into()
}

fn bound(values: &[Value]) -> Result<PgArguments> {
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

fn read(row: &PgRow) -> Result<Vec<Value>> {
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
