//! Proposals to boards.

use hemma_domain::ids::{AttachmentId, ProposalId, SendingId};
use hemma_domain::money::Ore;
use hemma_domain::proposal::{
    Attachment, Content, CostKind, Course, Hand, Handler, Line, Outcome, PastRuling, Proposal,
    Report, Ruling, Sending, Trip,
};
use hemma_store::addressee;
use hemma_store::error::Error;
use hemma_store::proposal::{self, attachment, past};
use hemma_testkit::opening::pdf;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::addressee::board;
use crate::pool::day;

fn content(diary: &str) -> Content {
    let line = |what: &str, ore| Line {
        what: what.to_owned(),
        amount: Ore(ore),
        kind: (what == "Resa").then_some(CostKind::Journey),
    };
    Content {
        heading: "Resa till Påhittsstad".to_owned(),
        diary: diary.to_owned(),
        office: "Påhittets förvaltning".to_owned(),
        department: "Avdelningen för det uppdiktade".to_owned(),
        handler: Handler {
            name: "Tuva Ekorrstig".to_owned(),
            phone: "08-508 00 001".to_owned(),
        },
        addressee: "Påhittets nämnd".to_owned(),
        dated_on: day("2026-11-23"),
        meeting_on: Some(day("2026-12-15")),
        points: vec!["Nämnden godkänner resan.".to_owned()],
        texts: [("summary".to_owned(), "En resa \"föreslås\".".to_owned())].into(),
        attachments: vec!["Program".to_owned()],
        costs: vec![line("Resa", 9_000_050)],
        funding: vec![line("Avgifter", 9_000_050)],
        trip: Some(Trip {
            place: "Påhittsstad".to_owned(),
            from: day("2027-03-01"),
            to: day("2027-03-03"),
            participants: vec!["Tuva Ekorrstig".to_owned()],
            alternatives: String::new(),
        }),
        signers: vec!["Gun Alebäck, direktör".to_owned()],
    }
}

pub(crate) fn proposal_of(number: u128, diary: &str) -> Proposal {
    Proposal {
        id: ProposalId(Uuid::from_u128(number)),
        network: fixture::NETWORK,
        layout: ("STOCKHOLM".to_owned(), 1),
        template: "conference".to_owned(),
        to: None,
        content: content(diary),
        course: Course::default(),
        made: (fixture::NETWORK_LEAD, noon("2026-11-23")),
        version: 1,
    }
}

#[tokio::test]
async fn a_proposal_is_kept_whole_from_draft_to_report() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = proposal_of(1, "");
        proposal::insert(&mut tx, &one).await.unwrap();
        let found = proposal::find(&mut tx, one.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        let hand = |text| Hand {
            by: fixture::NETWORK_LEAD,
            at: noon(text),
        };
        let changed = Proposal {
            content: Content {
                trip: None,
                meeting_on: None,
                ..content("2.5-0001/2026")
            },
            course: Course {
                signed: Some(hand("2026-11-24")),
                sent: Some(hand("2026-11-25")),
                ruling: Some(Ruling {
                    on: day("2026-12-15"),
                    outcome: Outcome::Granted,
                    approved_on: Some(day("2026-12-20")),
                    posted_on: None,
                    note: "En reservation.".to_owned(),
                }),
                report: Some(Report {
                    on: day("2027-04-01"),
                    text: "Resan är gjord.".to_owned(),
                }),
            },
            ..one.clone()
        };
        assert!(proposal::save(&mut tx, &changed).await.unwrap());
        assert!(
            !proposal::save(&mut tx, &one).await.unwrap(),
            "changed meanwhile"
        );
        let kept = Proposal {
            version: 2,
            ..changed
        };
        let all = proposal::of_network(&mut tx, fixture::NETWORK)
            .await
            .unwrap();
        assert_eq!(all, [kept]);
    }
}

#[tokio::test]
async fn no_diary_number_is_there_twice_at_one_board() {
    const DIARY: &str = "2.5-0001/2026";
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let boards = [
            board(1, "Vikens nämnd", None),
            board(2, "Bergets nämnd", None),
        ];
        for one in &boards {
            addressee::insert(&mut tx, one).await.unwrap();
        }
        let [own, other] = boards.map(|one| Some(one.id));
        let to = |number, to, diary| Proposal {
            to,
            ..proposal_of(number, diary)
        };
        for one in [to(1, own, ""), to(2, own, ""), to(3, own, DIARY)] {
            proposal::insert(&mut tx, &one).await.unwrap();
        }
        for (board, is_there) in [(own, true), (other, false), (None, false)] {
            let register = (fixture::NETWORK, board);
            let has = proposal::has_diary(&mut tx, register, DIARY).await;
            assert_eq!(has.unwrap(), is_there, "{board:?}");
        }
        proposal::insert(&mut tx, &to(4, other, DIARY))
            .await
            .unwrap();
        proposal::insert(&mut tx, &to(5, None, DIARY))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for one in [own, other, None] {
            let mut tx = db.write("request").await.unwrap();
            let twice = proposal::insert(&mut tx, &to(6, one, DIARY)).await;
            assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        }
    }
}

#[tokio::test]
async fn a_file_is_kept_sealed_beside_its_proposal_and_taken_away() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let (one, other) = (proposal_of(1, ""), proposal_of(2, ""));
        for proposal in [&one, &other] {
            proposal::insert(&mut tx, proposal).await.unwrap();
        }
        let sent = pdf("/Title (Program)");
        let file = Attachment {
            id: AttachmentId(Uuid::from_u128(0xF1)),
            title: "Konferensens program".to_owned(),
            bytes: u32::try_from(sent.len()).unwrap(),
            added: (fixture::NETWORK_LEAD, noon("2026-11-23")),
        };
        attachment::insert(&mut tx, one.id, (&file, &sent))
            .await
            .unwrap();
        let listed = attachment::of_proposal(&mut tx, one.id).await.unwrap();
        assert_eq!(listed, std::slice::from_ref(&file));
        let found = attachment::file(&mut tx, (one.id, file.id)).await.unwrap();
        assert_eq!(found, Some((file.clone(), sent)));
        let elsewhere = attachment::file(&mut tx, (other.id, file.id)).await;
        assert_eq!(elsewhere.unwrap(), None, "of another proposal");
        let rows = tx
            .all_built("SELECT * FROM proposal_attachments".to_owned(), &[])
            .await
            .unwrap();
        let rows = format!("{rows:?}");
        assert!(!rows.contains("program") && !rows.contains("PDF"), "{rows}");
        assert!(
            attachment::remove(&mut tx, (one.id, file.id))
                .await
                .unwrap()
        );
        assert!(
            !attachment::remove(&mut tx, (one.id, file.id))
                .await
                .unwrap()
        );
        let none = attachment::of_proposal(&mut tx, one.id).await.unwrap();
        assert_eq!(none, []);
    }
}

fn hand(on: &str) -> Hand {
    Hand {
        by: fixture::NETWORK_LEAD,
        at: noon(on),
    }
}

#[tokio::test]
async fn what_was_sent_and_decided_is_kept_sealed_in_rounds() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = proposal_of(1, "2.5-0002/2026");
        proposal::insert(&mut tx, &one).await.unwrap();
        let sending = Sending {
            id: SendingId(Uuid::from_u128(0xA1)),
            round: 1,
            signed: hand("2026-11-24"),
            sent: hand("2026-11-25"),
        };
        let was = content("2.5-0001/2026");
        past::insert(&mut tx, one.id, (&sending, &was))
            .await
            .unwrap();
        let ruling = |number: u128, outcome, on| {
            let ruling = PastRuling {
                round: 1,
                ruling: Ruling {
                    on: day(on),
                    outcome,
                    approved_on: Some(day("2027-01-20")),
                    posted_on: None,
                    note: "Med en reservation.".to_owned(),
                },
                followed: hand("2027-01-21"),
            };
            (Uuid::from_u128(number), ruling)
        };
        let all = [
            ruling(2, Outcome::Postponed, "2026-12-15"),
            ruling(1, Outcome::Returned, "2027-01-19"),
        ];
        for (id, ruling) in &all {
            past::insert_ruling(&mut tx, (one.id, *id), ruling)
                .await
                .unwrap();
        }
        assert_eq!(past::sendings(&mut tx, one.id).await.unwrap(), [sending]);
        let found = past::sent(&mut tx, (one.id, sending.id)).await.unwrap();
        assert_eq!(found, Some((sending, was)));
        let elsewhere = (ProposalId(Uuid::from_u128(2)), sending.id);
        assert_eq!(past::sent(&mut tx, elsewhere).await.unwrap(), None);
        let rulings = past::rulings(&mut tx, one.id).await.unwrap();
        assert_eq!(rulings, all.map(|(_, ruling)| ruling));
        let diaries = past::diaries(&mut tx, fixture::NETWORK).await.unwrap();
        assert_eq!(diaries, [(one.id, vec!["2.5-0001/2026".to_owned()])].into());
        for table in ["proposal_sendings", "proposal_rulings"] {
            let rows = tx.all_built(format!("SELECT * FROM {table}"), &[]).await;
            let rows = format!("{:?}", rows.unwrap());
            assert!(
                !rows.contains("reservation") && !rows.contains("Resa"),
                "{rows}"
            );
        }
    }
}

#[tokio::test]
async fn a_file_that_a_board_had_is_kept_when_the_next_draft_goes_without_it() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = proposal_of(1, "");
        proposal::insert(&mut tx, &one).await.unwrap();
        let file = |number| Attachment {
            id: AttachmentId(Uuid::from_u128(number)),
            title: format!("Bilaga {number}"),
            bytes: 3,
            added: (fixture::NETWORK_LEAD, noon("2026-11-23")),
        };
        let (first, second) = (file(1), file(2));
        attachment::insert(&mut tx, one.id, (&first, b"one"))
            .await
            .unwrap();
        let sending = Sending {
            id: SendingId(Uuid::from_u128(0xA1)),
            round: 1,
            signed: hand("2026-11-24"),
            sent: hand("2026-11-25"),
        };
        past::insert(&mut tx, one.id, (&sending, &one.content))
            .await
            .unwrap();
        attachment::insert(&mut tx, one.id, (&second, b"two"))
            .await
            .unwrap();
        for id in [first.id, second.id] {
            assert!(attachment::remove(&mut tx, (one.id, id)).await.unwrap());
            assert!(!attachment::remove(&mut tx, (one.id, id)).await.unwrap());
        }
        let now = attachment::of_proposal(&mut tx, one.id).await.unwrap();
        assert_eq!(now, []);
        let sent = attachment::of_round(&mut tx, (one.id, 1)).await.unwrap();
        assert_eq!(sent, std::slice::from_ref(&first));
        let next = attachment::of_round(&mut tx, (one.id, 2)).await.unwrap();
        assert_eq!(next, []);
        let read = attachment::file(&mut tx, (one.id, first.id)).await.unwrap();
        assert_eq!(read, Some((first, b"one".to_vec())));
        let gone = attachment::file(&mut tx, (one.id, second.id)).await;
        assert_eq!(gone.unwrap(), None, "no board ever had it");
    }
}
