//! What organisations pay the network: price lists, payers, what they pay for, and what that comes to.

mod bill;

pub use bill::{OneBill, PaymentInput};

use hemma_domain::access::{NetworkAction, Permit};
use hemma_domain::audit::Event;
use hemma_domain::fee::{
    Bill, Charge, Closed, Currency, FeeFacts, FeeFault, Member, Membership, NoPrice, Payer,
    PriceList, Span, next_span, unbilled, unpaid,
};
use hemma_domain::ids::{MembershipId, NetworkId, PayerId, PriceListId, TeamId};
use hemma_domain::money::Ore;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{fee as stored, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// The fees of a network in a year.
#[derive(Debug, Clone)]
pub struct FeesYear {
    pub year: i16,
    /// By name.
    pub payers: Vec<PayerLine>,
    pub sums: Vec<FeesSum>,
    /// By currency, the newest first.
    pub prices: Vec<PriceList>,
    /// The newest first.
    pub bills: Vec<Bill>,
}

/// What all payers of a currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeesSum {
    pub currency: Currency,
    /// The year's fees.
    pub due: Ore,
    /// What of them no bill has yet; below zero where more was billed.
    pub unbilled: Ore,
    /// What is in the ledger and not paid, of any year.
    pub unpaid: Ore,
}

/// A payer in a year.
#[derive(Debug, Clone)]
pub struct PayerLine {
    pub payer: Payer,
    /// What the year costs; none where a price is missing.
    pub due: Option<Ore>,
    /// What of it no bill has yet; below zero where more was billed.
    pub left: Ore,
    /// For how many teams it pays in the year.
    pub teams: usize,
}

/// A payer with all that it pays for.
#[derive(Debug, Clone)]
pub struct OnePayer {
    pub year: i16,
    pub payer: Payer,
    /// Each with the team's name; empty for the organisation itself.
    pub memberships: Vec<(Membership, String)>,
    /// The year's fee, line by line, each with the team's name.
    pub charges: std::result::Result<Vec<(Charge, String)>, NoPrice>,
    pub left: Ore,
    /// The newest first.
    pub bills: Vec<Bill>,
    /// What to bill next.
    pub next: Span,
    /// The network's teams, by name.
    pub teams: Vec<(TeamId, String)>,
    /// Those of them that have closed.
    pub closed: Closed,
}

/// A payer as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayerInput {
    pub name: String,
    pub reference: String,
    pub address: String,
    pub currency: Currency,
}

/// What a payer pays for, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembershipInput {
    /// None where it is new.
    pub id: Option<MembershipId>,
    pub member: Member,
    pub from: Day,
    pub until: Option<Day>,
}

/// A price list as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceListInput {
    pub currency: Currency,
    pub from: Day,
    pub organisation: Ore,
    pub team: Ore,
    pub source: String,
}

impl FeesSum {
    fn plus(self, other: FeesSum) -> FeesSum {
        FeesSum {
            due: self.due + other.due,
            unbilled: self.unbilled + other.unbilled,
            unpaid: self.unpaid + other.unpaid,
            ..self
        }
    }
}

impl App {
    /// The fees of a year.
    pub async fn fees(&self, ctx: &Ctx, network: NetworkId, year: i16) -> Result<FeesYear> {
        let mut tx = self.read_fees(ctx, network, &year.to_string()).await?;
        let facts = facts(&mut tx, network).await?;
        tx.commit().await?;
        let span = Span::year(year);
        let mut payers = Vec::new();
        let mut sums: Vec<FeesSum> = Vec::new();
        for payer in &facts.payers {
            let charges = facts.of_payer(payer, span);
            let lines = charges.as_deref().unwrap_or_default();
            let bills = facts.bills_of(payer.id);
            let left = unbilled(lines, &bills);
            let due = lines.iter().fold(Ore(0), |sum, one| sum + one.amount);
            let own = FeesSum {
                currency: payer.currency,
                due,
                unbilled: left,
                unpaid: unpaid(&bills),
            };
            match sums.iter_mut().find(|one| one.currency == own.currency) {
                Some(sum) => *sum = sum.plus(own),
                None => sums.push(own),
            }
            let teams = facts.memberships.iter().filter(|one| {
                let is_team = one.member != Member::Organisation;
                is_team && one.payer == payer.id && is_within(&facts.paid(one), span)
            });
            payers.push(PayerLine {
                due: charges.is_ok().then_some(due),
                left,
                teams: teams.count(),
                payer: payer.clone(),
            });
        }
        Ok(FeesYear {
            year,
            payers,
            sums,
            prices: facts.prices,
            bills: facts.bills,
        })
    }

    /// A payer with its year's fee, line by line.
    pub async fn payer(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, PayerId),
        year: i16,
    ) -> Result<OnePayer> {
        let mut tx = self.read_fees(ctx, network, &id.to_string()).await?;
        let payer = payer_of(&mut tx, network, id).await?;
        let facts = facts(&mut tx, network).await?;
        let teams = team_names(&mut tx, network).await?;
        tx.commit().await?;
        let bills = facts.bills_of(id);
        let charges = facts.of_payer(&payer, Span::year(year));
        let left = unbilled(charges.as_deref().unwrap_or_default(), &bills);
        let named = |one: Charge| {
            let name = member_name(one.member, &teams);
            (one, name)
        };
        let own = facts.memberships.iter().filter(|one| one.payer == id);
        Ok(OnePayer {
            year,
            memberships: own
                .map(|one| (*one, member_name(one.member, &teams)))
                .collect(),
            charges: charges.map(|all| all.into_iter().map(named).collect()),
            left,
            next: next_span(&bills, ctx.today()),
            bills,
            payer,
            teams,
            closed: facts.closed,
        })
    }

    /// The network's teams, by name, for whoever says who pays for them.
    pub async fn fee_teams(&self, ctx: &Ctx, network: NetworkId) -> Result<Vec<(TeamId, String)>> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::FeeRead, "teams"))
            .await?;
        let teams = team_names(&mut tx, network).await?;
        tx.commit().await?;
        Ok(teams)
    }

    /// Adds a payer.
    pub async fn new_payer(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        input: PayerInput,
    ) -> Result<PayerId> {
        let id = PayerId(ctx.new_id());
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::FeeChanged, &id.to_string()))
            .await?;
        let one = Payer {
            id,
            network,
            name: input.name,
            reference: input.reference,
            address: input.address,
            currency: input.currency,
            version: 1,
        };
        all_valid(one.faults().into_iter().map(told).collect())?;
        stored::insert_payer(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes a payer. Its currency stands once something was billed.
    pub async fn save_payer(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, PayerId, i64),
        input: PayerInput,
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::FeeChanged, &id.to_string()))
            .await?;
        let found = payer_of(&mut tx, network, id).await?;
        let bills = stored::bills(&mut tx, network).await?;
        let changed = Payer {
            name: input.name,
            reference: input.reference,
            address: input.address,
            currency: input.currency,
            version,
            ..found.clone()
        };
        let mut faults: Vec<FieldError> = changed.faults().into_iter().map(told).collect();
        let is_billed = bills.iter().any(|one| one.payer == id && one.stands());
        if is_billed && changed.currency != found.currency {
            faults.push(FieldError::new("currency", "fee-fault-currency"));
        }
        all_valid(faults)?;
        if !stored::save_payer(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Says what a payer pays for, or from when and until when.
    pub async fn put_membership(
        &self,
        ctx: &Ctx,
        (network, payer): (NetworkId, PayerId),
        input: MembershipInput,
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::FeeChanged, &payer.to_string()))
            .await?;
        payer_of(&mut tx, network, payer).await?;
        let beside = stored::memberships(&mut tx, network).await?;
        let teams = team_names(&mut tx, network).await?;
        let is_known = |id: TeamId| teams.iter().any(|(team, _)| *team == id);
        let member = match input.id {
            None => input.member,
            // What it is for stands; only its days are changed.
            Some(id) => own(&beside, payer, id)?.member,
        };
        if let Member::Team(id) = member
            && !is_known(id)
        {
            return Err(Error::invalid("member", "fee-fault-team"));
        }
        let one = Membership {
            id: input.id.unwrap_or_else(|| MembershipId(ctx.new_id())),
            payer,
            member,
            from: input.from,
            until: input.until,
        };
        all_valid(one.fault(&beside).into_iter().map(told).collect())?;
        stored::put_membership(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes away what a payer was to pay for, if nothing of it was billed.
    pub async fn drop_membership(
        &self,
        ctx: &Ctx,
        (network, payer): (NetworkId, PayerId),
        id: MembershipId,
    ) -> Result<()> {
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::FeeChanged, &payer.to_string()))
            .await?;
        payer_of(&mut tx, network, payer).await?;
        own(&stored::memberships(&mut tx, network).await?, payer, id)?;
        let bills = stored::bills(&mut tx, network).await?;
        let lines = bills.iter().flat_map(|bill| &bill.lines);
        if lines.into_iter().any(|line| line.charge.membership == id) {
            return Err(Error::invalid("member", "fee-fault-billed"));
        }
        stored::delete_membership(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds a price list. Lists are never changed: what was wrong is put right by one from another day.
    pub async fn new_price_list(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        input: PriceListInput,
    ) -> Result<()> {
        let one = PriceList {
            id: PriceListId(ctx.new_id()),
            network,
            currency: input.currency,
            from: input.from,
            organisation: input.organisation,
            team: input.team,
            source: input.source,
        };
        let (mut tx, _) = self
            .keep_fees(ctx, network, (Event::FeeChanged, &one.id.to_string()))
            .await?;
        let beside = stored::price_lists(&mut tx, network).await?;
        let mut faults: Vec<FieldError> = one.faults().into_iter().map(told).collect();
        let same = |other: &PriceList| other.currency == one.currency && other.from == one.from;
        if beside.iter().any(same) {
            faults.push(FieldError::new("from", "fee-fault-price-taken"));
        }
        all_valid(faults)?;
        stored::insert_price_list(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens a transaction to read fees.
    async fn read_fees(&self, ctx: &Ctx, network: NetworkId, detail: &str) -> Result<Tx> {
        let what = (Event::FeeRead, detail);
        let (tx, _) = self
            .enter_network(ctx, network, NetworkAction::SeeLedger, what)
            .await?;
        Ok(tx)
    }

    /// Opens a transaction to change fees.
    async fn keep_fees(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        what: (Event, &str),
    ) -> Result<(Tx, Permit)> {
        self.enter_network(ctx, network, NetworkAction::KeepLedger, what)
            .await
    }
}

/// All that is known of a network's fees.
pub(crate) async fn facts(tx: &mut Tx, network: NetworkId) -> Result<FeeFacts> {
    Ok(FeeFacts {
        closed: closed_teams(tx, network).await?,
        payers: stored::payers(tx, network).await?,
        memberships: stored::memberships(tx, network).await?,
        prices: stored::price_lists(tx, network).await?,
        bills: stored::bills(tx, network).await?,
    })
}

/// The teams of a network that have closed, or will.
async fn closed_teams(tx: &mut Tx, network: NetworkId) -> Result<Closed> {
    let teams = team::of_network(tx, network).await?;
    let closed = teams
        .iter()
        .filter_map(|one| Some((one.id, one.closed_on?)));
    Ok(closed.collect())
}

async fn payer_of(tx: &mut Tx, network: NetworkId, id: PayerId) -> Result<Payer> {
    let found = stored::find_payer(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

/// The teams of a network with their names, by name.
pub(crate) async fn team_names(tx: &mut Tx, network: NetworkId) -> Result<Vec<(TeamId, String)>> {
    let teams = team::of_network(tx, network).await?;
    Ok(teams.into_iter().map(|one| (one.id, one.name)).collect())
}

/// What a member is called; empty for the organisation itself.
fn member_name(member: Member, teams: &[(TeamId, String)]) -> String {
    let Member::Team(id) = member else {
        return String::new();
    };
    let found = teams.iter().find(|(team, _)| *team == id);
    found.map(|(_, name)| name.clone()).unwrap_or_default()
}

fn own(all: &[Membership], payer: PayerId, id: MembershipId) -> Result<Membership> {
    let mut own = all.iter().filter(|one| one.payer == payer);
    own.find(|one| one.id == id).copied().ok_or(Error::NotFound)
}

fn is_within(one: &Membership, span: Span) -> bool {
    one.from < span.until && one.until.is_none_or(|until| span.from < until)
}

fn told((field, fault): (&'static str, FeeFault)) -> FieldError {
    let message = match fault {
        FeeFault::Line => "fee-fault-line",
        FeeFault::TooLong => "fee-fault-long",
        FeeFault::Amount => "fee-fault-amount",
        FeeFault::Backwards => "fee-fault-backwards",
        FeeFault::Twice => "fee-fault-twice",
        FeeFault::TooMany => "fee-fault-many",
    };
    FieldError::new(field, message)
}
