//! A half-yearly review as it is written: what the figures say in words, goals, actions, and who signed it.

use super::{Figure, Term};
use crate::codes;
use crate::ids::{NetworkId, StaffId, TeamId};
use crate::time::{Day, Instant};

/// Actions of one review: more are not carried out in half a year.
pub const ACTIONS_MAX: usize = 12;

/// Characters of one text: four pages.
pub const TEXT_CHARS_MAX: usize = 12_000;

/// Characters of one action, or of what became of it.
pub const ACTION_CHARS_MAX: usize = 500;

codes! {
    /// What became of an action.
    ActionOutcome "review-action" {
        /// Nobody has said yet.
        Open = "open",
        /// It was done.
        Done = "done",
        /// Some of it was done.
        Partly = "partly",
        /// It was not done.
        NotDone = "not_done",
    }

    /// For whom somebody signs.
    Voice "review-voice" {
        /// The team's leader; the network lead of a network's review.
        Leader = "leader",
        /// The expert outside the team.
        Consultant = "consultant",
    }
}

/// Whose half-year a review is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Team(TeamId),
    /// The teams of a network that run one programme, by its code.
    Network(NetworkId, String),
}

/// The review of a half-year.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub subject: Subject,
    /// A half-year.
    pub term: Term,
    /// What the figures say, in words.
    pub summary: String,
    /// What is to be reached in the next half-year.
    pub goals: String,
    pub actions: Vec<Action>,
    /// The figures as they were when the first one signed.
    pub frozen: Option<Frozen>,
    pub leader: Option<Signed>,
    pub consultant: Option<Signed>,
    /// Rises with each change; 0 before it was saved for the first time.
    pub version: i64,
}

/// Who signed, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    pub by: StaffId,
    pub at: Instant,
}

/// Something that somebody is to do after a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// From 1.
    pub number: u32,
    pub what: String,
    pub owner: StaffId,
    pub due_on: Day,
    pub outcome: ActionOutcome,
    /// What became of it, in words; empty if nobody wrote any.
    pub remark: String,
}

/// Figures that do not move any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Frozen {
    /// The last day that is counted.
    pub on: Day,
    /// Somebody vouched for the rule of the scores. Of a review that was signed before this was kept it is taken that nobody
    /// did.
    pub is_confirmed: bool,
    /// Of the team; of a network's teams, all together.
    pub whole: Kept,
    /// A network's teams by name; none of a team's own review.
    pub teams: Vec<KeptTeam>,
    /// A network's half-years, a team's quarters, the oldest first.
    pub terms: Vec<KeptTerm>,
    /// The figures that are drawn of a team's quarters; empty of a network's review, and of a team's from before this was kept.
    pub drawn: Vec<Figure>,
    /// What was usual in a team's quarters; none of a network's review.
    pub points: Vec<KeptPoint>,
    /// How long the cases lasted, as `app` writes it; empty of a team's review from before drawings were kept.
    pub time: String,
}

/// A term and the one before: finished rows as text, and what is hidden from whoever is outside the teams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Of the term: sums by name, as in `opened=2 closed=1`.
    pub now: String,
    /// Of the term before.
    pub before: String,
    pub hidden_now: Vec<Figure>,
    pub hidden_before: Vec<Figure>,
}

/// One team of a network, as it was called then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTeam {
    pub id: TeamId,
    pub name: String,
    pub kept: Kept,
    /// From whom they came, where the team is counted elsewhere.
    pub sent: Option<KeptSender>,
}

/// From whom figures came, as it was called then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSender {
    pub name: String,
    /// The last day that was counted; none where nothing had arrived that could be read beside other figures.
    pub until: Option<Day>,
}

/// What was expected of a figure in a quarter, and beyond which values it was more than chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeptPoint {
    pub figure: Figure,
    pub term: Term,
    pub expected: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub signal: bool,
}

/// One half-year of all teams together, or one quarter of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTerm {
    pub term: Term,
    pub row: String,
    pub hidden: Vec<Figure>,
}

/// Why a review cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsignable {
    /// It says nothing about the figures.
    NoSummary,
    /// Somebody has signed for that voice.
    Twice,
    /// The same person has signed for the other voice.
    SamePerson,
}

impl Document {
    /// One in which nothing has been written.
    pub fn empty(subject: Subject, term: Term) -> Document {
        Document {
            subject,
            term,
            summary: String::new(),
            goals: String::new(),
            actions: Vec::new(),
            frozen: None,
            leader: None,
            consultant: None,
            version: 0,
        }
    }

    /// Signed for both: it does not change any more, but for what becomes of its actions.
    pub fn is_signed(&self) -> bool {
        self.leader.is_some() && self.consultant.is_some()
    }

    /// Signs it, and keeps the figures if it is the first who signs.
    pub fn sign(
        &mut self,
        voice: Voice,
        signed: Signed,
        figures: impl FnOnce() -> Frozen,
    ) -> Result<(), Unsignable> {
        if self.summary.trim().is_empty() {
            return Err(Unsignable::NoSummary);
        }
        let (own, other) = match voice {
            Voice::Leader => (&mut self.leader, self.consultant),
            Voice::Consultant => (&mut self.consultant, self.leader),
        };
        if own.is_some() {
            return Err(Unsignable::Twice);
        }
        if other.is_some_and(|other| other.by == signed.by) {
            return Err(Unsignable::SamePerson);
        }
        *own = Some(signed);
        if self.frozen.is_none() {
            self.frozen = Some(figures());
        }
        Ok(())
    }

    /// Takes the signatures back: whoever signed a text has not signed another one.
    pub fn reopen(&mut self) {
        self.leader = None;
        self.consultant = None;
        self.frozen = None;
    }
}
