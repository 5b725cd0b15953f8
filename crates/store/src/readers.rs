//! The readers of a SQLite database: a few connections that cannot write, each in a transaction of its own while it is used.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::driver::sqlite::Sqlite;
use crate::error::{Error, Result};
use crate::value::{Row, Value};

/// The readers; cheap to clone.
#[derive(Clone)]
pub(crate) struct Readers {
    free: Arc<Mutex<Vec<Sqlite>>>,
    turns: Arc<Semaphore>,
    wait: Duration,
}

/// A reader in use: the same moment of the database for as long as it is held.
pub(crate) struct Look {
    /// There until it is dropped.
    conn: Option<Sqlite>,
    readers: Readers,
    turn: Option<OwnedSemaphorePermit>,
}

impl Readers {
    /// Readers that make whoever asks wait for a free one, up to `wait`.
    pub(crate) fn new(conns: Vec<Sqlite>, wait: Duration) -> Readers {
        Readers {
            turns: Arc::new(Semaphore::new(conns.len())),
            free: Arc::new(Mutex::new(conns)),
            wait,
        }
    }

    /// Begins a transaction on a free reader.
    pub(crate) async fn begin(&self) -> Result<Look> {
        let look = self.take().await?;
        look.run("BEGIN", &[])?;
        Ok(look)
    }

    /// A free reader outside a transaction.
    pub(crate) async fn take(&self) -> Result<Look> {
        let turn = tokio::time::timeout(self.wait, Arc::clone(&self.turns).acquire_owned());
        let turn = match turn.await {
            Ok(Ok(turn)) => turn,
            Ok(Err(closed)) => return Err(Error::Unavailable(closed.into())),
            Err(late) => return Err(Error::Unavailable(late.into())),
        };
        Ok(Look {
            conn: self.free().pop(),
            readers: self.clone(),
            turn: Some(turn),
        })
    }

    /// Lets nobody in any more; readers in use close when they are dropped.
    pub(crate) fn close(&self) {
        self.turns.close();
        self.free().clear();
    }

    /// Whoever panicked with the list in hand left it whole.
    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Sqlite>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Look {
    fn conn(&self) -> Result<&Sqlite> {
        self.conn
            .as_ref()
            .ok_or_else(|| Error::Unavailable("the database is closed".into()))
    }

    pub(crate) fn run(&self, sql: &str, values: &[Value]) -> Result<u64> {
        self.conn()?.run(sql, values)
    }

    pub(crate) fn fetch(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        self.conn()?.fetch(sql, values)
    }

    pub(crate) fn script(&self, sql: &str) -> Result<()> {
        self.conn()?.script(sql)
    }
}

impl Drop for Look {
    /// Ends the transaction. A reader that cannot is not used again, and its turn goes with it.
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        let ended = conn.is_autocommit() || conn.run("ROLLBACK", &[]).is_ok();
        match (ended, self.turn.take()) {
            (true, _) if self.readers.turns.is_closed() => {}
            (true, turn) => {
                self.readers.free().push(conn);
                drop(turn);
            }
            (false, Some(turn)) => turn.forget(),
            (false, None) => {}
        }
    }
}
