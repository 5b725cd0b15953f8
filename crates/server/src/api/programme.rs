//! The programmes of this site, newest versions.

use axum::Json;
use axum::extract::State;
use hemma_domain::programme::{self, Programme as DomainProgramme};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/programmes", Access::SignedIn, list)
        .get("/api/v1/programmes/{code}", Access::SignedIn, get)
}

/// A programme in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed {
    pub code: String,
    pub version: u32,
    pub valid_from: String,
    pub name: Words,
}

/// What the codes of a programme mean.
#[derive(Debug, Serialize, ToSchema)]
pub struct Programme {
    pub code: String,
    pub version: u32,
    pub valid_from: String,
    pub name: Words,
    pub about: Words,
    /// In their order; the last one is the closed case.
    pub phases: Vec<Coded>,
    pub closing_reasons: Vec<Coded>,
    pub outcomes: Vec<Coded>,
    pub instrumental_outcomes: Vec<Coded>,
    pub principles: Vec<Coded>,
    pub systems: Vec<Coded>,
    pub criteria: Vec<Coded>,
    /// Kinds of forms with their fields.
    pub artefacts: Vec<Artefact>,
}

/// A code with what people read.
#[derive(Debug, Serialize, ToSchema)]
pub struct Coded {
    pub code: String,
    pub label: Words,
}

/// A kind of form.
#[derive(Debug, Serialize, ToSchema)]
pub struct Artefact {
    pub code: String,
    pub label: Words,
    pub fields: Vec<Coded>,
}

/// The programmes of this site.
#[utoipa::path(get, operation_id = "programmes", path = "/api/v1/programmes",
    responses((status = 200, body = Vec<Listed>), Refused))]
pub async fn list(_visit: ApiVisit, State(site): State<Site>) -> Json<Vec<Listed>> {
    let shelf = site.app.programmes();
    let mut newest: Vec<Listed> = Vec::new();
    // By code and version, so the newest of a code comes last.
    for programme in shelf.all() {
        newest.retain(|one| one.code != programme.code);
        newest.push(Listed {
            code: programme.code.clone(),
            version: programme.version,
            valid_from: programme.valid_from.to_string(),
            name: Words::from(&programme.name),
        });
    }
    Json(newest)
}

/// The newest version of a programme.
#[utoipa::path(get, operation_id = "programme", path = "/api/v1/programmes/{code}",
    params(("code" = String, Path, description = "As in the list of programmes.")),
    responses((status = 200, body = Programme), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(code): ApiPath<String>,
) -> Result<Json<Programme>, ApiError> {
    let found = site.app.programmes().newest(&code);
    let found = found.ok_or_else(|| ApiError::not_found(&visit))?;
    Ok(Json(Programme::from(&*found)))
}

impl From<&DomainProgramme> for Programme {
    fn from(one: &DomainProgramme) -> Programme {
        let coded = |list: &[programme::Coded]| list.iter().map(Coded::from).collect();
        let named = |code: &str, label| Coded {
            code: code.to_owned(),
            label: Words::from(label),
        };
        Programme {
            code: one.code.clone(),
            version: one.version,
            valid_from: one.valid_from.to_string(),
            name: Words::from(&one.name),
            about: Words::from(&one.about),
            phases: coded(&one.phases),
            closing_reasons: one
                .closing_reasons
                .iter()
                .map(|reason| named(&reason.code, &reason.label))
                .collect(),
            outcomes: coded(&one.outcomes),
            instrumental_outcomes: coded(&one.instrumental_outcomes),
            principles: coded(&one.principles),
            systems: coded(&one.systems),
            criteria: one
                .criteria
                .all()
                .map(|(_, criterion)| named(&criterion.code, &criterion.label))
                .collect(),
            artefacts: one
                .artefacts
                .iter()
                .map(|kind| Artefact {
                    code: kind.code.clone(),
                    label: Words::from(&kind.label),
                    fields: kind
                        .fields
                        .iter()
                        .map(|field| named(&field.code, &field.label))
                        .collect(),
                })
                .collect(),
        }
    }
}

impl From<&programme::Coded> for Coded {
    fn from(coded: &programme::Coded) -> Coded {
        Coded {
            code: coded.code.clone(),
            label: Words::from(&coded.label),
        }
    }
}
