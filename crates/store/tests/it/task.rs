//! Tasks.

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Permit, Request, decide};
use hemma_domain::ids::TaskId;
use hemma_domain::task::Task;
use hemma_domain::time::Week;
use hemma_store::db::Tx;
use hemma_store::{case, task};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

pub(crate) fn promise(number: u128, in_case: bool) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(number)),
        team: fixture::TEAMS[0],
        case: in_case.then_some(fixture::OPEN),
        owner: fixture::THERAPIST,
        text: format!("Ring skolan {number}"),
        due_on: Some("2026-11-24".parse().unwrap()),
        from_week: Some(Week::of("2026-11-16".parse().unwrap())),
        set_by: fixture::LEADER,
        set_at: noon("2026-11-17"),
        done: None,
        version: 1,
    }
}

async fn permit(tx: &mut Tx) -> Permit {
    let today = fixture::TODAY.parse().unwrap();
    let door = case::door(tx, fixture::OPEN, today).await.unwrap().unwrap();
    let actor = Actor::System(Errand::Upkeep);
    let Decision::Allow(permit) = decide(&actor, Request::Case(CaseAction::See, &door.scope))
    else {
        panic!()
    };
    permit
}

#[tokio::test]
async fn tasks_come_back_sealed_and_open_with_the_permit_of_their_case() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let own = promise(1, false);
        let of_case = promise(2, true);
        let site = tx.seals().site().clone();
        task::insert(&mut tx, &site, &own).await.unwrap();
        let wanted = permit(&mut tx).await;
        let listed = case::of_team(&mut tx, fixture::TEAMS[0], &["open"])
            .await
            .unwrap();
        let open = listed.iter().find(|one| one.id == fixture::OPEN).unwrap();
        let (_, key) = case::open_listed(&tx, &wanted, open).unwrap();
        task::insert(&mut tx, &key, &of_case).await.unwrap();

        let listed = task::of_owner(&mut tx, fixture::THERAPIST, noon("2026-11-20"))
            .await
            .unwrap();
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|one| one.task.text.is_empty()));
        let mut opened = Vec::new();
        for one in &listed {
            opened.push(task::open(&tx, Some(&wanted), one).unwrap());
        }
        opened.sort_by_key(|task| task.id);
        assert_eq!(opened, [own.clone(), of_case]);

        let done = Task {
            done: Some((noon("2026-11-18"), fixture::THERAPIST)),
            ..own
        };
        assert!(task::save(&mut tx, &site, &done).await.unwrap());
        assert!(!task::save(&mut tx, &site, &done).await.unwrap());
        let left = task::of_team(&mut tx, fixture::TEAMS[0], noon("2026-11-20"))
            .await
            .unwrap();
        assert_eq!(left.len(), 1, "the other was done before that day");
        let both = task::of_team(&mut tx, fixture::TEAMS[0], noon("2026-11-01"))
            .await
            .unwrap();
        assert_eq!(both.len(), 2);
        let family = task::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(family.len(), 1);
        assert_eq!(family[0].1, "Tuva Ekorrstig");
        let done_at = done.done;
        assert!(
            task::open(&tx, None, &listed[0]).is_ok() != task::open(&tx, None, &listed[1]).is_ok()
        );
        let found = task::find(&mut tx, done.id).await.unwrap().unwrap();
        assert_eq!(found.task.done, done_at);
        assert!(task::set_done(&mut tx, (done.id, 2), None).await.unwrap());
        assert!(!task::set_done(&mut tx, (done.id, 2), None).await.unwrap());
        let again = task::find(&mut tx, done.id).await.unwrap().unwrap();
        assert_eq!(again.task.done, None);
    }
}

#[tokio::test]
async fn a_task_goes_away_in_the_version_that_was_seen() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let own = promise(1, false);
        let site = tx.seals().site().clone();
        task::insert(&mut tx, &site, &own).await.unwrap();
        let found = task::find(&mut tx, own.id).await.unwrap().unwrap();
        assert_eq!(task::with_key(&site, &found).unwrap(), own);
        for (version, gone) in [(2, false), (1, true), (1, false)] {
            let removed = task::remove(&mut tx, (own.id, version)).await;
            assert_eq!(removed.unwrap(), gone, "version {version}");
        }
    }
}
