//! The screens: one file each, with its form, its template and its handlers.

pub mod account;
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
pub mod home;
pub mod incident;
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
pub mod project;
pub mod proposal;
pub mod report;
pub mod review;
pub mod round;
pub mod scale;
pub mod search;
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
use hemma_domain::staff::{Place as PostPlace, Post, Role};

use crate::http::error::PageError;
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::{Theme, Visit};
use crate::lang::Lang;

/// Every page's routes.
pub fn routes() -> Routes {
    [
        account::routes(),
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
        home::routes(),
        incident::routes(),
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
        home::samples(),
        incident::samples(),
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
    /// Seconds since 1970 by the server's clock: a phone's own may be wrong.
    pub now: i64,
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
    /// The large one for a new contact.
    pub is_log: bool,
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
            places: places(visit, &path),
            notice: notice(&visit.path, lang),
            owner: visit.owner.clone(),
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

/// The few places of the person's roles, in the order in which a day uses them. The phone's bar holds five at most,
/// with the large one for a new contact in the middle; what has no room there stands in the menu.
fn places(visit: &Visit, path: &str) -> Vec<Place> {
    let lang = visit.lang;
    let posts = &visit.who.posts;
    let place = |url: String, icon, label: String| Place {
        current: is_at(path, &url),
        url,
        icon,
        label,
        in_bar: false,
        is_log: false,
    };
    if posts.is_empty() {
        let home = place("/".to_owned(), "home", lang.t("place-home"));
        return vec![Place {
            in_bar: true,
            ..home
        }];
    }
    let mut first: Vec<Place> = Vec::new();
    for (post, name) in posts.iter().zip(&visit.who.places) {
        for (url, icon, key) in places_of(post) {
            // Several teams are told apart by their names; a page that gathers them all has one name.
            let many = posts.iter().filter(|other| other.role == post.role).count() > 1;
            let of_one = url.starts_with("/teams/") || url.starts_with("/boards/");
            let is_one_page = url.ends_with("/fidelity") || url.ends_with("/review");
            let label = match (many && of_one, is_one_page) {
                (true, true) => format!("{}, {name}", lang.t(key)),
                (true, false) => name.clone(),
                (false, _) => lang.t(key),
            };
            first.push(place(url, icon, label));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    first.retain(|place| seen.insert(place.url.clone()));
    let shared = places_of_all(posts, recruits(visit)).into_iter();
    let mut last: Vec<Place> = shared
        .map(|(url, icon, key)| place(url, icon, lang.t(key)))
        .collect();
    in_bar(&mut first, 2);
    in_bar(&mut last, 2);
    if posts.iter().any(|post| logs_contacts(post.role)) {
        first.push(Place {
            in_bar: true,
            is_log: true,
            ..place("/contacts/new".to_owned(), "plus", lang.t("place-contact"))
        });
    }
    first.extend(last);
    from_unit(&mut first, path);
    first
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

fn in_bar(places: &mut [Place], count: usize) {
    for place in places.iter_mut().take(count) {
        place.in_bar = true;
    }
}

/// What several roles have in common, whatever their own work is: address, icon and the message that names it.
fn places_of_all(posts: &[Post], recruits: Recruits) -> Vec<(String, &'static str, &'static str)> {
    let any = |is: fn(Role) -> bool| posts.iter().any(|post| is(post.role));
    let all = [
        (any(works), "/tasks".to_owned(), "task", "place-tasks"),
        (
            any(logs_contacts),
            "/outbox".to_owned(),
            "outbox",
            "place-outbox",
        ),
        (any(is_in_pools), url::duty(), "moon", "place-duty"),
        (
            any(searches),
            "/search".to_owned(),
            "search",
            "place-search",
        ),
        (any(logs_contacts), url::ratings(), "star", "place-ratings"),
        (
            any(is_trained),
            url::my_training(),
            "school",
            "place-training",
        ),
        (
            any(is_trained) || any(|role| role == Role::NetworkLead),
            url::developments(),
            "goal",
            "place-development",
        ),
        (
            recruits == Recruits::Yes,
            url::openings(),
            "people",
            "place-openings",
        ),
    ];
    let shown = all.into_iter().filter(|(is_shown, ..)| *is_shown);
    shown.map(|(_, url, icon, key)| (url, icon, key)).collect()
}

/// Where a post's own work is: address, icon and the message that names it.
fn places_of(post: &Post) -> Vec<(String, &'static str, &'static str)> {
    let mut places = Vec::new();
    if matches!(
        post.role,
        Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist
    ) {
        places.push(("/my-week".to_owned(), "week", "place-my-week"));
    }
    match (post.role, post.place) {
        (
            Role::GroupLeader | Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist,
            PostPlace::Team(team, _),
        ) => places.push((url::team(team), "board", "place-team")),
        (Role::Interviewer, _) => places.push((url::interviews(), "phone", "place-interviews")),
        (Role::Consultant, place) => {
            places.push(("/desk".to_owned(), "inbox", "place-desk"));
            if let PostPlace::Team(team, _) = place {
                places.push((url::fidelity(team), "timeline", "place-fidelity"));
                places.push((url::review(team), "chart", "place-review"));
            }
        }
        (Role::NetworkLead, PostPlace::Network(network)) => {
            places.push((url::network(network), "team", "place-network"));
            places.push((url::network_review(network), "chart", "place-review"));
            places.push((url::network_fidelity(network), "timeline", "place-fidelity"));
            places.push((url::network_scale(network), "people", "place-scale"));
            places.push((url::trainings(network), "school", "place-trainings"));
            places.push((url::proposals(network), "document", "place-proposals"));
            places.push((url::projects(network), "flag", "place-projects"));
            places.push((url::ledger(network), "board", "place-ledger"));
        }
        (Role::FinanceReader, PostPlace::Network(network)) => {
            places.push((url::ledger(network), "board", "place-ledger"));
        }
        (Role::UnitManager, PostPlace::Board(board)) => {
            places.push((url::unit(board), "building", "place-unit"));
        }
        (Role::RecordsOfficer, PostPlace::Board(board)) => {
            places.push((url::log(board), "log", "place-log"));
        }
        (Role::Administrator, _) => {
            places.push(("/settings/staff".to_owned(), "people", "staff-title"));
        }
        _ => {}
    }
    places
}

/// Where a person's day begins; none without a post.
pub fn first_place(visit: &Visit) -> Option<String> {
    let posts = &visit.who.posts;
    // On-call is a post beside another: the day begins with the other.
    let post = posts
        .iter()
        .find(|post| post.role != Role::OnCall)
        .or_else(|| posts.first())?;
    let first = places_of(post).into_iter().next();
    Some(first.map_or_else(|| "/tasks".to_owned(), |(url, ..)| url))
}

/// Whether a page belongs to a place: it is the place's own, or stands below it and has no place of its own.
fn is_at(path: &str, place: &str) -> bool {
    const OF_TEAM: [&str; 9] = [
        "/consultations",
        "/month-report",
        "/meeting",
        "/capacity",
        "/closed",
        "/referrals/new",
        "/fidelity",
        "/review",
        "/projects",
    ];
    // Fees are a part of the ledger that stands beside it.
    let of_ledger = place.strip_suffix("/ledger");
    if of_ledger.is_some_and(|network| path.starts_with(&format!("{network}/fees"))) {
        return true;
    }
    let Some(below) = path.strip_prefix(place) else {
        return false;
    };
    let is_team = place.starts_with("/teams/") && OF_TEAM.contains(&below);
    let has_pages = place.starts_with("/settings/")
        || place == url::ratings()
        || place == url::duty()
        || place == url::my_training()
        || place == url::developments()
        || place == url::openings()
        || place.ends_with("/trainings")
        || place.ends_with("/projects")
        || place.ends_with("/ledger");
    below.is_empty() || is_team || (has_pages && below.starts_with('/'))
}

/// A manager looks at a team from the unit: where no place is the page's own, the only unit is.
fn from_unit(places: &mut [Place], path: &str) {
    let is_team = path.starts_with("/teams/");
    if !is_team || places.iter().any(|place| place.current) {
        return;
    }
    let mut units = places
        .iter_mut()
        .filter(|place| place.url.starts_with("/boards/") && place.url.ends_with("/unit"));
    if let (Some(unit), None) = (units.next(), units.next()) {
        unit.current = true;
    }
}

fn works(role: Role) -> bool {
    logs_contacts(role) || matches!(role, Role::Interviewer | Role::OnCall)
}

fn logs_contacts(role: Role) -> bool {
    matches!(
        role,
        Role::GroupLeader | Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist
    )
}

/// Whether recruiting is among somebody's places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recruits {
    Yes,
    No,
}

/// Whether somebody may begin to recruit, or reads one of those who did.
fn recruits(visit: &Visit) -> Recruits {
    let may = |role| {
        matches!(
            role,
            Role::GroupLeader | Role::UnitManager | Role::NetworkLead
        )
    };
    let is_among = visit.who.has_openings || visit.who.posts.iter().any(|post| may(post.role));
    match is_among {
        true => Recruits::Yes,
        false => Recruits::No,
    }
}

/// Whether a programme may demand training of somebody in this role.
fn is_trained(role: Role) -> bool {
    logs_contacts(role) || role == Role::Consultant
}

fn is_in_pools(role: Role) -> bool {
    logs_contacts(role) || matches!(role, Role::OnCall | Role::UnitManager)
}

fn searches(role: Role) -> bool {
    logs_contacts(role) || role == Role::RecordsOfficer
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
