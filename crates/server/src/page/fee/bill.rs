//! A bill: what it is for, its files, the way into the ledger and back, and what paid it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::fee::{OneBill, PaymentInput};
use hemma_app::pdf::Typeset;
use hemma_domain::code::Code as _;
use hemma_domain::fee::{BillState, Currency, Rate};
use hemma_domain::ids::{BillId, NetworkId};
use serde::Deserialize;

use super::payer::{ChargeView, charge_view};
use super::{amount, compose, period, state};
use crate::http::Site;
use crate::http::csv::Csv;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::ledger::{KEEP, SEE, Tab, may_keep, tabs};
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

type At = (NetworkId, BillId);

/// The columns of the file, as `docs/formats/invoice-basis.md` describes them: for programs, in one language.
const COLUMNS: [&str; 14] = [
    "bill",
    "payer",
    "reference",
    "address",
    "currency",
    "member",
    "from",
    "to",
    "days",
    "days_of_year",
    "yearly",
    "amount",
    "price_list",
    "state",
];

/// The routes of bills.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/fees/bills/{bill}", SEE, get)
        .get("/networks/{network}/fees/bills/{bill}/file", SEE, get_file)
        .get(
            "/networks/{network}/fees/bills/{bill}/document",
            SEE,
            get_document,
        )
        .post(
            "/networks/{network}/fees/bills/{bill}/book",
            KEEP,
            post_book,
        )
        .post("/networks/{network}/fees/bills/{bill}/pay", KEEP, post_pay)
        .post(
            "/networks/{network}/fees/bills/{bill}/withdraw",
            KEEP,
            post_withdraw,
        )
}

/// A step of a bill, as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    pub version: i64,
    pub on: String,
    /// Kronor for one of the currency.
    pub rate: String,
    /// The number of the voucher that booked its payment.
    pub voucher: String,
    pub why: String,
}

/// One bill.
#[derive(Template)]
#[template(path = "fee/bill.html")]
pub struct BillPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub payer: String,
    pub name: String,
    pub number: u32,
    pub state: Signal,
    /// Label, value, and where it leads; empty where it leads nowhere.
    pub facts: Vec<(String, String, String)>,
    pub lines: Vec<ChargeView>,
    pub sum: String,
    /// The currency where it is not kronor; empty where it is.
    pub currency: String,
    pub may_book: bool,
    pub may_pay: bool,
    pub may_withdraw: bool,
    pub is_booked: bool,
    pub can_typeset: bool,
    pub form: StepForm,
}

fn page(
    (visit, site): (&Visit, &Site),
    (network, found): (NetworkId, &OneBill),
    (form, faults): (StepForm, Faults),
) -> BillPage {
    let (lang, bill) = (visit.lang, &found.bill);
    let lines = bill.lines.iter();
    let keeps = may_keep(visit, network);
    BillPage {
        frame: Frame::of(visit, "fee-bill"),
        lang,
        tabs: tabs(network, "fee-title", lang),
        faults,
        url: url::bill(network, bill.id),
        payer: url::payer(network, bill.payer),
        name: bill.to.name.clone(),
        number: bill.number,
        state: state(bill.state, lang),
        facts: facts((network, found), lang),
        lines: lines
            .map(|line| {
                charge_view(
                    (&line.charge, &line.name),
                    &found.closed,
                    bill.currency,
                    lang,
                )
            })
            .collect(),
        sum: amount(bill.sum(), bill.currency, lang),
        currency: match bill.currency {
            Currency::Krona => String::new(),
            other => other.code().to_owned(),
        },
        may_book: keeps && bill.state == BillState::Open,
        may_pay: keeps && bill.state.is_owed(),
        may_withdraw: keeps && bill.stands() && bill.state.payment().is_none(),
        is_booked: bill.state.voucher().is_some(),
        can_typeset: site.app.can_typeset(),
        form,
    }
}

/// What stands above the lines.
fn facts((network, found): (NetworkId, &OneBill), lang: Lang) -> Vec<(String, String, String)> {
    let bill = &found.bill;
    let plain = |key: &str, value: String| (lang.t(key), value, String::new());
    let made = format!("{}, {}", found.made_by, lang.full_moment(bill.made.1));
    let mut facts = vec![
        plain("fee-period", period(bill.span, lang)),
        plain("fee-sum", amount(bill.sum(), bill.currency, lang)),
    ];
    for (key, text) in [
        ("fee-reference", &bill.to.reference),
        ("fee-address", &bill.to.address),
    ] {
        if !text.is_empty() {
            facts.push(plain(key, text.clone()));
        }
    }
    facts.push(plain("fee-made", made));
    let voucher = |number: u32| lang.t1("ledger-voucher-number", "number", number);
    if let (Some(id), Some(number)) = (bill.state.voucher(), found.voucher) {
        let to = url::voucher(network, id);
        facts.push((lang.t("fee-voucher"), voucher(number), to));
    }
    if let (Some(id), Some((number, on))) = (bill.state.payment(), found.paid) {
        let told = format!("{}, {}", lang.full_day(on), voucher(number));
        facts.push((lang.t("fee-paid"), told, url::voucher(network, id)));
    }
    if let Some(rate) = bill.rate {
        let told = rate.to_string();
        facts.push(plain("fee-rate", lang.number(&told.replace(',', "."))));
    }
    facts
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.bill(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    let form = blank(&visit, &found);
    let page = page((&visit, &site), (network, &found), (form, Faults::none()));
    render(&visit, &page)
}

fn blank(visit: &Visit, found: &OneBill) -> StepForm {
    StepForm {
        version: found.bill.version,
        on: visit.ctx.today().to_string(),
        ..StepForm::default()
    }
}

async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.bill(&visit.ctx, (network, id)).await;
    let bill = found.map_err(PageError::to(&visit))?.bill;
    let mut csv = Csv::new(COLUMNS);
    for line in &bill.lines {
        let charge = &line.charge;
        csv.line([
            bill.number.to_string(),
            bill.to.name.clone(),
            bill.to.reference.clone(),
            bill.to.address.clone(),
            bill.currency.code().to_owned(),
            line.name.clone(),
            charge.span.from.to_string(),
            charge.span.last().to_string(),
            charge.days.0.to_string(),
            charge.days.1.to_string(),
            charge.yearly.to_string(),
            charge.amount.to_string(),
            charge.price.to_string(),
            bill.state.code().to_owned(),
        ]);
    }
    Ok(csv.into_file(&format!("invoice-basis-{}.csv", bill.number)))
}

async fn get_document(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.bill(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    let document = compose::document(&found, &visit);
    let set = site.app.typeset(&document).await;
    match set.map_err(PageError::to(&visit))? {
        Typeset::Pdf(file) => {
            let named = format!(
                "inline; filename=\"invoice-basis-{}.pdf\"",
                found.bill.number
            );
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, named),
            ];
            Ok((headers, file).into_response())
        }
        Typeset::Missing => {
            let mut faults = Faults::none();
            faults.add("file", "proposal-fault-no-helper");
            let form = blank(&visit, &found);
            let page = page((&visit, &site), (network, &found), (form, faults));
            render(&visit, &page).map(unprocessable)
        }
    }
}

/// Where a step leads: to the bill, or there again with its faults.
async fn answered(
    (visit, site): (&Visit, &Site),
    (network, id): At,
    done: Result<(), Error>,
    form: StepForm,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}?done=bill-moved", url::bill(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.bill(&visit.ctx, (network, id)).await;
            let found = found.map_err(PageError::to(visit))?;
            let page = page((visit, site), (network, &found), (form, Faults::of(faults)));
            render(visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

async fn post_book(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<StepForm>,
) -> Result<Response, PageError> {
    // A day that cannot be read is as one that has not come, a rate as none.
    let today = visit.ctx.today();
    let on = form::day(&form.on, today).unwrap_or(today.plus(1));
    let at = (network, id, form.version);
    let booked = site
        .app
        .book_bill(&visit.ctx, at, (on, Rate::typed(&form.rate)))
        .await;
    answered((&visit, &site), (network, id), booked.map(|_| ()), form).await
}

async fn post_pay(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<StepForm>,
) -> Result<Response, PageError> {
    let at = (network, id, form.version);
    let today = visit.ctx.today();
    // What is no number is as that of a voucher that there is not.
    let paid = match form.voucher.trim() {
        "" => PaymentInput::On(form::day(&form.on, today).unwrap_or(today.plus(1))),
        number => PaymentInput::Voucher(number.parse().unwrap_or(0)),
    };
    let done = site.app.pay_bill(&visit.ctx, at, paid).await;
    answered((&visit, &site), (network, id), done, form).await
}

async fn post_withdraw(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<StepForm>,
) -> Result<Response, PageError> {
    let today = visit.ctx.today();
    let on = form::day(&form.on, today).unwrap_or(today.plus(1));
    let at = (network, id, form.version);
    let withdrawn = site
        .app
        .withdraw_bill(&visit.ctx, at, (on, &form.why))
        .await;
    answered((&visit, &site), (network, id), withdrawn, form).await
}
