//! Who may do what with the review of a network's programme.

use uuid::Uuid;

use super::{TEAM, actor, elsewhere, row};
use crate::access::{Request, ReviewAction, ReviewScope, TeamScope, decide, may};
use crate::code::Code;
use crate::ids::NetworkId;
use crate::staff::Role;

/// The review of the network of one's own team, of a programme that it does not run, and of another network.
pub(super) fn of_reviews(table: &mut String, role: Role) {
    let review = |network, teams: &[TeamScope]| ReviewScope {
        network,
        teams: teams.to_vec(),
    };
    let scopes = [
        review(TEAM.network, &[elsewhere(12, 21), TEAM]),
        review(TEAM.network, &[elsewhere(12, 21)]),
        review(NetworkId(Uuid::from_u128(31)), &[]),
    ];
    for action in ReviewAction::ALL {
        let decisions: Vec<_> = scopes
            .iter()
            .map(|one| decide(&actor(role), Request::Review(*action, one)))
            .collect();
        row(table, &format!("  review {}", action.code()), &decisions);
    }
}

#[test]
fn it_is_written_by_the_lead_and_the_consultants_of_its_teams_alone() {
    let own = ReviewScope {
        network: TEAM.network,
        teams: vec![TEAM],
    };
    let writers: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| may(&actor(*role), Request::Review(ReviewAction::Write, &own)))
        .collect();
    assert_eq!(writers, [Role::Consultant, Role::NetworkLead]);
    let other = ReviewScope {
        teams: vec![elsewhere(12, 21)],
        ..own
    };
    for action in ReviewAction::ALL {
        let readers: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .filter(|role| may(&actor(*role), Request::Review(*action, &other)))
            .collect();
        assert_eq!(readers, [Role::NetworkLead], "{}", action.code());
    }
}
