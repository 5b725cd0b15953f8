//! The network lead's home.

use hemma_testkit::fixture;

use crate::harness::TestSite;

#[tokio::test]
async fn the_network_sees_teams_and_never_a_family() {
    let site = TestSite::new().await;
    let cookie = site.sign_in(fixture::NETWORK_LEAD).await;
    let answer = site
        .get(&format!("/networks/{}", fixture::NETWORK), &cookie)
        .await;
    assert!(
        answer.body.contains("MST-CAN Granvik") && answer.body.contains("Granviks socialnämnd")
    );
    assert!(answer.body.contains(">MST-CAN</td>"), "{}", answer.body);
    for told in ["Beslut på gång", "Inget ligger hos någon nämnd"] {
        assert!(answer.body.contains(told), "{told} in {}", answer.body);
    }
    for name in ["Lingonstig", "BJÖ-26", "GRA-26", "/cases/"] {
        assert!(!answer.body.contains(name), "{name}");
    }
}

#[tokio::test]
async fn the_lead_s_home_tells_what_waits_for_the_office() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let home = format!("/networks/{}", fixture::NETWORK);
    let nothing = site.get(&home, &lead).await;
    assert!(
        nothing
            .body
            .contains("MST-CAN, genomgång av första halvåret 2026")
    );
    assert!(
        nothing
            .body
            .contains("halvåret är slut och ingen har börjat")
    );
    let projects = format!("{home}/projects");
    let form = format!(
        "name=Två+team&funder=Stiftelsen&begins=2026-01-01&ends=2027-12-31&teams={}",
        fixture::TEAMS[0]
    );
    let made = site.post(&projects, &lead, &form).await;
    let made = made.location.unwrap();
    let items = format!("{}/items", made.split('?').next().unwrap());
    for item in [
        "kind=account&title=Halvårsrapport&on=2026-12-20",
        "kind=instalment&title=Andra&on=2026-11-01&amount=450+000",
        "kind=account&title=Slutrapport&on=2027-12-31",
    ] {
        site.post(&items, &lead, item).await;
    }
    let page = site.get(&home, &lead).await.body;
    let place = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words} in {page}"))
    };
    let late = place("försenat sedan 1 november 2026");
    assert!(
        late < place("senast 20 december 2026"),
        "what is late comes first"
    );
    assert!(place("450\u{a0}000\u{a0}kr") < place("redovisning, Två team"));
    assert!(!page.contains("Slutrapport"), "that is a year away");
}
