//! Visits, calls and meetings: logged in a few taps, listed by week, corrected by who logged them.

mod fields;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::case::CaseHead;
use hemma_app::contact::{ContactWeek, Contacts, Family};
use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_domain::contact::Contact;
use hemma_domain::ids::{CaseId, ContactId};
use hemma_domain::time::Week;
use serde::Deserialize;

use fields::read_body;
pub use fields::{ContactForm, Fields};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::keep::{faults_told, gone_to, wants_json};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::draft::typed;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/contacts/new", Access::SignedIn, get_choice)
        .get(
            "/cases/{case}/contacts/new",
            Access::Case(CaseAction::LogContact),
            get_new,
        )
        .get(
            "/cases/{case}/contacts",
            Access::Case(CaseAction::See),
            get_list,
        )
        .post(
            "/cases/{case}/contacts",
            Access::Case(CaseAction::LogContact),
            post_new,
        )
        .get(
            "/cases/{case}/contacts/{contact}",
            Access::Case(CaseAction::LogContact),
            get_one,
        )
        .post(
            "/cases/{case}/contacts/{contact}",
            Access::Case(CaseAction::LogContact),
            post_one,
        )
}

/// Which family the contact was with.
#[derive(Template)]
#[template(path = "contact/choice.html")]
pub struct ChoicePage {
    pub frame: Frame,
    pub lang: Lang,
    pub families: Vec<FamilyTile>,
}

/// A family to choose.
pub struct FamilyTile {
    pub url: String,
    pub code: String,
    pub label: String,
    /// When the visitor last met it; empty where never.
    pub last: String,
}

/// A contact that is written or corrected.
#[derive(Template)]
#[template(path = "contact/form.html")]
pub struct FormPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// Where the form is sent to.
    pub action: String,
    /// Where the contacts are listed.
    pub list: String,
    pub is_new: bool,
    pub fields: Fields,
    pub faults: Faults,
    /// When what is in the form was typed, if it comes from a draft.
    pub restored: Option<String>,
    /// What is stored, where somebody else changed it meanwhile.
    pub stored: Option<Line>,
}

/// The contacts of a case.
#[derive(Template)]
#[template(path = "contact/list.html")]
pub struct ListPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub may_log: bool,
    pub new: String,
    pub weeks: Vec<WeekView>,
    pub older: Option<String>,
}

/// A week in the list.
pub struct WeekView {
    pub title: String,
    /// Class, icon and words: how many of how many.
    pub sum: (&'static str, &'static str, String),
    pub time: String,
    pub lines: Vec<Line>,
}

/// A contact in the list.
pub struct Line {
    pub when: String,
    pub what: String,
    pub who: String,
    pub long: String,
    pub by: String,
    pub note: String,
    /// Where it is corrected; empty for somebody else's.
    pub url: String,
}

async fn get_choice(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let families = site.app.my_families(&visit.ctx).await;
    let families = families.map_err(PageError::to(&visit))?;
    if let [only] = families.as_slice() {
        return Ok(Redirect::to(&new_url(only.case.id)).into_response());
    }
    let page = ChoicePage {
        frame: Frame::of(&visit, "contact-new"),
        lang: visit.lang,
        families: families.iter().map(|one| tile(one, visit.lang)).collect(),
    };
    render(&visit, &page)
}

fn tile(family: &Family, lang: Lang) -> FamilyTile {
    FamilyTile {
        url: new_url(family.case.id),
        code: family.case.code.clone(),
        label: family.case.label.clone(),
        last: family
            .last_at
            .map(|at| lang.t1("contact-last", "day", lang.day(at.day())))
            .unwrap_or_default(),
    }
}

fn list_url(case: CaseId) -> String {
    format!("{}/contacts", url::case(case))
}

fn new_url(case: CaseId) -> String {
    format!("{}/contacts/new", url::case(case))
}

async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let new = site.app.new_contact(&visit.ctx, id).await;
    let new = new.map_err(PageError::to(&visit))?;
    let draft = typed::<ContactForm>(&site, &visit, &list_url(id)).await?;
    let (form, restored) = match draft {
        Some(draft) => (draft.form, Some(draft.saved)),
        None => (
            ContactForm::usual(&new.usual, new.id, visit.ctx.now, visit.lang),
            None,
        ),
    };
    let page = form_page(&visit, &new.head, &form);
    let page = FormPage { restored, ..page };
    render(&visit, &page)
}

/// The page of the form as it was filled in.
fn form_page(visit: &Visit, head: &CaseHead, form: &ContactForm) -> FormPage {
    let list = list_url(head.case.id);
    let is_new = form.version.is_empty();
    FormPage {
        frame: Frame::of(
            visit,
            if is_new {
                "contact-new"
            } else {
                "contact-change"
            },
        ),
        lang: visit.lang,
        head: HeadView::of(head, visit, "tab-contacts"),
        action: if is_new {
            list.clone()
        } else {
            format!("{list}/{}", form.id)
        },
        list,
        is_new,
        fields: Fields::of(form, head, visit.lang),
        faults: Faults::none(),
        restored: None,
        stored: None,
    }
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    parts: Parts,
    body: Bytes,
) -> Result<Response, PageError> {
    let Some(form) = read_body(&parts.headers, &body) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let input = match form.input(visit.ctx.today()) {
        Ok(input) => input,
        Err(faults) => return refuse(&visit, &site, (id, &form, &parts), faults).await,
    };
    match site.app.log_contact(&visit.ctx, id, input).await {
        Ok(()) => {
            let list = format!("{}?done=contact-logged", list_url(id));
            Ok(gone_to(&parts.headers, &list))
        }
        Err(Error::Invalid(faults)) => {
            refuse(&visit, &site, (id, &form, &parts), Faults::of(faults)).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// The form again, with what is wrong.
async fn refuse(
    visit: &Visit,
    site: &Site,
    (id, form, parts): (CaseId, &ContactForm, &Parts),
    faults: Faults,
) -> Result<Response, PageError> {
    let new = site.app.new_contact(&visit.ctx, id).await;
    let head = new.map_err(PageError::to(visit))?.head;
    if wants_json(&parts.headers) {
        return Ok(faults_told(&faults, visit.lang));
    }
    let page = FormPage {
        faults,
        ..form_page(visit, &head, form)
    };
    Ok(unprocessable(render(visit, &page)?))
}

async fn get_one(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ContactId)>,
) -> Result<Response, PageError> {
    let found = site.app.contact(&visit.ctx, case, id).await;
    let (head, contact) = found.map_err(PageError::to(&visit))?;
    let place = format!("{}/{id}", list_url(case));
    let draft = typed::<ContactForm>(&site, &visit, &place).await?;
    let (form, restored) = match draft {
        Some(draft) => (draft.form, Some(draft.saved)),
        None => (ContactForm::stored(&contact, visit.lang), None),
    };
    let page = FormPage {
        restored,
        ..form_page(&visit, &head, &form)
    };
    render(&visit, &page)
}

async fn post_one(
    visit: Visit,
    State(site): State<Site>,
    Path((case, id)): Path<(CaseId, ContactId)>,
    parts: Parts,
    body: Bytes,
) -> Result<Response, PageError> {
    let Some(mut form) = read_body(&parts.headers, &body) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    form.id = id.to_string();
    let input = match form.input(visit.ctx.today()) {
        Ok(input) => input,
        Err(faults) => return refuse(&visit, &site, (case, &form, &parts), faults).await,
    };
    let version = form.version.parse().unwrap_or(0);
    let changed = site.app.change_contact(&visit.ctx, case, (input, version));
    match changed.await {
        Ok(()) => {
            let list = format!("{}?done=contact-changed", list_url(case));
            Ok(gone_to(&parts.headers, &list))
        }
        Err(Error::Invalid(faults)) => {
            refuse(&visit, &site, (case, &form, &parts), Faults::of(faults)).await
        }
        Err(Error::Conflict) => conflict(&visit, &site, (case, id), form).await,
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Both sides: what was typed stays in the form, what is stored stands above it. Saving again takes the typed one.
async fn conflict(
    visit: &Visit,
    site: &Site,
    (case, id): (CaseId, ContactId),
    form: ContactForm,
) -> Result<Response, PageError> {
    let found = site.app.contact(&visit.ctx, case, id).await;
    let (head, stored) = found.map_err(PageError::to(visit))?;
    let form = ContactForm {
        version: stored.version.to_string(),
        ..form
    };
    let by = visit.who.staff.name.clone();
    let page = FormPage {
        stored: Some(line(&head, (&stored, &by), visit)),
        ..form_page(visit, &head, &form)
    };
    Ok((StatusCode::CONFLICT, render(visit, &page)?).into_response())
}

#[derive(Deserialize)]
struct From {
    #[serde(default)]
    from: String,
}

async fn get_list(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Query(query): Query<From>,
) -> Result<Response, PageError> {
    let from: Option<Week> = query.from.parse().ok();
    let found = site.app.contacts(&visit.ctx, id, from).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = ListPage {
        frame: Frame::of(&visit, "contact-list"),
        lang: visit.lang,
        may_log: found.head.may(CaseAction::LogContact),
        new: new_url(id),
        weeks: weeks(&found, &visit),
        older: found
            .older
            .map(|week| format!("{}?from={week}", list_url(id))),
        head: HeadView::of(&found.head, &visit, "tab-contacts"),
    };
    render(&visit, &page)
}

fn weeks(found: &Contacts, visit: &Visit) -> Vec<WeekView> {
    let this_week = visit.ctx.week();
    found
        .weeks
        .iter()
        .map(|week| WeekView {
            title: format!(
                "{} · {}–{}",
                visit.lang.week(week.week),
                visit.lang.day(week.week.first_day()),
                visit.lang.day(week.week.last_day())
            ),
            sum: sum(week, this_week, visit.lang),
            time: time(week, visit.lang),
            lines: week
                .contacts
                .iter()
                .map(|(contact, by)| line(&found.head, (contact, by), visit))
                .collect(),
        })
        .collect()
}

/// How many contacts count, of how many; a week that is not over can still fill up.
fn sum(week: &ContactWeek, now: Week, lang: Lang) -> (&'static str, &'static str, String) {
    let counted = week.sum.counted;
    let Some(minimum) = week.minimum else {
        return ("none", "none", lang.t1("contact-count", "n", counted));
    };
    let words = lang.t2("contact-count-of", ("n", counted), ("minimum", minimum));
    match counted >= minimum {
        true => ("ok", "ok", words),
        false if week.week >= now => ("none", "none", words),
        false => ("due", "due", words),
    }
}

fn time(week: &ContactWeek, lang: Lang) -> String {
    if week.sum.minutes + week.sum.travel_minutes == 0 {
        return String::new();
    }
    lang.t2(
        "contact-time",
        ("time", lang.minutes(week.sum.minutes)),
        ("travel", lang.minutes(week.sum.travel_minutes)),
    )
}

fn line(head: &CaseHead, (contact, by): (&Contact, &str), visit: &Visit) -> Line {
    let lang = visit.lang;
    let names: Vec<&str> = head
        .persons
        .iter()
        .filter(|person| contact.persons.contains(&person.id))
        .map(|person| person.given_name.as_str())
        .collect();
    let is_own = visit.ctx.staff() == Some(contact.staff) && head.may(CaseAction::LogContact);
    Line {
        when: lang.moment(contact.started_at),
        what: format!("{}, {}", lang.name(contact.kind), lang.name(contact.place)),
        who: names.join(", "),
        long: if contact.minutes > 0 {
            lang.minutes(contact.minutes)
        } else {
            String::new()
        },
        by: by.to_owned(),
        note: contact.note.clone(),
        url: if is_own {
            format!("{}/{}", list_url(contact.case), contact.id)
        } else {
            String::new()
        },
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    [
        sampled::<ChoicePage>("contact-choice"),
        sampled::<FormPage>("contact-form"),
        sampled::<ListPage>("contact-list"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Samples for ChoicePage {
    fn samples() -> Vec<(&'static str, ChoicePage)> {
        let page = |families| ChoicePage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            families,
        };
        let tile = FamilyTile {
            url: "/".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            label: "Lingonstig".to_owned(),
            last: Lang::SV.t1("contact-last", "day", "tis 17 nov"),
        };
        vec![("no family", page(vec![])), ("a family", page(vec![tile]))]
    }
}

fn sample_line() -> Line {
    Line {
        when: "ons 18 nov 16:30".to_owned(),
        what: "Besök, Hemma hos familjen".to_owned(),
        who: "Fjäril, Malva".to_owned(),
        long: "1 h 30 min".to_owned(),
        by: "Tuva Ekorrstig".to_owned(),
        note: "Middagen gick lugnt till.".to_owned(),
        url: "/".to_owned(),
    }
}

impl Samples for FormPage {
    fn samples() -> Vec<(&'static str, FormPage)> {
        let page = || FormPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-contacts"),
            action: "/".to_owned(),
            list: "/".to_owned(),
            is_new: true,
            fields: Fields::sample(Lang::SV),
            faults: Faults::none(),
            restored: None,
            stored: None,
        };
        let mut faults = Faults::none();
        faults.add("minutes", "contact-fault-no-minutes");
        faults.add("time", "contact-fault-future");
        let with_faults = FormPage { faults, ..page() };
        let restored = FormPage {
            restored: Some("mån 23 nov 11:40".to_owned()),
            ..page()
        };
        let conflict = FormPage {
            is_new: false,
            stored: Some(sample_line()),
            ..page()
        };
        vec![
            ("new", page()),
            ("faults", with_faults),
            ("restored", restored),
            ("conflict", conflict),
        ]
    }
}

impl Samples for ListPage {
    fn samples() -> Vec<(&'static str, ListPage)> {
        let page = |weeks, older| ListPage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            head: HeadView::sample(Lang::SV, "tab-contacts"),
            may_log: true,
            new: "/".to_owned(),
            weeks,
            older,
        };
        let week = |lines: Vec<Line>| WeekView {
            title: "v. 47".to_owned(),
            sum: ("due", "due", "1 av 3 kontakter".to_owned()),
            time: "1 h 30 min".to_owned(),
            lines,
        };
        vec![
            ("empty", page(vec![week(vec![])], None)),
            (
                "full",
                page(vec![week(vec![sample_line()])], Some("/".to_owned())),
            ),
        ]
    }
}
