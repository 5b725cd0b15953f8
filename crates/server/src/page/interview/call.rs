//! Calls that came to no interview.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::{Error, FieldError};
use hemma_app::measure::{AttemptInput, MeasureAt};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::measure::{AttemptOutcome, Refusal};
use hemma_domain::time::Day;
use serde::Deserialize;

use super::ask::{CallView, again};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AttemptForm {
    outcome: String,
    day: String,
    time: String,
    note: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DeclineForm {
    why: String,
    note: String,
}

impl AttemptForm {
    fn read(&self, today: Day) -> Result<AttemptInput, Vec<FieldError>> {
        let mut faults = Vec::new();
        let outcome = AttemptOutcome::from_code(&self.outcome);
        if outcome.is_none() {
            faults.push(FieldError::new("outcome", "interview-fault-outcome"));
        }
        let wants = !self.day.trim().is_empty() || !self.time.trim().is_empty();
        let day = match self.day.trim() {
            "" => Some(today),
            typed => form::day_from(typed, today),
        };
        let at = day
            .zip(form::time(&self.time))
            .map(|(day, clock)| day.at(clock));
        if wants && at.is_none() {
            faults.push(FieldError::new("call_back", "interview-fault-time"));
        }
        match outcome {
            Some(outcome) if faults.is_empty() => Ok(AttemptInput {
                outcome,
                call_back_at: at,
                note: self.note.clone(),
            }),
            _ => Err(faults),
        }
    }
}

pub(super) async fn post_attempt(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
    Form(form): Form<AttemptForm>,
) -> Result<Response, PageError> {
    let at = (case, id);
    let noted = match form.read(visit.ctx.today()) {
        Ok(input) => site.app.note_attempt(&visit.ctx, at, &input).await,
        Err(faults) => Err(Error::Invalid(faults)),
    };
    let lang = visit.lang;
    let typed = CallView {
        outcome: form.outcome,
        day: form.day,
        time: form.time,
        note: form.note,
        ..CallView::blank(lang)
    };
    answered(&visit, &site, at, noted, (typed, "interview-noted")).await
}

pub(super) async fn post_decline(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
    Form(form): Form<DeclineForm>,
) -> Result<Response, PageError> {
    let at = (case, id);
    let noted = match Refusal::from_code(&form.why) {
        Some(why) => {
            let why = (why, form.note.as_str());
            site.app.decline_interview(&visit.ctx, at, why).await
        }
        None => Err(Error::invalid("why", "interview-fault-why")),
    };
    let typed = CallView {
        note: form.note.clone(),
        ..CallView::blank(visit.lang)
    };
    answered(&visit, &site, at, noted, (typed, "interview-noted")).await
}

/// On to the queue, or the interview again with its faults.
async fn answered(
    visit: &Visit,
    site: &Site,
    at: MeasureAt,
    done: Result<(), Error>,
    (typed, message): (CallView, &str),
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}?done={message}", url::interviews());
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            again(visit, site, at, |page| {
                page.faults = Faults::of(faults);
                page.call = typed;
            })
            .await
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}
