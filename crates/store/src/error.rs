//! The few ways in which the database can fail, as callers treat them.

use thiserror::Error;

/// What went wrong between the program and its database.
#[derive(Debug, Error)]
pub enum Error {
    /// The database does not answer; trying again later may help.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// Two changes met, or a rule of the schema was broken.
    #[error("the change does not fit what is stored")]
    Conflict(#[source] sqlx::Error),
    /// The disk is full or read-only; nothing of the change was kept.
    #[error("the database cannot write")]
    Full(#[source] sqlx::Error),
    /// A value in the database is impossible.
    #[error("impossible value in {table}.{column} of {id}")]
    Corrupt {
        table: &'static str,
        column: String,
        id: String,
    },
    /// Anything else the driver says.
    #[error("the database refused a statement")]
    Driver(#[source] sqlx::Error),
    /// A test cut the use case short here.
    #[error("cut short after {0} statements")]
    Cut(u32),
    /// The master key is not the one this data was written with.
    #[error("the key does not fit this data")]
    WrongKey,
    /// A migration could not be read or carried out.
    #[error("migration {0} failed")]
    Migration(String, #[source] Box<Error>),
    /// A file beside the database could not be read or written.
    #[error("a file of the data folder cannot be used")]
    File(#[source] std::io::Error),
}

/// What every store function gives.
pub type Result<T> = std::result::Result<T, Error>;

/// SQLite's primary result code for a full disk.
const SQLITE_FULL: i64 = 13;
/// SQLite's primary result code for a database that cannot be written.
const SQLITE_READONLY: i64 = 8;
/// SQLite's primary result code for a failed read or write.
const SQLITE_IOERR: i64 = 10;
/// PostgreSQL's code for a database that takes no connections for now.
const POSTGRES_CLOSED: &str = "55000";

impl From<sqlx::Error> for Error {
    fn from(err: sqlx::Error) -> Error {
        use sqlx::error::ErrorKind;
        match &err {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Error::Unavailable(err),
            sqlx::Error::Database(db) => match db.kind() {
                ErrorKind::UniqueViolation
                | ErrorKind::ForeignKeyViolation
                | ErrorKind::CheckViolation => Error::Conflict(err),
                _ => by_code(err),
            },
            _ => Error::Driver(err),
        }
    }
}

/// Sorts by the driver's own code: SQLite gives numbers, PostgreSQL five characters.
fn by_code(err: sqlx::Error) -> Error {
    let code = err
        .as_database_error()
        .and_then(|db| db.code())
        .unwrap_or_default()
        .into_owned();
    if code == POSTGRES_CLOSED {
        return Error::Unavailable(err);
    }
    if code.len() == 5 {
        return match code.get(0..2) {
            Some("08" | "57") => Error::Unavailable(err),
            Some("53") => Error::Full(err),
            Some("40") => Error::Conflict(err),
            _ => Error::Driver(err),
        };
    }
    match code.parse::<i64>().map(|number| number & 0xff) {
        Ok(SQLITE_FULL | SQLITE_READONLY | SQLITE_IOERR) => Error::Full(err),
        _ => Error::Driver(err),
    }
}
