//! Secret addresses of a team's calendar of consultations.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_domain::ids::{FeedId, TeamId};

use super::{Beside, shown};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;

/// The new address stands on the answer itself and nowhere else, so that there is no redirect.
pub(super) async fn post_calendar(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
) -> Result<Response, PageError> {
    let beside = match site.app.make_consultation_feed(&visit.ctx, team).await {
        Ok(token) => Beside {
            new: format!("{}{}", site.app.config().origin, url::calendar(&token)),
            ..Beside::default()
        },
        Err(Error::Invalid(faults)) => Beside {
            faults: Faults::of(faults),
            ..Beside::default()
        },
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    shown(&visit, &site, (team, None), beside).await
}

pub(super) async fn post_revoke(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<FeedId>,
) -> Result<Response, PageError> {
    let done = site.app.revoke_consultation_feed(&visit.ctx, id).await;
    done.map_err(PageError::to(&visit))?;
    // The address says nothing of whose it was: home is a place that everybody has.
    Ok(Redirect::to("/?done=feed-revoked").into_response())
}
