//! One statement on one connection: the only files that speak to the drivers.

pub(crate) mod postgres;
pub(crate) mod sqlite;

/// The table that a statement mainly speaks of, for the message about an impossible value.
fn table_of(sql: &str) -> &str {
    let mut words = sql
        .split_whitespace()
        .skip_while(|word| !matches!(*word, "FROM" | "INTO" | "UPDATE"));
    words.nth(1).unwrap_or("statement")
}
