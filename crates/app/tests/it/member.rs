//! Who can be on call: their part of a full post, and what they carried in years.

use hemma_app::absence::NewAbsence;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::member::{NewBurden, NewShare};
use hemma_domain::absence::{AbsenceKind, Repeat, whole_days};
use hemma_domain::access::Errand;
use hemma_domain::rota::Tally;
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::{fixture, noon};

use crate::harness::{TestApp, cut, message};
use crate::rota::{day, published, week};

fn share(share: u32) -> NewShare {
    NewShare {
        pool: POOL,
        staff: fixture::THERAPIST,
        from: day("2020-01-01"),
        share,
    }
}

/// The therapist's fair share of the nights, in tenths.
async fn fair_nights(test: &TestApp, ctx: &Ctx) -> u32 {
    let view = test.app.rota(ctx, POOL, week()).await.unwrap();
    let mut all = view.carried.into_iter();
    let mine = all.find(|one| one.staff == fixture::THERAPIST).unwrap();
    mine.fair_tenths[0]
}

fn burden(year: i16, nights: u32) -> NewBurden {
    NewBurden {
        pool: POOL,
        staff: fixture::THERAPIST,
        line: LINES[0],
        year,
        tally: Tally {
            nights,
            ..Tally::default()
        },
    }
}

#[tokio::test]
async fn a_part_of_a_post_changes_the_fair_share() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let fair = async || fair_nights(&test, &leader).await;
    let whole = fair().await;
    let by = &leader;
    cut(
        &test,
        |app| async move { app.set_share(by, share(50)).await },
    )
    .await;
    assert!(fair().await < whole, "half a post carries less");
    let too_much = test.app.set_share(&leader, share(101)).await.unwrap_err();
    assert_eq!(message(&too_much), "member-fault-share");
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.set_share(&therapist, share(10)).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let outside = NewShare {
        staff: fixture::OTHER_TEAM_LEADER,
        ..share(10)
    };
    let refused = test.app.set_share(&leader, outside).await.unwrap_err();
    assert_eq!(message(&refused), "duty-fault-staff");
    let members = test.app.members(&leader, POOL).await.unwrap();
    let mine = members.members.iter();
    let mut mine = mine.filter(|one| one.staff == fixture::THERAPIST);
    assert_eq!(
        mine.next()
            .unwrap()
            .shares
            .on(fixture::TODAY.parse().unwrap()),
        50
    );
}

#[tokio::test]
async fn a_share_that_changes_counts_from_its_day_until_it_is_taken_back() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let fair = async || fair_nights(&test, &leader).await;
    let whole = fair().await;
    let from = |on: &str| NewShare {
        from: day(on),
        ..share(0)
    };
    // After the days that are shown.
    test.app
        .set_share(&leader, from("2026-12-21"))
        .await
        .unwrap();
    assert_eq!(fair().await, whole, "what comes later changes nothing");
    test.app
        .set_share(&leader, from("2026-08-01"))
        .await
        .unwrap();
    let less = fair().await;
    assert!(less < whole, "from August on");
    assert!(whole / 2 < less, "the days before count as they were");
    let (by, of) = (&leader, (POOL, fixture::THERAPIST));
    cut(&test, |app| async move {
        app.take_share_back(by, of, day("2026-08-01")).await
    })
    .await;
    assert_eq!(fair().await, whole);
    let gone = test
        .app
        .take_share_back(&leader, of, day("2026-08-01"))
        .await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test
        .app
        .take_share_back(&therapist, of, day("2026-12-21"))
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    for far in ["2000-01-01", "2027-12-01"] {
        let refused = test.app.set_share(&leader, from(far)).await.unwrap_err();
        assert_eq!(message(&refused), "member-fault-from");
    }
}

#[tokio::test]
async fn a_long_absence_lowers_the_fair_share_and_a_vacation_does_not() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let whole = fair_nights(&test, &leader).await;
    let away = |first: &str, last: &str| NewAbsence {
        pool: POOL,
        staff: fixture::THERAPIST,
        kind: AbsenceKind::Parental,
        repeat: Repeat::Once,
        time: whole_days(day(first), day(last)),
    };
    let vacation = away("2026-06-22", "2026-07-18");
    test.app.add_absence(&leader, &vacation).await.unwrap();
    assert_eq!(
        fair_nights(&test, &leader).await,
        whole,
        "27 days are no leave"
    );
    let leave = away("2026-08-01", "2026-11-22");
    test.app.add_absence(&leader, &leave).await.unwrap();
    assert!(fair_nights(&test, &leader).await < whole);
    let cut_short = cut(&test, |app| {
        let leader = &leader;
        async move { app.members(leader, POOL).await }
    });
    cut_short.await;
    let seen = test.app.members(&leader, POOL).await.unwrap();
    assert_eq!(seen.long_days, Some(28));
    let long = vec![(day("2026-08-01"), day("2026-11-23"))];
    assert_eq!(
        seen.away.into_iter().collect::<Vec<_>>(),
        [(fixture::THERAPIST, long)]
    );
}

#[tokio::test]
async fn years_before_the_program_are_typed_and_those_since_are_written_down() {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    let by = &leader;
    cut(&test, |app| async move {
        app.set_burden(by, burden(2025, 40)).await
    })
    .await;
    for (wrong, fault) in [
        (burden(2026, 1), "member-fault-year"),
        (burden(2004, 1), "member-fault-year"),
        (burden(2025, 367), "member-fault-count"),
    ] {
        let refused = test.app.set_burden(&leader, wrong).await.unwrap_err();
        assert_eq!(message(&refused), fault);
    }
    let written = test.app.members(&leader, POOL).await.unwrap();
    assert_eq!(written.last_year, 2025);
    assert_eq!(written.burdens.len(), 1);
    let upkeep = |on: &str| Ctx::system(Errand::Upkeep, noon(on));
    let early = test.app.write_down_years(&upkeep("2027-01-20")).await;
    assert_eq!(early.unwrap(), 0, "the year can still change");
    let upkeep = upkeep("2027-02-02");
    let by = &upkeep;
    cut(&test, |app| async move { app.write_down_years(by).await }).await;
    let again = test.app.write_down_years(&upkeep).await.unwrap();
    assert_eq!(again, 0, "each year once");
    let later = Ctx {
        now: upkeep.now,
        ..leader
    };
    let written = test.app.members(&later, POOL).await.unwrap();
    let mut of_2026 = written.burdens.iter().filter(|one| one.year == 2026);
    let mine = of_2026.find(|one| one.staff == fixture::THERAPIST).unwrap();
    assert_eq!((mine.line, mine.tally.nights), (LINES[0], 2));
    let next = (day("2027-02-01"), day("2027-02-08"));
    let view = test.app.rota(&later, POOL, next).await.unwrap();
    let mut carried = view.carried.iter();
    let mine = carried.find(|one| one.staff == fixture::THERAPIST).unwrap();
    assert_eq!(mine.before.nights, 42, "both years, each once");
}
