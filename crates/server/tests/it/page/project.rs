//! Funded projects, as the network's lead and a team's leader see them.

use axum::http::{Method, StatusCode};
use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn a_project_is_added_followed_and_given_figures() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let list = format!("/networks/{}/projects", fixture::NETWORK);
    let send = async |path: &str, who: &str, form: &str| {
        site.send(Method::POST, path, Some(who), form).await
    };
    let empty = site.get(&list, &lead).await;
    assert!(empty.body.contains("Inga projekt"), "{}", empty.body);
    let wrong = send(&list, &lead, "name=X&funder=Y&begins=nyss&ends=2027-12-31").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Skriv en dag") && wrong.body.contains("value=\"nyss\""));
    let form = format!(
        "name=Två+team&funder=Stiftelsen&begins=2026-01-01&ends=2027-12-31&teams={}&teams={}",
        fixture::TEAMS[0],
        fixture::TEAMS[1]
    );
    let made = send(&list, &lead, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let to = made.location.unwrap();
    let one = to.split('?').next().unwrap();
    let items = format!("{one}/items");
    let goal = "kind=goal&title=Familjer+börjar&figure=cases_opened&direction=at-least&limit=40";
    assert_eq!(
        send(&items, &lead, goal).await.status,
        StatusCode::SEE_OTHER
    );
    let vague = "kind=goal&title=Få+placeras&figure=pct_placed&direction=below&limit=få";
    let vague = send(&items, &lead, vague).await;
    assert_eq!(vague.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(vague.body.contains("högst två decimaler") && vague.body.contains("value=\"få\""));
    let money = send(&items, &lead, "kind=instalment&title=Första&on=2026-02-01").await;
    assert_eq!(money.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(money.body.contains("Skriv ett belopp"), "{}", money.body);
    let money = "kind=instalment&title=Första&on=2026-02-01&amount=450+000";
    assert_eq!(
        send(&items, &lead, money).await.status,
        StatusCode::SEE_OTHER
    );
    let page = site.get(one, &lead).await.body;
    for words in [
        "inga siffror ännu",
        "väntar på siffror från",
        "450\u{a0}000\u{a0}kr",
        "försenat",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let leader = site.sign_in(fixture::LEADER).await;
    let own = format!("/teams/{}/projects", fixture::TEAMS[0]);
    let review = format!("/teams/{}/review", fixture::TEAMS[0]);
    assert!(site.get(&review, &leader).await.body.contains(&own));
    let page = site.get(&own, &leader).await.body;
    assert!(page.contains("inte lämnat") && page.contains("Lämna siffrorna för 2026"));
    let project = one.rsplit('/').next().unwrap();
    let given = send(&format!("{own}/{project}/2026"), &leader, "").await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let page = site.get(one, &lead).await.body;
    assert!(
        page.contains("Tillsammans") && page.contains("minst 40"),
        "{page}"
    );
    assert!(page.contains("målet är inte nått"), "{page}");
    reads_as_json(&site, one, &lead).await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let refused = site.get(&own, &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

async fn reads_as_json(site: &TestSite, one: &str, lead: &str) {
    let api = site.get(&format!("/api/v1{one}"), lead).await;
    let api: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    assert_eq!(api["items"].as_array().unwrap().len(), 2);
    assert_eq!(api["together"][0]["figure"], "cases_opened");
    let goals = api["items"].as_array().unwrap().iter();
    let goal = &goals.map(|one| &one["goal"]).find(|goal| goal.is_object());
    let goal = goal.unwrap();
    assert_eq!(
        (&goal["at_least"], &goal["met"]),
        (&40.0.into(), &false.into())
    );
}

#[tokio::test]
async fn a_goal_whose_figure_is_no_longer_shown_says_so() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let list = format!("/networks/{}/projects", fixture::NETWORK);
    let form = format!(
        "name=Två+team&funder=Stiftelsen&begins=2026-01-01&ends=2027-12-31&teams={}",
        fixture::TEAMS[0]
    );
    let made = site.post(&list, &lead, &form).await.location.unwrap();
    let one = made.split('?').next().unwrap();
    let goal = "kind=goal&title=Intervjuer+görs&figure=cases_opened&direction=at-least&limit=40";
    site.post(&format!("{one}/items"), &lead, goal).await;
    // A goal from when projects showed it.
    let mut tx = site.db.write("test").await.unwrap();
    let sql = "UPDATE project_items SET figure = 'pct_collected'";
    tx.run(sql, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let page = site.get(one, &lead).await.body;
    assert!(page.contains("visas inte längre för projekt"), "{page}");
}
