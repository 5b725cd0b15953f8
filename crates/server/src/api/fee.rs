//! Fees: the payers of a year, one line by line, and the bills.

use axum::Json;
use axum::extract::State;
use hemma_app::fee::{FeesYear, OneBill, OnePayer, PayerLine};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::fee::{Bill, BillLine, Charge, Member, PriceList};
use hemma_domain::ids::{BillId, NetworkId, PayerId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::ledger::OfYear;
use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Refused, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const SEE: Access = Access::Network(NetworkAction::SeeLedger);
    Routes::default()
        .get("/api/v1/networks/{network}/fees", SEE, get)
        .get("/api/v1/networks/{network}/payers/{payer}", SEE, payer)
        .get("/api/v1/networks/{network}/bills/{bill}", SEE, bill)
}

/// The fees of a year. Amounts are hundredths of the currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeesOfYear {
    pub year: i16,
    pub payers: Vec<FeePayer>,
    pub prices: Vec<FeePrices>,
    /// The newest first.
    pub bills: Vec<FeeBill>,
}

/// A payer in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeePayer {
    pub id: Uuid,
    pub name: String,
    /// As in `SEK`.
    pub currency: &'static str,
    pub teams: usize,
    /// None where a price is missing.
    pub due: Option<i64>,
    /// What of it no bill has yet; below zero where more was billed.
    pub unbilled: i64,
}

/// A price list.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeePrices {
    pub id: Uuid,
    pub currency: &'static str,
    pub from: String,
    pub organisation: i64,
    pub team: i64,
    pub source: String,
}

/// A bill.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeBill {
    pub id: Uuid,
    pub number: u32,
    pub payer: Uuid,
    pub payer_name: String,
    pub reference: String,
    pub address: String,
    pub currency: &'static str,
    pub from: String,
    /// The last day.
    pub to: String,
    pub sum: i64,
    /// `open`, `booked`, `paid` or `withdrawn`.
    pub state: &'static str,
    pub voucher: Option<Uuid>,
    /// The voucher that paid it.
    pub paid_by: Option<Uuid>,
    pub made_at: String,
    pub lines: Vec<FeeLine>,
}

/// One line of a fee.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeLine {
    /// The team; none where it is for the organisation itself.
    pub team: Option<Uuid>,
    /// What the team was called; empty for the organisation itself.
    pub name: String,
    pub from: String,
    /// The last day.
    pub to: String,
    pub days: u32,
    pub days_of_year: u32,
    pub yearly: i64,
    pub amount: i64,
    pub price_list: Uuid,
}

/// A payer with its year, line by line.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeePayerYear {
    pub id: Uuid,
    pub year: i16,
    pub version: i64,
    pub name: String,
    pub reference: String,
    pub address: String,
    pub currency: &'static str,
    pub memberships: Vec<FeeMembership>,
    /// Empty where a price is missing.
    pub lines: Vec<FeeLine>,
    /// From when no price is known.
    pub no_price_from: Option<String>,
    pub unbilled: i64,
}

/// What a payer pays for.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeMembership {
    pub id: Uuid,
    /// The team; none where it is for the organisation itself.
    pub team: Option<Uuid>,
    pub name: String,
    pub from: String,
    /// The last day that is paid for; none while it goes on.
    pub to: Option<String>,
}

/// The fees of a network in a year.
#[utoipa::path(get, operation_id = "fees", path = "/api/v1/networks/{network}/fees",
    params(("network" = Uuid, Path), OfYear), responses((status = 200, body = FeesOfYear), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(of): ApiQuery<OfYear>,
) -> Result<Json<FeesOfYear>, ApiError> {
    let year = of.year.unwrap_or(visit.0.ctx.today().0.year());
    let found = site.app.fees(&visit.0.ctx, network, year).await;
    Ok(Json((&found.map_err(ApiError::of(&visit))?).into()))
}

/// A payer's fee in a year, line by line.
#[utoipa::path(get, operation_id = "payer", path = "/api/v1/networks/{network}/payers/{payer}",
    params(("network" = Uuid, Path), ("payer" = Uuid, Path), OfYear),
    responses((status = 200, body = FeePayerYear), Refused))]
pub async fn payer(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, PayerId)>,
    ApiQuery(of): ApiQuery<OfYear>,
) -> Result<Json<FeePayerYear>, ApiError> {
    let year = of.year.unwrap_or(visit.0.ctx.today().0.year());
    let found = site.app.payer(&visit.0.ctx, at, year).await;
    Ok(Json((&found.map_err(ApiError::of(&visit))?).into()))
}

/// The basis of an invoice.
#[utoipa::path(get, operation_id = "bill", path = "/api/v1/networks/{network}/bills/{bill}",
    params(("network" = Uuid, Path), ("bill" = Uuid, Path)), responses((status = 200, body = FeeBill), Refused))]
pub async fn bill(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(at): ApiPath<(NetworkId, BillId)>,
) -> Result<Json<FeeBill>, ApiError> {
    let found: OneBill = site
        .app
        .bill(&visit.0.ctx, at)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json((&found.bill).into()))
}

fn team(of: Member) -> Option<Uuid> {
    match of {
        Member::Organisation => None,
        Member::Team(id) => Some(id.0),
    }
}

fn line((charge, name): (&Charge, &str)) -> FeeLine {
    FeeLine {
        team: team(charge.member),
        name: name.to_owned(),
        from: charge.span.from.to_string(),
        to: charge.span.last().to_string(),
        days: charge.days.0,
        days_of_year: charge.days.1,
        yearly: charge.yearly.0,
        amount: charge.amount.0,
        price_list: charge.price.0,
    }
}

impl From<&FeesYear> for FeesOfYear {
    fn from(found: &FeesYear) -> FeesOfYear {
        let payer = |one: &PayerLine| FeePayer {
            id: one.payer.id.0,
            name: one.payer.name.clone(),
            currency: one.payer.currency.code(),
            teams: one.teams,
            due: one.due.map(|due| due.0),
            unbilled: one.left.0,
        };
        let prices = |one: &PriceList| FeePrices {
            id: one.id.0,
            currency: one.currency.code(),
            from: one.from.to_string(),
            organisation: one.organisation.0,
            team: one.team.0,
            source: one.source.clone(),
        };
        FeesOfYear {
            year: found.year,
            payers: found.payers.iter().map(payer).collect(),
            prices: found.prices.iter().map(prices).collect(),
            bills: found.bills.iter().map(FeeBill::from).collect(),
        }
    }
}

impl From<&Bill> for FeeBill {
    fn from(bill: &Bill) -> FeeBill {
        let of_line = |one: &BillLine| line((&one.charge, &one.name));
        FeeBill {
            id: bill.id.0,
            number: bill.number,
            payer: bill.payer.0,
            payer_name: bill.to.name.clone(),
            reference: bill.to.reference.clone(),
            address: bill.to.address.clone(),
            currency: bill.currency.code(),
            from: bill.span.from.to_string(),
            to: bill.span.last().to_string(),
            sum: bill.sum().0,
            state: bill.state.code(),
            voucher: bill.state.voucher().map(|one| one.0),
            paid_by: bill.state.payment().map(|one| one.0),
            made_at: moment(bill.made.1),
            lines: bill.lines.iter().map(of_line).collect(),
        }
    }
}

impl From<&OnePayer> for FeePayerYear {
    fn from(found: &OnePayer) -> FeePayerYear {
        let payer = &found.payer;
        let memberships = found.memberships.iter().map(|(one, name)| FeeMembership {
            id: one.id.0,
            team: team(one.member),
            name: name.clone(),
            from: one.from.to_string(),
            to: one.until.map(|until| until.plus(-1).to_string()),
        });
        let (lines, no_price_from) = match &found.charges {
            Ok(lines) => (lines.as_slice(), None),
            Err(missing) => (&[][..], Some(missing.from.to_string())),
        };
        FeePayerYear {
            id: payer.id.0,
            year: found.year,
            version: payer.version,
            name: payer.name.clone(),
            reference: payer.reference.clone(),
            address: payer.address.clone(),
            currency: payer.currency.code(),
            memberships: memberships.collect(),
            lines: lines
                .iter()
                .map(|(charge, name)| line((charge, name)))
                .collect(),
            no_price_from,
            unbilled: found.left.0,
        }
    }
}
