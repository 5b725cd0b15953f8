//! A small invented world: one network, two boards, three teams, somebody in every role, five cases.

use hemma_domain::case::{Care, CareRole, Case, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, CareId, CaseId, NetworkId, PersonId, PostId, StaffId, TeamId};
use hemma_domain::person::{Kin, Person, Protection, Sex};
use hemma_domain::sheet::BasisKind;
use hemma_domain::staff::{Language, Place, Post, Role, Staff};
use hemma_domain::team::{Board, Network, Rhythm, Team};
use hemma_domain::time::Day;
use hemma_store::db::{Db, Tx};
use hemma_store::{case, person, site, staff, team};
use uuid::Uuid;

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xF0_0000 + number)
}

/// The network.
pub const NETWORK: NetworkId = NetworkId(id(1));
/// The board of the first two teams, and another one.
pub const BOARDS: [BoardId; 2] = [BoardId(id(10)), BoardId(id(11))];
/// MST-CAN and MST of the first board; MST-CAN of the second.
pub const TEAMS: [TeamId; 3] = [TeamId(id(20)), TeamId(id(21)), TeamId(id(22))];

/// Carries the open and the protected case of the first team.
pub const THERAPIST: StaffId = StaffId(id(30));
/// Another therapist of the first team.
pub const COLLEAGUE: StaffId = StaffId(id(31));
/// Family resource of the first team, in the open case.
pub const RESOURCE: StaffId = StaffId(id(32));
pub const LEADER: StaffId = StaffId(id(33));
pub const CONSULTANT: StaffId = StaffId(id(34));
pub const INTERVIEWER: StaffId = StaffId(id(35));
pub const ON_CALL: StaffId = StaffId(id(36));
pub const PSYCHIATRIST: StaffId = StaffId(id(37));
pub const UNIT_MANAGER: StaffId = StaffId(id(38));
pub const RECORDS_OFFICER: StaffId = StaffId(id(39));
pub const NETWORK_LEAD: StaffId = StaffId(id(40));
pub const ADMINISTRATOR: StaffId = StaffId(id(41));
/// Leads the second team of the first board.
pub const OTHER_TEAM_LEADER: StaffId = StaffId(id(42));
/// Leads the team of the other board.
pub const OTHER_BOARD_LEADER: StaffId = StaffId(id(43));
/// Carries the case of the other board.
pub const OTHER_BOARD_THERAPIST: StaffId = StaffId(id(44));
/// Reads the network's ledger.
pub const FINANCE_READER: StaffId = StaffId(id(45));

/// Open, in the first team.
pub const OPEN: CaseId = CaseId(id(50));
/// Open, protected, in the first team.
pub const PROTECTED: CaseId = CaseId(id(51));
/// Referred, in the first team; nobody carries it yet.
pub const REFERRED: CaseId = CaseId(id(52));
/// Open, in the second team of the first board.
pub const OTHER_TEAM: CaseId = CaseId(id(53));
/// Open, of the other board.
pub const OTHER_BOARD: CaseId = CaseId(id(54));

/// The child of the open case.
pub const CHILD: PersonId = PersonId(id(60));
/// The mother in the open case.
pub const MOTHER: PersonId = PersonId(id(61));

/// The day on which the world stands still: a Monday, noon.
pub const TODAY: &str = "2026-11-23";

/// Everybody with role and place, for tests over all roles.
pub const STAFF: &[(StaffId, &str, Role, Place)] = &[
    (
        THERAPIST,
        "Tuva Ekorrstig",
        Role::FamilyTherapist,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        COLLEAGUE,
        "Kajsa Vassrugg",
        Role::FamilyTherapist,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        RESOURCE,
        "Folke Tallbarr",
        Role::FamilyResource,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        LEADER,
        "Gun Alebäck",
        Role::GroupLeader,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        CONSULTANT,
        "Corin Havsmo",
        Role::Consultant,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        INTERVIEWER,
        "Inez Snårskog",
        Role::Interviewer,
        Place::Board(BOARDS[0]),
    ),
    (
        ON_CALL,
        "Orvar Nattljus",
        Role::OnCall,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        PSYCHIATRIST,
        "Petronella Myrull",
        Role::Psychiatrist,
        Place::Team(TEAMS[0], BOARDS[0]),
    ),
    (
        UNIT_MANAGER,
        "Ulrik Stensöta",
        Role::UnitManager,
        Place::Board(BOARDS[0]),
    ),
    (
        RECORDS_OFFICER,
        "Ragnhild Pappersbjörk",
        Role::RecordsOfficer,
        Place::Board(BOARDS[0]),
    ),
    (
        NETWORK_LEAD,
        "Nanna Vindflöjel",
        Role::NetworkLead,
        Place::Network(NETWORK),
    ),
    (
        ADMINISTRATOR,
        "Ask Kopparrot",
        Role::Administrator,
        Place::Site,
    ),
    (
        OTHER_TEAM_LEADER,
        "Göte Lövsprång",
        Role::GroupLeader,
        Place::Team(TEAMS[1], BOARDS[0]),
    ),
    (
        OTHER_BOARD_LEADER,
        "Greta Isranunkel",
        Role::GroupLeader,
        Place::Team(TEAMS[2], BOARDS[1]),
    ),
    (
        OTHER_BOARD_THERAPIST,
        "Torun Klippmossa",
        Role::FamilyTherapist,
        Place::Team(TEAMS[2], BOARDS[1]),
    ),
    (
        FINANCE_READER,
        "Evert Räknesticka",
        Role::FinanceReader,
        Place::Network(NETWORK),
    ),
];

/// Stores the whole world, as a demo, so that everybody can be signed in by one click.
pub async fn fill(db: &Db) {
    let mut tx = db.write("fixture").await.expect("a transaction");
    team::insert_network(
        &mut tx,
        &Network {
            id: NETWORK,
            name: "MST-Prov".into(),
        },
    )
    .await
    .expect("a network");
    boards_and_teams(&mut tx).await;
    for (number, (staff_id, name, role, place)) in (0_u128..).zip(STAFF) {
        people_at_work(&mut tx, number, (*staff_id, name, *role, *place)).await;
    }
    cases(&mut tx).await;
    site::set(&mut tx, "demo", "fixture")
        .await
        .expect("a site value");
    tx.commit().await.expect("a commit");
}

async fn boards_and_teams(tx: &mut Tx) {
    for (board, name, short) in [
        (BOARDS[0], "Björkdalens stadsdelsnämnd", "BJÖ"),
        (BOARDS[1], "Granviks socialnämnd", "GRA"),
    ] {
        let board = Board {
            id: board,
            name: name.into(),
            short: short.into(),
            municipality: "Provköping".into(),
            case_pattern: "{short}-{yy}-{n}".into(),
            note_lock_days: 14,
            sheet_bases: BasisKind::ALL.to_vec(),
        };
        team::insert_board(tx, &board).await.expect("a board");
    }
    let rhythm = Rhythm {
        hand_in_weekday: 1,
        hand_in_at: "12:00".parse().expect("a time"),
        supervision_weekday: 2,
        consultation_weekday: 4,
    };
    for (team_id, board, name, programme) in [
        (TEAMS[0], BOARDS[0], "MST-CAN Björkdalen", "MST-CAN"),
        (TEAMS[1], BOARDS[0], "MST-Björkdalen", "MST"),
        (TEAMS[2], BOARDS[1], "MST-CAN Granvik", "MST-CAN"),
    ] {
        let one = Team {
            id: team_id,
            board,
            network: NETWORK,
            name: name.into(),
            programme: programme.into(),
            opened_on: day("2026-04-01"),
            closed_on: None,
            rhythm,
        };
        team::insert(tx, &one).await.expect("a team");
    }
}

async fn people_at_work(
    tx: &mut Tx,
    number: u128,
    (staff_id, name, role, place): (StaffId, &str, Role, Place),
) {
    let email = format!("{}@prov.example", name.to_lowercase().replace(' ', "."));
    let one = Staff {
        id: staff_id,
        name: name.into(),
        email,
        phone: None,
        language: Language::Swedish,
        left_on: None,
    };
    staff::insert(tx, &one).await.expect("staff");
    let post = Post {
        id: PostId(id(100 + number)),
        staff: staff_id,
        role,
        place,
        from: day("2026-04-01"),
        to: None,
    };
    staff::insert_post(tx, &post).await.expect("a post");
}

/// One case of the world: id, team, board, programme, code, label, and who carries it.
type Row = (
    CaseId,
    TeamId,
    BoardId,
    &'static str,
    &'static str,
    &'static str,
    Option<StaffId>,
);

const CASES: &[Row] = &[
    (
        OPEN,
        TEAMS[0],
        BOARDS[0],
        "MST-CAN",
        "BJÖ-26-001",
        "Lingonstig",
        Some(THERAPIST),
    ),
    (
        PROTECTED,
        TEAMS[0],
        BOARDS[0],
        "MST-CAN",
        "BJÖ-26-002",
        "Mosskulle",
        Some(THERAPIST),
    ),
    (
        REFERRED,
        TEAMS[0],
        BOARDS[0],
        "MST-CAN",
        "BJÖ-26-003",
        "Åkervinda",
        None,
    ),
    (
        OTHER_TEAM,
        TEAMS[1],
        BOARDS[0],
        "MST",
        "BJÖ-26-004",
        "Granbarr",
        Some(OTHER_TEAM_LEADER),
    ),
    (
        OTHER_BOARD,
        TEAMS[2],
        BOARDS[1],
        "MST-CAN",
        "GRA-26-001",
        "Stormhatt",
        Some(OTHER_BOARD_THERAPIST),
    ),
];

async fn cases(tx: &mut Tx) {
    for row in CASES {
        let one = new_case(row);
        team::take_case_number(tx, one.board)
            .await
            .expect("a number");
        let key = case::new_key(tx, one.id).await.expect("a key");
        case::insert(tx, &key, &one).await.expect("a case");
        if let Some(staff) = row.6 {
            case::insert_care(tx, &care(one.id, staff, CareRole::Therapist))
                .await
                .expect("a care");
        }
        if one.id == OPEN {
            case::insert_phase(tx, one.id, "understand", day("2026-09-07"))
                .await
                .expect("a phase");
            case::insert_care(tx, &care(one.id, RESOURCE, CareRole::FamilyResource))
                .await
                .expect("a care");
            for (number, person) in (1..).zip(family(&one)) {
                person::insert(tx, &key, &person, number)
                    .await
                    .expect("a person");
                person::index(tx, one.board, &person)
                    .await
                    .expect("search keys");
            }
        }
    }
}

fn new_case((id, team, board, programme, code, label, carer): &Row) -> Case {
    let open = Stage::Open {
        on: day("2026-09-07"),
        phase: "change".into(),
        phase_on: day("2026-10-12"),
    };
    Case {
        id: *id,
        board: *board,
        team: *team,
        programme: (*programme).into(),
        programme_version: 1,
        code: (*code).into(),
        label: (*label).into(),
        stage: carer.map_or(Stage::Referred, |_| open),
        received_on: day("2026-08-24"),
        event: None,
        safety_review_on: None,
        protected: *id == PROTECTED,
        staff_warning: false,
        version: 1,
    }
}

fn care(case: CaseId, staff: StaffId, role: CareRole) -> Care {
    let number = case.0.as_u128() * 100 + staff.0.as_u128() % 100;
    Care {
        id: CareId(Uuid::from_u128(number)),
        case,
        staff,
        role,
        from: day("2026-09-07"),
        to: None,
    }
}

fn family(case: &Case) -> [Person; 2] {
    let one = |id, given_name: &str, kin, sex, born: &str| Person {
        id,
        case: case.id,
        given_name: given_name.into(),
        family_name: case.label.clone(),
        kin,
        sex,
        born: Some(day(born)),
        identity: None,
        in_household: true,
        deceased: false,
        language: "sv".into(),
        interpreter: false,
        phone: "070-000 00 00".into(),
        address: "Påhittade vägen 1".into(),
        door_code: "0000".into(),
        protection: Protection::None,
        must_not_know_address: false,
        staff_safety: String::new(),
        remark: String::new(),
        version: 1,
    };
    [
        one(CHILD, "Fjäril", Kin::Child, Sex::Female, "2015-03-14"),
        one(MOTHER, "Malva", Kin::Mother, Sex::Female, "1987-07-02"),
    ]
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}
