//! Each route × each person of the fixture: the answer is what the access table says (invariant 4).

use axum::http::{Method, StatusCode};
use hemma_domain::access::{
    self, Actor, CaseScope, Decision, Held, OpeningScope, PoolScope, Request, ReviewScope,
    SheetScope, TeamScope,
};
use hemma_domain::ids::{BoardId, CaseId, NetworkId, StaffId};
use hemma_domain::opening::Member;
use hemma_domain::staff::Place;
use hemma_server::http::route::{Access, Row};
use hemma_testkit::fixture;

use crate::harness::TestSite;

const CASES: [CaseId; 5] = [
    fixture::OPEN,
    fixture::PROTECTED,
    fixture::REFERRED,
    fixture::OTHER_TEAM,
    fixture::OTHER_BOARD,
];

fn team(index: usize) -> TeamScope {
    let board = fixture::BOARDS[index / 2];
    TeamScope {
        team: fixture::TEAMS[index],
        board,
        network: fixture::NETWORK,
    }
}

fn case_scope(case: CaseId) -> CaseScope {
    let (index, carers) = match case {
        fixture::OPEN => (0, vec![fixture::THERAPIST, fixture::RESOURCE]),
        fixture::PROTECTED => (0, vec![fixture::THERAPIST]),
        fixture::REFERRED => (0, vec![]),
        fixture::OTHER_TEAM => (1, vec![fixture::OTHER_TEAM_LEADER]),
        _ => (2, vec![fixture::OTHER_BOARD_THERAPIST]),
    };
    CaseScope {
        case,
        team: team(index),
        carers,
        protected: case == fixture::PROTECTED,
    }
}

fn actor(staff: StaffId) -> Actor {
    let posts = fixture::STAFF.iter().filter(|(id, ..)| *id == staff);
    let posts = posts
        .map(|(_, _, role, place): &(_, _, _, Place)| Held {
            role: *role,
            place: *place,
        })
        .collect();
    Actor::Staff { id: staff, posts }
}

/// Every address that a row stands for, with the request it makes of the access table; none asks for nothing.
fn addresses(row: &Row) -> Vec<(String, Option<RequestOf>)> {
    match row.access {
        Access::Public | Access::SignedIn | Access::Demo => vec![(filled(row.path, ""), None)],
        Access::Case(action) => CASES
            .iter()
            .map(|case| {
                (
                    filled(row.path, &case.to_string()),
                    Some(RequestOf::Case(action, case_scope(*case))),
                )
            })
            .collect(),
        // Nobody is on call in this world; the clock is moved in the use cases' own tests.
        Access::Sheet(action) => CASES
            .iter()
            .map(|case| {
                let scope = SheetScope::by_day(case_scope(*case));
                (
                    filled(row.path, &case.to_string()),
                    Some(RequestOf::Sheet(action, scope)),
                )
            })
            .collect(),
        Access::Team(action) => (0..3)
            .map(|index| {
                (
                    filled(row.path, &team(index).team.to_string()),
                    Some(RequestOf::Team(action, team(index))),
                )
            })
            .collect(),
        Access::Pool(action) => vec![(
            filled(row.path, &hemma_testkit::duty::POOL.to_string()),
            Some(RequestOf::Pool(action, pool_scope())),
        )],
        Access::Opening(action) => vec![(
            filled(row.path, &hemma_testkit::opening::OPENING.to_string()),
            Some(RequestOf::Opening(action, opening_scope())),
        )],
        Access::Review(action) => vec![(
            filled(row.path, &fixture::NETWORK.to_string()),
            Some(RequestOf::Review(action, review_scope())),
        )],
        Access::Board(action) => fixture::BOARDS
            .iter()
            .map(|board| {
                (
                    filled(row.path, &board.to_string()),
                    Some(RequestOf::Board(action, *board)),
                )
            })
            .collect(),
        Access::Network(action) => {
            vec![(
                filled(row.path, &fixture::NETWORK.to_string()),
                Some(RequestOf::Network(action, fixture::NETWORK)),
            )]
        }
        Access::Site(action) => vec![(filled(row.path, ""), Some(RequestOf::Site(action)))],
    }
}

fn pool_scope() -> PoolScope {
    let pool = hemma_testkit::duty::shared();
    PoolScope {
        pool: pool.id,
        teams: vec![team(0), team(2)],
        roles: pool.roles(),
    }
}

/// The fixture's network and the programme of [`filled`].
fn review_scope() -> ReviewScope {
    ReviewScope {
        network: fixture::NETWORK,
        teams: vec![team(0), team(2)],
    }
}

fn opening_scope() -> OpeningScope {
    let member = |(staff, part)| Member { staff, part };
    OpeningScope {
        opening: hemma_testkit::opening::OPENING,
        network: fixture::NETWORK,
        team: Some(team(0)),
        members: hemma_testkit::opening::MEMBERS.map(member).to_vec(),
        applicants: Vec::new(),
        gone: Vec::new(),
        is_public: true,
    }
}

enum RequestOf {
    Case(access::CaseAction, CaseScope),
    Sheet(access::SheetAction, SheetScope),
    Team(access::TeamAction, TeamScope),
    Pool(access::PoolAction, PoolScope),
    Opening(access::OpeningAction, OpeningScope),
    Review(access::ReviewAction, ReviewScope),
    Board(access::BoardAction, BoardId),
    Network(access::NetworkAction, NetworkId),
    Site(access::SiteAction),
}

impl RequestOf {
    fn decide(&self, actor: &Actor) -> Decision {
        let request = match self {
            RequestOf::Case(action, scope) => Request::Case(*action, scope),
            RequestOf::Sheet(action, scope) => Request::Sheet(*action, scope),
            RequestOf::Team(action, scope) => Request::Team(*action, *scope),
            RequestOf::Pool(action, scope) => Request::Pool(*action, scope),
            RequestOf::Opening(action, scope) => Request::Opening(*action, scope),
            RequestOf::Review(action, scope) => Request::Review(*action, scope),
            RequestOf::Board(action, board) => Request::Board(*action, *board),
            RequestOf::Network(action, network) => Request::Network(*action, *network),
            RequestOf::Site(action) => Request::Site(*action),
        };
        access::decide(actor, request)
    }
}

/// A path with its places filled: the thing it is about, and plausible values for the rest.
fn filled(path: &str, thing: &str) -> String {
    let mut out = path.to_owned();
    let staff = fixture::THERAPIST.to_string();
    let fixed = [
        ("{case}", thing),
        ("{team}", thing),
        ("{board}", thing),
        ("{pool}", thing),
        ("{opening}", thing),
        ("{network}", thing),
        ("{programme}", "MST-CAN"),
        ("{week}", "2026-W47"),
        ("{staff}", staff.as_str()),
        ("{*path}", "icons.svg"),
    ];
    for (place, value) in fixed {
        out = out.replace(place, value);
    }
    // An id that belongs to nothing: the answer may then be 404 also for those who are allowed.
    while let (Some(start), Some(end)) = (out.find('{'), out.find('}')) {
        out.replace_range(start..=end, "00000000-0000-0000-0000-0000000000ff");
    }
    out
}

#[tokio::test]
async fn every_route_answers_each_person_as_the_access_table_says() {
    let site = TestSite::new().await;
    let mut cookies = Vec::new();
    for (staff, name, ..) in fixture::STAFF {
        cookies.push((*staff, *name, site.sign_in(*staff).await));
    }
    let mut checked = 0;
    for row in hemma_server::http::routes().rows() {
        if row.path == "/sign-out" {
            continue;
        }
        for (address, request) in addresses(row) {
            for (staff, name, cookie) in &cookies {
                let answer = site
                    .send(row.method.clone(), &address, Some(cookie), "")
                    .await;
                let told = format!("{} {address} by {name}: {}", row.method, answer.status);
                assert_ne!(
                    answer.status,
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "{told}\n{}",
                    answer.body
                );
                if let Some(request) = &request {
                    check(&request.decide(&actor(*staff)), row, answer.status, &told);
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "{checked}");
}

/// A form sent empty may be refused as a form, before anything is said of the thing it is about.
fn check(decision: &Decision, row: &Row, status: StatusCode, told: &str) {
    let unread = row.method == Method::POST
        && matches!(
            status,
            StatusCode::UNPROCESSABLE_ENTITY
                | StatusCode::BAD_REQUEST
                | StatusCode::UNSUPPORTED_MEDIA_TYPE
        );
    let more_places = row.path.matches('{').count() > 1;
    match decision {
        Decision::Allow(_) => {
            assert_ne!(status, StatusCode::FORBIDDEN, "{told}");
            assert!(status != StatusCode::NOT_FOUND || more_places, "{told}");
        }
        Decision::Forbid => assert!(status == StatusCode::FORBIDDEN || unread, "{told}, not 403"),
        Decision::Hide => assert!(status == StatusCode::NOT_FOUND || unread, "{told}, not 404"),
    }
}

#[tokio::test]
async fn without_a_session_every_private_route_leads_to_the_sign_in() {
    let site = TestSite::new().await;
    for row in hemma_server::http::routes().rows() {
        if matches!(row.access, Access::Public | Access::Demo) {
            continue;
        }
        let (address, _) = addresses(row).swap_remove(0);
        let answer = site.send(row.method.clone(), &address, None, "").await;
        let away =
            answer.status == StatusCode::SEE_OTHER || answer.status == StatusCode::UNAUTHORIZED;
        assert!(away, "{} {address}: {}", row.method, answer.status);
    }
}
