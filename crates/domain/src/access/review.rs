//! Who may do what with the review of a network's programme. Written by the network lead and the consultants of its teams;
//! a consultant holds posts in teams alone, so that it is their teams that lead to the network.

use super::Word::{self, Allowed, Forbidden, Hidden};
use super::{Held, TeamScope, covers};
use crate::codes;
use crate::ids::NetworkId;
use crate::staff::{Place, Role};

codes! {
    /// What can be done with the review of a network's programme.
    ReviewAction "network-review-action" {
        /// Read it, once it is signed.
        See = "see_network_review",
        /// Write and sign it, and read it before that.
        Write = "write_network_review",
    }
}

/// What must be known of the review of a network's programme to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewScope {
    pub network: NetworkId,
    /// The network's teams that run the programme.
    pub teams: Vec<TeamScope>,
}

/// What a post says. Whoever reads figures of one of the teams reads the network's, where no team's small counts stand.
pub(super) fn on_review(post: Held, action: ReviewAction, scope: &ReviewScope) -> Word {
    let is_reached = match post.place {
        Place::Network(network) => network == scope.network,
        Place::Team(..) | Place::Board(_) | Place::Site => {
            scope.teams.iter().any(|team| covers(post, *team))
        }
    };
    match (post.role, action) {
        _ if !is_reached => Hidden,
        (Role::NetworkLead | Role::Consultant, _) => Allowed,
        (Role::GroupLeader | Role::FamilyTherapist | Role::UnitManager, ReviewAction::See) => {
            Allowed
        }
        (Role::RecordsOfficer, _) => Hidden,
        _ => Forbidden,
    }
}
