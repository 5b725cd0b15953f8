use super::*;

const EXAMPLE: &str = include_str!("../../../../docs/operate/site.toml");

fn nothing() -> Known {
    Known {
        networks: Vec::new(),
        boards: Vec::new(),
        teams: Vec::new(),
        pools: Vec::new(),
        programmes: vec!["MST".to_owned(), "MST-CAN".to_owned()],
        agreements: vec![("STANDBY-HOME".to_owned(), 1)],
        today: "2026-11-23".parse().unwrap(),
    }
}

/// Replaces one piece of the example and compares every fault that is told.
#[track_caller]
fn check_fault(piece: &str, instead: &str, expected: &[&str]) {
    assert!(EXAMPLE.contains(piece), "`{piece}` must stand there");
    let text = EXAMPLE.replacen(piece, instead, 1);
    let line = 1 + EXAMPLE.split(piece).next().unwrap().matches('\n').count();
    let faults = read("site.toml", &text, &nothing()).expect_err("faults");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let expected: Vec<String> = expected
        .iter()
        .map(|fault| format!("site.toml:{line}: {fault}"))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn the_example_of_the_manual_is_in_order() {
    let plan = read("site.toml", EXAMPLE, &nothing()).expect("no faults");
    let team = &plan.teams[0].value;
    assert_eq!(team.board, plan.boards[0].value.id);
    assert_eq!(team.network, plan.networks[0].value.id);
    assert_eq!(team.rhythm.hand_in_weekday, 1);
    assert_eq!(team.rhythm.hand_in_at.to_string(), "12:00");
    assert_eq!(
        plan.boards[0].value.case_code(team.opened_on, 7),
        "TAL-26-007"
    );
}

#[test]
fn a_code_gives_the_same_id_for_ever() {
    assert_eq!(
        id_of("board", "talludden").to_string(),
        "99988585-51b1-8f32-bf5f-895cfcc430db"
    );
    assert_ne!(id_of("team", "talludden"), id_of("board", "talludden"));
}

#[test]
fn every_fault_has_its_line_and_reason() {
    check_fault(
        "supervision = \"tuesday\"",
        "supervision = \"tisdag\"",
        &[
            "teams[0].supervision: `tisdag` is none of monday, tuesday, wednesday, thursday, friday, saturday, sunday",
        ],
    );
    check_fault(
        "time = 12:00:00",
        "time = \"12\"",
        &["teams[0].hand_in.time: a time as in 12:00:00 expected"],
    );
    check_fault(
        "closed_on = 2027-07-01",
        "closes_on = 2027-07-01",
        &["teams[2]: unknown key `closes_on`"],
    );
    check_fault(
        "board = \"talludden\"",
        "board = \"taludden\"",
        &["teams[0].board: no board has the code `taludden`, neither in the file nor on the site"],
    );
}

#[test]
fn a_missing_value_is_one_fault_and_not_two() {
    let text = EXAMPLE.replacen("short = \"TAL\"\n", "", 1);
    let faults = read("site.toml", &text, &nothing()).expect_err("faults");
    let told: Vec<String> = faults.iter().map(|one| one.reason.to_string()).collect();
    assert_eq!(told, ["boards[0].short: missing"]);
}

#[test]
fn a_pool_stands_on_its_teams_its_agreement_and_its_lines() {
    let plan = read("site.toml", EXAMPLE, &nothing()).expect("no faults");
    let pool = &plan.pools[0].value;
    assert_eq!(pool.teams[1].team, plan.teams[1].value.id);
    assert_eq!(pool.lines.len(), 2);
    check_fault(
        "agreement = \"STANDBY-HOME\"",
        "agreement = \"STANDBY\"",
        &["pools[0].agreement: the site knows no agreement `STANDBY 1`; there are STANDBY-HOME 1"],
    );
    check_fault(
        "team = \"talludden-can\", from",
        "team = \"talludden-cab\", from",
        &[
            "pools[0].teams[1].team: no team has the code `talludden-cab`, neither in the file nor on the site",
        ],
    );
    check_fault(
        "level = 2",
        "level = 3",
        &["pools[0].lines[1].level: lines are counted from level 1, the first first"],
    );
    check_fault(
        "roles = [\"group_leader\"]",
        "roles = [\"unit_manager\"]",
        &["pools[0].lines[1].roles: nobody holds the role `unit_manager` in a team"],
    );
}
