//! Proposals on the screens: written, signed, followed.

use axum::http::{Method, StatusCode};
use hemma_testkit::fixture;
use hemma_testkit::opening::pdf;

use crate::harness::{TestSite, multipart};

#[tokio::test]
async fn a_proposal_is_written_signed_and_found_again() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let register = format!("/networks/{}/proposals", fixture::NETWORK);
    let post =
        async |path: &str, form: &str| site.send(Method::POST, path, Some(&lead), form).await;
    let none = site.get(&register, &lead).await;
    assert!(none.body.contains("Inga ärenden ännu"), "{}", none.body);
    let made = post(&register, "template=STOCKHOLM%2Fconference").await;
    let url = made.location.unwrap();
    let draft = site.get(&url, &lead).await;
    assert!(draft.body.contains("ett diarienummer"), "{}", draft.body);

    let wrong = "version=1&heading=Resa&dated_on=snart&costs_what=Flyg&costs_amount=dyrt";
    let wrong = post(&url, wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "value=\"snart\"",
        "value=\"dyrt\"",
        "2 saker behöver rättas",
    ] {
        assert!(wrong.body.contains(kept), "{kept}");
    }
    let form = "version=1&heading=Resa+till+P%C3%A5hittsstad&diary=2.5-0001%2F2026&dated_on=2026-11-23\
        &addressee=P%C3%A5hittets+n%C3%A4mnd&handler=Nanna&points=Ett.%0D%0A%0D%0ATv%C3%A5.\
        &text_summary=A&text_background=B&text_preparation=C&costs_what=Flyg&costs_amount=13+500\
        &funding_what=Avgifter&funding_amount=13500%2C00&place=P%C3%A5hittsstad&trip_from=2027-03-01&participants=Tuva";
    let saved = post(&url, form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let stale = post(&url, form).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("Någon annan har sparat"));
    let signed = post(&format!("{url}/move"), "version=2&step=sign").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let page = site.get(&url, &lead).await;
    for told in [
        "Dnr 2.5-0001/2026",
        "<li>Två.</li>",
        "13\u{a0}500\u{a0}kr",
        "Skickat till nämnden",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    post(&format!("{url}/move"), "version=3&step=send").await;
    let backwards = "version=4&step=rule&on=2026-12-15&outcome=granted&approved_on=2026-12-01";
    let refused = post(&format!("{url}/move"), backwards).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ruled = post(
        &format!("{url}/move"),
        "version=4&step=rule&on=2026-12-15&outcome=granted",
    )
    .await;
    assert_eq!(ruled.status, StatusCode::SEE_OTHER, "{}", ruled.body);
    let found = site.get(&format!("{register}?q=0001"), &lead).await;
    assert!(
        found
            .body
            .contains("Protokollet justeras senast 29 december 2026"),
        "{}",
        found.body
    );
    let nothing = site.get(&format!("{register}?q=charleston"), &lead).await;
    assert!(nothing.body.contains("Inget ärende passar"));
    reads_as_json(&site, &lead, &register).await;
}

async fn reads_as_json(site: &TestSite, lead: &str, register: &str) {
    let api = format!("/api/v1{register}");
    let list = site.get(&api, lead).await;
    let list: serde_json::Value = serde_json::from_str(&list.body).unwrap();
    let id = list["items"][0]["id"].as_str().unwrap();
    let one = site.get(&format!("{api}/{id}"), lead).await;
    let one: serde_json::Value = serde_json::from_str(&one.body).unwrap();
    assert_eq!(one["costs"][0]["ore"], 1_350_000);
    assert_eq!(
        (&one["stage"], &one["due"]["what"]),
        (&"decided".into(), &"approval".into())
    );
}

#[tokio::test]
async fn a_file_goes_with_a_proposal_and_is_given_back_as_one_that_no_browser_opens() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let register = format!("/networks/{}/proposals", fixture::NETWORK);
    let made = site
        .post(&register, &lead, "template=STOCKHOLM%2Fconference")
        .await;
    let url = made.location.unwrap();
    let files = format!("{url}/attachments");
    let send = async |title: &str, file: &[u8], version: &str| {
        let fields = [("version", version), ("attachment_title", title)];
        let body = multipart(&fields, Some(("attachment", file)));
        site.post_file(&files, Some(&lead), body).await
    };
    let script = send("Program", b"#!/bin/sh", "1").await;
    assert_eq!(script.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["Filen är ingen PDF", "value=\"Program\""] {
        assert!(script.body.contains(told), "{told} in {}", script.body);
    }
    let large = send("Program", &vec![b'x'; 7 * 1024 * 1024], "1").await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let whole = pdf("");
    for _twice in 0..2 {
        let sent = send("Program", &whole, "1").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    let stale = send("Inbjudan", &whole, "1").await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("Någon annan har sparat"));
    let page = site.get(&url, &lead).await;
    let at = page.body.find(&format!("{files}/")).unwrap();
    let file = page.body[at..].split('"').next().unwrap().to_owned();
    let file = file.trim_end_matches("/remove");
    let got = site.get(file, &lead).await;
    assert_eq!(got.body.into_bytes(), whole);
    for (name, value) in [
        ("content-type", "application/octet-stream"),
        ("content-disposition", "attachment; filename=\"bilaga.pdf\""),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(got.headers.get(name).unwrap(), value);
    }
    let leader = site.sign_in(fixture::LEADER).await;
    let hidden = site.get(file, &leader).await;
    assert!(hidden.status.is_client_error());
    let api = site.get(&format!("/api/v1{url}"), &lead).await;
    let one: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    assert_eq!(
        (&one["attachments"][0], &one["files"][0]["address"]),
        (&"Program".into(), &file.into())
    );
    let gone = site
        .post(&format!("{file}/remove"), &lead, "version=2")
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(file, &lead).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_returned_is_read_as_it_was_sent() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let register = format!("/networks/{}/proposals", fixture::NETWORK);
    let post =
        async |path: &str, form: &str| site.send(Method::POST, path, Some(&lead), form).await;
    let made = post(&register, "template=STOCKHOLM%2Fconference").await;
    let url = made.location.unwrap();
    let form = "heading=Resa+med+flyg&diary=2.5-0001%2F2026&dated_on=2026-11-23&addressee=N%C3%A4mnden\
        &handler=Nanna&points=Ett.&text_summary=A&text_background=B&text_preparation=C&costs_what=Flyg&costs_amount=13500\
        &funding_what=Avgifter&funding_amount=13500&place=P%C3%A5hittsstad&trip_from=2027-03-01&participants=Tuva";
    let saved = post(&url, &format!("version=1&{form}")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let steps = [
        "version=2&step=sign",
        "version=3&step=send",
        "version=4&step=rule&on=2026-12-15&outcome=returned&note=Redovisa+t%C3%A5get.",
        "version=5&step=reopen",
    ];
    for step in steps {
        let moved = post(&format!("{url}/move"), step).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{step}");
    }
    let form = form.replace("flyg", "t%C3%A5g");
    let saved = post(&url, &format!("version=6&{form}")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let draft = site.get(&url, &lead).await;
    for told in [
        "Resa med tåg",
        "Tidigare hos nämnden",
        "Signerat av Nanna Vindflöjel",
        "15 december 2026",
        "Redovisa tåget.",
    ] {
        assert!(draft.body.contains(told), "{told} in {}", draft.body);
    }
    let at = draft.body.find(&format!("{url}/sendings/")).unwrap();
    let sent = draft.body[at..].split('"').next().unwrap().to_owned();
    let was = site.get(&sent, &lead).await;
    for told in ["Resa med flyg", "när det skickades", "Redovisa tåget."] {
        assert!(was.body.contains(told), "{told} in {}", was.body);
    }
    assert!(!was.body.contains("step=") && !was.body.contains("name=\"step\""));
    let list = site.get(&register, &lead).await;
    assert!(list.body.contains("återremitterat en gång"));
    let api = site.get(&format!("/api/v1{url}"), &lead).await;
    let one: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    let round = &one["past"][0];
    assert_eq!(round["rulings"][0]["outcome"], "returned");
    let address = round["address"].as_str().unwrap();
    let was = site.get(address, &lead).await;
    let was: serde_json::Value = serde_json::from_str(&was.body).unwrap();
    assert_eq!(
        (&was["heading"], &was["note"]),
        (&"Resa med flyg".into(), &"Redovisa tåget.".into())
    );
}
