//! Decisions on a case, and who carries it.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::capacity::last_rank;
use hemma_domain::case::{
    Assignment, Care, CareRole, Case, DeclineReason, Ruling, RulingKind, Stage, StageError,
};
use hemma_domain::code::Code as _;
use hemma_domain::consent::ConsentKind;
use hemma_domain::ids::{AssignmentId, CareId, CaseId, StaffId};
use hemma_domain::programme::Programme;
use hemma_domain::screening::{Standing, screened};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
pub use hemma_store::staff::Colleague;
use hemma_store::{assignment, case, consent, followup, ruling, screening, staff};
use std::sync::Arc;

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};

/// Characters of a reason: about two printed pages.
pub(crate) const REASON_CHARS_MAX: usize = 5000;

/// What a case's page of decisions shows. What a stage has no use for is left empty and not read.
#[derive(Debug, Clone)]
pub struct Manage {
    pub head: CaseHead,
    /// The newest decision of the authority; read while the case is open.
    pub assignment: Option<Assignment>,
    pub rulings: Vec<(Ruling, String)>,
    /// Who carried the case and when, the newest first; read from opening on.
    pub cares: Vec<(Care, String)>,
    /// Everybody who may be chosen, with what they carry.
    pub colleagues: Vec<Colleague>,
    /// Read until the case is opened.
    pub standing: Option<Standing>,
    /// Whether somebody has consented to the treatment; read until the case is opened.
    pub has_consent: Option<bool>,
}

impl Manage {
    /// Open families a therapist may carry; none where the programme sets no limit.
    pub fn limit(&self) -> Option<u32> {
        limit(&self.head.programme)
    }
}

/// What is decided on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Accepts the assignment; the family waits for a place.
    Accept {
        reason: String,
    },
    Decline {
        why: DeclineReason,
        reason: String,
    },
    /// Takes a refusal back.
    Reconsider {
        reason: String,
    },
    /// Begins the treatment with its first therapist.
    Open {
        on: Day,
        therapist: StaffId,
        reason: String,
    },
    EnterPhase {
        to: String,
        on: Day,
        reason: String,
    },
    /// Takes a closing back.
    Reopen {
        phase: String,
        on: Day,
        reason: String,
    },
    /// Somebody carries the case, perhaps in somebody's place.
    Assign {
        staff: StaffId,
        role: CareRole,
        from: Day,
        to: Option<Day>,
        replaces: Option<CareId>,
        reason: String,
    },
    /// Somebody carries the case no longer.
    EndCare {
        care: CareId,
        on: Day,
    },
    /// The board has reviewed the measure under LVU 22 §.
    Review {
        assignment: AssignmentId,
        on: Day,
    },
}

impl Act {
    fn reason(&self) -> &str {
        match self {
            Act::Accept { reason }
            | Act::Decline { reason, .. }
            | Act::Reconsider { reason }
            | Act::Open { reason, .. }
            | Act::EnterPhase { reason, .. }
            | Act::Reopen { reason, .. }
            | Act::Assign { reason, .. } => reason.trim(),
            Act::EndCare { .. } | Act::Review { .. } => "",
        }
    }

    fn event(&self) -> Event {
        match self {
            Act::Accept { .. }
            | Act::Decline { .. }
            | Act::Reconsider { .. }
            | Act::Review { .. } => Event::CaseDecided,
            Act::Open { .. } => Event::CaseOpened,
            Act::EnterPhase { .. } => Event::PhaseChanged,
            Act::Reopen { .. } => Event::CaseReopened,
            Act::Assign { .. } | Act::EndCare { .. } => Event::CareChanged,
        }
    }

    fn ruling(&self) -> Option<RulingKind> {
        match self {
            Act::Accept { .. } => Some(RulingKind::Accepted),
            Act::Decline { .. } => Some(RulingKind::Declined),
            Act::Reconsider { .. } => Some(RulingKind::Reconsidered),
            Act::Open { .. } => Some(RulingKind::Opened),
            Act::EnterPhase { .. } => Some(RulingKind::Phase),
            Act::Reopen { .. } => Some(RulingKind::Reopened),
            Act::Assign { reason, .. } if !reason.trim().is_empty() => Some(RulingKind::Assigned),
            Act::Assign { .. } | Act::EndCare { .. } | Act::Review { .. } => None,
        }
    }

    /// The day of the ruling; decisions without a day of their own are made today.
    fn on(&self, today: Day) -> Day {
        match self {
            Act::Open { on, .. } | Act::EnterPhase { on, .. } | Act::Reopen { on, .. } => *on,
            _ => today,
        }
    }
}

impl App {
    /// The page of decisions on a case.
    pub async fn manage(&self, ctx: &Ctx, id: CaseId) -> Result<Manage> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseRead)
            .await?;
        let today = ctx.today();
        let head = self.head(ctx, &mut tx, &entered).await?;
        let key = &entered.key;
        let before = matches!(head.case.stage, Stage::Referred | Stage::Waiting { .. });
        let treated = head.case.opened_on().is_some();
        let mut page = Manage {
            assignment: None,
            rulings: ruling::of_case(&mut tx, key, id).await?,
            cares: Vec::new(),
            colleagues: Vec::new(),
            standing: None,
            has_consent: None,
            head,
        };
        if before {
            let answers = screening::of_case(&mut tx, key, id).await?;
            page.standing = Some(Standing::of(&screened(&page.head.programme, &answers)));
            page.has_consent = Some(
                consent::of_case(&mut tx, key, id)
                    .await?
                    .iter()
                    .any(|one| one.kind == ConsentKind::Treatment && one.is_in_force(today)),
            );
        }
        if treated {
            page.cares = case::care_history(&mut tx, id).await?;
        }
        if page.head.case.is_open() {
            let decisions = assignment::of_case(&mut tx, key, id).await?;
            page.assignment = decisions.into_iter().next();
        }
        if before || page.head.case.is_open() {
            page.colleagues = staff::colleagues(&mut tx, page.head.case.team, today).await?;
        }
        tx.commit().await?;
        Ok(page)
    }

    /// Decides something on a case. `version` is the one that was on the page.
    pub async fn decide_case(&self, ctx: &Ctx, id: CaseId, version: i64, act: &Act) -> Result<()> {
        let (mut tx, entered) = self.enter(ctx, id, CaseAction::Manage, act.event()).await?;
        let by = entered.hand()?;
        if act.reason().chars().count() > REASON_CHARS_MAX {
            return Err(Error::invalid("reason", "care-fault-long"));
        }
        let found = entered.found.clone();
        if found.version != version {
            return Err(Error::Conflict);
        }
        let mut desk = Desk {
            programme: self.programme(&found.programme, found.programme_version)?,
            ctx,
            tx: &mut tx,
            entered: &entered,
            found,
        };
        desk.carry_out(act).await?;
        if let Some(kind) = act.ruling() {
            let made = Ruling {
                case: id,
                kind,
                on: act.on(ctx.today()),
                by,
                reason: act.reason().to_owned(),
            };
            ruling::insert(&mut tx, &entered.key, &made).await?;
            if matches!(kind, RulingKind::Opened | RulingKind::Reopened) {
                self.plan_measures(ctx, &mut tx, &entered).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}

/// A case on the desk while something is decided on it.
struct Desk<'a> {
    ctx: &'a Ctx,
    tx: &'a mut Tx,
    entered: &'a Entered,
    found: Case,
    programme: Arc<Programme>,
}

impl Desk<'_> {
    async fn carry_out(&mut self, act: &Act) -> Result<()> {
        match act {
            Act::Accept { reason } => self.accept(reason).await,
            Act::Decline { why, reason } => self.decline(*why, reason).await,
            Act::Reconsider { .. } => {
                let next = self.found.clone().reconsider();
                self.save(next.map_err(|err| of_stage(err, "reason"))?)
                    .await
            }
            Act::Open {
                on,
                therapist,
                reason,
            } => self.open(*on, *therapist, reason).await,
            Act::EnterPhase { to, on, .. } => {
                self.phase_exists(to, "phase")?;
                self.not_later(*on, "phase_on")?;
                let next = self.found.clone().enter_phase(to, *on);
                self.save(next.map_err(|err| of_stage(err, "phase_on"))?)
                    .await
            }
            Act::Reopen { phase, on, reason } => {
                self.phase_exists(phase, "phase")?;
                self.not_later(*on, "phase_on")?;
                needs(reason, "reason")?;
                let next = self.found.clone().reopen(phase, *on);
                followup::drop_undone(self.tx, self.found.id).await?;
                self.save(next.map_err(|err| of_stage(err, "phase_on"))?)
                    .await
            }
            Act::Assign { .. } => self.assign(act).await,
            Act::EndCare { care, on } => self.end_care(*care, *on).await,
            Act::Review { assignment, on } => {
                self.not_later(*on, "review_on")?;
                if assignment::review(self.tx, *assignment, self.found.id, *on).await? {
                    Ok(())
                } else {
                    Err(Error::Conflict)
                }
            }
        }
    }

    async fn accept(&mut self, reason: &str) -> Result<()> {
        if self.found.stage == Stage::Referred {
            self.screening_or_reason(reason).await?;
        }
        let list = case::waiting(self.tx, self.found.team).await?;
        let next = self.found.clone().wait(last_rank(&list));
        self.save(next.map_err(|err| of_stage(err, "reason"))?)
            .await
    }

    async fn decline(&mut self, why: DeclineReason, reason: &str) -> Result<()> {
        needs(reason, "reason")?;
        let next = self.found.clone().decline(self.ctx.today(), why);
        self.save(next.map_err(|err| of_stage(err, "reason"))?)
            .await
    }

    async fn open(&mut self, on: Day, therapist: StaffId, reason: &str) -> Result<()> {
        self.not_later(on, "opened_on")?;
        if self.found.stage == Stage::Referred {
            self.screening_or_reason(reason).await?;
        }
        self.room_or_reason(therapist, CareRole::Therapist, reason)
            .await?;
        let first = self
            .programme
            .phases
            .first()
            .map(|phase| phase.code.clone());
        let first = first.unwrap_or_default();
        let next = self.found.clone().open(on, &first);
        self.save(next.map_err(|err| of_stage(err, "opened_on"))?)
            .await?;
        let care = Care {
            id: CareId(self.ctx.new_id()),
            case: self.found.id,
            staff: therapist,
            role: CareRole::Therapist,
            from: on,
            to: None,
        };
        case::insert_care(self.tx, &care).await?;
        self.tx.log(Entry {
            detail: format!("{} {therapist}", care.role.code()),
            ..self.entered.entry(self.ctx, Event::CareChanged)
        });
        Ok(())
    }

    async fn assign(&mut self, act: &Act) -> Result<()> {
        let Act::Assign {
            staff,
            role,
            from,
            to,
            replaces,
            reason,
        } = act
        else {
            return Ok(());
        };
        if !self.found.is_open() {
            return Err(Error::invalid("care_staff", "care-fault-stage"));
        }
        if to.is_some_and(|to| to <= *from) {
            return Err(Error::invalid("care_to", "care-fault-period"));
        }
        if self.found.opened_on().is_some_and(|opened| *from < opened) {
            return Err(Error::invalid("care_from", "care-fault-early"));
        }
        self.room_or_reason(*staff, *role, reason).await?;
        if let Some(old) = replaces {
            self.end_care(*old, *from).await?;
        }
        let care = Care {
            id: CareId(self.ctx.new_id()),
            case: self.found.id,
            staff: *staff,
            role: *role,
            from: *from,
            to: *to,
        };
        case::insert_care(self.tx, &care).await?;
        Ok(())
    }

    async fn end_care(&mut self, id: CareId, on: Day) -> Result<()> {
        let cares = case::cares(self.tx, self.found.id).await?;
        let care = cares.into_iter().find(|care| care.id == id);
        let care = care.ok_or(Error::NotFound)?;
        if on < care.from {
            return Err(Error::invalid("care_from", "care-fault-early"));
        }
        if case::end_care(self.tx, &care, on).await? {
            Ok(())
        } else {
            Err(Error::Conflict)
        }
    }

    /// Accepting against an unmet or open criterion is possible, and asks for a reason.
    async fn screening_or_reason(&mut self, reason: &str) -> Result<()> {
        let key = &self.entered.key;
        let answers = screening::of_case(self.tx, key, self.found.id).await?;
        let standing = Standing::of(&screened(&self.programme, &answers));
        if standing.is_clear() || !reason.trim().is_empty() {
            Ok(())
        } else {
            Err(Error::invalid("reason", "care-fault-criteria"))
        }
    }

    /// Whether somebody may carry the case in this role; going over the limit asks for a reason.
    async fn room_or_reason(
        &mut self,
        chosen: StaffId,
        role: CareRole,
        reason: &str,
    ) -> Result<()> {
        let team = self.found.team;
        let all = staff::colleagues(self.tx, team, self.ctx.today()).await?;
        let chosen = all
            .iter()
            .find(|one| one.staff == chosen && role.may_be_held_by(one.role))
            .ok_or(Error::invalid("care_staff", "care-fault-staff"))?;
        let others = chosen.open.iter().filter(|case| **case != self.found.id);
        let used = u32::try_from(others.count()).unwrap_or(u32::MAX);
        let full = limit(&self.programme).is_some_and(|limit| used >= limit);
        if role == CareRole::Therapist && full && reason.trim().is_empty() {
            return Err(Error::invalid("reason", "care-fault-limit"));
        }
        Ok(())
    }

    fn phase_exists(&self, code: &str, field: &'static str) -> Result<()> {
        if treatment_phases(&self.programme).any(|phase| phase.code == code) {
            Ok(())
        } else {
            Err(Error::invalid(field, "care-fault-choice"))
        }
    }

    fn not_later(&self, on: Day, field: &'static str) -> Result<()> {
        if on > self.ctx.today() {
            Err(Error::invalid(field, "care-fault-future"))
        } else {
            Ok(())
        }
    }

    async fn save(&mut self, next: Case) -> Result<()> {
        if case::save(self.tx, &self.entered.key, &next).await? {
            Ok(())
        } else {
            Err(Error::Conflict)
        }
    }
}

/// The phases of a treatment that goes on: all but the last, which is the closed case.
pub fn treatment_phases(
    programme: &Programme,
) -> impl Iterator<Item = &hemma_domain::programme::Coded> {
    let going_on = programme.phases.len().saturating_sub(1).max(1);
    programme.phases.iter().take(going_on)
}

fn limit(programme: &Programme) -> Option<u32> {
    let limit = programme.limits.families_per_therapist_max.as_ref();
    limit.map(|limit| limit.value)
}

pub(crate) fn needs(reason: &str, field: &'static str) -> Result<()> {
    if reason.trim().is_empty() {
        Err(Error::invalid(field, "care-fault-reason"))
    } else {
        Ok(())
    }
}

pub(crate) fn of_stage(err: StageError, field: &'static str) -> Error {
    match err {
        StageError::MovedOn => Error::Conflict,
        StageError::TooEarly => Error::invalid(field, "care-fault-early"),
        StageError::UnknownCode => Error::invalid(field, "care-fault-choice"),
    }
}
