//! Funded projects, what is kept of them, and the figures that were given out.

use hemma_domain::ids::{ProjectId, ProjectItemId};
use hemma_domain::money::Ore;
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::project::{Item, ItemKind, Project, Target};
use hemma_domain::review::Figure;
use hemma_review::Row;
use hemma_store::project::{self, Given};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::pool::day;

fn one() -> Project {
    Project {
        id: ProjectId(Uuid::from_u128(0xa1)),
        network: fixture::NETWORK,
        name: "Två team".to_owned(),
        funder: "Stiftelsen Provlyktan".to_owned(),
        diary: String::new(),
        purpose: "Pröva.".to_owned(),
        begins: day("2026-01-01"),
        ends: day("2027-12-31"),
        teams: vec![fixture::TEAMS[0]],
        version: 1,
    }
}

fn item(number: u128, kind: ItemKind, on: Option<&str>) -> Item {
    Item {
        id: ProjectItemId(Uuid::from_u128(number)),
        project: one().id,
        kind,
        title: "Delbetalning".to_owned(),
        text: "Efter redovisning.".to_owned(),
        on: on.map(day),
        amount: Some(Ore(77_700)),
        target: Some(Target {
            figure: Figure::Opened,
            goal: Goal::AtLeast(Hundredths(1_261)),
        }),
        done: None,
    }
}

#[tokio::test]
async fn a_project_comes_back_as_it_was_kept_and_is_changed_by_one_at_a_time() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        project::insert(&mut tx, &one()).await.unwrap();
        let found = project::find(&mut tx, one().id).await.unwrap();
        assert_eq!(found, Some(one()));
        let changed = Project {
            name: "Tre team".to_owned(),
            teams: vec![fixture::TEAMS[1]],
            ..one()
        };
        assert!(project::save(&mut tx, &changed).await.unwrap());
        assert!(!project::save(&mut tx, &one()).await.unwrap());
        let kept = Project {
            version: 2,
            ..changed
        };
        let all = project::of_network(&mut tx, fixture::NETWORK)
            .await
            .unwrap();
        assert_eq!(all.first(), Some(&kept));
        let of = async |tx: &mut _, team| project::of_team(tx, team).await.unwrap();
        assert_eq!(of(&mut tx, fixture::TEAMS[1]).await, [kept]);
        assert_eq!(of(&mut tx, fixture::TEAMS[0]).await, []);
    }
}

#[tokio::test]
async fn what_is_kept_comes_by_day_and_is_done_undone_and_removed() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        project::insert(&mut tx, &one()).await.unwrap();
        let risk = item(1, ItemKind::Risk, None);
        let late = item(2, ItemKind::Account, Some("2027-01-31"));
        let soon = item(3, ItemKind::Instalment, Some("2026-02-01"));
        for kept in [&risk, &late, &soon] {
            project::insert_item(&mut tx, kept).await.unwrap();
        }
        let all = project::items(&mut tx, one().id).await.unwrap();
        assert_eq!(all, [soon.clone(), late.clone(), risk.clone()]);
        let at = (one().id, soon.id);
        let done = Some(day("2026-02-03"));
        assert!(project::set_done(&mut tx, at, done).await.unwrap());
        let all = project::items(&mut tx, one().id).await.unwrap();
        assert_eq!(all[0].done, done);
        assert!(project::set_done(&mut tx, at, None).await.unwrap());
        assert!(project::remove_item(&mut tx, at).await.unwrap());
        assert!(!project::remove_item(&mut tx, at).await.unwrap());
        let all = project::items(&mut tx, one().id).await.unwrap();
        assert_eq!(all, [late, risk]);
    }
}

#[tokio::test]
async fn the_last_figures_that_were_given_out_hold() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        project::insert(&mut tx, &one()).await.unwrap();
        let given = |opened| Given {
            project: one().id,
            team: fixture::TEAMS[0],
            year: 2026,
            sums: Row {
                opened,
                closed: 2,
                ..Row::default()
            },
            by: fixture::LEADER,
            at: noon("2026-11-20"),
        };
        project::give(&mut tx, &given(3)).await.unwrap();
        project::give(&mut tx, &given(4)).await.unwrap();
        let all = project::given(&mut tx, one().id).await.unwrap();
        assert_eq!(all, [given(4)]);
    }
}

#[tokio::test]
async fn a_goal_is_kept_with_its_direction_and_old_ones_keep_their_meaning() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        project::insert(&mut tx, &one()).await.unwrap();
        let goals = [
            Goal::AtLeast(Hundredths(61)),
            Goal::Below(Hundredths(450)),
            Goal::Within(Hundredths(400), Hundredths(600)),
        ];
        for (number, goal) in (1..).zip(goals) {
            let figure = Figure::Caseload;
            let kept = Item {
                title: format!("Mål {number}"),
                target: Some(Target { figure, goal }),
                ..item(number, ItemKind::Goal, None)
            };
            project::insert_item(&mut tx, &kept).await.unwrap();
        }
        const OLD: &str =
            "INSERT INTO project_items (id, project_id, kind, title, body, figure, least)
            VALUES ($1, $2, 'goal', 'Mål 9', '', 'caseload', 5)";
        let id = ProjectItemId(Uuid::from_u128(9));
        tx.run(OLD, &hemma_store::values![id, one().id])
            .await
            .unwrap();
        let items = project::items(&mut tx, one().id).await.unwrap();
        let found: Vec<Goal> = items.iter().map(|one| one.target.unwrap().goal).collect();
        let old = Goal::AtLeast(Hundredths(500));
        assert_eq!(found, [&goals[..], &[old]].concat());
    }
}
