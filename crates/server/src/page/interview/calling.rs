//! When a family is best called: in words, and as a form on the pages of whoever carries the family and whoever calls.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::{Error, FieldError};
use hemma_app::measure::CallTimeInput;
use hemma_domain::calling::CallTime;
use hemma_domain::ids::{CaseId, MeasureId};

use super::ask::again;
use super::to;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::visit::Visit;
use crate::lang::Lang;

/// When to call, and the form in which it is changed.
#[derive(Debug, Clone, Default)]
pub struct CallTimeView {
    /// `måndag, torsdag 17:00–19:30`; empty where nobody has said.
    pub told: String,
    /// Where it is changed; empty for whoever may not.
    pub url: String,
    /// Number, name, and whether it is chosen.
    pub days: Vec<(i8, String, bool)>,
    pub from: String,
    pub to: String,
}

/// A time to call as it was typed: a box for each weekday under one name.
#[derive(Debug, Clone, Default)]
pub struct CallTimeForm {
    days: Vec<i8>,
    from: String,
    to: String,
}

impl CallTimeForm {
    pub(in crate::page) fn of(fields: Vec<(String, String)>) -> CallTimeForm {
        let mut form = CallTimeForm::default();
        for (name, value) in fields {
            match name.as_str() {
                "days" => form.days.extend(value.parse::<i8>()),
                "from" => form.from = value,
                "to" => form.to = value,
                _ => {}
            }
        }
        form
    }

    /// What was typed; nothing where the form was sent empty, to say that nobody knows.
    pub(in crate::page) fn read(&self) -> Result<Option<CallTimeInput>, Error> {
        let is_empty = [&self.from, &self.to].map(|text| text.trim().is_empty());
        if self.days.is_empty() && is_empty == [true, true] {
            return Ok(None);
        }
        let mut faults = Vec::new();
        let [from, to] = [("from", &self.from), ("to", &self.to)].map(|(field, typed)| {
            let read = form::time(typed);
            if read.is_none() {
                faults.push(FieldError::new(field, "calling-fault-time"));
            }
            read
        });
        match (from, to) {
            (Some(from), Some(to)) => Ok(Some(CallTimeInput {
                weekdays: self.days.clone(),
                from,
                to,
            })),
            _ => Err(Error::Invalid(faults)),
        }
    }
}

impl CallTimeView {
    /// As it is kept.
    pub(in crate::page) fn of(best: Option<&CallTime>, url: String, lang: Lang) -> CallTimeView {
        let weekdays = best.map(CallTime::weekdays).unwrap_or_default();
        let hours = best.map(CallTime::hours);
        CallTimeView {
            told: best.map(|best| told(best, lang)).unwrap_or_default(),
            url,
            days: days(weekdays, lang),
            from: hours.map(|(from, _)| from.to_string()).unwrap_or_default(),
            to: hours.map(|(_, to)| to.to_string()).unwrap_or_default(),
        }
    }

    /// As it was typed.
    pub(in crate::page) fn typed(self, form: &CallTimeForm, lang: Lang) -> CallTimeView {
        CallTimeView {
            days: days(&form.days, lang),
            from: form.from.clone(),
            to: form.to.clone(),
            ..self
        }
    }

    pub(in crate::page) fn sample(lang: Lang) -> CallTimeView {
        let best = "1,4 17:00-19:30".parse().ok();
        CallTimeView::of(best.as_ref(), "/".to_owned(), lang)
    }
}

fn days(chosen: &[i8], lang: Lang) -> Vec<(i8, String, bool)> {
    let day = |number: i8| {
        let name = lang.weekday_number(number).to_owned();
        (number, name, chosen.contains(&number))
    };
    (1..=7).map(day).collect()
}

/// When to call, in words.
pub(super) fn told(best: &CallTime, lang: Lang) -> String {
    let days = best.weekdays().iter();
    let days: Vec<&str> = days.map(|day| lang.weekday_number(*day)).collect();
    let (from, to) = best.hours();
    format!("{} {from}–{to}", days.join(", "))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let at = (case, id);
    let form = CallTimeForm::of(fields);
    let kept = match form.read() {
        Ok(time) => site.app.set_call_time_heard(&visit.ctx, at, time).await,
        Err(err) => Err(err),
    };
    match kept {
        Ok(()) => {
            let to = format!("{}?done=calling-saved", to(case, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            again(&visit, &site, at, |page| {
                page.best = std::mem::take(&mut page.best).typed(&form, page.lang);
                page.faults = Faults::of(faults);
            })
            .await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
