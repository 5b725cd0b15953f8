//! The reports to the referrer, as they were written and sent.

use axum::Json;
use axum::extract::State;
use hemma_domain::access::CaseAction;
use hemma_domain::ids::CaseId;
use hemma_domain::report::{Report as DomainReport, ReportState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/reports",
        Access::Case(CaseAction::Report),
        list,
    )
}

/// A report to the referring authority. The file that was sent is `/cases/{case}/reports/{id}/file`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Report {
    pub id: Uuid,
    pub from: String,
    /// The last day of the period.
    pub to: String,
    pub sections: Vec<ReportSection>,
    pub written_by: Uuid,
    pub written_at: String,
    /// Null while it is a draft; what was sent cannot change.
    pub sent_at: Option<String>,
    pub sent_by: Option<Uuid>,
    pub sent_to: Option<String>,
}

/// One part of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportSection {
    /// `summary`, `work`, `goals`, `safety`, `next`.
    pub section: String,
    pub text: String,
}

/// The reports of a case, the newest first.
#[utoipa::path(get, operation_id = "reports", path = "/api/v1/cases/{case}/reports",
    params(("case" = Uuid, Path), Window), responses((status = 200, body = Part<Report>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Report>>, ApiError> {
    let read = site.app.reports(&visit.0.ctx, case).await;
    let read = read.map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, read.reports, Report::from).map(Json)
}

impl From<DomainReport> for Report {
    fn from(one: DomainReport) -> Report {
        let sent = match one.state {
            ReportState::Draft => None,
            ReportState::Sent { at, by, to } => Some((moment(at), by.0, to)),
        };
        let sections = one.sections.into_iter().map(|section| ReportSection {
            section: section.code,
            text: section.text,
        });
        Report {
            id: one.id.0,
            from: one.from.to_string(),
            to: one.to.to_string(),
            sections: sections.collect(),
            written_by: one.written_by.0,
            written_at: moment(one.written_at),
            sent_at: sent.as_ref().map(|(at, ..)| at.clone()),
            sent_by: sent.as_ref().map(|(_, by, _)| *by),
            sent_to: sent.map(|(.., to)| to),
        }
    }
}
