mod opening;
mod review;

use std::fmt::Write as _;

use uuid::Uuid;

use super::*;
use crate::code::Code;
use crate::development::Whose;
use crate::ids::PoolId;

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
        Role::NetworkLead | Role::FinanceReader => Place::Network(TEAM.network),
        Role::UnitManager | Role::RecordsOfficer | Role::Interviewer => Place::Board(TEAM.board),
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

fn round(team: TeamScope, about: About, asked: bool) -> RoundScope {
    RoundScope {
        team,
        about,
        subject: StaffId(Uuid::from_u128(2)),
        asked,
    }
}

fn rounds() -> [RoundScope; 6] {
    [
        round(TEAM, About::GroupLeader, true),
        round(TEAM, About::Consultant, true),
        round(TEAM, About::GroupLeader, false),
        RoundScope {
            subject: ME,
            ..round(TEAM, About::Consultant, true)
        },
        round(elsewhere(11, 20), About::GroupLeader, true),
        round(elsewhere(12, 21), About::GroupLeader, true),
    ]
}

/// Pools of one's own team, of it and one of another board, and of others alone; the last names no line of one's own.
fn pools() -> [PoolScope; 4] {
    let pool = |teams: &[TeamScope], roles: &[Role]| PoolScope {
        pool: PoolId(Uuid::from_u128(40)),
        teams: teams.to_vec(),
        roles: roles.to_vec(),
    };
    let served = [Role::FamilyTherapist, Role::GroupLeader];
    [
        pool(&[TEAM], &served),
        pool(&[elsewhere(12, 21), TEAM], &served),
        pool(&[elsewhere(11, 20), elsewhere(12, 21)], &served),
        pool(&[TEAM], &[]),
    ]
}

/// The watch of somebody whose post is in the first team, over it, another of its board and one of another board.
fn watch(on_call: bool) -> Option<OpenWatch> {
    let of = |team: TeamScope| team.team;
    Some(OpenWatch {
        teams: vec![of(TEAM), of(elsewhere(11, 20)), of(elsewhere(12, 21))],
        roles: vec![Role::FamilyTherapist, Role::GroupLeader, Role::OnCall],
        on_call,
    })
}

/// Sheets by day, and in the night of those who are on call.
fn sheets() -> [SheetScope; 13] {
    let night = |of: CaseScope, basis| SheetScope {
        of,
        watch: watch(true),
        basis,
        glass: false,
    };
    let near = |protected| case(elsewhere(11, 20), false, protected);
    let far = |protected| case(elsewhere(12, 21), false, protected);
    [
        SheetScope::by_day(case(TEAM, true, false)),
        SheetScope::by_day(case(TEAM, false, false)),
        SheetScope::by_day(case(TEAM, false, true)),
        night(case(TEAM, false, true), false),
        night(case(TEAM, false, true), true),
        night(near(false), false),
        night(near(true), false),
        night(far(false), false),
        night(far(false), true),
        night(far(true), true),
        SheetScope {
            watch: watch(false),
            glass: true,
            ..night(far(false), true)
        },
        SheetScope {
            glass: true,
            ..night(far(false), true)
        },
        SheetScope {
            basis: true,
            glass: true,
            ..SheetScope::by_day(far(false))
        },
    ]
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

fn of_pools(table: &mut String, role: Role) {
    for action in PoolAction::ALL {
        let decisions: Vec<_> = pools()
            .iter()
            .map(|one| decide(&actor(role), Request::Pool(*action, one)))
            .collect();
        row(table, &format!("  pool {}", action.code()), &decisions);
    }
}

/// One's own place in a training, a colleague's, and one in another network's.
fn of_seats(table: &mut String, role: Role) {
    let seat = |holder, network| SeatScope { network, holder };
    let other = StaffId(Uuid::from_u128(2));
    let seats = [
        seat(ME, TEAM.network),
        seat(other, TEAM.network),
        seat(other, NetworkId(Uuid::from_u128(31))),
    ];
    for action in SeatAction::ALL {
        let decisions: Vec<_> = seats
            .iter()
            .map(|one| decide(&actor(role), Request::Seat(*action, *one)))
            .collect();
        row(table, &format!("  seat {}", action.code()), &decisions);
    }
}

/// One's own plan, a colleague's of the same kind, and a team's, in one's own team; then a plan of another team.
fn of_development(table: &mut String, role: Role) {
    let other = StaffId(Uuid::from_u128(2));
    let of = |whose| DevelopmentScope { team: TEAM, whose };
    let scopes = [
        of(Whose::Therapist(ME)),
        of(Whose::Therapist(other)),
        of(Whose::Leader(ME)),
        of(Whose::Leader(other)),
        of(Whose::Consultant(ME)),
        of(Whose::Consultant(other)),
        of(Whose::Team),
        DevelopmentScope {
            team: elsewhere(11, 20),
            whose: Whose::Consultant(ME),
        },
        DevelopmentScope {
            team: elsewhere(12, 21),
            whose: Whose::Team,
        },
    ];
    for action in DevelopmentAction::ALL {
        let decisions: Vec<_> = scopes
            .iter()
            .map(|one| decide(&actor(role), Request::Development(*action, *one)))
            .collect();
        let name = format!("  development {}", action.code());
        row(table, &name, &decisions);
    }
}

fn of_sheets(table: &mut String, role: Role) {
    for action in SheetAction::ALL {
        let decisions: Vec<_> = sheets()
            .iter()
            .map(|one| decide(&actor(role), Request::Sheet(*action, one)))
            .collect();
        row(table, &format!("  sheet {}", action.code()), &decisions);
    }
}

/// What the columns stand for.
const HEADING: &str = "yes = allowed, no = forbidden, - = hidden\n\n\
         round columns: asked, of the leader | asked, of the consultant | not asked, of the leader | about themselves | other team | other board\n\
         seat columns: own | a colleague's | a colleague's, of another network\n\
         development columns: therapist's own | a therapist's | leader's own | a leader's | consultant's own | a consultant's | the team's | \
         own, as a consultant of another team | the team's, of another board\n\
         pool columns: own team | own team and another board | other teams | own team, whose role serves no line\n\
         sheet columns: by day: carries | colleague | colleague+protected | on call: own team+protected | own team+protected+basis | \
         own board | own board+protected | other board | other board+basis | other board+protected+basis | \
         hand-over, other board+basis, glass broken | on call, the same | not on call, the same\n\
         opening columns: responsible | assessor | no member | responsible who applied | assessor of the network's own\n\
         review columns: own team's network and programme | own network, another programme | another network\n\
         case columns: carries | carries+protected | colleague | colleague+protected | other team | other board | other board, wrongly listed as carer\n";

fn of_rounds(table: &mut String, role: Role) {
    for action in RoundAction::ALL {
        let decisions: Vec<_> = rounds()
            .iter()
            .map(|one| decide(&actor(role), Request::Round(*action, one)))
            .collect();
        row(table, &format!("  round {}", action.code()), &decisions);
    }
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
    let mut table = String::from(HEADING);
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
        of_rounds(&mut table, *role);
        of_seats(&mut table, *role);
        of_development(&mut table, *role);
        of_pools(&mut table, *role);
        of_sheets(&mut table, *role);
        opening::of_openings(&mut table, *role);
        review::of_reviews(&mut table, *role);
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
        for action in NetworkAction::ALL {
            let network = Request::Network(*action, TEAM.network);
            let decision = decide(&actor(*role), network);
            row(
                &mut table,
                &format!("  network {}", action.code()),
                &[decision],
            );
        }
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
fn another_boards_sheet_needs_a_watch_and_a_basis_whatever_post_somebody_holds() {
    for role in Role::ALL {
        for action in SheetAction::ALL {
            for (watch, basis) in [(None, true), (watch(true), false)] {
                let scope = SheetScope {
                    watch,
                    basis,
                    glass: true,
                    ..SheetScope::by_day(case(elsewhere(12, 21), false, false))
                };
                let decision = decide(&actor(*role), Request::Sheet(*action, &scope));
                assert_eq!(decision, Decision::Hide, "{role} {}", action.code());
            }
        }
    }
}

#[test]
fn a_sheet_at_night_opens_nothing_else_of_the_family() {
    let far = case(elsewhere(12, 21), false, false);
    let night = SheetScope {
        watch: watch(true),
        basis: true,
        glass: false,
        of: far.clone(),
    };
    let therapist = actor(Role::FamilyTherapist);
    let asks = |action| decide(&therapist, Request::Sheet(action, &night));
    match asks(SheetAction::Open) {
        Decision::Allow(permit) => assert_eq!(permit.board(), Some(far.team.board)),
        other => panic!("{other:?}"),
    }
    assert_eq!(asks(SheetAction::SeeMore), Decision::Forbid);
    for action in CaseAction::ALL {
        let decision = decide(&therapist, Request::Case(*action, &far));
        assert_eq!(decision, Decision::Hide, "{}", action.code());
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
fn a_plan_is_read_by_those_whom_it_concerns_and_nobody_else() {
    let other = StaffId(Uuid::from_u128(2));
    let readers = |whose| -> Vec<Role> {
        let scope = DevelopmentScope { team: TEAM, whose };
        let request = Request::Development(DevelopmentAction::See, scope);
        let all = Role::ALL.iter().copied();
        all.filter(|role| may(&actor(*role), request)).collect()
    };
    assert_eq!(readers(Whose::Therapist(other)), [Role::GroupLeader]);
    assert_eq!(readers(Whose::Leader(other)), [Role::Consultant]);
    assert_eq!(readers(Whose::Consultant(other)), [Role::NetworkLead]);
    let team = [
        Role::FamilyTherapist,
        Role::FamilyResource,
        Role::GroupLeader,
        Role::Consultant,
        Role::Psychiatrist,
    ];
    assert_eq!(readers(Whose::Team), team);
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

#[test]
fn whoever_holds_a_link_answers_in_its_case_and_can_do_nothing_else() {
    let scope = case(TEAM, false, true);
    let other = CaseScope {
        case: CaseId(Uuid::from_u128(6)),
        ..scope.clone()
    };
    let holder = Actor::Respondent {
        link: LinkId(Uuid::from_u128(7)),
        case: scope.case,
    };
    let asks = |request| decide(&holder, request);
    for action in CaseAction::ALL {
        let here = asks(Request::Case(*action, &scope));
        let may = *action == CaseAction::Answer;
        assert_eq!(matches!(here, Decision::Allow(_)), may, "{}", action.code());
        assert_eq!(asks(Request::Case(*action, &other)), Decision::Hide);
    }
    for action in TeamAction::ALL {
        assert_eq!(asks(Request::Team(*action, TEAM)), Decision::Hide);
    }
    for action in BoardAction::ALL {
        assert_eq!(asks(Request::Board(*action, TEAM.board)), Decision::Hide);
    }
    for action in SiteAction::ALL {
        assert_eq!(asks(Request::Site(*action)), Decision::Hide);
    }
    let network = Request::Network(NetworkAction::SeeTeams, TEAM.network);
    assert_eq!(asks(network), Decision::Hide);
}

#[test]
fn nobody_who_works_here_answers_for_a_family() {
    for role in Role::ALL {
        for assigned in [false, true] {
            let scope = case(TEAM, assigned, false);
            let answers = Request::Case(CaseAction::Answer, &scope);
            assert!(!may(&actor(*role), answers), "{role}");
        }
    }
}

#[test]
fn nobody_rates_themselves_whatever_post_they_hold() {
    for role in Role::ALL {
        let own = RoundScope {
            subject: ME,
            ..round(TEAM, About::GroupLeader, true)
        };
        assert!(
            !may(&actor(*role), Request::Round(RoundAction::Rate, &own)),
            "{role}"
        );
    }
}

#[test]
fn no_rater_reads_what_the_ratings_add_up_to() {
    for role in [
        Role::FamilyTherapist,
        Role::FamilyResource,
        Role::Psychiatrist,
        Role::GroupLeader,
    ] {
        for about in [About::GroupLeader, About::Consultant] {
            let asked = round(TEAM, about, true);
            let request = Request::Round(RoundAction::SeeResult, &asked);
            assert_eq!(decide(&actor(role), request), Decision::Forbid, "{role}");
        }
    }
}

#[test]
fn nobody_plans_a_pool_of_other_teams_and_the_log_is_that_of_ones_own_board() {
    let [own, shared, others, _] = pools();
    for role in Role::ALL {
        let plans = |pool| may(&actor(*role), Request::Pool(PoolAction::PlanRota, pool));
        assert_eq!(plans(&own), *role == Role::GroupLeader, "{role}");
        assert!(!plans(&others), "{role}");
    }
    let leader = actor(Role::GroupLeader);
    match decide(&leader, Request::Pool(PoolAction::PlanRota, &shared)) {
        Decision::Allow(permit) => assert_eq!(permit.board(), Some(TEAM.board)),
        other => panic!("{other:?}"),
    }
}

fn interviewer(place: Place) -> Held {
    Held {
        role: Role::Interviewer,
        place,
    }
}

fn asks(posts: &[Held], scope: &CaseScope) -> Decision {
    let posts = posts.to_vec();
    decide(
        &Actor::Staff { id: ME, posts },
        Request::Case(CaseAction::Interview, scope),
    )
}

#[test]
fn an_interviewer_of_the_board_or_the_network_may_ask() {
    let scope = case(TEAM, false, false);
    for place in [Place::Board(TEAM.board), Place::Network(TEAM.network)] {
        let decision = asks(&[interviewer(place)], &scope);
        assert!(matches!(decision, Decision::Allow(_)), "{place:?}");
    }
    let elsewhere = Place::Board(BoardId(Uuid::from_u128(21)));
    assert_eq!(asks(&[interviewer(elsewhere)], &scope), Decision::Hide);
}

#[test]
fn nobody_who_carries_the_case_or_is_of_its_team_may_ask_whatever_else_they_are() {
    let network = interviewer(Place::Network(TEAM.network));
    assert_eq!(asks(&[network], &case(TEAM, true, false)), Decision::Forbid);
    for role in Role::ALL {
        let of_team = Held {
            role: *role,
            place: Place::Team(TEAM.team, TEAM.board),
        };
        let decision = asks(&[network, of_team], &case(TEAM, false, false));
        assert_eq!(decision, Decision::Forbid, "{role}");
        let other = Held {
            place: Place::Team(TeamId(Uuid::from_u128(11)), TEAM.board),
            ..of_team
        };
        let decision = asks(&[network, other], &case(TEAM, false, false));
        assert!(matches!(decision, Decision::Allow(_)), "{role}");
    }
}

#[test]
fn a_protected_family_is_asked_by_its_own_board_alone() {
    let scope = case(TEAM, false, true);
    let board = asks(&[interviewer(Place::Board(TEAM.board))], &scope);
    assert!(matches!(board, Decision::Allow(_)));
    let network = asks(&[interviewer(Place::Network(TEAM.network))], &scope);
    assert_eq!(network, Decision::Hide);
}
