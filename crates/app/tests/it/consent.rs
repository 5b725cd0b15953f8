//! Consents: what was said is kept, whatever the law thinks of it.

use hemma_app::consent::ConsentInput;
use hemma_app::error::Error;
use hemma_domain::consent::{ConsentKind, Doubt};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

fn answer(given: bool) -> ConsentInput {
    ConsentInput {
        person: fixture::CHILD,
        kind: ConsentKind::Treatment,
        party: "Skolan".into(),
        given,
        on: fixture::TODAY.parse().unwrap(),
        by: fixture::CHILD,
        evidence: "Sa det vid mötet".into(),
    }
}

#[tokio::test]
async fn a_childs_own_consent_is_kept_and_doubted() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.record_consent(&ctx, fixture::OPEN, answer(true)).await }
    })
    .await;
    let page = test.app.consents(&ctx, fixture::OPEN).await.unwrap();
    let child = page.head.persons.iter().find(|p| p.id == fixture::CHILD);
    let doubt = page.consents[0].doubt(child.unwrap(), child.unwrap());
    assert_eq!(doubt, Some(Doubt::GuardianNeeded), "she is eleven");
    assert_eq!(page.consents[0].party, "", "only an exchange has a party");
}

#[tokio::test]
async fn answers_to_come_and_exchange_with_nobody_are_refused() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let tomorrow = ConsentInput {
        on: "2026-11-24".parse().unwrap(),
        ..answer(true)
    };
    let nobody = ConsentInput {
        kind: ConsentKind::Exchange,
        party: " ".into(),
        ..answer(true)
    };
    for (faulty, field) in [(tomorrow, "on"), (nobody, "party")] {
        let refused = test.app.record_consent(&ctx, fixture::OPEN, faulty).await;
        let Err(Error::Invalid(faults)) = refused else {
            panic!()
        };
        assert_eq!(faults[0].field, field);
    }
    let colleague = test.ctx(fixture::COLLEAGUE);
    let refused = test
        .app
        .record_consent(&colleague, fixture::OPEN, answer(true));
    assert!(matches!(refused.await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn a_consent_is_withdrawn_once_and_a_refusal_never() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    for given in [true, false] {
        test.app
            .record_consent(&ctx, fixture::OPEN, answer(given))
            .await
            .unwrap();
    }
    let page = test.app.consents(&ctx, fixture::OPEN).await.unwrap();
    let id = |given| {
        page.consents
            .iter()
            .find(|one| one.given == given)
            .unwrap()
            .id
    };
    let (given, refusal) = (id(true), id(false));
    let today = ctx.today();
    let early = test
        .app
        .withdraw_consent(&ctx, (fixture::OPEN, given), today.plus(-1))
        .await;
    assert!(matches!(early, Err(Error::Invalid(_))), "{early:?}");
    let refused = test
        .app
        .withdraw_consent(&ctx, (fixture::OPEN, refusal), today)
        .await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.withdraw_consent(&ctx, (fixture::OPEN, given), today)
                .await
        }
    })
    .await;
    let page = test.app.consents(&ctx, fixture::OPEN).await.unwrap();
    let one = page.consents.iter().find(|one| one.id == given).unwrap();
    assert_eq!(one.withdrawn_on, Some(today));
}
