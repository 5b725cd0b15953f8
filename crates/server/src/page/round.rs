//! Ratings of colleagues: what one is asked, until when, and why nobody can tell who said what.

pub mod form;
pub mod team;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_app::round::MyRating;
use hemma_domain::access::TeamAction;
use hemma_domain::ids::RoundId;
use hemma_domain::round::Round;
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::interview::time_left;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of ratings.
pub fn routes() -> Routes {
    Routes::default()
        .get("/ratings", Access::SignedIn, get)
        .get("/ratings/sent", Access::SignedIn, get_sent)
        .get("/ratings/{round}", Access::SignedIn, form::get)
        .post("/ratings/{round}", Access::SignedIn, form::post)
        .get(
            "/teams/{team}/ratings",
            Access::Team(TeamAction::SeeRatings),
            team::get,
        )
}

/// One colleague to rate.
#[derive(Debug, Clone)]
pub struct LineView {
    /// Empty once it is answered.
    pub url: String,
    /// `SAM om Gun Alebäck`.
    pub what: String,
    /// What of their work it is about.
    pub about: String,
    pub team: String,
    pub state: Signal,
    /// How many must answer for anybody to see a number.
    pub minimum: String,
}

/// What one is asked.
#[derive(Template)]
#[template(path = "round/list.html")]
pub struct RatingsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub lines: Vec<LineView>,
}

/// What is said after sending.
#[derive(Template)]
#[template(path = "round/sent.html")]
pub struct SentPage {
    pub frame: Frame,
    pub lang: Lang,
}

/// Where a round is answered.
fn to(round: RoundId) -> String {
    format!("{}/{round}", url::ratings())
}

/// Which questionnaire about whom: `SAM om Gun Alebäck`.
pub fn what(one: &MyRating, lang: Lang) -> String {
    let instrument = lang.words(&one.instrument).to_owned();
    lang.t2(
        "rating-of",
        ("instrument", instrument),
        ("name", one.subject.as_str()),
    )
}

/// A line for pages that tell what waits: what it is, the last day, and where.
pub fn waiting(one: &MyRating, lang: Lang) -> (String, Day, String) {
    (
        what(one, lang),
        one.round.window.closes_on,
        to(one.round.id),
    )
}

fn minimum(round: &Round, lang: Lang) -> String {
    lang.t1("rating-minimum", "count", round.raters_min)
}

fn line(one: &MyRating, today: Day, lang: Lang) -> LineView {
    LineView {
        url: match one.answered {
            true => String::new(),
            false => to(one.round.id),
        },
        what: what(one, lang),
        about: lang.name(one.round.about),
        team: one.team.clone(),
        state: match one.answered {
            true => Signal::new("ok", "ok", lang.t("rating-answered")),
            false => time_left(&one.round.window, today, lang),
        },
        minimum: minimum(&one.round, lang),
    }
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let found = site.app.my_ratings(&visit.ctx).await;
    let found = found.map_err(PageError::to(&visit))?;
    let (lang, today) = (visit.lang, visit.ctx.today());
    let page = RatingsPage {
        frame: Frame::of(&visit, "rating-title"),
        lang,
        lines: found.iter().map(|one| line(one, today, lang)).collect(),
    };
    render(&visit, &page)
}

async fn get_sent(visit: Visit) -> Result<Response, PageError> {
    let page = SentPage {
        frame: Frame::of(&visit, "rating-title"),
        lang: visit.lang,
    };
    render(&visit, &page)
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<RatingsPage>("ratings");
    all.extend(sampled::<SentPage>("rating sent"));
    all.extend(sampled::<form::RatingPage>("rating"));
    all.extend(sampled::<team::TeamPage>("team ratings"));
    all
}

impl Samples for RatingsPage {
    fn samples() -> Vec<(&'static str, RatingsPage)> {
        let page = |lang, lines| RatingsPage {
            frame: Frame::sample(lang),
            lang,
            lines,
        };
        let lang = Lang::SV;
        let open = LineView {
            url: "/".to_owned(),
            what: "SAM om Gun Alebäck".to_owned(),
            about: lang.t("round-about-group-leader"),
            team: "MST-CAN Björkdalen".to_owned(),
            state: Signal::new("ok", "calendar", "Till tis 15 dec".to_owned()),
            minimum: lang.t1("rating-minimum", "count", 3),
        };
        let answered = LineView {
            url: String::new(),
            state: Signal::new("ok", "ok", lang.t("rating-answered")),
            ..open.clone()
        };
        vec![
            ("nothing to answer", page(Lang::EN, vec![])),
            ("one open, one answered", page(lang, vec![open, answered])),
        ]
    }
}

impl Samples for SentPage {
    fn samples() -> Vec<(&'static str, SentPage)> {
        let lang = Lang::SV;
        let frame = Frame::sample(lang);
        vec![("sent", SentPage { frame, lang })]
    }
}
