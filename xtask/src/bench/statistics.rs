//! `cargo xtask bench statistics`: ours, then R's psychotools and lme4 on the same data.

use std::fs;
use std::process::{Command, Stdio};

use crate::failure::Result;
use crate::need::{self, Need, R};
use crate::run;

/// What R needs, by the names that Debian gives its packages.
const LIBRARIES: [Need; 2] = [
    Need {
        program: "psychotools",
        package: "r-cran-psychotools",
        purpose: "calibrates by the partial credit model",
    },
    Need {
        program: "lme4",
        package: "r-cran-lme4",
        purpose: "fits mixed models",
    },
];

pub(super) fn statistics() -> Result<()> {
    let folder = run::target()?.join("bench-statistics");
    fs::create_dir_all(&folder)?;
    let mut ours = run::cargo(&["run", "--release", "-p", "hemma-stats"]);
    ours.args(["--example", "measure", "--"]).arg(&folder);
    run::run(&mut ours)?;
    need::ensure(&[R], need::on_path)?;
    need::ensure(&LIBRARIES, |library| has_library(library.program))?;
    let mut theirs = Command::new("Rscript");
    theirs
        .arg(run::root().join("xtask/bench/statistics.R"))
        .arg(&folder);
    run::run(&mut theirs)
}

fn has_library(name: &str) -> bool {
    let ask = format!("quit(status = !requireNamespace('{name}', quietly = TRUE))");
    Command::new("Rscript")
        .args(["-e", &ask])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
