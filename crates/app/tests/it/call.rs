//! Calls: kept while somebody talks, stored once, written into the family's record by staff who read nothing else of it.

use hemma_app::basis::NewBasis;
use hemma_app::call::CallInput;
use hemma_domain::call::{CallBody, CallRisk, ChildSafe, FollowUp};
use hemma_domain::ids::CallId;
use hemma_domain::sheet::BasisKind;
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{cut, message};
use crate::rota::{day, published};
use crate::sheet::{at, basis, night, then};

pub(crate) fn begun(number: u128, text: &str) -> CallInput {
    CallInput {
        id: CallId(Uuid::from_u128(number)),
        case: Some(fixture::OPEN),
        started_at: at(text),
        ended_at: None,
        body: CallBody::default(),
        follow_up: FollowUp::default(),
        version: None,
    }
}

pub(crate) fn ended(number: u128, (from, to): (&str, &str)) -> CallInput {
    CallInput {
        ended_at: Some(at(to)),
        body: CallBody {
            reason: "Pappan står utanför.".into(),
            risk: Some(CallRisk::High),
            child_safe: Some(ChildSafe::Yes),
            ..CallBody::default()
        },
        follow_up: FollowUp {
            by: Some(fixture::THERAPIST),
            at: Some(at("2026-12-17 09:00")),
        },
        ..begun(number, from)
    }
}

#[tokio::test]
async fn a_call_is_kept_while_they_talk_and_handed_over_when_it_ends() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let talking = then(&test, mine, "2026-12-17 01:10");
    let (by, first) = (&talking, &begun(0xC1, "2026-12-17 01:10"));
    cut(
        &test,
        |app| async move { app.keep_call(by, POOL, first).await },
    )
    .await;
    // The answer was lost on its way: the same, and the next change, come without a version.
    assert_eq!(test.app.keep_call(by, POOL, first).await.unwrap(), 1);
    let form = test.app.call(by, (POOL, first.id)).await.unwrap();
    assert_eq!(form.call.version, 1);
    let over = then(&test, mine, "2026-12-17 01:30");
    let last = CallInput {
        version: Some(1),
        ..ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"))
    };
    let (by, last) = (&over, &last);
    cut(
        &test,
        |app| async move { app.keep_call(by, POOL, last).await },
    )
    .await;
    assert_eq!(
        test.app.keep_call(by, POOL, last).await.unwrap(),
        2,
        "sent twice"
    );
    let stale = CallInput {
        body: CallBody {
            advice: "Annat.".into(),
            ..last.body.clone()
        },
        ..last.clone()
    };
    let refused = test.app.keep_call(by, POOL, &stale).await.unwrap_err();
    assert_eq!(message(&refused), "conflict");
    let line = test.app.my_calls(by, POOL).await.unwrap().remove(0);
    assert!(line.is_open && line.code == "BJÖ-26-001");
}

#[tokio::test]
async fn a_call_of_another_boards_staff_stands_in_the_record_that_they_cannot_read() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let night = then(&test, mine, "2026-12-17 01:30");
    let input = ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"));
    test.app.keep_call(&night, POOL, &input).await.unwrap();
    let refused = test.app.calls(&night, fixture::OPEN).await.unwrap_err();
    assert_eq!(message(&refused), "not found");
    let morning = then(&test, mine, "2026-12-17 09:00");
    let refused = test.app.call(&morning, (POOL, input.id)).await.unwrap_err();
    assert_eq!(
        message(&refused),
        "not found",
        "their own text is the family's now"
    );
    let colleague = then(&test, fixture::COLLEAGUE, "2026-12-17 01:40");
    let refused = test
        .app
        .call(&colleague, (POOL, input.id))
        .await
        .unwrap_err();
    assert_eq!(message(&refused), "not found", "another took it");
    let therapist = then(&test, fixture::THERAPIST, "2026-12-17 08:10");
    let calls = test
        .app
        .calls(&therapist, fixture::OPEN)
        .await
        .unwrap()
        .calls;
    assert_eq!(calls[0].taken_by, "Torun Klippmossa");
    assert_eq!(calls[0].call.body.reason, "Pappan står utanför.");
}

#[tokio::test]
async fn a_call_on_the_last_day_of_a_basis_is_kept_and_ended_after_midnight() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let last = NewBasis {
        until: day("2026-12-16"),
        ..basis(BasisKind::Osl26_9)
    };
    let recorded = test.app.record_basis(&leader, fixture::OPEN, &last).await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let talking = then(&test, mine, "2026-12-16 23:50");
    let first = begun(0xC1, "2026-12-16 23:50");
    test.app.keep_call(&talking, POOL, &first).await.unwrap();
    let form = test.app.call(&talking, (POOL, first.id)).await.unwrap();
    assert!(!form.persons.is_empty());
    let over = then(&test, mine, "2026-12-17 00:20");
    let form = test.app.call(&over, (POOL, first.id)).await.unwrap();
    assert_eq!(form.call.version, 1, "read again while they talk");
    assert!(form.persons.is_empty(), "and nothing more of the family");
    let end = CallInput {
        version: Some(1),
        ..ended(0xC1, ("2026-12-16 23:50", "2026-12-17 00:20"))
    };
    assert_eq!(test.app.keep_call(&over, POOL, &end).await.unwrap(), 2);
    let handed = test.app.call(&over, (POOL, first.id)).await.unwrap_err();
    assert_eq!(message(&handed), "not found", "it is the family's now");
    let closed = test.app.duty_sheet(&over, fixture::OPEN).await.unwrap_err();
    assert_eq!(message(&closed), "not found", "a look is judged now");
    let after = ended(0xC2, ("2026-12-17 00:05", "2026-12-17 00:10"));
    let refused = test.app.keep_call(&over, POOL, &after).await.unwrap_err();
    assert_eq!(message(&refused), "not found", "it had ended by then");

    // Written without a network before the basis was taken back, arrived afterwards.
    let evening = then(&test, fixture::LEADER, "2026-12-16 23:58");
    test.app
        .revoke_basis(&evening, fixture::OPEN, recorded.unwrap())
        .await
        .unwrap();
    let noon = then(&test, mine, "2026-12-17 12:00");
    let late = ended(0xC3, ("2026-12-16 22:00", "2026-12-16 22:15"));
    assert_eq!(test.app.keep_call(&noon, POOL, &late).await.unwrap(), 1);
}

#[tokio::test]
async fn whoever_talks_when_the_duty_ends_reads_and_writes_until_the_call_does() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let talking = then(&test, mine, "2026-12-17 07:50");
    let first = begun(0xC1, "2026-12-17 07:50");
    test.app.keep_call(&talking, POOL, &first).await.unwrap();
    let noon = then(&test, mine, "2026-12-17 12:00");
    let form = test.app.call(&noon, (POOL, first.id)).await.unwrap();
    assert_eq!((form.call.version, form.persons.len()), (1, 0));
    // A page that is loaded again before anything of it was kept.
    let about = (POOL, Some(fixture::OPEN));
    let began = Some(at("2026-12-17 07:50"));
    let form = test.app.new_call(&noon, about, began).await.unwrap();
    assert_eq!(form.call.started_at, at("2026-12-17 07:50"));
    for began in [
        None,
        Some(at("2026-12-17 11:00")),
        Some(at("2026-12-10 07:50")),
    ] {
        let refused = test.app.new_call(&noon, about, began).await.unwrap_err();
        assert_eq!(message(&refused), "not found", "{began:?}");
    }
    let weeks_later = then(&test, mine, "2026-12-30 12:00");
    let late = test.app.call(&weeks_later, (POOL, first.id)).await;
    assert_eq!(message(&late.unwrap_err()), "not found");
    let colleague = then(&test, fixture::COLLEAGUE, "2026-12-17 12:00");
    let hidden = test.app.call(&colleague, (POOL, first.id)).await;
    assert_eq!(message(&hidden.unwrap_err()), "not found");
    let end = CallInput {
        version: Some(1),
        ..ended(0xC1, ("2026-12-17 07:50", "2026-12-17 08:20"))
    };
    assert_eq!(test.app.keep_call(&noon, POOL, &end).await.unwrap(), 2);
}

#[tokio::test]
async fn what_was_written_without_a_network_arrives_when_the_duty_is_over() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let input = ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"));
    let noon = then(&test, mine, "2026-12-17 12:00");
    assert_eq!(test.app.keep_call(&noon, POOL, &input).await.unwrap(), 1);
    let by_day = CallInput {
        started_at: at("2026-12-17 11:00"),
        ended_at: Some(at("2026-12-17 11:10")),
        ..ended(0xC2, ("2026-12-17 01:10", "2026-12-17 01:30"))
    };
    let refused = test.app.keep_call(&noon, POOL, &by_day).await.unwrap_err();
    assert_eq!(message(&refused), "not found", "nobody is on call then");
    let weeks_later = then(&test, mine, "2026-12-30 12:00");
    let late = CallInput {
        id: CallId(Uuid::from_u128(0xC3)),
        ..input
    };
    let refused = test
        .app
        .keep_call(&weeks_later, POOL, &late)
        .await
        .unwrap_err();
    assert_eq!(message(&refused), "not found");
}

#[tokio::test]
async fn the_therapist_takes_a_call_over_once_and_it_is_not_changed_afterwards() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let night = then(&test, mine, "2026-12-17 01:30");
    let input = ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"));
    test.app.keep_call(&night, POOL, &input).await.unwrap();
    let colleague = then(&test, fixture::COLLEAGUE, "2026-12-17 08:10");
    let refused = test
        .app
        .confirm_call(&colleague, fixture::OPEN, input.id)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
    let therapist = then(&test, fixture::THERAPIST, "2026-12-17 08:10");
    let by = &therapist;
    cut(&test, |app| async move {
        app.confirm_call(by, fixture::OPEN, input.id).await
    })
    .await;
    test.app
        .confirm_call(by, fixture::OPEN, input.id)
        .await
        .unwrap();
    let other = test
        .app
        .confirm_call(by, fixture::PROTECTED, input.id)
        .await;
    assert_eq!(message(&other.unwrap_err()), "not found");
    let calls = test.app.calls(by, fixture::OPEN).await.unwrap().calls;
    assert_eq!(calls[0].confirmed_by.as_deref(), Some("Tuva Ekorrstig"));
    let late = CallInput {
        version: Some(2),
        body: CallBody {
            advice: "Ändrat efteråt.".into(),
            ..input.body.clone()
        },
        ..input.clone()
    };
    let hand_over = then(&test, mine, "2026-12-17 08:30");
    let refused = test
        .app
        .keep_call(&hand_over, POOL, &late)
        .await
        .unwrap_err();
    assert_eq!(message(&refused), "conflict");
}

#[tokio::test]
async fn a_caller_of_no_family_is_written_down_for_its_taker_alone() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let night = then(&test, mine, "2026-12-17 01:30");
    let input = CallInput {
        case: None,
        follow_up: FollowUp::default(),
        ..ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"))
    };
    test.app.keep_call(&night, POOL, &input).await.unwrap();
    let form = test.app.call(&night, (POOL, input.id)).await.unwrap();
    assert_eq!(form.call.body.reason, "Pappan står utanför.");
    assert_eq!(form.staff.len(), 1);
    let line = test.app.my_calls(&night, POOL).await.unwrap().remove(0);
    assert!(!line.is_open, "nobody waits for it");
    let moved = CallInput {
        case: Some(fixture::OPEN),
        version: Some(1),
        ..input
    };
    let refused = test.app.keep_call(&night, POOL, &moved).await.unwrap_err();
    assert_eq!(message(&refused), "conflict");
    let strange = CallInput {
        follow_up: FollowUp {
            by: Some(fixture::CONSULTANT),
            at: None,
        },
        ..ended(0xC2, ("2026-12-17 01:10", "2026-12-17 01:30"))
    };
    let refused = test
        .app
        .keep_call(&night, POOL, &strange)
        .await
        .unwrap_err();
    assert_eq!(message(&refused), "call-fault-follow");
}

#[tokio::test]
async fn what_is_to_be_followed_up_becomes_one_task_in_the_familys_team() {
    let test = night().await;
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let night = then(&test, mine, "2026-12-17 01:30");
    // Another board's staff cannot see to it: the family's therapist does.
    let input = CallInput {
        follow_up: FollowUp {
            by: Some(mine),
            at: Some(at("2026-12-17 09:00")),
        },
        ..ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"))
    };
    let (by, first) = (&night, &input);
    cut(
        &test,
        |app| async move { app.keep_call(by, POOL, first).await },
    )
    .await;
    let later = CallInput {
        version: Some(1),
        body: CallBody {
            note: "Ring före nio.".into(),
            ..input.body.clone()
        },
        ..input.clone()
    };
    test.app.keep_call(&night, POOL, &later).await.unwrap();
    let therapist = then(&test, fixture::THERAPIST, "2026-12-17 08:10");
    let tasks = test.app.my_tasks(&therapist).await.unwrap().lines;
    let [task] = tasks.as_slice() else {
        panic!("one call, one task: {tasks:?}")
    };
    assert_eq!(task.task.text, "Pappan står utanför.");
    assert_eq!(task.task.due_on, Some("2026-12-17".parse().unwrap()));
    assert_eq!(task.code, "BJÖ-26-001");
    let taken_back = CallInput {
        version: Some(2),
        follow_up: FollowUp::default(),
        ..input.clone()
    };
    test.app.keep_call(&night, POOL, &taken_back).await.unwrap();
    let again = CallInput {
        version: Some(3),
        ..input.clone()
    };
    test.app.keep_call(&night, POOL, &again).await.unwrap();
    let tasks = test.app.my_tasks(&therapist).await.unwrap().lines;
    assert_eq!(tasks.len(), 1, "asked for again, it is the same promise");
    let none = CallInput {
        follow_up: FollowUp::default(),
        ..ended(0xC2, ("2026-12-17 02:10", "2026-12-17 02:30"))
    };
    let night = then(&test, mine, "2026-12-17 02:30");
    test.app.keep_call(&night, POOL, &none).await.unwrap();
    // Whoever is named sees to it, where they work in the family's team; what must be known comes first.
    let named = CallInput {
        body: CallBody {
            note: "Ring mormor.".into(),
            ..input.body
        },
        ..ended(0xC3, ("2026-12-17 03:10", "2026-12-17 03:30"))
    };
    let night = then(&test, mine, "2026-12-17 03:30");
    test.app.keep_call(&night, POOL, &named).await.unwrap();
    let tasks = test.app.my_tasks(&therapist).await.unwrap().lines;
    let texts: Vec<&str> = tasks.iter().map(|one| one.task.text.as_str()).collect();
    assert_eq!(texts, ["Pappan står utanför.", "Ring mormor."]);
}

#[tokio::test]
async fn a_call_about_no_family_is_read_by_the_leaders_of_its_taker_alone() {
    let test = night().await;
    let night = then(&test, fixture::OTHER_BOARD_THERAPIST, "2026-12-17 01:30");
    let input = CallInput {
        case: None,
        follow_up: FollowUp::default(),
        ..ended(0xC1, ("2026-12-17 01:10", "2026-12-17 01:30"))
    };
    test.app.keep_call(&night, POOL, &input).await.unwrap();
    let of_family = ended(0xC2, ("2026-12-17 01:10", "2026-12-17 01:30"));
    test.app.keep_call(&night, POOL, &of_family).await.unwrap();
    let leader = then(&test, fixture::OTHER_BOARD_LEADER, "2026-12-17 08:10");
    let by = &leader;
    cut(&test, |app| async move { app.pool_calls(by, POOL).await }).await;
    let calls = test.app.pool_calls(&leader, POOL).await.unwrap().calls;
    let [call] = calls.as_slice() else {
        panic!("the family's own stays the family's: {calls:?}")
    };
    assert_eq!(call.call.body.reason, "Pappan står utanför.");
    assert_eq!(call.taken_by, "Torun Klippmossa");
    let other = then(&test, fixture::LEADER, "2026-12-17 08:10");
    let others = test.app.pool_calls(&other, POOL).await.unwrap().calls;
    assert_eq!(others, [], "another board's staff took it");
    for who in [
        fixture::OTHER_BOARD_THERAPIST,
        fixture::THERAPIST,
        fixture::UNIT_MANAGER,
    ] {
        let ctx = then(&test, who, "2026-12-17 08:10");
        let refused = test.app.pool_calls(&ctx, POOL).await.unwrap_err();
        assert_eq!(message(&refused), "forbidden");
    }
}
