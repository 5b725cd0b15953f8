//! The screens: one file each, with its form, its template and its handlers.

pub mod case;
pub mod home;
pub mod sign_in;

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
    Routes::default()
        .with(home::routes())
        .with(sign_in::routes())
}

/// A page's states as the tests render them: each template struct supplies at least one.
pub trait Samples: Template + Sized {
    /// Named states: empty, usual, full, with faults.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// Every state of every page, rendered: for the tests and for the demo's own list of samples.
pub fn samples() -> Vec<(String, askama::Result<String>)> {
    let mut all = Vec::new();
    add_samples::<case::CasePage>("case", &mut all);
    add_samples::<home::HomePage>("home", &mut all);
    add_samples::<sign_in::SignInPage>("sign-in", &mut all);
    all
}

fn add_samples<P: Samples>(page: &str, all: &mut Vec<(String, askama::Result<String>)>) {
    all.extend(
        P::samples()
            .into_iter()
            .map(|(state, one)| (format!("{page}: {state}"), one.render())),
    );
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
