//! What the invented people want to become better at.

use hemma_domain::code::Code as _;
use hemma_domain::development::{COUNTED, Evidence, EvidenceKind, Goal, Look, State, Whose};
use hemma_domain::ids::{DevelopmentId, StaffId};
use hemma_domain::month_report::Line;
use hemma_domain::review::{Action, ActionOutcome};
use hemma_domain::staff::{Place, Role};
use hemma_domain::team::Team;
use hemma_domain::time::Day;

use crate::Plan;
use crate::dice::Dice;
use crate::row::hour;

/// Teams in which plans are kept: enough to show every kind.
const TEAMS: usize = 6;

/// A goal, and a step towards it.
const GOALS: [(WhoseKind, &str, &str); 5] = [
    (
        WhoseKind::Therapist,
        "Mina delmål går att mäta med en siffra och en dag",
        "Skriv om ett delmål i veckan och visa det i handledningen",
    ),
    (
        WhoseKind::Therapist,
        "Jag frågar efter styrkor innan jag frågar efter problem",
        "Lyssna på en egen inspelning tillsammans med gruppledaren",
    ),
    (
        WhoseKind::Leader,
        "Varje familj får minst en skriftlig fråga i veckan",
        "Skriv återkopplingen på måndag eftermiddag",
    ),
    (
        WhoseKind::Consultant,
        "Teamen svarar på min återkoppling före nästa konsultation",
        "Börja varje konsultation med de punkter som saknar svar",
    ),
    (
        WhoseKind::Team,
        "Fyra av fem intervjuer blir gjorda",
        "Fråga om samtycke till intervju vid andra besöket",
    ),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum WhoseKind {
    Therapist,
    Leader,
    Consultant,
    Team,
}

/// A link to a line of the month's report.
fn counted(line: Line, on: Day) -> Vec<Evidence> {
    vec![Evidence {
        kind: EvidenceKind::Feedback,
        key: format!("{COUNTED}{}", line.code()),
        told: String::new(),
        on,
    }]
}

impl Plan {
    /// The goals of the first teams that have a leader and a consultant.
    pub fn developments(&self) -> Vec<Goal> {
        let mut dice = Dice::new(self.seed, "development");
        dice.ids_from(self.today.plus(-60).at(hour(9, 0)));
        let teams = self.house().teams.iter();
        let weekly = teams.filter(|team| team.programme != "KOMET");
        let goals = weekly.take(TEAMS).flat_map(|team| self.goals_of(team));
        let goals: Vec<Goal> = goals.collect();
        let with_id = goals.into_iter().map(|one| Goal {
            id: DevelopmentId(dice.id()),
            ..one
        });
        with_id.collect()
    }

    fn goals_of(&self, team: &Team) -> Vec<Goal> {
        let posts = self.house().posts.iter();
        let here = |place: Place| matches!(place, Place::Team(of, _) if of == team.id);
        let held: Vec<_> = posts
            .filter(|post| here(post.place) && post.to.is_none())
            .collect();
        let who = |role: Role| held.iter().filter(move |post| post.role == role);
        let mut therapists = who(Role::FamilyTherapist).map(|post| post.staff);
        let leader = who(Role::GroupLeader).map(|post| post.staff).next();
        let consultant = who(Role::Consultant).map(|post| post.staff).next();
        let (Some(leader), Some(consultant)) = (leader, consultant) else {
            return Vec::new();
        };
        let mut goals = Vec::new();
        for (number, (kind, text, step)) in (0_i64..).zip(GOALS) {
            let (whose, owner) = match kind {
                WhoseKind::Therapist => match therapists.next() {
                    Some(staff) => (Whose::Therapist(staff), staff),
                    None => continue,
                },
                WhoseKind::Leader => (Whose::Leader(leader), leader),
                WhoseKind::Consultant => (Whose::Consultant(consultant), consultant),
                WhoseKind::Team => (Whose::Team, leader),
            };
            goals.push(self.goal((team, whose), (text, step), (owner, number)));
        }
        goals
    }

    fn goal(
        &self,
        (team, whose): (&Team, Whose),
        (text, step): (&str, &str),
        (owner, number): (StaffId, i64),
    ) -> Goal {
        let set_on = self.today.plus(-40 - number);
        let by = match whose {
            Whose::Consultant(staff) => staff,
            _ => owner,
        };
        // The second one was reached, so that a list shows how that looks.
        let is_reached = number == 1;
        let look = Look {
            on: self.today.plus(-12),
            by,
            text: match is_reached {
                true => "Det hörs på inspelningen. Vi går vidare.".to_owned(),
                false => "På väg: syns hos några, inte hos alla.".to_owned(),
            },
        };
        let evidence = match whose {
            Whose::Team => vec![Evidence {
                kind: EvidenceKind::Figure,
                key: "pct_collected".to_owned(),
                told: String::new(),
                on: set_on,
            }],
            Whose::Therapist(staff) => vec![Evidence {
                kind: EvidenceKind::Fidelity,
                key: staff.to_string(),
                told: String::new(),
                on: set_on,
            }],
            Whose::Leader(_) => counted(Line::ByLeader, set_on),
            Whose::Consultant(_) => counted(Line::ByConsultant, set_on),
        };
        Goal {
            id: DevelopmentId(uuid::Uuid::nil()),
            team: team.id,
            whose,
            text: text.to_owned(),
            state: match is_reached {
                true => State::Reached { on: look.on },
                false => State::Open,
            },
            set: (set_on.at(hour(10, 0)), by),
            evidence,
            actions: vec![Action {
                number: 1,
                what: step.to_owned(),
                owner,
                due_on: self.today.plus(14 - 5 * number),
                outcome: match is_reached {
                    true => ActionOutcome::Done,
                    false => ActionOutcome::Open,
                },
                remark: String::new(),
            }],
            looks: vec![look],
            // The next look is near enough to stand among things to do.
            look_on: (!is_reached).then(|| self.today.plus(2 * number)),
            version: 1,
        }
    }
}
