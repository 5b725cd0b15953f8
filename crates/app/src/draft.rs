//! What somebody typed and did not yet send. Drafts are their writer's own: nobody else can read them.

use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;
use hemma_store::draft as stored;
pub use hemma_store::draft::Draft;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Drafts of one person: more than that nobody has open; the oldest go.
pub const DRAFTS_MAX: u32 = 200;
/// Bytes of one draft: four times the longest note.
pub const DRAFT_BYTES_MAX: usize = 256 * 1024;
/// Letters of a place: the longest path of a form is a third of it.
const PLACE_CHARS_MAX: usize = 300;
/// What stands below is never kept for anybody (`docs/adr/0011-ratings-without-raters.md`).
pub const UNOWNED: &str = "/ratings";
/// Days after which a draft that nobody came back to is removed.
pub const DRAFT_DAYS_MAX: i64 = 30;

impl App {
    /// What the actor left at a place.
    pub async fn draft(&self, ctx: &Ctx, place: &str) -> Result<Option<Draft>> {
        let mut tx = self.db.read().await?;
        Ok(stored::find(&mut tx, own(ctx)?, place).await?)
    }

    /// What the actor left at all places that begin alike, the newest first.
    pub async fn drafts_under(&self, ctx: &Ctx, prefix: &str) -> Result<Vec<Draft>> {
        let mut tx = self.db.read().await?;
        Ok(stored::under(&mut tx, own(ctx)?, prefix, DRAFTS_MAX).await?)
    }

    /// Keeps what the actor typed at a place; an empty text keeps nothing.
    pub async fn save_draft(&self, ctx: &Ctx, place: &str, body: &str) -> Result<Instant> {
        self.keep_draft(ctx, own(ctx)?, place, body).await
    }

    /// Keeps what somebody typed whose session ran out meanwhile. The caller knows from the session whose it was.
    pub async fn keep_draft(
        &self,
        ctx: &Ctx,
        staff: StaffId,
        place: &str,
        body: &str,
    ) -> Result<Instant> {
        if !place.starts_with('/') || place.chars().count() > PLACE_CHARS_MAX {
            return Err(Error::invalid("place", "draft-no-place"));
        }
        // A draft has an owner, and an answer about a colleague must have none.
        if place.starts_with(UNOWNED) {
            return Err(Error::invalid("place", "draft-no-place"));
        }
        if body.len() > DRAFT_BYTES_MAX {
            return Err(Error::invalid("body", "draft-too-long"));
        }
        let mut tx = self.db.write(&ctx.request).await?;
        if body.is_empty() {
            stored::delete(&mut tx, staff, place).await?;
        } else {
            let draft = Draft {
                place: place.to_owned(),
                body: body.to_owned(),
                saved_at: ctx.now,
            };
            stored::save(&mut tx, staff, &draft).await?;
            stored::delete_beyond(&mut tx, staff, DRAFTS_MAX).await?;
        }
        tx.commit().await?;
        Ok(ctx.now)
    }

    /// Removes what the actor left at a place: it was sent, or is not wanted. Says whether there was anything.
    pub async fn drop_draft(&self, ctx: &Ctx, place: &str) -> Result<bool> {
        let staff = own(ctx)?;
        // Most things that are sent never had a draft: a look costs less than a write.
        let mut tx = self.db.read().await?;
        let found = stored::find(&mut tx, staff, place).await?;
        drop(tx);
        if found.is_none() {
            return Ok(false);
        }
        let mut tx = self.db.write(&ctx.request).await?;
        let gone = stored::delete(&mut tx, staff, place).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Removes drafts that nobody came back to. Says how many went.
    pub async fn drop_old_drafts(&self, ctx: &Ctx) -> Result<u64> {
        const DAY_SECONDS: i64 = 24 * 3600;
        let mut tx = self.db.write(&ctx.request).await?;
        let before = ctx.now.plus_seconds(-DRAFT_DAYS_MAX * DAY_SECONDS);
        let gone = stored::delete_before(&mut tx, before).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// The key under which the actor's own devices seal what they keep, and what they call their owner.
    pub fn device_key(&self, ctx: &Ctx) -> Result<DeviceKey> {
        let staff = own(ctx)?;
        Ok(DeviceKey {
            key: self.db.seals().device_key(staff.0).to_string(),
            owner: self.device_owner(staff),
        })
    }

    /// What a device calls somebody: tells nothing to anybody else.
    pub fn device_owner(&self, staff: StaffId) -> String {
        self.db.seals().device_owner(staff.0)
    }
}

/// What a device needs to keep things for one person.
pub struct DeviceKey {
    /// Base64 of 32 bytes.
    pub key: String,
    pub owner: String,
}

fn own(ctx: &Ctx) -> Result<StaffId> {
    ctx.staff().ok_or(Error::Forbidden)
}
