//! The routine jobs of the project, each one command: `cargo xtask help` lists them.

mod api;
mod args;
mod bench;
mod browser;
mod check;
mod demo;
mod failure;
mod fuzz;
mod html;
mod layers;
mod licences;
mod load;
mod need;
mod postgres;
mod process;
mod python;
mod run;
mod sweep;
mod test;
mod tree;

use std::process::ExitCode;

use args::Args;
use failure::{Failure, Result};

const HELP: &str = "\
cargo xtask demo [--port N] [--data DIR] [--seed S] [--today D] [--scale N]
    Builds the server, fills a data folder with invented families and starts it on this machine.
cargo xtask test [FILTER] [--sqlite-only] [--no-browser] [--no-api]
    Runs every test, on SQLite, PostgreSQL, in a browser and against the API; installs or starts what that needs.
cargo xtask check [NAME]
    Formatting, files, spelling, licences, lints and documentation; or the one named.
cargo xtask e2e [FILTER]
    Only the browser tests.
cargo xtask api
    Only the interface, under fire.
cargo xtask screenshots [--role ROLE] [--lang sv|en] PATH...
    Pictures of pages, phone and desk, light and dark, in target/screenshots.
cargo xtask bench [FILTER] [--scale N] [--seconds N] [--data DIR]
    Measures the release server: times, CPU, memory, size as transferred.
cargo xtask bench sheet|scores|statistics|rota|review|history|questions|charts|ledger|proposal|scale [--seconds N]
    Measures interviews beside a minimal service, exact scores, statistics beside R, rotas beside CP-SAT and HiGHS, a
    network's indicators beside DuckDB, Polars and PostgreSQL, its history in and out, questions over its
    Parquet, and how often charts cry wolf.
cargo xtask fuzz [TARGET] [--seconds N]
    Hands readers of foreign files mutants without end, by libFuzzer; each target so many seconds.";

fn main() -> ExitCode {
    match start(Args::from_command_line()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            run::complain(&failure.to_string());
            failure.exit_code()
        }
    }
}

fn start(mut args: Args) -> Result<()> {
    match args.word().as_deref() {
        Some("demo") => demo::demo(args),
        Some(demo::BUILD_HELPERS) => demo::build_helpers(),
        Some("test") => test::test(args),
        Some("check") => check::check(args),
        Some("e2e") => test::e2e(args),
        Some("api") => test::interface(args),
        Some("screenshots") => browser::screenshots(args),
        Some("bench") => bench::bench(args),
        Some("fuzz") => fuzz::fuzz(args),
        None | Some("help" | "--help" | "-h") => {
            run::say(HELP);
            Ok(())
        }
        Some(other) => Err(Failure::Usage(format!(
            "there is no job `{other}`\n\n{HELP}"
        ))),
    }
}
