//! Funded projects: kept by the network, their figures given out by the teams' own leaders.

use hemma_app::error::Error;
use hemma_app::project::{ItemInput, ItemStep, ProjectInput};
use hemma_domain::ids::ProjectId;
use hemma_domain::money::Ore;
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::project::{FIGURES, ItemKind, Target};
use hemma_domain::review::Figure;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

fn input() -> ProjectInput {
    ProjectInput {
        name: "Två team".to_owned(),
        funder: "Stiftelsen Provlyktan".to_owned(),
        diary: "PL 1".to_owned(),
        purpose: String::new(),
        begins: day("2026-01-01"),
        ends: day("2027-12-31"),
        teams: vec![fixture::TEAMS[0]],
    }
}

fn item(kind: ItemKind) -> ItemInput {
    ItemInput {
        kind,
        title: "Årsredovisning".to_owned(),
        text: String::new(),
        on: Some(day("2026-11-01")),
        amount: Some(Ore(100)),
        target: Some(Target {
            figure: Figure::Opened,
            goal: Goal::AtLeast(Hundredths(300)),
        }),
    }
}

async fn project(test: &TestApp) -> ProjectId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let made = test.app.new_project(&lead, fixture::NETWORK, input()).await;
    made.unwrap()
}

#[tokio::test]
async fn a_project_is_kept_changed_and_followed() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let by = &lead;
    cut(&test, |app| async move {
        app.new_project(by, fixture::NETWORK, input()).await
    })
    .await;
    let list = test.app.projects(&lead, fixture::NETWORK).await.unwrap();
    let one = &list.lines[0].project;
    let at = (fixture::NETWORK, one.id);
    let longer = || ProjectInput {
        ends: day("2028-12-31"),
        ..input()
    };
    let version = one.version;
    cut(&test, |app| async move {
        app.save_project(by, (at.0, at.1, version), longer()).await
    })
    .await;
    let late = test
        .app
        .save_project(&lead, (at.0, at.1, version), input())
        .await;
    assert!(matches!(late, Err(Error::Conflict)), "somebody was first");
    cut(&test, |app| async move {
        app.add_project_item(by, at, item(ItemKind::Account)).await
    })
    .await;
    let list = test.app.projects(&lead, fixture::NETWORK).await.unwrap();
    assert!(list.lines[0].is_late, "it was due on the first");
    let due = &list.lines[0].due;
    assert_eq!((due.len(), due[0].on), (1, Some(day("2026-11-01"))));
    let found = test.app.project(&lead, at).await.unwrap();
    let kept = &found.items[0];
    assert_eq!(
        (kept.amount, kept.target),
        (None, None),
        "of other kinds of things"
    );
    let id = kept.id;
    cut(&test, |app| async move {
        app.change_project_item(by, at, (id, ItemStep::Done)).await
    })
    .await;
    let found = test.app.project(&lead, at).await.unwrap();
    assert_eq!(found.items[0].done, Some(lead.today()));
    for step in [ItemStep::Undone, ItemStep::Remove] {
        test.app
            .change_project_item(&lead, at, (id, step))
            .await
            .unwrap();
    }
    let gone = test
        .app
        .change_project_item(&lead, at, (id, ItemStep::Done))
        .await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

#[tokio::test]
async fn figures_come_from_a_leader_who_gives_them_out() {
    let test = TestApp::new().await;
    let id = project(&test).await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let at = (fixture::NETWORK, id);
    let before = test.app.project(&lead, at).await.unwrap().figures;
    assert!(before.whole.is_empty(), "nothing is known without a leader");
    assert_eq!(before.years[0].lacking, [fixture::TEAMS[0]]);
    assert!(before.years[1].lacking.is_empty(), "2027 has not begun");
    let leader = test.ctx(fixture::LEADER);
    let seen = test.app.team_projects(&leader, fixture::TEAMS[0]).await;
    let seen = seen.unwrap();
    let year = &seen[0].years[0];
    assert_eq!((year.year, year.given), (2026, None));
    let opened = year.readings[0].value;
    let by = &leader;
    cut(&test, |app| async move {
        app.give_figures(by, fixture::TEAMS[0], (id, 2026)).await
    })
    .await;
    let after = test.app.project(&lead, at).await.unwrap().figures;
    assert_eq!(after.whole[0].figure, Figure::Opened);
    assert_eq!(after.whole[0].value, opened);
    assert!(after.years[0].lacking.is_empty());
    let seen = test.app.team_projects(&leader, fixture::TEAMS[0]).await;
    let year = &seen.unwrap()[0].years[0];
    assert!(year.given.is_some() && !year.is_stale);
}

#[tokio::test]
async fn nobody_else_gives_figures_out_and_none_of_years_to_come() {
    let test = TestApp::new().await;
    let id = project(&test).await;
    let give = async |staff, team, year| {
        let ctx = test.ctx(staff);
        test.app.give_figures(&ctx, team, (id, year)).await
    };
    let team = fixture::TEAMS[0];
    for staff in [fixture::THERAPIST, fixture::NETWORK_LEAD] {
        let refused = give(staff, team, 2026).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    for year in [2025, 2027, 2030] {
        let none = give(fixture::LEADER, team, year).await;
        assert!(matches!(none, Err(Error::NotFound)), "{year}");
    }
    let leader = test.ctx(fixture::LEADER);
    let hidden = test.app.projects(&leader, fixture::NETWORK).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_project_without_teams_of_the_network_is_refused() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let stray = ProjectInput {
        teams: vec![hemma_domain::ids::TeamId(uuid::Uuid::from_u128(1))],
        ends: day("2025-01-01"),
        ..input()
    };
    let refused = test.app.new_project(&lead, fixture::NETWORK, stray).await;
    assert_eq!(message(&refused.unwrap_err()), "project-fault-period");
    let without_day = ItemInput {
        on: None,
        ..item(ItemKind::Account)
    };
    let id = project(&test).await;
    let refused = test
        .app
        .add_project_item(&lead, (fixture::NETWORK, id), without_day)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "project-fault-day");
}

#[tokio::test]
async fn a_goal_names_a_figure_that_a_project_shows_and_less_can_be_better() {
    let test = TestApp::new().await;
    let id = project(&test).await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let at = (fixture::NETWORK, id);
    let add = async |figure, goal| {
        let target = Some(Target { figure, goal });
        let goal = ItemInput {
            target,
            ..item(ItemKind::Goal)
        };
        test.app.add_project_item(&lead, at, goal).await
    };
    let few = Goal::Below(Hundredths(50));
    let unseen = add(Figure::Overdue, few).await.unwrap_err();
    assert_eq!(message(&unseen), "project-fault-figure");
    for never in [
        Goal::Below(Hundredths(0)),
        Goal::Within(Hundredths(2), Hundredths(1)),
    ] {
        let never = add(Figure::Placed, never).await.unwrap_err();
        assert_eq!(message(&never), "project-fault-goal");
    }
    add(Figure::Opened, few).await.unwrap();
    let found = test.app.project(&lead, at).await.unwrap();
    let target = found.items[0].target.unwrap();
    assert_eq!(target.goal, few, "hundredths are kept");
    assert_eq!(found.figures.meets(target), None, "nothing was given out");
    let leader = test.ctx(fixture::LEADER);
    let team = fixture::TEAMS[0];
    test.app
        .give_figures(&leader, team, (id, 2026))
        .await
        .unwrap();
    let figures = test.app.project(&lead, at).await.unwrap().figures;
    let shown: Vec<Figure> = figures.whole.iter().map(|one| one.figure).collect();
    assert_eq!(shown, FIGURES);
    let opened = figures.whole[0].value.unwrap();
    assert!(0.5 < opened, "{opened}");
    assert_eq!(figures.meets(target), Some(false));
    let most = Target {
        goal: Goal::Below(Hundredths(1_000_000)),
        ..target
    };
    assert_eq!(figures.meets(most), Some(true));
}
