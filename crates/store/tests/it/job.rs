//! The program's own errands.

use hemma_store::job::{self, Job};
use hemma_testkit::noon;
use uuid::Uuid;

fn mail(number: u128, on: &str) -> Job {
    Job {
        id: Uuid::from_u128(number),
        kind: "mail".into(),
        payload: "{}".into(),
        run_at: noon(on),
        attempts: 0,
    }
}

#[tokio::test]
async fn an_errand_is_taken_once_and_tried_again_until_it_ends() {
    for db in hemma_testkit::each().await {
        let mut tx = db.write("request").await.unwrap();
        let (first, later) = (mail(1, "2026-11-22"), mail(2, "2026-11-24"));
        for one in [&later, &first] {
            assert!(job::insert(&mut tx, one).await.unwrap());
            assert!(!job::insert(&mut tx, one).await.unwrap());
        }
        let (now, until) = (noon("2026-11-23"), noon("2026-11-23").plus_seconds(60));
        let due = job::due(&mut tx, "mail", (now, 10)).await.unwrap();
        assert_eq!(due, std::slice::from_ref(&first));
        assert!(
            job::due(&mut tx, "other", (now, 10))
                .await
                .unwrap()
                .is_empty()
        );
        assert!(job::take(&mut tx, first.id, (now, until)).await.unwrap());
        assert!(!job::take(&mut tx, first.id, (now, until)).await.unwrap());
        assert!(
            job::due(&mut tx, "mail", (now, 10))
                .await
                .unwrap()
                .is_empty()
        );
        // Whoever held it was lost.
        let due = job::due(&mut tx, "mail", (until, 10)).await.unwrap();
        assert_eq!(due[0].attempts, 1);
        job::put_off(&mut tx, first.id, (noon("2026-11-25"), "no answer"))
            .await
            .unwrap();
        assert!(
            job::due(&mut tx, "mail", (until, 10))
                .await
                .unwrap()
                .is_empty()
        );
        let day = noon("2026-11-25");
        assert_eq!(job::due(&mut tx, "mail", (day, 1)).await.unwrap().len(), 1);
        job::end(&mut tx, first.id, (day, "")).await.unwrap();
        let due = job::due(&mut tx, "mail", (day, 10)).await.unwrap();
        assert_eq!(due, [later]);
        assert_eq!(job::sweep(&mut tx, day).await.unwrap(), 0);
        assert_eq!(job::sweep(&mut tx, day.plus_seconds(1)).await.unwrap(), 1);
    }
}
