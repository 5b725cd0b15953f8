//! What it would cost that somebody has a duty: worked out beside the request, shown while the draft is as it was.

use hemma_app::absence::NewAbsence;
use hemma_app::ctx::Ctx;
use hemma_app::rota::{Answer, Assign, Price, RotaAt, Why};
use hemma_domain::absence::{AbsenceKind, Repeat, whole_days};
use hemma_domain::ids::{DutyId, StaffId};
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, message};
use crate::propose::{at_the_workplace, draft, with_helper};
use crate::rota::{day, published};

/// A helper that has proven 150 points, once it has read what it is asked.
const PROVES: &str = "#!/bin/sh\nread -r instance\nread -r solution\n\
    echo \"{\\\"of\\\":{\\\"duty\\\":\\\"$3\\\"},\\\"possible\\\":true,\\\"most\\\":150,\\\"least\\\":150}\"\n";

/// The first line's duty that begins on a day.
async fn first_line(test: &TestApp, (ctx, at): (&Ctx, RotaAt), on: &str) -> DutyId {
    let draft = test.app.rota_draft(ctx, at).await.unwrap();
    let begins = |one: &&hemma_domain::turn::Served| {
        let start = one.duty.shape.whole().unwrap().start();
        one.duty.shape.line == LINES[0] && start.day() == day(on)
    };
    draft.served.iter().find(begins).unwrap().duty.id
}

/// The duty once nobody works out anything any more.
async fn settled(test: &TestApp, ctx: &Ctx, of: (RotaAt, DutyId)) -> Why {
    loop {
        let why = test.app.why(ctx, of).await.unwrap();
        let asked = why.asked.as_ref().map(|asked| asked.answer);
        if asked != Some(Answer::Sought) {
            return why;
        }
        assert!(
            why.takers.is_empty(),
            "nothing is told of anybody meanwhile"
        );
        tokio::task::yield_now().await;
    }
}

fn answer(why: &Why) -> (StaffId, Answer) {
    let asked = why.asked.as_ref().expect("it was asked");
    (asked.staff, asked.answer)
}

#[tokio::test]
async fn a_price_is_at_most_what_moving_the_duty_alone_costs_and_goes_with_its_draft() {
    let test = published().await;
    let (ctx, at) = draft(&test).await;
    let duty = first_line(&test, (&ctx, at), "2026-12-16").await;
    let (by, of) = (&ctx, (at, duty));
    cut(&test, |app| async move {
        app.ask_price(by, of, fixture::THERAPIST).await
    })
    .await;
    let why = settled(&test, &ctx, of).await;
    let alone = why
        .takers
        .iter()
        .find(|one| one.staff == fixture::THERAPIST);
    let alone = alone.unwrap();
    assert_eq!(alone.against, [], "they could have it");
    let (staff, Answer::Known(Price::Points { least, most })) = answer(&why) else {
        panic!("{:?}", why.asked);
    };
    assert_eq!(staff, fixture::THERAPIST);
    assert_eq!(least, None, "without the helper nothing is proven");
    assert!(most <= alone.costs.total, "{most} {:?}", alone.costs);
    assert!(!why.can_prove && why.may_ask);
    let other = first_line(&test, (&ctx, at), "2026-12-17").await;
    let elsewhere = test.app.why(&ctx, (at, other)).await.unwrap();
    assert!(elsewhere.asked.is_none(), "it was asked of another duty");
    let changed = Assign {
        at,
        duty,
        before: why.held,
        after: Some(fixture::THERAPIST),
    };
    test.app.assign_duty(&ctx, changed).await.unwrap();
    let why = test.app.why(&ctx, of).await.unwrap();
    assert!(why.asked.is_none(), "the draft is another");
}

#[tokio::test]
async fn whoever_is_away_has_no_price() {
    let test = published().await;
    let (ctx, at) = draft(&test).await;
    let duty = first_line(&test, (&ctx, at), "2026-12-16").await;
    let away = NewAbsence {
        pool: POOL,
        staff: fixture::THERAPIST,
        kind: AbsenceKind::Vacation,
        repeat: Repeat::Once,
        time: whole_days(day("2026-12-16"), day("2026-12-16")),
    };
    test.app.add_absence(&ctx, &away).await.unwrap();
    let of = (at, duty);
    test.app
        .ask_price(&ctx, of, fixture::THERAPIST)
        .await
        .unwrap();
    let why = settled(&test, &ctx, of).await;
    let never = Answer::Known(Price::Impossible);
    assert_eq!(answer(&why), (fixture::THERAPIST, never));
}

#[tokio::test]
async fn what_the_helper_proves_is_told_and_what_it_breaks_is_said() {
    let dies = "#!/bin/sh\nread -r instance\nkill -9 $$\n";
    let elsewhere = "#!/bin/sh\nread -r instance\nread -r solution\nexit 0\n";
    let exact = Answer::Known(Price::Points {
        least: Some(150),
        most: 150,
    });
    let helpers = [
        (PROVES, exact),
        (dies, Answer::Broken),
        (elsewhere, Answer::Broken),
    ];
    for (script, expected) in helpers {
        let test = with_helper(script).await;
        let (ctx, at) = draft(&test).await;
        let of = (at, first_line(&test, (&ctx, at), "2026-12-16").await);
        test.app
            .ask_price(&ctx, of, fixture::THERAPIST)
            .await
            .unwrap();
        let why = settled(&test, &ctx, of).await;
        assert_eq!(answer(&why), (fixture::THERAPIST, expected));
        assert!(why.can_prove);
    }
}

#[tokio::test]
async fn one_question_of_a_pool_is_answered_at_a_time() {
    // A helper that waits until its input is closed.
    let test = with_helper("#!/bin/sh\ncat >/dev/null\n").await;
    let (ctx, at) = draft(&test).await;
    let of = (at, first_line(&test, (&ctx, at), "2026-12-16").await);
    test.app
        .ask_price(&ctx, of, fixture::THERAPIST)
        .await
        .unwrap();
    let second = test.app.ask_price(&ctx, of, fixture::COLLEAGUE).await;
    assert_eq!(message(&second.unwrap_err()), "why-fault-running");
    let why = test.app.why(&ctx, of).await.unwrap();
    assert_eq!(answer(&why), (fixture::THERAPIST, Answer::Sought));
}

#[tokio::test]
async fn what_has_no_price_says_why() {
    let test = published().await;
    let (ctx, at) = draft(&test).await;
    let ask = async |ctx: &Ctx, of, staff| {
        let asked = test.app.ask_price(ctx, of, staff).await;
        message(&asked.unwrap_err()).to_owned()
    };
    let duty = first_line(&test, (&ctx, at), "2026-12-16").await;
    let me = test.ctx(fixture::THERAPIST);
    let therapist = fixture::THERAPIST;
    assert_eq!(ask(&me, (at, duty), therapist).await, "forbidden");
    let nowhere = DutyId(POOL.0);
    assert_eq!(ask(&ctx, (at, nowhere), therapist).await, "not found");
    let stranger = fixture::OTHER_TEAM_LEADER;
    assert_eq!(ask(&ctx, (at, duty), stranger).await, "duty-fault-staff");
    // The week has begun: what changes in it is swapped.
    let begun = Ctx {
        now: day("2026-12-15").at(hemma_domain::time::Clock::NOON),
        ..ctx.clone()
    };
    assert_eq!(ask(&begun, (at, duty), therapist).await, "why-fault-stands");
    // Two nights of one person in a row lie too near each other.
    let twice = Assign {
        at,
        duty,
        before: Some(fixture::OTHER_BOARD_THERAPIST),
        after: Some(fixture::COLLEAGUE),
    };
    let broken = test.app.assign_duty(&ctx, twice).await.unwrap();
    assert!(!broken.is_empty());
    assert_eq!(ask(&ctx, (at, duty), therapist).await, "why-fault-unlawful");
}

#[tokio::test]
async fn duty_at_the_workplace_has_no_prices() {
    let test = at_the_workplace().await;
    let (ctx, at) = draft(&test).await;
    let of = (at, first_line(&test, (&ctx, at), "2026-12-16").await);
    assert!(!test.app.why(&ctx, of).await.unwrap().may_ask);
    let refused = test.app.ask_price(&ctx, of, fixture::THERAPIST).await;
    assert_eq!(message(&refused.unwrap_err()), "rota-fault-by-hand");
}
