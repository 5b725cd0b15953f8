//! Development plans: goals, evidence, actions, looks back.

use hemma_domain::code::Code as _;
use hemma_domain::development::{Evidence, EvidenceKind, Goal, Look, State, Whose};
use hemma_domain::ids::{DevelopmentId, NetworkId};
use hemma_domain::review::{Action, ActionOutcome};
use hemma_domain::staff::Role;
use hemma_store::db::Tx;
use hemma_store::development::{self, DueLook};
use hemma_testkit::fixture::{self, TEAMS};
use hemma_testkit::noon;
use uuid::Uuid;

use crate::pool::day;

fn goal(number: u128, whose: Whose) -> Goal {
    Goal {
        id: DevelopmentId(Uuid::from_u128(number)),
        team: TEAMS[0],
        whose,
        text: "Delmål som går att \"mäta\"".to_owned(),
        state: State::Open,
        set: (noon("2026-11-02"), fixture::LEADER),
        evidence: EvidenceKind::ALL
            .iter()
            .map(|kind| Evidence {
                kind: *kind,
                key: "mean_adherence".to_owned(),
                told: "0.61|11|18|2026H2".to_owned(),
                on: day("2026-11-02"),
            })
            .collect(),
        actions: vec![Action {
            number: 1,
            what: "Öva i handledningen".to_owned(),
            owner: fixture::THERAPIST,
            due_on: day("2026-12-01"),
            outcome: ActionOutcome::Open,
            remark: String::new(),
        }],
        looks: Vec::new(),
        look_on: None,
        version: 1,
    }
}

#[tokio::test]
async fn a_goal_is_kept_whole_and_changed_by_one_at_a_time() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let mut one = goal(1, Whose::Therapist(fixture::THERAPIST));
        development::insert(&mut tx, &one).await.unwrap();
        let found = development::find(&mut tx, one.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        let look = Look {
            on: day("2026-11-23"),
            by: fixture::LEADER,
            text: "Syns i tre familjer".to_owned(),
        };
        let on = day("2026-11-23");
        one.look(look, (State::Reached { on }, None)).unwrap();
        one.evidence.clear();
        assert!(development::save(&mut tx, &one).await.unwrap());
        assert!(
            !development::save(&mut tx, &one).await.unwrap(),
            "changed meanwhile"
        );
        one.version = 2;
        let found = development::find(&mut tx, one.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        let open = goal(2, Whose::Team);
        development::insert(&mut tx, &open).await.unwrap();
        let all = development::of_teams(&mut tx, &TEAMS[..1]).await.unwrap();
        assert_eq!(all, [open, one], "open ones first");
        let none = development::of_teams(&mut tx, &TEAMS[1..]).await.unwrap();
        assert_eq!(none, []);
    }
}

#[tokio::test]
async fn those_whom_a_plan_can_concern_are_found_with_their_roles() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        hemma_testkit::week::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let today = day(fixture::TODAY);
        let people = development::people(&mut tx, &TEAMS[..1], today).await;
        let people = people.unwrap();
        let of = |role: Role| people.iter().filter(|(.., held)| *held == role).count();
        assert_eq!(of(Role::FamilyTherapist), 2);
        assert_eq!(of(Role::Consultant), 1);
        let leads = development::leads(&mut tx, fixture::NETWORK, today).await;
        let leads: Vec<_> = leads.unwrap().into_iter().map(|(id, _)| id).collect();
        assert_eq!(leads, [fixture::NETWORK_LEAD]);
        let of = |staff| (TEAMS[0], staff);
        let points = development::points(&mut tx, of(fixture::THERAPIST), today).await;
        let points = points.unwrap();
        assert_eq!(points.len(), 2);
        assert_eq!(points[0].code, "BJÖ-26-001");
        let none = development::points(&mut tx, of(fixture::COLLEAGUE), today).await;
        assert_eq!(none.unwrap(), []);
        let of = async |tx: &mut Tx, by| {
            let points = development::points_of_team(tx, TEAMS[0], by).await;
            points.unwrap().len()
        };
        assert_eq!(of(&mut tx, None).await, 2);
        let given = of(&mut tx, Some(fixture::LEADER)).await;
        assert_eq!(given + of(&mut tx, Some(fixture::CONSULTANT)).await, 2);
        assert_eq!(of(&mut tx, Some(fixture::COLLEAGUE)).await, 0);
        let elsewhere = development::points_of_team(&mut tx, TEAMS[1], None).await;
        assert_eq!(elsewhere.unwrap(), []);
        let sql = "UPDATE cases SET protected = TRUE WHERE code = 'BJÖ-26-001'";
        tx.run(sql, &[]).await.unwrap();
        assert_eq!(
            of(&mut tx, None).await,
            0,
            "nobody is told of the protected"
        );
    }
}

#[tokio::test]
async fn what_is_to_be_looked_back_on_is_found_while_it_is_open() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let (today, late) = (day(fixture::TODAY), day("2026-11-10"));
        let whose = Whose::Therapist(fixture::THERAPIST);
        let planned = |number, look_on| Goal {
            look_on,
            ..goal(number, whose)
        };
        let mut ended = planned(1, Some(late));
        for one in [
            &ended,
            &planned(2, Some(late)),
            &planned(3, None),
            &planned(4, Some(today.plus(1))),
        ] {
            development::insert(&mut tx, one).await.unwrap();
        }
        ended.state = State::Ended { on: today };
        assert!(development::save(&mut tx, &ended).await.unwrap());
        let due = development::looks_due(&mut tx, today).await.unwrap();
        let expected = DueLook {
            goal: DevelopmentId(Uuid::from_u128(2)),
            team: TEAMS[0],
            network: fixture::NETWORK,
            whose,
            look_on: late,
        };
        assert_eq!(due, [expected]);
        let own = development::looks_of(&mut tx, fixture::THERAPIST, today.plus(1)).await;
        assert_eq!(own.unwrap().len(), 2);
        let others = development::looks_of(&mut tx, fixture::LEADER, today).await;
        assert_eq!(others.unwrap(), []);
    }
}

#[tokio::test]
async fn goals_of_consultants_that_wait_are_found_for_their_network_alone() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let consultants = Whose::Consultant(fixture::CONSULTANT);
        let to_look = |number, on: &str| Goal {
            look_on: Some(day(on)),
            ..goal(number, consultants)
        };
        let mut reached = to_look(4, "2026-11-01");
        for one in [
            &to_look(1, "2026-11-20"),
            // Its action waits for longer than the look back.
            &to_look(2, "2026-12-20"),
            &goal(3, Whose::Leader(fixture::LEADER)),
            &reached,
        ] {
            development::insert(&mut tx, one).await.unwrap();
        }
        reached.state = State::Reached {
            on: day("2026-11-02"),
        };
        assert!(development::save(&mut tx, &reached).await.unwrap());
        let of = |network, before: &str| (network, day(before));
        let at = of(fixture::NETWORK, "2026-12-02");
        let late = development::late_of_consultants(&mut tx, at, 9).await;
        let found: Vec<_> = late
            .unwrap()
            .into_iter()
            .map(|one| (one.goal.0.as_u128(), one.at.team, one.since, one.text))
            .collect();
        let text = goal(1, consultants).text;
        let first = (1, TEAMS[0], day("2026-11-20"), text.clone());
        assert_eq!(found, [first, (2, TEAMS[0], day("2026-12-01"), text)]);
        for (at, limit, expected) in [
            (of(fixture::NETWORK, "2026-12-01"), 9, 1),
            (at, 1, 1),
            (of(NetworkId(Uuid::from_u128(7)), "2026-12-02"), 9, 0),
        ] {
            let found = development::late_of_consultants(&mut tx, at, limit).await;
            assert_eq!(found.unwrap().len(), expected, "{at:?}, {limit}");
        }
    }
}
