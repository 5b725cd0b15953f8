//! Ratings as a browser sees them: asked, answered once, read as numbers.

use axum::http::StatusCode;
use hemma_app::ctx::Ctx;
use hemma_domain::access::Errand;
use hemma_domain::ids::StaffId;
use hemma_testkit::fixture;

use crate::harness::{TestSite, now};

const DAY: i64 = 86_400;
const RATERS: [StaffId; 3] = [fixture::THERAPIST, fixture::COLLEAGUE, fixture::LEADER];

/// A site with a round about the consultant, and its address.
async fn opened() -> (TestSite, String) {
    let site = TestSite::new().await;
    let upkeep = Ctx::system(Errand::Upkeep, now());
    assert_eq!(site.app.open_rounds(&upkeep).await.unwrap(), 1);
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let list = site.get("/ratings", &cookie).await.body;
    let start = list.find("href=\"/ratings/").expect("a round") + 6;
    let url = list[start..].split('"').next().unwrap().to_owned();
    (site, url)
}

fn cam(value: &str) -> String {
    let fields: Vec<String> = (1..=23)
        .map(|number| format!("cam_{number:02}={value}"))
        .collect();
    fields.join("&")
}

fn team() -> String {
    format!("/teams/{}/ratings", fixture::TEAMS[0])
}

/// The site after the round's last day, with the round closed.
async fn closed(site: &TestSite) -> TestSite {
    let later = site.later(27 * DAY);
    let upkeep = Ctx::system(Errand::Upkeep, now().plus_seconds(27 * DAY));
    assert_eq!(site.app.close_rounds(&upkeep).await.unwrap(), 1);
    later
}

#[tokio::test]
async fn a_rating_waits_is_answered_whole_and_cannot_be_opened_again() {
    let (site, url) = opened().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let week = site.get("/my-week", &cookie).await.body;
    assert!(week.contains("CAM om Corin Havsmo: öppen till tis 15 dec"));
    let board = format!("/teams/{}", fixture::TEAMS[0]);
    assert!(site.get(&board, &cookie).await.body.contains(&url));
    let form = site.get(&url, &cookie).await.body;
    assert!(form.contains("Punkt 23") && form.contains("name=\"cam_23\" value=\"6\""));
    assert!(form.contains("inte ändras eller tas tillbaka"));
    assert!(!form.contains("data-draft") && !form.contains("data-autosave"));
    let half = cam("4").replace("&cam_07=4", "");
    let again = site.post(&url, &cookie, &half).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("1 punkt behöver svar") && again.body.contains("#cam_07"));
    assert!(again.body.contains("cam_07-error"));
    assert!(again.body.contains("name=\"cam_08\" value=\"4\" checked"));
    let sent = site.post(&url, &cookie, &cam("4")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(sent.location.as_deref(), Some("/ratings/sent"));
    let thanks = site.get("/ratings/sent", &cookie).await.body;
    assert!(thanks.contains("Tack för ditt svar"));
    let list = site.get("/ratings", &cookie).await.body;
    assert!(list.contains("Du har svarat") && !list.contains(&url));
    let form = site.get(&url, &cookie).await.body;
    assert!(form.contains("Du har redan svarat") && !form.contains("cam_01"));
    let twice = site.post(&url, &cookie, &cam("1")).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let week = site.get("/my-week", &cookie).await.body;
    assert!(!week.contains("CAM om"));
}

#[tokio::test]
async fn what_nobody_asks_nobody_answers() {
    let (site, url) = opened().await;
    for (staff, status) in [
        (fixture::CONSULTANT, StatusCode::FORBIDDEN),
        (fixture::RESOURCE, StatusCode::FORBIDDEN),
        (fixture::OTHER_TEAM_LEADER, StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(staff).await;
        assert_eq!(site.get(&url, &cookie).await.status, status);
        assert_eq!(site.post(&url, &cookie, &cam("4")).await.status, status);
        let list = site.get("/ratings", &cookie).await.body;
        assert!(list.contains("Inget att svara på just nu"));
    }
}

#[tokio::test]
async fn a_rating_sent_after_the_sessions_end_is_kept_for_nobody() {
    let (site, url) = opened().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let late = site.later(3 * 3600);
    let answer = late.post(&url, &cookie, &cam("2")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location.unwrap().starts_with("/sign-in"));
    let again = late.sign_in(fixture::THERAPIST).await;
    let place = format!("/drafts?place={url}");
    let typed = late.post(&place, &again, "cam_01=2").await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut tx = site.db.read().await.unwrap();
    let row = tx.one("SELECT count(*) AS n FROM drafts", &[]).await;
    assert_eq!(row.unwrap().get::<i64>("n").unwrap(), 0);
}

#[tokio::test]
async fn numbers_are_shown_after_closing_to_those_who_may_read_them() {
    let (site, url) = opened().await;
    for (rater, value) in RATERS.iter().zip(["3", "4", "6"]) {
        let cookie = site.sign_in(*rater).await;
        let sent = site.post(&url, &cookie, &cam(value)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let desk = site.get("/desk", &consultant).await.body;
    assert!(desk.contains(&team()));
    let open = site.get(&team(), &consultant).await.body;
    assert!(open.contains("3 av 3") && !open.contains("4,33"));
    let later = closed(&site).await;
    let consultant = later.sign_in(fixture::CONSULTANT).await;
    let told = later.get(&team(), &consultant).await.body;
    assert!(told.contains("4,33") && told.contains("13/3"), "{told}");
    assert!(told.contains("inte bekräftad av rättighetshavaren"));
    let network = later.sign_in(fixture::NETWORK_LEAD).await;
    assert!(later.get(&team(), &network).await.body.contains("4,33"));
    let leader = later.sign_in(fixture::LEADER).await;
    let own = later.get(&team(), &leader).await.body;
    assert!(!own.contains("4,33") && !own.contains("CAM"), "{own}");
    assert!(own.contains("2 skulle svara, och minst 3 behövs"));
    let therapist = later.sign_in(fixture::THERAPIST).await;
    let refused = later.get(&team(), &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn too_few_answers_are_told_as_such() {
    let (site, url) = opened().await;
    let cookie = site.sign_in(fixture::COLLEAGUE).await;
    site.post(&url, &cookie, &cam("1")).await;
    let later = closed(&site).await;
    let consultant = later.sign_in(fixture::CONSULTANT).await;
    let told = later.get(&team(), &consultant).await.body;
    assert!(told.contains("1 av 3") && told.contains("För få svar för att visas"));
    let rater = later.sign_in(fixture::THERAPIST).await;
    let form = later.get(&url, &rater).await.body;
    assert!(form.contains("har gått ut"), "{form}");
}

#[tokio::test]
async fn ratings_read_as_json_and_name_nobody_who_gave_them() {
    let (site, url) = opened().await;
    for (rater, value) in RATERS.iter().zip(["3", "4", "6"]) {
        let cookie = site.sign_in(*rater).await;
        site.post(&url, &cookie, &cam(value)).await;
    }
    let rater = site.sign_in(fixture::THERAPIST).await;
    let mine = site.get("/api/v1/ratings", &rater).await.body;
    assert!(mine.contains("\"answered\":true"), "{mine}");
    let later = closed(&site).await;
    let consultant = later.sign_in(fixture::CONSULTANT).await;
    let told = later.get(&format!("/api/v1{}", team()), &consultant).await;
    assert!(told.body.contains("\"numerator\":13,\"denominator\":3"));
    for rater in RATERS {
        assert!(!told.body.contains(&rater.to_string()), "{}", told.body);
    }
}
