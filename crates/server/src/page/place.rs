//! The places of somebody's menu, by the posts that they hold.

use hemma_domain::staff::{Place as PostPlace, Post, Role};

use crate::http::url;
use crate::http::visit::Visit;

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

/// The few places of the person's roles, in the order in which a day uses them. The phone's bar holds five at most,
/// with the large one for a new contact in the middle; what has no room there stands in the menu.
pub(super) fn places(visit: &Visit, path: &str) -> Vec<Place> {
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
    if visit.who.is_on_call {
        on_call(&mut first, &mut last);
    }
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

fn in_bar(places: &mut [Place], count: usize) {
    for place in places.iter_mut().take(count) {
        place.in_bar = true;
    }
}

/// While somebody is on call, that stands in the phone's bar: for the second of their own places, where there are two.
fn on_call(own: &mut [Place], shared: &mut [Place]) {
    let duty = shared.iter_mut().find(|place| place.url == url::duty());
    let Some(duty) = duty.filter(|place| !place.in_bar) else {
        return;
    };
    duty.in_bar = true;
    if let Some(second) = own.get_mut(1) {
        second.in_bar = false;
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
    // Who sends figures to a network is asked for beside them.
    let of_review = place.strip_suffix("/review");
    if of_review.is_some_and(|network| path == format!("{network}/senders")) {
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
