//! On-call on the screens: from the draft to tonight's page, the exchange and a calendar.

use axum::http::{Method, StatusCode, header};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::harness::TestSite;

/// What stands in the first input of this name.
pub(crate) fn value_of<'p>(page: &'p str, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let after = page.split(&mark).nth(1).expect("the input");
    after.split('"').next().unwrap()
}

/// The first night of a week planned and published by the leader, for the therapist; gives the site and her cookie.
pub(crate) async fn published() -> (TestSite, String, String) {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let base = format!("/duty/{POOL}");
    let post = async |path: &str, form: &str| {
        let answer = site.send(Method::POST, path, Some(&leader), form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location.unwrap()
    };
    let form = "first=2026-12-14&last=2026-12-14";
    let draft = post(&format!("{base}/rotas"), form).await;
    let page = site.get(&draft, &leader).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let duty = value_of(&page.body, "duty");
    let form = format!("duty={duty}&before=&after={}", fixture::THERAPIST);
    post(&format!("{draft}/assign"), &form).await;
    let page = site.get(&draft, &leader).await;
    assert!(
        page.body.contains("Ingen → Tuva Ekorrstig"),
        "{}",
        page.body
    );
    let form = format!(
        "version={}&pool_version={}",
        value_of(&page.body, "version"),
        value_of(&page.body, "pool_version")
    );
    let on = post(&format!("{draft}/publish"), &form).await;
    let page = site.get(&on, &leader).await;
    assert!(page.body.contains("Schemat gäller nu"));
    let again = site
        .send(
            Method::POST,
            &format!("{draft}/publish"),
            Some(&leader),
            &form,
        )
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    (site, leader, therapist)
}

#[tokio::test]
async fn a_leader_publishes_and_the_therapist_sees_it() {
    let (site, _, therapist) = published().await;
    let base = format!("/duty/{POOL}");
    let only = site.get("/duty", &therapist).await;
    assert_eq!(only.location.as_deref(), Some(base.as_str()));
    let mine = site.get(&format!("{base}/mine"), &therapist).await;
    assert!(mine.body.contains("mån 14 dec 17:00 – tis 15 dec 08:00"));
    let rota = site
        .get(&format!("{base}/rota?from=2026-12-01"), &therapist)
        .await;
    assert!(rota.body.contains("december 2026"));
    assert!(rota.body.contains("Tuva Ekorrstig"));
    assert!(!rota.body.contains("/rotas"), "she plans nothing");
    let week_before = site.later(14 * 86_400);
    let therapist = week_before.sign_in(fixture::THERAPIST).await;
    let tonight = week_before.get(&base, &therapist).await;
    assert!(tonight.body.contains("Ingen har beredskap just nu"));
    assert!(
        tonight
            .body
            .contains("Därefter från mån 14 dec 17:00: Tuva Ekorrstig")
    );
    let home = week_before.get("/my-week", &therapist).await;
    assert!(home.body.contains("href=\"/duty\""), "it is in the menu");
    assert!(!home.body.contains("Beredskap mån 14 dec"), "too early");
}

#[tokio::test]
async fn whoever_is_on_call_soon_or_now_reads_it_where_the_day_begins() {
    const DAY: i64 = 86_400;
    let (site, ..) = published().await;
    let bar = |page: &str| {
        let bar = page.split("<nav class=\"bar\"").nth(1).unwrap().to_owned();
        bar.split("</nav>").next().unwrap().to_owned()
    };
    // The tests' moment is noon on the 23rd of November; the duty begins on the 14th of December at 17.
    let eve = site.later(20 * DAY + 12 * 3_600);
    let therapist = eve.sign_in(fixture::THERAPIST).await;
    let home = eve.get("/my-week", &therapist).await.body;
    let told = "Beredskap i dag 17:00, Första linjen: bekräfta numret";
    assert!(home.contains(told), "{home}");
    assert!(home.contains("/mine#number-"), "{home}");
    assert!(!bar(&home).contains("href=\"/duty\""));
    let team = format!("/teams/{}", fixture::TEAMS[0]);
    assert!(eve.get(&team, &therapist).await.body.contains(told));
    let leader = eve.sign_in(fixture::LEADER).await;
    let theirs = eve.get(&team, &leader).await.body;
    assert!(!theirs.contains(told), "it is not theirs");
    let night = site.later(21 * DAY + 9 * 3_600);
    let therapist = night.sign_in(fixture::THERAPIST).await;
    let home = night.get("/my-week", &therapist).await.body;
    assert!(home.contains("Du har beredskap nu, Första linjen, till tis 15 dec 08:00"));
    let bar = bar(&home);
    assert!(
        bar.contains("href=\"/duty\"") && !bar.contains(&team),
        "{bar}"
    );
    let read = night.get("/api/v1/my-week", &therapist).await.body;
    assert!(read.contains("\"is_confirmed\":false"), "{read}");
}

#[tokio::test]
async fn a_leader_sees_who_could_have_a_duty_and_gives_it() {
    let (site, leader, therapist) = published().await;
    let base = format!("/duty/{POOL}");
    let month = format!("{base}/rota?from=2026-12-01");
    let rota = site.get(&month, &leader).await.body;
    assert!(rota.contains("Allt som återstår håller reglerna"), "{rota}");
    let turn = rota.split("<option value=\"").nth(1).unwrap();
    let turn = turn.split('"').next().unwrap();
    let give = format!("{base}/give");
    let asked = format!("{give}?turn={turn}");
    let page = site.get(&asked, &leader).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.body.contains("Tuva Ekorrstig har passet"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("bryter inte mot någon regel").count(), 2);
    let form = |to| format!("turn={turn}%3A{}&to={to}", fixture::THERAPIST);
    let ill = format!(
        "staff={}&kind=illness&first=2026-12-14&last=2026-12-14",
        fixture::COLLEAGUE
    );
    site.post(&format!("{base}/away"), &leader, &ill).await;
    let page = site.get(&asked, &leader).await.body;
    assert_eq!(page.matches("Ge passet").count(), 1, "{page}");
    let refused = site.post(&give, &leader, &form(fixture::COLLEAGUE)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("är frånvarande då"));
    let api = format!("/api/v1/pools/{POOL}/turns/{turn}/takers");
    let read = site.get(&api, &leader).await.body;
    let read: serde_json::Value = serde_json::from_str(&read).unwrap();
    assert_eq!(read["takers"][0]["meaning"]["possible"], true);
    assert_eq!(read["takers"][1]["meaning"]["against"][0], "absent");
    let given = form(fixture::OTHER_BOARD_THERAPIST);
    let given = site.post(&give, &leader, &given).await;
    assert!(given.location.unwrap().ends_with("done=duty-given"));
    let mine = site.get(&format!("{base}/mine"), &therapist).await;
    assert!(mine.body.contains("Inga pass framöver"), "{}", mine.body);
    let nothing = site.get(&format!("{give}?turn=snart"), &leader).await;
    assert!(nothing.location.unwrap().ends_with("done=duty-choose"));
    let late = site.later(30 * 86_400);
    let leader = late.sign_in(fixture::LEADER).await;
    let over = late.get(&asked, &leader).await;
    assert!(over.location.unwrap().ends_with("done=duty-over"));
    let refused = site.get(&asked, &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_taking_over_would_break_stands_beside_the_button() {
    let (site, ..) = published().await;
    let night = site.later((21 * 24 + 10) * 3_600);
    let seen = async |who| {
        let cookie = night.sign_in(who).await;
        night.get(&format!("/duty/{POOL}"), &cookie).await.body
    };
    let colleague = seen(fixture::COLLEAGUE).await;
    assert!(
        colleague.contains("bryter inte mot någon regel"),
        "{colleague}"
    );
    assert!(colleague.contains("Ta över nu"));
    let leader = seen(fixture::LEADER).await;
    assert!(leader.contains("Du kan inte ta över"), "{leader}");
    assert!(leader.contains("ingen tjänst för linjen"));
    assert!(
        !leader.contains("Ta över nu"),
        "no button that only refuses"
    );
}

#[tokio::test]
async fn an_exchange_rings_the_lines_one_after_the_other() {
    let (site, leader, _) = published().await;
    let path = format!("/duty/{POOL}/calendars");
    let made = site
        .send(Method::POST, &path, Some(&leader), "target=exchange")
        .await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let token = made.body.split("/x/").nth(1).unwrap();
    let token = token.split('<').next().unwrap();
    // Three weeks later, at ten in the evening.
    let night = site.later((21 * 24 + 10) * 3_600);
    let path = format!("/x/{token}?seconds=30");
    let answer = night.send(Method::GET, &path, None, "").await;
    assert_eq!(answer.status, StatusCode::OK);
    // Nobody's number is known yet: an empty list, never a wrong number.
    assert_eq!(
        answer.body,
        "{\"at\":\"2026-12-14T21:00:00Z\",\"until\":\"2026-12-15T07:00:00Z\",\"dial\":[]}"
    );
    let therapist = night.sign_in(fixture::THERAPIST).await;
    let mine = night.get(&format!("/duty/{POOL}/mine"), &therapist).await;
    let confirm = mine.body.split("/turns/").nth(1).unwrap();
    let turn = confirm.split('/').next().unwrap();
    let said = night
        .send(
            Method::POST,
            &format!("/duty/{POOL}/turns/{turn}/number"),
            Some(&therapist),
            "number=08-465+00+01",
        )
        .await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let answer = night.send(Method::GET, &path, None, "").await;
    let dial = "\"dial\":[{\"level\":1,\"number\":\"08-465 00 01\",\"seconds\":30}]";
    assert!(answer.body.contains(dial), "{}", answer.body);
    let form = format!(
        "staff={}&kind=illness&first=2026-12-14&last=2026-12-15",
        fixture::THERAPIST
    );
    let ill = night
        .post(&format!("/duty/{POOL}/away"), &therapist, &form)
        .await;
    assert_eq!(ill.status, StatusCode::SEE_OTHER, "{}", ill.body);
    let answer = night.send(Method::GET, &path, None, "").await;
    assert!(
        answer.body.contains(dial),
        "an answer all the same: {}",
        answer.body
    );
    let tonight = night.get(&format!("/duty/{POOL}"), &therapist).await;
    assert!(
        tonight.body.contains("kan inte ha passet längre"),
        "{}",
        tonight.body
    );
    let leader = night.sign_in(fixture::LEADER).await;
    let rota = night.get(&format!("/duty/{POOL}/rota"), &leader).await;
    assert!(
        rota.body
            .contains("Tuva Ekorrstig, Första linjen: mån 14 dec 22:00"),
        "{}",
        rota.body
    );
    let forged = format!("/x/{}", "0".repeat(32));
    let answer = night.send(Method::GET, &forged, None, "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_calendar_is_read_by_any_program_that_knows_the_address() {
    let (site, _, therapist) = published().await;
    let path = format!("/duty/{POOL}/calendars");
    let made = site
        .send(Method::POST, &path, Some(&therapist), "target=person")
        .await;
    let token = made.body.split("/c/").nth(1).unwrap().split('<').next();
    let path = format!("/c/{}", token.unwrap());
    let feed = site.send(Method::GET, &path, None, "").await;
    assert_eq!(feed.status, StatusCode::OK);
    let kind = feed.headers.get(header::CONTENT_TYPE).unwrap();
    assert_eq!(kind, "text/calendar; charset=utf-8");
    for line in [
        "BEGIN:VCALENDAR\r\n",
        "SEQUENCE:0\r\n",
        "DTSTART:20261214T160000Z\r\n",
        "DTEND:20261215T070000Z\r\n",
        "SUMMARY:Första linjen\\, Gemensam beredskap\r\n",
    ] {
        assert!(feed.body.contains(line), "{line} in {}", feed.body);
    }
    let list = site
        .get(&format!("/duty/{POOL}/calendars"), &therapist)
        .await;
    let revoke = list.body.split("/calendars/").nth(1).unwrap();
    let id = revoke.split('"').next().unwrap();
    let path_of = format!("/duty/{POOL}/calendars/{id}");
    let gone = site
        .send(Method::POST, &path_of, Some(&therapist), "")
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let feed = site.send(Method::GET, &path, None, "").await;
    assert_eq!(feed.status, StatusCode::NOT_FOUND);
}

async fn marked_on_the_rota(site: &TestSite, (leader, therapist): (&str, &str)) {
    // On the rota one sees one's own, and whoever plans everybody's.
    let month = format!("/duty/{POOL}/rota?from=2026-12-01");
    let mine = site.get(&month, therapist).await.body;
    assert!(mine.contains("du: borta"), "{mine}");
    assert!(mine.contains("du: vill inte ha beredskap"), "{mine}");
    let leaders = site.get(&month, leader).await.body;
    let own = leaders.matches("duty-entry duty-mark").count();
    assert_eq!(own, 0, "nothing of others without a line in the log");
    let form = "first=2026-12-14&last=2026-12-20";
    let path = format!("/duty/{POOL}/rotas");
    let draft = site.send(Method::POST, &path, Some(leader), form).await;
    let draft = site.get(&draft.location.unwrap(), leader).await.body;
    let marked = "#i-close\"/></svg><span class=\"vh\">borta</span>";
    assert_eq!(draft.matches(marked).count(), 2, "two days: {draft}");
}

#[tokio::test]
async fn absences_and_wishes_come_back_with_what_is_wrong() {
    let (site, leader, therapist) = published().await;
    let base = format!("/duty/{POOL}");
    let send = async |path: &str, form: String| {
        site.send(
            Method::POST,
            &format!("{base}{path}"),
            Some(&therapist),
            &form,
        )
        .await
    };
    let me = fixture::THERAPIST;
    let wrong = send("/away", format!("staff={me}&kind=vacation&first=snart")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Skriv en dag"));
    let good = format!("staff={me}&kind=vacation&first=2026-12-14&last=2026-12-15");
    let kept = send("/away", good).await;
    let after = kept.location.unwrap();
    assert!(after.contains("done=duty-absence&turns="), "{after}");
    let told = site.get(&after, &therapist).await.body;
    assert!(told.contains("krockar med publicerade pass. Erbjud dem"));
    assert!(
        told.contains("/mine#turn-") && told.contains(">mån 14 dec</a>"),
        "{told}"
    );
    let theirs = site.get(&after, &leader).await.body;
    assert!(theirs.contains("Se vem som kan ta dem") && theirs.contains("/give?turn="));
    let each_week =
        format!("staff={me}&kind=part_time&repeat=weekly&first=2026-12-02&last=2027-05-30");
    let kept = send("/away", each_week).await;
    assert!(kept.location.unwrap().ends_with("done=duty-absence"));
    let wrong = format!("staff={me}&kind=part_time&repeat=daily&first=2026-12-02");
    let wrong = send("/away", wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let over_new_year = format!("staff={me}&kind=parental&first=28+dec&last=30+mars");
    let kept = send("/away", over_new_year).await;
    assert!(kept.location.unwrap().contains("done=duty-absence"));
    let wrong = send(
        "/wishes",
        "kind=off&weight=much&first=1+januari+2020".to_owned(),
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .body
            .contains("<a href=\"#wish-last\">Tiden har redan varit.")
    );
    assert!(
        wrong.body.contains("id=\"wish-last-error\""),
        "{}",
        wrong.body
    );
    assert!(
        wrong.body.contains("value=\"1 januari 2020\""),
        "it is still there"
    );
    let wish = "kind=off&weight=much&first=2026-12-31".to_owned();
    assert_eq!(send("/wishes", wish).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&format!("{base}/away"), &therapist).await;
    assert!(page.body.contains("tor 31 dec") && page.body.contains("semester"));
    let weekly = "Varje onsdag 2 december 2026 – 26 maj 2027";
    assert!(page.body.contains(weekly), "{}", page.body);
    marked_on_the_rota(&site, (&leader, &therapist)).await;
}

#[tokio::test]
async fn hours_are_a_file_for_payroll() {
    let (site, leader, therapist) = published().await;
    let path = format!("/duty/{POOL}/hours.csv?from=2026-12-01");
    let file = site.get(&path, &leader).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains(
        "Tuva Ekorrstig;tuva.ekorrstig@prov.example;Första linjen;2026-12-14;natt;120;0;120"
    ));
    let refused = site.get(&path, &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let rota = format!("/duty/{POOL}/rota?from=2026-12-01");
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    for (cookie, has_link) in [(&leader, true), (&manager, true), (&therapist, false)] {
        let page = site.get(&rota, cookie).await;
        assert_eq!(page.body.contains("hours.csv?from=2026-12-01"), has_link);
    }
}

#[tokio::test]
async fn a_part_is_offered_and_another_s_duty_is_asked_for() {
    let (site, leader, therapist) = published().await;
    let base = format!("/duty/{POOL}");
    let mine = site.get(&format!("{base}/mine"), &therapist).await;
    assert!(
        mine.body.contains("value=\"2026-12-14T17:00\""),
        "{}",
        mine.body
    );
    let offer = mine.body.split("/turns/").nth(1).unwrap();
    let turn = offer.split('/').next().unwrap().to_owned();
    let path = format!("{base}/turns/{turn}/swap");
    let send = async |cookie: &str, path: &str, form: &str| {
        site.send(Method::POST, path, Some(cookie), form).await
    };
    let backwards = "to=&from=2026-12-14T22%3A00&until=2026-12-14T17%3A00";
    let wrong = send(&therapist, &path, backwards).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Skriv både från och till"));
    let evening = "to=&from=2026-12-14T17%3A00&until=2026-12-14T22%3A00";
    assert_eq!(
        send(&therapist, &path, evening).await.status,
        StatusCode::SEE_OTHER
    );
    let colleague = site.sign_in(fixture::COLLEAGUE).await;
    let theirs = site.get(&format!("{base}/mine"), &colleague).await;
    assert!(
        theirs.body.contains("mån 14 dec 17:00 – mån 14 dec 22:00"),
        "{}",
        theirs.body
    );
    let asks = send(
        &colleague,
        &format!("{base}/swaps"),
        &format!("turn={turn}"),
    )
    .await;
    assert_eq!(asks.status, StatusCode::SEE_OTHER, "{}", asks.body);
    let none = send(&colleague, &format!("{base}/swaps"), "turn=").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let list = site.get(&format!("{base}/swaps"), &leader).await;
    assert_eq!(
        list.body.matches("från mån 23 nov").count(),
        2,
        "{}",
        list.body
    );
    let refused = site.get(&format!("{base}/swaps"), &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_rota_reads_as_json() {
    let (site, leader, therapist) = published().await;
    let api = format!("/api/v1/pools/{POOL}");
    let read = async |path: &str, cookie: &str| {
        let answer = site.get(&format!("{api}{path}"), cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()
    };
    let rota = read("/rota?from=2026-12-14&until=2026-12-15", &leader).await;
    let turn = &rota["duties"][0]["turns"][0];
    assert_eq!(turn["name"], "Tuva Ekorrstig");
    assert_eq!(turn["from"], "2026-12-14T16:00:00Z");
    assert_eq!(rota["rotas"][0]["state"], "published");
    assert_eq!(rota["not_kept"], serde_json::json!([]));
    let mine = read("/duties", &therapist).await;
    assert_eq!(
        mine["duties"][0]["turns"][0]["staff"],
        fixture::THERAPIST.to_string()
    );
    assert_eq!(read("/swaps", &leader).await["total"], 0);
    assert_eq!(
        read("/away", &therapist).await["wishes"],
        serde_json::json!([])
    );
    for wrong in [
        "from=soon",
        "from=2026-12-14&until=2026-12-14",
        "from=2026-01-01&until=2027-01-01",
    ] {
        let answer = site.get(&format!("{api}/rota?{wrong}"), &leader).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let refused = site.get(&format!("{api}/swaps"), &therapist).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let rules = read("/agreement", &therapist).await;
    let values = rules["values"].as_array().unwrap().iter();
    let rest = values.filter(|one| one["name"] == "weekly_rest_hours");
    let rest: Vec<_> = rest.collect();
    assert_eq!(rest[0]["number"], 36);
    assert_eq!(rest[0]["confidence"], "stated");
}
