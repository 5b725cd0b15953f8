//! Who may do what with an opening: its own members, and nobody else, whatever post they hold; and whoever applies.

use super::Word::{self, Allowed, Forbidden, Hidden};
use crate::codes;
use crate::ids::{NetworkId, OpeningId, StaffId};
use crate::opening::{Member, Part};

use super::{Held, NetworkAction, Request, TeamAction, TeamScope, word};

codes! {
    /// What can be done with an opening.
    OpeningAction "opening-action" {
        /// Read its profile and where it is.
        See = "see_opening",
        /// Read who applied, and with what.
        SeeApplicants = "see_applicants",
        /// Score applicants, note what references said.
        Assess = "assess",
        /// Write its profile, name its members, move it on.
        Manage = "manage_opening",
        /// Decide about applicants, write to them, destroy what is due.
        Decide = "decide_opening",
        /// Name somebody responsible where nobody is any more.
        Replace = "replace_responsible",
        /// Read its advert and apply, as anybody.
        Apply = "apply",
        /// Keep a place in an information meeting, or give it back.
        Attend = "attend",
        /// Read one's own application and take it back.
        SeeOwn = "see_own_application",
    }
}

/// What must be known of an opening to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningScope {
    pub opening: OpeningId,
    pub network: NetworkId,
    /// The team that it is in; none where it is the network's own.
    pub team: Option<TeamScope>,
    pub members: Vec<Member>,
    /// Those of the members who applied themselves.
    pub applicants: Vec<StaffId>,
    /// Those of the members who no longer work here.
    pub gone: Vec<StaffId>,
    /// Its advert can be read by anybody now.
    pub is_public: bool,
}

impl OpeningScope {
    /// Whether somebody is responsible who still works here and has not applied.
    pub fn has_responsible(&self) -> bool {
        let is_out =
            |one: &Member| self.gone.contains(&one.staff) || self.applicants.contains(&one.staff);
        let mut responsible = self
            .members
            .iter()
            .filter(|one| one.part == Part::Responsible);
        responsible.any(|one| !is_out(one))
    }
}

/// Who names somebody where nobody is responsible any more: whoever may begin an opening in the same place, and then reads
/// no more of it than they did. Somebody who applied does not choose their judge.
pub(super) fn on_orphan(staff: StaffId, post: Held, scope: &OpeningScope) -> Word {
    let recruits = match scope.team {
        Some(team) => Request::Team(TeamAction::Recruit, team),
        None => Request::Network(NetworkAction::Recruit, scope.network),
    };
    let is_party = scope.applicants.contains(&staff);
    match word(staff, post, recruits) {
        Allowed if !scope.has_responsible() && !is_party => Allowed,
        _ => Hidden,
    }
}

/// What being a member says. No post says anything.
pub(super) fn on_opening(staff: StaffId, action: OpeningAction, scope: &OpeningScope) -> Word {
    use OpeningAction as A;
    let member = scope.members.iter().find(|one| one.staff == staff);
    let Some(part) = member.map(|one| one.part) else {
        return Hidden;
    };
    // Whoever applies is a party: nothing of the others, and nothing to decide.
    let is_party = scope.applicants.contains(&staff);
    match (action, part) {
        (A::See, _) => Allowed,
        (A::SeeApplicants | A::Assess | A::Decide | A::Manage, _) if is_party => Forbidden,
        (A::SeeApplicants | A::Assess, _) | (A::Manage | A::Decide, Part::Responsible) => Allowed,
        (A::Manage | A::Decide, Part::Assessor) => Forbidden,
        // As anybody, by the public pages.
        (A::Apply | A::Attend | A::SeeOwn | A::Replace, _) => Hidden,
    }
}
