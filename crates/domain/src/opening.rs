//! Openings: a post that a team or a network wants to fill, from the first draft of its profile until what was kept of
//! those who applied is destroyed.

mod profile;

#[cfg(test)]
pub(crate) mod tests;

pub use profile::{
    CHOICES_MAX, COMPETENCES_MAX, Competence, CvWish, Judged, LINE_CHARS_MAX, NO, Names, Profile,
    ProfileFault, QUESTIONS_MAX, Question, QuestionKind, TEXT_CHARS_MAX, Unready, Weight, YES,
};

use std::collections::BTreeSet;

use crate::application::{Application, Sitting, Stage};
use crate::codes;
use crate::ids::{ApplicationId, NetworkId, OpeningId, StaffId, TeamId};
use crate::recruiting::{Recruiting, Rule, RuleKind};
use crate::time::{Day, Instant};

/// Openings of one person that are listed: twenty a year for ten years.
pub const OPENINGS_MAX: u32 = 200;

/// People who share one opening: a panel, with whoever steps in.
pub const MEMBERS_MAX: usize = 12;

/// Applications that one opening takes: more than a panel can read. Beyond it the form says so, and the disk is safe.
pub const APPLICATIONS_MAX: u32 = 500;

codes! {
    /// What somebody does in an opening.
    Part "opening-part" {
        /// Writes the profile, moves it on, decides, writes to applicants; assesses too.
        Responsible = "responsible",
        /// Reads applications and scores them.
        Assessor = "assessor",
    }

    /// What an opening's state is called.
    StateCode "opening-state" {
        /// Its profile is being written.
        Draft = "draft",
        /// The advert is public and takes applications.
        Open = "open",
        /// Applications are read.
        Screening = "screening",
        /// Some are invited.
        Interviews = "interviews",
        /// Somebody was hired.
        Decided = "decided",
        /// It was broken off.
        Aborted = "aborted",
        /// What had to be destroyed was.
        Destroyed = "destroyed",
    }

    /// How an opening ended.
    EndKind "opening-end" {
        /// Somebody was hired.
        Decided = "decided",
        /// It was broken off.
        Aborted = "aborted",
    }
}

/// A post that is to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its id.
    pub id: OpeningId,
    /// Whose network.
    pub network: NetworkId,
    /// The team that it is in; none where it is the network's own.
    pub team: Option<TeamId>,
    /// What is looked for.
    pub profile: Profile,
    /// Where it is.
    pub state: State,
    /// Who reads it, each with their part.
    pub members: Vec<Member>,
    /// When it was begun, and by whom.
    pub made: (Instant, StaffId),
    /// Rises with every change.
    pub version: i64,
}

/// Somebody who shares an opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub staff: StaffId,
    pub part: Part,
}

/// Where an opening is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Draft,
    Open,
    Screening,
    Interviews,
    /// Somebody was hired, or it was broken off.
    Ended(Ending),
    /// The same, and what had to be destroyed was.
    Destroyed(Ending),
}

/// How an opening ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub kind: EndKind,
    pub on: Day,
    pub by: StaffId,
    /// The day on which the decision was posted on the board's notice board; none where nothing was decided.
    pub posted_on: Option<Day>,
    /// From when nobody can appeal any more: what is kept is kept so long from then on.
    pub final_on: Day,
    /// Why it was decided so.
    pub reasons: String,
}

/// What the panel knows about somebody who was called to interviews or hired, as another applicant may demand it
/// (discrimination act 2:4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merits {
    pub education: String,
    pub experience: String,
    pub other: String,
}

/// Why an opening does not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveError {
    /// It is not where it must be for that.
    Elsewhere,
    /// The profile lacks something.
    Unready(Vec<Unready>),
    /// Applications can still come in.
    StillOpen,
    /// Nobody is hired, or more than there are posts for, or somebody who withdrew.
    Hired,
    /// A day that cannot be.
    Day,
    /// No reasons were given.
    Reasons,
    /// Nothing is due.
    NotDue,
}

impl Ending {
    /// Whether somebody was hired, and the decision can still be appealed and put right.
    pub fn can_be_corrected(&self, today: Day) -> bool {
        self.kind == EndKind::Decided && today <= self.final_on
    }
}

impl State {
    /// What it is called.
    pub fn code(&self) -> StateCode {
        match self {
            State::Draft => StateCode::Draft,
            State::Open => StateCode::Open,
            State::Screening => StateCode::Screening,
            State::Interviews => StateCode::Interviews,
            State::Ended(ending) => match ending.kind {
                EndKind::Decided => StateCode::Decided,
                EndKind::Aborted => StateCode::Aborted,
            },
            State::Destroyed(_) => StateCode::Destroyed,
        }
    }

    /// How it ended; none before.
    pub fn ending(&self) -> Option<&Ending> {
        match self {
            State::Ended(ending) | State::Destroyed(ending) => Some(ending),
            _ => None,
        }
    }

    /// Whether those who applied are still being weighed.
    pub fn is_running(&self) -> bool {
        matches!(self, State::Open | State::Screening | State::Interviews)
    }
}

/// What a decision says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    pub hired: BTreeSet<ApplicationId>,
    pub posted_on: Day,
    pub reasons: String,
}

impl Opening {
    /// Whether anybody may read its advert and apply.
    pub fn is_public(&self, today: Day) -> bool {
        self.state == State::Open && self.profile.last_on.is_some_and(|last| today <= last)
    }

    /// Whether names are kept from those who read applications now.
    pub fn hides_names(&self) -> bool {
        let early = matches!(self.state, State::Draft | State::Open | State::Screening);
        early && self.profile.names == Names::Hidden
    }

    /// In which sittings somebody in a stage can be scored now.
    pub fn sittings(&self, stage: Stage) -> &'static [Sitting] {
        match (&self.state, stage) {
            (State::Screening, Stage::Received | Stage::Invited) => &[Sitting::Screening],
            (State::Interviews, Stage::Invited) => &[Sitting::First, Sitting::Second],
            _ => &[],
        }
    }

    /// Publishes the advert.
    pub fn publish(&self, today: Day) -> Result<State, MoveError> {
        if self.state != State::Draft {
            return Err(MoveError::Elsewhere);
        }
        let lacks = self.profile.unready(today);
        match lacks.is_empty() {
            true => Ok(State::Open),
            false => Err(MoveError::Unready(lacks)),
        }
    }

    /// Begins to read applications: after the last day, so that everybody has had the time that was promised.
    pub fn screen(&self, today: Day) -> Result<State, MoveError> {
        match self.state {
            State::Open if self.is_public(today) => Err(MoveError::StillOpen),
            State::Open => Ok(State::Screening),
            _ => Err(MoveError::Elsewhere),
        }
    }

    /// Goes on to interviews: from now names are seen.
    pub fn interview(&self) -> Result<State, MoveError> {
        match self.state {
            State::Screening => Ok(State::Interviews),
            _ => Err(MoveError::Elsewhere),
        }
    }

    /// From when it can be read: on the day after the last one, so that everybody has had the time that was promised.
    pub fn screens_on(&self) -> Option<Day> {
        let last = self.profile.last_on.filter(|_| self.state == State::Open);
        last.map(|day| day.plus(1))
    }

    /// Whether what somebody can show who was called to interviews is written down: an applicant who was not called may
    /// demand it from then on.
    pub fn tells_merits(&self) -> bool {
        matches!(
            self.state,
            State::Interviews | State::Ended(_) | State::Destroyed(_)
        )
    }

    /// Hires. Nobody can appeal once the time since the posting has passed.
    pub fn decide(
        &self,
        ruling: Ruling,
        (applications, rules): (&[Application], &Recruiting),
        (today, by): (Day, StaffId),
    ) -> Result<State, MoveError> {
        if self.state != State::Interviews {
            return Err(MoveError::Elsewhere);
        }
        let weighed = applications.iter().filter(|one| one.is_weighed());
        let weighed: BTreeSet<ApplicationId> = weighed.map(|one| one.id).collect();
        let final_on = self.settled(&ruling, &weighed, (rules, today))?;
        Ok(State::Ended(Ending {
            kind: EndKind::Decided,
            on: today,
            by,
            posted_on: Some(ruling.posted_on),
            final_on,
            reasons: ruling.reasons,
        }))
    }

    /// Puts a decision right that named the wrong people or the wrong day, for as long as it can be appealed: afterwards
    /// what is kept is counted from it, and who was hired has begun. When it was decided, and by whom, stays.
    pub fn correct(
        &self,
        ruling: Ruling,
        (applications, rules): (&[Application], &Recruiting),
        today: Day,
    ) -> Result<State, MoveError> {
        let State::Ended(before) = &self.state else {
            return Err(MoveError::Elsewhere);
        };
        if !before.can_be_corrected(today) {
            return Err(MoveError::Elsewhere);
        }
        let gone = |stage| matches!(stage, Stage::Withdrawn | Stage::Destroyed);
        let there = applications.iter().filter(|one| !gone(one.stage));
        let there: BTreeSet<ApplicationId> = there.map(|one| one.id).collect();
        let final_on = self.settled(&ruling, &there, (rules, before.on))?;
        // What somebody moved on because of an appeal is not shortened.
        let computed = before
            .posted_on
            .and_then(|posted| rules.last_appeal(posted, before.on));
        let is_postponed = computed.is_some_and(|last| last < before.final_on);
        Ok(State::Ended(Ending {
            posted_on: Some(ruling.posted_on),
            final_on: match is_postponed {
                true => final_on.max(before.final_on),
                false => final_on,
            },
            reasons: ruling.reasons,
            ..before.clone()
        }))
    }

    /// The last day on which a ruling of a day can be appealed, if it can be one.
    fn settled(
        &self,
        ruling: &Ruling,
        can_be: &BTreeSet<ApplicationId>,
        (rules, on): (&Recruiting, Day),
    ) -> Result<Day, MoveError> {
        let most = usize::try_from(self.profile.posts).unwrap_or(usize::MAX);
        if !(1..=most).contains(&ruling.hired.len()) || !ruling.hired.is_subset(can_be) {
            return Err(MoveError::Hired);
        }
        if ruling.reasons.trim().is_empty() {
            return Err(MoveError::Reasons);
        }
        let near = ruling.posted_on.days_since(on).abs() <= POSTED_DAYS_MAX;
        let last = rules.last_appeal(ruling.posted_on, on).filter(|_| near);
        last.ok_or(MoveError::Day)
    }

    /// Breaks it off.
    pub fn abort(&self, reasons: String, (today, by): (Day, StaffId)) -> Result<State, MoveError> {
        if !self.state.is_running() {
            return Err(MoveError::Elsewhere);
        }
        if reasons.trim().is_empty() {
            return Err(MoveError::Reasons);
        }
        Ok(State::Ended(Ending {
            kind: EndKind::Aborted,
            on: today,
            by,
            posted_on: None,
            final_on: today,
            reasons,
        }))
    }

    /// Keeps everything longer: an appeal, or a demand that interrupted the time in which one can be sued.
    pub fn postpone(&self, final_on: Day) -> Result<State, MoveError> {
        match &self.state {
            State::Ended(ending) if ending.final_on <= final_on => Ok(State::Ended(Ending {
                final_on,
                ..ending.clone()
            })),
            State::Ended(_) => Err(MoveError::Day),
            _ => Err(MoveError::Elsewhere),
        }
    }

    /// The rule that an application is kept by, and the day from which it is to be destroyed; no day where it is kept.
    pub fn kept<'r>(&self, stage: Stage, rules: &'r Recruiting) -> Option<(&'r Rule, Option<Day>)> {
        let ending = self.state.ending()?;
        let kind = match (stage, ending.kind) {
            (Stage::Hired, _) => RuleKind::KeptHired,
            (_, EndKind::Decided) => RuleKind::KeptOthers,
            (_, EndKind::Aborted) => RuleKind::KeptAborted,
        };
        let rule = rules.holding(kind, ending.on)?;
        Some((rule, rule.term.value.after(ending.final_on)))
    }

    /// The day from which those who were not hired are to be destroyed; none while it runs, and once they are.
    pub fn due_on(&self, rules: &Recruiting) -> Option<Day> {
        match self.state {
            State::Ended(_) => self.kept(Stage::Declined, rules).and_then(|(_, day)| day),
            _ => None,
        }
    }
}

/// Days between a decision and its posting, at most: minutes are signed within fourteen days (KL 5:69), and a month is a
/// mistyped year.
const POSTED_DAYS_MAX: i64 = 31;
