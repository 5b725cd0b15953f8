//! Rest after a disturbed night: proposed once a turn, decided by a leader, told with what it clashes with.

use hemma_app::call::CallInput;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::rest::{RestAnswer, RestClash};
use hemma_app::swap::{GiveTurn, NewSwap, SwapAnswer};
use hemma_domain::absence::AbsenceKind;
use hemma_domain::access::Errand;
use hemma_domain::call::FollowUp;
use hemma_domain::code::Code as _;
use hemma_domain::mail::Mail;
use hemma_domain::rota::Rule;
use hemma_domain::stretch::Stretch;
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::call::ended;
use crate::harness::{TestApp, cut};
use crate::rota::week;
use crate::sheet::{at, night, then};

/// A call that the therapist took in her night.
async fn called(test: &TestApp, number: u128, (from, to): (&str, &str)) {
    let input = CallInput {
        follow_up: FollowUp::default(),
        ..ended(number, (from, to))
    };
    let ctx = then(test, fixture::THERAPIST, to);
    test.app.keep_call(&ctx, POOL, &input).await.unwrap();
}

#[tokio::test]
async fn a_call_in_the_night_proposes_rest_that_begins_anew_with_the_next() {
    let test = night().await;
    called(&test, 1, ("2026-12-14 18:00", "2026-12-14 18:20")).await;
    let leader = then(&test, fixture::LEADER, "2026-12-15 08:00");
    let none = test.app.rests(&leader, POOL).await.unwrap();
    assert!(
        none.lines.is_empty(),
        "the night that follows is rest enough"
    );
    called(&test, 2, ("2026-12-15 01:00", "2026-12-15 01:20")).await;
    called(&test, 3, ("2026-12-15 03:00", "2026-12-15 03:10")).await;
    let found = test.app.rests(&leader, POOL).await.unwrap();
    assert!(found.may_decide);
    let [line] = found.lines.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(line.rest.disturbed_min, 30);
    assert_eq!(line.rest.time.start(), at("2026-12-15 03:10"));
    assert_eq!(line.rest.time.end(), at("2026-12-15 14:10"));
    assert_eq!(line.name, "Tuva Ekorrstig");
    let resource = then(&test, fixture::COLLEAGUE, "2026-12-15 08:00");
    let others = test.app.rests(&resource, POOL).await.unwrap();
    assert!(others.lines.is_empty() && !others.may_decide);
}

#[tokio::test]
async fn accepted_rest_is_an_absence_and_declined_rest_is_none() {
    let test = night().await;
    called(&test, 1, ("2026-12-15 01:00", "2026-12-15 01:20")).await;
    let leader = then(&test, fixture::LEADER, "2026-12-15 08:00");
    let rest = test
        .app
        .rests(&leader, POOL)
        .await
        .unwrap()
        .lines
        .remove(0)
        .rest;
    let place = (POOL, rest.id, rest.version);
    let own = then(&test, fixture::THERAPIST, "2026-12-15 08:00");
    let refused = test.app.answer_rest(&own, place, RestAnswer::Accept).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let by = &leader;
    cut(&test, |app| async move {
        app.answer_rest(by, place, RestAnswer::Accept).await
    })
    .await;
    let away = test.app.away(&own, POOL).await.unwrap();
    assert_eq!(away.absences[0].time, rest.time);
    assert_eq!(away.absences[0].why, Some(AbsenceKind::Other));
    let again = test
        .app
        .answer_rest(&leader, place, RestAnswer::Decline)
        .await;
    assert!(matches!(again, Err(Error::Conflict)));
    called(&test, 2, ("2026-12-15 05:00", "2026-12-15 05:20")).await;
    let kept = test
        .app
        .rests(&leader, POOL)
        .await
        .unwrap()
        .lines
        .remove(0)
        .rest;
    assert_eq!(kept.time, rest.time, "what was decided stays");
}

#[tokio::test]
async fn a_rest_says_which_duty_lies_in_it() {
    let test = night().await;
    // Sunday night of the weekend; the longest call goes on into the morning.
    let input = CallInput {
        follow_up: FollowUp::default(),
        ..ended(1, ("2026-12-16 06:00", "2026-12-16 07:30"))
    };
    let ctx = then(&test, fixture::COLLEAGUE, "2026-12-16 07:30");
    test.app.keep_call(&ctx, POOL, &input).await.unwrap();
    let leader = then(&test, fixture::LEADER, "2026-12-16 08:00");
    let line = test.app.rests(&leader, POOL).await.unwrap().lines.remove(0);
    assert_eq!(line.rest.time.end(), at("2026-12-16 18:30"));
    assert!(line.clashes.is_empty(), "another has the next night");
}

#[tokio::test]
async fn whoever_was_called_in_the_morning_is_free_the_next_evening() {
    let test = night().await;
    called(&test, 1, ("2026-12-15 07:10", "2026-12-15 07:30")).await;
    let colleague = then(&test, fixture::COLLEAGUE, "2026-12-15 08:30");
    let mine = test.app.my_duties(&colleague, POOL).await.unwrap();
    let turn = mine.served[0].turns[0].clone();
    assert_eq!(turn.part.start(), at("2026-12-15 17:00"));
    let offer = NewSwap {
        pool: POOL,
        turn: turn.id,
        part: None,
        to: Some(fixture::THERAPIST),
    };
    // Eleven hours from half past seven end at half past six.
    let refused = test.app.make_swap(&colleague, offer).await;
    let Err(Error::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(faults[0].message, "swap-fault-disturbed");
}

#[tokio::test]
async fn a_duty_that_lies_in_a_rest_shows_on_the_rota() {
    let test = night().await;
    called(&test, 1, ("2026-12-18 07:10", "2026-12-18 07:30")).await;
    let leader = then(&test, fixture::LEADER, "2026-12-18 08:00");
    let before = test.app.rota(&leader, POOL, week()).await.unwrap();
    assert_eq!(before.clashes, [], "another has the weekend");
    let turns = before.served.iter().flat_map(|one| &one.turns);
    let weekend = turns
        .filter(|turn| turn.staff == fixture::COLLEAGUE)
        .max_by_key(|turn| turn.part.start());
    let turn = weekend.unwrap().id;
    let given = GiveTurn {
        pool: POOL,
        turn,
        from: fixture::COLLEAGUE,
        to: fixture::THERAPIST,
    };
    test.app.give_turn(&leader, given).await.unwrap();
    let rest = test.app.rests(&leader, POOL).await.unwrap().lines.remove(0);
    let told = [RestClash {
        turn,
        staff: fixture::THERAPIST,
        rest: rest.rest.time,
    }];
    let view = test.app.rota(&leader, POOL, week()).await.unwrap();
    assert_eq!(view.clashes, told);
    let next = test.app.rests(&leader, POOL).await.unwrap().next;
    let [next] = next.as_slice() else {
        panic!("{next:?}")
    };
    // Without the call she would lack weekly rest all the same.
    assert_eq!(
        (next.turn, next.broken.as_slice()),
        (turn, &[Rule::Disturbed][..])
    );
    let own = then(&test, fixture::THERAPIST, "2026-12-18 08:00");
    let view = test.app.rota(&own, POOL, week()).await.unwrap();
    assert_eq!(view.clashes, told);
    let colleague = then(&test, fixture::COLLEAGUE, "2026-12-18 08:00");
    let view = test.app.rota(&colleague, POOL, week()).await.unwrap();
    assert_eq!(view.clashes, [], "a rest is no matter of colleagues");
    let place = (POOL, rest.rest.id, rest.rest.version);
    let declined = test.app.answer_rest(&leader, place, RestAnswer::Decline);
    declined.await.unwrap();
    let view = test.app.rota(&leader, POOL, week()).await.unwrap();
    assert_eq!(view.clashes, [], "nobody rests");
}

/// The therapist has the Friday evening and the Sunday night of her colleague's weekend: 36 hours lie between them.
async fn split_weekend() -> TestApp {
    let test = night().await;
    let (asks, has) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::COLLEAGUE));
    let served = test.app.rota(&has, POOL, week()).await.unwrap().served;
    let turns = served.iter().flat_map(|one| &one.turns);
    let theirs = turns.filter(|turn| turn.staff == fixture::COLLEAGUE);
    let turn = theirs.max_by_key(|turn| turn.part.start()).unwrap().id;
    for (from, to) in [
        ("2026-12-18 17:00", "2026-12-19 08:00"),
        ("2026-12-20 20:00", "2026-12-21 08:00"),
    ] {
        let new = NewSwap {
            pool: POOL,
            turn,
            part: Stretch::new(at(from), at(to)),
            to: None,
        };
        let swap = test.app.make_swap(&asks, new).await.unwrap();
        let place = (POOL, swap, 1);
        let answered = test.app.answer_swap(&has, place, SwapAnswer::Accept);
        answered.await.unwrap();
    }
    test
}

#[tokio::test]
async fn a_call_beyond_the_duty_that_cuts_the_weekly_rest_is_told_with_who_could_take_the_next() {
    let test = split_weekend().await;
    let saturday = |staff| then(&test, staff, "2026-12-19 09:00");
    let told = async |staff| test.app.rests(&saturday(staff), POOL).await.unwrap();
    let mails = async || {
        let upkeep = Ctx::system(Errand::Upkeep, at("2026-12-19 09:00"));
        let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
        // Ten of a round.
        while test.app.send_mails(&upkeep, write).await.unwrap() > 0 {}
        let letters = test.app.posted();
        letters
            .iter()
            .filter(|one| one.body == "duty_too_soon")
            .count()
    };
    called(&test, 1, ("2026-12-19 06:30", "2026-12-19 06:50")).await;
    assert_eq!(told(fixture::LEADER).await.next, [], "within the duty");
    assert_eq!(mails().await, 0);
    called(&test, 2, ("2026-12-19 07:30", "2026-12-19 08:30")).await;
    let found = told(fixture::LEADER).await;
    assert_eq!(found.lines, [], "nobody works the next day");
    let [next] = found.next.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (next.staff, next.name.as_str()),
        (fixture::THERAPIST, "Tuva Ekorrstig")
    );
    assert_eq!(next.part.start(), at("2026-12-20 20:00"));
    assert_eq!(next.broken, [Rule::WeeklyRest]);
    assert!(
        next.could.contains(&"Torun Klippmossa".to_owned()),
        "{next:?}"
    );
    assert_eq!(told(fixture::THERAPIST).await.next, found.next);
    let own = saturday(fixture::THERAPIST);
    let mine = test.app.my_duties(&own, POOL).await.unwrap();
    assert_eq!(mine.next.as_ref(), Some(next));
    assert_eq!(told(fixture::COLLEAGUE).await.next, [], "another's");
    assert_eq!(mails().await, 2, "she and her leader");
    called(&test, 3, ("2026-12-19 07:50", "2026-12-19 08:40")).await;
    assert_eq!(mails().await, 2, "once for each duty");
    let leader = saturday(fixture::LEADER);
    let view = test.app.rota(&leader, POOL, week()).await.unwrap();
    let standing = view.standing.unwrap();
    let rules: Vec<_> = standing
        .iter()
        .map(|one| (one.breach.rule, one.breach.staff, one.turns[0].0))
        .collect();
    assert_eq!(rules, [(Rule::WeeklyRest, fixture::THERAPIST, next.turn)]);
}

#[tokio::test]
async fn a_call_is_kept_whole_with_all_that_it_tells_or_not_at_all() {
    let test = split_weekend().await;
    let input = CallInput {
        follow_up: FollowUp::default(),
        ..ended(1, ("2026-12-19 07:30", "2026-12-19 08:30"))
    };
    let ctx = then(&test, fixture::THERAPIST, "2026-12-19 08:30");
    let (by, input) = (&ctx, &input);
    cut(
        &test,
        |app| async move { app.keep_call(by, POOL, input).await },
    )
    .await;
}
