//! What a network's teams were owed of consultation, and had.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::consultation::{NetworkConsultations, TeamTally};
use hemma_domain::ids::NetworkId;

use super::{held, when};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::words;
use crate::page::{Frame, render};

/// A network's consultations in counts.
#[derive(Template)]
#[template(path = "consultation/network.html")]
pub struct NetworkConsultationsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub network: String,
    /// The newest first.
    pub quarters: Vec<String>,
    pub rows: Vec<TeamView>,
}

/// A team in counts.
#[derive(Debug, Clone)]
pub struct TeamView {
    pub name: String,
    /// When the next one is, or that the team has no weekly time.
    pub next: String,
    pub has_time: bool,
    /// Held of owed, and what else is told of the quarter.
    pub quarters: Vec<(String, String)>,
}

fn view(one: &TeamTally, lang: Lang) -> TeamView {
    let quarters = one.quarters.iter().map(|tally| {
        let told = [
            ("consultation-count-cancelled", tally.cancelled),
            ("consultation-count-unnoted", tally.unnoted),
            ("consultation-count-off", tally.days_off),
        ];
        let told = told.into_iter().filter(|(_, count)| *count > 0);
        let more: Vec<String> = told
            .map(|(key, count)| lang.t1(key, "count", count))
            .collect();
        match tally.owed + tally.days_off {
            0 => (lang.t("consultation-nothing-owed"), String::new()),
            _ => (held(*tally, lang), more.join(", ")),
        }
    });
    TeamView {
        name: one.team.name.clone(),
        next: match (one.next, one.has_time) {
            (Some(slot), _) => when(slot, lang),
            (None, true) => lang.t("consultation-next-none"),
            (None, false) => lang.t("consultation-no-time"),
        },
        has_time: one.has_time,
        quarters: quarters.collect(),
    }
}

fn page(visit: &Visit, id: NetworkId, found: &NetworkConsultations) -> NetworkConsultationsPage {
    let lang = visit.lang;
    NetworkConsultationsPage {
        frame: Frame::of(visit, "consultation-network"),
        lang,
        network: url::network(id),
        quarters: found
            .quarters
            .iter()
            .map(|term| words::term(*term, lang))
            .collect(),
        rows: found.teams.iter().map(|one| view(one, lang)).collect(),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
) -> Result<Response, PageError> {
    let found = site.app.network_consultations(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, id, &found))
}
