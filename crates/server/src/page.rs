//! The screens: one file each, with its form, its template and its handlers.

pub mod account;
pub mod addressee;
pub mod application;
pub mod artefact;
pub mod call;
pub mod capacity;
pub mod care;
pub mod case;
pub mod closing;
pub mod consent;
pub mod consultation;
pub mod contact;
pub mod desk;
pub mod development;
pub mod disclose;
pub mod draft;
pub mod duty;
pub mod fee;
pub mod feedback;
pub mod fidelity;
pub mod goal;
pub mod hold;
pub mod home;
pub mod incident;
pub mod instrument;
pub mod intake;
pub mod interview;
pub mod journal;
pub mod ledger;
pub mod link;
pub mod log;
pub mod measure;
pub mod meeting;
pub mod month_report;
pub mod my_week;
pub mod network;
pub mod offline;
pub mod opening;
pub mod person;
mod phone;
mod place;
pub mod project;
pub mod proposal;
pub mod report;
pub mod review;
pub mod round;
pub mod scale;
pub mod search;
pub mod sender;
pub mod sheet;
pub mod sign_in;
pub mod staff;
pub mod task;
pub mod team_week;
pub mod timeline;
pub mod training;
pub mod trip;
pub mod week;
pub mod welcome;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hemma_domain::access::{self, Request, TeamAction, TeamScope};
use hemma_domain::code::Code;
use hemma_domain::ids::TeamId;
use hemma_domain::staff::Role;

use crate::http::error::PageError;
use crate::http::route::Routes;
use crate::http::visit::{Theme, Visit};
use crate::lang::Lang;

pub use place::{Place, first_place};

/// Every page's routes.
pub fn routes() -> Routes {
    [
        account::routes(),
        addressee::routes(),
        application::routes(),
        artefact::routes(),
        call::routes(),
        capacity::routes(),
        care::routes(),
        case::routes(),
        closing::routes(),
        consent::routes(),
        consultation::routes(),
        contact::routes(),
        desk::routes(),
        development::routes(),
        disclose::routes(),
        draft::routes(),
        duty::routes(),
        feedback::routes(),
        fee::routes(),
        fidelity::routes(),
        goal::routes(),
        hold::routes(),
        home::routes(),
        incident::routes(),
        instrument::routes(),
        intake::routes(),
        interview::routes(),
        journal::routes(),
        ledger::routes(),
        link::routes(),
        log::routes(),
        measure::routes(),
        meeting::routes(),
        month_report::routes(),
        my_week::routes(),
        network::routes(),
        offline::routes(),
        opening::routes(),
        person::routes(),
        project::routes(),
        proposal::routes(),
        report::routes(),
        review::routes(),
        round::routes(),
        scale::routes(),
        search::routes(),
        sender::routes(),
        sheet::routes(),
        sign_in::routes(),
        staff::routes(),
        task::routes(),
        team_week::routes(),
        timeline::routes(),
        training::routes(),
        trip::routes(),
        week::routes(),
        welcome::routes(),
    ]
    .into_iter()
    .fold(Routes::default(), Routes::with)
}

/// A page's states as the tests render them: each template struct supplies at least one.
pub trait Samples: Template + Sized {
    /// Named states: empty, usual, full, with faults.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// A state of a page: its name, and the page as it renders.
pub type Sampled = (String, askama::Result<String>);

/// Every state of every page, rendered: for the tests and for the demo's own list of samples.
pub fn samples() -> Vec<Sampled> {
    let all = [
        account::samples(),
        addressee::samples(),
        application::samples(),
        artefact::samples(),
        call::samples(),
        capacity::samples(),
        care::samples(),
        case::samples(),
        closing::samples(),
        consent::samples(),
        consultation::samples(),
        contact::samples(),
        desk::samples(),
        development::samples(),
        disclose::samples(),
        draft::samples(),
        duty::samples(),
        feedback::samples(),
        fee::samples(),
        fidelity::samples(),
        goal::samples(),
        hold::samples(),
        home::samples(),
        incident::samples(),
        instrument::samples(),
        intake::samples(),
        interview::samples(),
        journal::samples(),
        ledger::samples(),
        link::samples(),
        log::samples(),
        measure::samples(),
        meeting::samples(),
        month_report::samples(),
        my_week::samples(),
        network::samples(),
        offline::samples(),
        opening::samples(),
        person::samples(),
        project::samples(),
        proposal::samples(),
        report::samples(),
        review::samples(),
        round::samples(),
        scale::samples(),
        search::samples(),
        sender::samples(),
        sheet::samples(),
        sign_in::samples(),
        staff::samples(),
        task::samples(),
        team_week::samples(),
        timeline::samples(),
        training::samples(),
        trip::samples(),
        week::samples(),
        welcome::samples(),
    ];
    all.into_iter().flatten().collect()
}

/// The states of one template, rendered.
pub fn sampled<P: Samples>(page: &str) -> Vec<Sampled> {
    P::samples()
        .into_iter()
        .map(|(state, one)| (format!("{page}: {state}"), one.render()))
        .collect()
}

/// What surrounds every page of somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    pub theme: Theme,
    /// The title in the browser's tab: the kind of page, never a name.
    pub title: String,
    pub name: String,
    /// The role that the menu is made for.
    pub role: String,
    pub places: Vec<Place>,
    /// The path that was asked for.
    pub path: String,
    /// What the last act did, shown once.
    pub notice: Option<Notice>,
    /// What this person's devices call them; scripts keep things under it.
    pub owner: String,
    /// Seconds until the session ends unless it is used.
    pub idle_seconds: i64,
    /// Who opened the page and when, for the foot of what is printed.
    pub printed: String,
    /// Seconds since 1970 by the server's clock: a phone's own may be wrong.
    pub now: i64,
}

/// A short message on top of a page.
#[derive(Debug, Clone)]
pub struct Notice {
    /// `ok`, `info`, `warn` or `danger`.
    pub kind: &'static str,
    pub text: String,
}

impl Frame {
    /// The frame of a page with a title, for a visitor.
    pub fn of(visit: &Visit, title: &str) -> Frame {
        let lang = visit.lang;
        let path = visit.path.split('?').next().unwrap_or_default().to_owned();
        Frame {
            lang,
            theme: visit.theme,
            title: lang.t(title),
            name: visit.who.staff.name.clone(),
            role: role_and_place(visit),
            places: place::places(visit, &path),
            notice: notice(&visit.path, lang),
            owner: visit.owner.clone(),
            printed: lang.t2(
                "week-printed",
                ("at", lang.moment(visit.ctx.now)),
                ("name", visit.who.staff.name.as_str()),
            ),
            idle_seconds: visit.who.idle_end.seconds_since(visit.ctx.now),
            now: visit.ctx.now.0.as_second(),
            path,
        }
    }

    /// A frame for samples.
    pub fn sample(lang: Lang) -> Frame {
        let place = |url: &str, icon, key: &str, current| Place {
            url: url.to_owned(),
            icon,
            label: lang.t(key),
            current,
            in_bar: true,
            is_log: false,
        };
        Frame {
            lang,
            theme: Theme::Device,
            title: lang.t("home-title"),
            name: "Tuva Ekorrstig".to_owned(),
            role: lang.name(Role::FamilyTherapist),
            places: vec![
                place("/", "home", "place-home", true),
                place("/search", "search", "place-search", false),
            ],
            path: "/".to_owned(),
            notice: None,
            printed: lang.t2(
                "week-printed",
                ("at", "mån 23 nov 12:00"),
                ("name", "Tuva Ekorrstig"),
            ),
            owner: "a".repeat(43),
            idle_seconds: 1800,
            now: 0,
        }
    }
}

/// A message named in the address (`?done=note-signed`): a key of `locales/`, nothing else is shown.
pub(crate) fn notice(path: &str, lang: Lang) -> Option<Notice> {
    let query = path.split_once('?')?.1;
    let key = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?;
    let key = format!("done-{key}");
    let text = lang.t(&key);
    (text != key).then_some(Notice { kind: "ok", text })
}

/// The first post's role with the name of its place: `Familjebehandlare, MST-CAN Järva`.
fn role_and_place(visit: &Visit) -> String {
    let Some(post) = visit.who.posts.first() else {
        return String::new();
    };
    let role = visit.lang.name(post.role);
    match visit.who.places.first() {
        Some(name) if !name.is_empty() => format!("{role}, {name}"),
        _ => role,
    }
}

/// Whether the visitor may do something with a team.
pub fn may_team(visit: &Visit, action: TeamAction, scope: TeamScope) -> bool {
    access::may(&visit.ctx.actor, Request::Team(action, scope))
}

/// The team of the visitor's first post in one, if there is one.
pub fn first_team(visit: &Visit) -> Option<TeamId> {
    visit.who.posts.iter().find_map(|post| post.place.team())
}

/// Whether the visitor holds a role anywhere.
pub fn has_role(visit: &Visit, role: Role) -> bool {
    visit.who.posts.iter().any(|post| post.role == role)
}

/// A page as an answer.
pub fn render(visit: &Visit, page: &impl Template) -> Result<Response, PageError> {
    respond(page, visit.lang, &visit.ctx.request)
}

/// A page for anybody as an answer.
pub fn respond(page: &impl Template, lang: Lang, request: &str) -> Result<Response, PageError> {
    match page.render() {
        Ok(body) => Ok(Html(body).into_response()),
        Err(err) => {
            let err = hemma_app::error::Error::Internal(err.into());
            Err(PageError::of(err, lang, request.to_owned()))
        }
    }
}

/// A form that comes back with its faults.
pub fn unprocessable(page: Response) -> Response {
    (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The codes of an enumeration with their names, for a list of choices.
pub fn choices<T: Code>(lang: Lang) -> Vec<(&'static str, String)> {
    T::ALL
        .iter()
        .map(|value| (value.code(), lang.name(*value)))
        .collect()
}
