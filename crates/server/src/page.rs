//! The screens: one file each, with its form, its template and its handlers.

pub mod account;
pub mod artefact;
pub mod capacity;
pub mod care;
pub mod case;
pub mod closing;
pub mod consent;
pub mod contact;
pub mod desk;
pub mod disclose;
pub mod draft;
pub mod feedback;
pub mod goal;
pub mod home;
pub mod incident;
pub mod intake;
pub mod journal;
pub mod log;
pub mod meeting;
pub mod my_week;
pub mod network;
pub mod offline;
pub mod person;
pub mod report;
pub mod search;
pub mod sign_in;
pub mod task;
pub mod team_week;
pub mod timeline;
pub mod week;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hemma_domain::access::{self, Request, TeamAction, TeamScope};
use hemma_domain::code::Code;
use hemma_domain::ids::TeamId;
use hemma_domain::staff::{Post, Role};

use crate::http::error::PageError;
use crate::http::route::Routes;
use crate::http::visit::{Theme, Visit};
use crate::lang::Lang;

/// Every page's routes.
pub fn routes() -> Routes {
    [
        account::routes(),
        artefact::routes(),
        capacity::routes(),
        care::routes(),
        case::routes(),
        closing::routes(),
        consent::routes(),
        contact::routes(),
        desk::routes(),
        disclose::routes(),
        draft::routes(),
        feedback::routes(),
        goal::routes(),
        home::routes(),
        incident::routes(),
        intake::routes(),
        journal::routes(),
        log::routes(),
        meeting::routes(),
        my_week::routes(),
        network::routes(),
        offline::routes(),
        person::routes(),
        report::routes(),
        search::routes(),
        sign_in::routes(),
        task::routes(),
        team_week::routes(),
        timeline::routes(),
        week::routes(),
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
        artefact::samples(),
        capacity::samples(),
        care::samples(),
        case::samples(),
        closing::samples(),
        consent::samples(),
        contact::samples(),
        desk::samples(),
        disclose::samples(),
        draft::samples(),
        feedback::samples(),
        goal::samples(),
        home::samples(),
        incident::samples(),
        intake::samples(),
        journal::samples(),
        log::samples(),
        meeting::samples(),
        my_week::samples(),
        network::samples(),
        offline::samples(),
        person::samples(),
        report::samples(),
        search::samples(),
        sign_in::samples(),
        task::samples(),
        team_week::samples(),
        timeline::samples(),
        week::samples(),
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
}

/// A place in the menu.
#[derive(Debug, Clone)]
pub struct Place {
    pub url: String,
    pub icon: &'static str,
    pub label: String,
    pub current: bool,
    /// Stands in the phone's bar too.
    pub in_bar: bool,
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
        let role = visit
            .who
            .posts
            .first()
            .map(|post| lang.name(post.role))
            .unwrap_or_default();
        Frame {
            lang,
            theme: visit.theme,
            title: lang.t(title),
            name: visit.who.staff.name.clone(),
            role,
            places: places(visit, &path),
            notice: notice(&visit.path, lang),
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
        }
    }
}

/// A message named in the address (`?done=note-signed`): a key of `locales/`, nothing else is shown.
fn notice(path: &str, lang: Lang) -> Option<Notice> {
    let query = path.split_once('?')?.1;
    let key = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?;
    let key = format!("done-{key}");
    let text = lang.t(&key);
    (text != key).then_some(Notice { kind: "ok", text })
}

/// The few places of the person's roles.
fn places(visit: &Visit, path: &str) -> Vec<Place> {
    let lang = visit.lang;
    let mut places = vec![Place {
        url: "/".to_owned(),
        icon: "home",
        label: lang.t("place-home"),
        current: path == "/",
        in_bar: true,
    }];
    for post in &visit.who.posts {
        places.extend(places_of(post, visit, path));
    }
    places.dedup_by(|a, b| a.url == b.url);
    places
}

fn places_of(_post: &Post, _visit: &Visit, _path: &str) -> Vec<Place> {
    Vec::new()
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
