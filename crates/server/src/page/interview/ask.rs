//! An interview: one item at a time, each answer saved as it is given.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::measure::{Interview, MeasureAt};
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{Answer, Given, Instrument, Item, Texts};
use hemma_domain::measure::{AttemptOutcome, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::calling::CallTimeView;
use super::{RespondentView, calls, time_left, to, when_to_call};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::link::LinksView;
use crate::page::link::answer::Worded;
use crate::page::team_week::Signal;
use crate::page::week::{Attempt, Conflict};
use crate::page::{Frame, Samples, choices, render, unprocessable};

/// What a form says for an answer that is no value.
pub(crate) const NOT_APPLICABLE: &str = "not_applicable";
pub(crate) const DECLINED: &str = "declined";
const NONE: &str = "none";

/// An interview.
#[derive(Template)]
#[template(path = "interview/ask.html")]
pub struct InterviewPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub queue: String,
    pub instrument: String,
    /// The wording is the licence holder's and not here.
    pub is_unworded: bool,
    pub intro: Worded,
    pub respondent: RespondentView,
    pub window: Signal,
    pub call_back: String,
    pub attempts: Vec<String>,
    /// When the family is best called.
    pub best: CallTimeView,
    /// Why nobody may be asked now; empty if somebody may.
    pub closed: String,
    pub version: i64,
    /// How it went so far, where somebody wrote it down.
    pub note: String,
    pub progress: String,
    pub overview: Vec<PlaceView>,
    pub item: ItemView,
    /// Addresses of the items before and after.
    pub previous: String,
    pub next: String,
    /// How many items are open; empty if none is.
    pub open: String,
    pub call: CallView,
    pub links: LinksView,
    pub faults: Faults,
}

/// One item in the overview.
#[derive(Debug, Clone)]
pub struct PlaceView {
    pub url: String,
    pub number: String,
    /// What was answered, in a word.
    pub told: String,
    /// Nothing was: a dash says so where there is no room for the word.
    pub is_unanswered: bool,
    pub class: &'static str,
    pub current: bool,
}

/// The item that is asked.
#[derive(Debug, Clone, Default)]
pub struct ItemView {
    pub action: String,
    /// `Punkt 01 av 28`.
    pub name: String,
    /// Empty without wording.
    pub text: Worded,
    /// Value, key, label, and whether it is what was answered.
    pub options: Vec<OptionView>,
    pub is_skipped: bool,
    pub is_answered: bool,
}

/// One response.
#[derive(Debug, Clone)]
pub struct OptionView {
    pub value: String,
    /// The key that gives it; empty without one.
    pub key: String,
    pub label: Worded,
    pub chosen: bool,
    /// No response of the set, but a way out.
    pub is_way_out: bool,
}

/// What is filled in about a call that came to nothing.
#[derive(Debug, Clone, Default)]
pub struct CallView {
    pub outcomes: Vec<(&'static str, String)>,
    pub refusals: Vec<(&'static str, String)>,
    pub outcome: String,
    pub day: String,
    pub time: String,
    pub note: String,
}

impl CallView {
    pub(super) fn blank(lang: Lang) -> CallView {
        let outcomes = choices::<AttemptOutcome>(lang);
        // Those two are told by what is done next.
        let told = [AttemptOutcome::Started, AttemptOutcome::Declined].map(Code::code);
        CallView {
            outcomes: outcomes
                .into_iter()
                .filter(|(code, _)| !told.contains(code))
                .collect(),
            refusals: choices::<Refusal>(lang),
            ..CallView::default()
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Where {
    item: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FinishForm {
    version: i64,
    note: String,
}

impl InterviewPage {
    pub(super) fn of(visit: &Visit, page: &Interview, place: Option<usize>) -> InterviewPage {
        let lang = visit.lang;
        let instrument = page.scorer.instrument();
        let base = to(page.measure.case, page.measure.id);
        let count = page.sheet.given().len();
        let first_open = page.sheet.next_open();
        let place = place
            .and_then(|number| number.checked_sub(1))
            .filter(|place| *place < count)
            .or(first_open)
            .unwrap_or(count.saturating_sub(1));
        let at = |place: usize| format!("{base}?item={}", place + 1);
        let given = page.sheet.given();
        let open = given.iter().filter(|one| **one == Given::Unanswered);
        let (open, settled) = (open.clone().count(), count - open.count());
        let tongue = page.respondent.language.as_str();
        let wording = |texts: &Option<Texts>| {
            let told = texts.as_ref();
            told.map(|told| Worded::of(told, tongue, &instrument.languages))
                .unwrap_or_default()
        };
        InterviewPage {
            frame: Frame::of(visit, "interview-title"),
            lang,
            queue: url::interviews(),
            instrument: lang.words(&instrument.name).to_owned(),
            is_unworded: instrument.languages.is_empty(),
            intro: wording(&instrument.intro),
            respondent: RespondentView::of(&page.respondent, &page.therapist, lang),
            window: time_left(&page.measure.window, visit.ctx.today(), lang),
            call_back: when_to_call(&page.attempts, lang),
            attempts: calls(&page.attempts, lang),
            best: CallTimeView::of(page.best.as_ref(), format!("{base}/call-time"), lang),
            closed: page.closed.map(|why| lang.t(why)).unwrap_or_default(),
            version: page.version,
            note: page.note.clone(),
            progress: lang.t2("interview-progress", ("done", settled), ("all", count)),
            overview: overview(given, place, (&base, lang)),
            item: instrument
                .items
                .get(place)
                .map(|item| {
                    let given = page.sheet.at(place);
                    let text = wording(&item.text);
                    item_view(
                        (instrument, item),
                        (given, text),
                        (&base, place),
                        tongue,
                        lang,
                    )
                })
                .unwrap_or_default(),
            previous: place.checked_sub(1).map(at).unwrap_or_default(),
            next: match place + 1 < count {
                true => at(place + 1),
                false => String::new(),
            },
            open: match open {
                0 => String::new(),
                open => lang.t1("interview-open", "count", open),
            },
            call: CallView::blank(lang),
            links: LinksView::of(page, lang, visit.ctx.today()),
            faults: Faults::none(),
            url: base,
        }
    }
}

fn overview(given: &[Given], place: usize, (base, lang): (&str, Lang)) -> Vec<PlaceView> {
    let view = |(other, given): (usize, &Given)| PlaceView {
        url: format!("{base}?item={}", other + 1),
        number: format!("{:02}", other + 1),
        told: told(*given, lang),
        is_unanswered: *given == Given::Unanswered,
        class: class(*given),
        current: other == place,
    };
    given.iter().enumerate().map(view).collect()
}

fn item_view(
    (instrument, item): (&Instrument, &Item),
    (given, text): (Given, Worded),
    (base, place): (&str, usize),
    tongue: &str,
    lang: Lang,
) -> ItemView {
    let set = instrument.responses_of(item);
    let mut options: Vec<OptionView> = Vec::new();
    for response in set.map(|set| set.options.as_slice()).unwrap_or_default() {
        let value = response.value.to_string();
        let label = match &response.label {
            Some(label) => Worded::of(label, tongue, &instrument.languages),
            None => Worded::ours(value.clone(), lang),
        };
        options.push(OptionView {
            key: match response.value {
                0..=9 => value.clone(),
                _ => String::new(),
            },
            label,
            chosen: given == Given::Value(response.value),
            is_way_out: false,
            value,
        });
    }
    let way_out = |value: &str, key: &str, message: &str, chosen| OptionView {
        value: value.to_owned(),
        key: key.to_owned(),
        label: Worded::ours(lang.t(message), lang),
        chosen,
        is_way_out: true,
    };
    if item.not_applicable {
        let chosen = given == Given::NotApplicable;
        options.push(way_out(
            NOT_APPLICABLE,
            "g",
            "interview-not-applicable",
            chosen,
        ));
    }
    let chosen = given == Given::Declined;
    options.push(way_out(DECLINED, "v", "interview-declined", chosen));
    let number = format!("{:02}", place + 1);
    ItemView {
        action: format!("{base}/answers/{}", item.code),
        name: lang.t1("interview-item", "number", number),
        text,
        options,
        is_skipped: given == Given::Skipped,
        is_answered: !matches!(given, Given::Unanswered | Given::Skipped),
    }
}

fn told(given: Given, lang: Lang) -> String {
    match given {
        Given::Value(value) => value.to_string(),
        Given::NotApplicable => lang.t("interview-not-applicable"),
        Given::Declined => lang.t("interview-declined"),
        Given::Unanswered => lang.t("interview-unanswered"),
        Given::Skipped => lang.t("interview-skipped"),
    }
}

fn class(given: Given) -> &'static str {
    match given {
        Given::Value(_) => "given",
        Given::NotApplicable | Given::Declined => "out",
        Given::Unanswered => "",
        Given::Skipped => "skipped",
    }
}

/// What a button says; nothing if it says something else.
pub(crate) fn answer(typed: &str) -> Option<Option<Answer>> {
    Some(match typed {
        NONE => None,
        NOT_APPLICABLE => Some(Answer::NotApplicable),
        DECLINED => Some(Answer::Declined),
        value => Some(Answer::Value(value.parse().ok()?)),
    })
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
    Query(at): Query<Where>,
) -> Result<Response, PageError> {
    let page = site.app.interview(&visit.ctx, (case, id)).await;
    let page = page.map_err(PageError::to(&visit))?;
    render(&visit, &InterviewPage::of(&visit, &page, at.item))
}

pub(super) async fn post_answer(
    Path((case, id, item)): Path<(CaseId, MeasureId, String)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at: MeasureAt = (case, id);
    let told_so = typed.get("answer");
    let saved = match answer(told_so) {
        Some(answer) => {
            let given = (item.as_str(), answer);
            let app = &site.app;
            app.save_answer(&visit.ctx, at, given, typed.version())
                .await
        }
        // Decides first whether there is anything to be told.
        None => match site.app.interview(&visit.ctx, at).await {
            Ok(_) => Err(Error::invalid("answer", "interview-fault-answer")),
            Err(err) => Err(err),
        },
    };
    let stays = match typed.get("place").parse::<usize>() {
        Ok(place) if told_so == NONE => format!("?item={place}"),
        Ok(place) => format!("?item={}", place + 1),
        Err(_) => String::new(),
    };
    if let Err(Error::Invalid(faults)) = saved {
        return again(visit, site, at, |page| page.faults = Faults::of(faults)).await;
    }
    let back = format!("{}{stays}", to(case, id));
    attempt
        .finish(back, saved, async || {
            let now = site.app.interview(&visit.ctx, at).await?;
            let place = now.scorer.instrument().item(&item);
            let place = place.map_or(0, |(place, _)| place);
            let number = format!("{:02}", place + 1);
            let label = visit.lang.t1("interview-item", "number", number);
            let mine = match told_so {
                NOT_APPLICABLE => visit.lang.t("interview-not-applicable"),
                DECLINED => visit.lang.t("interview-declined"),
                NONE => visit.lang.t("interview-unanswered"),
                value => value.to_owned(),
            };
            Ok(Conflict {
                mine: vec![(label.clone(), mine)],
                theirs: vec![(label, told(now.sheet.at(place), visit.lang))],
                version: now.version,
                ..Conflict::default()
            })
        })
        .await
}

pub(super) async fn post_finish(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
    Form(form): Form<FinishForm>,
) -> Result<Response, PageError> {
    let at = (case, id);
    let done = (form.version, form.note.as_str());
    match site.app.finish_interview(&visit.ctx, at, done).await {
        Ok(finished) => {
            let message = match finished.critical {
                true => "interview-critical",
                false => "interview-done",
            };
            let to = format!("{}?done={message}", url::interviews());
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            again(&visit, &site, at, |page| page.faults = Faults::of(faults)).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// The interview again, with what is wrong.
pub async fn again(
    visit: &Visit,
    site: &Site,
    at: MeasureAt,
    change: impl FnOnce(&mut InterviewPage),
) -> Result<Response, PageError> {
    let page = site.app.interview(&visit.ctx, at).await;
    let page = page.map_err(PageError::to(visit))?;
    let mut page = InterviewPage::of(visit, &page, None);
    change(&mut page);
    Ok(unprocessable(render(visit, &page)?))
}

impl Samples for InterviewPage {
    fn samples() -> Vec<(&'static str, InterviewPage)> {
        let lang = Lang::SV;
        let page = || InterviewPage::sample(lang);
        let mut faults = Faults::none();
        faults.add("call_back", "interview-fault-past");
        faults.add("note", "interview-fault-long");
        let worded = InterviewPage {
            is_unworded: false,
            intro: Worded::ours("Under de senaste två veckorna".to_owned(), lang),
            item: ItemView {
                text: Worded::ours(
                    "Lite intresse eller glädje i att göra saker".to_owned(),
                    lang,
                ),
                is_skipped: true,
                is_answered: false,
                ..page().item
            },
            open: String::new(),
            previous: String::new(),
            next: String::new(),
            faults,
            ..page()
        };
        let closed = InterviewPage {
            closed: lang.t("interview-closed-consent"),
            ..page()
        };
        vec![
            ("without wording", page()),
            ("with wording and faults", worded),
            ("closed", closed),
        ]
    }
}

impl InterviewPage {
    fn sample(lang: Lang) -> InterviewPage {
        let option = |value: &str, chosen, is_way_out| OptionView {
            value: value.to_owned(),
            key: value.to_owned(),
            label: Worded::ours(value.to_owned(), lang),
            chosen,
            is_way_out,
        };
        let place = |number: &str, class, current| PlaceView {
            url: "/".to_owned(),
            number: number.to_owned(),
            told: "4".to_owned(),
            is_unanswered: false,
            class,
            current,
        };
        InterviewPage {
            frame: Frame::sample(lang),
            lang,
            // Its script asks for all questions below it.
            url: to(CaseId(Uuid::nil()), MeasureId(Uuid::nil())),
            queue: "/".to_owned(),
            instrument: "TAM-CAN".to_owned(),
            is_unworded: true,
            intro: Worded::default(),
            respondent: RespondentView::sample(),
            window: Signal::new("ok", "calendar", "Till tis 24 nov".to_owned()),
            call_back: String::new(),
            attempts: vec!["mån 23 nov 12:00: Inget svar".to_owned()],
            best: CallTimeView::sample(lang),
            closed: String::new(),
            version: 1,
            note: String::new(),
            progress: "1 av 28".to_owned(),
            overview: vec![place("01", "given", false), place("02", "", true)],
            item: ItemView {
                action: "/".to_owned(),
                name: "Punkt 02".to_owned(),
                text: Worded::default(),
                options: vec![option("1", false, false), option("v", true, true)],
                is_skipped: false,
                is_answered: true,
            },
            previous: "/".to_owned(),
            next: "/".to_owned(),
            open: "27 punkter saknar svar".to_owned(),
            call: CallView::blank(lang),
            links: LinksView::sample(lang),
            faults: Faults::none(),
        }
    }
}
