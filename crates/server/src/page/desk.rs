//! The consultant's desk: what changed since it was last read, in codes.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_app::desk::DeskCase;
use hemma_domain::ids::CaseId;
use hemma_domain::time::Week;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
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

/// The desk.
#[derive(Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    pub frame: Frame,
    pub lang: Lang,
    pub rows: Vec<RowView>,
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let found = site
        .app
        .desk(&visit.ctx)
        .await
        .map_err(PageError::to(&visit))?;
    let page = DeskPage {
        frame: Frame::of(&visit, "desk-title"),
        lang: visit.lang,
        rows: found
            .cases
            .iter()
            .map(|one| row(one, visit.ctx.week(), visit.lang))
            .collect(),
    };
    render(&visit, &page)
}

fn row(one: &DeskCase, this: Week, lang: Lang) -> RowView {
    let to = |week: Week| (week_url(one.case.id, week), lang.week(week));
    RowView {
        code: one.case.code.clone(),
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
        let page = |lang, rows| DeskPage {
            frame: Frame::sample(lang),
            lang,
            rows,
        };
        let week = || ("/".to_owned(), "v. 47".to_owned());
        let unread = RowView {
            code: "BJÖ-26-001".to_owned(),
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
            ("no team", page(Lang::EN, vec![])),
            ("three cases", page(Lang::SV, vec![unread, read, nothing])),
        ]
    }
}
