//! A pool over both boards of the fixture: its first team and the other board's, with two lines.

use hemma_domain::ids::{LineId, PoolId, TeamId};
use hemma_domain::pool::{Line, LineUnit, Pool, PoolTeam, RING_SECONDS};
use hemma_domain::programme::Words;
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_store::db::Db;
use hemma_store::{pool, staff};
use uuid::Uuid;

use crate::fixture;

/// The pool.
pub const POOL: PoolId = PoolId(Uuid::from_u128(0xF0_0200));
/// Its first line, served by therapists, and its second, served by group leaders.
pub const LINES: [LineId; 2] = [
    LineId(Uuid::from_u128(0xF0_0201)),
    LineId(Uuid::from_u128(0xF0_0202)),
];

/// The pool as it is stored.
pub fn shared() -> Pool {
    let team = |team: TeamId| PoolTeam {
        team,
        from: "2026-04-01".parse().expect("a day"),
        to: None,
    };
    let line = |(level, id), (sv, en): (&str, &str), role| Line {
        id,
        level,
        name: Words {
            sv: sv.into(),
            en: en.into(),
        },
        roles: vec![role],
        unit: LineUnit::Block,
        gap_min: 9 * 60,
        load_pct: if level == 1 { 100 } else { 50 },
    };
    Pool {
        id: POOL,
        name: "Gemensam beredskap".into(),
        agreement: "STANDBY-HOME".into(),
        agreement_version: 1,
        teams: vec![team(fixture::TEAMS[0]), team(fixture::TEAMS[2])],
        lines: vec![
            line(
                (1, LINES[0]),
                ("Första linjen", "First line"),
                Role::FamilyTherapist,
            ),
            line(
                (2, LINES[1]),
                ("Andra linjen", "Second line"),
                Role::GroupLeader,
            ),
        ],
        ring_seconds: RING_SECONDS,
        version: 1,
    }
}

/// Stores the pool beside the fixture's world.
pub async fn fill(db: &Db) {
    let mut tx = db.write("fixture").await.expect("a transaction");
    pool::insert(&mut tx, &shared()).await.expect("a pool");
    tx.commit().await.expect("a commit");
}

/// Every therapist of the pool leaves on a day, and nobody follows them.
pub async fn empty(db: &Db, on: Day) {
    let mut tx = db.write("fixture").await.expect("a transaction");
    for who in [
        fixture::THERAPIST,
        fixture::COLLEAGUE,
        fixture::OTHER_BOARD_THERAPIST,
    ] {
        staff::end_posts(&mut tx, who, on).await.expect("ended");
    }
    tx.commit().await.expect("a commit");
}
