//! Bills: made from the fees, booked once, paid as a whole, withdrawn as a whole.

use hemma_domain::audit::Event;
use hemma_domain::fee::{
    Bill, BillError, BillLine, BillState, Charge, Closed, Rate, Recipient, Span, clash, is_payment,
};
use hemma_domain::ids::{BillId, NetworkId, PayerId, VoucherId};
use hemma_domain::ledger::{Purpose, Voucher};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{fee as stored, ledger, staff, team};

use super::{closed_teams, facts, member_name, payer_of, team_names};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::ledger::voucher::{put, refused, voucher_of};

/// The longest span of one bill: two years, so that no typed year makes thousands of lines.
const DAYS_MAX: i64 = 732;

/// A bill with what it hangs together with.
#[derive(Debug, Clone)]
pub struct OneBill {
    pub bill: Bill,
    pub made_by: String,
    /// The name of the network, which wants to be paid.
    pub network: String,
    /// The number of its voucher.
    pub voucher: Option<u32>,
    /// The number of the voucher that paid it, and the day that it counts on.
    pub paid: Option<(u32, Day)>,
    /// Teams of the network that have closed.
    pub closed: Closed,
}

/// What paid a bill, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentInput {
    /// The whole sum on this day: it is booked.
    On(Day),
    /// It is booked already, by the voucher with this number.
    Voucher(u32),
}

impl App {
    /// One bill.
    pub async fn bill(&self, ctx: &Ctx, (network, id): (NetworkId, BillId)) -> Result<OneBill> {
        let mut tx = self.read_fees(ctx, network, &id.to_string()).await?;
        let bill = bill_of(&mut tx, network, id).await?;
        let names = staff::names(&mut tx, &[bill.made.0]).await?;
        let voucher = named(&mut tx, network, bill.state.voucher()).await?;
        let paid = named(&mut tx, network, bill.state.payment()).await?;
        let closed = closed_teams(&mut tx, network).await?;
        let networks = team::networks(&mut tx).await?;
        let own = networks.into_iter().find(|one| one.id == network);
        tx.commit().await?;
        Ok(OneBill {
            network: own.map(|one| one.name).unwrap_or_default(),
            made_by: names.into_iter().map(|(_, name)| name).collect(),
            voucher: voucher.map(|one| one.number),
            paid: paid.map(|one| (one.number, one.booking.on())),
            closed,
            bill,
        })
    }

    /// Makes the bill of a payer for a span. No day is billed twice.
    pub async fn make_bill(
        &self,
        ctx: &Ctx,
        (network, payer): (NetworkId, PayerId),
        span: Span,
    ) -> Result<BillId> {
        let id = BillId(ctx.new_id());
        let (mut tx, permit) = self
            .keep_fees(ctx, network, (Event::BillMade, &id.to_string()))
            .await?;
        let by = permit.staff().ok_or(Error::Forbidden)?;
        let payer = payer_of(&mut tx, network, payer).await?;
        if span.until <= span.from || DAYS_MAX < span.until.days_since(span.from) {
            return Err(Error::invalid("until", "fee-fault-span"));
        }
        // The number first: of two who bill the same days at once, the second waits here and then sees the first.
        ledger::begin(&mut tx, network).await?;
        let number = ledger::take_bill_number(&mut tx, network).await?;
        let facts = facts(&mut tx, network).await?;
        let teams = team_names(&mut tx, network).await?;
        let charges = facts
            .of_payer(&payer, span)
            .map_err(|_| Error::invalid("from", "fee-fault-no-price"))?;
        if charges.is_empty() {
            return Err(Error::invalid("from", "fee-fault-nothing"));
        }
        if clash(&charges, &facts.bills).is_some() {
            return Err(Error::invalid("from", "fee-fault-billed-already"));
        }
        let line = |charge: Charge| BillLine {
            name: member_name(charge.member, &teams),
            charge,
        };
        let bill = Bill {
            id,
            network,
            number,
            payer: payer.id,
            to: Recipient {
                name: payer.name,
                reference: payer.reference,
                address: payer.address,
            },
            currency: payer.currency,
            span,
            lines: charges.into_iter().map(line).collect(),
            made: (by, ctx.now),
            state: BillState::Open,
            rate: None,
            version: 1,
        };
        stored::insert_bill(&mut tx, &bill).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Books a bill: the payer owes it, and it came in as fees. A bill is booked once.
    pub async fn book_bill(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, BillId, i64),
        (on, rate): (Day, Option<Rate>),
    ) -> Result<VoucherId> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::BillBooked, &id.to_string()))
            .await?;
        let bill = bill_of(&mut tx, network, id).await?;
        if bill.version != version {
            return Err(Error::Conflict);
        }
        let accounts = ledger::accounts(&mut tx, network).await?;
        let booking = bill.booking(on, &accounts, rate).map_err(told)?;
        let changed = Bill { rate, ..bill };
        if !stored::change_bill(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        let voucher = VoucherId(ctx.new_id());
        put(&mut tx, ctx, (network, voucher), booking).await?;
        tx.commit().await?;
        Ok(voucher)
    }

    /// Notes what paid a bill, all of it; what is not booked yet is booked. Where that voucher is taken back, the bill is unpaid.
    pub async fn pay_bill(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, BillId, i64),
        input: PaymentInput,
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::BillPaid, &id.to_string()))
            .await?;
        let bill = bill_of(&mut tx, network, id).await?;
        let BillState::Booked(booked) = bill.state else {
            return Err(Error::Conflict);
        };
        if bill.version != version {
            return Err(Error::Conflict);
        }
        let accounts = ledger::accounts(&mut tx, network).await?;
        let by = match input {
            PaymentInput::On(on) => {
                let claim = voucher_of(&mut tx, network, booked).await?;
                let booking = bill.payment(on, &accounts, &claim.booking).map_err(told)?;
                let made = VoucherId(ctx.new_id());
                put(&mut tx, ctx, (network, made), booking).await?;
                made
            }
            PaymentInput::Voucher(number) => {
                let found = ledger::find_numbered(&mut tx, network, number).await?;
                let found = found.filter(|one| is_payment(one, &accounts));
                found
                    .ok_or(Error::invalid("voucher", "fee-fault-no-payment"))?
                    .id
            }
        };
        let changed = Bill {
            state: BillState::Paid { booked, by },
            ..bill
        };
        if !stored::change_bill(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Withdraws a bill that is not paid: its days can be billed again, and what was booked is taken back.
    pub async fn withdraw_bill(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, BillId, i64),
        (on, why): (Day, &str),
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::BillWithdrawn, &id.to_string()))
            .await?;
        let bill = bill_of(&mut tx, network, id).await?;
        if bill.version != version || !bill.stands() {
            return Err(Error::Conflict);
        }
        if bill.state.payment().is_some() {
            return Err(Error::invalid("on", "fee-fault-paid"));
        }
        if let Some(voucher) = bill.state.voucher() {
            let found = voucher_of(&mut tx, network, voucher).await?;
            let booking = found.withdrawal(on, why).map_err(refused)?;
            let made = VoucherId(ctx.new_id());
            put(&mut tx, ctx, (network, made), booking).await?;
        }
        let changed = Bill {
            state: BillState::Withdrawn,
            ..bill
        };
        if !stored::change_bill(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn bill_of(tx: &mut Tx, network: NetworkId, id: BillId) -> Result<Bill> {
    let found = stored::find_bill(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

/// The voucher that a bill names, if it names one.
async fn named(tx: &mut Tx, network: NetworkId, id: Option<VoucherId>) -> Result<Option<Voucher>> {
    match id {
        Some(id) => Ok(Some(voucher_of(tx, network, id).await?)),
        None => Ok(None),
    }
}

fn told(err: BillError) -> Error {
    match err {
        BillError::Elsewhere => Error::Conflict,
        BillError::NoAccount(Purpose::Fees) => Error::invalid("on", "fee-fault-no-fees"),
        BillError::NoAccount(Purpose::Claims) => Error::invalid("on", "fee-fault-no-claims"),
        BillError::NoAccount(Purpose::Bank) => Error::invalid("on", "fee-fault-no-bank"),
        BillError::NoRate => Error::invalid("rate", "fee-fault-rate"),
        BillError::Before => Error::invalid("on", "fee-fault-paid-before"),
        BillError::Sum => Error::invalid("on", "fee-fault-sum"),
    }
}
