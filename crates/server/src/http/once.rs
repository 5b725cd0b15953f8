//! A form that is sent twice is taken once: an answer that was lost and a second try, a page that is loaded again, two
//! clicks where no script runs.
//!
//! Of each person the last form is remembered that made something new. Sent again as it was, with nothing else changed
//! between and within ten minutes, it is answered as the first time, and nothing is made. What must hold
//! longer, after a restart and from several devices, carries an id of its own, as contacts and incidents do.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;
use sha2::{Digest as _, Sha256};

use crate::http::keep::wants_json;
use crate::http::{Site, body_bytes_max, routes};

/// Seconds for which a form is remembered: the same again after that is meant.
const REMEMBERED_SECONDS: i64 = 600;
/// People whose forms are remembered; beyond that all are forgotten once.
const PEOPLE_MAX: usize = 10_000;

/// The last form of each person that made something new. A clone is the same.
#[derive(Clone, Default)]
pub struct Sent(Arc<Mutex<HashMap<StaffId, Slot>>>);

/// One person's last form. Whoever holds it is the only one who makes something in this person's name.
type Slot = Arc<tokio::sync::Mutex<Option<Form>>>;

struct Form {
    mark: [u8; 32],
    at: Instant,
    /// Where it led.
    to: String,
}

impl Sent {
    fn slot(&self, staff: StaffId) -> Slot {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if PEOPLE_MAX <= all.len() && !all.contains_key(&staff) {
            all.clear();
        }
        Arc::clone(all.entry(staff).or_default())
    }
}

/// The routes whose forms make something new.
static MAKING: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows = routes().rows().to_vec();
    let making = rows.into_iter().filter(|row| row.makes);
    making.map(|row| row.path).collect()
});

/// Lets a person's form through, unless it is the same as the last one.
pub async fn run(site: &Site, staff: StaffId, request: Request, next: Next) -> Response {
    // Scripts keep drafts and answers by themselves, and know what came of it.
    if wants_json(request.headers()) {
        return next.run(request).await;
    }
    let slot = site.sent.slot(staff);
    if !makes(&request) {
        // Nobody waits for it: what several of one person's devices send need not come one after the other.
        let response = next.run(request).await;
        if response.status() == StatusCode::SEE_OTHER {
            *slot.lock().await = None;
        }
        return response;
    }
    let mut last = slot.lock().await;
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, body_bytes_max(parts.uri.path())).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let now = site.clock.now();
    let mark = mark(parts.uri.path(), &bytes);
    let again = last.as_ref().filter(|form| form.is(mark, now));
    if let Some(form) = again {
        return Redirect::to(&form.to).into_response();
    }
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes)))
        .await;
    if let Some(to) = led_to(&response) {
        *last = Some(Form { mark, at: now, to });
    }
    response
}

impl Form {
    fn is(&self, mark: [u8; 32], now: Instant) -> bool {
        self.mark == mark && (0..REMEMBERED_SECONDS).contains(&now.seconds_since(self.at))
    }
}

fn makes(request: &Request) -> bool {
    let path = request.extensions().get::<MatchedPath>();
    path.is_some_and(|path| MAKING.contains(&path.as_str()))
}

fn mark(path: &str, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(path.as_bytes());
    hash.update([0]);
    hash.update(body);
    hash.finalize().into()
}

/// Where a form that was taken leads.
fn led_to(response: &Response) -> Option<String> {
    let to = response.headers().get(LOCATION)?.to_str().ok()?;
    let is_taken = response.status() == StatusCode::SEE_OTHER && !to.starts_with("/sign-in");
    is_taken.then(|| to.to_owned())
}
