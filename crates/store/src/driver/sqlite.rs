//! SQLite, in the thread of whoever asks (`docs/adr/0014-sqlite-in-the-asking-thread.md`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use super::table_of;
use crate::error::{Error, Result};
use crate::value::{Head, Row, Value};

/// Statements of which a connection remembers what it found out. The program has some hundreds; lists of varying
/// lengths make more of them.
const KNOWN_MAX: usize = 2_000;

/// A connection, and what is known of the statements that it was asked.
pub(crate) struct Sqlite {
    conn: Connection,
    known: RefCell<HashMap<Box<str>, Arc<Known>>>,
}

/// What a statement's text says once and for all.
struct Known {
    head: Arc<Head>,
    /// For each of its places, which of the values goes there.
    places: Vec<usize>,
}

impl Sqlite {
    pub(crate) fn new(conn: Connection) -> Sqlite {
        Sqlite {
            conn,
            known: RefCell::default(),
        }
    }

    /// Outside a transaction.
    pub(crate) fn is_autocommit(&self) -> bool {
        self.conn.is_autocommit()
    }

    /// Carries a statement out, whether or not it gives rows; says how many rows it changed.
    pub(crate) fn run(&self, sql: &str, values: &[Value]) -> Result<u64> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let known = self.known(sql, &statement)?;
        bind(&mut statement, (&known.places, values))?;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
        Ok(self.conn.changes())
    }

    /// All rows of a statement.
    pub(crate) fn fetch(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let known = self.known(sql, &statement)?;
        bind(&mut statement, (&known.places, values))?;
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let values = (0..known.head.names.len())
                .map(|index| read(row.get_ref(index)?))
                .collect::<Result<_>>()?;
            found.push(Row {
                head: Arc::clone(&known.head),
                values,
            });
        }
        Ok(found)
    }

    /// Carries out several statements without values. They may change the tables: what was known is forgotten.
    pub(crate) fn script(&self, sql: &str) -> Result<()> {
        self.known.borrow_mut().clear();
        Ok(self.conn.execute_batch(sql)?)
    }

    fn known(&self, sql: &str, statement: &Statement<'_>) -> Result<Arc<Known>> {
        let mut all = self.known.borrow_mut();
        if let Some(known) = all.get(sql) {
            return Ok(Arc::clone(known));
        }
        if all.len() >= KNOWN_MAX {
            all.clear();
        }
        let known = Arc::new(Known::of(sql, statement)?);
        all.insert(sql.into(), Arc::clone(&known));
        Ok(known)
    }
}

impl Known {
    fn of(sql: &str, statement: &Statement<'_>) -> Result<Known> {
        let names = statement.column_names().into_iter().map(str::to_owned);
        Ok(Known {
            head: Arc::new(Head {
                table: table_of(sql).to_owned(),
                names: names.collect(),
            }),
            places: places(statement)?,
        })
    }
}

/// Reads the number in each place's name: SQLite numbers `$2` by where it stands first, PostgreSQL by the 2.
fn places(statement: &Statement<'_>) -> Result<Vec<usize>> {
    (1..=statement.parameter_count())
        .map(|index| {
            statement
                .parameter_name(index)
                .and_then(|name| name.trim_start_matches('$').parse::<usize>().ok())
                .and_then(|number| number.checked_sub(1))
                .ok_or_else(no_value)
        })
        .collect()
}

fn bind(statement: &mut Statement<'_>, (places, values): (&[usize], &[Value])) -> Result<()> {
    for (index, place) in places.iter().enumerate() {
        let value = values.get(*place).ok_or_else(no_value)?;
        statement.raw_bind_parameter(index + 1, Bound(value))?;
    }
    Ok(())
}

fn no_value() -> Error {
    Error::Driver("a place of the statement has no value".into())
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
