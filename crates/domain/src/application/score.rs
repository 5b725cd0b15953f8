//! Scores: the same competences for everybody, each assessor alone first.

use std::collections::BTreeMap;

use crate::codes;
use crate::ids::StaffId;
use crate::opening::{Judged, Profile};
use crate::time::Instant;

/// Scores so far apart are talked about before anything is decided: two steps of five are two different answers.
pub const SPREAD: u8 = 2;
/// Characters of a note beside a score.
pub const NOTE_CHARS_MAX: usize = 1_000;

codes! {
    /// When somebody is scored.
    Sitting "application-sitting" {
        /// By what they wrote.
        Screening = "screening",
        First = "first",
        Second = "second",
    }
}

/// What one assessor gives in one sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub sitting: Sitting,
    pub by: StaffId,
    /// By the competence's place in the profile.
    pub marks: BTreeMap<usize, Mark>,
    /// When it was locked: from then it stays as it is, and its writer sees the others'.
    pub locked_at: Option<Instant>,
    /// Rises with every change; 0 before the first.
    pub version: i64,
}

/// A score with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// 1 to 5.
    pub score: u8,
    pub note: String,
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFault {
    /// A score is not from 1 to 5, or of something that is not judged in this sitting.
    Score,
    TooLong,
    /// Something is not scored, so that it cannot be locked.
    Open,
    /// It was locked.
    Locked,
}

/// How far the locked scores of one competence lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The competence's place in the profile.
    pub competence: usize,
    pub low: u8,
    pub high: u8,
    /// The sum of all scores and how many there are.
    pub sum: (u32, u32),
}

impl Sitting {
    /// What is judged in it.
    pub fn judges(self) -> Judged {
        match self {
            Sitting::Screening => Judged::Application,
            Sitting::First | Sitting::Second => Judged::Interview,
        }
    }
}

impl Sheet {
    /// Nothing scored yet.
    pub fn blank(sitting: Sitting, by: StaffId) -> Sheet {
        Sheet {
            sitting,
            by,
            marks: BTreeMap::new(),
            locked_at: None,
            version: 0,
        }
    }

    /// What cannot be kept.
    pub fn fault(&self, profile: &Profile) -> Option<SheetFault> {
        let judged: Vec<usize> = self.judged(profile);
        let is_odd = |(place, mark): (&usize, &Mark)| {
            !(1..=5).contains(&mark.score) || !judged.contains(place)
        };
        if self.marks.iter().any(is_odd) {
            return Some(SheetFault::Score);
        }
        let is_long = |mark: &Mark| mark.note.chars().count() > NOTE_CHARS_MAX;
        self.marks
            .values()
            .any(is_long)
            .then_some(SheetFault::TooLong)
    }

    /// The same, locked; everything must be scored.
    pub fn locked(self, profile: &Profile, at: Instant) -> Result<Sheet, SheetFault> {
        if self.locked_at.is_some() {
            return Err(SheetFault::Locked);
        }
        if let Some(fault) = self.fault(profile) {
            return Err(fault);
        }
        let judged = self.judged(profile);
        if judged.is_empty() || !judged.iter().all(|place| self.marks.contains_key(place)) {
            return Err(SheetFault::Open);
        }
        Ok(Sheet {
            locked_at: Some(at),
            ..self
        })
    }

    fn judged(&self, profile: &Profile) -> Vec<usize> {
        let judged = profile.judged_by(self.sitting.judges());
        judged.map(|(place, _)| place).collect()
    }
}

impl Spread {
    /// Whether it is so wide that it must be talked about.
    pub fn is_wide(&self) -> bool {
        SPREAD <= self.high.saturating_sub(self.low)
    }

    /// The mean in tenths; none without a score.
    pub fn mean_tenths(&self) -> Option<u32> {
        let (sum, count) = self.sum;
        (sum * 10 + count / 2).checked_div(count)
    }
}

/// The sheets that somebody sees: their own, and of each sitting the others' locked ones once their own is locked.
pub fn seen_by(sheets: &[Sheet], me: StaffId) -> Vec<&Sheet> {
    let has_locked = |sitting| {
        let mine = |one: &&Sheet| one.by == me && one.sitting == sitting;
        sheets
            .iter()
            .find(mine)
            .is_some_and(|one| one.locked_at.is_some())
    };
    let sees = |one: &&Sheet| one.by == me || (one.locked_at.is_some() && has_locked(one.sitting));
    sheets.iter().filter(sees).collect()
}

/// How far the locked scores of a sitting lie apart, by competence.
pub fn spreads<'a>(sheets: impl IntoIterator<Item = &'a Sheet>, sitting: Sitting) -> Vec<Spread> {
    let mut by_place: BTreeMap<usize, Spread> = BTreeMap::new();
    let of_sitting = sheets
        .into_iter()
        .filter(|one| one.sitting == sitting && one.locked_at.is_some());
    for (place, mark) in of_sitting.flat_map(|one| &one.marks) {
        let spread = by_place.entry(*place).or_insert(Spread {
            competence: *place,
            low: mark.score,
            high: mark.score,
            sum: (0, 0),
        });
        spread.low = spread.low.min(mark.score);
        spread.high = spread.high.max(mark.score);
        spread.sum = (spread.sum.0 + u32::from(mark.score), spread.sum.1 + 1);
    }
    by_place.into_values().collect()
}
