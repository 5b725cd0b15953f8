//! Calls of the night.

use hemma_domain::call::{
    Call, CallBody, CallRisk, CallerKind, ChildSafe, Contacted, Escalated, FollowUp, WentOut,
};
use hemma_domain::ids::{CallId, CaseId};
use hemma_store::call;
use hemma_store::error::Error;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::case::key;
use crate::pool::{shared, stored};

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
        assert_eq!(all[0].taken_by, "Tuva Ekorrstig");
        assert_eq!(all[0].follow_up_by.as_deref(), Some("Kajsa Vassrugg"));
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
