//! The one writer of a SQLite database, with group commit.
//!
//! Each use case runs in a savepoint of an outer transaction. When it is done it joins the group; the group is
//! committed as soon as the use cases that were already waiting have run, and only then is anybody told that
//! their change is kept. One sync to the disk so serves many requests (`docs/adr/0003-group-commit.md`).

use std::sync::Arc;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::driver;
use crate::error::{Error, Result};
use crate::value::{Row, Value};

/// The one writer; cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer {
    state: Arc<Mutex<State>>,
}

struct State {
    conn: Option<SqliteConnection>,
    /// The outer transaction has begun.
    open: bool,
    /// A savepoint is open whose use case has not ended, or was dropped.
    inside: bool,
    /// A statement failed so that the whole group must go.
    spoilt: bool,
    waiting: Vec<oneshot::Sender<bool>>,
}

/// The turn of one use case at the writer.
pub(crate) struct Session {
    state: Option<OwnedMutexGuard<State>>,
    writer: Writer,
}

impl Writer {
    pub(crate) async fn open(options: &SqliteConnectOptions) -> Result<Writer> {
        let conn = Some(options.connect().await?);
        let state = State {
            conn,
            open: false,
            inside: false,
            spoilt: false,
            waiting: Vec::new(),
        };
        Ok(Writer {
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// Waits for the turn and opens a savepoint.
    pub(crate) async fn begin(&self) -> Result<Session> {
        let mut state = Arc::clone(&self.state).lock_owned().await;
        state.tidy().await?;
        if !state.open {
            state.plain("BEGIN IMMEDIATE").await?;
            state.open = true;
        }
        state.plain("SAVEPOINT turn").await?;
        state.inside = true;
        Ok(Session {
            state: Some(state),
            writer: self.clone(),
        })
    }

    /// Commits what waits. Queues behind the use cases that came before, which so join the group.
    async fn flush(self) {
        let mut state = self.state.lock().await;
        let tidied = state.tidy().await.is_ok();
        if state.open {
            let kept = tidied && state.plain("COMMIT").await.is_ok();
            if !kept {
                state.undo_all().await;
            }
            state.open = false;
            for waiting in state.waiting.drain(..) {
                // Whoever waited may have gone; the change is kept all the same.
                let _gone = waiting.send(kept);
            }
        }
    }

    pub(crate) async fn close(&self) {
        self.clone().flush().await;
        let conn = self.state.lock().await.conn.take();
        if let Some(conn) = conn {
            let _closed = conn.close().await;
        }
    }
}

impl State {
    fn conn(&mut self) -> Result<&mut SqliteConnection> {
        self.conn
            .as_mut()
            .ok_or(Error::Unavailable(sqlx::Error::PoolClosed))
    }

    async fn plain(&mut self, sql: &'static str) -> Result<()> {
        driver::run_sqlite(self.conn()?, sql, &[]).await.map(|_| ())
    }

    /// Takes back what a dropped use case left.
    async fn tidy(&mut self) -> Result<()> {
        if self.spoilt {
            self.undo_all().await;
        } else if self.inside {
            self.plain("ROLLBACK TO turn").await?;
            self.plain("RELEASE turn").await?;
        }
        self.inside = false;
        Ok(())
    }

    /// Gives the whole group up; everybody in it is told.
    async fn undo_all(&mut self) {
        // SQLite may have rolled back by itself, in which case there is nothing to undo.
        let _undone = self.plain("ROLLBACK").await;
        self.open = false;
        self.inside = false;
        self.spoilt = false;
        for waiting in self.waiting.drain(..) {
            let _gone = waiting.send(false);
        }
    }
}

impl Session {
    fn state(&mut self) -> Result<&mut State> {
        self.state
            .as_deref_mut()
            .ok_or(Error::Unavailable(sqlx::Error::WorkerCrashed))
    }

    pub(crate) async fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let state = self.state()?;
        let done = driver::run_sqlite(state.conn()?, sql, values).await;
        state.spoilt |= matches!(done, Err(Error::Full(_) | Error::Unavailable(_)));
        done
    }

    pub(crate) async fn fetch(&mut self, sql: String, values: &[Value]) -> Result<Vec<Row>> {
        let state = self.state()?;
        let done = driver::fetch_sqlite(state.conn()?, sql, values).await;
        state.spoilt |= matches!(done, Err(Error::Full(_) | Error::Unavailable(_)));
        done
    }

    pub(crate) async fn script(&mut self, sql: String) -> Result<()> {
        driver::script(self.state()?.conn()?, AssertSqlSafe(sql)).await
    }

    /// Joins the group and waits until it is on the disk.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let Some(mut state) = self.state.take() else {
            return Err(Error::Unavailable(sqlx::Error::WorkerCrashed));
        };
        state.plain("RELEASE turn").await?;
        state.inside = false;
        let (told, kept) = oneshot::channel();
        state.waiting.push(told);
        drop(state);
        // Spawned, so that a client who hangs up does not leave the group open.
        tokio::spawn(self.writer.clone().flush());
        match kept.await {
            Ok(true) => Ok(()),
            _ => Err(Error::Full(sqlx::Error::WorkerCrashed)),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let had_turn = self.state.take().is_some();
        if had_turn && let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(self.writer.clone().flush());
        }
    }
}
