//! Signing in.

use hemma_app::account::NewAuthenticator;
use hemma_app::error::Error;
use hemma_app::sign_in::{Answer, Attempt, Device};
use hemma_app::welcome::Chosen;
use hemma_store::{audit, login};
use hemma_testkit::fixture;
use totp_rs::{Builder, Secret, Totp};

use crate::harness::{TestApp, cut, now};

const DEVICE: Device<'static> = Device {
    address: "192.0.2.7",
    agent: "a browser",
    before: None,
};

const PASSWORD: &str = "tolv små ord";

fn totp(secret: &str) -> Totp {
    Builder::new()
        .with_secret(Secret::try_from_base32(secret.replace(' ', "")).unwrap())
        .build()
        .unwrap()
}

/// Gives the therapist a password and a second factor.
async fn equip(test: &TestApp) -> (Totp, Vec<String>) {
    let link = test
        .app
        .invite(&test.ctx(fixture::ADMINISTRATOR), fixture::THERAPIST)
        .await
        .unwrap();
    let ctx = test.ctx(fixture::THERAPIST);
    let welcome = test.app.welcome(&ctx, &link.0).await.unwrap();
    let totp = totp(&welcome.factor.secret);
    let earlier = u64::try_from(now().0.as_second()).unwrap() - 30;
    let chosen = Chosen {
        password: PASSWORD.to_owned(),
        code: totp.generate(earlier).to_string(),
    };
    let welcomed = test
        .app
        .welcome_password(&ctx, &link.0, chosen, &DEVICE)
        .await
        .unwrap();
    (totp, welcomed.recovery_codes)
}

async fn attempt(test: &TestApp, email: &str, password: &str, device: &Device<'_>) -> Answer {
    let attempt = Attempt {
        email: email.to_owned(),
        password: password.to_owned(),
    };
    let ctx = test.ctx(fixture::THERAPIST);
    test.app
        .sign_in_password(&ctx, attempt, device)
        .await
        .unwrap()
}

async fn email(test: &TestApp) -> String {
    let ctx = test.ctx(fixture::ADMINISTRATOR);
    let member = test.app.colleague(&ctx, fixture::THERAPIST).await.unwrap();
    member.staff.email
}

#[tokio::test]
async fn a_second_step_cut_short_begins_no_session_and_uses_no_code_up() {
    let test = TestApp::new().await;
    let (totp, _) = equip(&test).await;
    let email = email(&test).await;
    let Answer::Right(step) = attempt(&test, &email, PASSWORD, &DEVICE).await else {
        panic!("the password is right");
    };
    let code = totp
        .generate(u64::try_from(now().0.as_second()).unwrap())
        .to_string();
    let ctx = test.ctx(fixture::THERAPIST);
    let sessions = async || {
        let mut tx = test.db.read().await.unwrap();
        login::sessions(&mut tx, fixture::THERAPIST)
            .await
            .unwrap()
            .len()
    };
    let before = sessions().await;
    // Each cut falls into the last transaction; fewer than lock, for what is cut counts as an attempt.
    for n in 6..9 {
        let cut = test.app.on_db(test.db.cutting_after(n));
        let answer = cut.sign_in_code(&ctx, &step.0, &code, &DEVICE).await;
        assert!(answer.is_err(), "cut after {n}");
        assert_eq!(sessions().await, before, "cut after {n}");
    }
    let answer = test.app.sign_in_code(&ctx, &step.0, &code, &DEVICE).await;
    assert!(matches!(answer, Ok(Answer::Right(_))));
    assert_eq!(sessions().await, before + 1);
}

#[tokio::test]
async fn an_address_is_held_back_when_it_tries_many_names() {
    let test = TestApp::new().await;
    let mut refused = 0;
    loop {
        let name = format!("nobody-{refused}@hemma.example");
        match attempt(&test, &name, "tolv stora ord", &DEVICE).await {
            Answer::Refused => refused += 1,
            Answer::Locked(_) => break,
            Answer::Right(_) | Answer::Over => panic!("nobody has that name"),
        }
        assert!(refused < 100, "no lock");
    }
    assert_eq!(refused, 40);
    let elsewhere = Device {
        address: "192.0.2.8",
        ..DEVICE
    };
    let answer = attempt(&test, "nobody@hemma.example", "tolv stora ord", &elsewhere).await;
    assert!(matches!(answer, Answer::Refused), "others go on working");
}

#[tokio::test]
async fn many_attempts_at_once_gain_nothing() {
    let test = TestApp::new().await;
    equip(&test).await;
    let email = email(&test).await;
    let attempts: Vec<_> = (0..12)
        .map(|_| {
            let (app, ctx, email) = (
                test.app.clone(),
                test.ctx(fixture::THERAPIST),
                email.clone(),
            );
            tokio::spawn(async move {
                let attempt = Attempt {
                    email,
                    password: "tolv stora ord".to_owned(),
                };
                app.sign_in_password(&ctx, attempt, &DEVICE).await.unwrap()
            })
        })
        .collect();
    let mut refused = 0;
    for attempt in attempts {
        if matches!(attempt.await.unwrap(), Answer::Refused) {
            refused += 1;
        }
    }
    assert_eq!(refused, 5, "as many as one after another");
}

#[tokio::test]
async fn who_has_left_does_not_come_in() {
    let test = TestApp::new().await;
    equip(&test).await;
    let email = email(&test).await;
    let administrator = test.ctx(fixture::ADMINISTRATOR);
    let yesterday = administrator.today().plus(-1);
    test.app
        .mark_left(&administrator, fixture::THERAPIST, yesterday)
        .await
        .unwrap();
    let answer = attempt(&test, &email, PASSWORD, &DEVICE).await;
    assert!(matches!(answer, Answer::Refused));
    let link = test.app.invite(&administrator, fixture::THERAPIST).await;
    assert!(link.is_err());
    let mut tx = test.db.read().await.unwrap();
    assert!(audit::verify(&mut tx).await.unwrap().is_empty());
}

#[tokio::test]
async fn old_sessions_are_swept_and_live_ones_stay() {
    let test = TestApp::new().await;
    equip(&test).await;
    let mut ctx = test.ctx(fixture::THERAPIST);
    assert_eq!(test.app.sweep_sessions(&ctx).await.unwrap(), 0);
    ctx.now = ctx.now.plus_seconds(30 * 86_400);
    assert!(test.app.sweep_sessions(&ctx).await.unwrap() > 0);
}

#[tokio::test]
async fn a_link_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::ADMINISTRATOR);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.invite(&ctx, fixture::THERAPIST).await }
    })
    .await;
}

#[tokio::test]
async fn a_demo_sign_in_exists_in_a_demo_alone() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let signed_in = test
        .app
        .sign_in_demo(&ctx, fixture::THERAPIST, &DEVICE)
        .await;
    assert!(signed_in.is_ok());
    hemma_testkit::empty_site(&test.db).await;
    let signed_in = test
        .app
        .sign_in_demo(&ctx, fixture::THERAPIST, &DEVICE)
        .await;
    assert!(signed_in.is_err());
    assert!(test.app.demo_people(&ctx).await.unwrap().is_empty());
}

#[tokio::test]
async fn another_authenticator_takes_the_place_of_the_one_before() {
    let test = TestApp::new().await;
    let (before, _) = equip(&test).await;
    let ctx = &test.ctx(fixture::THERAPIST);
    let offered = test.app.new_authenticator(ctx, "session").await.unwrap();
    let again = test.app.new_authenticator(ctx, "session").await.unwrap();
    assert_eq!(offered, again, "the same until it is confirmed");
    let totp = totp(&offered.secret);
    let seconds = u64::try_from(now().0.as_second()).unwrap();
    let new = |password: &str, code: String| NewAuthenticator {
        current: password.to_owned(),
        code,
    };
    let wrong = [
        new(PASSWORD, before.generate(seconds).to_string()),
        new("tolv stora ord", totp.generate(seconds).to_string()),
    ];
    for wrong in wrong {
        let changed = test.app.change_authenticator(ctx, "session", wrong).await;
        assert!(matches!(changed, Err(Error::Invalid(_))), "{changed:?}");
    }
    let code = totp.generate(seconds).to_string();
    test.app
        .change_authenticator(ctx, "session", new(PASSWORD, code))
        .await
        .unwrap();
    let next = test.app.new_authenticator(ctx, "session").await.unwrap();
    assert_ne!(next, offered, "no secret is offered twice");

    let leader = test.ctx(fixture::LEADER);
    let without = test.app.new_authenticator(&leader, "session").await;
    assert!(matches!(without, Err(Error::NotFound)), "{without:?}");
}
