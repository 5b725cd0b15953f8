//! What the invented teams wrote about their last half-year.

use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::review::{Action, ActionOutcome, Document, Signed, Span, Term};
use hemma_domain::staff::{Place, Role};
use hemma_domain::team::Team;

use crate::Plan;
use crate::row::hour;

/// Teams that have held a review: enough to show how it is followed up.
const TEAMS: usize = 3;

const SUMMARY: &str = "Halvåret var vårt första. Vi tog emot familjer i jämn takt och ingen har väntat mer än två veckor.\n\nIntervjuerna kom i gång sent: flera familjer hade inte fått frågan om samtycke. Programtroheten går inte att bedöma ännu.";

const GOALS: &str = "Varje familj får frågan om intervju vid andra besöket. Tre kontakter i veckan i genomsnitt, också under semestrarna.";

/// What was agreed, days after the half-year by which it was to be done, and what became of it.
const ACTIONS: [(&str, i64, ActionOutcome, &str); 3] = [
    (
        "Frågan om samtycke till intervju står på listan för andra besöket",
        45,
        ActionOutcome::Done,
        "Gäller alla familjer sedan augusti",
    ),
    (
        "Boka in kontakterna två veckor i taget, med ersättare under semestern",
        60,
        ActionOutcome::Partly,
        "Ersättare saknas fortfarande för två familjer",
    ),
    (
        "Gå igenom säkerhetsplanerna med socialtjänsten",
        90,
        ActionOutcome::Open,
        "",
    ),
];

impl Plan {
    /// The review of the half-year before today's, of the first teams that have a leader and a consultant. Both have
    /// signed; whoever stores it adds the figures.
    pub fn reviews(&self) -> Vec<Document> {
        let term = Term::of(Span::HalfYear, self.today).previous();
        let teams = self.house().teams.iter();
        let worked = teams.filter(|team| team.opened_on < term.end());
        worked
            .filter_map(|team| self.held(team, term))
            .take(TEAMS)
            .collect()
    }

    fn held(&self, team: &Team, term: Term) -> Option<Document> {
        let who = |role: Role| self.in_team(team.id, role);
        let (leader, consultant) = (who(Role::GroupLeader)?, who(Role::Consultant)?);
        let owners = [Some(leader), who(Role::FamilyTherapist), Some(leader)];
        let actions = ACTIONS
            .iter()
            .zip(owners)
            .zip(1..)
            .map(|((action, owner), number)| {
                let (what, days, outcome, remark) = *action;
                Action {
                    number,
                    what: what.to_owned(),
                    owner: owner.unwrap_or(leader),
                    due_on: term.end().plus(days),
                    outcome,
                    remark: remark.to_owned(),
                }
            });
        let signed = |by: StaffId, days: i64| Signed {
            by,
            at: term.end().plus(days).at(hour(15, 0)),
        };
        Some(Document {
            summary: SUMMARY.to_owned(),
            goals: GOALS.to_owned(),
            actions: actions.collect(),
            leader: Some(signed(leader, 12)),
            consultant: Some(signed(consultant, 13)),
            ..Document::empty(team.id, term)
        })
    }

    /// Somebody who holds a role in a team today.
    fn in_team(&self, team: TeamId, role: Role) -> Option<StaffId> {
        let mut posts = self.house().posts.iter();
        let is_here = |place: Place| matches!(place, Place::Team(here, _) if here == team);
        let held = posts.find(|post| post.role == role && is_here(post.place) && post.to.is_none());
        held.map(|post| post.staff)
    }
}
