//! Forms under a case.

use hemma_app::artefact::ArtefactInput;
use hemma_app::error::Error;
use hemma_domain::artefact::Signature;
use hemma_domain::case::Safety;
use hemma_domain::ids::ArtefactId;
use hemma_domain::programme::{FormValues, Value};
use hemma_domain::time::Day;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn rows(row: FormValues) -> Value {
    Value::Rows(vec![row])
}

/// A safety plan with all that must be there.
fn plan(review: &str) -> FormValues {
    let child = || Value::Person(fixture::CHILD);
    let row = FormValues::new;
    let choice = |code: &str| Value::Choice(code.into());
    row()
        .with(
            "risks",
            rows(
                row()
                    .with("risk", text("Slag"))
                    .with("level", choice("high")),
            ),
        )
        .with(
            "warning_signs",
            rows(row().with("person", Value::Person(fixture::MOTHER))),
        )
        .with(
            "steps",
            rows(
                row()
                    .with("level", choice("danger"))
                    .with("person", child())
                    .with("step", text("Går till grannen")),
            ),
        )
        .with(
            "safe_places",
            rows(
                row()
                    .with("child", child())
                    .with("adult", text("Mormor"))
                    .with("place", text("Mormors kök")),
            ),
        )
        .with(
            "contacts",
            rows(
                row()
                    .with("who", text("Mormor"))
                    .with("phone", text("070-000 00 01")),
            ),
        )
        .with(
            "child_words",
            rows(
                row()
                    .with("child", child())
                    .with("words", text("Jag vill ha min katt.")),
            ),
        )
        .with("next_review", Value::Date(review.parse().unwrap()))
}

fn typed(id: ArtefactId, version: i64, values: FormValues) -> ArtefactInput {
    ArtefactInput {
        kind: "safety_plan".into(),
        id,
        version,
        values,
        review_on: None,
    }
}

async fn start(test: &TestApp) -> ArtefactId {
    let ctx = test.ctx(fixture::THERAPIST);
    test.app
        .start_artefact(&ctx, fixture::OPEN, ("safety_plan", None))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_signed_plan_is_in_force_and_the_next_version_starts_from_it() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let case = fixture::OPEN;
    let before = test.app.safety_plan(&ctx, case).await.unwrap();
    assert_eq!(before.missing.len(), 1, "told before other goals are set");
    let first = start(&test).await;
    assert_eq!(start(&test).await, first, "a draft is gone on with");
    let draft = test
        .app
        .artefact_draft(&ctx, case, ("safety_plan", None))
        .await
        .unwrap();
    let proposed: Day = "2026-12-21".parse().unwrap();
    assert_eq!(
        draft.draft.values.get("next_review"),
        Some(&Value::Date(proposed))
    );

    test.app
        .sign_artefact(&ctx, case, &typed(first, 1, plan("2026-12-10")))
        .await
        .unwrap();
    let page = test.app.safety_plan(&ctx, case).await.unwrap();
    let review = "2026-12-10".parse().unwrap();
    assert_eq!(page.head.safety, Some(Safety::Current { review }));
    assert!(page.missing.is_empty() && !page.has_draft);
    assert_eq!(
        page.plan.unwrap().signed_name.as_deref(),
        Some("Tuva Ekorrstig")
    );

    let second = start(&test).await;
    let draft = test
        .app
        .artefact_draft(&ctx, case, ("safety_plan", Some(second)))
        .await
        .unwrap()
        .draft;
    assert_eq!(draft.number, 2);
    assert_eq!(draft.values.rows("contacts").len(), 1);
    assert_eq!(
        draft.values.get("next_review"),
        Some(&Value::Date(proposed))
    );
    test.app
        .sign_artefact(&ctx, case, &typed(second, 1, plan("2026-12-20")))
        .await
        .unwrap();
    let kind = ("safety_plan", Some(first));
    let old = test.app.artefact_kind(&ctx, case, kind).await.unwrap();
    assert!(!old.shown.unwrap().artefact.state.is_in_force());
    let changed = test
        .app
        .save_artefact(&ctx, case, &typed(first, 2, plan("2026-12-10")))
        .await;
    assert!(matches!(changed, Err(Error::Conflict)), "{changed:?}");
}

#[tokio::test]
async fn what_is_missing_keeps_a_plan_from_being_signed_but_not_saved() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let id = start(&test).await;
    let row = FormValues::new().with("whom", Value::Person(fixture::CHILD));
    let half = FormValues::new().with("risks", rows(row));
    let input = typed(id, 1, half.clone());
    let version = test
        .app
        .save_artefact(&ctx, fixture::OPEN, &input)
        .await
        .unwrap();
    assert_eq!(version, 2);
    let signed = test
        .app
        .sign_artefact(&ctx, fixture::OPEN, &typed(id, 2, half))
        .await;
    let Err(Error::Invalid(faults)) = signed else {
        panic!()
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    for field in [
        "r.risks.0.risk",
        "r.risks.0.level",
        "f.steps",
        "f.next_review",
    ] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let past = test
        .app
        .sign_artefact(&ctx, fixture::OPEN, &typed(id, 2, plan("2026-11-23")))
        .await;
    let Err(Error::Invalid(faults)) = past else {
        panic!()
    };
    assert_eq!(faults[0].field, "f.next_review");
}

#[tokio::test]
async fn two_on_one_draft_conflict_and_the_first_stays() {
    let test = TestApp::new().await;
    let (one, two) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let id = start(&test).await;
    let word = |word: &str| FormValues::new().with("code_word", text(word));
    test.app
        .save_artefact(&one, fixture::OPEN, &typed(id, 1, word("ananas")))
        .await
        .unwrap();
    let late = test
        .app
        .save_artefact(&two, fixture::OPEN, &typed(id, 1, word("paus")))
        .await;
    assert!(matches!(late, Err(Error::Conflict)));
    let draft = test
        .app
        .artefact_draft(&two, fixture::OPEN, ("safety_plan", None))
        .await
        .unwrap();
    assert_eq!(draft.draft.values.text("code_word"), "ananas");
    assert_eq!(draft.written_name, "Tuva Ekorrstig");
}

#[tokio::test]
async fn names_are_put_under_a_version_in_force_once_each() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let id = start(&test).await;
    let name = Signature {
        artefact: id,
        person: fixture::CHILD,
        on: "2026-11-23".parse().unwrap(),
        how: "Ritade en fjäril".into(),
    };
    let put = async |name: &Signature| {
        test.app
            .add_signature(&ctx, fixture::OPEN, ("safety_plan", name))
            .await
    };
    assert!(matches!(put(&name).await, Err(Error::NotFound)), "a draft");
    test.app
        .sign_artefact(&ctx, fixture::OPEN, &typed(id, 1, plan("2026-12-10")))
        .await
        .unwrap();
    put(&name).await.unwrap();
    assert!(matches!(put(&name).await, Err(Error::Invalid(_))), "twice");
    let later = Signature {
        person: fixture::MOTHER,
        on: "2026-11-24".parse().unwrap(),
        ..name.clone()
    };
    assert!(matches!(put(&later).await, Err(Error::Invalid(_))), "ahead");
    let page = test.app.safety_plan(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(page.signatures, [name]);
}

#[tokio::test]
async fn letters_are_kept_to_those_who_carry_the_case() {
    let test = TestApp::new().await;
    let (carer, colleague) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::COLLEAGUE));
    let letter = ("clarification_letter", None);
    let codes = async |ctx| {
        let list = test.app.artefacts(ctx, fixture::OPEN).await.unwrap();
        list.kinds
            .iter()
            .map(|one| one.kind.code.clone())
            .collect::<Vec<_>>()
    };
    assert!(codes(&carer).await.contains(&letter.0.to_owned()));
    assert!(!codes(&colleague).await.contains(&letter.0.to_owned()));
    let seen = test
        .app
        .artefact_kind(&colleague, fixture::OPEN, letter)
        .await;
    assert!(matches!(seen, Err(Error::Forbidden)), "{seen:?}");
    let mut tx = test.db.read().await.unwrap();
    let log = hemma_store::audit::of_case(&mut tx, fixture::OPEN, 20)
        .await
        .unwrap();
    let refused = log
        .iter()
        .any(|link| link.entry.event == hemma_domain::audit::Event::CaseRefused);
    assert!(refused);
    test.app
        .artefact_kind(&carer, fixture::OPEN, letter)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_form_of_many_occasions_has_a_series_for_each() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let start = async |from| {
        test.app
            .start_artefact(&ctx, fixture::OPEN, ("substance_test", from))
            .await
            .unwrap()
    };
    let (one, two) = (start(None).await, start(None).await);
    assert_ne!(one, two);
    assert_eq!(start(Some(one)).await, one);
    test.app
        .discard_artefact(&ctx, fixture::OPEN, ("substance_test", two, 1))
        .await
        .unwrap();
    let page = test
        .app
        .artefact_kind(&ctx, fixture::OPEN, ("substance_test", None))
        .await
        .unwrap();
    assert_eq!(page.versions.len(), 1);
    assert!(page.shown.is_none());
    let stranger = FormValues::new().with(
        "person",
        Value::Person(hemma_domain::ids::PersonId(Uuid::nil())),
    );
    let input = ArtefactInput {
        kind: "substance_test".into(),
        ..typed(one, 1, stranger)
    };
    let saved = test.app.save_artefact(&ctx, fixture::OPEN, &input).await;
    assert!(matches!(saved, Err(Error::Invalid(_))), "{saved:?}");
}

#[tokio::test]
async fn starting_saving_and_signing_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.start_artefact(&ctx, fixture::OPEN, ("safety_plan", None))
                .await
        }
    })
    .await;
    let id = start(&test).await;
    cut(&test, |app| {
        let (ctx, input) = (ctx.clone(), typed(id, 1, plan("2026-12-10")));
        async move { app.save_artefact(&ctx, fixture::OPEN, &input).await }
    })
    .await;
    cut(&test, |app| {
        let (ctx, input) = (ctx.clone(), typed(id, 2, plan("2026-12-10")));
        async move { app.sign_artefact(&ctx, fixture::OPEN, &input).await }
    })
    .await;
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.safety_plan(&ctx, fixture::OPEN).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
}
