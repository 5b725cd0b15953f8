//! Calls on the screens: kept while somebody talks, taken over in the morning, red until then.

use axum::http::{StatusCode, header};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use super::sheet::{at_night, planned};

const JSON: (&str, &str) = ("accept", "application/json");
const CALL: &str = "00000000-0000-0000-0000-00000000c001";

#[tokio::test]
async fn a_call_is_kept_while_they_talk_and_taken_over_in_the_morning() {
    let site = planned().await;
    let night = at_night(&site, 13);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let new = format!("/duty/{POOL}/calls/new?case={}", fixture::OPEN);
    let form = night.get(&new, &other).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    assert!(form.body.contains("data-outbox=\"call\"") && form.body.contains("data-since"));
    let path = format!("/duty/{POOL}/calls/{CALL}");
    let case = fixture::OPEN;
    let typed = |version: &str, rest: &str| {
        format!("case={case}&version={version}&started_on=2026-12-15&started=01:00{rest}")
    };
    let cookie = (header::COOKIE.as_str(), other.as_str());
    let send = async |body: &str| {
        night
            .post_with(&path, body, &[JSON, ("cookie", cookie.1)])
            .await
    };
    let kept = send(&typed("", "")).await;
    assert!(kept.body.contains("\"version\":1"), "{}", kept.body);
    let kept = send(&typed("1", "&reason=Pappan+st%C3%A5r+utanf%C3%B6r")).await;
    assert!(kept.body.contains("\"version\":2"), "{}", kept.body);
    let unsaid = send(&typed("2", "&reason=x&do=end")).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.body.contains("child_safe"), "{}", unsaid.body);
    let end = typed(
        "2",
        "&reason=Pappan+st%C3%A5r+utanf%C3%B6r&child_safe=no&do=end",
    );
    let ended = send(&end).await;
    assert!(ended.body.contains("\"location\""), "{}", ended.body);
    let again = send(&end).await;
    assert!(
        again.body.contains("\"location\""),
        "sent twice: {}",
        again.body
    );
    let morning = at_night(&site, 20);
    let therapist = morning.sign_in(fixture::THERAPIST).await;
    let mine = morning.get("/my-week", &therapist).await;
    assert!(
        mine.body
            .contains("Ta över efter ett samtal till beredskapen")
            && mine.body.contains("Väntar sedan tis 15 dec 01:00"),
        "{}",
        mine.body
    );
    let board = format!("/teams/{}", fixture::TEAMS[0]);
    let team = morning.get(&board, &therapist).await;
    assert!(team.body.contains("Beredskapssamtal att ta över"));
    let calls = format!("/cases/{case}/calls");
    let list = morning.get(&calls, &therapist).await;
    assert!(list.body.contains("Barnet är inte tryggt") && list.body.contains("Torun Klippmossa"));
    let confirm = format!("{calls}/{CALL}/confirm");
    let taken = morning.post(&confirm, &therapist, "").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let list = morning.get(&calls, &therapist).await;
    assert!(list.body.contains("Övertaget av Tuva Ekorrstig"));
    let mine = morning.get("/my-week", &therapist).await;
    assert!(!mine.body.contains("Ta över efter ett samtal"));
    let line = morning
        .get(&format!("/cases/{case}/timeline"), &therapist)
        .await;
    assert!(
        line.body.contains("Beredskapssamtal"),
        "it is part of the course"
    );
}

#[tokio::test]
async fn a_call_that_goes_on_when_the_duty_ends_is_read_and_written_to_its_end() {
    let site = planned().await;
    let night = at_night(&site, 13);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let path = format!("/duty/{POOL}/calls/{CALL}");
    let case = fixture::OPEN;
    let typed = |rest: &str| format!("case={case}&started_on=2026-12-15&started=01:00{rest}");
    let kept = night
        .post(&path, &other, &typed("&version=&reason=Oro"))
        .await;
    assert_eq!(
        kept.location.as_deref(),
        Some(path.as_str()),
        "{}",
        kept.body
    );
    let noon = at_night(&site, 24);
    let other = noon.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let sheet = noon.get(&format!("/cases/{case}/sheet"), &other).await;
    assert_eq!(sheet.status, StatusCode::NOT_FOUND, "the duty is over");
    let form = noon.get(&path, &other).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    assert!(form.body.contains("Oro"));
    let unsaid = typed("&version=1&reason=Oro&advice=Ring+i+kv%C3%A4ll&do=end");
    let faulty = noon.post(&path, &other, &unsaid).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("Ring i kväll"), "what was typed stays");
    let fault = "<p class=\"error-text\" id=\"child_safe-error\">";
    assert!(faulty.body.contains(fault), "{}", faulty.body);
    assert!(
        faulty
            .body
            .contains("aria-describedby=\"child_safe-error\"")
    );
    assert!(faulty.body.contains("data-since"), "the timer stays");
    for group in ["Uppföljning", "Samtalets tid"] {
        let legend = format!("<legend>{group}</legend>");
        assert!(faulty.body.contains(&legend), "two days, told apart");
    }
    let ended = typed("&version=1&reason=Oro&child_safe=yes&ended=01:20");
    let ended = noon.post(&path, &other, &ended).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let form = noon.get(&path, &other).await;
    assert_eq!(form.status, StatusCode::NOT_FOUND, "it is the family's now");
}

#[tokio::test]
async fn a_caller_of_no_family_is_written_down_and_faults_come_back_with_the_form() {
    let site = planned().await;
    let night = at_night(&site, 13);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let path = format!("/duty/{POOL}/calls/{CALL}");
    let wrong = "version=&started_on=2026-12-15&started=snart";
    let refused = night.post(&path, &other, wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Skriv ett klockslag") && refused.body.contains("snart"));
    let good = "version=&started_on=2026-12-15&started=00:50&reason=Fel+nummer&do=end";
    let ended = night.post(&path, &other, good).await;
    assert!(ended.location.unwrap().ends_with("done=call-ended-nobody"));
    let tonight = night.get(&format!("/duty/{POOL}"), &other).await;
    assert!(tonight.body.contains("Ingen av familjerna"));
    let form = night.get(&path, &other).await;
    assert!(form.body.contains("Fel nummer"));
    let calls = format!("/duty/{POOL}/calls");
    let leader = night.sign_in(fixture::OTHER_BOARD_LEADER).await;
    let read = night.get(&calls, &leader).await.body;
    assert!(read.contains("Fel nummer") && read.contains("Torun Klippmossa"));
    let stranger = night.sign_in(fixture::LEADER).await;
    let none = night.get(&calls, &stranger).await.body;
    assert!(
        !none.contains("Fel nummer"),
        "another board's staff took it"
    );
    let json = night
        .get(&format!("/api/v1/pools/{POOL}/calls"), &leader)
        .await;
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["items"][0]["reason"], "Fel nummer");
    let rests = night.get(&format!("/duty/{POOL}/rests"), &other).await;
    assert!(rests.body.contains("Väntar på beslut"), "{}", rests.body);
}

#[tokio::test]
async fn a_call_that_began_without_a_network_goes_on_when_it_is_back() {
    let site = planned().await;
    let night = at_night(&site, 13);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let base = format!("/duty/{POOL}/calls");
    let begun = format!("{base}/new?id={CALL}&since=1765756200");
    let form = night.get(&begun, &other).await;
    assert!(
        form.body.contains(&format!("action=\"{base}/{CALL}\"")),
        "{}",
        form.body
    );
    let kept = "version=&started_on=2026-12-15&started=00:50&reason=Fel+nummer";
    night.post(&format!("{base}/{CALL}"), &other, kept).await;
    let again = night.get(&begun, &other).await;
    let there = format!("{base}/{CALL}");
    assert_eq!(
        again.location.as_deref(),
        Some(there.as_str()),
        "it is kept"
    );
}
