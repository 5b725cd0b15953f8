//! Those who applied, side by side; and what is written to them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::applicant::{ApplicantLine, Applicants, SittingLine};
use hemma_domain::application::{Application, Audience, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::ids::OpeningId;

use super::one::at;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, choices, render, unprocessable};

/// Those who applied.
#[derive(Template)]
#[template(path = "opening/applicants.html")]
pub struct ApplicantsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub post: String,
    pub version: i64,
    /// Names are hidden now.
    pub is_hidden: bool,
    pub rows: Vec<ApplicantRow>,
    pub can_write: bool,
    pub messages: String,
    pub audiences: Vec<(&'static str, String)>,
    pub audience: String,
    pub body: String,
    pub faults: Faults,
}

/// One applicant in the list.
#[derive(Debug, Clone)]
pub struct ApplicantRow {
    /// Empty where nothing is left to read.
    pub url: String,
    pub name: String,
    pub received: String,
    pub stage: Signal,
    pub unmet: Option<Signal>,
    /// For each sitting, what can be seen of it.
    pub sittings: Vec<SittingView>,
}

/// What can be seen of a sitting.
#[derive(Debug, Clone)]
pub struct SittingView {
    pub name: String,
    /// The mean, or why it is not seen.
    pub text: String,
    /// Scores lie far apart.
    pub wide: Option<Signal>,
}

/// Where an application is, with its sign.
pub(super) fn stage(of: Stage, lang: Lang) -> Signal {
    let (class, icon) = match of {
        Stage::Received => ("info", "inbox"),
        Stage::Invited => ("due", "meeting"),
        Stage::Declined => ("none", "close"),
        Stage::Withdrawn => ("none", "undo"),
        Stage::Hired => ("ok", "ok"),
        Stage::Destroyed => ("none", "trash"),
    };
    Signal::new(class, icon, lang.name(of))
}

/// What an applicant is called: by name, or by number where no name is seen.
pub(super) fn called(one: &Application, lang: Lang) -> String {
    match one.person.name.is_empty() {
        true => lang.t1("opening-applicant-number", "number", one.number),
        false => one.person.name.clone(),
    }
}

/// `3,5`.
pub(super) fn tenths(mean: u32, lang: Lang) -> String {
    lang.number(&format!("{}.{}", mean / 10, mean % 10))
}

/// What can be seen of a sitting.
pub(super) fn sitting(one: &SittingLine, lang: Lang) -> SittingView {
    let means: Vec<u32> = one
        .spreads
        .iter()
        .filter_map(|one| one.mean_tenths())
        .collect();
    let count = u32::try_from(means.len()).unwrap_or_default();
    let mean = means.iter().sum::<u32>().checked_div(count);
    let locked = u32::try_from(one.locked).unwrap_or_default();
    let wide = one.spreads.iter().filter(|one| one.is_wide()).count();
    SittingView {
        name: lang.name(one.sitting),
        text: match mean {
            Some(mean) => lang.t2(
                "opening-mean",
                ("mean", tenths(mean, lang)),
                ("count", locked),
            ),
            None => lang.t1("opening-unseen", "count", locked),
        },
        wide: (wide > 0).then(|| Signal::new("due", "due", lang.t1("opening-wide", "count", wide))),
    }
}

fn row(opening: OpeningId, line: &ApplicantLine, lang: Lang) -> ApplicantRow {
    let one = &line.application;
    let unmet = u32::try_from(line.unmet).unwrap_or_default();
    ApplicantRow {
        url: match one.stage {
            Stage::Withdrawn | Stage::Destroyed => String::new(),
            _ => url::applicant(opening, one.id),
        },
        name: called(one, lang),
        received: lang.day(one.received_at.day()),
        stage: stage(one.stage, lang),
        unmet: (unmet > 0)
            .then(|| Signal::new("due", "not-met", lang.t1("opening-unmet", "count", unmet))),
        sittings: line.sittings.iter().map(|one| sitting(one, lang)).collect(),
    }
}

/// What was typed of a message: to whom, what, and what is wrong with it.
type Typed = (String, String, Faults);

impl ApplicantsPage {
    pub(super) fn of(
        frame: Frame,
        found: &Applicants,
        (audience, body, faults): Typed,
    ) -> ApplicantsPage {
        let (lang, opening) = (frame.lang, &found.opening);
        ApplicantsPage {
            lang,
            back: url::opening(opening.id),
            post: opening.profile.post.clone(),
            version: opening.version,
            is_hidden: opening.hides_names(),
            rows: found
                .lines
                .iter()
                .map(|line| row(opening.id, line, lang))
                .collect(),
            can_write: found.may.manage && !found.lines.is_empty(),
            messages: format!("{}/messages", url::opening(opening.id)),
            audiences: choices::<Audience>(lang),
            audience,
            body,
            faults,
            frame,
        }
    }
}

async fn page(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    typed: Typed,
) -> Result<Response, PageError> {
    let found = site.app.applicants(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    let frame = Frame::of(visit, "opening-applicants");
    render(visit, &ApplicantsPage::of(frame, &found, typed))
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    let blank = (
        Audience::All.code().to_owned(),
        String::new(),
        Faults::none(),
    );
    page(&visit, &site, id, blank).await
}

pub(super) async fn post_message(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let (audience, body) = (posted.get("audience"), posted.get("body"));
    let told = match Audience::from_code(audience) {
        Some(audience) => {
            let at = at(id, &posted);
            site.app
                .tell_applicants(&visit.ctx, at, (audience, body))
                .await
        }
        None => Err(Error::invalid("audience", "opening-fault-nobody")),
    };
    let faults = match told {
        Ok(_) => {
            let to = format!("{}?done=opening-told", url::applicants(id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "opening-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let typed = (audience.to_owned(), body.to_owned(), faults);
    page(&visit, &site, id, typed).await.map(unprocessable)
}
