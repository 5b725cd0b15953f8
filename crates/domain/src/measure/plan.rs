//! Which measures a case should have: from the programme's rhythm, the course of the case and who may be asked.

use super::{Measure, NotAsked, State, Timing, Window};
use crate::case::{Case, Ruling, RulingKind, Stage};
use crate::consent::{Consent, ConsentKind};
use crate::hold::Hold;
use crate::ids::{CaseId, MeasureId, PersonId};
use crate::instrument::{Instrument, Respondent};
use crate::person::{Kin, Person};
use crate::programme::{MeasureRule, Schedule};
use crate::time::Day;

/// Days ahead for which measures are planned: two rounds of four weeks.
pub const LOOK_AHEAD_DAYS: i64 = 56;

/// Due days that a course can have: eight years of weeks, far beyond any treatment.
const DUE_DAYS_MAX: usize = 416;

/// Age from which somebody answers as a caregiver.
const ADULT_YEARS: u32 = 18;

/// The rhythm of a measure, as plain numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// First after some days, then again and again.
    Days {
        /// Days from the opening to the first.
        first: u32,
        /// Days from one to the next.
        every: u32,
    },
    /// Every so many calendar months after the opening.
    Months {
        /// Months from one to the next.
        every: u32,
    },
    /// At the opening and at the closing.
    StartAndEnd,
}

/// When one instrument is asked in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plans {
    /// The rhythm.
    pub cadence: Cadence,
    /// Days around the due day in which it counts.
    pub window_days: u32,
}

/// A time without treatment inside a course: from its first day to the first day after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// The first day without treatment.
    pub from: Day,
    /// The day on which treatment goes on.
    pub to: Day,
}

/// From when to when a case is in treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The day of opening.
    pub opened_on: Day,
    /// The last day of treatment; none while it goes on.
    pub closed_on: Option<Day>,
    /// Times in between in which the case was closed.
    pub pauses: Vec<Pause>,
    /// Times in between in which measures rest.
    pub holds: Vec<Hold>,
}

/// Who may be asked, in order of preference; or why nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Askable {
    persons: Vec<PersonId>,
    nobody: NotAsked,
}

/// A measure that should be there and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// When.
    pub window: Window,
    /// Who answers.
    pub respondent: Option<PersonId>,
    /// Due, or why nobody is asked.
    pub state: State,
}

impl Wanted {
    /// The measure of a case that is made of it.
    pub fn measure(self, (id, case): (MeasureId, CaseId), instrument: &Instrument) -> Measure {
        Measure {
            id,
            case,
            instrument: instrument.code.clone(),
            instrument_version: instrument.version,
            respondent: self.respondent,
            window: self.window,
            state: self.state,
            released: None,
            version: 1,
        }
    }
}

/// What is to be done with the measures of a case and an instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be made.
    pub add: Vec<Wanted>,
    /// As they should be now; each with the version that it was read with.
    pub change: Vec<Measure>,
}

impl Plans {
    /// What a programme asks.
    pub fn of(rule: &MeasureRule) -> Plans {
        let cadence = match &rule.schedule {
            Schedule::Days {
                first_day,
                every_days,
            } => Cadence::Days {
                first: first_day.value,
                every: every_days.value,
            },
            Schedule::Months { every_months } => Cadence::Months {
                every: every_months.value,
            },
            Schedule::StartAndEnd => Cadence::StartAndEnd,
        };
        Plans {
            cadence,
            window_days: rule.window_days.value,
        }
    }

    /// The windows of a course, in order, of those that are due until a day. No two share a day.
    pub fn windows(&self, course: &Course, until: Day) -> Vec<Window> {
        let dues = self.due_days(course, until);
        let width = i64::from(self.window_days);
        let mut windows: Vec<Window> = Vec::with_capacity(dues.len());
        for (place, due_on) in dues.iter().enumerate() {
            let next = self.due_after(course, &dues, place);
            let closes_on = next.map_or(due_on.plus(width), |next| {
                due_on.plus(width).min(next.plus(-1))
            });
            let after_last = windows.last().map(|last| last.closes_on.plus(1));
            let opens_on = due_on.plus(-width).max(course.opened_on);
            windows.push(Window {
                opens_on: after_last.map_or(opens_on, |free| opens_on.max(free)),
                due_on: *due_on,
                closes_on,
            });
        }
        windows
    }

    /// The due day after the one at a place: also the one beyond the days that are asked for.
    fn due_after(&self, course: &Course, dues: &[Day], place: usize) -> Option<Day> {
        let next = dues.get(place + 1).copied();
        next.or_else(|| match (self.cadence, dues.get(place), course.closed_on) {
            (Cadence::Days { every, .. }, Some(due), None) => {
                Some(due.plus(i64::from(every.max(1))))
            }
            (Cadence::Months { every }, Some(due), None) => {
                Some(due.plus_months(i64::from(every.max(1))))
            }
            _ => None,
        })
    }

    fn due_days(&self, course: &Course, until: Day) -> Vec<Day> {
        let last = course.closed_on.map_or(until, |closed| closed.min(until));
        let opened = course.opened_on;
        let nth = |n: i64| match self.cadence {
            Cadence::Days { first, every } => {
                Some(opened.plus(i64::from(first) + n * i64::from(every.max(1))))
            }
            Cadence::Months { every } => {
                Some(opened.plus_months((n + 1) * i64::from(every.max(1))))
            }
            Cadence::StartAndEnd => match n {
                0 => Some(opened),
                1 => course.closed_on.filter(|closed| *closed > opened),
                _ => None,
            },
        };
        (0..)
            .map_while(nth)
            .take(DUE_DAYS_MAX)
            .take_while(|due| *due <= last)
            .filter(|due| !course.is_paused(*due))
            .collect()
    }
}

impl Course {
    /// The course of a case with its rulings and holds; nothing before it is opened.
    pub fn of<'a>(
        case: &Case,
        oldest_first: impl IntoIterator<Item = &'a Ruling>,
        holds: Vec<Hold>,
    ) -> Option<Course> {
        let (opened_on, closed_on) = match case.stage {
            Stage::Open { on, .. } => (on, None),
            Stage::Closed { opened_on, on, .. } => (opened_on, Some(on)),
            Stage::Referred | Stage::Waiting { .. } | Stage::Declined { .. } => return None,
        };
        let mut pauses = Vec::new();
        let mut closed: Option<Day> = None;
        for ruling in oldest_first {
            match ruling.kind {
                RulingKind::Closed => closed = Some(ruling.on),
                RulingKind::Reopened => {
                    let from = closed.take().map(|day| day.plus(1));
                    let pause = from.map(|from| Pause {
                        from,
                        to: ruling.on,
                    });
                    pauses.extend(pause.filter(|pause| pause.from < pause.to));
                }
                _ => {}
            }
        }
        Some(Course {
            opened_on,
            closed_on,
            pauses,
            holds,
        })
    }

    fn is_paused(&self, day: Day) -> bool {
        self.pauses
            .iter()
            .any(|pause| pause.from <= day && day < pause.to)
    }

    fn is_held(&self, day: Day) -> bool {
        self.holds.iter().any(|hold| hold.covers(day))
    }
}

impl Askable {
    /// Who of a family may be asked on a day: those who can answer and have said yes to interviews.
    pub fn of(
        respondents: &[Respondent],
        persons: &[Person],
        consents: &[Consent],
        on: Day,
    ) -> Askable {
        let able: Vec<&Person> = persons
            .iter()
            .filter(|person| !person.deceased && person.in_household)
            .filter(|person| respondents.iter().any(|who| can_be(*who, person, on)))
            .collect();
        let said = |person: &Person| {
            let of_person = consents
                .iter()
                .filter(|one| one.kind == ConsentKind::Interview && one.person == person.id);
            // The newest answer is the one that holds.
            of_person.max_by_key(|one| (one.on, one.id))
        };
        let yes: Vec<PersonId> = able
            .iter()
            .filter(|person| said(person).is_some_and(|answer| answer.is_in_force(on)))
            .map(|person| person.id)
            .collect();
        let nobody = if able.is_empty() {
            NotAsked::NobodyToAsk
        } else if able.iter().any(|person| said(person).is_some()) {
            NotAsked::ConsentRefused
        } else {
            NotAsked::ConsentMissing
        };
        Askable {
            persons: yes,
            nobody,
        }
    }

    /// Whether somebody may be asked.
    pub fn holds(&self, person: PersonId) -> bool {
        self.persons.contains(&person)
    }

    /// Whom to ask; whoever was asked before, if that is still possible.
    fn choose(&self, before: Option<PersonId>) -> Option<PersonId> {
        let same = before.filter(|person| self.holds(*person));
        same.or_else(|| self.persons.first().copied())
    }

    fn wanted(
        &self,
        course: &Course,
        (window, before): (Window, Option<PersonId>),
        today: Day,
    ) -> Wanted {
        let respondent = self.choose(before);
        let state = match respondent {
            // The due day decides: what falls due in a hold was never to be asked, however wide its window.
            _ if course.is_held(window.due_on) => State::NotAsked {
                why: NotAsked::OnHold,
            },
            None => State::NotAsked { why: self.nobody },
            Some(_) if window.timing(today) == Timing::Past => State::NotAsked {
                why: NotAsked::Missed,
            },
            Some(_) => State::Due,
        };
        Wanted {
            window,
            respondent,
            state,
        }
    }
}

/// Whether somebody of a family can answer as this respondent.
fn can_be(who: Respondent, person: &Person, on: Day) -> bool {
    let of_age = person.age(on).is_none_or(|age| age >= ADULT_YEARS);
    match who {
        Respondent::Caregiver => {
            let cares = matches!(
                person.kin,
                Kin::Mother
                    | Kin::Father
                    | Kin::StepParent
                    | Kin::FosterParent
                    | Kin::Grandparent
                    | Kin::Relative
            );
            cares && of_age
        }
        Respondent::Youth => person.kin == Kin::Child,
        Respondent::Therapist
        | Respondent::TeamMember
        | Respondent::GroupLeader
        | Respondent::Consultant => false,
    }
}

/// What is to be done with the measures of one case and one instrument, so that they are as the course asks.
///
/// Done twice it changes nothing the second time. What somebody did is never undone, and what lies behind is left as
/// it is.
pub fn plan(
    plans: &Plans,
    course: &Course,
    askable: &Askable,
    existing: &[Measure],
    (today, until): (Day, Day),
) -> Plan {
    let windows = plans.windows(course, until);
    let mut made = Plan::default();
    for window in &windows {
        let known = existing
            .iter()
            .find(|one| one.window.due_on == window.due_on);
        match known {
            None => made
                .add
                .push(askable.wanted(course, (*window, None), today)),
            Some(old) if is_movable(old, today) => {
                let wanted = askable.wanted(course, (*window, old.respondent), today);
                let new = Measure {
                    window: wanted.window,
                    respondent: wanted.respondent.or(old.respondent),
                    state: wanted.state,
                    ..old.clone()
                };
                made.change.extend((new != *old).then_some(new));
            }
            Some(_) => {}
        }
    }
    let ended = State::NotAsked {
        why: NotAsked::Ended,
    };
    for old in existing {
        let wanted = windows.iter().any(|one| one.due_on == old.window.due_on);
        let beyond = course.closed_on.is_none() && old.window.due_on > until;
        if !wanted && !beyond && old.state != ended && is_movable(old, today) {
            made.change.push(Measure {
                state: ended,
                ..old.clone()
            });
        }
    }
    made
}

/// Whether the plan may still change a measure.
fn is_movable(measure: &Measure, today: Day) -> bool {
    measure.state.is_planned() && measure.window.timing(today) != Timing::Past
}
