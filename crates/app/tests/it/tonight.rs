//! Who is on, with which number, until when; and alarms before it is too late.

use hemma_app::absence::NewAbsence;
use hemma_app::config::{Config, MailServer};
use hemma_app::ctx::{Ctx, Ids};
use hemma_app::error::Error;
use hemma_app::swap::GiveTurn;
use hemma_app::tonight::Tonight;
use hemma_domain::absence::{AbsenceKind, Repeat, whole_days};
use hemma_domain::access::Errand;
use hemma_domain::ids::StaffId;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};
use crate::rota::{day, published};

fn at(text: &str) -> Instant {
    let (on, clock) = text.split_once(' ').unwrap();
    day(on).at(clock.parse().unwrap())
}

async fn who(test: &TestApp, text: &str) -> [Option<String>; 2] {
    let ctx = Ctx {
        now: at(text),
        ..test.ctx(fixture::UNIT_MANAGER)
    };
    let view = test.app.tonight(&ctx, POOL).await.unwrap();
    let now = |line: usize| view.lines[line].now.as_ref().map(|on| on.name.clone());
    [now(0), now(1)]
}

#[tokio::test]
async fn the_page_changes_to_the_minute() {
    let test = published().await;
    let some = |first: &str, second: &str| [Some(first.to_owned()), Some(second.to_owned())];
    assert_eq!(who(&test, "2026-12-14 16:59").await, [None, None]);
    let monday = some("Tuva Ekorrstig", "Greta Isranunkel");
    assert_eq!(who(&test, "2026-12-14 17:00").await, monday);
    assert_eq!(who(&test, "2026-12-15 07:59").await, monday);
    assert_eq!(who(&test, "2026-12-15 08:00").await, [None, None]);
    let weekend = some("Kajsa Vassrugg", "Gun Alebäck");
    assert_eq!(who(&test, "2026-12-20 03:00").await, weekend);
}

#[tokio::test]
async fn a_number_is_confirmed_before_the_night_by_whoever_has_it() {
    let test = published().await;
    let soon = Ctx {
        now: at("2026-12-13 20:00"),
        ..test.ctx(fixture::THERAPIST)
    };
    let mine = test.app.my_duties(&soon, POOL).await.unwrap();
    let turn = mine.served[0].turns[0].id;
    let fault = |result: Result<(), Error>| match result.unwrap_err() {
        Error::Invalid(faults) => faults[0].message,
        Error::NotFound => "not found",
        _ => "other",
    };
    let early = test.ctx(fixture::THERAPIST);
    let say = |ctx: Ctx, number: &'static str| {
        let app = test.app.clone();
        async move { app.confirm_number(&ctx, (POOL, turn), number).await }
    };
    assert_eq!(fault(say(early, "08-465 00 01").await), "duty-fault-early");
    assert_eq!(fault(say(soon.clone(), "ring").await), "duty-fault-number");
    let other = test.ctx(fixture::COLLEAGUE);
    assert_eq!(fault(say(other, "08-465 00 01").await), "not found");
    let by = &soon;
    cut(&test, |app| async move {
        app.confirm_number(by, (POOL, turn), " 08-465 00 01 ").await
    })
    .await;
    let night = Ctx {
        now: at("2026-12-14 23:00"),
        ..test.ctx(fixture::LEADER)
    };
    let view = test.app.tonight(&night, POOL).await.unwrap();
    let on = view.lines[0].now.as_ref().unwrap();
    assert_eq!(on.number.as_deref(), Some("08-465 00 01"));
    assert!(on.confirmed);
    let second = view.lines[1].now.as_ref().unwrap();
    assert_eq!((second.number.as_deref(), second.confirmed), (None, false));
}

#[tokio::test]
async fn hours_without_first_line_raise_the_alarm_days_before() {
    let test = published().await;
    let ctx = Ctx {
        now: at("2026-12-16 12:00"),
        ..test.ctx(fixture::LEADER)
    };
    let view = test.app.tonight(&ctx, POOL).await.unwrap();
    let first = view.lines[0].uncovered[0];
    assert_eq!(
        first.start(),
        at("2026-12-21 17:00"),
        "the week after is open"
    );
    let config = Config {
        mail: MailServer::Memory,
        ..Config::in_folder(hemma_testkit::folder())
    };
    let watched = TestApp::with(test.db.clone(), (Ids::counting(), config)).await;
    let upkeep = Ctx::system(Errand::Upkeep, ctx.now);
    let told = watched.app.watch_duties(&upkeep).await.unwrap();
    assert_eq!(
        told, 5,
        "two leaders, and three whose night begins within 36 hours"
    );
}

fn gone(staff: StaffId, (first, last): (&str, &str)) -> NewAbsence {
    NewAbsence {
        pool: POOL,
        staff,
        kind: AbsenceKind::Illness,
        repeat: Repeat::Once,
        time: whole_days(day(first), day(last)),
    }
}

/// The hours of a line, from one moment on, that raise the alarm: the first.
async fn first_alarm(test: &TestApp, (line, text): (usize, &str)) -> Option<Stretch> {
    let ctx = Ctx {
        now: at(text),
        ..test.ctx(fixture::UNIT_MANAGER)
    };
    let view = test.app.tonight(&ctx, POOL).await.unwrap();
    view.lines[line].uncovered.first().copied()
}

fn stretch(from: &str, to: &str) -> Option<Stretch> {
    Stretch::new(at(from), at(to))
}

#[tokio::test]
async fn whoever_fell_ill_after_the_rota_was_published_covers_nothing_and_is_still_rung() {
    let test = published().await;
    let morning = "2026-12-14 09:00";
    let open = stretch("2026-12-21 17:00", "2026-12-22 08:00");
    assert_eq!(first_alarm(&test, (0, morning)).await, open);
    let leader = test.ctx(fixture::LEADER);
    let ill = gone(fixture::THERAPIST, ("2026-12-14", "2026-12-14"));
    test.app.add_absence(&leader, &ill).await.unwrap();
    let expected = stretch("2026-12-14 17:00", "2026-12-15 00:00");
    assert_eq!(first_alarm(&test, (0, morning)).await, expected);
    let evening = Ctx {
        now: at("2026-12-14 18:00"),
        ..leader
    };
    let now = |view: &Tonight| view.lines[0].now.as_ref().map(|on| (on.staff, on.in_doubt));
    let view = test.app.tonight(&evening, POOL).await.unwrap();
    assert_eq!(now(&view), Some((fixture::THERAPIST, true)));
    let until = view.lines[0].now.as_ref().map(|on| on.steady_until);
    assert_eq!(
        until,
        Some(at("2026-12-15 00:00")),
        "then she is well again"
    );
    let night = Ctx {
        now: at("2026-12-15 01:00"),
        ..evening.clone()
    };
    let view = test.app.tonight(&night, POOL).await.unwrap();
    assert_eq!(now(&view), Some((fixture::THERAPIST, false)));
    let month = (day("2026-12-01"), day("2027-01-01"));
    let rota = test.app.rota(&evening, POOL, month).await.unwrap();
    let part = stretch("2026-12-14 18:00", "2026-12-15 00:00").unwrap();
    let doubts: Vec<_> = rota
        .doubts
        .iter()
        .map(|one| (one.staff, one.part))
        .collect();
    assert_eq!(doubts, [(fixture::THERAPIST, part)]);
    let taken = GiveTurn {
        pool: POOL,
        turn: rota.doubts[0].turn,
        from: fixture::THERAPIST,
        to: fixture::OTHER_BOARD_THERAPIST,
    };
    test.app.give_turn(&evening, taken).await.unwrap();
    let rota = test.app.rota(&evening, POOL, month).await.unwrap();
    assert_eq!(rota.doubts, []);
}

#[tokio::test]
async fn a_post_that_has_ended_covers_nothing() {
    let test = published().await;
    hemma_testkit::duty::empty(&test.db, day("2026-12-15")).await;
    let ctx = test.ctx(fixture::LEADER);
    let month = (day("2026-12-16"), day("2026-12-21"));
    let rota = test.app.rota(&ctx, POOL, month).await.unwrap();
    assert_eq!(
        rota.doubts.len(),
        4,
        "from Tuesday's night on: {:?}",
        rota.doubts
    );
    let name = |staff| rota.names.get(&staff).map(String::as_str);
    assert_eq!(name(fixture::THERAPIST), Some("Tuva Ekorrstig"));
    let alarm = first_alarm(&test, (0, "2026-12-14 09:00")).await.unwrap();
    assert_eq!(
        alarm.end(),
        at("2026-12-15 08:00"),
        "the night of the last day"
    );
}

#[tokio::test]
async fn the_second_line_is_watched_too() {
    let test = published().await;
    let leader = test.ctx(fixture::OTHER_BOARD_LEADER);
    let away = gone(fixture::LEADER, ("2026-12-18", "2026-12-20"));
    test.app.add_absence(&leader, &away).await.unwrap();
    let line = |line| first_alarm(&test, (line, "2026-12-16 12:00"));
    assert_eq!(line(0).await.unwrap().start(), at("2026-12-21 17:00"));
    let weekend = stretch("2026-12-18 17:00", "2026-12-21 00:00");
    assert_eq!(line(1).await, weekend);
}

#[tokio::test]
async fn nobody_outside_the_pool_sees_who_is_on() {
    let test = published().await;
    for (staff, hidden) in [
        (fixture::OTHER_TEAM_LEADER, true),
        (fixture::NETWORK_LEAD, true),
        (fixture::CONSULTANT, false),
    ] {
        let ctx = test.ctx(staff);
        let refused = test.app.tonight(&ctx, POOL).await.unwrap_err();
        assert_eq!(matches!(refused, Error::NotFound), hidden);
    }
    let resource = test.ctx(fixture::RESOURCE);
    let seen = test.app.tonight(&resource, POOL).await.unwrap();
    assert!(!seen.may_serve);
}
