//! Pools with their teams, lines and people.

use hemma_domain::ids::{LineId, PoolId};
use hemma_domain::pool::{Line, LineUnit, Pool, PoolTeam, RING_SECONDS};
use hemma_domain::programme::Words;
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::pool;
use hemma_testkit::fixture;
use uuid::Uuid;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line(number: u128, (level, role, unit): (u32, Role, LineUnit)) -> Line {
    Line {
        id: LineId(Uuid::from_u128(number)),
        level,
        name: Words {
            sv: format!("Linje {level}"),
            en: format!("Line {level}"),
        },
        roles: vec![role],
        unit,
        gap_min: 540,
        load_pct: 100,
    }
}

/// The first team of each board, with two lines.
pub(crate) fn shared() -> Pool {
    let team = |number: usize| PoolTeam {
        team: fixture::TEAMS[number],
        from: day("2026-04-01"),
        to: None,
    };
    Pool {
        id: PoolId(Uuid::from_u128(0x9001)),
        name: "Gemensam beredskap".into(),
        agreement: "STANDBY-HOME".into(),
        agreement_version: 1,
        teams: vec![team(0), team(2)],
        lines: vec![
            line(0x9101, (1, Role::FamilyTherapist, LineUnit::Block)),
            line(0x9102, (2, Role::GroupLeader, LineUnit::Week)),
        ],
        ring_seconds: RING_SECONDS,
        version: 1,
    }
}

pub(crate) async fn stored(tx: &mut Tx) -> Pool {
    let one = shared();
    pool::insert(tx, &one).await.unwrap();
    one
}

#[tokio::test]
async fn a_pool_is_read_as_it_was_stored_and_loses_nothing_when_saved() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = stored(&mut tx).await;
        assert_eq!(
            pool::find(&mut tx, one.id).await.unwrap(),
            Some(one.clone())
        );
        let mut changed = one.clone();
        changed.name = "Delad beredskap".into();
        changed.teams[1].to = Some(day("2027-01-01"));
        changed.lines[0].gap_min = 600;
        pool::save(&mut tx, &changed).await.unwrap();
        changed.version = 2;
        assert_eq!(pool::all(&mut tx).await.unwrap(), [changed.clone()]);
        let none: [hemma_domain::ids::BoardId; 0] = [];
        let of = |day_text| day(day_text);
        let found = pool::of_places(&mut tx, (&[fixture::TEAMS[2]], &none), of("2026-12-31")).await;
        assert_eq!(found.unwrap().len(), 1);
        let found = pool::of_places(&mut tx, (&[fixture::TEAMS[2]], &none), of("2027-01-01")).await;
        assert!(found.unwrap().is_empty(), "the team has left the pool");
        let board = [fixture::BOARDS[0]];
        let found = pool::of_places(&mut tx, (&[], &board), of("2027-01-01")).await;
        assert_eq!(found.unwrap(), [(one.id, "Delad beredskap".to_owned())]);
        let scopes = pool::scopes(&mut tx, one.id, day("2026-12-01"))
            .await
            .unwrap();
        assert_eq!(scopes.len(), 2);
    }
}

#[tokio::test]
async fn people_come_from_the_posts_of_its_teams() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = stored(&mut tx).await;
        let half = (one.id, fixture::COLLEAGUE);
        for (from, share) in [("2026-11-16", 80), ("2026-12-01", 40), ("2026-12-01", 50)] {
            let step = (day(from), share);
            pool::set_share(&mut tx, half, step).await.unwrap();
        }
        let period = (day("2026-11-01"), day("2026-12-31"));
        let all = pool::members(&mut tx, one.id, period).await.unwrap();
        let shares = |staff| {
            let found = all.iter().find(|one| one.staff == staff);
            found.map(|one| one.shares.steps().collect::<Vec<_>>())
        };
        let steps = vec![(day("2026-11-16"), 80), (day("2026-12-01"), 50)];
        assert_eq!(shares(fixture::COLLEAGUE), Some(steps));
        assert_eq!(shares(fixture::OTHER_BOARD_THERAPIST), Some(Vec::new()));
        assert_eq!(shares(fixture::OTHER_TEAM_LEADER), None, "another team");
        let gone = pool::remove_share(&mut tx, half, day("2026-11-16")).await;
        assert!(gone.unwrap());
        let gone = pool::remove_share(&mut tx, half, day("2026-11-16")).await;
        assert!(!gone.unwrap(), "it is gone already");
        let left = pool::members(&mut tx, one.id, period).await.unwrap();
        let mut left = left.iter().filter(|one| one.staff == half.1);
        let left = left.next().unwrap().shares.steps();
        assert_eq!(left.collect::<Vec<_>>(), [(day("2026-12-01"), 50)]);
        let first = one.level(1).unwrap();
        let serve = all.iter().filter(|member| member.serves(first, period));
        assert_eq!(serve.count(), 3);
        let before = (day("2026-01-01"), day("2026-03-31"));
        assert!(
            pool::members(&mut tx, one.id, before)
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn how_long_a_line_rings_stays_when_the_rest_is_saved() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = stored(&mut tx).await;
        pool::set_ring_seconds(&mut tx, one.id, 35).await.unwrap();
        pool::save(&mut tx, &one).await.unwrap();
        let found = pool::find(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(found.ring_seconds, 35);
    }
}

#[tokio::test]
async fn of_two_who_change_a_pool_at_once_one_is_told() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = stored(&mut tx).await;
        assert!(pool::touch(&mut tx, one.id, 1).await.unwrap());
        assert!(!pool::touch(&mut tx, one.id, 1).await.unwrap());
        assert!(pool::touch(&mut tx, one.id, 2).await.unwrap());
    }
}
