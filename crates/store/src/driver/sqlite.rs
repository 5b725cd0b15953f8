//! SQLite, in the thread of whoever asks (`docs/adr/0014-sqlite-in-the-asking-thread.md`).

use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use super::table_of;
use crate::error::{Error, Result};
use crate::value::{Row, Value};

/// Carries a statement out, whether or not it gives rows; says how many rows it changed.
pub(crate) fn run(conn: &Connection, sql: &str, values: &[Value]) -> Result<u64> {
    let mut statement = conn.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(conn.changes())
}

/// All rows of a statement.
pub(crate) fn fetch(conn: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
    let table = table_of(sql);
    let mut statement = conn.prepare_cached(sql)?;
    let names: Arc<[String]> = statement
        .column_names()
        .into_iter()
        .map(str::to_owned)
        .collect();
    bind(&mut statement, values)?;
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let values = (0..names.len())
            .map(|index| read(row.get_ref(index)?))
            .collect::<Result<_>>()?;
        found.push(Row {
            table,
            names: Arc::clone(&names),
            values,
        });
    }
    Ok(found)
}

/// Carries out several statements without values.
pub(crate) fn script(conn: &Connection, sql: &str) -> Result<()> {
    Ok(conn.execute_batch(sql)?)
}

/// Binds by the number in a place's name: SQLite numbers `$2` by where it stands first, PostgreSQL by the 2.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<()> {
    for index in 1..=statement.parameter_count() {
        let value = statement
            .parameter_name(index)
            .and_then(|name| name.trim_start_matches('$').parse::<usize>().ok())
            .and_then(|number| values.get(number.checked_sub(1)?))
            .ok_or_else(|| Error::Driver("a place of the statement has no value".into()))?;
        statement.raw_bind_parameter(index, Bound(value))?;
    }
    Ok(())
}

/// A value on its way in: days as texts, moments as microseconds, ids as blobs.
struct Bound<'a>(&'a Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Bool(flag) => ValueRef::Integer(i64::from(*flag)),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Uuid(id) => ValueRef::Blob(id.as_bytes()),
            Value::Day(date) => return Ok(date.to_string().into()),
            Value::Instant(at) => ValueRef::Integer(at.as_microsecond()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        };
        Ok(ToSqlOutput::Borrowed(borrowed))
    }
}

fn read(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(_) => Value::Text(value.as_str().map_err(rusqlite::Error::from)?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}
