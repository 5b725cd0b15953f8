//! Networks, boards and teams: where people work.

use crate::ids::{BoardId, NetworkId, TeamId};
use crate::sheet::BasisKind;
use crate::time::{Clock, Day, Instant, Week};

/// A partner organisation that supports teams of many boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    pub id: NetworkId,
    pub name: String,
}

/// A *nämnd*: an authority of its own, data controller, the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    pub id: BoardId,
    pub name: String,
    /// Short name for lists, as in `EÅV`.
    pub short: String,
    pub municipality: String,
    /// How case codes are made: `{short}-{yy}-{n}`.
    pub case_pattern: String,
    /// Days after which an unsigned note locks by itself; a board's own setting.
    pub note_lock_days: u32,
    /// On which bases its families' sheets may be read by another board's staff on call; a board's own setting.
    pub sheet_bases: Vec<BasisKind>,
}

/// Digits of the number in a case code, so that codes stand in their order; more where a year needs them.
const CASE_DIGITS: usize = 3;

impl Board {
    /// The code of a case that came in on a day, by the board's pattern.
    pub fn case_code(&self, on: Day, number: i64) -> String {
        let year = on.0.year().rem_euclid(100);
        self.case_pattern
            .replace("{short}", &self.short)
            .replace("{yy}", &format!("{year:02}"))
            .replace("{n}", &format!("{number:0CASE_DIGITS$}"))
    }
}

/// A team runs one programme for one board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub board: BoardId,
    pub network: NetworkId,
    pub name: String,
    /// The programme's code, as in `MST-CAN`.
    pub programme: String,
    pub opened_on: Day,
    /// The first day on which it no longer works.
    pub closed_on: Option<Day>,
    pub rhythm: Rhythm,
}

/// The team's week: when what is due. Weekdays count from Monday, 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    pub hand_in_weekday: i8,
    pub hand_in_at: Clock,
    pub supervision_weekday: i8,
    /// Serves where the team has no weekly time of consultation: see `consultation::day_about`.
    pub consultation_weekday: i8,
}

impl Rhythm {
    /// When the summary of a week is due: in the week after, so that the whole week is in it.
    pub fn hand_in_due(self, week: Week) -> Instant {
        week.next().day(self.hand_in_weekday).at(self.hand_in_at)
    }

    /// The day on which the team talks about a week.
    pub fn supervision_on(self, week: Week) -> Day {
        week.next().day(self.supervision_weekday)
    }

    /// The day on which the consultant talks about a week, of a team without a weekly time.
    pub fn consultation_on(self, week: Week) -> Day {
        week.next().day(self.consultation_weekday)
    }

    /// The week that people write in now: the one that ended, until it is due.
    pub fn writing_week(self, now: Instant) -> Week {
        let this = Week::of(now.day());
        if now <= self.hand_in_due(this.previous()) {
            this.previous()
        } else {
            this
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_code_follows_the_boards_pattern() {
        let board = Board {
            id: BoardId(uuid::Uuid::nil()),
            name: "Björkdalens stadsdelsnämnd".into(),
            short: "BJÖ".into(),
            municipality: "Provköping".into(),
            case_pattern: "{short}-{yy}-{n}".into(),
            note_lock_days: 14,
            sheet_bases: Vec::new(),
        };
        let on = "2026-04-07".parse().unwrap();
        assert_eq!(board.case_code(on, 7), "BJÖ-26-007");
        assert_eq!(board.case_code(on, 1234), "BJÖ-26-1234");
    }
}
