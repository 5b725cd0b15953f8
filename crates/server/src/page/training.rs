//! Training: what a network holds, who is invited and was there, what everybody lacks; and one's own.

mod compose;
mod edit;
mod mine;
mod one;
mod record;
mod samples;
mod standing;
mod subject;
mod typed;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::training::{Tally, TrainingLine};
use hemma_domain::access::{NetworkAction, TeamAction};
use hemma_domain::ids::NetworkId;
use hemma_domain::programme::Words;
use hemma_domain::time::Day;
use hemma_domain::training::{Content, Session, Stage};

pub use edit::EditPage;
pub use mine::{EvaluationPage, MinePage};
pub use one::TrainingPage;
pub use record::RecordPage;
pub use samples::samples;
pub use standing::StandingPage;
pub use subject::SubjectPage;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// The routes of these pages.
pub fn routes() -> Routes {
    office().with(own())
}

/// What the network's office does.
fn office() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepTraining);
    const ONE: &str = "/networks/{network}/trainings/{training}";
    Routes::default()
        .get("/networks/{network}/trainings", KEEP, get)
        .get(
            "/networks/{network}/trainings/needs",
            KEEP,
            standing::get_network,
        )
        .get(
            "/networks/{network}/trainings/people/{staff}",
            KEEP,
            record::get_network,
        )
        .get("/networks/{network}/trainings/new", KEEP, edit::get_new)
        .make("/networks/{network}/trainings/new", KEEP, edit::post_new)
        .get(ONE, KEEP, one::get)
        .get(
            "/networks/{network}/trainings/{training}/edit",
            KEEP,
            edit::get,
        )
        .post(
            "/networks/{network}/trainings/{training}/edit",
            KEEP,
            edit::post,
        )
        .post(
            "/networks/{network}/trainings/{training}/invite",
            KEEP,
            one::post_invite,
        )
        .post(
            "/networks/{network}/trainings/{training}/attendance",
            KEEP,
            one::post_attendance,
        )
        .post(
            "/networks/{network}/trainings/{training}/cancel",
            KEEP,
            one::post_cancel,
        )
        .get(
            "/networks/{network}/trainings/{training}/subject",
            KEEP,
            subject::get,
        )
        .get(
            // Its holder's as well as the office's: the use case asks for the place.
            "/networks/{network}/trainings/{training}/certificates/{staff}",
            Access::SignedIn,
            one::get_certificate,
        )
}

/// What everybody sees of their own, and of a team that they lead.
fn own() -> Routes {
    Routes::default()
        .get(
            "/teams/{team}/training",
            Access::Team(TeamAction::SeeTraining),
            standing::get_team,
        )
        .get(
            "/teams/{team}/training/{staff}",
            Access::Team(TeamAction::SeeTraining),
            record::get_team,
        )
        .get("/training", Access::SignedIn, mine::get)
        .post("/training/calendars", Access::SignedIn, mine::post_calendar)
        .post(
            "/training/calendars/{feed}",
            Access::SignedIn,
            mine::post_revoke,
        )
        .post(
            "/training/{training}/reply",
            Access::SignedIn,
            mine::post_reply,
        )
        .get(
            "/training/{training}/evaluation",
            Access::SignedIn,
            mine::get_evaluation,
        )
        .post(
            "/training/{training}/evaluation",
            Access::SignedIn,
            mine::post_evaluation,
        )
        .get(
            "/training/{training}/certificate",
            Access::SignedIn,
            mine::get_certificate,
        )
}

/// One training in a list.
#[derive(Debug, Clone)]
pub struct RowView {
    pub url: String,
    pub title: String,
    /// What of the demands it is; empty where it is beside them.
    pub what: String,
    pub days: String,
    pub place: String,
    pub seats: String,
    pub stage: Signal,
}

/// The trainings of a network.
#[derive(Template)]
#[template(path = "training/list.html")]
pub struct TrainingsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub new: String,
    pub needs: String,
    /// How people stand in all.
    pub tally: String,
    /// What is to come, the first first.
    pub coming: Vec<RowView>,
    /// What was held or called off, the newest first.
    pub past: Vec<RowView>,
}

/// Where a training is, with its sign.
fn stage(of: Stage, lang: Lang) -> Signal {
    let (class, icon) = match of {
        Stage::Planned => ("none", "calendar"),
        Stage::Running => ("due", "clock"),
        Stage::Held => ("ok", "check"),
        Stage::Cancelled => ("none", "close"),
    };
    Signal::new(class, icon, lang.name(of))
}

/// `3–4 dec 2026`, each day by itself where they do not follow each other.
pub(crate) fn days(content: &Content, lang: Lang) -> String {
    let Some((first, last)) = content.days() else {
        return String::new();
    };
    let count = i64::try_from(content.sessions.len()).unwrap_or(i64::MAX);
    let is_row = last.days_since(first) + 1 == count;
    match (first == last, is_row) {
        (true, _) => lang.full_day(first),
        (false, true) => format!("{} – {}", lang.short_day(first), lang.full_day(last)),
        (false, false) => {
            let days = content.sessions.iter().map(|one| lang.short_day(one.on));
            format!("{} {}", days.collect::<Vec<_>>().join(", "), last.0.year())
        }
    }
}

/// `tor 3 dec 09:00–16:00`.
fn session(one: &Session, lang: Lang) -> String {
    format!("{} {}–{}", lang.day(one.on), one.from, one.to)
}

/// `1,5 dagar`.
pub(crate) fn length(half_days: u32, lang: Lang) -> String {
    match half_days {
        1 => lang.t("training-half-day"),
        2 => lang.t("training-one-day"),
        _ => {
            let part = if half_days.is_multiple_of(2) {
                ""
            } else {
                ".5"
            };
            let days = lang.number(&format!("{}{part}", half_days / 2));
            lang.t1("training-days", "days", days.as_str())
        }
    }
}

/// What of the demands a training is, in its programme.
fn what(of: Option<&Words>, content: &Content, lang: Lang) -> String {
    match (of, &content.programme) {
        (Some(name), Some(programme)) => format!("{}, {programme}", lang.words(name)),
        (Some(name), None) => lang.words(name).to_owned(),
        (None, _) => lang.t("training-beside"),
    }
}

pub(crate) fn tally(of: Tally, lang: Lang) -> String {
    lang.filled(
        "training-tally",
        [
            ("overdue", of.overdue.into()),
            ("due", of.due.into()),
            ("held", of.held.into()),
        ],
    )
}

/// How many come to a training, or came.
pub(super) struct Places {
    pub(super) coming: u32,
    pub(super) attended: u32,
    /// How many have room; none where all do.
    pub(super) most: Option<u32>,
}

impl Places {
    /// Who said yes while it can be said; afterwards, who was there.
    pub(super) fn told(&self, at: Stage, lang: Lang) -> String {
        match (at, self.most) {
            (Stage::Held, _) => lang.t1("training-came", "count", self.attended),
            (_, Some(most)) => lang.t2(
                "training-coming-of",
                ("coming", self.coming),
                ("seats", most),
            ),
            (_, None) => lang.t1("training-coming", "coming", self.coming),
        }
    }
}

fn row(network: NetworkId, one: &TrainingLine, (today, lang): (Day, Lang)) -> RowView {
    let content = &one.training.content;
    let counts = Places {
        coming: one.coming,
        attended: one.attended,
        most: content.seats_max,
    };
    let at = one.training.stage(today);
    RowView {
        url: url::training(network, one.training.id),
        title: content.title.clone(),
        what: what(one.what.as_ref(), content, lang),
        days: days(content, lang),
        place: content.place.clone(),
        seats: format!(
            "{}, {}",
            counts.told(at, lang),
            lang.t1("training-invited", "invited", one.invited)
        ),
        stage: stage(at, lang),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let all = site.app.trainings(&visit.ctx, network).await;
    let all = all.map_err(PageError::to(&visit))?;
    let people = site.app.network_standing(&visit.ctx, network).await;
    let people = people.map_err(PageError::to(&visit))?;
    let is_ahead =
        |one: &&TrainingLine| matches!(one.training.stage(today), Stage::Planned | Stage::Running);
    let rows = |all: Vec<&TrainingLine>| -> Vec<RowView> {
        let rows = all.into_iter().map(|one| row(network, one, (today, lang)));
        rows.collect()
    };
    let page = TrainingsPage {
        frame: Frame::of(&visit, "training-title"),
        lang,
        new: format!("{}/new", url::trainings(network)),
        needs: url::training_needs(network),
        tally: tally(Tally::of(&people.people), lang),
        coming: rows(all.iter().rev().filter(is_ahead).collect()),
        past: rows(all.iter().filter(|one| !is_ahead(one)).collect()),
    };
    render(&visit, &page)
}
