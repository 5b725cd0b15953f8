//! Who can be on call: their part of a full post, and what they carried in years.

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::member::{NewBurden, NewShare};
use hemma_domain::access::Errand;
use hemma_domain::rota::Tally;
use hemma_testkit::duty::{LINES, POOL};
use hemma_testkit::{fixture, noon};

use crate::harness::{cut, message};
use crate::rota::{day, published, week};

fn share(share: u32) -> NewShare {
    NewShare {
        pool: POOL,
        staff: fixture::THERAPIST,
        share,
    }
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
    let fair = async || {
        let view = test.app.rota(&leader, POOL, week()).await.unwrap();
        let mut all = view.carried.into_iter();
        let mine = all.find(|one| one.staff == fixture::THERAPIST).unwrap();
        mine.fair_tenths[0]
    };
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
    assert_eq!(mine.next().unwrap().share, 50);
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
