//! Sends the finished rows of this installation's teams to their network's, team by team, only what is not held there.
//! `docs/formats/feed.md` is the layout.

mod client;

use std::fs::{File, TryLockError};
use std::io::ErrorKind;

use anyhow::{Context as _, anyhow, bail};
use axum::http::{Method, StatusCode};
use hemma_app::App;
use hemma_app::config::FeedTo;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::private;
use hemma_domain::ids::TeamId;
use hemma_domain::sender::SENT_TEAMS_MAX;
use serde::de::DeserializeOwned;

use crate::api::feed::{Refused, State, TakenBody, body_of};
use client::{Answer, Ask, Client};

pub(crate) use client::Place;

/// The file whose lock lets one send at a time. It goes with the process, however that ends.
const LOCK: &str = "feed.lock";

/// What came of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It took the place of what was held.
    Sent,
    /// The same is held.
    Same,
    /// It is asked for, and there is no such team here, or nothing of it.
    Missing,
    /// It was not taken, and why.
    Refused(String),
}

/// What came of all teams.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    /// The network that they were sent to.
    pub(crate) network: String,
    pub(crate) teams: Vec<(TeamId, Fate)>,
}

impl Sent {
    /// How many teams something was sent of.
    pub(crate) fn count(&self) -> u64 {
        let sent = self.teams.iter().filter(|(_, fate)| *fate == Fate::Sent);
        sent.map(|_| 1).sum()
    }

    /// Whether everything that is asked for is held there now.
    pub(crate) fn is_whole(&self) -> bool {
        let is_held = |fate: &Fate| matches!(fate, Fate::Sent | Fate::Same);
        self.teams.iter().all(|(_, fate)| is_held(fate))
    }
}

/// Sends every team that is asked for and is not held as it is now. Each is told as soon as its fate is known. None where
/// another is sending.
pub(crate) async fn send(
    (app, ctx): (&App, &Ctx),
    to: &FeedTo,
    mut tell: impl FnMut(TeamId, &Fate) + Send,
) -> anyhow::Result<Option<Sent>> {
    let Some(_lock) = alone(app)? else {
        return Ok(None);
    };
    let client = Client::new(Place::of(&to.origin)?, &to.secret)?;
    let state: State = client
        .ask(&Ask {
            method: Method::GET,
            path: "/api/v1/feed",
            body: axum::body::Bytes::new(),
        })
        .await
        .and_then(|answer| read(&answer))
        .with_context(|| format!("{} was asked what it holds", to.origin))?;
    let mut done = Sent {
        network: state.network,
        teams: Vec::new(),
    };
    for one in state.teams.into_iter().take(SENT_TEAMS_MAX) {
        let held = (one.digest.as_str(), to.origin.as_str());
        let id = TeamId(one.team);
        let fate = match app.parcel(ctx, id, held).await {
            Ok(None) => Fate::Same,
            Ok(Some(parcel)) => put(&client, id, serde_json::to_vec(&body_of(&parcel))?).await?,
            Err(Error::NotFound) => Fate::Missing,
            Err(err) => return Err(err.into()),
        };
        tell(id, &fate);
        done.teams.push((id, fate));
    }
    app.set_feed_sent(ctx).await?;
    Ok(Some(done))
}

async fn put(client: &Client, id: TeamId, body: Vec<u8>) -> anyhow::Result<Fate> {
    let path = format!("/api/v1/feed/teams/{id}");
    let ask = Ask {
        method: Method::PUT,
        path: &path,
        body: body.into(),
    };
    let answer = client.ask(&ask).await?;
    if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
        let refused: Refused = serde_json::from_slice(&answer.body)?;
        return Ok(Fate::Refused(refused.words));
    }
    if answer.status == StatusCode::NOT_FOUND {
        return Ok(Fate::Refused("it is not asked for any more".to_owned()));
    }
    let taken: TakenBody = read(&answer)?;
    Ok(match taken.taken {
        true => Fate::Sent,
        false => Fate::Same,
    })
}

fn read<T: DeserializeOwned>(answer: &Answer) -> anyhow::Result<T> {
    match answer.status {
        StatusCode::OK => serde_json::from_slice(&answer.body)
            .context("what came back is no answer of a Hemma: is the address right?"),
        StatusCode::UNAUTHORIZED => bail!(
            "the secret does not hold there: it was taken back, or network_feed_secret is wrong"
        ),
        status => Err(anyhow!("it answered {status}")),
    }
}

/// The lock of the data folder; none where another holds it.
fn alone(app: &App) -> anyhow::Result<Option<File>> {
    let path = app.config().data.join(LOCK);
    let made = match private::create(&path) {
        Err(err) if err.kind() == ErrorKind::AlreadyExists => {
            File::options().write(true).open(&path)
        }
        made => made,
    };
    let file = made.with_context(|| format!("{} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(err)) => {
            Err(err).with_context(|| format!("{} cannot be locked", path.display()))
        }
    }
}
