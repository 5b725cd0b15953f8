//! Bases: recorded by the leader, never without a reason, ended with the consent they rest on.

use hemma_app::basis::NewBasis;
use hemma_app::consent::ConsentInput;
use hemma_app::error::Error;
use hemma_domain::consent::ConsentKind;
use hemma_domain::sheet::BasisKind;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};
use crate::rota::{day, published};
use crate::sheet::{basis, then};

fn fields(result: Result<hemma_domain::ids::BasisId, Error>) -> Vec<String> {
    let Err(Error::Invalid(faults)) = result else {
        panic!("{result:?}")
    };
    faults.into_iter().map(|fault| fault.field).collect()
}

#[tokio::test]
async fn a_basis_is_recorded_and_revoked_by_the_leader_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let (by, new) = (&leader, &basis(BasisKind::Assignment));
    cut(&test, |app| async move {
        app.record_basis(by, fixture::OPEN, new).await
    })
    .await;
    let found = test.app.bases(by, fixture::OPEN).await.unwrap();
    assert_eq!(found.bases[0].recorded_by, "Gun Alebäck");
    assert_eq!(found.bases[0].basis.reason, new.reason);
    assert_eq!(found.allowed.len(), 3);
    let id = found.bases[0].basis.id;
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.record_basis(&therapist, fixture::OPEN, new).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let refused = test.app.revoke_basis(&therapist, fixture::OPEN, id).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    cut(&test, |app| async move {
        app.revoke_basis(by, fixture::OPEN, id).await
    })
    .await;
    let twice = test.app.revoke_basis(by, fixture::OPEN, id).await;
    assert!(matches!(twice, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_makes_no_basis_is_told_by_field() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let odd = NewBasis {
        until: day("2026-11-22"),
        reason: String::new(),
        ..basis(BasisKind::Consent)
    };
    let refused = test.app.record_basis(&leader, fixture::OPEN, &odd).await;
    assert_eq!(fields(refused), ["until", "reason", "consent"]);
}

#[tokio::test]
async fn a_consent_that_is_withdrawn_in_the_night_closes_the_sheet() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let given = ConsentInput {
        person: fixture::MOTHER,
        kind: ConsentKind::Exchange,
        party: "Granviks beredskap".into(),
        given: true,
        on: day("2026-11-23"),
        by: fixture::MOTHER,
        evidence: "Skrev under".into(),
    };
    test.app
        .record_consent(&leader, fixture::OPEN, given)
        .await
        .unwrap();
    let consent = test
        .app
        .bases(&leader, fixture::OPEN)
        .await
        .unwrap()
        .consents[0]
        .id;
    let new = NewBasis {
        consent: Some(consent),
        ..basis(BasisKind::Consent)
    };
    test.app
        .record_basis(&leader, fixture::OPEN, &new)
        .await
        .unwrap();
    let midnight = then(&test, fixture::OTHER_BOARD_THERAPIST, "2026-12-17 00:00");
    assert!(test.app.duty_sheet(&midnight, fixture::OPEN).await.is_ok());
    let at_night = then(&test, fixture::LEADER, "2026-12-17 00:01");
    test.app
        .withdraw_consent(&at_night, (fixture::OPEN, consent), day("2026-12-17"))
        .await
        .unwrap();
    let refused = test.app.duty_sheet(&midnight, fixture::OPEN).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}
