//! The network's ledger: what a year becomes, its accounts and budgets, and the months that close.

mod money;
mod sie;
pub(crate) mod voucher;

pub use money::{EarmarkLine, OneProposalMoney, ProposalMoney};
pub use voucher::{OneVoucher, VoucherInput, VoucherLine};

use hemma_domain::access::{NetworkAction, Permit};
use hemma_domain::audit::Event;
use hemma_domain::ids::{AccountId, NetworkId, ProposalId};
use hemma_domain::ledger::{
    self, ACCOUNTS_MAX, Account, AccountFault, AccountKind, Books, Budget, CloseError, DayFault,
    Figures, Purpose, YearFacts,
};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::ledger as stored;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::fee;

/// A year of the ledger.
#[derive(Debug, Clone)]
pub struct LedgerYear {
    pub year: i16,
    pub today: Day,
    pub books: Books,
    /// Income and cost, by number.
    pub figures: Vec<Figures>,
    /// What there is and what is owed when the year ends, or today: by number, as it is read on such an account.
    pub standing: Vec<(Account, Ore)>,
}

/// What the network has for the rest of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearMoney {
    /// What the forecast leaves of the costs that were planned; below 0 where they are not enough.
    pub left: Ore,
    /// Income less cost, as the forecast has it.
    pub forecast: Ore,
    /// Income less cost, as it was planned.
    pub budget: Ore,
}

/// An account in a year.
#[derive(Debug, Clone)]
pub struct OneAccount {
    pub year: i16,
    pub account: Account,
    /// None where nobody set one.
    pub budget: Option<Budget>,
    pub figures: Option<Figures>,
    pub months: Vec<MonthLine>,
    /// What was booked, in its order.
    pub lines: Vec<stored::Line>,
    /// The proposals that it pays for in the year, with their headings.
    pub proposals: Vec<(ProposalId, String, EarmarkLine)>,
}

/// A month of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthLine {
    pub month: Month,
    pub budget: Ore,
    /// As it is read on such an account.
    pub booked: Ore,
    pub is_closed: bool,
}

/// An account as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountInput {
    pub number: String,
    pub name: String,
    /// Stands once the account is there.
    pub kind: AccountKind,
    pub purpose: Option<Purpose>,
    pub is_open: bool,
}

impl App {
    /// A year of the ledger: budget, outcome, forecast, and what there is.
    pub async fn ledger(&self, ctx: &Ctx, network: NetworkId, year: i16) -> Result<LedgerYear> {
        let mut tx = self.read_ledger(ctx, network, &year.to_string()).await?;
        let today = ctx.today();
        let accounts = stored::accounts(&mut tx, network).await?;
        let books = stored::books(&mut tx, network).await?;
        let facts = year_facts(&mut tx, network, year).await?;
        let through = Month::new(year, 12).map_err(|_| Error::NotFound)?;
        let balances = stored::balances(&mut tx, network, through).await?;
        tx.commit().await?;
        let lasting = accounts.iter().filter(|one| !one.kind.is_of_year());
        let standing = lasting.map(|one| {
            let found = balances.iter().find(|(id, _)| *id == one.id);
            let booked = found.map_or(Ore(0), |(_, sum)| *sum);
            (one.clone(), one.kind.read(booked))
        });
        Ok(LedgerYear {
            year,
            today,
            books,
            figures: ledger::figures(&accounts, (year, today), &facts),
            standing: standing.collect(),
        })
    }

    /// How the present year stands; none where no account counts costs.
    pub async fn year_money(&self, ctx: &Ctx, network: NetworkId) -> Result<Option<YearMoney>> {
        let year = ctx.today().0.year();
        let found = self.ledger(ctx, network, year).await?;
        let costs = found.figures.iter();
        let costs: Vec<&Figures> = costs
            .filter(|one| one.account.kind == AccountKind::Cost)
            .collect();
        Ok((!costs.is_empty()).then(|| YearMoney {
            left: costs.iter().fold(Ore(0), |sum, one| sum + one.left()),
            forecast: ledger::result(&found.figures, Figures::forecast),
            budget: ledger::result(&found.figures, |one| one.budget),
        }))
    }

    /// Every account, by number, for whoever books on them.
    pub async fn ledger_accounts(&self, ctx: &Ctx, network: NetworkId) -> Result<Vec<Account>> {
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::LedgerRead, "accounts"))
            .await?;
        let accounts = stored::accounts(&mut tx, network).await?;
        tx.commit().await?;
        Ok(accounts)
    }

    /// An account in a year, month by month and line by line.
    pub async fn ledger_account(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, AccountId),
        year: i16,
    ) -> Result<OneAccount> {
        let mut tx = self.read_ledger(ctx, network, &id.to_string()).await?;
        let account = of_network(&mut tx, network, id).await?;
        let books = stored::books(&mut tx, network).await?;
        let facts = year_facts(&mut tx, network, year).await?;
        let lines = stored::of_account(&mut tx, id, year).await?;
        let proposals = money::of_account(&mut tx, network, (id, year)).await?;
        tx.commit().await?;
        let budget = facts.budgets.iter().find(|one| one.account == id).copied();
        let months = Month::of_year(year).map(|month| {
            let mut sums = facts.sums.iter();
            let sum = sums.find(|one| one.account == id && one.month == month);
            MonthLine {
                month,
                budget: budget.map_or(Ore(0), |budget| budget.of_month(month)),
                booked: account.kind.read(sum.map_or(Ore(0), |sum| sum.amount)),
                is_closed: !books.is_open_on(month.first_day()),
            }
        });
        let own = std::slice::from_ref(&account);
        let figures = ledger::figures(own, (year, ctx.today()), &facts);
        Ok(OneAccount {
            year,
            budget,
            months: months.collect(),
            figures: figures.into_iter().next(),
            lines,
            proposals,
            account,
        })
    }

    /// Adds an account.
    pub async fn new_ledger_account(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        input: AccountInput,
    ) -> Result<AccountId> {
        let id = AccountId(ctx.new_id());
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::LedgerChanged, &id.to_string()))
            .await?;
        stored::begin(&mut tx, network).await?;
        let beside = stored::accounts(&mut tx, network).await?;
        let one = Account {
            id,
            network,
            number: input.number,
            name: input.name,
            kind: input.kind,
            purpose: input.purpose,
            is_open: input.is_open,
            version: 1,
        };
        let mut faults = account_faults(&one, &beside);
        if usize::try_from(ACCOUNTS_MAX).is_ok_and(|most| most <= beside.len()) {
            faults.push(FieldError::new("number", "ledger-fault-accounts"));
        }
        all_valid(faults)?;
        stored::insert_account(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes an account; its kind stands.
    pub async fn save_ledger_account(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, AccountId, i64),
        input: AccountInput,
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::LedgerChanged, &id.to_string()))
            .await?;
        let found = of_network(&mut tx, network, id).await?;
        let beside = stored::accounts(&mut tx, network).await?;
        let changed = Account {
            number: input.number,
            name: input.name,
            purpose: input.purpose,
            is_open: input.is_open,
            version,
            ..found
        };
        all_valid(account_faults(&changed, &beside))?;
        if !stored::save_account(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Says what an account is to bring in or to bear in a year.
    pub async fn set_budget(&self, ctx: &Ctx, network: NetworkId, budget: Budget) -> Result<()> {
        let detail = format!("{} {}", budget.account, budget.year);
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::LedgerChanged, &detail))
            .await?;
        let account = of_network(&mut tx, network, budget.account).await?;
        if !budget.is_valid() || !account.kind.is_of_year() {
            return Err(Error::invalid("budget", "ledger-fault-amount"));
        }
        stored::set_budget(&mut tx, &budget).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Closes a month and all before it.
    pub async fn close_month(&self, ctx: &Ctx, network: NetworkId, month: Month) -> Result<()> {
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::MonthClosed, &month.to_string()))
            .await?;
        stored::begin(&mut tx, network).await?;
        let books = stored::books(&mut tx, network).await?;
        books.close(month, ctx.today()).map_err(|err| match err {
            CloseError::Closed => Error::Conflict,
            CloseError::NotEnded => Error::invalid("month", "ledger-fault-not-ended"),
        })?;
        if !stored::close(&mut tx, network, month).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Opens a transaction to read the ledger.
    pub(crate) async fn read_ledger(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        detail: &str,
    ) -> Result<Tx> {
        let what = (Event::LedgerRead, detail);
        let (tx, _) = self
            .enter_network(ctx, network, NetworkAction::SeeLedger, what)
            .await?;
        Ok(tx)
    }

    /// Opens a transaction to change the ledger.
    pub(crate) async fn keep_ledger(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        what: (Event, &str),
    ) -> Result<(Tx, Permit)> {
        self.enter_network(ctx, network, NetworkAction::KeepLedger, what)
            .await
    }
}

/// All that is known of a year.
async fn year_facts(tx: &mut Tx, network: NetworkId, year: i16) -> Result<YearFacts> {
    Ok(YearFacts {
        budgets: stored::budgets(tx, network, year).await?,
        sums: stored::sums(tx, network, year).await?,
        pledges: money::pledged(tx, network, year).await?,
        fees: fee::facts(tx, network).await?.expected(year),
    })
}

async fn of_network(tx: &mut Tx, network: NetworkId, id: AccountId) -> Result<Account> {
    let accounts = stored::accounts(tx, network).await?;
    let found = accounts.into_iter().find(|one| one.id == id);
    found.ok_or(Error::NotFound)
}

/// What cannot be of an account, by itself and beside the others.
fn account_faults(one: &Account, beside: &[Account]) -> Vec<FieldError> {
    let told = |(field, fault): (&'static str, AccountFault)| {
        let message = match fault {
            AccountFault::Number => "ledger-fault-number",
            AccountFault::Name => "ledger-fault-name",
            AccountFault::Purpose => "ledger-fault-purpose",
        };
        FieldError::new(field, message)
    };
    let mut faults: Vec<FieldError> = one.faults().into_iter().map(told).collect();
    let mut others = beside.iter().filter(|other| other.id != one.id);
    if others.clone().any(|other| other.number == one.number) {
        faults.push(FieldError::new("number", "ledger-fault-number-taken"));
    }
    if one.purpose.is_some() && others.any(|other| other.purpose == one.purpose) {
        faults.push(FieldError::new("purpose", "ledger-fault-purpose-taken"));
    }
    faults
}

/// The fault of a day on which nothing can be booked.
pub(crate) fn day_fault(fault: DayFault) -> FieldError {
    let message = match fault {
        DayFault::Closed => "ledger-fault-closed",
        DayFault::Coming => "ledger-fault-coming",
    };
    FieldError::new("on", message)
}
