//! The way out: every table is exported or left out for a reason, and every sealed text opens.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::absence::{Absence, AbsenceKind, Entered};
use hemma_domain::artefact::{ArtefactState, Signature};
use hemma_domain::audit::{Event, Finding};
use hemma_domain::case::{
    CriterionAnswer, LegalBasis, OutcomeValue, Ruling, RulingKind, Screening,
};
use hemma_domain::consultation::{Consultation, Pattern};
use hemma_domain::followup::FollowUpDue;
use hemma_domain::ids::{AbsenceId, BondId, FeedbackId, StepId};
use hemma_domain::instrument::Ratio;
use hemma_domain::measure::KeptOutcome;
use hemma_domain::person::{Bond, BondKind, Tie, TieStrength};
use hemma_domain::report::{Report, ReportState};
use hemma_domain::review::{Action, ActionOutcome, Document, Subject};
use hemma_domain::round::Turnout;
use hemma_domain::time::Week;
use hemma_domain::week::{CaseWeek, Feedback, FollowUp, Section, Step, StepOutcome, Voice};
use hemma_store::audit::review;
use hemma_store::db::{Db, Kind, Tx};
use hemma_store::export::{self, LEFT_OUT, Reach};
use hemma_store::review::document;
use hemma_store::seal::Key;
use hemma_store::{
    absence, artefact, assignment, basis, bond, call, calling, consent, consultation, contact,
    feedback, followup, glass, hold, incident, measure, note, report, rest, round, ruling,
    screening, sheet, step, task, turn, week,
};
use hemma_testkit::{fixture, noon};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::case::key;

const CASE: hemma_domain::ids::CaseId = fixture::OPEN;

/// A board with something in every table.
async fn fill(db: &Db) {
    fixture::fill(db).await;
    hemma_testkit::week::fill(db).await;
    let mut tx = db.write("request").await.unwrap();
    let key = key(&mut tx, CASE).await;
    of_intake(&mut tx, &key).await;
    of_family(&mut tx, &key).await;
    of_records(&mut tx, &key).await;
    of_week(&mut tx, &key).await;
    let site = tx.seals().site().clone();
    for (number, in_case, under) in [(1, false, &site), (2, true, &key)] {
        let one = crate::task::promise(number, in_case);
        task::insert(&mut tx, under, &one).await.unwrap();
    }
    of_rounds(&mut tx).await;
    of_duty(&mut tx).await;
    of_night(&mut tx, &key).await;
    of_review(&mut tx).await;
    of_consultation(&mut tx).await;
    tx.log(crate::audit::entry(Event::CaseRead, "besök"));
    tx.commit().await.unwrap();
    let mut tx = db.write("request").await.unwrap();
    let found = (Finding::Asked, "Hon var på väg dit");
    let line = (fixture::BOARDS[0], 1);
    let at = noon(fixture::TODAY);
    let reviewed = review::review(&mut tx, line, fixture::RECORDS_OFFICER, at, found).await;
    assert!(reviewed.unwrap());
    tx.commit().await.unwrap();
}

async fn of_consultation(tx: &mut Tx) {
    let by = (noon("2026-11-20"), fixture::CONSULTANT);
    let pattern = Pattern {
        team: fixture::TEAMS[0],
        from: fixture::TODAY.parse().unwrap(),
        weekday: 4,
        at: "13:00".parse().unwrap(),
        minutes: 60,
    };
    consultation::set_pattern(tx, &pattern, by).await.unwrap();
    let mut one = Consultation::empty(fixture::TEAMS[0], "2026-W47".parse().unwrap());
    one.cancel("Sjuk").unwrap();
    one.hold([fixture::CONSULTANT].into(), "Vi talade om mätning")
        .unwrap();
    assert!(consultation::save(tx, &one, by).await.unwrap());
}

async fn of_review(tx: &mut Tx) {
    let term = "2026H2".parse().unwrap();
    let one = Document {
        summary: "Det går bra.".into(),
        goals: "Kortare väntan.".into(),
        actions: vec![Action {
            number: 1,
            what: "Fler intervjuer".into(),
            owner: fixture::THERAPIST,
            due_on: fixture::TODAY.parse().unwrap(),
            outcome: ActionOutcome::Done,
            remark: "Nio av tio".into(),
        }],
        ..Document::empty(Subject::Team(fixture::TEAMS[0]), term)
    };
    assert!(document::save(tx, &one).await.unwrap());
}

async fn of_intake(tx: &mut Tx, key: &Key) {
    let mut decision = crate::assignment::decision(1, "2026-05-04", LegalBasis::Sol11_1);
    decision.case = CASE;
    assignment::insert(tx, key, &decision).await.unwrap();
    let answer = Screening {
        override_reason: "Fyller sex i mars".into(),
        ..crate::screening::answer("child_age", CriterionAnswer::No, "Född 2020")
    };
    screening::insert(tx, key, CASE, &answer).await.unwrap();
    let made = Ruling {
        case: CASE,
        kind: RulingKind::Accepted,
        on: "2026-05-05".parse().unwrap(),
        by: fixture::LEADER,
        reason: "Plats i juni".into(),
    };
    ruling::insert(tx, key, &made).await.unwrap();
    let later = FollowUpDue {
        remark: "Ringde två gånger".into(),
        ..crate::followup::due(6, "2026-11-20")
    };
    followup::insert(tx, key, &later).await.unwrap();
    let home = crate::followup::outcome(0, "home", OutcomeValue::Yes);
    followup::insert_outcome(tx, &home).await.unwrap();
}

async fn of_family(tx: &mut Tx, key: &Key) {
    let parent = Bond {
        id: BondId(Uuid::from_u128(1)),
        case: CASE,
        kind: BondKind::Parent,
        a: fixture::MOTHER,
        b: fixture::CHILD,
    };
    bond::insert(tx, &parent).await.unwrap();
    let tie = Tie {
        id: BondId(Uuid::from_u128(2)),
        case: CASE,
        person: None,
        label: "Simklubben".into(),
        system: "community".into(),
        strength: TieStrength::Strong,
    };
    bond::insert_tie(tx, key, &tie).await.unwrap();
    let yes = crate::consent::answer(1, true, "2026-09-07");
    consent::insert(tx, key, &yes).await.unwrap();
    let mut held = crate::hold::resting(1, "2026-11-02", Some("2026-11-09"));
    held.ended = Some((noon("2026-11-09"), fixture::LEADER));
    hold::insert(tx, key, &held).await.unwrap();
    let by = (noon(fixture::TODAY), fixture::THERAPIST);
    let time = crate::calling::evenings();
    calling::set(tx, (CASE, key), &time, by).await.unwrap();
}

async fn of_records(tx: &mut Tx, key: &Key) {
    let entry = crate::note::draft(1, "2026-11-10");
    note::insert(tx, key, &entry).await.unwrap();
    let plan = crate::artefact::version(1, crate::artefact::in_force());
    artefact::insert(tx, key, &plan).await.unwrap();
    let draft = crate::artefact::version(2, ArtefactState::Draft);
    artefact::insert(tx, key, &draft).await.unwrap();
    let signature = Signature {
        artefact: plan.id,
        person: fixture::CHILD,
        on: "2026-11-11".parse().unwrap(),
        how: "Ritade sitt namn".into(),
    };
    artefact::insert_signature(tx, key, &signature)
        .await
        .unwrap();
    let event = crate::incident::incident(1, "2026-11-03");
    incident::insert(tx, key, &event).await.unwrap();
    let measured = crate::measure::due(1, "2026-11-16");
    measure::insert(tx, &measured).await.unwrap();
    let call = crate::measure::call(1, measured.id);
    measure::attempt::insert(tx, key, CASE, &call)
        .await
        .unwrap();
    let answers = crate::measure::answers(measured.id);
    let stored = measure::sheet::insert(tx, key, CASE, &answers).await;
    assert!(stored.unwrap());
    let score = KeptOutcome::Value(Ratio::ONE);
    let score = crate::measure::kept(measured.id, score, 1);
    measure::score::insert(tx, CASE, &score).await.unwrap();
    let visit = crate::contact::visit(1, "2026-11-18");
    contact::insert(tx, key, &visit).await.unwrap();
    report::insert(tx, key, &crate::report::draft())
        .await
        .unwrap();
    let sent = Report {
        state: ReportState::Sent {
            at: noon("2026-11-24"),
            by: fixture::THERAPIST,
            to: "Handläggare Sten Ek".into(),
        },
        ..crate::report::draft()
    };
    assert!(report::send(tx, key, &sent, b"%PDF").await.unwrap());
}

/// What the testkit's weeks leave empty.
/// A closed round with its urn, and an open one whose urn stays where it is.
async fn of_rounds(tx: &mut Tx) {
    for (number, due_on) in [(1, "2026-10-01"), (2, "2026-12-01")] {
        let one = crate::round::of_consultant(number, due_on);
        crate::round::open(tx, &one).await;
        let ballots = [5, 2, 3].map(crate::round::ballot);
        round::urn::put_back(tx, one.id, &ballots).await.unwrap();
    }
    let closed = crate::round::of_consultant(1, "2026-10-01").id;
    let turnout = Turnout {
        asked: 3,
        answered: 3,
    };
    assert!(round::close(tx, closed, turnout).await.unwrap());
}

/// A shared pool with two duties, one of them served from the other board.
async fn of_duty(tx: &mut Tx) {
    crate::duty::both(tx).await;
    let weekend = crate::duty::weekend();
    let part = weekend.shape.segments[0];
    let turn = crate::turn::of_weekend(1, fixture::OTHER_BOARD_THERAPIST, part);
    turn::insert(tx, &turn).await.unwrap();
    for (number, staff) in [(1, fixture::THERAPIST), (2, fixture::OTHER_BOARD_THERAPIST)] {
        let away = Absence {
            id: AbsenceId(Uuid::from_u128(number)),
            staff,
            kind: AbsenceKind::Vacation,
            time: part,
        };
        absence::insert(tx, &Entered::once(away)).await.unwrap();
    }
}

async fn of_night(tx: &mut Tx, key: &Key) {
    sheet::insert(tx, key, &crate::sheet::sheet())
        .await
        .unwrap();
    basis::insert(tx, key, &crate::basis::basis(1))
        .await
        .unwrap();
    let reviewed = crate::glass::reviewed(crate::glass::glass(1));
    glass::insert(tx, key, &reviewed).await.unwrap();
    let site = tx.seals().site().clone();
    for (number, case, under) in [(1, Some(CASE), key), (2, None, &site)] {
        let one = crate::call::call(number, case);
        call::insert(tx, under, &one).await.unwrap();
    }
    rest::insert(tx, &crate::rest::proposal(1)).await.unwrap();
}

async fn of_week(tx: &mut Tx, key: &Key) {
    let earlier = Week::of("2026-10-05".parse().unwrap());
    let decided = CaseWeek {
        decisions: "Två besök extra".into(),
        ..CaseWeek::empty(CASE, earlier)
    };
    week::insert(tx, key, &decided).await.unwrap();
    let judged = Step {
        id: StepId(Uuid::from_u128(1)),
        outcome: Some(StepOutcome::Met),
        evidence: "Fem morgnar av sju".into(),
        ..step::of_case(tx, key, CASE).await.unwrap().remove(0)
    };
    step::insert(tx, key, &judged).await.unwrap();
    let point = Feedback {
        id: FeedbackId(Uuid::from_u128(1)),
        case: CASE,
        week: earlier,
        section: Section::Steps,
        voice: Voice::Leader,
        by: fixture::LEADER,
        at: noon("2026-10-13"),
        text: "Fråga skolan".into(),
        answer: "Ringer på tisdag".into(),
        answered: Some((noon("2026-10-14"), fixture::THERAPIST)),
        follow_up: Some(FollowUp::Done),
        followed_in: Some(earlier.next()),
        follow_note: "De svarade".into(),
        version: 1,
    };
    feedback::insert(tx, key, &point).await.unwrap();
}

/// Every line of the first board, by table.
async fn exported(db: &Db) -> BTreeMap<&'static str, Vec<Json>> {
    let mut tx = db.write("request").await.unwrap();
    let (board, name) = export::board(&mut tx, "BJÖ").await.unwrap().unwrap();
    assert_eq!(
        (board, name.as_str()),
        (fixture::BOARDS[0], "Björkdalens stadsdelsnämnd")
    );
    let cases = export::cases(&mut tx, board).await.unwrap();
    let site = tx.seals().site().clone();
    let mut lines: BTreeMap<&'static str, Vec<Json>> = BTreeMap::new();
    for shape in export::shapes(&mut tx).await.unwrap() {
        let table = lines.entry(shape.table()).or_default();
        match shape.reach() {
            Reach::Board => {
                let rows = export::of_the_board(&mut tx, &shape, board, &site).await;
                table.extend(rows.unwrap());
            }
            Reach::Case => {
                for case in &cases {
                    let key = key(&mut tx, *case).await;
                    let rows = export::of_the_case(&mut tx, &shape, *case, &key).await;
                    table.extend(rows.unwrap());
                }
            }
            Reach::Log => {
                let mut after = 0;
                while let Some((rows, last)) = export::of_the_log(&mut tx, &shape, board, after)
                    .await
                    .unwrap()
                {
                    table.extend(rows);
                    after = last;
                }
            }
        }
    }
    lines
}

#[tokio::test]
async fn every_table_is_exported_or_left_out_for_a_reason() {
    let db = hemma_testkit::sqlite().await;
    let mut tx = db.write("request").await.unwrap();
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let all: BTreeSet<String> = tx
        .all(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("name").unwrap())
        .collect();
    let taken: BTreeSet<String> = export::shapes(&mut tx)
        .await
        .unwrap()
        .iter()
        .map(|shape| shape.table().to_owned())
        .collect();
    let left: BTreeSet<String> = LEFT_OUT
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(taken.intersection(&left).count(), 0);
    assert_eq!(taken.union(&left).cloned().collect::<BTreeSet<_>>(), all);
    assert!(LEFT_OUT.iter().all(|(_, reason)| reason.len() > 10));
}

#[tokio::test]
async fn every_sealed_text_opens_and_both_databases_give_the_same_lines() {
    let mut first: Option<BTreeMap<&'static str, Vec<Json>>> = None;
    for db in hemma_testkit::each().await {
        fill(&db).await;
        let mut lines = exported(&db).await;
        every_sealed_column_was_opened(&db, &lines).await;
        for line in lines.get_mut("audit").unwrap() {
            // Under a key of its own in each database of the tests.
            line.as_object_mut().unwrap().remove("hash");
        }
        match &first {
            None => first = Some(lines),
            Some(first) => assert_eq!(&lines, first),
        }
    }
    let lines = first.unwrap();
    assert_eq!(
        lines["cases"].len(),
        4,
        "of the board, not of the other one"
    );
    assert_eq!(lines["persons"][0]["body"]["given_name"], "Fjäril");
    assert_eq!(lines["reports"][0]["file"], "JVBERg==");
    assert_eq!(lines["tasks"].len(), 2);
    assert_eq!(lines["rounds"].len(), 2);
    assert_eq!(lines["urns"].len(), 1, "of the closed round alone");
    let ballots = lines["urns"][0]["ballots"].as_array().unwrap();
    let values = ballots.iter().map(|ballot| ballot["cam_01"].as_i64());
    assert!(values.eq([2, 3, 5].map(Some)), "by what stands in them");
    assert_eq!(lines["duty_segments"].len(), 3);
    assert_eq!(lines["turns"].len(), 1, "of the pool, whoever serves it");
    assert_eq!(lines["absences"].len(), 1, "of its own people alone");
    let staff = lines["staff"].iter().map(|one| one["name"].as_str());
    assert!(
        !staff.flatten().any(|name| name == "Torun Klippmossa"),
        "of the other board"
    );
}

/// Where a column of the database is sealed, some line holds its text.
async fn every_sealed_column_was_opened(db: &Db, lines: &BTreeMap<&'static str, Vec<Json>>) {
    let sql = match db.kind() {
        Kind::Sqlite => {
            "SELECT m.name AS place, p.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) p
             WHERE m.type = 'table' AND p.name LIKE 'sealed%'"
        }
        Kind::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS place, CAST(column_name AS TEXT) AS name
             FROM information_schema.columns WHERE table_schema = 'public' AND column_name LIKE 'sealed%'"
        }
    };
    let mut tx = db.read().await.unwrap();
    let mut closed = Vec::new();
    for row in tx.all(sql, &[]).await.unwrap() {
        let (table, name): (String, String) = (row.get("place").unwrap(), row.get("name").unwrap());
        let Some(lines) = lines.get(table.as_str()) else {
            continue;
        };
        let plain = name.strip_prefix("sealed_").unwrap();
        let opened = lines.iter().any(|line| match &line[plain] {
            Json::String(text) => !text.is_empty(),
            Json::Null => false,
            _ => true,
        });
        if !opened {
            closed.push(format!("{table}.{name}"));
        }
    }
    assert!(closed.is_empty(), "no text in {closed:?}");
}

/// The page that describes the layout says exactly what is written.
#[tokio::test]
async fn the_layout_is_described_as_it_is() {
    let page = include_str!("../../../../docs/formats/export.md");
    let db = hemma_testkit::sqlite().await;
    let mut tx = db.write("request").await.unwrap();
    let mut wanted = BTreeSet::new();
    for shape in export::shapes(&mut tx).await.unwrap() {
        let names: Vec<String> = shape
            .names()
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        wanted.insert(format!(
            "| `{}.jsonl` | {} |",
            shape.table(),
            names.join(" ")
        ));
    }
    for (table, reason) in LEFT_OUT {
        wanted.insert(format!("| `{table}` | {reason} |"));
    }
    let described: BTreeSet<String> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(ToOwned::to_owned)
        .collect();
    let missing: Vec<&String> = wanted.difference(&described).collect();
    let wrong: Vec<&String> = described.difference(&wanted).collect();
    assert!(
        missing.is_empty() && wrong.is_empty(),
        "missing {missing:#?}, wrong {wrong:#?}"
    );
}
