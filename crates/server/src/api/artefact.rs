//! The forms of a case: the safety plan and the programme's other artefacts.

use axum::Json;
use axum::extract::State;
use hemma_app::artefact::Version as AppVersion;
use hemma_domain::access::CaseAction;
use hemma_domain::artefact::{ArtefactState, Signature as DomainSignature};
use hemma_domain::ids::CaseId;
use hemma_domain::programme::{FormValues, Value};
use serde::Serialize;
use serde_json::{Map, Value as Tree};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiVisit, Refused, Words, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/api/v1/cases/{case}/artefacts",
            Access::Case(CaseAction::See),
            list,
        )
        .get(
            "/api/v1/cases/{case}/artefacts/{kind}",
            Access::Case(CaseAction::See),
            get,
        )
}

/// Where one kind of form stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kind {
    /// A kind of the programme.
    pub kind: String,
    pub label: Words,
    /// How many there are in force.
    pub in_force: usize,
    /// The number of the newest version in force, and when it must be looked at again.
    pub current: Option<u32>,
    pub review_on: Option<String>,
    /// Whether somebody is writing a new version.
    pub has_draft: bool,
}

/// One kind of form of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Form {
    pub kind: String,
    pub label: Words,
    /// Every version, the newest first.
    pub versions: Vec<Version>,
    /// Whose names stand under the version in force.
    pub signatures: Vec<Signature>,
}

/// A version of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct Version {
    pub id: Uuid,
    /// What ties the versions of one form together.
    pub series: Uuid,
    pub number: u32,
    /// `draft`, `in_force`, `superseded`.
    pub state: &'static str,
    /// Answers by field code: text, number, yes or no, a list of codes, or a list of rows.
    #[schema(value_type = Object)]
    pub values: Tree,
    pub review_on: Option<String>,
    pub written_by: String,
    pub written_at: String,
    pub signed_by: Option<String>,
    pub signed_at: Option<String>,
}

/// Somebody's name under a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signature {
    pub person: Uuid,
    pub on: String,
    pub how: String,
}

/// The forms of a case, in the programme's order; those that the reader may not open are left out.
#[utoipa::path(get, operation_id = "artefacts", path = "/api/v1/cases/{case}/artefacts",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = Vec<Kind>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
) -> Result<Json<Vec<Kind>>, ApiError> {
    let read = site
        .app
        .artefacts(&visit.0.ctx, case)
        .await
        .map_err(ApiError::of(&visit))?;
    let kinds = read.kinds.into_iter().map(|state| Kind {
        label: Words::from(&state.kind.label),
        kind: state.kind.code,
        in_force: state.in_force,
        review_on: state
            .current
            .as_ref()
            .and_then(|current| current.review_on)
            .map(|day| day.to_string()),
        current: state.current.map(|current| current.number),
        has_draft: state.draft.is_some(),
    });
    Ok(Json(kinds.collect()))
}

/// One kind of form with all its versions.
#[utoipa::path(get, operation_id = "artefact", path = "/api/v1/cases/{case}/artefacts/{kind}",
    params(("case" = Uuid, Path), ("kind" = String, Path, description = "A kind of the programme.")),
    responses((status = 200, body = Form), Refused))]
pub async fn get(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath((case, kind)): ApiPath<(CaseId, String)>,
) -> Result<Json<Form>, ApiError> {
    let page = site
        .app
        .artefact_kind(&visit.0.ctx, case, (&kind, None))
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(Form {
        label: Words::from(&page.kind.label),
        kind: page.kind.code,
        versions: page.versions.into_iter().map(Version::from).collect(),
        signatures: page.signatures.into_iter().map(Signature::from).collect(),
    }))
}

impl From<AppVersion> for Version {
    fn from(version: AppVersion) -> Version {
        let one = version.artefact;
        Version {
            id: one.id.0,
            series: one.series,
            number: one.number,
            state: match one.state {
                ArtefactState::Draft => "draft",
                ArtefactState::InForce { .. } => "in_force",
                ArtefactState::Superseded { .. } => "superseded",
            },
            values: form(&one.values),
            review_on: one.review_on.map(|day| day.to_string()),
            written_by: version.written_name,
            written_at: moment(one.written_at),
            signed_by: version.signed_name,
            signed_at: one.state.signed().map(|(at, _)| moment(at)),
        }
    }
}

impl From<DomainSignature> for Signature {
    fn from(signature: DomainSignature) -> Signature {
        Signature {
            person: signature.person.0,
            on: signature.on.to_string(),
            how: signature.how,
        }
    }
}

pub(crate) fn form(values: &FormValues) -> Tree {
    let fields: Map<String, Tree> = values
        .iter()
        .map(|(field, value)| (field.to_owned(), answer(value)))
        .collect();
    Tree::Object(fields)
}

fn answer(value: &Value) -> Tree {
    match value {
        Value::Text(text) | Value::Choice(text) => Tree::from(text.as_str()),
        Value::Choices(codes) => Tree::from(codes.clone()),
        Value::Date(day) => Tree::from(day.to_string()),
        Value::Time(clock) => Tree::from(clock.to_string()),
        Value::Number(number) => Tree::from(*number),
        Value::YesNo(yes) => Tree::from(*yes),
        Value::Person(person) => Tree::from(person.to_string()),
        Value::Rows(rows) => rows.iter().map(form).collect(),
    }
}
