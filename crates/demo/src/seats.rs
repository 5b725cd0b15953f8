//! Which families there are: in which team, with whom, since when, and how far.

use hemma_domain::time::{Day, Week};

use crate::bank::Bank;
use crate::dice::Dice;
use crate::house::{Ground, TEAMS_MAX};
use crate::row::Row;

/// Where a family's words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tale {
    /// A story written by hand.
    Story(usize),
    /// A row of the parent group.
    Komet(usize),
    /// Threads, woven anew for each family.
    Threads,
}

/// How far a family has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Referred,
    Waiting { rank: u32 },
    Declined,
    Open,
    Closed,
}

/// A family's place in the network, before anything about it is written.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    /// Names the seat's own dice.
    pub(crate) key: String,
    pub(crate) team: usize,
    /// Which of the team's therapists carries it.
    pub(crate) therapist: usize,
    pub(crate) tale: Tale,
    pub(crate) reach: Reach,
    /// Weeks of treatment that are written; the last of them is last week, for an open family.
    pub(crate) weeks: u32,
    /// Weeks since the week in which it was closed.
    pub(crate) ended_weeks: u32,
    pub(crate) received: Day,
    /// Long closed: kept without the weeks' fits and feedback.
    pub(crate) thin: bool,
    /// The decision waits longer than the three months.
    pub(crate) overdue_decision: bool,
    pub(crate) code: String,
}

/// Lays out all families, oldest first within a board, and gives them their case codes.
pub(crate) fn plan(bank: &Bank, ground: &mut Ground, layout: Layout) -> Vec<Seat> {
    let mut planner = Planner {
        bank,
        ground,
        layout,
        seats: Vec::new(),
    };
    planner.stories();
    planner.komet();
    for team in 0..planner.ground.crews.len() {
        planner.team(team);
    }
    let seats = dated(planner.seats, layout);
    number(ground, seats)
}

/// What the whole network is laid out by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) seed: u64,
    pub(crate) today: Day,
    pub(crate) scale: u32,
}

impl Layout {
    /// How many teams there are: the named ones, or ten for each step where more are wanted.
    pub(crate) fn teams(self, named: usize) -> usize {
        let scale = usize::try_from(self.scale.max(1)).unwrap_or(1);
        match scale {
            1 => named,
            more => more.saturating_mul(10).min(TEAMS_MAX).max(named),
        }
    }

    /// How many years of closed families there are beside the recent ones.
    fn years(self) -> u32 {
        (self.scale.max(1) - 1).saturating_mul(2).min(10)
    }
}

struct Planner<'a> {
    bank: &'a Bank,
    ground: &'a Ground,
    layout: Layout,
    seats: Vec<Seat>,
}

impl Planner<'_> {
    fn stories(&mut self) {
        for (index, story) in self.bank.stories.iter().enumerate() {
            let Some(team) = self.ground.teams.get(&story.team).copied() else {
                continue;
            };
            let therapist = self.ground.staff.get(&story.therapist);
            let crew = self.ground.crews.get(team);
            let place = crew
                .zip(therapist)
                .and_then(|(crew, id)| crew.therapists.iter().position(|one| one == id));
            let closed = story.stage == "closed";
            self.seat(Seat {
                key: format!("story {}", story.id),
                team,
                therapist: place.unwrap_or(0),
                tale: Tale::Story(index),
                reach: if closed { Reach::Closed } else { Reach::Open },
                weeks: story.weeks_open,
                ended_weeks: story.ended_weeks_ago,
                ..self.blank(team)
            });
        }
    }

    fn komet(&mut self) {
        let komet = &self.bank.komet;
        let Some(team) = self.ground.teams.get(&komet.team).copied() else {
            return;
        };
        for (index, row) in komet.parents.iter().enumerate() {
            let stopped = komet
                .closings
                .iter()
                .any(|closing| Row(closing).at(0) == Row(row).at(0));
            self.seat(Seat {
                key: format!("komet {index}"),
                team,
                therapist: index % 2,
                tale: Tale::Komet(index),
                reach: if stopped { Reach::Closed } else { Reach::Open },
                weeks: komet.sessions_held,
                ended_weeks: u32::from(stopped),
                ..self.blank(team)
            });
        }
    }

    /// The many families of one team.
    fn team(&mut self, team: usize) {
        let Some((crew, kind)) = self
            .ground
            .crews
            .get(team)
            .zip(self.ground.house.teams.get(team))
        else {
            return;
        };
        let therapists = crew.therapists.len();
        match kind.programme.as_str() {
            "MST-CAN" => self.team_of(team, therapists, Size::CAN),
            "MST" => self.team_of(team, therapists, Size::MST),
            _ => {}
        }
    }

    fn team_of(&mut self, team: usize, therapists: usize, size: Size) {
        let mut dice = Dice::new(self.layout.seed, &format!("team {team}"));
        for therapist in 0..therapists {
            let told = self.load(team, therapist);
            let full = usize::try_from(dice.between(size.low, size.high)).unwrap_or(0);
            // One therapist of the first team carries one family too many.
            let full = if team == 0 && therapist == 2 { 5 } else { full };
            for number in told..full {
                // In the first team one family was just taken in.
                let fresh = team == 0 && therapist == 3 && number + 1 == full;
                let weeks = if fresh {
                    0
                } else {
                    dice.between(1, size.weeks_max)
                };
                self.threads(team, therapist, Reach::Open, (weeks, 0));
            }
        }
        for rank in 1..=dice.between(1, 3) {
            let rank = u32::try_from(rank).unwrap_or(1);
            self.threads(team, 0, Reach::Waiting { rank }, (0, 0));
            if let Some(seat) = self.seats.last_mut() {
                seat.overdue_decision = team == 0 && rank == 1;
            }
        }
        self.threads(team, 0, Reach::Referred, (0, 0));
        self.threads(team, 0, Reach::Declined, (0, 0));
        for number in 0..size.closed {
            let therapist = dice.below(therapists);
            let ended = 4 + number * 5 + dice.between(0, 3);
            let weeks = dice.between(size.weeks_max - 6, size.weeks_max);
            self.threads(team, therapist, Reach::Closed, (weeks, ended));
        }
        self.history(team, therapists, &mut dice);
    }

    /// Families of earlier years, thinner than the others.
    fn history(&mut self, team: usize, therapists: usize, dice: &mut Dice) {
        for year in 0..self.layout.years() {
            for therapist in 0..therapists {
                for _ in 0..3 {
                    let ended = i64::from(year) * 52 + 60 + dice.between(0, 51);
                    let weeks = dice.between(8, 20);
                    self.threads(team, therapist, Reach::Closed, (weeks, ended));
                    if let Some(seat) = self.seats.last_mut() {
                        seat.thin = true;
                    }
                }
            }
        }
    }

    /// A family of threads; `span` is its weeks of treatment and the weeks since its end.
    fn threads(&mut self, team: usize, therapist: usize, reach: Reach, span: (i64, i64)) {
        let (weeks, ended) = span;
        self.seat(Seat {
            key: format!("family {}", self.seats.len()),
            therapist,
            reach,
            weeks: u32::try_from(weeks).unwrap_or(0),
            ended_weeks: u32::try_from(ended).unwrap_or(0),
            ..self.blank(team)
        });
    }

    fn blank(&self, team: usize) -> Seat {
        Seat {
            key: String::new(),
            team,
            therapist: 0,
            tale: Tale::Threads,
            reach: Reach::Referred,
            weeks: 0,
            ended_weeks: 0,
            received: self.layout.today,
            thin: false,
            overdue_decision: false,
            code: String::new(),
        }
    }

    fn seat(&mut self, seat: Seat) {
        self.seats.push(seat);
    }

    /// Open families that a therapist already carries.
    fn load(&self, team: usize, therapist: usize) -> usize {
        self.seats
            .iter()
            .filter(|seat| seat.team == team && seat.therapist == therapist)
            .filter(|seat| seat.reach == Reach::Open)
            .count()
    }
}

/// How large a team's work is.
#[derive(Clone, Copy)]
struct Size {
    low: i64,
    high: i64,
    weeks_max: i64,
    closed: i64,
}

impl Size {
    const CAN: Size = Size {
        low: 3,
        high: 4,
        weeks_max: 28,
        closed: 3,
    };
    const MST: Size = Size {
        low: 3,
        high: 5,
        weeks_max: 18,
        closed: 6,
    };
}

impl Seat {
    /// The first week of treatment.
    pub(crate) fn first_week(&self, today: Day) -> Week {
        let this = Week::of(today);
        let back = match self.reach {
            Reach::Closed => i64::from(self.ended_weeks) + i64::from(self.weeks) - 1,
            _ => i64::from(self.weeks),
        };
        this.plus(-back)
    }

    fn received(&self, layout: Layout) -> Day {
        let mut dice = Dice::new(layout.seed, &format!("received {}", self.key));
        let today = layout.today;
        match self.reach {
            Reach::Referred => today.plus(-dice.between(1, 9)),
            Reach::Waiting { .. } if self.overdue_decision => today.plus(-101),
            Reach::Waiting { rank } => {
                let longest = 70 - i64::from(rank.min(5)) * 10;
                today.plus(-dice.between(longest - 8, longest))
            }
            Reach::Declined => today.plus(-dice.between(20, 110)),
            Reach::Open | Reach::Closed => {
                let first = self.first_week(today).first_day();
                first.plus(-dice.between(8, 40))
            }
        }
    }
}

/// Sets the days of receipt and the case codes.
fn number(ground: &mut Ground, mut seats: Vec<Seat>) -> Vec<Seat> {
    seats.sort_by(|a, b| a.received.cmp(&b.received).then_with(|| a.key.cmp(&b.key)));
    for seat in &mut seats {
        let Some(board) = ground.crews.get(seat.team).map(|crew| crew.board) else {
            continue;
        };
        let Some((text, next)) = ground
            .house
            .boards
            .get(board)
            .zip(ground.house.next_case_numbers.get_mut(board))
        else {
            continue;
        };
        seat.code = text
            .case_pattern
            .replace("{short}", &text.short)
            .replace("{yy}", &format!("{:02}", seat.received.0.year() % 100))
            .replace("{n}", &format!("{next:03}"));
        *next += 1;
    }
    seats
}

/// Sets the day on which each family was received.
fn dated(seats: Vec<Seat>, layout: Layout) -> Vec<Seat> {
    seats
        .into_iter()
        .map(|seat| Seat {
            received: seat.received(layout),
            ..seat
        })
        .collect()
}
