//! What interviews and answer links have in common: a measure with its questions, the answers so far, how they change,
//! and what they come to in the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::audit::{Entry, Event};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{PersonId, StaffId, TaskId};
use hemma_domain::instrument::{Answer, AnswerFault, Answers, Critical, Scorer, Sheet};
use hemma_domain::mail::MailKind;
use hemma_domain::measure::{AnswerSheet, Askable, Hand, KeptScore, Measure, State, Timing};
use hemma_domain::staff::{Language, Role};
use hemma_domain::task::Task;
use hemma_domain::time::{Day, Instant};
use hemma_store::db::Tx;
use hemma_store::measure::{self as stored, score, sheet};
use hemma_store::{consent, hold, person, staff, task};

use super::MeasureAt;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};

/// What came of a questionnaire that was brought to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Somebody must see an answer today, and was told.
    pub critical: bool,
}

/// What every step of an interview, and of whoever answers alone, begins with.
pub(crate) struct Begun {
    pub measure: Measure,
    pub scorer: Arc<Scorer>,
    pub sheet: Option<AnswerSheet>,
}

impl Begun {
    /// Counts answers; 0 before the first.
    pub(crate) fn version(&self) -> i64 {
        self.sheet.as_ref().map_or(0, |sheet| sheet.version)
    }

    /// What was answered so far.
    pub(crate) fn given(&self) -> BTreeMap<String, Answer> {
        let sheet = self.sheet.as_ref();
        sheet.map(|sheet| sheet.given.clone()).unwrap_or_default()
    }

    /// What was answered so far, item by item.
    pub(crate) fn read(&self) -> Result<Sheet> {
        self.sheet_of(self.given())
    }

    fn sheet_of(&self, given: BTreeMap<String, Answer>) -> Result<Sheet> {
        stored_sheet(&self.scorer, &self.measure, given)
    }

    fn answers(&self, given: BTreeMap<String, Answer>) -> Answers {
        answers(&self.measure, given)
    }

    /// The answers without those whose items are not asked any more; the one that was just given must be asked.
    pub(crate) fn fitting(
        &self,
        mut given: BTreeMap<String, Answer>,
        just: Option<&str>,
    ) -> Result<BTreeMap<String, Answer>> {
        loop {
            let Err(faults) = self.scorer.sheet(&self.answers(given.clone())) else {
                return Ok(given);
            };
            let idle: Vec<&String> = faults
                .iter()
                .filter_map(|fault| match fault {
                    AnswerFault::NotAsked(idle) if Some(idle.as_str()) != just => Some(idle),
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

    /// Writes the answers down. Says whether nobody did meanwhile.
    pub(crate) async fn write(
        &self,
        on: (&App, &Ctx, &mut Tx),
        entered: &Entered,
        given: BTreeMap<String, Answer>,
        (hand, by): (Hand, StaffId),
    ) -> Result<bool> {
        let before = self.sheet.as_ref();
        let note = before.map(|one| one.note.clone()).unwrap_or_default();
        let new = self.changed((given, note), (on.1.now, hand));
        self.keep(on, entered, (&new, by)).await
    }

    /// The sheet with other answers and another note.
    pub(crate) fn changed(
        &self,
        (given, note): (BTreeMap<String, Answer>, String),
        saved: (Instant, Hand),
    ) -> AnswerSheet {
        AnswerSheet {
            measure: self.measure.id,
            given,
            note,
            begun_at: self.sheet.as_ref().map_or(saved.0, |one| one.begun_at),
            saved,
            version: self.version(),
        }
    }

    /// Keeps a sheet. Says whether nobody kept another meanwhile.
    ///
    /// What somebody must see today becomes a task of the leader at once, set by `by`, who is told by mail too: an interview
    /// may be cut after that answer, and a link never sent in.
    pub(crate) async fn keep(
        &self,
        (app, ctx, tx): (&App, &Ctx, &mut Tx),
        entered: &Entered,
        (new, by): (&AnswerSheet, StaffId),
    ) -> Result<bool> {
        let kept = match self.sheet {
            Some(_) => sheet::save(tx, &entered.key, new).await?,
            None => sheet::insert(tx, &entered.key, entered.case(), new).await?,
        };
        // Nearly every instrument has no such answer, and each save would read two sheets for nothing.
        if kept && !self.scorer.instrument().critical.is_empty() {
            let (before, now) = (self.read()?, self.sheet_of(new.given.clone())?);
            let known: Vec<&Critical> = self.scorer.critical(&before).collect();
            for one in self.scorer.critical(&now) {
                if !known.contains(&one) {
                    self.warn((app, ctx, &mut *tx), entered, one, by).await?;
                }
            }
        }
        Ok(kept)
    }

    /// Ends a measure with what was answered and kept: every scale is scored exactly.
    pub(crate) async fn end(
        &self,
        (ctx, tx): (&Ctx, &mut Tx),
        entered: &Entered,
        hand: Hand,
    ) -> Result<Finished> {
        let answered = self.read()?;
        let done = Measure {
            state: State::Done {
                at: ctx.now,
                by: hand,
            },
            ..self.measure.clone()
        };
        if !stored::save(tx, &done).await? {
            return Err(Error::Conflict);
        }
        for one in self.scorer.scores(&answered) {
            let kept = KeptScore::of(self.measure.id, &one, ctx.now);
            score::insert(tx, entered.case(), &kept).await?;
        }
        tx.log(Entry {
            detail: self.measure.id.to_string(),
            ..entered.entry(ctx, Event::MeasureScored)
        });
        Ok(Finished {
            critical: self.scorer.critical(&answered).next().is_some(),
        })
    }

    /// A task for each leader of the team, in the leader's language; for the carers where a team has no leader.
    async fn warn(
        &self,
        (app, ctx, tx): (&App, &Ctx, &mut Tx),
        entered: &Entered,
        critical: &Critical,
        set_by: StaffId,
    ) -> Result<()> {
        let team = entered.scope.team.team;
        let members = staff::of_team(tx, team, ctx.today()).await?;
        let leads = |role: Role| role == Role::GroupLeader;
        let has_leader = members.iter().any(|(_, role)| leads(*role));
        for (member, role) in members {
            let carries = entered.scope.carers.contains(&member.id);
            if !(leads(role) || (!has_leader && carries)) {
                continue;
            }
            let name = &self.scorer.instrument().name;
            let (name, label) = match member.language {
                Language::Swedish => (&name.sv, &critical.label.sv),
                Language::English => (&name.en, &critical.label.en),
            };
            let one = Task {
                id: TaskId(ctx.new_id()),
                team,
                case: Some(entered.case()),
                owner: member.id,
                text: format!("{name}: {label}"),
                due_on: Some(ctx.today()),
                from_week: None,
                set_by,
                set_at: ctx.now,
                done: None,
                version: 1,
            };
            task::insert(tx, &entered.key, &one).await?;
            tx.log(Entry {
                detail: one.id.to_string(),
                ..entered.entry(ctx, Event::TaskChanged)
            });
            let mail = (one.owner, MailKind::CriticalAnswer);
            app.tell_about(ctx, tx, mail, self.measure.id.0).await?;
        }
        tracing::info!(
            case.id = %entered.case(),
            instrument = self.scorer.instrument().code,
            role = Role::GroupLeader.code(),
            "a critical answer was passed on"
        );
        Ok(())
    }
}

impl App {
    /// A measure with its questions and the answers so far.
    pub(crate) async fn begun(
        &self,
        tx: &mut Tx,
        entered: &Entered,
        at: MeasureAt,
    ) -> Result<Begun> {
        let measure = stored::find(tx, at.0, at.1).await?.ok_or(Error::NotFound)?;
        let scorer = self.instrument(&measure.instrument, measure.instrument_version)?;
        let sheet = sheet::find(tx, &entered.key, at).await?;
        Ok(Begun {
            measure,
            scorer,
            sheet,
        })
    }
}

/// Why nobody may be asked now. What was begun in time may be finished later. While measures rest nobody calls; whoever
/// has a link already may answer all the same.
pub(crate) async fn closed(
    ctx: &Ctx,
    tx: &mut Tx,
    entered: &Entered,
    begun: &Begun,
) -> Result<Option<&'static str>> {
    let today = ctx.today();
    if begun.measure.state != State::Due {
        return Ok(Some("interview-closed-state"));
    }
    match begun.measure.window.timing(today) {
        Timing::Coming => return Ok(Some("interview-closed-early")),
        Timing::Past if begun.sheet.is_none() => return Ok(Some("interview-closed-late")),
        Timing::Open | Timing::Late | Timing::Past => {}
    }
    let would_call = ctx.staff().is_some() && begun.sheet.is_none();
    if would_call && hold::rests(tx, entered.case(), today).await? {
        return Ok(Some("interview-closed-hold"));
    }
    let consents = match begun.measure.respondent {
        Some(id) => consents(tx, entered, (begun, id), today).await?,
        None => false,
    };
    Ok((!consents).then_some("interview-closed-consent"))
}

/// Whether somebody can answer and has said yes to it. Nobody else of the family is read: each answer of a sheet asks.
async fn consents(
    tx: &mut Tx,
    entered: &Entered,
    (begun, id): (&Begun, PersonId),
    today: Day,
) -> Result<bool> {
    let of = (entered.case(), id);
    let person = person::find(tx, &entered.key, of).await?;
    let answers = consent::of_person(tx, &entered.key, of).await?;
    let respondents = &begun.scorer.instrument().respondents;
    Ok(Askable::of(respondents, person.as_slice(), &answers, today).holds(id))
}

/// Goes on only where somebody may be asked now.
pub(crate) async fn open(ctx: &Ctx, tx: &mut Tx, entered: &Entered, begun: &Begun) -> Result<()> {
    match closed(ctx, tx, entered, begun).await? {
        Some(why) => Err(Error::invalid("answer", why)),
        None => Ok(()),
    }
}

/// Answers as they are stored, item by item.
pub(super) fn stored_sheet(
    scorer: &Scorer,
    measure: &Measure,
    given: BTreeMap<String, Answer>,
) -> Result<Sheet> {
    let read = scorer.sheet(&answers(measure, given));
    read.map_err(|faults| unfit(&faults))
}

fn answers(measure: &Measure, given: BTreeMap<String, Answer>) -> Answers {
    Answers {
        instrument: measure.instrument.clone(),
        version: measure.instrument_version,
        given,
    }
}

fn unfit(faults: &[AnswerFault]) -> Error {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    Error::Internal(anyhow::anyhow!("stored answers do not fit: {first}"))
}
