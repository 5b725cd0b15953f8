//! Who may do what with a case: by the role, and by how near somebody is to the family.

use super::Word::{self, Allowed, Forbidden, Hidden};
use super::{CaseAction, CaseScope, Held};
use crate::staff::{Place, Role};

/// Who may ask a family: an interviewer of its board, or of its network unless an identity is protected.
pub(super) fn on_interview(post: Held, scope: &CaseScope) -> Word {
    match (post.role, post.place) {
        (Role::Interviewer, Place::Board(_)) => Allowed,
        (Role::Interviewer, Place::Network(_)) if !scope.protected => Allowed,
        (Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist, Place::Team(..))
            if scope.protected =>
        {
            Hidden
        }
        (Role::Interviewer, Place::Team(..))
        | (
            Role::GroupLeader
            | Role::FamilyTherapist
            | Role::FamilyResource
            | Role::Psychiatrist
            | Role::Consultant
            | Role::RecordsOfficer,
            _,
        ) => Forbidden,
        _ => Hidden,
    }
}

/// How near somebody of the team is to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    Carer,
    Colleague,
    /// A colleague, where an identity is protected.
    KeptOut,
}

impl Nearness {
    pub(super) fn of(assigned: bool, protected: bool) -> Nearness {
        match (assigned, protected) {
            (true, _) => Nearness::Carer,
            (false, false) => Nearness::Colleague,
            (false, true) => Nearness::KeptOut,
        }
    }
}

pub(super) fn on_case(role: Role, action: CaseAction, near: Nearness) -> Word {
    use CaseAction as A;
    use Nearness::{Carer, Colleague, KeptOut};
    match (role, action, near) {
        (
            Role::GroupLeader,
            A::ConsultFeedback | A::OverrideConsultant | A::Disclose | A::Answer,
            _,
        ) => Forbidden,
        (Role::GroupLeader, _, _) => Allowed,

        (Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist, _, KeptOut) => Hidden,
        (Role::FamilyTherapist, A::See | A::LogContact | A::WriteJournal, Carer | Colleague) => {
            Allowed
        }
        (
            Role::FamilyTherapist,
            A::SeeRestricted
            | A::WriteFamily
            | A::WriteArtefact
            | A::WriteWeek
            | A::HandIn
            | A::AnswerFeedback
            | A::Screen
            | A::Report
            | A::SeeScores
            | A::ConfirmCall
            | A::Hold,
            Carer,
        ) => Allowed,
        (Role::FamilyTherapist, _, _) => Forbidden,

        (Role::FamilyResource, A::See | A::LogContact | A::WriteJournal, Carer | Colleague) => {
            Allowed
        }
        (Role::FamilyResource, A::WriteFamily, Carer) => Allowed,
        (Role::FamilyResource, _, _) => Forbidden,

        (
            Role::Psychiatrist,
            A::See | A::LogContact | A::WriteJournal | A::WriteArtefact,
            Carer,
        ) => Allowed,
        (Role::Psychiatrist, _, _) => Forbidden,

        (
            Role::Consultant,
            A::SeeUnnamed | A::ConsultFeedback | A::OverrideConsultant | A::CountAnswers,
            _,
        ) => Allowed,
        (Role::Consultant, _, _) => Forbidden,

        (Role::RecordsOfficer, A::SeeLog | A::Disclose, _) => Allowed,
        (Role::RecordsOfficer, _, _) => Forbidden,

        (
            Role::Interviewer
            | Role::OnCall
            | Role::NetworkLead
            | Role::FinanceReader
            | Role::UnitManager
            | Role::Administrator,
            _,
            _,
        ) => Hidden,
    }
}
