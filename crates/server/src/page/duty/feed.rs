//! Calendars and what a telephone exchange asks: secret addresses, told once, taken back at any time.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::feed::MyFeeds;
use hemma_domain::feed::{Feed, Target};
use hemma_domain::ids::{FeedId, PoolId};
use serde::Deserialize;

use super::{Here, Serves, Tab, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// An address that was made.
#[derive(Debug, Clone)]
pub struct FeedView {
    pub revoke: String,
    pub what: String,
    pub made: String,
}

/// What an address is to show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedForm {
    pub target: String,
}

/// How long a line rings.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RingForm {
    pub seconds: String,
}

/// One's addresses.
#[derive(Template)]
#[template(path = "duty/feed.html")]
pub struct FeedPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub action: String,
    /// The address that was made now; empty else.
    pub new: String,
    pub feeds: Vec<FeedView>,
    /// What can be made: value and words.
    pub targets: Vec<(String, String)>,
    /// Where it is set how long a line rings; empty for those who do not plan.
    pub ringing: String,
    pub ring_seconds: String,
    pub faults: Faults,
}

/// What an address shows, in words.
fn what(found: &MyFeeds, target: Target, lang: Lang) -> String {
    match target {
        Target::Line(line) => {
            let line = found.pool.line(line);
            let name = line.map(|line| lang.words(&line.name).to_owned());
            lang.t1("feed-line", "line", name.unwrap_or_default().as_str())
        }
        other => lang.name(other.kind()),
    }
}

fn page(visit: &Visit, found: &MyFeeds, (new, faults): (String, Faults)) -> FeedPage {
    let (lang, id) = (visit.lang, found.pool.id);
    let mut targets = Vec::new();
    if found.may_serve {
        let own = Target::Person(visit.who.staff.id);
        targets.push(("person".to_owned(), what(found, own, lang)));
    }
    targets.push(("pool".to_owned(), what(found, Target::Pool, lang)));
    for line in &found.pool.lines {
        let words = what(found, Target::Line(line.id), lang);
        targets.push((line.id.to_string(), words));
    }
    if found.may_plan {
        let words = what(found, Target::Exchange, lang);
        targets.push(("exchange".to_owned(), words));
    }
    let view = |one: &Feed| FeedView {
        revoke: format!("{}/calendars/{}", url::pool(id), one.id),
        what: what(found, one.target, lang),
        made: lang.full_moment(one.made.0),
    };
    FeedPage {
        frame: Frame::of(visit, "feed-title"),
        lang,
        pool: found.pool.name.clone(),
        tabs: tabs(id, (Serves::of(found.may_serve), Here::Calendars), lang),
        action: format!("{}/calendars", url::pool(id)),
        new,
        feeds: found.feeds.iter().map(view).collect(),
        targets,
        ringing: match found.may_plan {
            true => format!("{}/ringing", url::pool(id)),
            false => String::new(),
        },
        ring_seconds: found.pool.ring_seconds.to_string(),
        faults,
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.my_feeds(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(
        &visit,
        &page(&visit, &found, (String::new(), Faults::none())),
    )
}

/// The new address stands on the answer itself and nowhere else, so that there is no redirect.
pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Form(form): Form<FeedForm>,
) -> Result<Response, PageError> {
    let target = match form.target.as_str() {
        "person" => Some(Target::Person(visit.who.staff.id)),
        "pool" => Some(Target::Pool),
        "exchange" => Some(Target::Exchange),
        line => line.parse().ok().map(Target::Line),
    };
    let made = match target {
        Some(target) => site.app.make_feed(&visit.ctx, id, target).await,
        None => Err(Error::invalid("target", "duty-fault-choice")),
    };
    let shown = match made {
        Ok(token) => {
            let path = match target {
                Some(Target::Exchange) => url::exchange(&token),
                _ => url::calendar(&token),
            };
            let address = format!("{}{path}", site.app.config().origin);
            (address, Faults::none())
        }
        Err(Error::Invalid(faults)) => (String::new(), Faults::of(faults)),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = site.app.my_feeds(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let is_new = !shown.0.is_empty();
    let page = render(&visit, &page(&visit, &found, shown))?;
    Ok(match is_new {
        true => page,
        false => unprocessable(page),
    })
}

pub(super) async fn post_ringing(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Form(form): Form<RingForm>,
) -> Result<Response, PageError> {
    let done = match form.seconds.trim().parse() {
        Ok(seconds) => site.app.set_ringing(&visit.ctx, id, seconds).await,
        Err(_) => Err(Error::invalid("seconds", "feed-fault-seconds")),
    };
    match done {
        Ok(()) => {
            let to = format!("{}/calendars?done=feed-ringing", url::pool(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.my_feeds(&visit.ctx, id).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = FeedPage {
                ring_seconds: form.seconds,
                ..page(&visit, &found, (String::new(), Faults::of(faults)))
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn post_revoke(
    visit: Visit,
    State(site): State<Site>,
    Path((id, feed)): Path<(PoolId, FeedId)>,
) -> Result<Response, PageError> {
    let done = site.app.revoke_feed(&visit.ctx, id, feed).await;
    done.map_err(PageError::to(&visit))?;
    let to = format!("{}/calendars?done=feed-revoked", url::pool(id));
    Ok(Redirect::to(&to).into_response())
}
