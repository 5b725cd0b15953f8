//! A payer: what it pays for, the year's fee line by line, and its bills.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::fee::{MembershipInput, OnePayer};
use hemma_domain::code::Code as _;
use hemma_domain::fee::{Charge, Closed, Currency, Member, Membership, Span};
use hemma_domain::ids::{NetworkId, PayerId};
use hemma_domain::money::Ore;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::{BillView, PayerForm, amount, bill_view, currencies, period};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::Routes;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::ledger::{Asked, KEEP, SEE, Tab, may_keep, tabs};
use crate::page::{Frame, render, unprocessable};

type At = (NetworkId, PayerId);

/// The routes of payers.
pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/networks/{network}/fees/payers/{payer}", SEE, get)
        .post("/networks/{network}/fees/payers/{payer}", KEEP, post)
        .post(
            "/networks/{network}/fees/payers/{payer}/members",
            KEEP,
            post_member,
        )
        .make(
            "/networks/{network}/fees/payers/{payer}/bills",
            KEEP,
            post_bill,
        )
}

/// One line of a fee.
#[derive(Debug, Clone, Default)]
pub struct ChargeView {
    pub name: String,
    pub period: String,
    /// `92 av 365`.
    pub days: String,
    pub yearly: String,
    pub amount: String,
}

/// What a payer pays for.
#[derive(Debug, Clone, Default)]
pub struct MemberView {
    pub id: String,
    pub name: String,
    pub from: String,
    /// The last day; empty while it goes on.
    pub last: String,
    pub told: String,
    /// When the team closed; empty for one that works.
    pub closed: String,
}

/// What a payer pays for, as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    /// Empty where it is new.
    pub id: String,
    /// The team's id; empty for the organisation itself.
    pub team: String,
    pub from: String,
    /// The last day that is paid for.
    pub last: String,
    /// `drop` takes it away.
    pub step: String,
}

/// Days to bill, as they are typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SpanForm {
    pub from: String,
    pub last: String,
}

/// A payer in a year.
#[derive(Template)]
#[template(path = "fee/payer.html")]
pub struct PayerPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub faults: Faults,
    pub url: String,
    pub fees: String,
    pub name: String,
    pub year: i16,
    pub previous: String,
    pub next: String,
    pub lines: Vec<ChargeView>,
    /// Empty where a price is missing.
    pub sum: String,
    pub left: String,
    /// From when no price is known; empty where all are.
    pub no_price: String,
    pub members: Vec<MemberView>,
    pub bills: Vec<BillView>,
    pub form: PayerForm,
    pub member: MemberForm,
    pub span: SpanForm,
    /// Id and name.
    pub teams: Vec<(String, String)>,
    pub currencies: Vec<String>,
    pub may_keep: bool,
}

/// What is typed on the page.
struct Typed {
    form: PayerForm,
    member: MemberForm,
    span: SpanForm,
    faults: Faults,
}

impl Typed {
    fn blank(found: &OnePayer) -> Typed {
        let payer = &found.payer;
        Typed {
            form: PayerForm {
                version: payer.version,
                name: payer.name.clone(),
                reference: payer.reference.clone(),
                address: payer.address.clone(),
                currency: payer.currency.code().to_owned(),
            },
            member: MemberForm::default(),
            span: SpanForm {
                from: found.next.from.to_string(),
                last: found.next.last().to_string(),
            },
            faults: Faults::none(),
        }
    }
}

impl MemberForm {
    fn read(&self, today: Day) -> Result<MembershipInput, Error> {
        let day = |typed: &str| form::day(typed, today);
        let wrong = |field: &str| Error::invalid(field, "fee-fault-day");
        let from = day(&self.from).ok_or_else(|| wrong("from"))?;
        let until = match self.last.trim() {
            "" => None,
            typed => {
                let last = form::day_from(typed, from).ok_or_else(|| wrong("last"))?;
                Some(last.plus(1))
            }
        };
        let member = match self.team.as_str() {
            "" => Member::Organisation,
            id => {
                let team = id.parse();
                Member::Team(team.map_err(|_| Error::invalid("member", "fee-fault-team"))?)
            }
        };
        let id = match self.id.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::NotFound)?),
        };
        Ok(MembershipInput {
            id,
            member,
            from,
            until,
        })
    }
}

impl SpanForm {
    fn read(&self, today: Day) -> Result<Span, Error> {
        let from = form::day(&self.from, today);
        let last = form::day_from(&self.last, from.unwrap_or(today));
        match (from, last) {
            (Some(from), Some(last)) => Ok(Span {
                from,
                until: last.plus(1),
            }),
            _ => Err(Error::invalid("bill-from", "fee-fault-day")),
        }
    }
}

/// What a member is called on the screen.
pub(super) fn member_name(name: &str, lang: Lang) -> String {
    match name {
        "" => lang.t("fee-organisation"),
        name => name.to_owned(),
    }
}

/// A line of a fee as it is read.
pub(super) fn charge_view(
    (charge, name): (&Charge, &str),
    closed: &Closed,
    currency: Currency,
    lang: Lang,
) -> ChargeView {
    let (days, of) = charge.days;
    let span = period(charge.span, lang);
    ChargeView {
        name: member_name(name, lang),
        period: match charge.ended_by(closed) {
            None => span,
            Some(on) => lang.t2(
                "fee-period-closed",
                ("period", span),
                ("day", lang.full_day(on)),
            ),
        },
        days: lang.t2("fee-days-of", ("days", days), ("of", of)),
        yearly: amount(charge.yearly, currency, lang),
        amount: amount(charge.amount, currency, lang),
    }
}

fn member_view((one, name): &(Membership, String), closed: &Closed, lang: Lang) -> MemberView {
    let last = one.until.map(|until| until.plus(-1));
    let from = lang.full_day(one.from);
    let told = match last {
        None => lang.t1("fee-from", "day", from.as_str()),
        Some(last) => format!("{from} – {}", lang.full_day(last)),
    };
    MemberView {
        id: one.id.to_string(),
        name: member_name(name, lang),
        from: one.from.to_string(),
        last: last.map(|day| day.to_string()).unwrap_or_default(),
        told,
        closed: match one.member.closed(closed) {
            None => String::new(),
            Some(on) => lang.t1("fee-team-closed", "day", lang.full_day(on)),
        },
    }
}

fn page(visit: &Visit, (network, found): (NetworkId, &OnePayer), typed: Typed) -> PayerPage {
    let lang = visit.lang;
    let payer = &found.payer;
    let address = url::payer(network, payer.id);
    let (lines, no_price) = match &found.charges {
        Ok(lines) => (lines.as_slice(), String::new()),
        Err(missing) => {
            let day = lang.full_day(missing.from);
            (&[][..], lang.t1("fee-no-price-from", "day", day.as_str()))
        }
    };
    let due = lines.iter().fold(Ore(0), |sum, (one, _)| sum + one.amount);
    let view = |(charge, name): &(Charge, String)| {
        charge_view((charge, name), &found.closed, payer.currency, lang)
    };
    PayerPage {
        frame: Frame::of(visit, "fee-payer"),
        lang,
        tabs: tabs(network, "fee-title", lang),
        faults: typed.faults,
        fees: format!("{}?year={}", url::fees(network), found.year),
        name: payer.name.clone(),
        year: found.year,
        previous: format!("{address}?year={}", found.year.saturating_sub(1)),
        next: format!("{address}?year={}", found.year.saturating_add(1)),
        url: address,
        sum: amount(due, payer.currency, lang),
        left: amount(found.left, payer.currency, lang),
        lines: lines.iter().map(view).collect(),
        no_price,
        members: found
            .memberships
            .iter()
            .map(|one| member_view(one, &found.closed, lang))
            .collect(),
        bills: found
            .bills
            .iter()
            .map(|one| bill_view(network, one, lang))
            .collect(),
        form: typed.form,
        member: typed.member,
        span: typed.span,
        teams: found
            .teams
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        currencies: currencies(),
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
    let found = site.app.payer(&visit.ctx, (network, id), year).await;
    let found = found.map_err(PageError::to(&visit))?;
    let typed = Typed::blank(&found);
    render(&visit, &page(&visit, (network, &found), typed))
}

/// Where a change leads: to the page where it was made, or there again with its faults.
async fn answered(
    visit: &Visit,
    (site, at): (&Site, At),
    made: Result<String, Error>,
    keep: impl FnOnce(&mut Typed),
) -> Result<Response, PageError> {
    match made {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Error::Invalid(faults)) => {
            let year = visit.ctx.today().0.year();
            let found = site.app.payer(&visit.ctx, at, year).await;
            let found = found.map_err(PageError::to(visit))?;
            let mut typed = Typed::blank(&found);
            keep(&mut typed);
            typed.faults = Faults::of(faults);
            render(visit, &page(visit, (at.0, &found), typed)).map(unprocessable)
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

fn saved((network, id): At) -> String {
    format!("{}?done=fee-saved", url::payer(network, id))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    Form(form): Form<PayerForm>,
) -> Result<Response, PageError> {
    let of = (at.0, at.1, form.version);
    let made = site.app.save_payer(&visit.ctx, of, form.read()).await;
    let made = made.map(|()| saved(at));
    answered(&visit, (&site, at), made, |typed| typed.form = form).await
}

async fn post_member(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    Form(form): Form<MemberForm>,
) -> Result<Response, PageError> {
    let teams = site.app.fee_teams(&visit.ctx, at.0).await;
    teams.map_err(PageError::to(&visit))?;
    let made = match (form.step.as_str(), form.id.parse()) {
        ("drop", Ok(id)) => site.app.drop_membership(&visit.ctx, at, id).await,
        _ => match form.read(visit.ctx.today()) {
            Ok(input) => site.app.put_membership(&visit.ctx, at, input).await,
            Err(err) => Err(err),
        },
    };
    let made = made.map(|()| saved(at));
    answered(&visit, (&site, at), made, |typed| typed.member = form).await
}

async fn post_bill(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    Form(form): Form<SpanForm>,
) -> Result<Response, PageError> {
    let teams = site.app.fee_teams(&visit.ctx, at.0).await;
    teams.map_err(PageError::to(&visit))?;
    let made = match form.read(visit.ctx.today()) {
        Ok(span) => site.app.make_bill(&visit.ctx, at, span).await,
        Err(err) => Err(err),
    };
    let made = made.map(|id| format!("{}?done=bill-made", url::bill(at.0, id)));
    answered(&visit, (&site, at), made, |typed| typed.span = form).await
}
