//! Consultation on the screens: planned, moved, noted, counted; and as a calendar.

use axum::http::StatusCode;
use hemma_testkit::fixture::{self, TEAMS};

use crate::harness::{Answer, TestSite};

fn list() -> String {
    format!("/teams/{}/consultations", TEAMS[0])
}

fn of(week: &str) -> String {
    format!("{}/{week}", list())
}

fn moved_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.as_deref().unwrap()
}

/// A team with its consultations on Thursdays since the beginning of October, and its consultant's cookie.
async fn planned() -> (TestSite, String) {
    let site = TestSite::new().await;
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let form = "weekday=4&at=13.00&minutes=60&from=1+oktober+2026";
    let set = site
        .post(&format!("{}/time", list()), &consultant, form)
        .await;
    assert!(moved_to(&set).ends_with("done=consultation-time"));
    (site, consultant)
}

#[tokio::test]
async fn a_weekly_time_gives_a_calendar_that_is_counted() {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let none = site.get(&list(), &therapist).await;
    assert!(none.body.contains("Ingen fast tid ännu"), "{}", none.body);
    assert!(!none.body.contains("/time\""), "not theirs to plan");
    let (site, consultant) = planned().await;
    let wrong = "weekday=4&at=sen&minutes=l%C3%A5ng&from=snart";
    let wrong = site
        .post(&format!("{}/time", list()), &consultant, wrong)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "value=\"snart\"",
        "value=\"lång\"",
        "3 saker behöver rättas",
    ] {
        assert!(wrong.body.contains(kept), "{kept} in {}", wrong.body);
    }
    let page = site.get(&list(), &consultant).await;
    for told in [
        "torsdagar 13:00, 1 h, sedan 1 oktober 2026",
        "torsdag 26 november 13:00, 1 h",
        "0 av 8",
        "kvartal 4 2026",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let next = site
        .get(&format!("{}?term=2027Q1", list()), &consultant)
        .await;
    assert!(
        next.body.contains("torsdag 7 januari 13:00"),
        "{}",
        next.body
    );
    let christmas = site
        .get(&format!("{}?term=2026Q4", list()), &consultant)
        .await;
    assert!(christmas.body.contains("Röd dag: flytta eller låt utgå"));
    let wide = site
        .get(&format!("{}?term=1900Q1", list()), &consultant)
        .await;
    assert_eq!(wide.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_consultation_is_noted_with_its_minutes() {
    let (site, consultant) = planned().await;
    hemma_testkit::week::fill(&site.db).await;
    let (held, there) = (of("2026-W47"), fixture::CONSULTANT);
    let page = site.get(&held, &consultant).await;
    for told in [
        "Inte noterad",
        "Corin Havsmo",
        "Skriftlig återkoppling på v.\u{a0}46",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let named = format!("version=0&attended={there}&text=Lingonstig+har+det+lugnare");
    let named = site
        .post(&format!("{held}/held"), &consultant, &named)
        .await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["Lingonstig har det lugnare", "name=\"meant\"", " checked"] {
        assert!(named.body.contains(kept), "{kept} in {}", named.body);
    }
    let noted = format!("version=0&attended={there}&text=BJ%C3%96-26-001+har+det+lugnare");
    let noted = site
        .post(&format!("{held}/held"), &consultant, &noted)
        .await;
    assert!(moved_to(&noted).ends_with("done=consultation-held"));
    let leader = site.sign_in(fixture::LEADER).await;
    let stale = format!("version=0&attended={there}&text=");
    let stale = site.post(&format!("{held}/held"), &leader, &stale).await;
    assert!(
        stale.body.contains("Någon annan har ändrat"),
        "{}",
        stale.body
    );
}

#[tokio::test]
async fn a_coming_consultation_is_moved_and_called_off() {
    let (site, consultant) = planned().await;
    hemma_testkit::week::fill(&site.db).await;
    let leader = site.sign_in(fixture::LEADER).await;
    // Feedback on the week that is written is read in the week after.
    let this = of("2026-W48");
    let desk = site.get(&this, &consultant).await;
    assert!(desk.body.contains("/desk/cases/"), "{}", desk.body);
    assert!(!desk.body.contains("Malva"), "{}", desk.body);
    let team = site.get(&this, &leader).await;
    assert!(team.body.contains("BJÖ-26-001") && !team.body.contains("/desk/cases/"));

    let other = "version=0&on=2026-12-01&at=9&length=45&reason=Resa";
    let other = site.post(&format!("{this}/move"), &leader, other).await;
    assert!(
        other.body.contains("ligger i en annan vecka"),
        "{}",
        other.body
    );
    let to = "version=0&on=25+november&at=9.30&length=45&reason=Resa";
    let moved = site.post(&format!("{this}/move"), &leader, to).await;
    assert!(moved_to(&moved).ends_with("done=consultation-moved"));
    let page = site.get(&list(), &leader).await;
    for told in [
        "onsdag 25 november 09:30, 45 min",
        "flyttad från tor 26 nov: Resa",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let silent = site
        .post(&format!("{this}/cancel"), &leader, "version=1&reason=")
        .await;
    assert!(silent.body.contains("Skriv varför den ställs in"));
    let off = site
        .post(&format!("{this}/cancel"), &leader, "version=1&reason=Sjuk")
        .await;
    assert!(moved_to(&off).ends_with("done=consultation-cancelled"));
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let read = site.get(&this, &therapist).await;
    assert!(read.body.contains("Inställd") && !read.body.contains("/cancel\""));
}

#[tokio::test]
async fn a_calendar_of_consultations_tells_times_and_nothing_else() {
    let (site, consultant) = planned().await;
    let made = site
        .post(&format!("{}/calendars", list()), &consultant, "make=1")
        .await;
    let address = made.body.split("feed-address\">").nth(1);
    let address = address.and_then(|rest| rest.split('<').next());
    let address = address.unwrap_or_else(|| panic!("{}", made.body));
    let path = address.split("/c/").nth(1).unwrap();
    let path = format!("/c/{path}");
    let calendar = site.get(&path, "").await;
    assert_eq!(calendar.status, StatusCode::OK);
    for told in [
        "SUMMARY:Konsultation\\, MST-CAN Björkdalen",
        "DTSTART:20261126T120000Z",
        "DTEND:20261126T130000Z",
        "DTSTART:20270617T110000Z",
        "STATUS:CANCELLED",
    ] {
        assert!(calendar.body.contains(told), "{told} in {}", calendar.body);
    }
    let page = site.get(&list(), &consultant).await;
    let revoke = page.body.split("action=\"/consultations/calendars/").nth(1);
    let id = revoke.unwrap().split('"').next().unwrap();
    let revoke = format!("/consultations/calendars/{id}");
    let gone = site.post(&revoke, &consultant, "x=1").await;
    assert!(moved_to(&gone).ends_with("done=feed-revoked"));
    let gone = site.get(&path, "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_weekly_time_says_until_when_the_consultant_reads_a_week() {
    let (site, consultant) = planned().await;
    hemma_testkit::week::fill(&site.db).await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let week = format!(
        "/cases/{}/weeks/{}",
        fixture::OPEN,
        hemma_testkit::week::written()
    );
    let handed_in = site
        .post(&format!("{week}/hand-in"), &therapist, "x=1")
        .await;
    assert_eq!(
        handed_in.status,
        StatusCode::SEE_OTHER,
        "{}",
        handed_in.body
    );
    let page = site.get(&week, &therapist).await;
    assert!(
        page.body.contains("läser till torsdag 26 november"),
        "{}",
        page.body
    );
    let form = "weekday=3&at=13.00&minutes=60&from=2026-11-23";
    let set = site
        .post(&format!("{}/time", list()), &consultant, form)
        .await;
    moved_to(&set);
    let page = site.get(&week, &therapist).await;
    assert!(
        page.body.contains("läser till onsdag 25 november"),
        "{}",
        page.body
    );
    let times = site.get(&list(), &consultant).await;
    assert!(times.body.contains("i stället för den i teamets veckorytm"));
}
