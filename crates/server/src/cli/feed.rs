//! `hemma feed`: figures from one installation to another, and who may send them here.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::sender::{NewSender, read_lines};
use hemma_domain::access::Errand;
use hemma_domain::ids::{NetworkId, SenderId, TeamId};

use crate::cli::{complain, say};
use crate::config::Config;
use crate::feed::{self, Fate, Sent};
use crate::http::Clock;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Sends the figures of the teams that the network asks for, those that are not held there as they are now. The settings
    /// `network_feed` and `network_feed_secret` say where to.
    Send,
    /// Prints the id and the name of each team: what whoever registers this installation needs.
    Teams,
    /// Registers an installation that sends figures of teams of a network here, and prints its secret this once.
    Register(Register),
    /// Prints who sends figures of a network's teams, and what has arrived.
    Senders {
        /// The network's name.
        #[arg(long)]
        network: String,
    },
    /// Takes the secret of a sender back; what has arrived stays.
    Revoke {
        /// The network's name.
        #[arg(long)]
        network: String,
        /// As `hemma feed senders` prints it.
        sender: SenderId,
    },
}

/// What can be said of a new sender.
#[derive(clap::Args)]
pub(crate) struct Register {
    /// The network's name.
    #[arg(long)]
    network: String,
    /// What people here will call the installation.
    #[arg(long)]
    name: String,
    /// A file with a team a line: its id there, as `hemma feed teams` prints it there, and its name here.
    #[arg(long)]
    teams: PathBuf,
}

/// A list of teams is some hundred kilobytes at most.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Does it.
pub(crate) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    if matches!(act, Act::Send) && config.app.feed.is_none() {
        bail!(
            "settings network_feed and network_feed_secret: empty, so that nobody is sent anything"
        );
    }
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Feed, now);
    let done = match act {
        Act::Send => send(&app, &ctx).await,
        Act::Teams => teams(&app, &ctx).await,
        Act::Register(new) => register(&app, &ctx, &new).await,
        Act::Senders { network } => senders(&app, &ctx, &network).await,
        Act::Revoke { network, sender } => revoke(&app, &ctx, (&network, sender)).await,
    };
    app.close().await;
    done
}

async fn send(app: &App, ctx: &Ctx) -> anyhow::Result<ExitCode> {
    let Some(to) = &app.config().feed else {
        bail!("setting network_feed: empty");
    };
    let names = app.teams_to_send(ctx).await?;
    let tell = |id: TeamId, fate: &Fate| {
        let name = names.iter().find(|(one, _)| *one == id);
        let name = name.map_or_else(|| id.to_string(), |(_, name)| name.clone());
        say(&format!("  {}", told(&name, fate)));
    };
    match feed::send((app, ctx), to, tell).await? {
        Some(done) => {
            say(&summary(&done, &to.origin));
            Ok(match done.is_whole() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            })
        }
        None => {
            complain("hemma: another is sending at this moment.");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn told(name: &str, fate: &Fate) -> String {
    match fate {
        Fate::Sent => format!("{name}: sent"),
        Fate::Same => format!("{name}: held already"),
        Fate::Missing => format!("{name}: asked for, and there is nothing of it here"),
        Fate::Refused(words) => format!("{name}: refused, {words}"),
    }
}

fn summary(done: &Sent, to: &str) -> String {
    let of = |is: fn(&Fate) -> bool| done.teams.iter().filter(|(_, fate)| is(fate)).count();
    format!(
        "{} at {to}: {} teams sent, {} held already, {} refused or missing.",
        done.network,
        done.count(),
        of(|fate| *fate == Fate::Same),
        of(|fate| matches!(fate, Fate::Missing | Fate::Refused(_)))
    )
}

async fn teams(app: &App, ctx: &Ctx) -> anyhow::Result<ExitCode> {
    for (id, name) in app.teams_to_send(ctx).await? {
        say(&format!("{id}  {name}"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn network(app: &App, ctx: &Ctx, name: &str) -> anyhow::Result<NetworkId> {
    let found = app.network_called(ctx, name).await?;
    let found = found.with_context(|| format!("there is no network called {name}"))?;
    Ok(found.id)
}

async fn register(app: &App, ctx: &Ctx, new: &Register) -> anyhow::Result<ExitCode> {
    let file = new.teams.display();
    let bytes = std::fs::metadata(&new.teams).with_context(|| file.to_string())?;
    if FILE_BYTES_MAX < bytes.len() {
        bail!("{file}: more than {FILE_BYTES_MAX} bytes are no list of teams");
    }
    let text = std::fs::read_to_string(&new.teams).with_context(|| file.to_string())?;
    let teams = match read_lines(&text) {
        Ok(teams) => teams,
        Err(wrong) => {
            for line in wrong {
                complain(&format!("{file}:{line}: no id followed by a name"));
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let sender = NewSender {
        name: new.name.clone(),
        teams,
    };
    let id = network(app, ctx, &new.network).await?;
    match app.register_sender(ctx, id, &sender).await? {
        Ok(made) => {
            say(&made.secret);
            complain(&format!(
                "{} is registered for {} teams of {}, as {}. Its secret stands above and is told this once: it belongs into \
                 the setting network_feed_secret there.",
                sender.name, made.teams, new.network, made.id
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            faults.iter().for_each(|fault| complain(&fault.to_string()));
            complain("hemma: nothing was registered.");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn senders(app: &App, ctx: &Ctx, name: &str) -> anyhow::Result<ExitCode> {
    let id = network(app, ctx, name).await?;
    for line in app.senders(ctx, id).await?.lines {
        let state = match line.sender.revoked_at {
            Some(at) => format!("taken back {}", at.day()),
            None => "holds".to_owned(),
        };
        say(&format!(
            "{}  {}: {state}",
            line.sender.id, line.sender.name
        ));
        for team in line.teams {
            let held = match &team.sent.arrived {
                Some(arrived) => format!("counted up to {}", arrived.until()),
                None => "nothing has arrived".to_owned(),
            };
            let late = if team.is_late { ", late" } else { "" };
            let refused = if team.sent.refused.is_some() {
                ", refused last time"
            } else {
                ""
            };
            say(&format!("  {}: {held}{late}{refused}", team.name));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn revoke(
    app: &App,
    ctx: &Ctx,
    (name, sender): (&str, SenderId),
) -> anyhow::Result<ExitCode> {
    let id = network(app, ctx, name).await?;
    match app.revoke_sender(ctx, id, sender).await {
        Ok(()) => {
            say("The secret holds no longer; what has arrived stays.");
            Ok(ExitCode::SUCCESS)
        }
        Err(Error::NotFound) => bail!("{name} has no sender {sender}"),
        Err(Error::Conflict) => bail!("the secret of {sender} was taken back before"),
        Err(err) => Err(err.into()),
    }
}
