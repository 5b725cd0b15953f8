//! The week as a browser sees it.

use axum::http::{Method, StatusCode};
use hemma_testkit::fixture;
use hemma_testkit::week::{DRIVERS, FIT, LAST_STEPS, STEP, written};

use crate::harness::TestSite;

fn url() -> String {
    format!("/cases/{}/weeks/{}", fixture::OPEN, written())
}

async fn site() -> TestSite {
    let site = TestSite::new().await;
    hemma_testkit::week::fill(&site.db).await;
    site
}

#[tokio::test]
async fn the_weeks_lead_to_the_one_that_is_written_now() {
    let site = site().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let weeks = format!("/cases/{}/weeks", fixture::OPEN);
    let answer = site.send(Method::GET, &weeks, Some(&cookie), "").await;
    assert_eq!(answer.location, Some(url()));
    let page = site.send(Method::GET, &url(), Some(&cookie), "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for text in [
        "Fyra lugna morgnar",
        "Malva väcker Fjäril kvart i sju",
        "Sömnen driver mer",
        "drawing-phone",
        "drawing-page",
        "3 av minst 3 kontakter",
        "Ingen säkerhetsplan gäller",
        "Lämna in veckan",
    ] {
        assert!(page.body.contains(text), "{text} is missing");
    }
    // For looking at it in a browser.
    if let Some(folder) = option_env!("HEMMA_PAGES") {
        std::fs::write(format!("{folder}/week.html"), &page.body).unwrap();
        let leader = site.sign_in(fixture::LEADER).await;
        let page = site.send(Method::GET, &url(), Some(&leader), "").await;
        std::fs::write(format!("{folder}/week-leader.html"), &page.body).unwrap();
        let goals = format!("/cases/{}/goals", fixture::OPEN);
        let page = site.send(Method::GET, &goals, Some(&cookie), "").await;
        std::fs::write(format!("{folder}/goals.html"), &page.body).unwrap();
        let consultant = site.sign_in(fixture::CONSULTANT).await;
        let desk = format!("/desk{}", url());
        let page = site.send(Method::GET, &desk, Some(&consultant), "").await;
        std::fs::write(format!("{folder}/week-desk.html"), &page.body).unwrap();
    }
}

#[tokio::test]
async fn the_second_of_two_sees_both_texts_and_can_keep_theirs() {
    let site = site().await;
    let one = site.sign_in(fixture::THERAPIST).await;
    let two = site.sign_in(fixture::LEADER).await;
    let to = format!("{}/texts/advances", url());
    let first = site
        .send(Method::POST, &to, Some(&one), "version=1&text=Fem+lugna")
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = site
        .send(Method::POST, &to, Some(&two), "version=1&text=Tre+lugna")
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("Fem lugna") && second.body.contains("Tre lugna"));
    assert!(second.body.contains("name=\"version\" value=\"2\""));
    let kept = site
        .send(Method::POST, &to, Some(&two), "version=2&text=Tre+lugna")
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn rows_meet_with_all_their_fields() {
    let site = site().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    for (path, form, told) in [
        (
            format!("steps/{STEP}"),
            "text=Nytt&what=%C3%96va&who=Tuva&when=nu&measure=lista",
            "Öva · Tuva · nu · lista",
        ),
        (
            format!("steps/{}/outcome", LAST_STEPS[0]),
            "outcome=partly&evidence=Tre+av+fem",
            "Tre av fem",
        ),
        (
            format!("drivers/{}", DRIVERS[0]),
            "system=school&text=Prov&evidence=Sett",
            "Prov",
        ),
        ("safety".to_owned(), "change=worse", "Sämre"),
    ] {
        let to = format!("{}/{path}", url());
        let saved = site
            .send(
                Method::POST,
                &to,
                Some(&cookie),
                &format!("version=1&{form}"),
            )
            .await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "{path}: {}",
            saved.body
        );
        let met = site
            .send(
                Method::POST,
                &to,
                Some(&cookie),
                &format!("version=1&{form}"),
            )
            .await;
        assert_eq!(met.status, StatusCode::CONFLICT, "{path}");
        assert!(met.body.contains(told), "{path}: {told} is missing");
    }
}

#[tokio::test]
async fn a_week_is_handed_in_and_says_what_comes_next() {
    let site = site().await;
    let cookie = site.sign_in(fixture::THERAPIST).await;
    let to = format!("{}/hand-in", url());
    let answer = site.send(Method::POST, &to, Some(&cookie), "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = site.send(Method::GET, &url(), Some(&cookie), "").await;
    assert!(page.body.contains("Veckan är inlämnad"));
    assert!(page.body.contains("tisdag 24 november"));
    assert!(page.body.contains("Från förra veckan"));
}

#[tokio::test]
async fn the_consultant_sees_no_name_and_writes_in_the_margin() {
    let site = site().await;
    let cookie = site.sign_in(fixture::CONSULTANT).await;
    let desk = format!("/desk{}", url());
    let page = site.send(Method::GET, &desk, Some(&cookie), "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for name in ["Malva", "Fjäril", "Lingonstig"] {
        assert!(!page.body.contains(name), "{name}");
    }
    assert!(page.body.contains("barnet (11 år)"));
    let to = format!("{desk}/feedback");
    let form = "section=new_steps&text=Ett+steg+i+taget";
    let given = site.send(Method::POST, &to, Some(&cookie), form).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let page = site.send(Method::GET, &url(), Some(&therapist), "").await;
    assert!(page.body.contains("Ett steg i taget"));
}

#[tokio::test]
async fn what_somebody_removed_meanwhile_can_be_added_again() {
    let site = site().await;
    let one = site.sign_in(fixture::THERAPIST).await;
    let two = site.sign_in(fixture::LEADER).await;
    let behaviour = hemma_testkit::week::BEHAVIOUR;
    let frame = format!("/cases/{}/frame", fixture::OPEN);
    let driver = format!("{}/drivers/{}", url(), DRIVERS[1]);
    let drivers = format!("{}/fits/{FIT}/drivers", url());
    let told = [
        (
            format!("{}/steps/{STEP}", url()),
            "text=Mitt+steg",
            format!("{}/steps", url()),
        ),
        (
            format!("{frame}/{behaviour}"),
            "kind=behaviour&subject=Mitt+ord",
            frame.clone(),
        ),
        (driver, "system=family&text=Mitt+sk%C3%A4l", drivers),
        (
            format!("{}/fits/{FIT}", url()),
            "kind=behaviour&target=Min+cirkel",
            format!("{}/fits", url()),
        ),
    ];
    for (path, form, again) in told {
        let gone = site.post(&format!("{path}/remove"), &two, "").await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{path}: {}", gone.body);
        let form = format!("version=1&fit={FIT}&{form}");
        let met = site.post(&path, &one, &form).await;
        assert_eq!(met.status, StatusCode::CONFLICT, "{path}: {}", met.body);
        assert!(met.body.contains("Någon tog bort det här medan du skrev"));
        assert!(met.body.contains("Mi"), "{path}: one's own text is shown");
        assert!(
            met.body.contains(&format!("action=\"{again}\"")),
            "{path}: {}",
            met.body
        );
        let kept = site.post(&again, &one, &form).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{again}: {}", kept.body);
    }
}

#[tokio::test]
async fn a_point_can_be_changed_by_its_writer_until_it_is_answered() {
    let site = site().await;
    let cookie = site.sign_in(fixture::CONSULTANT).await;
    let desk = format!("/desk{}", url());
    let to = format!("{desk}/feedback/{}/text", hemma_testkit::week::POINTS[1]);
    let page = site.get(&desk, &cookie).await;
    assert!(page.body.contains(&to), "{}", page.body);
    let saved = site.post(&to, &cookie, "version=1&text=Hur+vet+ni").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let met = site.post(&to, &cookie, "version=1&text=Vem+vet").await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.body);
    assert!(met.body.contains("Hur vet ni") && met.body.contains("Vem vet"));
    let therapist = site.sign_in(fixture::THERAPIST).await;
    let page = site.get(&url(), &therapist).await;
    assert!(page.body.contains("Hur vet ni") && !page.body.contains("/text\" data-draft"));
}
