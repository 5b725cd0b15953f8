//! Written feedback on a week: the leader's points, the therapist's answers, and what became of them.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::week::{Named, WeekAt, WeekPage};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, FeedbackId};
use hemma_domain::week::{FollowUp, Section, Voice};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::page::Sampled;
use crate::page::week::{Attempt, Conflict, Typed, at, labelled};

/// The routes of this page.
pub fn routes() -> Routes {
    const ANSWER: Access = Access::Case(CaseAction::AnswerFeedback);
    Routes::default()
        .make(
            "/cases/{case}/weeks/{week}/feedback",
            Access::Case(CaseAction::LeadFeedback),
            post_leader,
        )
        .post(
            "/cases/{case}/weeks/{week}/feedback/{point}/text",
            Access::Case(CaseAction::LeadFeedback),
            post_text,
        )
        .post(
            "/cases/{case}/weeks/{week}/feedback/{point}/answer",
            ANSWER,
            post_answer,
        )
        .post(
            "/cases/{case}/weeks/{week}/feedback/{point}/follow",
            ANSWER,
            post_follow,
        )
}

async fn post_leader(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let back = url::week(at.0, at.1);
    give(&visit, &site, (at, Voice::Leader, back), &typed).await
}

/// Writes a point about a section, and goes back to where it stands.
pub(crate) async fn give(
    visit: &Visit,
    site: &Site,
    (at, voice, back): (WeekAt, Voice, String),
    typed: &Typed,
) -> Result<Response, PageError> {
    let section = Section::from_code(typed.get("section")).unwrap_or(Section::Whole);
    let given = site
        .app
        .give_feedback(&visit.ctx, at, (voice, section), typed.get("text"))
        .await;
    let id = given.map_err(PageError::to(visit))?;
    Ok(Redirect::to(&format!("{back}#point-{id}")).into_response())
}

async fn post_text(
    Path((case, week, id)): Path<(CaseId, String, FeedbackId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let at = at(&attempt.visit, case, &week)?;
    reword(&attempt, (at, Voice::Leader, url::week(at.0, at.1)), id).await
}

/// Changes the words of one's own point, or takes it back.
pub(crate) async fn reword(
    attempt: &Attempt,
    (at, voice, back): (WeekAt, Voice, String),
    id: FeedbackId,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = attempt;
    let text = typed.get("text");
    let saved = site
        .app
        .reword_feedback(&visit.ctx, at, (id, typed.version()), (voice, text))
        .await;
    let back = format!("{back}#point-{id}");
    attempt
        .finish(back, saved, async || {
            let page = match voice {
                Voice::Leader => site.app.week_page(&visit.ctx, at).await?,
                Voice::Consultant => {
                    let unnamed = site.app.week_page_unnamed(&visit.ctx, at, visit.lang.0);
                    unnamed.await?.page
                }
            };
            let theirs = found(page, id)?.feedback;
            let labels = ["week-your-point", "week-answered"];
            let lang = visit.lang;
            Ok(Conflict {
                mine: labelled(lang, labels, [text.to_owned(), String::new()]),
                theirs: labelled(lang, labels, [theirs.text, theirs.answer]),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

/// The point as it stands, of this week or an earlier one.
async fn stored(visit: &Visit, site: &Site, at: WeekAt, id: FeedbackId) -> Result<Named, Error> {
    found(site.app.week_page(&visit.ctx, at).await?, id)
}

fn found(page: WeekPage, id: FeedbackId) -> Result<Named, Error> {
    let mut all = page.feedback.into_iter().chain(page.earlier);
    all.find(|one| one.feedback.id == id).ok_or(Error::NotFound)
}

async fn post_answer(
    Path((case, week, id)): Path<(CaseId, String, FeedbackId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let answer = typed.get("answer");
    let saved = site
        .app
        .answer_feedback(&visit.ctx, at, (id, typed.version()), answer)
        .await;
    let back = format!("{}#point-{id}", url::week(at.0, at.1));
    attempt
        .finish(back, saved, async || {
            let theirs = stored(visit, site, at, id).await?;
            let label = visit.lang.t("week-your-answer");
            Ok(Conflict {
                mine: vec![(label.clone(), answer.to_owned())],
                theirs: vec![(label, theirs.feedback.answer)],
                who: theirs.answered_by.unwrap_or_default(),
                version: theirs.feedback.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn post_follow(
    Path((case, week, id)): Path<(CaseId, String, FeedbackId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let mark = FollowUp::from_code(typed.get("mark"));
    let note = typed.get("note");
    let saved = site
        .app
        .follow_feedback(&visit.ctx, at, (id, typed.version()), (mark, note))
        .await;
    let back = format!("{}#p-earlier", url::week(at.0, at.1));
    attempt
        .finish(back, saved, async || {
            let theirs = stored(visit, site, at, id).await?.feedback;
            let lang = visit.lang;
            let said = |mark: Option<FollowUp>| {
                mark.map_or_else(|| lang.t("week-not-marked"), |mark| lang.name(mark))
            };
            Ok(Conflict {
                mine: vec![(said(mark), note.to_owned())],
                theirs: vec![(said(theirs.follow_up), theirs.follow_note)],
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

/// Points stand in the page of their week; there is no page of their own.
pub fn samples() -> Vec<Sampled> {
    Vec::new()
}
