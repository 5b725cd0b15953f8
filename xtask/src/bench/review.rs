//! `cargo xtask bench review`, `bench history`, `bench questions` and `bench charts`: indicators of a network beside DuckDB,
//! Polars and PostgreSQL, its history into an installation and out again, questions over its Parquet, and how often charts
//! cry wolf.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::postgres::{self, Commits, Postgres};
use crate::python;
use crate::run;

/// The others, at the versions that the numbers in `docs/performance.md` were measured with.
const LIBRARIES: [&str; 2] = ["duckdb==2.0.1", "polars==2.1.0"];
/// What free questions over exported files can be asked with.
const ENGINES: [&str; 3] = ["duckdb==2.0.1", "datafusion==55.0.0", "pyarrow"];

/// Teams and years of the histories; the first against the last tells what ten times the data cost.
const SIZES: [(u32, u32); 3] = [(60, 25), (600, 10), (600, 25)];

/// The history of each size is invented once; ours and the others then read the same files in turn.
pub(super) fn review() -> Result<()> {
    let programs = build(&["generate", "indicators"])?;
    let postgres = Postgres::start(Commits::Quick)?;
    let target = run::target()?.join("bench-review");
    each(&programs, "review.py", |compare| {
        compare
            .arg(target.join("out"))
            .arg(programs.join("indicators"))
            .arg(postgres::psql()?)
            .arg(postgres.url())
            .arg(postgres.process()?.to_string());
        Ok(())
    })
}

/// What a history costs on its way into an installation and out again, beside DuckDB.
pub(super) fn history() -> Result<()> {
    let program = super::release()?;
    let programs = build(&["generate"])?;
    let work = run::target()?.join("bench-history");
    each(&programs, "history.py", |compare| {
        compare.arg(&work).arg(&program);
        Ok(())
    })
}

/// Free questions over the Parquet of two installations, by two engines that must agree.
pub(super) fn questions() -> Result<()> {
    let program = super::release()?;
    let programs = build(&["generate"])?;
    let environment = python::environment("bench-questions-python", &ENGINES)?;
    let mut compare = Command::new(environment.join("bin/python"));
    compare
        .arg(run::root().join("xtask/bench/questions.py"))
        .arg("compare")
        .arg(run::target()?.join("bench-questions"))
        .arg(program)
        .arg(programs.join("generate"));
    run::run(&mut compare)
}

/// Runs a comparison on the history of each size.
fn each(programs: &Path, script: &str, told: impl Fn(&mut Command) -> Result<()>) -> Result<()> {
    let environment = python::environment("bench-review-python", &LIBRARIES)?;
    let target = run::target()?.join("bench-review");
    for (teams, years) in SIZES {
        let folder = target.join(format!("{teams}x{years}"));
        if !folder.join("manifest.json").exists() {
            invent(programs, &folder, teams, years)?;
        }
        run::say(&format!("\n{teams} teams, {years} years:\n"));
        let mut compare = Command::new(environment.join("bin/python"));
        compare
            .arg(run::root().join("xtask/bench").join(script))
            .arg("compare")
            .arg(&folder);
        told(&mut compare)?;
        run::run(&mut compare)?;
    }
    Ok(())
}

/// Simulates stable teams and teams that drop; fails if an aim is missed.
pub(super) fn charts() -> Result<()> {
    let programs = build(&["charts"])?;
    run::run(&mut Command::new(programs.join("charts")))
}

/// Builds examples of the crate alone, and says where they are.
fn build(names: &[&str]) -> Result<std::path::PathBuf> {
    let mut build = run::cargo(&["build", "--release", "-p", "hemma-review"]);
    for name in names {
        build.args(["--example", name]);
    }
    run::run(&mut build)?;
    Ok(run::target()?.join("release/examples"))
}

fn invent(programs: &Path, folder: &Path, teams: u32, years: u32) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut generate = Command::new(programs.join("generate"));
    generate.arg(folder);
    let done = run::run(generate.args([teams.to_string(), years.to_string()]));
    done.map_err(|failure| Failure::Failed(format!("no history could be invented: {failure}")))
}
