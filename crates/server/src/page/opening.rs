//! Openings: what a panel writes, reads, scores, decides and destroys.

mod applicant;
mod applicants;
mod briefing;
mod compose;
mod correct;
mod edit;
mod ending;
mod merits;
mod one;
mod replace;
mod samples;
mod typed;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::{OpeningLine, RecruitingPlace};
use hemma_domain::access::OpeningAction;
use hemma_domain::opening::StateCode;
use hemma_domain::recruiting::Term;
use hemma_domain::time::Day;

pub use applicant::ApplicantPage;
pub use applicants::ApplicantsPage;
pub use correct::CorrectPage;
pub use edit::EditPage;
pub use ending::{DestructionPage, EndPage};
pub use merits::MeritsPage;
pub use one::{AdvertPage, OpeningPage};
pub use replace::ReplacePage;
pub use samples::samples;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

const SEE: Access = Access::Opening(OpeningAction::See);
const READ: Access = Access::Opening(OpeningAction::SeeApplicants);
const ASSESS: Access = Access::Opening(OpeningAction::Assess);
const MANAGE: Access = Access::Opening(OpeningAction::Manage);
const DECIDE: Access = Access::Opening(OpeningAction::Decide);
const REPLACE: Access = Access::Opening(OpeningAction::Replace);

/// `14 dagar`, `6 månader`, `2 år`.
pub(crate) fn term(of: Term, lang: Lang) -> String {
    match of {
        Term::Days(days) => lang.t1("recruiting-days", "count", days),
        Term::Months(months) if months.is_multiple_of(12) => {
            lang.t1("recruiting-years", "count", months / 12)
        }
        Term::Months(months) => lang.t1("recruiting-months", "count", months),
        Term::Always => lang.t("opening-term-always"),
    }
}

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get("/openings", Access::SignedIn, get)
        .make("/openings", Access::SignedIn, post_new)
        .get("/openings/{opening}", SEE, one::get)
        .get("/openings/{opening}/advert", SEE, one::get_advert)
        .get("/openings/{opening}/advert/file", SEE, one::get_advert_file)
        .get("/openings/{opening}/edit", MANAGE, edit::get)
        .post("/openings/{opening}/edit", MANAGE, edit::post)
        .post("/openings/{opening}/step", MANAGE, one::post_step)
        .post("/openings/{opening}/prolong", MANAGE, one::post_prolong)
        .post("/openings/{opening}/members", MANAGE, one::post_members)
        .make("/openings/{opening}/briefings", MANAGE, briefing::post_new)
        .post(
            "/openings/{opening}/briefings/{briefing}/cancel",
            MANAGE,
            briefing::post_cancel,
        )
        .get("/openings/{opening}/end", DECIDE, ending::get_end)
        .post("/openings/{opening}/decide", DECIDE, ending::post_decide)
        .post("/openings/{opening}/abort", DECIDE, ending::post_abort)
        .get("/openings/{opening}/correct", DECIDE, correct::get)
        .post("/openings/{opening}/correct", DECIDE, correct::post)
        .get("/openings/{opening}/merits", DECIDE, merits::get)
        .post(
            "/openings/{opening}/merits/{application}",
            DECIDE,
            merits::post,
        )
        .get(
            "/openings/{opening}/destruction",
            DECIDE,
            ending::get_destruction,
        )
        .post(
            "/openings/{opening}/postpone",
            DECIDE,
            ending::post_postpone,
        )
        .post("/openings/{opening}/destroy", DECIDE, ending::post_destroy)
        .get("/openings/{opening}/replace", REPLACE, replace::get)
        .post("/openings/{opening}/replace", REPLACE, replace::post)
        .with(of_applicants())
}

fn of_applicants() -> Routes {
    Routes::default()
        .get("/openings/{opening}/applicants", READ, applicants::get)
        .post(
            "/openings/{opening}/messages",
            DECIDE,
            applicants::post_message,
        )
        .get(
            "/openings/{opening}/applicants/{application}",
            READ,
            applicant::get,
        )
        .get(
            "/openings/{opening}/applicants/{application}/cv",
            READ,
            applicant::get_cv,
        )
        .post(
            "/openings/{opening}/applicants/{application}/scores",
            ASSESS,
            applicant::post_scores,
        )
        .post(
            "/openings/{opening}/applicants/{application}/stage",
            DECIDE,
            applicant::post_stage,
        )
        .make(
            "/openings/{opening}/applicants/{application}/references",
            ASSESS,
            applicant::post_reference,
        )
        .post(
            "/openings/{opening}/applicants/{application}/register",
            ASSESS,
            applicant::post_register,
        )
}

/// One opening in the list.
#[derive(Debug, Clone)]
pub struct OpeningRow {
    pub url: String,
    pub post: String,
    pub place: String,
    pub part: String,
    pub state: Signal,
    pub applied: String,
    /// What falls due, and when; empty where nothing does.
    pub due: Option<Signal>,
}

/// The openings that somebody is a member of.
#[derive(Template)]
#[template(path = "opening/list.html")]
pub struct OpeningsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub rows: Vec<OpeningRow>,
    /// Address, post and place of those for which somebody can be named.
    pub orphans: Vec<(String, String, String)>,
    /// Value and name of where one may begin.
    pub places: Vec<(String, String)>,
    pub post: String,
    pub faults: Faults,
}

/// Where an opening is, with its sign.
pub(super) fn state(of: StateCode, lang: Lang) -> Signal {
    let (class, icon) = match of {
        StateCode::Draft => ("none", "pen"),
        StateCode::Open => ("info", "inbox"),
        StateCode::Screening => ("due", "eye"),
        StateCode::Interviews => ("due", "meeting"),
        StateCode::Decided => ("ok", "ok"),
        StateCode::Aborted => ("none", "close"),
        StateCode::Destroyed => ("none", "trash"),
    };
    Signal::new(class, icon, lang.name(of))
}

fn row(one: &OpeningLine, today: Day, lang: Lang) -> OpeningRow {
    let opening = &one.opening;
    let day = |key, day: Day| lang.t1(key, "day", lang.full_day(day));
    let due = match (opening.state.code(), opening.profile.last_on, one.due_on) {
        (StateCode::Open, Some(last), _) if today <= last => {
            Some(Signal::new("none", "calendar", day("opening-until", last)))
        }
        (StateCode::Open, ..) => {
            let over = lang.t("opening-to-screen");
            Some(Signal::new("due", "due", over))
        }
        (_, _, Some(due)) if due <= today => Some(Signal::new(
            "over",
            "overdue",
            day("opening-destroy-due", due),
        )),
        (_, _, Some(due)) => Some(Signal::new(
            "none",
            "calendar",
            day("opening-destroy-on", due),
        )),
        _ => None,
    };
    OpeningRow {
        url: url::opening(opening.id),
        post: opening.profile.post.clone(),
        place: one.place.clone(),
        part: lang.name(one.part),
        state: state(opening.state.code(), lang),
        applied: lang.t1("opening-applied", "count", one.applied),
        due,
    }
}

fn place_value(of: RecruitingPlace) -> String {
    match of {
        RecruitingPlace::Network(id) => format!("network/{id}"),
        RecruitingPlace::Team(id) => format!("team/{id}"),
    }
}

fn place_read(value: &str) -> Option<RecruitingPlace> {
    match value.split_once('/')? {
        ("network", id) => id.parse().ok().map(RecruitingPlace::Network),
        ("team", id) => id.parse().ok().map(RecruitingPlace::Team),
        _ => None,
    }
}

async fn page(
    visit: &Visit,
    site: &Site,
    post: String,
    faults: Faults,
) -> Result<Response, PageError> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let found = site.app.my_openings(&visit.ctx).await;
    let found = found.map_err(PageError::to(visit))?;
    let shown = OpeningsPage {
        frame: Frame::of(visit, "opening-title"),
        lang,
        rows: found
            .lines
            .iter()
            .map(|one| row(one, today, lang))
            .collect(),
        orphans: found
            .orphans
            .into_iter()
            .map(|one| {
                let to = format!("{}/replace", url::opening(one.id));
                (to, one.post, one.place)
            })
            .collect(),
        places: found
            .places
            .into_iter()
            .map(|(place, name)| (place_value(place), name))
            .collect(),
        post,
        faults,
    };
    render(visit, &shown)
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    page(&visit, &site, String::new(), Faults::none()).await
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    posted: Posted,
) -> Result<Response, PageError> {
    let post = posted.get("post").to_owned();
    let made = match place_read(posted.get("place")) {
        Some(place) => site.app.new_opening(&visit.ctx, place, &post).await,
        None => Err(Error::invalid("place", "opening-fault-place")),
    };
    match made {
        Ok(id) => Ok(Redirect::to(&format!("{}/edit", url::opening(id))).into_response()),
        Err(Error::Invalid(faults)) => {
            let again = page(&visit, &site, post, Faults::of(faults)).await;
            again.map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
