//! Upkeep: one round with a clock that a test moves.

use hemma_app::ctx::{Ctx, Ids};
use hemma_app::journal::{NoteInput, Sign};
use hemma_domain::access::{Actor, Held};
use hemma_domain::time::Instant;
use hemma_server::http::{Clock, Site};
use hemma_server::worker::Worker;
use hemma_testkit::fixture;

use crate::harness::{TestSite, now};

const DAY: i64 = 86_400;

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    let mut tx = site.db.read().await.unwrap();
    tx.one(sql, &[]).await.unwrap().get("count").unwrap()
}

/// Sessions, drafts and notes that can still be written, as they are.
async fn left(site: &TestSite) -> (i64, i64, i64) {
    (
        count(site, "SELECT COUNT(*) AS count FROM sessions").await,
        count(site, "SELECT COUNT(*) AS count FROM drafts").await,
        count(
            site,
            "SELECT COUNT(*) AS count FROM notes WHERE signed_at IS NULL AND expired_at IS NULL",
        )
        .await,
    )
}

pub(crate) fn therapist() -> Ctx {
    let posts = fixture::STAFF
        .iter()
        .filter(|(id, ..)| *id == fixture::THERAPIST)
        .map(|(_, _, role, place)| Held {
            role: *role,
            place: *place,
        });
    Ctx {
        actor: Actor::Staff {
            id: fixture::THERAPIST,
            posts: posts.collect(),
        },
        now: now(),
        ids: Ids::counting(),
        request: "test".into(),
    }
}

fn note() -> NoteInput {
    NoteInput {
        on: fixture::TODAY.parse().unwrap(),
        heading: "Hembesök".into(),
        body: "Lugn kväll.".into(),
        source: String::new(),
        persons: Vec::new(),
        sign: Sign::Later,
    }
}

async fn round(site: &TestSite, at: Instant) {
    let site = Site::new(site.app.clone(), Clock::by(move || at));
    Worker::default().round(&site).await;
}

#[tokio::test]
async fn a_round_clears_away_what_is_over_and_nothing_else() {
    let site = TestSite::new().await;
    site.sign_in(fixture::THERAPIST).await;
    site.app
        .save_draft(&therapist(), "/cases/one/contacts/new", "note=halva")
        .await
        .unwrap();
    site.app
        .write_note(&therapist(), fixture::OPEN, &note())
        .await
        .unwrap();
    assert_eq!(left(&site).await, (1, 1, 1));

    round(&site, now().plus_seconds(3600)).await;
    assert_eq!(left(&site).await, (1, 1, 1), "an hour later all is in use");

    round(&site, now().plus_seconds(9 * DAY)).await;
    assert_eq!(left(&site).await, (0, 1, 1), "the session is over");

    round(&site, now().plus_seconds(15 * DAY)).await;
    assert_eq!(left(&site).await.2, 0, "the board locks after 14 days");

    round(&site, now().plus_seconds(400 * DAY)).await;
    assert_eq!(left(&site).await, (0, 0, 0));
}
