//! The follow-ups after a treatment: the list, and the form of one.

use askama::Template;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::closing::{FollowUps, Found};
use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_domain::case::Stage;
use hemma_domain::followup::{FollowUpDue, Outcome};
use hemma_domain::ids::CaseId;
use hemma_domain::time::Day;

use super::{OutcomeForm, kept, outcome_fields, sample_outcome};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{Faults, day};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::intake::field::{Field, summary};
use crate::page::{Frame, Samples, render, unprocessable};

/// The follow-ups of a case.
#[derive(Template)]
#[template(path = "closing/follow_ups.html")]
pub(super) struct FollowUpsPage {
    frame: Frame,
    lang: Lang,
    head: HeadView,
    /// Whether the treatment has ended.
    closed: bool,
    list: Vec<FollowUpView>,
}

/// One follow-up in the list.
struct FollowUpView {
    title: String,
    due: String,
    signal: (&'static str, &'static str, String),
    /// Outcome and answer.
    found: Vec<(String, String)>,
    remark: String,
    /// Where it is written; empty for those who do not.
    url: String,
}

/// The form of one follow-up.
#[derive(Template)]
#[template(path = "closing/follow_up.html")]
pub(super) struct FollowUpPage {
    frame: Frame,
    lang: Lang,
    head: HeadView,
    title: String,
    due: String,
    action: String,
    back: String,
    version: i64,
    clash: bool,
    on: Field,
    outcomes: Vec<Field>,
    remark: Field,
    faults: Vec<(String, String)>,
}

fn of_months(outcomes: &[Outcome], months: u32) -> Vec<Outcome> {
    let own = outcomes.iter().filter(|one| one.months == months);
    own.cloned().collect()
}

fn title(months: u32, lang: Lang) -> String {
    lang.t1("closing-after", "months", months)
}

impl FollowUpsPage {
    fn of(visit: &Visit, view: &FollowUps) -> FollowUpsPage {
        let lang = visit.lang;
        let today = visit.ctx.today();
        let head = &view.head;
        let may = head.may(CaseAction::Manage);
        let list = view.due.iter().map(|one| FollowUpView {
            title: title(one.months, lang),
            due: lang.full_day(one.due_on),
            signal: signal(one, view, today, lang),
            found: kept(
                &of_months(&view.outcomes, one.months),
                &head.programme.outcomes,
                lang,
            ),
            remark: one.remark.clone(),
            url: if may {
                format!("{}/{}", url::follow_ups(head.case.id), one.months)
            } else {
                String::new()
            },
        });
        FollowUpsPage {
            frame: Frame::of(visit, "closing-follow-ups"),
            lang,
            closed: matches!(head.case.stage, Stage::Closed { .. }),
            list: list.collect(),
            head: HeadView::of(head, visit, "tab-manage"),
        }
    }
}

fn signal(
    one: &FollowUpDue,
    view: &FollowUps,
    today: Day,
    lang: Lang,
) -> (&'static str, &'static str, String) {
    match one.done {
        Some((on, by)) => {
            let known = view.names.iter().find(|(id, _)| *id == by);
            let name = known.map_or("", |(_, name)| name.as_str());
            let words = lang.t2("closing-done-by", ("day", lang.day(on)), ("name", name));
            ("ok", "ok", words)
        }
        None if one.due_on < today => ("over", "overdue", lang.t("closing-late")),
        None => ("none", "none", lang.t("closing-to-come")),
    }
}

impl FollowUpPage {
    fn of(
        visit: &Visit,
        (view, one): (&FollowUps, &FollowUpDue),
        form: &OutcomeForm,
        faults: &Faults,
    ) -> FollowUpPage {
        let lang = visit.lang;
        let head = &view.head;
        let first = match one.done {
            Some((on, _)) => lang.full_day(on),
            None => lang.full_day(visit.ctx.today()),
        };
        let known = of_months(&view.outcomes, one.months);
        let on = Field::day("on", lang.t("closing-asked-on"), form.or("on", &first));
        let remark = form.or("remark", &one.remark);
        let back = url::follow_ups(head.case.id);
        let mut page = FollowUpPage {
            frame: Frame::of(visit, "closing-follow-ups"),
            lang,
            title: title(one.months, lang),
            due: lang.full_day(one.due_on),
            action: format!("{back}/{}", one.months),
            back,
            version: one.version,
            clash: false,
            on: on.checked(faults, lang),
            outcomes: outcome_fields(&head.programme.outcomes, form, &known, lang)
                .into_iter()
                .map(|field| field.checked(faults, lang))
                .collect(),
            remark: Field::area("remark", lang.t("closing-remark"), remark)
                .help(lang.t("closing-remark-help"))
                .voluntary(lang)
                .checked(faults, lang),
            faults: Vec::new(),
            head: HeadView::of(head, visit, "tab-manage"),
        };
        let all = [&page.on].into_iter().chain(&page.outcomes);
        page.faults = summary(all.chain([&page.remark]));
        page
    }
}

async fn read(visit: &Visit, site: &Site, id: CaseId) -> Result<FollowUps, PageError> {
    site.app
        .follow_ups(&visit.ctx, id)
        .await
        .map_err(PageError::to(visit))
}

pub(super) async fn get_all(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let view = read(&visit, &site, id).await?;
    render(&visit, &FollowUpsPage::of(&visit, &view))
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((id, months)): Path<(CaseId, String)>,
) -> Result<Response, PageError> {
    let view = read_one(&visit, &site, id).await?;
    let one = one_of(&visit, &view, &months)?;
    let form = OutcomeForm::default();
    let page = FollowUpPage::of(&visit, (&view, one), &form, &Faults::none());
    render(&visit, &page)
}

/// The follow-ups for those who write them; the page of one is not for everybody who sees the list.
async fn read_one(visit: &Visit, site: &Site, id: CaseId) -> Result<FollowUps, PageError> {
    let view = read(visit, site, id).await?;
    if view.head.may(CaseAction::Manage) {
        Ok(view)
    } else {
        Err(PageError::to(visit)(Error::Forbidden))
    }
}

fn one_of<'v>(
    visit: &Visit,
    view: &'v FollowUps,
    months: &str,
) -> Result<&'v FollowUpDue, PageError> {
    let months: Option<u32> = months.parse().ok();
    let found = view.due.iter().find(|one| Some(one.months) == months);
    found.ok_or_else(|| PageError::to(visit)(Error::NotFound))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((id, months)): Path<(CaseId, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = OutcomeForm::read(&body);
    let version = form.get("version").parse().unwrap_or(0);
    let number = months.parse().unwrap_or(u32::MAX);
    let done = match day(form.get("on"), visit.ctx.today()) {
        // Whether there is such a follow-up, and whose it is, is told before what is wrong with the form.
        None => read_one(&visit, &site, id)
            .await
            .map(|_| Err(Error::invalid("on", "care-fault-day")))?,
        Some(on) => {
            let found = Found {
                on,
                outcomes: form.outcomes(),
                remark: form.get("remark").to_owned(),
            };
            let place = (id, number);
            site.app.follow_up(&visit.ctx, place, version, &found).await
        }
    };
    let (faults, clash) = match done {
        Ok(()) => {
            let to = format!("{}?done=closing-followed", url::follow_ups(id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => (Faults::of(faults), false),
        Err(Error::Conflict) => (Faults::none(), true),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let view = read_one(&visit, &site, id).await?;
    let one = one_of(&visit, &view, &months)?;
    let page = FollowUpPage {
        clash,
        ..FollowUpPage::of(&visit, (&view, one), &form, &faults)
    };
    let page = render(&visit, &page)?;
    Ok(if clash {
        (StatusCode::CONFLICT, page).into_response()
    } else {
        unprocessable(page)
    })
}

impl Samples for FollowUpsPage {
    fn samples() -> Vec<(&'static str, FollowUpsPage)> {
        let page = |lang: Lang, closed, list| FollowUpsPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-manage"),
            closed,
            list,
        };
        let one = FollowUpView {
            title: title(6, Lang::SV),
            due: "23 maj 2027".to_owned(),
            signal: ("over", "overdue", Lang::SV.t("closing-late")),
            found: vec![("Barnet bor hemma".to_owned(), "Ja".to_owned())],
            remark: "Ingen svarade.".to_owned(),
            url: "/".to_owned(),
        };
        vec![
            ("not closed", page(Lang::SV, false, vec![])),
            ("none asked for", page(Lang::EN, true, vec![])),
            ("one", page(Lang::SV, true, vec![one])),
        ]
    }
}

impl Samples for FollowUpPage {
    fn samples() -> Vec<(&'static str, FollowUpPage)> {
        let page = |lang: Lang, clash| {
            let mut faults = Faults::none();
            faults.add("remark", "closing-fault-nothing");
            let remark = Field::area("remark", lang.t("closing-remark"), "");
            let remark = remark.checked(&faults, lang);
            FollowUpPage {
                frame: Frame::sample(lang),
                lang,
                head: HeadView::sample(lang, "tab-manage"),
                title: title(6, lang),
                due: "23 maj 2027".to_owned(),
                action: "/".to_owned(),
                back: "/".to_owned(),
                version: 1,
                clash,
                on: Field::day("on", lang.t("closing-asked-on"), "2027-05-20"),
                outcomes: vec![sample_outcome(lang)],
                faults: summary([&remark]),
                remark,
            }
        };
        vec![
            ("faults", page(Lang::SV, false)),
            ("changed meanwhile", page(Lang::EN, true)),
        ]
    }
}
