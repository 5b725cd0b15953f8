//! A family's course of treatment, from the referring authority's decision to the follow-ups.

use thiserror::Error;

use crate::codes;
use crate::ids::{AssignmentId, BoardId, CareId, CaseId, StaffId, TeamId};
use crate::programme::Programme;
use crate::staff::Role;
use crate::time::{Day, Week};

/// One family's course of treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub board: BoardId,
    pub team: TeamId,
    /// Programme code and version under which the case is treated.
    pub programme: String,
    pub programme_version: u32,
    /// The board's short case code, as in `EÅV-26-014`; the only name outside the team.
    pub code: String,
    /// The family's name as the team says it; sealed in the database.
    pub label: String,
    pub stage: Stage,
    pub received_on: Day,
    /// What brought the family to child protection, and when (the anchor of the 180 days).
    pub event: Option<ProtectionEvent>,
    /// Review date of the current safety plan; none without a plan.
    pub safety_review_on: Option<Day>,
    /// Somebody in the family has a protected identity: fewer eyes.
    pub protected: bool,
    /// A warning for staff who visit.
    pub staff_warning: bool,
    pub version: i64,
}

/// Where a case is, with what belongs to that state alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// An assignment has come in; screening goes on.
    Referred,
    /// Accepted, no place yet. Ranks count from 1.
    Waiting { rank: u32 },
    /// Refused, with the programme's or the board's reason.
    Declined { on: Day, reason: DeclineReason },
    /// In treatment. `phase` is a phase code of the programme.
    Open {
        on: Day,
        phase: String,
        phase_on: Day,
    },
    /// Ended. `reason` is a closing reason code of the programme.
    Closed {
        opened_on: Day,
        on: Day,
        reason: String,
    },
}

impl Stage {
    /// The day on which treatment began, and the day on which it ended, if it did; nothing where it never began.
    pub fn under_way(&self) -> Option<(Day, Option<Day>)> {
        match self {
            Stage::Open { on, .. } => Some((*on, None)),
            Stage::Closed { opened_on, on, .. } => Some((*opened_on, Some(*on))),
            Stage::Referred | Stage::Waiting { .. } | Stage::Declined { .. } => None,
        }
    }
}

/// An event of abuse or neglect known to child protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectionEvent {
    /// An event kind of the programme.
    pub kind: String,
    pub on: Day,
}

codes! {
    /// Why an assignment was not taken.
    DeclineReason "decline-reason" {
        Criteria = "criteria",
        NoCapacity = "no_capacity",
        Withdrawn = "withdrawn",
        NoConsent = "no_consent",
        Other = "other",
    }

    /// On which ground the authority decided.
    LegalBasis "legal-basis" {
        /// SoL 2025:400 11 kap. 1 §: assistance after assessment.
        Sol11_1 = "sol_11_1",
        /// SoL 2025:400 11 kap. 4 §: the board may, after assessment.
        Sol11_4 = "sol_11_4",
        /// SoL 2025:400 11 kap. 5 §: without assessment.
        Sol11_5 = "sol_11_5",
        /// LVU (1990:52) 22 §: against consent, behaviour of somebody under 20.
        Lvu22 = "lvu_22",
    }

    /// The role in which somebody carries a case.
    CareRole "care-role" {
        Therapist = "therapist",
        FamilyResource = "family_resource",
        Psychiatrist = "psychiatrist",
    }

    /// Whether an inclusion or exclusion criterion holds.
    CriterionAnswer "criterion-answer" {
        Yes = "yes",
        No = "no",
        Unsure = "unsure",
    }

    /// What a ruling did.
    RulingKind "ruling-kind" {
        /// Accepted, to wait for a place.
        Accepted = "accepted",
        Declined = "declined",
        /// A refusal was taken back.
        Reconsidered = "reconsidered",
        Opened = "opened",
        /// Somebody took the case over in spite of the limit.
        Assigned = "assigned",
        /// Moved to another phase.
        Phase = "phase",
        Closed = "closed",
        Reopened = "reopened",
    }

    /// An outcome at closing or follow-up.
    OutcomeValue "outcome-value" {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

/// *Uppdrag*: the referring authority's decision that starts a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub id: AssignmentId,
    pub case: CaseId,
    /// The referring authority, as in `Enskede-Årsta-Vantörs stadsdelsnämnd, utredning barn`.
    pub authority: String,
    /// The social secretary who handles the family there; a public official.
    pub handler: String,
    pub handler_phone: String,
    /// The decision's number at the authority.
    pub number: String,
    pub decided_on: Day,
    pub basis: LegalBasis,
    pub from: Day,
    pub to: Option<Day>,
    /// When the board first reviewed a measure under LVU 22 §; none while that is to come.
    pub reviewed_on: Option<Day>,
    /// Why the family is referred; sealed.
    pub reason: String,
}

/// One criterion of the programme, answered for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// The criterion's code in the programme.
    pub criterion: String,
    pub answer: CriterionAnswer,
    pub evidence: String,
    pub by: StaffId,
    pub on: Day,
    /// Why it is set aside; takes effect when leader and consultant both agreed.
    pub override_reason: String,
    pub override_leader: Option<StaffId>,
    pub override_consultant: Option<StaffId>,
    /// 0 while nobody has answered.
    pub version: i64,
}

/// What was decided on a case, by whom and why. Rulings are only ever added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    pub case: CaseId,
    pub kind: RulingKind,
    pub on: Day,
    pub by: StaffId,
    /// Sealed; empty where none was asked for.
    pub reason: String,
}

/// Who carries a case in a role, from–to. The history is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    pub id: CareId,
    pub case: CaseId,
    pub staff: StaffId,
    pub role: CareRole,
    pub from: Day,
    /// The first day no longer.
    pub to: Option<Day>,
}

/// Somebody who carries a case on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carer {
    pub staff: StaffId,
    pub name: String,
    pub role: CareRole,
}

/// A case cannot make this move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StageError {
    /// It already is where the move would lead, or beyond.
    #[error("the case has already moved on")]
    MovedOn,
    /// The move comes before the state it starts from.
    #[error("the day lies before the state began")]
    TooEarly,
    /// The programme does not know this code.
    #[error("the programme has no such code")]
    UnknownCode,
}

/// Days within which a decision must be carried out before the board reports it (SoL 2025:400 34:1).
pub const CARRY_OUT_MONTHS: i64 = 3;

/// Months within which the board first reviews a measure under LVU 22 §.
pub const LVU_REVIEW_MONTHS: i64 = 6;

impl Case {
    /// Whether treatment goes on.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Open { .. })
    }

    /// The day of opening, for open and closed cases.
    pub fn opened_on(&self) -> Option<Day> {
        match self.stage {
            Stage::Open { on, .. } => Some(on),
            Stage::Closed { opened_on, .. } => Some(opened_on),
            _ => None,
        }
    }

    /// Whether the treatment had begun by the end of a week.
    pub fn had_begun_in(&self, week: Week) -> bool {
        self.opened_on().is_some_and(|on| on <= week.last_day())
    }

    /// The week of treatment, the week of opening being 1; none before opening.
    pub fn treatment_week(&self, week: Week) -> Option<i64> {
        let opened = Week::of(self.opened_on()?);
        Some(week.weeks_since(opened) + 1).filter(|number| *number > 0)
    }

    /// What the lists say of the safety plan; none once the case has ended, since nobody goes through the plan any
    /// longer.
    pub fn safety(&self, today: Day) -> Option<Safety> {
        if matches!(self.stage, Stage::Declined { .. } | Stage::Closed { .. }) {
            return None;
        }
        Some(match self.safety_review_on {
            None => Safety::Missing,
            Some(review) if review < today => Safety::Overdue { since: review },
            Some(review) => Safety::Current { review },
        })
    }

    /// As [`Case::safety`]; none where the programme asks for no plan.
    pub fn safety_in(&self, programme: &Programme, today: Day) -> Option<Safety> {
        programme.safety_plan().and_then(|_| self.safety(today))
    }

    /// Takes the family in: the first phase begins.
    pub fn open(self, on: Day, first_phase: &str) -> Result<Case, StageError> {
        match self.stage {
            Stage::Referred | Stage::Waiting { .. } if on < self.received_on => {
                Err(StageError::TooEarly)
            }
            Stage::Referred | Stage::Waiting { .. } => Ok(Case {
                stage: Stage::Open {
                    on,
                    phase: first_phase.to_owned(),
                    phase_on: on,
                },
                ..self
            }),
            _ => Err(StageError::MovedOn),
        }
    }

    /// Puts an accepted family on the waiting list.
    pub fn wait(self, rank: u32) -> Result<Case, StageError> {
        match self.stage {
            Stage::Referred | Stage::Waiting { .. } => Ok(Case {
                stage: Stage::Waiting { rank },
                ..self
            }),
            _ => Err(StageError::MovedOn),
        }
    }

    /// Says no to an assignment.
    pub fn decline(self, on: Day, reason: DeclineReason) -> Result<Case, StageError> {
        match self.stage {
            Stage::Referred | Stage::Waiting { .. } => Ok(Case {
                stage: Stage::Declined { on, reason },
                ..self
            }),
            _ => Err(StageError::MovedOn),
        }
    }

    /// Moves an open case to another phase; back is allowed, since life is.
    pub fn enter_phase(self, to: &str, at: Day) -> Result<Case, StageError> {
        match &self.stage {
            Stage::Open { phase_on, .. } if at < *phase_on => Err(StageError::TooEarly),
            Stage::Open { on, .. } => {
                let stage = Stage::Open {
                    on: *on,
                    phase: to.to_owned(),
                    phase_on: at,
                };
                Ok(Case { stage, ..self })
            }
            _ => Err(StageError::MovedOn),
        }
    }

    /// Takes a refusal back: the assignment is to be decided anew.
    pub fn reconsider(self) -> Result<Case, StageError> {
        match self.stage {
            Stage::Declined { .. } => Ok(Case {
                stage: Stage::Referred,
                ..self
            }),
            _ => Err(StageError::MovedOn),
        }
    }

    /// Ends the treatment.
    pub fn close(self, at: Day, why: &str) -> Result<Case, StageError> {
        match &self.stage {
            Stage::Open { phase_on, .. } if at < *phase_on => Err(StageError::TooEarly),
            Stage::Open { on, .. } => {
                let stage = Stage::Closed {
                    opened_on: *on,
                    on: at,
                    reason: why.to_owned(),
                };
                Ok(Case { stage, ..self })
            }
            _ => Err(StageError::MovedOn),
        }
    }

    /// Takes a closing back, within the same phase as before it.
    pub fn reopen(self, phase: &str, at: Day) -> Result<Case, StageError> {
        match self.stage {
            Stage::Closed { opened_on, .. } => {
                let stage = Stage::Open {
                    on: opened_on,
                    phase: phase.to_owned(),
                    phase_on: at,
                };
                Ok(Case { stage, ..self })
            }
            _ => Err(StageError::MovedOn),
        }
    }
}

/// The state of the safety plan, as every list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// A plan is in force; review not later than this day.
    Current { review: Day },
    /// The review date has passed.
    Overdue { since: Day },
    /// No plan was ever signed.
    Missing,
}

impl Assignment {
    /// The last day to carry the decision out before the board must report it.
    pub fn carry_out_by(&self) -> Day {
        self.decided_on.plus_months(CARRY_OUT_MONTHS)
    }

    /// When the board must first review the measure; only under LVU 22 §.
    pub fn review_by(&self) -> Option<Day> {
        (self.basis == LegalBasis::Lvu22).then(|| self.decided_on.plus_months(LVU_REVIEW_MONTHS))
    }
}

impl Screening {
    /// Whether leader and consultant together set the criterion aside.
    pub fn is_overridden(&self) -> bool {
        self.override_leader.is_some() && self.override_consultant.is_some()
    }
}

impl CareRole {
    /// Whether somebody who works in this role may carry a case like this. Leaders carry families too where they must.
    pub fn may_be_held_by(self, role: Role) -> bool {
        match self {
            CareRole::Therapist => matches!(role, Role::FamilyTherapist | Role::GroupLeader),
            CareRole::FamilyResource => role == Role::FamilyResource,
            CareRole::Psychiatrist => role == Role::Psychiatrist,
        }
    }
}

impl Care {
    /// Whether somebody carries the case on a day.
    pub fn is_held(&self, on: Day) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to)
    }
}

#[cfg(test)]
mod tests;
