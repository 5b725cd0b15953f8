//! Which rounds a team should have on a day: from the programme's rhythm and who works there.

use super::{About, RATERS_MAX, RATERS_MIN};
use crate::ids::StaffId;
use crate::instrument::Respondent;
use crate::measure::{Cadence, Course, Plans, Timing, Window};
use crate::programme::MeasureRule;
use crate::staff::Role;
use crate::team::Team;
use crate::time::Day;

/// What a programme asks about a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Whose work it is about.
    pub about: About,
    /// Who answers, as the instrument says.
    pub respondents: Vec<Respondent>,
    /// When.
    pub plans: Plans,
    /// How many must answer.
    pub raters_min: u32,
}

/// A round that should be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// When it can be answered.
    pub window: Window,
    /// Whose work it is about.
    pub subject: StaffId,
    /// Who is asked, each once, in no order that says anything.
    pub raters: Vec<StaffId>,
}

impl Asking {
    /// What a programme asks; nothing if it asks about a family.
    pub fn of(rule: &MeasureRule, respondents: &[Respondent]) -> Option<Asking> {
        let raters_min = rule.raters_min.as_ref().map(|raters| raters.value);
        Some(Asking {
            about: About::of(rule.about)?,
            respondents: respondents.to_vec(),
            plans: Plans::of(rule),
            raters_min: raters_min.unwrap_or(RATERS_MIN),
        })
    }

    /// The windows of a team that are due until a day, the first first. They are counted from the day on which the team
    /// began, so that a change of leader moves none.
    pub fn windows(&self, team: &Team, until: Day) -> Vec<Window> {
        let course = Course {
            opened_on: team.opened_on,
            closed_on: team.closed_on,
            pauses: Vec::new(),
            holds: Vec::new(),
        };
        self.plans.windows(&course, until)
    }

    /// The window of a team in which a day lies.
    pub fn window(&self, team: &Team, today: Day) -> Option<Window> {
        let ahead = i64::from(self.plans.window_days);
        let windows = self.windows(team, today.plus(ahead));
        let mut open = windows.into_iter();
        open.find(|window| window.timing(today) == Timing::Open)
    }

    /// The first window of a team that opens after a day.
    pub fn next(&self, team: &Team, today: Day) -> Option<Window> {
        let Cadence::Months { every } = self.plans.cadence else {
            return None;
        };
        let months = 2 * i64::from(every.max(1));
        let ahead = i64::from(self.plans.window_days);
        let windows = self.windows(team, today.plus_months(months).plus(ahead));
        let mut coming = windows.into_iter();
        coming.find(|window| window.timing(today) == Timing::Coming)
    }

    /// Who is asked about a colleague: each once, in no order that says anything, and never the colleague.
    pub fn raters(&self, subject: StaffId, posts: &[(StaffId, Role)]) -> Vec<StaffId> {
        let all = in_roles(posts, |role| self.asks(role));
        let others = all.into_iter().filter(|rater| *rater != subject);
        others.take(RATERS_MAX).collect()
    }

    fn asks(&self, role: Role) -> bool {
        self.respondents.iter().any(|who| can_be(*who, role))
    }
}

/// Whether somebody in a role answers as this respondent.
fn can_be(who: Respondent, role: Role) -> bool {
    match who {
        Respondent::Therapist => role == Role::FamilyTherapist,
        Respondent::GroupLeader => role == Role::GroupLeader,
        Respondent::Consultant => role == Role::Consultant,
        Respondent::TeamMember => matches!(
            role,
            Role::FamilyTherapist | Role::FamilyResource | Role::GroupLeader | Role::Psychiatrist
        ),
        Respondent::Caregiver | Respondent::Youth => false,
    }
}

/// The rounds that should be there on a day: one about each who holds the role.
///
/// None where fewer would be asked than must answer: what nobody may see is not asked. Nobody is asked about themselves.
pub fn wanted(asking: &Asking, window: Window, posts: &[(StaffId, Role)]) -> Vec<Wanted> {
    let subjects = in_roles(posts, |role| role == asking.about.role());
    let round = |subject: StaffId| Wanted {
        window,
        subject,
        raters: asking.raters(subject, posts),
    };
    let enough = |wanted: &Wanted| {
        u32::try_from(wanted.raters.len()).is_ok_and(|asked| asked >= asking.raters_min)
    };
    subjects.into_iter().map(round).filter(enough).collect()
}

/// Whoever holds a post in one of these roles, each once, by id.
fn in_roles(posts: &[(StaffId, Role)], is_one: impl Fn(Role) -> bool) -> Vec<StaffId> {
    let held = posts.iter().filter(|(_, role)| is_one(*role));
    let mut found: Vec<StaffId> = held.map(|(staff, _)| *staff).collect();
    found.sort();
    found.dedup();
    found
}
