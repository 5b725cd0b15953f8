//! `hemma staff`: people and their links from the command line, for the first administrator and for the day nobody can
//! sign in.

use clap::{Args, Subcommand};
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::staff::{Colleague, NewColleague, NewPost};
use hemma_domain::access::Errand;
use hemma_domain::code::Code;
use hemma_domain::ids::StaffId;
use hemma_domain::login::INVITE_HOURS;
use hemma_domain::staff::{Language, Place, Role};
use hemma_domain::time::Day;

use crate::cli::say;
use crate::config::Config;
use crate::http::Clock;
use crate::lang::Lang;

/// What to do with the staff.
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Adds a person.
    Add {
        /// Sign-in name: an e-mail address at work.
        email: String,
        /// Name as colleagues write it.
        name: String,
        /// Service number.
        #[arg(long, default_value = "")]
        phone: String,
        /// Language of the screens: sv or en.
        #[arg(long, default_value = "sv")]
        language: String,
    },
    /// Lists everybody with the posts held today.
    List,
    /// Makes a link by which a person sets how they sign in; it works once.
    Invite { email: String },
    /// Notes a person's last day.
    Leave {
        email: String,
        /// As in 2026-11-23; today by default.
        #[arg(long)]
        on: Option<String>,
    },
    /// Gives a person a post.
    Post(PostOptions),
}

/// A post: a role and a place, from a day.
#[derive(Args)]
pub(crate) struct PostOptions {
    email: String,
    /// As in family_therapist, group_leader, records_officer, administrator.
    role: String,
    /// The name of the team, board or network; none for an administrator.
    #[arg(long)]
    at: Option<String>,
    /// First day; today by default.
    #[arg(long)]
    from: Option<String>,
    /// Last day.
    #[arg(long)]
    until: Option<String>,
}

/// Does it.
pub(crate) async fn run(config: &Config, act: &Act) -> anyhow::Result<()> {
    let now = Clock::machine().now();
    let app = App::open(config.app.clone(), now).await?;
    let ctx = Ctx::system(Errand::Upkeep, now);
    let done = carry_out(&app, &ctx, act).await;
    app.close().await;
    say(&done?);
    Ok(())
}

async fn carry_out(app: &App, ctx: &Ctx, act: &Act) -> anyhow::Result<String> {
    match act {
        Act::Add {
            email,
            name,
            phone,
            language,
        } => {
            let new = NewColleague {
                name: name.clone(),
                email: email.clone(),
                phone: phone.clone(),
                language: Language::from_code(language).ok_or_else(|| {
                    anyhow::anyhow!("--language: {language} is neither sv nor en")
                })?,
            };
            let id = app
                .add_colleague(ctx, &new, None)
                .await
                .map_err(|err| explained(err, email))?;
            Ok(format!("Added {email} ({id})."))
        }
        Act::List => {
            let people = app.colleagues(ctx).await?;
            Ok(people.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        Act::Invite { email } => {
            let id = find(app, ctx, email).await?;
            let token = app
                .invite(ctx, id)
                .await
                .map_err(|err| explained(err, email))?;
            let origin = &app.config().origin;
            Ok(format!(
                "{origin}/welcome/{}\nWorks once, for {INVITE_HOURS} hours. Hand it to the person themselves.",
                token.0
            ))
        }
        Act::Leave { email, on } => {
            let id = find(app, ctx, email).await?;
            let last = day("--on", on.as_deref(), ctx.today())?;
            app.mark_left(ctx, id, last).await?;
            Ok(format!("{email} leaves; the last day is {last}."))
        }
        Act::Post(options) => give_post(app, ctx, options).await,
    }
}

async fn give_post(app: &App, ctx: &Ctx, options: &PostOptions) -> anyhow::Result<String> {
    let id = find(app, ctx, &options.email).await?;
    let role = Role::from_code(&options.role).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        anyhow::anyhow!(
            "{}: no such role; there are {}",
            options.role,
            known.join(", ")
        )
    })?;
    let place = match &options.at {
        None => Place::Site,
        Some(name) => {
            let places = app.post_places(ctx).await?;
            let found = places
                .iter()
                .find(|(place, known)| known == name && role.fits(*place));
            found
                .map(|(place, _)| *place)
                .ok_or_else(|| anyhow::anyhow!("--at: no place called {name} that fits the role"))?
        }
    };
    let until = options.until.as_deref();
    let post = NewPost {
        role,
        place,
        from: day("--from", options.from.as_deref(), ctx.today())?,
        until: until
            .map(|_| day("--until", until, ctx.today()))
            .transpose()?,
    };
    app.add_post(ctx, id, post)
        .await
        .map_err(|err| explained(err, &options.email))?;
    Ok(format!("{} is {} from {}.", options.email, role, post.from))
}

async fn find(app: &App, ctx: &Ctx, email: &str) -> anyhow::Result<StaffId> {
    app.colleague_by_email(ctx, email)
        .await
        .map_err(|err| match err {
            Error::NotFound => anyhow::anyhow!("nobody has the sign-in name {email}"),
            err => err.into(),
        })
}

fn line(one: &Colleague) -> String {
    let posts: Vec<String> = one
        .posts
        .iter()
        .map(|(role, place)| match place.as_str() {
            "" => role.to_string(),
            place => format!("{role} at {place}"),
        })
        .collect();
    let state = match (one.staff.left_on, one.can_sign_in) {
        (Some(left), _) => format!("last day {left}"),
        (None, true) => "can sign in".to_owned(),
        (None, false) => "has not signed in yet".to_owned(),
    };
    format!(
        "{}\t{}\t{}\t{state}",
        one.staff.email,
        one.staff.name,
        posts.join(", ")
    )
}

fn day(option: &str, given: Option<&str>, today: Day) -> anyhow::Result<Day> {
    match given {
        None => Ok(today),
        Some(text) => text
            .parse()
            .map_err(|_| anyhow::anyhow!("{option}: {text} is not a day as in 2026-11-23")),
    }
}

/// What was wrong, in words.
fn explained(err: Error, about: &str) -> anyhow::Error {
    match err {
        Error::Invalid(faults) => {
            let said: Vec<String> = faults
                .iter()
                .map(|fault| Lang::EN.t(fault.message))
                .collect();
            anyhow::anyhow!("{about}: {}", said.join(" "))
        }
        err => err.into(),
    }
}
