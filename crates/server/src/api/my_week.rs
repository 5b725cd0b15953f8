//! One's own week: what to do next, and one's families.

use axum::Json;
use axum::extract::State;
use hemma_domain::code::Code as _;
use hemma_domain::my_week;
use hemma_domain::turn::Coming;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::task::Task;
use crate::api::team_week::Family;
use crate::api::{ApiError, ApiVisit, Refused};
use crate::http::Site;
use crate::http::route::{Access, Routes};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::default().get("/api/v1/my-week", Access::SignedIn, get)
}

/// One's own week.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyWeek {
    pub week: String,
    /// What to do, the nearest first.
    pub todos: Vec<Todo>,
    pub families: Vec<Family>,
    pub tasks: Vec<Task>,
    /// One's own duty, from 36 hours before it begins until it ends.
    pub duty: Option<OwnDuty>,
}

/// When one is on call oneself.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnDuty {
    pub pool: Uuid,
    pub turn: Uuid,
    pub from: String,
    pub to: String,
    /// One's number is confirmed.
    pub is_confirmed: bool,
}

/// One thing to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Todo {
    pub kind: &'static str,
    /// Null for a matter of the team's own.
    pub case: Option<Uuid>,
    pub day: Option<String>,
    pub time: Option<String>,
    /// The week it is about.
    pub week: Option<String>,
    /// Since when a call of the night waits.
    pub since: Option<String>,
    /// How many contacts, points or notes.
    pub count: u32,
    pub task: Option<Uuid>,
}

/// One's own week.
#[utoipa::path(get, operation_id = "my_week", path = "/api/v1/my-week",
    responses((status = 200, body = MyWeek), Refused))]
pub async fn get(visit: ApiVisit, State(site): State<Site>) -> Result<Json<MyWeek>, ApiError> {
    let read = site
        .app
        .my_week(&visit.0.ctx)
        .await
        .map_err(ApiError::of(&visit))?;
    Ok(Json(MyWeek {
        week: read.week.to_string(),
        duty: read.duty.as_ref().map(OwnDuty::from),
        todos: read.todos.iter().map(Todo::from).collect(),
        families: read.families.into_iter().map(Family::from).collect(),
        tasks: read.tasks.into_iter().map(Task::from).collect(),
    }))
}

impl From<&Coming> for OwnDuty {
    fn from(one: &Coming) -> OwnDuty {
        OwnDuty {
            pool: one.pool.0,
            turn: one.turn.0,
            from: one.part.start().0.to_string(),
            to: one.part.end().0.to_string(),
            is_confirmed: one.is_confirmed,
        }
    }
}

impl From<&my_week::Todo> for Todo {
    fn from(todo: &my_week::Todo) -> Todo {
        Todo {
            kind: todo.kind.code(),
            case: todo.case.map(|case| case.0),
            day: todo.day.map(|day| day.to_string()),
            time: todo.time.map(|time| time.to_string()),
            week: todo.week.map(|week| week.to_string()),
            since: todo.since.map(|at| at.0.to_string()),
            count: todo.count,
            task: todo.task.map(|task| task.0),
        }
    }
}
