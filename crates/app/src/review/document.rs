//! Half-yearly reviews as they are written: what is said about the figures, the actions, the two signatures.

mod network;
mod team;
mod waiting;

pub(super) use network::may_read;
pub use network::{NetworkAt, NetworkDocument};
pub use team::TeamDocument;
pub use waiting::{ReviewWaiting, Waits};

use std::collections::BTreeMap;

use hemma_domain::access::Permit;
use hemma_domain::ids::StaffId;
use hemma_domain::review::{
    ACTION_CHARS_MAX, ACTIONS_MAX, Action, ActionOutcome, Document, Figure, Frozen, Signed, Span,
    Subject, TEXT_CHARS_MAX, Term, Unsignable, Voice,
};
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_store::db::Tx;
use hemma_store::review::document as stored;
use hemma_store::staff;

use super::chart::Quarterly;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// One figure's way here.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub figure: Figure,
    pub quarters: Vec<Quarterly>,
}

/// What was written, for whoever reads it.
#[derive(Debug, Clone)]
pub struct Written {
    pub document: Document,
    /// The review before, whose actions are followed up.
    pub previous: Option<Document>,
    /// Whoever owns an action or has signed, by name.
    pub names: BTreeMap<StaffId, String>,
    /// Who can be given an action, by name.
    pub owners: Vec<(StaffId, String)>,
    pub may_write: bool,
    /// For whom the reader could sign now.
    pub may_sign: Option<Voice>,
}

impl Written {
    /// The last day that is counted, where somebody has signed.
    pub fn frozen_on(&self) -> Option<Day> {
        self.document.frozen.as_ref().map(|frozen| frozen.on)
    }
}

/// An action as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionInput {
    pub what: String,
    pub owner: Option<StaffId>,
    pub due_on: Option<Day>,
}

/// What became of an action of the review before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowInput {
    pub number: u32,
    pub outcome: ActionOutcome,
    pub remark: String,
}

/// A review as it was typed. Actions without any text are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub version: i64,
    pub summary: String,
    pub goals: String,
    pub actions: Vec<ActionInput>,
    pub follow_ups: Vec<FollowInput>,
}

/// Who may give an action to whom, and what the reader may do.
struct Rights {
    owners: Vec<(StaffId, String)>,
    /// The permit to write; none for whoever only reads.
    permit: Option<Permit>,
}

/// What was written of a half-year; nothing, if nobody has begun.
async fn opened(tx: &mut Tx, (subject, term): (&Subject, Term)) -> Result<Document> {
    let document = stored::find(tx, (subject, term)).await?;
    Ok(document.unwrap_or_else(|| Document::empty(subject.clone(), term)))
}

/// A document with everything beside it.
async fn written(tx: &mut Tx, document: Document, rights: Rights) -> Result<Written> {
    let before = (&document.subject, document.term.previous());
    let previous = stored::find(tx, before).await?;
    let names = names(tx, (&document, previous.as_ref())).await?;
    let voice = rights.permit.as_ref().and_then(voice);
    Ok(Written {
        may_write: rights.permit.is_some() && !document.is_signed(),
        may_sign: voice.filter(|voice| is_missing(&document, *voice)),
        owners: rights.owners,
        document,
        previous,
        names,
    })
}

/// Saves what was typed. Signatures on another text are taken back.
async fn save(
    tx: &mut Tx,
    mut document: Document,
    (input, owners): (Input, &[(StaffId, String)]),
) -> Result<()> {
    if document.is_signed() || document.version != input.version {
        return Err(Error::Conflict);
    }
    let actions = checked(&input, (owners, &document.actions))?;
    let before = (&document.subject, document.term.previous());
    follow(tx, before, &input.follow_ups).await?;
    document.reopen();
    document.summary = input.summary;
    document.goals = input.goals;
    document.actions = actions;
    if !stored::save(tx, &document).await? {
        return Err(Error::Conflict);
    }
    Ok(())
}

/// A review can be signed as it was read alone.
fn as_read(document: &Document, version: i64) -> Result<()> {
    match document.version == version && document.version != 0 {
        true => Ok(()),
        false => Err(Error::Conflict),
    }
}

/// Signs a review for whom the permit speaks.
async fn sign(
    ctx: &Ctx,
    tx: &mut Tx,
    (mut document, permit, figures): (Document, &Permit, Frozen),
) -> Result<()> {
    let voice = voice(permit).ok_or(Error::Forbidden)?;
    let by = ctx.staff().ok_or(Error::Forbidden)?;
    let signed = Signed { by, at: ctx.now };
    document
        .sign(voice, signed, || figures)
        .map_err(|why| Error::invalid("sign", message(why)))?;
    if !stored::save(tx, &document).await? {
        return Err(Error::Conflict);
    }
    Ok(())
}

/// A review is of a half-year that has begun.
fn half_year(term: &str, today: Day) -> Result<Term> {
    let term: Term = term.parse().map_err(|_| Error::NotFound)?;
    let is_there = term.span == Span::HalfYear && term.first_day() <= today;
    is_there.then_some(term).ok_or(Error::NotFound)
}

/// A row that was kept.
fn row(text: &str) -> Result<Row> {
    text.parse()
        .map_err(|err: hemma_review::NoRow| Error::Internal(err.into()))
}

/// For whom somebody signs: by the post that lets them write.
fn voice(permit: &Permit) -> Option<Voice> {
    match permit.role()? {
        Role::GroupLeader | Role::NetworkLead => Some(Voice::Leader),
        Role::Consultant => Some(Voice::Consultant),
        _ => None,
    }
}

fn is_missing(document: &Document, voice: Voice) -> bool {
    let signed = match voice {
        Voice::Leader => document.leader,
        Voice::Consultant => document.consultant,
    };
    signed.is_none() && 0 < document.version
}

fn message(why: Unsignable) -> &'static str {
    match why {
        Unsignable::NoSummary => "review-unsignable-no-summary",
        Unsignable::Twice => "review-unsignable-twice",
        Unsignable::SamePerson => "review-unsignable-same-person",
    }
}

/// Some people once, in their order.
fn once(mut owners: Vec<(StaffId, String)>) -> Vec<(StaffId, String)> {
    owners.dedup();
    owners
}

async fn names(
    tx: &mut Tx,
    (document, previous): (&Document, Option<&Document>),
) -> Result<BTreeMap<StaffId, String>> {
    let both = [Some(document), previous];
    let ids = both.into_iter().flatten().flat_map(|one| {
        let signed = [one.leader, one.consultant].into_iter().flatten();
        let owners = one.actions.iter().map(|action| action.owner);
        owners
            .chain(signed.map(|signed| signed.by))
            .collect::<Vec<StaffId>>()
    });
    let mut ids: Vec<StaffId> = ids.collect();
    ids.sort();
    ids.dedup();
    Ok(staff::names(tx, &ids).await?.into_iter().collect())
}

/// The actions of an input, or what is wrong with it. What an action of the same text has become stays.
fn checked(
    input: &Input,
    (members, before): (&[(StaffId, String)], &[Action]),
) -> Result<Vec<Action>> {
    let mut faults = Vec::new();
    for (field, text) in [("summary", &input.summary), ("goals", &input.goals)] {
        if TEXT_CHARS_MAX < text.chars().count() {
            faults.push(FieldError::new(field, "review-fault-long"));
        }
    }
    let mut actions = Vec::new();
    let filled = input.actions.iter().enumerate();
    for (at, one) in filled.filter(|(_, one)| !one.what.trim().is_empty()) {
        let was = before.iter().find(|action| action.what == one.what);
        let is_known = |owner: StaffId| {
            members.iter().any(|(id, _)| *id == owner) || was.is_some_and(|was| was.owner == owner)
        };
        let owner = one.owner.filter(|owner| is_known(*owner));
        if ACTION_CHARS_MAX < one.what.chars().count() {
            faults.push(FieldError::new(format!("what_{at}"), "review-fault-long"));
        }
        let (Some(owner), Some(due_on)) = (owner, one.due_on) else {
            faults.push(FieldError::new(format!("what_{at}"), "review-fault-owner"));
            continue;
        };
        actions.push(Action {
            number: u32::try_from(actions.len() + 1).unwrap_or(u32::MAX),
            what: one.what.clone(),
            owner,
            due_on,
            outcome: was.map_or(ActionOutcome::Open, |was| was.outcome),
            remark: was.map_or_else(String::new, |was| was.remark.clone()),
        });
    }
    if ACTIONS_MAX < actions.len() {
        faults.push(FieldError::new("actions", "review-fault-actions"));
    }
    let is_long = |one: &FollowInput| ACTION_CHARS_MAX < one.remark.chars().count();
    if input.follow_ups.iter().any(is_long) {
        faults.push(FieldError::new("follow", "review-fault-long"));
    }
    all_valid(faults)?;
    Ok(actions)
}

/// Says what became of the actions of the review before. That may be said of a signed review too.
async fn follow(tx: &mut Tx, at: (&Subject, Term), all: &[FollowInput]) -> Result<()> {
    let Some(mut previous) = stored::find(tx, at).await? else {
        return Ok(());
    };
    let before = previous.actions.clone();
    for one in all {
        let action = previous
            .actions
            .iter_mut()
            .find(|action| action.number == one.number);
        if let Some(action) = action {
            action.outcome = one.outcome;
            action.remark = one.remark.clone();
        }
    }
    if previous.actions != before && !stored::save(tx, &previous).await? {
        return Err(Error::Conflict);
    }
    Ok(())
}
