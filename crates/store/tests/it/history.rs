//! A network's history from before: its files in pieces, its rows beside the own ones.

use hemma_domain::ids::HistoryId;
use hemma_domain::review::{Stay, Until};
use hemma_review::Row;
use hemma_store::review::history::{self, Kept};
use hemma_store::review::{Rows, rows_of_network, save_row, stay};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::day;

fn kept(number: u128) -> Kept {
    Kept {
        id: HistoryId(Uuid::from_u128(number)),
        network: fixture::NETWORK,
        first: day("2020-01-01"),
        end: day("2026-01-01"),
        at: noon("2026-11-20"),
    }
}

fn opened(opened: i64) -> Row {
    Row {
        opened,
        ..Row::default()
    }
}

#[tokio::test]
async fn a_history_comes_back_piece_by_piece_and_goes_as_a_whole() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = kept(1);
        history::insert(&mut tx, &one).await.unwrap();
        let found = history::find(&mut tx, fixture::NETWORK).await.unwrap();
        assert_eq!(found, Some(one));
        for (number, bytes) in [(0, &b"first"[..]), (1, b"last")] {
            let at = (one.id, number);
            history::put_piece(&mut tx, at, bytes).await.unwrap();
            let found = history::piece(&mut tx, at).await.unwrap();
            assert_eq!(found.as_deref(), Some(bytes));
        }
        let (team, quarter) = (fixture::TEAMS[0], day("2025-10-01"));
        let at = (one.id, team, quarter);
        history::put_row(&mut tx, at, &opened(3)).await.unwrap();
        save_row(&mut tx, (team, quarter), &opened(2))
            .await
            .unwrap();
        let of_network = rows_of_network(
            &mut tx,
            (fixture::NETWORK, "MST-CAN"),
            (quarter, quarter.plus(1)),
        )
        .await;
        let sums = of_network.unwrap()[&team][&quarter];
        assert_eq!(sums, opened(5), "both are read together");
        let before = (day("2020-01-01"), quarter);
        let of_network = rows_of_network(&mut tx, (fixture::NETWORK, "MST-CAN"), before).await;
        assert!(of_network.unwrap().is_empty(), "what follows is not read");
        let mut rows = Rows::from([(quarter, opened(2))]);
        history::add_to(&mut tx, team, &mut rows).await.unwrap();
        assert_eq!(rows[&quarter], opened(5));
        history::remove(&mut tx, one.id).await.unwrap();
        let found = history::find(&mut tx, fixture::NETWORK).await.unwrap();
        assert_eq!(found, None);
        assert_eq!(history::piece(&mut tx, (one.id, 0)).await.unwrap(), None);
        let of_network = rows_of_network(
            &mut tx,
            (fixture::NETWORK, "MST-CAN"),
            (quarter, quarter.plus(1)),
        )
        .await;
        assert_eq!(of_network.unwrap()[&team][&quarter], opened(2));
    }
}

#[tokio::test]
async fn a_network_has_one_history_and_a_team_its_first_case() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let first = history::first_opened(&mut tx, fixture::TEAMS[0]).await;
        assert!(first.unwrap().is_some());
        history::insert(&mut tx, &kept(1)).await.unwrap();
        let second = history::insert(&mut tx, &kept(2)).await;
        assert!(second.is_err());
    }
}

#[tokio::test]
async fn stays_are_those_of_the_cases_here_and_of_the_history() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let team = fixture::TEAMS[0];
        let days = (day("2025-01-01"), day("2027-01-01"));
        let own = stay::of_team(&mut tx, team, days).await.unwrap();
        assert!(!own.is_empty() && own.iter().all(|one| one.until == Until::Today));
        let one = kept(1);
        history::insert(&mut tx, &one).await.unwrap();
        let from_before = [
            Stay {
                opened_on: day("2025-10-02"),
                until: Until::Ended(day("2025-12-24")),
            },
            Stay {
                opened_on: day("2025-12-30"),
                until: Until::Lost(day("2026-01-01")),
            },
        ];
        let at = (one.id, team, day("2025-10-01"));
        stay::put(&mut tx, at, &from_before).await.unwrap();
        let all = stay::of_team(&mut tx, team, days).await.unwrap();
        assert_eq!(all, [own.as_slice(), &from_before].concat());
        let later = (day("2026-01-01"), days.1);
        let after = stay::of_team(&mut tx, team, later).await.unwrap();
        assert_eq!(after, own);
        let of = (fixture::NETWORK, "MST-CAN");
        let network = stay::of_network(&mut tx, of, days).await.unwrap();
        let mine = network.iter().filter(|(id, _)| *id == team);
        assert_eq!(mine.map(|(_, stay)| *stay).collect::<Vec<Stay>>(), all);
        let other = stay::of_network(&mut tx, (of.0, "MST"), days)
            .await
            .unwrap();
        assert!(other.iter().all(|(id, _)| *id != team));
        history::remove(&mut tx, one.id).await.unwrap();
        let again = stay::of_team(&mut tx, team, days).await.unwrap();
        assert_eq!(again, own);
    }
}
