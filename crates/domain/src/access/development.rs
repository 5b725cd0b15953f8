//! Who may see and write development plans: those whom a plan concerns.
//!
//! A therapist's plan is the therapist's and their leader's; a leader's the leader's and the consultant's; a consultant's
//! the consultant's and the network lead's. A team's is read by the whole team, and written by leader and consultant.

use super::Word::{self, Allowed, Forbidden, Hidden};
use super::{Held, TeamScope, covers};
use crate::codes;
use crate::development::Whose;
use crate::ids::StaffId;
use crate::staff::{Place, Role};

codes! {
    /// What can be done with a development plan.
    DevelopmentAction "development-action" {
        See = "see",
        /// Set goals, and look back on them.
        Write = "write",
    }
}

/// What must be known of a plan to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevelopmentScope {
    pub team: TeamScope,
    pub whose: Whose,
}

/// What a post says of a plan.
pub(super) fn on_development(
    staff: StaffId,
    post: Held,
    action: DevelopmentAction,
    scope: DevelopmentScope,
) -> Word {
    let of_team = matches!(post.place, Place::Team(team, _) if team == scope.team.team);
    let is_network = covers(post, scope.team) && post.role == Role::NetworkLead;
    let is_own = of_team && scope.whose.staff() == Some(staff);
    let is_allowed = match (scope.whose, post.role) {
        (
            Whose::Therapist(_),
            Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist,
        ) => is_own,
        (Whose::Therapist(_), Role::GroupLeader) => of_team,
        (Whose::Leader(_), Role::GroupLeader) => is_own,
        (Whose::Leader(_), Role::Consultant) => of_team,
        (Whose::Consultant(_), Role::Consultant) => is_own,
        (Whose::Consultant(_), Role::NetworkLead) => is_network,
        (Whose::Team, Role::GroupLeader | Role::Consultant) => of_team,
        (Whose::Team, Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist) => {
            of_team && action == DevelopmentAction::See
        }
        _ => false,
    };
    match is_allowed {
        true => Allowed,
        // A team knows that there are plans; outside it nobody does.
        false if of_team || is_network => Forbidden,
        false => Hidden,
    }
}
