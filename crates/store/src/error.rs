//! The few ways in which the database can fail, as callers treat them.

use rusqlite::ErrorCode;
use thiserror::Error;

/// What a driver says, of whichever database.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong between the program and its database.
#[derive(Debug, Error)]
pub enum Error {
    /// The database does not answer; trying again later may help.
    #[error("the database does not answer")]
    Unavailable(#[source] Cause),
    /// Two changes met, or a rule of the schema was broken.
    #[error("the change does not fit what is stored")]
    Conflict(#[source] Cause),
    /// The disk is full or read-only; nothing of the change was kept.
    #[error("the database cannot write")]
    Full(#[source] Cause),
    /// A value in the database is impossible.
    #[error("impossible value in {table}.{column} of {id}")]
    Corrupt {
        table: String,
        column: String,
        id: String,
    },
    /// Anything else the driver says.
    #[error("the database refused a statement")]
    Driver(#[source] Cause),
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

/// PostgreSQL's code for a database that takes no connections for now.
const POSTGRES_CLOSED: &str = "55000";

impl From<sqlx::Error> for Error {
    fn from(err: sqlx::Error) -> Error {
        use sqlx::error::ErrorKind;
        match &err {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Error::Unavailable(err.into()),
            sqlx::Error::Database(db) => match db.kind() {
                ErrorKind::UniqueViolation
                | ErrorKind::ForeignKeyViolation
                | ErrorKind::CheckViolation => Error::Conflict(err.into()),
                _ => by_code(err),
            },
            _ => Error::Driver(err.into()),
        }
    }
}

/// Sorts by PostgreSQL's own code of five characters.
fn by_code(err: sqlx::Error) -> Error {
    let code = err
        .as_database_error()
        .and_then(|db| db.code())
        .unwrap_or_default()
        .into_owned();
    if code == POSTGRES_CLOSED {
        return Error::Unavailable(err.into());
    }
    match code.get(0..2) {
        Some("08" | "57") => Error::Unavailable(err.into()),
        Some("53") => Error::Full(err.into()),
        Some("40") => Error::Conflict(err.into()),
        _ => Error::Driver(err.into()),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(err: rusqlite::Error) -> Error {
        use rusqlite::ffi;
        let Some(failure) = err.sqlite_error() else {
            return Error::Driver(err.into());
        };
        match failure.code {
            ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure => {
                Error::Full(err.into())
            }
            ErrorCode::DatabaseBusy | ErrorCode::CannotOpen => Error::Unavailable(err.into()),
            ErrorCode::ConstraintViolation => match failure.extended_code {
                ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_FOREIGNKEY
                | ffi::SQLITE_CONSTRAINT_CHECK
                | ffi::SQLITE_CONSTRAINT_TRIGGER => Error::Conflict(err.into()),
                _ => Error::Driver(err.into()),
            },
            _ => Error::Driver(err.into()),
        }
    }
}
