//! What is known of a pool to plan some days of it, or to judge a plan of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use hemma_domain::absence::{Absence, AbsenceKind, Wish};
use hemma_domain::agreement::Agreement;
use hemma_domain::call::SECONDS_MAX;
use hemma_domain::duty::Duty;
use hemma_domain::ids::StaffId;
use hemma_domain::pool::{FULL_SHARE, Line, Member};
use hemma_domain::rest::Nights;
use hemma_domain::rota::{Tally, tally};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::turn::{Served, Turn};
use uuid::Uuid;

use super::Carried;

/// What is known of a pool to plan some days of it, or to judge a plan of them.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) agreement: Arc<Agreement>,
    pub(crate) lines: Vec<Line>,
    /// From the first day until before the end.
    pub(crate) period: (Day, Day),
    pub(crate) today: Day,
    pub(crate) members: Vec<Member>,
    pub(crate) away: Vec<Absence>,
    pub(crate) wishes: Vec<Wish>,
    /// Days off given for rest, those around the period included.
    pub(crate) rest_days: Vec<(StaffId, Day)>,
    /// In order of their beginning, with what a rule may reach into before and after.
    pub(crate) pieces: Vec<Piece>,
    /// What each carried before; empty where nobody weighs shares.
    pub(crate) carried: Vec<Carried>,
    /// Who talked when on the calls of the pool, in order: they cut rest, and keep people at work beyond their duty.
    pub(crate) calls: Vec<(StaffId, Stretch)>,
    /// Who worked on call when, as far back as an average reaches, but for what the pieces say.
    pub(crate) worked: Vec<(StaffId, Stretch)>,
}

/// A duty, or a part of one that somebody of its own serves: what a plan gives to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The duty's id where it is whole, and the turn's where it is a part.
    pub(crate) id: Uuid,
    /// As if the part were a duty of its own.
    pub(crate) duty: Duty,
    pub(crate) held: Held,
    /// What it counts among the shares of the period: of a duty in parts the longest counts.
    pub(crate) tally: Tally,
    /// Whether a breach that shows in it is told: it lies in the period and has not begun.
    pub(crate) is_judged: bool,
    /// It is of another pool, under its own agreement.
    pub(crate) is_elsewhere: bool,
}

/// Whose a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// A plan can give it to anybody; who has it by the published rota.
    Free { published: Option<StaffId> },
    /// Begun, swapped in parts, or outside the period: it stays where it is.
    Stands(StaffId),
}

impl Piece {
    /// A whole duty that anybody can have.
    pub(crate) fn open(duty: Duty) -> Piece {
        Piece {
            id: duty.id.0,
            tally: tally(&duty.shape),
            held: Held::Free { published: None },
            is_judged: true,
            is_elsewhere: false,
            duty,
        }
    }

    /// By when it begins.
    fn order(&self) -> (Option<Stretch>, Uuid) {
        (self.duty.shape.segments.first().copied(), self.id)
    }

    /// A part of a duty that somebody has.
    pub(crate) fn of_turn(agreement: &Agreement, served: &Served, turn: &Turn) -> Option<Piece> {
        Some(Piece {
            id: turn.id.0,
            duty: served.duty.part(agreement, turn.part)?,
            held: Held::Stands(turn.staff),
            tally: Tally::default(),
            is_judged: true,
            is_elsewhere: false,
        })
    }
}

/// Duties as a plan of a period sees them. What begins before `free_from` stands, and so does what was swapped in parts.
pub(crate) fn pieces(
    agreement: &Agreement,
    around: &[Served],
    (first, end): (Day, Day),
    free_from: Instant,
) -> Vec<Piece> {
    let mut all = Vec::new();
    for one in around {
        let Some(start) = one.duty.shape.whole().map(|whole| whole.start()) else {
            continue;
        };
        let is_in = first <= start.day() && start.day() < end;
        let is_ahead = is_in && free_from < start;
        if is_ahead && one.turns.len() <= 1 {
            let published = one.turns.first().map(|turn| turn.staff);
            all.push(Piece {
                held: Held::Free { published },
                ..Piece::open(one.duty.clone())
            });
            continue;
        }
        let longest = one.turns.iter().max_by_key(|turn| turn.part.minutes());
        for turn in &one.turns {
            let counts = is_in && longest.is_some_and(|longest| longest.id == turn.id);
            all.extend(Piece::of_turn(agreement, one, turn).map(|piece| Piece {
                tally: match counts {
                    true => tally(&one.duty.shape),
                    false => Tally::default(),
                },
                is_judged: is_ahead,
                ..piece
            }));
        }
    }
    all.sort_by_key(Piece::order);
    all
}

impl Facts {
    /// The same, with its pieces in order.
    pub(super) fn in_order(mut self) -> Facts {
        self.pieces.sort_by_key(Piece::order);
        self
    }

    /// Everybody a plan may speak of, in order.
    pub(crate) fn people(&self) -> BTreeSet<StaffId> {
        let serves = |one: &&Member| self.lines.iter().any(|line| line.roles.contains(&one.role));
        let members = self.members.iter().filter(serves).map(|one| one.staff);
        let held = self.pieces.iter().filter_map(|one| match one.held {
            Held::Free { published } => published,
            Held::Stands(staff) => Some(staff),
        });
        members.chain(held).collect()
    }

    /// Days on which somebody does no ordinary work although it is a workday: part-time days and whole absences.
    pub(crate) fn is_off(&self, staff: StaffId, day: Day) -> bool {
        let Some((from, to)) = self.agreement.ordinary_hours(day) else {
            return false;
        };
        let covers = |one: &Absence| one.time.start() <= from && to <= one.time.end();
        let mut mine = self.away.iter().filter(|one| one.staff == staff);
        mine.any(covers)
    }

    /// When the calls ended that somebody must rest after before the next duty.
    pub(crate) fn disturbed(&self, staff: StaffId) -> Vec<Instant> {
        let calls: Vec<Stretch> = self.calls_of(staff).collect();
        let around = calls.iter().flat_map(|call| {
            let day = call.start().day();
            (-1..=2).map(move |number| day.plus(number))
        });
        let off = |day: &Day| self.is_off(staff, *day) || self.rest_days.contains(&(staff, *day));
        let nights = Nights {
            agreement: &self.agreement,
            calls: &calls,
            days_off: &around.filter(off).collect(),
        };
        nights.disturbed()
    }

    /// When somebody is on call in a piece. A call that goes on when it is over belongs to it: until its end they work.
    pub(crate) fn segments(&self, piece: &Piece) -> Vec<Stretch> {
        let mut segments = piece.duty.shape.segments.clone();
        let (Held::Stands(staff), Some(last)) = (piece.held, segments.last_mut()) else {
            return segments;
        };
        let calls = self.calls_of(staff);
        let beyond = calls.filter(|call| last.holds(call.start()) && last.end() < call.end());
        let longer = beyond.map(Stretch::end).max();
        let longer = longer.map(|end| end.min(self.next_start(staff, last.end())));
        if let Some(longer) = longer.and_then(|end| Stretch::new(last.start(), end)) {
            *last = longer;
        }
        segments
    }

    fn calls_of(&self, staff: StaffId) -> impl Iterator<Item = Stretch> {
        let calls = self.calls.iter();
        calls
            .filter(move |(who, _)| *who == staff)
            .map(|(_, call)| *call)
    }

    /// When the next piece that somebody has already begins; far away where there is none.
    fn next_start(&self, staff: StaffId, from: Instant) -> Instant {
        let theirs = self
            .pieces
            .iter()
            .filter(|one| one.held == Held::Stands(staff));
        let starts = theirs.filter_map(|one| Some(one.duty.shape.whole()?.start()));
        let later = starts.filter(|start| from <= *start).min();
        later.unwrap_or(from.plus_seconds(SECONDS_MAX))
    }

    /// How much of a full post somebody does duties for when the period begins; a full one where they have left.
    pub(crate) fn share(&self, staff: StaffId) -> u32 {
        let post = self.members.iter().find(|one| one.staff == staff);
        post.map_or(FULL_SHARE, |post| post.shares.on(self.period.0))
    }

    /// The same for a proposal, which leaves the week that has begun as it is: what changes in it is swapped or taken
    /// over, and no day off can be given in days that have passed.
    pub(crate) fn without_this_week(mut self) -> Facts {
        let begun = self.period.0 <= self.today;
        if !begun {
            return self;
        }
        let from = Week::of(self.today).next().first_day();
        self.period.0 = from.min(self.period.1.plus(-1));
        let keep = |mut piece: Piece| {
            let start = piece.duty.shape.whole()?.start().day();
            if from <= start {
                return Some(piece);
            }
            if let Held::Free { published } = piece.held {
                piece.held = Held::Stands(published?);
            }
            Some(piece)
        };
        self.pieces = self.pieces.into_iter().filter_map(keep).collect();
        self
    }

    /// When people cannot be on call. A part-time day is no ordinary work; being on call on it is another matter.
    pub(crate) fn gone(&self) -> impl Iterator<Item = &Absence> {
        let away = self.away.iter();
        away.filter(|one| one.kind != AbsenceKind::PartTime)
    }
}
