//! Vouchers: those of a month, the form of a new one, and one with the way to take it back.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::{Error, FieldError};
use hemma_app::ledger::{OneProposalMoney, OneVoucher, VoucherInput, VoucherLine};
use hemma_domain::ids::{NetworkId, VoucherId};
use hemma_domain::ledger::{Account, Origin, POSTINGS_MAX, Posting, Purpose, sides};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::{KEEP, SEE, Tab, account_name, may_keep, month_name, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// Rows of an empty form.
const ROWS: usize = 4;
/// Empty rows that stand below those that are filled in.
const SPARE_ROWS: usize = 2;

type At = (NetworkId, VoucherId);

/// What was sent, field by field; rows send the same name again and again.
type Fields = Vec<(String, String)>;

/// The routes of vouchers.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/ledger/vouchers", SEE, get_list)
        .get("/networks/{network}/ledger/vouchers/new", KEEP, get_new)
        .make("/networks/{network}/ledger/vouchers", KEEP, post_new)
        .get("/networks/{network}/ledger/vouchers/{voucher}", SEE, get)
        .post(
            "/networks/{network}/ledger/vouchers/{voucher}/reverse",
            KEEP,
            post_reverse,
        )
}

/// One voucher in a list.
#[derive(Debug, Clone, Default)]
pub struct VoucherView {
    pub url: String,
    pub number: u32,
    pub on: String,
    pub text: String,
    pub sum: String,
    /// The accounts that it touches.
    pub accounts: String,
    /// What became of it, or where it comes from; empty where nothing is to be told.
    pub note: String,
}

/// The vouchers of a month.
#[derive(Template)]
#[template(path = "ledger/vouchers.html")]
pub struct VouchersPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub month: String,
    pub previous: String,
    pub next: String,
    pub rows: Vec<VoucherView>,
    pub new: String,
    pub may_keep: bool,
}

/// One row of the form.
#[derive(Debug, Clone, Default)]
pub struct RowView {
    pub account: String,
    pub debit: String,
    pub credit: String,
}

/// A voucher as it is typed.
#[derive(Debug, Clone, Default)]
pub struct VoucherForm {
    pub on: String,
    pub text: String,
    pub proposal: String,
    pub rows: Vec<RowView>,
}

/// The form of a new voucher.
#[derive(Template)]
#[template(path = "ledger/new_voucher.html")]
pub struct NewVoucherPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub form: VoucherForm,
    /// Id and name of those that are open.
    pub accounts: Vec<(String, String)>,
    /// Debit and credit of what was typed; empty where nothing was.
    pub sums: String,
}

/// One posting.
#[derive(Debug, Clone, Default)]
pub struct PostingView {
    pub url: String,
    pub account: String,
    pub debit: String,
    pub credit: String,
}

/// One voucher.
#[derive(Template)]
#[template(path = "ledger/voucher.html")]
pub struct VoucherPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub number: u32,
    pub text: String,
    /// Label, value, and where it leads; empty where it leads nowhere.
    pub facts: Vec<(String, String, String)>,
    pub postings: Vec<PostingView>,
    pub sum: String,
    pub can_reverse: bool,
    pub form: ReverseForm,
}

/// Why and when a voucher is taken back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReverseForm {
    pub on: String,
    pub why: String,
}

/// Which month is asked for, or for which proposal something is booked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    month: String,
    proposal: String,
}

fn view(network: NetworkId, one: &VoucherLine, lang: Lang) -> VoucherView {
    let (voucher, booking) = (&one.voucher, &one.voucher.booking);
    let accounts: Vec<&str> = one.accounts.iter().map(|one| one.number.as_str()).collect();
    let note = match (booking.origin(), voucher.reversed_by) {
        (_, Some((_, number))) => lang.t1("ledger-reversed-by", "number", number),
        (Origin::Reversal(_), _) => lang.t("ledger-is-reversal"),
        (Origin::Bill(_), _) => lang.t("ledger-of-bill"),
        (Origin::Typed, None) => String::new(),
    };
    VoucherView {
        url: url::voucher(network, voucher.id),
        number: voucher.number,
        on: lang.full_day(booking.on()),
        text: booking.text().to_owned(),
        sum: lang.money(booking.sum()),
        accounts: accounts.join(", "),
        note,
    }
}

async fn get_list(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let month: Month = asked.month.parse().unwrap_or(Month::of(visit.ctx.today()));
    let found = site.app.vouchers(&visit.ctx, network, month).await;
    let found = found.map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let page = VouchersPage {
        frame: Frame::of(&visit, "ledger-tab-vouchers"),
        lang,
        tabs: tabs(network, "ledger-tab-vouchers", lang),
        month: month_name(month, lang),
        previous: url::vouchers_of(network, month.plus(-1)),
        next: url::vouchers_of(network, month.plus(1)),
        rows: found.iter().map(|one| view(network, one, lang)).collect(),
        new: format!("{}/new", url::vouchers(network)),
        may_keep: may_keep(&visit, network),
    };
    render(&visit, &page)
}

fn new_page(
    visit: &Visit,
    (network, accounts): (NetworkId, &[Account]),
    (form, faults): (VoucherForm, Faults),
) -> NewVoucherPage {
    let lang = visit.lang;
    let open = accounts.iter().filter(|one| one.is_open);
    let (postings, _) = form.postings(accounts);
    let (debit, credit) = sides(&postings);
    let (debit, credit) = (lang.money(debit), lang.money(credit));
    let sums = match postings.is_empty() {
        true => String::new(),
        false => lang.t2(
            "ledger-sums",
            ("debit", debit.as_str()),
            ("credit", credit.as_str()),
        ),
    };
    NewVoucherPage {
        frame: Frame::of(visit, "ledger-new-voucher"),
        lang,
        tabs: tabs(network, "ledger-tab-vouchers", lang),
        faults,
        url: url::vouchers(network),
        form: form.with_spare(),
        accounts: open
            .map(|one| (one.id.to_string(), account_name(one)))
            .collect(),
        sums,
    }
}

async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let accounts = site.app.ledger_accounts(&visit.ctx, network).await;
    let accounts = accounts.map_err(PageError::to(&visit))?;
    let rows = match asked.proposal.parse() {
        Ok(id) => {
            let found = site.app.proposal_money(&visit.ctx, (network, id)).await;
            owed(&found.map_err(PageError::to(&visit))?)
        }
        Err(_) => Vec::new(),
    };
    let form = VoucherForm {
        on: visit.ctx.today().to_string(),
        proposal: asked.proposal,
        rows,
        ..VoucherForm::default()
    };
    let filled = (form, Faults::none());
    render(&visit, &new_page(&visit, (network, &accounts), filled))
}

/// The rows that would pay what a proposal may still cost, from the bank.
fn owed(found: &OneProposalMoney) -> Vec<RowView> {
    let lines = found.money.lines.iter().filter(|line| Ore(0) < line.left);
    let mut rows: Vec<RowView> = lines
        .map(|line| RowView {
            account: line.account.id.to_string(),
            debit: line.left.to_string(),
            credit: String::new(),
        })
        .collect();
    let mut banks = found.accounts.iter();
    let bank = banks.find(|one| one.purpose == Some(Purpose::Bank));
    if let (Some(bank), false) = (bank, rows.is_empty()) {
        rows.push(RowView {
            account: bank.id.to_string(),
            debit: String::new(),
            credit: found.money.left().to_string(),
        });
    }
    rows
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let accounts = site.app.ledger_accounts(&visit.ctx, network).await;
    let accounts = accounts.map_err(PageError::to(&visit))?;
    let form = VoucherForm::typed(&fields);
    let booked = match form.read(&accounts, visit.ctx.today()) {
        Ok(input) => site.app.book_voucher(&visit.ctx, network, input).await,
        Err(faults) => Err(Error::Invalid(faults)),
    };
    match booked {
        Ok(id) => {
            let to = format!("{}?done=voucher-booked", url::voucher(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let filled = (form, Faults::of(faults));
            let page = new_page(&visit, (network, &accounts), filled);
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

impl VoucherForm {
    /// What was sent; rows in which nothing was typed are passed over.
    fn typed(fields: &Fields) -> VoucherForm {
        let all = |name: &str| {
            let of_name = fields.iter().filter(|(other, _)| other == name);
            let values = of_name.map(|(_, value)| value.trim().to_owned());
            values.collect::<Vec<String>>()
        };
        let first = |name: &str| all(name).into_iter().next().unwrap_or_default();
        let amounts = all("debit").into_iter().zip(all("credit"));
        let rows = all("account").into_iter().zip(amounts);
        let row = |(account, (debit, credit)): (String, (String, String))| RowView {
            account,
            debit,
            credit,
        };
        let is_filled = |row: &RowView| !row.debit.is_empty() || !row.credit.is_empty();
        VoucherForm {
            on: first("on"),
            text: first("text"),
            proposal: first("proposal"),
            rows: rows.map(row).filter(is_filled).collect(),
        }
    }

    fn with_spare(mut self) -> VoucherForm {
        let filled = self.rows.len();
        let wanted = ROWS.max(filled + SPARE_ROWS).min(POSTINGS_MAX.max(filled));
        self.rows.resize_with(wanted, RowView::default);
        self
    }

    /// The postings that can be read, and whether all can: a row is debit or credit, never both.
    fn postings(&self, accounts: &[Account]) -> (Vec<Posting>, bool) {
        let posting = |row: &RowView| {
            let account = accounts
                .iter()
                .find(|one| one.id.to_string() == row.account)?;
            let amount = match (row.debit.as_str(), row.credit.as_str()) {
                (debit, "") => Ore::typed(debit)?,
                ("", credit) => -Ore::typed(credit)?,
                _ => return None,
            };
            Some(Posting {
                account: account.id,
                amount,
            })
        };
        let read: Vec<Posting> = self.rows.iter().filter_map(posting).collect();
        let are_all = read.len() == self.rows.len();
        (read, are_all)
    }

    fn read(&self, accounts: &[Account], today: Day) -> Result<VoucherInput, Vec<FieldError>> {
        let mut faults = Vec::new();
        let on = form::day(&self.on, today);
        if on.is_none() {
            faults.push(FieldError::new("on", "ledger-fault-day"));
        }
        let (postings, are_all) = self.postings(accounts);
        if !are_all {
            faults.push(FieldError::new("postings", "ledger-fault-row"));
        }
        let proposal = match self.proposal.as_str() {
            "" => None,
            id => id.parse().ok().or_else(|| {
                faults.push(FieldError::new("proposal", "ledger-fault-proposal"));
                None
            }),
        };
        let input = VoucherInput {
            on: on.unwrap_or(today),
            text: self.text.clone(),
            proposal,
            postings,
        };
        match faults.is_empty() {
            true => Ok(input),
            false => Err(faults),
        }
    }
}

fn page(
    visit: &Visit,
    (network, found): (NetworkId, &OneVoucher),
    (form, faults): (ReverseForm, Faults),
) -> VoucherPage {
    let lang = visit.lang;
    let (voucher, booking) = (&found.voucher, &found.voucher.booking);
    let names: BTreeMap<_, _> = found
        .accounts
        .iter()
        .map(|one| (one.id, account_name(one)))
        .collect();
    let postings = booking.postings().iter().map(|one| {
        let amount = |amount: Ore| match amount > Ore(0) {
            true => lang.grouped(amount),
            false => String::new(),
        };
        let of_account = url::ledger_account(network, one.account);
        PostingView {
            url: format!("{of_account}?year={}", booking.on().0.year()),
            account: names.get(&one.account).cloned().unwrap_or_default(),
            debit: amount(one.amount),
            credit: amount(-one.amount),
        }
    });
    VoucherPage {
        frame: Frame::of(visit, "ledger-voucher"),
        lang,
        tabs: tabs(network, "ledger-tab-vouchers", lang),
        faults,
        url: url::voucher(network, voucher.id),
        number: voucher.number,
        text: booking.text().to_owned(),
        facts: facts((network, found), lang),
        postings: postings.collect(),
        sum: lang.grouped(booking.sum()),
        can_reverse: found.can_reverse && may_keep(visit, network),
        form,
    }
}

/// What stands above the postings: when, by whom, and what it hangs together with.
fn facts((network, found): (NetworkId, &OneVoucher), lang: Lang) -> Vec<(String, String, String)> {
    let (voucher, booking) = (&found.voucher, &found.voucher.booking);
    let plain = |key: &str, value: String| (lang.t(key), value, String::new());
    let made = format!("{}, {}", found.made_by, lang.full_moment(voucher.made.1));
    let mut facts = vec![
        plain("ledger-on", lang.full_day(booking.on())),
        plain("ledger-made", made),
    ];
    match booking.origin() {
        Origin::Typed => {}
        Origin::Bill(id) => {
            let link = url::bill(network, id);
            facts.push((lang.t("ledger-from"), lang.t("ledger-of-bill"), link));
        }
        Origin::Reversal(id) => {
            let number = found.reverses.unwrap_or_default();
            let told = lang.t1("ledger-voucher-number", "number", number);
            facts.push((lang.t("ledger-reverses"), told, url::voucher(network, id)));
        }
    }
    if let Some((id, number)) = voucher.reversed_by {
        let told = lang.t1("ledger-voucher-number", "number", number);
        facts.push((lang.t("ledger-reversed"), told, url::voucher(network, id)));
    }
    if let Some((id, heading)) = &found.proposal {
        let link = url::proposal_money(network, *id);
        facts.push((lang.t("ledger-pays-for"), heading.clone(), link));
    }
    facts
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.voucher(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    let form = ReverseForm {
        on: visit.ctx.today().to_string(),
        ..ReverseForm::default()
    };
    render(
        &visit,
        &page(&visit, (network, &found), (form, Faults::none())),
    )
}

async fn post_reverse(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<ReverseForm>,
) -> Result<Response, PageError> {
    let at = (network, id);
    // A day that cannot be read is as one that has not come.
    let today = visit.ctx.today();
    let on = form::day(&form.on, today).unwrap_or(today.plus(1));
    let reversed = site
        .app
        .reverse_voucher(&visit.ctx, at, (on, &form.why))
        .await;
    match reversed {
        Ok(id) => {
            let to = format!("{}?done=voucher-booked", url::voucher(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.voucher(&visit.ctx, at).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = page(&visit, (network, &found), (form, Faults::of(faults)));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
