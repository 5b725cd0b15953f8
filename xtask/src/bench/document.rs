//! `cargo xtask bench proposal`: the PDF of a decision, from values to file, by the release helper as the server starts it.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::ms;
use crate::failure::{Failure, Result};
use crate::run;

/// Times that the document is set.
const TIMES: usize = 30;
/// What it may take at the median: whoever asks for it waits for it.
const MOST: Duration = Duration::from_millis(300);
/// The trip that the tests compare with a picture.
const DOCUMENT: &str = "crates/report/examples/proposal.json";

pub(super) fn proposal() -> Result<()> {
    let build = ["build", "--release", "-p", "hemma-report"];
    run::run(&mut run::cargo(&build))?;
    let target = run::target()?;
    let (program, file) = (
        target.join("release/hemma-pdf"),
        target.join("bench-proposal.pdf"),
    );
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let mut command = Command::new(&program);
        command.stdin(File::open(DOCUMENT)?);
        command.stdout(Stdio::from(File::create(&file)?));
        if !command.status()?.success() {
            return Err(Failure::Failed(format!("{DOCUMENT} could not be set")));
        }
        times.push(began.elapsed());
    }
    times.sort();
    let at = |percent: usize| {
        times
            .get(percent * (TIMES - 1) / 100)
            .copied()
            .unwrap_or_default()
    };
    let bytes = fs::metadata(&file)?.len();
    run::say("| document | times | p50 ms | p99 ms | bytes |\n| --- | ---: | ---: | ---: | ---: |");
    run::say(&format!(
        "| a decision of two pages | {TIMES} | {} | {} | {bytes} |",
        ms(at(50)),
        ms(at(99))
    ));
    match at(50) <= MOST {
        true => Ok(()),
        false => Err(Failure::Failed(format!(
            "the median is above {} ms",
            ms(MOST)
        ))),
    }
}
