//! Openings: begun, named, read by their own members and nobody else, decided.

use std::collections::BTreeSet;

use hemma_app::application::Applied;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::opening::score::Scores;
use hemma_app::opening::{MyOpenings, RecruitingPlace, Step};
use hemma_domain::access::Actor;
use hemma_domain::application::{Contact, Form, Mark, Sitting, Stage};
use hemma_domain::audit::Event;
use hemma_domain::ids::{ApplicationId, StaffId};
use hemma_domain::opening::{Member, Merits, Part, Ruling, StateCode};
use hemma_domain::staff::Language;
use hemma_domain::staff::Staff;
use hemma_domain::time::Instant;
use hemma_store::staff;
use hemma_testkit::fixture;
use hemma_testkit::opening::{MEMBERS, OPENING, profile};
use uuid::Uuid;

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

pub(crate) fn form(name: &str) -> Form {
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
pub(crate) fn anybody(test: &TestApp, on: &str) -> Ctx {
    Ctx {
        actor: Actor::Staff {
            id: StaffId(Uuid::nil()),
            posts: Vec::new(),
        },
        now: noon(on),
        ..test.ctx(fixture::LEADER)
    }
}

pub(crate) fn noon(on: &str) -> Instant {
    hemma_testkit::noon(on)
}

pub(crate) fn on(test: &TestApp, staff: StaffId, on: &str) -> Ctx {
    Ctx {
        now: noon(on),
        ..test.ctx(staff)
    }
}

/// The opening with a public advert, and the secret addresses of those who applied.
pub(crate) async fn applied(names: &[&str]) -> (TestApp, Vec<String>) {
    let test = TestApp::new().await;
    hemma_testkit::opening::fill(&test.db).await;
    let ctx = anybody(&test, fixture::TODAY);
    let mut tokens = Vec::new();
    for name in names {
        tokens.push(sent(&test, &ctx, form(name)).await);
    }
    (test, tokens)
}

pub(crate) async fn sent(test: &TestApp, ctx: &Ctx, form: Form) -> String {
    let applied = test
        .app
        .apply(ctx, OPENING, (form, (Language::Swedish, "")))
        .await;
    match applied.unwrap() {
        Applied::Sent { token } => token,
        Applied::Other { .. } | Applied::Full => panic!("not taken"),
    }
}

/// Where the opening is, and its version.
pub(crate) async fn state(test: &TestApp) -> (StateCode, i64) {
    let one = test.app.opening(&test.ctx(fixture::LEADER), OPENING).await;
    let one = one.unwrap().opening;
    (one.state.code(), one.version)
}

pub(crate) async fn applicant_ids(test: &TestApp) -> Vec<ApplicationId> {
    let all = test
        .app
        .applicants(&test.ctx(fixture::LEADER), OPENING)
        .await;
    let lines = all.unwrap().lines;
    lines.iter().map(|line| line.application.id).collect()
}

pub(crate) async fn step(test: &TestApp, step: Step, day: &str) {
    let at = (OPENING, state(test).await.1);
    let moved = test
        .app
        .move_opening(&on(test, fixture::LEADER, day), at, step)
        .await;
    moved.unwrap();
}

/// Everybody is asked to interviews.
pub(crate) async fn interviewing(names: &[&str]) -> (TestApp, Vec<String>, Vec<ApplicationId>) {
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

pub(crate) fn scores(sitting: Sitting, marks: &[(usize, u8)], version: i64) -> Scores {
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

pub(crate) fn ruling(hired: &[ApplicationId]) -> Ruling {
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
    let MyOpenings {
        lines: none,
        places,
        ..
    } = test.app.my_openings(lead).await.unwrap();
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
    let mine = test.app.my_openings(lead).await.unwrap().lines;
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
async fn what_an_applicant_may_demand_to_know_is_written_of_whoever_was_called_from_interviews_on()
{
    let names = &["Pelle", "Lena", "Olle", "Maja"];
    let (test, tokens) = applied(names).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-18");
    let early = test.app.opening_merits(lead, OPENING).await;
    assert_eq!(message(&early.unwrap_err()), "conflict", "it is open");
    step(&test, Step::Screen, "2026-12-14").await;
    let ids = applicant_ids(&test).await;
    for (id, stage) in [
        (ids[0], Stage::Invited),
        (ids[1], Stage::Invited),
        (ids[2], Stage::Declined),
        (ids[3], Stage::Invited),
    ] {
        let placed = test
            .app
            .place_applicant(lead, ((OPENING, id), 1), stage)
            .await;
        placed.unwrap();
    }
    step(&test, Step::Interview, "2026-12-14").await;
    let back = anybody(&test, "2026-12-17");
    let gone = test.app.withdraw_application(&back, &tokens[3]).await;
    gone.unwrap();
    let merits = &Merits {
        education: "Socionom".to_owned(),
        experience: "Åtta år i socialtjänsten".to_owned(),
        other: String::new(),
    };
    let of = (OPENING, ids[1]);
    let never = test
        .app
        .save_opening_merits(lead, ((OPENING, ids[2]), 2), merits)
        .await;
    assert_eq!(
        message(&never.unwrap_err()),
        "conflict",
        "nobody called them"
    );
    cut(&test, |app| async move {
        app.save_opening_merits(lead, (of, 2), merits).await
    })
    .await;
    let stale = test.app.save_opening_merits(lead, (of, 2), merits).await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    let told = async || {
        let page = test.app.opening_merits(lead, OPENING).await.unwrap();
        let people = page.people.into_iter();
        let told = people.map(|one| (one.number, one.name, one.is_hired, one.merits));
        told.collect::<Vec<_>>()
    };
    let none = Merits::default();
    let line = |number, name: &str, is_hired, merits: &Merits| {
        (number, name.to_owned(), is_hired, merits.clone())
    };
    let called = [
        line(1, "Pelle", false, &none),
        line(2, "Lena", false, merits),
        line(4, "", false, &none),
    ];
    assert_eq!(told().await, called);
    let at = (OPENING, state(&test).await.1);
    let decided = test.app.decide_opening(lead, at, ruling(&[ids[1]])).await;
    decided.unwrap();
    let after = [
        line(2, "Lena", true, merits),
        line(1, "Pelle", false, &none),
        line(4, "", false, &none),
    ];
    assert_eq!(told().await, after);
}

#[tokio::test]
async fn a_wrong_decision_is_put_right_and_what_it_said_is_kept() {
    let (test, _, ids) = interviewing(&["Pelle", "Lena"]).await;
    let lead = &on(&test, fixture::LEADER, "2026-12-18");
    let at = (OPENING, state(&test).await.1);
    let wrong = test.app.decide_opening(lead, at, ruling(&[ids[0]])).await;
    wrong.unwrap();
    let at = (OPENING, at.1 + 1);
    let right = ruling(&[ids[1]]);
    let silent = test
        .app
        .correct_opening(lead, at, (right.clone(), " "))
        .await;
    assert_eq!(message(&silent.unwrap_err()), "opening-fault-why");
    let right = &right;
    cut(&test, |app| async move {
        let changed = (right.clone(), "Fel person var markerad");
        app.correct_opening(lead, at, changed).await
    })
    .await;
    let stale = test
        .app
        .correct_opening(lead, at, (right.clone(), "En gång till"))
        .await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    let all = test.app.applicants(lead, OPENING).await.unwrap();
    let stages: Vec<Stage> = all.lines.iter().map(|one| one.application.stage).collect();
    assert_eq!(stages, [Stage::Declined, Stage::Hired]);
    let one = test.app.opening(lead, OPENING).await.unwrap();
    assert_eq!(one.hired, [(ids[1], "Lena".to_owned())]);
    let (before, by) = &one.corrections[0];
    assert_eq!(
        (before.hired.as_slice(), by.as_str()),
        ([1].as_slice(), "Gun Alebäck")
    );
    assert_eq!(before.why, "Fel person var markerad");
    let late = &on(&test, fixture::LEADER, "2027-02-01");
    let at = (OPENING, at.1 + 1);
    let closed = test
        .app
        .correct_opening(late, at, (ruling(&[ids[0]]), "För sent"))
        .await;
    assert_eq!(
        message(&closed.unwrap_err()),
        "conflict",
        "nobody can appeal"
    );
    let mut tx = test.db.read().await.unwrap();
    let lines = hemma_store::audit::of_board(&mut tx, fixture::BOARDS[0], None, 200);
    let lines = lines.await.unwrap();
    let mut corrected = lines
        .iter()
        .filter(|one| one.entry.event == Event::OpeningCorrected);
    let told = corrected.next().unwrap();
    assert_eq!(told.entry.purpose, "Fel person var markerad");
}

/// The only responsible leaves; an assessor stays.
async fn orphaned() -> TestApp {
    let (test, _) = applied(&["Pelle"]).await;
    let mut tx = test.db.write("leave").await.unwrap();
    let left = day("2026-11-22");
    let leader = staff::find(&mut tx, fixture::LEADER)
        .await
        .unwrap()
        .unwrap();
    let gone = Staff {
        left_on: Some(left),
        ..leader
    };
    staff::save(&mut tx, &gone).await.unwrap();
    tx.commit().await.unwrap();
    test
}

#[tokio::test]
async fn whoever_may_recruit_names_somebody_where_nobody_is_responsible_and_reads_nothing() {
    let test = orphaned().await;
    let manager = &test.ctx(fixture::UNIT_MANAGER);
    let mine = test.app.my_openings(manager).await.unwrap();
    assert_eq!((mine.lines.len(), mine.orphans.len()), (0, 1));
    let one = test.app.orphan(manager, OPENING).await.unwrap();
    assert_eq!(one.post, "Familjebehandlare");
    for reads in [
        test.app.opening(manager, OPENING).await.err(),
        test.app.applicants(manager, OPENING).await.err(),
    ] {
        assert_eq!(message(&reads.unwrap()), "not found");
    }
    let at = (OPENING, one.version);
    let why = "Gun har slutat";
    for (staff, reason, told) in [
        (fixture::THERAPIST, " ", "opening-fault-replace-reason"),
        (StaffId(Uuid::nil()), why, "opening-fault-replace-who"),
    ] {
        let refused = test
            .app
            .replace_responsible(manager, at, (staff, reason))
            .await;
        assert_eq!(message(&refused.unwrap_err()), told);
    }
    let steps = cut(&test, |app| async move {
        app.replace_responsible(manager, at, (fixture::THERAPIST, why))
            .await
    })
    .await;
    assert!(steps > 5, "{steps}");
    let therapist = test.ctx(fixture::THERAPIST);
    let named = test.app.opening(&therapist, OPENING).await.unwrap();
    assert!(named.may.manage && named.may.see_applicants);
    let members: Vec<StaffId> = named.members.iter().map(|(one, _)| one.staff).collect();
    assert!(!members.contains(&fixture::LEADER), "{members:?}");
    let again = test.app.orphan(manager, OPENING).await;
    assert_eq!(message(&again.unwrap_err()), "not found");
}

#[tokio::test]
async fn nobody_names_themselves_into_an_opening_that_has_somebody_responsible() {
    let (test, _) = applied(&["Pelle"]).await;
    for who in [
        fixture::UNIT_MANAGER,
        fixture::LEADER,
        fixture::NETWORK_LEAD,
    ] {
        let ctx = test.ctx(who);
        let named = (who, "Jag vill läsa");
        let taken = test
            .app
            .replace_responsible(&ctx, (OPENING, 1), named)
            .await;
        assert_eq!(message(&taken.unwrap_err()), "not found");
    }
}
