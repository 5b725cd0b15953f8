//! One person's training, as the network's office reads it, and as whoever sees the training of their team does.

use hemma_domain::access::TeamAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, StaffId, TeamId};
use hemma_domain::programme::Words;
use hemma_domain::team::Team;
use hemma_domain::training::{Seat, Training};
use hemma_store::db::Tx;
use hemma_store::team;
use hemma_store::training as stored;

use super::PersonStanding;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// What somebody has of the training that is demanded, and where they were.
#[derive(Debug, Clone)]
pub struct Record {
    pub staff: StaffId,
    pub name: String,
    /// In each programme that they work in; without demands where it has none.
    pub standings: Vec<PersonStanding>,
    /// The network's trainings that they are invited to, the newest first, with what of the demands each is.
    pub seats: Vec<(Training, Seat, Option<Words>)>,
}

impl App {
    /// The training of somebody who works in a team of the network, for its office.
    pub async fn training_record(
        &self,
        ctx: &Ctx,
        (network, staff): (NetworkId, StaffId),
    ) -> Result<Record> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingRead), &staff.to_string())
            .await?;
        let people = self.network_people(&mut tx, network, ctx.today()).await?;
        let record = self.record(ctx, &mut tx, (network, staff), people).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// The training of somebody who works in a team, for whoever sees the team's: what their work there demands.
    pub async fn team_training_record(
        &self,
        ctx: &Ctx,
        (id, staff): (TeamId, StaffId),
    ) -> Result<(Team, Record)> {
        let (mut tx, _, scope) = self
            .enter_team(ctx, id, TeamAction::SeeTraining, Event::TrainingRead)
            .await?;
        let (team, _) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let network = scope.network;
        let mut people = self.network_people(&mut tx, network, ctx.today()).await?;
        people.retain(|one| one.teams.iter().any(|(team, _)| *team == id));
        let record = self.record(ctx, &mut tx, (network, staff), people).await?;
        tx.commit().await?;
        Ok((team, record))
    }

    async fn record(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (network, staff): (NetworkId, StaffId),
        people: Vec<PersonStanding>,
    ) -> Result<Record> {
        let standings: Vec<PersonStanding> = people
            .into_iter()
            .filter(|one| one.staff == staff)
            .collect();
        let name = standings.first().map(|one| one.name.clone());
        let name = name.ok_or(Error::NotFound)?;
        let seats = stored::of_staff(tx, staff).await?.into_iter();
        let seats = seats.filter(|(training, _)| training.network == network);
        let named = |(training, seat): (Training, Seat)| {
            let what = self.training_name(&training.content, ctx.today());
            (training, seat, what)
        };
        Ok(Record {
            staff,
            name,
            standings,
            seats: seats.map(named).collect(),
        })
    }
}
