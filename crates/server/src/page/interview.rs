//! The interviewers' queue: whom to call next, and what they must know to call.

pub mod ask;
mod call;
pub mod calling;
pub mod sheet;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_app::measure::{Interviewed, QueueLine};
use hemma_domain::access::CaseAction;
use hemma_domain::calling::{CallTime, Reach};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::measure::{Attempt, Timing, Urgency, Window, call_back};
use hemma_domain::time::{Day, Instant};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::person::form::tongue;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of interviews.
pub fn routes() -> Routes {
    const ASK: Access = Access::Case(CaseAction::Interview);
    Routes::default()
        .get("/interviews", Access::SignedIn, get)
        .get("/interviews/{case}/{measure}", ASK, ask::get)
        .post(
            "/interviews/{case}/{measure}/answers/{item}",
            ASK,
            ask::post_answer,
        )
        .post("/interviews/{case}/{measure}/finish", ASK, ask::post_finish)
        .get("/interviews/{case}/{measure}/sheet", ASK, sheet::get)
        .post("/interviews/{case}/{measure}/sheet", ASK, sheet::post)
        .post(
            "/interviews/{case}/{measure}/attempts",
            ASK,
            call::post_attempt,
        )
        .post(
            "/interviews/{case}/{measure}/decline",
            ASK,
            call::post_decline,
        )
        .post("/interviews/{case}/{measure}/call-time", ASK, calling::post)
}

/// Somebody to call.
#[derive(Debug, Clone)]
pub struct RespondentView {
    pub name: String,
    pub phone: String,
    /// `tel:` and the digits.
    pub phone_url: String,
    /// Empty for Swedish without an interpreter.
    pub language: String,
    pub interpreter: bool,
    pub therapist: String,
}

/// One call to make.
#[derive(Debug, Clone)]
pub struct LineView {
    pub url: String,
    pub instrument: String,
    pub respondent: RespondentView,
    pub window: Signal,
    /// When they asked to be called; empty if they did not.
    pub call_back: String,
    /// When they are best called, and whether that is now; none where nobody has said.
    pub best: Option<Signal>,
    /// Earlier calls in words, the newest first.
    pub attempts: Vec<String>,
    pub begun: bool,
    /// They may answer alone by a link; empty without one.
    pub link: String,
}

/// Calls that are made before others for the same reason.
#[derive(Debug, Clone)]
pub struct CallGroup {
    pub code: &'static str,
    pub title: String,
    pub lines: Vec<LineView>,
}

/// The queue.
#[derive(Template)]
#[template(path = "interview/queue.html")]
pub struct QueuePage {
    pub frame: Frame,
    pub lang: Lang,
    /// The most urgent first; none where there is nobody to call.
    pub groups: Vec<CallGroup>,
    /// How many were collected of those that were due lately; empty where none was.
    pub collected: String,
    pub is_interviewer: bool,
}

impl RespondentView {
    fn of(one: &Interviewed, therapist: &str, lang: Lang) -> RespondentView {
        let plain = !one.interpreter && matches!(one.language.as_str(), "" | "sv");
        let digits: String = one
            .phone
            .chars()
            .filter(|sign| sign.is_ascii_digit() || *sign == '+')
            .collect();
        RespondentView {
            name: one.name.clone(),
            phone: one.phone.clone(),
            phone_url: format!("tel:{digits}"),
            language: match plain {
                true => String::new(),
                false => tongue(lang, &one.language),
            },
            interpreter: one.interpreter,
            therapist: therapist.to_owned(),
        }
    }

    fn sample() -> RespondentView {
        RespondentView {
            name: "Malva Lingonstig".to_owned(),
            phone: "070-000 00 00".to_owned(),
            phone_url: "tel:0700000000".to_owned(),
            language: "Somaliska".to_owned(),
            interpreter: true,
            therapist: "Tuva Ekorrstig".to_owned(),
        }
    }
}

/// Where a measure is asked.
pub fn to(case: CaseId, measure: MeasureId) -> String {
    format!("{}/{case}/{measure}", url::interviews())
}

/// How much time is left.
pub fn time_left(window: &Window, today: Day, lang: Lang) -> Signal {
    let last = lang.day(window.closes_on);
    match window.timing(today) {
        Timing::Coming => Signal::new(
            "none",
            "calendar",
            lang.t1("interview-from", "day", lang.day(window.opens_on)),
        ),
        Timing::Open if window.closes_on.days_since(today) <= SOON_DAYS => {
            Signal::new("due", "due", lang.t1("interview-until", "day", last))
        }
        Timing::Open => Signal::new("ok", "calendar", lang.t1("interview-until", "day", last)),
        Timing::Late | Timing::Past => {
            Signal::new("over", "overdue", lang.t1("interview-late", "day", last))
        }
    }
}

/// Days before a window's end from which it is urgent.
const SOON_DAYS: i64 = 3;

/// Calls in words, the newest first.
fn calls(attempts: &[Attempt], lang: Lang) -> Vec<String> {
    attempts
        .iter()
        .rev()
        .map(|one| {
            let told = format!("{}: {}", lang.moment(one.at), lang.name(one.outcome));
            match one.note.is_empty() {
                true => told,
                false => format!("{told}. {}", one.note),
            }
        })
        .collect()
}

fn when_to_call(attempts: &[Attempt], lang: Lang) -> String {
    let at: Option<Instant> = call_back(attempts);
    at.map(|at| lang.t1("interview-call-back", "at", lang.moment(at)))
        .unwrap_or_default()
}

/// When a family is best called, and whether that is now.
fn when_best(best: Option<&CallTime>, now: Instant, lang: Lang) -> Option<Signal> {
    let best = best?;
    let told = lang.t1("calling-best", "when", calling::told(best, lang));
    Some(match best.reach(now) {
        Reach::Now => Signal::new("ok", "clock", format!("{told}. {}", lang.t("calling-now"))),
        Reach::AnyTime | Reach::Later | Reach::NotToday => Signal::new("none", "clock", told),
    })
}

fn line(one: &QueueLine, now: Instant, lang: Lang) -> LineView {
    let today = now.day();
    LineView {
        url: to(one.measure.case, one.measure.id),
        instrument: lang.words(&one.instrument).to_owned(),
        respondent: RespondentView::of(&one.respondent, &one.therapist, lang),
        window: time_left(&one.measure.window, today, lang),
        call_back: when_to_call(&one.attempts, lang),
        best: when_best(one.best.as_ref(), now, lang),
        attempts: calls(&one.attempts, lang),
        begun: one.begun,
        link: one
            .link_until
            .map(|last| lang.t1("link-queue", "day", lang.day(last)))
            .unwrap_or_default(),
    }
}

/// Calls in their order, under why they are made before others.
fn groups(lines: &[QueueLine], now: Instant, lang: Lang) -> Vec<CallGroup> {
    let alike = lines.chunk_by(|one, next| one.urgency == next.urgency);
    let group = |of: &[QueueLine]| {
        let urgency = of.first()?.urgency;
        Some(CallGroup {
            code: urgency.code(),
            title: lang.name(urgency),
            lines: of.iter().map(|one| line(one, now, lang)).collect(),
        })
    };
    alike.filter_map(group).collect()
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let queue = site.app.interviews(&visit.ctx).await;
    let queue = queue.map_err(PageError::to(&visit))?;
    let (lang, now) = (visit.lang, visit.ctx.now);
    let page = QueuePage {
        frame: Frame::of(&visit, "interview-title"),
        lang,
        groups: groups(&queue.lines, now, lang),
        collected: match queue.collected {
            (_, 0) => String::new(),
            (done, due) => lang.t2("interview-collected", ("done", done), ("due", due)),
        },
        is_interviewer: queue.is_interviewer,
    };
    render(&visit, &page)
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<QueuePage>("interviews");
    all.extend(sampled::<ask::InterviewPage>("interview"));
    all.extend(sampled::<sheet::SheetPage>("interview sheet"));
    all
}

impl Samples for QueuePage {
    fn samples() -> Vec<(&'static str, QueuePage)> {
        let page = |lang, groups, is_interviewer| QueuePage {
            frame: Frame::sample(lang),
            lang,
            groups,
            collected: match is_interviewer {
                true => "12 av 15".to_owned(),
                false => String::new(),
            },
            is_interviewer,
        };
        let lang = Lang::SV;
        let one = LineView {
            url: "/".to_owned(),
            instrument: "TAM-CAN".to_owned(),
            respondent: RespondentView::sample(),
            window: Signal::new("due", "due", "Till tis 24 nov".to_owned()),
            call_back: "Ring tis 24 nov 17:00".to_owned(),
            best: Some(Signal::new("ok", "clock", lang.t("calling-now"))),
            attempts: vec![format!(
                "mån 23 nov 12:00: {}",
                lang.t("attempt-outcome-no-answer")
            )],
            begun: true,
            link: lang.t1("link-queue", "day", "mån 30 nov"),
        };
        let plain = LineView {
            respondent: RespondentView {
                language: String::new(),
                interpreter: false,
                ..RespondentView::sample()
            },
            call_back: String::new(),
            best: None,
            attempts: Vec::new(),
            begun: false,
            link: String::new(),
            ..one.clone()
        };
        let [promised, open] =
            [(Urgency::Promised, one), (Urgency::Open, plain)].map(|(urgency, line)| CallGroup {
                code: urgency.code(),
                title: lang.name(urgency),
                lines: vec![line],
            });
        vec![
            ("no interviewer", page(Lang::EN, vec![], false)),
            ("nobody to call", page(lang, vec![], true)),
            ("two calls", page(lang, vec![promised, open], true)),
        ]
    }
}
