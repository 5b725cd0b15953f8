//! Store functions of `team`.

use hemma_store::team;
use hemma_testkit::fixture;

#[tokio::test]
async fn everything_is_listed_by_name_with_the_cases_in_counts() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let networks = team::networks(&mut tx).await.unwrap();
        assert_eq!(networks.len(), 1);
        assert_eq!(networks[0].id, fixture::NETWORK);
        let boards = team::boards(&mut tx).await.unwrap();
        let ids: Vec<_> = boards.iter().map(|board| board.id).collect();
        assert_eq!(ids, fixture::BOARDS);
        let teams = team::all(&mut tx).await.unwrap();
        assert_eq!(teams.len(), fixture::TEAMS.len());
        for one in &teams {
            let found = team::find(&mut tx, one.team.id).await.unwrap();
            assert_eq!(found.unwrap().0, one.team);
            assert!(one.going <= one.cases);
        }
        let of = |id| teams.iter().find(|one| one.team.id == id).unwrap();
        assert!(of(fixture::TEAMS[0]).going > 0);
    }
}

#[tokio::test]
async fn what_is_changed_is_kept_and_a_boards_numbers_go_on() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        team::set_next_case_number(&mut tx, fixture::BOARDS[0], 41)
            .await
            .unwrap();
        let mut network = team::networks(&mut tx).await.unwrap().remove(0);
        network.name = "Nya nätet".to_owned();
        team::save_network(&mut tx, &network).await.unwrap();
        let (mut one, mut board) = team::find(&mut tx, fixture::TEAMS[0])
            .await
            .unwrap()
            .unwrap();
        board.short = "BDN".to_owned();
        board.note_lock_days = 7;
        team::save_board(&mut tx, &board).await.unwrap();
        one.rhythm.hand_in_weekday = 3;
        one.rhythm.hand_in_at = "09:30".parse().unwrap();
        one.closed_on = Some("2027-01-01".parse().unwrap());
        team::save(&mut tx, &one).await.unwrap();
        assert_eq!(team::networks(&mut tx).await.unwrap(), [network]);
        let found = team::find(&mut tx, one.id).await.unwrap();
        assert_eq!(found, Some((one, board.clone())));
        let number = team::take_case_number(&mut tx, board.id).await.unwrap();
        assert_eq!(number, 41);
        let others = team::find(&mut tx, fixture::TEAMS[2])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(others.1.short, "GRA");
        tx.commit().await.unwrap();
    }
}
