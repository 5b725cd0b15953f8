//! The database: SQLite with one writer and read-only readers, or a PostgreSQL pool; and an open transaction on either.
//!
//! Every statement passes [`Tx`], so it is also where statements are counted and where a test cuts a use case short.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hemma_domain::audit::Entry;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use sqlx::Postgres;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use crate::audit;
use crate::driver::postgres;
use crate::driver::sqlite::Sqlite;
use crate::error::{Error, Result};
use crate::readers::{Look, Readers};
use crate::replica::{self, Replica};
use crate::seal::{MasterKey, Seals};
use crate::value::{Row, Value};
use crate::writer::{Session, Writer};

/// Readers on SQLite: more than the cores of the machines this runs on gains nothing.
const READERS: usize = 4;
/// Statements that a connection keeps prepared: all that the house has.
const PREPARED: usize = 500;
/// Connections to PostgreSQL of one instance; several instances share the server's hundred.
const POOL: u32 = 16;
/// How long a request waits for a connection before it is told that the database does not answer.
const WAIT: Duration = Duration::from_secs(5);
/// How long a look waits for a replica before the primary serves it.
const WAIT_FOR_REPLICA: Duration = Duration::from_millis(500);

/// How durable a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// On the disk before it is acknowledged.
    Durable,
    /// For filling a demo or a test: a crash of the machine may lose it.
    Fast,
}

/// How much of a SQLite file its connections keep in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// As little as SQLite does by itself: for what runs once, however much it reads and writes.
    Small,
    /// For a server: a page of a large network would read the same pages from the system again and again.
    Large,
}

impl Room {
    /// In kB: for the writer, through which almost every look goes, as it is logged, and for each reader.
    fn kilobytes(self) -> (i64, i64) {
        match self {
            Room::Small => (2_000, 2_000),
            Room::Large => (16_000, 4_000),
        }
    }
}

/// An open database.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    seals: Arc<Seals>,
    statements: Arc<AtomicU64>,
    cut_after: Option<u32>,
}

#[derive(Clone)]
enum Engine {
    Sqlite {
        writer: Writer,
        readers: Readers,
    },
    Postgres {
        pool: PgPool,
        replica: Option<Replica>,
    },
}

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Db {
    /// Opens a SQLite file, making it if it is not there. Migrations are not run.
    pub async fn sqlite(
        path: &Path,
        master: &MasterKey,
        (durability, room): (Durability, Room),
    ) -> Result<Db> {
        let synchronous = match durability {
            Durability::Durable => "FULL",
            Durability::Fast => "OFF",
        };
        let (for_writer, for_reader) = room.kilobytes();
        let writer = connect(path, OpenFlags::default(), for_writer)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", synchronous)?;
        let readers = (0..READERS)
            .map(|_| connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, for_reader))
            .map(|reader| reader.map(Sqlite::new))
            .collect::<Result<_>>()?;
        let engine = Engine::Sqlite {
            writer: Writer::new(Sqlite::new(writer)),
            readers: Readers::new(readers, WAIT),
        };
        Ok(Db::new(engine, master))
    }

    /// Opens a PostgreSQL database by its address. Migrations are not run.
    pub async fn postgres(url: &str, master: &MasterKey) -> Result<Db> {
        let pool = pool(WAIT).connect_with(options(url)?).await?;
        let engine = Engine::Postgres {
            pool,
            replica: None,
        };
        Ok(Db::new(engine, master))
    }

    /// Opens a PostgreSQL database beside a streaming replica of it, which serves what only reads. The replica need not
    /// answer yet.
    pub async fn replicated(url: &str, replica: &str, master: &MasterKey) -> Result<Db> {
        let primary = pool(WAIT).connect_with(options(url)?).await?;
        let follower = pool(WAIT_FOR_REPLICA).connect_lazy_with(options(replica)?);
        let replica = Replica::new(follower, primary.clone());
        replica.mark().await;
        let engine = Engine::Postgres {
            pool: primary,
            replica: Some(replica),
        };
        Ok(Db::new(engine, master))
    }

    fn new(engine: Engine, master: &MasterKey) -> Db {
        Db {
            engine,
            seals: Arc::new(Seals::new(master)),
            statements: Arc::default(),
            cut_after: None,
        }
    }

    /// The same database, whose transactions fail at statement `n + 1`. For tests of use cases.
    pub fn cutting_after(&self, n: u32) -> Db {
        Db {
            cut_after: Some(n),
            ..self.clone()
        }
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match self.engine {
            Engine::Sqlite { .. } => Kind::Sqlite,
            Engine::Postgres { .. } => Kind::Postgres,
        }
    }

    /// Statements carried out since the start, for the metrics and the benchmarks.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// What seals texts and hashes search keys.
    pub fn seals(&self) -> &Seals {
        &self.seals
    }

    /// A transaction that may write. `request` names the request in the log.
    pub async fn write(&self, request: &str) -> Result<Tx> {
        let open = match &self.engine {
            Engine::Sqlite { writer, .. } => Open::SqliteWrite(writer.begin().await?),
            Engine::Postgres { pool, replica } => {
                Open::Postgres(pool.begin().await?, replica.clone())
            }
        };
        Ok(self.tx(open, request))
    }

    /// A transaction that cannot write. A replica serves it where there is one that has everything that was written here.
    pub async fn read(&self) -> Result<Tx> {
        let look = match &self.engine {
            Engine::Postgres {
                replica: Some(replica),
                ..
            } => replica.look().await?,
            _ => return self.newest().await,
        };
        Ok(self.tx(Open::Postgres(look, None), ""))
    }

    /// A transaction that cannot write and sees what any instance has written; only where the primary does not answer does
    /// it see what a replica has.
    pub async fn newest(&self) -> Result<Tx> {
        let open = match &self.engine {
            Engine::Sqlite { readers, .. } => Open::SqliteRead(readers.begin().await?),
            Engine::Postgres {
                replica: Some(replica),
                ..
            } => Open::Postgres(replica.newest().await?, None),
            Engine::Postgres {
                pool,
                replica: None,
            } => Open::Postgres(replica::begin(pool).await?, None),
        };
        Ok(self.tx(open, ""))
    }

    fn tx(&self, open: Open, request: &str) -> Tx {
        Tx {
            open,
            seals: Arc::clone(&self.seals),
            counter: Arc::clone(&self.statements),
            done: 0,
            cut_after: self.cut_after,
            entries: Vec::new(),
            request: request.to_owned(),
        }
    }

    /// Copies a SQLite database into a new file while it is in use; PostgreSQL has its own tools.
    pub async fn copy_to(&self, path: &Path) -> Result<bool> {
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                let target = Value::Text(path.to_string_lossy().into_owned());
                let look = readers.take().await?;
                // Minutes on a large site: not in a thread that serves requests.
                let copied =
                    tokio::task::spawn_blocking(move || look.run("VACUUM INTO $1", &[target]));
                copied.await.map_err(|err| Error::Driver(err.into()))??;
                Ok(true)
            }
            Engine::Postgres { .. } => Ok(false),
        }
    }

    /// Closes all connections; what was acknowledged is on the disk.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { writer, readers } => {
                readers.close();
                writer.close().await;
            }
            Engine::Postgres { pool, replica } => {
                if let Some(replica) = replica {
                    replica.close().await;
                }
                pool.close().await;
            }
        }
    }
}

/// An open transaction on either database. Dropped without [`Tx::commit`], it leaves nothing.
pub struct Tx {
    open: Open,
    seals: Arc<Seals>,
    counter: Arc<AtomicU64>,
    done: u32,
    cut_after: Option<u32>,
    entries: Vec<Entry>,
    request: String,
}

enum Open {
    SqliteWrite(Session),
    SqliteRead(Look),
    /// With what must know of a commit.
    Postgres(sqlx::Transaction<'static, Postgres>, Option<Replica>),
}

impl Tx {
    /// All rows of a statement.
    pub async fn all(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>> {
        self.fetch(sql.to_owned(), values).await
    }

    /// All rows of a statement whose list of places was built; nothing a person typed may be in it.
    pub async fn all_built(&mut self, sql: String, values: &[Value]) -> Result<Vec<Row>> {
        self.fetch(sql, values).await
    }

    /// The first row, if there is one.
    pub async fn maybe(&mut self, sql: &'static str, values: &[Value]) -> Result<Option<Row>> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// The only row of a statement that always has one.
    pub async fn one(&mut self, sql: &'static str, values: &[Value]) -> Result<Row> {
        self.maybe(sql, values)
            .await?
            .ok_or_else(|| Error::Driver("a row that is always there is missing".into()))
    }

    /// Carries a statement out; says how many rows it changed.
    pub async fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64> {
        self.step().await?;
        match &mut self.open {
            Open::SqliteWrite(session) => session.run(sql, values),
            Open::SqliteRead(look) => look.run(sql, values),
            Open::Postgres(tx, _) => postgres::run(tx, sql, values).await,
        }
    }

    /// Carries out a script of several statements without values: migrations only.
    pub(crate) async fn script(&mut self, sql: String) -> Result<()> {
        self.step().await?;
        match &mut self.open {
            Open::SqliteWrite(session) => session.script(&sql),
            Open::SqliteRead(look) => look.script(&sql),
            Open::Postgres(tx, _) => postgres::script(tx, sql).await,
        }
    }

    async fn fetch(&mut self, sql: String, values: &[Value]) -> Result<Vec<Row>> {
        self.step().await?;
        match &mut self.open {
            Open::SqliteWrite(session) => session.fetch(&sql, values),
            Open::SqliteRead(look) => look.fetch(&sql, values),
            Open::Postgres(tx, _) => postgres::fetch(tx, sql, values).await,
        }
    }

    /// Records an event; it is written with the commit, at the end of its chain.
    pub fn log(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Which database this runs on.
    pub fn kind(&self) -> Kind {
        match self.open {
            Open::SqliteWrite(_) | Open::SqliteRead(_) => Kind::Sqlite,
            Open::Postgres(..) => Kind::Postgres,
        }
    }

    /// What seals texts and hashes search keys.
    pub fn seals(&self) -> &Seals {
        &self.seals
    }

    /// Whether a table is there; each database keeps its list elsewhere.
    pub async fn has_table(&mut self, name: &str) -> Result<bool> {
        let sql = match self.kind() {
            Kind::Sqlite => {
                "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name = $1"
            }
            Kind::Postgres => {
                "SELECT count(*) AS n FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_name = $1"
            }
        };
        let row = self.one(sql, &[Value::Text(name.to_owned())]).await?;
        Ok(row.get::<i64>("n")? > 0)
    }

    /// Keeps everything: acknowledged only when it is as durable as the database was opened for.
    pub async fn commit(mut self) -> Result<()> {
        let entries = std::mem::take(&mut self.entries);
        if !entries.is_empty() {
            let request = self.request.clone();
            audit::append(&mut self, &entries, &request).await?;
        }
        self.step().await?;
        match self.open {
            Open::SqliteWrite(session) => session.commit().await,
            Open::SqliteRead(_) => Ok(()),
            Open::Postgres(tx, replica) => {
                let writing = replica.as_ref().map(Replica::writing);
                tx.commit().await?;
                if let Some(writing) = writing {
                    writing.settle().await;
                }
                Ok(())
            }
        }
    }

    /// Counts a statement, and cuts here if a test asked for it. Now and then it lets others have the thread: on SQLite a
    /// statement gives it back only when it is done.
    async fn step(&mut self) -> Result<()> {
        tokio::task::coop::consume_budget().await;
        if self.cut_after == Some(self.done) {
            return Err(Error::Cut(self.done));
        }
        self.done += 1;
        self.counter.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

fn options(url: &str) -> Result<PgConnectOptions> {
    let options: PgConnectOptions = url.parse().map_err(Error::from)?;
    let options = options.statement_cache_capacity(PREPARED);
    Ok(options.application_name("hemma"))
}

fn pool(wait: Duration) -> PgPoolOptions {
    let options = PgPoolOptions::new().max_connections(POOL);
    options.acquire_timeout(wait)
}

/// A connection to a SQLite file, as all of them are set, with so much room for pages.
fn connect(path: &Path, flags: OpenFlags, kilobytes: i64) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(WAIT)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // What a savepoint remembers stays in memory: otherwise each use case makes a file and deletes it.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // Below nothing it is a size, above a number of pages.
    conn.pragma_update(None, "cache_size", -kilobytes)?;
    // A plan depends on the statement alone. Otherwise one with `LIMIT $2` is planned anew whenever a value is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(PREPARED);
    Ok(conn)
}

/// Places `$from, $from+1, …` for a list of `count` values.
pub fn places(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
