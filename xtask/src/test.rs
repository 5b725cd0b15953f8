//! `cargo xtask test`: every test there is, with what it needs, and one count at the end.

use std::fs;
use std::path::Path;

use crate::api;
use crate::args::Args;
use crate::browser;
use crate::failure::{Failure, Result};
use crate::need;
use crate::postgres::{Commits, Pair, Postgres};
use crate::run;
use crate::sweep;

/// What one runner did.
#[derive(Default)]
struct Outcome {
    passed: u64,
    failed: u64,
    /// The runner's own closing lines.
    lines: Vec<String>,
    /// It ended badly, be it in a test or before the first one.
    broken: bool,
}

pub(crate) fn test(mut args: Args) -> Result<()> {
    let sqlite_only = args.switch("--sqlite-only");
    let no_browser = args.switch("--no-browser");
    let no_api = args.switch("--no-api");
    let filter = args.filter()?;
    // A filter names Rust and browser tests; the interface is one test, called `api`.
    let hammer = !no_api && filter.as_deref().is_none_or(|filter| filter == "api");

    sweep::sweep();
    if !no_browser {
        browser::prepare()?;
    }
    need::ensure(&need::ROTA, need::for_rota)?;
    let mut outcomes = vec![];
    {
        let postgres = if sqlite_only {
            None
        } else {
            Some((Postgres::start(Commits::Quick)?, Pair::start()?))
        };
        outcomes.push(rust(filter.as_deref(), postgres.as_ref())?);
    }
    let server = run::target()?.join("debug/hemma");
    if hammer || !no_browser {
        // The same choice of packages and of what their tests need, so that no dependency is built twice.
        run::run(&mut run::cargo(&[
            "build",
            "--workspace",
            "--bins",
            "--tests",
        ]))?;
    }
    if hammer {
        outcomes.push(of_interface(api::hammer(&server)?));
    }
    if !no_browser {
        outcomes.push(in_browser(filter.as_deref(), &server)?);
    }
    if sqlite_only {
        run::say("Left out: the tests on PostgreSQL.");
    }
    if no_browser {
        run::say("Left out: the tests in a browser.");
    }
    if no_api {
        run::say("Left out: the test of the interface.");
    }
    sum_up(&outcomes)
}

/// `cargo xtask e2e`: only the browser tests, against a debug build.
pub(crate) fn e2e(args: Args) -> Result<()> {
    let filter = args.filter()?;
    browser::prepare()?;
    let server = browser::server()?;
    sum_up(&[in_browser(filter.as_deref(), &server)?])
}

/// The interface alone, against a debug build.
pub(crate) fn interface(args: Args) -> Result<()> {
    let filter = args.filter()?;
    if let Some(word) = filter {
        return Err(Failure::Usage(format!(
            "`{word}` means nothing to the job api"
        )));
    }
    let server = browser::server()?;
    sum_up(&[of_interface(api::hammer(&server)?)])
}

/// Both rounds of schemathesis count as one test.
fn of_interface(passed: bool) -> Outcome {
    let word = if passed { "passed" } else { "failed" };
    Outcome {
        passed: u64::from(passed),
        failed: u64::from(!passed),
        lines: vec![format!("interface: {word}")],
        broken: false,
    }
}

fn rust(filter: Option<&str>, postgres: Option<&(Postgres, Pair)>) -> Result<Outcome> {
    let nextest = run::find("cargo-nextest").is_some();
    let mut command = if nextest {
        run::cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--no-tests=pass",
        ])
    } else {
        run::cargo(&["test", "--workspace", "--no-fail-fast"])
    };
    command.args(filter);
    match postgres {
        Some((postgres, pair)) => command
            .env("HEMMA_TEST_POSTGRES_URL", postgres.url())
            .env("HEMMA_TEST_PRIMARY_URL", pair.primary())
            .env("HEMMA_TEST_REPLICA_URL", pair.replica()),
        None => command
            .env_remove("HEMMA_TEST_POSTGRES_URL")
            .env_remove("HEMMA_TEST_PRIMARY_URL")
            .env_remove("HEMMA_TEST_REPLICA_URL"),
    };
    let mut outcome = Outcome::default();
    let count = if nextest {
        count_nextest
    } else {
        count_cargo_test
    };
    let ok = run::follow(&mut command, &mut |line| count(line, &mut outcome))?;
    outcome.broken = !ok;
    Ok(outcome)
}

fn in_browser(filter: Option<&str>, server: &Path) -> Result<Outcome> {
    let mut files = vec![];
    for entry in fs::read_dir(browser::folder().join("tests"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.js") {
            files.push(name);
        }
    }
    files.sort();
    let mut command = browser::node(server);
    command.args(["--test", "--test-reporter=spec"]);
    if let Some(filter) = filter {
        // A filter names a file or, if no file is called so, a test.
        let named: Vec<String> = files
            .iter()
            .filter(|name| name.contains(filter))
            .cloned()
            .collect();
        if named.is_empty() {
            command.arg(format!("--test-name-pattern={filter}"));
        } else {
            files = named;
        }
    }
    command.args(files.iter().map(|name| format!("tests/{name}")));
    let mut outcome = Outcome::default();
    let ok = run::follow(&mut command, &mut |line| count_node(line, &mut outcome))?;
    outcome.broken = !ok;
    Ok(outcome)
}

/// `Summary [ 1.2s] 12 tests run: 11 passed, 1 failed, 3 skipped`
fn count_nextest(line: &str, outcome: &mut Outcome) {
    let Some((_, counts)) = line.split_once(" run: ") else {
        return;
    };
    if !line.trim_start().starts_with("Summary") {
        return;
    }
    outcome.passed += number_before(counts, " passed");
    outcome.failed += number_before(counts, " failed") + number_before(counts, " timed out");
    outcome.lines.push(line.trim().to_owned());
}

/// `test result: ok. 3 passed; 0 failed; 0 ignored; …`
fn count_cargo_test(line: &str, outcome: &mut Outcome) {
    let Some(counts) = line.strip_prefix("test result: ") else {
        return;
    };
    outcome.passed += number_before(counts, " passed");
    outcome.failed += number_before(counts, " failed");
    outcome.lines.push(line.to_owned());
}

/// `ℹ tests 3`, `ℹ pass 3`, `ℹ fail 0`, …
fn count_node(line: &str, outcome: &mut Outcome) {
    let Some(count) = line.strip_prefix("ℹ ") else {
        return;
    };
    let Some((name, number)) = count.split_once(' ') else {
        return;
    };
    let Ok(number) = number.trim().parse::<u64>() else {
        return;
    };
    match name {
        "pass" => outcome.passed += number,
        "fail" | "cancelled" => outcome.failed += number,
        "tests" | "skipped" => {}
        _ => return,
    }
    outcome.lines.push(line.to_owned());
}

fn number_before(text: &str, word: &str) -> u64 {
    let Some((before, _)) = text.split_once(word) else {
        return 0;
    };
    before
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

fn sum_up(outcomes: &[Outcome]) -> Result<()> {
    run::say("");
    for line in outcomes.iter().flat_map(|outcome| &outcome.lines) {
        run::say(line);
    }
    let passed: u64 = outcomes.iter().map(|outcome| outcome.passed).sum();
    let failed: u64 = outcomes.iter().map(|outcome| outcome.failed).sum();
    run::say(&format!("{passed} passed, {failed} failed"));
    if 0 < failed {
        return Err(Failure::Failed("Tests failed.".to_owned()));
    }
    if outcomes.iter().any(|outcome| outcome.broken) {
        return Err(Failure::Failed(
            "A test run ended before its tests did.".to_owned(),
        ));
    }
    if passed == 0 {
        return Err(Failure::Failed("No test ran.".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: fn(&str, &mut Outcome), lines: &str, passed: u64, failed: u64) {
        let mut outcome = Outcome::default();
        lines.lines().for_each(|line| count(line, &mut outcome));
        assert_eq!(
            (outcome.passed, outcome.failed),
            (passed, failed),
            "{lines}"
        );
    }

    #[test]
    fn each_runner_is_understood() {
        check(
            count_nextest,
            "     Summary [   1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 3 skipped",
            11,
            1,
        );
        check(
            count_nextest,
            "     Summary [   1.2s] 0 tests run: 0 passed, 9 skipped",
            0,
            0,
        );
        check(
            count_nextest,
            "        PASS [   0.1s] xtask a run: 3 passed",
            0,
            0,
        );
        check(
            count_cargo_test,
            "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 40 passed; 2 failed; 0 ignored",
            43,
            2,
        );
        check(
            count_node,
            "ℹ tests 5\nℹ suites 1\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ duration_ms 12.5",
            3,
            2,
        );
    }

    #[test]
    fn a_run_without_tests_is_no_success() {
        assert!(sum_up(&[Outcome::default()]).is_err());
        assert!(
            sum_up(&[Outcome {
                passed: 1,
                ..Outcome::default()
            }])
            .is_ok()
        );
        assert!(
            sum_up(&[Outcome {
                passed: 1,
                broken: true,
                ..Outcome::default()
            }])
            .is_err()
        );
    }
}
