//! Incidents.

use hemma_domain::ids::IncidentId;
use hemma_domain::incident::{Harm, Incident, IncidentKind, ReportMade};
use hemma_store::{error::Error, incident};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::case::key;

pub(crate) fn incident(number: u128, on: &str) -> Incident {
    Incident {
        id: IncidentId(Uuid::from_u128(number)),
        case: fixture::OPEN,
        kind: IncidentKind::Threat,
        at: hemma_testkit::noon(on),
        what: "Bråk i hallen om telefonen.".into(),
        harm: Harm::Distress,
        step_used: "Gick till grannen.".into(),
        child_safe_now: true,
        reports: vec![ReportMade::Worry, ReportMade::Police],
        persons: vec![fixture::CHILD, fixture::MOTHER],
        recorded_by: fixture::THERAPIST,
        recorded_at: hemma_testkit::noon(on),
        reviewed: None,
        version: 1,
    }
}

#[tokio::test]
async fn an_incident_comes_back_as_it_was_stored() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let first = Incident {
            reviewed: Some((hemma_testkit::noon("2026-11-04"), fixture::LEADER)),
            ..incident(1, "2026-11-03")
        };
        let second = Incident {
            reports: vec![],
            persons: vec![],
            ..incident(2, "2026-11-20")
        };
        for one in [&first, &second] {
            incident::insert(&mut tx, &key, one).await.unwrap();
        }
        let all = incident::of_case(&mut tx, &key, fixture::OPEN)
            .await
            .unwrap();
        assert_eq!(all[0].incident, second);
        assert_eq!(all[1].incident, first);
        assert_eq!(all[1].recorded_by, "Tuva Ekorrstig");
        assert_eq!(all[1].reviewed_by.as_deref(), Some("Gun Alebäck"));
    }
}

#[tokio::test]
async fn an_incident_is_stored_once_and_reviewed_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let key = key(&mut tx, fixture::OPEN).await;
        let one = incident(1, "2026-11-20");
        let place = (fixture::OPEN, one.id);
        assert!(!incident::exists(&mut tx, place.0, place.1).await.unwrap());
        incident::insert(&mut tx, &key, &one).await.unwrap();
        assert!(incident::exists(&mut tx, place.0, place.1).await.unwrap());
        assert!(
            !incident::exists(&mut tx, fixture::OTHER_TEAM, one.id)
                .await
                .unwrap()
        );
        let at = hemma_testkit::noon(fixture::TODAY);
        assert!(
            incident::review(&mut tx, place, at, fixture::LEADER)
                .await
                .unwrap()
        );
        assert!(
            !incident::review(&mut tx, place, at, fixture::LEADER)
                .await
                .unwrap()
        );
        let again = incident::insert(&mut tx, &key, &one).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    }
}
