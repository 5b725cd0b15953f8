//! Applications: taken whole, seen by a secret address, scored by each alone first, answered.

use hemma_app::application::Applied;
use hemma_app::error::Error;
use hemma_app::opening::Step;
use hemma_domain::application::{Audience, Contact, Form, Lack, Sitting, Stage};
use hemma_domain::ids::OpeningId;
use hemma_domain::staff::Language;
use hemma_testkit::fixture;
use hemma_testkit::opening::{OPENING, pdf};
use uuid::Uuid;

use crate::harness::{cut, message};
use crate::opening::{
    anybody, applicant_ids, applied, form, interviewing, on, ruling, scores, sent, state, step,
};
use crate::rota::day;

#[tokio::test]
async fn an_application_is_taken_whole_or_not_at_all_until_the_last_day_has_ended() {
    let (test, _) = applied(&[]).await;
    let ctx = &anybody(&test, "2026-12-13");
    cut(&test, |app| async move {
        let form = Form {
            cv: Some(pdf("")),
            ..form("Pelle")
        };
        app.apply(ctx, OPENING, (form, (Language::Swedish, "")))
            .await
    })
    .await;
    assert_eq!(applicant_ids(&test).await.len(), 1);
    let mut wrong = form("Pelle");
    wrong.person.email = "pelle".to_owned();
    wrong.cv = Some(b"#!/bin/sh".to_vec());
    let refused = test
        .app
        .apply(ctx, OPENING, (wrong, (Language::English, "")))
        .await;
    let Err(Error::Invalid(faults)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<&str> = faults.iter().map(|one| one.message).collect();
    assert_eq!(told, ["application-fault-email", "file-fault-not-pdf"]);
    let late = anybody(&test, "2026-12-14");
    let late = test
        .app
        .apply(&late, OPENING, (form("Lena"), (Language::Swedish, "")))
        .await;
    assert_eq!(message(&late.unwrap_err()), "not found");
    let nowhere = OpeningId(Uuid::from_u128(1));
    let nowhere = test
        .app
        .apply(ctx, nowhere, (form("Lena"), (Language::Swedish, "")))
        .await;
    assert_eq!(message(&nowhere.unwrap_err()), "not found");
    assert_eq!(
        applicant_ids(&test).await.len(),
        1,
        "a refused one takes no number"
    );
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_application() {
    let (test, _) = applied(&[]).await;
    let ctx = anybody(&test, fixture::TODAY);
    let secret = test.app.new_secret();
    for _ in 0..2 {
        let how = (Language::Swedish, secret.as_str());
        let sent = test.app.apply(&ctx, OPENING, (form("Pelle"), how)).await;
        let token = secret.clone();
        assert_eq!(sent.unwrap(), Applied::Sent { token });
    }
    assert_eq!(applicant_ids(&test).await.len(), 1);
    let odd = (Language::Swedish, "min egen hemlighet");
    let sent = test.app.apply(&ctx, OPENING, (form("Pelle"), odd)).await;
    let Applied::Sent { token } = sent.unwrap() else {
        panic!("full");
    };
    assert_eq!(token.len(), secret.len(), "drawn anew");
    assert_eq!(applicant_ids(&test).await.len(), 2);
}

#[tokio::test]
async fn a_form_that_is_sent_again_with_corrections_is_told_that_the_first_one_stands() {
    let (test, _) = applied(&[]).await;
    let ctx = anybody(&test, fixture::TODAY);
    let secret = test.app.new_secret();
    let send = async |form| {
        let how = (Language::Swedish, secret.as_str());
        test.app.apply(&ctx, OPENING, (form, how)).await.unwrap()
    };
    let token = secret.clone();
    let first = || Form {
        cv: Some(pdf("")),
        ..form("Pelle")
    };
    assert_eq!(send(first()).await, Applied::Sent { token });
    let mut phone = first();
    phone.person.phone = "070-000 00 99".to_owned();
    let mut answer = first();
    answer.answers[2].push_str(" Och ett år till.");
    let cv = Form {
        cv: Some(pdf("/Title (Rättad)")),
        ..first()
    };
    for corrected in [phone, answer, cv, form("Pelle")] {
        let token = secret.clone();
        assert_eq!(send(corrected).await, Applied::Other { token });
    }
    let token = secret.clone();
    let mut untidy = first();
    untidy.person.name.push(' ');
    assert_eq!(send(untidy).await, Applied::Sent { token }, "the same");
    assert_eq!(applicant_ids(&test).await.len(), 1);
    let own = test.app.own_application(&ctx, &secret).await.unwrap();
    assert_eq!(own.application.person, first().person);
}

#[tokio::test]
async fn an_application_is_seen_by_its_secret_address_and_taken_back_once() {
    let (test, tokens) = applied(&["Pelle", "Lena"]).await;
    let ctx = &anybody(&test, "2026-11-24");
    let token = &tokens[0];
    let own = test.app.own_application(ctx, token).await.unwrap();
    assert_eq!(own.application.person.name, "Pelle");
    let typed = token.to_uppercase().replace('-', " ");
    assert!(test.app.own_application(ctx, &typed).await.is_ok());
    for wrong in ["", "x", &token[1..]] {
        let none = test.app.own_application(ctx, wrong).await;
        assert_eq!(message(&none.unwrap_err()), "not found");
    }
    cut(&test, |app| async move {
        app.withdraw_application(ctx, token).await
    })
    .await;
    let again = test.app.withdraw_application(ctx, token).await;
    assert_eq!(message(&again.unwrap_err()), "conflict");
    let all = test
        .app
        .applicants(&test.ctx(fixture::LEADER), OPENING)
        .await;
    let lines = all.unwrap().lines;
    let back = &lines[0].application;
    assert_eq!(back.stage, Stage::Withdrawn);
    assert!(back.answers.is_empty() && back.person.name.is_empty());
    assert!(!lines[1].application.answers.is_empty());
    step(&test, Step::Screen, "2026-12-14").await;
    let lead = on(&test, fixture::LEADER, "2026-12-14");
    let invited = test
        .app
        .place_applicant(&lead, ((OPENING, back.id), 2), Stage::Invited)
        .await;
    assert_eq!(message(&invited.unwrap_err()), "conflict");
}

#[tokio::test]
async fn names_and_cvs_are_hidden_until_interviews() {
    let (test, _) = applied(&[]).await;
    let ctx = anybody(&test, fixture::TODAY);
    let with_cv = Form {
        cv: Some(pdf("")),
        ..form("Pelle")
    };
    sent(&test, &ctx, with_cv).await;
    let lead = &test.ctx(fixture::LEADER);
    let at = (OPENING, applicant_ids(&test).await[0]);
    let hidden = test.app.applicant(lead, at).await.unwrap();
    assert_eq!(hidden.application.person, Contact::default());
    assert_eq!(hidden.application.answers[1], "Socionom");
    let cv = test.app.applicant_cv(lead, at).await;
    assert_eq!(message(&cv.unwrap_err()), "not found");
    step(&test, Step::Screen, "2026-12-14").await;
    step(&test, Step::Interview, "2026-12-14").await;
    let seen = test.app.applicant(lead, at).await.unwrap();
    assert_eq!(seen.application.person.name, "Pelle");
    assert_eq!(test.app.applicant_cv(lead, at).await.unwrap(), pdf(""));
}

#[tokio::test]
async fn an_assessor_sees_others_scores_only_after_their_own_are_locked() {
    let (test, _, ids) = interviewing(&["Pelle"]).await;
    let at = (OPENING, ids[0]);
    let (lead, other) = (&test.ctx(fixture::LEADER), &test.ctx(fixture::COLLEAGUE));
    let first = |marks: &[(usize, u8)], version| scores(Sitting::First, marks, version);
    let half = first(&[(1, 2)], 0);
    let open = test.app.lock_scores(lead, at, half.clone()).await;
    assert_eq!(message(&open.unwrap_err()), "opening-fault-unscored");
    let half = &half;
    cut(&test, |app| async move {
        app.keep_scores(lead, at, half.clone()).await
    })
    .await;
    let wrong = test.app.keep_scores(lead, at, first(&[(0, 3)], 1)).await;
    assert_eq!(message(&wrong.unwrap_err()), "opening-fault-score");
    let whole = &first(&[(1, 5), (2, 3)], 0);
    cut(&test, |app| async move {
        app.lock_scores(other, at, whole.clone()).await
    })
    .await;

    let before = test.app.applicant(lead, at).await.unwrap();
    assert!(
        before
            .sheets
            .iter()
            .all(|(sheet, _)| sheet.by == fixture::LEADER)
    );
    assert_eq!(before.sittings[0].locked, 1);
    assert_eq!(before.sittings[0].spreads, []);
    let list = test.app.applicants(lead, OPENING).await.unwrap();
    assert_eq!(list.lines[0].sittings[0].spreads, []);

    test.app
        .lock_scores(lead, at, first(&[(1, 2), (2, 3)], 1))
        .await
        .unwrap();
    let after = test.app.applicant(lead, at).await.unwrap();
    let names: Vec<&str> = after.sheets.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let wide: Vec<bool> = after.sittings[0]
        .spreads
        .iter()
        .map(|one| one.is_wide())
        .collect();
    assert_eq!(wide, [true, false]);
    let changed = test.app.keep_scores(lead, at, first(&[(1, 5)], 2)).await;
    assert_eq!(message(&changed.unwrap_err()), "conflict", "locked");
    let third = test.ctx(fixture::PSYCHIATRIST);
    let third = test.app.applicant(&third, at).await.unwrap();
    assert!(third.sheets.is_empty());
    assert_eq!(third.open.len(), 2, "both interviews wait");
}

#[tokio::test]
async fn references_and_the_extract_are_noted_of_those_who_are_interviewed() {
    let (test, _, ids) = interviewing(&["Pelle"]).await;
    let at = (OPENING, ids[0]);
    let lead = &on(&test, fixture::LEADER, "2026-12-16");
    let said = || {
        (
            "Rut, chef".to_owned(),
            day("2026-12-15"),
            "Lugn och tydlig".to_owned(),
        )
    };
    cut(&test, |app| async move {
        app.add_reference(lead, at, said()).await
    })
    .await;
    for (wrong, told) in [
        (
            (String::new(), day("2026-12-15"), "x".to_owned()),
            "opening-fault-reference-who",
        ),
        (
            ("Rut".to_owned(), day("2026-12-15"), " ".to_owned()),
            "opening-fault-reference-summary",
        ),
        (
            ("Rut".to_owned(), day("2026-12-17"), "x".to_owned()),
            "opening-fault-reference-day",
        ),
    ] {
        let noted = test.app.add_reference(lead, at, wrong).await;
        assert_eq!(message(&noted.unwrap_err()), told);
    }
    let old = (day("2026-12-16"), day("2026-06-15"));
    let old = test.app.note_register(lead, (at, 2), old).await;
    assert_eq!(message(&old.unwrap_err()), "opening-fault-register-old");
    let days = (day("2026-12-16"), day("2026-12-01"));
    cut(&test, |app| async move {
        app.note_register(lead, (at, 2), days).await
    })
    .await;
    let one = test.app.applicant(lead, at).await.unwrap();
    assert_eq!(one.references[0].1, "Gun Alebäck");
    assert_eq!(one.register_by, "Gun Alebäck");
    assert_eq!(
        one.application.register.unwrap().issued_on,
        day("2026-12-01")
    );
}

#[tokio::test]
async fn what_is_lacking_is_told_before_the_decision_and_the_extract_is_noted_after_it() {
    let (test, _, ids) = interviewing(&["Pelle", "Lena"]).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-16");
    let (pelle, lena) = ((OPENING, ids[0]), (OPENING, ids[1]));
    let lacks = async || {
        let all = test.app.applicants(lead, OPENING).await.unwrap().lines;
        all.into_iter().map(|one| one.lacks).collect::<Vec<_>>()
    };
    let sheets = [Sitting::First, Sitting::Second].map(Lack::Sheets);
    let all = [Lack::Register, sheets[0], sheets[1], Lack::References];
    assert_eq!(lacks().await, [all, all]);
    let first = scores(Sitting::First, &[(1, 4), (2, 4)], 0);
    test.app.lock_scores(lead, pelle, first).await.unwrap();
    let said = ("Rut".to_owned(), day("2026-12-15"), "Lugn.".to_owned());
    test.app.add_reference(lead, pelle, said).await.unwrap();
    let left = vec![Lack::Register, Lack::Sheets(Sitting::Second)];
    assert_eq!(lacks().await, [left, all.to_vec()]);
    let at = (OPENING, state(&test).await.1);
    let hired = test.app.decide_opening(lead, at, ruling(&[ids[0]])).await;
    hired.unwrap();
    let days = (day("2026-12-16"), day("2026-12-01"));
    let other = test.app.note_register(lead, (lena, 3), days).await;
    assert_eq!(message(&other.unwrap_err()), "conflict", "not hired");
    cut(&test, |app| async move {
        app.note_register(lead, (pelle, 3), days).await
    })
    .await;
    let left = vec![Lack::Sheets(Sitting::Second)];
    assert_eq!(lacks().await, [left, Vec::new()]);
}

#[tokio::test]
async fn an_employee_who_applies_is_marked_and_sees_nothing_of_the_others() {
    let (test, _) = applied(&["Pelle"]).await;
    let ctx = anybody(&test, fixture::TODAY);
    let mut tx = test.db.read().await.unwrap();
    let colleague = hemma_store::staff::find(&mut tx, fixture::COLLEAGUE).await;
    let email = colleague.unwrap().unwrap().email;
    drop(tx);
    let mut own = form("Kajsa");
    own.person.email = email.to_uppercase();
    let token = sent(&test, &ctx, own).await;
    let me = &test.ctx(fixture::COLLEAGUE);
    assert!(test.app.opening(me, OPENING).await.is_ok());
    let all = test.app.applicants(me, OPENING).await;
    assert_eq!(message(&all.err().unwrap()), "forbidden");
    let id = applicant_ids(&test).await[0];
    let one = test.app.applicant(me, (OPENING, id)).await;
    assert_eq!(message(&one.err().unwrap()), "forbidden");
    step(&test, Step::Screen, "2026-12-14").await;
    let scored = scores(Sitting::Screening, &[(0, 5)], 0);
    let scored = test.app.lock_scores(me, (OPENING, id), scored).await;
    assert_eq!(message(&scored.unwrap_err()), "forbidden");
    assert!(test.app.own_application(&ctx, &token).await.is_ok());
    step(&test, Step::Interview, "2026-12-14").await;
    let lead = test.ctx(fixture::LEADER);
    let ids = applicant_ids(&test).await;
    let seen = test.app.applicant(&lead, (OPENING, ids[1])).await.unwrap();
    assert_eq!(seen.employee, "Kajsa Vassrugg");
}

#[tokio::test]
async fn applicants_are_told_at_their_secret_address_and_the_mail_holds_nothing() {
    let (test, tokens) = applied(&["Pelle", "Lena"]).await;
    let ctx = anybody(&test, fixture::TODAY);
    test.app
        .withdraw_application(&ctx, &tokens[1])
        .await
        .unwrap();
    let lead = &test.ctx(fixture::LEADER);
    let empty = test
        .app
        .tell_applicants(lead, (OPENING, 1), (Audience::All, " "))
        .await;
    assert_eq!(message(&empty.unwrap_err()), "opening-fault-message");
    let nobody = test
        .app
        .tell_applicants(lead, (OPENING, 1), (Audience::Hired, "Hej"))
        .await;
    assert_eq!(message(&nobody.unwrap_err()), "opening-fault-nobody");
    let text = "Tack för din ansökan. Vi hör av oss.";
    cut(&test, |app| async move {
        app.tell_applicants(lead, (OPENING, 1), (Audience::All, text))
            .await
    })
    .await;
    let twice = test
        .app
        .tell_applicants(lead, (OPENING, 1), (Audience::All, text))
        .await;
    assert_eq!(message(&twice.unwrap_err()), "conflict");
    let own = test.app.own_application(&ctx, &tokens[0]).await.unwrap();
    assert_eq!(own.messages[0].body, text);
    let back = test.app.own_application(&ctx, &tokens[1]).await.unwrap();
    assert!(back.messages.is_empty());
    let sent = test
        .app
        .send_mails(&ctx, |mail| {
            (format!("{:?}", mail.kind), "Något att läsa".to_owned())
        })
        .await;
    assert_eq!(sent.unwrap(), 1);
    let letters = test.app.posted();
    assert_eq!(letters[0].to, "pelle@example.org");
    assert!(!letters[0].body.contains(text) && !letters[0].body.contains(&tokens[0]));
}
