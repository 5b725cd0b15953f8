//! From assignment to opening: the forms as a browser sends them.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use crate::harness::TestSite;

const REFERRAL: &str = "received_on=2026-11-18&authority=Bj%C3%B6rkdalen&handler=Siv&number=2026-B-17\
    &decided_on=16+nov&basis=sol_11_1&from=16%2F11&reason=Br%C3%A5k&label=S%C3%A4lgkvist&child_given_name=Trast\
    &protection=none";

#[tokio::test]
async fn an_assignment_is_registered_screened_opened_and_closed() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let path = format!("/teams/{}/referrals/new", fixture::TEAMS[0]);
    let form = site.get(&path, &leader).await;
    assert!(form.body.contains("180 dagar"), "{}", form.body);
    let made = site.post(&path, &leader, REFERRAL).await;
    let screening = made.location.unwrap();
    let page = site.get(&screening, &leader).await;
    assert!(
        page.body.contains("Uppdraget är registrerat"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Inte bekräftat"), "{}", page.body);
    let case = screening.split("/screening").next().unwrap();
    let manage = format!("{case}/manage");
    let open = format!(
        "act=open&version=1&care_staff={}&opened_on=2026-11-23",
        fixture::COLLEAGUE
    );
    let asked = site.post(&manage, &leader, &open).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Skriv varför ni ändå går vidare"));
    let opened = site
        .post(&manage, &leader, &format!("{open}&reason=Vi+vet+snart"))
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let page = site.get(&manage, &leader).await;
    assert!(page.body.contains("Kajsa Vassrugg") && page.body.contains("Vi vet snart"));
    let closing = format!("{case}/closing");
    let asked = site.get(&closing, &leader).await.body;
    assert!(asked.contains("value=\"23 november 2026\""), "{asked}");
    assert!(asked.contains("Gäller inte"), "{asked}");
    let preselected = asked
        .lines()
        .any(|line| line.contains("outcome-") && line.contains("checked"));
    assert!(!preselected, "nothing is answered beforehand");
    let missing = site
        .post(
            &closing,
            &leader,
            "version=2&on=2026-11-23&outcome-school=not_asked",
        )
        .await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = missing.body.contains("value=\"not_asked\" checked");
    assert!(kept, "{}", missing.body);
    let faults = missing.body.find("class=\"errors\"");
    assert!(
        faults < missing.body.find("id=\"goals\""),
        "faults stand first"
    );
    let ending = "version=2&on=2026-11-23&reason=completed&outcome-home=yes&outcome-school=";
    let closed = site.post(&closing, &leader, ending).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    let list = site.get(&closed.location.unwrap(), &leader).await;
    assert!(list.body.contains("Efter 18 månader"), "{}", list.body);
    let six = format!("{case}/follow-ups/6");
    assert_eq!(site.get(&six, &leader).await.status, StatusCode::OK);
    let done = site
        .post(&six, &leader, "version=1&on=2026-11-23&outcome-home=no")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(site.get(case, &leader).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_faulty_assignment_comes_back_with_what_was_typed() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let path = format!("/teams/{}/referrals/new", fixture::TEAMS[0]);
    let back = site
        .post(
            &path,
            &leader,
            "authority=Granviks+socialtj%C3%A4nst&from=32+maj",
        )
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Granviks socialtjänst"));
    assert!(back.body.contains("Gäller från: Dagen går inte att läsa"));
    assert!(back.body.contains("Beslutet fattades: Fyll i det här"));
}

#[tokio::test]
async fn two_answers_to_one_criterion_are_both_shown() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let path = format!("/cases/{}/screening/child_age", fixture::REFERRED);
    let first = "version=0&answer=yes&evidence=F%C3%B6dd+2015";
    let saved = site.post(&path, &leader, first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let late = site
        .post(
            &path,
            &leader,
            "version=0&answer=no&evidence=Fyller+sex+i+mars",
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Född 2015") && late.body.contains("Fyller sex i mars"));
    let keep = "version=1&answer=no&evidence=Fyller+sex+i+mars";
    let kept = site.post(&path, &leader, keep).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
}

#[tokio::test]
async fn the_consultant_answers_without_a_name_on_the_page() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let path = format!("/cases/{}/screening/lives_at_home", fixture::REFERRED);
    let no = "version=0&answer=no&evidence=%C3%85kervinda+bor+hos+farmor";
    site.post(&path, &leader, no).await;
    let aside = format!("{path}/aside");
    let word = "word=agree&reason=Flyttar+hem+i+maj";
    let said = site.post(&aside, &leader, word).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let desk = format!("/desk/cases/{}/screening", fixture::REFERRED);
    let page = site.get(&desk, &consultant).await;
    assert!(page.body.contains("Flyttar hem i maj"), "{}", page.body);
    assert!(page.body.contains("bor hos farmor") && !page.body.contains("Åkervinda"));
    let said = site
        .post(
            &format!("{desk}/lives_at_home/aside"),
            &consultant,
            "word=agree",
        )
        .await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let page = site.get(&desk, &consultant).await;
    assert!(page.body.contains("men ni går förbi det"), "{}", page.body);
}
