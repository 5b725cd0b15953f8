//! People in a case, their bonds and ties.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

fn path(end: &str) -> String {
    format!("/cases/{}{end}", fixture::OPEN)
}

#[tokio::test]
async fn a_new_person_with_an_odd_number_is_kept_and_warned_about() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let form = "given_name=Love&kin=father&sex=male&identity_kind=personal&number=811218-9870&language=so\
        &interpreter=on&phone=070-000+00+02&address=&door_code=&protection=none&in_household=on";
    let answer = site.post(&path("/people/new"), &cookie, form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = site.get(&answer.location.unwrap(), &cookie).await;
    assert!(page.body.contains("19811218-9870"), "the long form");
    assert!(page.body.contains("Kontrollsiffran stämmer inte"));
    let people = site.get(&path("/people"), &cookie).await.body;
    assert!(people.contains("Tolk: Somaliska") && people.contains("tel:070-000 00 02"));
    assert!(people.contains("drawing-page") && people.contains("drawing-phone"));
}

#[tokio::test]
async fn nothing_is_guessed_about_somebody_new() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let page = site.get(&path("/people/new"), &cookie).await.body;
    assert!(page.contains("<option value=\"\">Välj</option>"), "{page}");
    assert!(!page.contains("name=\"in_household\" checked"), "{page}");
    let form = "given_name=Love&kin=&sex=male&identity_kind=personal&number=&language=so\
        &phone=&address=&door_code=&protection=none";
    let back = site.post(&path("/people/new"), &cookie, form).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Välj vem personen är"), "{}", back.body);
}

#[tokio::test]
async fn what_was_typed_survives_a_fault_and_a_colleagues_change() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let mother = path(&format!("/people/{}", fixture::MOTHER));
    let form = |born: &str, remark: &str| {
        format!("given_name=Malva&kin=mother&born={born}&remark={remark}&phone=1&version=1")
    };
    let faulty = site
        .post(&mother, &cookie, &form("31+februari", "Skiftar"))
        .await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("31 februari") && faulty.body.contains("Skiftar"));
    let first = site.post(&mother, &cookie, &form("", "Arbetar natt")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let second = site.post(&mother, &cookie, &form("", "Arbetar dag")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("Arbetar natt") && second.body.contains("Arbetar dag"));
    assert!(second.body.contains("name=\"version\" value=\"2\""));
}

#[tokio::test]
async fn a_protected_address_is_shown_only_on_request() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let mother = path(&format!("/people/{}", fixture::MOTHER));
    let form = "given_name=Malva&phone=070-000+00+03&address=Hemliga+gr%C3%A4nden+2&door_code=&version=1\
        &protection=registration&staff_safety=Ring+f%C3%B6rst&in_household=on&kin=mother";
    site.post(&mother, &cookie, form).await;
    for page in [mother.clone(), path("/people"), path("")] {
        let body = site.get(&page, &cookie).await.body;
        assert!(
            !body.contains("Hemliga") && !body.contains("070-000 00 03"),
            "{page}"
        );
        assert!(body.contains("Läs före besök"), "{page}");
    }
    let hidden = site.get(&mother, &cookie).await.body;
    assert!(hidden.contains("Personen har skyddade uppgifter"));
    let shown = site.post(&format!("{mother}/reveal"), &cookie, "x=").await;
    assert!(shown.body.contains("Hemliga gränden 2"));
    let overview = site.get(&path(""), &cookie).await.body;
    assert!(overview.contains("Malva: Ring först"));
}

#[tokio::test]
async fn bonds_and_ties_are_drawn_listed_and_taken_away() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let bond = format!("a={}&kind=parent&b={}", fixture::MOTHER, fixture::CHILD);
    let answer = site.post(&path("/bonds"), &cookie, &bond).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let same = format!("a={0}&kind=together&b={0}", fixture::MOTHER);
    let answer = site.post(&path("/bonds"), &cookie, &same).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let tie = "person=&label=Simklubben&system=community&strength=strained";
    let answer = site.post(&path("/ties"), &cookie, tie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let body = site.get(&path("/people"), &cookie).await.body;
    assert!(body.contains("Ta bort bandet mellan Malva Lingonstig och Fjäril Lingonstig"));
    assert!(body.contains("Ta bort Simklubben ur nätverket"));
    for kind in ["bonds", "ties"] {
        let start = body.find(&path(&format!("/{kind}/"))).unwrap();
        let to = body[start..].split('"').next().unwrap();
        let away = site.post(to, &cookie, "x=").await;
        assert_eq!(away.status, StatusCode::SEE_OTHER, "{to}");
    }
    let body = site.get(&path("/people"), &cookie).await.body;
    assert!(!body.contains("Simklubben"));
}
