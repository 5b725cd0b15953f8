//! People in a case, their bonds and ties.

use crate::http::route::Routes;
use crate::page::Sampled;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    Vec::new()
}
