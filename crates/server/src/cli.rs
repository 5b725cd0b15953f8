//! The command line. What it prints goes through one function.

mod agreement;
mod backup;
mod check;
mod curriculum;
mod demo;
mod export;
mod feed;
mod history;
mod instrument;
mod layout;
mod programme;
mod recruiting;
mod review;
mod rota;
mod serve;
mod site;
mod staff;
mod stop;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hemma_app::error::Error;

use crate::config::{Config, Override};

/// Hemma runs an MST or MST-CAN programme: the team's week, safety, supervision.
#[derive(Parser)]
#[command(name = "hemma", version)]
struct Command {
    /// The data folder; the platform's own by default.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Serves the site.
    Serve(serve::Options),
    /// Fills an empty data folder with an invented network and serves it; everybody signs in by one click.
    Demo(demo::Options),
    /// Prints the settings in force and checks the log's chains.
    Check,
    /// Checks or imports the networks, boards and teams of this site.
    #[command(subcommand)]
    Site(site::Act),
    /// Who works here, and their links for the first sign-in.
    #[command(subcommand)]
    Staff(staff::Act),
    /// Copies the database into a file, also while the site runs.
    Backup(backup::BackupOptions),
    /// Puts a backup into an empty data folder.
    Restore(backup::RestoreOptions),
    /// Writes all data of a board into a new folder, texts opened.
    Export(export::Options),
    /// Brings in what a network knows from before.
    #[command(subcommand)]
    Import(history::Act),
    /// Checks or imports the definition of a programme.
    #[command(subcommand)]
    Programme(programme::Act),
    /// Checks or imports an agreement on being on call.
    #[command(subcommand)]
    Agreement(agreement::Act),
    /// Checks or imports which training a programme demands.
    #[command(subcommand)]
    Curriculum(curriculum::Act),
    /// Checks or imports what holds for recruiting.
    #[command(subcommand)]
    Recruiting(recruiting::Act),
    /// Checks or imports a layout of proposals to boards.
    #[command(subcommand)]
    Layout(layout::Act),
    /// Solves, checks or explains a rota from a file, by the helper `hemma-rota`; `hemma rota` alone says how.
    Rota(rota::Options),
    /// Works out the indicators and control charts of a network's history.
    #[command(subcommand)]
    Review(review::Act),
    /// Sends figures of teams to their network's installation, and says who may send them here.
    #[command(subcommand)]
    Feed(feed::Act),
    /// Checks, imports or exports a questionnaire, or scores answers to it.
    #[command(subcommand)]
    Instrument(instrument::Act),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let command = Command::parse();
    match run(command) {
        Ok(code) => code,
        Err(err) => {
            complain(&format!("hemma: {}", told(&err)));
            ExitCode::FAILURE
        }
    }
}

/// Threads beyond the cores: one waits for the disk while the writer commits, one for a long question to SQLite.
const WAITING: usize = 2;

/// What went wrong, with its causes. A fault that says itself what happened is not called one of the program.
fn told(err: &anyhow::Error) -> String {
    match err.downcast_ref::<Error>() {
        Some(Error::Internal(cause)) => format!("{cause:#}"),
        _ => format!("{err:#}"),
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores + WAITING)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command.act {
            Act::Serve(options) => serve::run(&read(command.data, options.listen)?)
                .await
                .map(|()| ExitCode::SUCCESS),
            Act::Demo(options) => demo::run(command.data, &options)
                .await
                .map(|()| ExitCode::SUCCESS),
            Act::Backup(options) => backup::backup(&read(command.data, None)?, &options)
                .await
                .map(|()| ExitCode::SUCCESS),
            Act::Rota(options) => rota::run(&options),
            Act::Review(review::Act::Indicators(options)) => review::run(options).await,
            Act::Review(review::Act::Export(options)) => {
                history::export(&read(command.data, None)?, &options).await
            }
            Act::Import(act) => history::import(&read(command.data, None)?, act).await,
            Act::Restore(options) => backup::restore(&read(command.data, None)?, &options)
                .await
                .map(|()| ExitCode::SUCCESS),
            Act::Export(options) => export::run(&read(command.data, None)?, &options)
                .await
                .map(|()| ExitCode::SUCCESS),
            Act::Programme(programme::Act::Check { file }) => programme::check(&file),
            Act::Programme(programme::Act::Import { file }) => {
                programme::import(&read(command.data, None)?, &file).await
            }
            Act::Agreement(agreement::Act::Check { file }) => agreement::check(&file),
            Act::Agreement(agreement::Act::Import { file }) => {
                agreement::import(&read(command.data, None)?, &file).await
            }
            Act::Curriculum(curriculum::Act::Check { file }) => curriculum::check(&file),
            Act::Curriculum(curriculum::Act::Import { file }) => {
                curriculum::import(&read(command.data, None)?, &file).await
            }
            Act::Recruiting(recruiting::Act::Check { file }) => recruiting::check(&file),
            Act::Recruiting(recruiting::Act::Import { file }) => {
                recruiting::import(&read(command.data, None)?, &file).await
            }
            Act::Layout(layout::Act::Check { file }) => layout::check(&file),
            Act::Layout(layout::Act::Import { file }) => {
                layout::import(&read(command.data, None)?, &file).await
            }
            Act::Feed(act) => feed::run(&read(command.data, None)?, act).await,
            Act::Instrument(act) => instrument::run(command.data, act).await,
            Act::Check => check::run(&read(command.data, None)?).await,
            Act::Site(act) => site::run(&read(command.data, None)?, &act).await,
            Act::Staff(act) => staff::run(&read(command.data, None)?, &act)
                .await
                .map(|()| ExitCode::SUCCESS),
        }
    })
}

fn read(data: Option<PathBuf>, listen: Option<String>) -> anyhow::Result<Config> {
    Config::read(&Override { data, listen })
}

/// Says something on the standard output.
#[expect(
    clippy::print_stdout,
    reason = "the one place where the command line speaks"
)]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Says something on the standard error.
#[expect(
    clippy::print_stderr,
    reason = "the one place where the command line complains"
)]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
}
