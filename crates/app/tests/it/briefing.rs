//! Information meetings: a place taken once, given back, called off, and forgotten.

use hemma_app::briefing::Attended;
use hemma_app::ctx::Ctx;
use hemma_domain::application::Contact;
use hemma_domain::code::Code as _;
use hemma_domain::mail::Mail;
use hemma_domain::staff::Language;
use hemma_testkit::fixture;
use hemma_testkit::opening::OPENING;

use crate::harness::{cut, message};
use crate::opening::{anybody, applied, noon};

fn guest(name: &str) -> Contact {
    Contact {
        name: name.to_owned(),
        email: format!("{}@example.org", name.to_lowercase()),
        phone: String::new(),
    }
}

#[tokio::test]
async fn the_last_place_of_a_meeting_is_taken_once_and_whoever_came_is_forgotten() {
    let (test, _) = applied(&[]).await;
    let lead = &test.ctx(fixture::LEADER);
    let ctx = &anybody(&test, fixture::TODAY);
    let at = noon("2026-12-01");
    let early = (noon("2026-11-22"), "Salen".to_owned(), 1);
    let early = test.app.new_briefing(lead, OPENING, early).await;
    assert_eq!(message(&early.unwrap_err()), "briefing-fault-at");
    cut(&test, |app| async move {
        app.new_briefing(lead, OPENING, (at, "Salen".to_owned(), 1))
            .await
    })
    .await;
    let coming = test.app.coming_briefings(ctx, OPENING).await.unwrap();
    let id = coming[0].id;
    let secret = &test.app.new_secret();
    cut(&test, |app| async move {
        app.attend(
            ctx,
            (OPENING, id),
            (guest("Pelle"), (Language::Swedish, secret)),
        )
        .await
    })
    .await;
    let twice = test
        .app
        .attend(
            ctx,
            (OPENING, id),
            (guest("Pelle"), (Language::Swedish, secret)),
        )
        .await;
    let token = secret.clone();
    assert_eq!(twice.unwrap(), Attended::Sent { token });
    let full = test
        .app
        .attend(ctx, (OPENING, id), (guest("Lena"), (Language::English, "")))
        .await;
    assert_eq!(full.unwrap(), Attended::Full);
    let nobody = test
        .app
        .attend(
            ctx,
            (OPENING, id),
            (Contact::default(), (Language::Swedish, "")),
        )
        .await;
    assert_eq!(message(&nobody.unwrap_err()), "application-fault-name");
    let all = test.app.briefings(lead, OPENING).await.unwrap();
    assert_eq!(all[0].guests, [guest("Pelle")]);
    let assessor = test.ctx(fixture::COLLEAGUE);
    let seen = test.app.briefings(&assessor, OPENING).await.unwrap();
    assert!(seen[0].guests.is_empty());
    assert_eq!(
        test.app.own_seat(ctx, secret).await.unwrap().briefing.taken,
        1
    );
    cut(
        &test,
        |app| async move { app.leave_briefing(ctx, secret).await },
    )
    .await;
    let gone = test.app.own_seat(ctx, secret).await;
    assert_eq!(message(&gone.err().unwrap()), "not found");
    let lena = test
        .app
        .attend(ctx, (OPENING, id), (guest("Lena"), (Language::English, "")))
        .await;
    assert!(matches!(lena.unwrap(), Attended::Sent { .. }));
}

#[tokio::test]
async fn a_meeting_is_called_off_and_whoever_came_is_forgotten_two_weeks_later() {
    let (test, _) = applied(&[]).await;
    let lead = &test.ctx(fixture::LEADER);
    let ctx = &anybody(&test, fixture::TODAY);
    let what = (noon("2026-12-01"), "Salen".to_owned(), 9);
    test.app.new_briefing(lead, OPENING, what).await.unwrap();
    let id = test.app.coming_briefings(ctx, OPENING).await.unwrap()[0].id;
    let lena = test
        .app
        .attend(ctx, (OPENING, id), (guest("Lena"), (Language::English, "")))
        .await;
    assert!(matches!(lena.unwrap(), Attended::Sent { .. }));
    cut(&test, |app| async move {
        app.cancel_briefing(lead, (OPENING, id)).await
    })
    .await;
    let upkeep = Ctx::system(hemma_domain::access::Errand::Upkeep, noon(fixture::TODAY));
    let write = |mail: &Mail| (mail.language.code().to_owned(), mail.kind.code().to_owned());
    assert_eq!(test.app.send_mails(&upkeep, write).await.unwrap(), 1);
    let letter = &test.app.posted()[0];
    assert_eq!(
        (
            letter.to.as_str(),
            letter.subject.as_str(),
            letter.body.as_str()
        ),
        ("lena@example.org", "en", "briefing")
    );
    let off = test
        .app
        .attend(ctx, (OPENING, id), (guest("Olle"), (Language::Swedish, "")))
        .await;
    assert_eq!(message(&off.unwrap_err()), "not found");
    for (on, count) in [("2026-12-14", 0), ("2026-12-16", 1)] {
        let upkeep = Ctx::system(hemma_domain::access::Errand::Upkeep, noon(on));
        assert_eq!(
            test.app.forget_guests(&upkeep).await.unwrap(),
            count,
            "{on}"
        );
    }
}
