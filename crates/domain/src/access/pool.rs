//! Who may do what with a pool: its rota, its duties, its hours. A pool may reach over boards; a rota holds nobody but
//! people at work, so that colleagues of another board see it too.

use super::TeamScope;
use super::Word::{self, Allowed, Forbidden, Hidden};
use crate::codes;
use crate::ids::PoolId;
use crate::staff::Role;

codes! {
    /// What can be done with a pool.
    PoolAction "pool-action" {
        /// Read the rota that holds.
        SeeRota = "see_rota",
        /// Read who is on now, and with which number.
        SeeTonight = "see_tonight",
        /// What one's own duties need: wishes, absences, swaps, the number.
        OwnDuty = "own_duty",
        /// Draft, publish, enter absences, let somebody else take over.
        PlanRota = "plan_rota",
        /// Hours of everybody, for payroll.
        SeeHours = "see_hours",
        /// What was said on calls about no family, by those who took them in the pool's teams.
        ReadCalls = "read_calls",
    }
}

/// What must be known of a pool to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolScope {
    pub pool: PoolId,
    /// Its teams today.
    pub teams: Vec<TeamScope>,
    /// The roles that serve its lines.
    pub roles: Vec<Role>,
}

/// What a post that reaches one of the pool's teams says.
pub(super) fn on_pool(role: Role, action: PoolAction, scope: &PoolScope) -> Word {
    use PoolAction as A;
    match (role, action) {
        (
            Role::Administrator
            | Role::RecordsOfficer
            | Role::Interviewer
            | Role::NetworkLead
            | Role::FinanceReader,
            _,
        ) => Hidden,
        (Role::UnitManager, A::SeeRota | A::SeeTonight | A::SeeHours) => Allowed,
        (Role::UnitManager | Role::Consultant, _) => Forbidden,
        (_, A::SeeRota | A::SeeTonight) => Allowed,
        (_, A::OwnDuty) if scope.roles.contains(&role) => Allowed,
        (Role::GroupLeader, A::PlanRota | A::SeeHours | A::ReadCalls) => Allowed,
        (_, A::OwnDuty | A::PlanRota | A::SeeHours | A::ReadCalls) => Forbidden,
    }
}
