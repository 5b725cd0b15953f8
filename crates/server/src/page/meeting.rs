//! The meeting: its order.

pub mod case;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::development::DevelopmentPlan;
use hemma_app::meeting::Arrange;
use hemma_domain::access::TeamAction;
use hemma_domain::development::Whose;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::team_week::{Concern, FamilyWeek};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::development::{self, GoalView};
use crate::page::team_week::{Signal, concern_signal, summary};
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of the meeting.
pub fn routes() -> Routes {
    let run = Access::Team(TeamAction::RunMeeting);
    Routes::default()
        .get("/teams/{team}/meeting", run, get)
        .post("/teams/{team}/meeting/order", run, post_order)
        .post("/teams/{team}/meeting/start", run, post_start)
        .with(case::routes())
}

/// A change of the order, as its buttons say.
#[derive(Debug, Clone, Deserialize)]
struct OrderForm {
    case: CaseId,
    #[serde(default, rename = "move")]
    how: String,
}

/// A family's place.
#[derive(Debug, Clone)]
pub struct RowView {
    pub id: String,
    pub url: String,
    pub code: String,
    pub label: String,
    pub therapist: String,
    pub summary: Signal,
    pub why: Option<Signal>,
    pub skipped: bool,
}

/// The order of the meeting.
#[derive(Template)]
#[template(path = "meeting.html")]
pub struct MeetingPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub team_url: String,
    pub base: String,
    pub week: String,
    pub rows: Vec<RowView>,
    /// Open development goals of the team, each with whose it is.
    pub goals: Vec<(String, GoalView)>,
    /// Those of single people, which are not for a shared screen.
    pub own_goals: Vec<(String, GoalView)>,
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .meeting(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let plans = site.app.open_goals(&visit.ctx, id).await;
    let plans = plans.map_err(PageError::to(&visit))?;
    let (of_team, own) = plans
        .iter()
        .partition::<Vec<&DevelopmentPlan>, _>(|one| one.whose == Whose::Team);
    let page = MeetingPage {
        goals: development::open(&of_team, &visit),
        own_goals: development::open(&own, &visit),
        frame: Frame::of(&visit, "meeting-title"),
        lang,
        team: found.team.name.clone(),
        team_url: url::team(id),
        base: url::meeting(id),
        week: lang.week(found.week),
        rows: found
            .rows
            .iter()
            .map(|(row, skipped)| row_view(row, *skipped, id, lang))
            .collect(),
    };
    render(&visit, &page)
}

fn row_view(row: &FamilyWeek, skipped: bool, team: TeamId, lang: Lang) -> RowView {
    RowView {
        id: row.case.id.to_string(),
        url: url::meeting_case(team, row.case.id),
        code: row.case.code.clone(),
        label: row.case.label.clone(),
        therapist: row.therapist.clone(),
        summary: summary(row.summary, lang),
        why: row
            .concerns
            .iter()
            .find(|concern| **concern != Concern::SummaryLate)
            .map(|concern| concern_signal(*concern, lang)),
        skipped,
    }
}

async fn post_order(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Form(form): Form<OrderForm>,
) -> Result<Response, PageError> {
    let change = match form.how.as_str() {
        "up" => Arrange::Up(form.case),
        "down" => Arrange::Down(form.case),
        _ => Arrange::Skip(form.case),
    };
    site.app
        .arrange_meeting(&visit.ctx, id, change)
        .await
        .map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&url::meeting(id)).into_response())
}

async fn post_start(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let first = site
        .app
        .arrange_meeting(&visit.ctx, id, Arrange::Start)
        .await
        .map_err(PageError::to(&visit))?;
    let to = first.map_or_else(|| url::meeting(id), |case| url::meeting_case(id, case));
    Ok(Redirect::to(&to).into_response())
}

/// Every state of the meeting's pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<MeetingPage>("meeting");
    all.extend(case::samples());
    all
}

impl Samples for MeetingPage {
    fn samples() -> Vec<(&'static str, MeetingPage)> {
        let goals = |lang: Lang, rows: &Vec<RowView>| match rows.is_empty() {
            true => Vec::new(),
            false => vec![(
                "MST-CAN Björkdalen".to_owned(),
                development::sample_goal(lang),
            )],
        };
        let page = |lang: Lang, rows: Vec<RowView>| MeetingPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            team_url: "/".to_owned(),
            base: "/".to_owned(),
            week: "v. 47".to_owned(),
            goals: goals(lang, &rows),
            own_goals: goals(lang, &rows),
            rows,
        };
        let row = |lang, skipped| RowView {
            id: uuid::Uuid::nil().to_string(),
            url: "/".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            label: "Lingonstig".to_owned(),
            therapist: "Tuva Ekorrstig".to_owned(),
            summary: summary(None, lang),
            why: Some(concern_signal(Concern::NoPlan, lang)),
            skipped,
        };
        let rows = vec![row(Lang::SV, false), row(Lang::SV, true)];
        vec![
            ("no family", page(Lang::EN, vec![])),
            ("two families", page(Lang::SV, rows)),
        ]
    }
}
