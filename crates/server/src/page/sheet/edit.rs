//! The form of what only the sheet holds.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use hemma_app::error::Error;
use hemma_app::sheet::{SheetForm, SheetInput};
use hemma_domain::ids::CaseId;
use hemma_domain::sheet::{DutySheet, SheetTexts};

use super::state;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// Fields with the messages that name and help them.
const FIELDS: [(&str, &str, &str); 6] = [
    ("red_flags", "sheet-red-flags", "sheet-red-flags-help"),
    (
        "staff_warning",
        "sheet-staff-warning",
        "sheet-staff-warning-help",
    ),
    ("way_in", "sheet-way-in", "sheet-way-in-help"),
    ("keep_out", "sheet-keep-out", "sheet-keep-out-help"),
    ("call_first", "sheet-call-first", "sheet-call-first-help"),
    (
        "out_of_hours",
        "sheet-out-of-hours",
        "sheet-out-of-hours-help",
    ),
];

/// One text to write.
#[derive(Debug, Clone)]
pub(super) struct FieldView {
    pub name: &'static str,
    pub label: String,
    pub help: String,
    pub text: String,
}

/// The form of what only the sheet holds.
#[derive(Template)]
#[template(path = "sheet/edit.html")]
pub(super) struct EditPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// The sheet's address.
    pub sheet: String,
    pub state: Signal,
    pub fields: Vec<FieldView>,
    /// Empty before the first time.
    pub version: String,
    pub faults: Faults,
    /// What is stored, where somebody else changed it meanwhile: label and text.
    pub stored: Vec<(String, String)>,
}

fn texts(sent: &Posted) -> SheetTexts {
    let text = |name| sent.get(name).to_owned();
    SheetTexts {
        red_flags: text("red_flags"),
        staff_warning: text("staff_warning"),
        way_in: text("way_in"),
        keep_out: text("keep_out"),
        call_first: text("call_first"),
        out_of_hours: text("out_of_hours"),
    }
}

/// The fields with their texts, in order.
pub(super) fn fields(texts: &SheetTexts, lang: Lang) -> Vec<FieldView> {
    let text = |name: &str| {
        let mut all = texts.fields().into_iter();
        all.find(|(field, _)| *field == name)
            .map(|(_, text)| text.to_owned())
            .unwrap_or_default()
    };
    let field = |(name, label, help): (&'static str, &str, &str)| FieldView {
        name,
        label: lang.t(label),
        help: lang.t(help),
        text: text(name),
    };
    FIELDS.into_iter().map(field).collect()
}

fn stored(sheet: &DutySheet, lang: Lang) -> Vec<(String, String)> {
    let all = fields(&sheet.texts, lang).into_iter();
    all.map(|field| (field.label, field.text)).collect()
}

fn page(visit: &Visit, form: &SheetForm, (texts, version): (&SheetTexts, String)) -> EditPage {
    let lang = visit.lang;
    EditPage {
        frame: Frame::of(visit, "sheet-edit"),
        lang,
        head: HeadView::of(&form.head, visit, "tab-sheet"),
        sheet: url::sheet(form.head.case.id),
        state: state(form.state, lang),
        fields: fields(texts, lang),
        version,
        faults: Faults::none(),
        stored: Vec::new(),
    }
}

fn version(form: &SheetForm) -> String {
    let sheet = form.sheet.as_ref();
    sheet.map_or_else(String::new, |(one, _)| one.version.to_string())
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let form = site.app.duty_sheet_form(&visit.ctx, id).await;
    let form = form.map_err(PageError::to(&visit))?;
    let texts = form.sheet.as_ref().map(|(one, _)| one.texts.clone());
    let typed = (&texts.unwrap_or_default(), version(&form));
    render(&visit, &page(&visit, &form, typed))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    sent: Posted,
) -> Result<Response, PageError> {
    let typed = texts(&sent);
    let input = SheetInput {
        texts: typed.clone(),
        version: sent.get("version").parse().ok(),
    };
    let saved = site.app.save_duty_sheet(&visit.ctx, id, &input).await;
    let (faults, status) = match saved {
        Ok(_) => {
            let to = format!("{}?done=sheet-saved", url::sheet(id));
            return Ok(axum::response::Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => (Faults::of(faults), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Conflict) => (Faults::none(), StatusCode::CONFLICT),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let form = site.app.duty_sheet_form(&visit.ctx, id).await;
    let form = form.map_err(PageError::to(&visit))?;
    let old = sent.get("version").to_owned();
    let met = status == StatusCode::CONFLICT;
    let (version, theirs) = match (met, &form.sheet) {
        // Saving again takes what was typed.
        (true, Some((sheet, _))) => (version(&form), stored(sheet, visit.lang)),
        _ => (old, Vec::new()),
    };
    let page = EditPage {
        faults,
        stored: theirs,
        ..page(&visit, &form, (&typed, version))
    };
    let answer = render(&visit, &page)?;
    Ok(match met {
        true => (StatusCode::CONFLICT, answer).into_response(),
        false => unprocessable(answer),
    })
}
