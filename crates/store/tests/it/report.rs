//! Reports to the referrer.

use hemma_domain::ids::ReportId;
use hemma_domain::report::{Report, ReportSection, ReportState};
use hemma_store::report;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::case::key;

pub(crate) fn draft() -> Report {
    Report {
        id: ReportId(Uuid::from_u128(900)),
        case: fixture::OPEN,
        from: "2026-10-26".parse().unwrap(),
        to: "2026-11-22".parse().unwrap(),
        sections: vec![ReportSection {
            code: "safety".into(),
            text: "Lugnare kvällar.".into(),
        }],
        state: ReportState::Draft,
        written_by: fixture::THERAPIST,
        written_at: hemma_testkit::noon(fixture::TODAY),
        version: 1,
    }
}

#[tokio::test]
async fn what_was_sent_is_kept_and_cannot_be_changed() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        report::insert(&mut tx, &key, &draft()).await.unwrap();
        let edited = Report {
            to: "2026-11-20".parse().unwrap(),
            ..draft()
        };
        assert!(report::save(&mut tx, &key, &edited).await.unwrap());
        assert!(
            !report::save(&mut tx, &key, &edited).await.unwrap(),
            "the version has moved on"
        );
        assert_eq!(
            report::file(&mut tx, &key, fixture::OPEN, edited.id)
                .await
                .unwrap(),
            None
        );

        let at = hemma_testkit::noon("2026-11-24");
        let state = ReportState::Sent {
            at,
            by: fixture::THERAPIST,
            to: "Handläggare Sten Ek".into(),
        };
        let sent = Report {
            state,
            version: 2,
            ..edited
        };
        assert!(report::send(&mut tx, &key, &sent, b"%PDF").await.unwrap());
        assert!(
            !report::send(&mut tx, &key, &sent, b"%PDF").await.unwrap(),
            "sent once"
        );
        let stored = report::find(&mut tx, &key, fixture::OPEN, sent.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            stored,
            Report {
                version: 3,
                ..sent.clone()
            }
        );
        assert!(
            !report::save(&mut tx, &key, &stored).await.unwrap(),
            "what was sent cannot be changed"
        );
        assert_eq!(
            report::file(&mut tx, &key, fixture::OPEN, sent.id)
                .await
                .unwrap()
                .as_deref(),
            Some(b"%PDF".as_slice())
        );
        assert_eq!(
            report::of_case(&mut tx, &key, fixture::OPEN).await.unwrap(),
            [stored]
        );
        assert_eq!(
            report::find(&mut tx, &key, fixture::OTHER_BOARD, sent.id)
                .await
                .unwrap(),
            None
        );
    }
}
