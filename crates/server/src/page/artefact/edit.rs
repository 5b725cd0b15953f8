//! A form to write on: saved while typing, signed when it is whole.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use hemma_app::artefact::{ArtefactInput, DraftPage};
use hemma_app::error::Error;
use hemma_domain::ids::{ArtefactId, CaseId};
use hemma_domain::programme::{ArtefactKind, FormValues, Signatures};
use serde::Deserialize;

use super::address;
use super::field::{self, FieldEdit, Writer};
use super::view::{Answer, Reader};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::keep;
use crate::http::posted::{self, Posted};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::phone::Said;
use crate::page::{Frame, Sampled, Samples, draft, render, sampled, unprocessable};

/// A form to write on.
#[derive(Template)]
#[template(path = "artefact/edit.html")]
pub(super) struct EditPage {
    frame: Frame,
    lang: Lang,
    head: HeadView,
    /// The address of the kind.
    url: String,
    label: String,
    help: String,
    draft: String,
    version: String,
    number: u32,
    /// Who saved it last and when.
    written: String,
    fields: Vec<FieldEdit>,
    /// The day of review beside the form: what is typed; none where the form has no such day.
    review: Option<String>,
    /// The key of the button that brings the form into force, and of what it says beside it.
    sign: (&'static str, &'static str),
    faults: Faults,
    conflict: Option<ConflictView>,
}

/// What two people wrote into one form.
#[derive(Template, Clone)]
#[template(path = "artefact/conflict.html")]
pub(super) struct ConflictView {
    lang: Lang,
    /// Question, one's own answer, what is stored: where they differ.
    sides: Vec<(String, String, String)>,
    by: String,
    version: i64,
    url: String,
}

impl EditPage {
    fn of(visit: &Visit, page: &DraftPage, typed: &Posted, faults: Faults) -> EditPage {
        let (lang, head, kind) = (visit.lang, &page.head, &page.kind);
        let writer = Writer {
            lang,
            persons: &head.persons,
            typed,
            faults: &faults,
        };
        let asks_beside = kind.review_after_days.is_some() && !kind.asks_for_review();
        EditPage {
            frame: Frame::of(visit, "form-title"),
            lang,
            url: address(head.case.id, &kind.code),
            label: lang.words(&kind.label).to_owned(),
            help: lang.words(&kind.help).to_owned(),
            draft: page.draft.id.to_string(),
            version: typed.get("version").to_owned(),
            number: page.draft.number,
            written: lang.t2(
                "form-draft-by",
                ("name", &page.written_name),
                ("when", lang.moment(page.draft.written_at)),
            ),
            fields: writer.form(kind),
            review: asks_beside.then(|| typed.get("review_on").to_owned()),
            sign: sign_words(kind),
            head: HeadView::of(head, visit, "tab-forms"),
            faults,
            conflict: None,
        }
    }
}

fn sign_words(kind: &ArtefactKind) -> (&'static str, &'static str) {
    match kind.signatures {
        Signatures::None => ("form-finish", "form-finish-help"),
        Signatures::Staff => ("form-sign", "form-sign-help"),
        Signatures::Participants => ("form-sign", "form-sign-names-help"),
    }
}

/// Which draft is meant; without it the newest of its kind.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    draft: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind)): Path<(CaseId, String)>,
    Query(which): Query<Which>,
) -> Result<Response, PageError> {
    let page = site
        .app
        .artefact_draft(&visit.ctx, id, (&kind, which.draft.parse().ok()))
        .await
        .map_err(PageError::to(&visit))?;
    let place = format!("{}/edit", address(id, &kind));
    let kept = draft::typed::<Vec<(String, String)>>(&site, &visit, &place).await?;
    // What was typed after the session's end comes back, if it belongs to this very draft.
    let kept = kept
        .map(|kept| Posted::of(kept.form))
        .filter(|kept| kept.get("draft") == page.draft.id.to_string());
    let typed = kept.unwrap_or_else(|| stored(&page, visit.lang));
    render(&visit, &EditPage::of(&visit, &page, &typed, Faults::none()))
}

/// The draft as the form would send it.
fn stored(page: &DraftPage, lang: Lang) -> Posted {
    let mut typed = field::typed(&page.kind, &page.draft.values, lang);
    typed.set("version", page.draft.version.to_string());
    if let Some(day) = page.draft.review_on {
        typed.set("review_on", lang.full_day(day));
    }
    typed
}

/// What the pressed button asks for.
enum Press<'a> {
    Save,
    Sign,
    AddRow(&'a str),
    RemoveRow(&'a str, usize),
}

impl Press<'_> {
    fn of(sent: &Posted) -> Press<'_> {
        let pressed = sent.get("do");
        if let Some(code) = pressed.strip_prefix("add:") {
            return Press::AddRow(code);
        }
        let row = pressed.strip_prefix("remove:");
        match row.and_then(|row| row.split_once(':')) {
            Some((code, number)) => Press::RemoveRow(code, number.parse().unwrap_or(usize::MAX)),
            None if pressed == "sign" => Press::Sign,
            None => Press::Save,
        }
    }
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind)): Path<(CaseId, String)>,
    headers: HeaderMap,
    sent: Posted,
) -> Result<Response, PageError> {
    let draft: Option<ArtefactId> = sent.get("draft").parse().ok();
    let page = site
        .app
        .artefact_draft(&visit.ctx, id, (&kind, draft))
        .await
        .map_err(PageError::to(&visit))?;
    let press = Press::of(&sent);
    let gone = match &press {
        Press::RemoveRow(code, number) => Some((*code, *number)),
        _ => None,
    };
    let mut typed = field::compact(&page.kind, &sent, gone);
    if let Press::AddRow(code) = press {
        let name = format!("n.{code}");
        let count: usize = typed.get(&name).parse().unwrap_or(0);
        typed.set(&name, (count + 1).to_string());
    }
    if matches!(press, Press::AddRow(_) | Press::RemoveRow(..)) {
        // Nothing is saved or lost: the form comes back as it was, with a row more or less.
        return render(&visit, &EditPage::of(&visit, &page, &typed, Faults::none()));
    }
    let by_script = keep::wants_json(&headers);
    let (values, mut faults) = field::read(&page.kind, &typed, visit.ctx.today());
    let review = typed.get("review_on");
    let review_on = form::day_from(review, visit.ctx.today());
    if review_on.is_none() && !review.trim().is_empty() {
        faults.add("review_on", "error-form-day");
    }
    if !faults.is_empty() {
        return faulty(&visit, (&page, &typed), faults, by_script);
    }
    // After a conflict, the button names the version that one's own answers are to replace.
    let over = Some(sent.get("over")).filter(|over| !over.is_empty());
    let input = ArtefactInput {
        kind,
        id: page.draft.id,
        version: over.unwrap_or(sent.get("version")).parse().unwrap_or(0),
        values,
        review_on,
    };
    keep_or_sign(&visit, &site, (page, typed, input), (press, by_script)).await
}

async fn keep_or_sign(
    visit: &Visit,
    site: &Site,
    (page, typed, input): (DraftPage, Posted, ArtefactInput),
    (press, by_script): (Press<'_>, bool),
) -> Result<Response, PageError> {
    let id = page.head.case.id;
    let url = address(id, &input.kind);
    let done = match press {
        Press::Sign => site
            .app
            .sign_artefact(&visit.ctx, id, &input)
            .await
            .map(|()| format!("{url}/versions/{}?done=form-signed", input.id)),
        _ => match site.app.save_artefact(&visit.ctx, id, &input).await {
            Ok(version) if by_script => {
                return Ok(posted::saved(visit.lang, visit.ctx.now, version));
            }
            saved => saved.map(|_| format!("{url}/edit?draft={}&done=form-saved", input.id)),
        },
    };
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Error::Invalid(faults)) => {
            faulty(visit, (&page, &typed), Faults::of(faults), by_script)
        }
        Err(Error::Conflict) => conflict(visit, site, (id, typed, input), by_script).await,
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

fn faulty(
    visit: &Visit,
    (page, typed): (&DraftPage, &Posted),
    faults: Faults,
    by_script: bool,
) -> Result<Response, PageError> {
    if by_script {
        return Ok(posted::unsaved(&faults.list(&visit.lang)));
    }
    let page = EditPage::of(visit, page, typed, faults);
    Ok(unprocessable(render(visit, &page)?))
}

/// Both texts, and nothing lost.
async fn conflict(
    visit: &Visit,
    site: &Site,
    (case, typed, input): (CaseId, Posted, ArtefactInput),
    by_script: bool,
) -> Result<Response, PageError> {
    let page = site
        .app
        .artefact_draft(&visit.ctx, case, (&input.kind, Some(input.id)))
        .await
        .map_err(PageError::to(visit))?;
    let reader = Reader {
        lang: visit.lang,
        persons: &page.head.persons,
    };
    let view = ConflictView {
        lang: visit.lang,
        sides: differences(reader, &page.kind, (&input.values, &page.draft.values)),
        by: page.written_name.clone(),
        version: page.draft.version,
        url: format!(
            "{}/edit?draft={}",
            address(page.head.case.id, &page.kind.code),
            page.draft.id
        ),
    };
    let answer = if by_script {
        Html(view.render().unwrap_or_default()).into_response()
    } else {
        let page = EditPage {
            conflict: Some(view),
            ..EditPage::of(visit, &page, &typed, Faults::none())
        };
        render(visit, &page)?
    };
    Ok((StatusCode::CONFLICT, answer).into_response())
}

/// The questions that are answered differently, with both answers in words.
fn differences(
    reader: Reader<'_>,
    kind: &ArtefactKind,
    (mine, theirs): (&FormValues, &FormValues),
) -> Vec<(String, String, String)> {
    let said = |values: &FormValues, code: &str| {
        let fields = reader.form(kind, values);
        fields
            .into_iter()
            .find(|field| field.code == code)
            .map(|field| plain(&field.answer))
            .unwrap_or_default()
    };
    kind.fields
        .iter()
        .filter(|field| mine.get(&field.code) != theirs.get(&field.code))
        .map(|field| {
            (
                reader.lang.words(&field.label).to_owned(),
                said(mine, &field.code),
                said(theirs, &field.code),
            )
        })
        .collect()
}

fn plain(answer: &Answer) -> String {
    match answer {
        Answer::Text(text) => text.plain(),
        Answer::Table(_, rows) => {
            let line = |row: &Vec<Said>| row.iter().map(Said::plain).collect::<Vec<_>>().join(", ");
            rows.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Answer::Levels(levels) => {
            let lines: Vec<String> = levels
                .iter()
                .flat_map(|(level, steps)| {
                    let said = steps.iter().map(Said::plain);
                    said.map(move |step| format!("{level}: {step}"))
                })
                .collect();
            lines.join("\n")
        }
    }
}

pub(super) async fn post_discard(
    visit: Visit,
    State(site): State<Site>,
    Path((id, kind)): Path<(CaseId, String)>,
    sent: Posted,
) -> Result<Response, PageError> {
    let Ok(draft) = sent.get("draft").parse() else {
        return Err(PageError::to(&visit)(Error::NotFound));
    };
    let version = sent.get("version").parse().unwrap_or(0);
    site.app
        .discard_artefact(&visit.ctx, id, (&kind, draft, version))
        .await
        .map_err(PageError::to(&visit))?;
    let to = format!("{}?done=form-discarded", address(id, &kind));
    Ok(Redirect::to(&to).into_response())
}

/// Every state of this page.
pub(super) fn samples() -> Vec<Sampled> {
    sampled::<EditPage>("form to fill in")
}

impl Samples for EditPage {
    fn samples() -> Vec<(&'static str, EditPage)> {
        let lang = Lang::SV;
        let page = |label: &str, fields, faults| EditPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-forms"),
            url: "/".to_owned(),
            label: label.to_owned(),
            help: "Familjens egen plan.".to_owned(),
            draft: "a1".to_owned(),
            version: "1".to_owned(),
            number: 2,
            written: "Tuva Ekorrstig, mån 23 nov 11:40".to_owned(),
            fields,
            review: Some("21 december 2026".to_owned()),
            sign: ("form-sign", "form-sign-names-help"),
            faults,
            conflict: None,
        };
        let mut all = vec![(
            "in two hands",
            EditPage {
                conflict: Some(ConflictView {
                    lang,
                    sides: vec![("Kodord".to_owned(), "paus".to_owned(), "ananas".to_owned())],
                    by: "Gun Alebäck".to_owned(),
                    version: 3,
                    url: "/".to_owned(),
                }),
                ..page("Säkerhetsplan", Vec::new(), Faults::none())
            },
        )];
        // The plan and a form of every other control, as the programme defines them, each field at fault.
        let programmes = hemma_app::programme_file::embedded().unwrap_or_default();
        let kinds = programmes
            .iter()
            .flat_map(|file| &file.programme().artefacts);
        for kind in kinds {
            let mut faults = Faults::none();
            for field in &kind.fields {
                faults.add(&format!("f.{}", field.code), "error-form-missing");
            }
            let writer = Writer {
                lang,
                persons: &[],
                typed: &Posted::default(),
                faults: &faults,
            };
            let fields = writer.form(kind);
            all.push(("faults", page(lang.words(&kind.label), fields, faults)));
        }
        all
    }
}
