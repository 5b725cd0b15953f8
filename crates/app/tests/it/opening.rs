//! Recruitment: an advert that anybody answers, a panel that scores alone first, a decision, and nothing left afterwards.

use std::collections::BTreeSet;

use hemma_app::application::Applied;
use hemma_app::briefing::Attended;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::opening::score::Scores;
use hemma_app::opening::{RecruitingPlace, Step};
use hemma_domain::access::Actor;
use hemma_domain::application::{Audience, Contact, Form, Mark, Sitting, Stage};
use hemma_domain::audit::Event;
use hemma_domain::ids::{ApplicationId, OpeningId, StaffId};
use hemma_domain::opening::{Member, Merits, Part, Ruling, StateCode};
use hemma_domain::staff::Language;
use hemma_domain::time::Instant;
use hemma_testkit::fixture;
use hemma_testkit::opening::{MEMBERS, OPENING, pdf, profile};
use uuid::Uuid;

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

/// An applicant's answers.
fn form(name: &str) -> Form {
    Form {
        person: Contact {
            name: name.to_owned(),
            email: format!("{}@example.org", name.to_lowercase()),
            phone: "070-000 00 01".to_owned(),
        },
        answers: ["yes", "Socionom", "Tre år i skolan."]
            .map(str::to_owned)
            .to_vec(),
        cv: None,
    }
}

/// A request by nobody, on a day.
fn anybody(test: &TestApp, on: &str) -> Ctx {
    Ctx {
        actor: Actor::Staff {
            id: StaffId(Uuid::nil()),
            posts: Vec::new(),
        },
        now: noon(on),
        ..test.ctx(fixture::LEADER)
    }
}

fn noon(on: &str) -> Instant {
    hemma_testkit::noon(on)
}

fn on(test: &TestApp, staff: StaffId, on: &str) -> Ctx {
    Ctx {
        now: noon(on),
        ..test.ctx(staff)
    }
}

/// The opening with a public advert, and the secret addresses of those who applied.
async fn applied(names: &[&str]) -> (TestApp, Vec<String>) {
    let test = TestApp::new().await;
    hemma_testkit::opening::fill(&test.db).await;
    let ctx = anybody(&test, fixture::TODAY);
    let mut tokens = Vec::new();
    for name in names {
        tokens.push(sent(&test, &ctx, form(name)).await);
    }
    (test, tokens)
}

async fn sent(test: &TestApp, ctx: &Ctx, form: Form) -> String {
    let applied = test
        .app
        .apply(ctx, OPENING, (form, (Language::Swedish, "")))
        .await;
    match applied.unwrap() {
        Applied::Sent { token } => token,
        Applied::Full => panic!("full"),
    }
}

/// Where the opening is, and its version.
async fn state(test: &TestApp) -> (StateCode, i64) {
    let one = test.app.opening(&test.ctx(fixture::LEADER), OPENING).await;
    let one = one.unwrap().opening;
    (one.state.code(), one.version)
}

async fn applicant_ids(test: &TestApp) -> Vec<ApplicationId> {
    let all = test
        .app
        .applicants(&test.ctx(fixture::LEADER), OPENING)
        .await;
    let lines = all.unwrap().lines;
    lines.iter().map(|line| line.application.id).collect()
}

async fn step(test: &TestApp, step: Step, day: &str) {
    let at = (OPENING, state(test).await.1);
    let moved = test
        .app
        .move_opening(&on(test, fixture::LEADER, day), at, step)
        .await;
    moved.unwrap();
}

/// Everybody is asked to interviews.
async fn interviewing(names: &[&str]) -> (TestApp, Vec<String>, Vec<ApplicationId>) {
    let (test, tokens) = applied(names).await;
    step(&test, Step::Screen, "2026-12-14").await;
    let ids = applicant_ids(&test).await;
    let lead = on(&test, fixture::LEADER, "2026-12-14");
    for id in &ids {
        let placed = test
            .app
            .place_applicant(&lead, ((OPENING, *id), 1), Stage::Invited)
            .await;
        placed.unwrap();
    }
    step(&test, Step::Interview, "2026-12-14").await;
    (test, tokens, ids)
}

fn scores(sitting: Sitting, marks: &[(usize, u8)], version: i64) -> Scores {
    let mark = |score| Mark {
        score,
        note: "Exempel".to_owned(),
    };
    Scores {
        sitting,
        marks: marks
            .iter()
            .map(|(place, score)| (*place, mark(*score)))
            .collect(),
        version,
    }
}

fn ruling(hired: &[ApplicationId]) -> Ruling {
    Ruling {
        hired: hired.iter().copied().collect::<BTreeSet<_>>(),
        posted_on: day("2026-12-20"),
        reasons: "Störst erfarenhet av hembesök.".to_owned(),
    }
}

#[tokio::test]
async fn an_opening_is_begun_written_and_published_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::LEADER);
    let team = RecruitingPlace::Team(fixture::TEAMS[0]);
    let other = RecruitingPlace::Team(fixture::TEAMS[1]);
    let network = RecruitingPlace::Network(fixture::NETWORK);
    let (none, places) = test.app.my_openings(lead).await.unwrap();
    assert!(none.is_empty());
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].0, team);
    for (who, place, told) in [
        (fixture::LEADER, other, "not found"),
        (fixture::THERAPIST, team, "forbidden"),
        (fixture::ADMINISTRATOR, team, "not found"),
        (fixture::LEADER, network, "not found"),
    ] {
        let begun = test
            .app
            .new_opening(&test.ctx(who), place, "Behandlare")
            .await;
        assert_eq!(message(&begun.unwrap_err()), told);
    }
    let nameless = test.app.new_opening(lead, team, " ").await;
    assert_eq!(message(&nameless.unwrap_err()), "opening-fault-post");
    cut(&test, |app| async move {
        app.new_opening(lead, team, "Behandlare").await
    })
    .await;
    let (mine, _) = test.app.my_openings(lead).await.unwrap();
    let id = mine[0].opening.id;
    assert_eq!((mine[0].part, mine[0].applied), (Part::Responsible, 0));
    let blank = test.app.move_opening(lead, (id, 1), Step::Publish).await;
    let Err(Error::Invalid(lacks)) = blank else {
        panic!("{blank:?}");
    };
    assert_eq!(lacks.len(), 6, "{lacks:?}");
    cut(&test, |app| async move {
        app.save_opening(lead, (id, 1), profile()).await
    })
    .await;
    let stale = test.app.save_opening(lead, (id, 1), profile()).await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    cut(&test, |app| async move {
        app.move_opening(lead, (id, 2), Step::Publish).await
    })
    .await;
    let late = test.app.save_opening(lead, (id, 3), profile()).await;
    assert_eq!(message(&late.unwrap_err()), "conflict", "it is public");
    let less = test
        .app
        .prolong_opening(lead, (id, 3), day("2026-12-01"))
        .await;
    assert_eq!(message(&less.unwrap_err()), "opening-fault-last-on");
    cut(&test, |app| async move {
        app.prolong_opening(lead, (id, 3), day("2027-01-10")).await
    })
    .await;
    let adverts = test
        .app
        .adverts(&anybody(&test, "2027-01-10"))
        .await
        .unwrap();
    assert_eq!(adverts.len(), 1);
    assert_eq!(adverts[0].opening.profile.post, "Familjebehandlare");
}

#[tokio::test]
async fn a_network_recruits_for_itself_and_names_who_reads() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let place = RecruitingPlace::Network(fixture::NETWORK);
    let id = test.app.new_opening(lead, place, "Konsult").await.unwrap();
    let one = test.app.opening(lead, id).await.unwrap();
    assert!(
        one.candidates
            .iter()
            .any(|(staff, _)| *staff == fixture::LEADER)
    );
    assert!(
        !one.candidates
            .iter()
            .any(|(staff, _)| *staff == fixture::ADMINISTRATOR)
    );
    let member = |staff, part| Member { staff, part };
    let both = &[
        member(fixture::NETWORK_LEAD, Part::Responsible),
        member(fixture::OTHER_BOARD_LEADER, Part::Assessor),
    ];
    cut(&test, |app| async move {
        app.name_members(lead, (id, 1), both.to_vec()).await
    })
    .await;
    for (wrong, told) in [
        (vec![both[1]], "opening-fault-responsible"),
        (vec![both[0], both[0]], "opening-fault-members"),
        (
            vec![both[0], member(fixture::ADMINISTRATOR, Part::Assessor)],
            "not found",
        ),
    ] {
        let named = test.app.name_members(lead, (id, 2), wrong).await;
        assert_eq!(message(&named.unwrap_err()), told);
    }
    let assessor = test.ctx(fixture::OTHER_BOARD_LEADER);
    let seen = test.app.opening(&assessor, id).await.unwrap();
    assert!(!seen.may.manage && seen.may.see_applicants);
    assert!(seen.candidates.is_empty());
}

#[tokio::test]
async fn nobody_but_the_members_reads_anything_of_an_opening() {
    let (test, _) = applied(&["Pelle"]).await;
    let id = applicant_ids(&test).await[0];
    for (staff, ..) in fixture::STAFF {
        if MEMBERS.iter().any(|(member, _)| member == staff) {
            continue;
        }
        let ctx = test.ctx(*staff);
        let one = test.app.opening(&ctx, OPENING).await.err();
        let all = test.app.applicants(&ctx, OPENING).await.err();
        let cv = test.app.applicant_cv(&ctx, (OPENING, id)).await.err();
        for err in [one, all, cv] {
            assert_eq!(message(&err.unwrap()), "not found", "{staff}");
        }
    }
    let mut tx = test.db.read().await.unwrap();
    let lines = hemma_store::audit::of_board(&mut tx, fixture::BOARDS[0], None, 200);
    let lines = lines.await.unwrap();
    let refused = lines
        .iter()
        .filter(|one| one.entry.event == Event::OpeningRefused);
    assert_eq!(refused.count(), 3 * (fixture::STAFF.len() - MEMBERS.len()));
    drop(tx);
    let assessor = test.ctx(fixture::COLLEAGUE);
    let moved = test
        .app
        .move_opening(&assessor, (OPENING, 1), Step::Screen)
        .await;
    assert_eq!(message(&moved.unwrap_err()), "forbidden");
}

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
async fn of_two_who_decide_at_once_one_is_told() {
    let (test, tokens, ids) = interviewing(&["Pelle", "Lena", "Olle"]).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-18");
    let back = anybody(&test, "2026-12-17");
    test.app
        .withdraw_application(&back, &tokens[2])
        .await
        .unwrap();
    let at = (OPENING, state(&test).await.1);
    let (pelle, lena, olle) = (ids[0], ids[1], ids[2]);
    let gone = test.app.decide_opening(lead, at, ruling(&[olle])).await;
    assert_eq!(message(&gone.unwrap_err()), "opening-fault-hired");
    let both = test
        .app
        .decide_opening(lead, at, ruling(&[pelle, lena]))
        .await;
    assert_eq!(
        message(&both.unwrap_err()),
        "opening-fault-hired",
        "one post"
    );
    cut(&test, |app| async move {
        app.decide_opening(lead, at, ruling(&[pelle])).await
    })
    .await;
    let second = test.app.decide_opening(lead, at, ruling(&[lena])).await;
    assert_eq!(message(&second.unwrap_err()), "conflict");
    let all = test.app.applicants(lead, OPENING).await.unwrap();
    let stages: Vec<Stage> = all.lines.iter().map(|one| one.application.stage).collect();
    assert_eq!(stages, [Stage::Hired, Stage::Declined, Stage::Withdrawn]);
    let late = test.app.withdraw_application(lead, &tokens[1]).await;
    assert_eq!(message(&late.unwrap_err()), "conflict");
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

#[tokio::test]
async fn what_an_applicant_may_demand_to_know_is_written_down_after_the_decision() {
    let (test, _, ids) = interviewing(&["Pelle", "Lena"]).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-18");
    let merits = &Merits {
        education: "Socionom".to_owned(),
        experience: "Åtta år i socialtjänsten".to_owned(),
        other: String::new(),
    };
    let at = (OPENING, state(&test).await.1);
    let early = test.app.save_opening_merits(lead, at, merits).await;
    assert_eq!(message(&early.unwrap_err()), "conflict", "nobody is hired");
    let decided = test.app.decide_opening(lead, at, ruling(&[ids[0]])).await;
    decided.unwrap();
    let at = (OPENING, at.1 + 1);
    cut(&test, |app| async move {
        app.save_opening_merits(lead, at, merits).await
    })
    .await;
    let page = test.app.opening_merits(lead, OPENING).await.unwrap();
    assert_eq!(page.hired, ["Pelle"]);
    assert_eq!(&page.merits, merits);
}

#[tokio::test]
async fn what_is_due_is_destroyed_with_a_protocol_and_nothing_readable_is_left() {
    let (test, tokens, ids) = interviewing(&["Pelle", "Lena"]).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-18");
    let second = scores(Sitting::Second, &[(1, 4), (2, 2)], 0);
    test.app
        .lock_scores(lead, (OPENING, ids[1]), second)
        .await
        .unwrap();
    let at = (OPENING, state(&test).await.1);
    test.app
        .decide_opening(lead, at, ruling(&[ids[0]]))
        .await
        .unwrap();
    let at = (OPENING, at.1 + 1);
    let known = test.app.destruction(lead, OPENING).await.unwrap();
    let (_, due_on) = known.others.unwrap();
    assert_eq!(due_on, Some(day("2029-01-10")));
    assert_eq!((known.numbers, known.kept), (vec![2], 1));
    let early = on(&test, fixture::LEADER, "2029-01-09");
    let early = test.app.destroy_opening(&early, at).await;
    assert_eq!(message(&early.unwrap_err()), "opening-fault-not-due");
    test.app
        .postpone_opening(lead, at, day("2027-06-01"))
        .await
        .unwrap();
    let at = (OPENING, at.1 + 1);
    let before = on(&test, fixture::LEADER, "2029-01-10");
    let before = test.app.destroy_opening(&before, at).await;
    assert_eq!(
        message(&before.unwrap_err()),
        "opening-fault-not-due",
        "an appeal"
    );
    let then = &on(&test, fixture::LEADER, "2029-06-01");
    cut(
        &test,
        |app| async move { app.destroy_opening(then, at).await },
    )
    .await;
    let done = test.app.destruction(then, OPENING).await.unwrap();
    assert_eq!(done.numbers, Vec::<u32>::new());
    let (protocol, by) = &done.protocols[0];
    assert_eq!(
        (protocol.numbers.as_slice(), protocol.kept),
        ([2].as_slice(), 1)
    );
    assert_eq!(
        (by.as_str(), protocol.due_on),
        ("Gun Alebäck", day("2029-06-01"))
    );
    assert!(protocol.rule.contains("RA-FS"));
    let gone = anybody(&test, "2029-06-01");
    let gone = test.app.own_application(&gone, &tokens[1]).await;
    assert_eq!(message(&gone.unwrap_err()), "not found");
    let gone = test.app.applicant(then, (OPENING, ids[1])).await;
    assert_eq!(message(&gone.err().unwrap()), "not found");
    let kept = test.app.applicant(then, (OPENING, ids[0])).await.unwrap();
    assert_eq!(kept.application.person.name, "Pelle");
    assert_eq!(state(&test).await.0, StateCode::Destroyed);
}

#[tokio::test]
async fn one_that_is_broken_off_is_kept_and_not_destroyed_at_once() {
    let (test, _) = applied(&["Pelle"]).await;
    let lead = &test.ctx(fixture::LEADER);
    let silent = test
        .app
        .abort_opening(lead, (OPENING, 1), String::new())
        .await;
    assert_eq!(message(&silent.unwrap_err()), "opening-fault-reasons");
    cut(&test, |app| async move {
        app.abort_opening(lead, (OPENING, 1), "Medlen drogs in".to_owned())
            .await
    })
    .await;
    let now = test.app.destroy_opening(lead, (OPENING, 2)).await;
    assert_eq!(message(&now.unwrap_err()), "opening-fault-not-due");
    let none = test.app.opening_merits(lead, OPENING).await;
    assert_eq!(
        message(&none.err().unwrap()),
        "conflict",
        "nobody was hired"
    );
    let advert = test
        .app
        .advert(&anybody(&test, fixture::TODAY), OPENING)
        .await;
    assert_eq!(message(&advert.err().unwrap()), "not found");
}

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
        app.attend(ctx, (OPENING, id), (guest("Pelle"), secret))
            .await
    })
    .await;
    let twice = test
        .app
        .attend(ctx, (OPENING, id), (guest("Pelle"), secret))
        .await;
    let token = secret.clone();
    assert_eq!(twice.unwrap(), Attended::Sent { token });
    let full = test
        .app
        .attend(ctx, (OPENING, id), (guest("Lena"), ""))
        .await;
    assert_eq!(full.unwrap(), Attended::Full);
    let nobody = test
        .app
        .attend(ctx, (OPENING, id), (Contact::default(), ""))
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
        .attend(ctx, (OPENING, id), (guest("Lena"), ""))
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
        .attend(ctx, (OPENING, id), (guest("Lena"), ""))
        .await;
    assert!(matches!(lena.unwrap(), Attended::Sent { .. }));
    cut(&test, |app| async move {
        app.cancel_briefing(lead, (OPENING, id)).await
    })
    .await;
    let off = test
        .app
        .attend(ctx, (OPENING, id), (guest("Olle"), ""))
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
