//! What of a proposal something else followed: each time that it went to a board which returned it, and what was decided.

use std::collections::BTreeMap;

use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, ProposalId, SendingId, StaffId};
use hemma_domain::proposal::{
    Course, Hand, PAST_RULINGS_MAX, PastRuling, Proposal, SENDINGS_MAX, Sending,
};
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::proposal::{self as stored, attachment};
use hemma_store::staff;

use super::{OneProposal, of_network};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// One time with the board.
#[derive(Debug, Clone)]
pub struct Round {
    /// What was sent; none for what the board has now.
    pub sending: Option<SendingId>,
    pub sent_at: Instant,
    pub signed_at: Instant,
    pub signed_by: String,
    /// What it decided and something else followed, the first first.
    pub rulings: Vec<PastRuling>,
}

impl App {
    /// A proposal as it went to a board that returned it, with what the board decided then.
    pub async fn sent_proposal(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProposalId),
        sending: SendingId,
    ) -> Result<OneProposal> {
        let what = (network, Event::ProposalRead);
        let (mut tx, _) = self.office(ctx, what, &id.to_string()).await?;
        let now = of_network(&mut tx, network, id).await?;
        let found = stored::past::sent(&mut tx, (id, sending)).await?;
        let (sending, content) = found.ok_or(Error::NotFound)?;
        let rulings = stored::past::rulings(&mut tx, id).await?;
        let last = rulings.into_iter().rfind(|one| one.round == sending.round);
        let sent = Proposal {
            content,
            course: Course {
                signed: Some(sending.signed),
                sent: Some(sending.sent),
                ruling: last.map(|one| one.ruling),
                report: None,
            },
            ..now
        };
        let files = attachment::of_round(&mut tx, (id, sending.round)).await?;
        let one = self.whole(&mut tx, sent, (files, Vec::new())).await?;
        tx.commit().await?;
        Ok(one)
    }
}

/// Keeps what a proposal's next course says no longer.
pub(super) async fn keep(
    ctx: &Ctx,
    tx: &mut Tx,
    (before, next): (&Proposal, &Course),
    hand: Hand,
) -> Result<()> {
    let passed = before.course.passed(next);
    if passed.ruling.is_none() && passed.sent.is_none() {
        return Ok(());
    }
    let sendings = stored::past::sendings(tx, before.id).await?;
    let round = round_after(&sendings);
    if let Some(ruling) = passed.ruling {
        if PAST_RULINGS_MAX <= stored::past::rulings(tx, before.id).await?.len() {
            return Err(Error::invalid("on", "proposal-fault-rulings"));
        }
        let one = PastRuling {
            round,
            ruling,
            followed: hand,
        };
        stored::past::insert_ruling(tx, (before.id, ctx.new_id()), &one).await?;
    }
    if let Some((signed, sent)) = passed.sent {
        if SENDINGS_MAX <= sendings.len() {
            return Err(Error::invalid("step", "proposal-fault-sendings"));
        }
        let one = Sending {
            id: SendingId(ctx.new_id()),
            round,
            signed,
            sent,
        };
        stored::past::insert(tx, before.id, (&one, &before.content)).await?;
    }
    Ok(())
}

fn round_after(sendings: &[Sending]) -> u32 {
    sendings.last().map_or(1, |last| last.round + 1)
}

/// Each time with the board that something else followed, the first first; the one that goes on last, where the board has
/// decided more than once in it.
pub(super) async fn rounds(tx: &mut Tx, of: &Proposal) -> Result<Vec<Round>> {
    let sendings = stored::past::sendings(tx, of.id).await?;
    let rulings = stored::past::rulings(tx, of.id).await?;
    let mut by_round: BTreeMap<u32, Vec<PastRuling>> = BTreeMap::new();
    for one in rulings {
        by_round.entry(one.round).or_default().push(one);
    }
    let of_now = of.course.signed.zip(of.course.sent);
    let of_now = of_now.map(|hands| (None, round_after(&sendings), hands));
    let sent = sendings.iter();
    let all = sent.map(|one| (Some(one.id), one.round, (one.signed, one.sent)));
    let all: Vec<_> = all.chain(of_now).collect();
    let signers: Vec<StaffId> = all.iter().map(|(.., (signed, _))| signed.by).collect();
    let names: BTreeMap<StaffId, String> = staff::names(tx, &signers).await?.into_iter().collect();
    let mut round_of =
        |(sending, round, (signed, sent)): (Option<SendingId>, u32, (Hand, Hand))| Round {
            sending,
            sent_at: sent.at,
            signed_at: signed.at,
            signed_by: names.get(&signed.by).cloned().unwrap_or_default(),
            rulings: by_round.remove(&round).unwrap_or_default(),
        };
    let rounds = all.into_iter().map(&mut round_of);
    Ok(rounds
        .filter(|one| one.sending.is_some() || !one.rulings.is_empty())
        .collect())
}
