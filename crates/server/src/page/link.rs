//! Links by which somebody answers alone: what the interviewer makes, hands on and takes back.

pub mod answer;
pub mod respond;
mod samples;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::{Error, FieldError};
use hemma_app::link::{LinkInput, NewLink, languages};
use hemma_app::measure::Interview;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, LinkId, MeasureId};
use hemma_domain::link::{AnswerLink, LINK_DAYS, LINK_DAYS_MAX, Layout, Standing};
use hemma_domain::staff::Language;
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::interview::ask::again;
use crate::page::interview::to;
use crate::page::person::form::tongue;
use crate::page::team_week::Signal;
use crate::page::welcome::picture;
use crate::page::{Frame, Sampled, Samples, choices, render, sampled};

/// The routes of links: those of interviewers, and those of whoever holds one. What a stranger may see of the latter the
/// address and the code decide, not a post.
pub fn routes() -> Routes {
    const ASK: Access = Access::Case(CaseAction::Interview);
    Routes::default()
        .make("/interviews/{case}/{measure}/links", ASK, post_make)
        .post(
            "/interviews/{case}/{measure}/links/{link}/withdraw",
            ASK,
            post_withdraw,
        )
        .with(respond::routes())
}

/// What an interview page says of links.
#[derive(Debug, Clone, Default)]
pub struct LinksView {
    /// Where a link is made.
    pub action: String,
    /// Codes and names; empty where the questionnaire is not to be answered by a link.
    pub languages: Vec<(String, String)>,
    pub layouts: Vec<(&'static str, String)>,
    pub layout: String,
    pub language: String,
    pub days: String,
    pub days_max: i64,
    /// Links so far, the newest first.
    pub lines: Vec<LinkView>,
}

/// One link that was made.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// When it was made.
    pub made: String,
    pub standing: Signal,
    /// Where it is taken back; empty once it is closed.
    pub withdraw: String,
}

/// A new link, this once.
#[derive(Template)]
#[template(path = "link/made.html")]
pub struct MadePage {
    pub frame: Frame,
    pub lang: Lang,
    /// The interview.
    pub back: String,
    /// The language of the letters.
    pub letter: Lang,
    pub address: String,
    /// The address as a picture that a telephone reads, as SVG.
    pub picture: String,
    /// The code in two groups, as it is said.
    pub code: String,
    pub until: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct LinkForm {
    language: String,
    layout: String,
    days: String,
}

impl LinkForm {
    fn read(&self) -> Result<LinkInput, Vec<FieldError>> {
        let mut faults = Vec::new();
        let layout = Layout::from_code(&self.layout);
        if layout.is_none() {
            faults.push(FieldError::new("layout", "link-fault-layout"));
        }
        let days = self.days.trim().parse::<i64>().ok();
        if days.is_none() {
            faults.push(FieldError::new("days", "link-fault-days"));
        }
        match (layout, days) {
            (Some(layout), Some(days)) => Ok(LinkInput {
                language: self.language.clone(),
                layout,
                days,
            }),
            _ => Err(faults),
        }
    }
}

impl LinksView {
    /// What there is to say of an interview's links.
    pub fn of(page: &Interview, lang: Lang, today: Day) -> LinksView {
        let base = format!("{}/links", to(page.measure.case, page.measure.id));
        let languages = languages(&page.scorer);
        let own = page.respondent.language.as_str();
        let language = languages
            .iter()
            .find(|code| code.as_str() == own)
            .or(languages.first())
            .cloned()
            .unwrap_or_default();
        LinksView {
            languages: languages
                .into_iter()
                .map(|code| {
                    let name = tongue(lang, &code);
                    (code, name)
                })
                .collect(),
            layouts: choices::<Layout>(lang),
            layout: Layout::OneByOne.code().to_owned(),
            language,
            days: LINK_DAYS.to_string(),
            days_max: LINK_DAYS_MAX,
            lines: page
                .links
                .iter()
                .map(|one| line(one, &base, (lang, today)))
                .collect(),
            action: base,
        }
    }

    /// A view for samples.
    pub fn sample(lang: Lang) -> LinksView {
        let line = |standing, withdraw: &str| LinkView {
            made: "Gjord mån 23 nov".to_owned(),
            standing: signal(standing, lang, "mån 30 nov"),
            withdraw: withdraw.to_owned(),
        };
        LinksView {
            action: "/".to_owned(),
            languages: vec![("sv".to_owned(), tongue(lang, "sv"))],
            layouts: choices::<Layout>(lang),
            layout: Layout::OneByOne.code().to_owned(),
            language: "sv".to_owned(),
            days: LINK_DAYS.to_string(),
            days_max: LINK_DAYS_MAX,
            lines: vec![
                line(Standing::Open, "/"),
                line(Standing::Begun, "/"),
                line(Standing::Locked, ""),
            ],
        }
    }
}

fn line(one: &AnswerLink, base: &str, (lang, today): (Lang, Day)) -> LinkView {
    let standing = one.standing(today);
    LinkView {
        made: lang.t1("link-made-on", "day", lang.day(one.made.0.day())),
        standing: signal(standing, lang, &lang.day(one.last_on)),
        withdraw: match standing.opens() {
            true => format!("{base}/{}/withdraw", one.id),
            false => String::new(),
        },
    }
}

fn signal(standing: Standing, lang: Lang, last: &str) -> Signal {
    let name = lang.name(standing);
    let until = || format!("{name}. {}", lang.t1("link-until", "day", last));
    match standing {
        Standing::Open => Signal::new("info", "link", until()),
        Standing::Begun => Signal::new("due", "partly", until()),
        Standing::Used => Signal::new("ok", "ok", name),
        Standing::Locked => Signal::new("over", "lock", name),
        Standing::Withdrawn | Standing::Expired => Signal::new("none", "none", name),
    }
}

/// The language of what surrounds the questions: theirs, where the screens speak it.
fn around(language: &str, otherwise: Lang) -> Lang {
    let main = language.split('-').next().unwrap_or_default();
    Language::from_code(main).map_or(otherwise, Lang)
}

/// `012 345`: as a number is said.
fn said(code: &str) -> String {
    let (first, last) = code.split_at_checked(code.len() / 2).unwrap_or((code, ""));
    format!("{first} {last}")
}

/// The link is shown in the answer itself: it is kept nowhere from which a second page could take it.
async fn post_make(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, MeasureId)>,
    Form(form): Form<LinkForm>,
) -> Result<Response, PageError> {
    let at = (case, id);
    let made = match form.read() {
        Ok(wish) => site.app.make_link(&visit.ctx, at, &wish).await,
        Err(faults) => Err(Error::Invalid(faults)),
    };
    match made {
        Ok(made) => render(&visit, &MadePage::of(&visit, &site, &made)),
        Err(Error::Invalid(faults)) => {
            again(&visit, &site, at, |page| {
                page.faults = Faults::of(faults);
                page.links.language = form.language;
                page.links.layout = form.layout;
                page.links.days = form.days;
            })
            .await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_withdraw(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id, link)): Path<(CaseId, MeasureId, LinkId)>,
) -> Result<Response, PageError> {
    let taken_back = site.app.withdraw_link(&visit.ctx, (case, id), link).await;
    taken_back.map_err(PageError::to(&visit))?;
    let back = format!("{}?done=link-withdrawn", to(case, id));
    Ok(Redirect::to(&back).into_response())
}

impl MadePage {
    fn of(visit: &Visit, site: &Site, made: &NewLink) -> MadePage {
        let link = &made.link;
        let letter = around(&link.language, visit.lang);
        let address = format!("{}{}", site.app.config().origin, url::answer(&made.token));
        MadePage {
            frame: Frame::of(visit, "link-made-title"),
            lang: visit.lang,
            back: to(link.case, link.measure),
            letter,
            picture: picture(&address),
            address,
            code: said(&made.code),
            until: letter.full_day(link.last_on),
        }
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<MadePage>("link");
    all.extend(samples::all());
    all
}

impl Samples for MadePage {
    fn samples() -> Vec<(&'static str, MadePage)> {
        let page = |lang: Lang, letter| MadePage {
            frame: Frame::sample(lang),
            lang,
            back: "/".to_owned(),
            letter,
            address: "https://hemma.example/a/k3f9-77qd-m2xw-p0ah-9v4t-e8rs-j6zn".to_owned(),
            picture: picture("https://hemma.example/a/k3f9-77qd-m2xw-p0ah-9v4t-e8rs-j6zn"),
            code: said("012345"),
            until: "30 november 2026".to_owned(),
        };
        vec![
            ("made", page(Lang::SV, Lang::SV)),
            ("made, letter in English", page(Lang::SV, Lang::EN)),
        ]
    }
}
