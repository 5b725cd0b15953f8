//! Use cases: authorise, load, decide, save, log. The only way to data.

pub mod case;
pub mod config;
pub mod ctx;
pub mod enter;
pub mod error;
pub mod login;
pub mod open;
pub mod programme;
pub mod programme_file;

use std::sync::Arc;

use hemma_store::db::Db;

use crate::config::Config;
use crate::programme::Shelf;

/// The program behind its pages: cheap to clone, one for each process.
#[derive(Clone)]
pub struct App {
    pub(crate) db: Db,
    pub(crate) config: Arc<Config>,
    pub(crate) shelf: Shelf,
}

impl App {
    /// The settings this runs with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The same installation on another handle of its database: for tests that cut use cases short.
    pub fn on_db(&self, db: Db) -> App {
        App { db, ..self.clone() }
    }

    /// Statements carried out since the start, for metrics and benchmarks.
    pub fn statements(&self) -> u64 {
        self.db.statements()
    }

    /// Closes the database; what was acknowledged is on the disk.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
