//! `cargo xtask fuzz`: every reader of foreign files under libFuzzer, one after the other.
//!
//! Nothing of it lands in the repository: seeds are made from what ships, and what was found stays in the build folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::run;

/// Pinned, so that it builds tomorrow.
const VERSION: &str = "0.13.2";

/// For each target: what a break leaves time for.
const SECONDS_DEFAULT: u64 = 60;

/// Every file is read several times over; one that takes longer than this is a finding.
const SECONDS_A_FILE_MAX: &str = "10";

/// What one target did.
#[derive(Default)]
struct Told {
    executions: u64,
    seconds: u64,
    /// The last line of progress: covered edges, files kept.
    progress: String,
}

pub(crate) fn fuzz(mut args: Args) -> Result<()> {
    let seconds = args.parsed::<u64>("--seconds")?.unwrap_or(SECONDS_DEFAULT);
    let wanted = args.filter()?;
    let mut targets = targets()?;
    let all = targets.join(", ");
    targets.retain(|target| wanted.as_ref().is_none_or(|wanted| wanted == target));
    if targets.is_empty() {
        return Err(Failure::Usage(format!("fuzz takes one of: {all}")));
    }
    let folder = run::target()?.join("fuzz");
    let cargo_fuzz = ready()?;
    let seeds = folder.join("seeds");
    run::run(
        run::cargo(&["run", "--quiet", "-p", "hemma-fuzz", "--example", "seeds"])
            .arg("--")
            .arg(&seeds),
    )?;
    // The same versions of everything as the program has; cargo adds what libFuzzer needs.
    let lock = run::root().join("fuzz/libfuzzer/Cargo.lock");
    fs::copy(run::root().join("Cargo.lock"), lock)?;
    // What does not build is no finding.
    run::run(&mut cargo_fuzz_to("build", &cargo_fuzz, &folder))?;
    let mut lines = vec![];
    let mut failed = vec![];
    for target in targets {
        let mut told = Told::default();
        let mut command = command(&cargo_fuzz, &folder, &target, seconds)?;
        let is_fine = run::follow(&mut command, &mut |line| read(line, &mut told))?;
        lines.push(row(&target, &told));
        if !is_fine {
            failed.push(target);
        }
    }
    run::say("\n| reader | seconds | files read | a second | edges, features, files kept |");
    run::say("| --- | ---: | ---: | ---: | --- |");
    lines.iter().for_each(|line| run::say(line));
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::Failed(format!(
        "Something was found with {}: see {}",
        failed.join(", "),
        folder.join("found").display()
    )))
}

/// A command of cargo-fuzz, on the stable compiler.
fn cargo_fuzz_to(what: &str, cargo_fuzz: &Path, folder: &Path) -> Command {
    let mut command = Command::new(cargo_fuzz);
    command
        .current_dir(run::root())
        // libFuzzer counts edges with a flag that the stable compiler takes only so.
        .env("RUSTC_BOOTSTRAP", "1")
        .args([what, "--fuzz-dir", "fuzz/libfuzzer", "--sanitizer", "none"])
        .arg("--target-dir")
        .arg(folder.join("build"));
    command
}

/// A target is a program of its own in `fuzz/libfuzzer`.
fn targets() -> Result<Vec<String>> {
    let mut names = vec![];
    for entry in fs::read_dir(run::root().join("fuzz/libfuzzer/src"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".rs").filter(|name| *name != "lib");
        names.extend(name.map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn command(cargo_fuzz: &Path, folder: &Path, target: &str, seconds: u64) -> Result<Command> {
    let corpus = folder.join("corpus").join(target);
    let found = folder.join("found").join(target);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let mut command = cargo_fuzz_to("run", cargo_fuzz, folder);
    command
        .arg(target)
        .arg(corpus)
        .arg(folder.join("seeds").join(target))
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={SECONDS_A_FILE_MAX}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args(["-print_final_stats=1", "-len_control=0"]);
    Ok(command)
}

/// cargo-fuzz: found, or installed into the build folder.
fn ready() -> Result<PathBuf> {
    if let Some(program) = run::find("cargo-fuzz") {
        return Ok(program);
    }
    let folder = run::target()?.join(format!("cargo-fuzz-{VERSION}"));
    let program = folder.join("bin/cargo-fuzz");
    if program.exists() {
        return Ok(program);
    }
    run::say("cargo-fuzz is missing: it runs libFuzzer. Installing it into the build folder.");
    let mut install = run::cargo(&["install", "cargo-fuzz", "--locked", "--version", VERSION]);
    // Built among temporary files: the build folder may be in use.
    install.env_remove("CARGO_TARGET_DIR");
    run::run(install.arg("--root").arg(&folder))?;
    Ok(program)
}

/// `#4096 pulse  cov: 812 ft: 3056 corp: 105/84Kb …`, `stat::number_of_executed_units: 5120`,
/// `Done 5120 runs in 61 second(s)`
fn read(line: &str, told: &mut Told) {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
        told.executions = number(count).unwrap_or(told.executions);
    } else if let Some((_, rest)) = line.split_once(" runs in ") {
        let seconds = rest.split(' ').next().and_then(number);
        told.seconds = seconds.unwrap_or(told.seconds);
    } else if line.starts_with('#')
        && let Some((_, rest)) = line.split_once(" cov: ")
    {
        let words: Vec<&str> = rest.split_whitespace().collect();
        if let [edges, "ft:", features, "corp:", kept, ..] = words.as_slice() {
            told.progress = format!("{edges}, {features}, {kept}");
        }
    }
}

fn row(target: &str, told: &Told) -> String {
    let a_second = told.executions / told.seconds.max(1);
    let Told {
        executions,
        seconds,
        progress,
    } = told;
    format!("| {target} | {seconds} | {executions} | {a_second} | {progress} |")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libfuzzer_tells_is_read() {
        let mut told = Told::default();
        for line in [
            "#2\tINITED cov: 800 ft: 801 corp: 1/11b exec/s: 0 rss: 40Mb",
            "#4096\tpulse  cov: 812 ft: 3056 corp: 105/84Kb lim: 4096 exec/s: 80 rss: 60Mb",
            "Done 5120 runs in 61 second(s)",
            "stat::number_of_executed_units: 5120",
        ] {
            read(line, &mut told);
        }
        assert_eq!(
            row("programme", &told),
            "| programme | 61 | 5120 | 83 | 812, 3056, 105/84Kb |"
        );
    }
}
