//! An interview as a browser sees it, with and without a script.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::{Answer, TestSite};

/// A mother who has said yes, and the address of her interview.
pub(crate) async fn planned() -> (TestSite, String, String) {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let consents = format!("/cases/{}/consents", fixture::OPEN);
    let yes = format!(
        "person={0}&kind=interview&given=yes&on=7+sep&by={0}&evidence=Sa+det",
        fixture::MOTHER
    );
    let saved = site.post(&consents, &therapist, &yes).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let cookie = site.sign_in(fixture::INTERVIEWER).await;
    let queue = site.get("/interviews", &cookie).await.body;
    let start = queue.find("/interviews/").expect("somebody to call");
    let url = queue[start..].split('"').next().unwrap().to_owned();
    (site, cookie, url)
}

/// What is in front of the first mark after another.
pub(crate) fn after<'a>(body: &'a str, mark: &str) -> &'a str {
    let start = body.find(mark).unwrap_or_else(|| panic!("no {mark}")) + mark.len();
    body[start..].split('"').next().unwrap()
}

pub(crate) async fn give(site: &TestSite, cookie: &str, url: &str, answer: &str) -> Answer {
    let page = site.get(url, cookie).await.body;
    let start = page.find("interview-item").unwrap();
    let form = &page[page[..start].rfind("<form").unwrap()..];
    let (action, version) = (
        after(form, "action=\""),
        after(form, "name=\"version\" value=\""),
    );
    let place = after(form, "name=\"place\" value=\"");
    let typed = format!("version={version}&place={place}&answer={answer}");
    site.post(action, cookie, &typed).await
}

#[tokio::test]
async fn an_interview_goes_from_the_queue_to_the_released_score() {
    let (site, cookie, url) = planned().await;
    let queue = site.get("/interviews", &cookie).await.body;
    assert!(queue.contains("Malva Lingonstig") && queue.contains("tel:0700000000"));
    assert!(queue.contains("Behandlare: Tuva Ekorrstig"));
    let page = site.get(&url, &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Punkt 01") && page.body.contains("data-key=\"5\""));
    assert!(!page.body.contains("/finish"), "nothing is answered yet");
    for number in 1..=28 {
        let answer = if number <= 17 { "5" } else { "3" };
        let saved = give(&site, &cookie, &url, answer).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let to = format!("{url}?item={}", number + 1);
        assert_eq!(saved.location, Some(to));
    }
    let whole = site.get(&url, &cookie).await.body;
    assert!(whole.contains("28 av 28 klara") && !whole.contains("saknar svar"));
    let done = site
        .post(&format!("{url}/finish"), &cookie, "version=28&note=Lugnt")
        .await;
    assert_eq!(
        done.location.as_deref(),
        Some("/interviews?done=interview-done"),
        "{}",
        done.body
    );
    let closed = site.get(&url, &cookie).await.body;
    assert!(closed.contains("redan avslutad") && !closed.contains("interview-item"));

    let measures = format!("/cases/{}/measures", fixture::OPEN);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let before = site.get(&measures, &therapist).await.body;
    assert!(before.contains("inte lämnat ut mätvärdena än") && !before.contains("17/28"));
    let leader = site.sign_in(fixture::LEADER).await;
    let page = site.get(&measures, &leader).await.body;
    assert!(
        page.contains("17/28") && page.contains("Punkt 28"),
        "{page}"
    );
    assert!(page.contains("inte bekräftad av rättighetshavaren"));
    let form = page[..page.find("/release\"").unwrap()]
        .rfind("<form")
        .unwrap();
    let release = after(&page[form..], "action=\"");
    let done = site.post(release, &leader, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let seen = site.get(&measures, &therapist).await.body;
    assert!(seen.contains("17/28") && seen.contains("0,61"), "{seen}");
    assert!(!seen.contains("Punkt 28"), "never answer by answer");
    let api = site.get(&format!("/api/v1{measures}"), &therapist).await;
    let api: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    let score = &api["items"][2]["scores"][0];
    assert_eq!(
        (&score["numerator"], &score["denominator"]),
        (&17.into(), &28.into())
    );
    assert_eq!(score["confirmed"], false);
    let team = format!("/teams/{}/measures", fixture::TEAMS[0]);
    let api = site.get(&format!("/api/v1{team}"), &leader).await;
    let api: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    let mut listed = api["items"].as_array().unwrap().iter();
    assert!(listed.any(|one| one["state"] == "done"), "{api}");
    let team = site.get(&team, &leader).await.body;
    assert!(
        team.contains("1 av 3 insamlade") && !team.contains("Lingonstig"),
        "{team}"
    );
}

#[tokio::test]
async fn an_answer_is_taken_back_and_two_windows_meet() {
    let (site, cookie, url) = planned().await;
    let saved = give(&site, &cookie, &url, "not_applicable").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let first = format!("{url}?item=1");
    let back = give(&site, &cookie, &first, "none").await;
    assert_eq!(back.location, Some(first.clone()), "{}", back.body);
    let page = site.get(&first, &cookie).await.body;
    let action = page[..page.find("interview-item").unwrap()]
        .rfind("action=\"")
        .unwrap();
    let action = after(&page[action..], "action=\"").to_owned();
    let late = site.post(&action, &cookie, "version=1&answer=4").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Punkt 01") && late.body.contains("Obesvarad"));
    let wrong = give(&site, &cookie, &url, "9").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Svaret passar inte frågan"));
    let nonsense = give(&site, &cookie, &url, "kanske").await;
    assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_call_is_noted_and_an_interview_declined() {
    let (site, cookie, url) = planned().await;
    let attempts = format!("{url}/attempts");
    for (form, told) in [
        ("outcome=call_back", "Skriv när du ska ringa igen"),
        ("outcome=call_back&day=24+nov&time=sen", "Skriv dag och tid"),
        ("outcome=nej", "Välj hur samtalet gick"),
    ] {
        let refused = site.post(&attempts, &cookie, form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(refused.body.contains(told), "{form}");
    }
    let noted = site
        .post(
            &attempts,
            &cookie,
            "outcome=call_back&day=24+nov&time=17&note=Efter+jobbet",
        )
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    let queue = site.get("/interviews", &cookie).await.body;
    assert!(
        queue.contains("Efter jobbet") && queue.contains("17:00"),
        "{queue}"
    );
    let decline = format!("{url}/decline");
    let unsaid = site.post(&decline, &cookie, "why=").await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let declined = site.post(&decline, &cookie, "why=no_time").await;
    assert_eq!(declined.status, StatusCode::SEE_OTHER);
    let queue = site.get("/interviews?done=interview-noted", &cookie).await;
    assert!(queue.body.contains("Ingen att ringa") && queue.body.contains("Antecknat."));
}

#[tokio::test]
async fn interviews_stand_in_the_menu_of_interviewers_alone() {
    let (site, cookie, url) = planned().await;
    let place = "href=\"/interviews\"";
    assert!(site.get("/tasks", &cookie).await.body.contains(place));
    let therapist = site.sign_in(fixture::THERAPIST).await;
    assert!(!site.get("/tasks", &therapist).await.body.contains(place));
    let nobody = site.get("/interviews", &therapist).await;
    assert!(nobody.body.contains("Du är inte intervjuare"));
    assert_eq!(
        site.get(&url, &therapist).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_whole_interview_is_told_what_is_wrong_and_then_ends() {
    let (site, cookie, url) = planned().await;
    let sheet = format!("{url}/sheet");
    let page = site.get(&sheet, &cookie).await.body;
    assert_eq!(page.matches("<fieldset").count(), 28);
    assert!(page.contains("data-outbox=\"interview\"") && page.contains("Punkt 28"));
    for (wrong, told) in [
        ("version=0&end=1", "Ingen fråga är besvarad"),
        ("version=0&end=1&a_tamcan_01=soon", "Svaret passar inte"),
        ("version=0&end=1&a_tamcan_01=9", "Svaret passar inte"),
        ("version=0&end=1&a_nothing=1", "Svaret passar inte"),
    ] {
        let answer = site.post(&sheet, &cookie, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.body.contains(told), "{wrong}");
    }
    let again = "version=0&end=1&a_tamcan_01=4&a_nothing=1&note=Lugnt";
    let again = site.post(&sheet, &cookie, again).await.body;
    assert!(again.contains("value=\"4\" checked") && again.contains(">Lugnt</textarea>"));
    let answers: Vec<String> = (1..=28)
        .map(|one| format!("&a_tamcan_{one:02}=4"))
        .collect();
    let part = format!("version=0&end=0&note=Lugnt{}", answers[..3].concat());
    let saved = site.post(&sheet, &cookie, &part).await;
    assert_eq!(saved.location, Some(format!("{url}?done=interview-saved")));
    let whole = format!("version=0&end=1&note=Lugnt{}", answers.concat());
    for _ in 0..2 {
        let done = site.post(&sheet, &cookie, &whole).await;
        let to = done.location.as_deref();
        assert_eq!(to, Some("/interviews?done=interview-done"));
    }
    let other = whole.replace("_28=4", "_28=5");
    let late = site.post(&sheet, &cookie, &other).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("redan avslutad"), "{}", late.body);
}
