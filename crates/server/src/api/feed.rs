//! What other installations send: no part of the described interface, since a sender's secret is all that opens it.
//! `docs/formats/feed.md` is the layout.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State as From};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::parcel::{Counting, LAYOUT, Parcel};
use hemma_app::sender::Taken;
use hemma_domain::access::Errand;
use hemma_domain::ids::TeamId;
use hemma_domain::sender::QUARTERS_MAX;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, named};
use crate::http::Site;
use crate::http::error::log_fault;
use crate::http::route::{Access, Routes};
use crate::http::visit::address;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/feed", Access::Public, get)
        .put("/api/v1/feed/teams/{team}", Access::Public, put)
}

/// What is held, for a sender.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) network: String,
    pub(crate) sender: String,
    pub(crate) teams: Vec<TeamState>,
}

/// What is held of one of its teams.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TeamState {
    /// The team's id at the sender.
    pub(crate) team: Uuid,
    /// Empty where nothing is held.
    pub(crate) digest: String,
    /// The first day that is not counted.
    pub(crate) end_on: Option<String>,
}

/// A team's finished rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParcelBody {
    layout: u32,
    programme: String,
    counting: CountingBody,
    end_on: String,
    rows: Vec<RowBody>,
}

/// By which rules they were counted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountingBody {
    instrument: String,
    scale: String,
    score: String,
    score_version: u32,
    denominator: u64,
    cut_off: [u32; 2],
    overdue_after_days: u16,
}

/// One quarter.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowBody {
    quarter_on: String,
    sums: String,
}

/// Whether something took the place of what was held.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TakenBody {
    pub(crate) taken: bool,
}

/// Why nothing was taken.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Refused {
    problem: String,
    pub(crate) words: String,
}

/// A parcel as it is sent.
pub(crate) fn body_of(parcel: &Parcel) -> ParcelBody {
    let counting = &parcel.counting;
    let rows = parcel.rows.iter().map(|(quarter, row)| RowBody {
        quarter_on: quarter.to_string(),
        sums: row.to_string(),
    });
    ParcelBody {
        layout: LAYOUT,
        programme: parcel.programme.clone(),
        counting: CountingBody {
            instrument: counting.instrument.clone(),
            scale: counting.scale.clone(),
            score: counting.score.0.clone(),
            score_version: counting.score.1,
            denominator: counting.denominator,
            cut_off: [counting.cut_off.0, counting.cut_off.1],
            overdue_after_days: counting.overdue_after_days,
        },
        end_on: parcel.end.to_string(),
        rows: rows.collect(),
    }
}

impl ParcelBody {
    /// Reads it, or says what cannot be read.
    fn read(self) -> Result<Parcel, String> {
        if self.layout != LAYOUT {
            return Err(format!(
                "layout is {}, and {LAYOUT} is known here",
                self.layout
            ));
        }
        if QUARTERS_MAX < self.rows.len() {
            let many = self.rows.len();
            return Err(format!(
                "there are {many} quarters, and {QUARTERS_MAX} are the most"
            ));
        }
        let day = |text: &str| text.parse().map_err(|_| format!("{text:?} is no day"));
        let mut rows = std::collections::BTreeMap::new();
        for row in &self.rows {
            let quarter = day(&row.quarter_on)?;
            let sums = row.sums.parse();
            let sums =
                sums.map_err(|_| format!("the sums of {quarter} are none that are known here"))?;
            if rows.insert(quarter, sums).is_some() {
                return Err(format!("the quarter from {quarter} on is there twice"));
            }
        }
        let counting = self.counting;
        let counting = Counting {
            instrument: counting.instrument,
            scale: counting.scale,
            score: (counting.score, counting.score_version),
            denominator: counting.denominator,
            cut_off: (counting.cut_off[0], counting.cut_off[1]),
            overdue_after_days: counting.overdue_after_days,
        };
        let end = day(&self.end_on)?;
        Ok(Parcel::new((self.programme, counting), end, rows))
    }
}

/// Whoever asks with a secret. How often somebody may is counted before anything else is looked at.
struct Bearer {
    secret: String,
    ctx: Ctx,
}

impl FromRequestParts<Site> for Bearer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Bearer, Response> {
        let now = site.clock.now();
        if let Err(until) = site.app.let_feed_in(now, &address(parts, site)) {
            let seconds = until.seconds_since(now).max(1);
            let mut response = problem(StatusCode::TOO_MANY_REQUESTS, "later", "come again later");
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            return Err(response);
        }
        let said = parts.headers.get(header::AUTHORIZATION);
        let said = said.and_then(|said| said.to_str().ok());
        let Some(secret) = said.and_then(|said| said.strip_prefix("Bearer ")) else {
            return Err(unknown());
        };
        let mut ctx = Ctx::system(Errand::Feed, now);
        named(&parts.headers).clone_into(&mut ctx.request);
        Ok(Bearer {
            secret: secret.trim().to_owned(),
            ctx,
        })
    }
}

async fn get(by: Bearer, From(site): From<Site>) -> Response {
    let state = match site.app.feed_state(&by.ctx, &by.secret).await {
        Ok(state) => state,
        Err(Error::NotFound) => return unknown(),
        Err(err) => return failed(&err, &by.ctx),
    };
    let teams = state.teams.iter().map(|one| TeamState {
        team: one.theirs.0,
        digest: one
            .arrived
            .as_ref()
            .map(|arrived| arrived.digest.clone())
            .unwrap_or_default(),
        end_on: one.arrived.as_ref().map(|arrived| arrived.end.to_string()),
    });
    let state = State {
        teams: teams.collect(),
        network: state.network,
        sender: state.sender,
    };
    Json(state).into_response()
}

async fn put(
    by: Bearer,
    From(site): From<Site>,
    ApiPath(team): ApiPath<TeamId>,
    body: Bytes,
) -> Response {
    // Whoever has no secret learns nothing of the layout's faults.
    if let Err(err) = site.app.feed_state(&by.ctx, &by.secret).await {
        return match err {
            Error::NotFound => unknown(),
            err => failed(&err, &by.ctx),
        };
    }
    let read = serde_json::from_slice::<ParcelBody>(&body).map_err(|err| err.to_string());
    let parcel = match read.and_then(ParcelBody::read) {
        Ok(parcel) => parcel,
        Err(words) => return refused(&words),
    };
    let of = (by.secret.as_str(), team);
    match site.app.take_parcel(&by.ctx, of, &parcel).await {
        Ok(Taken::Replaced) => Json(TakenBody { taken: true }).into_response(),
        Ok(Taken::Same) => Json(TakenBody { taken: false }).into_response(),
        Ok(Taken::Refused(refusal)) => refused(&refusal.to_string()),
        Err(Error::NotFound) => problem(StatusCode::NOT_FOUND, "not_found", "no such team"),
        Err(err) => failed(&err, &by.ctx),
    }
}

fn problem(status: StatusCode, problem: &str, words: &str) -> Response {
    let body = Refused {
        problem: problem.to_owned(),
        words: words.to_owned(),
    };
    (status, Json(body)).into_response()
}

fn refused(words: &str) -> Response {
    problem(StatusCode::UNPROCESSABLE_ENTITY, "refused", words)
}

fn unknown() -> Response {
    let mut response = problem(
        StatusCode::UNAUTHORIZED,
        "sign_in",
        "the secret does not hold",
    );
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

fn failed(err: &Error, ctx: &Ctx) -> Response {
    log_fault(err, &ctx.request);
    match err {
        Error::Conflict => problem(StatusCode::CONFLICT, "conflict", "it was changed meanwhile"),
        Error::Unavailable(_) => {
            problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "try again")
        }
        _ => ApiError::internal(&ctx.request).into_response(),
    }
}
