//! Links: found by the hash of their address alone, saved once by each version, and answers that came by one.

use hemma_domain::ids::{LinkId, MeasureId};
use hemma_domain::link::{AnswerLink, Layout, LinkState};
use hemma_domain::measure::{AnswerSheet, Hand, Measure, State};
use hemma_store::db::Tx;
use hemma_store::link::{self, Keys};
use hemma_store::measure::{self, list, sheet};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::measure::{answers, due};
use crate::person::key;

pub(crate) fn made(number: u128, of: MeasureId) -> AnswerLink {
    AnswerLink {
        id: LinkId(Uuid::from_u128(number)),
        measure: of,
        case: fixture::OPEN,
        language: "ar".into(),
        layout: Layout::List,
        made: (noon("2026-11-20"), fixture::INTERVIEWER),
        last_on: "2026-11-27".parse().unwrap(),
        wrong_codes: 0,
        state: LinkState::Open,
        version: 1,
    }
}

pub(crate) fn keys(number: u128) -> Keys {
    Keys {
        token_hash: format!("token {number}"),
        code_hash: format!("code {number}"),
    }
}

/// A measure that is due, and a link to it.
async fn given(tx: &mut Tx) -> AnswerLink {
    let measure = due(1, "2026-11-16");
    measure::insert(tx, &measure).await.unwrap();
    let one = made(1, measure.id);
    link::insert(tx, &one, &keys(1)).await.unwrap();
    one
}

#[tokio::test]
async fn a_link_is_found_by_its_address_alone_and_saved_once_by_each_version() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = given(&mut tx).await;
        assert_eq!(link::by_token(&mut tx, "token 2").await.unwrap(), None);
        let found = link::by_token(&mut tx, "token 1").await.unwrap().unwrap();
        assert_eq!((&found.link, found.code_hash.as_str()), (&one, "code 1"));
        assert_eq!(found.sitting, None);
        assert_eq!(
            (found.team.team, found.team.board, found.team.network),
            (fixture::TEAMS[0], fixture::BOARDS[0], fixture::NETWORK)
        );
        let (at, by) = (noon("2026-11-21"), fixture::INTERVIEWER);
        for (version, state) in (1..).zip([
            LinkState::Begun { at },
            LinkState::Used { at },
            LinkState::Withdrawn { at, by },
            LinkState::Locked { at },
            LinkState::Open,
        ]) {
            let new = AnswerLink {
                state,
                wrong_codes: 3,
                version,
                ..one.clone()
            };
            assert!(link::save(&mut tx, &new).await.unwrap());
            assert!(!link::save(&mut tx, &new).await.unwrap());
            let stored = link::of_measure(&mut tx, (fixture::OPEN, one.measure)).await;
            let version = version + 1;
            assert_eq!(stored.unwrap(), [AnswerLink { version, ..new }]);
        }
    }
}

#[tokio::test]
async fn one_sits_at_a_link_and_whoever_comes_next_takes_the_place() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = given(&mut tx).await;
        let until = noon("2026-11-21");
        for sitting in [Some(("first", until)), Some(("second", until)), None] {
            link::sit(&mut tx, one.id, sitting).await.unwrap();
            let found = link::by_token(&mut tx, "token 1").await.unwrap().unwrap();
            let expected = sitting.map(|(hash, until)| (hash.to_owned(), until));
            assert_eq!(found.sitting, expected);
        }
    }
}

#[tokio::test]
async fn two_links_never_share_an_address() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = given(&mut tx).await;
        let twin = made(2, one.measure);
        assert!(link::insert(&mut tx, &twin, &keys(1)).await.is_err());
    }
}

#[tokio::test]
async fn open_links_are_listed_by_case_and_each_of_a_measure_newest_first() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let first = given(&mut tx).await;
        let second = AnswerLink {
            made: (noon("2026-11-22"), fixture::INTERVIEWER),
            ..made(2, first.measure)
        };
        link::insert(&mut tx, &second, &keys(2)).await.unwrap();
        let at = noon("2026-11-22");
        let mut taken_back = AnswerLink {
            state: LinkState::Locked { at },
            ..first.clone()
        };
        assert!(link::save(&mut tx, &taken_back).await.unwrap());
        taken_back.version = 2;
        let place = (fixture::OPEN, first.measure);
        let all = link::of_measure(&mut tx, place).await.unwrap();
        assert_eq!(all, [second.clone(), taken_back]);
        let elsewhere = (fixture::PROTECTED, first.measure);
        assert!(
            link::of_measure(&mut tx, elsewhere)
                .await
                .unwrap()
                .is_empty()
        );
        let open = link::open_of_cases(&mut tx, &[fixture::OPEN, fixture::PROTECTED]).await;
        assert_eq!(open.unwrap(), [second]);
        assert!(link::open_of_cases(&mut tx, &[]).await.unwrap().is_empty());
        let today = fixture::TODAY.parse().unwrap();
        let queue = list::queue(&mut tx, &fixture::BOARDS, &[], today)
            .await
            .unwrap();
        assert_eq!((queue[0].attempts, queue[0].links), (0, 2));
    }
}

#[tokio::test]
async fn answers_and_what_they_end_say_by_which_link_they_came() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx).await;
        let one = given(&mut tx).await;
        let at = noon("2026-11-21");
        let by_link = AnswerSheet {
            saved: (at, Hand::Link(one.id)),
            ..answers(one.measure)
        };
        let inserted = sheet::insert(&mut tx, &key, fixture::OPEN, &by_link).await;
        assert!(inserted.unwrap());
        let place = (fixture::OPEN, one.measure);
        let found = sheet::find(&mut tx, &key, place).await.unwrap();
        assert_eq!(found, Some(by_link.clone()));
        let by_staff = AnswerSheet {
            saved: (at, Hand::Staff(fixture::INTERVIEWER)),
            ..by_link
        };
        assert!(sheet::save(&mut tx, &key, &by_staff).await.unwrap());
        let found = sheet::find(&mut tx, &key, place).await.unwrap().unwrap();
        assert_eq!(found.saved, by_staff.saved);
        let done = Measure {
            state: State::Done {
                at,
                by: Hand::Link(one.id),
            },
            ..due(1, "2026-11-16")
        };
        assert!(measure::save(&mut tx, &done).await.unwrap());
        let stored = measure::find(&mut tx, fixture::OPEN, one.measure).await;
        assert_eq!(stored.unwrap().unwrap().state, done.state);
    }
}
