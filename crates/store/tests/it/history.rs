//! A network's history from before: its files in pieces, its rows beside the own ones.

use hemma_domain::ids::HistoryId;
use hemma_review::Row;
use hemma_store::review::history::{self, Kept};
use hemma_store::review::{Rows, rows_of_network, save_row};
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
        let of_network = rows_of_network(&mut tx, fixture::NETWORK, quarter).await;
        let sums = of_network.unwrap()[&team][&quarter];
        assert_eq!(sums, opened(5), "both are read together");
        let mut rows = Rows::from([(quarter, opened(2))]);
        history::add_to(&mut tx, team, &mut rows).await.unwrap();
        assert_eq!(rows[&quarter], opened(5));
        history::remove(&mut tx, one.id).await.unwrap();
        let found = history::find(&mut tx, fixture::NETWORK).await.unwrap();
        assert_eq!(found, None);
        assert_eq!(history::piece(&mut tx, (one.id, 0)).await.unwrap(), None);
        let of_network = rows_of_network(&mut tx, fixture::NETWORK, quarter).await;
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
