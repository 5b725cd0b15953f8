//! Boards that a network's office writes to: each picks the layout of what is written to it, and how its diary numbers look.

use hemma_domain::addressee::{Addressee, AddresseeFault};
use hemma_domain::audit::Event;
use hemma_domain::ids::{AddresseeId, NetworkId};
use hemma_domain::layout::{Layout, Pattern};
use hemma_domain::programme::{Confidence, Words};
use hemma_domain::proposal::Proposal;
use hemma_store::addressee as stored;
use hemma_store::db::Tx;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// The boards of an office, and the layouts that they can pick from.
#[derive(Debug, Clone)]
pub struct Addressees {
    /// By name.
    pub boards: Vec<Addressee>,
    pub layouts: Vec<LayoutChoice>,
}

/// A layout that can be picked today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutChoice {
    pub code: String,
    pub name: Words,
    /// How diary numbers are written where the board says nothing else.
    pub diary: String,
}

/// A board as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddresseeInput {
    pub name: String,
    pub layout: String,
    /// Empty where diary numbers are written as the layout says.
    pub diary: String,
}

/// How diary numbers of a proposal are written, and whether the board or its office says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diary {
    pub pattern: Pattern,
    pub is_confirmed: bool,
}

impl App {
    /// The boards that an office writes to.
    pub async fn addressees(&self, ctx: &Ctx, network: NetworkId) -> Result<Addressees> {
        let what = (network, Event::ProposalRead);
        let (mut tx, _) = self.office(ctx, what, "addressees").await?;
        let boards = stored::of_network(&mut tx, network).await?;
        tx.commit().await?;
        let choice = |one: &std::sync::Arc<Layout>| LayoutChoice {
            code: one.code.clone(),
            name: one.name.clone(),
            diary: one.diary.value.to_string(),
        };
        let layouts = self.newest_layouts(ctx.today());
        Ok(Addressees {
            boards,
            layouts: layouts.iter().map(choice).collect(),
        })
    }

    /// Adds a board.
    pub async fn new_addressee(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        input: AddresseeInput,
    ) -> Result<AddresseeId> {
        let id = AddresseeId(ctx.new_id());
        self.put_addressee(ctx, (network, id, None), input).await?;
        Ok(id)
    }

    /// Changes how a board wants to be written to. Drafts to it follow its pattern; what they are written in stays.
    pub async fn save_addressee(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, AddresseeId, i64),
        input: AddresseeInput,
    ) -> Result<()> {
        self.put_addressee(ctx, (network, id, Some(version)), input)
            .await
    }

    async fn put_addressee(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, AddresseeId, Option<i64>),
        input: AddresseeInput,
    ) -> Result<()> {
        let what = (network, Event::ProposalChanged);
        let (mut tx, _) = self.office(ctx, what, &format!("addressee {id}")).await?;
        let there = stored::of_network(&mut tx, network).await?;
        if version.is_some() && there.iter().all(|one| one.id != id) {
            return Err(Error::NotFound);
        }
        let mut faults = Vec::new();
        let diary = match input.diary.trim() {
            "" => None,
            typed => Pattern::new(typed)
                .map_err(|_| faults.push(FieldError::new("diary", "addressee-fault-diary")))
                .ok(),
        };
        let known = self.newest_layouts(ctx.today());
        if known.iter().all(|one| one.code != input.layout) {
            faults.push(FieldError::new("layout", "addressee-fault-layout"));
        }
        let one = Addressee {
            id,
            network,
            name: input.name.trim().to_owned(),
            layout: input.layout,
            diary,
            version: version.unwrap_or(1),
        };
        faults.extend(one.fault(&there).map(told));
        all_valid(faults)?;
        match version {
            None => stored::insert(&mut tx, &one).await?,
            Some(_) if stored::save(&mut tx, &one).await? => {}
            Some(_) => return Err(Error::Conflict),
        }
        tx.commit().await?;
        Ok(())
    }
}

/// A board of a network's office.
pub(crate) async fn of_network(
    tx: &mut Tx,
    network: NetworkId,
    id: AddresseeId,
) -> Result<Addressee> {
    let found = stored::find(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

/// How diary numbers of a proposal are written: as its board says, or else its layout.
pub(crate) async fn diary_of(tx: &mut Tx, of: &Proposal, layout: &Layout) -> Result<Diary> {
    let board = match of.to {
        Some(id) => stored::find(tx, id).await?,
        None => None,
    };
    Ok(match board.and_then(|board| board.diary) {
        Some(pattern) => Diary {
            pattern,
            is_confirmed: true,
        },
        None => Diary {
            pattern: layout.diary.value.clone(),
            is_confirmed: layout.diary.confidence == Confidence::Confirmed,
        },
    })
}

fn told(fault: AddresseeFault) -> FieldError {
    let message = match fault {
        AddresseeFault::Name => "addressee-fault-name",
        AddresseeFault::Taken => "addressee-fault-taken",
        AddresseeFault::TooMany => "addressee-fault-many",
    };
    FieldError::new("name", message)
}
