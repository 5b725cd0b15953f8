//! Boards that a network's office writes to.

use hemma_domain::addressee::Addressee;
use hemma_domain::ids::AddresseeId;
use hemma_domain::layout::Pattern;
use hemma_domain::proposal::Proposal;
use hemma_store::error::Error;
use hemma_store::{addressee, proposal};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::proposal::proposal_of;

pub(crate) fn board(number: u128, name: &str, diary: Option<&str>) -> Addressee {
    Addressee {
        id: AddresseeId(Uuid::from_u128(number)),
        network: fixture::NETWORK,
        name: name.to_owned(),
        layout: "STOCKHOLM".to_owned(),
        diary: diary.map(|pattern| Pattern::new(pattern).unwrap()),
        version: 1,
    }
}

#[tokio::test]
async fn a_board_is_kept_changed_once_and_named_by_its_proposals() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let own = board(1, "Vikens nämnd", Some("@ #/#"));
        let other = board(2, "Bergets nämnd", None);
        for one in [&own, &other] {
            addressee::insert(&mut tx, one).await.unwrap();
        }
        let all = addressee::of_network(&mut tx, fixture::NETWORK)
            .await
            .unwrap();
        assert_eq!(all, [other.clone(), own.clone()]);
        let changed = Addressee {
            layout: "OTHER".to_owned(),
            diary: None,
            ..own.clone()
        };
        assert!(addressee::save(&mut tx, &changed).await.unwrap());
        let late = addressee::save(&mut tx, &own).await.unwrap();
        assert!(!late, "somebody was first");
        let found = addressee::find(&mut tx, own.id).await.unwrap();
        let changed = Addressee {
            version: 2,
            ..changed
        };
        assert_eq!(found, Some(changed));
        let to = Proposal {
            to: Some(own.id),
            ..proposal_of(1, "")
        };
        proposal::insert(&mut tx, &to).await.unwrap();
        let kept = proposal::find(&mut tx, to.id).await.unwrap();
        assert_eq!(kept, Some(to));
        let twice = addressee::insert(&mut tx, &board(3, "Bergets nämnd", None)).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}
