//! The consultant's desk: what changed since it was last read, in codes.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_app::desk::DeskCase;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::staff::Role;
use hemma_domain::time::Week;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::stage_key;
use crate::page::team_week::{Signal, summary};
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get("/desk", Access::SignedIn, get)
}

/// One case: a code, never a name.
#[derive(Debug, Clone)]
pub struct RowView {
    pub code: String,
    /// Roles and ages.
    pub household: String,
    pub team: String,
    pub week: String,
    pub phase: String,
    pub state: Signal,
    /// Address and name of the latest week that was handed in.
    pub latest: Option<(String, String)>,
    pub unread: bool,
    /// Addresses and names of the weeks that ask something.
    pub questions: Vec<(String, String)>,
}

/// A case that is not open yet.
#[derive(Debug, Clone)]
pub struct IncomingView {
    pub code: String,
    pub team: String,
    pub stage: String,
    pub received: String,
    /// Its screening without names.
    pub url: String,
}

/// The desk.
#[derive(Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    pub frame: Frame,
    pub lang: Lang,
    pub rows: Vec<RowView>,
    pub incoming: Vec<IncomingView>,
    /// Addresses and names of the teams whose ratings the reader may see.
    pub ratings: Vec<(String, String)>,
    /// Addresses and names of the teams that the reader consults.
    pub consultations: Vec<(String, String)>,
}

/// The teams that somebody consults: an address of each, and its name.
fn consulted(visit: &Visit, address: fn(TeamId) -> String) -> Vec<(String, String)> {
    let posts = visit.who.posts.iter().zip(&visit.who.places);
    posts
        .filter(|(post, _)| post.role == Role::Consultant)
        .filter_map(|(post, name)| Some((address(post.place.team()?), name.clone())))
        .collect()
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let found = site
        .app
        .desk(&visit.ctx, visit.lang.0)
        .await
        .map_err(PageError::to(&visit))?;
    let page = DeskPage {
        frame: Frame::of(&visit, "desk-title"),
        lang: visit.lang,
        ratings: consulted(&visit, url::team_ratings),
        consultations: consulted(&visit, url::consultations),
        rows: found
            .cases
            .iter()
            .map(|one| row(one, visit.ctx.week(), visit.lang))
            .collect(),
        incoming: found
            .incoming
            .iter()
            .map(|(case, team)| IncomingView {
                code: case.code.clone(),
                team: team.clone(),
                stage: visit.lang.t(stage_key(&case.stage)),
                received: visit.lang.day(case.received_on),
                url: url::desk_screening(case.id),
            })
            .collect(),
    };
    render(&visit, &page)
}

fn row(one: &DeskCase, this: Week, lang: Lang) -> RowView {
    let to = |week: Week| (week_url(one.case.id, week), lang.week(week));
    RowView {
        code: one.case.code.clone(),
        household: one.household.join(", "),
        team: one.team.clone(),
        week: one
            .case
            .treatment_week(this)
            .map(|week| week.to_string())
            .unwrap_or_default(),
        phase: one
            .phase
            .as_ref()
            .map(|words| lang.words(words).to_owned())
            .unwrap_or_default(),
        state: summary(one.state, lang),
        latest: one.latest.as_ref().map(|week| to(week.week)),
        unread: one.unread,
        questions: one.questions.iter().map(|week| to(*week)).collect(),
    }
}

/// A week as the consultant reads it.
fn week_url(case: CaseId, week: Week) -> String {
    format!("/desk/cases/{case}/weeks/{week}")
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<DeskPage>("desk")
}

impl Samples for DeskPage {
    fn samples() -> Vec<(&'static str, DeskPage)> {
        let page = |lang, rows, incoming| DeskPage {
            frame: Frame::sample(lang),
            lang,
            rows,
            incoming,
            ratings: vec![("/".to_owned(), "MST-CAN Björkdalen".to_owned())],
            consultations: vec![("/".to_owned(), "MST-CAN Björkdalen".to_owned())],
        };
        let incoming = IncomingView {
            code: "BJÖ-26-004".to_owned(),
            team: "MST-CAN Björkdalen".to_owned(),
            stage: "Inkommen".to_owned(),
            received: "mån 16 nov".to_owned(),
            url: "/".to_owned(),
        };
        let week = || ("/".to_owned(), "v. 47".to_owned());
        let unread = RowView {
            code: "BJÖ-26-001".to_owned(),
            household: "barnet (11 år), mamman (39 år)".to_owned(),
            team: "MST-CAN Björkdalen".to_owned(),
            week: "12".to_owned(),
            phase: "Förändra".to_owned(),
            state: summary(None, Lang::SV),
            latest: Some(week()),
            unread: true,
            questions: vec![week()],
        };
        let read = RowView {
            unread: false,
            questions: Vec::new(),
            ..unread.clone()
        };
        let nothing = RowView {
            latest: None,
            ..read.clone()
        };
        vec![
            ("no team", page(Lang::EN, vec![], vec![])),
            (
                "three cases",
                page(Lang::SV, vec![unread, read, nothing], vec![incoming]),
            ),
        ]
    }
}
