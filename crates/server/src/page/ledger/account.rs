//! An account: month by month, what was booked, its budget; and the form of a new one.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::ledger::{AccountInput, OneAccount};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{AccountId, NetworkId};
use hemma_domain::ledger::{AccountKind, Budget, Purpose};
use hemma_domain::money::Ore;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::{Asked, KEEP, SEE, Tab, account_name, may_keep, month_name, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, choices, render, unprocessable};

type At = (NetworkId, AccountId);

/// The routes of accounts.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/ledger/accounts/new", KEEP, get_new)
        .make("/networks/{network}/ledger/accounts", KEEP, post_new)
        .get("/networks/{network}/ledger/accounts/{account}", SEE, get)
        .post("/networks/{network}/ledger/accounts/{account}", KEEP, post)
        .post(
            "/networks/{network}/ledger/accounts/{account}/budget",
            KEEP,
            post_budget,
        )
}

/// An account as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    pub version: i64,
    pub number: String,
    pub name: String,
    pub kind: String,
    pub purpose: String,
    /// `yes` where something can be booked on it.
    pub open: String,
}

/// A budget as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BudgetForm {
    pub year: String,
    pub amount: String,
    pub monthly: String,
}

/// One month of an account.
#[derive(Debug, Clone, Default)]
pub struct MonthView {
    pub name: String,
    pub url: String,
    pub budget: String,
    pub booked: String,
    pub is_closed: bool,
}

/// One posting on an account.
#[derive(Debug, Clone, Default)]
pub struct LineView {
    pub url: String,
    pub number: u32,
    pub on: String,
    pub text: String,
    pub amount: String,
    /// The proposal that it pays for; empty where there is none.
    pub proposal: String,
}

/// An account in a year.
#[derive(Template)]
#[template(path = "ledger/account.html")]
pub struct AccountPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub ledger: String,
    pub title: String,
    pub kind: String,
    pub year: i16,
    pub previous: String,
    pub next: String,
    /// Label and amount; none where the account counts what there is.
    pub facts: Vec<(String, String)>,
    pub months: Vec<MonthView>,
    pub lines: Vec<LineView>,
    /// The proposals that it pays for, with what was paid of how much.
    pub proposals: Vec<LineView>,
    pub form: AccountForm,
    pub budget: Option<BudgetForm>,
    pub purposes: Vec<(&'static str, String)>,
    pub may_keep: bool,
}

/// The form of a new account.
#[derive(Template)]
#[template(path = "ledger/new_account.html")]
pub struct NewAccountPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub form: AccountForm,
    pub kinds: Vec<(&'static str, String)>,
    pub purposes: Vec<(&'static str, String)>,
}

impl AccountForm {
    fn of(found: &OneAccount) -> AccountForm {
        let one = &found.account;
        let open = if one.is_open { "yes" } else { "no" };
        AccountForm {
            version: one.version,
            number: one.number.clone(),
            name: one.name.clone(),
            kind: one.kind.code().to_owned(),
            purpose: one
                .purpose
                .map(|one| one.code().to_owned())
                .unwrap_or_default(),
            open: open.to_owned(),
        }
    }

    fn read(&self) -> AccountInput {
        AccountInput {
            number: self.number.trim().to_owned(),
            name: self.name.trim().to_owned(),
            kind: AccountKind::from_code(&self.kind).unwrap_or(AccountKind::Cost),
            purpose: Purpose::from_code(&self.purpose),
            is_open: self.open == "yes",
        }
    }
}

impl BudgetForm {
    fn of(found: &OneAccount) -> BudgetForm {
        let shown = |of: fn(&Budget) -> Ore| {
            let amount = found.budget.as_ref().map(of);
            amount.map(|one| one.to_string()).unwrap_or_default()
        };
        BudgetForm {
            year: found.year.to_string(),
            amount: shown(|one| one.amount),
            monthly: shown(|one| one.monthly),
        }
    }

    /// The budget; what is no amount is one that no budget may have.
    fn read(&self, account: AccountId, today: Day) -> Budget {
        const NONE: Ore = Ore(-1);
        Budget {
            account,
            year: super::year(&self.year, today),
            amount: Ore::typed(&self.amount).unwrap_or(NONE),
            monthly: match self.monthly.trim() {
                "" => Ore(0),
                typed => Ore::typed(typed).unwrap_or(NONE),
            },
        }
    }
}

fn facts(found: &OneAccount, lang: Lang) -> Vec<(String, String)> {
    let Some(one) = &found.figures else {
        return Vec::new();
    };
    let amounts = [
        ("ledger-budget", one.budget),
        ("ledger-booked", one.booked),
        ("ledger-decided", one.decided),
        ("ledger-reserved", one.reserved),
        ("ledger-recurring", one.recurring),
        ("ledger-forecast", one.forecast()),
        ("ledger-left", one.left()),
    ];
    let told = |(key, amount): (&str, Ore)| (lang.t(key), lang.money(amount));
    amounts.map(told).into()
}

fn page(
    visit: &Visit,
    (network, found): (NetworkId, &OneAccount),
    (form, budget): (AccountForm, BudgetForm),
    faults: Faults,
) -> AccountPage {
    let lang = visit.lang;
    let one = &found.account;
    let address = url::ledger_account(network, one.id);
    let months = found.months.iter().map(|month| MonthView {
        name: month_name(month.month, lang),
        url: url::vouchers_of(network, month.month),
        budget: lang.grouped(month.budget),
        booked: lang.grouped(month.booked),
        is_closed: month.is_closed,
    });
    let lines = found.lines.iter().map(|line| LineView {
        url: url::voucher(network, line.voucher),
        number: line.number,
        on: lang.full_day(line.on),
        text: line.text.clone(),
        amount: lang.grouped(one.kind.read(line.amount)),
        proposal: line
            .proposal
            .map(|id| url::proposal_money(network, id))
            .unwrap_or_default(),
    });
    let proposals = found.proposals.iter().map(|(id, heading, line)| {
        let earmarked = lang.grouped(line.amount);
        LineView {
            url: url::proposal_money(network, *id),
            text: heading.clone(),
            on: lang.t1("money-paid-of", "amount", earmarked.as_str()),
            amount: lang.grouped(line.paid),
            ..LineView::default()
        }
    });
    AccountPage {
        frame: Frame::of(visit, "ledger-account"),
        lang,
        tabs: tabs(network, "ledger-tab-year", lang),
        faults,
        ledger: url::ledger_year(network, found.year),
        title: account_name(one),
        kind: lang.name(one.kind),
        year: found.year,
        previous: format!("{address}?year={}", found.year.saturating_sub(1)),
        next: format!("{address}?year={}", found.year.saturating_add(1)),
        url: address,
        facts: facts(found, lang),
        months: months.collect(),
        lines: lines.collect(),
        proposals: proposals.collect(),
        form,
        budget: one.kind.is_of_year().then_some(budget),
        purposes: choices::<Purpose>(lang),
        may_keep: may_keep(visit, network),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let year = asked.year(visit.ctx.today());
    let found = site
        .app
        .ledger_account(&visit.ctx, (network, id), year)
        .await;
    let found = found.map_err(PageError::to(&visit))?;
    let forms = (AccountForm::of(&found), BudgetForm::of(&found));
    render(
        &visit,
        &page(&visit, (network, &found), forms, Faults::none()),
    )
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<AccountForm>,
) -> Result<Response, PageError> {
    let at = (network, id, form.version);
    let saved = site.app.save_ledger_account(&visit.ctx, at, form.read());
    match saved.await {
        Ok(()) => {
            let to = format!("{}?done=ledger-saved", url::ledger_account(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let year = visit.ctx.today().0.year();
            let found = site
                .app
                .ledger_account(&visit.ctx, (network, id), year)
                .await;
            let found = found.map_err(PageError::to(&visit))?;
            let forms = (form, BudgetForm::of(&found));
            let page = page(&visit, (network, &found), forms, Faults::of(faults));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn post_budget(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<BudgetForm>,
) -> Result<Response, PageError> {
    let budget = form.read(id, visit.ctx.today());
    let year = budget.year;
    match site.app.set_budget(&visit.ctx, network, budget).await {
        Ok(()) => {
            let account = url::ledger_account(network, id);
            let to = format!("{account}?year={year}&done=ledger-saved");
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site
                .app
                .ledger_account(&visit.ctx, (network, id), year)
                .await;
            let found = found.map_err(PageError::to(&visit))?;
            let forms = (AccountForm::of(&found), form);
            let page = page(&visit, (network, &found), forms, Faults::of(faults));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

fn new_page(
    visit: &Visit,
    network: NetworkId,
    (form, faults): (AccountForm, Faults),
) -> NewAccountPage {
    let lang = visit.lang;
    NewAccountPage {
        frame: Frame::of(visit, "ledger-new-account"),
        lang,
        tabs: tabs(network, "ledger-tab-year", lang),
        faults,
        url: url::ledger_accounts(network),
        form,
        kinds: choices::<AccountKind>(lang),
        purposes: choices::<Purpose>(lang),
    }
}

async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let known = site.app.ledger_accounts(&visit.ctx, network).await;
    known.map_err(PageError::to(&visit))?;
    let form = AccountForm {
        kind: AccountKind::Cost.code().to_owned(),
        ..AccountForm::default()
    };
    render(&visit, &new_page(&visit, network, (form, Faults::none())))
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(mut form): Form<AccountForm>,
) -> Result<Response, PageError> {
    form.open = "yes".to_owned();
    let made = site
        .app
        .new_ledger_account(&visit.ctx, network, form.read());
    match made.await {
        Ok(id) => {
            let to = format!("{}?done=ledger-saved", url::ledger_account(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let page = new_page(&visit, network, (form, Faults::of(faults)));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}
