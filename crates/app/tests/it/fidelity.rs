//! What the scores say of a therapist, a team and a network.

use std::collections::BTreeMap;

use hemma_app::error::Error;
use hemma_app::fidelity::network::{Kept, Stage};
use hemma_domain::fidelity::{Lack, Level};
use hemma_domain::ids::{CaseId, MeasureId, StaffId};
use hemma_domain::instrument::{Answer, Ratio};
use hemma_domain::measure::{AnswerSheet, Hand, KeptOutcome, KeptScore, Measure, State, Window};
use hemma_domain::time::Day;
use hemma_store::measure::{self as stored, score, sheet};
use hemma_testkit::{fixture, noon, week};
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

const TEAM: hemma_domain::ids::TeamId = fixture::TEAMS[0];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn measure(number: u128, case: CaseId, due_on: &str, state: State) -> Measure {
    Measure {
        id: MeasureId(Uuid::from_u128(number)),
        case,
        instrument: "TAM-CAN".into(),
        instrument_version: 1,
        respondent: (case == fixture::OPEN).then_some(fixture::MOTHER),
        window: Window {
            opens_on: day(due_on).plus(-14),
            due_on: day(due_on),
            closes_on: day(due_on).plus(13),
        },
        state,
        released: None,
        version: 1,
    }
}

fn done(on: &str) -> State {
    State::Done {
        at: noon(on),
        by: Hand::Staff(fixture::INTERVIEWER),
    }
}

/// An answered measure whose score is so many of 28, with every item answered 4 or else 2.
async fn answered(test: &TestApp, one: &Measure, k: i64) {
    let mut tx = test.db.write("test").await.unwrap();
    assert!(stored::insert(&mut tx, one).await.unwrap());
    let kept = KeptScore {
        measure: one.id,
        instrument: one.instrument.clone(),
        instrument_version: 1,
        scale: "adherence".into(),
        rule: "tam-can-share-top-2".into(),
        rule_version: 1,
        k,
        n: 28,
        items: 28,
        outcome: KeptOutcome::Value(Ratio::new(k, 28).unwrap()),
        at: now(),
    };
    score::insert(&mut tx, one.case, &kept).await.unwrap();
    let given: BTreeMap<String, Answer> = (1..=28)
        .map(|item| {
            let value = if item <= k { 4 } else { 2 };
            (format!("tamcan_{item:02}"), Answer::Value(value))
        })
        .collect();
    let answers = AnswerSheet {
        measure: one.id,
        given,
        note: String::new(),
        begun_at: now(),
        saved: (now(), Hand::Staff(fixture::INTERVIEWER)),
        version: 1,
    };
    let key = week::key(&mut tx, one.case).await;
    assert!(
        sheet::insert(&mut tx, &key, one.case, &answers)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
}

/// Two families of the first team and one of another board, each answered; the first lacks its newest interview.
pub(crate) async fn world() -> TestApp {
    let test = TestApp::new().await;
    let on = "2026-10-20";
    for (number, case, k) in [
        (1, fixture::OPEN, 28),
        (2, fixture::PROTECTED, 14),
        (3, fixture::OTHER_BOARD, 7),
    ] {
        answered(&test, &measure(number, case, "2026-10-19", done(on)), k).await;
    }
    let released = Measure {
        released: Some((noon(on), fixture::LEADER)),
        ..measure(4, fixture::OPEN, "2026-09-21", done("2026-09-21"))
    };
    answered(&test, &released, 21).await;
    let mut tx = test.db.write("test").await.unwrap();
    let due = measure(5, fixture::OPEN, "2026-11-16", State::Due);
    assert!(stored::insert(&mut tx, &due).await.unwrap());
    tx.commit().await.unwrap();
    test
}

fn told(level: &Level) -> (u32, u32, Option<String>) {
    (
        level.forms,
        level.families,
        level.mean.map(|mean| mean.to_string()),
    )
}

#[tokio::test]
async fn a_team_is_counted_exactly_and_its_leader_told_whom_to_ask() {
    let test = world().await;
    let ctx = test.ctx(fixture::LEADER);
    let (team, found) = test.app.team_fidelity(&ctx, TEAM).await.unwrap();
    assert_eq!(team.id, TEAM);
    let found = found.unwrap();
    assert_eq!(found.summary.yardstick.instrument().code, "TAM-CAN");
    assert_eq!(found.summary.yardstick.cut_off(), None, "none is published");
    assert_eq!(told(&found.summary.level), (3, 2, Some("3/4".into())));
    assert_eq!(told(&found.summary.before), (0, 0, None));
    assert_eq!(found.summary.collected, (3, 3), "the newest is still open");
    let lacking: Vec<_> = found
        .lacking
        .iter()
        .map(|one| {
            (
                one.code.as_str(),
                one.lack,
                one.therapist.as_str(),
                one.may_see,
            )
        })
        .collect();
    let name = "Tuva Ekorrstig";
    assert_eq!(lacking, [("BJÖ-26-001", Lack::Call, name, true)]);
    let therapists: Vec<_> = found
        .therapists
        .iter()
        .map(|one| (one.unit.name.as_str(), one.unit.level.forms, one.lacking))
        .collect();
    assert_eq!(therapists, [(name, 3, 1)]);
    assert!(
        found.spread.is_none(),
        "one therapist has no colleagues to differ from"
    );
    let months: Vec<_> = found
        .summary
        .trend
        .periods
        .iter()
        .map(|one| one.level.forms)
        .collect();
    assert_eq!(months, [1, 2, 0]);
}

#[tokio::test]
async fn answers_are_shown_together_from_three_families_on() {
    let test = world().await;
    let ctx = test.ctx(fixture::CONSULTANT);
    let (_, found) = test.app.team_fidelity(&ctx, TEAM).await.unwrap();
    let items = found.unwrap().items;
    assert_eq!((items.sheets, items.families), (3, 2));
    assert_eq!(items.lines.len(), 28);
    assert!(
        items.lines.iter().all(|line| line.whole.is_none()),
        "two could be told apart"
    );
    let network = compute(&test).await;
    let cells: Vec<_> = network.items.lines.iter().map(|line| line.whole).collect();
    let share = |item: usize| cells[item].map(|cell| (cell.share, cell.answers));
    assert_eq!(share(0), Some((1.0, 4)));
    assert_eq!(share(13), Some((0.75, 4)));
    assert_eq!(share(27), Some((0.25, 4)));
}

async fn compute(test: &TestApp) -> hemma_app::fidelity::network::NetworkFidelity {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let page = test
        .app
        .network_fidelity(&lead, fixture::NETWORK, Some("TAM-CAN"))
        .await;
    let (yardstick, _) = page.unwrap().shown.unwrap();
    let at = (&yardstick, now());
    let done = test
        .app
        .compute_network_fidelity(fixture::NETWORK, at, |_| {});
    done.await.unwrap()
}

#[tokio::test]
async fn a_therapist_sees_what_was_released_of_their_own() {
    let test = world().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let (_, own) = test.app.own_fidelity(&ctx, TEAM).await.unwrap();
    let own = own.unwrap();
    assert_eq!(told(&own.summary.level), (1, 1, Some("3/4".into())));
    assert!(own.mean.is_none() && own.is_own);
    assert_eq!(own.families.len(), 1);
    let leader = test.ctx(fixture::LEADER);
    let seen = test
        .app
        .therapist_fidelity(&leader, TEAM, fixture::THERAPIST)
        .await;
    let seen = seen.unwrap().1.unwrap();
    assert_eq!(told(&seen.summary.level), (3, 2, Some("3/4".into())));
    let codes: Vec<_> = seen.families.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["BJÖ-26-001", "BJÖ-26-002"]);
    assert!(own.items.is_none(), "a release would tell a single answer");
    let items = seen.items.unwrap();
    assert_eq!((items.sheets, items.families), (3, 2));
    let nobody = test
        .app
        .therapist_fidelity(&leader, TEAM, fixture::COLLEAGUE)
        .await;
    assert!(nobody.unwrap().1.is_none());
}

#[tokio::test]
async fn nobody_else_sees_how_a_team_or_a_network_does() {
    let test = world().await;
    let refused = async |staff: StaffId| {
        let ctx = test.ctx(staff);
        test.app.team_fidelity(&ctx, TEAM).await.err()
    };
    for staff in [
        fixture::THERAPIST,
        fixture::INTERVIEWER,
        fixture::UNIT_MANAGER,
    ] {
        assert!(
            matches!(refused(staff).await, Some(Error::Forbidden)),
            "{staff}"
        );
    }
    for staff in [fixture::OTHER_BOARD_LEADER, fixture::RECORDS_OFFICER] {
        assert!(
            matches!(refused(staff).await, Some(Error::NotFound)),
            "{staff}"
        );
    }
    assert!(refused(fixture::CONSULTANT).await.is_none());
    let colleague = test.ctx(fixture::LEADER);
    let own = test.app.own_fidelity(&colleague, TEAM).await;
    assert!(matches!(own.err(), Some(Error::Forbidden)));
    for staff in [fixture::LEADER, fixture::ADMINISTRATOR] {
        let ctx = test.ctx(staff);
        let network = test
            .app
            .network_fidelity(&ctx, fixture::NETWORK, None)
            .await;
        assert!(
            matches!(network.err(), Some(Error::NotFound | Error::Forbidden)),
            "{staff}"
        );
    }
}

#[tokio::test]
async fn a_network_is_computed_once_a_day_beside_the_pages() {
    let test = world().await;
    let ctx = test.ctx(fixture::NETWORK_LEAD);
    let look = async || {
        let page = test
            .app
            .network_fidelity(&ctx, fixture::NETWORK, Some("TAM-CAN"))
            .await;
        page.unwrap()
    };
    let page = look().await;
    let codes = page
        .yardsticks
        .iter()
        .map(|one| one.instrument().code.as_str());
    assert_eq!(codes.collect::<Vec<_>>(), ["TAM-CAN", "TAM-R"]);
    let Some((_, Kept::Under(Stage::Scores { .. }))) = page.shown else {
        panic!("the first look begins the work");
    };
    let found = loop {
        match look().await.shown {
            Some((_, Kept::Ready(found))) => break found,
            Some((_, Kept::Under(_))) => tokio::task::yield_now().await,
            _ => panic!(),
        }
    };
    assert_eq!(told(&found.summary.level), (4, 3, Some("5/8".into())));
    assert_eq!(found.summary.collected, (4, 4));
    let teams: Vec<_> = found
        .teams
        .iter()
        .map(|one| (one.unit.level.forms, one.collected))
        .collect();
    assert_eq!(teams, [(3, (3, 3)), (1, (1, 1))]);
    assert!(found.calibrated.is_none(), "four sheets place no item");
    assert_eq!(found.lacking, [(Lack::Call, None)], "one family alone");
    // The same figures until tomorrow.
    answered(
        &test,
        &measure(9, fixture::OPEN, "2026-08-24", done("2026-08-24")),
        0,
    )
    .await;
    let Some((_, Kept::Ready(again))) = look().await.shown else {
        panic!();
    };
    assert_eq!(told(&again.summary.level), told(&found.summary.level));
}

#[tokio::test]
async fn a_look_is_logged_or_nothing_is_shown() {
    let test = world().await;
    let statements = cut(&test, |app| {
        let ctx = test.ctx(fixture::LEADER);
        async move { app.team_fidelity(&ctx, TEAM).await.map(|_| ()) }
    })
    .await;
    assert!(statements <= 12, "{statements} statements");
    let statements = cut(&test, |app| {
        let ctx = test.ctx(fixture::THERAPIST);
        async move { app.own_fidelity(&ctx, TEAM).await.map(|_| ()) }
    })
    .await;
    assert!(statements <= 12, "{statements} statements");
}

#[tokio::test]
async fn a_booster_is_about_what_the_families_of_the_invited_notice_least_of() {
    let test = world().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let session = hemma_domain::training::Session {
        on: day("2026-12-03"),
        from: "09:00".parse().unwrap(),
        to: "16:00".parse().unwrap(),
        length: hemma_domain::training::Length::Whole,
    };
    let content = hemma_domain::training::Content {
        title: "Kvartalsutbildning".to_owned(),
        place: String::new(),
        language: hemma_domain::staff::Language::Swedish,
        about: String::new(),
        programme: None,
        requirement: Some("booster".to_owned()),
        seats_max: None,
        sessions: vec![session],
    };
    let made = test.app.new_training(lead, fixture::NETWORK, content).await;
    let at = (fixture::NETWORK, made.unwrap());
    let subjects = test.app.booster_subjects(lead, at).await.unwrap();
    assert!(subjects.is_empty(), "nobody is invited");
    let people = [
        fixture::THERAPIST,
        fixture::OTHER_BOARD_THERAPIST,
        fixture::LEADER,
    ];
    test.app
        .invite_to_training(lead, at, &people)
        .await
        .unwrap();
    let subjects = test.app.booster_subjects(lead, at).await.unwrap();
    assert_eq!((subjects[0].lines.len(), subjects[0].thin.len()), (0, 2));
    for (number, case) in [(6, fixture::REFERRED), (7, fixture::PROTECTED)] {
        let one = measure(number, case, "2026-11-02", done("2026-11-03"));
        answered(&test, &one, 10).await;
    }
    let subjects = test.app.booster_subjects(lead, at).await.unwrap();
    let one = &subjects[0];
    assert_eq!((one.sheets, one.families), (5, 3));
    assert_eq!((one.counted.len(), one.thin.len()), (1, 1));
    let shown: Vec<(usize, f64)> = one
        .lines
        .iter()
        .map(|line| (line.number, line.whole.unwrap().share))
        .collect();
    assert_eq!(shown.len(), 3);
    let least = &one.lines[0].whole.unwrap();
    assert!(shown.iter().all(|(_, share)| *share >= least.share));
    assert!(shown[0].0 > 21, "items that only one family noticed");
    let leader = &test.ctx(fixture::LEADER);
    let refused = test.app.booster_subjects(leader, at).await;
    assert!(matches!(refused, Err(Error::Forbidden | Error::NotFound)));
    cut(
        &test,
        |app| async move { app.booster_subjects(lead, at).await },
    )
    .await;
}
