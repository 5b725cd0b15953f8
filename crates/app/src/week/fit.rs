//! Fits of a week and their drivers.

use hemma_domain::ids::{DriverId, FitId};
use hemma_domain::week::{Driver, Fit, FitKind, limit};
use hemma_store::db::Tx;
use hemma_store::fit;

use super::{WeekAt, kept, next_number, or_removed, room, short_enough};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};

/// A driver as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DriverInput {
    /// A system code of the programme.
    pub system: String,
    pub text: String,
    pub evidence: String,
    pub prioritised: bool,
}

impl App {
    /// Draws a new circle around a target.
    pub async fn add_fit(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        kind: FitKind,
        target: &str,
    ) -> Result<FitId> {
        short_enough("target", target, limit::LINE_CHARS)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let fits = fit::of_week(&mut tx, &entered.key, at.0, at.1).await?;
        room("fits", fits.len(), limit::FITS)?;
        let new = Fit {
            id: FitId(ctx.new_id()),
            case: at.0,
            week: at.1,
            number: next_number(fits.iter().map(|one| one.number)),
            kind,
            target: target.to_owned(),
            drivers: Vec::new(),
            changed_at: ctx.now,
            version: 1,
        };
        fit::insert(&mut tx, &entered.key, &new).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Saves what a circle is about; gives its new version.
    pub async fn save_fit(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (FitId, i64),
        (kind, target): (FitKind, &str),
    ) -> Result<i64> {
        short_enough("target", target, limit::LINE_CHARS)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let old = find(&mut tx, &entered, at, |fit| fit.id == id).await;
        let new = Fit {
            kind,
            target: target.to_owned(),
            changed_at: ctx.now,
            version,
            ..or_removed(old)?
        };
        kept(fit::save(&mut tx, &entered.key, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Takes a circle away with its drivers.
    pub async fn remove_fit(&self, ctx: &Ctx, at: WeekAt, id: FitId) -> Result<()> {
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        find(&mut tx, &entered, at, |fit| fit.id == id).await?;
        fit::remove(&mut tx, at.0, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds a driver to a circle.
    pub async fn add_driver(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        id: FitId,
        input: &DriverInput,
    ) -> Result<DriverId> {
        readable(input)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        self.known_system(&entered, input)?;
        let old = find(&mut tx, &entered, at, |fit| fit.id == id).await?;
        room("drivers", old.drivers.len(), limit::DRIVERS)?;
        let new = Driver {
            id: DriverId(ctx.new_id()),
            fit: id,
            number: next_number(old.drivers.iter().map(|one| one.number)),
            system: input.system.clone(),
            text: input.text.clone(),
            evidence: input.evidence.clone(),
            prioritised: input.prioritised,
            changed_at: ctx.now,
            version: 1,
        };
        fit::insert_driver(&mut tx, &entered.key, at.0, &new).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Saves a driver; gives its new version.
    pub async fn save_driver(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (DriverId, i64),
        input: &DriverInput,
    ) -> Result<i64> {
        readable(input)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        self.known_system(&entered, input)?;
        let old = holding(&mut tx, &entered, at, id).await;
        let new = Driver {
            system: input.system.clone(),
            text: input.text.clone(),
            evidence: input.evidence.clone(),
            prioritised: input.prioritised,
            changed_at: ctx.now,
            version,
            ..or_removed(old)?
        };
        kept(fit::save_driver(&mut tx, &entered.key, at.0, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Takes a driver away; steps that replace it stay.
    pub async fn remove_driver(&self, ctx: &Ctx, at: WeekAt, id: DriverId) -> Result<()> {
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        holding(&mut tx, &entered, at, id).await?;
        fit::remove_driver(&mut tx, at.0, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Only the systems of the case's own programme.
    fn known_system(&self, entered: &Entered, input: &DriverInput) -> Result<()> {
        let case = &entered.found;
        let programme = self.programme(&case.programme, case.programme_version)?;
        let known = programme.systems.iter().any(|one| one.code == input.system);
        if known {
            Ok(())
        } else {
            Err(Error::invalid("system", "week-no-such-system"))
        }
    }
}

async fn find(
    tx: &mut Tx,
    entered: &Entered,
    at: WeekAt,
    wanted: impl Fn(&Fit) -> bool,
) -> Result<Fit> {
    let fits = fit::of_week(tx, &entered.key, at.0, at.1).await?;
    fits.into_iter()
        .find(|fit| wanted(fit))
        .ok_or(Error::NotFound)
}

async fn holding(tx: &mut Tx, entered: &Entered, at: WeekAt, id: DriverId) -> Result<Driver> {
    let fit = find(tx, entered, at, |fit| {
        fit.drivers.iter().any(|driver| driver.id == id)
    })
    .await?;
    fit.drivers
        .into_iter()
        .find(|driver| driver.id == id)
        .ok_or(Error::NotFound)
}

fn readable(input: &DriverInput) -> Result<()> {
    short_enough("text", &input.text, limit::LINE_CHARS)?;
    short_enough("evidence", &input.evidence, limit::TEXT_CHARS)
}
