use uuid::Uuid;

use super::*;
use crate::ids::{BoardId, NetworkId, TeamId};
use crate::team::Rhythm;
use crate::time::Day;

const NETWORK: NetworkId = NetworkId(Uuid::from_u128(1));
const BOARD: BoardId = BoardId(Uuid::from_u128(2));
const OTHER_BOARD: BoardId = BoardId(Uuid::from_u128(3));
const TEAM: TeamId = TeamId(Uuid::from_u128(4));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn named<T>(code: &str, value: T) -> Named<T> {
    Named {
        code: code.to_owned(),
        value,
    }
}

fn board(id: BoardId, name: &str, short: &str) -> Board {
    Board {
        id,
        name: name.to_owned(),
        short: short.to_owned(),
        municipality: "Provköping".to_owned(),
        case_pattern: "{short}-{yy}-{n}".to_owned(),
        note_lock_days: 14,
        sheet_bases: Vec::new(),
    }
}

fn team() -> Team {
    Team {
        id: TEAM,
        board: BOARD,
        network: NETWORK,
        name: "MST Björkdalen".to_owned(),
        programme: "MST".to_owned(),
        opened_on: day("2026-01-05"),
        closed_on: None,
        rhythm: Rhythm {
            hand_in_weekday: 1,
            hand_in_at: "12:00".parse().unwrap(),
            supervision_weekday: 2,
            consultation_weekday: 4,
        },
    }
}

fn definition() -> Definition {
    let network = Network {
        id: NETWORK,
        name: "Norra nätet".to_owned(),
    };
    Definition {
        networks: vec![named("norr", network)],
        boards: vec![named("bjo", board(BOARD, "Björkdalens nämnd", "BJÖ"))],
        teams: vec![TeamEntry {
            team: named("bjo-mst", team()),
            board: "bjo".to_owned(),
            network: "norr".to_owned(),
        }],
        pools: Vec::new(),
    }
}

fn nothing() -> Known {
    Known {
        networks: Vec::new(),
        boards: Vec::new(),
        teams: Vec::new(),
        pools: Vec::new(),
        programmes: vec!["MST".to_owned(), "MST-CAN".to_owned()],
        agreements: vec![("STANDBY-HOME".to_owned(), 1)],
        today: day("2026-11-23"),
    }
}

/// The site after the file, its team with so many cases and so many of them not closed.
fn imported(cases: u32, going: u32) -> Known {
    let Definition {
        networks,
        boards,
        teams,
        ..
    } = definition();
    let team = |one: TeamEntry| KnownTeam {
        team: one.team.value,
        cases,
        going,
    };
    Known {
        networks: networks.into_iter().map(|one| one.value).collect(),
        boards: boards.into_iter().map(|one| one.value).collect(),
        teams: teams.into_iter().map(team).collect(),
        ..nothing()
    }
}

#[track_caller]
fn check_fault(change: impl FnOnce(&mut Definition), known: &Known, expected: &[&str]) {
    let mut changed = definition();
    change(&mut changed);
    let faults = Plan::new(changed, known).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_new_site_gets_all_of_it_and_the_same_file_again_changes_nothing() {
    let plan = Plan::new(definition(), &nothing()).unwrap();
    assert_eq!(plan.networks[0].fate, Fate::Added);
    assert_eq!(plan.boards[0].fate, Fate::Added);
    assert_eq!(plan.teams[0].fate, Fate::Added);
    assert!(!plan.changes_nothing());
    let again = Plan::new(definition(), &imported(3, 1)).unwrap();
    assert!(again.changes_nothing());
    assert_eq!(again.left, []);
}

#[test]
fn what_differs_is_told_with_before_and_after_and_what_is_not_named_stays() {
    let mut changed = definition();
    changed.networks.clear();
    changed.teams[0].team.value.rhythm.hand_in_weekday = 3;
    changed.teams[0].team.value.closed_on = Some(day("2027-01-01"));
    let plan = Plan::new(changed, &imported(3, 3)).unwrap();
    let Fate::Changed(differences) = &plan.teams[0].fate else {
        panic!("{plan:?}");
    };
    let told: Vec<String> = differences
        .iter()
        .map(|one| format!("{}: {} -> {}", one.field, one.before, one.after))
        .collect();
    assert_eq!(
        told,
        [
            "closed_on: open -> 2027-01-01",
            "hand_in: monday 12:00 -> wednesday 12:00"
        ]
    );
    assert_eq!(plan.boards[0].fate, Fate::Same);
    assert_eq!(plan.left, [Left::Network("Norra nätet".to_owned())]);
}

/// A network of so many teams, each for a board of its own.
fn large(count: u128) -> Definition {
    let mut file = definition();
    let places = (0..count).map(|n| {
        let (own, its) = (BoardId(Uuid::from_u128(1_000_000 + n)), n + 2_000_000);
        let board = board(own, &format!("Nämnd {n}"), &format!("N{n}"));
        let mut team = team();
        team.id = TeamId(Uuid::from_u128(its));
        (team.board, team.name) = (own, format!("MST {n}"));
        let entry = TeamEntry {
            team: named(&format!("team-{n}"), team),
            board: format!("board-{n}"),
            network: "norr".to_owned(),
        };
        (named(&format!("board-{n}"), board), entry)
    });
    (file.boards, file.teams) = places.unzip();
    file
}

#[test]
fn a_network_of_six_hundred_teams_is_one_file() {
    let plan = Plan::new(large(600), &nothing()).unwrap();
    assert_eq!((plan.boards.len(), plan.teams.len()), (600, 600));
    let faults = Plan::new(large(1_250), &nothing()).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "the definition: at most 2500 allowed, 2501 given"
    );
}

#[test]
fn a_file_that_makes_no_sense_is_refused_with_every_fault() {
    check_fault(
        |file| *file = Definition::default(),
        &nothing(),
        &["the definition: the file names no network, no board, no team and no pool"],
    );
    check_fault(
        |file| {
            file.networks[0].code = "1".to_owned();
            file.boards[0].value.name.clear();
            file.boards[0].value.short = "BJÖRK DALEN".to_owned();
            file.boards[0].value.case_pattern = "{short}-{year}".to_owned();
            file.boards[0].value.note_lock_days = 0;
            file.teams[0].team.value.closed_on = Some(day("2026-01-05"));
        },
        &nothing(),
        &[
            "networks[0].code: a code is 1 to 40 letters, digits, `_` or `-` and starts with a letter, not `1`",
            "boards[0].name: the text is empty",
            "boards[0].short: a short name is 1 to 12 letters, digits or `-`, not `BJÖRK DALEN`",
            "boards[0].case_pattern: a pattern has `{n}` once, may have `{short}` and `{yy}`, and besides these only \
             letters, digits, `-`, `.` and `_`: `{short}-{year}`",
            "boards[0].note_lock_days: 0 lies outside 1 to 365",
            "teams[0].closed_on: a team closes after the day on which it opens",
        ],
    );
    check_fault(
        |file| file.boards.push(file.boards[0].clone()),
        &nothing(),
        &[
            "boards[1].code: the code `bjo` is used twice",
            "boards[1].name: the name `Björkdalens nämnd` is used twice",
            "boards[1].short: the short name `BJÖ` is used twice",
        ],
    );
    check_fault(
        |file| {
            file.networks.clear();
            file.boards.clear();
            file.teams[0].team.value.programme = "FFT".to_owned();
        },
        &nothing(),
        &[
            "teams[0].board: no board has the code `bjo`, neither in the file nor on the site",
            "teams[0].network: no network has the code `norr`, neither in the file nor on the site",
            "teams[0].programme: the site knows no programme `FFT`; there are MST, MST-CAN",
        ],
    );
}

#[test]
fn a_name_that_the_site_has_under_another_code_is_refused() {
    let mut known = nothing();
    let other = board(OTHER_BOARD, "Björkdalens nämnd", "BJÖ");
    known.boards.push(other);
    check_fault(
        |_| {},
        &known,
        &[
            "boards[0].name: the site has `Björkdalens nämnd` under another code already; codes are never changed, so \
             use that one, or another name",
            "boards[0].short: another board of the site has the short name `BJÖ` now",
        ],
    );
}

#[test]
fn a_team_with_families_keeps_its_board_and_programme_and_is_not_closed() {
    let with_families = |file: &mut Definition| {
        let second = board(OTHER_BOARD, "Granviks nämnd", "GRA");
        file.boards.push(named("gra", second));
        let team = &mut file.teams[0].team.value;
        team.board = OTHER_BOARD;
        team.programme = "MST-CAN".to_owned();
        team.closed_on = Some(day("2026-11-23"));
    };
    check_fault(
        with_families,
        &imported(3, 2),
        &[
            "teams[0].board: the team has cases already, and stays with its board and its programme: set up another team",
            "teams[0].programme: the team has cases already, and stays with its board and its programme: set up another \
             team",
            "teams[0].closed_on: 2 cases of the team are not closed yet: end them first, or give a later day",
        ],
    );
    let mut moved = definition();
    with_families(&mut moved);
    assert!(Plan::new(moved, &imported(0, 0)).is_ok());
}
