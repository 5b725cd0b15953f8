//! The invented trainings, stored as they are.

use hemma_demo::Trained;
use hemma_domain::ids::StaffId;
use hemma_domain::time::Day;
use hemma_domain::training::Reply;
use hemma_store::db::Tx;
use hemma_store::training::{self as stored, seat, urn};

use crate::error::Result;

/// One training with its places and evaluations.
pub(super) async fn keep(tx: &mut Tx, one: &Trained) -> Result<()> {
    let id = one.training.id;
    stored::insert(tx, &one.training).await?;
    urn::insert(tx, id, &one.evaluations).await?;
    for place in &one.seats {
        seat::insert(tx, id, place.staff).await?;
        let of = (id, place.staff);
        if place.reply == Reply::Yes {
            stored::take_place(tx, id).await?;
        }
        seat::reply(tx, of, (Reply::Open, place.reply)).await?;
        if place.evaluated {
            seat::evaluate(tx, of).await?;
        }
    }
    let days = one.seats.iter().flat_map(|place| {
        let of = |on: &Day| (place.staff, *on);
        place.attended.iter().map(of).collect::<Vec<_>>()
    });
    let days: Vec<(StaffId, Day)> = days.collect();
    seat::attend(tx, id, &days).await?;
    Ok(())
}
