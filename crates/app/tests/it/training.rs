//! Training: planned, answered, attended, evaluated, certified; and what everybody still lacks.

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::training::{Evaluations, PersonStanding};
use hemma_domain::ids::{StaffId, TrainingId};
use hemma_domain::staff::Language;
use hemma_domain::time::Day;
use hemma_domain::training::{Content, Evaluation, Length, Reply, Session, Stage, StandingCode};
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

fn session(on: &str, length: Length) -> Session {
    Session {
        on: day(on),
        from: "09:00".parse().unwrap(),
        to: "16:00".parse().unwrap(),
        length,
    }
}

/// A booster of a day and a half.
pub(crate) fn booster(first: &str, second: &str) -> Content {
    Content {
        title: "Kvartalsutbildning".to_owned(),
        place: "Påhittssalen".to_owned(),
        language: Language::Swedish,
        about: String::new(),
        programme: None,
        requirement: Some("booster".to_owned()),
        seats_max: None,
        sessions: vec![session(second, Length::Half), session(first, Length::Whole)],
    }
}

/// Planned, with these people invited.
async fn planned(test: &TestApp, content: Content, people: &[StaffId]) -> TrainingId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let id = test.app.new_training(&lead, NETWORK, content).await;
    let id = id.unwrap();
    let invited = test
        .app
        .invite_to_training(&lead, (NETWORK, id), people)
        .await;
    assert_eq!(invited.unwrap(), people.len());
    id
}

/// How everybody in the network stands.
async fn standings(test: &TestApp, lead: &Ctx) -> Vec<PersonStanding> {
    let found = test.app.network_standing(lead, NETWORK).await;
    found.unwrap().people
}

fn of(people: &[PersonStanding], staff: StaffId, code: &str) -> (StandingCode, u32, Option<Day>) {
    let person = people.iter().find(|one| one.staff == staff).unwrap();
    let demand = person.demands.iter().find(|one| one.code == code).unwrap();
    (
        demand.standing.code,
        demand.standing.half_days,
        demand.booked,
    )
}

#[tokio::test]
async fn a_training_is_planned_changed_and_called_off_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let content = &booster("2026-12-03", "2026-12-04");
    cut(&test, |app| async move {
        app.new_training(lead, NETWORK, content.clone()).await
    })
    .await;
    let list = test.app.trainings(lead, NETWORK).await.unwrap();
    let (id, days) = (list[0].training.id, &list[0].training.content.sessions);
    assert_eq!(days[0].on, day("2026-12-03"), "in order");
    assert_eq!(list[0].what.as_ref().unwrap().en, "Quarterly booster");
    let people = [fixture::THERAPIST, fixture::LEADER];
    cut(&test, |app| async move {
        app.invite_to_training(lead, (NETWORK, id), &people).await
    })
    .await;
    let moved = &booster("2026-12-10", "2026-12-11");
    cut(&test, |app| async move {
        app.save_training(lead, (NETWORK, id, 1), moved.clone())
            .await
    })
    .await;
    let stale = test
        .app
        .save_training(lead, (NETWORK, id, 1), moved.clone())
        .await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    cut(&test, |app| async move {
        app.cancel_training(lead, (NETWORK, id, 2)).await
    })
    .await;
    let one = test.app.training(lead, (NETWORK, id)).await.unwrap();
    assert_eq!(one.training.stage(lead.today()), Stage::Cancelled);
    assert_eq!(one.training.revision, 2);
    assert!(
        one.candidates
            .iter()
            .all(|one| !people.contains(&one.staff))
    );
}

#[tokio::test]
async fn what_a_content_must_be_is_told_field_by_field() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    for (content, expected) in [
        (
            Content {
                title: String::new(),
                ..booster("2026-12-03", "2026-12-04")
            },
            "training-fault-title",
        ),
        (booster("2026-12-03", "2026-12-03"), "training-fault-twice"),
        (
            Content {
                requirement: Some("swimming".to_owned()),
                ..booster("2026-12-03", "2026-12-04")
            },
            "training-fault-kind",
        ),
        (
            Content {
                programme: Some("MST".to_owned()),
                requirement: None,
                ..booster("2026-12-03", "2026-12-04")
            },
            "training-fault-kind",
        ),
    ] {
        let refused = test.app.new_training(&lead, NETWORK, content).await;
        assert_eq!(message(&refused.unwrap_err()), expected);
    }
    let kinds = test.app.training_kinds(lead.today());
    let boosters: Vec<Option<&str>> = kinds
        .iter()
        .filter(|one| one.requirement == "booster")
        .map(|one| one.programme.as_deref())
        .collect();
    assert_eq!(boosters, [None, Some("MST"), Some("MST-CAN")]);
}

#[tokio::test]
async fn of_two_who_want_the_last_place_one_is_told() {
    let test = TestApp::new().await;
    let content = Content {
        seats_max: Some(1),
        ..booster("2026-12-03", "2026-12-04")
    };
    let people = [fixture::THERAPIST, fixture::COLLEAGUE];
    let id = planned(&test, content, &people).await;
    let [one, other] = people.map(|staff| test.ctx(staff));
    let both = tokio::join!(
        test.app.reply(&one, id, Reply::Yes),
        test.app.reply(&other, id, Reply::Yes),
    );
    let refused: Vec<Error> = [both.0, both.1]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(message(&refused[0]), "training-fault-full");
    for ctx in [&one, &other] {
        test.app.reply(ctx, id, Reply::No).await.unwrap();
    }
    let other = &other;
    cut(&test, |app| async move {
        app.reply(other, id, Reply::Yes).await
    })
    .await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let fewer = Content {
        seats_max: Some(0),
        ..booster("2026-12-03", "2026-12-04")
    };
    let saved = test.app.save_training(&lead, (NETWORK, id, 1), fewer).await;
    assert_eq!(message(&saved.unwrap_err()), "training-fault-seats");
    let people = standings(&test, &lead).await;
    assert_eq!(
        of(&people, fixture::COLLEAGUE, "booster").2,
        Some(day("2026-12-03"))
    );
}

#[tokio::test]
async fn only_attended_days_count_and_part_of_them_is_not_the_whole() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let people = [fixture::THERAPIST, fixture::COLLEAGUE];
    let id = planned(&test, booster("2026-11-05", "2026-11-06"), &people).await;
    let before = test
        .app
        .network_standing(lead, NETWORK)
        .await
        .unwrap()
        .people;
    assert_eq!(of(&before, fixture::THERAPIST, "booster").1, 0);
    let marks = &[
        (fixture::THERAPIST, day("2026-11-05")),
        (fixture::THERAPIST, day("2026-11-06")),
        (fixture::COLLEAGUE, day("2026-11-05")),
    ];
    cut(&test, |app| async move {
        app.note_attendance(lead, (NETWORK, id, 1), marks).await
    })
    .await;
    let early = [(fixture::THERAPIST, day("2026-12-05"))];
    let refused = test
        .app
        .note_attendance(lead, (NETWORK, id, 2), &early)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "training-fault-early");
    let uninvited = [(fixture::LEADER, day("2026-11-05"))];
    let refused = test
        .app
        .note_attendance(lead, (NETWORK, id, 2), &uninvited)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "conflict");
    let after = test
        .app
        .network_standing(lead, NETWORK)
        .await
        .unwrap()
        .people;
    let (code, half_days, _) = of(&after, fixture::THERAPIST, "booster");
    assert_eq!((code, half_days), (StandingCode::Held, 3));
    let (code, half_days, _) = of(&after, fixture::COLLEAGUE, "booster");
    assert!(code > StandingCode::Held);
    assert_eq!(half_days, 2);
    let leader = test.ctx(fixture::LEADER);
    let (_, team) = test
        .app
        .team_standing(&leader, fixture::TEAMS[0])
        .await
        .unwrap();
    let team = team.people;
    assert_eq!(of(&team, fixture::COLLEAGUE, "booster").1, 2);
    assert!(team.iter().all(|one| one.teams[0].0 == fixture::TEAMS[0]));
    let mine = test.app.my_training(&test.ctx(fixture::COLLEAGUE)).await;
    let mine = mine.unwrap();
    assert_eq!(of(&mine.standings, fixture::COLLEAGUE, "booster").1, 2);
    assert_eq!(mine.seats.len(), 1);
    let cancelled = test.app.cancel_training(lead, (NETWORK, id, 2)).await;
    assert_eq!(message(&cancelled.unwrap_err()), "training-fault-held");
}

#[tokio::test]
async fn evaluations_are_shown_once_nobody_can_answer_any_more() {
    let test = TestApp::new().await;
    let mut lead = test.ctx(fixture::NETWORK_LEAD);
    let people = [fixture::THERAPIST, fixture::COLLEAGUE, fixture::LEADER];
    let id = planned(&test, booster("2026-11-19", "2026-11-20"), &people).await;
    let answer = Evaluation::new([5, 4, 1]).unwrap();
    let therapist = &test.ctx(fixture::THERAPIST);
    let absent = test.app.evaluate(therapist, id, answer).await;
    assert_eq!(message(&absent.unwrap_err()), "training-fault-evaluation");
    let marks = people.map(|staff| (staff, day("2026-11-20")));
    test.app
        .note_attendance(&lead, (NETWORK, id, 1), &marks)
        .await
        .unwrap();
    cut(&test, |app| async move {
        app.evaluate(therapist, id, answer).await
    })
    .await;
    let twice = test.app.evaluate(therapist, id, answer).await;
    assert_eq!(message(&twice.unwrap_err()), "training-fault-evaluation");
    for staff in [fixture::COLLEAGUE, fixture::LEADER] {
        test.app
            .evaluate(&test.ctx(staff), id, answer)
            .await
            .unwrap();
    }
    let one = test.app.training(&lead, (NETWORK, id)).await.unwrap();
    assert_eq!(one.evaluations, Evaluations::Until(day("2026-12-04")));
    lead.now = hemma_testkit::noon("2026-12-05");
    let one = test.app.training(&lead, (NETWORK, id)).await.unwrap();
    let counts = [[0, 0, 0, 0, 3], [0, 0, 0, 3, 0], [3, 0, 0, 0, 0]];
    assert_eq!(one.evaluations, Evaluations::Counted(3, counts));
}

#[tokio::test]
async fn a_certificate_is_for_whoever_was_there_and_the_office() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let people = [fixture::THERAPIST, fixture::COLLEAGUE];
    let id = planned(&test, booster("2026-11-05", "2026-11-06"), &people).await;
    let marks = [(fixture::THERAPIST, day("2026-11-05"))];
    test.app
        .note_attendance(&lead, (NETWORK, id, 1), &marks)
        .await
        .unwrap();
    for staff in [fixture::THERAPIST, fixture::NETWORK_LEAD] {
        let ctx = test.ctx(staff);
        let one = test.app.certificate(&ctx, (id, fixture::THERAPIST)).await;
        let one = one.unwrap();
        assert_eq!(one.name, "Tuva Ekorrstig");
        assert_eq!(one.training.half_days_of(&one.seat), 2);
        assert_eq!(one.issued_by, "Nanna Vindflöjel");
    }
    let absent = test.app.certificate(&lead, (id, fixture::COLLEAGUE)).await;
    assert!(matches!(absent, Err(Error::NotFound)));
    for staff in [fixture::COLLEAGUE, fixture::LEADER, fixture::CONSULTANT] {
        let ctx = test.ctx(staff);
        let other = test.app.certificate(&ctx, (id, fixture::THERAPIST)).await;
        assert!(matches!(other, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn nobody_else_keeps_trainings_or_sees_who_is_invited() {
    let test = TestApp::new().await;
    let id = planned(
        &test,
        booster("2026-12-03", "2026-12-04"),
        &[fixture::THERAPIST],
    )
    .await;
    for staff in [fixture::LEADER, fixture::CONSULTANT, fixture::THERAPIST] {
        let ctx = test.ctx(staff);
        let refused = test.app.training(&ctx, (NETWORK, id)).await;
        assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));
        let refused = test.app.network_standing(&ctx, NETWORK).await;
        assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));
    }
    let uninvited = test.ctx(fixture::LEADER);
    let refused = test.app.reply(&uninvited, id, Reply::Yes).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let seen = test.app.my_seat(&test.ctx(fixture::THERAPIST), id).await;
    assert_eq!(seen.unwrap().seat.reply, Reply::Open);
}

#[tokio::test]
async fn a_calendar_shows_what_its_maker_goes_to_and_ends_with_them() {
    let test = TestApp::new().await;
    let people = [fixture::THERAPIST];
    let id = planned(&test, booster("2026-12-03", "2026-12-04"), &people).await;
    let (lead, therapist) = (
        &test.ctx(fixture::NETWORK_LEAD),
        test.ctx(fixture::THERAPIST),
    );
    let own = test.app.make_training_feed(&therapist, None).await.unwrap();
    let all = test.app.make_training_feed(lead, Some(NETWORK)).await;
    let all = all.unwrap();
    let refused = test.app.make_training_feed(&therapist, Some(NETWORK)).await;
    assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));
    let now = therapist.now;
    let shown = test.app.training_calendar(now, &own).await.unwrap();
    let told: Vec<(usize, u32)> = shown
        .events
        .iter()
        .map(|one| (one.number, one.sequence))
        .collect();
    assert_eq!(told, [(0, 0), (1, 0)]);
    let moved = booster("2026-12-10", "2026-12-11");
    test.app
        .save_training(lead, (NETWORK, id, 1), moved)
        .await
        .unwrap();
    test.app
        .cancel_training(lead, (NETWORK, id, 2))
        .await
        .unwrap();
    let shown = test.app.training_calendar(now, &all).await.unwrap();
    assert!(shown.events.iter().all(|one| one.is_cancelled));
    assert_eq!((shown.events[0].number, shown.events[0].sequence), (0, 2));
    assert_eq!(shown.events[0].time.start().day(), day("2026-12-10"));
    test.app.reply(&therapist, id, Reply::No).await.unwrap_err();
    let mine = test.app.my_training(&therapist).await.unwrap();
    test.app
        .revoke_training_feed(&therapist, mine.feeds[0].id)
        .await
        .unwrap();
    let gone = test.app.training_calendar(now, &own).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let forged = test.app.training_calendar(now, &"A".repeat(32)).await;
    assert!(matches!(forged, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_day_on_which_somebody_was_there_is_never_dropped_without_a_word() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let people = [fixture::THERAPIST, fixture::COLLEAGUE];
    let id = planned(&test, booster("2026-11-05", "2026-11-06"), &people).await;
    let at = |version| (NETWORK, id, version);
    let marks = [
        (fixture::THERAPIST, day("2026-11-05")),
        (fixture::COLLEAGUE, day("2026-11-06")),
    ];
    test.app
        .note_attendance(&lead, at(1), &marks)
        .await
        .unwrap();
    let save = async |version, content| test.app.save_training(&lead, at(version), content).await;
    let moved = save(2, booster("2026-11-04", "2026-11-06")).await;
    assert_eq!(message(&moved.unwrap_err()), "training-fault-attended");
    let people = standings(&test, &lead).await;
    assert_eq!(of(&people, fixture::THERAPIST, "booster").1, 2, "it counts");
    let mut longer = booster("2026-11-05", "2026-11-06");
    longer.sessions.push(session("2026-11-09", Length::Half));
    save(2, longer).await.unwrap();
    let fewer = booster("2026-11-05", "2026-11-06");
    save(3, fewer).await.unwrap();
    test.app
        .note_attendance(&lead, at(4), &marks[1..])
        .await
        .unwrap();
    save(5, booster("2026-11-04", "2026-11-06")).await.unwrap();
    let absent = test.app.certificate(&lead, (id, fixture::THERAPIST)).await;
    assert!(matches!(absent, Err(Error::NotFound)));
}

#[tokio::test]
async fn attendance_on_days_that_are_gone_certifies_nothing() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let people = [fixture::THERAPIST];
    let id = planned(&test, booster("2026-11-05", "2026-11-06"), &people).await;
    let gone = [(fixture::THERAPIST, day("2026-10-01"))];
    let mut tx = test.db.write("request").await.unwrap();
    let noted = hemma_store::training::seat::attend(&mut tx, id, &gone).await;
    noted.unwrap();
    tx.commit().await.unwrap();
    for ctx in [&lead, &test.ctx(fixture::THERAPIST)] {
        let certified = test.app.certificate(ctx, (id, fixture::THERAPIST)).await;
        assert!(matches!(certified, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn somebodys_training_is_read_by_the_office_and_by_whoever_sees_their_team() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let people = [fixture::THERAPIST, fixture::OTHER_BOARD_THERAPIST];
    let id = planned(&test, booster("2026-11-05", "2026-11-06"), &people).await;
    let marks = &[(fixture::THERAPIST, day("2026-11-05"))];
    let noted = test.app.note_attendance(lead, (NETWORK, id, 1), marks);
    noted.await.unwrap();
    let whose = (NETWORK, fixture::THERAPIST);
    let steps = cut(&test, |app| async move {
        app.training_record(lead, whose).await.map(|_| ())
    })
    .await;
    assert!(steps > 0, "the look is logged");
    let record = test.app.training_record(lead, whose).await.unwrap();
    assert_eq!(record.seats.len(), 1);
    assert_eq!(record.seats[0].1.attended.len(), 1);
    assert_eq!(of(&record.standings, fixture::THERAPIST, "booster").1, 2);
    let nobody = test
        .app
        .training_record(lead, (NETWORK, fixture::ADMINISTRATOR))
        .await;
    assert_eq!(message(&nobody.unwrap_err()), "not found");
    let (team, other) = (fixture::TEAMS[0], fixture::OTHER_BOARD_THERAPIST);
    for staff in [fixture::LEADER, fixture::CONSULTANT] {
        let ctx = test.ctx(staff);
        let own = test
            .app
            .team_training_record(&ctx, (team, fixture::THERAPIST))
            .await;
        assert_eq!(own.unwrap().1.seats.len(), 1, "{staff}");
        let outside = test.app.team_training_record(&ctx, (team, other)).await;
        assert_eq!(message(&outside.unwrap_err()), "not found", "{staff}");
        let office = test.app.training_record(&ctx, whose).await;
        assert!(matches!(office, Err(Error::NotFound | Error::Forbidden)));
    }
    let colleague = test.ctx(fixture::COLLEAGUE);
    let refused = test
        .app
        .team_training_record(&colleague, (team, fixture::THERAPIST))
        .await;
    assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));
}
