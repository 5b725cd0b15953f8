//! What the invented teams say of their leaders and consultants: rounds as upkeep opens them, answered by chance.

use hemma_domain::ids::{RoundId, StaffId};
use hemma_domain::instrument::{Answer, Instrument};
use hemma_domain::measure::{Timing, Window};
use hemma_domain::round::{Asking, Ballot, Round, State, Turnout, Wanted, wanted};
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::Day;

use crate::Plan;
use crate::dice::Dice;
use crate::row::hour;

/// Months back that teams have been asked: enough for a trend.
const MONTHS: i64 = 16;

/// One round with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// The round, open or closed.
    pub round: Round,
    /// Who is asked while it is open, and whether they have answered.
    pub raters: Vec<(StaffId, bool)>,
    /// What was answered; nothing of a closed round that too few answered.
    pub ballots: Vec<Ballot>,
}

impl Plan {
    /// The rounds of a team about one colleague or several, with one instrument, the oldest first.
    pub fn rated(
        &self,
        team: &Team,
        (instrument, asking): (&Instrument, &Asking),
        programme_version: u32,
    ) -> Vec<Rated> {
        let part = format!("{} {} rated", team.name, instrument.code);
        let mut dice = Dice::new(self.seed, &part);
        let first = self.today.plus_months(-MONTHS);
        dice.ids_from(first.at(hour(8, 0)));
        let mut rating = Rating {
            dice,
            today: self.today,
            warmth: 0,
            instrument,
            programme_version,
        };
        rating.warmth = rating.dice.between(50, 85);
        let mut made = Vec::new();
        let ahead = i64::from(asking.plans.window_days);
        let windows = asking.windows(team, self.today.plus(ahead));
        for window in windows.into_iter().filter(|one| first <= one.opens_on) {
            if window.timing(self.today) != Timing::Coming {
                let posts = self.posts_of(team, window.opens_on);
                for one in wanted(asking, window, &posts) {
                    made.push(rating.round((team, asking), window, &one));
                }
            }
        }
        made
    }

    fn posts_of(&self, team: &Team, on: Day) -> Vec<(StaffId, Role)> {
        let posts = self.house().posts.iter();
        posts
            .filter(|post| post.place.team() == Some(team.id))
            .filter(|post| post.from <= on && post.to.is_none_or(|to| on < to))
            .map(|post| (post.staff, post.role))
            .collect()
    }
}

struct Rating<'a> {
    dice: Dice,
    today: Day,
    /// How often of a hundred an answer is one of the two best.
    warmth: i64,
    instrument: &'a Instrument,
    programme_version: u32,
}

impl Rating<'_> {
    fn round(
        &mut self,
        (team, asking): (&Team, &Asking),
        window: Window,
        wanted: &Wanted,
    ) -> Rated {
        let is_open = window.timing(self.today) == Timing::Open;
        // Now and then a summer or a busy autumn keeps most from answering.
        let zeal = match self.dice.between(1, 100) {
            _ if is_open => 40,
            1..=12 => 20,
            _ => 92,
        };
        let mut raters = Vec::with_capacity(wanted.raters.len());
        let mut ballots = Vec::new();
        for rater in &wanted.raters {
            let answered = self.dice.chance(zeal) && window.opens_on < self.today;
            raters.push((*rater, answered));
            if answered {
                ballots.push(self.ballot());
            }
        }
        let count = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
        let turnout = Turnout {
            asked: count(raters.len()),
            answered: count(ballots.len()),
        };
        let mut round = Round {
            id: RoundId(self.dice.id()),
            team: team.id,
            instrument: self.instrument.code.clone(),
            instrument_version: self.instrument.version,
            programme_version: self.programme_version,
            about: asking.about,
            subject: wanted.subject,
            window,
            raters_min: asking.raters_min,
            state: State::Open,
        };
        self.warmth = (self.warmth + self.dice.between(-6, 7)).clamp(30, 95);
        if !is_open {
            round.state = State::Closed(turnout);
            raters.clear();
            if !round.is_told(turnout) {
                ballots.clear();
            }
        }
        Rated {
            round,
            raters,
            ballots,
        }
    }

    fn ballot(&mut self) -> Ballot {
        let mut given = Ballot::new();
        for item in &self.instrument.items {
            let set = self.instrument.responses_of(item);
            let options = set.map(|set| set.options.as_slice()).unwrap_or_default();
            let mut values: Vec<i64> = options.iter().map(|option| option.value).collect();
            values.sort_unstable();
            let split = values.len().saturating_sub(2);
            let (low, high) = values.split_at(split);
            // Whoever does not give one of the best gives one near the middle, seldom one of the worst.
            let middle = low.get(low.len() / 2..).unwrap_or_default();
            let side = match self.dice.chance(self.warmth) {
                true => high,
                false if self.dice.chance(85) => middle,
                false => low,
            };
            let value = self.dice.pick(side).copied().map(Answer::Value);
            let answer = match self.dice.between(1, 100) {
                1..=3 if item.not_applicable => Some(Answer::NotApplicable),
                4 => Some(Answer::Declined),
                _ => value,
            };
            given.extend(answer.map(|answer| (item.code.clone(), answer)));
        }
        given
    }
}
