//! Opening an installation: its key, its database, its migrations, its definitions.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use hemma_domain::access::Errand;
use hemma_domain::application::gate;
use hemma_domain::sender;
use hemma_domain::time::Instant;
use hemma_store::db::{Db, Durability, Kind, Room, Tx};
use hemma_store::migrate;
use hemma_store::seal::MasterKey;
use hemma_store::site;

use crate::App;
use crate::agreement_file::AgreementFile;
use crate::config::{Config, Database};
use crate::ctx::Ctx;
use crate::curriculum_file::CurriculumFile;
use crate::error::{Error, Result};
use crate::fidelity::network::Keep;
use crate::gate::Gate;
use crate::instrument_file::InstrumentFile;
use crate::layout_file::LayoutFile;
use crate::mail::Post;
use crate::private;
use crate::programme_file::ProgrammeFile;
use crate::recruiting_file::RecruitingFile;
use crate::rota::Runs;
use crate::shelf::Shelf;
use crate::transfer::copy_privately;

/// The name under which a site keeps a known text, sealed: it tells a wrong key at start, not at the first case.
const PROOF: &str = "key_proof";

/// What an installation is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To work with it: what ships and is not yet there is stored.
    Use,
    /// To look at it: nothing is stored.
    Look,
}

impl Purpose {
    /// Ends a transaction: whoever only looks leaves nothing.
    pub(crate) async fn end(self, tx: Tx) -> Result<()> {
        if self == Purpose::Use {
            tx.commit().await?;
        }
        Ok(())
    }
}

impl App {
    /// Opens an installation that is there already, to look at it: nothing is made, migrated or stored. None where
    /// there is no data.
    pub async fn look(config: Config, now: Instant) -> Result<Option<App>> {
        let is_there = match &config.database {
            Database::Sqlite(path) => path.exists(),
            Database::Postgres(_) => config.key_file().exists(),
        };
        if !is_there {
            return Ok(None);
        }
        let master = master_key(&config).map_err(Error::Internal)?;
        let db = connect(&config, &master)
            .await
            .map_err(|err| unreadable(err, &config))?;
        let pending = migrate::pending(&db).await;
        let pending = pending.map_err(|err| unreadable(err.into(), &config))?;
        if is_new(&pending) {
            db.close().await;
            return Ok(None);
        }
        if !pending.is_empty() {
            return Err(Error::Internal(anyhow::anyhow!(
                "the data is of an older Hemma ({} has not run). Nothing was changed: `hemma serve` copies it and \
                 brings it up to date",
                pending.join(", ")
            )));
        }
        prove_key(&db, &config, Purpose::Look).await?;
        App::for_purpose(db, config, (Purpose::Look, now))
            .await
            .map(Some)
    }

    /// Opens the installation: makes what is missing, copies a SQLite file before it migrates.
    pub async fn open(config: Config, now: Instant) -> Result<App> {
        std::fs::create_dir_all(&config.data)
            .with_context(|| format!("the data folder {} cannot be made", config.data.display()))
            .map_err(Error::Internal)?;
        let master = master_key(&config).map_err(Error::Internal)?;
        let db = connect(&config, &master)
            .await
            .map_err(|err| unreadable(err, &config))?;
        migrate_after_copy(&config, &db, now)
            .await
            .map_err(|err| unreadable(err, &config))?;
        prove_key(&db, &config, Purpose::Use).await?;
        App::on(db, config, now).await
    }

    /// An installation on a database that is open and migrated: tests begin here.
    pub async fn on(db: Db, config: Config, now: Instant) -> Result<App> {
        App::for_purpose(db, config, (Purpose::Use, now)).await
    }

    async fn for_purpose(
        db: Db,
        config: Config,
        (purpose, now): (Purpose, Instant),
    ) -> Result<App> {
        let post = Post::of(&config.mail).map_err(Error::Internal)?;
        let app = App {
            db,
            config: Arc::new(config),
            gate: Gate::new((gate::OF_ADDRESS, gate::OF_ALL)),
            reading_gate: Gate::new((gate::READING_OF_ADDRESS, gate::READING_OF_ALL)),
            sender_gate: Gate::new((sender::OF_ADDRESS, sender::OF_ALL)),
            post,
            programmes: Shelf::default(),
            instruments: Shelf::default(),
            agreements: Shelf::default(),
            layouts: Shelf::default(),
            curricula: Shelf::default(),
            recruiting: Shelf::default(),
            fidelity: Keep::default(),
            suggestions: Runs::default(),
            prices: Runs::default(),
            scales: crate::scale::Runs::default(),
            reviews: crate::review::Keep::default(),
        };
        let ctx = Ctx::system(Errand::Upkeep, now);
        app.load_definitions::<ProgrammeFile>(&ctx, purpose, &app.programmes)
            .await?;
        app.load_definitions::<InstrumentFile>(&ctx, purpose, &app.instruments)
            .await?;
        app.load_definitions::<AgreementFile>(&ctx, purpose, &app.agreements)
            .await?;
        app.load_definitions::<LayoutFile>(&ctx, purpose, &app.layouts)
            .await?;
        app.load_definitions::<CurriculumFile>(&ctx, purpose, &app.curricula)
            .await?;
        app.load_definitions::<RecruitingFile>(&ctx, purpose, &app.recruiting)
            .await?;
        Ok(app)
    }
}

async fn connect(config: &Config, master: &MasterKey) -> Result<Db> {
    let durability = if config.fast {
        Durability::Fast
    } else {
        Durability::Durable
    };
    let room = if config.serves {
        Room::Large
    } else {
        Room::Small
    };
    Ok(match &config.database {
        Database::Sqlite(path) => {
            private_database(path).map_err(Error::Internal)?;
            Db::sqlite(path, master, (durability, room)).await?
        }
        Database::Postgres(url) => match &config.replica {
            Some(replica) => Db::replicated(url, replica, master).await?,
            None => Db::postgres(url, master).await?,
        },
    })
}

/// Makes a new database's file before SQLite does, which would let everybody read it. The files that SQLite puts beside
/// it get the same mode.
fn private_database(path: &Path) -> anyhow::Result<()> {
    match private::create(path) {
        Err(err) if err.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(err).with_context(|| format!("{} cannot be made", path.display()))
        }
        _ => Ok(()),
    }
}

/// What to do where the database file itself cannot be used. A database server has its own words.
fn unreadable(err: Error, config: &Config) -> Error {
    let Database::Sqlite(path) = &config.database else {
        return err;
    };
    Error::Internal(anyhow::Error::new(err).context(format!(
        "{} cannot be used. Nothing in it was changed. If another program holds it, end that program; if the file is \
         damaged, restore a backup into a new folder",
        path.display()
    )))
}

/// The key of this folder; a new one where there is none yet. Only its owner can read the file.
fn master_key(config: &Config) -> anyhow::Result<MasterKey> {
    let path = &config.key_file();
    match std::fs::read_to_string(path) {
        Ok(text) => MasterKey::from_text(&text)
            .with_context(|| format!("{} does not hold a key: base64 of 32 bytes", path.display())),
        // A new key would open nothing of what is there.
        Err(err)
            if err.kind() == std::io::ErrorKind::NotFound
                && matches!(&config.database, Database::Sqlite(path) if path.exists()) =>
        {
            Err(err).with_context(|| {
                format!(
                    "{} is missing, and without it nobody can read the data beside it. Put it back from where the \
                     key is kept",
                    path.display()
                )
            })
        }
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
            let key = MasterKey::generate();
            write_private(path, &key.to_text())
                .with_context(|| format!("{} cannot be written", path.display()))?;
            Ok(key)
        }
        Err(err) => Err(err).with_context(|| format!("{} cannot be read", path.display())),
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut file = private::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

async fn migrate_after_copy(config: &Config, db: &Db, now: Instant) -> Result<()> {
    let pending = migrate::pending(db).await?;
    if pending.is_empty() {
        return Ok(());
    }
    if !is_new(&pending) {
        let copy = config.data.join(format!(
            "before-{}-{}.db",
            pending.join("-"),
            now.0.as_second()
        ));
        if db.kind() == Kind::Sqlite {
            copy_privately(db, &copy).await?;
        }
        tracing::info!(copy = %copy.display(), "copied the database before migrating");
    }
    let ran = migrate::run(db, now).await?;
    tracing::info!(migrations = ?ran, "migrated");
    Ok(())
}

/// Whether no migration ever ran: the database is empty.
fn is_new(pending: &[&str]) -> bool {
    pending.first().is_some_and(|name| name.starts_with("0001"))
}

/// Refuses to start with a key that does not fit the data.
async fn prove_key(db: &Db, config: &Config, purpose: Purpose) -> Result<()> {
    const TEXT: &str = "hemma";
    let spot = hemma_store::seal::Spot::new("site", PROOF, "value");
    let mut tx = db.write("open").await?;
    match site::get(&mut tx, PROOF).await? {
        Some(sealed) => {
            let opened = tx.seals().site().open(&spot, &sealed);
            if opened.is_err() {
                return Err(Error::Internal(anyhow::anyhow!(
                    "{} does not fit this data. Put the key back that the data was written with",
                    config.key_file().display()
                )));
            }
        }
        None => {
            let sealed = tx.seals().site().seal(&spot, TEXT);
            site::set(&mut tx, PROOF, &sealed).await?;
        }
    }
    purpose.end(tx).await
}
