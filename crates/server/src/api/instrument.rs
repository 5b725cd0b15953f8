//! The questionnaires of this site: every version, whose it is, and who vouches for what is counted.

use axum::Json;
use axum::extract::State;
use hemma_domain::instrument::{Confirmation, Instrument as Definition, Scale as DomainScale};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{ApiVisit, Refused, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get("/api/v1/instruments", Access::SignedIn, list)
}

/// One version of a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub struct Instrument {
    pub code: String,
    pub version: u32,
    /// The first day on which it is asked.
    pub valid_from: String,
    pub name: Words,
    pub items: usize,
    /// BCP 47 tags of its wording; none without wording.
    pub languages: Vec<String>,
    /// Every item has its wording.
    pub worded: bool,
    /// Who owns it, and what the owner allows.
    pub licence_holder: String,
    pub licence: Words,
    pub scales: Vec<InstrumentScale>,
}

/// What is counted of the answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentScale {
    pub code: String,
    pub name: Words,
    pub rule: String,
    pub rule_version: u32,
    /// `published`, `confirmed` or `not_confirmed`.
    pub confirmation: &'static str,
}

/// The questionnaires of this site, by code and version.
#[utoipa::path(get, operation_id = "instruments", path = "/api/v1/instruments",
    responses((status = 200, body = Vec<Instrument>), Refused))]
pub async fn list(_visit: ApiVisit, State(site): State<Site>) -> Json<Vec<Instrument>> {
    let all = site.app.instrument_shelf().all();
    Json(all.iter().map(|one| one.instrument().into()).collect())
}

impl From<&Definition> for Instrument {
    fn from(one: &Definition) -> Instrument {
        Instrument {
            code: one.code.clone(),
            version: one.version,
            valid_from: one.valid_from.to_string(),
            name: Words::from(&one.name),
            items: one.items.len(),
            languages: one.languages.clone(),
            worded: one.is_worded(),
            licence_holder: one.licence.holder.clone(),
            licence: Words::from(&one.licence.statement),
            scales: one.scales.iter().map(InstrumentScale::from).collect(),
        }
    }
}

impl From<&DomainScale> for InstrumentScale {
    fn from(scale: &DomainScale) -> InstrumentScale {
        InstrumentScale {
            code: scale.code.clone(),
            name: Words::from(&scale.name),
            rule: scale.rule.code.clone(),
            rule_version: scale.rule.version,
            confirmation: match scale.rule.confirmation {
                Confirmation::Published => "published",
                Confirmation::Confirmed { .. } => "confirmed",
                Confirmation::NotConfirmed => "not_confirmed",
            },
        }
    }
}
