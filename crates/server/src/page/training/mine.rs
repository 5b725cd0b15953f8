//! One's own training: invitations, what one has and lacks, certificates, what is asked afterwards, calendars.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::training::{DemandStanding, MySeat, MyTraining};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{FeedId, NetworkId, TrainingId};
use hemma_domain::staff::Role;
use hemma_domain::training::{Evaluation, Question, Reply, Stage};
use serde::Deserialize;

use super::one::reply;
use super::standing::{CellView, cell, unconfirmed};
use super::{compose, days, length, session, stage, what};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::duty::feed::FeedView;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// One's own training.
#[derive(Template)]
#[template(path = "training/mine.html")]
pub struct MinePage {
    pub frame: Frame,
    pub lang: Lang,
    /// What is to come, the first first.
    pub coming: Vec<SeatView>,
    /// What was held or called off, the newest first.
    pub past: Vec<SeatView>,
    /// By programme: name and demands.
    pub programmes: Vec<(String, Vec<DemandView>)>,
    /// Teams whose training one may see: address and name.
    pub teams: Vec<(String, String)>,
    pub feeds: Vec<FeedView>,
    /// The address that was made now; empty else.
    pub new: String,
    /// What an address can be made for: value and words.
    pub targets: Vec<(String, String)>,
    pub faults: Faults,
}

/// One's place in a training.
#[derive(Debug, Clone)]
pub struct SeatView {
    pub url: String,
    pub title: String,
    pub what: String,
    pub days: String,
    pub times: String,
    pub place: String,
    pub about: String,
    pub stage: Signal,
    pub reply: Signal,
    /// Answers that can be given now: value, words, and whether it is the one that counts.
    pub replies: Vec<(&'static str, String, bool)>,
    /// How long one was there; empty where one was not.
    pub attended: String,
    pub may_evaluate: bool,
    pub may_certify: bool,
}

/// What is demanded.
#[derive(Debug, Clone)]
pub struct DemandView {
    pub name: String,
    pub help: String,
    pub length: String,
    pub cadence: String,
    /// Which of its values no source says; empty where all have one.
    pub unconfirmed: String,
    pub cell: CellView,
}

/// What is asked afterwards.
#[derive(Template)]
#[template(path = "training/evaluation.html")]
pub struct EvaluationPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub title: String,
    pub days: String,
    /// Why it cannot be answered now; empty if it can.
    pub closed: String,
    /// Code, words, and which answer was chosen.
    pub questions: Vec<(&'static str, String, String)>,
    pub faults: Faults,
}

/// What an address is to show: `mine`, or a network.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TargetForm {
    target: String,
}

/// What one says to an invitation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReplyForm {
    reply: String,
}

fn seat(one: &MySeat, (visit, site): (&Visit, &Site)) -> SeatView {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let (training, content) = (&one.training, &one.training.content);
    let at = training.stage(today);
    let answer = |of: Reply, key: &str| (of.code(), lang.t(key), one.seat.reply == of);
    let half_days = training.half_days_of(&one.seat);
    let times = content.sessions.iter().map(|one| session(one, lang));
    SeatView {
        url: url::my_seat(training.id),
        title: content.title.clone(),
        what: what(one.what.as_ref(), content, lang),
        days: format!(
            "{} ({})",
            days(content, lang),
            length(content.half_days(), lang)
        ),
        times: times.collect::<Vec<_>>().join(", "),
        place: content.place.clone(),
        about: content.about.clone(),
        stage: stage(at, lang),
        reply: reply(one.seat.reply, lang),
        replies: match training.takes_replies(today) {
            true => vec![
                answer(Reply::Yes, "training-say-yes"),
                answer(Reply::No, "training-say-no"),
            ],
            false => Vec::new(),
        },
        attended: match half_days {
            0 => String::new(),
            _ => lang.t1("training-was-there", "length", length(half_days, lang)),
        },
        may_evaluate: one.may_evaluate,
        may_certify: at == Stage::Held && half_days > 0 && site.app.can_typeset(),
    }
}

pub(super) fn demand(one: &DemandStanding, lang: Lang) -> DemandView {
    DemandView {
        name: lang.words(&one.name).to_owned(),
        help: lang.words(&one.help).to_owned(),
        length: length(one.needed, lang),
        cadence: lang.name(one.cadence),
        unconfirmed: unconfirmed(one, lang),
        cell: cell(one, lang),
    }
}

fn page(
    visit: &Visit,
    site: &Site,
    found: &MyTraining,
    (new, faults): (String, Faults),
) -> MinePage {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let is_ahead = |one: &&MySeat| {
        let at = one.training.stage(today);
        matches!(at, Stage::Planned | Stage::Running)
    };
    let view = |one: &MySeat| seat(one, (visit, site));
    let mut targets = vec![("mine".to_owned(), lang.t("training-feed-mine"))];
    let all = found.networks.iter();
    targets.extend(all.map(|id| (id.to_string(), lang.t("training-feed-all"))));
    MinePage {
        frame: Frame::of(visit, "training-mine"),
        lang,
        coming: found
            .seats
            .iter()
            .rev()
            .filter(is_ahead)
            .map(view)
            .collect(),
        past: found
            .seats
            .iter()
            .filter(|one| !is_ahead(one))
            .map(view)
            .collect(),
        programmes: found
            .standings
            .iter()
            .map(|one| {
                let demands = one.demands.iter().map(|one| demand(one, lang));
                (one.programme.clone(), demands.collect())
            })
            .collect(),
        teams: teams(visit),
        feeds: found
            .feeds
            .iter()
            .map(|one| FeedView {
                revoke: format!("{}/calendars/{}", url::my_training(), one.id),
                what: match one.network {
                    None => lang.t("training-feed-mine"),
                    Some(_) => lang.t("training-feed-all"),
                },
                made: lang.full_moment(one.made.0),
            })
            .collect(),
        new,
        targets,
        faults,
    }
}

/// The teams that one leads or consults.
fn teams(visit: &Visit) -> Vec<(String, String)> {
    let posts = visit.who.posts.iter().zip(&visit.who.places);
    let teams = posts.filter_map(|(post, name)| {
        let sees = matches!(post.role, Role::GroupLeader | Role::Consultant);
        let team = post.place.team().filter(|_| sees)?;
        Some((url::team_training(team), name.clone()))
    });
    teams.collect()
}

async fn shown(visit: &Visit, site: &Site, with: (String, Faults)) -> Result<Response, PageError> {
    let found = site.app.my_training(&visit.ctx).await;
    let found = found.map_err(PageError::to(visit))?;
    let is_faulty = !with.1.is_empty();
    let page = render(visit, &page(visit, site, &found, with))?;
    Ok(match is_faulty {
        true => unprocessable(page),
        false => page,
    })
}

pub(super) async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    shown(&visit, &site, (String::new(), Faults::none())).await
}

/// The new address stands on the answer itself and nowhere else, so that there is no redirect.
pub(super) async fn post_calendar(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<TargetForm>,
) -> Result<Response, PageError> {
    let network: Option<Option<NetworkId>> = match form.target.as_str() {
        "mine" => Some(None),
        network => network.parse().ok().map(Some),
    };
    let made = match network {
        Some(network) => site.app.make_training_feed(&visit.ctx, network).await,
        None => Err(Error::invalid("target", "duty-fault-choice")),
    };
    match made {
        Ok(token) => {
            let address = format!("{}{}", site.app.config().origin, url::calendar(&token));
            shown(&visit, &site, (address, Faults::none())).await
        }
        Err(Error::Invalid(faults)) => {
            shown(&visit, &site, (String::new(), Faults::of(faults))).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn post_revoke(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<FeedId>,
) -> Result<Response, PageError> {
    let done = site.app.revoke_training_feed(&visit.ctx, id).await;
    done.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=feed-revoked", url::my_training());
    Ok(Redirect::to(&to).into_response())
}

pub(super) async fn post_reply(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TrainingId>,
    Form(form): Form<ReplyForm>,
) -> Result<Response, PageError> {
    let said = match Reply::from_code(&form.reply) {
        Some(reply) => site.app.reply(&visit.ctx, id, reply).await,
        None => Err(Error::invalid("reply", "duty-fault-choice")),
    };
    match said {
        Ok(()) => {
            let to = format!("{}?done=training-replied", url::my_training());
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            shown(&visit, &site, (String::new(), Faults::of(faults))).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

fn evaluation(visit: &Visit, found: &MySeat, (typed, faults): (&Posted, Faults)) -> EvaluationPage {
    let (lang, content) = (visit.lang, &found.training.content);
    let question = |one: &Question| {
        let chosen = typed.get(one.code()).to_owned();
        (one.code(), lang.name(*one), chosen)
    };
    EvaluationPage {
        frame: Frame::of(visit, "training-evaluation"),
        lang,
        url: format!("{}/evaluation", url::my_seat(found.training.id)),
        title: content.title.clone(),
        days: days(content, lang),
        closed: match (found.may_evaluate, found.seat.evaluated) {
            (true, _) => String::new(),
            (false, true) => lang.t("training-evaluated"),
            (false, false) => lang.t("training-fault-evaluation"),
        },
        questions: Question::ALL.iter().map(question).collect(),
        faults,
    }
}

pub(super) async fn get_evaluation(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TrainingId>,
) -> Result<Response, PageError> {
    let found = site.app.my_seat(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let typed = (&Posted::default(), Faults::none());
    render(&visit, &evaluation(&visit, &found, typed))
}

pub(super) async fn post_evaluation(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TrainingId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let found = site.app.my_seat(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let mut faults = Faults::none();
    let mut answers = [0u8; 3];
    for (question, answer) in Question::ALL.iter().zip(&mut answers) {
        *answer = posted.get(question.code()).parse().unwrap_or_default();
        if !(1..=5).contains(answer) {
            faults.add(question.code(), "training-fault-answer");
        }
    }
    let faults = match Evaluation::new(answers) {
        None => faults,
        Some(given) => match site.app.evaluate(&visit.ctx, id, given).await {
            Ok(()) => {
                let to = format!("{}?done=training-evaluated", url::my_training());
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Error::Invalid(faults)) => Faults::of(faults),
            Err(err) => return Err(PageError::to(&visit)(err)),
        },
    };
    let page = evaluation(&visit, &found, (&posted, faults));
    render(&visit, &page).map(unprocessable)
}

pub(super) async fn get_certificate(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TrainingId>,
) -> Result<Response, PageError> {
    let me = visit.who.staff.id;
    let found = site.app.certificate(&visit.ctx, (id, me)).await;
    let found = found.map_err(PageError::to(&visit))?;
    compose::file(&visit, &site, &found).await
}
