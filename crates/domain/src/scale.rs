//! Scale-up: how many teams, staff and people on call so many families a year need, and how long they then wait.
//!
//! What is assumed comes from a network's own figures, from its programme, or from whoever asks; nothing of it is a rule.
//! [`simulate`] lets families come by chance, wait for a place, and stay as long as families do.

mod simulate;
#[cfg(test)]
mod tests;

pub use simulate::{Outcome, Spread, simulate};

use std::collections::BTreeMap;

use crate::code::Code as _;
use crate::codes;

/// Teams that are planned at most: more than any network of the world has in one country.
pub const TEAMS_MAX: u32 = 500;

codes! {
    /// One thing that is assumed. Whole numbers, in the unit that each says.
    Assumption "assumption" {
        /// Families that ask for treatment in a year.
        Families = "families",
        /// Teams to look at; 0 for as many as are needed.
        Teams = "teams",
        /// The weeks that a completed treatment lasts at least.
        WeeksLeast = "weeks_least",
        /// The weeks that most completed treatments last.
        WeeksUsual = "weeks_usual",
        /// The weeks that a completed treatment lasts at most.
        WeeksMost = "weeks_most",
        /// Of a hundred families, those whose treatment ends before it is completed.
        EarlyPercent = "early_percent",
        /// The weeks after which those end, in the mean.
        EarlyWeeks = "early_weeks",
        /// Therapists of one team.
        Therapists = "therapists",
        /// Families that one therapist carries at most.
        Caseload = "caseload",
        /// Of a hundred weeks of a post, those in which nobody holds it.
        VacancyPercent = "vacancy_percent",
        /// Contacts with a family in a week, in tenths.
        ContactTenths = "contact_tenths",
        /// Minutes that a contact takes, with the way there, its preparation and its notes.
        ContactMinutes = "contact_minutes",
        /// Hours of a therapist's week that go to families.
        DirectHours = "direct_hours",
        /// Weeks within which a family should begin.
        WaitWeeks = "wait_weeks",
        /// Of a hundred families, those who should begin within those weeks.
        WaitPercent = "wait_percent",
        /// Calls at night, for a hundred weeks of families in treatment.
        CallsPerHundred = "calls_per_hundred",
        /// Teams that share one rota.
        PoolTeams = "pool_teams",
        /// People who take turns on a first line.
        FirstLine = "first_line",
        /// People who take turns on a second line.
        SecondLine = "second_line",
        /// What a therapist costs in a year, in kronor; 0 where it is not known.
        TherapistCost = "therapist_cost",
        /// What a group leader costs in a year, in kronor.
        LeaderCost = "leader_cost",
        /// What a team costs beside its people in a year, in kronor.
        TeamCost = "team_cost",
        /// The network's fee for a team and year, in kronor.
        TeamFee = "team_fee",
        /// What a rota costs in a year beside the posts, in kronor.
        PoolCost = "pool_cost",
    }
}

impl Assumption {
    /// From where to where it can be.
    pub fn range(self) -> (u32, u32) {
        match self {
            Assumption::Families => (1, 5_000),
            Assumption::Teams => (0, TEAMS_MAX),
            Assumption::WeeksLeast
            | Assumption::WeeksUsual
            | Assumption::WeeksMost
            | Assumption::EarlyWeeks => (1, 104),
            Assumption::EarlyPercent => (0, 90),
            Assumption::Therapists => (1, 12),
            Assumption::Caseload => (1, 20),
            Assumption::VacancyPercent => (0, 60),
            Assumption::ContactTenths => (1, 200),
            Assumption::ContactMinutes => (5, 600),
            Assumption::DirectHours => (1, 40),
            Assumption::WaitWeeks => (0, 52),
            Assumption::WaitPercent => (50, 99),
            Assumption::CallsPerHundred => (0, 1_000),
            Assumption::PoolTeams => (1, 20),
            Assumption::FirstLine | Assumption::SecondLine => (0, 60),
            Assumption::TherapistCost
            | Assumption::LeaderCost
            | Assumption::TeamCost
            | Assumption::TeamFee
            | Assumption::PoolCost => (0, 100_000_000),
        }
    }
}

/// Why assumptions say nothing together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This one is missing or out of its range.
    Range(Assumption),
    /// The usual length lies outside the shortest and the longest.
    Lengths,
}

/// Everything that is assumed, checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scale(BTreeMap<Assumption, u32>);

/// What holds a therapist's number of families down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The programme's.
    Caseload,
    /// The hours that families take.
    Hours,
}

/// What so many teams need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    pub teams: u32,
    /// Families at a time.
    pub places: u32,
    pub therapists: u32,
    /// One for each team.
    pub leaders: u32,
    /// Rotas that are shared.
    pub pools: u32,
    /// People who must take turns on all first lines together.
    pub first_line: u32,
    /// People who must take turns on all second lines together.
    pub second_line: u32,
    /// Kronor a year, of everything that somebody said what it costs.
    pub cost: u64,
    /// Whether that is the cost: where nobody says what a therapist costs, all else is little beside what is missing.
    pub is_cost_whole: bool,
}

impl Need {
    /// Whether there are people enough for the first lines.
    pub fn has_first_line(&self) -> bool {
        self.first_line <= self.therapists
    }

    /// Whether there are leaders enough for the second lines.
    pub fn has_second_line(&self) -> bool {
        self.second_line <= self.leaders
    }
}

impl Scale {
    /// Checks what is assumed. What is missing is a fault.
    pub fn new(values: BTreeMap<Assumption, u32>) -> Result<Scale, Vec<Fault>> {
        let is_wrong = |one: &&Assumption| {
            let (least, most) = one.range();
            let value = values.get(one);
            value.is_none_or(|value| *value < least || most < *value)
        };
        let wrong = Assumption::ALL.iter().filter(is_wrong);
        let mut faults: Vec<Fault> = wrong.map(|one| Fault::Range(*one)).collect();
        let scale = Scale(values);
        let (least, usual, most) = scale.weeks();
        if faults.is_empty() && (usual < least || most < usual) {
            faults.push(Fault::Lengths);
        }
        faults.is_empty().then_some(scale).ok_or(faults)
    }

    /// What is assumed of one thing.
    pub fn get(&self, one: Assumption) -> u32 {
        self.0.get(&one).copied().unwrap_or_default()
    }

    /// The same with another number of teams.
    pub fn with_teams(&self, teams: u32) -> Scale {
        let mut values = self.0.clone();
        values.insert(Assumption::Teams, teams);
        Scale(values)
    }

    fn weeks(&self) -> (u32, u32, u32) {
        (
            self.get(Assumption::WeeksLeast),
            self.get(Assumption::WeeksUsual),
            self.get(Assumption::WeeksMost),
        )
    }

    /// Families that one therapist carries, and what keeps them from carrying more.
    pub fn carried(&self) -> (u32, Limit) {
        let caseload = self.get(Assumption::Caseload);
        let minutes = self.get(Assumption::ContactTenths) * self.get(Assumption::ContactMinutes);
        let hours = self.get(Assumption::DirectHours) * 600;
        let by_hours = hours.checked_div(minutes).unwrap_or(caseload).max(1);
        match by_hours < caseload {
            true => (by_hours, Limit::Hours),
            false => (caseload, Limit::Caseload),
        }
    }

    /// Families that so many teams treat at a time, with the posts that are vacant taken off; at least one.
    pub fn places(&self, teams: u32) -> u32 {
        let posts = teams * self.get(Assumption::Therapists) * self.carried().0;
        let held = 100 - self.get(Assumption::VacancyPercent).min(100);
        (posts * held / 100).max(1)
    }

    /// Teams below which families come faster than they leave.
    pub fn teams_least(&self) -> u32 {
        let (least, usual, most) = self.weeks();
        let early = self.get(Assumption::EarlyPercent);
        // In three hundredths of a week, so that nothing is rounded before the end.
        let mean = (100 - early.min(100)) * (least + usual + most)
            + early * 3 * self.get(Assumption::EarlyWeeks);
        let treated = u64::from(mean) * u64::from(self.get(Assumption::Families));
        let place = |teams| u64::from(self.places(teams)) * 300 * 52;
        (1..TEAMS_MAX)
            .find(|teams| treated <= place(*teams))
            .unwrap_or(TEAMS_MAX)
    }

    /// What so many teams need.
    pub fn need(&self, teams: u32) -> Need {
        let therapists = teams * self.get(Assumption::Therapists);
        let pools = teams.div_ceil(self.get(Assumption::PoolTeams).max(1));
        let cost = |one, times: u32| u64::from(self.get(one)) * u64::from(times);
        let sum = cost(Assumption::TherapistCost, therapists)
            + cost(Assumption::LeaderCost, teams)
            + cost(Assumption::TeamCost, teams)
            + cost(Assumption::TeamFee, teams)
            + cost(Assumption::PoolCost, pools);
        Need {
            teams,
            places: self.places(teams),
            therapists,
            leaders: teams,
            pools,
            first_line: pools * self.get(Assumption::FirstLine),
            second_line: pools * self.get(Assumption::SecondLine),
            cost: sum,
            is_cost_whole: 0 < self.get(Assumption::TherapistCost),
        }
    }

    /// The fewest teams with which families begin in time in most runs, by a short simulation of each number; none where
    /// no number of teams does.
    pub fn teams_needed(&self, mut chance: impl FnMut() -> f64) -> Option<u32> {
        /// Runs that tell one number of teams from the next well enough; the answer itself is simulated anew.
        const RUNS: u32 = 300;
        /// Numbers of teams that are tried: queues vanish soon once there is room at all.
        const TRIES: u32 = 40;
        let first = self.teams_least();
        let wanted = f64::from(self.get(Assumption::WaitPercent));
        let numbers = first..TEAMS_MAX.min(first.saturating_add(TRIES));
        numbers.into_iter().find(|teams| {
            let found = simulate(&self.with_teams(*teams), RUNS, &mut chance, |_| true);
            found.is_some_and(|found| wanted <= found.in_time.middle)
        })
    }
}
