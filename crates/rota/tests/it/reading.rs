use hemma_rota_rules::generate::{Kind, generate, tiny};
use hemma_rota_rules::instance::WishKind;
use hemma_rota_rules::{FAULTS_MAX, Instance, prepare, read_instance, read_solution};
use serde_json::{Value, json};

#[track_caller]
fn check_faults(change: impl FnOnce(&mut Value), faults: &[&str]) {
    let mut file = serde_json::to_value(generate(Kind::Team13, 1)).unwrap();
    change(&mut file);
    let found = read_instance(file.to_string().as_bytes()).unwrap_err();
    let found: Vec<String> = found.0.iter().map(|fault| fault.to_string()).collect();
    assert_eq!(found, faults);
}

#[test]
fn each_fault_names_its_place() {
    check_faults(
        |file| file["duties"][3]["line"] = json!("x"),
        &["duties[3].line: no line \"x\""],
    );
    check_faults(
        |file| {
            let person = file["persons"][0].clone();
            file["persons"].as_array_mut().unwrap().push(person);
        },
        &["persons[7].id: \"t1-leader\" is there twice"],
    );
    check_faults(
        |file| file["wishes"][0]["cost"] = json!(-1),
        &["wishes[0].cost: is -1, and must be 0 to 1000000000"],
    );
    check_faults(
        |file| file["windows"][0]["start"] = json!("2026-10-05"),
        &[
            "windows[0].start: \"2026-10-05\" is no instant with an offset, such as \
             2026-10-23T16:00:00+02:00",
        ],
    );
    check_faults(
        |file| file["duties"][0]["segments"] = json!([]),
        &["duties[0].segments: has no segment"],
    );
    check_faults(
        |file| file["format"] = json!("rota-instance/2"),
        &["format: is `rota-instance/2`, not `rota-instance/1`"],
    );
    check_faults(
        |file| {
            file["tier_weights"]["unfilled"] = json!(1_000_000_000);
            file["duties"][0]["unfilled_cost"] = json!(1_000_000_000);
        },
        &["tier_weights: the prices together are so high that sums would not be exact"],
    );
}

#[test]
fn every_fault_is_listed() {
    check_faults(
        |file| {
            file["duties"][0]["line"] = json!("x");
            file["rest_periods"][0]["end"] = file["rest_periods"][0]["start"].clone();
            file["needs"][0]["duties"] = json!(["nothing"]);
            file["persons"][0]["off_dates"] = json!(["2026-2-3"]);
        },
        &[
            "duties[0].line: no line \"x\"",
            "rest_periods[0]: ends before it begins, or is empty",
            "persons[0].off_dates[0]: \"2026-2-3\" is no date, such as 2026-10-23",
            "needs[0].duties[0]: no duty \"nothing\"",
        ],
    );
}

#[test]
fn a_broken_export_does_not_fill_the_screen() {
    let mut instance = generate(Kind::Pool26, 1);
    for duty in &mut instance.duties {
        duty.line = "gone".to_owned();
    }
    assert_eq!(prepare(&instance).unwrap_err().0.len(), FAULTS_MAX);
}

#[test]
fn what_is_no_instance_is_refused() {
    for bytes in [&b""[..], b"{", b"[]", b"{\"format\":1}", &[0xff; 100]] {
        let faults = read_instance(bytes).unwrap_err();
        assert!(
            faults.to_string().starts_with("instance: cannot be read: "),
            "{faults}"
        );
    }
}

#[test]
fn ten_thousand_wishes_are_read() {
    let mut instance = generate(Kind::Pool26, 1);
    let wish = instance.wishes[0].clone();
    instance.wishes.extend((0..10_000).map(|n| {
        let mut wish = wish.clone();
        wish.id = format!("more-{n}");
        wish.kind = if n % 2 == 0 {
            WishKind::Off
        } else {
            WishKind::On
        };
        wish
    }));
    assert!(prepare(&instance).unwrap().wishes.count() > 10_000);
}

#[test]
fn too_long_a_list_is_refused_before_it_is_gone_through() {
    let mut instance = generate(Kind::Team13, 1);
    let person = instance.persons[0].clone();
    instance.persons = vec![person; 1_001];
    let faults = prepare(&instance).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "persons: has 1001 entries, at most 1000 are taken"
    );
}

#[test]
fn an_instance_is_written_as_it_was_read() {
    let text = serde_json::to_string(&tiny(3, 8)).unwrap();
    let again: Instance = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}

#[test]
fn a_solution_of_something_else_is_refused() {
    let instance = generate(Kind::Team13, 1);
    let problem = prepare(&instance).unwrap();
    let solution = json!({
        "format": "rota-solution/1", "instance": "other", "assign": { "nothing": "nobody" },
        "comp_days": [{ "person": "t1-1", "date": "soon" }],
    });
    let faults = read_solution(&problem, solution.to_string().as_bytes()).unwrap_err();
    let faults: Vec<String> = faults.0.iter().map(|fault| fault.to_string()).collect();
    assert_eq!(
        faults,
        [
            "instance: is \"other\", not \"team-13-1\"",
            "assign.nothing: no duty \"nothing\"",
            "assign.nothing: no person \"nobody\"",
            "comp_days[0].date: \"soon\" is no date, such as 2026-10-23",
        ]
    );
}

#[test]
fn the_same_seed_gives_the_same_file() {
    for kind in Kind::ALL {
        assert_eq!(generate(kind, 5), generate(kind, 5));
        assert_ne!(generate(kind, 5), generate(kind, 6));
        prepare(&generate(kind, 5)).unwrap();
    }
}
