//! Ratings of colleagues: asked by the calendar, answered without a trace of who said what, read as numbers.

mod rating;
mod result;
mod upkeep;

pub use rating::{MyRating, Rating};
pub use result::{Coming, RoundShown, Series, TeamRatings};

use std::sync::Arc;

use hemma_domain::access::{RoundScope, TeamScope};
use hemma_domain::instrument::Scorer;
use hemma_domain::programme::Programme;
use hemma_domain::round::{Asking, Round};
use hemma_domain::team::Team;
use hemma_domain::time::Day;

use crate::App;

/// What a team's programme asks about colleagues, with who is asked.
pub(crate) struct Asked {
    pub(crate) scorer: Arc<Scorer>,
    pub(crate) programme_version: u32,
    pub(crate) asking: Asking,
}

impl App {
    /// What a team is asked about its leader and its consultant, as far as the instruments are known.
    pub(crate) fn asked_of_team(&self, team: &Team, today: Day) -> Vec<Asked> {
        let Some(programme) = self.team_programme(team, today) else {
            return Vec::new();
        };
        let rules = programme.measures.iter();
        rules
            .filter_map(|rule| {
                let scorer = self.instruments.newest_on(&rule.instrument, today)?;
                let asking = Asking::of(rule, &scorer.instrument().respondents)?;
                Some(Asked {
                    scorer,
                    programme_version: programme.version,
                    asking,
                })
            })
            .collect()
    }

    /// The newest version of a team's programme that holds on a day.
    fn team_programme(&self, team: &Team, today: Day) -> Option<Arc<Programme>> {
        let holds = |one: &Programme| one.valid_from <= today;
        self.programmes
            .newest_where(&team.programme, u32::MAX, holds)
    }
}

/// What must be known of a round to decide.
fn scope_of(round: &Round, team: TeamScope, asked: bool) -> RoundScope {
    RoundScope {
        team,
        about: round.about,
        subject: round.subject,
        asked,
    }
}
