//! Ending a treatment, and the follow-ups after it.

mod follow_up;

use askama::Template;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::closing::{ClosingView, Ending};
use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_domain::case::{OutcomeValue, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::followup::Outcome;
use hemma_domain::ids::CaseId;
use hemma_domain::programme::Coded;
use hemma_domain::time::Day;
use hemma_domain::week::GoalState;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{Faults, day};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::intake::field::{Field, Options, summary};
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

use follow_up::{FollowUpPage, FollowUpsPage};

/// The routes of these pages.
pub fn routes() -> Routes {
    let manage = Access::Case(CaseAction::Manage);
    Routes::default()
        .get("/cases/{case}/closing", manage, get)
        .post("/cases/{case}/closing", manage, post)
        .get(
            "/cases/{case}/follow-ups",
            Access::Case(CaseAction::See),
            follow_up::get_all,
        )
        .get("/cases/{case}/follow-ups/{months}", manage, follow_up::get)
        .post("/cases/{case}/follow-ups/{months}", manage, follow_up::post)
}

/// A form whose fields come from the programme: outcomes by their codes beside what every form has.
#[derive(Debug, Clone, Default)]
pub(super) struct OutcomeForm {
    pairs: Vec<(String, String)>,
}

impl OutcomeForm {
    /// What was sent, read as text; what is not a form has no fields.
    pub(super) fn read(body: &[u8]) -> OutcomeForm {
        let text = std::str::from_utf8(body).unwrap_or_default();
        OutcomeForm {
            pairs: serde_html_form::from_str(text).unwrap_or_default(),
        }
    }

    /// What was typed in a field.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// A field with what was typed, or else with what it begins with.
    pub(super) fn or<'a>(&'a self, name: &str, first: &'a str) -> &'a str {
        let found = self.pairs.iter().find(|(field, _)| field == name);
        found.map_or(first, |(_, value)| value.as_str())
    }

    /// The outcomes that were answered; what was left empty was never a question.
    pub(super) fn outcomes(&self) -> Vec<(String, OutcomeValue)> {
        self.pairs
            .iter()
            .filter_map(|(field, value)| {
                let code = field.strip_prefix("outcome-")?;
                Some((code.to_owned(), OutcomeValue::from_code(value)?))
            })
            .collect()
    }
}

/// The choice that says that a question never was one. It is no answer, and nothing is kept for it; a question that is
/// left alone is kept no more, but nobody has said anything of it.
const NOT_ASKED: &str = "not_asked";

/// What can be said of an outcome; nothing of it is chosen beforehand.
fn outcome_options(lang: Lang) -> Options {
    let mut options = Options::of::<OutcomeValue>(lang);
    options
        .0
        .push((NOT_ASKED.to_owned(), lang.t("closing-not-asked")));
    options
}

/// A choice for each outcome of the programme.
pub(super) fn outcome_fields(
    list: &[Coded],
    form: &OutcomeForm,
    known: &[Outcome],
    lang: Lang,
) -> Vec<Field> {
    list.iter()
        .map(|one| {
            let name = format!("outcome-{}", one.code);
            let kept = known.iter().find(|known| known.code == one.code);
            let kept = kept.map_or("", |kept| kept.value.code());
            let value = form.or(&name, kept).to_owned();
            let label = lang.words(&one.label).to_owned();
            let help = one.help.as_ref().map_or("", |help| lang.words(help));
            Field::chips(&name, label, &value, outcome_options(lang)).help(help.to_owned())
        })
        .collect()
}

/// The page of closing: the form while the case is open, what was written once it is closed.
#[derive(Template)]
#[template(path = "closing/closing.html")]
pub struct ClosingPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub stage: Shown,
    pub action: String,
    pub version: i64,
    pub clash: bool,
    pub first: Vec<Field>,
    pub outcomes: Vec<Field>,
    pub instrumental: Vec<Field>,
    pub words: Field,
    pub goals: Vec<GoalLine>,
    /// When the family is asked again, or that the programme asks nothing.
    pub later: String,
    /// Outcome and answer, of a closed case.
    pub kept: Vec<(String, String)>,
    pub follow_ups: String,
    pub manage: String,
    pub faults: Vec<(String, String)>,
}

/// An overarching goal with its state.
pub struct GoalLine {
    pub text: String,
    pub state: String,
    /// Where its state is changed while it goes on; empty once that is said.
    pub url: String,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The form.
    Form,
    /// How it ended, in one sentence.
    Closed(String),
    /// There is no treatment to end.
    Nothing,
}

impl ClosingPage {
    fn of(visit: &Visit, view: &ClosingView, form: &OutcomeForm, faults: &Faults) -> ClosingPage {
        let lang = visit.lang;
        let (case, programme) = (&view.head.case, &view.head.programme);
        let at_closing: Vec<Outcome> = view
            .outcomes
            .iter()
            .filter(|one| one.months == 0)
            .cloned()
            .collect();
        let fields = |list: &[Coded]| -> Vec<Field> {
            outcome_fields(list, form, &at_closing, lang)
                .into_iter()
                .map(|field| field.checked(faults, lang))
                .collect()
        };
        let mut page = ClosingPage {
            frame: Frame::of(visit, "closing-title"),
            lang,
            head: HeadView::of(&view.head, visit, "tab-manage"),
            stage: shown(view, lang),
            action: url::closing(case.id),
            version: case.version,
            clash: false,
            first: first_fields(view, form, visit.ctx.today(), lang)
                .into_iter()
                .map(|field| field.checked(faults, lang))
                .collect(),
            outcomes: fields(&programme.outcomes),
            instrumental: fields(&programme.instrumental_outcomes),
            words: Field::area("words", lang.t("closing-words"), form.get("words"))
                .help(lang.t("closing-words-help"))
                .voluntary(lang)
                .checked(faults, lang),
            goals: view
                .goals
                .iter()
                .map(|goal| GoalLine {
                    text: goal.text.clone(),
                    state: lang.name(goal.state),
                    url: if goal.state == GoalState::Active {
                        url::goals(case.id)
                    } else {
                        String::new()
                    },
                })
                .collect(),
            later: later(programme.follow_ups(), lang),
            kept: kept(
                &at_closing,
                programme
                    .outcomes
                    .iter()
                    .chain(&programme.instrumental_outcomes),
                lang,
            ),
            follow_ups: url::follow_ups(case.id),
            manage: url::manage(case.id),
            faults: Vec::new(),
        };
        let all = page.first.iter().chain(&page.outcomes);
        page.faults = summary(all.chain(&page.instrumental).chain([&page.words]));
        page
    }
}

fn first_fields(view: &ClosingView, form: &OutcomeForm, today: Day, lang: Lang) -> Vec<Field> {
    let reasons = view.head.programme.closing_reasons.iter();
    let reasons = reasons.map(|one| (one.code.clone(), lang.words(&one.label).to_owned()));
    let options = Options(reasons.collect()).or_none(lang.t("care-choose"));
    let first = lang.full_day(today);
    vec![
        Field::select(
            "reason",
            lang.t("closing-reason"),
            form.get("reason"),
            options,
        ),
        Field::day("on", lang.t("closing-on"), form.or("on", &first)),
    ]
}

fn shown(view: &ClosingView, lang: Lang) -> Shown {
    match &view.head.case.stage {
        Stage::Open { .. } => Shown::Form,
        Stage::Closed { on, reason, .. } => {
            let known = view.head.programme.closing_reason(reason);
            let why = known.map_or(reason.as_str(), |one| lang.words(&one.label));
            let day = ("day", lang.full_day(*on));
            Shown::Closed(lang.t2("care-closed", day, ("why", why)))
        }
        _ => Shown::Nothing,
    }
}

fn later(months: &[u32], lang: Lang) -> String {
    if months.is_empty() {
        return lang.t("closing-no-follow-ups");
    }
    let list: Vec<String> = months.iter().map(ToString::to_string).collect();
    lang.t1("closing-follow-ups-after", "months", list.join(", "))
}

/// Outcomes with their answers, in the programme's order.
pub(super) fn kept<'a>(
    known: &[Outcome],
    list: impl IntoIterator<Item = &'a Coded>,
    lang: Lang,
) -> Vec<(String, String)> {
    list.into_iter()
        .filter_map(|one| {
            let found = known.iter().find(|known| known.code == one.code)?;
            Some((lang.words(&one.label).to_owned(), lang.name(found.value)))
        })
        .collect()
}

async fn read(visit: &Visit, site: &Site, id: CaseId) -> Result<ClosingView, PageError> {
    site.app
        .closing(&visit.ctx, id)
        .await
        .map_err(PageError::to(visit))
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let view = read(&visit, &site, id).await?;
    let page = ClosingPage::of(&visit, &view, &OutcomeForm::default(), &Faults::none());
    render(&visit, &page)
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = OutcomeForm::read(&body);
    let version = form.get("version").parse().unwrap_or(0);
    let done = match day(form.get("on"), visit.ctx.today()) {
        None => Err(Error::invalid("on", "care-fault-day")),
        Some(on) => {
            let ending = Ending {
                on,
                reason: form.get("reason").to_owned(),
                outcomes: form.outcomes(),
                words: form.get("words").to_owned(),
            };
            site.app.close_case(&visit.ctx, id, version, &ending).await
        }
    };
    match done {
        Ok(()) => {
            let to = format!("{}?done=closing-closed", url::follow_ups(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let view = read(&visit, &site, id).await?;
            let page = ClosingPage::of(&visit, &view, &form, &Faults::of(faults));
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(Error::Conflict) => {
            let view = read(&visit, &site, id).await?;
            let page = ClosingPage {
                clash: true,
                ..ClosingPage::of(&visit, &view, &form, &Faults::none())
            };
            Ok((StatusCode::CONFLICT, render(&visit, &page)?).into_response())
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ClosingPage>("closing");
    all.extend(sampled::<FollowUpsPage>("follow-ups"));
    all.extend(sampled::<FollowUpPage>("follow-up"));
    all
}

/// An outcome's field for samples.
pub(super) fn sample_outcome(lang: Lang) -> Field {
    Field::chips(
        "outcome-home",
        "Barnet bor hemma".to_owned(),
        "yes",
        outcome_options(lang),
    )
    .help("Hos en omsorgsperson.".to_owned())
}

impl Samples for ClosingPage {
    fn samples() -> Vec<(&'static str, ClosingPage)> {
        let page = |lang: Lang, stage, clash| {
            let mut faults = Faults::none();
            faults.add("reason", "closing-fault-reason");
            let reason = Field::select(
                "reason",
                lang.t("closing-reason"),
                "",
                Options::default().or_none(lang.t("care-choose")),
            );
            let first = vec![reason.checked(&faults, lang)];
            ClosingPage {
                frame: Frame::sample(lang),
                lang,
                head: HeadView::sample(lang, "tab-manage"),
                stage,
                action: "/".to_owned(),
                version: 1,
                clash,
                faults: summary(&first),
                first,
                outcomes: vec![sample_outcome(lang)],
                instrumental: vec![],
                words: Field::area("words", lang.t("closing-words"), ""),
                goals: vec![
                    GoalLine {
                        text: "Lugnare morgnar".to_owned(),
                        state: lang.name(GoalState::Active),
                        url: "/".to_owned(),
                    },
                    GoalLine {
                        text: "Tryggt hemma".to_owned(),
                        state: lang.name(GoalState::Met),
                        url: String::new(),
                    },
                ],
                later: later(&[6, 12, 18], lang),
                kept: vec![("Barnet bor hemma".to_owned(), "Ja".to_owned())],
                follow_ups: "/".to_owned(),
                manage: "/".to_owned(),
            }
        };
        let closed = Lang::SV.t2(
            "care-closed",
            ("day", "23 november 2026"),
            ("why", "Genomförd"),
        );
        vec![
            ("faults", page(Lang::SV, Shown::Form, false)),
            ("changed meanwhile", page(Lang::EN, Shown::Form, true)),
            ("closed", page(Lang::SV, Shown::Closed(closed), false)),
            ("not opened", page(Lang::SV, Shown::Nothing, false)),
        ]
    }
}
