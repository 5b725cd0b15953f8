//! Absences and wishes: one's own, and those that planners enter; nobody else sees why somebody is away.

use hemma_app::absence::{Met, NewAbsence, NewWish};
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_domain::absence::{
    AbsenceKind, Repeat, WishKind, WishWeight, days_of, weekly, whole_days,
};
use hemma_domain::access::Errand;
use hemma_domain::code::Code as _;
use hemma_domain::mail::Mail;
use hemma_domain::time::Day;
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;

use crate::harness::cut;
use crate::rota::{day, published, week};

fn vacation(staff: hemma_domain::ids::StaffId) -> NewAbsence {
    NewAbsence {
        pool: POOL,
        staff,
        kind: AbsenceKind::Vacation,
        repeat: Repeat::Once,
        time: whole_days(day("2026-12-14"), day("2026-12-16")),
    }
}

/// The days on which the turns begin that an absence meets.
fn days(met: &Met) -> Vec<Day> {
    let turns = met.turns.iter();
    turns.map(|one| one.part.start().day()).collect()
}

#[tokio::test]
async fn an_absence_says_which_published_duties_lie_in_it() {
    let test = published().await;
    let me = test.ctx(fixture::THERAPIST);
    let (by, new) = (&me, &vacation(fixture::THERAPIST));
    cut(&test, |app| async move { app.add_absence(by, new).await }).await;
    let again = test.app.add_absence(&me, new).await.unwrap();
    assert_eq!(days(&again), [day("2026-12-14")]);
    let mine = test.app.away(&me, POOL).await.unwrap();
    assert_eq!(mine.absences.len(), 2);
    let other = test.ctx(fixture::COLLEAGUE);
    let theirs = test.app.away(&other, POOL).await.unwrap();
    assert!(theirs.absences.is_empty(), "why somebody is away is theirs");
    let on_rota = async |ctx: &Ctx| {
        let view = test.app.rota(ctx, POOL, week()).await.unwrap();
        (view.me, view.away.len())
    };
    assert_eq!(on_rota(&me).await, (Some(fixture::THERAPIST), 2));
    assert_eq!(on_rota(&other).await, (Some(fixture::COLLEAGUE), 0));
    let leader = test.ctx(fixture::LEADER);
    let planner = on_rota(&leader).await;
    assert_eq!(
        planner,
        (Some(fixture::LEADER), 0),
        "only where it is logged"
    );
    let all = test.app.away(&leader, POOL).await.unwrap();
    assert_eq!(all.absences[0].name, "Tuva Ekorrstig");
    assert_eq!(all.absences[0].why, Some(AbsenceKind::Vacation));
    let id = all.absences[0].id;
    let elsewhere = test.ctx(fixture::OTHER_BOARD_LEADER);
    let seen = test.app.away(&elsewhere, POOL).await.unwrap();
    let seen = seen.absences.iter().find(|one| one.id == id).unwrap();
    assert_eq!(seen.why, None, "another board's leader learns when alone");
    assert_eq!(seen.time, new.time.unwrap());
    let hidden = test.app.remove_absence(&other, POOL, id).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    cut(&test, |app| async move {
        app.remove_absence(by, POOL, id).await
    })
    .await;
}

#[tokio::test]
async fn the_leaders_are_told_of_an_absence_over_a_published_duty_and_of_no_other() {
    let test = published().await;
    let upkeep = Ctx::system(Errand::Upkeep, test.ctx(fixture::LEADER).now);
    let told = async || {
        let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
        test.app.send_mails(&upkeep, write).await.unwrap();
        let letters = test.app.posted();
        letters
            .iter()
            .filter(|one| one.body == "duty_in_doubt")
            .count()
    };
    let me = test.ctx(fixture::THERAPIST);
    let free = NewAbsence {
        time: whole_days(day("2026-12-22"), day("2026-12-23")),
        ..vacation(fixture::THERAPIST)
    };
    let part_time = NewAbsence {
        kind: AbsenceKind::PartTime,
        ..vacation(fixture::THERAPIST)
    };
    for harmless in [free, part_time] {
        test.app.add_absence(&me, &harmless).await.unwrap();
        assert_eq!(told().await, 0);
    }
    let new = vacation(fixture::THERAPIST);
    test.app.add_absence(&me, &new).await.unwrap();
    assert_eq!(told().await, 2, "both leaders of the pool");
    let again = NewAbsence {
        time: whole_days(day("2026-12-17"), day("2026-12-17")),
        ..new
    };
    test.app.add_absence(&me, &again).await.unwrap();
    assert_eq!(told().await, 4, "and of the second on the same day");
}

#[tokio::test]
async fn an_absence_of_each_week_meets_its_days_alone_and_goes_as_a_whole() {
    let test = published().await;
    let me = test.ctx(fixture::THERAPIST);
    let each_week = |first: &str| NewAbsence {
        kind: AbsenceKind::Other,
        repeat: Repeat::Weekly,
        time: weekly(day(first), day("2027-05-30")),
        ..vacation(fixture::THERAPIST)
    };
    // Mine are Monday's and Thursday's nights of the week from the 14th.
    let wednesdays = each_week("2026-12-02");
    let met = test.app.add_absence(&me, &wednesdays).await.unwrap();
    assert_eq!(days(&met), []);
    let thursdays = each_week("2026-12-03");
    let met = test.app.add_absence(&me, &thursdays).await.unwrap();
    assert_eq!(days(&met), [day("2026-12-17")]);
    let leader = test.ctx(fixture::LEADER);
    let rota = test.app.rota(&leader, POOL, week()).await.unwrap();
    let doubted: Vec<_> = rota
        .doubts
        .iter()
        .map(|one| one.part.start().day())
        .collect();
    assert_eq!(doubted, [day("2026-12-17")], "until midnight");
    let seen = test.app.away(&me, POOL).await.unwrap().absences;
    let last: Vec<_> = seen
        .iter()
        .map(|one| days_of(one.time).unwrap().1)
        .collect();
    assert_eq!(last, [day("2027-05-26"), day("2027-05-27")]);
    assert!(seen.iter().all(|one| one.repeat == Repeat::Weekly));
    test.app
        .remove_absence(&me, POOL, seen[1].id)
        .await
        .unwrap();
    let rota = test.app.rota(&leader, POOL, week()).await.unwrap();
    assert!(rota.doubts.is_empty());
    let backwards = NewAbsence {
        time: weekly(day("2026-12-03"), day("2026-12-02")),
        ..thursdays
    };
    let refused = test.app.add_absence(&me, &backwards).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn only_planners_enter_the_absence_of_another() {
    let test = published().await;
    let other = test.ctx(fixture::COLLEAGUE);
    let refused = test
        .app
        .add_absence(&other, &vacation(fixture::THERAPIST))
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let leader = test.ctx(fixture::OTHER_BOARD_LEADER);
    let done = test
        .app
        .add_absence(&leader, &vacation(fixture::THERAPIST))
        .await;
    assert_eq!(days(&done.unwrap()), [day("2026-12-14")]);
    let outside = vacation(fixture::OTHER_TEAM_LEADER);
    let refused = test.app.add_absence(&leader, &outside).await;
    assert!(
        matches!(refused, Err(Error::Invalid(_))),
        "not of this pool"
    );
    let backwards = NewAbsence {
        time: whole_days(day("2026-12-16"), day("2026-12-14")),
        ..vacation(fixture::THERAPIST)
    };
    let refused = test.app.add_absence(&leader, &backwards).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_wish_is_made_and_taken_back_by_its_owner() {
    let test = published().await;
    let me = test.ctx(fixture::THERAPIST);
    let new = NewWish {
        pool: POOL,
        kind: WishKind::Off,
        weight: WishWeight::Much,
        time: whole_days(day("2026-12-31"), day("2027-01-01")),
    };
    let (by, wish) = (&me, &new);
    cut(&test, |app| async move { app.add_wish(by, wish).await }).await;
    let id = test.app.away(&me, POOL).await.unwrap().wishes[0].id;
    let other = test.ctx(fixture::COLLEAGUE);
    let hidden = test.app.remove_wish(&other, POOL, id).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    cut(
        &test,
        |app| async move { app.remove_wish(by, POOL, id).await },
    )
    .await;
    let resource = test.ctx(fixture::RESOURCE);
    let refused = test.app.add_wish(&resource, &new).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "serves no line");
}

#[tokio::test]
async fn an_absence_that_nobody_can_cover_is_told_at_once() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let mut lacks = Vec::new();
    for staff in [
        fixture::THERAPIST,
        fixture::COLLEAGUE,
        fixture::OTHER_BOARD_THERAPIST,
    ] {
        let met = test
            .app
            .add_absence(&leader, &vacation(staff))
            .await
            .unwrap();
        lacks.push(met.lack);
    }
    assert_eq!(lacks[0], hemma_app::rota::Lack::default(), "two are left");
    // Of three therapists the last goes too: the nights from the evening before until the last day.
    let days = ["2026-12-13", "2026-12-14", "2026-12-15", "2026-12-16"].map(day);
    let told =
        |all: &[hemma_domain::time::Day]| days.iter().filter(|one| all.contains(one)).count();
    assert!(told(&lacks[2].nobody) >= 3, "{:?}", lacks[2]);
    let part_time = NewAbsence {
        kind: AbsenceKind::PartTime,
        ..vacation(fixture::THERAPIST)
    };
    let met = test.app.add_absence(&leader, &part_time).await.unwrap();
    assert_eq!(met.lack, hemma_app::rota::Lack::default());
}
