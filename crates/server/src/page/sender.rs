//! Other installations that send figures to a network: who they are, what has come, and what is late.

mod samples;

pub use samples::samples;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::review::SentFrom;
use hemma_app::sender::{NewSender, NoSender, SenderLine, Senders, SentLine, read_lines};
use hemma_domain::access::NetworkAction;
use hemma_domain::ids::{NetworkId, SenderId};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// Names of teams that the form offers: a screen of them.
const FREE_MAX: usize = 20;

/// The routes of this page.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepSenders);
    Routes::default()
        .get("/networks/{network}/senders", KEEP, get)
        .make("/networks/{network}/senders", KEEP, post)
        .post(
            "/networks/{network}/senders/{sender}/revoke",
            KEEP,
            post_revoke,
        )
        .post(
            "/networks/{network}/senders/{sender}/forget",
            KEEP,
            post_forget,
        )
}

/// A sender with its teams.
#[derive(Debug, Clone)]
pub struct SenderView {
    pub id: String,
    pub name: String,
    pub state: Signal,
    pub made: String,
    pub seen: String,
    pub teams: Vec<SentRow>,
    /// Where its secret is taken back, or what has come is removed; empty where nothing is left to do.
    pub act: String,
    /// What that is called, what it means, and its button.
    pub ask: (String, String, String),
}

/// A team of a sender.
#[derive(Debug, Clone)]
pub struct SentRow {
    pub url: String,
    pub name: String,
    pub there: String,
    pub until: String,
    pub arrived: String,
    pub state: Signal,
    /// Why what came last was not taken; empty where it was.
    pub why: String,
}

/// A new sender as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SenderForm {
    pub name: String,
    pub teams: String,
}

/// The senders of a network.
#[derive(Template)]
#[template(path = "sender/list.html")]
pub struct SendersPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub review: String,
    pub senders: Vec<SenderView>,
    /// Which teams can be registered.
    pub free: String,
    pub form: SenderForm,
    /// Field and words.
    pub faults: Vec<(String, String)>,
    /// That a sender was registered, and the settings that it needs; both empty else.
    pub made: (String, String),
}

/// What is shown beside the list.
#[derive(Default)]
struct Beside {
    form: SenderForm,
    faults: Vec<(String, String)>,
    made: (String, String),
}

fn page(visit: &Visit, id: NetworkId, (found, beside): (&Senders, Beside)) -> SendersPage {
    let lang = visit.lang;
    SendersPage {
        frame: Frame::of(visit, "sender-title"),
        lang,
        url: url::senders(id),
        review: url::network_review(id),
        senders: found
            .lines
            .iter()
            .map(|line| view(id, line, lang))
            .collect(),
        free: free(&found.free, lang),
        form: beside.form,
        faults: beside.faults,
        made: beside.made,
    }
}

fn free(names: &[String], lang: Lang) -> String {
    if names.is_empty() {
        return lang.t("sender-free-none");
    }
    let mut shown: Vec<&str> = names.iter().take(FREE_MAX).map(String::as_str).collect();
    if FREE_MAX < names.len() {
        shown.push("…");
    }
    lang.t1("sender-free", "names", shown.join(", ").as_str())
}

fn view(id: NetworkId, line: &SenderLine, lang: Lang) -> SenderView {
    let one = &line.sender;
    let day = |at: hemma_domain::time::Instant| lang.full_day(at.day());
    let (state, act, keys) = match one.revoked_at {
        None => (
            Signal::new("ok", "ok", lang.t("sender-holds")),
            "revoke",
            ["sender-revoke", "sender-revoke-help", "sender-revoke-do"],
        ),
        Some(at) => (
            Signal::new("none", "none", lang.t1("sender-revoked", "day", day(at))),
            "forget",
            ["sender-forget", "sender-forget-help", "sender-forget-do"],
        ),
    };
    let [what, means, button] = keys;
    let is_over = one.revoked_at.is_some() && line.teams.is_empty();
    SenderView {
        id: one.id.to_string(),
        name: one.name.clone(),
        state,
        made: lang.t1("sender-made-on", "day", day(one.made.0)),
        seen: match one.seen_at {
            Some(at) => lang.t1("sender-seen", "time", lang.moment(at)),
            None => lang.t("sender-never-seen"),
        },
        teams: line.teams.iter().map(|team| row(team, lang)).collect(),
        act: match is_over {
            true => String::new(),
            false => format!("{}/{}/{act}", url::senders(id), one.id),
        },
        ask: (
            lang.t(what),
            lang.t1(means, "name", one.name.as_str()),
            lang.t(button),
        ),
    }
}

fn row(line: &SentLine, lang: Lang) -> SentRow {
    let arrived = line.sent.arrived.as_ref();
    let state = match (line.sent.refused, arrived) {
        (Some(_), _) => Signal::new("over", "overdue", lang.t("sender-refused")),
        (None, None) => Signal::new("due", "due", lang.t("sender-nothing")),
        (None, Some(_)) if line.is_late => Signal::new("due", "due", lang.t("sender-late")),
        (None, Some(_)) => Signal::new("ok", "ok", lang.t("sender-on-time")),
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    SentRow {
        url: url::review(line.sent.team),
        name: line.name.clone(),
        there: line.sent.theirs.to_string(),
        until: or_dash(arrived.map(|arrived| lang.full_day(arrived.until()))),
        arrived: or_dash(arrived.map(|arrived| lang.moment(arrived.at))),
        state,
        why: match line.sent.refused {
            Some((why, _)) => lang.name(why),
            None => String::new(),
        },
    }
}

async fn show(
    visit: &Visit,
    site: &Site,
    (id, beside): (NetworkId, Beside),
) -> Result<Response, PageError> {
    let found = site.app.senders(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    let is_refused = !beside.faults.is_empty();
    let page = render(visit, &page(visit, id, (&found, beside)))?;
    Ok(match is_refused {
        true => unprocessable(page),
        false => page,
    })
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
) -> Result<Response, PageError> {
    show(&visit, &site, (id, Beside::default())).await
}

/// The secret stands on the answer itself and nowhere else, so that there is no redirect.
async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Form(form): Form<SenderForm>,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let new = read_lines(&form.teams).map(|teams| NewSender {
        name: form.name.trim().to_owned(),
        teams,
    });
    let new = match new {
        Ok(new) => new,
        Err(wrong) => {
            let told = |number: &usize| {
                let words = lang.t1("sender-fault-line", "number", number.to_string());
                ("teams".to_owned(), words)
            };
            let faults = wrong.iter().map(told).collect();
            let beside = Beside {
                form,
                faults,
                ..Beside::default()
            };
            return show(&visit, &site, (id, beside)).await;
        }
    };
    let made = site.app.register_sender(&visit.ctx, id, &new).await;
    let beside = match made.map_err(PageError::to(&visit))? {
        Ok(made) => {
            let origin = &site.app.config().origin;
            let secret = &made.secret;
            Beside {
                made: (
                    lang.t1("sender-made", "name", new.name.as_str()),
                    format!("network_feed = \"{origin}\"\nnetwork_feed_secret = \"{secret}\""),
                ),
                ..Beside::default()
            }
        }
        Err(faults) => Beside {
            form,
            faults: faults.iter().map(|fault| told(fault, lang)).collect(),
            ..Beside::default()
        },
    };
    show(&visit, &site, (id, beside)).await
}

/// The field of a fault, and its words.
fn told(fault: &NoSender, lang: Lang) -> (String, String) {
    let of = |key: &str, team: &str| lang.t1(key, "team", team);
    let words = match fault {
        NoSender::Name => return ("name".to_owned(), lang.t("sender-fault-name")),
        NoSender::Many => return ("name".to_owned(), lang.t("sender-fault-many")),
        NoSender::NoTeam => lang.t("sender-fault-no-team"),
        NoSender::ManyTeams => lang.t("sender-fault-many-teams"),
        NoSender::Unknown(team) => of("sender-fault-unknown", team),
        NoSender::Twice(team) => of("sender-fault-twice", team),
        NoSender::Cases(team) => of("sender-fault-cases", team),
        NoSender::History(team) => of("sender-fault-history", team),
        NoSender::Sent(team, sender) => {
            let (team, sender) = (team.as_str(), sender.as_str());
            lang.t2("sender-fault-sent", ("team", team), ("sender", sender))
        }
    };
    ("teams".to_owned(), words)
}

async fn post_revoke(
    visit: Visit,
    State(site): State<Site>,
    Path((id, sender)): Path<(NetworkId, SenderId)>,
) -> Result<Response, PageError> {
    let done = site.app.revoke_sender(&visit.ctx, id, sender).await;
    done.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=sender-revoked", url::senders(id));
    Ok(Redirect::to(&to).into_response())
}

async fn post_forget(
    visit: Visit,
    State(site): State<Site>,
    Path((id, sender)): Path<(NetworkId, SenderId)>,
) -> Result<Response, PageError> {
    let done = site.app.forget_sent(&visit.ctx, id, sender).await;
    done.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=sender-forgotten", url::senders(id));
    Ok(Redirect::to(&to).into_response())
}

/// From whom a team's figures come, in a sentence; worth a warning where they are old.
pub(crate) fn sentence(sent: &SentFrom, lang: Lang) -> Signal {
    let sender = sent.sender.as_str();
    let Some(until) = sent.until else {
        let words = lang.t1("sender-of-team-none", "sender", sender);
        return Signal::new("warn", "due", words);
    };
    let (key, class, icon) = match sent.is_late {
        true => ("sender-of-team-late", "warn", "due"),
        false => ("sender-of-team", "", "inbox"),
    };
    let day = lang.full_day(until);
    let words = lang.t2(key, ("sender", sender), ("day", day.as_str()));
    Signal::new(class, icon, words)
}

/// The same in a few words, beside a name.
pub(crate) fn mark(sent: Option<&SentFrom>, lang: Lang) -> String {
    let Some(sent) = sent else {
        return String::new();
    };
    let sender = sent.sender.as_str();
    match sent.until {
        Some(until) => {
            let day = lang.full_day(until);
            lang.t2("sender-mark", ("sender", sender), ("day", day.as_str()))
        }
        None => lang.t1("sender-mark-none", "sender", sender),
    }
}
