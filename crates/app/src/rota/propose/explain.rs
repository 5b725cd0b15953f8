//! What a proposal does to whom: shares, wishes that it does not meet, duties that it leaves open, each with its price.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::absence::Wish;
use hemma_domain::rota::{Change, changes};
use hemma_domain::turn::Served;
use hemma_rota_rules::{Item, score};
use hemma_store::db::Tx;

use super::super::draft::{Draft, plan_with, planned};
use super::super::judge::Judge;
use super::super::see::{self, Carried};
use super::super::why::DutyAt;
use super::run::{Price, Suggestion};
use crate::error::Result;
use crate::pool::InPool;

/// What a proposal does to whom.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub proposal: Arc<Suggestion>,
    /// What each carries with it, against a fair share with the years before.
    pub carried: Vec<Carried>,
    pub missed: Vec<Missed>,
    pub open: Vec<Unfilled>,
    /// Duties that go to somebody else than by the published rota.
    pub changes: Vec<Change>,
}

/// A wish that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    pub wish: Wish,
    /// What meeting it would cost all others; none where that was not worked out.
    pub price: Option<Price>,
}

/// A duty that stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfilled {
    pub duty: DutyAt,
    pub price: Option<Price>,
}

/// Explains a proposal.
pub(super) async fn outcome(
    tx: &mut Tx,
    (entered, draft, judge): (&InPool, &Draft, &Judge),
    proposal: Arc<Suggestion>,
) -> Result<Outcome> {
    let period = (draft.rota.first, draft.rota.end);
    let served = planned(&draft.served, &proposal.entries);
    let carried = see::carried(tx, entered, (&draft.members, &served), period).await?;
    let plan = plan_with(judge, draft, (&proposal.entries, &proposal.rest_days));
    let (mut missed, mut open) = (Vec::new(), Vec::new());
    let problem = &judge.problem;
    for item in score(problem, &plan).items {
        match item {
            Item::Wish { wish, .. } => {
                let id = &problem.wishes[wish].id;
                let wish = draft.wishes.iter().find(|one| one.id.to_string() == *id);
                missed.extend(wish.map(|wish| Missed {
                    price: proposal.prices.get(&wish.id.0).copied(),
                    wish: wish.clone(),
                }));
            }
            Item::Open { duty, .. } => {
                let piece = judge.piece(duty).filter(|piece| piece.is_judged);
                // Where nobody can have it whatever else is planned, no search is needed to know that no price buys it.
                let nobody = !problem
                    .persons
                    .keys()
                    .any(|who| problem.may_serve(who, duty));
                open.extend(piece.and_then(|piece| {
                    let priced = proposal.prices.get(&piece.id).copied();
                    Some(Unfilled {
                        duty: DutyAt::of(&piece.duty)?,
                        price: priced.or(nobody.then_some(Price::Impossible)),
                    })
                }));
            }
            _ => {}
        }
    }
    Ok(Outcome {
        changes: changed(draft, &proposal),
        carried,
        missed,
        open,
        proposal,
    })
}

/// What differs from the published rota.
fn changed(draft: &Draft, proposal: &Suggestion) -> Vec<Change> {
    let free = draft.served.iter();
    let free = free.filter(|one| !draft.fixed.contains(&one.duty.id));
    let duties: Vec<_> = free
        .filter_map(|one| Some((one.duty.id, one.duty.shape.whole()?.start().day())))
        .collect();
    let holds = |one: &Served| Some((one.duty.id, one.turns.first()?.staff));
    let before: BTreeMap<_, _> = draft.served.iter().filter_map(holds).collect();
    changes(&duties, &before, &proposal.entries)
}
