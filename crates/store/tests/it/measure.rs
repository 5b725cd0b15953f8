//! Measures, the calls about them, sealed answers and exact scores.

use std::collections::BTreeMap;

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Request, decide};
use hemma_domain::ids::{AttemptId, MeasureId, PostId};
use hemma_domain::instrument::{Answer, Ratio};
use hemma_domain::measure::{
    AnswerSheet, Attempt, AttemptOutcome, Hand, KeptOutcome, KeptScore, Measure, NotAsked, Refusal,
    State, Window,
};
use hemma_domain::staff::{Place, Post, Role};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::measure::{self, attempt, list, score, sheet};
use hemma_store::staff;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::person::key;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn due(number: u128, on: &str) -> Measure {
    Measure {
        id: MeasureId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        instrument: "TAM-CAN".into(),
        instrument_version: 1,
        respondent: Some(fixture::MOTHER),
        window: Window {
            opens_on: day(on).plus(-14),
            due_on: day(on),
            closes_on: day(on).plus(13),
        },
        state: State::Due,
        released: None,
        version: 1,
    }
}

pub(crate) fn call(number: u128, of: MeasureId) -> Attempt {
    Attempt {
        id: AttemptId(Uuid::from_u128(number)),
        measure: of,
        at: noon("2026-11-20"),
        by: fixture::INTERVIEWER,
        outcome: AttemptOutcome::CallBack,
        call_back_at: Some(noon("2026-11-24")),
        note: "Helst efter fem".into(),
    }
}

pub(crate) fn answers(of: MeasureId) -> AnswerSheet {
    let given = [
        ("tamcan_01", Answer::Value(4)),
        ("tamcan_02", Answer::NotApplicable),
        ("tamcan_03", Answer::Declined),
    ];
    AnswerSheet {
        measure: of,
        given: given.map(|(item, answer)| (item.to_owned(), answer)).into(),
        note: "Talade fort".into(),
        begun_at: noon("2026-11-20"),
        saved: (noon("2026-11-20"), Hand::Staff(fixture::INTERVIEWER)),
        version: 1,
    }
}

pub(crate) fn kept(of: MeasureId, outcome: KeptOutcome, rule_version: u32) -> KeptScore {
    KeptScore {
        measure: of,
        instrument: "TAM-CAN".into(),
        instrument_version: 1,
        scale: "adherence".into(),
        rule: "tam-can-share-top-2".into(),
        rule_version,
        k: 17,
        n: 28,
        items: 28,
        outcome,
        at: noon("2026-11-20"),
    }
}

#[tokio::test]
async fn a_measure_is_planned_once_for_a_day_and_saved_once_by_each_version() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = due(1, "2026-11-16");
        assert!(measure::insert(&mut tx, &one).await.unwrap());
        let twin = due(2, "2026-11-16");
        assert!(!measure::insert(&mut tx, &twin).await.unwrap());
        let found = measure::find(&mut tx, fixture::OPEN, one.id).await.unwrap();
        assert_eq!(found, Some(one.clone()));
        let elsewhere = measure::find(&mut tx, fixture::PROTECTED, one.id).await;
        assert_eq!(elsewhere.unwrap(), None);
        let (at, by) = (noon("2026-11-20"), fixture::INTERVIEWER);
        for (version, state) in (1..).zip([
            State::Done {
                at,
                by: Hand::Staff(by),
            },
            State::Declined {
                at,
                by,
                why: Refusal::NoTime,
            },
            State::Unreachable,
            State::NotAsked {
                why: NotAsked::ConsentMissing,
            },
        ]) {
            let new = Measure {
                state,
                respondent: None,
                released: Some((at, fixture::LEADER)),
                version,
                ..one.clone()
            };
            assert!(measure::save(&mut tx, &new).await.unwrap());
            assert!(!measure::save(&mut tx, &new).await.unwrap());
            let stored = measure::of_case(&mut tx, fixture::OPEN).await.unwrap();
            let version = version + 1;
            assert_eq!(stored, [Measure { version, ..new }]);
        }
    }
}

#[tokio::test]
async fn answers_are_sealed_and_saved_one_by_one() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let one = due(1, "2026-11-16");
        measure::insert(&mut tx, &one).await.unwrap();
        let place = (fixture::OPEN, one.id);
        assert_eq!(sheet::find(&mut tx, &key, place).await.unwrap(), None);
        let first = answers(one.id);
        let inserted = sheet::insert(&mut tx, &key, fixture::OPEN, &first).await;
        assert!(inserted.unwrap());
        let again = sheet::insert(&mut tx, &key, fixture::OPEN, &first).await;
        assert!(!again.unwrap());
        let mut second = first.clone();
        second.given.insert("tamcan_04".into(), Answer::Value(5));
        assert!(sheet::save(&mut tx, &key, &second).await.unwrap());
        assert!(!sheet::save(&mut tx, &key, &second).await.unwrap());
        second.version = 2;
        let found = sheet::find(&mut tx, &key, place).await.unwrap();
        assert_eq!(found, Some(second.clone()));
        let all = sheet::of_case(&mut tx, &key, fixture::OPEN).await.unwrap();
        assert_eq!(all, [second]);
        let sql = "SELECT sealed_answers FROM answer_sheets";
        let text: String = tx
            .one(sql, &[])
            .await
            .unwrap()
            .get("sealed_answers")
            .unwrap();
        assert!(!text.contains("tamcan"), "{text}");
    }
}

#[tokio::test]
async fn scores_are_exact_and_a_new_rule_adds_one() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = due(1, "2026-11-16");
        measure::insert(&mut tx, &one).await.unwrap();
        let value = KeptOutcome::Value(Ratio::new(17, 28).unwrap());
        let old = kept(one.id, value, 1);
        let new = kept(one.id, KeptOutcome::Incomplete { needed: 21 }, 2);
        for kept in [&old, &new, &old] {
            score::insert(&mut tx, fixture::OPEN, kept).await.unwrap();
        }
        let changed = kept(one.id, KeptOutcome::Incomplete { needed: 1 }, 1);
        score::insert(&mut tx, fixture::OPEN, &changed)
            .await
            .unwrap();
        let stored = score::of_case(&mut tx, fixture::OPEN).await.unwrap();
        assert_eq!(stored, [old, new]);
    }
}

#[tokio::test]
async fn calls_are_kept_in_order_for_the_holder_of_the_key() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let one = due(1, "2026-11-16");
        measure::insert(&mut tx, &one).await.unwrap();
        let first = call(1, one.id);
        let second = Attempt {
            at: noon("2026-11-21"),
            call_back_at: None,
            ..call(2, one.id)
        };
        for call in [&second, &first] {
            attempt::insert(&mut tx, &key, fixture::OPEN, call)
                .await
                .unwrap();
        }
        let keys = BTreeMap::from([(fixture::OPEN, key)]);
        let found = attempt::of_cases(&mut tx, &keys).await.unwrap();
        assert_eq!(found, [first, second]);
        let none = attempt::of_cases(&mut tx, &BTreeMap::new()).await.unwrap();
        assert!(none.is_empty());
    }
}

async fn renewed_and_collected(tx: &mut Tx, today: Day) {
    let days = (day("2026-09-01"), today);
    for (boards, wanted) in [
        (&fixture::BOARDS[..1], (0, 2)),
        (&fixture::BOARDS[1..], (0, 0)),
    ] {
        let collected = list::collected(tx, (boards, &[]), days).await;
        assert_eq!(collected.unwrap(), wanted, "those whose window is over");
    }
    let renewed = list::renew(tx, ("TAM-CAN", 2), today).await;
    assert_eq!(renewed.unwrap(), 2, "what can be asked, and what will be");
}

#[tokio::test]
async fn the_queue_holds_what_can_be_asked_and_lapsing_what_cannot() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let today = day(fixture::TODAY);
        let open = due(1, "2026-11-16");
        let past = due(2, "2026-10-19");
        let begun = Measure {
            instrument: "PHQ-9".into(),
            ..due(3, "2026-10-19")
        };
        let coming = due(4, "2026-12-14");
        for one in [&open, &past, &begun, &coming] {
            measure::insert(&mut tx, one).await.unwrap();
        }
        sheet::insert(&mut tx, &key, fixture::OPEN, &answers(begun.id))
            .await
            .unwrap();
        attempt::insert(&mut tx, &key, fixture::OPEN, &call(1, past.id))
            .await
            .unwrap();
        for (boards, networks, count) in [
            (&fixture::BOARDS[..1], &[][..], 2),
            (&fixture::BOARDS[1..], &[][..], 0),
            (&[][..], &[fixture::NETWORK][..], 2),
            (&[][..], &[][..], 0),
        ] {
            let queue = list::queue(&mut tx, boards, networks, today).await.unwrap();
            assert_eq!(queue.len(), count, "{boards:?} {networks:?}");
            let wanted = [begun.id, open.id];
            let ids: Vec<_> = queue.iter().map(|one| one.measure.id).collect();
            assert_eq!(ids, wanted[..count], "what was begun may be finished");
        }
        renewed_and_collected(&mut tx, today).await;
        let lapsing = list::lapsing(&mut tx, today).await.unwrap();
        let told: Vec<_> = lapsing
            .iter()
            .map(|one| (one.measure.id, one.attempts, one.begun))
            .collect();
        assert_eq!(
            told,
            [(past.id, 1, false)],
            "what was begun may be finished"
        );
        let team = list::of_team(&mut tx, fixture::TEAMS[0], (day("2026-09-01"), today)).await;
        let team = team.unwrap();
        assert_eq!(team.len(), 3, "not what is to come");
        assert_eq!(team[0].code, "BJÖ-26-001");
        let carers = list::carers(&mut tx, &[fixture::OPEN], today)
            .await
            .unwrap();
        assert_eq!(carers.len(), 2);
        assert_eq!(carers[0].1, "Tuva Ekorrstig");
        let scope = &lapsing[0].scope;
        let actor = Actor::System(Errand::Upkeep);
        let permit = |scope| match decide(&actor, Request::Case(CaseAction::Interview, scope)) {
            Decision::Allow(permit) => permit,
            _ => panic!(),
        };
        assert!(list::open(&tx, &permit(scope), &lapsing[0]).is_ok());
        let mut other = scope.clone();
        other.case = fixture::PROTECTED;
        assert!(list::open(&tx, &permit(&other), &lapsing[0]).is_err());
    }
}

#[tokio::test]
async fn a_case_is_unplanned_until_it_is_planned_far_enough() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let programmes = [("MST-CAN".to_owned(), 1)];
        let until = day("2026-12-10");
        let found = list::unplanned(&mut tx, &programmes, until, 10).await;
        let (open, protected, other) = (fixture::OPEN, fixture::PROTECTED, fixture::OTHER_BOARD);
        assert_eq!(found.unwrap(), [open, protected, other]);
        for (case, on) in [(open, "2026-12-10"), (protected, "2026-12-09")] {
            list::set_planned(&mut tx, case, day(on)).await.unwrap();
        }
        let found = list::unplanned(&mut tx, &programmes, until, 10).await;
        assert_eq!(found.unwrap(), [protected, other]);
        list::set_planned(&mut tx, protected, until).await.unwrap();
        let found = list::unplanned(&mut tx, &programmes, until, 10).await;
        assert_eq!(found.unwrap(), [other]);
        let none = list::unplanned(&mut tx, &[], until, 10).await.unwrap();
        assert!(none.is_empty());
    }
}

#[tokio::test]
async fn interviewers_are_known_for_what_ends_soon_in_their_reach() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = due(1, "2026-11-16");
        measure::insert(&mut tx, &one).await.unwrap();
        let last = one.window.closes_on;
        let told = async |tx: &mut Tx, days: i64| {
            let days = (last.plus(-days), last.plus(3 - days));
            list::interviewers_of_ending(tx, days).await.unwrap()
        };
        assert!(told(&mut tx, 4).await.is_empty(), "there is time");
        assert_eq!(told(&mut tx, 3).await, [fixture::INTERVIEWER]);
        assert!(told(&mut tx, -1).await.is_empty(), "it is over");
        // Whoever works in the family's team does not interview it.
        let post = Post {
            id: PostId(Uuid::from_u128(0xC0)),
            staff: fixture::INTERVIEWER,
            role: Role::FamilyResource,
            place: Place::Team(fixture::TEAMS[0], fixture::BOARDS[0]),
            from: day("2026-04-01"),
            to: None,
        };
        staff::insert_post(&mut tx, &post).await.unwrap();
        assert!(told(&mut tx, 3).await.is_empty());
    }
}
