//! The measures of a case with their scores, and what is due in a team.

pub mod team;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::measure::{CaseMeasure, CaseMeasures, ScoreShown};
use hemma_domain::access::{CaseAction, TeamAction};
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{
    Comparison, Confirmation, CutOff, Given, LeftOut, Part, Ratio, Score,
};
use hemma_domain::measure::{Hand, KeptOutcome, Measure, State as MeasureState, StateCode};
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::hold::days;
use crate::page::interview::calling::{CallTimeForm, CallTimeView};
use crate::page::interview::time_left;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// Decimals with which a score is shown; it is compared exactly.
const DECIMALS: usize = 2;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get("/cases/{case}/measures", Access::Case(CaseAction::See), get)
        .post(
            "/cases/{case}/measures/{measure}/release",
            Access::Case(CaseAction::ReleaseScores),
            post_release,
        )
        .post(
            "/cases/{case}/measures/call-time",
            Access::Case(CaseAction::WriteFamily),
            post_call_time,
        )
        .get(
            "/teams/{team}/measures",
            Access::Team(TeamAction::SeeMeasures),
            team::get,
        )
}

/// The measures of a case.
#[derive(Template)]
#[template(path = "measure/case.html")]
pub struct MeasuresPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// `3 av 4 insamlade`.
    pub collected: String,
    /// Since when and until when measures rest today; empty where they go on.
    pub hold: String,
    /// When measures rest.
    pub holds: String,
    /// When the family is best called.
    pub best: CallTimeView,
    pub faults: Faults,
    /// The reader may see scores at all.
    pub sees_scores: bool,
    pub lines: Vec<MeasureView>,
}

/// One measure.
#[derive(Debug, Clone)]
pub struct MeasureView {
    pub instrument: String,
    pub due: String,
    pub state: Signal,
    /// Why it is so; empty where the state says it all.
    pub why: String,
    pub respondent: String,
    /// Calls in words; empty without one.
    pub attempts: String,
    /// How the interview went, for those who release scores.
    pub note: String,
    pub scores: Vec<ScoreView>,
    /// It was answered, and the reader may not see the scores yet.
    pub is_held_back: bool,
    /// Where to release it; empty if that cannot be.
    pub release: String,
    /// When it was released; empty if it was not.
    pub released: String,
}

/// One score.
#[derive(Debug, Clone)]
pub struct ScoreView {
    pub scale: String,
    /// `0,61`, or that there are too few answers.
    pub value: String,
    /// Too few answers to say anything.
    pub is_thin: bool,
    pub band: String,
    /// What it stands for in the norm table; empty without one.
    pub norm: String,
    /// What the cut-off says; none without one.
    pub cut_off: Option<Signal>,
    /// The rule is nobody's but ours.
    pub unconfirmed: String,
    /// Why it is this number.
    pub why: Vec<String>,
    /// Item, what was answered, and what it counts: for those who release scores.
    pub terms: Vec<(String, String, String)>,
}

/// What a measure's state looks like.
pub(super) fn state_signal(measure: &Measure, today: Day, lang: Lang) -> Signal {
    let code = measure.state.code();
    let (class, icon) = match code {
        StateCode::Due => return time_left(&measure.window, today, lang),
        StateCode::Done => ("ok", "ok"),
        StateCode::Declined | StateCode::Unreachable => ("due", "not-met"),
        StateCode::NotAsked => ("over", "none"),
    };
    Signal::new(class, icon, lang.name(code))
}

/// Why a measure's state is what it is.
pub(super) fn state_reason(measure: &Measure, lang: Lang) -> String {
    match measure.state {
        MeasureState::Declined { at, why, .. } => {
            format!("{}, {}", lang.name(why), lang.day(at.day()))
        }
        MeasureState::NotAsked { why } => lang.name(why),
        MeasureState::Done {
            at,
            by: Hand::Link(_),
        } => lang.t1("measure-by-link", "day", lang.day(at.day())),
        MeasureState::Done { at, .. } => lang.day(at.day()),
        MeasureState::Due | MeasureState::Unreachable => String::new(),
    }
}

fn page(visit: &Visit, found: &CaseMeasures) -> MeasuresPage {
    let lang = visit.lang;
    MeasuresPage {
        frame: Frame::of(visit, "measure-title"),
        lang,
        head: HeadView::of(&found.head, visit, "tab-measures"),
        collected: collected(found.collected, found.due, lang),
        hold: found
            .hold
            .as_ref()
            .map(|hold| lang.t1("hold-measures", "days", days(hold, lang)))
            .unwrap_or_default(),
        holds: url::holds(found.head.case.id),
        best: CallTimeView::of(
            found.best.as_ref(),
            match found.head.may(CaseAction::WriteFamily) {
                true => format!("{}/call-time", url::measures(found.head.case.id)),
                false => String::new(),
            },
            lang,
        ),
        faults: Faults::none(),
        sees_scores: found.head.may(CaseAction::SeeScores),
        lines: found
            .lines
            .iter()
            .rev()
            .map(|one| line(one, found, visit))
            .collect(),
    }
}

/// How many were collected of those that were due.
pub(super) fn collected(collected: usize, due: usize, lang: Lang) -> String {
    lang.t2("measure-collected", ("done", collected), ("due", due))
}

fn line(one: &CaseMeasure, found: &CaseMeasures, visit: &Visit) -> MeasureView {
    let (lang, head) = (visit.lang, &found.head);
    let measure = &one.measure;
    let done = measure.state.code() == StateCode::Done;
    let may_release = head.may(CaseAction::ReleaseScores);
    let open = done && measure.released.is_none();
    MeasureView {
        instrument: lang.words(&one.instrument).to_owned(),
        due: lang.full_day(measure.window.due_on),
        state: state_signal(measure, visit.ctx.today(), lang),
        why: state_reason(measure, lang),
        respondent: one.respondent.clone(),
        note: one.note.clone(),
        attempts: match one.attempts {
            0 => String::new(),
            count => lang.t1("interview-attempts", "count", count),
        },
        scores: one.scores.iter().map(|one| score(one, lang)).collect(),
        is_held_back: open && !may_release && head.may(CaseAction::SeeScores),
        release: match open && may_release {
            true => format!("{}/{}/release", url::measures(head.case.id), measure.id),
            false => String::new(),
        },
        released: measure
            .released
            .map(|(at, _)| lang.t1("measure-released", "day", lang.day(at.day())))
            .unwrap_or_default(),
    }
}

fn score(one: &ScoreShown, lang: Lang) -> ScoreView {
    let kept = &one.kept;
    let value = kept.value();
    let met = one.reading.as_ref().and_then(|reading| reading.cut_off_met);
    ScoreView {
        scale: lang.words(&one.scale).to_owned(),
        value: value.map_or_else(
            || lang.t("measure-too-few"),
            |value| lang.number(&format!("{value:.DECIMALS$}")),
        ),
        is_thin: value.is_none(),
        band: one
            .band
            .as_ref()
            .map(|words| lang.words(words).to_owned())
            .unwrap_or_default(),
        cut_off: one.cut_off.zip(met).map(|(cut_off, met)| {
            let limit = lang.number(&format!("{:.DECIMALS$}", cut_off.value));
            match met {
                true => Signal::new("ok", "ok", lang.t1("measure-cut-off-met", "limit", limit)),
                false => Signal::new("due", "due", lang.t1("measure-cut-off-not", "limit", limit)),
            }
        }),
        unconfirmed: match one.confirmation {
            Confirmation::NotConfirmed => lang.t("measure-unconfirmed"),
            Confirmation::Published | Confirmation::Confirmed { .. } => String::new(),
        },
        norm: one
            .norm
            .map(|norm| lang.t1("measure-norm", "norm", plain(norm, lang)))
            .unwrap_or_default(),
        why: why(one, lang),
        terms: one
            .working
            .as_ref()
            .map(|score| terms((score, &one.places), lang))
            .unwrap_or_default(),
    }
}

/// Why a score is what it is, without any single answer.
fn why(one: &ScoreShown, lang: Lang) -> Vec<String> {
    let kept = &one.kept;
    let rule = ("rule", kept.rule.clone());
    let version = ("version", kept.rule_version.to_string());
    let mut lines = vec![
        lang.t2("measure-why-rule", rule, version),
        lang.t2("measure-why-answered", ("n", kept.n), ("items", kept.items)),
        lang.t1("measure-why-sum", "k", kept.k),
    ];
    match kept.outcome {
        KeptOutcome::Value(value) => {
            lines.push(lang.t1("measure-why-exact", "value", value.to_string()));
            lines.extend(one.cut_off.map(|cut_off| compared(cut_off, lang)));
            let norm = one.norm.map(|norm| plain(norm, lang));
            lines.extend(norm.map(|norm| lang.t1("measure-why-norm", "norm", norm)));
        }
        KeptOutcome::Incomplete { needed } => {
            lines.push(lang.t1("measure-why-needed", "needed", needed));
        }
    }
    lines
}

/// A norm as its table has it: whole, or with decimals.
fn plain(norm: Ratio, lang: Lang) -> String {
    let text = format!("{norm:.DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    lang.number(text)
}

fn compared(cut_off: CutOff, lang: Lang) -> String {
    let side = match cut_off.side {
        Comparison::AtLeast => "≥",
        Comparison::Above => ">",
        Comparison::AtMost => "≤",
        Comparison::Below => "<",
        Comparison::Equal => "=",
        Comparison::Differs => "≠",
    };
    let limit = format!("{side} {}", cut_off.value);
    lang.t1("measure-why-compared", "limit", limit)
}

fn terms((score, places): (&Score, &[usize]), lang: Lang) -> Vec<(String, String, String)> {
    score
        .working
        .terms
        .iter()
        .zip(places)
        .map(|(term, place)| {
            let given = match term.given {
                Given::Value(value) => value.to_string(),
                Given::NotApplicable => lang.t("interview-not-applicable"),
                Given::Declined => lang.t("interview-declined"),
                Given::Unanswered => lang.t("interview-unanswered"),
                Given::Skipped => lang.t("interview-skipped"),
            };
            let part = match term.part {
                Part::Counted(counted) => counted.to_string(),
                Part::LeftOut(
                    LeftOut::NotApplicable
                    | LeftOut::Declined
                    | LeftOut::Unanswered
                    | LeftOut::Skipped,
                ) => lang.t("measure-left-out"),
            };
            let item = lang.t1("interview-item", "number", format!("{place:02}"));
            (item, given, part)
        })
        .collect()
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site.app.case_measures(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}

async fn post_release(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
) -> Result<Response, PageError> {
    let done = site.app.release_scores(&visit.ctx, (case, id)).await;
    done.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=measure-released", url::measures(case));
    Ok(Redirect::to(&to).into_response())
}

async fn post_call_time(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = CallTimeForm::of(fields);
    let kept = match form.read() {
        Ok(time) => site.app.set_call_time(&visit.ctx, id, time).await,
        Err(err) => Err(err),
    };
    match kept {
        Ok(()) => {
            let to = format!("{}?done=calling-saved", url::measures(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.case_measures(&visit.ctx, id).await;
            let page = page(&visit, &found.map_err(PageError::to(&visit))?);
            let page = MeasuresPage {
                best: page.best.clone().typed(&form, visit.lang),
                faults: Faults::of(faults),
                ..page
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<MeasuresPage>("measures");
    all.extend(sampled::<team::TeamPage>("team measures"));
    all
}

impl Samples for MeasuresPage {
    fn samples() -> Vec<(&'static str, MeasuresPage)> {
        let lang = Lang::SV;
        let page = |lines: Vec<MeasureView>, sees_scores| MeasuresPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-measures"),
            collected: collected(1, 2, lang),
            hold: match sees_scores {
                true => lang.t1("hold-measures", "days", "16 november 2026 – tills vidare"),
                false => String::new(),
            },
            holds: "/".to_owned(),
            best: match sees_scores {
                true => CallTimeView::sample(lang),
                false => CallTimeView::default(),
            },
            faults: Faults::none(),
            sees_scores,
            lines,
        };
        let number = ScoreView {
            scale: "Programtrohet".to_owned(),
            value: "0,61".to_owned(),
            is_thin: false,
            band: "Mellan".to_owned(),
            norm: lang.t1("measure-norm", "norm", "55,5"),
            cut_off: Some(Signal::new("due", "due", "Under gränsen 0,61".to_owned())),
            unconfirmed: lang.t("measure-unconfirmed"),
            why: vec!["17/28".to_owned()],
            terms: vec![("Punkt 01".to_owned(), "4".to_owned(), "1".to_owned())],
        };
        let thin = ScoreView {
            value: lang.t("measure-too-few"),
            is_thin: true,
            band: String::new(),
            norm: String::new(),
            cut_off: None,
            unconfirmed: String::new(),
            terms: Vec::new(),
            ..number.clone()
        };
        let done = MeasureView {
            instrument: "TAM-R".to_owned(),
            due: "16 november 2026".to_owned(),
            state: Signal::new("ok", "ok", lang.name(StateCode::Done)),
            why: "mån 16 nov".to_owned(),
            respondent: "Malva Lingonstig".to_owned(),
            attempts: "2 samtal".to_owned(),
            note: "Tolken kom sent".to_owned(),
            scores: vec![number, thin],
            is_held_back: false,
            release: "/".to_owned(),
            released: String::new(),
        };
        let held = MeasureView {
            scores: Vec::new(),
            is_held_back: true,
            release: String::new(),
            released: "Utlämnad".to_owned(),
            attempts: String::new(),
            note: String::new(),
            why: String::new(),
            respondent: String::new(),
            ..done.clone()
        };
        vec![
            ("nothing planned", page(vec![], false)),
            ("released and held back", page(vec![done, held], true)),
        ]
    }
}
