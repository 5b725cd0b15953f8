//! `hemma site check` and `hemma site import`: networks, boards and teams from a file, whole or not at all.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::site::{self, Judged};
use hemma_domain::access::Errand;
use hemma_domain::site::{Fate, Left, Plan};

use crate::cli::programme::{refuse, text_of};
use crate::cli::say;
use crate::config::Config;
use crate::http::Clock;

/// What to do with a file of networks, boards and teams.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Says what is wrong with a file, or what an import would do; changes nothing.
    Check { file: PathBuf },
    /// Adds what is new in a file and changes what differs; nothing is ever deleted.
    Import { file: PathBuf },
}

/// Does it.
pub(crate) async fn run(config: &Config, act: &Act) -> anyhow::Result<ExitCode> {
    match act {
        Act::Check { file } => check(config, file).await,
        Act::Import { file } => import(config, file).await,
    }
}

async fn check(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let (name, text) = (file.display().to_string(), text_of(file)?);
    let now = Clock::machine().now();
    let Some(app) = App::look(config.app.clone(), now).await? else {
        let folder = config.app.data.display();
        say(&format!(
            "{folder} holds no data yet: judged as the first file of a new site."
        ));
        let judged = site::judge_alone(&name, &text, now.day())?;
        return Ok(told(&name, &judged, "An import would add and change this."));
    };
    let ctx = Ctx::system(Errand::Transfer, now);
    let judged = app.check_site(&ctx, &name, &text).await;
    app.close().await;
    Ok(told(
        &name,
        &judged?,
        "An import would add and change this.",
    ))
}

async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let (name, text) = (file.display().to_string(), text_of(file)?);
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let judged = app.import_site(&ctx, &name, &text).await;
    app.close().await;
    Ok(told(&name, &judged?, "All of this is in force now."))
}

fn told(name: &str, judged: &Judged, done: &str) -> ExitCode {
    let plan = match judged {
        Judged::InOrder(plan) => plan,
        Judged::Refused(faults) => return refuse(name, faults),
    };
    for line in lines(plan) {
        say(&line);
    }
    match plan.changes_nothing() {
        true => say(&format!(
            "{name}: in order, and the site is as it says: nothing changes."
        )),
        false => say(&format!("{name}: in order. {done}")),
    }
    ExitCode::SUCCESS
}

fn lines(plan: &Plan) -> Vec<String> {
    let networks = plan.networks.iter();
    let boards = plan.boards.iter();
    let teams = plan.teams.iter();
    networks
        .flat_map(|one| of_one("network", &one.value.name, &one.fate))
        .chain(boards.flat_map(|one| of_one("board", &one.value.name, &one.fate)))
        .chain(teams.flat_map(|one| of_one("team", &one.value.name, &one.fate)))
        .chain(plan.left.iter().map(of_left))
        .collect()
}

fn of_one(kind: &str, name: &str, fate: &Fate) -> Vec<String> {
    match fate {
        Fate::Same => Vec::new(),
        Fate::Added => vec![format!("  adds     {kind} {name}")],
        Fate::Changed(differences) => {
            let head = format!("  changes  {kind} {name}");
            let each = differences.iter().map(|one| {
                format!(
                    "             {}: {} -> {}",
                    one.field, one.before, one.after
                )
            });
            std::iter::once(head).chain(each).collect()
        }
    }
}

fn of_left(left: &Left) -> String {
    let (kind, name) = match left {
        Left::Network(name) => ("network", name),
        Left::Board(name) => ("board", name),
        Left::Team(name) => ("team", name),
        Left::Pool(name) => ("pool", name),
    };
    format!("  leaves   {kind} {name}, which the file does not name")
}
