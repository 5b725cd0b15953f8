//! What the fidelity of a team is made of.

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Permit, Request, decide};
use hemma_domain::instrument::Ratio;
use hemma_domain::measure::{Hand, KeptOutcome, Measure, State};
use hemma_domain::time::Day;
use hemma_store::db::{Db, Tx};
use hemma_store::fidelity::{self, SealedSheet};
use hemma_store::measure::{self, score, sheet};
use hemma_testkit::{fixture, noon};

use crate::measure::{answers, due, kept};
use crate::person::key;

const SCALE: (&str, &str) = ("TAM-CAN", "adherence");

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn value(k: i64) -> KeptOutcome {
    KeptOutcome::Value(Ratio::new(k, 28).unwrap())
}

/// One answered measure with two rules' scores, one that is due, and one of another instrument.
async fn fill(db: &Db) -> (Tx, Measure) {
    fixture::fill(db).await;
    let mut tx = db.write("request").await.unwrap();
    let key = key(&mut tx).await;
    let (at, by) = (noon("2026-10-20"), Hand::Staff(fixture::INTERVIEWER));
    let done = Measure {
        state: State::Done { at, by },
        ..due(1, "2026-10-19")
    };
    let open = due(2, "2026-11-16");
    let other = Measure {
        instrument: "PHQ-9".into(),
        ..due(3, "2026-10-19")
    };
    for one in [&done, &open, &other] {
        measure::insert(&mut tx, one).await.unwrap();
    }
    for one in [
        kept(done.id, value(17), 1),
        kept(done.id, value(18), 2),
        kept(other.id, value(3), 1),
    ] {
        score::insert(&mut tx, fixture::OPEN, &one).await.unwrap();
    }
    for one in [&done, &open] {
        let sheet = sheet::insert(&mut tx, &key, fixture::OPEN, &answers(one.id)).await;
        assert!(sheet.unwrap());
    }
    (tx, done)
}

#[tokio::test]
async fn what_was_due_comes_with_its_newest_score_and_its_therapist() {
    for db in hemma_testkit::each().await {
        let (mut tx, done) = fill(&db).await;
        let days = (day("2026-01-01"), day("2026-12-31"));
        let found = fidelity::asked(&mut tx, fixture::TEAMS[0], SCALE, days).await;
        let found = found.unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.measure.window.due_on, one.score, one.is_open))
            .collect();
        assert_eq!(
            told,
            [
                (day("2026-10-19"), Some((value(18), 2)), true),
                (day("2026-11-16"), None, true),
            ]
        );
        assert_eq!(found[0].measure, done);
        assert_eq!(found[0].therapist, Some(fixture::THERAPIST));
        let later = (day("2026-10-20"), day("2026-11-15"));
        for (team, days) in [(fixture::TEAMS[0], later), (fixture::TEAMS[1], days)] {
            let none = fidelity::asked(&mut tx, team, SCALE, days).await.unwrap();
            assert!(none.is_empty());
        }
    }
}

fn permit(sealed: &SealedSheet) -> Permit {
    let actor = Actor::System(Errand::Upkeep);
    match decide(&actor, Request::Case(CaseAction::See, &sealed.scope)) {
        Decision::Allow(permit) => permit,
        _ => panic!(),
    }
}

#[tokio::test]
async fn finished_sheets_stay_sealed_without_a_permit_for_their_case() {
    for db in hemma_testkit::each().await {
        let (mut tx, done) = fill(&db).await;
        let since = day("2026-01-01");
        let of_team = fidelity::sheets_of_team(&mut tx, fixture::TEAMS[0], "TAM-CAN", since).await;
        let of_network =
            fidelity::sheets_of_network(&mut tx, fixture::NETWORK, "TAM-CAN", since).await;
        for found in [of_team.unwrap(), of_network.unwrap()] {
            assert_eq!(found.len(), 1, "only what is finished");
            let mut other = found[0].scope.clone();
            other.case = fixture::PROTECTED;
            let actor = Actor::System(Errand::Upkeep);
            let wrong = match decide(&actor, Request::Case(CaseAction::See, &other)) {
                Decision::Allow(permit) => permit,
                _ => panic!(),
            };
            assert!(fidelity::key(&tx, &wrong, &found[0]).is_err());
            let key = fidelity::key(&tx, &permit(&found[0]), &found[0]).unwrap();
            let opened = fidelity::answers(&found[0], &key).unwrap();
            assert_eq!(opened, answers(done.id).given);
            assert_eq!(fidelity::language(&found[0], &key).unwrap(), "sv");
        }
        let link = crate::link::made(1, done.id);
        let keys = crate::link::keys(1);
        hemma_store::link::insert(&mut tx, &link, &keys)
            .await
            .unwrap();
        let key = key(&mut tx).await;
        let mut by_link = sheet::find(&mut tx, &key, (fixture::OPEN, done.id))
            .await
            .unwrap()
            .unwrap();
        by_link.saved = (noon("2026-10-21"), Hand::Link(link.id));
        assert!(sheet::save(&mut tx, &key, &by_link).await.unwrap());
        let found = fidelity::sheets_of_team(&mut tx, fixture::TEAMS[0], "TAM-CAN", since).await;
        let found = found.unwrap();
        let read = fidelity::language(&found[0], &key).unwrap();
        assert_eq!(read, "ar", "as the questions were read");
        for (team, since) in [
            (fixture::TEAMS[0], day("2026-10-20")),
            (fixture::TEAMS[1], since),
        ] {
            let none = fidelity::sheets_of_team(&mut tx, team, "TAM-CAN", since).await;
            assert!(none.unwrap().is_empty());
        }
    }
}
