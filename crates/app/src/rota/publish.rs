//! Publishing: what changes for whom, and the decision, in one transaction.

use hemma_domain::audit::Event;
use hemma_domain::ids::{StaffId, TurnId};
use hemma_domain::mail::MailKind;
use hemma_domain::rota::{
    Breach, Change, Notice, PublishError, RestChange, Rota, changes, notice, rest_changes,
};
use hemma_domain::time::Day;
use hemma_domain::turn::{Turn, TurnSource};
use hemma_store::db::Tx;
use hemma_store::{pool, rota as stored, turn};

use super::draft::{Draft, RotaAt, load};
use super::forbids;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// What publishing a draft would do.
#[derive(Debug, Clone)]
pub struct Preview {
    pub draft: Draft,
    /// Duties that go to somebody else than now.
    pub changes: Vec<Change>,
    /// Days off for rest that come or go.
    pub rest: Vec<RestChange>,
    pub notice: Notice,
    /// Breaches that nobody may set aside: with any of them nothing is published.
    pub unlawful: Vec<Breach>,
    /// Duties that stay open.
    pub open: usize,
}

/// The decision to publish, on what the preview showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// The draft and its pool.
    pub at: RotaAt,
    /// The version of the draft that was looked at.
    pub rota_version: i64,
    /// The version of the pool: what holds must be what it was.
    pub pool_version: i64,
    /// Why those concerned hear of it late; empty where they do not.
    pub reason: String,
}

impl App {
    /// What publishing a draft would do; nothing is changed.
    pub async fn preview_rota(&self, ctx: &Ctx, at: RotaAt) -> Result<Preview> {
        Ok(preview(ctx, self.rota_draft(ctx, at).await?))
    }

    /// Publishes a draft: every duty of it that has not begun goes to whom the draft says. Of two who publish at once one
    /// is told that somebody else was first.
    pub async fn publish_rota(&self, ctx: &Ctx, new: &Publish) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, new.at).await?;
        let by = entered.hand()?;
        let version = entered.pool.version;
        if version != new.pool_version || rota.version != new.rota_version {
            return Err(Error::Conflict);
        }
        let seen = preview(ctx, load(ctx, &mut tx, rota, entered.clone()).await?);
        let published = decided(ctx, &seen, (by, &new.reason))?;
        if !stored::save(&mut tx, &published).await? {
            return Err(Error::Conflict);
        }
        if !pool::touch(&mut tx, new.at.0, new.pool_version).await? {
            return Err(Error::Conflict);
        }
        take_over(ctx, &mut tx, &seen).await?;
        rest(ctx, &mut tx, &seen.draft).await?;
        let concerned = concerned(&seen);
        self.tell_all(ctx, &mut tx, (&concerned, MailKind::RotaPublished))
            .await?;
        tx.log(entered.entry(ctx, Event::RotaPublished, new.at.1.to_string()));
        tx.commit().await?;
        Ok(())
    }
}

fn preview(ctx: &Ctx, draft: Draft) -> Preview {
    let duties: Vec<_> = draft
        .served
        .iter()
        .filter(|one| !draft.fixed.contains(&one.duty.id))
        .filter_map(|one| Some((one.duty.id, one.duty.shape.whole()?.start().day())))
        .collect();
    let holds = |one: &hemma_domain::turn::Served| {
        let turn = one.turns.first()?;
        Some((one.duty.id, turn.staff))
    };
    let before = draft.served.iter().filter_map(holds).collect();
    let changes = changes(&duties, &before, &draft.entries);
    let unlawful = draft.breaches.iter().filter(|one| forbids(one.rule));
    let open = duties
        .iter()
        .filter(|(duty, _)| !draft.entries.contains_key(duty));
    let rest = rest_changes(&held(ctx, &draft), &ahead(ctx, &draft.rest_days));
    Preview {
        notice: notice(&draft.agreement, (&changes, &rest), ctx.today()),
        unlawful: unlawful.copied().collect(),
        open: open.count(),
        changes,
        rest,
        draft,
    }
}

/// Days off that have not passed.
fn ahead(ctx: &Ctx, all: &[(StaffId, Day)]) -> Vec<(StaffId, Day)> {
    let ahead = all.iter().filter(|(_, day)| ctx.today() <= *day);
    ahead.copied().collect()
}

/// Days off that a draft can change: those of its period, and those around it that it has as well.
fn held(ctx: &Ctx, draft: &Draft) -> Vec<(StaffId, Day)> {
    let mut held = ahead(ctx, &draft.held_rest_days);
    held.retain(|off| {
        let is_in = draft.rota.first <= off.1 && off.1 < draft.rota.end;
        is_in || draft.rest_days.contains(off)
    });
    held
}

fn decided(ctx: &Ctx, seen: &Preview, (by, reason): (StaffId, &str)) -> Result<Rota> {
    if !seen.unlawful.is_empty() {
        return Err(Error::invalid("rota", "rota-fault-unlawful"));
    }
    let rota = seen.draft.rota.clone();
    rota.publish((by, ctx.now), seen.notice, reason)
        .map_err(|err| match err {
            PublishError::NotDraft => Error::Conflict,
            PublishError::NoReason => Error::invalid("reason", "rota-fault-reason"),
            PublishError::ReasonTooLong => Error::invalid("reason", "rota-fault-reason-long"),
            PublishError::Unlawful => Error::invalid("rota", "rota-fault-unlawful"),
        })
}

/// Gives each duty that changes to whom the draft says.
async fn take_over(ctx: &Ctx, tx: &mut Tx, seen: &Preview) -> Result<()> {
    for change in &seen.changes {
        let found = seen
            .draft
            .served
            .iter()
            .find(|one| one.duty.id == change.duty);
        let Some(served) = found else {
            continue;
        };
        let Some(part) = served.duty.shape.whole() else {
            continue;
        };
        match (served.turns.first(), change.after) {
            // A turn keeps its id, so that a calendar sees one appointment change and not two.
            (Some(held), Some(staff)) => {
                let given = Turn {
                    staff,
                    part,
                    source: TurnSource::Rota,
                    revision: held.revision.saturating_add(1),
                    ..held.clone()
                };
                turn::save(tx, &given).await?;
            }
            (Some(held), None) => turn::remove(tx, held.id).await?,
            (None, Some(staff)) => {
                let new = Turn {
                    id: TurnId(ctx.new_id()),
                    duty: change.duty,
                    staff,
                    part,
                    source: TurnSource::Rota,
                    revision: 0,
                };
                turn::insert(tx, &new).await?;
            }
            (None, None) => {}
        }
    }
    Ok(())
}

/// The days off of the draft hold from now on; those that have passed stay as they were.
async fn rest(ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Result<()> {
    let first: Day = draft.rota.first.max(ctx.today());
    let pool = draft.pool.id;
    stored::take_rest_days(tx, pool, (first, draft.rota.end)).await?;
    // One of the same week as the first duty may lie before it.
    for off in ahead(ctx, &draft.rest_days) {
        stored::give_rest_day(tx, pool, off).await?;
    }
    Ok(())
}

/// Everybody who has a duty or a day off more or less than before.
fn concerned(seen: &Preview) -> Vec<StaffId> {
    let both = seen.changes.iter().flat_map(|one| [one.before, one.after]);
    let mut all: Vec<StaffId> = both.flatten().collect();
    all.extend(seen.rest.iter().map(|one| one.staff));
    all.sort();
    all.dedup();
    all
}
