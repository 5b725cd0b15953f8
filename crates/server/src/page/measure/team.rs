//! What is due in a team's families, and what became of it: no name, no answer, no score.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::measure::TeamLine;
use hemma_domain::ids::TeamId;
use hemma_domain::time::Day;

use super::{collected, state_reason, state_signal};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples, render};

/// A team's measures.
#[derive(Template)]
#[template(path = "measure/team.html")]
pub struct TeamPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub team_url: String,
    pub collected: String,
    pub lines: Vec<LineView>,
}

/// One measure.
#[derive(Debug, Clone)]
pub struct LineView {
    pub code: String,
    /// The case's measures; empty where the reader may not open the case.
    pub url: String,
    pub instrument: String,
    pub therapist: String,
    pub due: String,
    pub state: Signal,
    pub why: String,
    pub attempts: usize,
    pub begun: bool,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site.app.team_measures(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let (lang, today) = (visit.lang, visit.ctx.today());
    let page = TeamPage {
        frame: Frame::of(&visit, "measure-title"),
        lang,
        team: found.team.name.clone(),
        team_url: url::team(id),
        collected: collected(found.collected, found.due, lang),
        lines: found
            .lines
            .iter()
            .map(|one| line(one, today, lang))
            .collect(),
    };
    render(&visit, &page)
}

fn line(one: &TeamLine, today: Day, lang: Lang) -> LineView {
    LineView {
        code: one.code.clone(),
        url: match one.may_see {
            true => url::measures(one.measure.case),
            false => String::new(),
        },
        instrument: lang.words(&one.instrument).to_owned(),
        therapist: one.therapist.clone(),
        due: lang.day(one.measure.window.due_on),
        state: state_signal(&one.measure, today, lang),
        why: state_reason(&one.measure, lang),
        attempts: one.attempts,
        begun: one.begun,
    }
}

impl Samples for TeamPage {
    fn samples() -> Vec<(&'static str, TeamPage)> {
        let page = |lang, lines: Vec<LineView>| TeamPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            team_url: "/".to_owned(),
            collected: collected(1, 2, lang),
            lines,
        };
        let open = LineView {
            code: "BJÖ-26-001".to_owned(),
            url: "/".to_owned(),
            instrument: "TAM-CAN".to_owned(),
            therapist: "Tuva Ekorrstig".to_owned(),
            due: "mån 16 nov".to_owned(),
            state: Signal::new("ok", "calendar", "Till sön 29 nov".to_owned()),
            why: String::new(),
            attempts: 1,
            begun: true,
        };
        let hidden = LineView {
            url: String::new(),
            why: "Ingen har svarat".to_owned(),
            attempts: 0,
            begun: false,
            ..open.clone()
        };
        vec![
            ("nothing due", page(Lang::EN, vec![])),
            ("two measures", page(Lang::SV, vec![open, hidden])),
        ]
    }
}
