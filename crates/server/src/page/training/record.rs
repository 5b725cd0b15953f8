//! One person's training: what is demanded of them and how they stand, where they were, and what was certified.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::training::Record;
use hemma_domain::ids::{NetworkId, StaffId, TeamId};
use hemma_domain::programme::Words;
use hemma_domain::time::Day;
use hemma_domain::training::{Seat, Stage, Training};

use super::mine::{DemandView, demand};
use super::one::reply;
use super::standing::place;
use super::{days, length, stage, what};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// One person's training.
#[derive(Template)]
#[template(path = "training/record.html")]
pub struct RecordPage {
    pub frame: Frame,
    pub lang: Lang,
    /// Where one comes from: address and name.
    pub back: (String, String),
    pub name: String,
    /// Roles and teams.
    pub places: Vec<String>,
    /// By programme: name and demands.
    pub programmes: Vec<(String, Vec<DemandView>)>,
    /// Programmes that demand nothing of them.
    pub silent: Vec<String>,
    /// The newest first.
    pub seats: Vec<AttendedView>,
}

/// A training that they are invited to.
#[derive(Debug, Clone)]
pub struct AttendedView {
    /// Where its office reads it; empty for whoever may not.
    pub url: String,
    pub title: String,
    pub what: String,
    pub days: String,
    pub stage: Signal,
    /// What they answered, or how long they were there.
    pub told: Signal,
    /// Empty where there is nothing to certify, or for whoever may not.
    pub certificate: String,
}

/// Whether whoever reads keeps the network's trainings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Office,
    Team,
}

/// Who reads it on which day, and whether certificates can be typeset here.
#[derive(Debug, Clone, Copy)]
struct Reading {
    reader: Reader,
    today: Day,
    can_typeset: bool,
    lang: Lang,
}

fn told(training: &Training, seat: &Seat, reading: Reading) -> Signal {
    let lang = reading.lang;
    match (training.half_days_of(seat), training.stage(reading.today)) {
        (0, Stage::Held) => Signal::new("none", "none", lang.t("training-absent")),
        (0, _) => reply(seat.reply, lang),
        (half_days, _) => {
            let told = lang.t1("training-present", "length", length(half_days, lang));
            Signal::new("ok", "ok", told)
        }
    }
}

fn seat(
    (training, seat, name): &(Training, Seat, Option<Words>),
    reading: Reading,
) -> AttendedView {
    let (lang, content) = (reading.lang, &training.content);
    let at = training.stage(reading.today);
    let is_office = reading.reader == Reader::Office;
    let is_certified = at == Stage::Held && seat.was_there();
    AttendedView {
        url: match is_office {
            true => url::training(training.network, training.id),
            false => String::new(),
        },
        title: content.title.clone(),
        what: what(name.as_ref(), content, lang),
        days: days(content, lang),
        stage: stage(at, lang),
        told: told(training, seat, reading),
        certificate: match is_office && is_certified && reading.can_typeset {
            true => url::certificate(training.network, training.id, seat.staff),
            false => String::new(),
        },
    }
}

impl RecordPage {
    fn of(frame: Frame, back: (String, String), found: &Record, reading: Reading) -> RecordPage {
        let lang = reading.lang;
        let standings = || found.standings.iter();
        let demanding = standings().filter(|one| !one.demands.is_empty());
        RecordPage {
            lang,
            back,
            name: found.name.clone(),
            places: standings().map(|one| place(one, lang)).collect(),
            programmes: demanding
                .map(|one| {
                    let demands = one.demands.iter().map(|one| demand(one, lang));
                    (one.programme.clone(), demands.collect())
                })
                .collect(),
            silent: standings()
                .filter(|one| one.demands.is_empty())
                .map(|one| lang.t1("training-needs-silent", "programme", one.programme.as_str()))
                .collect(),
            seats: found.seats.iter().map(|one| seat(one, reading)).collect(),
            frame,
        }
    }
}

fn reading(visit: &Visit, site: &Site, reader: Reader) -> Reading {
    Reading {
        reader,
        today: visit.ctx.today(),
        can_typeset: site.app.can_typeset(),
        lang: visit.lang,
    }
}

pub(super) async fn get_network(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(NetworkId, StaffId)>,
) -> Result<Response, PageError> {
    let found = site.app.training_record(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    let back = (url::training_needs(at.0), visit.lang.t("training-needs"));
    let frame = Frame::of(&visit, "training-record");
    let reading = reading(&visit, &site, Reader::Office);
    render(&visit, &RecordPage::of(frame, back, &found, reading))
}

pub(super) async fn get_team(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(TeamId, StaffId)>,
) -> Result<Response, PageError> {
    let found = site.app.team_training_record(&visit.ctx, at).await;
    let (team, found) = found.map_err(PageError::to(&visit))?;
    let back = (url::team_training(team.id), team.name);
    let frame = Frame::of(&visit, "training-record");
    let reading = reading(&visit, &site, Reader::Team);
    render(&visit, &RecordPage::of(frame, back, &found, reading))
}
