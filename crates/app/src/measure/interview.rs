//! An interview: opened, answered item by item, put off, declined, finished.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::CareRole;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{AttemptId, MeasureId, StaffId, TaskId};
use hemma_domain::instrument::{Answer, AnswerFault, Answers, Critical, Mode, Scorer, Sheet};
use hemma_domain::mail::MailKind;
use hemma_domain::measure::{
    ATTEMPTS_MAX, AnswerSheet, Askable, Attempt, AttemptOutcome, KeptScore, Measure,
    NOTE_CHARS_MAX, Refusal, State,
};
use hemma_domain::staff::{Language, Role};
use hemma_domain::task::Task;
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::measure::{self as stored, attempt, list, score, sheet};
use hemma_store::{consent, person, staff, task};

use super::MeasureAt;
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
    /// The oldest first.
    pub attempts: Vec<Attempt>,
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

/// What came of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Somebody must see an answer today, and was told.
    pub critical: bool,
}

/// What every step of an interview begins with.
struct Begun {
    measure: Measure,
    scorer: Arc<Scorer>,
    sheet: Option<AnswerSheet>,
}

impl Begun {
    fn version(&self) -> i64 {
        self.sheet.as_ref().map_or(0, |sheet| sheet.version)
    }

    fn given(&self) -> BTreeMap<String, Answer> {
        let sheet = self.sheet.as_ref();
        sheet.map(|sheet| sheet.given.clone()).unwrap_or_default()
    }

    fn answers(&self, given: BTreeMap<String, Answer>) -> Answers {
        Answers {
            instrument: self.measure.instrument.clone(),
            version: self.measure.instrument_version,
            given,
        }
    }
}

impl App {
    /// An interview, to begin, to go on with or to look at.
    pub async fn interview(&self, ctx: &Ctx, at: MeasureAt) -> Result<Interview> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let begun = self.begun(&mut tx, &entered, at).await?;
        let closed = closed(ctx, &mut tx, &entered, &begun).await?;
        let persons = person::of_case(&mut tx, &entered.key, at.0).await?;
        let respondent = persons
            .iter()
            .find(|person| Some(person.id) == begun.measure.respondent);
        let carers = list::carers(&mut tx, &[at.0], ctx.today()).await?;
        let keys = BTreeMap::from([(at.0, entered.key.clone())]);
        let mut attempts = attempt::of_cases(&mut tx, &keys).await?;
        attempts.retain(|one| one.measure == at.1);
        let sheet = begun.scorer.sheet(&begun.answers(begun.given()));
        let sheet = sheet.map_err(|faults| unfit(&faults))?;
        tx.commit().await?;
        Ok(Interview {
            therapist: therapists(carers.iter().map(|(care, name)| (care.role, name))),
            respondent: respondent.map(told).unwrap_or_default(),
            version: begun.version(),
            scorer: begun.scorer,
            measure: begun.measure,
            sheet,
            attempts,
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
        let begun = self.begun(&mut tx, &entered, at).await?;
        open(ctx, &mut tx, &entered, &begun).await?;
        if begun.scorer.instrument().item(item).is_none() {
            return Err(Error::NotFound);
        }
        if begun.version() != version {
            return Err(Error::Conflict);
        }
        let given = changed(&begun, item, answer)?;
        let new = AnswerSheet {
            measure: at.1,
            given,
            note: begun
                .sheet
                .as_ref()
                .map(|one| one.note.clone())
                .unwrap_or_default(),
            begun_at: begun.sheet.as_ref().map_or(ctx.now, |one| one.begun_at),
            saved: (ctx.now, by),
            version,
        };
        let kept = match &begun.sheet {
            Some(_) => sheet::save(&mut tx, &entered.key, &new).await?,
            None => {
                let began = AttemptInput {
                    outcome: AttemptOutcome::Started,
                    call_back_at: None,
                    note: String::new(),
                };
                keep_attempt(ctx, &mut tx, &entered, (at.1, &began)).await?;
                sheet::insert(&mut tx, &entered.key, at.0, &new).await?
            }
        };
        if !kept {
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
        let begun = self.begun(&mut tx, &entered, at).await?;
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
        let begun = self.begun(&mut tx, &entered, at).await?;
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

    /// Ends an interview: every scale is scored exactly, and what somebody must see today becomes a task of the leader.
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
        let begun = self.begun(&mut tx, &entered, at).await?;
        open(ctx, &mut tx, &entered, &begun).await?;
        let Some(old) = &begun.sheet else {
            return Err(Error::invalid("note", "interview-fault-empty"));
        };
        if old.version != version {
            return Err(Error::Conflict);
        }
        let answered = begun.scorer.sheet(&begun.answers(old.given.clone()));
        let answered = answered.map_err(|faults| unfit(&faults))?;
        let new = AnswerSheet {
            note: note.trim().to_owned(),
            saved: (ctx.now, by),
            ..old.clone()
        };
        let done = Measure {
            state: State::Done { at: ctx.now, by },
            ..begun.measure.clone()
        };
        let kept =
            sheet::save(&mut tx, &entered.key, &new).await? && stored::save(&mut tx, &done).await?;
        if !kept {
            return Err(Error::Conflict);
        }
        for one in begun.scorer.scores(&answered) {
            let kept = KeptScore::of(at.1, &one, ctx.now);
            score::insert(&mut tx, at.0, &kept).await?;
        }
        let critical: Vec<&Critical> = begun.scorer.critical(&answered).collect();
        for one in &critical {
            for to in warn(ctx, &mut tx, &entered, (one, &begun.scorer)).await? {
                self.tell(ctx, &mut tx, (to, MailKind::CriticalAnswer))
                    .await?;
            }
        }
        tx.log(Entry {
            detail: at.1.to_string(),
            ..entered.entry(ctx, Event::MeasureScored)
        });
        tx.commit().await?;
        Ok(Finished {
            critical: !critical.is_empty(),
        })
    }

    async fn begun(&self, tx: &mut Tx, entered: &Entered, at: MeasureAt) -> Result<Begun> {
        let measure = stored::find(tx, at.0, at.1).await?.ok_or(Error::NotFound)?;
        let scorer = self.instrument(&measure.instrument, measure.instrument_version)?;
        if !is_asked_by_interviewers(&scorer) {
            return Err(Error::NotFound);
        }
        let sheet = sheet::find(tx, &entered.key, at).await?;
        Ok(Begun {
            measure,
            scorer,
            sheet,
        })
    }
}

async fn keep_attempt(
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
pub(super) fn is_asked_by_interviewers(scorer: &Scorer) -> bool {
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

/// Why nobody may be asked now. What was begun in time may be finished later.
async fn closed(
    ctx: &Ctx,
    tx: &mut Tx,
    entered: &Entered,
    begun: &Begun,
) -> Result<Option<&'static str>> {
    use hemma_domain::measure::Timing;
    let today = ctx.today();
    if begun.measure.state != State::Due {
        return Ok(Some("interview-closed-state"));
    }
    match begun.measure.window.timing(today) {
        Timing::Coming => return Ok(Some("interview-closed-early")),
        Timing::Past if begun.sheet.is_none() => return Ok(Some("interview-closed-late")),
        Timing::Open | Timing::Late | Timing::Past => {}
    }
    let persons = person::of_case(tx, &entered.key, entered.case()).await?;
    let consents = consent::of_case(tx, &entered.key, entered.case()).await?;
    let respondents = &begun.scorer.instrument().respondents;
    let askable = Askable::of(respondents, &persons, &consents, today);
    let consents = begun.measure.respondent.is_some_and(|id| askable.holds(id));
    Ok((!consents).then_some("interview-closed-consent"))
}

async fn open(ctx: &Ctx, tx: &mut Tx, entered: &Entered, begun: &Begun) -> Result<()> {
    match closed(ctx, tx, entered, begun).await? {
        Some(why) => Err(Error::invalid("answer", why)),
        None => Ok(()),
    }
}

/// The answers with one changed, and without those whose items are not asked any more.
fn changed(begun: &Begun, item: &str, answer: Option<Answer>) -> Result<BTreeMap<String, Answer>> {
    let mut given = begun.given();
    match answer {
        Some(answer) => given.insert(item.to_owned(), answer),
        None => given.remove(item),
    };
    loop {
        let Err(faults) = begun.scorer.sheet(&begun.answers(given.clone())) else {
            return Ok(given);
        };
        let idle: Vec<&String> = faults
            .iter()
            .filter_map(|fault| match fault {
                AnswerFault::NotAsked(idle) if idle != item => Some(idle),
                _ => None,
            })
            .collect();
        // Each round takes answers away, so that it ends.
        if idle.is_empty() || idle.len() < faults.len() {
            return Err(Error::invalid("answer", "interview-fault-answer"));
        }
        for one in idle {
            given.remove(one);
        }
    }
}

fn unfit(faults: &[AnswerFault]) -> Error {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    Error::Internal(anyhow::anyhow!("stored answers do not fit: {first}"))
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

fn short(field: &str, text: &str) -> Result<()> {
    if text.chars().count() > NOTE_CHARS_MAX {
        return Err(Error::invalid(field, "interview-fault-long"));
    }
    Ok(())
}

/// A task for each leader of the team, in the leader's language; for the carers where a team has no leader. Says who
/// was told.
async fn warn(
    ctx: &Ctx,
    tx: &mut Tx,
    entered: &Entered,
    (critical, scorer): (&Critical, &Scorer),
) -> Result<Vec<StaffId>> {
    let mut told = Vec::new();
    let team = entered.scope.team.team;
    let members = staff::of_team(tx, team, ctx.today()).await?;
    let leads = |role: Role| role == Role::GroupLeader;
    let has_leader = members.iter().any(|(_, role)| leads(*role));
    for (member, role) in members {
        let carries = entered.scope.carers.contains(&member.id);
        if !(leads(role) || (!has_leader && carries)) {
            continue;
        }
        let label = match member.language {
            Language::Swedish => &critical.label.sv,
            Language::English => &critical.label.en,
        };
        let name = match member.language {
            Language::Swedish => &scorer.instrument().name.sv,
            Language::English => &scorer.instrument().name.en,
        };
        let one = Task {
            id: TaskId(ctx.new_id()),
            team,
            case: Some(entered.case()),
            owner: member.id,
            text: format!("{name}: {label}"),
            due_on: Some(ctx.today()),
            from_week: None,
            set_by: entered.hand()?,
            set_at: ctx.now,
            done: None,
            version: 1,
        };
        task::insert(tx, &entered.key, &one).await?;
        tx.log(Entry {
            detail: one.id.to_string(),
            ..entered.entry(ctx, Event::TaskChanged)
        });
        told.push(one.owner);
    }
    tracing::info!(
        case.id = %entered.case(),
        instrument = scorer.instrument().code,
        role = Role::GroupLeader.code(),
        "a critical answer was passed on"
    );
    Ok(told)
}
