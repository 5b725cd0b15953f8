//! `cargo xtask bench rota`: the exact engine beside CP-SAT and HiGHS from Python's index, on the same files.

use std::process::Command;

use crate::demo;
use crate::failure::Result;
use crate::python;
use crate::run;

/// The others, at the versions that the numbers in `docs/performance.md` were measured with.
const LIBRARIES: [&str; 3] = ["ortools==9.15.6755", "highspy==1.15.1", "numpy"];

pub(super) fn rota(seconds: u64) -> Result<()> {
    demo::build_rota()?;
    let folder = python::environment("bench-rota-python", &LIBRARIES)?;
    let target = run::target()?;
    let mut compare = Command::new(folder.join("bin/python"));
    compare
        .arg(run::root().join("xtask/bench/rota.py"))
        .arg("--program")
        .arg(target.join("release/hemma-rota"))
        .arg("--folder")
        .arg(target.join("bench-rota"))
        .args(["--seconds", &seconds.to_string()]);
    run::run(&mut compare)
}
