//! Who may do what with somebody's place in a training: whose it is, and the network's office.

use super::Held;
use super::Word::{self, Allowed, Forbidden, Hidden};
use crate::codes;
use crate::ids::{NetworkId, StaffId};
use crate::staff::{Place, Role};

codes! {
    /// What can be done with a place in a training.
    SeatAction "seat-action" {
        /// See the training as one who is invited.
        See = "see",
        /// Say whether one comes.
        Reply = "reply",
        /// Answer afterwards how it was.
        Evaluate = "evaluate",
        /// Have the certificate of what was attended.
        Certify = "certify",
    }
}

/// What must be known of a place to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatScope {
    /// The network that holds the training.
    pub network: NetworkId,
    /// Whose place it is.
    pub holder: StaffId,
}

/// What a post says of somebody's place.
pub(super) fn on_seat(staff: StaffId, post: Held, action: SeatAction, scope: SeatScope) -> Word {
    use SeatAction as A;
    let is_office = post.role == Role::NetworkLead && post.place == Place::Network(scope.network);
    match action {
        _ if staff == scope.holder => Allowed,
        A::See | A::Certify if is_office => Allowed,
        A::Reply | A::Evaluate if is_office => Forbidden,
        A::See | A::Reply | A::Evaluate | A::Certify => Hidden,
    }
}
