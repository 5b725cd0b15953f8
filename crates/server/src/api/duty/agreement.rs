//! The rules that a pool's rota obeys: each value with its source and how far it can be trusted.

use axum::Json;
use axum::extract::State;
use hemma_app::agreement::PoolRules;
use hemma_domain::agreement::{Agreement, Band};
use hemma_domain::code::Code as _;
use hemma_domain::ids::PoolId;
use hemma_domain::programme::{Confidence, Source};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words};
use crate::http::Site;

/// The rules that a pool's rota obeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolAgreement {
    pub pool: Uuid,
    pub code: String,
    pub version: u32,
    /// The first day that can be planned under it.
    pub valid_from: String,
    pub name: Words,
    pub about: Words,
    pub values: Vec<RuleValue>,
    /// Kinds of hours that payroll tells apart, the first that fits first.
    pub bands: Vec<HourBand>,
    /// What a proposed rota is weighed by.
    pub weights: Vec<Weight>,
    pub sources: Vec<RuleSource>,
}

/// One value of the agreement, by its name in the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleValue {
    /// As in `daily_rest_hours`.
    pub name: &'static str,
    /// Null where the value is no whole number: the page says it in words.
    pub number: Option<u32>,
    pub source: String,
    /// `confirmed`, `stated` or `unconfirmed`.
    pub confidence: &'static str,
}

/// A kind of hours.
#[derive(Debug, Serialize, ToSchema)]
pub struct HourBand {
    pub code: String,
    pub label: Words,
    pub source: String,
    /// `confirmed`, `stated` or `unconfirmed`.
    pub confidence: &'static str,
}

/// What something counts, in points.
#[derive(Debug, Serialize, ToSchema)]
pub struct Weight {
    pub name: &'static str,
    pub points: u32,
}

/// Where values come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleSource {
    pub code: String,
    pub title: Words,
}

/// The rules that a pool's rota obeys.
#[utoipa::path(get, operation_id = "pool_agreement", path = "/api/v1/pools/{pool}/agreement",
    params(("pool" = Uuid, Path)), responses((status = 200, body = PoolAgreement), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(pool): ApiPath<PoolId>,
) -> Result<Json<PoolAgreement>, ApiError> {
    let found = site.app.pool_rules(&visit.0.ctx, pool).await;
    Ok(Json((&found.map_err(ApiError::of(&visit))?).into()))
}

/// Each value that is a whole number, by its name.
fn numbers(agreement: &Agreement) -> Vec<(&'static str, u32)> {
    let (rules, blocks) = (&agreement.rules, &agreement.blocks);
    let always = [
        ("weekend_days_max", &blocks.weekend_days_max),
        ("holiday_days_max", &blocks.holiday_days_max),
        ("daily_rest_hours", &rules.daily_rest_hours),
        ("weekly_rest_hours", &rules.weekly_rest_hours),
        ("weekly_hours_max", &rules.weekly_hours_max),
        ("average_weeks", &rules.average_weeks),
        ("disturbed_rest_hours", &rules.disturbed_rest_hours),
        ("notice_days", &rules.notice_days),
        ("handover_before_min", &rules.handover_before_min),
        ("handover_after_min", &rules.handover_after_min),
    ];
    let wanted = [
        ("full_week_hours", &rules.full_week_hours),
        ("workplace_hours_max", &rules.workplace_hours_max),
        ("duties_max", &rules.duties_max),
        ("load_hours_max", &rules.load_hours_max),
        ("weekend_gap", &rules.weekend_gap),
        ("long_absence_days", &rules.long_absence_days),
    ];
    let wanted = wanted
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let all = always.into_iter().chain(wanted);
    all.map(|(name, value)| (name, value.value)).collect()
}

impl From<&PoolRules> for PoolAgreement {
    fn from(found: &PoolRules) -> PoolAgreement {
        let agreement = &found.agreement;
        let numbers = numbers(agreement);
        let value = |(name, source, confidence): (&'static str, &str, Confidence)| RuleValue {
            name,
            number: numbers
                .iter()
                .find(|(of, _)| *of == name)
                .map(|(_, number)| *number),
            source: source.to_owned(),
            confidence: confidence.code(),
        };
        let band = |one: &Band| HourBand {
            code: one.code.clone(),
            label: (&one.label).into(),
            source: one.source.clone(),
            confidence: one.confidence.code(),
        };
        let source = |one: &Source| RuleSource {
            code: one.code.clone(),
            title: (&one.title).into(),
        };
        let weights = agreement.planning_weights().named();
        PoolAgreement {
            pool: found.pool.id.0,
            code: agreement.code.clone(),
            version: agreement.version,
            valid_from: agreement.valid_from.to_string(),
            name: (&agreement.name).into(),
            about: (&agreement.about).into(),
            values: agreement.origins().into_iter().map(value).collect(),
            bands: agreement.bands.iter().map(band).collect(),
            weights: weights
                .into_iter()
                .map(|(name, points)| Weight { name, points })
                .collect(),
            sources: agreement.sources.iter().map(source).collect(),
        }
    }
}
