//! When a family is best called, as whoever carries it and whoever calls see it.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::page::interview::planned;

#[tokio::test]
async fn a_time_goes_from_the_therapist_to_the_queue_and_back() {
    let (site, interviewer, interview) = planned().await;
    let measures = format!("/cases/{}/measures", fixture::OPEN);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let page = site.get(&measures, &therapist).await.body;
    assert!(page.contains("Ingen har sagt när familjen"), "{page}");
    let to = format!("{measures}/call-time");
    for (form, told) in [
        ("days=1&from=kvart&to=19", "Skriv ett klockslag"),
        ("from=17&to=19", "Välj minst en dag"),
        ("days=1&from=19&to=17", "slutar innan den börjar"),
    ] {
        let wrong = site.post(&to, &therapist, form).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(wrong.body.contains(told), "{form}: {}", wrong.body);
    }
    let saved = site
        .post(&to, &therapist, "days=1&days=4&from=17&to=19.30")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = site.get(&measures, &therapist).await.body;
    assert!(page.contains("måndag, torsdag 17:00–19:30"), "{page}");
    let queue = site.get("/interviews", &interviewer).await.body;
    assert!(queue.contains("Bäst att ringa: måndag, torsdag 17:00–19:30"));
    let api = site.get("/api/v1/interviews", &interviewer).await;
    let api: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    let best = &api["items"][0]["best_time"];
    assert_eq!(best["weekdays"], serde_json::json!([1, 4]));
    assert_eq!(
        (&best["from"], &best["to"]),
        (&"17:00".into(), &"19:30".into())
    );

    let own = format!("{interview}/call-time");
    let wrong = site.post(&own, &interviewer, "from=9&to=11").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Välj minst en dag") && wrong.body.contains("value=\"9\""));
    // The tests' clock stands at noon on a Monday.
    let heard = site.post(&own, &interviewer, "days=1&from=11&to=13").await;
    assert_eq!(heard.status, StatusCode::SEE_OTHER, "{}", heard.body);
    let queue = site.get("/interviews", &interviewer).await.body;
    assert!(queue.contains("Nu passar det"), "{queue}");
    let emptied = site.post(&to, &therapist, "from=&to=").await;
    assert_eq!(emptied.status, StatusCode::SEE_OTHER, "{}", emptied.body);
    let queue = site.get("/interviews", &interviewer).await.body;
    assert!(!queue.contains("Bäst att ringa"));
    let colleague = site.sign_in(fixture::COLLEAGUE).await;
    let refused = site.post(&to, &colleague, "days=1&from=11&to=13").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
