//! Trips: what proposals say of a journey, what it cost in the end, and what came of it.

use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, ProposalId};
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Line, Proposal, Report, Stage, Trip};
use hemma_store::{ledger, proposal as stored};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// A trip with the proposal that it belongs to.
#[derive(Debug, Clone)]
pub struct OneTrip {
    pub proposal: ProposalId,
    pub heading: String,
    pub diary: String,
    pub stage: Stage,
    pub trip: Trip,
    /// What it was to cost, kind by kind.
    pub costs: Vec<Line>,
    /// Who pays.
    pub funding: Vec<Line>,
    /// What it was to cost in all.
    pub planned: Ore,
    /// What was paid by the ledger.
    pub paid: Ore,
    /// The travel report: what those who went brought home.
    pub report: Option<Report>,
}

impl App {
    /// The trips of a network's office, the newest first; drafts too.
    pub async fn trips(&self, ctx: &Ctx, network: NetworkId) -> Result<Vec<OneTrip>> {
        let what = (network, Event::ProposalRead);
        let (mut tx, _) = self.office(ctx, what, "trips").await?;
        let paid = ledger::paid(&mut tx, network).await?;
        let all = stored::of_network(&mut tx, network).await?;
        tx.commit().await?;
        let of = |one: &Proposal| {
            let own = paid.iter().filter(|paid| paid.proposal == one.id);
            trip_of(one, own.fold(Ore(0), |sum, paid| sum + paid.amount))
        };
        let mut trips: Vec<OneTrip> = all.iter().filter_map(of).collect();
        trips.sort_by_key(|one| std::cmp::Reverse(one.trip.from));
        Ok(trips)
    }

    /// One trip, by its proposal.
    pub async fn trip(&self, ctx: &Ctx, (network, id): (NetworkId, ProposalId)) -> Result<OneTrip> {
        let trips = self.trips(ctx, network).await?;
        let found = trips.into_iter().find(|one| one.proposal == id);
        found.ok_or(Error::NotFound)
    }
}

fn trip_of(one: &Proposal, paid: Ore) -> Option<OneTrip> {
    let content = &one.content;
    Some(OneTrip {
        proposal: one.id,
        heading: content.heading.clone(),
        diary: content.diary.clone(),
        stage: one.course.stage(),
        trip: content.trip.clone()?,
        costs: content.costs.clone(),
        funding: content.funding.clone(),
        planned: content.cost().unwrap_or_default(),
        paid,
        report: one.course.report.clone(),
    })
}
