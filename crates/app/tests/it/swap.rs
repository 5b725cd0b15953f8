//! Swaps: both agree, the plan stays lawful, everybody concerned is told, and nobody is left without.

use hemma_app::absence::NewAbsence;
use hemma_app::call::CallInput;
use hemma_app::ctx::Ctx;
use hemma_app::rota::Assign;
use hemma_app::swap::{GiveTurn, NewSwap, SwapAnswer};
use hemma_domain::absence::{AbsenceKind, Repeat, whole_days};
use hemma_domain::access::Errand;
use hemma_domain::call::FollowUp;
use hemma_domain::code::Code as _;
use hemma_domain::duty::{Duty, DutyKind, Shape};
use hemma_domain::ids::{DutyId, LineId, PoolId, StaffId, TurnId};
use hemma_domain::mail::Mail;
use hemma_domain::pool::{Line, Pool};
use hemma_domain::rota::Rule;
use hemma_domain::stretch::Stretch;
use hemma_domain::swap::SwapState;
use hemma_domain::turn::{Turn, TurnSource};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::call::ended;
use crate::harness::{TestApp, cut, message};
use crate::rota::{day, published, week};
use crate::sheet::then;

/// The turn of the first line that begins on a day.
async fn turn(test: &TestApp, on: &str) -> (TurnId, StaffId, Stretch) {
    let ctx = test.ctx(fixture::LEADER);
    let view = test.app.rota(&ctx, POOL, week()).await.unwrap();
    let first = view.pool.lines[0].id;
    let of_first = view
        .served
        .iter()
        .filter(|one| one.duty.shape.line == first);
    let mut turns = of_first.flat_map(|one| &one.turns);
    let found = turns.find(|one| one.part.start().day() == day(on)).unwrap();
    (found.id, found.staff, found.part)
}

fn whole(turn: TurnId, to: Option<StaffId>) -> NewSwap {
    NewSwap {
        pool: POOL,
        turn,
        part: None,
        to,
    }
}

#[tokio::test]
async fn an_offer_is_accepted_whole_or_not_at_all() {
    let test = published().await;
    let (giver, taker) = (
        test.ctx(fixture::THERAPIST),
        test.ctx(fixture::OTHER_BOARD_THERAPIST),
    );
    let (id, ..) = turn(&test, "2026-12-14").await;
    let by = &giver;
    cut(&test, |app| async move {
        app.make_swap(by, whole(id, None)).await
    })
    .await;
    let mine = test.app.my_duties(&taker, POOL).await.unwrap();
    let offer = mine.waiting[0].swap.clone();
    assert_eq!(mine.waiting[0].giver, "Tuva Ekorrstig");
    let at = (POOL, offer.id, offer.version);
    let own = test.app.answer_swap(&giver, at, SwapAnswer::Accept).await;
    assert_eq!(message(&own.unwrap_err()), "forbidden");
    let by = &taker;
    cut(&test, |app| async move {
        app.answer_swap(by, at, SwapAnswer::Accept).await
    })
    .await;
    let (same, staff, _) = turn(&test, "2026-12-14").await;
    assert_eq!((same, staff), (id, fixture::OTHER_BOARD_THERAPIST));
    let leader = test.ctx(fixture::LEADER);
    let seen = test.app.swaps(&leader, POOL).await.unwrap();
    assert_eq!(seen.lines[0].decided.as_deref(), Some("Torun Klippmossa"));
    let twice = test.app.answer_swap(&taker, at, SwapAnswer::Accept).await;
    assert_eq!(message(&twice.unwrap_err()), "conflict");
}

#[tokio::test]
async fn a_part_of_a_duty_is_asked_for_and_given() {
    let test = published().await;
    let (asks, has) = (
        test.ctx(fixture::OTHER_BOARD_THERAPIST),
        test.ctx(fixture::COLLEAGUE),
    );
    let (id, staff, part) = turn(&test, "2026-12-18").await;
    assert_eq!(staff, fixture::COLLEAGUE);
    let saturday = day("2026-12-19");
    let clock = |text: &str| text.parse().unwrap();
    let some = Stretch::new(saturday.at(clock("08:00")), saturday.at(clock("21:00"))).unwrap();
    let new = NewSwap {
        part: Some(some),
        ..whole(id, None)
    };
    // Until nine on Saturday evening: the taker has 35 hours left in that week, and 36 is the law. A free Tuesday mends it.
    let late = test.app.make_swap(&asks, new).await.unwrap();
    let waiting = test.app.my_duties(&has, POOL).await.unwrap().waiting;
    assert_eq!(waiting[0].meaning.rest_on, Some(day("2026-12-15")));
    test.app
        .answer_swap(&asks, (POOL, late, 1), SwapAnswer::Withdraw)
        .await
        .unwrap();
    let early = Stretch::new(part.start(), part.start().plus_seconds(3 * 3_600)).unwrap();
    let new = NewSwap {
        part: Some(early),
        ..new
    };
    let swap = test.app.make_swap(&asks, new).await.unwrap();
    let waiting = test.app.my_duties(&has, POOL).await.unwrap().waiting;
    assert_eq!((waiting.len(), waiting[0].meaning.rest_on), (1, None));
    let at = (POOL, swap, waiting[0].swap.version);
    test.app
        .answer_swap(&has, at, SwapAnswer::Accept)
        .await
        .unwrap();
    let view = test.app.rota(&has, POOL, week()).await.unwrap();
    let weekend = view
        .served
        .iter()
        .find(|one| one.turns.len() == 2)
        .expect("in two parts");
    let who = |hours: i64| {
        let at = part.start().plus_seconds(hours * 3_600);
        weekend.turn_at(at).map(|one| (one.staff, one.source))
    };
    assert_eq!(
        who(2),
        Some((fixture::OTHER_BOARD_THERAPIST, TurnSource::Swap))
    );
    assert_eq!(who(3), Some((fixture::COLLEAGUE, TurnSource::Rota)));
    assert!(weekend.gaps().is_empty());
}

#[tokio::test]
async fn the_day_off_goes_with_the_weekend() {
    let test = published().await;
    let (giver, taker) = (
        test.ctx(fixture::COLLEAGUE),
        test.ctx(fixture::OTHER_BOARD_THERAPIST),
    );
    let days_off = async || {
        let view = test.app.rota(&giver, POOL, week()).await.unwrap();
        view.rest_days
    };
    let leader = (fixture::LEADER, day("2026-12-17"));
    assert!(
        days_off()
            .await
            .contains(&(fixture::COLLEAGUE, day("2026-12-17")))
    );
    let (id, ..) = turn(&test, "2026-12-18").await;
    let to = Some(fixture::OTHER_BOARD_THERAPIST);
    let swap = test.app.make_swap(&giver, whole(id, to)).await.unwrap();
    let by = &taker;
    let asked = test.app.my_duties(by, POOL).await.unwrap().waiting;
    assert_eq!(
        asked[0].meaning.rest_back,
        [day("2026-12-17")],
        "told before"
    );
    cut(&test, |app| async move {
        app.answer_swap(by, (POOL, swap, 1), SwapAnswer::Accept)
            .await
    })
    .await;
    let moved = (fixture::OTHER_BOARD_THERAPIST, day("2026-12-15"));
    assert_eq!(
        days_off().await,
        [moved, leader],
        "the giver's is asked for no more"
    );
}

#[tokio::test]
async fn who_is_asked_may_refuse_and_who_offered_may_withdraw() {
    let test = published().await;
    let (giver, asked) = (
        test.ctx(fixture::THERAPIST),
        test.ctx(fixture::OTHER_BOARD_THERAPIST),
    );
    let (id, ..) = turn(&test, "2026-12-14").await;
    let to = Some(fixture::OTHER_BOARD_THERAPIST);
    let first = test.app.make_swap(&giver, whole(id, to)).await.unwrap();
    test.app
        .answer_swap(&asked, (POOL, first, 1), SwapAnswer::Refuse)
        .await
        .unwrap();
    let second = test.app.make_swap(&giver, whole(id, None)).await.unwrap();
    test.app
        .answer_swap(&giver, (POOL, second, 1), SwapAnswer::Withdraw)
        .await
        .unwrap();
    let own = test.app.my_duties(&giver, POOL).await.unwrap().own;
    let states: Vec<&str> = own
        .iter()
        .map(|one| match one.swap.state {
            SwapState::Refused { .. } => "refused",
            SwapState::Withdrawn { .. } => "withdrawn",
            _ => "other",
        })
        .collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&"refused") && states.contains(&"withdrawn"));
    assert_eq!(turn(&test, "2026-12-14").await.1, fixture::THERAPIST);
}

#[tokio::test]
async fn a_colleague_takes_over_in_the_middle_of_the_night() {
    let test = published().await;
    let night = Ctx {
        now: day("2026-12-15").at("02:30".parse().unwrap()),
        ..test.ctx(fixture::COLLEAGUE)
    };
    let (id, from, part) = turn(&test, "2026-12-14").await;
    let new = GiveTurn {
        pool: POOL,
        turn: id,
        from,
        to: fixture::COLLEAGUE,
    };
    let for_another = GiveTurn {
        to: fixture::OTHER_BOARD_THERAPIST,
        ..new
    };
    let refused = test.app.take_over(&night, for_another).await.unwrap_err();
    assert_eq!(message(&refused), "forbidden");
    let by = &night;
    cut(&test, |app| async move { app.take_over(by, new).await }).await;
    let view = test.app.tonight(&night, POOL).await.unwrap();
    let on = view.lines[0].now.as_ref().unwrap();
    assert_eq!(on.staff, fixture::COLLEAGUE);
    assert_eq!((on.part.start(), on.part.end()), (night.now, part.end()));
    let earlier = Ctx {
        now: day("2026-12-15").at("02:29".parse().unwrap()),
        ..night.clone()
    };
    let before = test.app.tonight(&earlier, POOL).await.unwrap();
    let on = before.lines[0].now.as_ref().unwrap();
    assert_eq!(on.staff, fixture::THERAPIST);
    let twice = test.app.take_over(&night, new).await.unwrap_err();
    assert_eq!(message(&twice), "swap-fault-over");
}

#[tokio::test]
async fn a_leader_gives_the_duty_of_somebody_ill_to_another() {
    let test = published().await;
    let leader = test.ctx(fixture::OTHER_BOARD_LEADER);
    let (id, from, _) = turn(&test, "2026-12-17").await;
    let to = |to| GiveTurn {
        pool: POOL,
        turn: id,
        from,
        to,
    };
    let refused = test.app.give_turn(&leader, to(fixture::LEADER)).await;
    assert_eq!(message(&refused.unwrap_err()), "swap-fault-not-eligible");
    let therapist = test.ctx(fixture::COLLEAGUE);
    let refused = test.app.give_turn(&therapist, to(fixture::COLLEAGUE)).await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
    let (by, new) = (&leader, to(fixture::OTHER_BOARD_THERAPIST));
    cut(&test, |app| async move { app.give_turn(by, new).await }).await;
    let (_, staff, _) = turn(&test, "2026-12-17").await;
    assert_eq!(staff, fixture::OTHER_BOARD_THERAPIST);
    let stale = test.app.give_turn(&leader, new).await.unwrap_err();
    assert_eq!(message(&stale), "conflict");
}

#[tokio::test]
async fn whoever_would_take_over_sees_before_what_it_would_break() {
    let test = published().await;
    let evening = |staff| then(&test, staff, "2026-12-18 20:00");
    let taker = evening(fixture::OTHER_BOARD_THERAPIST);
    let seen = test.app.tonight(&taker, POOL).await.unwrap();
    let on = seen.lines.iter().map(|one| one.now.clone().unwrap());
    let on: Vec<_> = on.collect();
    assert_eq!(on[0].staff, fixture::COLLEAGUE);
    let meaning = on[0].taken.clone().unwrap();
    // The days that could have been free for it have passed; a night cannot wait for that.
    assert_eq!(meaning.against, [Rule::WeeklyRest]);
    assert_eq!(meaning.hindered(), None);
    let second = on[1].taken.clone().unwrap();
    assert_eq!(second.hindered(), Some(Rule::NotEligible));
    let own = test.app.tonight(&evening(fixture::COLLEAGUE), POOL).await;
    assert_eq!(own.unwrap().lines[0].now.clone().unwrap().taken, None);
    let manager = test
        .app
        .tonight(&evening(fixture::UNIT_MANAGER), POOL)
        .await;
    let told = manager.unwrap().lines[0].now.clone().unwrap().taken;
    assert_eq!(told, None, "they serve no line");
    let new = GiveTurn {
        pool: POOL,
        turn: on[0].turn,
        from: fixture::COLLEAGUE,
        to: fixture::OTHER_BOARD_THERAPIST,
    };
    test.app.take_over(&taker, new).await.unwrap();
}

#[tokio::test]
async fn a_leader_sees_what_a_duty_means_for_each_before_giving_it() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let (id, from, part) = turn(&test, "2026-12-18").await;
    let ill = NewAbsence {
        pool: POOL,
        staff: fixture::OTHER_BOARD_THERAPIST,
        kind: AbsenceKind::Illness,
        time: whole_days(day("2026-12-19"), day("2026-12-19")),
        repeat: Repeat::Once,
    };
    test.app.add_absence(&leader, &ill).await.unwrap();
    let (by, at) = (&leader, (POOL, id));
    let statements = cut(&test, |app| async move { app.takers(by, at).await }).await;
    assert!(statements <= 22, "{statements}");
    let found = test.app.takers(&leader, at).await.unwrap();
    assert_eq!((found.turn.staff, found.part), (from, part));
    let told = found.takers.iter().map(|one| {
        let meaning = &one.meaning;
        assert_eq!(meaning.rest_back, [day("2026-12-17")], "whoever gets it");
        (one.staff, meaning.rest_on, meaning.hindered())
    });
    let told: Vec<_> = told.collect();
    let wednesday = Some(day("2026-12-16"));
    assert_eq!(told[0], (fixture::THERAPIST, wednesday, None));
    assert_eq!(told[1].0, fixture::OTHER_BOARD_THERAPIST);
    assert_eq!(told[1].2, Some(Rule::Absent));
    assert_eq!(told.len(), 2, "nobody else serves the line");
    let new = GiveTurn {
        pool: POOL,
        turn: id,
        from,
        to: fixture::THERAPIST,
    };
    test.app.give_turn(&leader, new).await.unwrap();
    let view = test.app.rota(&leader, POOL, week()).await.unwrap();
    let days = view.rest_days;
    assert!(days.contains(&(fixture::THERAPIST, day("2026-12-16"))));
    assert!(!days.contains(&(fixture::COLLEAGUE, day("2026-12-17"))));
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.takers(&therapist, at).await.unwrap_err();
    assert_eq!(message(&refused), "forbidden");
    let over = then(&test, fixture::LEADER, "2026-12-22 08:00");
    let late = test.app.takers(&over, at).await.unwrap_err();
    assert_eq!(message(&late), "swap-fault-over");
}

#[tokio::test]
async fn each_duty_that_changes_hands_on_a_day_is_told() {
    let test = published().await;
    let upkeep = Ctx::system(Errand::Upkeep, test.ctx(fixture::LEADER).now);
    let told = async || {
        let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
        // Ten of a round.
        while test.app.send_mails(&upkeep, write).await.unwrap() > 0 {}
        let letters = test.app.posted();
        letters
            .iter()
            .filter(|one| one.body == "duty_changed")
            .count()
    };
    let leader = test.ctx(fixture::LEADER);
    for (number, on) in (1..).zip(["2026-12-14", "2026-12-17"]) {
        let (turn, from, _) = turn(&test, on).await;
        let new = GiveTurn {
            pool: POOL,
            turn,
            from,
            to: fixture::OTHER_BOARD_THERAPIST,
        };
        test.app.give_turn(&leader, new).await.unwrap();
        assert_eq!(told().await, number * 2, "both, each time");
    }
}

#[tokio::test]
async fn an_offer_dies_when_the_turn_goes_elsewhere() {
    let test = published().await;
    let giver = test.ctx(fixture::THERAPIST);
    let (id, from, _) = turn(&test, "2026-12-14").await;
    let offer = test.app.make_swap(&giver, whole(id, None)).await.unwrap();
    let leader = test.ctx(fixture::LEADER);
    let new = GiveTurn {
        pool: POOL,
        turn: id,
        from,
        to: fixture::COLLEAGUE,
    };
    // A night before another night of the same person: the rota's gap of nine hours is kept.
    test.app.give_turn(&leader, new).await.unwrap();
    let other = test.ctx(fixture::OTHER_BOARD_THERAPIST);
    let waiting = test.app.my_duties(&other, POOL).await.unwrap().waiting;
    assert!(waiting.is_empty());
    let late = test
        .app
        .answer_swap(&other, (POOL, offer, 1), SwapAnswer::Accept)
        .await;
    assert_eq!(message(&late.unwrap_err()), "conflict");
}

#[tokio::test]
async fn an_offer_to_all_is_not_for_those_who_could_not_have_it() {
    let test = published().await;
    let giver = test.ctx(fixture::THERAPIST);
    let taker = fixture::OTHER_BOARD_THERAPIST;
    let (id, _, part) = turn(&test, "2026-12-14").await;
    test.app.make_swap(&giver, whole(id, None)).await.unwrap();
    let waiting = async |who| {
        let mine = test.app.my_duties(&test.ctx(who), POOL).await.unwrap();
        let line = |one: hemma_app::swap::SwapLine| (one.swap.taker, one.meaning.forbidden());
        mine.waiting.into_iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(waiting(taker).await, [(None, None)]);
    assert_eq!(waiting(fixture::LEADER).await, [], "no post for the line");
    let colleague = test.ctx(fixture::COLLEAGUE);
    let (other, ..) = turn(&test, "2026-12-15").await;
    let named = whole(other, Some(taker));
    test.app.make_swap(&colleague, named).await.unwrap();
    let away = NewAbsence {
        pool: POOL,
        staff: taker,
        kind: AbsenceKind::Vacation,
        repeat: Repeat::Once,
        time: whole_days(part.start().day(), part.start().day().plus(1)),
    };
    test.app.add_absence(&test.ctx(taker), &away).await.unwrap();
    // Whoever is asked by name is told that it cannot be, and why.
    assert_eq!(waiting(taker).await, [(Some(taker), Some(Rule::Absent))]);
}

/// The therapist talked through fifteen nights in the first half of November.
async fn talked_much(test: &TestApp) {
    let ctx = test.ctx(fixture::THERAPIST);
    for number in 1..=15_u8 {
        let from = day(&format!("2026-11-{number:02}")).at("20:00".parse().unwrap());
        let call = CallInput {
            case: None,
            started_at: from,
            ended_at: Some(from.plus_seconds(10 * 3_600)),
            follow_up: FollowUp::default(),
            ..ended(number.into(), ("2026-11-01 20:00", "2026-11-01 21:00"))
        };
        test.app.keep_call(&ctx, POOL, &call).await.unwrap();
    }
}

#[tokio::test]
async fn too_much_working_time_on_average_is_told_and_forbids_nothing() {
    let test = published().await;
    talked_much(&test).await;
    let leader = test.ctx(fixture::LEADER);
    let view = test.app.rota(&leader, POOL, week()).await.unwrap();
    let told = |staff| {
        let found = view.worked.iter().find(|one| one.staff == staff);
        let average = found.unwrap().average;
        (average.assumed_min, average.on_call_min, average.is_over)
    };
    assert_eq!(told(fixture::THERAPIST), (2_400, 150 * 60 / 17, true));
    assert_eq!(told(fixture::COLLEAGUE), (2_400, 0, false));
    let own = test.ctx(fixture::THERAPIST);
    let seen = test.app.rota(&own, POOL, week()).await.unwrap();
    assert_eq!(seen.worked, [], "planners alone");
    let rota = test.app.draft_rota(&leader, POOL, week()).await.unwrap();
    let draft = test.app.preview_rota(&leader, (POOL, rota)).await.unwrap();
    let broken: Vec<_> = draft
        .draft
        .breaches
        .iter()
        .map(|one| (one.rule, one.staff))
        .collect();
    assert_eq!(
        broken,
        [(Rule::WeeklyHours, fixture::THERAPIST); 2],
        "each of her duties"
    );
    assert_eq!(draft.unlawful, []);
    let giver = test.ctx(fixture::COLLEAGUE);
    let (id, ..) = turn(&test, "2026-12-15").await;
    let theirs = view.served.iter();
    let theirs = theirs.filter(|one| one.turns.iter().any(|turn| turn.id == id));
    let duty = theirs.map(|one| one.duty.id).next().unwrap();
    let could = test.app.could_i(&own, (POOL, duty)).await.unwrap();
    assert_eq!(
        (could.against, could.beside),
        (vec![], vec![Rule::WeeklyHours])
    );
    let offer = whole(id, Some(fixture::THERAPIST));
    let swap = test.app.make_swap(&giver, offer).await.unwrap();
    let mine = test.app.my_duties(&own, POOL).await.unwrap();
    assert_eq!(mine.waiting[0].meaning.against, [Rule::WeeklyHours]);
    let at = (POOL, swap, 1);
    test.app
        .answer_swap(&own, at, SwapAnswer::Accept)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_waiting_swaps_mean_costs_no_more_statements_the_more_there_are() {
    let test = published().await;
    let taker = test.ctx(fixture::OTHER_BOARD_THERAPIST);
    let offer = async |giver, on: &str| {
        let (id, ..) = turn(&test, on).await;
        let ctx = test.ctx(giver);
        test.app.make_swap(&ctx, whole(id, None)).await.unwrap();
    };
    offer(fixture::THERAPIST, "2026-12-14").await;
    let by = &taker;
    let one = cut(&test, |app| async move { app.my_duties(by, POOL).await }).await;
    offer(fixture::COLLEAGUE, "2026-12-15").await;
    offer(fixture::THERAPIST, "2026-12-17").await;
    offer(fixture::COLLEAGUE, "2026-12-18").await;
    let four = cut(&test, |app| async move { app.my_duties(by, POOL).await }).await;
    let seen = test.app.my_duties(&taker, POOL).await.unwrap();
    assert_eq!(seen.waiting.len(), 4);
    assert_eq!(one, four);
    assert!(four <= 21, "{four} statements");
}

/// The other board's therapist serves a duty of a pool that her team has for itself.
async fn serves_elsewhere(test: &TestApp, part: Stretch) {
    let id = |number: u128| uuid::Uuid::from_u128(0xAB_0000 + number);
    let shared = hemma_testkit::duty::shared();
    let own = Pool {
        id: PoolId(id(1)),
        name: "Granviks egen beredskap".into(),
        teams: shared.teams[1..].to_vec(),
        lines: vec![Line {
            id: LineId(id(2)),
            ..shared.lines[0].clone()
        }],
        ..shared
    };
    let shape = Shape {
        line: own.lines[0].id,
        kind: DutyKind::Night,
        segments: vec![part],
        weekends: Vec::new(),
        holidays: Vec::new(),
    };
    let duty = Duty {
        id: DutyId(id(3)),
        pool: own.id,
        shape,
    };
    let turn = Turn {
        id: TurnId(id(4)),
        duty: duty.id,
        staff: fixture::OTHER_BOARD_THERAPIST,
        part,
        source: TurnSource::Rota,
        revision: 0,
    };
    let mut tx = test.db.write("test").await.unwrap();
    hemma_store::pool::insert(&mut tx, &own).await.unwrap();
    hemma_store::duty::insert(&mut tx, &duty).await.unwrap();
    hemma_store::turn::insert(&mut tx, &turn).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_is_on_call_in_another_pool_takes_no_duty_at_the_same_time() {
    let test = published().await;
    let (id, from, part) = turn(&test, "2026-12-14").await;
    let taker = fixture::OTHER_BOARD_THERAPIST;
    serves_elsewhere(&test, part).await;
    let giver = test.ctx(from);
    let offer = test.app.make_swap(&giver, whole(id, Some(taker))).await;
    assert_eq!(message(&offer.unwrap_err()), "swap-fault-overlap");
    let now = GiveTurn {
        pool: POOL,
        turn: id,
        from,
        to: taker,
    };
    let taken = test.app.take_over(&test.ctx(taker), now).await;
    assert_eq!(message(&taken.unwrap_err()), "swap-fault-overlap");

    // By hand in a draft, and by a search, which leaves it to another.
    let leader = test.ctx(fixture::LEADER);
    let rota = test.app.draft_rota(&leader, POOL, week()).await.unwrap();
    let at = (POOL, rota);
    let draft = test.app.rota_draft(&leader, at).await.unwrap();
    let duty = draft
        .served
        .iter()
        .find(|one| one.turns.iter().any(|one| one.id == id));
    let duty = duty.unwrap().duty.id;
    let assign = Assign {
        at,
        duty,
        before: Some(from),
        after: Some(taker),
    };
    let broken = test.app.assign_duty(&leader, assign).await.unwrap();
    assert!(
        broken.iter().any(|one| one.rule == Rule::Overlap),
        "{broken:?}"
    );
    let preview = test.app.preview_rota(&leader, at).await.unwrap();
    assert!(preview.unlawful.iter().any(|one| one.duty == Some(duty)));
    test.app.begin_suggestion(&leader, at, 20).await.unwrap();
    let found = loop {
        let seen = test.app.suggestion(&leader, at).await.unwrap();
        if let Some(outcome) = seen.outcome {
            break outcome;
        }
        tokio::task::yield_now().await;
    };
    assert_ne!(found.proposal.entries.get(&duty), Some(&taker));
}

#[tokio::test]
async fn a_weekend_in_another_pool_takes_the_weekly_rest_here_too() {
    let test = published().await;
    let at = |on: &str, clock: &str| day(on).at(clock.parse().unwrap());
    let weekend = Stretch::new(at("2026-12-18", "17:00"), at("2026-12-21", "08:00")).unwrap();
    serves_elsewhere(&test, weekend).await;
    let leader = test.ctx(fixture::LEADER);
    let rota = test.app.draft_rota(&leader, POOL, week()).await.unwrap();
    let draft = test.app.rota_draft(&leader, (POOL, rota)).await.unwrap();
    let hers = fixture::OTHER_BOARD_THERAPIST;
    let told = draft.breaches.iter().filter(|one| one.staff == hers);
    let rules: Vec<Rule> = told.map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::WeeklyRest]);
}
