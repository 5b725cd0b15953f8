//! `hemma demo`: an invented network, filled once, served at once.

use std::path::PathBuf;

use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::demo::Filled;
use hemma_domain::access::Errand;
use hemma_domain::time::{Day, Instant};

use crate::cli::{say, serve};
use crate::config::{Config, Override};
use crate::http::{Clock, Site};

/// People named when the demo starts; the sign-in page has them all.
const SHOWN: usize = 12;

/// Ten teams a step: beyond it the invented network does not grow.
const SCALE_MAX: i64 = 60;

/// What can be said on the command line.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Address and port; port 0 takes a free one.
    #[arg(long)]
    pub(crate) listen: Option<String>,
    /// The same seed gives the same network.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The day it is in the demo; today by default.
    #[arg(long)]
    pub(crate) today: Option<String>,
    /// The eleven named teams, or ten teams a step and older families, from 1 to 60.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=SCALE_MAX))]
    pub(crate) scale: u32,
}

/// Fills the folder if it is empty, and serves it.
pub(crate) async fn run(data: Option<PathBuf>, options: &Options) -> anyhow::Result<()> {
    let config = Config::read(&Override {
        data,
        listen: options.listen.clone(),
    })?;
    serve::start_log(&config);
    let clock = clock(options)?;
    fill(&config, options, clock.now()).await?;
    let app = serve::open(&config, &clock).await?;
    say(&format!("The data is in {}", config.app.data.display()));
    for person in app
        .demo_people(&Ctx::system(Errand::Demo, clock.now()))
        .await?
        .iter()
        .take(SHOWN)
    {
        say(&format!(
            "  {} ({}, {})",
            person.staff.name, person.post.role, person.place
        ));
    }
    say("  … and everybody else on the sign-in page: one click signs in.");
    serve::listen(&config, Site::new(app, clock)).await
}

/// Fills an empty folder. What a crash of the machine would lose can be filled again, so commits need not wait.
async fn fill(config: &Config, options: &Options, now: Instant) -> anyhow::Result<()> {
    let fast = hemma_app::config::Config {
        fast: true,
        ..config.app.clone()
    };
    let app = App::open(fast, now).await?;
    let wanted = hemma_app::demo::Options {
        seed: options.seed,
        today: now.day().0,
        scale: options.scale,
    };
    let told = |stored: usize, all: usize| say(&format!("{stored} of {all} families"));
    match app
        .fill_demo(&Ctx::system(Errand::Demo, now), &wanted, told)
        .await?
    {
        Filled::Now(families) => say(&format!(
            "Filled an invented network with {families} families."
        )),
        Filled::Before(kept) => say(&kept_before(options, (kept, wanted))),
    }
    app.close().await;
    Ok(())
}

/// That a demo is kept, and which wishes it does not fulfil.
fn kept_before(
    options: &Options,
    (kept, wanted): (Option<hemma_app::demo::Options>, hemma_app::demo::Options),
) -> String {
    const THERE: &str = "The demo network is there already and is kept as it is";
    let Some(kept) = kept else {
        return format!("{THERE}.");
    };
    let mut unused = Vec::new();
    if kept.seed != wanted.seed {
        unused.push(format!("--seed {}", wanted.seed));
    }
    if kept.scale != wanted.scale {
        unused.push(format!("--scale {}", wanted.scale));
    }
    if options.today.is_some() && kept.today != wanted.today {
        unused.push(format!("--today {} (but for the clock)", wanted.today));
    }
    match unused.is_empty() {
        true => format!("{THERE}."),
        false => format!(
            "{THERE}: it was made with --seed {} --today {} --scale {}. Not used: {}. Take an empty folder for another \
             one.",
            kept.seed,
            kept.today,
            kept.scale,
            unused.join(", ")
        ),
    }
}

/// The machine's clock, or one that starts this morning of another day.
fn clock(options: &Options) -> anyhow::Result<Clock> {
    let machine = Clock::machine();
    let Some(today) = &options.today else {
        return Ok(machine);
    };
    let day: Day = today
        .parse()
        .map_err(|_| anyhow::anyhow!("--today: {today} is not a day as in 2026-11-23"))?;
    let start: Instant = day.at(machine.now().clock());
    Ok(Clock::starting_at(start))
}
