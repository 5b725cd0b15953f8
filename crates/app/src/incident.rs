//! Incidents: recorded once however often they are sent, and read by the leader.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{CaseId, IncidentId, PersonId};
use hemma_domain::incident::{Harm, Incident, IncidentFault, IncidentKind, ReportMade};
use hemma_domain::time::Instant;
use hemma_store::incident as stored;

pub use hemma_store::incident::Told;

use crate::App;
use crate::artefact::Version;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// A case's incidents.
#[derive(Debug, Clone)]
pub struct Incidents {
    pub head: CaseHead,
    /// The newest first.
    pub told: Vec<Told>,
}

/// What the form for a new incident shows.
#[derive(Debug, Clone)]
pub struct IncidentForm {
    pub head: CaseHead,
    /// The safety plan in force, to say which step was used.
    pub plan: Option<Version>,
    /// The id of the incident to come, so that a form sent twice is stored once.
    pub id: IncidentId,
}

/// What somebody tells of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentInput {
    /// Drawn where it was written: by the form or by the phone.
    pub id: IncidentId,
    pub kind: IncidentKind,
    pub at: Instant,
    pub what: String,
    pub harm: Harm,
    pub step_used: String,
    pub child_safe_now: bool,
    pub reports: Vec<ReportMade>,
    pub persons: Vec<PersonId>,
}

impl App {
    /// The incidents of a case.
    pub async fn incidents(&self, ctx: &Ctx, case: CaseId) -> Result<Incidents> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let told = stored::of_case(&mut tx, &entered.key, case).await?;
        tx.commit().await?;
        Ok(Incidents { head, told })
    }

    /// The form for a new incident.
    pub async fn incident_form(&self, ctx: &Ctx, case: CaseId) -> Result<IncidentForm> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let plan = self.plan_in_force(&mut tx, &entered, &head).await?;
        tx.commit().await?;
        Ok(IncidentForm {
            head,
            plan,
            id: IncidentId(ctx.new_id()),
        })
    }

    /// Records an incident. Sent again with the same id, it is answered as the first time and changes nothing.
    pub async fn record_incident(
        &self,
        ctx: &Ctx,
        case: CaseId,
        input: &IncidentInput,
    ) -> Result<IncidentId> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::IncidentRecorded)
            .await?;
        if stored::exists(&mut tx, case, input.id).await? {
            tx.commit().await?;
            return Ok(input.id);
        }
        let head = self.head(ctx, &mut tx, &entered).await?;
        let incident = Incident {
            id: input.id,
            case,
            kind: input.kind,
            at: input.at,
            what: input.what.trim().to_owned(),
            harm: input.harm,
            step_used: input.step_used.trim().to_owned(),
            child_safe_now: input.child_safe_now,
            reports: input.reports.clone(),
            persons: input.persons.clone(),
            recorded_by: entered.hand()?,
            recorded_at: ctx.now,
            reviewed: None,
            version: 1,
        };
        let mut faults: Vec<FieldError> = incident
            .check(ctx.now)
            .into_iter()
            .map(field_error)
            .collect();
        if incident
            .persons
            .iter()
            .any(|id| !head.persons.iter().any(|person| person.id == *id))
        {
            faults.push(FieldError::new("persons", "error-incident-person"));
        }
        all_valid(faults)?;
        stored::insert(&mut tx, &entered.key, &incident).await?;
        tx.commit().await?;
        Ok(incident.id)
    }

    /// Marks an incident as read by the leader, who knows what follows.
    pub async fn review_incident(&self, ctx: &Ctx, case: CaseId, id: IncidentId) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Manage, Event::IncidentReviewed)
            .await?;
        let by = entered.hand()?;
        if !stored::review(&mut tx, (case, id), ctx.now, by).await?
            && !stored::exists(&mut tx, case, id).await?
        {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }
}

fn field_error(fault: IncidentFault) -> FieldError {
    match fault {
        IncidentFault::Untold => FieldError::new("what", "error-incident-untold"),
        IncidentFault::NotYet => FieldError::new("on", "error-incident-not-yet"),
        IncidentFault::WhatTooLong => FieldError::new("what", "error-incident-long"),
        IncidentFault::StepTooLong => FieldError::new("step_used", "error-incident-long"),
    }
}
