//! Calls of the night.

use hemma_domain::access::{
    Actor, Decision, Held, Permit, PoolAction, PoolScope, Request, TeamScope, decide,
};
use hemma_domain::call::{
    Call, CallBody, CallRisk, CallerKind, ChildSafe, Contacted, Escalated, FollowUp, WentOut,
};
use hemma_domain::ids::{CallId, CaseId};
use hemma_domain::staff::{Place, Role};
use hemma_domain::stretch::Stretch;
use hemma_store::call;
use hemma_store::error::Error;
use hemma_store::team_week::{Awaits, waiting};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::case::key;
use crate::pool::{day, shared, stored};

pub(crate) fn call(number: u128, case: Option<CaseId>) -> Call {
    Call {
        id: CallId(Uuid::from_u128(number)),
        pool: shared().id,
        case,
        taken_by: fixture::THERAPIST,
        started_at: noon("2026-11-20"),
        ended_at: Some(noon("2026-11-20").plus_seconds(900)),
        body: CallBody {
            caller: Some(CallerKind::Carer),
            caller_name: "Malva".into(),
            reason: "Pappan står utanför porten.".into(),
            risk: Some(CallRisk::High),
            child_safe: Some(ChildSafe::Yes),
            step_used: "Gick till grannen.".into(),
            advice: "Stanna hos grannen.".into(),
            went_out: Some(WentOut::No),
            contacted: vec![Contacted::Police, Contacted::Network],
            escalated: Some(Escalated::SecondLine),
            note: "Ring på morgonen.".into(),
        },
        follow_up: FollowUp {
            by: Some(fixture::COLLEAGUE),
            at: Some(noon("2026-11-21")),
        },
        confirmed: None,
        version: 1,
    }
}

#[tokio::test]
async fn a_call_comes_back_as_it_was_stored_and_is_confirmed_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        stored(&mut tx).await;
        let key = key(&mut tx, fixture::OPEN).await;
        let one = call(1, Some(fixture::OPEN));
        call::insert(&mut tx, &key, &one).await.unwrap();
        let all = call::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(all[0].call, one);
        for (end, counts) in [
            ("2026-11-21", &[(fixture::TEAMS[0], 1)][..]),
            ("2026-11-20", &[]),
        ] {
            let days = (day("2026-11-01"), day(end));
            let found = call::counts_of_network(&mut tx, fixture::NETWORK, days).await;
            let found: Vec<_> = found.unwrap().into_iter().collect();
            assert_eq!(found, counts, "before {end}");
        }
        assert_eq!(all[0].taken_by, "Tuva Ekorrstig");
        assert_eq!(all[0].follow_up_by.as_deref(), Some("Kajsa Vassrugg"));
        let later = Call {
            started_at: noon("2026-11-20").plus_seconds(7_200),
            ended_at: None,
            ..call(2, Some(fixture::OPEN))
        };
        call::insert(&mut tx, &key, &later).await.unwrap();
        let now = noon("2026-11-22");
        let waits = waiting(&mut tx, fixture::THERAPIST, now).await.unwrap();
        let since = Some(one.started_at);
        assert_eq!(waits.len(), 1, "{waits:?}");
        assert_eq!(
            (waits[0].what, waits[0].since, waits[0].count),
            (Awaits::Calls, since, 2)
        );
        let changed = Call {
            body: CallBody::default(),
            ended_at: None,
            ..one.clone()
        };
        assert!(call::save(&mut tx, &key, &changed).await.unwrap());
        assert!(!call::save(&mut tx, &key, &changed).await.unwrap());
        let place = (fixture::OPEN, one.id);
        let taken = (noon("2026-11-21"), fixture::LEADER);
        let elsewhere = (fixture::OTHER_TEAM, one.id);
        assert!(!call::confirm(&mut tx, elsewhere, taken).await.unwrap());
        assert!(call::confirm(&mut tx, place, taken).await.unwrap());
        assert!(!call::confirm(&mut tx, place, taken).await.unwrap());
        let late = Call {
            version: 3,
            ..changed
        };
        let saved = call::save(&mut tx, &key, &late).await.unwrap();
        assert!(!saved, "what was taken over stays");
        let again = call::insert(&mut tx, &key, &one).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    }
}

#[tokio::test]
async fn a_call_about_no_family_is_its_takers_alone() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        stored(&mut tx).await;
        let site = tx.seals().site().clone();
        let one = call(1, None);
        call::insert(&mut tx, &site, &one).await.unwrap();
        let listed = call::find(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(listed.call.body, CallBody::default());
        let own = call::open_own(&tx, fixture::THERAPIST, &listed);
        assert_eq!(own.unwrap(), one);
        let other = call::open_own(&tx, fixture::COLLEAGUE, &listed);
        assert!(matches!(other, Err(Error::WrongKey)), "{other:?}");
        let mine = (shared().id, fixture::THERAPIST);
        let taken = call::of_taker(&mut tx, mine, noon("2026-11-20")).await;
        assert_eq!(taken.unwrap().len(), 1);
        let later = call::of_taker(&mut tx, mine, noon("2026-11-21")).await;
        assert!(later.unwrap().is_empty());
    }
}

#[tokio::test]
async fn who_talked_when_is_told_of_calls_that_ended_in_the_time() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        stored(&mut tx).await;
        let site = tx.seals().site().clone();
        let started = noon("2026-11-20");
        for (number, ends) in [(1, Some(900)), (2, Some(0)), (3, None), (4, Some(86_400))] {
            let one = Call {
                ended_at: ends.map(|seconds| started.plus_seconds(seconds)),
                ..call(number, None)
            };
            call::insert(&mut tx, &site, &one).await.unwrap();
        }
        let within = |seconds| Stretch::new(started, started.plus_seconds(seconds)).unwrap();
        let long = |seconds| (fixture::THERAPIST, within(seconds));
        let pool = shared().id;
        let told = call::talked(&mut tx, pool, within(900)).await.unwrap();
        assert_eq!(told, [long(900)], "none that goes on or took no time");
        let told = call::talked(&mut tx, pool, within(86_400)).await.unwrap();
        assert_eq!(told, [long(900), long(86_400)]);
        let later = Stretch::new(started.plus_seconds(900), started.plus_seconds(901));
        let told = call::talked(&mut tx, pool, later.unwrap()).await.unwrap();
        assert_eq!(told, []);
    }
}

#[tokio::test]
async fn calls_about_no_family_are_told_with_their_taker_and_opened_by_a_permit_to_read_them() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        stored(&mut tx).await;
        let site = tx.seals().site().clone();
        let later = Call {
            started_at: noon("2026-11-21"),
            ended_at: None,
            ..call(2, None)
        };
        for one in [&call(1, None), &later] {
            call::insert(&mut tx, &site, one).await.unwrap();
        }
        let key = key(&mut tx, fixture::OPEN).await;
        let of_family = call(3, Some(fixture::OPEN));
        call::insert(&mut tx, &key, &of_family).await.unwrap();
        let found = call::of_no_family(&mut tx, shared().id).await.unwrap();
        let ids: Vec<CallId> = found.iter().map(|(one, ..)| one.call.id).collect();
        assert_eq!(ids, [later.id, call(1, None).id], "the newest first");
        let (listed, taken_by, follow_up_by) = &found[0];
        assert_eq!(taken_by, "Tuva Ekorrstig");
        assert_eq!(follow_up_by.as_deref(), Some("Kajsa Vassrugg"));
        let opened = call::open_of_pool(&tx, &permit(PoolAction::ReadCalls), listed).unwrap();
        assert_eq!(opened, later);
        let other = call::open_of_pool(&tx, &permit(PoolAction::PlanRota), listed);
        assert!(matches!(other, Err(Error::WrongKey)));
        let family = call::find(&mut tx, of_family.id).await.unwrap().unwrap();
        let theirs = call::open_of_pool(&tx, &permit(PoolAction::ReadCalls), &family);
        assert!(matches!(theirs, Err(Error::WrongKey)));
    }
}

/// The leader's permit in the pool.
fn permit(action: PoolAction) -> Permit {
    let team = TeamScope {
        team: fixture::TEAMS[0],
        board: fixture::BOARDS[0],
        network: fixture::NETWORK,
    };
    let scope = PoolScope {
        pool: shared().id,
        teams: vec![team],
        roles: vec![Role::GroupLeader],
    };
    let place = Place::Team(team.team, team.board);
    let actor = Actor::Staff {
        id: fixture::LEADER,
        posts: vec![Held {
            role: Role::GroupLeader,
            place,
        }],
    };
    match decide(&actor, Request::Pool(action, &scope)) {
        Decision::Allow(permit) => permit,
        refused => panic!("{refused:?}"),
    }
}
