//! Development plans: set, looked back on, ended; read by those whom they concern and by nobody else.

use hemma_app::ctx::Ctx;
use hemma_app::development::{DevelopmentInput, LookInput};
use hemma_domain::access::Errand;
use hemma_domain::code::Code as _;
use hemma_domain::development::{EvidenceKind, State, StateCode, Whose};
use hemma_domain::ids::{DevelopmentId, StaffId};
use hemma_domain::mail::Mail;
use hemma_domain::my_week::TodoKind;
use hemma_domain::review::ActionOutcome;
use hemma_testkit::fixture::{self, TEAMS};

use crate::harness::{TestApp, cut, message};
use crate::rota::day;
use crate::{consultation, round};

fn input(text: &str, owner: StaffId) -> DevelopmentInput {
    DevelopmentInput {
        text: text.to_owned(),
        evidence: Vec::new(),
        actions: vec![
            (
                "Öva i handledningen".to_owned(),
                Some(owner),
                Some(day("2026-12-04")),
            ),
            (String::new(), None, None),
        ],
        look_on: Some(day("2026-12-14")),
    }
}

fn look(text: &str, state: StateCode) -> LookInput {
    LookInput {
        text: text.to_owned(),
        state,
        next_on: None,
        outcomes: vec![(1, ActionOutcome::Done)],
    }
}

const THERAPISTS: Whose = Whose::Therapist(fixture::THERAPIST);

async fn set(test: &TestApp, by: StaffId, whose: Whose) -> DevelopmentId {
    let ctx = test.ctx(by);
    let made = input("Delmål som går att mäta", by);
    let made = test
        .app
        .new_development(&ctx, (TEAMS[0], whose), made)
        .await;
    made.unwrap()
}

#[tokio::test]
async fn a_goal_is_set_changed_looked_back_on_and_reached_whole_or_not_at_all() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let leader = &test.ctx(fixture::LEADER);
    let of = (TEAMS[0], THERAPISTS);
    let form = test.app.development_form(leader, of).await.unwrap();
    let names: Vec<&str> = form.owners.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["Gun Alebäck", "Tuva Ekorrstig"]);
    let kinds = |kind| form.evidence.iter().filter(|one| one.kind == kind).count();
    assert!(kinds(EvidenceKind::Feedback) == 2 && kinds(EvidenceKind::Training) > 0);
    let told = form.evidence.iter().map(|one| one.told.as_str());
    assert!(told.clone().any(|told| told.starts_with("BJÖ-26-001|")));
    assert!(told.into_iter().all(|told| !told.contains("Malva")));
    let chosen = &form.evidence[0];
    let made = &DevelopmentInput {
        evidence: vec![
            (chosen.kind, chosen.key.clone()),
            (EvidenceKind::Figure, "invented".to_owned()),
        ],
        ..input("Delmål som går att mäta", fixture::THERAPIST)
    };
    cut(&test, |app| async move {
        app.new_development(leader, of, made.clone()).await
    })
    .await;
    let plans = test.app.development_plans(leader).await.unwrap();
    let plan = plans.iter().find(|one| one.whose == THERAPISTS).unwrap();
    let id = plan.goals[0].id;
    assert_eq!(plan.goals[0].evidence.len(), 1, "nothing is invented");
    let therapist = &test.ctx(fixture::THERAPIST);
    let other = &input("Två delmål i veckan som går att mäta", fixture::LEADER);
    cut(&test, |app| async move {
        app.save_development(therapist, (id, 1), other.clone())
            .await
    })
    .await;
    cut(&test, |app| async move {
        app.look_back(leader, (id, 2), look("Syns i en familj", StateCode::Open))
            .await
    })
    .await;
    let stale = test
        .app
        .look_back(leader, (id, 2), look("Igen", StateCode::Open))
        .await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    let reached = look("Syns i alla", StateCode::Reached);
    test.app.look_back(leader, (id, 3), reached).await.unwrap();
    let one = test.app.development(therapist, id).await.unwrap();
    let on = leader.today();
    assert_eq!(one.goal.state, State::Reached { on });
    assert_eq!((one.goal.looks.len(), one.goal.due_on()), (2, None));
    let ended = test
        .app
        .save_development(leader, (id, 4), other.clone())
        .await;
    assert_eq!(message(&ended.unwrap_err()), "conflict");
    let open = test.app.open_goals(leader, TEAMS[0]).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test]
async fn a_plan_is_open_to_those_whom_it_concerns_and_to_nobody_else() {
    let test = TestApp::new().await;
    let plans = [
        (
            set(&test, fixture::LEADER, THERAPISTS).await,
            vec![fixture::THERAPIST, fixture::LEADER],
        ),
        (
            set(&test, fixture::CONSULTANT, Whose::Leader(fixture::LEADER)).await,
            vec![fixture::LEADER, fixture::CONSULTANT],
        ),
        (
            set(
                &test,
                fixture::NETWORK_LEAD,
                Whose::Consultant(fixture::CONSULTANT),
            )
            .await,
            vec![fixture::CONSULTANT, fixture::NETWORK_LEAD],
        ),
        (
            set(&test, fixture::LEADER, Whose::Team).await,
            vec![
                fixture::THERAPIST,
                fixture::COLLEAGUE,
                fixture::RESOURCE,
                fixture::LEADER,
                fixture::CONSULTANT,
                fixture::PSYCHIATRIST,
            ],
        ),
    ];
    for (staff, name, ..) in fixture::STAFF {
        let ctx = test.ctx(*staff);
        let listed = test.app.development_plans(&ctx).await.unwrap();
        let listed: Vec<DevelopmentId> = listed
            .iter()
            .flat_map(|plan| plan.goals.iter().map(|goal| goal.id))
            .collect();
        for (id, readers) in &plans {
            let read = test.app.development(&ctx, *id).await;
            assert_eq!(read.is_ok(), readers.contains(staff), "{name}");
            assert_eq!(listed.contains(id), readers.contains(staff), "{name}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_set_is_told() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let of = (TEAMS[0], THERAPISTS);
    let empty = test
        .app
        .new_development(&leader, of, input(" ", fixture::LEADER))
        .await;
    assert_eq!(message(&empty.unwrap_err()), "development-fault-empty");
    let stranger = input("Mäta", fixture::OTHER_BOARD_LEADER);
    let stranger = test.app.new_development(&leader, of, stranger).await;
    assert_eq!(message(&stranger.unwrap_err()), "development-fault-owner");
    let nobody = (TEAMS[0], Whose::Therapist(fixture::OTHER_BOARD_THERAPIST));
    let made = input("Mäta", fixture::LEADER);
    let nobody = test
        .app
        .new_development(&leader, nobody, made.clone())
        .await;
    assert_eq!(message(&nobody.unwrap_err()), "not found");
    let own = (TEAMS[0], Whose::Team);
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test
        .app
        .new_development(&therapist, own, made.clone())
        .await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
    for _ in 0..6 {
        let set = test.app.new_development(&leader, of, made.clone()).await;
        set.unwrap();
    }
    let many = test.app.new_development(&leader, of, made).await;
    assert_eq!(message(&many.unwrap_err()), "development-fault-open");
}

#[tokio::test]
async fn a_look_back_stands_among_things_to_do_and_is_told_by_mail_each_week_until_it_is_done() {
    let test = TestApp::new().await;
    let id = set(&test, fixture::LEADER, THERAPISTS).await;
    let later = |staff, on: &str| Ctx {
        now: hemma_testkit::noon(on),
        ..test.ctx(staff)
    };
    let looks = async |on: &str| {
        let ctx = later(fixture::THERAPIST, on);
        let todos = test.app.my_week(&ctx).await.unwrap().todos;
        let looks = todos.into_iter().filter(|one| one.kind == TodoKind::Look);
        looks.map(|one| one.goal).collect::<Vec<_>>()
    };
    assert_eq!(looks("2026-12-10").await, []);
    assert_eq!(looks("2026-12-11").await, [Some(id)]);
    let remind = async |on: &str| {
        let upkeep = Ctx::system(Errand::Upkeep, hemma_testkit::noon(on));
        let told = test.app.remind_looks(&upkeep).await.unwrap();
        let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
        (told, test.app.send_mails(&upkeep, write).await.unwrap())
    };
    assert_eq!(remind("2026-12-13").await, (0, 0));
    assert_eq!(remind("2026-12-14").await, (2, 2), "therapist and leader");
    assert_eq!(remind("2026-12-14").await, (2, 0), "not twice a day");
    assert_eq!(remind("2026-12-15").await, (0, 0));
    assert_eq!(remind("2026-12-21").await, (2, 2), "a week later");
    let to: Vec<String> = test.app.posted().into_iter().map(|one| one.body).collect();
    assert_eq!(to, vec!["development_look"; 4]);
    let leader = later(fixture::LEADER, "2026-12-22");
    let again = LookInput {
        next_on: Some(day("2027-01-18")),
        ..look("Det syns", StateCode::Open)
    };
    test.app.look_back(&leader, (id, 1), again).await.unwrap();
    assert_eq!(remind("2026-12-28").await, (0, 0));
    assert_eq!(looks("2026-12-28").await, []);
    let late = LookInput {
        next_on: Some(day("2026-12-21")),
        ..look("Det syns", StateCode::Open)
    };
    let refused = test.app.look_back(&leader, (id, 2), late).await;
    assert_eq!(message(&refused.unwrap_err()), "development-fault-look-on");
}

#[tokio::test]
async fn what_the_interviews_said_is_kept_with_the_goal_as_it_was() {
    let test = crate::fidelity::world().await;
    let leader = test.ctx(fixture::LEADER);
    let of = (TEAMS[0], THERAPISTS);
    let told = async || {
        let form = test.app.development_form(&leader, of).await.unwrap();
        let mut all = form.evidence.into_iter();
        all.find(|one| one.kind == EvidenceKind::Fidelity).unwrap()
    };
    let before = told().await;
    let parts: Vec<&str> = before.told.split('|').collect();
    assert_eq!(parts.len(), 4, "{before:?}");
    assert!(parts[0].parse::<f64>().is_ok() && parts[1].parse::<u32>().unwrap() > 0);
    let made = DevelopmentInput {
        evidence: vec![(before.kind, before.key.clone())],
        ..input("Delmål som går att mäta", fixture::LEADER)
    };
    let id = test.app.new_development(&leader, of, made).await.unwrap();
    let kept = test
        .app
        .development(&leader, id)
        .await
        .unwrap()
        .goal
        .evidence;
    assert_eq!(kept, [before]);
}

#[tokio::test]
async fn each_plan_rests_on_the_feedback_that_concerns_it_and_no_family_leaves_the_team() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let offered = async |by: StaffId, whose| {
        let ctx = Ctx {
            now: hemma_testkit::noon("2026-12-07"),
            ..test.ctx(by)
        };
        let form = test.app.development_form(&ctx, (TEAMS[0], whose)).await;
        let all = form.unwrap().evidence.into_iter();
        let feedback = all.filter(|one| one.kind == EvidenceKind::Feedback);
        let told = feedback.map(|one| match one.key.strip_prefix("month/") {
            Some(line) => format!("{line} {}", one.told),
            None => one.told,
        });
        let mut told: Vec<String> = told.collect();
        told.sort();
        told
    };
    let leader = offered(fixture::CONSULTANT, Whose::Leader(fixture::LEADER)).await;
    let own: Vec<&str> = leader.iter().map(String::as_str).collect();
    assert!(own.contains(&"by_leader 1||2026-11"), "{own:?}");
    assert!(own.contains(&"overdue 2|2|2026-11"), "{own:?}");
    let points = |all: &[String]| {
        let of_family = all.iter().filter(|told| told.starts_with("BJÖ-26-001|"));
        of_family.count()
    };
    assert_eq!(points(&leader), 1, "what the leader wrote: {leader:?}");

    let team = offered(fixture::LEADER, Whose::Team).await;
    assert_eq!(points(&team), 2, "{team:?}");
    assert!(team.iter().any(|told| told == "answered 0|2|2026-11"));
    assert!(team.iter().all(|told| !told.starts_with("by_leader")));

    let consultants = Whose::Consultant(fixture::CONSULTANT);
    let own = offered(fixture::CONSULTANT, consultants).await;
    assert!(own.iter().any(|told| told == "by_consultant 1||2026-11"));
    assert_eq!(points(&own), 0, "the network reads that plan: {own:?}");
    let network = offered(fixture::NETWORK_LEAD, consultants).await;
    assert_eq!(network, Vec::<String>::new(), "it reads no month's report");
}

#[tokio::test]
async fn a_consultant_s_goal_that_waits_is_told_to_the_lead_and_to_nobody_without_the_plan() {
    let test = TestApp::new().await;
    let whose = Whose::Consultant(fixture::CONSULTANT);
    let id = set(&test, fixture::NETWORK_LEAD, whose).await;
    let on = |who, at: &str| Ctx {
        now: hemma_testkit::noon(at),
        ..test.ctx(who)
    };
    let lead = &on(fixture::NETWORK_LEAD, "2026-12-05");
    let statements = cut(&test, |app| async move {
        app.late_goals(lead, fixture::NETWORK).await
    })
    .await;
    assert_eq!(statements, 6, "goals, names, the log, commit");
    let late = |ctx| {
        let app = test.app.clone();
        async move { app.late_goals(&ctx, fixture::NETWORK).await.unwrap() }
    };
    let found = late(on(fixture::NETWORK_LEAD, "2026-12-05")).await;
    let told = found.iter().map(|one| (one.id, one.since));
    assert_eq!(told.collect::<Vec<_>>(), [(id, day("2026-12-04"))]);
    assert!(!found[0].name.is_empty());
    assert_eq!(late(on(fixture::NETWORK_LEAD, "2026-12-04")).await, []);
    assert_eq!(late(on(fixture::THERAPIST, "2026-12-05")).await, []);
}

/// What a plan of the consultant is offered of one kind, by key.
async fn of_consultant(
    test: &TestApp,
    (by, now): (StaffId, hemma_domain::time::Instant),
    kind: EvidenceKind,
) -> Vec<(String, String)> {
    let ctx = Ctx {
        now,
        ..test.ctx(by)
    };
    let whose = Whose::Consultant(fixture::CONSULTANT);
    let form = test.app.development_form(&ctx, (TEAMS[0], whose)).await;
    let all = form.unwrap().evidence.into_iter();
    let of_kind = all.filter(|one| one.kind == kind);
    of_kind.map(|one| (one.key, one.told)).collect()
}

#[tokio::test]
async fn a_consultants_goal_rests_on_what_enough_of_the_team_say() {
    for (values, sees) in [(&[2, 3, 4][..], true), (&[2, 3], false)] {
        let (test, id) = round::opened().await;
        round::answered(&test, id, values).await;
        let lead = (fixture::NETWORK_LEAD, round::after());
        let open = of_consultant(&test, lead, EvidenceKind::Ratings).await;
        assert_eq!(open, [], "nothing before the round is closed");
        let upkeep = round::upkeep(round::after());
        test.app.close_rounds(&upkeep).await.unwrap();
        let told = of_consultant(&test, lead, EvidenceKind::Ratings).await;
        let keys: Vec<&str> = told.iter().map(|(key, _)| key.as_str()).collect();
        let own = (fixture::CONSULTANT, round::after());
        assert_eq!(told, of_consultant(&test, own, EvidenceKind::Ratings).await);
        match sees {
            true => {
                assert_eq!(keys, ["CAM/competence", "CAM/procedures", "CAM/alliance"]);
                assert!(
                    told.iter()
                        .all(|(_, told)| told.starts_with("3.00|3|2026-"))
                );
            }
            false => assert_eq!(told, [], "two of three are too few"),
        }
    }
}

#[tokio::test]
async fn a_consultants_goal_rests_on_the_consultations_that_were_held() {
    let test = TestApp::new().await;
    let now = hemma_testkit::noon(fixture::TODAY);
    let lead = (fixture::NETWORK_LEAD, now);
    let none = of_consultant(&test, lead, EvidenceKind::Consultation).await;
    assert_eq!(none, [], "nothing was owed");
    let consultant = test.ctx(fixture::CONSULTANT);
    let since = consultation::thursdays("2026-10-01");
    let set = test.app.set_consultation_time(&consultant, TEAMS[0], since);
    set.await.unwrap();
    let told = of_consultant(&test, lead, EvidenceKind::Consultation).await;
    let told: Vec<&str> = told.iter().map(|(_, told)| told.as_str()).collect();
    assert_eq!(told, ["0|8|2026Q4"]);
}
