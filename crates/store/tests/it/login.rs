//! Store functions of `login` and `credential`.

use hemma_domain::ids::PasskeyId;
use hemma_domain::login::Throttle;
use hemma_store::credential::{self, StoredPasskey};
use hemma_store::draft;
use hemma_store::login::{self, Ceremony, Session};
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

pub(crate) fn session(hash: &str) -> Session {
    let now = noon(fixture::TODAY);
    Session {
        token_hash: hash.to_owned(),
        staff: fixture::THERAPIST,
        created_at: now,
        seen_at: now,
        ends_at: now.plus_seconds(3600),
        method: "password".to_owned(),
        agent: "a browser".to_owned(),
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_holder_alone() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        for hash in ["one", "two", "three"] {
            login::insert_session(&mut tx, &session(hash))
                .await
                .unwrap();
        }
        let theirs = login::delete_own_session(&mut tx, fixture::LEADER, "one").await;
        assert!(!theirs.unwrap());
        let theirs = login::delete_own_session(&mut tx, fixture::THERAPIST, "one").await;
        assert!(theirs.unwrap());
        let ended = login::delete_sessions(&mut tx, fixture::THERAPIST, Some("two")).await;
        assert_eq!(ended.unwrap(), 1);
        let left = login::sessions(&mut tx, fixture::THERAPIST).await.unwrap();
        assert_eq!(left, [session("two")]);
        let ended = login::delete_sessions(&mut tx, fixture::THERAPIST, None).await;
        assert_eq!(ended.unwrap(), 1);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_ceremony_ends_once_and_in_time() {
    let now = noon(fixture::TODAY);
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        let ceremony = Ceremony {
            token_hash: "token".to_owned(),
            kind: "passkey",
            staff: Some(fixture::THERAPIST),
            state: "the state".to_owned(),
            ends_at: now.plus_seconds(60),
        };
        login::begin_ceremony(&mut tx, &ceremony).await.unwrap();
        login::begin_ceremony(&mut tx, &ceremony).await.unwrap();
        let found = login::ceremony(&mut tx, "token", "passkey", now).await;
        let state = "the state".to_owned();
        assert_eq!(found.unwrap(), Some((Some(fixture::THERAPIST), state)));
        let other = login::ceremony(&mut tx, "token", "second_step", now).await;
        assert_eq!(other.unwrap(), None);
        let late = login::ceremony(&mut tx, "token", "passkey", now.plus_seconds(60)).await;
        assert_eq!(late.unwrap(), None);
        assert!(
            login::end_ceremony(&mut tx, "token", "passkey")
                .await
                .unwrap()
        );
        assert!(
            !login::end_ceremony(&mut tx, "token", "passkey")
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn counts_are_kept_cleared_and_swept() {
    let now = noon(fixture::TODAY);
    let count = Throttle {
        failures: 5,
        tried_at: now,
        locked_until: Some(now.plus_seconds(60)),
    };
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        assert_eq!(login::throttle(&mut tx, "key").await.unwrap(), None);
        login::set_throttle(&mut tx, "key", Some(count))
            .await
            .unwrap();
        assert_eq!(login::throttle(&mut tx, "key").await.unwrap(), Some(count));
        assert_eq!(login::sweep(&mut tx, now).await.unwrap(), 0);
        login::insert_session(&mut tx, &session("one"))
            .await
            .unwrap();
        let later = now.plus_seconds(86_400);
        assert_eq!(login::sweep(&mut tx, later).await.unwrap(), 2);
        login::set_throttle(&mut tx, "key", Some(count))
            .await
            .unwrap();
        login::set_throttle(&mut tx, "key", None).await.unwrap();
        assert_eq!(login::throttle(&mut tx, "key").await.unwrap(), None);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_link_a_step_and_a_code_are_each_taken_once() {
    let now = noon(fixture::TODAY);
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let who = fixture::THERAPIST;
        let mut tx = db.write("test").await.unwrap();
        credential::set_invite(&mut tx, who, "old", now.plus_seconds(60))
            .await
            .unwrap();
        credential::set_invite(&mut tx, who, "new", now.plus_seconds(60))
            .await
            .unwrap();
        let old = credential::by_invite(&mut tx, "old", now).await.unwrap();
        assert!(old.is_none(), "the newest link alone holds");
        let late = credential::by_invite(&mut tx, "new", now.plus_seconds(60)).await;
        assert!(late.unwrap().is_none());
        let found = credential::by_invite(&mut tx, "new", now).await.unwrap();
        assert_eq!(found.unwrap().id, who);
        assert!(credential::take_invite(&mut tx, who, "new").await.unwrap());
        assert!(!credential::take_invite(&mut tx, who, "new").await.unwrap());

        credential::set_password_and_totp(&mut tx, who, "hash", (b"twenty bytes of it..", 7))
            .await
            .unwrap();
        let (staff, kept) = credential::of(&mut tx, who).await.unwrap().unwrap();
        let secret = kept.totp.as_deref();
        assert_eq!(secret, Some(b"twenty bytes of it..".as_slice()));
        let found = credential::by_email(&mut tx, &staff.email).await.unwrap();
        assert_eq!(found, Some((staff, kept)));
        assert!(!credential::take_step(&mut tx, who, 7).await.unwrap());
        assert!(credential::take_step(&mut tx, who, 8).await.unwrap());
        let changed = credential::change_password(&mut tx, who, "another", "next").await;
        assert!(!changed.unwrap(), "it was changed meanwhile");
        let changed = credential::change_password(&mut tx, who, "hash", "next").await;
        assert!(changed.unwrap());

        let other = (b"another twenty bytes".as_slice(), 9);
        let changed = credential::change_totp(&mut tx, who, "hash", other).await;
        assert!(!changed.unwrap(), "the password was changed meanwhile");
        let changed = credential::change_totp(&mut tx, who, "next", other).await;
        assert!(changed.unwrap());
        let (_, kept) = credential::of(&mut tx, who).await.unwrap().unwrap();
        assert_eq!(kept.totp.as_deref(), Some(other.0));
        assert!(!credential::take_step(&mut tx, who, 9).await.unwrap());

        let codes = ["a".to_owned(), "b".to_owned()];
        credential::set_recovery_codes(&mut tx, who, &codes)
            .await
            .unwrap();
        let taken = credential::take_recovery_code(&mut tx, who, "a", now).await;
        assert!(taken.unwrap());
        let twice = credential::take_recovery_code(&mut tx, who, "a", now).await;
        assert!(!twice.unwrap());
        let left = credential::recovery_codes_left(&mut tx, who).await;
        assert_eq!(left.unwrap(), 1);
        credential::forget(&mut tx, who).await.unwrap();
        let (_, nothing) = credential::of(&mut tx, who).await.unwrap().unwrap();
        assert_eq!(nothing, credential::Credential::default());
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_passkey_is_its_holder_s_alone() {
    let now = noon(fixture::TODAY);
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        let passkey = StoredPasskey {
            id: PasskeyId(Uuid::from_u128(1)),
            staff: fixture::THERAPIST,
            name: "Tjänstetelefonen".to_owned(),
            credential_id: "id".to_owned(),
            credential: "{}".to_owned(),
            created_at: now,
            used_at: None,
        };
        credential::insert_passkey(&mut tx, &passkey).await.unwrap();
        credential::use_passkey(&mut tx, passkey.id, "{1}", now)
            .await
            .unwrap();
        let by_other =
            credential::rename_passkey(&mut tx, fixture::LEADER, passkey.id, "Min").await;
        assert!(!by_other.unwrap());
        let by_holder =
            credential::rename_passkey(&mut tx, fixture::THERAPIST, passkey.id, "Datorn").await;
        assert!(by_holder.unwrap());
        let kept = credential::passkeys(&mut tx, fixture::THERAPIST)
            .await
            .unwrap();
        let expected = StoredPasskey {
            name: "Datorn".to_owned(),
            credential: "{1}".to_owned(),
            used_at: Some(now),
            ..passkey.clone()
        };
        assert_eq!(kept, [expected]);
        let by_other = credential::delete_passkey(&mut tx, fixture::LEADER, passkey.id).await;
        assert!(!by_other.unwrap());
        let by_holder = credential::delete_passkey(&mut tx, fixture::THERAPIST, passkey.id).await;
        assert!(by_holder.unwrap());
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_session_knows_its_holder_the_posts_of_the_day_and_whether_a_draft_waits() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        login::insert_session(&mut tx, &session("one"))
            .await
            .unwrap();
        let today = noon(fixture::TODAY);
        let known = login::session(&mut tx, "one", today)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(known.session, session("one"));
        assert_eq!(known.staff.id, fixture::THERAPIST);
        assert!(!known.posts.is_empty() && !known.has_drafts);
        let draft = draft::Draft {
            place: "/tasks".into(),
            body: "text=Ring".into(),
            saved_at: noon(fixture::TODAY),
        };
        draft::save(&mut tx, fixture::THERAPIST, &draft)
            .await
            .unwrap();
        let known = login::session(&mut tx, "one", today)
            .await
            .unwrap()
            .unwrap();
        assert!(known.has_drafts);
        assert!(
            login::session(&mut tx, "two", today)
                .await
                .unwrap()
                .is_none()
        );
    }
}
