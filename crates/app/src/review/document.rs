//! The half-yearly review of a team: what is written about the figures, the actions, the two signatures.

use std::collections::BTreeMap;

use hemma_domain::access::{Request, TeamAction};
use hemma_domain::audit::Event;
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::review::{
    ACTION_CHARS_MAX, ACTIONS_MAX, Action, ActionOutcome, Document, Figure, Frozen, Signed, Span,
    TEXT_CHARS_MAX, Term, Unsignable, Voice,
};
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_store::db::Tx;
use hemma_store::review::document as stored;
use hemma_store::staff;

use super::chart::Quarterly;
use super::hidden::Hidden;
use super::{Known, TeamReview, chart, days_of, in_term, may, review_of};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};

/// The figures whose way here is drawn in the document.
const DRAWN: [Figure; 4] = [
    Figure::Adherence,
    Figure::Completed,
    Figure::Home,
    Figure::Contacts,
];

/// One figure's way here.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub figure: Figure,
    pub quarters: Vec<Quarterly>,
    pub lower_is_worse: bool,
}

/// A half-yearly review as somebody reads it.
#[derive(Debug, Clone)]
pub struct DocumentPage {
    /// The figures: those that were signed, or those of today.
    pub review: TeamReview,
    /// The last day that is counted, where somebody has signed.
    pub frozen_on: Option<Day>,
    pub document: Document,
    /// The review before, whose actions are followed up.
    pub previous: Option<Document>,
    pub drawn: Vec<Drawn>,
    /// Whoever owns an action or has signed, by name.
    pub names: BTreeMap<StaffId, String>,
    /// Who can be given an action, by name.
    pub owners: Vec<(StaffId, String)>,
    pub may_write: bool,
    /// For whom the reader could sign now.
    pub may_sign: Option<Voice>,
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

impl App {
    /// The review of a team's half-year. Whoever is outside the team reads it once both have signed.
    pub async fn review_document(&self, ctx: &Ctx, id: TeamId, term: &str) -> Result<DocumentPage> {
        let (mut tx, known) = self.reviewed(ctx, id).await?;
        let term = half_year(&known, term)?;
        let document = stored::find(&mut tx, (id, term)).await?;
        let document = document.unwrap_or_else(|| Document::empty(id, term));
        let is_inside = may(ctx, TeamAction::SeeSmallCounts, known.scope);
        if !is_inside && !document.is_signed() {
            return Err(Error::NotFound);
        }
        let frozen = document.frozen.as_ref();
        let (review, charts) = match frozen {
            Some(frozen) => {
                let charts = self.charts(&mut tx, &known).await?;
                (thawed(&known, (term, is_inside), frozen)?, charts)
            }
            None => self.read(ctx, &mut tx, (&known, term)).await?,
        };
        let plots = match is_inside {
            true => Some(self.plots(ctx, &mut tx, (&known, term)).await?),
            false => None,
        };
        let previous = stored::find(&mut tx, (id, term.previous())).await?;
        let members = staff::of_team(&mut tx, id, known.today).await?;
        let names = names(&mut tx, (&document, previous.as_ref())).await?;
        tx.commit().await?;
        Ok(DocumentPage {
            drawn: match is_inside {
                true => drawn(&charts, &known, term),
                false => Vec::new(),
            },
            frozen_on: frozen.map(|frozen| frozen.on),
            owners: owners(members),
            may_write: may(ctx, TeamAction::WriteReview, known.scope) && !document.is_signed(),
            may_sign: voice(ctx, &known).filter(|voice| is_missing(&document, *voice)),
            review: TeamReview { plots, ..review },
            document,
            previous,
            names,
        })
    }

    /// Saves what was written. Signatures on another text are taken back.
    pub async fn save_review(
        &self,
        ctx: &Ctx,
        (id, term): (TeamId, &str),
        input: Input,
    ) -> Result<()> {
        let (mut tx, known, mut document) = self.written(ctx, (id, term)).await?;
        if document.is_signed() || document.version != input.version {
            return Err(Error::Conflict);
        }
        let members = owners(staff::of_team(&mut tx, id, known.today).await?);
        let actions = checked(&input, (&members, &document.actions))?;
        follow(&mut tx, (id, document.term.previous()), &input.follow_ups).await?;
        document.reopen();
        document.summary = input.summary;
        document.goals = input.goals;
        document.actions = actions;
        if !stored::save(&mut tx, &document).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Signs a review as it was read.
    pub async fn sign_review(
        &self,
        ctx: &Ctx,
        (id, term): (TeamId, &str),
        version: i64,
    ) -> Result<()> {
        let (mut tx, known, mut document) = self.written(ctx, (id, term)).await?;
        if document.version != version || document.version == 0 {
            return Err(Error::Conflict);
        }
        let voice = voice(ctx, &known).ok_or(Error::Forbidden)?;
        let by = ctx.staff().ok_or(Error::Forbidden)?;
        let signed = Signed { by, at: ctx.now };
        let figures = self.frozen(&mut tx, (&known, document.term)).await?;
        document
            .sign(voice, signed, || figures)
            .map_err(|why| Error::invalid("sign", message(why)))?;
        if !stored::save(&mut tx, &document).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Opens a review to change it.
    async fn written(
        &self,
        ctx: &Ctx,
        (id, term): (TeamId, &str),
    ) -> Result<(Tx, Known, Document)> {
        let (mut tx, known) = self.reviewed(ctx, id).await?;
        let permit = allowed(ctx, Request::Team(TeamAction::WriteReview, known.scope))?;
        let term = half_year(&known, term)?;
        tx.log(of_permit(ctx, Event::ReviewWritten, &permit));
        let document = stored::find(&mut tx, (id, term)).await?;
        let document = document.unwrap_or_else(|| Document::empty(id, term));
        Ok((tx, known, document))
    }

    /// The figures of a term as they are now, and what of them is hidden.
    pub(crate) async fn frozen(
        &self,
        tx: &mut Tx,
        (known, term): (&Known, Term),
    ) -> Result<Frozen> {
        let row = |term: Term| in_term(&known.rows, (term, known.today)).0.to_string();
        let [Hidden(hidden_now), Hidden(hidden_before)] = self.hidden(tx, (known, term)).await?;
        Ok(Frozen {
            on: known.today.min(term.end().plus(-1)),
            now: row(term),
            before: row(term.previous()),
            hidden_now,
            hidden_before,
        })
    }
}

/// A review is of a half-year that has begun, and in which the team worked.
fn half_year(known: &Known, term: &str) -> Result<Term> {
    let term: Term = term.parse().map_err(|_| Error::NotFound)?;
    let is_there = term.span == Span::HalfYear && term.first_day() <= known.today;
    let is_of_team = known.team.opened_on < term.end();
    match is_there && is_of_team {
        true => Ok(term),
        false => Err(Error::NotFound),
    }
}

/// The figures that were signed.
fn thawed(known: &Known, (term, is_inside): (Term, bool), frozen: &Frozen) -> Result<TeamReview> {
    let row = |text: &str| -> Result<Row> {
        text.parse()
            .map_err(|err: hemma_review::NoRow| Error::Internal(err.into()))
    };
    let rows = [
        (row(&frozen.now)?, days_of(term, frozen.on)),
        (row(&frozen.before)?, days_of(term.previous(), frozen.on)),
    ];
    let hidden = match is_inside {
        true => [None, None],
        false => {
            [&frozen.hidden_now, &frozen.hidden_before].map(|figures| Some(Hidden(figures.clone())))
        }
    };
    let review = review_of(known, term, (rows, hidden));
    Ok(TeamReview {
        runs: frozen.on < term.end().plus(-1),
        ..review
    })
}

/// The quarters up to the end of a term.
fn drawn(charts: &chart::Charts, known: &Known, term: Term) -> Vec<Drawn> {
    let each = DRAWN.into_iter().map(|figure| {
        let mut quarters = charts.quarters(figure, &known.rows, &known.gauge.settings);
        quarters.retain(|quarter| quarter.term.first_day() < term.end());
        Drawn {
            lower_is_worse: chart::lower_is_worse(figure),
            figure,
            quarters,
        }
    });
    each.filter(|one| !one.quarters.is_empty()).collect()
}

/// For whom somebody signs: by the post that lets them write.
fn voice(ctx: &Ctx, known: &Known) -> Option<Voice> {
    let permit = allowed(ctx, Request::Team(TeamAction::WriteReview, known.scope)).ok()?;
    match permit.role()? {
        Role::GroupLeader => Some(Voice::Leader),
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

/// Everybody who works in the team, once, by name.
fn owners(members: Vec<(hemma_domain::staff::Staff, Role)>) -> Vec<(StaffId, String)> {
    let mut owners: Vec<(StaffId, String)> = members
        .into_iter()
        .map(|(one, _)| (one.id, one.name))
        .collect();
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
async fn follow(tx: &mut Tx, at: (TeamId, Term), all: &[FollowInput]) -> Result<()> {
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
