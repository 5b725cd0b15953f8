//! One statement on one connection: the only files that speak to the drivers.

pub(crate) mod postgres;
pub(crate) mod sqlite;

/// The table that a statement mainly speaks of, for the message about an impossible value.
fn table_of(sql: &str) -> &'static str {
    const TABLES: &[&str] = &[
        "networks",
        "boards",
        "teams",
        "staff",
        "posts",
        "credentials",
        "passkeys",
        "sessions",
        "throttles",
        "drafts",
        "programmes",
        "instruments",
        "jobs",
        "audit",
        "case_keys",
        "cases",
        "assignments",
        "screenings",
        "rulings",
        "cares",
        "persons",
        "bonds",
        "ties",
        "consents",
        "outcomes",
        "follow_ups",
        "notes",
        "artefacts",
        "incidents",
        "contacts",
        "tasks",
        "reports",
        "frame_items",
        "goals",
        "case_weeks",
        "week_texts",
        "fits",
        "drivers",
        "steps",
        "feedbacks",
        "read_marks",
        "meeting_rows",
    ];
    let mut words = sql
        .split_whitespace()
        .skip_while(|word| !matches!(*word, "FROM" | "INTO" | "UPDATE"));
    let named = words.nth(1).unwrap_or_default();
    TABLES
        .iter()
        .find(|table| **table == named)
        .copied()
        .unwrap_or("statement")
}
