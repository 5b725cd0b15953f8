//! The one writer of a SQLite database, with group commit.
//!
//! Each use case runs in a savepoint of an outer transaction. When it is done it joins the group; the group is
//! committed as soon as the use cases that were already waiting have run, and only then is anybody told that
//! their change is kept. One sync to the disk so serves many requests (`docs/adr/0003-group-commit.md`).
//!
//! A statement is carried out in the thread that asks, between two `await`s, so that it happened or did not. A request
//! can be given up at any `await` all the same: its browser hangs up, and what it did so far is taken back.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::driver::sqlite::Sqlite;
use crate::error::{Error, Result};
use crate::value::{Row, Value};

/// The one writer; cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer {
    state: Arc<Mutex<State>>,
}

struct State {
    conn: Option<Sqlite>,
    /// The outer transaction has begun.
    open: bool,
    /// A savepoint is open whose use case has not ended, or was dropped.
    inside: bool,
    /// A statement failed, so that nobody knows how the group stands: it must go as a whole.
    spoilt: bool,
    waiting: Vec<oneshot::Sender<bool>>,
}

/// The turn of one use case at the writer.
pub(crate) struct Session {
    /// There until the turn ends.
    state: Option<OwnedMutexGuard<State>>,
    /// Something is left that must be committed, or taken back, also if nobody waits for it any more.
    owes: bool,
    writer: Writer,
}

impl Writer {
    pub(crate) fn new(conn: Sqlite) -> Writer {
        let state = State {
            conn: Some(conn),
            open: false,
            inside: false,
            spoilt: false,
            waiting: Vec::new(),
        };
        Writer {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Waits for the turn and opens a savepoint.
    pub(crate) async fn begin(&self) -> Result<Session> {
        let mut state = Arc::clone(&self.state).lock_owned().await;
        state.tidy();
        if !state.open {
            state.plain("BEGIN IMMEDIATE")?;
            state.open = true;
        }
        state.plain("SAVEPOINT turn")?;
        state.inside = true;
        Ok(Session {
            state: Some(state),
            owes: true,
            writer: self.clone(),
        })
    }

    /// Commits what waits. Queues behind the use cases that came before, which so join the group.
    async fn flush(&self) {
        self.state.lock().await.flush();
    }

    pub(crate) async fn close(&self) {
        self.flush().await;
        drop(self.state.lock().await.conn.take());
    }
}

impl State {
    fn conn(&self) -> Result<&Sqlite> {
        self.conn
            .as_ref()
            .ok_or_else(|| Error::Unavailable("the database is closed".into()))
    }

    fn plain(&self, sql: &'static str) -> Result<()> {
        self.conn()?.run(sql, &[]).map(|_| ())
    }

    /// Takes back what a dropped use case left. Where that cannot be done alone, the group goes with it.
    fn tidy(&mut self) {
        if self.inside && !self.spoilt {
            let undone = self.plain("ROLLBACK TO turn").is_ok();
            self.spoilt = !(undone && self.plain("RELEASE turn").is_ok());
        }
        if self.spoilt {
            self.undo_all();
        }
        self.inside = false;
    }

    /// Commits the group and tells everybody in it.
    fn flush(&mut self) {
        self.tidy();
        if !self.open {
            return;
        }
        if self.plain("COMMIT").is_err() {
            self.undo_all();
            return;
        }
        self.open = false;
        for waiting in self.waiting.drain(..) {
            // Whoever waited may have gone; the change is kept all the same.
            let _gone = waiting.send(true);
        }
    }

    /// Gives the whole group up; everybody in it is told.
    fn undo_all(&mut self) {
        // SQLite may have rolled back by itself, in which case there is nothing to undo.
        let _undone = self.plain("ROLLBACK");
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
            .ok_or_else(|| Error::Unavailable("the turn has ended".into()))
    }

    pub(crate) fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        self.on_conn(|conn| conn.run(sql, values))
    }

    pub(crate) fn fetch(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        self.on_conn(|conn| conn.fetch(sql, values))
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        self.on_conn(|conn| conn.script(sql))
    }

    fn on_conn<T>(&mut self, statement: impl FnOnce(&Sqlite) -> Result<T>) -> Result<T> {
        let state = self.state()?;
        let done = statement(state.conn()?);
        state.spoilt |= matches!(done, Err(Error::Full(_) | Error::Unavailable(_)));
        done
    }

    /// Joins the group and waits until it is on the disk. Whoever waited for a turn meanwhile joins it too; then the first
    /// who comes to the writer again commits for all.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let (told, mut kept) = oneshot::channel();
        let state = self.state()?;
        state.plain("RELEASE turn")?;
        // From here on it is kept, also if whoever asked hangs up now.
        state.inside = false;
        state.waiting.push(told);
        self.state = None;
        let kept = tokio::select! {
            biased;
            kept = &mut kept => kept,
            mut state = self.writer.state.lock() => {
                state.flush();
                drop(state);
                kept.await
            }
        };
        self.owes = false;
        match kept {
            Ok(true) => Ok(()),
            _ => Err(Error::Full("the group could not be committed".into())),
        }
    }
}

impl Drop for Session {
    /// Ends the turn. Spawned, so that somebody who hangs up does not leave the group open.
    fn drop(&mut self) {
        self.state = None;
        if self.owes
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let writer = self.writer.clone();
            runtime.spawn(async move { writer.flush().await });
        }
    }
}
