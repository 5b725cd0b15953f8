//! Files that go with a proposal: put there and taken away while it is a draft, read by whoever keeps the office's proposals.

use hemma_domain::audit::Event;
use hemma_domain::ids::{AttachmentId, NetworkId, ProposalId};
use hemma_domain::proposal::{Attachment, AttachmentFault, Proposal};
use hemma_store::db::Tx;
use hemma_store::proposal::{self as stored, attachment};

use super::{ProposalAt, of_network};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result};
use crate::file;

impl App {
    /// Puts a file beside a draft. The draft changes with it: whoever signs has seen what goes with it.
    pub async fn attach(
        &self,
        ctx: &Ctx,
        at: ProposalAt,
        (title, sent): (&str, Option<Vec<u8>>),
    ) -> Result<()> {
        let (mut tx, one) = self.draft_to_attach(ctx, at).await?;
        let by = ctx.staff().ok_or(Error::Forbidden)?;
        let there = attachment::of_proposal(&mut tx, one.id).await?;
        if let Some(fault) = Attachment::fault(title, sent.as_deref(), &there, file::unpack) {
            return Err(Error::Invalid(vec![told(fault)]));
        }
        let sent = sent.unwrap_or_default();
        let added = Attachment {
            id: AttachmentId(ctx.new_id()),
            title: title.trim().to_owned(),
            bytes: u32::try_from(sent.len()).unwrap_or(u32::MAX),
            added: (by, ctx.now),
        };
        attachment::insert(&mut tx, one.id, (&added, &sent)).await?;
        changed(tx, &one).await
    }

    /// Takes a file of a draft away.
    pub async fn detach(&self, ctx: &Ctx, at: ProposalAt, id: AttachmentId) -> Result<()> {
        let (mut tx, one) = self.draft_to_attach(ctx, at).await?;
        if !attachment::remove(&mut tx, (one.id, id)).await? {
            return Err(Error::NotFound);
        }
        changed(tx, &one).await
    }

    /// A file with what is in it.
    pub async fn attachment(
        &self,
        ctx: &Ctx,
        (network, proposal): (NetworkId, ProposalId),
        id: AttachmentId,
    ) -> Result<(Attachment, Vec<u8>)> {
        let what = (network, Event::ProposalRead);
        let (mut tx, _) = self.office(ctx, what, &proposal.to_string()).await?;
        of_network(&mut tx, network, proposal).await?;
        let found = attachment::file(&mut tx, (proposal, id)).await?;
        tx.commit().await?;
        found.ok_or(Error::NotFound)
    }

    async fn draft_to_attach(
        &self,
        ctx: &Ctx,
        (network, id, version): ProposalAt,
    ) -> Result<(Tx, Proposal)> {
        let what = (network, Event::ProposalChanged);
        let (mut tx, _) = self.office(ctx, what, &id.to_string()).await?;
        let one = of_network(&mut tx, network, id).await?;
        match one.version == version && one.course.is_open() {
            true => Ok((tx, one)),
            false => Err(Error::Conflict),
        }
    }
}

/// Of two who change a draft at once, one is told; a file is a change as well.
async fn changed(mut tx: Tx, one: &Proposal) -> Result<()> {
    if !stored::save(&mut tx, one).await? {
        return Err(Error::Conflict);
    }
    tx.commit().await?;
    Ok(())
}

fn told(fault: AttachmentFault) -> FieldError {
    match fault {
        AttachmentFault::Title => FieldError::new("attachment_title", "attachment-fault-title"),
        AttachmentFault::Twice => FieldError::new("attachment_title", "attachment-fault-twice"),
        AttachmentFault::TooMany => FieldError::new("attachment", "attachment-fault-many"),
        AttachmentFault::None => FieldError::new("attachment", "attachment-fault-none"),
        AttachmentFault::File(fault) => FieldError::new("attachment", file::told(fault)),
    }
}
