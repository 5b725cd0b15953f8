//! The network's ledger: a year with budget, outcome and forecast; its accounts; its vouchers.

pub mod account;
pub mod money;
mod samples;
pub mod voucher;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::ledger::LedgerYear;
use hemma_domain::access::{self, NetworkAction, Request};
use hemma_domain::ids::NetworkId;
use hemma_domain::ledger::{AccountKind, Figures, result};
use hemma_domain::money::Ore;
use hemma_domain::month::Month;
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::csv::Csv;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, render, sampled, unprocessable};

pub(crate) const SEE: Access = Access::Network(NetworkAction::SeeLedger);
pub(crate) const KEEP: Access = Access::Network(NetworkAction::KeepLedger);

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/ledger", SEE, get)
        .get("/networks/{network}/ledger/file", SEE, get_file)
        .get("/networks/{network}/ledger/sie", SEE, get_sie)
        .post("/networks/{network}/ledger/close", KEEP, post_close)
        .with(account::routes())
        .with(money::routes())
        .with(voucher::routes())
}

/// One of the parts of a network's economy.
#[derive(Debug, Clone)]
pub struct Tab {
    pub url: String,
    pub icon: &'static str,
    pub label: String,
    pub current: bool,
}

/// The parts, with the one that is shown.
pub(crate) fn tabs(network: NetworkId, current: &str, lang: Lang) -> Vec<Tab> {
    let all = [
        (url::ledger(network), "board", "ledger-tab-year"),
        (url::vouchers(network), "log", "ledger-tab-vouchers"),
        (url::proposals_money(network), "sign", "money-title"),
        (url::fees(network), "document", "fee-title"),
    ];
    let tab = |(url, icon, key): (String, &'static str, &str)| Tab {
        url,
        icon,
        label: lang.t(key),
        current: key == current,
    };
    all.into_iter().map(tab).collect()
}

/// Whether the visitor may change the ledger.
pub(crate) fn may_keep(visit: &Visit, network: NetworkId) -> bool {
    let request = Request::Network(NetworkAction::KeepLedger, network);
    access::may(&visit.ctx.actor, request)
}

/// An account in a year, or a sum of some.
#[derive(Debug, Clone, Default)]
pub struct YearRow {
    /// Empty in a sum.
    pub url: String,
    pub name: String,
    pub budget: String,
    pub booked: String,
    pub decided: String,
    pub reserved: String,
    pub recurring: String,
    pub forecast: String,
    pub left: String,
    pub signal: Option<Signal>,
}

/// A year of the ledger.
#[derive(Template)]
#[template(path = "ledger/year.html")]
pub struct LedgerPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub year: i16,
    pub previous: String,
    pub next: String,
    /// Heading, rows and their sum.
    pub groups: Vec<(String, Vec<YearRow>)>,
    pub result: YearRow,
    /// What there is and what is owed.
    pub standing: Vec<(String, String, String)>,
    pub has_accounts: bool,
    /// How far it is closed.
    pub closed: String,
    /// The month that can be closed next, and its name.
    pub close: Option<(String, String)>,
    pub new_account: String,
    pub may_keep: bool,
}

/// Which year is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: String,
}

impl Asked {
    /// The year that was asked for, or the present one.
    pub(crate) fn year(&self, today: Day) -> i16 {
        year(&self.year, today)
    }
}

/// A year that somebody may keep books of, or the present one.
pub(crate) fn year(typed: &str, today: Day) -> i16 {
    let year = typed.trim().parse().ok();
    year.filter(|year| (1900..=2200).contains(year))
        .unwrap_or(today.0.year())
}

/// `november 2026`.
pub(crate) fn month_name(month: Month, lang: Lang) -> String {
    format!("{} {}", lang.month(month.first_day()), month.year())
}

/// `5810 Resor`.
pub(crate) fn account_name(one: &hemma_domain::ledger::Account) -> String {
    format!("{} {}", one.number, one.name)
}

fn row((network, year): (NetworkId, i16), one: &Figures, lang: Lang) -> YearRow {
    let of_account = url::ledger_account(network, one.account.id);
    YearRow {
        url: format!("{of_account}?year={year}"),
        name: account_name(&one.account),
        signal: one.is_over().then(|| {
            let key = match one.account.kind {
                AccountKind::Income => "ledger-under",
                _ => "ledger-over",
            };
            Signal::new("over", "overdue", lang.t(key))
        }),
        ..amounts(|of| of(one), lang)
    }
}

/// The amounts of a row: of one account, or summed up.
fn amounts(of: impl Fn(&dyn Fn(&Figures) -> Ore) -> Ore, lang: Lang) -> YearRow {
    let told = |part: &dyn Fn(&Figures) -> Ore| lang.grouped(of(part));
    YearRow {
        budget: told(&|one| one.budget),
        booked: told(&|one| one.booked),
        decided: told(&|one| one.decided),
        reserved: told(&|one| one.reserved),
        recurring: told(&|one| one.recurring),
        forecast: told(&Figures::forecast),
        left: told(&Figures::left),
        ..YearRow::default()
    }
}

fn group(
    (network, found): (NetworkId, &LedgerYear),
    (kind, heading): (AccountKind, &str),
    lang: Lang,
) -> (String, Vec<YearRow>) {
    let of_kind = found.figures.iter().filter(|one| one.account.kind == kind);
    let rows = of_kind.map(|one| row((network, found.year), one, lang));
    (lang.t(heading), rows.collect())
}

fn page(visit: &Visit, (network, found): (NetworkId, &LedgerYear), faults: Faults) -> LedgerPage {
    let lang = visit.lang;
    let closes = found.books.next(found.today);
    let close = closes.map(|month| (month.to_string(), month_name(month, lang)));
    let standing = found.standing.iter().map(|(account, amount)| {
        let of_account = url::ledger_account(network, account.id);
        let url = format!("{of_account}?year={}", found.year);
        (url, account_name(account), lang.money(*amount))
    });
    let standing: Vec<(String, String, String)> = standing.collect();
    LedgerPage {
        frame: Frame::of(visit, "ledger-title"),
        lang,
        tabs: tabs(network, "ledger-tab-year", lang),
        faults,
        url: url::ledger(network),
        year: found.year,
        previous: url::ledger_year(network, found.year.saturating_sub(1)),
        next: url::ledger_year(network, found.year.saturating_add(1)),
        groups: [
            (AccountKind::Income, "ledger-income"),
            (AccountKind::Cost, "ledger-cost"),
        ]
        .map(|kind| group((network, found), kind, lang))
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .collect(),
        result: YearRow {
            name: lang.t("ledger-result"),
            left: String::new(),
            ..amounts(|of| result(&found.figures, of), lang)
        },
        has_accounts: !found.figures.is_empty() || !standing.is_empty(),
        standing,
        closed: match found.books.closed_through {
            Some(month) => lang.t1(
                "ledger-closed-through",
                "month",
                month_name(month, lang).as_str(),
            ),
            None => lang.t("ledger-closed-none"),
        },
        close: close.filter(|_| may_keep(visit, network)),
        new_account: format!("{}/new", url::ledger_accounts(network)),
        may_keep: may_keep(visit, network),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let year = asked.year(visit.ctx.today());
    let found = site.app.ledger(&visit.ctx, network, year).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, (network, &found), Faults::none()))
}

async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let year = asked.year(visit.ctx.today());
    let found = site.app.ledger(&visit.ctx, network, year).await;
    let found = found.map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let columns = [
        "ledger-number",
        "ledger-account",
        "ledger-budget",
        "ledger-booked",
        "ledger-decided",
        "ledger-reserved",
        "ledger-recurring",
        "ledger-forecast",
        "ledger-left",
    ];
    let mut csv = Csv::new(columns.map(|key| lang.t(key)));
    for one in &found.figures {
        let amounts = [
            one.budget,
            one.booked,
            one.decided,
            one.reserved,
            one.recurring,
            one.forecast(),
            one.left(),
        ];
        let names = [one.account.number.clone(), one.account.name.clone()];
        csv.line(names.into_iter().chain(amounts.map(|one| one.to_string())));
    }
    Ok(csv.into_file(&format!("ledger-{year}.csv")))
}

/// The year as SIE 4: a file to keep, in the character set that the format demands.
async fn get_sie(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let year = asked.year(visit.ctx.today());
    let found = site.app.ledger_sie(&visit.ctx, network, year).await;
    let found = found.map_err(PageError::to(&visit))?;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"ledger-{year}.se\""),
        ),
    ];
    Ok((headers, found).into_response())
}

/// Which month is closed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CloseForm {
    month: String,
}

async fn post_close(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(form): Form<CloseForm>,
) -> Result<Response, PageError> {
    // What is no month is as one that has not ended.
    let month = form.month.parse().unwrap_or(Month::of(visit.ctx.today()));
    match site.app.close_month(&visit.ctx, network, month).await {
        Ok(()) => {
            let to = format!("{}?done=month-closed", url::ledger(network));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let year = visit.ctx.today().0.year();
            let found = site.app.ledger(&visit.ctx, network, year).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = page(&visit, (network, &found), Faults::of(faults));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<LedgerPage>("ledger");
    all.extend(sampled::<account::AccountPage>("ledger account"));
    all.extend(sampled::<account::NewAccountPage>("new ledger account"));
    all.extend(sampled::<money::MoneyListPage>("proposals' money"));
    all.extend(sampled::<money::MoneyPage>("proposal's money"));
    all.extend(sampled::<voucher::VouchersPage>("vouchers"));
    all.extend(sampled::<voucher::NewVoucherPage>("new voucher"));
    all.extend(sampled::<voucher::VoucherPage>("voucher"));
    all
}
