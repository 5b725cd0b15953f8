//! On-call as its planners prepare it: the rules, who can be on call, and a rota that is proposed.

use axum::http::{Method, StatusCode};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use super::duty::{published, value_of};
use crate::harness::TestSite;

#[tokio::test]
async fn the_rules_stand_in_words_with_their_value_day_source_and_trust() {
    let (site, leader, therapist) = published().await;
    let base = format!("/duty/{POOL}");
    for cookie in [&leader, &therapist] {
        let rota = site.get(&format!("{base}/rota"), cookie).await.body;
        assert!(rota.contains(&format!("{base}/agreement")), "{rota}");
    }
    let page = site.get(&format!("{base}/agreement"), &therapist).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Veckovila: minst 36 timmar i följd",
        "Minst en hel helg utan beredskap mellan två helger",
        "Ordinarie arbetstid är måndag–fredag 08:00–17:00",
        "räknas en heltid som 40 timmar",
        "gäller från 1 januari 2026",
        "Arbetstidslagen (1982:673) 10 b",
        "Inte bekräftat",
        "långfredagen: från klockan 18:00 dagen före till klockan 07:00 4 dagar efter",
        "Vardagskväll: måndag–fredag 19:00–22:00",
        "Första linjen bemannas av: Familjebehandlare",
        "20000",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let outside = site.sign_in(fixture::ADMINISTRATOR).await;
    let refused = site.get(&format!("{base}/agreement"), &outside).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn planners_see_who_can_be_on_call_and_write_down_shares_and_years() {
    let (site, leader, therapist) = published().await;
    let base = format!("/duty/{POOL}");
    let (who, line) = (fixture::THERAPIST, hemma_testkit::duty::LINES[0]);
    let send = async |path: String, form: String| {
        let answer = site.send(Method::POST, &path, Some(&leader), &form).await;
        (answer.status, answer.body)
    };
    let share = format!("{base}/members/{who}");
    assert_eq!(
        send(share.clone(), "share=75".to_owned()).await.0,
        StatusCode::SEE_OTHER
    );
    let later = "share=50&from=2026-12-14".to_owned();
    for (from, expected) in [("2026-12-14", 303), ("2026-12-15", 404)] {
        let done = send(share.clone(), later.clone()).await;
        assert_eq!(done.0, StatusCode::SEE_OTHER);
        let back = send(format!("{share}/unshare"), format!("from={from}")).await;
        assert_eq!(back.0.as_u16(), expected);
    }
    let someday = send(share.clone(), "share=50&from=sen".to_owned()).await;
    assert_eq!(someday.0, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = send(share, "share=halv".to_owned()).await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.1.contains("ett helt tal från 0 till 100"));
    let year = |year: &str| format!("staff={who}&line={line}&year={year}&nights=41&weekends=6");
    let burdens = format!("{base}/burdens");
    let late = send(burdens.clone(), year("2026")).await;
    assert_eq!(late.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.1.contains("value=\"2026\""), "what was typed stays");
    assert_eq!(send(burdens, year("2025")).await.0, StatusCode::SEE_OTHER);
    let page = site.get(&format!("{base}/members"), &leader).await.body;
    assert!(page.contains("value=\"75\""), "{page}");
    assert!(page.contains("50\u{a0}% från 14 december 2026"), "{page}");
    assert!(page.contains("2025, Första linjen: 41 nätter, 6 helger, 0 helgdagar"));
    let read = site
        .get(&format!("/api/v1/pools/{POOL}/members"), &leader)
        .await;
    let read: serde_json::Value = serde_json::from_str(&read.body).unwrap();
    assert_eq!(read["years"][0]["nights"], 41);
    let members = read["members"].as_array().unwrap();
    let own = members.iter().find(|one| one["staff"] == who.to_string());
    let shares = own.unwrap()["shares"].as_array().unwrap();
    assert_eq!((&shares[0]["share"], shares.len()), (&75.into(), 2));
    let refused = site.get(&format!("{base}/members"), &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let rota = site.get(&format!("{base}/rota"), &therapist).await.body;
    assert!(!rota.contains("/members"), "no dead end for others");
}

/// The page of a proposal once nobody looks for it any more.
async fn settled(site: &TestSite, propose: &str, cookie: &str) -> String {
    loop {
        let body = site.get(propose, cookie).await.body;
        if !body.contains("data-wait") {
            return body;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_rota_is_proposed_explained_and_kept_without_script() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let post = async |path: &str, form: &str| {
        let answer = site.send(Method::POST, path, Some(&leader), form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location.unwrap()
    };
    let form = "first=2026-12-14&last=2026-12-20";
    let draft = post(&format!("/duty/{POOL}/rotas"), form).await;
    let page = site.get(&draft, &leader).await.body;
    assert!(page.contains("Föreslå ett schema") && page.contains("data-assign"));
    let propose = format!("{draft}/propose");
    let asked = site.get(&propose, &leader).await.body;
    assert!(asked.contains("inte att bevisa"), "no helper here: {asked}");
    let refused = site
        .send(Method::POST, &propose, Some(&leader), "seconds=soon")
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&propose, "seconds=20").await, propose);
    let body = settled(&site, &propose, &leader).await;
    assert!(body.contains("bryter inte mot någon regel"), "{body}");
    assert!(body.contains("Alla pass är besatta"), "{body}");
    let form = format!("id={}", value_of(&body, "id"));
    let kept = post(&format!("{propose}/keep"), &form).await;
    let page = site.get(&kept, &leader).await.body;
    assert!(page.contains("Förslaget är utkastet nu"), "{page}");
    assert!(!page.contains("Planen bryter mot"), "{page}");
    let why = page.split("/why/").nth(1).unwrap();
    let duty = why.split('"').next().unwrap();
    let why = site.get(&format!("{draft}/why/{duty}"), &leader).await;
    assert_eq!(why.status, StatusCode::OK);
    assert!(
        why.body.contains("data-taker") && why.body.contains("poäng"),
        "{}",
        why.body
    );
    let unknown = site.get(&format!("{draft}/why/{POOL}"), &leader).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    // What it would cost in all is worked out on request, here without proof.
    let taker = why.body.split("data-taker=\"").nth(1).unwrap();
    let taker = taker.split('"').next().unwrap();
    let duty = format!("{draft}/why/{duty}");
    let (ask, form) = (format!("{duty}/price"), format!("staff={taker}"));
    let nobody = site.send(Method::POST, &ask, Some(&leader), "staff=").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&ask, &form).await, duty);
    let body = settled(&site, &duty, &leader).await;
    assert!(body.contains("data-price"), "{body}");
    assert!(body.contains("går inte att bevisa"), "{body}");
    let api = duty.replace("/duty/", "/api/v1/pools/");
    let told = site.get(&api, &leader).await.body;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["asked"]["staff"], taker);
    assert_eq!(told["asked"]["stage"], "known");
    assert_eq!(told["asked"]["price"]["least"], serde_json::Value::Null);
}

#[tokio::test]
async fn a_pool_without_therapists_is_told_which_duties_stay_open_and_why() {
    let site = TestSite::new().await;
    let left = "2026-12-17".parse().unwrap();
    hemma_testkit::duty::empty(&site.db, left).await;
    let leader = site.sign_in(fixture::LEADER).await;
    let post = async |path: &str, form: &str| {
        let answer = site.send(Method::POST, path, Some(&leader), form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location.unwrap()
    };
    let form = "first=2026-12-01&last=2026-12-31";
    let draft = post(&format!("/duty/{POOL}/rotas"), form).await;
    let propose = format!("{draft}/propose");
    post(&propose, "seconds=20").await;
    let body = settled(&site, &propose, &leader).await;
    assert!(
        body.contains("inte mot någon regel"),
        "it ends with a rota: {body}"
    );
    let nobodys = body.matches("håller reglerna kan besätta det").count();
    assert!(nobodys >= 9, "{nobodys}: each with its price: {body}");
    assert!(
        body.contains("ons 16 dec 17:00 – tor 17 dec 08:00"),
        "{body}"
    );
    assert!(
        body.contains("ingen tjänst i poolen bemannar linjen då"),
        "and why: {body}"
    );
    let api = draft.replace("/duty/", "/api/v1/pools/");
    let read = async |path: &str| {
        let answer = site.get(&format!("{api}{path}"), &leader).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()
    };
    let told = read("/proposal").await;
    assert_eq!(told["stage"], "ready");
    assert_eq!(told["found"]["engine"], "search");
    let open = told["found"]["open"].as_array().unwrap();
    assert_eq!(open.len(), nobodys);
    assert!(open.iter().all(|one| one["price"]["possible"] == false));
    let troubles = told["troubles"].as_array().unwrap();
    let eligible = troubles
        .iter()
        .filter(|one| one["kind"] == "nobody_eligible");
    assert_eq!(eligible.count(), nobodys);
    let rota = read("").await;
    assert_eq!(rota["rota"]["state"], "draft");
    let duties = rota["duties"].as_array().unwrap();
    assert_eq!(rota["open"], duties.len(), "nothing is kept yet");
    assert_eq!(duties[0]["staff"], serde_json::Value::Null);
    let why = read(&format!("/why/{}", open[0]["duty"]["id"].as_str().unwrap())).await;
    let takers = why["takers"].as_array().unwrap();
    assert!(
        takers.iter().all(|one| one["against"][0] == "not_eligible"),
        "{why}"
    );
}
