//! One's own training: what one is invited to, has and lacks; answers, evaluations, certificates.

use hemma_domain::access::{self, NetworkAction, Permit, Request, SeatAction, SeatScope};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{NetworkId, StaffId, TrainingId};
use hemma_domain::programme::Words;
use hemma_domain::staff::Place;
use hemma_domain::training::{Evaluation, Reply, SEATS_MAX, Seat, Stage, Training};
use hemma_store::db::Tx;
use hemma_store::training::feed::{self, TrainingFeed};
use hemma_store::training::{self as stored, seat, urn};
use hemma_store::{staff, team};

use super::PersonStanding;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};

/// What somebody sees of their own training.
#[derive(Debug, Clone)]
pub struct MyTraining {
    /// In each programme that they work in.
    pub standings: Vec<PersonStanding>,
    /// The newest first.
    pub seats: Vec<MySeat>,
    pub feeds: Vec<TrainingFeed>,
    /// Networks whose whole calendar they may have.
    pub networks: Vec<NetworkId>,
}

/// One's place in a training.
#[derive(Debug, Clone)]
pub struct MySeat {
    pub training: Training,
    pub what: Option<Words>,
    pub seat: Seat,
    /// What is asked afterwards can be answered today.
    pub may_evaluate: bool,
}

/// What is certified of somebody.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub training: Training,
    pub what: Option<Words>,
    pub seat: Seat,
    pub network: String,
    pub name: String,
    /// Who planned the training.
    pub issued_by: String,
}

impl App {
    /// The actor's own training.
    pub async fn my_training(&self, ctx: &Ctx) -> Result<MyTraining> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let standings = self.staff_standing(&mut tx, me, ctx.today()).await?;
        let seats = stored::of_staff(&mut tx, me).await?;
        let feeds = feed::made_by(&mut tx, me).await?;
        tx.commit().await?;
        let mine = |(training, seat): (Training, Seat)| MySeat {
            what: self.training_name(&training.content, ctx.today()),
            may_evaluate: may_evaluate(&training, &seat, ctx),
            training,
            seat,
        };
        Ok(MyTraining {
            standings,
            seats: seats.into_iter().map(mine).collect(),
            feeds,
            networks: offices(ctx),
        })
    }

    /// The actor's place in one training.
    pub async fn my_seat(&self, ctx: &Ctx, id: TrainingId) -> Result<MySeat> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let (training, seat) = placed(&mut tx, (id, me)).await?;
        may_seat(ctx, (SeatAction::See, &training), me)?;
        tx.commit().await?;
        Ok(MySeat {
            what: self.training_name(&training.content, ctx.today()),
            may_evaluate: may_evaluate(&training, &seat, ctx),
            training,
            seat,
        })
    }

    /// Says whether the actor comes. The last place is taken once.
    pub async fn reply(&self, ctx: &Ctx, id: TrainingId, now: Reply) -> Result<()> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let (training, seat) = placed(&mut tx, (id, me)).await?;
        let permit = may_seat(ctx, (SeatAction::Reply, &training), me)?;
        if !training.takes_replies(ctx.today()) {
            return Err(Error::invalid("reply", "training-fault-late"));
        }
        if seat.reply == now {
            return Ok(());
        }
        // The place first: two who answer at once wait for each other here.
        if now == Reply::Yes {
            if !stored::take_place(&mut tx, id).await? {
                return Err(Error::invalid("reply", "training-fault-full"));
            }
        } else if seat.reply == Reply::Yes {
            stored::give_place(&mut tx, id).await?;
        }
        if !seat::reply(&mut tx, (id, me), (seat.reply, now)).await? {
            return Err(Error::Conflict);
        }
        log(ctx, &mut tx, (Event::TrainingReplied, &permit), id);
        tx.commit().await?;
        Ok(())
    }

    /// Answers what is asked afterwards: once, and nothing is kept that leads from it to the actor.
    pub async fn evaluate(&self, ctx: &Ctx, id: TrainingId, given: Evaluation) -> Result<()> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let (training, seat) = placed(&mut tx, (id, me)).await?;
        let permit = may_seat(ctx, (SeatAction::Evaluate, &training), me)?;
        if !may_evaluate(&training, &seat, ctx) {
            return Err(Error::invalid("evaluation", "training-fault-evaluation"));
        }
        // The urn first: whoever else drops something in waits here.
        let mut all = urn::take(&mut tx, id).await?.ok_or(Error::Conflict)?;
        let is_full = all.len() >= usize::try_from(SEATS_MAX).unwrap_or(usize::MAX);
        if is_full || !seat::evaluate(&mut tx, (id, me)).await? {
            return Err(Error::Conflict);
        }
        all.push(given);
        urn::put_back(&mut tx, id, &all).await?;
        log(ctx, &mut tx, (Event::TrainingEvaluated, &permit), id);
        tx.commit().await?;
        Ok(())
    }

    /// What is certified of somebody, for themselves and for the network's office; only of what they attended.
    pub async fn certificate(
        &self,
        ctx: &Ctx,
        (id, holder): (TrainingId, StaffId),
    ) -> Result<Certificate> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (training, seat) = placed(&mut tx, (id, holder)).await?;
        let permit = may_seat(ctx, (SeatAction::Certify, &training), holder)?;
        if training.stage(ctx.today()) != Stage::Held || training.half_days_of(&seat) == 0 {
            return Err(Error::NotFound);
        }
        let networks = team::networks(&mut tx).await?;
        let network = networks.into_iter().find(|one| one.id == training.network);
        let people = [holder, training.made.1];
        let names = staff::named(&mut tx, &people).await?;
        let name = |id: StaffId| names.get(&id).map(|(name, _)| name.clone());
        log(ctx, &mut tx, (Event::TrainingRead, &permit), id);
        tx.commit().await?;
        Ok(Certificate {
            what: self.training_name(&training.content, ctx.today()),
            network: network.map(|one| one.name).unwrap_or_default(),
            name: name(holder).unwrap_or_default(),
            issued_by: name(training.made.1).unwrap_or_default(),
            training,
            seat,
        })
    }
}

/// The networks whose trainings the actor keeps.
fn offices(ctx: &Ctx) -> Vec<NetworkId> {
    let access::Actor::Staff { posts, .. } = &ctx.actor else {
        return Vec::new();
    };
    let networks = posts.iter().filter_map(|post| match post.place {
        Place::Network(network) => Some(network),
        _ => None,
    });
    let keeps = |network: &NetworkId| {
        let request = Request::Network(NetworkAction::KeepTraining, *network);
        access::may(&ctx.actor, request)
    };
    networks.filter(keeps).collect()
}

/// A training with somebody's place in it; what nobody invited them to does not exist for them.
async fn placed(tx: &mut Tx, (id, holder): (TrainingId, StaffId)) -> Result<(Training, Seat)> {
    let training = stored::find(tx, id).await?.ok_or(Error::NotFound)?;
    let seat = seat::find(tx, (id, holder)).await?;
    Ok((training, seat.ok_or(Error::NotFound)?))
}

fn may_seat(
    ctx: &Ctx,
    (action, training): (SeatAction, &Training),
    holder: StaffId,
) -> Result<Permit> {
    let scope = SeatScope {
        network: training.network,
        holder,
    };
    allowed(ctx, Request::Seat(action, scope))
}

fn may_evaluate(training: &Training, seat: &Seat, ctx: &Ctx) -> bool {
    let today = ctx.today();
    let is_open = training
        .evaluation_days()
        .is_some_and(|(last, until)| last <= today && today <= until);
    is_open && seat.was_there() && !seat.evaluated
}

fn log(ctx: &Ctx, tx: &mut Tx, (event, permit): (Event, &Permit), id: TrainingId) {
    tx.log(Entry {
        detail: id.to_string(),
        ..of_permit(ctx, event, permit)
    });
}
