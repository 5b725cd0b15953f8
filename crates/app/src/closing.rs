//! Closing a case, and the follow-ups after it.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::{OutcomeValue, Ruling, RulingKind};
use hemma_domain::followup::{FollowUpDue, Outcome};
use hemma_domain::ids::CaseId;
use hemma_domain::programme::Programme;
use hemma_domain::time::Day;
use hemma_domain::week::Goal;
use hemma_store::{case, followup, goal, ruling, staff};

use crate::App;
use crate::care::{REASON_CHARS_MAX, of_stage};
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// What the page of closing shows.
#[derive(Debug, Clone)]
pub struct ClosingView {
    pub head: CaseHead,
    pub goals: Vec<Goal>,
    pub outcomes: Vec<Outcome>,
}

/// How a treatment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub on: Day,
    /// A closing reason of the programme.
    pub reason: String,
    /// Outcome codes of the programme with their values; what was never a question is left out.
    pub outcomes: Vec<(String, OutcomeValue)>,
    pub words: String,
}

/// The follow-ups of a case.
#[derive(Debug, Clone)]
pub struct FollowUps {
    pub head: CaseHead,
    pub due: Vec<FollowUpDue>,
    pub outcomes: Vec<Outcome>,
    /// Names of those who followed up.
    pub names: Vec<(hemma_domain::ids::StaffId, String)>,
}

/// What a follow-up found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub on: Day,
    pub outcomes: Vec<(String, OutcomeValue)>,
    /// Why it could not be done; empty otherwise.
    pub remark: String,
}

impl App {
    /// What closing a case needs, or how it was closed.
    pub async fn closing(&self, ctx: &Ctx, id: CaseId) -> Result<ClosingView> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let goals = goal::of_case(&mut tx, &entered.key, id).await?;
        let outcomes = followup::outcomes(&mut tx, id).await?;
        tx.commit().await?;
        Ok(ClosingView {
            head,
            goals,
            outcomes,
        })
    }

    /// Ends a treatment: keeps the outcomes, and says when the family is asked again.
    pub async fn close_case(
        &self,
        ctx: &Ctx,
        id: CaseId,
        version: i64,
        ending: &Ending,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseClosed)
            .await?;
        let by = entered.hand()?;
        let found = entered.found.clone();
        if found.version != version {
            return Err(Error::Conflict);
        }
        let programme = self.programme(&found.programme, found.programme_version)?;
        all_valid(ending_faults(&programme, ending, ctx.today()))?;
        let closed = found
            .close(ending.on, &ending.reason)
            .map_err(|err| of_stage(err, "on"))?;
        if !case::save(&mut tx, &entered.key, &closed).await? {
            return Err(Error::Conflict);
        }
        let outcomes = outcomes(id, 0, &ending.outcomes);
        followup::replace_outcomes(&mut tx, id, 0, &outcomes).await?;
        let kept = followup::of_case(&mut tx, &entered.key, id).await?;
        for due in due_after(id, &programme, ending.on) {
            if !kept.iter().any(|one| one.months == due.months) {
                followup::insert(&mut tx, &entered.key, &due).await?;
            }
        }
        let made = Ruling {
            case: id,
            kind: RulingKind::Closed,
            on: ending.on,
            by,
            reason: ending.words.trim().to_owned(),
        };
        ruling::insert(&mut tx, &entered.key, &made).await?;
        self.plan_measures(ctx, &mut tx, &entered).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The follow-ups of a case.
    pub async fn follow_ups(&self, ctx: &Ctx, id: CaseId) -> Result<FollowUps> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let due = followup::of_case(&mut tx, &entered.key, id).await?;
        let outcomes = followup::outcomes(&mut tx, id).await?;
        let mut hands: Vec<_> = due
            .iter()
            .filter_map(|one| one.done.map(|(_, by)| by))
            .collect();
        hands.sort();
        hands.dedup();
        let names = staff::names(&mut tx, &hands).await?;
        tx.commit().await?;
        Ok(FollowUps {
            head,
            due,
            outcomes,
            names,
        })
    }

    /// Keeps what a follow-up found, or why it could not be done.
    pub async fn follow_up(
        &self,
        ctx: &Ctx,
        (id, months): (CaseId, u32),
        version: i64,
        found: &Found,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::FollowUpDone)
            .await?;
        let by = entered.hand()?;
        let one = entered.found.clone();
        let programme = self.programme(&one.programme, one.programme_version)?;
        let due = followup::of_case(&mut tx, &entered.key, id).await?;
        let due = due.into_iter().find(|one| one.months == months);
        let due = due.ok_or(Error::NotFound)?;
        if due.version != version {
            return Err(Error::Conflict);
        }
        all_valid(follow_up_faults(&programme, found, ctx.today()))?;
        let done = FollowUpDue {
            done: Some((found.on, by)),
            remark: found.remark.trim().to_owned(),
            ..due
        };
        if !followup::save(&mut tx, &entered.key, &done).await? {
            return Err(Error::Conflict);
        }
        let outcomes = outcomes(id, months, &found.outcomes);
        followup::replace_outcomes(&mut tx, id, months, &outcomes).await?;
        tx.log(Entry {
            detail: months.to_string(),
            ..entered.entry(ctx, Event::FollowUpDone)
        });
        tx.commit().await?;
        Ok(())
    }
}

/// The follow-ups that a programme asks for after a closing.
pub fn due_after(case: CaseId, programme: &Programme, closed_on: Day) -> Vec<FollowUpDue> {
    programme
        .follow_ups()
        .iter()
        .map(|months| FollowUpDue {
            case,
            months: *months,
            due_on: closed_on.plus_months(i64::from(*months)),
            done: None,
            remark: String::new(),
            version: 1,
        })
        .collect()
}

fn outcomes(case: CaseId, months: u32, given: &[(String, OutcomeValue)]) -> Vec<Outcome> {
    given
        .iter()
        .map(|(code, value)| Outcome {
            case,
            months,
            code: code.clone(),
            value: *value,
        })
        .collect()
}

fn ending_faults(programme: &Programme, ending: &Ending, today: Day) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if ending.on > today {
        faults.push(FieldError::new("on", "closing-fault-future"));
    }
    if programme.closing_reason(&ending.reason).is_none() {
        faults.push(FieldError::new("reason", "closing-fault-reason"));
    }
    let known = |code: &str| {
        let all = programme
            .outcomes
            .iter()
            .chain(&programme.instrumental_outcomes);
        all.into_iter().any(|outcome| outcome.code == code)
    };
    for (code, _) in &ending.outcomes {
        if !known(code) {
            faults.push(FieldError::new(
                format!("outcome-{code}"),
                "closing-fault-choice",
            ));
        }
    }
    if ending.words.chars().count() > REASON_CHARS_MAX {
        faults.push(FieldError::new("words", "closing-fault-long"));
    }
    faults
}

fn follow_up_faults(programme: &Programme, found: &Found, today: Day) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if found.on > today {
        faults.push(FieldError::new("on", "closing-fault-future"));
    }
    if found.outcomes.is_empty() && found.remark.trim().is_empty() {
        faults.push(FieldError::new("remark", "closing-fault-nothing"));
    }
    for (code, _) in &found.outcomes {
        if !programme.outcomes.iter().any(|one| one.code == *code) {
            faults.push(FieldError::new(
                format!("outcome-{code}"),
                "closing-fault-choice",
            ));
        }
    }
    if found.remark.chars().count() > REASON_CHARS_MAX {
        faults.push(FieldError::new("remark", "closing-fault-long"));
    }
    faults
}
