//! A family's sheet on the screens: written by day, opened at night by another board, and by nobody else.

use axum::http::{Method, StatusCode};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use super::duty::value_of;
use crate::harness::TestSite;

const DAY: i64 = 86_400;

/// The first night of a week, three weeks after the tests' moment, given to the other board's therapist.
pub(crate) async fn planned() -> TestSite {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let base = format!("/duty/{POOL}");
    let post = async |path: &str, form: &str| {
        let answer = site.send(Method::POST, path, Some(&leader), form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location.unwrap()
    };
    let draft = post(&format!("{base}/rotas"), "first=2026-12-14&last=2026-12-14").await;
    let page = site.get(&draft, &leader).await.body;
    let duty = value_of(&page, "duty");
    let form = format!(
        "duty={duty}&before=&after={}",
        fixture::OTHER_BOARD_THERAPIST
    );
    post(&format!("{draft}/assign"), &form).await;
    let page = site.get(&draft, &leader).await.body;
    let versions = format!(
        "version={}&pool_version={}",
        value_of(&page, "version"),
        value_of(&page, "pool_version")
    );
    post(&format!("{draft}/publish"), &versions).await;
    let bases = format!("/cases/{}/sheet/bases", fixture::OPEN);
    let basis = "kind=osl_26_9&until=2026-12-31&reason=Barnet+beh%C3%B6ver+hj%C3%A4lp";
    post(&bases, basis).await;
    site
}

/// The same site in the night of the fourteenth, so many hours after noon.
pub(crate) fn at_night(site: &TestSite, hours: i64) -> TestSite {
    site.later(21 * DAY + hours * 3_600)
}

#[tokio::test]
async fn the_therapist_writes_the_sheet_and_two_who_write_at_once_see_both() {
    let site = TestSite::new().await;
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let sheet = format!("/cases/{}/sheet", fixture::OPEN);
    let empty = site.get(&sheet, &therapist).await;
    assert!(empty.body.contains("Bladet är inte skrivet"));
    assert!(empty.body.contains("Påhittade vägen 1"), "from the case");
    let form = "version=&red_flags=Pappan+hotar&way_in=Port+0000,+ring+070-000+00+01";
    let saved = site.post(&format!("{sheet}/edit"), &therapist, form).await;
    assert!(saved.location.unwrap().ends_with("done=sheet-saved"));
    let page = site.get(&sheet, &therapist).await;
    assert!(page.body.contains("Pappan hotar") && page.body.contains("Port 0000"));
    assert!(
        page.body
            .contains("Port 0000, ring <a class=\"tel\" href=\"tel:0700000001\">")
    );
    let printed = "<span class=\"only-print number\">070-000 00 00</span>";
    assert!(page.body.contains(printed), "paper has no buttons");
    let late = "version=&red_flags=Annat";
    let met = site.post(&format!("{sheet}/edit"), &therapist, late).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    assert!(met.body.contains("Pappan hotar") && met.body.contains("Annat"));
    let again = format!("version={}&red_flags=Annat", value_of(&met.body, "version"));
    let saved = site
        .post(&format!("{sheet}/edit"), &therapist, &again)
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let long = format!("version=2&red_flags={}", "x".repeat(2_001));
    let refused = site.post(&format!("{sheet}/edit"), &therapist, &long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn another_board_opens_the_sheet_at_night_and_nothing_else() {
    let site = planned().await;
    let sheet = format!("/cases/{}/sheet", fixture::OPEN);
    let case = format!("/cases/{}", fixture::OPEN);
    for (hours, status) in [(4, 404), (5, 200), (10, 200), (20, 200), (21, 404)] {
        let then = at_night(&site, hours);
        let other = then.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
        let page = then.get(&sheet, &other).await;
        assert_eq!(page.status.as_u16(), status, "{hours} hours after noon");
        for closed in [&case, &format!("{case}/journal"), &format!("{case}/calls")] {
            let refused = then.get(closed, &other).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{closed}");
        }
    }
    let night = at_night(&site, 10);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let tonight = night.get(&format!("/duty/{POOL}"), &other).await;
    assert!(tonight.body.contains("BJÖ-26-001"), "{}", tonight.body);
    let page = night.get(&sheet, &other).await;
    assert!(page.body.contains("Malva") && !page.body.contains("Malva Lingonstig"));
    let colleague = night.sign_in(fixture::COLLEAGUE).await;
    let tonight = night.get(&format!("/duty/{POOL}"), &colleague).await;
    assert!(!tonight.body.contains("BJÖ-26-001"), "she is not on call");
}

#[tokio::test]
async fn a_device_is_told_the_key_of_a_night_in_that_night_and_by_its_holder_alone() {
    let site = planned().await;
    let path = format!("/duty/{POOL}/night.json");
    let told = async |hours, staff| {
        let then = at_night(&site, hours);
        let cookie = then.sign_in(staff).await;
        then.get(&path, &cookie).await.body
    };
    let mine = told(10, fixture::OTHER_BOARD_THERAPIST).await;
    assert!(
        mine.contains("\"key\"") && mine.contains("BJÖ-26-001"),
        "{mine}"
    );
    let until = "2026-12-15T08:00:00Z".parse::<jiff::Timestamp>().unwrap();
    assert!(
        mine.contains(&format!("\"until\":{}", until.as_second())),
        "{mine}"
    );
    let none = "{\"until\":null}";
    assert_eq!(told(21, fixture::OTHER_BOARD_THERAPIST).await, none);
    assert_eq!(told(10, fixture::COLLEAGUE).await, none);
}

#[tokio::test]
async fn a_device_is_told_until_when_its_holder_is_on_call_now_that_the_night_was_given_away() {
    let site = planned().await;
    let watch = format!("/duty/{POOL}/watch.json");
    let night = at_night(&site, 10);
    let mine = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let other = night.sign_in(fixture::COLLEAGUE).await;
    let until = |text: &str| {
        let at = text.parse::<jiff::Timestamp>().unwrap();
        format!("\"until\":{}", at.as_second())
    };
    let told = night.get(&watch, &mine).await.body;
    assert!(told.contains(&until("2026-12-15T08:00:00Z")), "{told}");
    assert!(
        !told.contains("key") && told.contains("\"owner\""),
        "{told}"
    );
    let none = night.get(&watch, &other).await.body;
    assert!(none.contains("\"until\":null"), "{none}");
    let page = night.get(&format!("/duty/{POOL}"), &other).await;
    let take = page
        .body
        .split("action=\"")
        .find(|part| part.contains("/take\""));
    let take = take.unwrap().split('"').next().unwrap();
    let form = format!("from={}", value_of(&page.body, "from"));
    let taken = night.post(take, &other, &form).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let told = night.get(&watch, &mine).await.body;
    assert!(
        told.contains(&until("2026-12-14T22:00:00Z")),
        "the hand-over: {told}"
    );
    let later = at_night(&site, 12);
    let mine = later.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let told = later.get(&watch, &mine).await.body;
    assert!(told.contains("\"until\":null"), "{told}");
    let outside = later.sign_in(fixture::OTHER_TEAM_LEADER).await;
    let hidden = later.get(&watch, &outside).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn sheets_and_calls_are_json_for_those_who_may_see_them() {
    let site = planned().await;
    let night = at_night(&site, 10);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let case = format!("/api/v1/cases/{}", fixture::OPEN);
    let sheet = night.get(&format!("{case}/sheet"), &other).await;
    assert!(
        sheet.body.contains("\"until\":\"2026-12-15T08:00:00Z\""),
        "{}",
        sheet.body
    );
    let list = night
        .get(&format!("/api/v1/pools/{POOL}/sheets"), &other)
        .await;
    assert!(list.body.contains("\"state\":\"missing\""), "{}", list.body);
    let calls = night.get(&format!("{case}/calls"), &other).await;
    assert_eq!(calls.status, StatusCode::NOT_FOUND);
    let therapist = night.sign_in(fixture::THERAPIST).await;
    let calls = night.get(&format!("{case}/calls"), &therapist).await;
    assert_eq!(calls.status, StatusCode::OK);
}

#[tokio::test]
async fn more_than_the_sheet_is_asked_for_and_judged() {
    let site = planned().await;
    let night = at_night(&site, 10);
    let other = night.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let sheet = format!("/cases/{}/sheet", fixture::OPEN);
    let closed = night.get(&format!("{sheet}/more"), &other).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    let word = night
        .post(&format!("{sheet}/glass"), &other, "reason=akut")
        .await;
    assert_eq!(word.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = "reason=Mamman+svarar+inte+och+pojken+%C3%A4r+ensam";
    let open = night.post(&format!("{sheet}/glass"), &other, reason).await;
    let more = night.get(&open.location.unwrap(), &other).await;
    assert!(more.body.contains("Malva Lingonstig"), "{}", more.body);
    let morning = at_night(&site, 20);
    let other = morning.sign_in(fixture::OTHER_BOARD_THERAPIST).await;
    let closed = morning.get(&format!("{sheet}/more"), &other).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN, "in the hand-over");
    let officer = morning.sign_in(fixture::RECORDS_OFFICER).await;
    let board = format!("/boards/{}/glass", fixture::BOARDS[0]);
    let list = morning.get(&board, &officer).await;
    assert!(list.body.contains("pojken är ensam") && list.body.contains("Inte granskad"));
    let id = list.body.split("class=\"note\" id=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let review = format!("{board}/{id}");
    let bare = morning.post(&review, &officer, "remark=Behövdes").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let judged = morning
        .post(&review, &officer, "finding=in_order&remark=Beh%C3%B6vdes")
        .await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER);
    let list = morning.get(&board, &officer).await;
    assert!(list.body.contains("Hörde till arbetet"));
}
