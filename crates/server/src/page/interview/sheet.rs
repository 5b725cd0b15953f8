//! A whole interview on one page: for paper, and for a telephone without a network, where it goes through the outbox.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use hemma_app::error::Error;
use hemma_app::measure::{Finished, Interview, MeasureAt, WholeSheet};
use hemma_domain::ids::{CaseId, MeasureId};

use super::{RespondentView, to};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::keep::{faults_told, gone_to, wants_json};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::link::answer::{Asked, ChoiceView, QuestionView, Worded, answers, question};
use crate::page::{Frame, Samples, render, unprocessable};

type Fields = Vec<(String, String)>;

/// All items of an interview.
#[derive(Template)]
#[template(path = "interview/sheet.html")]
pub struct SheetPage {
    pub frame: Frame,
    pub lang: Lang,
    pub queue: String,
    /// The interview, item by item.
    pub url: String,
    pub instrument: String,
    pub respondent: RespondentView,
    /// What the outbox calls it.
    pub label: String,
    pub is_unworded: bool,
    pub intro: Worded,
    /// Some items are asked after certain answers alone.
    pub has_conditions: bool,
    pub questions: Vec<QuestionView>,
    pub version: i64,
    pub note: String,
    /// Why nobody may be asked now; empty if somebody may.
    pub closed: String,
    pub faults: Faults,
}

/// What was sent.
struct Typed {
    fields: Fields,
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        let mut found = self.fields.iter().filter(|(other, _)| other == name);
        found
            .next()
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    fn sheet(&self) -> Option<WholeSheet> {
        Some(WholeSheet {
            given: answers(&self.fields)?,
            version: self.get("version").parse().unwrap_or_default(),
            note: self.get("note").to_owned(),
            is_end: self.get("end") == "1",
        })
    }
}

impl SheetPage {
    fn of(visit: &Visit, page: &Interview, typed: Option<&Typed>) -> SheetPage {
        let lang = visit.lang;
        let instrument = page.scorer.instrument();
        let name = lang.words(&instrument.name);
        let asked = Asked {
            instrument,
            sheet: &page.sheet,
            language: &page.respondent.language,
            ways_out: ["interview-not-applicable", "interview-declined"],
        };
        let chosen = typed.and_then(|typed| answers(&typed.fields));
        let chosen = chosen.unwrap_or_default();
        let items = instrument.items.iter().enumerate();
        SheetPage {
            frame: Frame::of(visit, "interview-title"),
            lang,
            queue: url::interviews(),
            url: to(page.measure.case, page.measure.id),
            instrument: name.to_owned(),
            respondent: RespondentView::of(&page.respondent, &page.therapist, lang),
            label: format!("{name}, {}", page.respondent.name),
            is_unworded: instrument.languages.is_empty(),
            intro: asked.intro(),
            has_conditions: instrument.items.iter().any(|item| item.ask_when.is_some()),
            questions: items
                .map(|one| question(asked, one, &chosen, lang))
                .collect(),
            version: page.version,
            note: typed.map_or_else(|| page.note.clone(), |typed| typed.get("note").to_owned()),
            closed: page.closed.map(|why| lang.t(why)).unwrap_or_default(),
            faults: Faults::none(),
        }
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(CaseId, MeasureId)>,
) -> Result<Response, PageError> {
    let page = site.app.interview(&visit.ctx, at).await;
    let page = page.map_err(PageError::to(&visit))?;
    render(&visit, &SheetPage::of(&visit, &page, None))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(CaseId, MeasureId)>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let typed = Typed { fields };
    let saved = match typed.sheet() {
        Some(whole) => site.app.save_sheet(&visit.ctx, at, &whole).await,
        None => Err(Error::invalid("answer", "interview-fault-answer")),
    };
    match saved {
        Ok(finished) => Ok(gone_to(&headers, &after(at, finished))),
        Err(Error::Conflict) => again((&visit, &site, &headers), at, &typed, met()).await,
        Err(Error::Invalid(faults)) => {
            again((&visit, &site, &headers), at, &typed, Faults::of(faults)).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

fn met() -> Faults {
    let mut faults = Faults::none();
    faults.add("answer", "interview-fault-meanwhile");
    faults
}

/// Where it goes on: with the queue after the end, else with the interview.
fn after(at: MeasureAt, finished: Option<Finished>) -> String {
    let done = match finished {
        None => return format!("{}?done=interview-saved", to(at.0, at.1)),
        Some(Finished { critical: true }) => "interview-critical",
        Some(Finished { critical: false }) => "interview-done",
    };
    format!("{}?done={done}", url::interviews())
}

/// The page again with what was typed and what is wrong with it.
async fn again(
    (visit, site, headers): (&Visit, &Site, &HeaderMap),
    at: MeasureAt,
    typed: &Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    // Decides first whether there is anything to be told.
    let page = site.app.interview(&visit.ctx, at).await;
    let page = page.map_err(PageError::to(visit))?;
    if wants_json(headers) {
        return Ok(faults_told(&faults, visit.lang));
    }
    let page = SheetPage {
        faults,
        ..SheetPage::of(visit, &page, Some(typed))
    };
    Ok(unprocessable(render(visit, &page)?))
}

fn sample_questions(lang: Lang) -> Vec<QuestionView> {
    let option = |value: &str, label: &str, is_way_out| ChoiceView {
        value: value.to_owned(),
        label: Worded::ours(label.to_owned(), lang),
        chosen: value == "2",
        is_way_out,
    };
    let one = |number| QuestionView {
        number,
        name: format!("a_p{number}"),
        text: Worded::default(),
        options: vec![
            option("1", "1", false),
            option("2", "2", false),
            option("declined", &lang.t("interview-declined"), true),
        ],
        is_answered: true,
    };
    let worded = QuestionView {
        text: Worded::ours(
            "Lite intresse eller glädje i att göra saker".to_owned(),
            lang,
        ),
        ..one(2)
    };
    vec![one(1), worded]
}

impl Samples for SheetPage {
    fn samples() -> Vec<(&'static str, SheetPage)> {
        let lang = Lang::SV;
        let page = || SheetPage {
            frame: Frame::sample(lang),
            lang,
            queue: "/".to_owned(),
            url: "/".to_owned(),
            instrument: "TAM-CAN".to_owned(),
            respondent: RespondentView::sample(),
            label: "TAM-CAN, Malva Lingonstig".to_owned(),
            is_unworded: true,
            intro: Worded::default(),
            has_conditions: false,
            questions: sample_questions(lang),
            version: 1,
            note: String::new(),
            closed: String::new(),
            faults: Faults::none(),
        };
        let mut faults = met();
        faults.add("note", "interview-fault-long");
        let worded = SheetPage {
            is_unworded: false,
            has_conditions: true,
            intro: Worded::ours("Under de senaste två veckorna".to_owned(), lang),
            note: "Lugnt samtal".to_owned(),
            faults,
            ..page()
        };
        let closed = SheetPage {
            closed: lang.t("interview-closed-late"),
            ..page()
        };
        vec![
            ("without wording", page()),
            ("with wording and faults", worded),
            ("closed", closed),
        ]
    }
}
