//! The report to the referrer: made from the weeks' facts, edited, sent, kept.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::Assignment;
use hemma_domain::contact::Contact;
use hemma_domain::ids::{CaseId, ReportId};
use hemma_domain::incident::Incident;
use hemma_domain::report::{Report, ReportSection, ReportState};
use hemma_domain::team::{Board, Team};
use hemma_domain::time::{Day, Week};
use hemma_domain::week::{Goal, Step};
use hemma_store::db::Tx;
use hemma_store::{assignment, contact, goal, incident, report, step, team};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};

/// The parts of a report, in the order in which they are read.
pub const SECTIONS: &[&str] = &["summary", "work", "goals", "safety", "next"];
/// Characters of one part: several pages.
pub const SECTION_CHARS_MAX: usize = 20_000;
/// Days that a report can span: an assignment seldom lasts longer.
const SPAN_DAYS_MAX: i64 = 400;

/// What the weeks say about a period: the raw material of a report.
#[derive(Debug, Clone)]
pub struct Facts {
    pub from: Day,
    pub to: Day,
    pub contacts: Vec<Contact>,
    /// Each overarching goal with the steps towards it that were set in the period.
    pub goals: Vec<(Goal, Vec<Step>)>,
    pub incidents: Vec<Incident>,
    /// The steps of the current week.
    pub next: Vec<Step>,
}

/// A case's reports, with who they go to.
#[derive(Debug, Clone)]
pub struct Reports {
    pub head: CaseHead,
    pub reports: Vec<Report>,
    pub assignment: Option<Assignment>,
}

/// One report with all that its file says of sender and receiver.
#[derive(Debug, Clone)]
pub struct OneReport {
    pub head: CaseHead,
    pub report: Report,
    /// The very file that was sent is kept.
    pub has_file: bool,
    pub assignment: Option<Assignment>,
    pub team: Team,
    pub board: Board,
}

/// What was typed into a report's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportInput {
    pub from: Day,
    pub to: Day,
    pub sections: Vec<ReportSection>,
}

impl ReportInput {
    fn check(&self) -> Result<()> {
        let mut faults = Vec::new();
        if self.to < self.from {
            faults.push(FieldError::new("to", "report-fault-order"));
        }
        if self.to.days_since(self.from) > SPAN_DAYS_MAX {
            faults.push(FieldError::new("from", "report-fault-span"));
        }
        for section in &self.sections {
            if section.text.chars().count() > SECTION_CHARS_MAX {
                faults.push(FieldError::new(section.code.clone(), "report-fault-long"));
            }
        }
        all_valid(faults)
    }
}

impl App {
    /// The reports of a case, newest first.
    pub async fn reports(&self, ctx: &Ctx, case: CaseId) -> Result<Reports> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let reports = report::of_case(&mut tx, &entered.key, case).await?;
        let assignment = assignment::of_case(&mut tx, &entered.key, case)
            .await?
            .pop();
        tx.commit().await?;
        Ok(Reports {
            head,
            reports,
            assignment,
        })
    }

    /// What the weeks say about a period.
    pub async fn report_facts(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (from, to): (Day, Day),
    ) -> Result<(CaseHead, Facts)> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let facts = facts(&mut tx, &entered, (from, to), ctx.week()).await?;
        tx.commit().await?;
        Ok((head, facts))
    }

    /// Begins a report. Gives its id.
    pub async fn draft_report(
        &self,
        ctx: &Ctx,
        case: CaseId,
        input: &ReportInput,
    ) -> Result<ReportId> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::ReportWritten)
            .await?;
        input.check()?;
        let draft = Report {
            id: ReportId(ctx.new_id()),
            case,
            from: input.from,
            to: input.to,
            sections: input.sections.clone(),
            state: ReportState::Draft,
            written_by: entered.hand()?,
            written_at: ctx.now,
            version: 1,
        };
        report::insert(&mut tx, &entered.key, &draft).await?;
        tx.commit().await?;
        Ok(draft.id)
    }

    /// One report with sender and receiver.
    pub async fn report(&self, ctx: &Ctx, case: CaseId, id: ReportId) -> Result<OneReport> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let report = report::find(&mut tx, &entered.key, case, id)
            .await?
            .ok_or(Error::NotFound)?;
        let has_file = report::has_file(&mut tx, case, id).await?;
        let assignment = assignment::of_case(&mut tx, &entered.key, case)
            .await?
            .pop();
        let (team, board) = team::find(&mut tx, head.case.team)
            .await?
            .ok_or(Error::NotFound)?;
        tx.commit().await?;
        Ok(OneReport {
            head,
            report,
            has_file,
            assignment,
            team,
            board,
        })
    }

    /// Saves a draft; what was sent cannot be changed.
    pub async fn save_report(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (id, version): (ReportId, i64),
        input: &ReportInput,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::ReportWritten)
            .await?;
        input.check()?;
        let stored = report::find(&mut tx, &entered.key, case, id)
            .await?
            .ok_or(Error::NotFound)?;
        let edited = Report {
            from: input.from,
            to: input.to,
            sections: input.sections.clone(),
            version,
            ..stored
        };
        if !report::save(&mut tx, &entered.key, &edited).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Marks a report as sent to somebody and keeps the very file.
    pub async fn send_report(
        &self,
        ctx: &Ctx,
        (case, id): (CaseId, ReportId),
        sent: &SentReport<'_>,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::ReportSent)
            .await?;
        let to = sent.to.trim();
        if to.is_empty() {
            return Err(Error::invalid("to_whom", "report-fault-receiver"));
        }
        let stored = report::find(&mut tx, &entered.key, case, id)
            .await?
            .ok_or(Error::NotFound)?;
        let state = ReportState::Sent {
            at: ctx.now,
            by: entered.hand()?,
            to: to.to_owned(),
        };
        let sent_report = Report {
            state,
            version: sent.version,
            ..stored
        };
        if !report::send(&mut tx, &entered.key, &sent_report, sent.file).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// The file that was sent.
    pub async fn report_file(&self, ctx: &Ctx, case: CaseId, id: ReportId) -> Result<Vec<u8>> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::Report, Event::CaseRead)
            .await?;
        let file = report::file(&mut tx, &entered.key, case, id)
            .await?
            .ok_or(Error::NotFound)?;
        tx.log(Entry {
            detail: format!("report {id}"),
            ..entered.entry(ctx, Event::CaseRead)
        });
        tx.commit().await?;
        Ok(file)
    }
}

/// What is sent: of which version, to whom, and the file.
#[derive(Debug, Clone, Copy)]
pub struct SentReport<'a> {
    pub version: i64,
    pub to: &'a str,
    pub file: &'a [u8],
}

async fn facts(tx: &mut Tx, entered: &Entered, (from, to): (Day, Day), now: Week) -> Result<Facts> {
    let case = entered.case();
    let within = |week: Week| week.last_day() >= from && week.first_day() <= to;
    let goals = goal::of_case(tx, &entered.key, case).await?;
    let steps = step::of_case(tx, &entered.key, case).await?;
    let incidents = incident::of_case(tx, &entered.key, case).await?;
    let contacts = contact::of_case(tx, &entered.key, case, (Week::of(from), Week::of(to))).await?;
    let goals = goals.into_iter().map(|goal| {
        let towards = steps
            .iter()
            .filter(|step| step.goal == Some(goal.id) && within(step.week));
        let towards = towards.cloned().collect();
        (goal, towards)
    });
    Ok(Facts {
        from,
        to,
        goals: goals.collect(),
        next: steps
            .iter()
            .filter(|step| step.week == now)
            .cloned()
            .collect(),
        incidents: incidents
            .into_iter()
            .map(|told| told.incident)
            .filter(|incident| (from..=to).contains(&incident.at.day()))
            .collect(),
        contacts: contacts
            .into_iter()
            .map(|(contact, _)| contact)
            .filter(|contact| (from..=to).contains(&contact.started_at.day()))
            .collect(),
    })
}
