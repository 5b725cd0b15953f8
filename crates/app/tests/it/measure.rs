//! Measures from the due date to the released score.

use hemma_app::consent::ConsentInput;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::measure::{AttemptInput, MeasureAt};
use hemma_domain::access::Errand;
use hemma_domain::code::Code as _;
use hemma_domain::consent::ConsentKind;
use hemma_domain::ids::{MeasureId, StaffId};
use hemma_domain::instrument::{Answer, Ratio};
use hemma_domain::mail::Mail;
use hemma_domain::measure::{AttemptOutcome, Measure, NotAsked, Refusal, State, StateCode, Window};
use hemma_domain::time::Day;
use hemma_store::measure as stored;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

const OWN: MeasureId = MeasureId(Uuid::from_u128(0xAA));
const OTHER: MeasureId = MeasureId(Uuid::from_u128(0xAB));

fn upkeep() -> Ctx {
    Ctx::system(Errand::Upkeep, now())
}

fn consent(given: bool) -> ConsentInput {
    ConsentInput {
        person: fixture::MOTHER,
        kind: ConsentKind::Interview,
        party: String::new(),
        given,
        on: "2026-09-07".parse().unwrap(),
        by: fixture::MOTHER,
        evidence: "Sa det vid mötet".into(),
    }
}

/// The fixture's world with a mother who says yes, and everything planned.
pub(crate) async fn planned() -> TestApp {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    test.app
        .record_consent(&ctx, fixture::OPEN, consent(true))
        .await
        .unwrap();
    test
}

async fn measures(test: &TestApp) -> Vec<Measure> {
    let mut tx = test.db.read().await.unwrap();
    stored::of_case(&mut tx, fixture::OPEN).await.unwrap()
}

/// The measure that can be asked today.
pub(crate) async fn open(test: &TestApp) -> MeasureAt {
    let today = now().day();
    let all = measures(test).await;
    let one = all.iter().find(|one| one.can_be_asked(today)).unwrap();
    (fixture::OPEN, one.id)
}

/// A measure by an instrument of its own, as if a programme had asked for it today.
pub(crate) async fn due_today(test: &TestApp, instrument: &str) -> MeasureAt {
    due_on(test, (OWN, now().day()), instrument).await
}

async fn due_on(test: &TestApp, (id, due): (MeasureId, Day), instrument: &str) -> MeasureAt {
    let one = Measure {
        id,
        case: fixture::OPEN,
        instrument: instrument.into(),
        instrument_version: 1,
        respondent: Some(fixture::MOTHER),
        window: Window {
            opens_on: due.plus(-7),
            due_on: due,
            closes_on: due.plus(7),
        },
        state: State::Due,
        released: None,
        version: 1,
    };
    let mut tx = test.db.write("test").await.unwrap();
    stored::insert(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
    (fixture::OPEN, id)
}

pub(crate) fn item(number: usize) -> String {
    format!("tamcan_{number:02}")
}

/// Answers the first items, each with a value.
pub(crate) async fn answer(test: &TestApp, at: MeasureAt, values: &[i64]) -> i64 {
    let ctx = test.ctx(fixture::INTERVIEWER);
    let mut version = 0;
    for (number, value) in (1..).zip(values) {
        let given = Some(Answer::Value(*value));
        version = test
            .app
            .save_answer(&ctx, at, (&item(number), given), version)
            .await
            .unwrap();
    }
    version
}

pub(crate) fn is(refused: &Error, message: &str) -> bool {
    matches!(refused, Error::Invalid(faults) if faults[0].message == message)
}

#[tokio::test]
async fn upkeep_plans_every_open_case_once_and_says_why_nobody_is_asked() {
    let test = TestApp::new().await;
    assert_eq!(test.app.plan_due_measures(&upkeep()).await.unwrap(), 4);
    assert_eq!(test.app.plan_due_measures(&upkeep()).await.unwrap(), 0);
    let all = measures(&test).await;
    let dues: Vec<String> = all
        .iter()
        .map(|one| one.window.due_on.to_string())
        .collect();
    assert_eq!(
        dues,
        [
            "2026-09-21",
            "2026-10-19",
            "2026-11-16",
            "2026-12-14",
            "2027-01-11"
        ]
    );
    let missing = State::NotAsked {
        why: NotAsked::ConsentMissing,
    };
    assert!(all.iter().all(|one| one.state == missing), "{all:?}");
}

#[tokio::test]
async fn a_plan_that_is_cut_short_is_made_whole_the_next_time() {
    let test = TestApp::new().await;
    for statements in 0.. {
        let cut = test.cutting_after(statements);
        let before = measures(&test).await.len();
        if cut.app.plan_due_measures(&upkeep()).await.is_ok() {
            break;
        }
        // Each family is planned whole or not at all; those before it stay planned.
        let planned = measures(&test).await.len();
        assert!(
            [before, 5].contains(&planned),
            "{planned} measures after {statements} statements"
        );
    }
    assert_eq!(measures(&test).await.len(), 5);
    assert_eq!(test.app.plan_due_measures(&upkeep()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_consent_makes_measures_due_and_its_withdrawal_stops_them() {
    let test = planned().await;
    let today = now().day();
    let all = measures(&test).await;
    let due: Vec<StateCode> = all.iter().map(|one| one.state.code()).collect();
    use StateCode::{Due, NotAsked as Not};
    assert_eq!(due, [Not, Not, Due, Due, Due], "two windows had passed");
    assert!(all[2].can_be_asked(today));
    let ctx = test.ctx(fixture::THERAPIST);
    let consents = test.app.consents(&ctx, fixture::OPEN).await.unwrap();
    let given = (fixture::OPEN, consents.consents[0].id);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.withdraw_consent(&ctx, given, today).await }
    })
    .await;
    let refused = State::NotAsked {
        why: NotAsked::ConsentRefused,
    };
    assert!(
        measures(&test).await[2..]
            .iter()
            .all(|one| one.state == refused)
    );
}

#[tokio::test]
async fn what_nobody_answered_lapses_once() {
    let test = planned().await;
    let later = Ctx::system(Errand::Upkeep, noon("2026-12-10"));
    cut(&test, |app| {
        let later = later.clone();
        async move { app.lapse_measures(&later).await }
    })
    .await;
    assert_eq!(test.app.lapse_measures(&later).await.unwrap(), 0);
    let missed = State::NotAsked {
        why: NotAsked::Missed,
    };
    assert_eq!(measures(&test).await[2].state, missed);
}

#[tokio::test]
async fn the_queue_tells_whom_to_call_and_nothing_more() {
    let test = planned().await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let queue = test.app.interviews(&ctx).await.unwrap();
    assert!(queue.is_interviewer);
    assert_eq!(queue.lines.len(), 1);
    let line = &queue.lines[0];
    assert_eq!(line.respondent.name, "Malva Lingonstig");
    assert_eq!(line.respondent.phone, "070-000 00 00");
    assert_eq!(line.therapist, "Tuva Ekorrstig");
    for staff in [fixture::LEADER, fixture::THERAPIST, fixture::NETWORK_LEAD] {
        let queue = test.app.interviews(&test.ctx(staff)).await.unwrap();
        assert!(!queue.is_interviewer && queue.lines.is_empty());
    }
}

#[tokio::test]
async fn nobody_of_the_team_opens_an_interview() {
    let test = planned().await;
    let at = open(&test).await;
    let refusal = async |staff: StaffId| {
        let ctx = test.ctx(staff);
        test.app.interview(&ctx, at).await.err()
    };
    for staff in [
        fixture::THERAPIST,
        fixture::COLLEAGUE,
        fixture::LEADER,
        fixture::CONSULTANT,
    ] {
        assert!(matches!(refusal(staff).await, Some(Error::Forbidden)));
    }
    for staff in [fixture::OTHER_TEAM_LEADER, fixture::ADMINISTRATOR] {
        assert!(matches!(refusal(staff).await, Some(Error::NotFound)));
    }
}

#[tokio::test]
async fn an_interview_is_cut_at_every_statement_and_goes_on_where_it_stopped() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    for (number, given) in [
        (1, Some(Answer::Value(4))),
        (2, Some(Answer::NotApplicable)),
        (3, Some(Answer::Declined)),
        (3, None),
    ] {
        let version = test.app.interview(&ctx, at).await.unwrap().version;
        cut(&test, |app| {
            let ctx = ctx.clone();
            async move {
                let item = item(number);
                app.save_answer(&ctx, at, (&item, given), version).await
            }
        })
        .await;
    }
    let page = test.app.interview(&ctx, at).await.unwrap();
    assert_eq!(page.version, 4);
    assert_eq!(page.sheet.next_open(), Some(2));
    assert_eq!(page.attempts.len(), 1, "that it began is a call");
    assert_eq!(page.attempts[0].outcome, AttemptOutcome::Started);
    assert_eq!(page.closed, None);
}

#[tokio::test]
async fn two_who_write_in_the_same_interview_meet() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let given = Some(Answer::Value(4));
    test.app
        .save_answer(&ctx, at, (&item(1), given), 0)
        .await
        .unwrap();
    let met = test.app.save_answer(&ctx, at, (&item(2), given), 0).await;
    assert!(matches!(met, Err(Error::Conflict)), "{met:?}");
    let finished = test.app.finish_interview(&ctx, at, (0, "")).await;
    assert!(matches!(finished, Err(Error::Conflict)), "{finished:?}");
}

#[tokio::test]
async fn answers_that_do_not_fit_and_closed_measures_are_refused() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let given = |value| Some(Answer::Value(value));
    let wrong = test
        .app
        .save_answer(&ctx, at, (&item(1), given(9)), 0)
        .await;
    assert!(is(&wrong.unwrap_err(), "interview-fault-answer"));
    let unknown = test
        .app
        .save_answer(&ctx, at, ("tamr_01", given(4)), 0)
        .await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let empty = test.app.finish_interview(&ctx, at, (0, "")).await;
    assert!(is(&empty.unwrap_err(), "interview-fault-empty"));
    let coming = measures(&test).await[4].id;
    let early = (fixture::OPEN, coming);
    let early = test
        .app
        .save_answer(&ctx, early, (&item(1), given(4)), 0)
        .await;
    assert!(is(&early.unwrap_err(), "interview-closed-early"));
    let refusal = (Refusal::NoTime, "Ringde i onödan");
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.decline_interview(&ctx, at, refusal).await }
    })
    .await;
    let closed = test
        .app
        .save_answer(&ctx, at, (&item(1), given(4)), 0)
        .await;
    assert!(is(&closed.unwrap_err(), "interview-closed-state"));
    let again = test.app.decline_interview(&ctx, at, refusal).await;
    assert!(is(&again.unwrap_err(), "interview-closed-state"));
}

#[tokio::test]
async fn calls_are_noted_and_the_queue_remembers_when_to_call_again() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let call = |outcome, call_back_at| AttemptInput {
        outcome,
        call_back_at,
        note: "Helst efter fem".into(),
    };
    for (input, message) in [
        (
            call(AttemptOutcome::Started, None),
            "interview-fault-outcome",
        ),
        (
            call(AttemptOutcome::CallBack, None),
            "interview-fault-call-back",
        ),
        (
            call(AttemptOutcome::CallBack, Some(noon("2026-11-22"))),
            "interview-fault-past",
        ),
    ] {
        let refused = test.app.note_attempt(&ctx, at, &input).await;
        assert!(is(&refused.unwrap_err(), message), "{message}");
    }
    let later = call(AttemptOutcome::CallBack, Some(noon("2026-11-24")));
    cut(&test, |app| {
        let (ctx, later) = (ctx.clone(), later.clone());
        async move { app.note_attempt(&ctx, at, &later).await }
    })
    .await;
    let queue = test.app.interviews(&ctx).await.unwrap();
    let attempts = &queue.lines[0].attempts;
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].call_back_at, Some(noon("2026-11-24")));
}

#[tokio::test]
async fn scores_are_exact_and_the_therapist_sees_them_after_their_release() {
    let test = planned().await;
    let at = open(&test).await;
    // 17 of 28 are in the top two categories: 0.607, which prints as 0.61 and is less.
    let mut values = vec![5; 17];
    values.extend([3; 11]);
    let version = answer(&test, at, &values).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.finish_interview(&ctx, at, (version, "Lugnt samtal"))
                .await
        }
    })
    .await;
    let leader = test.ctx(fixture::LEADER);
    let therapist = test.ctx(fixture::THERAPIST);
    let scores = async |ctx: &Ctx| {
        let page = test.app.case_measures(ctx, fixture::OPEN).await.unwrap();
        let line = page.lines.iter().find(|line| line.measure.id == at.1);
        (line.unwrap().scores.clone(), page.due, page.collected)
    };
    let (before, due, collected) = scores(&leader).await;
    assert_eq!((due, collected), (3, 1));
    assert_eq!(before[0].kept.value(), Ratio::new(17, 28));
    assert_eq!((before[0].kept.k, before[0].kept.n), (17, 28));
    assert!(before[0].working.is_some());
    assert!(scores(&therapist).await.0.is_empty());
    for (reader, told) in [(&leader, "Lugnt samtal"), (&therapist, "")] {
        let page = test.app.case_measures(reader, fixture::OPEN).await.unwrap();
        let line = page.lines.iter().find(|line| line.measure.id == at.1);
        assert_eq!(line.unwrap().note, told);
    }
    let early = test.app.release_scores(&therapist, at).await;
    assert!(matches!(early, Err(Error::Forbidden)));
    cut(&test, |app| {
        let leader = leader.clone();
        async move { app.release_scores(&leader, at).await }
    })
    .await;
    let again = test.app.release_scores(&leader, at).await;
    assert!(matches!(again, Err(Error::Conflict)));
    let (after, ..) = scores(&therapist).await;
    assert_eq!(after[0].kept.value(), Ratio::new(17, 28));
    assert!(after[0].working.is_none(), "never answer by answer");
    let colleague = test.ctx(fixture::COLLEAGUE);
    assert!(scores(&colleague).await.0.is_empty());
}

#[tokio::test]
async fn too_few_answers_give_no_number() {
    let test = planned().await;
    let at = open(&test).await;
    let version = answer(&test, at, &[5; 20]).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let done = test.app.finish_interview(&ctx, at, (version, "")).await;
    assert!(!done.unwrap().critical);
    let leader = test.ctx(fixture::LEADER);
    let page = test
        .app
        .case_measures(&leader, fixture::OPEN)
        .await
        .unwrap();
    let line = page
        .lines
        .iter()
        .find(|line| line.measure.id == at.1)
        .unwrap();
    assert_eq!(line.scores[0].kept.value(), None);
    assert!(line.scores[0].reading.is_none());
}

/// The last option of each item, which is the worst of those that are asked here.
fn worst(test: &TestApp, instrument: &str) -> Vec<(String, Answer)> {
    let scorer = test.app.instrument(instrument, 1).unwrap();
    let instrument = scorer.instrument();
    let items = instrument.items.iter();
    items
        .map(|item| {
            let set = instrument.responses_of(item).unwrap();
            let last = set.options.last().unwrap().value;
            (item.code.clone(), Answer::Value(last))
        })
        .collect()
}

#[tokio::test]
async fn a_critical_answer_becomes_the_leaders_task_at_once() {
    let test = planned().await;
    let at = due_today(&test, "PHQ-9").await;
    let (ctx, leader) = (test.ctx(fixture::INTERVIEWER), test.ctx(fixture::LEADER));
    let tasks = async || test.app.my_tasks(&leader).await.unwrap().lines;
    let before = tasks().await.len();
    let items = worst(&test, "PHQ-9");
    let (others, last) = (&items[..8], &items[8]);
    let mut version = 0;
    for (item, answer) in others {
        let saved = test
            .app
            .save_answer(&ctx, at, (item, Some(*answer)), version);
        version = saved.await.unwrap();
    }
    assert_eq!(tasks().await.len(), before, "none of these is critical");
    let saved = test
        .app
        .save_answer(&ctx, at, (&last.0, Some(last.1)), version);
    version = saved.await.unwrap();
    let told = tasks().await;
    assert_eq!(told.len(), before + 1, "although nobody has ended it");
    assert!(told[0].task.text.starts_with("PHQ-9"), "{:?}", told[0].task);
    assert_eq!(told[0].task.due_on, Some(now().day()));
    let done = test.app.finish_interview(&ctx, at, (version, "")).await;
    assert!(done.unwrap().critical);
    assert_eq!(tasks().await.len(), before + 1, "told once");
    let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
    assert_eq!(test.app.send_mails(&upkeep(), write).await.unwrap(), 1);
    let posted = test.app.posted();
    assert_eq!(posted[0].body, "critical_answer", "and not a word more");
}

#[tokio::test]
async fn each_critical_answer_of_a_day_has_a_mail_of_its_own() {
    let test = planned().await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let items = worst(&test, "PHQ-9");
    let last = &items[8];
    let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
    for one in [(OWN, now().day()), (OTHER, now().day().plus(-1))] {
        let at = due_on(&test, one, "PHQ-9").await;
        let saved = test.app.save_answer(&ctx, at, (&last.0, Some(last.1)), 0);
        saved.await.unwrap();
        let sent = test.app.send_mails(&upkeep(), write).await;
        assert_eq!(sent.unwrap(), 1, "{one:?}");
    }
}

#[tokio::test]
async fn a_teams_list_says_what_is_due_and_holds_no_name() {
    let test = planned().await;
    let leader = test.ctx(fixture::LEADER);
    let page = test.app.team_measures(&leader, fixture::TEAMS[0]).await;
    let page = page.unwrap();
    assert_eq!(page.lines.len(), 3);
    assert_eq!((page.due, page.collected), (2, 0));
    assert!(
        page.lines
            .iter()
            .all(|line| line.may_see && line.code == "BJÖ-26-001")
    );
    let other = test.ctx(fixture::OTHER_BOARD_LEADER);
    let hidden = test.app.team_measures(&other, fixture::TEAMS[0]).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
}

#[tokio::test]
async fn each_page_is_read_and_logged_whole_or_not_at_all() {
    let test = planned().await;
    let at = open(&test).await;
    let (interviewer, leader) = (test.ctx(fixture::INTERVIEWER), test.ctx(fixture::LEADER));
    cut(&test, |app| {
        let ctx = interviewer.clone();
        async move { app.interviews(&ctx).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = interviewer.clone();
        async move { app.interview(&ctx, at).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.case_measures(&ctx, fixture::OPEN).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.team_measures(&ctx, fixture::TEAMS[0]).await }
    })
    .await;
    let therapist = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = therapist.clone();
        async move {
            app.record_consent(&ctx, fixture::OPEN, consent(false))
                .await
        }
    })
    .await;
}

#[tokio::test]
async fn a_closing_ends_what_is_to_come_in_the_same_transaction() {
    use hemma_app::closing::Ending;
    let test = planned().await;
    let leader = test.ctx(fixture::LEADER);
    let reason = {
        let programme = test.app.programme("MST-CAN", 1).unwrap();
        programme.closing_reasons[0].code.clone()
    };
    let ending = Ending {
        on: now().day(),
        reason,
        outcomes: Vec::new(),
        words: String::new(),
    };
    cut(&test, |app| {
        let (leader, ending) = (leader.clone(), ending.clone());
        async move { app.close_case(&leader, fixture::OPEN, 1, &ending).await }
    })
    .await;
    let ended = State::NotAsked {
        why: NotAsked::Ended,
    };
    let states: Vec<State> = measures(&test).await.iter().map(|one| one.state).collect();
    assert_eq!(states[2..], [State::Due, ended, ended]);
}

#[tokio::test]
async fn a_leader_who_carries_the_family_reads_no_single_answer() {
    use hemma_domain::measure::{AnswerSheet, Hand, KeptOutcome, KeptScore};
    let test = TestApp::new().await;
    let (at, by) = (noon("2026-11-20"), fixture::INTERVIEWER);
    let today = now().day();
    let one = Measure {
        id: OWN,
        case: fixture::OTHER_TEAM,
        instrument: "TAM-R".into(),
        instrument_version: 1,
        respondent: None,
        window: Window {
            opens_on: today.plus(-7),
            due_on: today,
            closes_on: today.plus(7),
        },
        state: State::Done {
            at,
            by: Hand::Staff(by),
        },
        released: None,
        version: 1,
    };
    let sheet = AnswerSheet {
        measure: OWN,
        given: [("tamr_01".to_owned(), Answer::Value(5))].into(),
        note: String::new(),
        begun_at: at,
        saved: (at, Hand::Staff(by)),
        version: 1,
    };
    let score = KeptScore {
        measure: OWN,
        instrument: "TAM-R".into(),
        instrument_version: 1,
        scale: "adherence".into(),
        rule: "share-top-2".into(),
        rule_version: 1,
        k: 1,
        n: 1,
        items: 28,
        outcome: KeptOutcome::Incomplete { needed: 21 },
        at,
    };
    let mut tx = test.db.write("test").await.unwrap();
    let key = hemma_testkit::week::key(&mut tx, one.case).await;
    stored::insert(&mut tx, &one).await.unwrap();
    stored::sheet::insert(&mut tx, &key, one.case, &sheet)
        .await
        .unwrap();
    stored::score::insert(&mut tx, one.case, &score)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let leader = test.ctx(fixture::OTHER_TEAM_LEADER);
    let page = test.app.case_measures(&leader, one.case).await.unwrap();
    assert_eq!(page.lines[0].scores.len(), 1);
    assert!(page.lines[0].scores[0].working.is_none());
}
