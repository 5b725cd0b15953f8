//! Links broken on purpose: used twice, guessed, expired, shared; answers that do not fit, come late or twice at once.

use std::collections::BTreeMap;

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::link::{CodeAnswer, NewLink, Seat};
use hemma_domain::audit::Event;
use hemma_domain::instrument::{Answer, Given};
use hemma_domain::link::Standing;
use hemma_domain::measure::Refusal;
use hemma_domain::time::{Day, Instant};
use hemma_testkit::fixture;

use super::{HOME, given, guest, holder, logged, look, made, shut, sit, taken};
use crate::harness::{cut, now};
use crate::measure::{is, item, open, planned};

#[tokio::test]
async fn a_link_that_was_used_opens_nothing_again() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let ctx = guest(&test, 0);
    let empty = test.app.finish_link(&ctx, holder(&link, &seat), 0).await;
    assert!(is(&empty.err().unwrap(), "link-fault-empty"));
    let saved = test
        .app
        .save_link_answers(&ctx, holder(&link, &seat), &given(&[(1, 5)]), 0)
        .await;
    let version = taken(saved);
    taken(
        test.app
            .finish_link(&ctx, holder(&link, &seat), version)
            .await,
    );
    let again = test
        .app
        .finish_link(&ctx, holder(&link, &seat), version)
        .await;
    assert_eq!(shut(again), Standing::Used);
    let later = test
        .app
        .save_link_answers(&ctx, holder(&link, &seat), &given(&[(1, 1)]), version)
        .await;
    assert_eq!(shut(later), Standing::Used);
    assert_eq!(shut(look(&test, &link, &seat, 0).await), Standing::Used);
    let code = test
        .app
        .try_link_code(&ctx, &link.token, &link.code, HOME)
        .await;
    assert!(matches!(code, Ok(CodeAnswer::Closed(Standing::Used))));
}

#[tokio::test]
async fn a_guessed_address_finds_nothing_and_guessed_codes_lock_the_link() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let ctx = guest(&test, 0);
    let other = NewLink {
        token: "0000-0000-0000-0000-0000-0000-0000".into(),
        ..link.clone()
    };
    assert!(matches!(
        look(&test, &other, "", 0).await,
        Err(Error::NotFound)
    ));
    let unknown = test
        .app
        .try_link_code(&ctx, &other.token, &link.code, HOME)
        .await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let wrong = match link.code.as_str() {
        "000000" => "000001",
        _ => "000000",
    };
    for left in [4, 3, 2, 1] {
        let refused = test.app.try_link_code(&ctx, &link.token, wrong, HOME).await;
        assert!(matches!(refused, Ok(CodeAnswer::Wrong { left: told }) if told == left));
    }
    let locked = cut(&test, |app| {
        let (ctx, link) = (ctx.clone(), link.clone());
        async move {
            // The address is counted first, in a transaction of its own; the link is what must be whole.
            app.try_link_code(&ctx, &link.token, wrong, "").await
        }
    })
    .await;
    assert!(locked > 2);
    let right = test
        .app
        .try_link_code(&ctx, &link.token, &link.code, HOME)
        .await;
    assert!(matches!(right, Ok(CodeAnswer::Closed(Standing::Locked))));
    assert_eq!(logged(&test, Event::LinkRefused).await.len(), 5);
    let back = made(&test, at).await;
    assert!(
        !sit(&test, &back).await.is_empty(),
        "a new one is the way back"
    );
}

#[tokio::test]
async fn whoever_guesses_at_many_links_is_held_by_their_address() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = guest(&test, 0);
    for _ in 0..10 {
        let link = made(&test, at).await;
        let wrong = if link.code == "000000" {
            "000001"
        } else {
            "000000"
        };
        for _ in 0..4 {
            let refused = test.app.try_link_code(&ctx, &link.token, wrong, HOME).await;
            assert!(matches!(refused, Ok(CodeAnswer::Wrong { .. })));
        }
    }
    let link = made(&test, at).await;
    let held = test
        .app
        .try_link_code(&ctx, &link.token, &link.code, HOME)
        .await;
    let Ok(CodeAnswer::Held(until)) = held else {
        panic!("not held");
    };
    assert!(now() < until);
    let elsewhere = test
        .app
        .try_link_code(&ctx, &link.token, &link.code, "192.0.2.2")
        .await;
    assert!(
        matches!(elsewhere, Ok(CodeAnswer::Right(_))),
        "others are not held"
    );
    let unknown = test.app.try_link_code(&ctx, "0", &link.code, HOME).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "nor told of");
}

#[tokio::test]
async fn a_link_is_over_after_its_last_day_and_its_seat_with_it() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let last = link.link.last_on;
    assert_eq!(last, now().day().plus(3));
    let late = |day: Day, clock: &str| -> Instant { day.at(clock.parse().unwrap()) };
    let ctx = Ctx {
        now: late(last, "23:59"),
        ..guest(&test, 0)
    };
    let right = test
        .app
        .try_link_code(&ctx, &link.token, &link.code, HOME)
        .await;
    let Ok(CodeAnswer::Right(seat)) = right else {
        panic!("the last minute counts");
    };
    let ctx = Ctx {
        now: late(last.plus(1), "00:01"),
        ..ctx
    };
    let code = test
        .app
        .try_link_code(&ctx, &link.token, &link.code, HOME)
        .await;
    assert!(matches!(code, Ok(CodeAnswer::Closed(Standing::Expired))));
    let page = test
        .app
        .link_questionnaire(&ctx, holder(&link, &seat.0))
        .await;
    assert_eq!(shut(page), Standing::Expired);
}

#[tokio::test]
async fn a_link_that_is_shared_seats_one_and_asks_the_other_for_the_code() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let first = sit(&test, &link).await;
    let second = sit(&test, &link).await;
    let ctx = guest(&test, 0);
    let saved = test
        .app
        .save_link_answers(&ctx, holder(&link, &first), &given(&[(1, 1)]), 0)
        .await;
    assert!(matches!(saved, Ok(Seat::Code(_))));
    let saved = test
        .app
        .save_link_answers(&ctx, holder(&link, &second), &given(&[(1, 5)]), 0)
        .await;
    assert_eq!(taken(saved), 1);
    for nobody in ["", "AAAA"] {
        assert!(matches!(
            look(&test, &link, nobody, 0).await,
            Ok(Seat::Code(_))
        ));
    }
}

#[tokio::test]
async fn a_seat_gets_cold_and_each_answer_keeps_it_warm() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let minutes = |minutes: i64| guest(&test, minutes * 60);
    let saved = test
        .app
        .save_link_answers(&minutes(29), holder(&link, &seat), &given(&[(1, 5)]), 0)
        .await;
    assert_eq!(taken(saved), 1);
    taken(look(&test, &link, &seat, 58 * 60).await);
    assert!(matches!(
        look(&test, &link, &seat, 59 * 60).await,
        Ok(Seat::Code(_))
    ));
    let back = look(&test, &link, &seat, -24 * 3600).await;
    assert!(
        matches!(back, Ok(Seat::Code(_))),
        "a clock set back seats nobody longer"
    );
}

#[tokio::test]
async fn answers_that_do_not_fit_are_refused_and_nothing_is_lost() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let ctx = guest(&test, 0);
    let save = async |answers: BTreeMap<String, Answer>, version| {
        test.app
            .save_link_answers(&ctx, holder(&link, &seat), &answers, version)
            .await
    };
    assert_eq!(taken(save(given(&[(1, 5), (2, 4)]), 0).await), 1);
    let out_of_range = save(given(&[(3, 9)]), 1).await;
    assert!(is(&out_of_range.err().unwrap(), "interview-fault-answer"));
    let of_another: BTreeMap<_, _> = [("tamr_01".to_owned(), Answer::Value(4))].into();
    for wrong in [of_another, BTreeMap::new()] {
        let refused = save(wrong, 1).await;
        assert!(is(&refused.err().unwrap(), "link-fault-answer"));
    }
    // The same sent twice is written once; something else under an old version meets what is there.
    assert_eq!(taken(save(given(&[(1, 5), (2, 4)]), 0).await), 1);
    let met = save(given(&[(1, 1)]), 0).await;
    assert!(matches!(met, Err(Error::Conflict)));
    let unsure = save([(item(3), Answer::Declined)].into(), 1).await;
    assert_eq!(taken(unsure), 2);
    let early = test.app.finish_link(&ctx, holder(&link, &seat), 1).await;
    assert!(matches!(early, Err(Error::Conflict)));
    let page = taken(look(&test, &link, &seat, 0).await);
    let kept = [Given::Value(5), Given::Value(4), Given::Declined];
    assert_eq!(page.sheet.given()[..3], kept);
}

#[tokio::test]
async fn a_measure_that_was_closed_meanwhile_takes_no_answer() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let interviewer = test.ctx(fixture::INTERVIEWER);
    let declined = (Refusal::NoTime, "");
    test.app
        .decline_interview(&interviewer, at, declined)
        .await
        .unwrap();
    let ctx = guest(&test, 0);
    let saved = test
        .app
        .save_link_answers(&ctx, holder(&link, &seat), &given(&[(1, 5)]), 0)
        .await;
    assert_eq!(shut(saved), Standing::Withdrawn);
}

#[tokio::test]
async fn an_answer_by_link_and_one_by_telephone_meet_on_the_same_sheet() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let interviewer = test.ctx(fixture::INTERVIEWER);
    let asked = Some(Answer::Value(4));
    test.app
        .save_answer(&interviewer, at, (&item(1), asked), 0)
        .await
        .unwrap();
    let ctx = guest(&test, 0);
    let met = test
        .app
        .save_link_answers(&ctx, holder(&link, &seat), &given(&[(1, 5)]), 0)
        .await;
    assert!(matches!(met, Err(Error::Conflict)));
    let page = taken(look(&test, &link, &seat, 0).await);
    assert_eq!((page.version, page.sheet.at(0)), (1, Given::Value(4)));
}

#[tokio::test]
async fn of_two_at_once_one_wins_and_the_other_sees_it() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let ctx = guest(&test, 0);
    let save = async |value| {
        let answers = given(&[(1, value)]);
        test.app
            .save_link_answers(&ctx, holder(&link, &seat), &answers, 0)
            .await
    };
    let (one, other) = tokio::join!(save(5), save(1));
    let won = [&one, &other]
        .iter()
        .filter(|saved| matches!(saved, Ok(Seat::Taken(1))))
        .count();
    let met = [&one, &other]
        .iter()
        .filter(|saved| matches!(saved, Err(Error::Conflict)))
        .count();
    assert_eq!((won, met), (1, 1));
    let send = async || test.app.finish_link(&ctx, holder(&link, &seat), 1).await;
    let (one, other) = tokio::join!(send(), send());
    let sent = [&one, &other]
        .iter()
        .filter(|sent| matches!(sent, Ok(Seat::Taken(()))))
        .count();
    let late = [&one, &other]
        .iter()
        .filter(|sent| matches!(sent, Ok(Seat::Closed(Standing::Used))))
        .count();
    assert_eq!((sent, late), (1, 1), "sent in once");
}
