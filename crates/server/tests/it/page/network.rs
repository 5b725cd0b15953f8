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
