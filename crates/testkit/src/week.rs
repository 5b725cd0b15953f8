//! Two weeks of the open case, written as a therapist would: invented, for tests of the weekly loop.

use hemma_domain::access::{Actor, CaseAction, Decision, Errand, Request, decide};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{
    CaseId, ContactId, DriverId, FeedbackId, FitId, FrameItemId, GoalId, StaffId, StepId,
};
use hemma_domain::time::{Instant, Week};
use hemma_domain::week::{
    CaseWeek, Driver, Feedback, Fit, FitKind, FrameItem, FrameKind, Goal, GoalState, Intervention,
    Section, Step, Voice, WeekField, WeekText,
};
use hemma_store::db::{Db, Tx};
use hemma_store::seal::Key;
use hemma_store::{case, feedback, fit, frame, goal, step, week};
use uuid::Uuid;

use crate::fixture::{self, CONSULTANT, LEADER, OPEN, THERAPIST, TODAY};
use crate::noon;

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xE0_0000 + number)
}

/// The goals of the open case.
pub const GOALS: [GoalId; 2] = [GoalId(id(1)), GoalId(id(2))];
/// The steps of the week before.
pub const LAST_STEPS: [StepId; 3] = [StepId(id(10)), StepId(id(11)), StepId(id(12))];
/// The one step of the week.
pub const STEP: StepId = StepId(id(13));
/// The fit of the week.
pub const FIT: FitId = FitId(id(20));
/// Its drivers; the first two are prioritised.
pub const DRIVERS: [DriverId; 4] = [
    DriverId(id(30)),
    DriverId(id(31)),
    DriverId(id(32)),
    DriverId(id(33)),
];
/// The leader's point on the week before, still open, and the consultant's on the week.
pub const POINTS: [FeedbackId; 2] = [FeedbackId(id(40)), FeedbackId(id(41))];
/// A row of the stable part.
pub const BEHAVIOUR: FrameItemId = FrameItemId(id(50));

/// The week that is written: the one that ended yesterday.
pub fn written() -> Week {
    Week::of(noon(TODAY).day()).previous()
}

/// The key of a case, opened as the program's own upkeep would.
pub async fn key(tx: &mut Tx, id: CaseId) -> Key {
    let door = case::door(tx, id, noon(TODAY).day())
        .await
        .expect("a door")
        .expect("a case");
    let actor = Actor::System(Errand::Upkeep);
    let Decision::Allow(permit) = decide(&actor, Request::Case(CaseAction::See, &door.scope))
    else {
        unreachable!("the program may always");
    };
    let entry = Entry {
        at: noon(TODAY),
        staff: None,
        role: None,
        event: Event::CaseRead,
        board: permit.board(),
        team: permit.team(),
        case: permit.case(),
        person: None,
        purpose: String::new(),
        detail: String::new(),
    };
    case::enter(tx, &permit, &door.wrapped, entry).expect("a key")
}

/// Stores the two weeks of the open case.
pub async fn fill(db: &Db) {
    let mut tx = db.write("fixture").await.expect("a transaction");
    let key = key(&mut tx, OPEN).await;
    stable(&mut tx, &key).await;
    let last = written().previous();
    for one in [
        whole_week(last),
        CaseWeek {
            handed_in: None,
            supervised_at: None,
            ..whole_week(written())
        },
    ] {
        week::insert(&mut tx, &key, &one).await.expect("a week");
    }
    for (number, id) in (1..).zip(LAST_STEPS) {
        let one = last_step(number, id);
        step::insert(&mut tx, &key, &one).await.expect("a step");
    }
    fit::insert(&mut tx, &key, &circle()).await.expect("a fit");
    step::insert(&mut tx, &key, &new_step())
        .await
        .expect("a step");
    for text in texts() {
        week::insert_text(&mut tx, &key, (OPEN, written()), &text)
            .await
            .expect("a text");
    }
    for one in points() {
        feedback::insert(&mut tx, &key, &one)
            .await
            .expect("a point");
    }
    contacts(&mut tx).await;
    tx.commit().await.expect("a commit");
}

async fn stable(tx: &mut Tx, key: &Key) {
    let behaviour = FrameItem {
        id: BEHAVIOUR,
        case: OPEN,
        kind: FrameKind::Behaviour,
        number: 1,
        subject: "Malva skriker och rycker i Fjäril när morgonen blir stressig".into(),
        wish: String::new(),
        frequency: "tre till fyra morgnar i veckan".into(),
        intensity: "hårda ord, drar i armen, en gång blåmärke".into(),
        duration: "tio till tjugo minuter".into(),
        version: 1,
    };
    let wish = FrameItem {
        id: FrameItemId(id(51)),
        kind: FrameKind::Outcome,
        number: 2,
        subject: "Fjäril".into(),
        wish: "Att mamma väcker mig snällt".into(),
        frequency: String::new(),
        intensity: String::new(),
        duration: String::new(),
        ..behaviour.clone()
    };
    for item in [behaviour, wish] {
        frame::insert(tx, key, &item).await.expect("a row");
    }
    let texts = [
        "Morgnar utan hot och handgripligheter",
        "Fjäril är i skolan varje dag",
    ];
    for ((number, id), text) in (1..).zip(GOALS).zip(texts) {
        let one = Goal {
            id,
            case: OPEN,
            number,
            text: text.into(),
            measure: "Malvas lista på kylskåpet, åtta veckor i rad".into(),
            state: GoalState::Active,
            set_on: noon("2026-09-21").day(),
            ended_on: None,
            version: 1,
        };
        goal::insert(tx, key, &one).await.expect("a goal");
    }
}

fn whole_week(of: Week) -> CaseWeek {
    let after = of.next().first_day();
    let at = |day: i64| noon(&after.plus(day).to_string());
    CaseWeek {
        handed_in: Some((at(0).plus_seconds(-3600), THERAPIST)),
        supervised_at: Some(at(1)),
        changed_at: Some(at(0).plus_seconds(-3600)),
        version: 1,
        decisions_version: 1,
        ..CaseWeek::empty(OPEN, of)
    }
}

fn step_of(id: StepId, number: u32, week: Week, text: &str) -> Step {
    Step {
        id,
        case: OPEN,
        week,
        number,
        goal: GOALS.first().copied(),
        driver: None,
        text: text.into(),
        interventions: Vec::new(),
        principles: vec!["P1".into()],
        outcome: None,
        evidence: String::new(),
        carried_from: None,
        changed_at: noon("2026-11-13"),
        judged_at: None,
        version: 1,
    }
}

fn last_step(number: u32, id: StepId) -> Step {
    let text = match number {
        1 => "Malva väcker Fjäril kvart i sju, en gång, med låg röst.",
        2 => "Malva går ut på balkongen när hon märker att hon höjer rösten.",
        _ => "Fjäril lägger telefonen i hallen klockan nio.",
    };
    step_of(id, number, written().previous(), text)
}

fn new_step() -> Step {
    Step {
        driver: DRIVERS.first().copied(),
        interventions: vec![Intervention {
            what: "Öva kvällsrutinen med båda".into(),
            who: "Tuva".into(),
            when: "tisdag 18.30".into(),
            measure: "Klockslag i Malvas lista".into(),
        }],
        ..step_of(
            STEP,
            1,
            written(),
            "Malva och Fjäril packar väskan ihop söndag kväll, tio minuter.",
        )
    }
}

fn circle() -> Fit {
    let rows = [
        (
            "individual",
            "Fjäril sover fem timmar",
            "Sömndagbok sju nätter",
            true,
        ),
        (
            "family",
            "Uppmaningen ges mitt i brådskan",
            "Såg det på besöket i tisdags",
            true,
        ),
        ("family", "Malva står ensam med morgnarna", "", false),
        (
            "school",
            "Prov varje onsdag",
            "Fjäril och mentorn säger samma sak",
            false,
        ),
    ];
    let drivers = (1..).zip(DRIVERS).zip(rows);
    let drivers = drivers.map(
        |((number, id), (system, text, evidence, prioritised))| Driver {
            id,
            fit: FIT,
            number,
            system: system.into(),
            text: text.into(),
            evidence: evidence.into(),
            prioritised,
            changed_at: noon("2026-11-20"),
            version: 1,
        },
    );
    Fit {
        id: FIT,
        case: OPEN,
        week: written(),
        number: 1,
        kind: FitKind::Behaviour,
        target: "Malva skriker när Fjäril inte går upp".into(),
        drivers: drivers.collect(),
        changed_at: noon("2026-11-20"),
        version: 1,
    }
}

fn texts() -> Vec<WeekText> {
    let text = |field, text: &str| WeekText {
        field,
        text: text.into(),
        by: THERAPIST,
        at: noon("2026-11-20"),
        version: 1,
    };
    vec![
        text(
            WeekField::Advances,
            "Fyra lugna morgnar. Malva säger att hon hör sig själv nu, innan det går för långt.",
        ),
        text(
            WeekField::Barriers,
            "Onsdagen. Provet hade legat i Fjärils väska en hel vecka utan att någon visste.",
        ),
    ]
}

fn points() -> [Feedback; 2] {
    let point =
        |id, week, section, (voice, by, at): (Voice, StaffId, Instant), text: &str| Feedback {
            id,
            case: OPEN,
            week,
            section,
            voice,
            by,
            at,
            text: text.into(),
            answer: String::new(),
            answered: None,
            follow_up: None,
            followed_in: None,
            follow_note: String::new(),
            version: 1,
        };
    let [first, second] = POINTS;
    [
        point(
            first,
            written().previous(),
            Section::Steps,
            (Voice::Leader, LEADER, noon("2026-11-17")),
            "Fråga Malva vad hon gjorde annorlunda de lugna morgnarna.",
        ),
        point(
            second,
            written(),
            Section::Fit,
            (Voice::Consultant, CONSULTANT, noon("2026-11-22")),
            "Sömnen driver mer än den ser ut att göra. Vilka belägg har ni?",
        ),
    ]
}

async fn contacts(tx: &mut Tx) {
    const SQL: &str =
        "INSERT INTO contacts (id, case_id, staff_id, kind, place, started_at, week_on, minutes,
        travel_minutes, counts, persons, systems, sealed_note, recorded_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, '', '', '', $6, 1)";
    let rows = [
        (60, THERAPIST, "visit", "home", "2026-11-17", 75_i64),
        (61, fixture::RESOURCE, "meeting", "school", "2026-11-18", 60),
        (62, THERAPIST, "call", "phone", "2026-11-19", 20),
    ];
    for (number, staff, kind, place, on, minutes) in rows {
        let bound = hemma_store::values![
            ContactId(id(number)),
            OPEN,
            staff,
            kind,
            place,
            noon(on),
            written(),
            minutes,
            true
        ];
        tx.run(SQL, &bound).await.expect("a contact");
    }
}
