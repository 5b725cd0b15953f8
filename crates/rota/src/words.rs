//! Plain English for the command line. Pages have their own sentences, in their own languages.

use crate::check::FalseClaim;
use crate::concern::Concern;
use crate::number::{DutyNo, PersonNo};
use crate::problem::Problem;
use crate::violation::Violation;

impl Problem {
    fn who(&self, person: PersonNo) -> &str {
        &self.persons[person].id
    }

    fn what(&self, duty: DutyNo) -> String {
        let duty = &self.duties[duty];
        let (start, end) = (
            self.clock.show(duty.whole.start),
            self.clock.show(duty.whole.end),
        );
        format!("{} ({start} to {end})", duty.id)
    }

    fn all(&self, duties: &[DutyNo]) -> String {
        let ids: Vec<&str> = duties
            .iter()
            .map(|duty| self.duties[*duty].id.as_str())
            .collect();
        ids.join(", ")
    }

    /// A violation in words.
    pub fn say(&self, violation: &Violation) -> String {
        let who = self.who(violation.person());
        let text = match violation {
            Violation::NotEligible { duty, .. } => {
                format!("{who} may not serve the line of {}", self.what(*duty))
            }
            Violation::Unavailable {
                duty,
                absence,
                reason,
                ..
            } => format!(
                "{who} cannot serve {}: away from {} to {} ({reason})",
                self.what(*duty),
                self.clock.show(absence.start),
                self.clock.show(absence.end)
            ),
            Violation::TooNear {
                first,
                second,
                free,
                needed,
                ..
            } => format!(
                "{who} has {free} free minutes between {} and {}, and must have {needed}",
                self.what(*first),
                self.what(*second)
            ),
            Violation::WindowLoad {
                window,
                load,
                most,
                duties,
                ..
            } => format!(
                "{who} has {} minutes of load in the 28 days from {}, and may have {}: {}",
                load / 100,
                self.clock.show(self.windows[*window].start),
                most / 100,
                self.all(duties)
            ),
            Violation::WindowCount {
                window,
                most,
                duties,
                ..
            } => format!(
                "{who} has {} duties in the 28 days from {}, and may have {most}: {}",
                duties.len(),
                self.clock.show(self.windows[*window].start),
                self.all(duties)
            ),
            Violation::WeekendsNear {
                earlier,
                later,
                gap,
                duties,
                ..
            } => format!(
                "{who} has the weekends {earlier} and {later}, which must be more than {gap} apart: {}",
                self.all(duties)
            ),
            _ => self.say_rest(violation, who),
        };
        format!("{}: {text}", violation.rule().code())
    }

    fn say_rest(&self, violation: &Violation, who: &str) -> String {
        match violation {
            Violation::CompNoWork { date, .. } => {
                format!("{who} has a comp day on {date}, when nobody works")
            }
            Violation::CompOff { date, .. } => {
                format!("{who} has a comp day on {date}, which is off already")
            }
            Violation::CompTwice { date, .. } => format!("{who} has the comp day {date} twice"),
            Violation::NoWeeklyRest {
                period,
                longest,
                needed,
                duties,
                ..
            } => format!(
                "{who} has {longest} minutes of rest in one piece in the week from {}, and must have \
                 {needed}: {}",
                self.clock.show(self.periods[*period].start),
                self.all(duties)
            ),
            Violation::AfterDisturbance {
                duty,
                ended,
                free_from,
                ..
            } => format!(
                "{who} cannot begin {}: called out until {}, free until {}",
                self.what(*duty),
                self.clock.show(*ended),
                self.clock.show(*free_from)
            ),
            Violation::PinMoved { duty, given, .. } => format!(
                "{} is pinned with {who}, and is {}",
                self.what(*duty),
                given.map_or("open", |given| self.who(given))
            ),
            Violation::PinnedCompGone { date, .. } => {
                format!("the comp day {date} of {who} is pinned, and is not there")
            }
            _ => String::new(),
        }
    }
}

impl Problem {
    /// A concern in words.
    pub fn say_concern(&self, concern: &Concern) -> String {
        match concern {
            Concern::Pinned(violation) => {
                format!("pinned, and no plan is lawful: {}", self.say(violation))
            }
            Concern::NoRest { person, period } => format!(
                "{} has no weekly rest in the week from {}, whatever is planned",
                self.who(*person),
                self.clock.show(self.periods[*period].start)
            ),
            Concern::NobodyEligible { duty } => {
                format!("nobody may serve the line of {}", self.what(*duty))
            }
            Concern::NobodyAvailable { duty, because } => {
                let because: Vec<String> = because.iter().map(|one| self.say(one)).collect();
                format!(
                    "nobody can serve {}: {}",
                    self.what(*duty),
                    because.join("; ")
                )
            }
            Concern::TooFew {
                duties,
                persons,
                open,
            } => format!(
                "{open} of these stay open, with {} people for them: {}",
                persons.len(),
                self.all(duties)
            ),
            Concern::CapBelowNeed {
                window,
                duties,
                most,
            } => format!(
                "{duties} duties begin in the 28 days from {}, and {most} may be served",
                self.clock.show(self.windows[*window].start)
            ),
        }
    }
}

impl std::fmt::Display for FalseClaim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FalseClaim::Score { claimed, is } => {
                write!(f, "the score is said to be {claimed}, and is {is}")
            }
            FalseClaim::BoundAboveScore { claimed, score } => {
                write!(
                    f,
                    "no plan is said to be below {claimed}, and this one is {score}"
                )
            }
            FalseClaim::NotShownOptimal { bound, score } => match bound {
                Some(bound) => write!(f, "said to be the best at {score}, with a bound of {bound}"),
                None => write!(f, "said to be the best at {score}, without a bound"),
            },
        }
    }
}
