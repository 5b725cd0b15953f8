//! Fees: what each organisation owes in a year, the price lists, and the bills.

pub mod bill;
mod compose;
pub mod payer;
mod samples;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::fee::{FeesSum, FeesYear, PayerInput, PayerLine, PriceListInput};
use hemma_domain::code::Code as _;
use hemma_domain::fee::{Bill, BillState, Currency, PriceList};
use hemma_domain::ids::NetworkId;
use hemma_domain::money::Ore;
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::ledger::{Asked, KEEP, SEE, Tab, may_keep, tabs};
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, render, sampled, unprocessable};

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/fees", SEE, get)
        .make("/networks/{network}/fees/prices", KEEP, post_prices)
        .make("/networks/{network}/fees/payers", KEEP, post_payer)
        .with(payer::routes())
        .with(bill::routes())
}

/// A payer in a year.
#[derive(Debug, Clone, Default)]
pub struct PayerRow {
    pub url: String,
    pub name: String,
    pub teams: usize,
    /// Empty where a price is missing.
    pub due: String,
    pub left: String,
    /// What is wrong: a price is missing, or more was billed than is due.
    pub signal: Option<Signal>,
}

/// A price list.
#[derive(Debug, Clone, Default)]
pub struct PriceView {
    pub from: String,
    pub currency: &'static str,
    pub organisation: String,
    pub team: String,
    pub source: String,
}

/// A bill in a list.
#[derive(Debug, Clone)]
pub struct BillView {
    pub url: String,
    pub number: u32,
    pub payer: String,
    pub period: String,
    pub sum: String,
    pub state: Signal,
}

/// A price list as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PriceForm {
    pub currency: String,
    pub from: String,
    pub organisation: String,
    pub team: String,
    pub source: String,
}

/// A payer as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PayerForm {
    pub version: i64,
    pub name: String,
    pub reference: String,
    pub address: String,
    pub currency: String,
}

/// The fees of a year.
#[derive(Template)]
#[template(path = "fee/year.html")]
pub struct FeesPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub year: i16,
    pub previous: String,
    pub next: String,
    pub payers: Vec<PayerRow>,
    /// Due and not billed in all for each currency, and what is not paid.
    pub sums: Vec<String>,
    pub prices: Vec<PriceView>,
    pub bills: Vec<BillView>,
    pub price: PriceForm,
    pub payer: PayerForm,
    pub currencies: Vec<String>,
    pub may_keep: bool,
}

impl PriceForm {
    /// The list; what is no amount is one that no list may have, what is no day is told beside it.
    fn read(&self, today: Day) -> (PriceListInput, bool) {
        let amount = |typed: &str| Ore::typed(typed).unwrap_or(Ore(-1));
        let from = form::day(&self.from, today);
        let input = PriceListInput {
            currency: currency(&self.currency),
            from: from.unwrap_or(today),
            organisation: amount(&self.organisation),
            team: amount(&self.team),
            source: self.source.trim().to_owned(),
        };
        (input, from.is_some())
    }
}

impl PayerForm {
    pub(super) fn read(&self) -> PayerInput {
        PayerInput {
            name: self.name.trim().to_owned(),
            reference: self.reference.trim().to_owned(),
            address: self.address.trim().to_owned(),
            currency: currency(&self.currency),
        }
    }
}

/// A currency as the list of choices sends it.
fn currency(sent: &str) -> Currency {
    Currency::from_code(sent).unwrap_or(Currency::Krona)
}

/// The codes of the currencies, to choose from.
pub(super) fn currencies() -> Vec<String> {
    let code = |one: &Currency| one.code().to_owned();
    Currency::ALL.iter().map(code).collect()
}

/// An amount in a currency; kronor as everywhere else.
pub(super) fn amount(amount: Ore, currency: Currency, lang: Lang) -> String {
    match currency {
        Currency::Krona => lang.money(amount),
        other => lang.amount(amount, other),
    }
}

/// Where a bill is, with its sign.
pub(super) fn state(of: BillState, lang: Lang) -> Signal {
    match of {
        BillState::Open => Signal::new("due", "document", lang.t("fee-bill-open")),
        BillState::Booked(_) => Signal::new("due", "due", lang.t("fee-bill-booked")),
        BillState::Paid { .. } => Signal::new("ok", "ok", lang.t("fee-bill-paid")),
        BillState::Withdrawn => Signal::new("none", "undo", lang.t("fee-bill-withdrawn")),
    }
}

/// `1 januari 2027 – 31 december 2027`.
pub(super) fn period(span: hemma_domain::fee::Span, lang: Lang) -> String {
    let (from, last) = (lang.full_day(span.from), lang.full_day(span.last()));
    format!("{from} – {last}")
}

pub(super) fn bill_view(network: NetworkId, one: &Bill, lang: Lang) -> BillView {
    BillView {
        url: url::bill(network, one.id),
        number: one.number,
        payer: one.to.name.clone(),
        period: period(one.span, lang),
        sum: amount(one.sum(), one.currency, lang),
        state: state(one.state, lang),
    }
}

fn payer_row((network, year): (NetworkId, i16), one: &PayerLine, lang: Lang) -> PayerRow {
    let told = |ore: Ore| amount(ore, one.payer.currency, lang);
    let warn = |key: &str| Some(Signal::new("over", "overdue", lang.t(key)));
    let address = url::payer(network, one.payer.id);
    PayerRow {
        url: format!("{address}?year={year}"),
        name: one.payer.name.clone(),
        teams: one.teams,
        due: one.due.map(told).unwrap_or_default(),
        left: told(one.left),
        signal: match (one.due, one.left < Ore(0)) {
            (None, _) => warn("fee-price-missing"),
            (Some(_), true) => warn("fee-overbilled"),
            (Some(_), false) => None,
        },
    }
}

fn price_view(one: &PriceList, lang: Lang) -> PriceView {
    PriceView {
        from: lang.full_day(one.from),
        currency: one.currency.code(),
        organisation: amount(one.organisation, one.currency, lang),
        team: amount(one.team, one.currency, lang),
        source: one.source.clone(),
    }
}

fn sum_lines(sum: &FeesSum, lang: Lang) -> Vec<String> {
    let told = |ore: Ore| amount(ore, sum.currency, lang);
    let (due, left) = (told(sum.due), told(sum.unbilled));
    let mut lines = vec![lang.t2("fee-sums", ("due", due.as_str()), ("left", left.as_str()))];
    if Ore(0) < sum.unpaid {
        lines.push(lang.t1("fee-unpaid", "sum", told(sum.unpaid)));
    }
    lines
}

fn page(
    visit: &Visit,
    (network, found): (NetworkId, &FeesYear),
    (price, payer, faults): (PriceForm, PayerForm, Faults),
) -> FeesPage {
    let lang = visit.lang;
    let at = (network, found.year);
    let sums = found.sums.iter().flat_map(|sum| sum_lines(sum, lang));
    let address = url::fees(network);
    FeesPage {
        frame: Frame::of(visit, "fee-title"),
        lang,
        tabs: tabs(network, "fee-title", lang),
        faults,
        year: found.year,
        previous: format!("{address}?year={}", found.year.saturating_sub(1)),
        next: format!("{address}?year={}", found.year.saturating_add(1)),
        url: address,
        payers: found
            .payers
            .iter()
            .map(|one| payer_row(at, one, lang))
            .collect(),
        sums: sums.collect(),
        prices: found
            .prices
            .iter()
            .map(|one| price_view(one, lang))
            .collect(),
        bills: found
            .bills
            .iter()
            .map(|one| bill_view(network, one, lang))
            .collect(),
        price,
        payer,
        currencies: currencies(),
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
    let found = site.app.fees(&visit.ctx, network, year).await;
    let found = found.map_err(PageError::to(&visit))?;
    let blank = (PriceForm::default(), PayerForm::default(), Faults::none());
    render(&visit, &page(&visit, (network, &found), blank))
}

/// The page again, with what was typed and what is wrong with it.
async fn again(
    visit: &Visit,
    (site, network): (&Site, NetworkId),
    typed: (PriceForm, PayerForm, Faults),
) -> Result<Response, PageError> {
    let year = visit.ctx.today().0.year();
    let found = site.app.fees(&visit.ctx, network, year).await;
    let found = found.map_err(PageError::to(visit))?;
    render(visit, &page(visit, (network, &found), typed)).map(unprocessable)
}

async fn post_prices(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(form): Form<PriceForm>,
) -> Result<Response, PageError> {
    let teams = site.app.fee_teams(&visit.ctx, network).await;
    teams.map_err(PageError::to(&visit))?;
    let saved = match form.read(visit.ctx.today()) {
        (input, true) => site.app.new_price_list(&visit.ctx, network, input).await,
        (_, false) => Err(Error::invalid("from", "fee-fault-day")),
    };
    match saved {
        Ok(()) => {
            let to = format!("{}?done=fee-saved", url::fees(network));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let typed = (form, PayerForm::default(), Faults::of(faults));
            again(&visit, (&site, network), typed).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_payer(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(form): Form<PayerForm>,
) -> Result<Response, PageError> {
    match site.app.new_payer(&visit.ctx, network, form.read()).await {
        Ok(id) => Ok(Redirect::to(&url::payer(network, id)).into_response()),
        Err(Error::Invalid(faults)) => {
            let typed = (PriceForm::default(), form, Faults::of(faults));
            again(&visit, (&site, network), typed).await
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<FeesPage>("fees");
    all.extend(sampled::<payer::PayerPage>("payer"));
    all.extend(sampled::<bill::BillPage>("bill"));
    all
}
