//! Who paid for what: the accounts that proposals are paid from, and what was paid.

use hemma_domain::audit::Event;
use hemma_domain::ids::{AccountId, NetworkId, ProposalId};
use hemma_domain::ledger::{
    Account, Earmark, EarmarkFault, Paid, Pledge, Standing, Voucher, earmark_faults, pledges,
    standing,
};
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Proposal, Stage};
use hemma_store::db::Tx;
use hemma_store::{ledger as stored, proposal};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// A proposal and its money.
#[derive(Debug, Clone)]
pub struct ProposalMoney {
    pub id: ProposalId,
    pub diary: String,
    pub heading: String,
    pub stage: Stage,
    /// How firmly its money is promised.
    pub standing: Option<Standing>,
    /// What its funding comes to in all.
    pub funding: Ore,
    /// By year and account.
    pub lines: Vec<EarmarkLine>,
}

/// Money of an account for a proposal.
#[derive(Debug, Clone)]
pub struct EarmarkLine {
    pub account: Account,
    pub year: i16,
    /// Nothing where something was paid that nobody had earmarked.
    pub amount: Ore,
    pub paid: Ore,
    pub left: Ore,
}

/// A proposal's money with every voucher that paid for it.
#[derive(Debug, Clone)]
pub struct OneProposalMoney {
    pub money: ProposalMoney,
    /// What, and how much: who pays, as the proposal says it.
    pub funding: Vec<(String, Ore)>,
    /// By number.
    pub vouchers: Vec<Voucher>,
    /// The accounts of the ledger.
    pub accounts: Vec<Account>,
}

impl ProposalMoney {
    /// What is earmarked for it.
    pub fn earmarked(&self) -> Ore {
        self.sum(|line| line.amount)
    }

    /// What was paid for it.
    pub fn paid(&self) -> Ore {
        self.sum(|line| line.paid)
    }

    /// What it may still cost.
    pub fn left(&self) -> Ore {
        self.sum(|line| line.left)
    }

    fn sum(&self, of: impl Fn(&EarmarkLine) -> Ore) -> Ore {
        self.lines.iter().fold(Ore(0), |sum, line| sum + of(line))
    }
}

/// What is known of proposals' money.
struct Facts {
    accounts: Vec<Account>,
    earmarks: Vec<Earmark>,
    paid: Vec<Paid>,
}

impl App {
    /// Every proposal that was signed, the newest first, with the accounts that pay for it.
    pub async fn proposals_money(
        &self,
        ctx: &Ctx,
        network: NetworkId,
    ) -> Result<Vec<ProposalMoney>> {
        let mut tx = self.read_ledger(ctx, network, "proposals").await?;
        let facts = facts(&mut tx, network).await?;
        let all = proposal::of_network(&mut tx, network).await?;
        tx.commit().await?;
        let signed = all.iter().filter(|one| !one.course.is_open());
        Ok(signed.map(|one| facts.money(one)).collect())
    }

    /// A proposal's money.
    pub async fn proposal_money(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProposalId),
    ) -> Result<OneProposalMoney> {
        let mut tx = self.read_ledger(ctx, network, &id.to_string()).await?;
        let one = signed(&mut tx, network, id).await?;
        let facts = facts(&mut tx, network).await?;
        let vouchers = stored::of_proposal(&mut tx, id).await?;
        tx.commit().await?;
        let funding = one.content.funding.iter();
        Ok(OneProposalMoney {
            money: facts.money(&one),
            funding: funding
                .map(|line| (line.what.clone(), line.amount))
                .collect(),
            vouchers,
            accounts: facts.accounts,
        })
    }

    /// Says which accounts a proposal is paid from. Replaces what was said before.
    pub async fn set_earmarks(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProposalId),
        all: Vec<(AccountId, i16, Ore)>,
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_ledger(ctx, network, (Event::LedgerChanged, &id.to_string()))
            .await?;
        let one = signed(&mut tx, network, id).await?;
        let accounts = stored::accounts(&mut tx, network).await?;
        let earmark = |(account, year, amount): (AccountId, i16, Ore)| Earmark {
            proposal: id,
            account,
            year,
            amount,
        };
        let all: Vec<Earmark> = all.into_iter().map(earmark).collect();
        let faults = earmark_faults(&all, &accounts, one.content.paid().unwrap_or_default());
        all_valid(faults.into_iter().map(told).collect())?;
        stored::set_earmarks(&mut tx, id, &all).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What proposals will still take from a network's accounts in a year.
pub(super) async fn pledged(tx: &mut Tx, network: NetworkId, year: i16) -> Result<Vec<Pledge>> {
    let earmarks = stored::earmarks(tx, network).await?;
    if earmarks.is_empty() {
        return Ok(Vec::new());
    }
    let paid = stored::paid(tx, network).await?;
    let proposals = proposal::of_network(tx, network).await?;
    let stands = |id: ProposalId| {
        let found = proposals.iter().find(|one| one.id == id);
        found.and_then(|one| standing(&one.course))
    };
    Ok(pledges(year, &earmarks, &paid, stands))
}

/// The proposals that an account pays for in a year.
pub(super) async fn of_account(
    tx: &mut Tx,
    network: NetworkId,
    (account, year): (AccountId, i16),
) -> Result<Vec<(ProposalId, String, EarmarkLine)>> {
    let facts = facts(tx, network).await?;
    let mut found = Vec::new();
    for one in proposal::of_network(tx, network).await? {
        let money = facts.money(&one);
        let lines = money.lines.into_iter();
        let own = lines.filter(|line| line.account.id == account && line.year == year);
        found.extend(own.map(|line| (money.id, money.heading.clone(), line)));
    }
    Ok(found)
}

async fn facts(tx: &mut Tx, network: NetworkId) -> Result<Facts> {
    Ok(Facts {
        accounts: stored::accounts(tx, network).await?,
        earmarks: stored::earmarks(tx, network).await?,
        paid: stored::paid(tx, network).await?,
    })
}

impl Facts {
    fn money(&self, one: &Proposal) -> ProposalMoney {
        let stands = standing(&one.course);
        let own = self
            .earmarks
            .iter()
            .filter(|earmark| earmark.proposal == one.id);
        let mut all: Vec<Earmark> = own.copied().collect();
        let paid = self.paid.iter().filter(|paid| paid.proposal == one.id);
        for paid in paid {
            let known = |mark: &Earmark| mark.account == paid.account && mark.year == paid.year;
            if !all.iter().any(known) {
                all.push(Earmark {
                    proposal: one.id,
                    account: paid.account,
                    year: paid.year,
                    amount: Ore(0),
                });
            }
        }
        let line = |mark: &Earmark| {
            let account = self.accounts.iter().find(|one| one.id == mark.account)?;
            Some(EarmarkLine {
                account: account.clone(),
                year: mark.year,
                amount: mark.amount,
                paid: mark.paid(&self.paid),
                left: stands.map_or(Ore(0), |_| mark.left(&self.paid)),
            })
        };
        ProposalMoney {
            id: one.id,
            diary: one.content.diary.clone(),
            heading: one.content.heading.clone(),
            stage: one.course.stage(),
            standing: stands,
            funding: one.content.paid().unwrap_or_default(),
            lines: all.iter().filter_map(line).collect(),
        }
    }
}

/// A proposal of the network that was signed: before that nothing is known of its money.
async fn signed(tx: &mut Tx, network: NetworkId, id: ProposalId) -> Result<Proposal> {
    let found = proposal::find(tx, id).await?;
    found
        .filter(|one| one.network == network && !one.course.is_open())
        .ok_or(Error::NotFound)
}

fn told(fault: EarmarkFault) -> FieldError {
    let message = match fault {
        EarmarkFault::Amount => "ledger-fault-amount",
        EarmarkFault::Account => "money-fault-account",
        EarmarkFault::Twice => "money-fault-twice",
        EarmarkFault::TooMany => "money-fault-many",
        EarmarkFault::TooMuch => "money-fault-much",
    };
    FieldError::new("earmarks", message)
}
