//! Consents, given and refused.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::consent::Consent as DomainConsent;
use hemma_domain::ids::CaseId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/consents",
        Access::Case(CaseAction::See),
        list,
    )
}

/// One answer of one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consent {
    pub id: Uuid,
    pub person: Uuid,
    /// As in `treatment` or `exchange`.
    pub kind: &'static str,
    /// The party that information may go to; only for exchange.
    pub party: String,
    pub given: bool,
    pub on: String,
    /// Who answered: the person or a guardian.
    pub by: Uuid,
    pub evidence: String,
    pub withdrawn_on: Option<String>,
}

/// The consents of a case, the newest answer first.
#[utoipa::path(get, operation_id = "consents", path = "/api/v1/cases/{case}/consents",
    params(("case" = Uuid, Path), Window),
    responses((status = 200, body = Part<Consent>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Consent>>, ApiError> {
    let read = site
        .app
        .consents(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.consents, Consent::from).map(Json)
}

impl From<DomainConsent> for Consent {
    fn from(one: DomainConsent) -> Consent {
        Consent {
            id: one.id.0,
            person: one.person.0,
            kind: one.kind.code(),
            party: one.party,
            given: one.given,
            on: one.on.to_string(),
            by: one.by.0,
            evidence: one.evidence,
            withdrawn_on: one.withdrawn_on.map(|day| day.to_string()),
        }
    }
}
