//! Forms under a case, and the safety plan.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

fn forms() -> String {
    format!("/cases/{}/artefacts", fixture::OPEN)
}

/// Begins a form; gives the id of its draft.
async fn start(site: &TestSite, cookie: &str, kind: &str) -> String {
    let answer = site
        .post(&format!("{}/{kind}/start", forms()), cookie, "from=")
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let to = answer.location.unwrap();
    to.split_once("draft=").unwrap().1.to_owned()
}

/// A safety plan with all that must be there, as a browser sends it.
fn plan(draft: &str, version: u32) -> String {
    let (child, mother) = (fixture::CHILD, fixture::MOTHER);
    format!(
        "draft={draft}&version={version}&n.risks=1&r.risks.0.risk=Slag&r.risks.0.level=high&n.warning_signs=1\
         &r.warning_signs.0.person={mother}&n.steps=2&r.steps.0.level=danger&r.steps.0.person={child}\
         &r.steps.0.step=G%C3%A5r+till+grannen,+ring+112&n.safe_places=1&r.safe_places.0.child={child}\
         &r.safe_places.0.adult=Mormor&r.safe_places.0.place=K%C3%B6ket&n.contacts=1&r.contacts.0.who=Mormor\
         &r.contacts.0.phone=070-000+00+01&n.child_words=1&r.child_words.0.child={child}\
         &r.child_words.0.words=Min+katt&f.next_review=10+december+2026"
    )
}

#[tokio::test]
async fn a_safety_plan_is_made_signed_and_read_at_the_door() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let safety = format!("/cases/{}/safety", fixture::OPEN);
    let before = site.get(&safety, &cookie).await;
    assert!(before.body.contains("notice danger") && before.body.contains("innan andra mål"));

    let draft = start(&site, &cookie, "safety_plan").await;
    let edit = format!("{}/safety_plan/edit", forms());
    let page = site.get(&format!("{edit}?draft={draft}"), &cookie).await;
    assert!(page.body.contains("data-autosave") && page.body.contains("21 december 2026"));
    let half = format!("draft={draft}&version=1&f.code_word=ananas&do=sign");
    let refused = site.post(&edit, &cookie, &half).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("href=\"#f.steps\"") && refused.body.contains("ananas"));
    let saved = site.post(&edit, &cookie, &plan(&draft, 1)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let signed = site
        .post(&edit, &cookie, &format!("{}&do=sign", plan(&draft, 2)))
        .await;
    let version = format!("{}/safety_plan/versions/{draft}", forms());
    assert_eq!(signed.location, Some(format!("{version}?done=form-signed")));

    let name = format!("person={}&on=23+november+2026&how=Ritade", fixture::CHILD);
    let named = site
        .post(&format!("{version}/signatures"), &cookie, &name)
        .await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    let twice = site
        .post(&format!("{version}/signatures"), &cookie, &name)
        .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);

    let page = site.get(&safety, &cookie).await;
    assert!(!page.body.contains("notice danger"));
    assert!(page.body.contains("Fjäril Lingonstig") && page.body.contains("10 december 2026"));
    let at = |text: &str| page.body.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("Fjäril: Går till grannen") < at("070-000 00 01"));
    assert!(
        at("070-000 00 01") < at("Slag"),
        "what is needed at the door first"
    );
    for tel in ["tel:0700000001", "tel:112"] {
        let link = format!("<a class=\"tel\" href=\"{tel}\">");
        assert!(page.body.contains(&link), "{tel} can be tapped");
    }
}

#[tokio::test]
async fn rows_come_and_go_without_script_and_nothing_is_lost() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let draft = start(&site, &cookie, "safety_plan").await;
    let edit = format!("{}/safety_plan/edit", forms());
    let typed = format!(
        "draft={draft}&version=1&f.next_review=31+april&n.contacts=2&r.contacts.0.who=Mormor&r.contacts.1.who=Farfar"
    );
    let more = site
        .post(&edit, &cookie, &format!("{typed}&do=add:contacts"))
        .await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(more.body.contains("name=\"r.contacts.2.who\"") && more.body.contains("31 april"));
    let less = site
        .post(&edit, &cookie, &format!("{typed}&do=remove:contacts:0"))
        .await;
    assert!(less.body.contains("Farfar") && !less.body.contains("Mormor"));
    assert!(!less.body.contains("name=\"r.contacts.1.who\""));
}

#[tokio::test]
async fn two_on_one_form_see_both_texts() {
    let site = TestSite::new().await;
    let (one, two) = (
        site.sign_in(fixture::THERAPIST).await,
        site.sign_in(fixture::LEADER).await,
    );
    let draft = start(&site, &one, "safety_plan").await;
    let edit = format!("{}/safety_plan/edit", forms());
    let typed = |word: &str| format!("draft={draft}&version=1&f.code_word={word}");
    let first = site.post(&edit, &one, &typed("ananas")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = site.post(&edit, &two, &typed("paus")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("ananas") && second.body.contains("paus"));
    assert!(second.body.contains("Sparat av Tuva Ekorrstig"));
    let over = site
        .post(&edit, &two, &format!("{}&over=2", typed("paus")))
        .await;
    assert_eq!(over.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn tests_are_a_table_and_weeks_a_curve() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    for (day, days_free) in [("2026-11-09", 3), ("2026-11-16", 5)] {
        let draft = start(&site, &cookie, "recovery_week").await;
        let sent = format!(
            "draft={draft}&version=1&f.person={}&f.from={day}&f.days_free={days_free}&do=sign",
            fixture::MOTHER
        );
        let edit = format!("{}/recovery_week/edit", forms());
        let answer = site.post(&edit, &cookie, &sent).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    let page = site
        .get(&format!("{}/recovery_week", forms()), &cookie)
        .await;
    assert!(page.body.contains("16 november 2026") && page.body.contains("Malva"));
    assert!(page.body.contains("<svg") && page.body.contains("3, 5"));
    let list = site.get(&forms(), &cookie).await;
    assert!(list.body.contains("2 tillfällen"));
}

#[tokio::test]
async fn a_letter_is_hidden_from_the_list_and_closed_to_colleagues() {
    let site = TestSite::new().await;
    let colleague = site.sign_in(fixture::COLLEAGUE).await;
    let list = site.get(&forms(), &colleague).await;
    assert!(!list.body.contains("clarification_letter"));
    let page = site
        .get(&format!("{}/clarification_letter", forms()), &colleague)
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}
