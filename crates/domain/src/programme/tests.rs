use proptest::prelude::*;

use super::*;
use crate::case::CriterionAnswer;
use crate::ids::PersonId;

fn words(text: &str) -> Words {
    Words {
        sv: text.to_owned(),
        en: text.to_owned(),
    }
}

fn coded(code: &str) -> Coded {
    Coded {
        code: code.to_owned(),
        label: words(code),
        help: None,
    }
}

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced {
        value,
        source: "we".to_owned(),
        confidence: Confidence::Stated,
    }
}

fn field(code: &str, kind: FieldKind) -> Field {
    Field {
        code: code.to_owned(),
        label: words(code),
        help: None,
        kind,
        required: false,
        subject: false,
    }
}

fn required(code: &str, kind: FieldKind) -> Field {
    Field {
        required: true,
        ..field(code, kind)
    }
}

fn subject(code: &str) -> Field {
    Field {
        subject: true,
        ..field(code, FieldKind::Person)
    }
}

/// A form with a field of every kind.
fn form() -> ArtefactKind {
    let options = || vec![coded("low"), coded("high"), coded("none")];
    ArtefactKind {
        code: "form".to_owned(),
        label: words("form"),
        help: words("help"),
        role: ArtefactRole::Ordinary,
        required_before_goals: false,
        restricted: false,
        signatures: Signatures::Staff,
        review_after_days: None,
        once_per: OncePer::Many,
        fields: vec![
            required("title", FieldKind::Text),
            field("story", FieldKind::LongText),
            field("risk", FieldKind::Choice(options())),
            field("seen", FieldKind::MultiChoice(options())),
            field("on", FieldKind::Date),
            field("at", FieldKind::Time),
            field(
                "days",
                FieldKind::Number {
                    unit: None,
                    min: -3,
                    max: 7,
                },
            ),
            field("hurt", FieldKind::YesNo),
            subject("who"),
            field(
                "anger",
                FieldKind::Scale {
                    min: 0,
                    max: 10,
                    labels: Vec::new(),
                },
            ),
            required(
                "steps",
                FieldKind::Rows {
                    fields: vec![required("step", FieldKind::Text), subject("by")],
                    rows_max: 3,
                },
            ),
        ],
    }
}

fn definition() -> Definition {
    Definition {
        code: "SMALL".to_owned(),
        version: 1,
        valid_from: Day::new(2026, 1, 1).unwrap(),
        name: words("Small"),
        about: words("A trial."),
        ages: sourced(Range { min: 6, max: 17 }),
        event: None,
        living: sourced(Living {
            allowed: vec![LivesAt::Home],
            whole_household: true,
        }),
        criteria: Criteria {
            inclusion: vec![Criterion {
                code: "age".to_owned(),
                label: words("Age"),
                help: words("Full years."),
                evidence_required: false,
                overridable_by: vec![RoleCode::Therapist],
                source: "we".to_owned(),
                confidence: Confidence::Stated,
            }],
            exclusion: Vec::new(),
        },
        roles: vec![Role {
            code: RoleCode::Therapist,
            label: words("Therapist"),
            count: sourced(Range { min: 1, max: 4 }),
        }],
        limits: Limits::default(),
        phases: vec![coded("start")],
        closing_reasons: vec![ClosingReason {
            code: "done".to_owned(),
            label: words("Done"),
            counts_as: CountsAs::Completed,
        }],
        outcomes: Vec::new(),
        instrumental_outcomes: Vec::new(),
        follow_up_months: None,
        principles: Vec::new(),
        systems: Vec::new(),
        weekly: None,
        group: None,
        on_call: sourced(false),
        measures: Vec::new(),
        research_months: None,
        targets: Vec::new(),
        artefacts: vec![form()],
        sources: vec![Source {
            code: "we".to_owned(),
            title: words("We"),
        }],
    }
}

/// Changes one thing in a good definition and compares every fault.
#[track_caller]
fn check_fault(change: impl FnOnce(&mut Definition), expected: &[&str]) {
    let mut changed = definition();
    change(&mut changed);
    let faults = Programme::new(changed).err().unwrap_or_default();
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_good_definition_is_taken_and_answers() {
    let programme = Programme::new(definition()).unwrap();
    assert_eq!(programme.artefact("form"), Some(&form()));
    assert_eq!(programme.artefact("other"), None);
    assert_eq!(
        programme.criterion("age").map(|(side, _)| side),
        Some(Side::Inclusion)
    );
    assert_eq!(
        programme.closing_reason("done").map(|r| r.counts_as),
        Some(CountsAs::Completed)
    );
    assert!(programme.role(RoleCode::Psychiatrist).is_none() && programme.safety_plan().is_none());
    assert_eq!(
        programme.source("we").map(|source| source.title.get("en")),
        Some("We")
    );
}

#[test]
fn a_definition_that_makes_no_sense_is_refused() {
    check_fault(|_| {}, &[]);
    check_fault(|d| d.version = 0, &["version: 0 lies outside 1 to 100000"]);
    check_fault(
        |d| d.phases.clear(),
        &["phases: at least 1 needed, 0 given"],
    );
    check_fault(|d| d.name.en.clear(), &["name.en: the text is empty"]);
    check_fault(
        |d| {
            d.group = Some(GroupSessions {
                sessions: sourced(11),
                leaders: sourced(0),
                leaders_certified: sourced(true),
            })
        },
        &[
            "group.leaders.value: 0 lies outside 1 to 100",
            "group: the team has no role `group_session_leader`",
        ],
    );
    check_fault(
        |d| {
            d.targets.push(Target {
                indicator: "x".to_owned(),
                goal: sourced(Goal::Within(Hundredths(2), Hundredths(1))),
            })
        },
        &["targets[0].goal: the range ends before it starts"],
    );
    check_fault(
        |d| {
            d.artefacts[0]
                .fields
                .push(field("pick", FieldKind::Choice(vec![coded("one")])))
        },
        &["artefacts[0].fields[11].options: at least 2 needed, 1 given"],
    );
    check_fault(
        |d| {
            d.artefacts[0].fields.push(field(
                "n",
                FieldKind::Number {
                    unit: None,
                    min: i64::MIN,
                    max: 0,
                },
            ))
        },
        &[
            "artefacts[0].fields[11].min: -9223372036854775808 lies outside -1000000000 to 1000000000",
        ],
    );
    check_fault(
        |d| {
            d.artefacts[0]
                .fields
                .extend((0..48).map(|n| field(&format!("f{n}"), FieldKind::Date)))
        },
        &["artefacts[0].fields: at most 60 allowed, 61 given"],
    );
    check_fault(
        |d| d.criteria.exclusion.push(d.criteria.inclusion[0].clone()),
        &["criteria.exclusion[0].code: the code `age` is used twice"],
    );
}

#[test]
fn an_answer_reads_by_the_side_of_its_criterion() {
    use CriterionAnswer::{No, Unsure, Yes};
    for (side, answer, reading) in [
        (Side::Inclusion, Yes, Reading::Fits),
        (Side::Inclusion, No, Reading::Hinders),
        (Side::Exclusion, Yes, Reading::Hinders),
        (Side::Exclusion, No, Reading::Fits),
        (Side::Inclusion, Unsure, Reading::Open),
        (Side::Exclusion, Unsure, Reading::Open),
    ] {
        assert_eq!(side.read(answer), reading, "{side:?} {answer:?}");
    }
}

#[test]
fn hundredths_print_as_people_write_them() {
    for (value, text) in [(61, "0.61"), (8500, "85"), (105, "1.05"), (0, "0")] {
        assert_eq!(Hundredths(value).to_string(), text);
    }
}

#[test]
fn hundredths_are_typed_with_a_comma_or_a_point() {
    for (text, value) in [("85", 8500), (" 0,61 ", 61), ("4.5", 450), ("0", 0)] {
        assert_eq!(Hundredths::typed(text), Some(Hundredths(value)), "{text}");
    }
    for text in ["", "-1", "0,611", "1e3", ",5", "85 %", "99999999"] {
        assert_eq!(Hundredths::typed(text), None, "{text}");
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn codes(codes: &[&str]) -> Value {
    Value::Choices(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// What is wrong with one answer, as `field row.column: reason`.
#[track_caller]
fn check_value(code: &str, value: Value, expected: &[&str]) {
    let faults = form().check(&FormValues::new().with(code, value));
    assert_eq!(told(&faults), expected);
}

fn told(faults: &[FieldFault]) -> Vec<String> {
    let cell = |fault: &FieldFault| {
        fault
            .at
            .cell
            .as_ref()
            .map(|(row, column)| format!(" {row}.{column}"))
    };
    faults
        .iter()
        .map(|fault| {
            format!(
                "{}{}: {}",
                fault.at.field,
                cell(fault).unwrap_or_default(),
                fault.reason
            )
        })
        .collect()
}

#[test]
fn a_draft_is_saved_when_each_answer_is_of_its_kind() {
    check_value("title", text("Söndag kväll"), &[]);
    check_value("title", text(&"å".repeat(300)), &[]);
    check_value(
        "title",
        text(&"å".repeat(301)),
        &["title: 301 characters, at most 300 are allowed"],
    );
    check_value(
        "title",
        text("a\nb"),
        &["title: the text holds characters that cannot be shown"],
    );
    check_value("story", text("a\nb"), &[]);
    check_value(
        "story",
        text("a\0b"),
        &["story: the text holds characters that cannot be shown"],
    );
    check_value("risk", Value::Choice("high".to_owned()), &[]);
    check_value(
        "risk",
        Value::Choice("worst".to_owned()),
        &["risk: no option has the code `worst`"],
    );
    check_value("seen", codes(&["low", "high"]), &[]);
    check_value(
        "seen",
        codes(&["low", "low"]),
        &["seen: the option `low` is chosen twice"],
    );
    check_value("days", Value::Number(8), &["days: 8 lies outside -3 to 7"]);
    check_value("anger", Value::Number(10), &[]);
    check_value("anger", Value::YesNo(true), &["anger: a scale is expected"]);
    check_value(
        "nowhere",
        text("x"),
        &["nowhere: the form has no such field"],
    );
    let row = |value| FormValues::new().with("step", value);
    check_value(
        "steps",
        Value::Rows(vec![row(text("Ringa")), row(Value::Number(1))]),
        &["steps 1.step: a text is expected"],
    );
    check_value(
        "steps",
        Value::Rows(vec![FormValues::new(); 4]),
        &["steps: 4 rows, at most 3 are allowed"],
    );
    check_value(
        "steps",
        Value::Rows(vec![FormValues::new().with("x", text("y"))]),
        &["steps 0.x: the form has no such field"],
    );
}

#[test]
fn a_form_is_signed_when_nothing_required_is_missing() {
    let form = form();
    assert_eq!(told(&form.check(&FormValues::new())), [] as [&str; 0]);
    let missing = form.check_for_signing(&FormValues::new());
    assert_eq!(
        told(&missing),
        [
            "title: must be filled in before signing",
            "steps: must be filled in before signing"
        ]
    );
    let row = FormValues::new().with("by", Value::Person(person(1)));
    let values = FormValues::new()
        .with("title", text("  "))
        .with("steps", Value::Rows(vec![FormValues::new(), row]));
    assert_eq!(
        told(&form.check_for_signing(&values)),
        [
            "title: must be filled in before signing",
            "steps 1.step: must be filled in before signing"
        ]
    );
}

fn person(number: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(number))
}

#[test]
fn a_form_says_whom_it_is_about() {
    let row = |number| FormValues::new().with("by", Value::Person(person(number)));
    let values = FormValues::new()
        .with("who", Value::Person(person(2)))
        .with("steps", Value::Rows(vec![row(3), row(2), row(1)]));
    assert_eq!(form().subjects(&values), [person(2), person(3), person(1)]);
}

/// What a page posted, and what is wrong with it.
#[track_caller]
fn check_read(pairs: &[(&str, &str)], expected: &FormValues, faults: &[&str]) {
    let (values, found) = form().read(pairs.iter().copied());
    assert_eq!(&values, expected);
    assert_eq!(told(&found), faults);
}

#[test]
fn what_a_page_posts_is_read_by_the_kinds_of_its_fields() {
    let empty = FormValues::new;
    check_read(
        &[("title", ""), ("on", " "), ("steps.0.step", "")],
        &empty(),
        &[],
    );
    check_read(
        &[("story", "a\r\nb")],
        &empty().with("story", text("a\nb")),
        &[],
    );
    check_read(
        &[("seen", "high"), ("seen", "low")],
        &empty().with("seen", codes(&["low", "high"])),
        &[],
    );
    check_read(
        &[("on", "2026-04-07"), ("at", "8")],
        &empty().with("on", Value::Date(Day::new(2026, 4, 7).unwrap())),
        &["at: a time is expected"],
    );
    check_read(
        &[("days", "−2")],
        &empty().with("days", Value::Number(-2)),
        &[],
    );
    check_read(
        &[("hurt", "maybe")],
        &empty(),
        &["hurt: a yes_no is expected"],
    );
    check_read(
        &[
            ("title.0.x", "a"),
            ("steps", "b"),
            ("steps.0.z", "c"),
            ("steps.x.step", "d"),
        ],
        &empty(),
        &[
            "title 0.x: the form has no such field",
            "steps: the form has no such field",
            "steps 0.z: the form has no such field",
            "steps: the form has no such field",
        ],
    );
    check_read(
        &[("steps.9999999999.step", "a")],
        &empty(),
        &["steps 9999999999.step: 10000000000 rows, at most 3 are allowed"],
    );
    let rows = vec![FormValues::new().with("step", text("Ringa"))];
    check_read(
        &[("steps.2.step", "Ringa")],
        &empty().with("steps", Value::Rows(rows)),
        &[],
    );
}

fn some_values() -> impl Strategy<Value = FormValues> {
    let line = || "[a-zåäö .,]{0,20}x".prop_map(Value::Text);
    let row = (line(), proptest::option::of(0u128..9)).prop_map(|(step, by)| {
        let row = FormValues::new().with("step", step);
        match by {
            Some(by) => row.with("by", Value::Person(person(by))),
            None => row,
        }
    });
    let picks = proptest::sample::subsequence(vec!["low", "high", "none"], 1..=3);
    (
        line(),
        picks.prop_map(|picks| codes(&picks)),
        (-3i64..=7).prop_map(Value::Number),
        any::<bool>().prop_map(Value::YesNo),
        proptest::collection::vec(row, 1..=3).prop_map(Value::Rows),
    )
        .prop_map(|(title, seen, days, hurt, steps)| {
            let values = FormValues::new().with("title", title).with("seen", seen);
            values
                .with("days", days)
                .with("hurt", hurt)
                .with("steps", steps)
        })
}

proptest! {
    #[test]
    fn what_is_written_reads_as_the_same(values in some_values()) {
        let pairs = form().write(&values);
        let (read, faults) = form().read(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        prop_assert_eq!(read, values);
        prop_assert!(faults.is_empty());
    }
}

#[test]
fn goals_are_compared_exactly() {
    let share = Goal::AtLeast(Hundredths(61));
    assert!(!share.is_met((17, 28)) && share.is_met((61, 100)) && share.is_met((18, 28)));
    let few = Goal::Below(Hundredths(500));
    assert!(few.is_met((499, 100)) && !few.is_met((5, 1)));
    let between = Goal::Within(Hundredths(10_000), Hundredths(14_000));
    assert!(between.is_met((100, 1)) && between.is_met((420, 3)) && !between.is_met((421, 3)));
}
