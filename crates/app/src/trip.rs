//! Trips: what proposals say of a journey, what it cost in the end, and what came of it.

use std::collections::BTreeSet;

use hemma_domain::access::{self, NetworkAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, ProposalId, StaffId, TrainingId};
use hemma_domain::money::Ore;
use hemma_domain::programme::Words;
use hemma_domain::proposal::{
    CostKind, Line, Proposal, Report, Stage, TRIP_TRAININGS_MAX, Trip, sums_by_kind,
};
use hemma_domain::training::{Seat, Training};
use hemma_store::db::Tx;
use hemma_store::training::seat;
use hemma_store::{ledger, proposal as stored, training, trip as store};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::proposal::{ProposalAt, of_network};

/// A trip with the proposal that it belongs to.
#[derive(Debug, Clone)]
pub struct OneTrip {
    pub proposal: ProposalId,
    pub heading: String,
    pub diary: String,
    pub stage: Stage,
    pub trip: Trip,
    /// What it was to cost, line by line.
    pub costs: Vec<Line>,
    /// The same kind by kind; empty where nobody said a kind.
    pub by_kind: Vec<(Option<CostKind>, Ore)>,
    /// Who pays.
    pub funding: Vec<Line>,
    /// What it was to cost in all.
    pub planned: Ore,
    /// What was paid by the ledger.
    pub paid: Ore,
    /// The travel report: what those who went brought home.
    pub report: Option<Report>,
}

/// A trip with what came of it.
#[derive(Debug, Clone)]
pub struct TripPage {
    pub trip: OneTrip,
    /// The oldest first.
    pub learnt: Vec<Learnt>,
    /// Trainings that could have come of it, the newest first.
    pub choices: Vec<Training>,
    pub version: i64,
}

/// A training that came of a trip.
#[derive(Debug, Clone)]
pub struct Learnt {
    pub training: Training,
    /// How many were there: each of them has a certificate of it.
    pub attended: u32,
    /// What it counts toward of what programmes demand; none where nothing does.
    pub toward: Option<Words>,
    /// What each of those who went has of it, by the name that stands in the proposal, in its order.
    pub travellers: Vec<(String, Had)>,
}

/// What somebody who went on a trip has of a training that came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Had {
    /// They were there for so many half days.
    There(StaffId, u32),
    /// They were invited, and were not there.
    Invited,
    /// Nobody of that name was invited.
    No,
    /// More than one of that name was: it cannot be told who went.
    Unclear,
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

    /// One trip, by its proposal, with what came of it.
    pub async fn trip(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProposalId),
    ) -> Result<TripPage> {
        let what = (network, Event::ProposalRead);
        let (mut tx, _) = self.office(ctx, what, &id.to_string()).await?;
        let one = of_network(&mut tx, network, id).await?;
        let paid = ledger::paid(&mut tx, network).await?;
        let own = paid.iter().filter(|paid| paid.proposal == id);
        let sum = own.fold(Ore(0), |sum, paid| sum + paid.amount);
        let trip = trip_of(&one, sum).ok_or(Error::NotFound)?;
        let kept = store::trainings(&mut tx, id).await?;
        let all = training::of_network(&mut tx, network).await?;
        let mut learnt = Vec::new();
        for (of, attended) in kept {
            let Some(known) = all.iter().find(|one| one.training.id == of) else {
                continue;
            };
            let training = &known.training;
            let seats = seat::of_training(&mut tx, of).await?;
            let names = trip.trip.names();
            learnt.push(Learnt {
                attended,
                toward: self.training_name(&training.content, ctx.today()),
                travellers: names
                    .map(|name| (name.to_owned(), had(name, training, &seats)))
                    .collect(),
                training: training.clone(),
            });
        }
        tx.commit().await?;
        // What was held before somebody left cannot have come of it.
        let later = |one: &training::Listed| {
            let days = one.training.content.days();
            days.is_some_and(|(first, _)| trip.trip.from <= first)
                && one.training.cancelled_at.is_none()
        };
        Ok(TripPage {
            learnt,
            version: one.version,
            choices: all
                .iter()
                .filter(|one| later(one))
                .map(|one| one.training.clone())
                .collect(),
            trip,
        })
    }

    /// Says which trainings came of a trip: held with what those who went had learnt, or where they got a certificate of it.
    pub async fn name_learnt(
        &self,
        ctx: &Ctx,
        (network, id, version): ProposalAt,
        trainings: &[TrainingId],
    ) -> Result<()> {
        let what = (network, Event::ProposalChanged);
        let (mut tx, _) = self.office(ctx, what, &id.to_string()).await?;
        let one = of_network(&mut tx, network, id).await?;
        if one.version != version || one.content.trip.is_none() {
            return Err(Error::Conflict);
        }
        let distinct: BTreeSet<TrainingId> = trainings.iter().copied().collect();
        if distinct.len() != trainings.len() || TRIP_TRAININGS_MAX < trainings.len() {
            return Err(Error::invalid("training", "trip-fault-trainings"));
        }
        for training in trainings {
            crate::training::of_network(&mut tx, network, *training).await?;
        }
        store::save(&mut tx, id, trainings).await?;
        // Of two who say it at once, one is told.
        if !stored::save(&mut tx, &one).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The trips that a training came of, for whoever may read proposals.
pub(crate) async fn trips_of(
    tx: &mut Tx,
    ctx: &Ctx,
    of: &Training,
) -> Result<Vec<(ProposalId, Trip)>> {
    let asked = Request::Network(NetworkAction::KeepProposals, of.network);
    if !access::may(&ctx.actor, asked) {
        return Ok(Vec::new());
    }
    let found = stored::of_training(tx, of.id).await?;
    let trips = found.into_iter();
    Ok(trips
        .filter_map(|one| Some((one.id, one.content.trip?)))
        .collect())
}

/// What somebody of a name has of a training.
fn had(name: &str, training: &Training, seats: &[(Seat, String)]) -> Had {
    let name = name.to_lowercase();
    let mut own = seats.iter().filter(|(_, of)| of.to_lowercase() == name);
    match (own.next(), own.next()) {
        (None, _) => Had::No,
        (Some(_), Some(_)) => Had::Unclear,
        (Some((seat, _)), None) => match training.half_days_of(seat) {
            0 => Had::Invited,
            half_days => Had::There(seat.staff, half_days),
        },
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
        by_kind: sums_by_kind(&content.costs),
        costs: content.costs.clone(),
        funding: content.funding.clone(),
        planned: content.cost().unwrap_or_default(),
        paid,
        report: one.course.report.clone(),
    })
}
