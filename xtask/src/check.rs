//! `cargo xtask check`: what must hold before anybody reads a change.

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::layers;
use crate::licences;
use crate::need;
use crate::run;
use crate::tree;

type Check = (&'static str, fn() -> Result<()>);

/// The quick ones first.
const CHECKS: [Check; 7] = [
    ("formatting", formatting),
    ("files", tree::check),
    ("layers", layers::check),
    ("spelling", spelling),
    ("licences", dependencies),
    ("lints", lints),
    ("documentation", documentation),
];

/// Runs every check, or the one named, also after one has failed, and names those that did.
pub(crate) fn check(args: Args) -> Result<()> {
    let wanted = args.filter()?;
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    if !CHECKS.iter().any(|(name, _)| is_wanted(name)) {
        let names: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
        return Err(Failure::Usage(format!(
            "check takes one of: {}",
            names.join(", ")
        )));
    }
    let mut failed = vec![];
    for (name, check) in CHECKS.into_iter().filter(|(name, _)| is_wanted(name)) {
        if let Err(failure) = check() {
            run::complain(&failure.to_string());
            failed.push(name);
        }
    }
    if failed.is_empty() {
        run::say("All checks are fine.");
        return Ok(());
    }
    Err(Failure::Failed(format!(
        "Checks failed: {}.",
        failed.join(", ")
    )))
}

fn formatting() -> Result<()> {
    run::run(&mut run::cargo(&["fmt", "--all", "--check"]))?;
    // A workspace of its own, which `--all` does not reach.
    let apart = ["--manifest-path", "fuzz/libfuzzer/Cargo.toml"];
    run::run(run::cargo(&["fmt", "--check"]).args(apart))
}

fn lints() -> Result<()> {
    need::ensure(&need::ROTA, need::for_rota)?;
    run::run(&mut run::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))
}

fn documentation() -> Result<()> {
    need::ensure(&need::ROTA, need::for_rota)?;
    let mut doc = run::cargo(&["doc", "--workspace", "--no-deps", "--quiet"]);
    run::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// cargo-deny knows more (the text of licence files); our own check needs nothing installed.
fn dependencies() -> Result<()> {
    licences::check()?;
    if run::find("cargo-deny").is_none() {
        run::say("cargo-deny is not installed: texts of licences are not looked at");
        return Ok(());
    }
    run::run(&mut run::cargo(&[
        "deny",
        "--offline",
        "check",
        "licenses",
        "bans",
        "sources",
    ]))
}

fn spelling() -> Result<()> {
    match run::find("typos") {
        Some(typos) => run::run(std::process::Command::new(typos).current_dir(run::root())),
        None => {
            run::say("typos is not installed: spelling is not looked at");
            Ok(())
        }
    }
}
