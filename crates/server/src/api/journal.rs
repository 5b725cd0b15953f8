//! The journal.

use axum::Json;
use axum::extract::State;
use hemma_app::journal::{JournalEntry, JournalFilter};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::note::Lock;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{ApiError, ApiPath, ApiQuery, ApiVisit, Part, Refused, Window, moment};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get(
        "/api/v1/cases/{case}/journal",
        Access::Case(CaseAction::See),
        list,
    )
}

/// An entry with what was added to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    #[serde(flatten)]
    pub note: Note,
    /// Corrections and the person's own view, the oldest first.
    pub additions: Vec<Note>,
}

/// What somebody wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct Note {
    pub id: Uuid,
    /// `note`, `correction`, `annotation`.
    pub kind: &'static str,
    /// The day that it speaks of.
    pub on: String,
    pub heading: String,
    pub body: String,
    /// Where the information comes from; empty for what the author saw.
    pub source: String,
    pub author: String,
    pub role: Option<&'static str>,
    pub written_at: String,
    /// `draft`, `signed`, `expired`.
    pub state: &'static str,
    /// When it was signed, or locked by itself.
    pub locked_at: Option<String>,
    pub persons: Vec<Uuid>,
}

/// The journal of a case, the newest entry first. Drafts are shown to their author alone.
#[utoipa::path(get, operation_id = "journal", path = "/api/v1/cases/{case}/journal",
    params(("case" = Uuid, Path), Window),
    responses((status = 200, body = Part<Entry>), Refused))]
pub async fn list(
    visit: ApiVisit,
    State(site): State<Site>,
    ApiPath(case): ApiPath<CaseId>,
    ApiQuery(window): ApiQuery<Window>,
) -> Result<Json<Part<Entry>>, ApiError> {
    let journal = site
        .app
        .journal(&visit.0.ctx, case, JournalFilter::default())
        .await
        .map_err(ApiError::of(&visit))?;
    Part::of(&visit, &window, journal.entries, |mut entry| Entry {
        additions: std::mem::take(&mut entry.additions)
            .into_iter()
            .map(Note::from)
            .collect(),
        note: Note::from(entry),
    })
    .map(Json)
}

impl From<JournalEntry> for Note {
    fn from(entry: JournalEntry) -> Note {
        let note = entry.note;
        let (state, locked_at) = match note.lock {
            Lock::Draft => ("draft", None),
            Lock::Signed { at } => ("signed", Some(moment(at))),
            Lock::Expired { at } => ("expired", Some(moment(at))),
        };
        Note {
            id: note.id.0,
            kind: note.kind.code(),
            on: note.on.to_string(),
            heading: note.heading,
            body: note.body,
            source: note.source,
            author: entry.author,
            role: entry.role.map(|role| role.code()),
            written_at: moment(note.written_at),
            state,
            locked_at,
            persons: note.persons.iter().map(|person| person.0).collect(),
        }
    }
}
