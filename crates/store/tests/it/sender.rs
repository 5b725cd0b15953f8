//! Other installations that send figures: who they are, and the rows that are held of their teams.

use hemma_domain::ids::{SenderId, TeamId};
use hemma_domain::sender::{Arrived, Sender, Why};
use hemma_review::Row;
use hemma_store::db::Tx;
use hemma_store::review::{self, Rows, Standing};
use hemma_store::sender;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::day;

const TEAM: TeamId = fixture::TEAMS[0];
const THEIRS: TeamId = TeamId(Uuid::from_u128(0xA1));

fn one(number: u128) -> Sender {
    Sender {
        id: SenderId(Uuid::from_u128(number)),
        network: fixture::NETWORK,
        name: format!("Län {number}"),
        made: (
            noon("2026-10-01").plus_seconds(i64::try_from(number).unwrap()),
            (number == 1).then_some(fixture::NETWORK_LEAD),
        ),
        revoked_at: None,
        seen_at: None,
    }
}

fn arrived(digest: &str, end: &str) -> Arrived {
    Arrived {
        programme: "MST-CAN".to_owned(),
        counting: "cut_off=61/100".to_owned(),
        digest: digest.to_owned(),
        end: day(end),
        at: noon("2026-11-23"),
    }
}

fn rows(quarters: &[(&str, i64)]) -> Rows {
    let row = |opened| Row {
        opened,
        ..Row::default()
    };
    let each = quarters.iter();
    each.map(|(quarter, opened)| (day(quarter), row(*opened)))
        .collect()
}

async fn held(tx: &mut Tx) -> Rows {
    sender::rows(tx, TEAM).await.unwrap()
}

#[tokio::test]
async fn a_secret_opens_its_sender_until_it_is_taken_back() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        for number in [1, 2] {
            let hash = format!("hash {number}");
            sender::insert(&mut tx, &one(number), &hash).await.unwrap();
        }
        let found = sender::by_secret(&mut tx, "hash 1").await.unwrap();
        assert_eq!(found, Some(one(1)));
        assert_eq!(sender::by_secret(&mut tx, "hash 3").await.unwrap(), None);
        let at = noon("2026-11-23");
        sender::set_seen(&mut tx, one(1).id, at).await.unwrap();
        let of_network = sender::of_network(&mut tx, fixture::NETWORK).await.unwrap();
        let names: Vec<&str> = of_network.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Län 2", "Län 1"], "the newest first");
        assert!(sender::revoke(&mut tx, one(2).id, at).await.unwrap());
        assert!(!sender::revoke(&mut tx, one(2).id, at).await.unwrap());
        assert_eq!(sender::by_secret(&mut tx, "hash 2").await.unwrap(), None);
        let of_network = sender::of_network(&mut tx, fixture::NETWORK).await.unwrap();
        let names: Vec<&str> = of_network.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Län 1", "Län 2"], "those that hold first");
        let found = sender::find(&mut tx, one(2).id).await.unwrap().unwrap();
        assert_eq!((found.revoked_at, found.seen_at), (Some(at), None));
    }
}

#[tokio::test]
async fn rows_are_replaced_as_a_whole_and_read_as_those_of_their_team() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        sender::insert(&mut tx, &one(1), "hash 1").await.unwrap();
        let end = day("2026-11-24");
        let first = TeamId(Uuid::nil());
        let rules = [("MST-CAN".to_owned(), String::new())];
        let at = (end, rules.as_slice());
        let uncounted = review::uncounted(&mut tx, at, first, 10).await.unwrap();
        assert!(uncounted.contains(&TEAM));
        let standing = review::standing(&mut tx, TEAM, (end, "")).await.unwrap();
        assert_eq!(standing, Standing::Behind);
        assert_eq!(sender::team(&mut tx, TEAM).await.unwrap(), None);
        let bound = (TEAM, THEIRS);
        sender::bind(&mut tx, one(1).id, bound).await.unwrap();
        let uncounted = review::uncounted(&mut tx, at, first, 10).await.unwrap();
        assert!(!uncounted.contains(&TEAM), "it is counted elsewhere");
        let standing = review::standing(&mut tx, TEAM, (end, "")).await.unwrap();
        assert_eq!(standing, Standing::Elsewhere);
        let empty = sender::team(&mut tx, TEAM).await.unwrap().unwrap();
        assert_eq!((empty.theirs, &empty.arrived), (THEIRS, &None));
        sender::set_refused(&mut tx, TEAM, (Why::Counting, noon("2026-11-22")))
            .await
            .unwrap();
        let refused = sender::teams_of(&mut tx, one(1).id).await.unwrap();
        assert_eq!(refused[0].refused.unwrap().0, Why::Counting);
        let (old, new) = (
            rows(&[("2026-04-01", 1), ("2026-07-01", 2)]),
            rows(&[("2026-07-01", 3), ("2026-10-01", 4)]),
        );
        let what = arrived("d1", "2026-11-23");
        sender::put(&mut tx, TEAM, (&what, &old)).await.unwrap();
        assert_eq!(held(&mut tx).await, old);
        let what = arrived("d2", "2026-11-24");
        sender::put(&mut tx, TEAM, (&what, &new)).await.unwrap();
        assert_eq!(held(&mut tx).await, new);
        let known = sender::teams_of_network(&mut tx, fixture::NETWORK).await;
        let known = known.unwrap();
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].arrived.as_ref(), Some(&what));
        assert_eq!(
            (known[0].refused, known[0].sender.1.as_str()),
            (None, "Län 1")
        );
        let since = day("2026-10-01");
        let of_network = sender::rows_of_network(
            &mut tx,
            (fixture::NETWORK, "MST-CAN"),
            (since, since.plus(1)),
        )
        .await;
        assert_eq!(of_network.unwrap()[&TEAM], rows(&[("2026-10-01", 4)]));

        // Another sender takes over: what is held stays until something comes.
        sender::insert(&mut tx, &one(2), "hash 2").await.unwrap();
        sender::bind(&mut tx, one(2).id, bound).await.unwrap();
        assert!(
            sender::teams_of(&mut tx, one(1).id)
                .await
                .unwrap()
                .is_empty()
        );
        let moved = sender::team(&mut tx, TEAM).await.unwrap().unwrap();
        assert_eq!(moved.arrived.unwrap().digest, "");
        assert_eq!(held(&mut tx).await, new);
        sender::forget(&mut tx, one(1).id).await.unwrap();
        assert_eq!(held(&mut tx).await, new, "not the first sender's any more");
        sender::forget(&mut tx, one(2).id).await.unwrap();
        assert_eq!(held(&mut tx).await, Rows::new());
        assert_eq!(sender::team(&mut tx, TEAM).await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_a_team_has_of_its_own_is_told() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let cases = sender::has_own(&mut tx, TEAM).await.unwrap();
        assert_eq!(cases, (true, false));
        let nobody = sender::has_own(&mut tx, THEIRS).await.unwrap();
        assert_eq!(nobody, (false, false));
    }
}
