//! Calls of the night: kept while somebody talks, stored once however often they are sent, handed over in the morning.

mod follow;
mod pool;

pub use pool::PoolCalls;

use hemma_domain::access::{CaseAction, PoolAction, SheetAction};
use hemma_domain::artefact::Artefact;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::call::{Call, CallBody, CallFault, FollowUp};
use hemma_domain::case::{CareRole, Case};
use hemma_domain::ids::{CallId, CaseId, PoolId, StaffId};
use hemma_domain::mail::MailKind;
use hemma_domain::person::Person;
use hemma_domain::programme::ArtefactKind;
use hemma_domain::time::Instant;
use hemma_store::call::{self as stored, Listed};
use hemma_store::db::Tx;
use hemma_store::{artefact, person, staff};

pub use hemma_store::call::Named;

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::pool::InPool;
use crate::watch::{Ask, AtNight};

/// Seconds after its beginning in which a call still finds its family: as long as a phone keeps what it could not send.
const LATE_SECONDS: i64 = 72 * 3_600;
/// Seconds back in which the calls of a night are listed: the longest duty around a holiday.
const NIGHT_SECONDS: i64 = 96 * 3_600;

/// What the form of a call shows.
#[derive(Debug, Clone)]
pub struct CallForm {
    /// A new one has version 0 and nothing in it.
    pub call: Call,
    pub pool: String,
    /// The family; none where the caller belongs to none.
    pub case: Option<Case>,
    /// The safety plan in force, to say which step was used.
    pub plan: Option<(ArtefactKind, Artefact)>,
    /// Whom the plan speaks of.
    pub persons: Vec<Person>,
    /// Who can see to it afterwards.
    pub staff: Vec<(StaffId, String)>,
}

/// A call as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallInput {
    /// Drawn where it was written.
    pub id: CallId,
    pub case: Option<CaseId>,
    pub started_at: Instant,
    pub ended_at: Option<Instant>,
    pub body: CallBody,
    pub follow_up: FollowUp,
    /// The version that the writer saw; none where nothing had been kept yet.
    pub version: Option<i64>,
}

/// A call in a list of its taker: nothing of what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallLine {
    pub id: CallId,
    /// The family's code; empty without one.
    pub code: String,
    pub started_at: Instant,
    pub ended_at: Option<Instant>,
    pub is_open: bool,
}

/// The calls about a family.
#[derive(Debug, Clone)]
pub struct Calls {
    pub head: CaseHead,
    /// Those that wait first, then the newest.
    pub calls: Vec<Named>,
}

/// A pool that was entered to write about a call, and the family, where there is one.
struct AtCall {
    pool: InPool,
    night: Option<AtNight>,
}

impl AtCall {
    fn key(&self, tx: &Tx) -> hemma_store::seal::Key {
        match &self.night {
            Some(night) => night.entered.key.clone(),
            None => tx.seals().site().clone(),
        }
    }
}

impl App {
    /// The form of a call that begins now, or that began a while ago where nothing could be kept yet.
    pub async fn new_call(
        &self,
        ctx: &Ctx,
        (pool, case): (PoolId, Option<CaseId>),
        began: Option<Instant>,
    ) -> Result<CallForm> {
        let began = began.filter(|began| judged_at(ctx, *began) == *began);
        let began = began.unwrap_or(ctx.now);
        let (mut tx, at) = self
            .enter_call(ctx, (pool, case), (Event::SheetRead, began))
            .await?;
        let call = Call {
            id: CallId(ctx.new_id()),
            pool,
            case,
            taken_by: at.pool.hand()?,
            started_at: began,
            ended_at: None,
            body: CallBody::default(),
            follow_up: FollowUp::default(),
            confirmed: None,
            version: 0,
        };
        let form = self.call_page(ctx, &mut tx, (at, call)).await?;
        tx.commit().await?;
        Ok(form)
    }

    /// A call that its taker goes on with: while the family's sheet is open to them, and for as long as they talk and what
    /// they write can be kept, whatever ended meanwhile.
    pub async fn call(&self, ctx: &Ctx, (pool, id): (PoolId, CallId)) -> Result<CallForm> {
        let (mut tx, _) = self.read_pool(ctx, pool, PoolAction::OwnDuty).await?;
        let listed = own(ctx, &mut tx, (pool, id))
            .await?
            .ok_or(Error::NotFound)?;
        tx.commit().await?;
        let place = (pool, listed.call.case);
        let judged = match listed.call.ended_at {
            Some(_) => ctx.now,
            None => judged_at(ctx, listed.call.started_at),
        };
        let (mut tx, at) = self
            .enter_call(ctx, place, (Event::CallRead, judged))
            .await?;
        let call = match &at.night {
            Some(night) => stored::open(&night.entered.permit, &night.entered.key, &listed)?,
            None => stored::open_own(&tx, at.pool.hand()?, &listed)?,
        };
        let form = self.call_page(ctx, &mut tx, (at, call)).await?;
        tx.commit().await?;
        Ok(form)
    }

    /// Keeps a call: the first time, and after every change. Sent again as it is stored, it changes nothing. Says the
    /// version it has now.
    pub async fn keep_call(&self, ctx: &Ctx, pool: PoolId, input: &CallInput) -> Result<i64> {
        // What was written without a network, or before midnight, is judged by what held when the call began.
        let at = judged_at(ctx, input.started_at);
        let (mut tx, entered) = self
            .enter_call(ctx, (pool, input.case), (Event::CallLogged, at))
            .await?;
        let me = entered.pool.hand()?;
        let key = entered.key(&tx);
        let before = match stored::find(&mut tx, input.id).await? {
            Some(listed) => Some(known(&tx, (&entered, me), (&listed, input))?),
            None => None,
        };
        let call = Call {
            id: input.id,
            pool,
            case: input.case,
            taken_by: me,
            started_at: input.started_at,
            ended_at: input.ended_at,
            body: trimmed(&input.body),
            follow_up: input.follow_up,
            confirmed: None,
            version: before.as_ref().map_or(0, |one| one.version),
        };
        if let Some(before) = before.as_ref().filter(|one| one.says_the_same(&call)) {
            let version = before.version;
            tx.commit().await?;
            return Ok(version);
        }
        let mut faults: Vec<FieldError> =
            call.faults(ctx.now).into_iter().map(field_error).collect();
        let may_follow = followers(&entered, me);
        if call
            .follow_up
            .by
            .is_some_and(|by| !may_follow.contains(&by))
        {
            faults.push(FieldError::new("follow_up_by", "call-fault-follow"));
        }
        all_valid(faults)?;
        match &before {
            None => stored::insert(&mut tx, &key, &call).await?,
            Some(seen) if !is_next(seen, input.version) => return Err(Error::Conflict),
            Some(_) if stored::save(&mut tx, &key, &call).await? => {}
            Some(_) => return Err(Error::Conflict),
        }
        self.call_kept(ctx, &mut tx, &entered, (before.as_ref(), &call))
            .await?;
        tx.commit().await?;
        Ok(call.version + 1)
    }

    /// The calls that somebody took in a pool during the last nights.
    pub async fn my_calls(&self, ctx: &Ctx, pool: PoolId) -> Result<Vec<CallLine>> {
        let (mut tx, entered) = self.read_pool(ctx, pool, PoolAction::OwnDuty).await?;
        let since = ctx.now.plus_seconds(-NIGHT_SECONDS);
        let all = stored::of_taker(&mut tx, (pool, entered.hand()?), since).await?;
        let line = |one: Listed| CallLine {
            id: one.call.id,
            code: one.code,
            started_at: one.call.started_at,
            ended_at: one.call.ended_at,
            is_open: one.call.is_open(),
        };
        Ok(all.into_iter().map(line).collect())
    }

    /// The calls about a family, for its team.
    pub async fn calls(&self, ctx: &Ctx, id: CaseId) -> Result<Calls> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let calls = stored::of_case(&mut tx, &entered.key, id).await?;
        tx.commit().await?;
        Ok(Calls { head, calls })
    }

    /// Takes a call over: the family's therapist, or the leader, knows what happened and what follows.
    pub async fn confirm_call(&self, ctx: &Ctx, case: CaseId, id: CallId) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::ConfirmCall, Event::CaseRead)
            .await?;
        let by = (ctx.now, entered.hand()?);
        if stored::confirm(&mut tx, (case, id), by).await? {
            tx.log(Entry {
                detail: id.to_string(),
                ..of_permit(ctx, Event::CallConfirmed, &entered.permit)
            });
        } else {
            let found = stored::find(&mut tx, id).await?;
            let here = found.filter(|one| one.call.case == Some(case));
            here.ok_or(Error::NotFound)?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Opens a transaction on the pool, and on the family's sheet where there is a family: at the moment whose watch and
    /// bases count.
    async fn enter_call(
        &self,
        ctx: &Ctx,
        (pool, case): (PoolId, Option<CaseId>),
        (event, at): (Event, Instant),
    ) -> Result<(Tx, AtCall)> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::OwnDuty).await?;
        let Some(case) = case else {
            tx.log(entered.entry(ctx, event, String::new()));
            return Ok((
                tx,
                AtCall {
                    pool: entered,
                    night: None,
                },
            ));
        };
        let ask = Ask {
            action: SheetAction::LogCall,
            event,
            at,
        };
        let night;
        (tx, night) = self.enter_sheet_on(ctx, tx, case, ask).await?;
        let team = night.entered.scope.team.team;
        if !entered.scope.teams.iter().any(|one| one.team == team) {
            return Err(Error::NotFound);
        }
        let at_call = AtCall {
            pool: entered,
            night: Some(night),
        };
        Ok((tx, at_call))
    }

    /// What follows from a call, each once: what its end costs, and the promise that somebody sees to it.
    async fn call_kept(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        at: &AtCall,
        (before, call): (Option<&Call>, &Call),
    ) -> Result<()> {
        let just_ended = before.is_none_or(|one| one.ended_at.is_none());
        if call.ended_at.is_some() && just_ended {
            self.call_ended(ctx, tx, (at, call)).await?;
        }
        let is_new = call.is_followed() && !before.is_some_and(Call::is_followed);
        if let (Some(night), true) = (&at.night, is_new) {
            follow::promise(ctx, tx, (night, call)).await?;
        }
        Ok(())
    }

    /// What a call costs and whom it calls: the family's therapist in the morning, and rest.
    async fn call_ended(&self, ctx: &Ctx, tx: &mut Tx, (at, call): (&AtCall, &Call)) -> Result<()> {
        if let Some(night) = &at.night {
            let carers = night.entered.carers.iter();
            let therapists = carers.filter(|one| one.role == CareRole::Therapist);
            let told: Vec<StaffId> = therapists
                .map(|one| one.staff)
                .filter(|one| *one != call.taken_by)
                .collect();
            self.tell_all(ctx, tx, (&told, MailKind::CallHandedOver))
                .await?;
        }
        self.propose_rest(ctx, tx, (&at.pool, call)).await?;
        self.look_at_next(ctx, tx, (&at.pool, call)).await
    }

    async fn call_page(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (at, call): (AtCall, Call),
    ) -> Result<CallForm> {
        let followers = followers(&at, call.taken_by);
        let mut form = CallForm {
            call,
            pool: at.pool.pool.name.clone(),
            case: None,
            plan: None,
            persons: Vec::new(),
            staff: staff::names(tx, &followers).await?,
        };
        form.staff
            .sort_by_key(|(id, _)| followers.iter().position(|one| one == id));
        let Some(night) = at.night else {
            return Ok(form);
        };
        // Whoever talks on goes on writing; what the family's plan says is for those whom it is open to now.
        let is_open = self.is_open_now(ctx, tx, &night).await?;
        let found = night.entered.found;
        let programme = self.programme(&found.programme, found.programme_version)?;
        let key = &night.entered.key;
        if let Some(kind) = programme.safety_plan().filter(|_| is_open) {
            let plan = artefact::in_force(tx, key, (found.id, &kind.code)).await?;
            form.plan = plan.map(|plan| (kind.clone(), plan));
            form.persons = person::of_case(tx, key, found.id).await?;
        }
        form.case = Some(found);
        Ok(form)
    }
}

/// The moment whose watch and bases a call is judged by: its beginning, as long as it could have been kept since.
fn judged_at(ctx: &Ctx, began: Instant) -> Instant {
    let since = ctx.now.plus_seconds(-LATE_SECONDS);
    began.max(since).min(ctx.now)
}

/// Who can see to it afterwards: whoever carries the family, and whoever took the call.
fn followers(at: &AtCall, taker: StaffId) -> Vec<StaffId> {
    let carers = at.night.iter().flat_map(|night| &night.entered.carers);
    let mut all: Vec<StaffId> = carers.map(|one| one.staff).collect();
    all.push(taker);
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| seen.insert(*one));
    all
}

/// A call of the actor's own in a pool.
async fn own(ctx: &Ctx, tx: &mut Tx, (pool, id): (PoolId, CallId)) -> Result<Option<Listed>> {
    let found = stored::find(tx, id).await?;
    Ok(found.filter(|one| one.call.pool == pool && Some(one.call.taken_by) == ctx.staff()))
}

/// A call that is there already, opened for its taker alone. One of another family, or another's, is a conflict.
fn known(
    tx: &Tx,
    (at, me): (&AtCall, StaffId),
    (listed, input): (&Listed, &CallInput),
) -> Result<Call> {
    let call = &listed.call;
    let same = call.taken_by == me && call.case == input.case && call.pool == at.pool.pool.id;
    if !same {
        return Err(Error::Conflict);
    }
    Ok(match &at.night {
        Some(night) => stored::open(&night.entered.permit, &night.entered.key, listed)?,
        None => stored::open_own(tx, me, listed)?,
    })
}

/// Whether a change was made on what is stored. The answer to the first time may have been lost on its way.
fn is_next(before: &Call, seen: Option<i64>) -> bool {
    match seen {
        Some(version) => version == before.version,
        None => before.version == 1,
    }
}

fn trimmed(body: &CallBody) -> CallBody {
    let trim = |text: &str| text.trim().to_owned();
    CallBody {
        caller_name: trim(&body.caller_name),
        reason: trim(&body.reason),
        step_used: trim(&body.step_used),
        advice: trim(&body.advice),
        note: trim(&body.note),
        ..body.clone()
    }
}

fn field_error(fault: CallFault) -> FieldError {
    match fault {
        CallFault::NotYet => FieldError::new("started_at", "call-fault-not-yet"),
        CallFault::End => FieldError::new("ended_at", "call-fault-end"),
        CallFault::TextTooLong(field) => FieldError::new(field, "call-fault-long"),
        CallFault::NoReason => FieldError::new("reason", "call-fault-reason"),
        CallFault::SafetyUnsaid => FieldError::new("child_safe", "call-fault-safe"),
    }
}
