//! Development plans on the screens: set, changed, looked back on; and where the open goals appear.

use axum::http::StatusCode;
use hemma_testkit::fixture::{self, TEAMS};

use crate::harness::{Answer, TestSite};

fn new(whose: &str) -> String {
    format!("/development/new?team={}&whose={whose}", TEAMS[0])
}

fn goal_of(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let location = answer.location.as_deref().unwrap();
    location.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_the_month_s_report_counts_is_kept_with_a_leader_s_goal() {
    let site = TestSite::new().await.later(14 * 24 * 3600);
    hemma_testkit::week::fill(&site.db).await;
    let leader = site.sign_in(fixture::LEADER).await;
    let new = new(&format!("leader&staff={}", fixture::LEADER));
    let form = site.get(&new, &leader).await;
    for told in [
        "month/by_leader",
        "Punkter från gruppledaren",
        "1, november 2026",
    ] {
        assert!(form.body.contains(told), "{told} in {}", form.body);
    }
    let typed = "text=Fr%C3%A5gor+varje+vecka&evidence=feedback%2Fmonth%2Foverdue&evidence=feedback%2Fmonth%2Fby_leader";
    let goal = goal_of(&site.post(&new, &leader, typed).await);
    let page = site.get(&goal, &leader).await;
    for told in [
        "2 av 2, november 2026",
        "/month-report\"",
        "1, november 2026",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let api = site.get(&format!("/api/v1{goal}"), &leader).await;
    assert!(api.body.contains("\"month/overdue\""), "{}", api.body);
}

#[tokio::test]
async fn a_goal_is_set_with_what_it_rests_on_and_looked_back_on() {
    let site = TestSite::new().await;
    hemma_testkit::week::fill(&site.db).await;
    let leader = site.sign_in(fixture::LEADER).await;
    let list = site.get("/development", &leader).await;
    assert!(list.body.contains("Ingen annan ser dem"), "{}", list.body);
    let new = new(&format!("therapist&staff={}", fixture::THERAPIST));
    let form = site.get(&new, &leader).await;
    let offered = form.body.split("name=\"evidence\" value=\"").skip(1);
    let offered: Vec<&str> = offered.filter_map(|rest| rest.split('"').next()).collect();
    let point = offered.iter().find(|one| one.starts_with("feedback/"));
    let point = point.unwrap_or_else(|| panic!("{}", form.body));
    let bare = site
        .post(&new, &leader, "text=&what=%C3%96va&owner=&due=")
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["value=\"Öva\"", "Skriv något först", "Varje steg behöver"] {
        assert!(bare.body.contains(kept), "{kept} in {}", bare.body);
    }
    let typed = format!(
        "text=Delm%C3%A5l+att+m%C3%A4ta&evidence={}&what=%C3%96va&owner={}&due=4+december",
        point.replace('/', "%2F"),
        fixture::LEADER
    );
    let goal = goal_of(&site.post(&new, &leader, &typed).await);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let page = site.get(&goal, &therapist).await;
    for told in [
        "Delmål att mäta",
        "BJÖ-26-001 v.",
        "/cases/",
        "4 december 2026",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let silent = site
        .post(
            &format!("{goal}/look"),
            &therapist,
            "version=1&look=&state=open",
        )
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = "version=1&look=Syns&state=open&outcome_1=done";
    let said = site.post(&format!("{goal}/look"), &therapist, said).await;
    assert_eq!(goal_of(&said), goal);
    let stale = "version=1&look=Syns+inte&state=open";
    let stale = site.post(&format!("{goal}/look"), &leader, stale).await;
    assert!(stale.body.contains("Någon annan har ändrat") && stale.body.contains("Syns inte"));
    let edit = site.get(&format!("{goal}/edit"), &leader).await;
    assert!(edit.body.contains("checked") && edit.body.contains("value=\"2\""));
    let changed = "version=2&text=Delm%C3%A5l+med+siffra";
    let changed = site.post(&format!("{goal}/edit"), &leader, changed).await;
    assert_eq!(goal_of(&changed), goal);
    let end = "version=3&look=Klart&state=reached";
    let end = site.post(&format!("{goal}/look"), &leader, end).await;
    assert_eq!(goal_of(&end), goal);
    let over = site.get(&format!("{goal}/edit"), &leader).await;
    assert_eq!(over.status, StatusCode::NOT_FOUND);
    for stranger in [
        fixture::COLLEAGUE,
        fixture::CONSULTANT,
        fixture::NETWORK_LEAD,
    ] {
        let cookie = site.sign_in(stranger).await;
        let refused = site.get(&goal, &cookie).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let list = site.get("/development", &cookie).await;
        assert!(!list.body.contains(&goal), "{}", list.body);
    }
}

#[tokio::test]
async fn open_goals_stand_on_the_supervision_and_review_pages() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let set = |whose: String, text: &'static str| {
        let (site, leader) = (&site, &leader);
        async move {
            let form = format!("text={text}");
            goal_of(&site.post(&new(&whose), leader, &form).await)
        }
    };
    let team = set("team".to_owned(), "Teamets").await;
    let own = set(format!("therapist&staff={}", fixture::THERAPIST), "Enskilt").await;
    let meeting = site
        .get(&format!("/teams/{}/meeting", TEAMS[0]), &leader)
        .await;
    let (before, after) = meeting
        .body
        .split_once("<details><summary>Enskilda")
        .unwrap();
    assert!(before.contains(&team) && !before.contains(&own));
    assert!(after.contains(&own));
    let review = format!("/teams/{}/reviews/2026H2", TEAMS[0]);
    let review = site.get(&review, &leader).await;
    assert!(review.body.contains(&team), "{}", review.body);
    assert!(!review.body.contains(&own), "no matter of a review");
}

#[tokio::test]
async fn a_look_back_is_planned_told_among_things_to_do_and_read_as_json() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let new = new(&format!("therapist&staff={}", fixture::THERAPIST));
    let wrong = site
        .post(&new, &leader, "text=M%C3%A5l&look_on=snart")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["Skriv en dag", "value=\"snart\""] {
        assert!(wrong.body.contains(told), "{told} in {}", wrong.body);
    }
    let goal = site
        .post(&new, &leader, "text=M%C3%A5l&look_on=2026-11-24")
        .await;
    let goal = goal_of(&goal);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let week = site.get("/my-week", &therapist).await;
    assert!(week.body.contains("Följ upp ett utvecklingsmål") && week.body.contains(&goal));
    let next = "version=1&look=Syns&state=open&next_on=14+december+2026";
    let looked = site.post(&format!("{goal}/look"), &therapist, next).await;
    assert_eq!(goal_of(&looked), goal);
    let page = site.get(&goal, &therapist).await;
    assert!(page.body.contains("14 december 2026"), "{}", page.body);
    let api = site.get(&format!("/api/v1{goal}"), &therapist).await;
    let one: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    assert_eq!(
        (&one["look_on"], &one["looks"][0]["text"]),
        (&"2026-12-14".into(), &"Syns".into())
    );
    let plans = site.get("/api/v1/development", &therapist).await;
    assert!(
        plans.body.contains("\"due_on\":\"2026-12-14\""),
        "{}",
        plans.body
    );
    let stranger = site.sign_in(fixture::COLLEAGUE).await;
    let refused = site.get(&format!("/api/v1{goal}"), &stranger).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
