//! The invented network's economy, stored.

use hemma_demo::Plan;
use hemma_domain::month::Month;
use hemma_store::db::Tx;
use hemma_store::{fee, ledger};

use crate::error::{Error, Result};

/// Stores accounts, prices, payers, bills and vouchers of the plan, and closes the months that are over.
pub(super) async fn store(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let Some(economy) = plan.economy() else {
        return Ok(());
    };
    let network = plan.house().network.id;
    ledger::begin(tx, network).await?;
    for one in &economy.accounts {
        ledger::insert_account(tx, one).await?;
    }
    for one in &economy.budgets {
        ledger::set_budget(tx, one).await?;
    }
    for one in &economy.prices {
        fee::insert_price_list(tx, one).await?;
    }
    for one in &economy.payers {
        fee::insert_payer(tx, one).await?;
    }
    for one in &economy.memberships {
        fee::put_membership(tx, one).await?;
    }
    for one in &economy.bills {
        ledger::take_bill_number(tx, network).await?;
        fee::insert_bill(tx, one).await?;
    }
    for one in &economy.vouchers {
        let month = Month::of(one.booking.on());
        let number = ledger::take_number(tx, network, month).await?;
        if number != Some(one.number) {
            return Err(Error::Internal(anyhow::anyhow!(
                "the demo's vouchers have a gap"
            )));
        }
        ledger::insert(tx, one).await?;
    }
    for one in &economy.bills {
        // A voucher that books says so itself; which one pays is kept with the bill.
        if one.state.payment().is_some() {
            fee::change_bill(tx, one).await?;
        }
    }
    for one in &economy.earmarks {
        ledger::set_earmarks(tx, one.proposal, std::slice::from_ref(one)).await?;
    }
    ledger::close(tx, network, economy.closed_through).await?;
    Ok(())
}
