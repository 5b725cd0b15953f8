//! Holds: when the measures of a family rest.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::{Error, FieldError};
use hemma_app::hold::{HoldInput, HoldLine, Holds};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::hold::{Hold, HoldReason};
use hemma_domain::ids::{CaseId, HoldId};
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, choices, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    let write = Access::Case(CaseAction::Hold);
    Routes::default()
        .get("/cases/{case}/holds", Access::Case(CaseAction::See), get)
        .make("/cases/{case}/holds", write, post)
        .post("/cases/{case}/holds/{hold}/end", write, post_end)
}

/// The holds of a case.
#[derive(Template)]
#[template(path = "measure/hold.html")]
pub struct HoldPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    /// The page of the measures.
    pub measures: String,
    /// The treatment goes on, and the reader may let measures rest.
    pub may_add: bool,
    pub lines: Vec<HoldView>,
    pub reasons: Vec<(&'static str, String)>,
    pub form: HoldForm,
    pub faults: Faults,
}

/// One hold.
#[derive(Debug, Clone)]
pub struct HoldView {
    /// `16 november 2026 – 30 november 2026`.
    pub days: String,
    pub state: Signal,
    pub reason: String,
    /// Who recorded it and when, and who said when it ends.
    pub who: Vec<String>,
    /// The name of the field in which its end is typed.
    pub field: String,
    /// Where to end it; empty if that cannot be.
    pub end: String,
}

/// A hold as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HoldForm {
    pub from: String,
    pub to: String,
    pub reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EndForm {
    to: String,
}

impl HoldForm {
    fn read(&self, today: Day) -> Result<HoldInput, Vec<FieldError>> {
        let mut faults = Vec::new();
        let from = form::day(&self.from, today);
        if from.is_none() {
            faults.push(FieldError::new("from", "hold-fault-day"));
        }
        let to = form::day_from(&self.to, from.unwrap_or(today));
        if to.is_none() && !self.to.trim().is_empty() {
            faults.push(FieldError::new("to", "hold-fault-day"));
        }
        let reason = HoldReason::from_code(&self.reason);
        if reason.is_none() {
            faults.push(FieldError::new("reason", "hold-fault-reason"));
        }
        match (from, reason) {
            (Some(from), Some(reason)) if faults.is_empty() => Ok(HoldInput { from, to, reason }),
            _ => Err(faults),
        }
    }
}

impl HoldPage {
    fn of(visit: &Visit, found: &Holds, form: HoldForm) -> HoldPage {
        let lang = visit.lang;
        let case = &found.head.case;
        let may_write = found.head.may(CaseAction::Hold);
        let url = url::holds(case.id);
        let lines = found.lines.iter();
        HoldPage {
            frame: Frame::of(visit, "hold-title"),
            lang,
            head: HeadView::of(&found.head, visit, "tab-measures"),
            measures: url::measures(case.id),
            may_add: may_write && case.is_open(),
            lines: lines
                .map(|one| line(one, (&url, may_write), visit))
                .collect(),
            url,
            reasons: choices::<HoldReason>(lang),
            form,
            faults: Faults::none(),
        }
    }
}

fn line(one: &HoldLine, (url, may_write): (&str, bool), visit: &Visit) -> HoldView {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let hold = &one.hold;
    let mut who = vec![lang.t2(
        "hold-recorded",
        ("name", one.recorded_by.as_str()),
        ("day", lang.full_day(hold.recorded.0.day())),
    )];
    who.extend(
        hold.ended
            .zip(one.ended_by.as_ref())
            .map(|((at, _), name)| {
                lang.t2(
                    "hold-ended",
                    ("name", name.as_str()),
                    ("day", lang.full_day(at.day())),
                )
            }),
    );
    HoldView {
        days: days(hold, lang),
        state: state(hold, today, lang),
        reason: lang.name(hold.reason),
        who,
        field: format!("ended-{}", hold.id),
        end: match may_write && !hold.is_over(today) {
            true => format!("{url}/{}/end", hold.id),
            false => String::new(),
        },
    }
}

/// From when, and the day on which measures go on, in words.
pub(super) fn days(hold: &Hold, lang: Lang) -> String {
    let from = lang.full_day(hold.from);
    match hold.to {
        Some(to) => lang.t2("hold-days", ("from", from), ("to", lang.full_day(to))),
        None => lang.t1("hold-days-open", "from", from),
    }
}

fn state(hold: &Hold, today: Day, lang: Lang) -> Signal {
    if hold.to == Some(hold.from) {
        Signal::new("over", "undo", lang.t("hold-taken-back"))
    } else if hold.is_over(today) {
        Signal::new("ok", "ok", lang.t("hold-over"))
    } else if hold.covers(today) {
        Signal::new("due", "due", lang.t("hold-on"))
    } else {
        Signal::new("none", "calendar", lang.t("hold-coming"))
    }
}

fn blank(visit: &Visit) -> HoldForm {
    HoldForm {
        from: visit.lang.full_day(visit.ctx.today()),
        ..HoldForm::default()
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site.app.holds(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &HoldPage::of(&visit, &found, blank(&visit)))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<HoldForm>,
) -> Result<Response, PageError> {
    let held = match form.read(visit.ctx.today()) {
        Ok(input) => site.app.hold(&visit.ctx, id, input).await.map(drop),
        Err(faults) => Err(Error::Invalid(faults)),
    };
    answered((&visit, &site), id, held, (form, "hold-saved")).await
}

async fn post_end(
    visit: Visit,
    State(site): State<Site>,
    Path((id, hold)): Path<(CaseId, HoldId)>,
    Form(form): Form<EndForm>,
) -> Result<Response, PageError> {
    let ended = match form::day_ahead(&form.to, visit.ctx.today()) {
        Some(to) => site.app.end_hold(&visit.ctx, (id, hold), to).await,
        None => Err(Error::invalid(format!("ended-{hold}"), "hold-fault-day")),
    };
    let form = blank(&visit);
    answered((&visit, &site), id, ended, (form, "hold-ended")).await
}

/// On to the page, or the page again with its faults.
async fn answered(
    (visit, site): (&Visit, &Site),
    id: CaseId,
    done: Result<(), Error>,
    (form, message): (HoldForm, &str),
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}?done={message}", url::holds(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.holds(&visit.ctx, id).await;
            let found = found.map_err(PageError::to(visit))?;
            let page = HoldPage {
                faults: Faults::of(faults),
                ..HoldPage::of(visit, &found, form)
            };
            Ok(unprocessable(render(visit, &page)?))
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<HoldPage>("holds")
}

impl Samples for HoldPage {
    fn samples() -> Vec<(&'static str, HoldPage)> {
        let lang = Lang::SV;
        let page = |lines: Vec<HoldView>, may_add| HoldPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-measures"),
            url: "/".to_owned(),
            measures: "/".to_owned(),
            may_add,
            lines,
            reasons: choices::<HoldReason>(lang),
            form: HoldForm::default(),
            faults: Faults::none(),
        };
        let open = HoldView {
            days: lang.t1("hold-days-open", "from", "16 november 2026"),
            state: Signal::new("due", "due", lang.t("hold-on")),
            reason: lang.name(HoldReason::Away),
            who: vec!["Tuva Ekorrstig, 16 november 2026".to_owned()],
            field: "ended-1".to_owned(),
            end: "/".to_owned(),
        };
        let over = HoldView {
            state: Signal::new("ok", "ok", lang.t("hold-over")),
            end: String::new(),
            ..open.clone()
        };
        let mut faults = Faults::none();
        faults.add("from", "hold-fault-overlaps");
        faults.add("to", "hold-fault-backwards");
        faults.add("reason", "hold-fault-reason");
        faults.add("ended-1", "hold-fault-over");
        let faulty = HoldPage {
            faults,
            ..page(vec![open, over.clone()], true)
        };
        vec![
            ("none", page(vec![], true)),
            ("closed case", page(vec![over], false)),
            ("with faults", faulty),
        ]
    }
}
