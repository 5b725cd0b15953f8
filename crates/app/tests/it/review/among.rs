//! Some teams of a network read together.

use std::collections::BTreeSet;

use hemma_app::review::{Among, NetworkAsked, NetworkReview, Shown};
use hemma_domain::ids::{BoardId, TeamId};
use hemma_domain::review::Figure;
use hemma_testkit::fixture;
use uuid::Uuid;

use super::closed;
use crate::harness::TestApp;

async fn read(test: &TestApp, among: Among) -> NetworkReview {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let asked = NetworkAsked {
        among,
        ..NetworkAsked::of("MST-CAN")
    };
    let found = test
        .app
        .network_review(&lead, fixture::NETWORK, asked)
        .await;
    found.unwrap()
}

fn teams(found: &NetworkReview) -> Vec<TeamId> {
    found.teams.iter().map(|team| team.id).collect()
}

/// The value of all that are read together; none where it is hidden.
fn whole(found: &NetworkReview, figure: Figure) -> Option<f64> {
    let one = found.whole.iter().find(|one| one.figure() == figure);
    one.unwrap().reading().and_then(|reading| reading.value)
}

#[tokio::test]
async fn a_board_or_chosen_teams_are_read_together_without_the_others() {
    let test = TestApp::new().await;
    let all = read(&test, Among::All).await;
    let both = BTreeSet::from([fixture::TEAMS[0], fixture::TEAMS[2]]);
    assert_eq!(teams(&all).into_iter().collect::<BTreeSet<_>>(), both);
    assert_eq!(all.boards.len(), 2);
    assert!(all.choices.iter().all(|team| team.chosen));
    let board = read(&test, Among::Board(fixture::BOARDS[1])).await;
    assert_eq!(teams(&board), [fixture::TEAMS[2]]);
    assert_eq!(whole(&board, Figure::ActiveEnd), Some(1.0));
    assert_eq!(whole(&all, Figure::ActiveEnd), Some(3.0));
    let chosen: Vec<bool> = board.choices.iter().map(|team| team.chosen).collect();
    assert_eq!(chosen.iter().filter(|is| **is).count(), 1);
    let one = Among::Teams(BTreeSet::from([fixture::TEAMS[0]]));
    let one = read(&test, one).await;
    assert_eq!(teams(&one), [fixture::TEAMS[0]]);
    assert_eq!(whole(&one, Figure::ActiveEnd), Some(2.0));
}

#[tokio::test]
async fn what_chooses_nobody_or_everybody_chooses_all() {
    let test = TestApp::new().await;
    let everybody = BTreeSet::from([fixture::TEAMS[0], fixture::TEAMS[2]]);
    let other_programme = BTreeSet::from([fixture::TEAMS[1]]);
    for among in [
        Among::Board(BoardId(Uuid::from_u128(9))),
        Among::Teams(everybody),
        Among::Teams(other_programme),
        Among::from_texts(Some("x"), ["", "y"]),
    ] {
        let found = read(&test, among.clone()).await;
        assert_eq!(
            (found.among, found.teams.len()),
            (Among::All, 2),
            "{among:?}"
        );
    }
}

#[tokio::test]
async fn a_choice_of_teams_gives_away_nothing_that_is_hidden() {
    let test = closed().await;
    let is_hidden = |all: &[Shown], figure: Figure| {
        let one = all.iter().find(|one| one.figure() == figure);
        one.unwrap().reading().is_none()
    };
    for (team, is_small) in [(fixture::TEAMS[0], true), (fixture::TEAMS[2], false)] {
        let alone = read(&test, Among::Teams(BTreeSet::from([team]))).await;
        for figure in [Figure::Closed, Figure::Completed, Figure::Home] {
            let own = is_hidden(&alone.teams[0].figures, figure);
            let together = is_hidden(&alone.whole, figure);
            assert_eq!((own, together), (is_small, is_small), "{figure:?} {team}");
        }
        assert!(alone.funnels().is_empty());
    }
}
