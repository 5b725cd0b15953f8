//! The report to the referrer: list, draft made from the weeks' facts, edit, send, the file that was sent.

mod compose;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::pdf::Typeset;
use hemma_app::report::{OneReport, ReportInput, Reports, SECTIONS, SentReport};
use hemma_domain::access::CaseAction;
use hemma_domain::ids::{CaseId, ReportId};
use hemma_domain::report::{Report, ReportSection, ReportState};
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
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// Days that a new report spans unless somebody says otherwise: four weeks.
const SPAN_DAYS: i64 = 28;

/// The routes of this page.
pub fn routes() -> Routes {
    let access = Access::Case(CaseAction::Report);
    Routes::default()
        .get("/cases/{case}/reports", access, get_list)
        .make("/cases/{case}/reports", access, post_new)
        .get("/cases/{case}/reports/{report}", access, get_one)
        .post("/cases/{case}/reports/{report}", access, post_save)
        .post("/cases/{case}/reports/{report}/send", access, post_send)
        .get(
            "/cases/{case}/reports/{report}/preview",
            access,
            get_preview,
        )
        .get("/cases/{case}/reports/{report}/file", access, get_file)
}

/// The reports of a case.
#[derive(Template)]
#[template(path = "report/list.html")]
pub struct ReportsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub base: String,
    pub reports: Vec<ReportRow>,
    pub from: String,
    pub to: String,
    pub faults: Faults,
}

/// A line of the list.
pub struct ReportRow {
    pub url: String,
    pub period: String,
    /// Empty for a draft.
    pub sent: String,
}

/// One report: a form while it is a draft, a text when it was sent.
#[derive(Template)]
#[template(path = "report/one.html")]
pub struct ReportPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    pub version: i64,
    pub from: String,
    pub to: String,
    pub sections: Vec<SectionView>,
    pub to_whom: String,
    /// What the list says of a sent report; empty for a draft.
    pub sent: String,
    pub can_typeset: bool,
    /// The very file that was sent is kept.
    pub has_file: bool,
    pub faults: Faults,
}

/// One part of a report.
pub struct SectionView {
    pub code: String,
    pub heading: String,
    pub text: String,
}

#[derive(Deserialize, Default)]
struct NewForm {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

#[derive(Deserialize, Default)]
struct ReportForm {
    #[serde(default)]
    version: i64,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    work: String,
    #[serde(default)]
    goals: String,
    #[serde(default)]
    safety: String,
    #[serde(default)]
    next: String,
    /// Only where it is sent.
    #[serde(default)]
    to_whom: String,
}

impl ReportForm {
    fn text(&self, code: &str) -> &str {
        match code {
            "summary" => &self.summary,
            "work" => &self.work,
            "goals" => &self.goals,
            "safety" => &self.safety,
            _ => &self.next,
        }
    }

    fn parse(&self, visit: &Visit) -> Result<ReportInput, Faults> {
        let today = visit.ctx.today();
        let (from, to) = period(&self.from, &self.to, today)?;
        let sections = SECTIONS
            .iter()
            .map(|code| section(code, self.text(code)))
            .collect();
        Ok(ReportInput { from, to, sections })
    }
}

fn section(code: &str, text: &str) -> ReportSection {
    ReportSection {
        code: code.to_owned(),
        text: text.trim().to_owned(),
    }
}

type Period = (Day, Day);

fn period(from: &str, to: &str, today: Day) -> Result<Period, Faults> {
    let mut faults = Faults::none();
    let (first, last) = (form::day(from, today), form::day(to, today));
    if first.is_none() {
        faults.add("from", "report-fault-day");
    }
    if last.is_none() {
        faults.add("to", "report-fault-day");
    }
    first.zip(last).ok_or(faults)
}

/// The name of a part, on the screen and in the file.
fn heading(code: &str, lang: Lang) -> String {
    match code {
        "summary" => lang.t("report-section-summary"),
        "work" => lang.t("report-section-work"),
        "goals" => lang.t("report-section-goals"),
        "safety" => lang.t("report-section-safety"),
        _ => lang.t("report-section-next"),
    }
}

async fn get_list(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
) -> Result<Response, PageError> {
    let reports = site
        .app
        .reports(&visit.ctx, case)
        .await
        .map_err(PageError::to(&visit))?;
    let (from, to) = next_period(&reports, visit.ctx.today());
    let period = (visit.lang.full_day(from), visit.lang.full_day(to));
    render(&visit, &list(&visit, &reports, period, Faults::none()))
}

/// From the day after the last report until today, so that no day is left out; four weeks for the first.
fn next_period(reports: &Reports, today: Day) -> Period {
    let last = reports.reports.iter().map(|report| report.to).max();
    let from = last.map_or_else(|| today.plus(-SPAN_DAYS), |last| last.plus(1));
    (from.min(today), today)
}

fn list(
    visit: &Visit,
    reports: &Reports,
    (from, to): (String, String),
    faults: Faults,
) -> ReportsPage {
    let lang = visit.lang;
    let base = format!("{}/reports", url::case(reports.head.case.id));
    let rows = reports.reports.iter().map(|report| ReportRow {
        url: format!("{base}/{}", report.id),
        period: format!(
            "{} – {}",
            lang.full_day(report.from),
            lang.full_day(report.to)
        ),
        sent: sent(report, lang),
    });
    ReportsPage {
        frame: Frame::of(visit, "report-title"),
        lang,
        head: HeadView::of(&reports.head, visit, "tab-reports"),
        reports: rows.collect(),
        base,
        from,
        to,
        faults,
    }
}

fn sent(report: &Report, lang: Lang) -> String {
    match &report.state {
        ReportState::Draft => String::new(),
        ReportState::Sent { at, to, .. } => {
            lang.t2("report-sent", ("day", lang.moment(*at)), ("to", to))
        }
    }
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(case): Path<CaseId>,
    Form(form): Form<NewForm>,
) -> Result<Response, PageError> {
    let made = match period(&form.from, &form.to, visit.ctx.today()) {
        Ok(period) => begin(&visit, &site, case, period).await,
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    match made {
        Ok(id) => Ok(Redirect::to(&format!("{}/reports/{id}", url::case(case))).into_response()),
        Err(Error::Invalid(faults)) => {
            let reports = site
                .app
                .reports(&visit.ctx, case)
                .await
                .map_err(PageError::to(&visit))?;
            let page = list(&visit, &reports, (form.from, form.to), Faults::of(faults));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// A draft made from the weeks' facts. Reports go to a Swedish authority, so they are Swedish whatever the screen is.
async fn begin(
    visit: &Visit,
    site: &Site,
    case: CaseId,
    period: Period,
) -> Result<ReportId, Error> {
    let (head, facts) = site.app.report_facts(&visit.ctx, case, period).await?;
    let input = ReportInput {
        from: facts.from,
        to: facts.to,
        sections: compose::sections(&head, &facts, Lang::SV),
    };
    site.app.draft_report(&visit.ctx, case, &input).await
}

async fn get_one(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ReportId)>,
) -> Result<Response, PageError> {
    let one = site
        .app
        .report(&visit.ctx, case, id)
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &one_page(&visit, &site, &one, Faults::none()))
}

fn one_page(visit: &Visit, site: &Site, one: &OneReport, faults: Faults) -> ReportPage {
    let lang = visit.lang;
    let sections = one.report.sections.iter().map(|section| SectionView {
        heading: heading(&section.code, lang),
        code: section.code.clone(),
        text: section.text.clone(),
    });
    ReportPage {
        frame: Frame::of(visit, "report-title"),
        lang,
        head: HeadView::of(&one.head, visit, "tab-reports"),
        url: format!("{}/reports/{}", url::case(one.head.case.id), one.report.id),
        version: one.report.version,
        from: lang.full_day(one.report.from),
        to: lang.full_day(one.report.to),
        sections: sections.collect(),
        to_whom: one.assignment.as_ref().map(receiver).unwrap_or_default(),
        sent: sent(&one.report, lang),
        can_typeset: site.app.can_typeset(),
        has_file: one.has_file,
        faults,
    }
}

fn receiver(assignment: &hemma_domain::case::Assignment) -> String {
    format!("{}, {}", assignment.handler, assignment.authority)
}

async fn post_save(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ReportId)>,
    Form(form): Form<ReportForm>,
) -> Result<Response, PageError> {
    match save(&visit, &site, (case, id), &form).await {
        Ok(()) => Ok(Redirect::to(&format!(
            "{}/reports/{id}?done=report-saved",
            url::case(case)
        ))
        .into_response()),
        Err(Error::Invalid(faults)) => {
            again(&visit, &site, (case, id), &form, Faults::of(faults)).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn save(
    visit: &Visit,
    site: &Site,
    (case, id): (CaseId, ReportId),
    form: &ReportForm,
) -> Result<(), Error> {
    let input = form
        .parse(visit)
        .map_err(|faults| Error::Invalid(faults.into_inner()))?;
    let at = (id, form.version);
    site.app.save_report(&visit.ctx, case, at, &input).await
}

/// The form as it was typed, with its faults.
async fn again(
    visit: &Visit,
    site: &Site,
    (case, id): (CaseId, ReportId),
    form: &ReportForm,
    faults: Faults,
) -> Result<Response, PageError> {
    let one = site
        .app
        .report(&visit.ctx, case, id)
        .await
        .map_err(PageError::to(visit))?;
    let mut page = one_page(visit, site, &one, faults);
    page.from.clone_from(&form.from);
    page.to.clone_from(&form.to);
    if !form.to_whom.is_empty() {
        page.to_whom.clone_from(&form.to_whom);
    }
    for section in &mut page.sections {
        form.text(&section.code).clone_into(&mut section.text);
    }
    render(visit, &page).map(unprocessable)
}

async fn post_send(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ReportId)>,
    Form(form): Form<ReportForm>,
) -> Result<Response, PageError> {
    // What is on the screen is what is sent: first kept, then typeset.
    match save(&visit, &site, (case, id), &form).await {
        Ok(()) => {}
        Err(Error::Invalid(faults)) => {
            return again(&visit, &site, (case, id), &form, Faults::of(faults)).await;
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    }
    let one = site
        .app
        .report(&visit.ctx, case, id)
        .await
        .map_err(PageError::to(&visit))?;
    let document = compose::document(&one, &visit, &form.to_whom, false);
    let sent = match site.app.typeset(&document).await {
        Ok(Typeset::Pdf(file)) => {
            let sent = SentReport {
                version: one.report.version,
                to: &form.to_whom,
                file: &file,
            };
            site.app.send_report(&visit.ctx, (case, id), &sent).await
        }
        Ok(Typeset::Missing) => Err(Error::invalid("to_whom", "report-fault-no-helper")),
        Err(err) => Err(err),
    };
    match sent {
        Ok(()) => {
            // The form's own draft lies under another address than the one it was sent to.
            let report = format!("{}/reports/{id}", url::case(case));
            let dropped = site.app.drop_draft(&visit.ctx, &report).await;
            dropped.map_err(PageError::to(&visit))?;
            Ok(Redirect::to(&format!("{report}?done=report-sent")).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let mut page = one_page(&visit, &site, &one, Faults::of(faults));
            page.to_whom = form.to_whom;
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn get_preview(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ReportId)>,
) -> Result<Response, PageError> {
    let one = site
        .app
        .report(&visit.ctx, case, id)
        .await
        .map_err(PageError::to(&visit))?;
    let to = one.assignment.as_ref().map(receiver).unwrap_or_default();
    match site
        .app
        .typeset(&compose::document(&one, &visit, &to, true))
        .await
        .map_err(PageError::to(&visit))?
    {
        Typeset::Pdf(file) => Ok(pdf(file)),
        Typeset::Missing => {
            let mut faults = Faults::none();
            faults.add("to_whom", "report-fault-no-helper");
            render(&visit, &one_page(&visit, &site, &one, faults)).map(unprocessable)
        }
    }
}

async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ReportId)>,
) -> Result<Response, PageError> {
    site.app
        .report_file(&visit.ctx, case, id)
        .await
        .map(pdf)
        .map_err(PageError::to(&visit))
}

/// The file, under a name that tells nothing.
fn pdf(file: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"rapport.pdf\"",
        ),
    ];
    (headers, file).into_response()
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ReportsPage>("reports");
    all.extend(sampled::<ReportPage>("report"));
    all
}

impl Samples for ReportsPage {
    fn samples() -> Vec<(&'static str, ReportsPage)> {
        let page = |reports| ReportsPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-reports"),
            base: "/".to_owned(),
            reports,
            from: "2026-10-26".to_owned(),
            to: "2026-11-22".to_owned(),
            faults: Faults::none(),
        };
        let row = |sent: &str| ReportRow {
            url: "/".to_owned(),
            period: "26 oktober 2026 – 22 november 2026".to_owned(),
            sent: sent.to_owned(),
        };
        vec![
            ("none", page(vec![])),
            (
                "some",
                page(vec![row(""), row("Skickad mån 23 nov 14:02 till Sten Ek")]),
            ),
        ]
    }
}

impl Samples for ReportPage {
    fn samples() -> Vec<(&'static str, ReportPage)> {
        let page = |sent: &str, faults| ReportPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-reports"),
            url: "/".to_owned(),
            version: 1,
            from: "2026-10-26".to_owned(),
            to: "2026-11-22".to_owned(),
            sections: SECTIONS
                .iter()
                .map(|code| SectionView {
                    code: (*code).to_owned(),
                    heading: heading(code, Lang::SV),
                    text: "Kvällarna är lugnare.".to_owned(),
                })
                .collect(),
            to_whom: "Sten Ek, Björkdalens stadsdelsnämnd".to_owned(),
            sent: sent.to_owned(),
            has_file: true,
            can_typeset: true,
            faults,
        };
        let mut faults = Faults::none();
        faults.add("from", "report-fault-day");
        vec![
            ("draft", page("", Faults::none())),
            ("faulty", page("", faults)),
            (
                "sent",
                page("Skickad mån 23 nov 14:02 till Sten Ek", Faults::none()),
            ),
        ]
    }
}
