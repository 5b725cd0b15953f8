//! Who may read a family's sheet at night. Colleagues who may see the case may see its sheet; whoever is on call for its
//! team sees the sheet while they are, and of another board only where a basis is recorded (OSL 2009:400 8:1, 26:9).

use super::Word::{self, Allowed, Forbidden};
use super::{CaseScope, Held};
use crate::codes;
use crate::ids::TeamId;
use crate::staff::Role;

codes! {
    /// What can be done with a family's sheet.
    SheetAction "sheet-action" {
        /// Read it.
        Open = "open_sheet",
        /// Write down what somebody called about.
        LogCall = "log_call",
        /// Give a reason to see more than the sheet.
        BreakGlass = "break_glass",
        /// See more, after a reason was given.
        SeeMore = "see_more",
    }
}

/// What must be known of a family and of the night to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetScope {
    pub of: CaseScope,
    /// The actor's watch over the family's team, if one is open now.
    pub watch: Option<OpenWatch>,
    /// A basis that the family's board lets count is in force.
    pub basis: bool,
    /// The actor gave a reason to see more, in the turn that is now.
    pub glass: bool,
}

/// A watch that is open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenWatch {
    /// The pool's teams: a post in one of them serves.
    pub teams: Vec<TeamId>,
    /// The roles of the line.
    pub roles: Vec<Role>,
    /// Whether it is the duty itself, and not its hand-over.
    pub on_call: bool,
}

impl SheetScope {
    /// A family's sheet as those see it who are not on call.
    pub fn by_day(of: CaseScope) -> SheetScope {
        SheetScope {
            of,
            watch: None,
            basis: false,
            glass: false,
        }
    }
}

/// What a post says. `seen` and `logged` are what it says of reading the case and of logging a contact there.
pub(super) fn on_sheet(
    post: Held,
    action: SheetAction,
    scope: &SheetScope,
    (seen, logged): (Word, Word),
) -> Word {
    use SheetAction as A;
    // Whoever may read the case has no glass to break.
    match action {
        A::Open if seen == Allowed => return Allowed,
        A::LogCall if logged == Allowed => return Allowed,
        A::BreakGlass | A::SeeMore if seen == Allowed => return Forbidden,
        _ => {}
    }
    let serving = scope.watch.as_ref().filter(|watch| serves(post, watch));
    let Some(watch) = serving.filter(|_| may_know(post, scope)) else {
        return seen.min(Forbidden);
    };
    match action {
        A::Open | A::LogCall => Allowed,
        A::BreakGlass if watch.on_call => Allowed,
        A::SeeMore if watch.on_call && scope.glass => Allowed,
        A::BreakGlass | A::SeeMore => Forbidden,
    }
}

/// Whether it is by this post that somebody is on call.
fn serves(post: Held, watch: &OpenWatch) -> bool {
    let of_pool = post
        .place
        .team()
        .is_some_and(|team| watch.teams.contains(&team));
    of_pool && watch.roles.contains(&post.role)
}

/// Between boards a basis is needed. Within the board a family is known to whoever is on call, unless an identity is
/// protected: then the leader says so family by family, by a basis.
fn may_know(post: Held, scope: &SheetScope) -> bool {
    let same_board = post.place.board() == Some(scope.of.team.board);
    scope.basis || (same_board && !scope.of.protected)
}
