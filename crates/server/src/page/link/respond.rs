//! What a link leads to: the code, the questions one by one or in a list, and the end. Plain forms for old telephones, no
//! script, and no word about whom it concerns.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::link::{CodeAnswer, Holder, Questionnaire, Seat};
use hemma_domain::instrument::{Answer, Given};
use hemma_domain::link::{Layout, Standing};

use super::answer::{Asked, QuestionView, Worded, answers, kept, question};
use super::around;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::{self, Guest};
use crate::lang::Lang;
use crate::page::respond;

/// The routes of whoever holds a link.
pub fn routes() -> Routes {
    Routes::default()
        .get("/a/{token}", Access::Public, get)
        .post("/a/{token}", Access::Public, post_code)
        .post("/a/{token}/answers", Access::Public, post_answers)
        .get(
            "/a/{token}/questions/{number}",
            Access::Public,
            get_question,
        )
        .get("/a/{token}/finish", Access::Public, get_finish)
        .post("/a/{token}/finish", Access::Public, post_finish)
}

type Fields = Vec<(String, String)>;

/// Where the code is asked for.
#[derive(Template)]
#[template(path = "link/code.html")]
pub struct CodePage {
    pub lang: Lang,
    pub action: String,
    pub until: String,
    /// Answers that were sent without a seat: they are saved with the right code.
    pub kept: Fields,
    /// What is wrong; empty at first.
    pub fault: String,
}

/// One question.
#[derive(Template)]
#[template(path = "link/question.html")]
pub struct QuestionPage {
    pub lang: Lang,
    pub around: AroundView,
    pub question: QuestionView,
    /// Addresses of the questions before and after; empty at the ends.
    pub previous: String,
    pub next: String,
}

/// All questions.
#[derive(Template)]
#[template(path = "link/list.html")]
pub struct ListPage {
    pub lang: Lang,
    pub around: AroundView,
    pub questions: Vec<QuestionView>,
}

/// Before the answers are sent in.
#[derive(Template)]
#[template(path = "link/finish.html")]
pub struct FinishPage {
    pub lang: Lang,
    pub around: AroundView,
    /// How many questions are open; empty if none is.
    pub open: String,
    /// Where the first of them is, or the first of all.
    pub back: String,
    /// Nothing was answered, so that nothing can be sent.
    pub is_empty: bool,
}

/// After that, and where nobody can answer any more.
#[derive(Template)]
#[template(path = "link/closed.html")]
pub struct ClosedPage {
    pub lang: Lang,
    pub heading: String,
    pub text: String,
}

/// What surrounds questions.
#[derive(Debug, Clone, Default)]
pub struct AroundView {
    /// The link's own address.
    pub url: String,
    pub version: i64,
    pub intro: Worded,
    /// The questions' wording is not here but on paper.
    pub is_unworded: bool,
    pub count: usize,
    /// How many are settled.
    pub done: usize,
    /// The same in words.
    pub progress: String,
    pub until: String,
    /// What is wrong or was met; empty otherwise.
    pub fault: String,
}

/// A request by whoever holds a link.
struct Caller {
    guest: Guest,
    site: Site,
    token: String,
    sitting: String,
}

/// What stands on a page of questions beside what is stored.
#[derive(Default)]
struct Beside {
    /// What was chosen and is not stored.
    typed: BTreeMap<String, Answer>,
    /// The message of a fault; empty without one.
    fault: &'static str,
    /// The question to show, counted from 1.
    number: Option<usize>,
}

impl Caller {
    fn new(guest: Guest, site: Site, token: String, headers: &HeaderMap) -> Caller {
        let sitting = visit::cookie(headers, cookie_name(&site)).unwrap_or_default();
        Caller {
            sitting: sitting.to_owned(),
            guest,
            site,
            token,
        }
    }

    fn holder(&self) -> Holder<'_> {
        Holder {
            token: &self.token,
            sitting: &self.sitting,
        }
    }

    fn url(&self) -> String {
        url::answer(&self.token)
    }

    async fn questionnaire(&self) -> Result<Seat<Questionnaire>, Response> {
        let page = self
            .site
            .app
            .link_questionnaire(&self.guest.ctx, self.holder());
        page.await.map_err(|err| self.fail(err))
    }

    /// The questionnaire of whoever sits; or what is shown to whoever does not, with this status where the code is asked.
    async fn seated(&self, unseated: StatusCode) -> Result<Questionnaire, Response> {
        match self.questionnaire().await? {
            Seat::Taken(page) => Ok(page),
            Seat::Code(until) => Err(self.page(&self.code(until), unseated)),
            Seat::Closed(standing) => Err(self.closed(standing)),
        }
    }

    /// An address of nothing becomes a page in the layer around, as every slip of the pen below `/a` does.
    fn fail(&self, err: Error) -> Response {
        match err {
            Error::NotFound => StatusCode::NOT_FOUND.into_response(),
            err => {
                let request = self.guest.ctx.request.clone();
                PageError::of(err, self.guest.lang, request).into_response()
            }
        }
    }

    fn page(&self, page: &impl Template, status: StatusCode) -> Response {
        quiet(page, (self.guest.lang, &self.guest.ctx.request), status)
    }

    fn to(&self, below: &str) -> Response {
        Redirect::to(&format!("{}{below}", self.url())).into_response()
    }

    fn code(&self, until: hemma_domain::time::Day) -> CodePage {
        CodePage {
            lang: self.guest.lang,
            action: self.url(),
            until: self.guest.lang.full_day(until),
            kept: Vec::new(),
            fault: String::new(),
        }
    }

    fn closed(&self, standing: Standing) -> Response {
        let page = ClosedPage::of(standing, self.guest.lang);
        self.page(&page, StatusCode::OK)
    }

    /// The cookie that holds a seat: of this link's pages alone, until the browser closes; the seat ends sooner.
    fn seat(&self, value: &str) -> [(HeaderName, String); 1] {
        let name = cookie_name(&self.site);
        let secure = if self.site.tls { "; Secure" } else { "" };
        let path = self.url();
        let cookie = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax{secure}");
        [(header::SET_COOKIE, cookie)]
    }

    /// The questions, at the place asked for or where the answers stopped.
    fn questions(&self, page: &Questionnaire, beside: &Beside, status: StatusCode) -> Response {
        let lang = around(&page.language, self.guest.lang);
        let around = AroundView::of(page, self.url(), (lang, beside.fault));
        let items = page.scorer.instrument().items.iter().enumerate();
        let asked = items.filter(|(place, _)| page.sheet.at(*place) != Given::Skipped);
        let view = |(place, item)| question(Asked::of(page), (place, item), &beside.typed, lang);
        if page.layout == Layout::List {
            let list = ListPage {
                lang,
                around,
                questions: asked.map(view).collect(),
            };
            return self.page(&list, status);
        }
        let wanted = beside.number.or_else(|| Some(page.sheet.next_open()? + 1));
        let places: Vec<usize> = asked.clone().map(|(place, _)| place).collect();
        let here = wanted.and_then(|number| places.iter().position(|place| number <= place + 1));
        let at = |index: usize| {
            places
                .get(index)
                .map(|place| format!("/questions/{}", place + 1))
        };
        let (Some(here), Some(one)) = (here, here.and_then(|here| asked.clone().nth(here))) else {
            return self.to("/finish");
        };
        let url = self.url();
        let address = |below: Option<String>| below.map(|below| format!("{url}{below}"));
        let shown = QuestionPage {
            lang,
            around,
            question: view(one),
            previous: address(here.checked_sub(1).and_then(at)).unwrap_or_default(),
            next: address(at(here + 1)).unwrap_or_else(|| format!("{url}/finish")),
        };
        self.page(&shown, status)
    }

    /// The questions again, with what was met; what was chosen stands there and is not lost.
    async fn again(&self, beside: Beside, status: StatusCode) -> Response {
        match self.seated(StatusCode::UNAUTHORIZED).await {
            Ok(page) => self.questions(&page, &beside, status),
            Err(response) => response,
        }
    }

    /// Saves what a form says, and goes on; without a seat the form is kept until the code was shown.
    async fn save(&self, fields: &Fields) -> Response {
        let field = |name: &str| {
            let mut found = fields.iter().filter(|(other, _)| other == name);
            found
                .next()
                .map(|(_, value)| value.as_str())
                .unwrap_or_default()
        };
        let number = field("place").parse::<usize>().ok();
        let beside = |fault, typed| Beside {
            typed,
            fault,
            number,
        };
        let Some(given) = answers(fields) else {
            let nothing = beside("link-fault-answer", BTreeMap::new());
            return self.again(nothing, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        if given.is_empty() && number.is_none() {
            return self.to("/finish");
        }
        let version = field("version").parse().unwrap_or_default();
        let (app, ctx) = (&self.site.app, &self.guest.ctx);
        let saved = app.save_link_answers(ctx, self.holder(), &given, version);
        match saved.await {
            Ok(Seat::Taken(_)) => match number {
                Some(number) => self.to(&format!("/questions/{}", number.saturating_add(1))),
                None => self.to("/finish"),
            },
            Ok(Seat::Code(until)) => {
                let page = CodePage {
                    kept: kept(fields),
                    ..self.code(until)
                };
                self.page(&page, StatusCode::UNAUTHORIZED)
            }
            Ok(Seat::Closed(standing)) => self.closed(standing),
            Err(Error::Conflict) => {
                let met = beside("link-met", given);
                self.again(met, StatusCode::CONFLICT).await
            }
            Err(Error::Invalid(_)) => {
                let wrong = beside("link-fault-answer", BTreeMap::new());
                self.again(wrong, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            Err(err) => self.fail(err),
        }
    }
}

fn cookie_name(site: &Site) -> &'static str {
    match site.tls {
        true => "__Secure-hemma_answer",
        false => "hemma_answer",
    }
}

async fn get(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let caller = Caller::new(guest, site, token, &headers);
    match caller.seated(StatusCode::OK).await {
        Ok(page) => caller.questions(&page, &Beside::default(), StatusCode::OK),
        Err(response) => response,
    }
}

async fn get_question(
    guest: Guest,
    State(site): State<Site>,
    Path((token, number)): Path<(String, usize)>,
    headers: HeaderMap,
) -> Response {
    let caller = Caller::new(guest, site, token, &headers);
    let beside = Beside {
        number: Some(number),
        ..Beside::default()
    };
    caller.again(beside, StatusCode::OK).await
}

async fn post_code(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let mut caller = Caller::new(guest, site, token, &headers);
    let code = fields.iter().find(|(name, _)| name == "code");
    let code = code.map(|(_, value)| value.as_str()).unwrap_or_default();
    let (app, guest) = (&caller.site.app, &caller.guest);
    let tried = app
        .try_link_code(&guest.ctx, &caller.token, code, &guest.address)
        .await;
    let lang = caller.guest.lang;
    let (fault, status) = match tried {
        Ok(CodeAnswer::Right(seat)) => {
            caller.sitting = seat.0;
            let kept = kept(&fields);
            let on = match kept.is_empty() {
                true => caller.to(""),
                false => caller.save(&kept).await,
            };
            return (caller.seat(&caller.sitting), on).into_response();
        }
        Ok(CodeAnswer::Closed(standing)) => return caller.closed(standing),
        Ok(CodeAnswer::Wrong { left }) => (
            lang.t1("link-code-wrong", "left", left),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Ok(CodeAnswer::Held(until)) => {
            let time = lang.time(until.plus_seconds(59));
            let held = lang.t1("link-code-held", "time", time);
            (held, StatusCode::TOO_MANY_REQUESTS)
        }
        Err(err) => return caller.fail(err),
    };
    match caller.questionnaire().await {
        Ok(Seat::Code(until)) => {
            let page = CodePage {
                kept: kept(&fields),
                fault,
                ..caller.code(until)
            };
            caller.page(&page, status)
        }
        // Somebody sits here already and typed another code beside: the seat holds.
        Ok(Seat::Taken(_)) => caller.to(""),
        Ok(Seat::Closed(standing)) => caller.closed(standing),
        Err(response) => response,
    }
}

async fn post_answers(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let caller = Caller::new(guest, site, token, &headers);
    caller.save(&fields).await
}

async fn get_finish(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let caller = Caller::new(guest, site, token, &headers);
    finish(&caller, ("", StatusCode::OK)).await
}

async fn finish(caller: &Caller, (fault, status): (&'static str, StatusCode)) -> Response {
    match caller.seated(StatusCode::OK).await {
        Ok(page) => {
            let lang = around(&page.language, caller.guest.lang);
            let shown = FinishPage::of(&page, caller.url(), (lang, fault));
            caller.page(&shown, status)
        }
        Err(response) => response,
    }
}

async fn post_finish(
    guest: Guest,
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let caller = Caller::new(guest, site, token, &headers);
    let version = fields.iter().find(|(name, _)| name == "version");
    let version = version.and_then(|(_, value)| value.parse().ok());
    let (app, ctx) = (&caller.site.app, &caller.guest.ctx);
    let sent = app.finish_link(ctx, caller.holder(), version.unwrap_or_default());
    match sent.await {
        Ok(Seat::Taken(())) => (caller.seat(""), caller.to("")).into_response(),
        Ok(Seat::Code(until)) => caller.page(&caller.code(until), StatusCode::UNAUTHORIZED),
        Ok(Seat::Closed(standing)) => caller.closed(standing),
        Err(Error::Conflict) => finish(&caller, ("link-met", StatusCode::CONFLICT)).await,
        Err(Error::Invalid(_)) => {
            let empty = ("link-fault-empty", StatusCode::UNPROCESSABLE_ENTITY);
            finish(&caller, empty).await
        }
        Err(err) => caller.fail(err),
    }
}

impl AroundView {
    fn of(page: &Questionnaire, url: String, (lang, fault): (Lang, &str)) -> AroundView {
        let given = page.sheet.given();
        let asked = given.iter().filter(|one| **one != Given::Skipped);
        let open = asked.clone().filter(|one| **one == Given::Unanswered);
        let (count, open) = (asked.count(), open.count());
        AroundView {
            url,
            version: page.version,
            intro: Asked::of(page).intro(),
            is_unworded: page.scorer.instrument().languages.is_empty(),
            count,
            done: count - open,
            progress: lang.t2("link-progress", ("done", count - open), ("all", count)),
            until: lang.full_day(page.last_on),
            fault: match fault {
                "" => String::new(),
                key => lang.t(key),
            },
        }
    }
}

impl FinishPage {
    fn of(page: &Questionnaire, url: String, at: (Lang, &str)) -> FinishPage {
        let around = AroundView::of(page, url.clone(), at);
        let first = page.sheet.next_open().unwrap_or_default() + 1;
        FinishPage {
            lang: at.0,
            open: match around.count - around.done {
                0 => String::new(),
                open => at.0.t1("link-open", "count", open),
            },
            back: match page.layout {
                Layout::OneByOne => format!("{url}/questions/{first}"),
                Layout::List => format!("{url}#q{first}"),
            },
            is_empty: page.version == 0,
            around,
        }
    }
}

/// Whether an address is one of those that stand in letters, or was meant to be.
pub(crate) fn is_link(path: &str) -> bool {
    path == "/a" || path.starts_with("/a/")
}

/// At an address that no letter has: whoever wrote it off wrongly is no staff, and is told nothing of the program.
pub(crate) fn unknown(lang: Lang) -> Response {
    quiet(
        &ClosedPage::unknown(lang),
        (lang, ""),
        StatusCode::NOT_FOUND,
    )
}

/// A page that no search engine keeps.
fn quiet(page: &impl Template, (lang, request): (Lang, &str), status: StatusCode) -> Response {
    let robots = [(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    )];
    match respond(page, lang, request) {
        Ok(page) => (status, robots, page).into_response(),
        Err(err) => err.into_response(),
    }
}

impl ClosedPage {
    pub(super) fn unknown(lang: Lang) -> ClosedPage {
        ClosedPage {
            lang,
            heading: lang.t("link-unknown-title"),
            text: lang.t("link-unknown"),
        }
    }

    pub(super) fn of(standing: Standing, lang: Lang) -> ClosedPage {
        let (heading, text) = match standing {
            Standing::Used => ("link-closed-used-title", "link-closed-used"),
            Standing::Expired => ("link-closed-expired-title", "link-closed-expired"),
            Standing::Locked => ("link-closed-locked-title", "link-closed-locked"),
            // What is not closed is not shown here.
            Standing::Withdrawn | Standing::Open | Standing::Begun => {
                ("link-closed-withdrawn-title", "link-closed-withdrawn")
            }
        };
        ClosedPage {
            lang,
            heading: lang.t(heading),
            text: lang.t(text),
        }
    }
}
