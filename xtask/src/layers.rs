//! What each crate may know (STYLE §2.1), held against the manifests.

use std::fs;

use crate::failure::{Failure, Result};
use crate::run;

/// A crate, and what may not stand among its dependencies.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    (
        "server",
        &["hemma-store", "sqlx", "rusqlite", "hemma-solver"],
    ),
    ("app", &["sqlx", "rusqlite", "axum", "hemma-solver"]),
    ("draw", &["tokio", "sqlx", "rusqlite"]),
    ("stats", &["tokio", "sqlx", "rusqlite"]),
    (
        "review",
        &[
            "tokio",
            "sqlx",
            "rusqlite",
            "axum",
            "hemma-store",
            "hemma-app",
        ],
    ),
    (
        "solver",
        &["tokio", "sqlx", "rusqlite", "hemma-store", "hemma-domain"],
    ),
    ("demo", &["tokio", "sqlx", "rusqlite", "hemma-store"]),
];

/// All that `domain` depends on: nothing that waits, reads or writes.
const DOMAIN: [&str; 4] = ["jiff", "serde", "thiserror", "uuid"];

/// All that the rules of a rota depend on: the server asks them at once, without a solver.
const ROTA: [&str; 4] = ["jiff", "serde", "serde_json", "thiserror"];

/// Looks at the manifest of each crate that holds a rule.
pub(crate) fn check() -> Result<()> {
    let read = |name: &str| {
        let path = run::root().join("crates").join(name).join("Cargo.toml");
        fs::read_to_string(path)
    };
    let mut faults = vec![];
    for (name, forbidden) in FORBIDDEN {
        faults.extend(faults_of(name, &read(name)?, |one| {
            !forbidden.contains(&one)
        }));
    }
    faults.extend(faults_of("domain", &read("domain")?, |one| {
        DOMAIN.contains(&one)
    }));
    faults.extend(faults_of("rota", &read("rota")?, |one| ROTA.contains(&one)));
    if faults.is_empty() {
        run::say("layers: fine");
        return Ok(());
    }
    Err(Failure::Failed(faults.join("\n")))
}

fn faults_of(name: &str, manifest: &str, may: impl Fn(&str) -> bool) -> Vec<String> {
    let all = dependencies(manifest).into_iter();
    all.filter(|one| !may(one))
        .map(|one| format!("{name} may not depend on {one} (STYLE §2.1)"))
        .collect()
}

/// The names under `[dependencies]`; what tests alone need is free.
fn dependencies(manifest: &str) -> Vec<&str> {
    let lines = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]");
    let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_breaks_a_layer_is_named() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\n\
            sqlx = \"1\"\n\n[dev-dependencies]\ntokio.workspace = true\n";
        assert_eq!(dependencies(manifest), ["serde", "sqlx"]);
        let faults = faults_of("server", manifest, |one| one != "sqlx");
        assert_eq!(faults, ["server may not depend on sqlx (STYLE §2.1)"]);
    }
}
