use std::fmt::Write as _;

use uuid::Uuid;

use super::*;
use crate::code::Code;

const ME: StaffId = StaffId(Uuid::from_u128(1));
const TEAM: TeamScope = TeamScope {
    team: TeamId(Uuid::from_u128(10)),
    board: BoardId(Uuid::from_u128(20)),
    network: NetworkId(Uuid::from_u128(30)),
};

/// The same network, another team of the board, another board.
fn elsewhere(team: u128, board: u128) -> TeamScope {
    TeamScope {
        team: TeamId(Uuid::from_u128(team)),
        board: BoardId(Uuid::from_u128(board)),
        ..TEAM
    }
}

fn place_of(role: Role) -> Place {
    match role {
        Role::NetworkLead => Place::Network(TEAM.network),
        Role::UnitManager | Role::RecordsOfficer => Place::Board(TEAM.board),
        Role::Administrator => Place::Site,
        _ => Place::Team(TEAM.team, TEAM.board),
    }
}

fn actor(role: Role) -> Actor {
    Actor::Staff {
        id: ME,
        posts: vec![Held {
            role,
            place: place_of(role),
        }],
    }
}

fn case(team: TeamScope, assigned: bool, protected: bool) -> CaseScope {
    let carers = if assigned { vec![ME] } else { vec![] };
    CaseScope {
        case: CaseId(Uuid::from_u128(5)),
        team,
        carers,
        protected,
    }
}

fn sign(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allow(_) => "yes",
        Decision::Forbid => "no",
        Decision::Hide => "-",
    }
}

fn row(table: &mut String, name: &str, decisions: &[Decision]) {
    write!(table, "{name:<24}").unwrap();
    for decision in decisions {
        write!(table, "{:<6}", sign(decision)).unwrap();
    }
    table.push('\n');
}

#[test]
fn the_whole_table() {
    let cases = [
        case(TEAM, true, false),
        case(TEAM, true, true),
        case(TEAM, false, false),
        case(TEAM, false, true),
        case(elsewhere(11, 20), false, false),
        case(elsewhere(12, 21), false, false),
        case(elsewhere(12, 21), true, false),
    ];
    let mut table = String::from(
        "yes = allowed, no = forbidden, - = hidden\n\n\
         case columns: carries | carries+protected | colleague | colleague+protected | other team | other board | other board, wrongly listed as carer\n",
    );
    for role in Role::ALL {
        writeln!(table, "\n{role}").unwrap();
        for action in CaseAction::ALL {
            let decisions: Vec<_> = cases
                .iter()
                .map(|c| decide(&actor(*role), Request::Case(*action, c)))
                .collect();
            row(&mut table, &format!("  case {}", action.code()), &decisions);
        }
        for action in TeamAction::ALL {
            let scopes = [TEAM, elsewhere(11, 20), elsewhere(12, 21)];
            let decisions: Vec<_> = scopes
                .iter()
                .map(|s| decide(&actor(*role), Request::Team(*action, *s)))
                .collect();
            row(&mut table, &format!("  team {}", action.code()), &decisions);
        }
        for action in BoardAction::ALL {
            let boards = [TEAM.board, BoardId(Uuid::from_u128(21))];
            let decisions: Vec<_> = boards
                .iter()
                .map(|b| decide(&actor(*role), Request::Board(*action, *b)))
                .collect();
            row(
                &mut table,
                &format!("  board {}", action.code()),
                &decisions,
            );
        }
        let network = decide(
            &actor(*role),
            Request::Network(NetworkAction::SeeTeams, TEAM.network),
        );
        row(&mut table, "  network see_teams", &[network]);
        for action in SiteAction::ALL {
            row(
                &mut table,
                &format!("  site {}", action.code()),
                &[decide(&actor(*role), Request::Site(*action))],
            );
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn nobody_reads_a_case_of_another_board() {
    for role in Role::ALL {
        for action in CaseAction::ALL {
            for assigned in [false, true] {
                let other = case(elsewhere(12, 21), assigned, false);
                let decision = decide(&actor(*role), Request::Case(*action, &other));
                assert_eq!(decision, Decision::Hide, "{role} {}", action.code());
            }
        }
    }
}

#[test]
fn nobody_outside_the_team_reads_names() {
    let scope = case(TEAM, true, false);
    for role in [
        Role::Consultant,
        Role::Interviewer,
        Role::OnCall,
        Role::NetworkLead,
        Role::UnitManager,
        Role::RecordsOfficer,
        Role::Administrator,
    ] {
        assert!(
            !may(&actor(role), Request::Case(CaseAction::See, &scope)),
            "{role}"
        );
    }
}

#[test]
fn without_a_post_everything_is_hidden() {
    let nobody = Actor::Staff {
        id: ME,
        posts: vec![],
    };
    let scope = case(TEAM, true, false);
    for action in CaseAction::ALL {
        assert_eq!(
            decide(&nobody, Request::Case(*action, &scope)),
            Decision::Hide
        );
    }
}

#[test]
fn the_most_generous_post_decides() {
    let both = Actor::Staff {
        id: ME,
        posts: vec![
            Held {
                role: Role::OnCall,
                place: place_of(Role::OnCall),
            },
            Held {
                role: Role::GroupLeader,
                place: place_of(Role::GroupLeader),
            },
        ],
    };
    let scope = case(TEAM, false, true);
    match decide(&both, Request::Case(CaseAction::See, &scope)) {
        Decision::Allow(permit) => assert_eq!(permit.role(), Some(Role::GroupLeader)),
        other => panic!("{other:?}"),
    }
}
