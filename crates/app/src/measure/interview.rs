//! An interview: opened, answered item by item, put off, declined, finished.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::calling::CallTime;
use hemma_domain::case::CareRole;
use hemma_domain::ids::{AttemptId, MeasureId};
use hemma_domain::instrument::{Answer, Mode, Scorer, Sheet};
use hemma_domain::link::AnswerLink;
use hemma_domain::measure::{
    ATTEMPTS_MAX, AnswerSheet, Attempt, AttemptOutcome, Hand, Measure, NOTE_CHARS_MAX, Refusal,
    State,
};
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::measure::{self as stored, attempt, list};
use hemma_store::{calling, link, person};

use super::MeasureAt;
use super::asked::{Begun, Finished, closed, open};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};

/// Who is interviewed, as far as an interviewer must know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interviewed {
    pub name: String,
    pub phone: String,
    /// BCP 47.
    pub language: String,
    pub interpreter: bool,
}

/// An interview as it stands.
#[derive(Debug, Clone)]
pub struct Interview {
    pub measure: Measure,
    pub scorer: Arc<Scorer>,
    /// The case's code.
    pub therapist: String,
    pub respondent: Interviewed,
    /// What was answered so far, item by item.
    pub sheet: Sheet,
    /// Counts answers; 0 before the first.
    pub version: i64,
    /// How it went so far, where somebody wrote it down.
    pub note: String,
    /// When the family is best called; none where nobody has said.
    pub best: Option<CallTime>,
    /// The oldest first.
    pub attempts: Vec<Attempt>,
    /// Links by which somebody may answer alone, the newest first.
    pub links: Vec<AnswerLink>,
    /// Why nobody may be asked now; the key of a message.
    pub closed: Option<&'static str>,
}

/// How a call ended, as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptInput {
    pub outcome: AttemptOutcome,
    pub call_back_at: Option<Instant>,
    pub note: String,
}

impl AttemptInput {
    /// The call that came to an interview.
    pub(super) fn started() -> AttemptInput {
        AttemptInput {
            outcome: AttemptOutcome::Started,
            call_back_at: None,
            note: String::new(),
        }
    }
}

impl App {
    /// An interview, to begin, to go on with or to look at.
    pub async fn interview(&self, ctx: &Ctx, at: MeasureAt) -> Result<Interview> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let begun = self.asked(&mut tx, &entered, at).await?;
        let closed = closed(ctx, &mut tx, &entered, &begun).await?;
        let persons = person::of_case(&mut tx, &entered.key, at.0).await?;
        let respondent = persons
            .iter()
            .find(|person| Some(person.id) == begun.measure.respondent);
        let carers = list::carers(&mut tx, &[at.0], ctx.today()).await?;
        let keys = BTreeMap::from([(at.0, entered.key.clone())]);
        let mut attempts = attempt::of_cases(&mut tx, &keys).await?;
        attempts.retain(|one| one.measure == at.1);
        let mut best = calling::of_cases(&mut tx, &keys).await?;
        let sheet = begun.read()?;
        let links = link::of_measure(&mut tx, at).await?;
        tx.commit().await?;
        Ok(Interview {
            therapist: therapists(carers.iter().map(|(care, name)| (care.role, name))),
            respondent: respondent.map(told).unwrap_or_default(),
            version: begun.version(),
            note: begun.sheet.map(|sheet| sheet.note).unwrap_or_default(),
            scorer: begun.scorer,
            measure: begun.measure,
            sheet,
            best: best.remove(&at.0),
            attempts,
            links,
            closed,
        })
    }

    /// Writes an answer down as it is given, or takes it back; gives the new version of the sheet.
    ///
    /// Answers that the change makes idle, since their items are no longer asked, go with it.
    pub async fn save_answer(
        &self,
        ctx: &Ctx,
        at: MeasureAt,
        (item, answer): (&str, Option<Answer>),
        version: i64,
    ) -> Result<i64> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let by = entered.hand()?;
        let begun = self.asked(&mut tx, &entered, at).await?;
        open(ctx, &mut tx, &entered, &begun).await?;
        if begun.scorer.instrument().item(item).is_none() {
            return Err(Error::NotFound);
        }
        if begun.version() != version {
            return Err(Error::Conflict);
        }
        let mut given = begun.given();
        match answer {
            Some(answer) => given.insert(item.to_owned(), answer),
            None => given.remove(item),
        };
        let given = begun.fitting(given, Some(item))?;
        if begun.sheet.is_none() {
            keep_attempt(ctx, &mut tx, &entered, (at.1, &AttemptInput::started())).await?;
        }
        let on = (self, ctx, &mut tx);
        let hand = (Hand::Staff(by), by);
        if !begun.write(on, &entered, given, hand).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Notes how a call ended that came to no interview.
    pub async fn note_attempt(&self, ctx: &Ctx, at: MeasureAt, input: &AttemptInput) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let begun = self.asked(&mut tx, &entered, at).await?;
        if begun.measure.state != State::Due {
            return Err(Error::invalid("outcome", "interview-closed-state"));
        }
        all_valid(attempt_faults(ctx, input))?;
        let keys = BTreeMap::from([(at.0, entered.key.clone())]);
        let calls = attempt::of_cases(&mut tx, &keys).await?;
        if calls.iter().filter(|one| one.measure == at.1).count() >= ATTEMPTS_MAX {
            return Err(Error::invalid("outcome", "interview-fault-attempts"));
        }
        keep_attempt(ctx, &mut tx, &entered, (at.1, input)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that they do not want to answer. Nobody calls about this measure again.
    pub async fn decline_interview(
        &self,
        ctx: &Ctx,
        at: MeasureAt,
        (why, note): (Refusal, &str),
    ) -> Result<()> {
        short("note", note)?;
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let by = entered.hand()?;
        let begun = self.asked(&mut tx, &entered, at).await?;
        if begun.measure.state != State::Due {
            return Err(Error::invalid("why", "interview-closed-state"));
        }
        let call = AttemptInput {
            outcome: AttemptOutcome::Declined,
            call_back_at: None,
            note: note.to_owned(),
        };
        keep_attempt(ctx, &mut tx, &entered, (at.1, &call)).await?;
        let state = State::Declined {
            at: ctx.now,
            by,
            why,
        };
        let new = Measure {
            state,
            ..begun.measure
        };
        if !stored::save(&mut tx, &new).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Ends an interview: every scale is scored exactly.
    ///
    /// Items may be open: somebody may hang up. What too few answers give is said by the scale.
    pub async fn finish_interview(
        &self,
        ctx: &Ctx,
        at: MeasureAt,
        (version, note): (i64, &str),
    ) -> Result<Finished> {
        short("note", note)?;
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let by = entered.hand()?;
        let begun = self.asked(&mut tx, &entered, at).await?;
        open(ctx, &mut tx, &entered, &begun).await?;
        let Some(old) = &begun.sheet else {
            return Err(Error::invalid("note", "interview-fault-empty"));
        };
        if old.version != version {
            return Err(Error::Conflict);
        }
        let hand = Hand::Staff(by);
        let new = AnswerSheet {
            note: note.trim().to_owned(),
            saved: (ctx.now, hand),
            ..old.clone()
        };
        let on = (self, ctx, &mut tx);
        if !begun.keep(on, &entered, (&new, by)).await? {
            return Err(Error::Conflict);
        }
        let finished = begun.end((ctx, &mut tx), &entered, hand).await?;
        tx.commit().await?;
        Ok(finished)
    }

    /// A measure whose questions somebody asks.
    pub(super) async fn asked(
        &self,
        tx: &mut Tx,
        entered: &Entered,
        at: MeasureAt,
    ) -> Result<Begun> {
        let begun = self.begun(tx, entered, at).await?;
        match is_asked_by_interviewers(&begun.scorer) {
            true => Ok(begun),
            false => Err(Error::NotFound),
        }
    }
}

pub(super) async fn keep_attempt(
    ctx: &Ctx,
    tx: &mut Tx,
    entered: &Entered,
    (measure, input): (MeasureId, &AttemptInput),
) -> Result<()> {
    let call = Attempt {
        id: AttemptId(ctx.new_id()),
        measure,
        at: ctx.now,
        by: entered.hand()?,
        outcome: input.outcome,
        call_back_at: input.call_back_at,
        note: input.note.trim().to_owned(),
    };
    attempt::insert(tx, &entered.key, entered.case(), &call).await?;
    Ok(())
}

/// Whether somebody asks the questions, on the phone or face to face.
pub(crate) fn is_asked_by_interviewers(scorer: &Scorer) -> bool {
    let modes = &scorer.instrument().modes;
    modes.contains(&Mode::PhoneInterview) || modes.contains(&Mode::InPerson)
}

pub(super) fn told(person: &hemma_domain::person::Person) -> Interviewed {
    Interviewed {
        name: person.full_name(),
        phone: person.phone.clone(),
        language: person.language.clone(),
        interpreter: person.interpreter,
    }
}

pub(super) fn therapists<'a>(carers: impl Iterator<Item = (CareRole, &'a String)>) -> String {
    let names = carers.filter(|(role, _)| *role == CareRole::Therapist);
    let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
    names.join(", ")
}

fn attempt_faults(ctx: &Ctx, input: &AttemptInput) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let says_when = input.call_back_at.is_some();
    if matches!(
        input.outcome,
        AttemptOutcome::Started | AttemptOutcome::Declined
    ) {
        faults.push(FieldError::new("outcome", "interview-fault-outcome"));
    }
    if input.outcome == AttemptOutcome::CallBack && !says_when {
        faults.push(FieldError::new("call_back", "interview-fault-call-back"));
    }
    if input.call_back_at.is_some_and(|at| at < ctx.now) {
        faults.push(FieldError::new("call_back", "interview-fault-past"));
    }
    if input.note.chars().count() > NOTE_CHARS_MAX {
        faults.push(FieldError::new("note", "interview-fault-long"));
    }
    faults
}

pub(super) fn short(field: &str, text: &str) -> Result<()> {
    if text.chars().count() > NOTE_CHARS_MAX {
        return Err(Error::invalid(field, "interview-fault-long"));
    }
    Ok(())
}
