//! A week without identities, for the consultant.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_domain::access::CaseAction;
use hemma_domain::ids::{CaseId, FeedbackId};
use hemma_domain::week::Voice;

use super::{Attempt, Reader, Typed, at, sheet};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::page::case::HeadView;
use crate::page::{feedback, render};

/// The consultant's routes.
pub(super) fn routes() -> Routes {
    const CONSULT: Access = Access::Case(CaseAction::ConsultFeedback);
    Routes::default()
        .get(
            "/desk/cases/{case}/weeks/{week}",
            Access::Case(CaseAction::SeeUnnamed),
            get,
        )
        .make("/desk/cases/{case}/weeks/{week}/feedback", CONSULT, give)
        .post(
            "/desk/cases/{case}/weeks/{week}/feedback/{point}/text",
            CONSULT,
            reword,
        )
        .post("/desk/cases/{case}/weeks/{week}/read", CONSULT, read)
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let unnamed = site
        .app
        .week_page_unnamed(&visit.ctx, at, visit.lang.0)
        .await
        .map_err(PageError::to(&visit))?;
    let reader = Reader {
        lang: visit.lang,
        named: false,
        me: visit.who.staff.id,
        reads: true,
        rights: unnamed.page.head.rights.clone(),
    };
    let head = HeadView {
        names: unnamed.household.join(", "),
        url: url::desk_week(at.0, at.1),
        tabs: Vec::new(),
        ..HeadView::of(&unnamed.page.head, &visit, "tab-week")
    };
    let sheet = sheet(&visit, &unnamed.page, &reader, head, Vec::new());
    render(&visit, &sheet)
}

async fn give(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let back = url::desk_week(at.0, at.1);
    feedback::give(&visit, &site, (at, Voice::Consultant, back), &typed).await
}

async fn reword(
    Path((case, week, id)): Path<(CaseId, String, FeedbackId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let at = at(&attempt.visit, case, &week)?;
    let back = url::desk_week(at.0, at.1);
    feedback::reword(&attempt, (at, Voice::Consultant, back), id).await
}

async fn read(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let done = site.app.mark_consulted(&visit.ctx, at).await;
    done.map_err(PageError::to(&visit))?;
    let back = url::desk_week(at.0, at.1);
    Ok(Redirect::to(&format!("{back}?done=week-read")).into_response())
}
