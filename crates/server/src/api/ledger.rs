//! The network's ledger: a year, and the vouchers of a month.

use axum::Json;
use axum::extract::State;
use hemma_app::ledger::{EarmarkLine, LedgerYear, ProposalMoney, VoucherLine};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::NetworkId;
use hemma_domain::ledger::{Figures, Origin, Posting, Standing};
use hemma_domain::month::Month;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    const SEE: Access = Access::Network(NetworkAction::SeeLedger);
    Routes::default()
        .get("/api/v1/networks/{network}/ledger", SEE, get)
        .get("/api/v1/networks/{network}/vouchers", SEE, vouchers)
        .get("/api/v1/networks/{network}/proposals-money", SEE, money)
}

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfYear {
    /// The present one by default.
    pub year: Option<i16>,
}

/// Which month, and which part of its vouchers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfMonth {
    /// As in `2026-11`; the present one by default.
    pub month: Option<String>,
    /// How many at most; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// How many of the first to leave out.
    #[param(minimum = 0)]
    pub offset: Option<u32>,
}

/// A year of the ledger. Amounts are öre, as they are read on such an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerOfYear {
    pub year: i16,
    /// The last closed month, as in `2026-10`.
    pub closed_through: Option<String>,
    pub accounts: Vec<LedgerFigures>,
    /// What there is and what is owed at the end of the year, or today.
    pub standing: Vec<LedgerStanding>,
}

/// An account of income or cost in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerFigures {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    /// `income` or `cost`.
    pub kind: &'static str,
    pub budget_ore: i64,
    pub booked_ore: i64,
    /// Granted, or billed, and not booked yet.
    pub decided_ore: i64,
    /// Proposed and not granted; no part of the forecast.
    pub reserved_ore: i64,
    /// What comes again in each month from this one on in which nothing is booked yet.
    pub recurring_ore: i64,
    pub forecast_ore: i64,
}

/// An account of what there is, or of what is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerStanding {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    /// `asset` or `debt`.
    pub kind: &'static str,
    pub ore: i64,
}

/// A voucher.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerVoucher {
    pub id: Uuid,
    /// Without a gap within the network.
    pub number: u32,
    pub on: String,
    pub text: String,
    /// `typed`, `bill` or `reversal`.
    pub origin: &'static str,
    /// The proposal that it pays for.
    pub proposal: Option<Uuid>,
    /// The voucher that it takes back.
    pub reverses: Option<Uuid>,
    /// The voucher that took it back.
    pub reversed_by: Option<Uuid>,
    pub booked_at: String,
    pub postings: Vec<LedgerPosting>,
}

/// An amount on an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerPosting {
    pub account: Uuid,
    /// Debit positive, credit negative; the postings of a voucher add up to nothing.
    pub ore: i64,
}

/// A year of a network's ledger: budget, outcome and forecast.
#[utoipa::path(get, operation_id = "ledger", path = "/api/v1/networks/{network}/ledger",
    params(("network" = Uuid, Path), OfYear), responses((status = 200, body = LedgerOfYear), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(of): ApiQuery<OfYear>,
) -> Result<Json<LedgerOfYear>, ApiError> {
    let year = of.year.unwrap_or(visit.0.ctx.today().0.year());
    let found = site.app.ledger(&visit.0.ctx, network, year).await;
    Ok(Json((&found.map_err(ApiError::of(&visit))?).into()))
}

/// The vouchers of a month, in the order of their numbers.
#[utoipa::path(get, operation_id = "vouchers", path = "/api/v1/networks/{network}/vouchers",
    params(("network" = Uuid, Path), OfMonth), responses((status = 200, body = Part<LedgerVoucher>), Refused))]
pub async fn vouchers(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(of): ApiQuery<OfMonth>,
) -> Result<Json<Part<LedgerVoucher>>, ApiError> {
    let month = match &of.month {
        None => Month::of(visit.0.ctx.today()),
        Some(month) => month.parse().map_err(|_| ApiError::invalid(&visit))?,
    };
    let found = site.app.vouchers(&visit.0.ctx, network, month).await;
    let found = found.map_err(ApiError::of(&visit))?;
    let window = Window {
        limit: of.limit,
        offset: of.offset,
    };
    Part::of(&visit, &window, found, LedgerVoucher::from).map(Json)
}

/// A signed proposal's money. Amounts are öre.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalPaid {
    pub proposal: Uuid,
    pub diary: String,
    pub heading: String,
    /// `reserved` or `decided`; none where no money is bound.
    pub standing: Option<&'static str>,
    pub funding_ore: i64,
    pub accounts: Vec<ProposalAccount>,
}

/// An account that pays for a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalAccount {
    pub account: Uuid,
    pub number: String,
    pub year: i16,
    pub earmarked_ore: i64,
    pub paid_ore: i64,
    pub left_ore: i64,
}

/// Who paid for what: the signed proposals, the newest first.
#[utoipa::path(get, operation_id = "proposals_money", path = "/api/v1/networks/{network}/proposals-money",
    params(("network" = Uuid, Path), Window), responses((status = 200, body = Part<ProposalPaid>), Refused))]
pub async fn money(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(network): ApiPath<NetworkId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<ProposalPaid>>, ApiError> {
    let found = site.app.proposals_money(&visit.0.ctx, network).await;
    let found = found.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, found, ProposalPaid::from).map(Json)
}

impl From<ProposalMoney> for ProposalPaid {
    fn from(one: ProposalMoney) -> ProposalPaid {
        let account = |line: &EarmarkLine| ProposalAccount {
            account: line.account.id.0,
            number: line.account.number.clone(),
            year: line.year,
            earmarked_ore: line.amount.0,
            paid_ore: line.paid.0,
            left_ore: line.left.0,
        };
        ProposalPaid {
            proposal: one.id.0,
            standing: one.standing.map(|standing| match standing {
                Standing::Reserved => "reserved",
                Standing::Decided => "decided",
            }),
            funding_ore: one.funding.0,
            accounts: one.lines.iter().map(account).collect(),
            diary: one.diary,
            heading: one.heading,
        }
    }
}

impl From<&LedgerYear> for LedgerOfYear {
    fn from(found: &LedgerYear) -> LedgerOfYear {
        let standing = found
            .standing
            .iter()
            .map(|(account, amount)| LedgerStanding {
                id: account.id.0,
                number: account.number.clone(),
                name: account.name.clone(),
                kind: account.kind.code(),
                ore: amount.0,
            });
        LedgerOfYear {
            year: found.year,
            closed_through: found.books.closed_through.map(|month| month.to_string()),
            accounts: found.figures.iter().map(LedgerFigures::from).collect(),
            standing: standing.collect(),
        }
    }
}

impl From<&Figures> for LedgerFigures {
    fn from(one: &Figures) -> LedgerFigures {
        LedgerFigures {
            id: one.account.id.0,
            number: one.account.number.clone(),
            name: one.account.name.clone(),
            kind: one.account.kind.code(),
            budget_ore: one.budget.0,
            booked_ore: one.booked.0,
            decided_ore: one.decided.0,
            reserved_ore: one.reserved.0,
            recurring_ore: one.recurring.0,
            forecast_ore: one.forecast().0,
        }
    }
}

impl From<VoucherLine> for LedgerVoucher {
    fn from(one: VoucherLine) -> LedgerVoucher {
        let (voucher, booking) = (&one.voucher, &one.voucher.booking);
        let (origin, reverses) = match booking.origin() {
            Origin::Typed => ("typed", None),
            Origin::Bill(_) => ("bill", None),
            Origin::Reversal(of) => ("reversal", Some(of.0)),
        };
        let posting = |one: &Posting| LedgerPosting {
            account: one.account.0,
            ore: one.amount.0,
        };
        LedgerVoucher {
            id: voucher.id.0,
            number: voucher.number,
            on: booking.on().to_string(),
            text: booking.text().to_owned(),
            origin,
            proposal: booking.proposal().map(|id| id.0),
            reverses,
            reversed_by: voucher.reversed_by.map(|(id, _)| id.0),
            booked_at: moment(voucher.made.1),
            postings: booking.postings().iter().map(posting).collect(),
        }
    }
}
