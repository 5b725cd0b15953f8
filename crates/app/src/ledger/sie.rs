//! A year of a network's ledger as the file that bookkeeping programs exchange.

use hemma_domain::ids::NetworkId;
use hemma_domain::ledger::{Sie, VOUCHERS_MAX};
use hemma_domain::month::Month;
use hemma_store::ledger as stored;
use hemma_store::team;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

impl App {
    /// Accounts, balances and every voucher of a year, as SIE 4. Whole or not at all.
    pub async fn ledger_sie(&self, ctx: &Ctx, network: NetworkId, year: i16) -> Result<Vec<u8>> {
        let detail = format!("sie {year}");
        let mut tx = self.read_ledger(ctx, network, &detail).await?;
        let month = |number| Month::new(year, number).map_err(|_| Error::NotFound);
        let accounts = stored::accounts(&mut tx, network).await?;
        let before = stored::balances(&mut tx, network, month(1)?.plus(-1)).await?;
        let after = stored::balances(&mut tx, network, month(12)?).await?;
        let mut vouchers = Vec::new();
        for number in 1..=12 {
            let found = stored::of_month(&mut tx, network, month(number)?).await?;
            if usize::try_from(VOUCHERS_MAX).is_ok_and(|most| most <= found.len()) {
                let many = anyhow::anyhow!("a month of {year} has more vouchers than are listed");
                return Err(Error::Internal(many));
            }
            vouchers.extend(found);
        }
        vouchers.sort_by_key(|one| one.number);
        let networks = team::networks(&mut tx).await?;
        tx.commit().await?;
        let found = networks.into_iter().find(|one| one.id == network);
        let file = Sie {
            name: &found.ok_or(Error::NotFound)?.name,
            program: ("Hemma", env!("CARGO_PKG_VERSION")),
            on: ctx.today(),
            year,
            accounts: &accounts,
            before: &before,
            after: &after,
            vouchers: &vouchers,
        };
        Ok(file.write())
    }
}
