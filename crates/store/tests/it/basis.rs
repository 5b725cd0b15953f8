//! On which basis another board's staff read a sheet.

use hemma_domain::code::Code as _;
use hemma_domain::ids::{BasisId, ConsentId};
use hemma_domain::sheet::{Basis, BasisKind};
use hemma_store::{basis, consent};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::case::key;

pub(crate) fn basis(number: u128) -> Basis {
    Basis {
        id: BasisId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        kind: BasisKind::Osl26_9,
        consent: None,
        consent_ended: None,
        until: "2026-12-31".parse().unwrap(),
        reason: "Barnet behöver hjälp även på natten.".into(),
        recorded: (noon("2026-11-20"), fixture::LEADER),
        revoked: None,
    }
}

#[tokio::test]
async fn a_basis_is_kept_with_its_reason_and_revoked_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let one = basis(1);
        basis::insert(&mut tx, &key, &one).await.unwrap();
        let now = noon(fixture::TODAY);
        let standing = basis::standing(&mut tx, &[fixture::OPEN], now).await;
        let closed = Basis {
            reason: String::new(),
            ..one.clone()
        };
        assert_eq!(standing.unwrap(), [closed]);
        let taken_back = (noon("2026-11-23"), fixture::LEADER);
        let elsewhere = (fixture::OTHER_TEAM, one.id);
        assert!(!basis::revoke(&mut tx, elsewhere, taken_back).await.unwrap());
        let here = (fixture::OPEN, one.id);
        assert!(basis::revoke(&mut tx, here, taken_back).await.unwrap());
        assert!(!basis::revoke(&mut tx, here, taken_back).await.unwrap());
        let all = basis::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(all[0].basis.reason, one.reason);
        assert_eq!(all[0].basis.revoked, Some(taken_back));
        assert_eq!(all[0].revoked_by.as_deref(), Some("Gun Alebäck"));
        let standing = basis::standing(&mut tx, &[fixture::OPEN], now).await;
        assert_eq!(standing.unwrap(), []);
        let before = basis::standing(&mut tx, &[fixture::OPEN], now.plus_seconds(-1)).await;
        assert_eq!(before.unwrap()[0].revoked, Some(taken_back), "it held then");
    }
}

#[tokio::test]
async fn a_basis_tells_when_its_consent_ended() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let given = crate::consent::answer(1, true, "2026-09-07");
        consent::insert(&mut tx, &key, &given).await.unwrap();
        let one = Basis {
            kind: BasisKind::Consent,
            consent: Some(ConsentId(Uuid::from_u128(1))),
            ..basis(1)
        };
        basis::insert(&mut tx, &key, &one).await.unwrap();
        let today = fixture::TODAY.parse().unwrap();
        assert!(consent::withdraw(&mut tx, &given, today).await.unwrap());
        let now = noon(fixture::TODAY);
        let standing = basis::standing(&mut tx, &[fixture::OPEN], now).await;
        assert_eq!(standing.unwrap()[0].consent_ended, Some(today));
    }
}

#[tokio::test]
async fn what_a_board_lets_count_comes_back() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let allowed = basis::allowed(&mut tx, &fixture::BOARDS).await.unwrap();
        assert_eq!(allowed[&fixture::BOARDS[0]], BasisKind::ALL);
        assert!(basis::allowed(&mut tx, &[]).await.unwrap().is_empty());
    }
}
