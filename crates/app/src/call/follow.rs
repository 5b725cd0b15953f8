//! What follows a call: a promise of whoever sees to it in the family's team, beside the open hand-over.

use hemma_domain::audit::{Entry, Event};
use hemma_domain::call::Call;
use hemma_domain::case::CareRole;
use hemma_domain::ids::TaskId;
use hemma_domain::task::{TEXT_CHARS_MAX, Task};
use hemma_store::db::Tx;
use hemma_store::{staff, task};

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::watch::AtNight;

/// Makes the promise that a call asks for: of the one whom it names, where they work in the family's team, else of the
/// family's therapist. Its words are those of the call. Where nobody can be found the hand-over stays open, and tells it.
///
/// The promise bears the call's own id: taken back and asked for again, it is the same one with its new words, open again.
pub(super) async fn promise(
    ctx: &Ctx,
    tx: &mut Tx,
    (night, call): (&AtNight, &Call),
) -> Result<()> {
    let entered = &night.entered;
    let team = entered.scope.team.team;
    let members = staff::of_team(tx, team, ctx.today()).await?;
    let therapists = entered.carers.iter();
    let therapists = therapists.filter(|one| one.role == CareRole::Therapist);
    let mut asked = call
        .follow_up
        .by
        .into_iter()
        .chain(therapists.map(|one| one.staff));
    let owner = asked.find(|who| members.iter().any(|(member, _)| member.id == *who));
    let Some(owner) = owner else {
        return Ok(());
    };
    let words = match call.body.note.is_empty() {
        true => &call.body.reason,
        false => &call.body.note,
    };
    let id = TaskId(call.id.0);
    let stored = task::find(tx, id).await?.map(|one| one.task);
    let stored =
        stored.filter(|one| one.case == Some(entered.case()) && one.set_by == call.taken_by);
    let one = Task {
        id,
        team,
        case: Some(entered.case()),
        owner,
        text: words.chars().take(TEXT_CHARS_MAX).collect(),
        due_on: call.follow_up.at.map(|at| at.day()),
        from_week: None,
        set_by: call.taken_by,
        set_at: ctx.now,
        done: None,
        version: stored.as_ref().map_or(1, |one| one.version),
    };
    match stored {
        Some(_) if !task::save(tx, &entered.key, &one).await? => return Err(Error::Conflict),
        Some(_) => {}
        None => task::insert(tx, &entered.key, &one).await?,
    }
    tx.log(Entry {
        detail: one.id.to_string(),
        ..entered.entry(ctx, Event::TaskChanged)
    });
    Ok(())
}
