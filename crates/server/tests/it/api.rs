//! The interface: its description is a snapshot, and every route of it is described.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, header};
use hemma_app::person::{PersonInput, Whereabouts};
use hemma_domain::person::{Kin, Protection, Sex};
use hemma_server::api::Document;
use hemma_server::http;
use hemma_testkit::fixture;
use utoipa::OpenApi as _;

use crate::harness::TestSite;
use crate::page::interview::planned;
use crate::page::opening;

#[test]
fn the_description() {
    insta::assert_snapshot!(Document::openapi().to_pretty_json().unwrap());
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let described: Vec<String> = Document::openapi().paths.paths.keys().cloned().collect();
    let mut routes: Vec<String> = http::routes()
        .rows()
        .iter()
        .map(|row| row.path.to_owned())
        .filter(|path| path.starts_with("/api/") && path != "/api/v1/openapi.json")
        // What a sender's secret alone opens is described in docs/formats/feed.md.
        .filter(|path| !path.starts_with("/api/v1/feed"))
        .collect();
    routes.sort();
    assert_eq!(described, routes);
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let paths = Document::openapi().paths.paths;
    let operations = paths.values().flat_map(|item| [&item.get, &item.post]);
    let names: BTreeSet<_> = operations
        .flatten()
        .map(|operation| operation.operation_id.clone().unwrap())
        .collect();
    assert_eq!(names.len(), paths.len());
}

#[tokio::test]
async fn a_case_is_readable_as_json_by_those_who_may() {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let answer = site
        .get(&format!("/api/v1/cases/{}", fixture::OPEN), &therapist)
        .await;
    let case: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(case["code"], "BJÖ-26-001");
    assert_eq!(case["persons"][0]["given_name"], "Fjäril");
    let other = site.sign_in(fixture::OTHER_BOARD_LEADER).await;
    let answer = site
        .get(&format!("/api/v1/cases/{}", fixture::OPEN), &other)
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.contains("not_found")),
        (404, true)
    );
    let answer = site.get("/api/v1/cases/nothing", &therapist).await;
    assert_eq!(answer.status.as_u16(), 404);
    let answer = site.get("/api/v1/me", "").await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.contains("sign_in")),
        (401, true)
    );
}

/// What somebody of the fixture reads at an address.
async fn read(site: &TestSite, path: &str, cookie: &str) -> (u16, serde_json::Value) {
    let answer = site.get(path, cookie).await;
    let body = serde_json::from_str(&answer.body);
    (
        answer.status.as_u16(),
        body.unwrap_or_else(|_| panic!("{path}: {}", answer.body)),
    )
}

#[tokio::test]
async fn a_week_reads_as_its_page_shows_it() {
    let site = TestSite::new().await;
    hemma_testkit::week::fill(&site.db).await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let case = format!("/api/v1/cases/{}", fixture::OPEN);
    let (_, weeks) = read(&site, &format!("{case}/weeks?limit=2&offset=1"), &therapist).await;
    assert_eq!(weeks["items"].as_array().unwrap().len(), 2);
    let written = hemma_testkit::week::written().to_string();
    assert_eq!(weeks["items"][0]["week"], written.as_str());
    let (_, week) = read(&site, &format!("{case}/weeks/{written}"), &therapist).await;
    assert_eq!(week["summary"]["week"], written.as_str());
    assert_eq!(week["last_steps"].as_array().unwrap().len(), 3);
    assert_eq!(week["fits"][0]["drivers"].as_array().unwrap().len(), 4);
    assert_eq!(week["steps"][0]["interventions"][0]["who"], "Tuva");
    let (status, _) = read(&site, &format!("{case}/weeks/2026-W99"), &therapist).await;
    assert_eq!(status, 404);
    let team = format!("/api/v1/teams/{}/week", fixture::TEAMS[0]);
    let (_, team_week) = read(&site, &format!("{team}?week={written}"), &therapist).await;
    assert_eq!(team_week["week"], written.as_str());
    assert!(!team_week["families"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_json() {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let case = format!("/api/v1/cases/{}", fixture::OPEN);
    for (path, status, problem) in [
        (format!("{case}/journal?limit=0"), 422, "invalid"),
        (format!("{case}/journal?limit=501"), 422, "invalid"),
        (format!("{case}/journal?offset=-1"), 422, "invalid"),
        (format!("{case}/contacts?week=soon"), 422, "invalid"),
        ("/api/v1/cases/%FF/journal".to_owned(), 404, "not_found"),
        (format!("{case}/nothing"), 404, "not_found"),
        ("/api/v2".to_owned(), 404, "not_found"),
        ("/api/v1/programmes/none".to_owned(), 404, "not_found"),
    ] {
        let (answered, body) = read(&site, &path, &therapist).await;
        assert_eq!(
            (answered, body["problem"].as_str()),
            (status, Some(problem)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn where_somebody_protected_lives_is_left_out_for_all_who_live_there() {
    let site = TestSite::new().await;
    let ctx = crate::worker::therapist();
    let added = PersonInput {
        given_name: "Ljung".into(),
        family_name: "Tuvdun".into(),
        kin: Kin::Sibling,
        sex: Sex::Unknown,
        born: Some("2019-05-05".parse().unwrap()),
        identity: None,
        in_household: true,
        deceased: false,
        language: "sv".into(),
        interpreter: false,
        whereabouts: Some(Whereabouts {
            phone: "070-000 00 99".into(),
            address: "Gömstigen 9".into(),
            door_code: "1234".into(),
        }),
        protection: Protection::Marked,
        must_not_know_address: false,
        staff_safety: String::new(),
        remark: String::new(),
    };
    site.app
        .add_person(&ctx, fixture::OPEN, added)
        .await
        .unwrap();
    let therapist = site.sign_in(fixture::THERAPIST).await;
    for path in ["", "/people"] {
        let path = format!("/api/v1/cases/{}{path}", fixture::OPEN);
        let (status, read) = read(&site, &path, &therapist).await;
        assert_eq!(status, 200);
        let home = read["persons"].as_array().unwrap().iter();
        let home: Vec<_> = home.filter(|one| one["in_household"] == true).collect();
        assert!(home.len() > 1, "{path}");
        for one in home {
            assert!(one["phone"].is_null() && one["address"].is_null(), "{one}");
        }
        assert!(!read.to_string().contains("Gömstigen"), "{path}");
        assert!(!read.to_string().contains("2019-05-05"), "{path}");
    }
}

/// A funded project of the network, by its id.
async fn funded(site: &TestSite, lead: &str) -> String {
    let projects = format!("/networks/{}/projects", fixture::NETWORK);
    let form = format!(
        "name=X&funder=Y&begins=2026-01-01&ends=2026-12-31&teams={}",
        fixture::TEAMS[0]
    );
    let made = site.post(&projects, lead, &form).await.location.unwrap();
    let made = made.split('?').next().unwrap();
    made.rsplit_once('/').unwrap().1.to_owned()
}

/// A trip that the network's office proposes, by its id.
async fn proposed(site: &TestSite, lead: &str) -> String {
    let register = format!("/networks/{}/proposals", fixture::NETWORK);
    let begun = "template=STOCKHOLM%2Fconference";
    let begun = site.post(&register, lead, begun).await.location.unwrap();
    let trip = "version=1&place=X&trip_from=2027-03-01";
    assert_eq!(site.post(&begun, lead, trip).await.status, 303);
    begun.rsplit('/').next().unwrap().to_owned()
}

/// A goal of a team's development and somebody who applied, both by their ids.
async fn office(site: &TestSite, leader: &str) -> (String, String) {
    let new = format!("/development/new?team={}&whose=team", fixture::TEAMS[0]);
    let goal = site.post(&new, leader, "text=X").await.location.unwrap();
    let goal = goal.split('?').next().unwrap();
    opening::applied(site, None).await;
    let applicant = opening::applicant(site, leader).await;
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    (last(goal), last(&applicant))
}

/// A payer and a bill of its own, both by their ids.
async fn billed(site: &TestSite, lead: &str) -> (String, String) {
    let fees = format!("/networks/{}/fees", fixture::NETWORK);
    let made = async |path: String, form: &str| {
        let made = site.post(&path, lead, form).await.location.unwrap();
        let path = made.split('?').next().unwrap();
        path.rsplit('/').next().unwrap().to_owned()
    };
    let prices = "currency=SEK&from=2026-01-01&organisation=1&team=1&source=P";
    made(format!("{fees}/prices"), prices).await;
    let payer = made(format!("{fees}/payers"), "name=Granvik&currency=SEK").await;
    let at = format!("{fees}/payers/{payer}");
    made(format!("{at}/members"), "team=&from=2026-01-01").await;
    let span = "from=2026-01-01&last=2026-12-31";
    let bill = made(format!("{at}/bills"), span).await;
    (payer, bill)
}

/// The draft of a rota, and a duty of it.
async fn drafted(site: &TestSite, leader: &str) -> (String, String) {
    let rotas = format!("/duty/{}/rotas", hemma_testkit::duty::POOL);
    let draft = site
        .post(&rotas, leader, "first=2026-12-14&last=2026-12-14")
        .await;
    let draft = draft.location.unwrap();
    let (_, rota) = draft.rsplit_once('/').unwrap();
    let page = site.get(&draft, leader).await.body;
    let duty = page.split("data-duty=\"").nth(1).unwrap();
    let duty = duty.split('"').next().unwrap();
    (rota.to_owned(), duty.to_owned())
}

#[tokio::test]
async fn every_address_answers_somebody() {
    let (site, _, interview) = planned().await;
    let (_, measure) = interview.rsplit_once('/').unwrap();
    hemma_testkit::week::fill(&site.db).await;
    let mut readers = Vec::new();
    for (staff, ..) in fixture::STAFF {
        readers.push(site.sign_in(*staff).await);
    }
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let proposal = proposed(&site, &lead).await;
    let leader = site.sign_in(fixture::LEADER).await;
    let (rota, duty) = drafted(&site, &leader).await;
    let (payer, bill) = billed(&site, &lead).await;
    let trainings = format!("/networks/{}/trainings/new", fixture::NETWORK);
    let form = "title=Kvartal&kind=%2Fbooster&language=sv&on=2026-12-03&from=09&to=16&length=whole";
    let planned = site.post(&trainings, &lead, form).await.location.unwrap();
    let planned = planned.split('?').next().unwrap();
    let (_, training) = planned.rsplit_once('/').unwrap();
    let project = funded(&site, &lead).await;
    let time = format!("/teams/{}/consultations/time", fixture::TEAMS[0]);
    let weekly = "from=2026-10-01&weekday=4&at=13&minutes=60";
    assert_eq!(site.post(&time, &leader, weekly).await.status, 303);
    let (goal, application) = office(&site, &leader).await;
    let known = [
        ("{goal}", goal),
        ("{application}", application),
        ("{opening}", hemma_testkit::opening::OPENING.to_string()),
        ("{project}", project),
        ("{rota}", rota),
        ("{duty}", duty),
        ("{training}", training.to_owned()),
        ("{proposal}", proposal),
        ("{payer}", payer),
        ("{bill}", bill),
        ("{network}", fixture::NETWORK.to_string()),
        ("{board}", fixture::BOARDS[0].to_string()),
        ("{case}", fixture::OPEN.to_string()),
        ("{team}", fixture::TEAMS[0].to_string()),
        ("{pool}", hemma_testkit::duty::POOL.to_string()),
        ("{staff}", fixture::THERAPIST.to_string()),
        ("{week}", hemma_testkit::week::written().to_string()),
        ("{measure}", measure.to_owned()),
        ("{kind}", "safety_plan".to_owned()),
        ("{code}", "MST-CAN".to_owned()),
        ("{programme}", "MST-CAN".to_owned()),
        ("{term}", "2026H2".to_owned()),
        ("{figure}", "caseload".to_owned()),
    ];
    let paths = Document::openapi().paths.paths;
    // What may be demanded to know is there once somebody was hired: the pages' own test goes that far.
    // What was sent is kept for itself once a board returned it: so does theirs.
    // Who could have a turn is asked once a rota was published: so does that of on-call.
    let later = ["/merits", "/{sending}", "/takers"];
    let is_asked = |path: &str| !later.iter().any(|end| path.ends_with(end));
    let read_at = paths.iter().filter(|(_, item)| item.get.is_some());
    for (path, _) in read_at.filter(|(path, _)| is_asked(path)) {
        let path = known.iter().fold(path.clone(), |path, (name, value)| {
            path.replace(name, value)
        });
        let mut answers = BTreeSet::new();
        for reader in &readers {
            answers.insert(read(&site, &path, reader).await.0);
        }
        assert!(answers.contains(&200), "{path}: {answers:?}");
        answers.retain(|status| ![200, 403, 404].contains(status));
        assert!(answers.is_empty(), "{path}: {answers:?}");
    }
}

#[tokio::test]
async fn a_search_is_no_address_and_says_nothing_of_what_one_may_not_read() {
    let site = TestSite::new().await;
    let search = async |cookie: &str, body: &str| {
        let sent = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/search")
            .header(header::HOST, "localhost")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json");
        let answer = site
            .request(sent.body(Body::from(body.to_owned())).unwrap())
            .await;
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        (answer.status.as_u16(), body)
    };
    let leader = site.sign_in(fixture::LEADER).await;
    let (status, found) = search(&leader, r#"{"q":"BJÖ-26-001"}"#).await;
    assert_eq!((status, found["key"].as_str()), (200, Some("case_number")));
    assert_eq!(found["hits"][0]["case"], fixture::OPEN.to_string());
    assert!(found["hits"][0]["label"].is_string());
    let other = site.sign_in(fixture::OTHER_BOARD_LEADER).await;
    let (status, found) = search(&other, r#"{"q":"BJÖ-26-001"}"#).await;
    assert_eq!((status, found["hits"].as_array().unwrap().len()), (200, 0));
    for wrong in ["", "{}", r#"{"q":" "}"#, r#"{"q":7}"#] {
        let (status, found) = search(&leader, wrong).await;
        assert_eq!((status, found["problem"].as_str()), (422, Some("invalid")));
    }
    let asked = site.get("/api/v1/search?q=Lingonstig", &leader).await;
    assert_eq!(asked.status.as_u16(), 405);
}

#[tokio::test]
async fn the_desk_reads_without_a_name() {
    let site = TestSite::new().await;
    hemma_testkit::week::fill(&site.db).await;
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let (_, desk) = read(&site, "/api/v1/desk", &consultant).await;
    assert_eq!(desk["cases"][0]["code"], "BJÖ-26-001");
    let week = hemma_testkit::week::written();
    let desk_week = format!("/api/v1/desk/cases/{}/weeks/{week}", fixture::OPEN);
    let (status, read_week) = read(&site, &desk_week, &consultant).await;
    assert_eq!((status, read_week["week"]["steps"].is_array()), (200, true));
    for told in [desk, read_week] {
        for name in ["Fjäril", "Lingonstig"] {
            assert!(!told.to_string().contains(name), "{name}: {told}");
        }
    }
}

#[tokio::test]
async fn a_log_is_read_page_by_page_and_only_as_asked() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let case = format!("/api/v1/cases/{}", fixture::OPEN);
    read(&site, &case, &leader).await;
    let (_, log) = read(&site, &format!("{case}/log"), &leader).await;
    let newest = &log["lines"][0];
    assert_eq!(newest["event"], "case_read");
    assert_eq!(newest["staff"], fixture::LEADER.to_string());
    let older = format!("{case}/log?before={}", newest["seq"]);
    let (_, older) = read(&site, &older, &leader).await;
    let lines = older["lines"].as_array().unwrap();
    assert!(
        lines
            .iter()
            .all(|line| line["seq"].as_i64() < newest["seq"].as_i64())
    );
    let officer = site.sign_in(fixture::RECORDS_OFFICER).await;
    let board = format!("/api/v1/boards/{}/log", fixture::BOARDS[0]);
    let of_therapist = format!("{board}?staff={}", fixture::THERAPIST);
    let (status, log) = read(&site, &of_therapist, &officer).await;
    assert_eq!((status, log["lines"].as_array().unwrap().len()), (200, 0));
    let (status, _) = read(&site, &format!("{board}?pick=some"), &officer).await;
    assert_eq!(status, 422);
}
