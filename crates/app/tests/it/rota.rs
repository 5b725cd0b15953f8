//! Rotas from the draft to what holds: checked by hand, published once, never against the law.

use std::collections::BTreeMap;

use hemma_app::ctx::Ctx;
use hemma_app::definition::Import;
use hemma_app::rota::{Assign, Publish, RestDay, RestDayChange};
use hemma_app::swap::GiveTurn;
use hemma_domain::access::Errand;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{DutyId, RotaId, StaffId};
use hemma_domain::mail::Mail;
use hemma_domain::pool::Pool;
use hemma_domain::rota::{Notice, RestChangeKind, Rule};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day};
use hemma_domain::turn::Served;
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::{fixture, noon};

use crate::harness::{TestApp, cut, message};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) async fn world() -> TestApp {
    let test = TestApp::new().await;
    hemma_testkit::duty::fill(&test.db).await;
    test
}

/// A week that begins three weeks after the tests' moment.
pub(crate) fn week() -> (Day, Day) {
    (day("2026-12-14"), day("2026-12-21"))
}

/// Who serves which of the week's duties, by line and the day on which they begin: lawful as a whole.
const PLAN: [(usize, &str, StaffId); 10] = [
    (0, "2026-12-14", fixture::THERAPIST),
    (0, "2026-12-15", fixture::COLLEAGUE),
    (0, "2026-12-16", fixture::OTHER_BOARD_THERAPIST),
    (0, "2026-12-17", fixture::THERAPIST),
    (0, "2026-12-18", fixture::COLLEAGUE),
    (1, "2026-12-14", fixture::OTHER_BOARD_LEADER),
    (1, "2026-12-15", fixture::LEADER),
    (1, "2026-12-16", fixture::OTHER_BOARD_LEADER),
    (1, "2026-12-17", fixture::OTHER_BOARD_LEADER),
    (1, "2026-12-18", fixture::LEADER),
];

/// Days off that make up for the weekend.
const REST: [(StaffId, &str); 2] = [
    (fixture::COLLEAGUE, "2026-12-17"),
    (fixture::LEADER, "2026-12-17"),
];

fn duty(served: &[Served], line: usize, on: &str) -> DutyId {
    let begins = |one: &&Served| {
        let start = one.duty.shape.whole().unwrap().start();
        one.duty.shape.line == LINES[line] && start.day() == day(on)
    };
    served.iter().find(begins).unwrap().duty.id
}

async fn plan(test: &TestApp, ctx: &Ctx, rota: RotaId) {
    let served = test.app.rota_draft(ctx, (POOL, rota)).await.unwrap().served;
    for (line, on, staff) in PLAN {
        let new = Assign {
            at: (POOL, rota),
            duty: duty(&served, line, on),
            before: None,
            after: Some(staff),
        };
        test.app.assign_duty(ctx, new).await.unwrap();
    }
    for (staff, on) in REST {
        let off = RestDay {
            at: (POOL, rota),
            staff,
            on: day(on),
            change: RestDayChange::Give,
        };
        test.app.change_rest_day(ctx, off).await.unwrap();
    }
}

async fn publish(test: &TestApp, ctx: &Ctx, rota: RotaId) -> Publish {
    let preview = test.app.preview_rota(ctx, (POOL, rota)).await.unwrap();
    assert_eq!(preview.unlawful, []);
    Publish {
        at: (POOL, rota),
        rota_version: preview.draft.rota.version,
        pool_version: preview.draft.pool.version,
        reason: String::new(),
    }
}

/// The week planned and published.
pub(crate) async fn published() -> TestApp {
    let test = world().await;
    let ctx = test.ctx(fixture::LEADER);
    let rota = test.app.draft_rota(&ctx, POOL, week()).await.unwrap();
    plan(&test, &ctx, rota).await;
    let new = publish(&test, &ctx, rota).await;
    test.app.publish_rota(&ctx, &new).await.unwrap();
    test
}

#[tokio::test]
async fn days_off_are_in_the_preview_the_notice_and_the_mail() {
    let test = published().await;
    let ctx = Ctx {
        now: noon("2026-12-10"),
        ..test.ctx(fixture::LEADER)
    };
    let upkeep = Ctx::system(Errand::Upkeep, ctx.now);
    let kind = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
    test.app.send_mails(&upkeep, kind).await.unwrap();
    let before = test.app.posted().len();
    let rota = test.app.draft_rota(&ctx, POOL, week()).await.unwrap();
    let preview = test.app.preview_rota(&ctx, (POOL, rota)).await.unwrap();
    assert_eq!((preview.changes.len(), preview.rest.len()), (0, 0));
    let off = |staff, on, change| RestDay {
        at: (POOL, rota),
        staff,
        on: day(on),
        change,
    };
    let given = off(fixture::THERAPIST, "2026-12-16", RestDayChange::Give);
    test.app.change_rest_day(&ctx, given).await.unwrap();
    let preview = test.app.preview_rota(&ctx, (POOL, rota)).await.unwrap();
    assert!(preview.changes.is_empty());
    let rest: Vec<_> = preview
        .rest
        .iter()
        .map(|one| (one.staff, one.on, one.kind))
        .collect();
    let on = day("2026-12-16");
    let expected = [(fixture::THERAPIST, on, RestChangeKind::Given)];
    assert_eq!(rest, expected);
    assert_eq!(preview.notice, Notice::Short { first: on });
    let new = Publish {
        at: (POOL, rota),
        rota_version: preview.draft.rota.version,
        pool_version: preview.draft.pool.version,
        reason: "Två är sjuka".into(),
    };
    test.app.publish_rota(&ctx, &new).await.unwrap();
    test.app.send_mails(&upkeep, kind).await.unwrap();
    let letters = test.app.posted().split_off(before);
    let told: Vec<&str> = letters.iter().map(|one| one.body.as_str()).collect();
    assert_eq!(told, ["rota_published"], "she alone");
    let back = test.app.draft_rota(&ctx, POOL, week()).await.unwrap();
    let taken = RestDay {
        at: (POOL, back),
        change: RestDayChange::TakeBack,
        ..given
    };
    test.app.change_rest_day(&ctx, taken).await.unwrap();
    let preview = test.app.preview_rota(&ctx, (POOL, back)).await.unwrap();
    let rest: Vec<_> = preview.rest.iter().map(|one| (one.on, one.kind)).collect();
    assert_eq!(rest, [(on, RestChangeKind::Taken)]);
}

/// The pool goes on to a second version of its agreement, with ordinary hours half an hour earlier and another name for
/// the band of the night.
pub(crate) async fn moved(test: &TestApp) {
    let hours = (
        "start = 08:00:00, end = 17:00:00",
        "start = 07:30:00, end = 16:30:00",
    );
    goes_on(test, &[hours, ("code = \"natt\"", "code = \"nattetid\"")]).await;
}

/// The pool goes on to a second version of its agreement, in which some texts are others.
pub(crate) async fn goes_on(test: &TestApp, changes: &[(&str, &str)]) {
    const SHIPPED: &str = include_str!("../../../../agreements/standby-home.toml");
    let mut text = SHIPPED.replacen("version = 1", "version = 2", 1);
    for (before, after) in changes {
        assert!(text.contains(before), "{before}");
        text = text.replacen(before, after, 1);
    }
    let by = test.ctx(fixture::ADMINISTRATOR);
    let done = test.app.import_agreement(&by, "home.toml", &text).await;
    assert!(matches!(done, Ok(Import::Kept { .. })), "{done:?}");
    let mut tx = test.db.write("test").await.unwrap();
    let pool = Pool {
        agreement_version: 2,
        ..hemma_testkit::duty::shared()
    };
    hemma_store::pool::save(&mut tx, &pool).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn with_new_ordinary_hours_one_first_line_stands_at_every_instant() {
    let test = published().await;
    moved(&test).await;
    let ctx = test.ctx(fixture::LEADER);
    let period = (day("2026-12-18"), day("2026-12-24"));
    let rota = test.app.draft_rota(&ctx, POOL, period).await.unwrap();
    let draft = test.app.rota_draft(&ctx, (POOL, rota)).await.unwrap();
    let at = |on: &str, clock: &str| day(on).at(clock.parse().unwrap());
    let weekend = Stretch::new(at("2026-12-18", "17:00"), at("2026-12-21", "08:00")).unwrap();
    let mut now = at("2026-12-18", "12:00");
    while now < at("2026-12-24", "07:30") {
        let first = draft
            .served
            .iter()
            .filter(|one| one.duty.shape.line == LINES[0]);
        let standing = first.filter(|one| one.duty.shape.holds(now)).count();
        let hours = draft.agreement.ordinary_hours(now.day());
        let works = hours.is_some_and(|(from, to)| from <= now && now < to);
        // The night that was published begins half an hour after the new end of the day.
        let is_gap = at("2026-12-18", "16:30") <= now && now < weekend.start();
        let expected = usize::from(weekend.holds(now) || !(works || is_gap));
        assert_eq!(standing, expected, "{now:?}");
        now = now.plus_seconds(30 * 60);
    }
    let crowded: Vec<_> = draft
        .crowded_out
        .iter()
        .map(|one| (one.line, one.whole()))
        .collect();
    let whole = Stretch::new(at("2026-12-18", "16:30"), at("2026-12-21", "07:30"));
    assert_eq!(crowded, [(LINES[0], whole), (LINES[1], whole)]);
}

#[tokio::test]
async fn a_published_rota_stays_under_its_agreement_and_a_draft_too() {
    let test = published().await;
    let ctx = test.ctx(fixture::LEADER);
    let next = (day("2027-01-11"), day("2027-01-13"));
    let begun = test.app.draft_rota(&ctx, POOL, next).await.unwrap();
    let before = test.app.rota(&ctx, POOL, week()).await.unwrap();
    moved(&test).await;
    let after = test.app.rota(&ctx, POOL, week()).await.unwrap();
    assert_eq!(after.gaps, before.gaps, "its own ordinary hours");
    let draft = test.app.rota_draft(&ctx, (POOL, begun)).await.unwrap();
    assert_eq!((draft.agreement.version, draft.crowded_out.len()), (1, 0));
    let gone = ((POOL, begun), draft.rota.version);
    test.app.discard_draft(&ctx, gone).await.unwrap();
    // Nothing rests on its duties any more: the new hours hold.
    let again = test.app.draft_rota(&ctx, POOL, next).await.unwrap();
    let draft = test.app.rota_draft(&ctx, (POOL, again)).await.unwrap();
    let starts = draft.served.iter().map(|one| {
        let start = one.duty.shape.whole().unwrap().start();
        start.clock().to_string()
    });
    let starts: Vec<String> = starts.collect();
    assert_eq!(starts, ["16:30"; 4], "two nights in two lines");
    assert_eq!((draft.agreement.version, draft.crowded_out.len()), (2, 0));
}

/// What the rota does not keep, as the leader sees it on a day.
async fn standing(test: &TestApp, on: &str) -> Vec<(Rule, StaffId, usize, Option<Day>)> {
    let ctx = Ctx {
        now: noon(on),
        ..test.ctx(fixture::LEADER)
    };
    let view = test.app.rota(&ctx, POOL, week()).await.unwrap();
    let told = view.standing.expect("days ahead").into_iter();
    told.map(|one| {
        let breach = one.breach;
        (breach.rule, breach.staff, one.turns.len(), one.mended_by)
    })
    .collect()
}

#[tokio::test]
async fn the_rota_that_holds_says_what_it_does_not_keep_any_more() {
    let test = published().await;
    assert_eq!(
        standing(&test, "2026-11-23").await,
        [],
        "as it was published"
    );
    let therapist = test.ctx(fixture::THERAPIST);
    let view = test.app.rota(&therapist, POOL, week()).await.unwrap();
    assert_eq!(view.standing, None, "planners alone");
    let late = Ctx {
        now: noon("2026-12-16"),
        ..test.ctx(fixture::LEADER)
    };
    let view = test.app.rota(&late, POOL, week()).await.unwrap();
    let turns = view.served.iter().flat_map(|one| &one.turns);
    let theirs = turns.filter(|turn| turn.staff == fixture::COLLEAGUE);
    let weekend = theirs.max_by_key(|turn| turn.part.start()).unwrap();
    let given = GiveTurn {
        pool: POOL,
        turn: weekend.id,
        from: fixture::COLLEAGUE,
        to: fixture::THERAPIST,
    };
    test.app.give_turn(&late, given).await.unwrap();
    // Two nights and the weekend: no day that is left makes 36 hours.
    let told = (Rule::WeeklyRest, fixture::THERAPIST, 2, None);
    assert_eq!(standing(&test, "2026-12-16").await, [told]);
    let over = Ctx {
        now: noon("2026-12-21"),
        ..late
    };
    let view = test.app.rota(&over, POOL, week()).await.unwrap();
    assert_eq!(view.standing, None, "all of it is over");
}

#[tokio::test]
async fn a_day_off_that_is_missing_is_named() {
    let test = published().await;
    let off = (fixture::COLLEAGUE, day("2026-12-17"));
    let mut tx = test.db.write("test").await.unwrap();
    hemma_store::rota::take_rest_day(&mut tx, POOL, off)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let told = (Rule::WeeklyRest, off.0, 2, Some(off.1));
    assert_eq!(standing(&test, "2026-11-23").await, [told]);
}

#[tokio::test]
async fn a_draft_is_made_filled_and_published_whole_or_not_at_all() {
    let test = world().await;
    let ctx = test.ctx(fixture::LEADER);
    let by = &ctx;
    cut(&test, |app| async move {
        app.draft_rota(by, POOL, week()).await
    })
    .await;
    let rota = test.app.rota(&ctx, POOL, week()).await.unwrap().rotas[0].id;
    let served = test
        .app
        .rota_draft(&ctx, (POOL, rota))
        .await
        .unwrap()
        .served;
    assert_eq!(served.len(), 10, "five duties in each line");
    let open = test.app.preview_rota(&ctx, (POOL, rota)).await.unwrap();
    assert_eq!((open.open, open.changes.len()), (10, 0));
    let first = duty(&served, 0, "2026-12-14");
    cut(&test, |app| async move {
        let new = Assign {
            at: (POOL, rota),
            duty: first,
            before: None,
            after: Some(fixture::THERAPIST),
        };
        app.assign_duty(by, new).await
    })
    .await;
    let late = Assign {
        at: (POOL, rota),
        duty: first,
        before: None,
        after: Some(fixture::COLLEAGUE),
    };
    let conflict = test.app.assign_duty(&ctx, late).await.unwrap_err();
    assert_eq!(message(&conflict), "conflict", "somebody else was first");
    let back = Assign {
        before: Some(fixture::THERAPIST),
        after: None,
        ..late
    };
    test.app.assign_duty(&ctx, back).await.unwrap();
    plan(&test, &ctx, rota).await;
    let preview = test.app.preview_rota(&ctx, (POOL, rota)).await.unwrap();
    assert_eq!(preview.notice, Notice::Kept);
    assert_eq!((preview.open, preview.changes.len()), (0, 10));
    let new = publish(&test, &ctx, rota).await;
    let decision = &new;
    cut(
        &test,
        |app| async move { app.publish_rota(by, decision).await },
    )
    .await;
    let holds = test.app.rota(&ctx, POOL, week()).await.unwrap();
    assert!(holds.served.iter().all(|one| one.turns.len() == 1));
    assert_eq!(
        holds.gaps.iter().map(|(_, gaps)| gaps.len()).sum::<usize>(),
        2
    );
    assert_eq!(holds.rest_days.len(), 2);
    let again = test.app.publish_rota(&ctx, &new).await.unwrap_err();
    assert_eq!(message(&again), "conflict");
}

#[tokio::test]
async fn days_that_nobody_has_planned_are_no_gaps() {
    let test = published().await;
    let ctx = test.ctx(fixture::LEADER);
    let (first, end) = week();
    let of = async |period| test.app.rota(&ctx, POOL, period).await.unwrap();
    assert_eq!(of(week()).await.unplanned, None);
    let longer = of((first, end.plus(14))).await;
    assert_eq!(longer.unplanned, Some(end), "nobody has planned so far");
    let is_planned = |gap: &Stretch| gap.end() <= end.at(Clock::MIDNIGHT);
    assert!(
        longer
            .gaps
            .iter()
            .all(|(_, all)| all.iter().all(is_planned))
    );
    let coming = of((end.plus(14), end.plus(21))).await;
    let first = coming.unplanned;
    assert_eq!((first, coming.gaps.len()), (Some(end.plus(14)), 0));
}

#[tokio::test]
async fn of_two_leaders_who_publish_at_once_one_wins() {
    let test = world().await;
    let (mine, theirs) = (
        test.ctx(fixture::LEADER),
        test.ctx(fixture::OTHER_BOARD_LEADER),
    );
    let one = test.app.draft_rota(&mine, POOL, week()).await.unwrap();
    let other = test.app.draft_rota(&theirs, POOL, week()).await.unwrap();
    plan(&test, &mine, one).await;
    plan(&test, &theirs, other).await;
    let first = publish(&test, &mine, one).await;
    let second = publish(&test, &theirs, other).await;
    let (app, both) = (&test.app, (&first, &second));
    let (one, other) = tokio::join!(
        app.publish_rota(&mine, both.0),
        app.publish_rota(&theirs, both.1)
    );
    let told: Vec<&str> = [&one, &other]
        .iter()
        .filter_map(|done| done.as_ref().err())
        .map(message)
        .collect();
    assert_eq!(told, ["conflict"], "one wins, the other is told");
}

#[tokio::test]
async fn what_breaks_the_law_is_not_published() {
    let test = world().await;
    let ctx = test.ctx(fixture::LEADER);
    let rota = test.app.draft_rota(&ctx, POOL, week()).await.unwrap();
    plan(&test, &ctx, rota).await;
    let taken = RestDay {
        at: (POOL, rota),
        staff: fixture::COLLEAGUE,
        on: day("2026-12-17"),
        change: RestDayChange::TakeBack,
    };
    test.app.change_rest_day(&ctx, taken).await.unwrap();
    let preview = test.app.preview_rota(&ctx, (POOL, rota)).await.unwrap();
    let rules: Vec<(Rule, StaffId)> = preview
        .unlawful
        .iter()
        .map(|one| (one.rule, one.staff))
        .collect();
    assert_eq!(rules, [(Rule::WeeklyRest, fixture::COLLEAGUE)]);
    let decision = Publish {
        at: (POOL, rota),
        rota_version: preview.draft.rota.version,
        pool_version: preview.draft.pool.version,
        reason: String::new(),
    };
    let refused = test.app.publish_rota(&ctx, &decision).await.unwrap_err();
    assert_eq!(message(&refused), "rota-fault-unlawful");
}

#[tokio::test]
async fn short_notice_needs_a_reason_and_what_has_begun_stays() {
    let test = published().await;
    let late = Ctx {
        now: noon("2026-12-16"),
        ..test.ctx(fixture::LEADER)
    };
    let rota = test.app.draft_rota(&late, POOL, week()).await.unwrap();
    let draft = test.app.rota_draft(&late, (POOL, rota)).await.unwrap();
    assert_eq!(draft.fixed.len(), 4, "two nights in both lines");
    let begun = Assign {
        at: (POOL, rota),
        duty: duty(&draft.served, 0, "2026-12-15"),
        before: Some(fixture::COLLEAGUE),
        after: None,
    };
    let refused = test.app.assign_duty(&late, begun).await.unwrap_err();
    assert_eq!(message(&refused), "conflict");
    let thursday = duty(&draft.served, 0, "2026-12-17");
    let new = Assign {
        at: (POOL, rota),
        duty: thursday,
        before: Some(fixture::THERAPIST),
        after: Some(fixture::OTHER_BOARD_THERAPIST),
    };
    test.app.assign_duty(&late, new).await.unwrap();
    let mut decision = publish(&test, &late, rota).await;
    let refused = test.app.publish_rota(&late, &decision).await.unwrap_err();
    assert_eq!(message(&refused), "rota-fault-reason");
    let before = test.app.rota(&late, POOL, week()).await.unwrap().served;
    decision.reason = "Tuva är sjuk".into();
    test.app.publish_rota(&late, &decision).await.unwrap();
    let after = test.app.rota(&late, POOL, week()).await.unwrap().served;
    let changed: Vec<_> = before
        .iter()
        .zip(&after)
        .filter(|(one, other)| one != other)
        .collect();
    assert_eq!(changed.len(), 1);
    let (old, new) = (&changed[0].0.turns[0], &changed[0].1.turns[0]);
    assert_eq!((old.id, old.revision + 1), (new.id, new.revision));
    assert_eq!(new.staff, fixture::OTHER_BOARD_THERAPIST);
}

#[tokio::test]
async fn leaders_of_the_pools_teams_plan_and_nobody_else() {
    let test = world().await;
    let draft = async |staff| {
        let ctx = test.ctx(staff);
        test.app.draft_rota(&ctx, POOL, week()).await
    };
    for (staff, told) in [
        (fixture::THERAPIST, "forbidden"),
        (fixture::UNIT_MANAGER, "forbidden"),
        (fixture::CONSULTANT, "forbidden"),
        (fixture::OTHER_TEAM_LEADER, "not found"),
        (fixture::ADMINISTRATOR, "not found"),
    ] {
        assert_eq!(message(&draft(staff).await.unwrap_err()), told);
    }
    let rota = draft(fixture::OTHER_BOARD_LEADER).await.unwrap();
    let me = test.ctx(fixture::THERAPIST);
    let hidden = test.app.rota_draft(&me, (POOL, rota)).await.unwrap_err();
    assert_eq!(message(&hidden), "forbidden");
    let seen = test.app.rota(&me, POOL, week()).await.unwrap();
    assert!(seen.rotas.is_empty(), "drafts are their planners'");
    let leader = test.ctx(fixture::LEADER);
    let gone = ((POOL, rota), 1);
    test.app.discard_draft(&leader, gone).await.unwrap();
    let twice = test.app.discard_draft(&leader, gone).await.unwrap_err();
    assert_eq!(message(&twice), "conflict");
}

#[tokio::test]
async fn what_each_carried_is_shown_against_a_fair_share() {
    let test = published().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let view = test.app.rota(&ctx, POOL, week()).await.unwrap();
    let first: BTreeMap<StaffId, _> = view
        .carried
        .iter()
        .filter(|one| one.line == LINES[0])
        .map(|one| (one.staff, one))
        .collect();
    assert_eq!(first.len(), 3);
    let nights = |staff| first[&staff].now.nights;
    assert_eq!(nights(fixture::THERAPIST), 2);
    assert_eq!(nights(fixture::COLLEAGUE), 4, "a night and a weekend");
    assert_eq!(first[&fixture::COLLEAGUE].now.weekends, 1);
    let fair: u32 = first.values().map(|one| one.fair_tenths[0]).sum();
    assert_eq!(fair, 70);
}

#[tokio::test]
async fn a_period_is_within_reason() {
    let test = world().await;
    let ctx = test.ctx(fixture::LEADER);
    for period in [
        (day("2026-12-14"), day("2026-12-14")),
        (day("2026-12-14"), day("2027-12-14")),
        (day("2025-12-01"), day("2025-12-08")),
    ] {
        let refused = test.app.draft_rota(&ctx, POOL, period).await.unwrap_err();
        assert_eq!(message(&refused), "duty-fault-period");
    }
}
