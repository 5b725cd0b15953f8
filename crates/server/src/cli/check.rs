//! `hemma check`: the settings in force, what is installed, and whether the log is whole.

use std::path::Path;
use std::process::{Command, ExitCode};

use hemma_app::App;
use hemma_app::check::BrokenChain;
use hemma_app::config::Database;

use crate::cli::{complain, say};
use crate::config::{Config, ROTA_HELPER, SETTINGS, Setting};
use crate::http::Clock;

/// Megabytes below which the disk deserves a warning: a day's work of a large site, many times over.
const FREE_MB_LEAST: u64 = 1024;

/// Prints the settings and what there is, follows the log's chains, and says where one is broken.
pub(crate) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    say("Settings");
    for (name, value, from) in &config.shown {
        let setting = SETTINGS.iter().find(|setting| setting.name == name);
        say(&setting_line(name, value, from, setting));
    }
    let now = Clock::machine().now();
    let Some(app) = App::look(config.app.clone(), now).await? else {
        complain(&no_data(config));
        return Ok(ExitCode::FAILURE);
    };
    say("\nProgrammes");
    for programme in app.programmes().all() {
        say(&format!(
            "  {} version {}",
            programme.code, programme.version
        ));
    }
    say("\nQuestionnaires");
    for scorer in app.instrument_shelf().all() {
        let instrument = scorer.instrument();
        say(&format!(
            "  {} version {}",
            instrument.code, instrument.version
        ));
    }
    say("\nAgreements on being on call");
    for agreement in app.agreements().all() {
        say(&format!(
            "  {} version {}",
            agreement.code, agreement.version
        ));
    }
    say("\nHelper programs");
    say(&helper_line("hemma-pdf", config.app.pdf.as_deref()));
    say(&helper_line(ROTA_HELPER, config.app.rota.as_deref()));
    say("\nDisk");
    say(&disk_line(&config.app.data));
    say("\nAccess log");
    let broken = app.check_log().await;
    app.close().await;
    let broken = broken?;
    if broken.is_empty() {
        say("  every chain is whole");
        return Ok(ExitCode::SUCCESS);
    }
    for chain in &broken {
        say(&chain_line(chain));
    }
    Ok(ExitCode::FAILURE)
}

/// What to do where nothing is.
fn no_data(config: &Config) -> String {
    let setting = match config.app.database {
        Database::Sqlite(_) => "",
        Database::Postgres(_) => " and the setting database",
    };
    format!(
        "hemma: there is no data in {}, and nothing was written. Is --data{setting} the one that the site runs with? \
         A new site is made by `hemma site import` or `hemma serve`.",
        config.app.data.display()
    )
}

fn setting_line(name: &str, value: &str, from: &str, setting: Option<&Setting>) -> String {
    let Some(setting) = setting else {
        return format!("  {name} = {value} ({from})");
    };
    let default = match setting.default {
        "" => "empty",
        default => default,
    };
    let range = setting
        .range
        .map(|(least, most)| format!(", from {least} to {most}"))
        .unwrap_or_default();
    let about = setting.about;
    format!("  {name} = {value} ({from}; default {default}{range}): {about}")
}

fn helper_line(name: &str, path: Option<&Path>) -> String {
    match path {
        Some(path) if path.is_file() => format!("  {name}: {}", path.display()),
        _ => format!("  {name}: missing; it belongs beside the program hemma"),
    }
}

fn disk_line(folder: &Path) -> String {
    match free_mb(folder) {
        Some(free) if free < FREE_MB_LEAST => {
            format!("  {free} MB free: less than {FREE_MB_LEAST} MB")
        }
        Some(free) => format!("  {free} MB free"),
        None => "  free space could not be read".to_owned(),
    }
}

/// Megabytes free where the data is, as the system's own `df` tells: the standard library cannot.
fn free_mb(folder: &Path) -> Option<u64> {
    let told = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(told.stdout).ok()?;
    let free_kb: u64 = text
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()?;
    Some(free_kb / 1024)
}

fn chain_line(chain: &BrokenChain) -> String {
    let whose = chain
        .board
        .map_or_else(|| "the site".to_owned(), |board| format!("board {board}"));
    format!(
        "  BROKEN: the chain of {whose} at row {}: {}",
        chain.at, chain.reason
    )
}
