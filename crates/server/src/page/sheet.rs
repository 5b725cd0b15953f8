//! A family's sheet, as it is needed at three in the morning; and the form of what it alone holds.

mod basis;
mod edit;
mod glass;
mod samples;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::sheet::{AtWork, SheetPage};
use hemma_domain::access::{BoardAction, CaseAction, SheetAction};
use hemma_domain::ids::{CaseId, PoolId};
use hemma_domain::person::Person;
use hemma_domain::sheet::SheetState;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::artefact::view::{FieldRead, Reader};
use crate::page::case::safety;
use crate::page::person::{PersonView, person_view};
use crate::page::phone::{Said, tel};
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, render};

/// The routes of these pages.
pub fn routes() -> Routes {
    const OPEN: Access = Access::Sheet(SheetAction::Open);
    const BREAK: Access = Access::Sheet(SheetAction::BreakGlass);
    const MORE: Access = Access::Sheet(SheetAction::SeeMore);
    const WRITE: Access = Access::Case(CaseAction::WriteArtefact);
    const MANAGE: Access = Access::Case(CaseAction::Manage);
    const REVIEW: Access = Access::Board(BoardAction::ReviewLog);
    Routes::default()
        .get("/cases/{case}/sheet", OPEN, get)
        .get("/cases/{case}/sheet/edit", WRITE, edit::get)
        .post("/cases/{case}/sheet/edit", WRITE, edit::post)
        .get("/cases/{case}/sheet/bases", MANAGE, basis::get)
        .make("/cases/{case}/sheet/bases", MANAGE, basis::post)
        .post(
            "/cases/{case}/sheet/bases/{basis}",
            MANAGE,
            basis::post_revoke,
        )
        .get("/cases/{case}/sheet/glass", BREAK, glass::get)
        .post("/cases/{case}/sheet/glass", BREAK, glass::post)
        .get("/cases/{case}/sheet/more", MORE, glass::get_more)
        .get("/boards/{board}/glass", REVIEW, glass::get_board)
        .post("/boards/{board}/glass/{glass}", REVIEW, glass::post_review)
}

/// A family's sheet.
#[derive(Template)]
#[template(path = "sheet/sheet.html")]
pub struct SheetView {
    pub frame: Frame,
    pub lang: Lang,
    pub code: String,
    pub label: String,
    /// Until when it can be read; empty by day.
    pub until: String,
    pub state: Signal,
    /// Who looked it over, and when; empty where nobody did.
    pub looked_over: String,
    pub links: Vec<LinkView>,
    /// None where nothing is written.
    pub red_flags: Option<Said>,
    /// What whoever goes there must look out for.
    pub warnings: Vec<Said>,
    /// Addresses with their door codes.
    pub places: Vec<(String, String)>,
    /// Somebody's address and number were left out.
    pub is_protected: bool,
    pub household: Vec<OnSheet>,
    pub network: Vec<OnSheet>,
    /// Label and text of what only the sheet holds.
    pub texts: Vec<(String, Said)>,
    pub plan: Vec<FieldRead>,
    /// Where the plan stands; none where the programme asks for none.
    pub plan_state: Option<Signal>,
    pub handler: Vec<OnSheet>,
    pub team: Vec<OnSheet>,
    /// Who printed it and when.
    pub printed: String,
}

/// Somebody to call.
#[derive(Debug, Clone)]
pub struct OnSheet {
    pub name: String,
    pub about: String,
    /// Icon and words.
    pub tags: Vec<(&'static str, String)>,
    /// `tel:…`; empty where no number is known.
    pub tel: String,
    pub number: String,
}

/// Where the page leads.
#[derive(Debug, Clone)]
pub struct LinkView {
    pub url: String,
    pub icon: &'static str,
    pub label: String,
    pub primary: bool,
}

/// Whether a sheet can be trusted, in a word.
pub(crate) fn state(state: SheetState, lang: Lang) -> Signal {
    match state {
        SheetState::Missing => Signal::new("over", "overdue", lang.t("sheet-state-missing")),
        SheetState::Old { since } => Signal::new(
            "due",
            "due",
            lang.t1("sheet-state-old", "day", lang.day(since)),
        ),
        SheetState::Current { on } => Signal::new(
            "ok",
            "ok",
            lang.t1("sheet-state-current", "day", lang.day(on)),
        ),
    }
}

fn of_person(view: PersonView, given_name: &str) -> OnSheet {
    OnSheet {
        // First names alone: whoever reads it at night needs no more to speak to somebody.
        name: given_name.to_owned(),
        about: view.about,
        tags: view.tags,
        tel: tel(&view.phone),
        number: view.phone,
    }
}

fn of_staff(one: &AtWork, lang: Lang) -> OnSheet {
    let number = one.phone.clone().unwrap_or_default();
    OnSheet {
        name: one.name.clone(),
        about: match one.carries {
            true => lang.t("sheet-carries"),
            false => lang.name(one.role),
        },
        tags: Vec::new(),
        tel: tel(&number),
        number,
    }
}

fn links(page: &SheetPage, lang: Lang) -> Vec<LinkView> {
    let base = url::sheet(page.case.id);
    let call = page.watch.filter(|_| page.may(SheetAction::LogCall));
    let mut links = Vec::new();
    let mut add = |url: String, (icon, key): (&'static str, &str), primary| {
        links.push(LinkView {
            url,
            icon,
            label: lang.t(key),
            primary,
        });
    };
    if let Some((pool, _)) = call {
        add(new_call(pool, page.case.id), ("phone", "call-new"), true);
    }
    if page.may_see {
        add(url::case(page.case.id), ("case", "sheet-to-case"), false);
        add(
            format!("{}/calls", url::case(page.case.id)),
            ("moon", "call-list"),
            false,
        );
    }
    if page.may_write {
        add(format!("{base}/edit"), ("pen", "sheet-edit"), false);
    }
    if page.may_manage {
        add(format!("{base}/bases"), ("key", "basis-title"), false);
    }
    if page.may(SheetAction::SeeMore) {
        add(format!("{base}/more"), ("eye", "glass-more"), false);
    } else if page.may(SheetAction::BreakGlass) {
        add(format!("{base}/glass"), ("eye", "glass-break"), false);
    }
    links
}

fn new_call(pool: PoolId, case: CaseId) -> String {
    format!("{}/calls/new?case={case}", url::pool(pool))
}

/// What only the sheet holds, besides what stands on top.
fn texts(page: &SheetPage, lang: Lang) -> Vec<(String, Said)> {
    let kept_out = page.persons.iter().filter(|one| one.must_not_know_address);
    let kept_out: Vec<String> = kept_out
        .map(|one| lang.t1("sheet-must-not-know", "name", one.given_name.as_str()))
        .collect();
    let own = page.sheet.as_ref().map(|(sheet, _)| &sheet.texts);
    let text = |of: fn(&hemma_domain::sheet::SheetTexts) -> &String| {
        own.map(|texts| of(texts).clone()).unwrap_or_default()
    };
    let mut keep_out = kept_out;
    keep_out.insert(0, text(|one| &one.keep_out));
    keep_out.retain(|one| !one.is_empty());
    let all = [
        ("sheet-way-in", text(|one| &one.way_in)),
        ("sheet-keep-out", keep_out.join("\n")),
        ("sheet-call-first", text(|one| &one.call_first)),
        ("sheet-out-of-hours", text(|one| &one.out_of_hours)),
    ];
    let said = all.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(key, text)| (lang.t(key), Said::text(&text)))
        .collect()
}

fn red_flags(page: &SheetPage) -> Option<Said> {
    let text = &page.sheet.as_ref()?.0.texts.red_flags;
    (!text.is_empty()).then(|| Said::text(text))
}

fn warnings(page: &SheetPage, lang: Lang) -> Vec<Said> {
    let own = page
        .sheet
        .iter()
        .map(|(one, _)| one.texts.staff_warning.clone());
    let own = own.filter(|text| !text.is_empty());
    let warned = page
        .persons
        .iter()
        .filter(|one| !one.staff_safety.is_empty());
    let of_persons = warned.map(|one| {
        let (name, text) = (one.given_name.as_str(), one.staff_safety.as_str());
        lang.t2("case-warn-staff", ("name", name), ("text", text))
    });
    let all = own.chain(of_persons);
    all.map(|text| Said::text(&text)).collect()
}

/// Each address once, with its door code: a bare number is given its name.
fn places(persons: &[Person], lang: Lang) -> Vec<(String, String)> {
    let mut places: Vec<(String, String)> = Vec::new();
    for one in persons.iter().filter(|one| one.in_household) {
        let code = match one
            .door_code
            .starts_with(|first: char| first.is_ascii_digit())
        {
            true => lang.t1("sheet-door", "code", one.door_code.as_str()),
            false => one.door_code.clone(),
        };
        let place = (one.address.clone(), code);
        if !place.0.is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn view(visit: &Visit, page: &SheetPage) -> SheetView {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let person = |one: &Person| {
        let hidden = page.hidden.contains(&one.id);
        of_person(person_view("", (one, hidden), lang, today), &one.given_name)
    };
    let reader = Reader {
        lang,
        persons: &page.persons,
    };
    let kind = page.programme.safety_plan();
    let handler = page.assignment.iter().map(|one| OnSheet {
        name: one.handler.clone(),
        about: one.authority.clone(),
        tags: Vec::new(),
        tel: tel(&one.handler_phone),
        number: one.handler_phone.clone(),
    });
    let sheet = page.sheet.as_ref();
    let name = format!("{}, {}", visit.who.staff.name, page.case.code);
    SheetView {
        frame: Frame::of(visit, "sheet-title"),
        lang,
        code: page.case.code.clone(),
        label: page.case.label.clone(),
        until: page.watch.map_or_else(String::new, |(_, until)| {
            lang.t1("sheet-until", "time", lang.moment(until))
        }),
        state: state(page.state, lang),
        looked_over: sheet.map_or_else(String::new, |(_, by)| {
            lang.t1("sheet-looked-over-by", "name", by.as_str())
        }),
        links: links(page, lang),
        red_flags: red_flags(page),
        warnings: warnings(page, lang),
        places: places(&page.persons, lang),
        is_protected: !page.hidden.is_empty(),
        household: page
            .persons
            .iter()
            .filter(|one| one.in_household)
            .map(person)
            .collect(),
        network: page
            .persons
            .iter()
            .filter(|one| !one.in_household && !one.phone.is_empty())
            .map(person)
            .collect(),
        texts: texts(page, lang),
        plan: match (kind, &page.plan) {
            (Some(kind), Some(plan)) => reader.at_the_door(kind, &plan.values),
            _ => Vec::new(),
        },
        plan_state: page.safety.map(|one| {
            let (class, icon, text) = safety(one, lang);
            Signal::new(class, icon, text)
        }),
        handler: handler.collect(),
        team: page.team.iter().map(|one| of_staff(one, lang)).collect(),
        printed: lang.t2(
            "form-printed",
            ("when", lang.moment(visit.ctx.now)),
            ("name", name),
        ),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site.app.duty_sheet(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &view(&visit, &found))
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    samples::all()
}
