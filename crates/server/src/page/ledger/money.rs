//! Who paid for what: proposals with the accounts that they are paid from.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::{Error, FieldError};
use hemma_app::ledger::{EarmarkLine, OneProposalMoney, ProposalMoney};
use hemma_domain::access::{self, NetworkAction, Request};
use hemma_domain::ids::{AccountId, NetworkId, ProposalId};
use hemma_domain::ledger::{Account, AccountKind, Standing};
use hemma_domain::money::Ore;

use super::{KEEP, SEE, Tab, account_name, may_keep, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, proposal, render, unprocessable};

/// Empty rows that stand below those that are filled in.
const SPARE_ROWS: usize = 2;

type At = (NetworkId, ProposalId);

/// What was sent, field by field; rows send the same name again and again.
type Fields = Vec<(String, String)>;

/// The routes of proposals' money.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/ledger/proposals", SEE, get_list)
        .get("/networks/{network}/ledger/proposals/{proposal}", SEE, get)
        .post(
            "/networks/{network}/ledger/proposals/{proposal}",
            KEEP,
            post,
        )
}

/// A proposal in the list.
#[derive(Debug, Clone)]
pub struct MoneyRow {
    pub url: String,
    pub heading: String,
    pub diary: String,
    pub stage: Signal,
    pub funding: String,
    pub earmarked: String,
    pub paid: String,
    pub left: String,
    /// Numbers of the accounts that pay.
    pub accounts: String,
}

/// Every proposal that was signed, with who pays.
#[derive(Template)]
#[template(path = "ledger/proposals.html")]
pub struct MoneyListPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub rows: Vec<MoneyRow>,
}

/// One account of a proposal in a year.
#[derive(Debug, Clone, Default)]
pub struct EarmarkView {
    pub url: String,
    pub account: String,
    pub year: i16,
    pub amount: String,
    pub paid: String,
    pub left: String,
}

/// A voucher that paid for it.
#[derive(Debug, Clone, Default)]
pub struct PaymentView {
    pub url: String,
    pub number: u32,
    pub on: String,
    pub text: String,
    pub sum: String,
}

/// One row of the form.
#[derive(Debug, Clone, Default)]
pub struct MarkRow {
    pub account: String,
    pub year: String,
    pub amount: String,
}

/// A proposal's money.
#[derive(Template)]
#[template(path = "ledger/proposal.html")]
pub struct MoneyPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub list: String,
    pub heading: String,
    pub diary: String,
    pub stage: Signal,
    /// How firmly its money is promised.
    pub standing: String,
    /// What, and how much: who pays, as the proposal says it.
    pub funding: Vec<(String, String)>,
    pub lines: Vec<EarmarkView>,
    pub payments: Vec<PaymentView>,
    pub rows: Vec<MarkRow>,
    /// Id and name of open accounts of costs.
    pub accounts: Vec<(String, String)>,
    /// Where a payment is booked.
    pub book: String,
    /// The proposal itself; empty for whoever may not read it.
    pub proposal: String,
    pub may_keep: bool,
}

fn row(network: NetworkId, one: &ProposalMoney, lang: Lang) -> MoneyRow {
    let accounts: Vec<&str> = one
        .lines
        .iter()
        .map(|line| line.account.number.as_str())
        .collect();
    MoneyRow {
        url: url::proposal_money(network, one.id),
        heading: one.heading.clone(),
        diary: one.diary.clone(),
        stage: proposal::stage(one.stage, lang),
        funding: lang.money(one.funding),
        earmarked: lang.money(one.earmarked()),
        paid: lang.money(one.paid()),
        left: lang.money(one.left()),
        accounts: accounts.join(", "),
    }
}

async fn get_list(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let found = site.app.proposals_money(&visit.ctx, network).await;
    let found = found.map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let page = MoneyListPage {
        frame: Frame::of(&visit, "money-title"),
        lang,
        tabs: tabs(network, "money-title", lang),
        rows: found.iter().map(|one| row(network, one, lang)).collect(),
    };
    render(&visit, &page)
}

fn earmark_view(network: NetworkId, one: &EarmarkLine, lang: Lang) -> EarmarkView {
    let of_account = url::ledger_account(network, one.account.id);
    EarmarkView {
        url: format!("{of_account}?year={}", one.year),
        account: account_name(&one.account),
        year: one.year,
        amount: lang.grouped(one.amount),
        paid: lang.grouped(one.paid),
        left: lang.grouped(one.left),
    }
}

/// How firmly money is promised, as it is told.
fn standing(of: Option<Standing>, lang: Lang) -> String {
    lang.t(match of {
        None => "money-free",
        Some(Standing::Reserved) => "money-reserved",
        Some(Standing::Decided) => "money-decided",
    })
}

/// What is earmarked, to be changed.
fn marked(found: &OneProposalMoney) -> Vec<MarkRow> {
    let lines = found.money.lines.iter().filter(|line| Ore(0) < line.amount);
    let filled = lines.map(|line| MarkRow {
        account: line.account.id.to_string(),
        year: line.year.to_string(),
        amount: line.amount.to_string(),
    });
    filled.collect()
}

fn page(
    visit: &Visit,
    (network, found): (NetworkId, &OneProposalMoney),
    (mut rows, faults): (Vec<MarkRow>, Faults),
) -> MoneyPage {
    let (lang, money) = (visit.lang, &found.money);
    rows.resize_with(rows.len() + SPARE_ROWS, MarkRow::default);
    let funding = found.funding.iter();
    let payments = found.vouchers.iter().map(|one| PaymentView {
        url: url::voucher(network, one.id),
        number: one.number,
        on: lang.full_day(one.booking.on()),
        text: one.booking.text().to_owned(),
        sum: lang.money(one.booking.sum()),
    });
    let pays = |one: &&Account| one.is_open && one.kind == AccountKind::Cost;
    let pays = found.accounts.iter().filter(pays);
    let reads = Request::Network(NetworkAction::KeepProposals, network);
    MoneyPage {
        frame: Frame::of(visit, "money-title"),
        lang,
        tabs: tabs(network, "money-title", lang),
        faults,
        url: url::proposal_money(network, money.id),
        list: url::proposals_money(network),
        heading: money.heading.clone(),
        diary: money.diary.clone(),
        stage: proposal::stage(money.stage, lang),
        standing: standing(money.standing, lang),
        funding: funding
            .map(|(what, ore)| (what.clone(), lang.money(*ore)))
            .collect(),
        lines: money
            .lines
            .iter()
            .map(|one| earmark_view(network, one, lang))
            .collect(),
        payments: payments.collect(),
        rows,
        accounts: pays
            .map(|one| (one.id.to_string(), account_name(one)))
            .collect(),
        book: format!("{}/new?proposal={}", url::vouchers(network), money.id),
        proposal: match access::may(&visit.ctx.actor, reads) {
            true => url::proposal(network, money.id),
            false => String::new(),
        },
        may_keep: may_keep(visit, network),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.proposal_money(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    let rows = marked(&found);
    render(
        &visit,
        &page(&visit, (network, &found), (rows, Faults::none())),
    )
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let accounts = site.app.ledger_accounts(&visit.ctx, network).await;
    accounts.map_err(PageError::to(&visit))?;
    let rows = typed(&fields);
    let saved = match rows.iter().map(read).collect::<Option<Vec<_>>>() {
        Some(all) => site.app.set_earmarks(&visit.ctx, (network, id), all).await,
        None => Err(Error::Invalid(vec![FieldError::new(
            "earmarks",
            "money-fault-row",
        )])),
    };
    match saved {
        Ok(()) => {
            let to = format!("{}?done=ledger-saved", url::proposal_money(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.proposal_money(&visit.ctx, (network, id)).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = page(&visit, (network, &found), (rows, Faults::of(faults)));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// The rows in which an amount was typed.
fn typed(fields: &Fields) -> Vec<MarkRow> {
    let all = |name: &str| {
        let of_name = fields.iter().filter(|(other, _)| other == name);
        let values = of_name.map(|(_, value)| value.trim().to_owned());
        values.collect::<Vec<String>>()
    };
    let rest = all("year").into_iter().zip(all("amount"));
    let row = |(account, (year, amount)): (String, (String, String))| MarkRow {
        account,
        year,
        amount,
    };
    let rows = all("account").into_iter().zip(rest).map(row);
    rows.filter(|row| !row.amount.is_empty()).collect()
}

fn read(row: &MarkRow) -> Option<(AccountId, i16, Ore)> {
    let year: i16 = row.year.parse().ok()?;
    let is_year = (1900..=2200).contains(&year);
    let read = (row.account.parse().ok()?, year, Ore::typed(&row.amount)?);
    is_year.then_some(read)
}
