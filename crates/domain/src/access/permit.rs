//! What a permit says of the thing that it is for, and so in which log it is told.

use super::{Held, Permit, Request};
use crate::ids::StaffId;

/// The permit for a request that is allowed by a post, or needs none.
pub(super) fn permit(staff: Option<StaffId>, post: Option<Held>, request: Request<'_>) -> Permit {
    use crate::code::Code;
    let base = |action| Permit {
        staff,
        role: post.map(|post| post.role),
        action,
        case: None,
        team: None,
        board: None,
    };
    match request {
        Request::Case(action, scope) => Permit {
            case: Some(scope.case),
            team: Some(scope.team.team),
            board: Some(scope.team.board),
            ..base(action.code())
        },
        // Whoever looks, the log of the family's board tells of it.
        Request::Sheet(action, scope) => Permit {
            case: Some(scope.of.case),
            team: Some(scope.of.team.team),
            board: Some(scope.of.team.board),
            ..base(action.code())
        },
        Request::Team(action, scope) => Permit {
            team: Some(scope.team),
            board: Some(scope.board),
            ..base(action.code())
        },
        Request::Round(action, scope) => Permit {
            team: Some(scope.team.team),
            board: Some(scope.team.board),
            ..base(action.code())
        },
        Request::Development(action, scope) => Permit {
            team: Some(scope.team.team),
            board: Some(scope.team.board),
            ..base(action.code())
        },
        // Neither is of a board: the log of the actor's own one tells of it.
        Request::Seat(action, _) => Permit {
            team: post.and_then(|post| post.place.team()),
            board: post.and_then(|post| post.place.board()),
            ..base(action.code())
        },
        Request::Review(action, _) => Permit {
            team: post.and_then(|post| post.place.team()),
            board: post.and_then(|post| post.place.board()),
            ..base(action.code())
        },
        Request::Pool(action, _) => Permit {
            team: post.and_then(|post| post.place.team()),
            board: post.and_then(|post| post.place.board()),
            ..base(action.code())
        },
        // The log of the team's board tells of it; of a network's own, that of whoever looked.
        Request::Opening(action, scope) => Permit {
            team: scope.team.map(|team| team.team),
            board: match scope.team {
                Some(team) => Some(team.board),
                None => post.and_then(|post| post.place.board()),
            },
            ..base(action.code())
        },
        Request::Board(action, board) => Permit {
            board: Some(board),
            ..base(action.code())
        },
        Request::Network(action, _) => base(action.code()),
        Request::Site(action) => base(action.code()),
    }
}
