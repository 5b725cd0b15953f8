//! Training on the screens: planned, answered, attended, evaluated; and as a calendar.

use axum::http::{Method, StatusCode};
use hemma_domain::ids::StaffId;
use hemma_testkit::fixture;

use crate::harness::TestSite;

const FORM: &str = "title=Kvartalsutbildning&kind=%2Fbooster&language=sv&place=P%C3%A5hittssalen%2C+Provk%C3%B6ping&about=\
    &seats=1&on=2026-12-03&from=09:00&to=16:00&length=whole&on=4+december+2026&from=9&to=12&length=half\
    &on=&from=09:00&to=16:00&length=whole";

struct Office<'a> {
    site: &'a TestSite,
    lead: String,
}

impl Office<'_> {
    async fn post(&self, path: &str, form: &str) -> crate::harness::Answer {
        self.site
            .send(Method::POST, path, Some(&self.lead), form)
            .await
    }

    /// Plans a training and gives its address.
    async fn plan(&self, form: &str) -> String {
        let made = self.post(&format!("{}/new", list()), form).await;
        let location = made.location.unwrap_or_else(|| panic!("{}", made.body));
        location.split('?').next().unwrap().to_owned()
    }
}

fn list() -> String {
    format!("/networks/{}/trainings", fixture::NETWORK)
}

#[tokio::test]
async fn a_training_is_planned_answered_and_followed() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let office = Office { site: &site, lead };
    let none = site.get(&list(), &office.lead).await;
    assert!(
        none.body.contains("Inga utbildningar ännu"),
        "{}",
        none.body
    );
    let wrong =
        "title=&kind=%2Fbooster&language=sv&seats=m%C3%A5nga&on=snart&from=9&to=12&length=half";
    let wrong = office.post(&format!("{}/new", list()), wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "value=\"snart\"",
        "value=\"många\"",
        "3 saker behöver rättas",
    ] {
        assert!(wrong.body.contains(kept), "{kept} in {}", wrong.body);
    }
    let url = office.plan(FORM).await;
    let page = site.get(&url, &office.lead).await;
    for told in [
        "3 dec – 4 december 2026 (1,5 dagar)",
        "fre 4 dec 09:00–12:00",
        "0 av 1 platser tagna",
        "Kvartalsutbildning</dd>",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let (one, other) = (fixture::THERAPIST, fixture::COLLEAGUE);
    let invited = office
        .post(
            &format!("{url}/invite"),
            &format!("staff={one}&staff={other}"),
        )
        .await;
    assert_eq!(invited.status, StatusCode::SEE_OTHER, "{}", invited.body);
    let nobody = office.post(&format!("{url}/invite"), "staff=").await;
    assert!(nobody.body.contains("Välj minst en person"), "{nobody:?}");

    let therapist = site.sign_in(one).await;
    let mine = site.get("/training", &therapist).await;
    assert!(mine.body.contains("Har inte svarat"), "{}", mine.body);
    let (_, id) = url.rsplit_once('/').unwrap();
    let reply = format!("/training/{id}/reply");
    let said = site.post(&reply, &therapist, "reply=yes").await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let colleague = site.sign_in(other).await;
    let full = site.post(&reply, &colleague, "reply=yes").await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("Alla platser är tagna"));
    let page = site.get(&url, &office.lead).await;
    assert!(page.body.contains("1 av 1 platser tagna"));

    let stale = office.post(&format!("{url}/edit"), FORM).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("Någon annan har ändrat"));
    let changed = office
        .post(&format!("{url}/edit"), &format!("version=1&{FORM}"))
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let off = office.post(&format!("{url}/cancel"), "version=2").await;
    assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.body);
    let all = site.get(&list(), &office.lead).await;
    assert!(all.body.contains("Inställd"));
}

async fn booster_is_held(office: &Office<'_>, staff: StaffId) {
    let api = format!("/api/v1/networks/{}/training-standing", fixture::NETWORK);
    let standing = office.site.get(&api, &office.lead).await;
    let standing: serde_json::Value = serde_json::from_str(&standing.body).unwrap();
    let people = standing["items"].as_array().unwrap();
    let person = people
        .iter()
        .find(|one| one["staff"] == staff.to_string())
        .unwrap();
    let booster = &person["demands"].as_array().unwrap()[3];
    assert_eq!(
        (
            &booster["requirement"],
            &booster["standing"],
            &booster["half_days"]
        ),
        (&"booster".into(), &"held".into(), &3.into())
    );
}

async fn records_lead_on(office: &Office<'_>, (staff, needs): (StaffId, &str)) {
    let person = format!("{}/people/{staff}", list());
    assert!(needs.contains(&format!("href=\"{person}\"")));
    let record = office.site.get(&person, &office.lead).await;
    for told in ["Tuva Ekorrstig", "var med 1,5 dagar", "Kvartalsutbildning"] {
        assert!(record.body.contains(told), "{told} in {}", record.body);
    }
}

#[tokio::test]
async fn what_was_attended_counts_and_is_evaluated_once() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let office = Office { site: &site, lead };
    let held = FORM
        .replace("2026-12-03", "2026-11-19")
        .replace("4+december", "20+november");
    let url = office.plan(&held).await;
    let staff = fixture::THERAPIST;
    office
        .post(&format!("{url}/invite"), &format!("staff={staff}"))
        .await;
    let marks = format!("version=1&attended={staff}%2F2026-11-19&attended={staff}%2F2026-11-20");
    let noted = office.post(&format!("{url}/attendance"), &marks).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    let page = site.get(&url, &office.lead).await;
    assert!(
        page.body
            .contains(" checked><span class=\"vh\">Tuva Ekorrstig 19 nov")
    );
    assert!(page.body.contains("svara till och med 4 december 2026"));

    let needs = site.get(&format!("{}/needs", list()), &office.lead).await;
    for told in [
        "nästa senast 31 mars 2027",
        "Ej bekräftat: för vem, när den ska vara klar",
        "Att göra",
    ] {
        assert!(needs.body.contains(told), "{told} in {}", needs.body);
    }
    records_lead_on(&office, (staff, &needs.body)).await;
    let listed = site.get(&list(), &office.lead).await;
    assert!(
        listed.body.contains("en var med, en inbjuden"),
        "{}",
        listed.body
    );
    let leader = site.sign_in(fixture::LEADER).await;
    let team = site
        .get(&format!("/teams/{}/training", fixture::TEAMS[0]), &leader)
        .await;
    assert!(team.body.contains("nästa senast 31 mars 2027"));
    let person = format!("/teams/{}/training/{staff}", fixture::TEAMS[0]);
    assert!(team.body.contains(&format!("href=\"{person}\"")));
    let record = site.get(&person, &leader).await;
    assert!(record.body.contains("var med 1,5 dagar"), "{}", record.body);
    let home = site
        .get(&format!("/networks/{}", fixture::NETWORK), &office.lead)
        .await;
    assert!(home.body.contains("Se vem som saknar vad"));

    let (_, id) = url.rsplit_once('/').unwrap();
    let therapist = site.sign_in(staff).await;
    let form = format!("/training/{id}/evaluation");
    let half = site.post(&form, &therapist, "needed=5&clear=4").await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.body.contains("value=\"4\" checked"), "{}", half.body);
    let sent = site
        .post(&form, &therapist, "needed=5&clear=4&usable=1")
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let again = site.get(&form, &therapist).await;
    assert!(again.body.contains("Du har svarat"));
    let subject = site.get(&format!("{url}/subject"), &office.lead).await;
    assert!(
        subject.body.contains("För få intervjuer"),
        "{}",
        subject.body
    );
    booster_is_held(&office, staff).await;
}

#[tokio::test]
async fn a_calendar_of_trainings_is_one_that_calendars_read() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let office = Office { site: &site, lead };
    let url = office.plan(FORM).await;
    let made = office
        .post(
            "/training/calendars",
            &format!("target={}", fixture::NETWORK),
        )
        .await;
    let (_, address) = made.body.split_once("feed-address\">").unwrap();
    let address = address.split('<').next().unwrap();
    let path = &address[address.find("/c/").unwrap()..];
    let read = async || site.send(Method::GET, path, None, "").await.body;
    let (_, id) = url.rsplit_once('/').unwrap();
    let before = read().await.replace("\r\n ", "");
    for line in [
        format!("UID:{id}-1@localhost"),
        "SEQUENCE:0".to_owned(),
        "DTSTART:20261203T080000Z".to_owned(),
        "SUMMARY:Kvartalsutbildning".to_owned(),
        "LOCATION:Påhittssalen\\, Provköping".to_owned(),
    ] {
        assert!(
            before.contains(&format!("{line}\r\n")),
            "{line} in {before}"
        );
    }
    office.post(&format!("{url}/cancel"), "version=1").await;
    let after = read().await;
    assert!(after.contains("SEQUENCE:1\r\n") && after.contains("STATUS:CANCELLED\r\n"));
    let mine = site.get("/training", &office.lead).await;
    let (_, feed) = mine.body.split_once("/training/calendars/").unwrap();
    let feed = feed.split('"').next().unwrap();
    office
        .post(&format!("/training/calendars/{feed}"), "")
        .await;
    let gone = site.send(Method::GET, path, None, "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_with_attendance_is_told_before_it_would_be_dropped() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let office = Office { site: &site, lead };
    let form = "title=Kvartal&kind=%2Fbooster&language=sv&place=Salen&about=&seats=&from=09:00&to=16:00&length=whole";
    let url = office.plan(&format!("{form}&on=2026-11-05")).await;
    let staff = fixture::THERAPIST;
    for (path, form) in [
        ("invite", format!("staff={staff}")),
        (
            "attendance",
            format!("version=1&attended={staff}/2026-11-05"),
        ),
    ] {
        let done = office.post(&format!("{url}/{path}"), &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.body);
    }
    let edit = format!("{url}/edit");
    let page = site.get(&edit, &office.lead).await;
    assert!(
        page.body.contains("Närvaro är noterad 5 november 2026"),
        "{}",
        page.body
    );
    let moved = office
        .post(&edit, &format!("version=2&{form}&on=2026-11-06"))
        .await;
    assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["noterad 5 november 2026, och dagen", "value=\"2026-11-06\""] {
        assert!(moved.body.contains(told), "{told} in {}", moved.body);
    }
}
