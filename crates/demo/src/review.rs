//! What the invented teams wrote about their last half-year, and their network about its last two.

use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::review::{Action, ActionOutcome, Document, Signed, Span, Subject, Term};
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

const NETWORK_SUMMARY: &str = "De första familjerna är klara, och de flesta avslutades som genomförda. Intervjuerna kom i gång i alla team, och programtroheten ligger över målet.\n\nFå ärenden är avslutade ännu. Därför är det mesta om läget vid avslut dolt, och skillnader mellan teamen går inte att skilja från slumpen.";

const NETWORK_GOALS: &str = "Minst 70 procent av intervjuerna görs i varje team. Inget team är utan gruppledare mer än en månad.";

const NETWORK_BEGUN: &str = "Fler än dubbelt så många familjer har börjat som under våren. Återstår att förstå varför en mindre andel av intervjuerna blir gjorda.";

/// As [`ACTIONS`], of the network.
const NETWORK_ACTIONS: [(&str, i64, ActionOutcome, &str); 3] = [
    (
        "Gemensam intervjuare för de tre minsta teamen",
        60,
        ActionOutcome::Done,
        "Började i augusti",
    ),
    (
        "Konsulten träffar varje gruppledare om måluppfyllelsen",
        75,
        ActionOutcome::Partly,
        "Två team återstår",
    ),
    (
        "Utbildningsdag om kontakter under semestern",
        120,
        ActionOutcome::Open,
        "",
    ),
];

impl Plan {
    /// The reviews of the network's programme that most teams run: that of the half-year before today's, which both have
    /// signed, and today's, which somebody has begun. Whoever stores them adds the figures of what is signed.
    pub fn network_reviews(&self) -> Vec<Document> {
        let house = self.house();
        let programmes = house.teams.iter().map(|team| team.programme.as_str());
        let teams_of = |one: &&str| {
            house
                .teams
                .iter()
                .filter(|team| team.programme == **one)
                .count()
        };
        let Some(programme) = programmes.max_by_key(|one| (teams_of(one), *one)) else {
            return Vec::new();
        };
        let own = house
            .teams
            .iter()
            .filter(|team| team.programme == programme);
        let consultant = own
            .clone()
            .find_map(|team| self.in_team(team.id, Role::Consultant));
        let leader = own
            .clone()
            .find_map(|team| self.in_team(team.id, Role::GroupLeader));
        let lead = house
            .posts
            .iter()
            .find(|post| post.role == Role::NetworkLead);
        let (Some(lead), Some(consultant)) = (lead.map(|post| post.staff), consultant) else {
            return Vec::new();
        };
        let running = Term::of(Span::HalfYear, self.today);
        let term = running.previous();
        let subject = Subject::Network(house.network.id, programme.to_owned());
        let owners = [Some(lead), Some(consultant), leader];
        let signed = Document {
            summary: NETWORK_SUMMARY.to_owned(),
            goals: NETWORK_GOALS.to_owned(),
            actions: agreed(
                &NETWORK_ACTIONS,
                term,
                owners.map(|owner| owner.unwrap_or(lead)),
            ),
            leader: Some(signed(lead, (term, 20))),
            consultant: Some(signed(consultant, (term, 22))),
            ..Document::empty(subject.clone(), term)
        };
        let begun = Document {
            summary: NETWORK_BEGUN.to_owned(),
            ..Document::empty(subject, running)
        };
        vec![signed, begun]
    }

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
        let owners = [leader, who(Role::FamilyTherapist).unwrap_or(leader), leader];
        Some(Document {
            summary: SUMMARY.to_owned(),
            goals: GOALS.to_owned(),
            actions: agreed(&ACTIONS, term, owners),
            leader: Some(signed(leader, (term, 12))),
            consultant: Some(signed(consultant, (term, 13))),
            ..Document::empty(Subject::Team(team.id), term)
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

/// Actions with whoever owns them.
fn agreed<const N: usize>(
    actions: &[(&str, i64, ActionOutcome, &str); N],
    term: Term,
    owners: [StaffId; N],
) -> Vec<Action> {
    let each = actions.iter().zip(owners).zip(1..);
    each.map(|((action, owner), number)| {
        let (what, days, outcome, remark) = *action;
        Action {
            number,
            what: what.to_owned(),
            owner,
            due_on: term.end().plus(days),
            outcome,
            remark: remark.to_owned(),
        }
    })
    .collect()
}

/// Signed so many days after a half-year.
fn signed(by: StaffId, (term, days): (Term, i64)) -> Signed {
    Signed {
        by,
        at: term.end().plus(days).at(hour(15, 0)),
    }
}
