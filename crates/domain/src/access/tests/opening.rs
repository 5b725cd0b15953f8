//! Who may do what with an opening, and with those who apply.

use super::*;
use crate::opening::{Member, Part};

const SOMEBODY: StaffId = StaffId(Uuid::from_u128(0x5B));

/// An opening of one's own team: as its responsible, as an assessor, as no member, as a member who applied; the network's
/// own as an assessor; and the team's and the network's whose only responsible has left.
fn openings() -> [OpeningScope; 7] {
    let scope = |part: Option<Part>| OpeningScope {
        opening: OpeningId(Uuid::from_u128(70)),
        network: TEAM.network,
        team: Some(TEAM),
        members: part
            .map(|part| Member { staff: ME, part })
            .into_iter()
            .collect(),
        applicants: Vec::new(),
        gone: Vec::new(),
        is_public: true,
    };
    let left = OpeningScope {
        members: vec![Member {
            staff: SOMEBODY,
            part: Part::Responsible,
        }],
        gone: vec![SOMEBODY],
        ..scope(None)
    };
    [
        scope(Some(Part::Responsible)),
        scope(Some(Part::Assessor)),
        scope(None),
        OpeningScope {
            applicants: vec![ME],
            ..scope(Some(Part::Responsible))
        },
        OpeningScope {
            team: None,
            ..scope(Some(Part::Assessor))
        },
        left.clone(),
        OpeningScope { team: None, ..left },
    ]
}

pub(super) fn of_openings(table: &mut String, role: Role) {
    for action in OpeningAction::ALL {
        let decisions: Vec<_> = openings()
            .iter()
            .map(|one| decide(&actor(role), Request::Opening(*action, one)))
            .collect();
        row(table, &format!("  opening {}", action.code()), &decisions);
    }
}

#[test]
fn nobody_reads_applicants_but_the_members_of_their_opening_whatever_post_they_hold() {
    let [_, _, stranger, party, ..] = openings();
    for role in Role::ALL {
        for action in OpeningAction::ALL {
            let asks = |scope| decide(&actor(*role), Request::Opening(*action, scope));
            // Of one without members somebody can be named who is; that reads nothing.
            if *action != OpeningAction::Replace {
                assert_eq!(asks(&stranger), Decision::Hide, "{role} {}", action.code());
            }
            if *action != OpeningAction::See {
                assert!(!matches!(asks(&party), Decision::Allow(_)), "{role}");
            }
        }
    }
}

#[test]
fn whoever_applies_reads_the_advert_and_their_own_and_can_do_nothing_else() {
    let [scope, ..] = openings();
    let other = OpeningScope {
        opening: OpeningId(Uuid::from_u128(71)),
        ..scope.clone()
    };
    let closed = OpeningScope {
        is_public: false,
        ..scope.clone()
    };
    let applicant = |application| Actor::Applicant {
        opening: scope.opening,
        application,
    };
    let anybody = applicant(None);
    let holder = applicant(Some(ApplicationId(Uuid::from_u128(72))));
    for action in OpeningAction::ALL {
        let ask = |actor, scope| may(actor, Request::Opening(*action, scope));
        use OpeningAction::{Apply, Attend, SeeOwn};
        assert_eq!(ask(&anybody, &scope), [Apply, Attend].contains(action));
        assert_eq!(ask(&anybody, &closed), *action == Attend);
        assert_eq!(ask(&holder, &closed), [Attend, SeeOwn].contains(action));
        assert!(!ask(&holder, &other));
    }
    for action in TeamAction::ALL {
        assert!(!may(&holder, Request::Team(*action, TEAM)));
    }
    for action in SiteAction::ALL {
        assert!(!may(&holder, Request::Site(*action)));
    }
    let network = Request::Network(NetworkAction::Recruit, TEAM.network);
    assert!(!may(&holder, network));
}

#[test]
fn somebody_is_named_only_where_nobody_is_responsible_and_not_by_whoever_applied() {
    let [own, assessor, _, party, _, left, _] = openings();
    let may_name = |role, scope: &OpeningScope| {
        may(
            &actor(role),
            Request::Opening(OpeningAction::Replace, scope),
        )
    };
    assert!(may_name(Role::GroupLeader, &left) && may_name(Role::UnitManager, &left));
    for role in [
        Role::FamilyTherapist,
        Role::Administrator,
        Role::NetworkLead,
    ] {
        assert!(!may_name(role, &left), "{role}");
    }
    let applied = OpeningScope {
        applicants: vec![ME],
        ..left.clone()
    };
    for scope in [&own, &party, &applied] {
        assert!(!may_name(Role::GroupLeader, scope));
    }
    assert!(
        may_name(Role::GroupLeader, &assessor),
        "an assessor is not responsible"
    );
}
