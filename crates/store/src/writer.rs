//! The one writer of a SQLite database, with group commit.
//!
//! Each use case runs in a savepoint of an outer transaction. When it is done it joins the group; the group is
//! committed as soon as the use cases that were already waiting have run, and only then is anybody told that
//! their change is kept. One sync to the disk so serves many requests (`docs/adr/0003-group-commit.md`).
//!
//! A request can be given up at any `await`: its browser hangs up, and the statement that was on its way is carried out
//! all the same. So what a statement will have done is noted before it is sent, never after.

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
    /// A statement failed, or was given up, so that nobody knows how the group stands: it must go as a whole.
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
        state.tidy().await;
        if !state.open {
            (state.open, state.spoilt) = (true, true);
            state.plain("BEGIN IMMEDIATE").await?;
            state.spoilt = false;
        }
        state.inside = true;
        state.plain("SAVEPOINT turn").await?;
        Ok(Session {
            state: Some(state),
            writer: self.clone(),
        })
    }

    /// Commits what waits. Queues behind the use cases that came before, which so join the group.
    async fn flush(self) {
        let mut state = self.state.lock().await;
        state.tidy().await;
        if !state.open {
            return;
        }
        if state.plain("COMMIT").await.is_err() {
            state.undo_all().await;
            return;
        }
        state.open = false;
        for waiting in state.waiting.drain(..) {
            // Whoever waited may have gone; the change is kept all the same.
            let _gone = waiting.send(true);
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

    /// Takes back what a dropped use case left. Where that cannot be done alone, the group goes with it.
    async fn tidy(&mut self) {
        if self.inside && !self.spoilt {
            let undone = self.plain("ROLLBACK TO turn").await.is_ok();
            self.spoilt = !(undone && self.plain("RELEASE turn").await.is_ok());
        }
        if self.spoilt {
            self.undo_all().await;
        }
        self.inside = false;
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
        let (told, kept) = oneshot::channel();
        let state = self.state()?;
        // Everything was carried out: from here on it is kept, also if whoever asked hangs up now.
        state.inside = false;
        if let Err(err) = state.plain("RELEASE turn").await {
            state.inside = true;
            return Err(err);
        }
        state.waiting.push(told);
        // The turn ends, and the group is committed behind those who wait for theirs.
        drop(self);
        match kept.await {
            Ok(true) => Ok(()),
            _ => Err(Error::Full(sqlx::Error::WorkerCrashed)),
        }
    }
}

impl Drop for Session {
    /// Ends the turn. Spawned, so that somebody who hangs up does not leave the group open.
    fn drop(&mut self) {
        let had_turn = self.state.take().is_some();
        if had_turn && let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(self.writer.clone().flush());
        }
    }
}
