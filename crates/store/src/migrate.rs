//! Which migrations run where, in order, each in a transaction of its own.

use hemma_domain::time::Instant;

use crate::db::{Db, Kind, Tx};
use crate::error::{Error, Result};
use crate::values;

/// One migration: its name, the text for both databases, and what only one of them understands.
struct Migration {
    name: &'static str,
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! both {
    ($name:literal) => {
        Migration {
            name: $name,
            both: include_str!(concat!("../migrations/", $name, ".sql")),
            sqlite: "",
            postgres: "",
        }
    };
}

const MIGRATIONS: &[Migration] = &[
    both!("0001_who"),
    Migration {
        name: "0002_audit",
        both: include_str!("../migrations/0002_audit.sql"),
        sqlite: include_str!("../migrations/0002_audit.sqlite.sql"),
        postgres: include_str!("../migrations/0002_audit.postgres.sql"),
    },
    both!("0003_case"),
    both!("0004_records"),
    both!("0005_week"),
    both!("0006_phases"),
    both!("0007_instruments"),
    both!("0008_measures"),
    both!("0009_rounds"),
    Migration {
        name: "0010_links",
        both: include_str!("../migrations/0010_links.sql"),
        sqlite: include_str!("../migrations/0010_links.sqlite.sql"),
        postgres: include_str!("../migrations/0010_links.postgres.sql"),
    },
    both!("0020_agreements"),
    Migration {
        name: "0021_duty",
        both: include_str!("../migrations/0021_duty.sql"),
        sqlite: include_str!("../migrations/0021_duty.sqlite.sql"),
        postgres: include_str!("../migrations/0021_duty.postgres.sql"),
    },
    both!("0023_sheets"),
    both!("0024_calls"),
    both!("0025_measures_due"),
    both!("0030_layouts"),
    both!("0031_proposals"),
    Migration {
        name: "0032_reviews",
        both: include_str!("../migrations/0032_reviews.sql"),
        sqlite: include_str!("../migrations/0032_reviews.sqlite.sql"),
        postgres: include_str!("../migrations/0032_reviews.postgres.sql"),
    },
    both!("0033_review_documents"),
    both!("0035_curricula"),
    both!("0036_trainings"),
    Migration {
        name: "0038_ledger",
        both: include_str!("../migrations/0038_ledger.sql"),
        sqlite: include_str!("../migrations/0038_ledger.sqlite.sql"),
        postgres: include_str!("../migrations/0038_ledger.postgres.sql"),
    },
    both!("0039_fees"),
    both!("0040_earmarks"),
    both!("0041_openings"),
    both!("0042_applications"),
    both!("0043_briefings"),
    both!("0045_dated_shares"),
    both!("0046_weekly_absences"),
    both!("0053_burdens"),
    both!("0054_projects"),
    both!("0055_histories"),
    both!("0047_consultations"),
    both!("0048_developments"),
    both!("0050_holds"),
    both!("0051_call_times"),
    both!("0049_ring_seconds"),
    both!("0056_proposal_attachments"),
    both!("0057_trip_trainings"),
    both!("0058_recruiting"),
    both!("0059_reminders"),
    both!("0060_history_stays"),
    both!("0061_senders"),
    both!("0062_addressees"),
    both!("0063_network_reviews"),
    both!("0064_proposal_past"),
    both!("0065_project_goals"),
    both!("0068_rota_agreement"),
    both!("0072_review_countings"),
    both!("0044_called"),
    both!("0052_opening_corrections"),
    both!("0034_proposal_diaries"),
    both!("0037_development_ratings"),
    both!("0066_bill_payments"),
];

/// A number nobody else uses, for PostgreSQL's lock: instances that start together migrate one after the other.
const LOCK: i64 = 0x0048_656d_6d61;

/// The names of the migrations that have not run yet. Changes nothing, not even in an empty database.
pub async fn pending(db: &Db) -> Result<Vec<&'static str>> {
    let mut tx = db.read().await?;
    let done = match tx.has_table("migrations").await? {
        true => names(&mut tx).await?,
        false => Vec::new(),
    };
    Ok(MIGRATIONS
        .iter()
        .map(|m| m.name)
        .filter(|name| !done.iter().any(|d| d == name))
        .collect())
}

/// Runs what has not run yet; gives the names.
pub async fn run(db: &Db, now: Instant) -> Result<Vec<&'static str>> {
    let mut ran = Vec::new();
    for migration in MIGRATIONS {
        let mut tx = db.write("migrate").await?;
        if tx.kind() == Kind::Postgres {
            tx.all("SELECT pg_advisory_xact_lock($1)", &values![LOCK])
                .await?;
        }
        if done(&mut tx)
            .await?
            .iter()
            .any(|name| name == migration.name)
        {
            continue;
        }
        carry_out(&mut tx, migration, now)
            .await
            .map_err(|err| Error::Migration(migration.name.to_owned(), Box::new(err)))?;
        tx.commit().await?;
        ran.push(migration.name);
    }
    Ok(ran)
}

async fn carry_out(tx: &mut Tx, migration: &Migration, now: Instant) -> Result<()> {
    tx.script(migration.both.to_owned()).await?;
    let own = match tx.kind() {
        Kind::Sqlite => migration.sqlite,
        Kind::Postgres => migration.postgres,
    };
    if !own.is_empty() {
        tx.script(own.to_owned()).await?;
    }
    tx.run(
        "INSERT INTO migrations (name, ran_at) VALUES ($1, $2)",
        &values![migration.name, now],
    )
    .await?;
    Ok(())
}

async fn done(tx: &mut Tx) -> Result<Vec<String>> {
    tx.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, ran_at TIMESTAMPTZ NOT NULL)", &[]).await?;
    names(tx).await
}

async fn names(tx: &mut Tx) -> Result<Vec<String>> {
    tx.all("SELECT name FROM migrations ORDER BY name", &[])
        .await?
        .iter()
        .map(|row| row.get("name"))
        .collect()
}
