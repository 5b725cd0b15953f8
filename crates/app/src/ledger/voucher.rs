//! Vouchers: booked, read, and taken back.

use hemma_domain::audit::Event;
use hemma_domain::ids::{AccountId, NetworkId, ProposalId, VoucherId};
use hemma_domain::ledger::{
    Account, Booking, BookingFault, Origin, Posting, ReverseError, Voucher,
};
use hemma_domain::month::Month;
use hemma_domain::proposal::Stage;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{ledger as stored, proposal, staff};

use super::day_fault;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// A voucher as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherInput {
    pub on: Day,
    pub text: String,
    /// The proposal whose costs it pays.
    pub proposal: Option<ProposalId>,
    pub postings: Vec<Posting>,
}

/// A voucher in a list.
#[derive(Debug, Clone)]
pub struct VoucherLine {
    pub voucher: Voucher,
    /// Number and name of the accounts that it touches.
    pub accounts: Vec<Account>,
}

/// One voucher with what it hangs together with.
#[derive(Debug, Clone)]
pub struct OneVoucher {
    pub voucher: Voucher,
    /// Every account of the ledger.
    pub accounts: Vec<Account>,
    pub made_by: String,
    /// The number of the voucher that it takes back.
    pub reverses: Option<u32>,
    /// The heading of the proposal that it pays for.
    pub proposal: Option<(ProposalId, String)>,
    /// Whether it can be taken back here.
    pub can_reverse: bool,
}

impl App {
    /// The vouchers of a month.
    pub async fn vouchers(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        month: Month,
    ) -> Result<Vec<VoucherLine>> {
        let mut tx = self.read_ledger(ctx, network, &month.to_string()).await?;
        let accounts = stored::accounts(&mut tx, network).await?;
        let found = stored::of_month(&mut tx, network, month).await?;
        tx.commit().await?;
        let line = |voucher: Voucher| {
            let touched = |one: &&Account| {
                let mut postings = voucher.booking.postings().iter();
                postings.any(|posting| posting.account == one.id)
            };
            VoucherLine {
                accounts: accounts.iter().filter(touched).cloned().collect(),
                voucher,
            }
        };
        Ok(found.into_iter().map(line).collect())
    }

    /// One voucher.
    pub async fn voucher(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, VoucherId),
    ) -> Result<OneVoucher> {
        let mut tx = self.read_ledger(ctx, network, &id.to_string()).await?;
        let voucher = voucher_of(&mut tx, network, id).await?;
        let accounts = stored::accounts(&mut tx, network).await?;
        let names = staff::names(&mut tx, &[voucher.made.0]).await?;
        let reverses = match voucher.booking.origin() {
            Origin::Reversal(of) => stored::find(&mut tx, of).await?.map(|one| one.number),
            Origin::Typed | Origin::Bill(_) => None,
        };
        let pays = match voucher.booking.proposal() {
            Some(id) => proposal::find(&mut tx, id).await?,
            None => None,
        };
        tx.commit().await?;
        Ok(OneVoucher {
            accounts,
            made_by: names.into_iter().map(|(_, name)| name).collect(),
            reverses,
            proposal: pays.map(|one| (one.id, one.content.heading)),
            can_reverse: voucher.reversed_by.is_none() && voucher.booking.origin() == Origin::Typed,
            voucher,
        })
    }

    /// Books a voucher: whole and balanced, or not at all.
    pub async fn book_voucher(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        input: VoucherInput,
    ) -> Result<VoucherId> {
        let id = VoucherId(ctx.new_id());
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::VoucherBooked, &id.to_string()))
            .await?;
        let accounts = stored::accounts(&mut tx, network).await?;
        let mut faults = Vec::new();
        let is_open = |id: AccountId| accounts.iter().any(|one| one.id == id && one.is_open);
        if !input.postings.iter().all(|one| is_open(one.account)) {
            faults.push(FieldError::new("postings", "ledger-fault-account"));
        }
        if let Some(id) = input.proposal
            && !is_payable(&mut tx, network, id).await?
        {
            faults.push(FieldError::new("proposal", "ledger-fault-proposal"));
        }
        let what = (input.on, input.text.as_str());
        let booking = Booking::new(what, Origin::Typed, input.proposal, input.postings);
        let booking = booking.map_err(|wrong| {
            faults.extend(wrong.into_iter().map(told));
            Error::Invalid(std::mem::take(&mut faults))
        })?;
        all_valid(faults)?;
        put(&mut tx, ctx, (network, id), booking).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes a voucher back: the same amounts the other way, on a day of its own and for a reason.
    pub async fn reverse_voucher(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, VoucherId),
        (on, why): (Day, &str),
    ) -> Result<VoucherId> {
        let made = VoucherId(ctx.new_id());
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::VoucherBooked, &made.to_string()))
            .await?;
        let found = voucher_of(&mut tx, network, id).await?;
        let booking = found.reversal(on, why).map_err(refused)?;
        put(&mut tx, ctx, (network, made), booking).await?;
        tx.commit().await?;
        Ok(made)
    }
}

/// Whether a proposal of the network was signed, so that something can be paid for it.
async fn is_payable(tx: &mut Tx, network: NetworkId, id: ProposalId) -> Result<bool> {
    let found = proposal::find(tx, id).await?;
    Ok(found.is_some_and(|one| one.network == network && one.course.stage() != Stage::Draft))
}

/// Stores what is booked under the next number, if its day can be booked on.
pub(crate) async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    (network, id): (NetworkId, VoucherId),
    booking: Booking,
) -> Result<()> {
    stored::begin(tx, network).await?;
    let books = stored::books(tx, network).await?;
    let fault = books.refuses(booking.on(), ctx.today());
    all_valid(fault.into_iter().map(day_fault).collect())?;
    let number = stored::take_number(tx, network, Month::of(booking.on())).await?;
    let one = Voucher {
        id,
        network,
        number: number.ok_or(Error::Conflict)?,
        booking,
        made: (ctx.staff().ok_or(Error::Forbidden)?, ctx.now),
        reversed_by: None,
    };
    stored::insert(tx, &one).await?;
    Ok(())
}

/// A voucher of a network.
pub(crate) async fn voucher_of(tx: &mut Tx, network: NetworkId, id: VoucherId) -> Result<Voucher> {
    let found = stored::find(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

fn told(fault: BookingFault) -> FieldError {
    match fault {
        BookingFault::Text => FieldError::new("text", "ledger-fault-text"),
        BookingFault::TooFew => FieldError::new("postings", "ledger-fault-few"),
        BookingFault::TooMany => FieldError::new("postings", "ledger-fault-many"),
        BookingFault::Amount => FieldError::new("postings", "ledger-fault-amount"),
        BookingFault::Unbalanced { .. } => FieldError::new("postings", "ledger-fault-balance"),
    }
}

pub(crate) fn refused(err: ReverseError) -> Error {
    match err {
        ReverseError::Already => Error::Conflict,
        ReverseError::IsReversal => Error::invalid("why", "ledger-fault-reversal"),
        ReverseError::OfBill => Error::invalid("why", "ledger-fault-of-bill"),
        ReverseError::Before => Error::invalid("on", "ledger-fault-before"),
        ReverseError::Text => Error::invalid("why", "ledger-fault-why"),
    }
}
