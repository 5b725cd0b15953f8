//! The journal.

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::journal::{JournalFilter, NoteInput, Sign};
use hemma_domain::access::Errand;
use hemma_domain::note::{Lock, NoteKind};
use hemma_domain::staff::Role;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};

fn input(body: &str, sign: Sign) -> NoteInput {
    NoteInput {
        on: "2026-11-22".parse().unwrap(),
        heading: "Hembesök".into(),
        body: body.into(),
        source: String::new(),
        persons: vec![fixture::CHILD],
        sign,
    }
}

const ALL: JournalFilter = JournalFilter {
    person: None,
    kind: None,
};

#[tokio::test]
async fn a_draft_is_its_authors_alone_and_a_signed_entry_is_everybodys() {
    let test = TestApp::new().await;
    let (author, other) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::COLLEAGUE));
    let draft = input("Alla var hemma.", Sign::Later);
    let id = test
        .app
        .write_note(&author, fixture::OPEN, &draft)
        .await
        .unwrap();
    let read = async |ctx: &Ctx| {
        let journal = test.app.journal(ctx, fixture::OPEN, ALL).await.unwrap();
        journal.entries
    };
    let mine = read(&author).await;
    assert!(mine[0].is_mine);
    assert_eq!(mine[0].role, Some(Role::FamilyTherapist));
    assert!(read(&other).await.is_empty());
    let seen = test.app.note_form(&other, fixture::OPEN, id).await;
    assert!(matches!(seen, Err(Error::NotFound)));
    let changed = test
        .app
        .save_note(&other, fixture::OPEN, (id, 1), &draft)
        .await;
    assert!(matches!(changed, Err(Error::NotFound)));

    let signed = input("Alla var hemma.", Sign::Now);
    let version = test
        .app
        .save_note(&author, fixture::OPEN, (id, 1), &signed)
        .await
        .unwrap();
    assert_eq!(version, 2);
    assert_eq!(read(&other).await[0].note.lock, Lock::Signed { at: now() });
    let again = test
        .app
        .save_note(&author, fixture::OPEN, (id, 2), &signed)
        .await;
    assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
}

#[tokio::test]
async fn two_windows_on_one_draft_conflict_and_the_first_stays() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let save = async |version, body: &str, id| {
        test.app
            .save_note(
                &ctx,
                fixture::OPEN,
                (id, version),
                &input(body, Sign::Later),
            )
            .await
    };
    let id = test
        .app
        .write_note(&ctx, fixture::OPEN, &input("Ett", Sign::Later))
        .await
        .unwrap();
    assert_eq!(save(1, "Två", id).await.unwrap(), 2);
    assert!(matches!(save(1, "Tre", id).await, Err(Error::Conflict)));
    let form = test.app.note_form(&ctx, fixture::OPEN, id).await.unwrap();
    assert_eq!(form.draft.unwrap().body, "Två");
    let gone = test.app.discard_note(&ctx, fixture::OPEN, (id, 1)).await;
    assert!(matches!(gone, Err(Error::Conflict)));
    test.app
        .discard_note(&ctx, fixture::OPEN, (id, 2))
        .await
        .unwrap();
    let form = test.app.note_form(&ctx, fixture::OPEN, id).await;
    assert!(matches!(form, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_locked_entry_is_corrected_beneath_and_stays_readable() {
    let test = TestApp::new().await;
    let (author, leader) = (test.ctx(fixture::THERAPIST), test.ctx(fixture::LEADER));
    let draft = input("Mormor var med.", Sign::Later);
    let id = test
        .app
        .write_note(&author, fixture::OPEN, &draft)
        .await
        .unwrap();
    let fix = input("Det var farmor.", Sign::Now);
    let early = test
        .app
        .add_to_note(&author, fixture::OPEN, (id, NoteKind::Correction), &fix)
        .await;
    assert!(matches!(early, Err(Error::Invalid(_))), "{early:?}");
    let signed = input("Mormor var med.", Sign::Now);
    test.app
        .save_note(&author, fixture::OPEN, (id, 1), &signed)
        .await
        .unwrap();
    for kind in [NoteKind::Correction, NoteKind::Annotation] {
        test.app
            .add_to_note(&leader, fixture::OPEN, (id, kind), &fix)
            .await
            .unwrap();
    }
    let filter = JournalFilter {
        kind: Some(NoteKind::Annotation),
        person: Some(fixture::CHILD),
    };
    let journal = test
        .app
        .journal(&author, fixture::OPEN, filter)
        .await
        .unwrap();
    assert_eq!(journal.entries.len(), 1);
    let entry = &journal.entries[0];
    assert_eq!(entry.note.body, "Mormor var med.");
    let kinds: Vec<NoteKind> = entry.additions.iter().map(|one| one.note.kind).collect();
    assert_eq!(kinds, [NoteKind::Correction, NoteKind::Annotation]);
    assert_eq!(entry.additions[0].author, "Gun Alebäck");
    let nobody = JournalFilter {
        person: Some(fixture::MOTHER),
        kind: None,
    };
    let none = test.app.journal(&author, fixture::OPEN, nobody).await;
    assert!(none.unwrap().entries.is_empty());
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_field() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let odd = NoteInput {
        on: "2026-11-24".parse().unwrap(),
        body: " ".into(),
        heading: "å".repeat(300),
        persons: vec![hemma_domain::ids::PersonId(uuid::Uuid::nil())],
        ..input("", Sign::Now)
    };
    let Err(Error::Invalid(faults)) = test.app.write_note(&ctx, fixture::OPEN, &odd).await else {
        panic!()
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["persons", "on", "heading", "body"]);
    let long = input(&"å".repeat(20_001), Sign::Later);
    let refused = test.app.write_note(&ctx, fixture::OPEN, &long).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn an_old_draft_locks_by_itself_on_reading_and_by_upkeep() {
    let test = TestApp::new().await;
    let author = test.ctx(fixture::THERAPIST);
    let id = test
        .app
        .write_note(&author, fixture::OPEN, &input("Ett", Sign::Later))
        .await
        .unwrap();
    let later = now().plus_seconds(14 * 86_400);
    let colleague = Ctx {
        now: later,
        ..test.ctx(fixture::COLLEAGUE)
    };
    let seen = test
        .app
        .journal(&colleague, fixture::OPEN, ALL)
        .await
        .unwrap();
    assert_eq!(seen.entries[0].note.lock, Lock::Expired { at: later });
    let late = Ctx {
        now: later,
        ..author
    };
    let changed = test
        .app
        .save_note(&late, fixture::OPEN, (id, 1), &input("Två", Sign::Later))
        .await;
    assert!(matches!(changed, Err(Error::Invalid(_))), "{changed:?}");

    let early = Ctx::system(Errand::Upkeep, later.plus_seconds(-1));
    assert_eq!(test.app.lock_old_notes(&early).await.unwrap(), 0);
    let upkeep = Ctx::system(Errand::Upkeep, later.plus_seconds(3_600));
    assert_eq!(test.app.lock_old_notes(&upkeep).await.unwrap(), 1);
    assert_eq!(test.app.lock_old_notes(&upkeep).await.unwrap(), 0);
    let seen = test
        .app
        .journal(&colleague, fixture::OPEN, ALL)
        .await
        .unwrap();
    assert_eq!(seen.entries[0].note.lock, Lock::Expired { at: later });
}

#[tokio::test]
async fn writing_signing_and_locking_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.write_note(&ctx, fixture::OPEN, &input("Ett", Sign::Now))
                .await
        }
    })
    .await;
    let id = test
        .app
        .write_note(&ctx, fixture::OPEN, &input("Ett", Sign::Later))
        .await
        .unwrap();
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.save_note(&ctx, fixture::OPEN, (id, 1), &input("Två", Sign::Later))
                .await
        }
    })
    .await;
    let later = now().plus_seconds(20 * 86_400);
    cut(&test, |app| async move {
        app.lock_old_notes(&Ctx::system(Errand::Upkeep, later))
            .await
    })
    .await;
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.journal(&ctx, fixture::OPEN, ALL).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
}
