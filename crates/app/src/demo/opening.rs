//! The invented openings, stored as they are. Nobody knows the secret addresses of those who applied.

use hemma_demo::Recruited;
use hemma_domain::opening::{APPLICATIONS_MAX, Opening, State};
use hemma_domain::staff::Language;
use hemma_store::application::{self as stored, message, reference, score};
use hemma_store::db::Tx;
use hemma_store::{briefing, opening};

use crate::ctx::Ctx;
use crate::error::Result;
use crate::link::new_token;
use crate::login::hash;

/// One opening with those who applied.
pub(super) async fn keep(tx: &mut Tx, ctx: &Ctx, one: &Recruited) -> Result<()> {
    // Numbers are drawn while it is open.
    let open = Opening {
        state: State::Open,
        ..one.opening.clone()
    };
    opening::insert(tx, &open).await?;
    for applied in &one.applied {
        let id = applied.application.id;
        opening::take_number(tx, one.opening.id, APPLICATIONS_MAX).await?;
        let secret = hash(&new_token());
        stored::insert(tx, &applied.application, &secret, applied.cv.as_deref()).await?;
        for sheet in &applied.sheets {
            score::save(tx, id, sheet).await?;
        }
        for said in &applied.references {
            reference::insert(tx, (id, ctx.new_id()), said).await?;
        }
        for told in &applied.messages {
            message::insert(tx, (id, ctx.new_id()), told).await?;
        }
    }
    for (meeting, guests) in &one.briefings {
        briefing::insert(tx, meeting).await?;
        for guest in guests {
            let secret = hash(&new_token());
            let place = (meeting.id, ctx.new_id());
            let said = one.opening.made.0;
            let who = (guest, Language::Swedish, secret.as_str());
            briefing::take_seat(tx, place, who, said).await?;
        }
    }
    if one.opening.state != State::Open {
        opening::save(tx, &one.opening).await?;
    }
    Ok(())
}
