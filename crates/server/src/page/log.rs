//! Who looked: the log of a case, and the records officer's review of a board's.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::log::{BoardLog, CaseLog, LogLine, Pick};
use hemma_domain::access::{BoardAction, CaseAction, SheetAction};
use hemma_domain::audit::{Event, Finding, Ground, SearchKey};
use hemma_domain::code::Code;
use hemma_domain::ids::{BoardId, CaseId};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, choices, render, sampled};

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/cases/{case}/log",
            Access::Case(CaseAction::SeeLog),
            get_case,
        )
        .get(
            "/boards/{board}/log",
            Access::Board(BoardAction::SeeLog),
            get_board,
        )
        .post(
            "/boards/{board}/log",
            Access::Board(BoardAction::ReviewLog),
            post_review,
        )
}

/// Who looked at a case.
#[derive(Template)]
#[template(path = "log/case.html")]
pub struct CaseLogPage {
    pub frame: Frame,
    pub lang: Lang,
    pub code: String,
    /// Where it leads back, and its words: to the case, or to the board's log for those who may not read the case.
    pub back: (String, String),
    pub lines: Vec<LineView>,
    /// The next page; empty on the last.
    pub next: String,
}

/// A board's log.
#[derive(Template)]
#[template(path = "log/board.html")]
pub struct BoardLogPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    /// Where it stands who of on-call saw more than a sheet.
    pub glass: String,
    pub filters: Vec<(String, String, bool)>,
    pub staff: Vec<(String, String, bool)>,
    pub code: String,
    pub lines: Vec<LineView>,
    pub next: String,
    /// The filter's code, as the address has it.
    pub pick: String,
    pub findings: Vec<(&'static str, String)>,
    pub faults: Faults,
    /// The line whose review came back, with its remark.
    pub typed: (i64, String),
}

/// A line in words.
#[derive(Debug, Clone)]
pub struct LineView {
    pub seq: i64,
    pub at: String,
    pub staff: String,
    pub role: String,
    pub what: String,
    /// More about it: whom, why, with which key.
    pub more: Vec<String>,
    pub code: String,
    pub protected: bool,
    pub refused: bool,
    pub review: Option<(String, String)>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct LogQuery {
    pick: String,
    staff: String,
    code: String,
    before: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ReviewForm {
    seq: i64,
    finding: String,
    remark: String,
    pick: String,
    staff: String,
    code: String,
}

/// The filters that need no further word: code in the address, and message.
const PICKS: &[(&str, &str)] = &[
    ("", "log-all"),
    ("sample", "log-sample"),
    ("protected", "log-protected"),
    ("refusals", "log-refusals"),
    ("namesakes", "log-namesakes"),
];

impl LogQuery {
    fn pick(&self) -> Pick {
        Pick::read(&self.pick, self.staff.parse().ok(), &self.code).unwrap_or_default()
    }

    /// The query without the place in the list.
    fn text(&self) -> String {
        let parts = [
            ("pick", &self.pick),
            ("staff", &self.staff),
            ("code", &self.code),
        ];
        parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", url::encode(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

fn line(line: &LogLine, lang: Lang) -> LineView {
    let entry = &line.entry;
    let mut more = Vec::new();
    if let Some(person) = &line.person {
        more.push(lang.t1("log-about", "name", person));
    }
    if let Some(key) =
        SearchKey::from_code(&entry.detail).filter(|_| entry.event == Event::Searched)
    {
        more.push(lang.t1("log-by-key", "key", lang.name(key)));
    }
    if let Some(ground) =
        Ground::from_code(&entry.detail).filter(|_| entry.event == Event::FileDisclosed)
    {
        more.push(lang.name(ground));
    }
    if entry.event == Event::SheetRefused
        && let Some(tried) = SheetAction::from_code(&entry.detail)
    {
        more.push(lang.t1("log-tried", "what", lang.name(tried)));
    }
    if entry.event == Event::CaseRefused {
        // A form that few may read is named by its own code.
        let tried = CaseAction::from_code(&entry.detail).unwrap_or(CaseAction::SeeRestricted);
        more.push(lang.t1("log-tried", "what", lang.name(tried)));
    }
    if !entry.purpose.is_empty() {
        more.push(entry.purpose.clone());
    }
    LineView {
        seq: line.seq,
        at: format!("{} {}", entry.at.day(), entry.at.clock()),
        staff: line.staff.clone().unwrap_or_else(|| {
            lang.t(match entry.event {
                event if event.is_by_link() => "log-by-link",
                event if event.is_by_applicant() => "log-by-applicant",
                _ => "log-program",
            })
        }),
        role: entry.role.map(|role| lang.name(role)).unwrap_or_default(),
        what: lang.name(entry.event),
        more,
        code: line.case_code.clone().unwrap_or_default(),
        protected: line.protected,
        refused: matches!(
            entry.event,
            Event::CaseRefused | Event::SheetRefused | Event::OpeningRefused
        ),
        review: line.review.as_ref().map(|review| {
            let day = lang.full_day(review.at.day());
            let by = lang.t2("log-reviewed", ("name", &review.by), ("day", day));
            let found = lang.name(review.finding);
            (format!("{found}. {by}"), review.remark.clone())
        }),
    }
}

fn next(base: &str, query: &str, before: Option<i64>) -> String {
    match before {
        None => String::new(),
        Some(before) if query.is_empty() => format!("{base}?before={before}"),
        Some(before) => format!("{base}?{query}&before={before}"),
    }
}

async fn get_case(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Query(query): Query<LogQuery>,
) -> Result<Response, PageError> {
    let log = site.app.case_log(&visit.ctx, id, query.before).await;
    let log: CaseLog = log.map_err(PageError::to(&visit))?;
    let base = url::case(id);
    let page = CaseLogPage {
        frame: Frame::of(&visit, "log-case-title"),
        lang: visit.lang,
        lines: log.lines.iter().map(|one| line(one, visit.lang)).collect(),
        next: next(&format!("{base}/log"), "", log.before),
        back: if log.may_see {
            (base, log.code.clone())
        } else {
            (url::log(log.board), visit.lang.t("log-title"))
        },
        code: log.code,
    };
    render(&visit, &page)
}

impl BoardLogPage {
    fn of(visit: &Visit, board: BoardId, log: &BoardLog, query: &LogQuery) -> BoardLogPage {
        let lang = visit.lang;
        let base = url::log(board);
        let plain = query.staff.is_empty() && query.code.trim().is_empty();
        let text = query.text();
        BoardLogPage {
            glass: url::glass(board),
            frame: Frame::of(visit, "log-title"),
            lang,
            filters: PICKS
                .iter()
                .map(|(pick, key)| {
                    let address = match *pick {
                        "" => base.clone(),
                        pick => format!("{base}?pick={pick}"),
                    };
                    (address, lang.t(key), plain && query.pick == *pick)
                })
                .collect(),
            staff: log
                .staff
                .iter()
                .map(|(id, name)| {
                    let id = id.to_string();
                    let chosen = id == query.staff;
                    (id, name.clone(), chosen)
                })
                .collect(),
            code: query.code.clone(),
            lines: log.lines.iter().map(|one| line(one, lang)).collect(),
            next: next(&base, &text, log.before),
            url: base,
            pick: query.pick.clone(),
            findings: choices::<Finding>(lang),
            faults: Faults::none(),
            typed: (0, String::new()),
        }
    }
}

async fn get_board(
    visit: Visit,
    State(site): State<Site>,
    Path(board): Path<BoardId>,
    Query(query): Query<LogQuery>,
) -> Result<Response, PageError> {
    let app = &site.app;
    let log = app
        .board_log(&visit.ctx, board, &query.pick(), query.before)
        .await;
    let log = log.map_err(PageError::to(&visit))?;
    render(&visit, &BoardLogPage::of(&visit, board, &log, &query))
}

async fn post_review(
    visit: Visit,
    State(site): State<Site>,
    Path(board): Path<BoardId>,
    Form(form): Form<ReviewForm>,
) -> Result<Response, PageError> {
    let query = LogQuery {
        pick: form.pick.clone(),
        staff: form.staff.clone(),
        code: form.code.clone(),
        before: None,
    };
    let reviewed = match Finding::from_code(&form.finding) {
        Some(finding) => {
            let found = (finding, form.remark.as_str());
            site.app
                .review_line(&visit.ctx, board, form.seq, found)
                .await
        }
        None => Err(Error::invalid("finding", "log-fault-finding")),
    };
    let faults = match reviewed {
        Ok(()) => {
            let query = query.text();
            let and = if query.is_empty() { "" } else { "&" };
            let to = format!("{}?{query}{and}done=log-reviewed", url::log(board));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let app = &site.app;
    // The page comes back around the line that was being reviewed.
    let before = Some(form.seq.saturating_add(1));
    let log = app
        .board_log(&visit.ctx, board, &query.pick(), before)
        .await;
    let log = log.map_err(PageError::to(&visit))?;
    let page = BoardLogPage {
        faults,
        typed: (form.seq, form.remark),
        ..BoardLogPage::of(&visit, board, &log, &query)
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&visit, &page)?).into_response())
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<CaseLogPage>("case log");
    all.extend(sampled::<BoardLogPage>("board log"));
    all
}

fn sample_line(seq: i64, reviewed: bool) -> LineView {
    let lang = Lang::SV;
    LineView {
        seq,
        at: "2026-11-23 12:00".to_owned(),
        staff: "Tuva Ekorrstig".to_owned(),
        role: lang.name(hemma_domain::staff::Role::FamilyTherapist),
        what: lang.name(Event::CaseRefused),
        more: vec![lang.t1("log-about", "name", "Fjäril")],
        code: "BJÖ-26-001".to_owned(),
        protected: true,
        refused: true,
        review: reviewed.then(|| (lang.name(Finding::Asked), "Hörde till arbetet.".to_owned())),
    }
}

impl Samples for CaseLogPage {
    fn samples() -> Vec<(&'static str, CaseLogPage)> {
        let page = |lines| CaseLogPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            code: "BJÖ-26-001".to_owned(),
            back: ("/".to_owned(), "BJÖ-26-001".to_owned()),
            lines,
            next: "/".to_owned(),
        };
        vec![
            ("empty", page(vec![])),
            ("usual", page(vec![sample_line(1, true)])),
        ]
    }
}

impl Samples for BoardLogPage {
    fn samples() -> Vec<(&'static str, BoardLogPage)> {
        let lang = Lang::SV;
        let page = |lines| BoardLogPage {
            frame: Frame::sample(lang),
            lang,
            glass: "/".to_owned(),
            url: "/".to_owned(),
            filters: vec![("/".to_owned(), lang.t("log-all"), true)],
            staff: vec![("1".to_owned(), "Tuva Ekorrstig".to_owned(), false)],
            code: String::new(),
            lines,
            next: "/".to_owned(),
            pick: "sample".to_owned(),
            findings: choices::<Finding>(lang),
            faults: Faults::none(),
            typed: (0, String::new()),
        };
        let mut faults = Faults::none();
        faults.add("remark", "log-fault-remark");
        let faulty = BoardLogPage {
            faults,
            typed: (2, "ord".to_owned()),
            ..page(vec![sample_line(2, false), sample_line(1, true)])
        };
        vec![("empty", page(vec![])), ("with faults", faulty)]
    }
}
