//! How a proposal begins: in a layout, or to a board in the layout that it wants.

use hemma_domain::audit::Event;
use hemma_domain::ids::{AddresseeId, NetworkId, ProposalId, StaffId};
use hemma_domain::proposal::{Content, Course, Handler, Proposal};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{proposal as stored, staff};

use crate::App;
use crate::addressee::of_network as in_network;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// What decides on the layout of a new proposal.
#[derive(Debug, Clone, Copy)]
enum Whom<'a> {
    /// Nobody: it is written in the layout with this code.
    InLayout(&'a str),
    /// A board, which has one.
    Board(AddresseeId),
}

impl App {
    /// Begins a draft in a layout. What stands in every proposal of the office is taken from the newest one.
    pub async fn new_proposal(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        (layout, template): (&str, &str),
    ) -> Result<ProposalId> {
        let whom = Whom::InLayout(layout);
        self.begin_proposal(ctx, network, (whom, template)).await
    }

    /// Begins a draft to a board, in the layout that it wants.
    pub async fn new_proposal_to(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        (board, template): (AddresseeId, &str),
    ) -> Result<ProposalId> {
        let whom = Whom::Board(board);
        self.begin_proposal(ctx, network, (whom, template)).await
    }

    async fn begin_proposal(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        (whom, code): (Whom<'_>, &str),
    ) -> Result<ProposalId> {
        let id = ProposalId(ctx.new_id());
        let detail = id.to_string();
        let (mut tx, permit) = self
            .office(ctx, (network, Event::ProposalChanged), &detail)
            .await?;
        let by = permit.staff().ok_or(Error::Forbidden)?;
        let (wanted, to) = match whom {
            Whom::InLayout(layout) => (layout.to_owned(), None),
            Whom::Board(board) => {
                let board = in_network(&mut tx, network, board).await?;
                (board.layout.clone(), Some(board))
            }
        };
        let known = self.newest_layouts(ctx.today());
        let mut known = known.iter();
        let layout = known.find(|one| one.code == wanted && one.template(code).is_some());
        let layout = layout.ok_or_else(|| Error::invalid("template", "proposal-fault-template"))?;
        let before = stored::of_network(&mut tx, network).await?;
        let content = match before.first() {
            Some(last) => blank(&last.content, ctx.today()),
            None => first(&mut tx, by, ctx.today()).await?,
        };
        let one = Proposal {
            id,
            network,
            layout: (layout.code.clone(), layout.version),
            template: code.to_owned(),
            content: Content {
                addressee: match &to {
                    Some(board) => board.name.clone(),
                    None => content.addressee,
                },
                ..content
            },
            to: to.map(|board| board.id),
            course: Course::default(),
            made: (by, ctx.now),
            version: 1,
        };
        stored::insert(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// A draft with what the office always writes.
fn blank(last: &Content, today: Day) -> Content {
    Content {
        office: last.office.clone(),
        department: last.department.clone(),
        handler: last.handler.clone(),
        addressee: last.addressee.clone(),
        signers: last.signers.clone(),
        ..empty(today)
    }
}

/// The office's first draft: whoever begins it answers questions about it.
async fn first(tx: &mut Tx, by: StaffId, today: Day) -> Result<Content> {
    let found = staff::find(tx, by).await?.ok_or(Error::NotFound)?;
    Ok(Content {
        handler: Handler {
            name: found.name,
            phone: found.phone.unwrap_or_default(),
        },
        ..empty(today)
    })
}

fn empty(today: Day) -> Content {
    Content {
        heading: String::new(),
        diary: String::new(),
        office: String::new(),
        department: String::new(),
        handler: Handler::default(),
        addressee: String::new(),
        dated_on: today,
        meeting_on: None,
        points: Vec::new(),
        texts: std::collections::BTreeMap::new(),
        attachments: Vec::new(),
        costs: Vec::new(),
        funding: Vec::new(),
        trip: None,
        signers: Vec::new(),
    }
}
