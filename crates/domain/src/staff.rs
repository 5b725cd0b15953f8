//! People who work here, and the roles they hold.

use crate::code::Code;
use crate::codes;
use crate::ids::{BoardId, NetworkId, PostId, StaffId, TeamId};
use crate::time::Day;

/// Somebody who works here and can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    /// Name as colleagues write it.
    pub name: String,
    /// Sign-in name, lower case: an e-mail address at work.
    pub email: String,
    /// Service number; private numbers are secret (OSL 39:3) and never stored.
    pub phone: Option<String>,
    pub language: Language,
    /// The last day of work here; none while employed.
    pub left_on: Option<Day>,
}

codes! {
    /// What a post lets its holder do. One row each in the access table.
    Role "role" {
        /// Carries families: *familjebehandlare*.
        FamilyTherapist = "family_therapist",
        /// Practical help in the same cases: *familjeresurs*.
        FamilyResource = "family_resource",
        /// Leads the team's week and supervision: *gruppledare*.
        GroupLeader = "group_leader",
        /// Reads every open case without identities: the MST expert, *konsult*.
        Consultant = "consultant",
        /// Calls caregivers for the monthly interview.
        Interviewer = "interviewer",
        /// Answers at night; a post beside another.
        OnCall = "on_call",
        /// Sees teams, never a family.
        NetworkLead = "network_lead",
        /// Reads the network's ledger, budget and fees: *ekonom*.
        FinanceReader = "finance_reader",
        /// Follows capacity and reports to the board: *enhetschef*.
        UnitManager = "unit_manager",
        /// Reviews the access log, discloses and destroys: *registrator*.
        RecordsOfficer = "records_officer",
        /// Medical competence in the team's cases.
        Psychiatrist = "psychiatrist",
        /// Runs the installation; sees no family.
        Administrator = "administrator",
    }

    /// The language of the screens.
    Language "language" {
        Swedish = "sv",
        English = "en",
    }
}

/// Where a post applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// One team of a board.
    Team(TeamId, BoardId),
    /// A whole board.
    Board(BoardId),
    /// A network of teams.
    Network(NetworkId),
    /// The installation.
    Site,
}

/// A person in a role, from–to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub staff: StaffId,
    pub role: Role,
    pub place: Place,
    pub from: Day,
    /// The first day no longer in the post.
    pub to: Option<Day>,
}

impl Role {
    /// Whether a post in this role can be at such a place.
    pub fn fits(self, place: Place) -> bool {
        match self {
            Role::Administrator => place == Place::Site,
            Role::NetworkLead | Role::FinanceReader => matches!(place, Place::Network(_)),
            Role::UnitManager | Role::RecordsOfficer => matches!(place, Place::Board(_)),
            // Nobody of a family's team may interview it, so an interviewer belongs to no team.
            Role::Interviewer => matches!(place, Place::Board(_) | Place::Network(_)),
            Role::FamilyTherapist
            | Role::FamilyResource
            | Role::GroupLeader
            | Role::Consultant
            | Role::OnCall
            | Role::Psychiatrist => matches!(place, Place::Team(..)),
        }
    }
}

impl Post {
    /// Whether the post is held on a day.
    pub fn is_held(&self, on: Day) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to)
    }
}

impl Place {
    /// The team, where the post is in one.
    pub fn team(self) -> Option<TeamId> {
        match self {
            Place::Team(team, _) => Some(team),
            _ => None,
        }
    }

    /// The board whose data the post touches.
    pub fn board(self) -> Option<BoardId> {
        match self {
            Place::Team(_, board) | Place::Board(board) => Some(board),
            Place::Network(_) | Place::Site => None,
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
