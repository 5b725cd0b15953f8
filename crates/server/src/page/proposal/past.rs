//! What of a proposal something else followed: each time with the board, and what was sent then, to read and as a file.

use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::proposal::{OneProposal, Round};
use hemma_domain::ids::{NetworkId, ProposalId, SendingId};
use hemma_domain::proposal::{PastRuling, Ruling};

use super::one;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::render;

type At = (NetworkId, ProposalId, SendingId);

/// One time with the board.
#[derive(Debug, Clone)]
pub struct RoundView {
    /// What was sent; empty for what the board has now.
    pub url: String,
    pub sent: String,
    pub signed: String,
    pub rulings: Vec<RulingView>,
}

/// What a board decided.
#[derive(Debug, Clone)]
pub struct RulingView {
    /// Outcome and day.
    pub told: String,
    /// Label and value of what followed it.
    pub facts: Vec<(String, String)>,
}

/// Each time with the board that something else followed.
pub(super) fn rounds(found: &OneProposal, lang: Lang) -> Vec<RoundView> {
    let at = (found.proposal.network, found.proposal.id);
    let view = |one: &Round| RoundView {
        url: one
            .sending
            .map(|id| url::sending(at, id))
            .unwrap_or_default(),
        sent: lang.t1("proposal-round-sent", "time", lang.full_moment(one.sent_at)),
        signed: lang.t2(
            "proposal-round-signed",
            ("name", one.signed_by.as_str()),
            ("time", lang.full_moment(one.signed_at).as_str()),
        ),
        rulings: one.rulings.iter().map(|one| ruling(one, lang)).collect(),
    };
    found.past.iter().map(view).collect()
}

fn ruling(one: &PastRuling, lang: Lang) -> RulingView {
    let told = decided(&one.ruling, lang);
    let mut facts = days(&one.ruling, lang);
    let followed = lang.full_moment(one.followed.at);
    facts.push((lang.t("proposal-followed"), followed));
    RulingView { told, facts }
}

/// Outcome and day of a ruling.
pub(super) fn decided(ruling: &Ruling, lang: Lang) -> String {
    format!(
        "{}, {}",
        lang.name(ruling.outcome),
        lang.full_day(ruling.on)
    )
}

/// What followed a ruling, and what was noted with it: label and value.
pub(super) fn days(ruling: &Ruling, lang: Lang) -> Vec<(String, String)> {
    let days = [
        ("proposal-approved-on", ruling.approved_on),
        ("proposal-posted-on", ruling.posted_on),
    ];
    let known = days
        .into_iter()
        .filter_map(|(key, day)| Some((lang.t(key), lang.full_day(day?))));
    let mut facts: Vec<(String, String)> = known.collect();
    if !ruling.note.is_empty() {
        facts.push((lang.t("proposal-note"), ruling.note.clone()));
    }
    facts
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id, sending)): Path<At>,
) -> Result<Response, PageError> {
    let at = (network, id);
    let found = site.app.sent_proposal(&visit.ctx, at, sending).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = one::sent(&visit, &site, (&found, sending), Faults::none());
    render(&visit, &page)
}

pub(super) async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id, sending)): Path<At>,
) -> Result<Response, PageError> {
    let at = (network, id);
    let found = site.app.sent_proposal(&visit.ctx, at, sending).await;
    let found = found.map_err(PageError::to(&visit))?;
    let no_helper = |faults| render(&visit, &one::sent(&visit, &site, (&found, sending), faults));
    one::file(&visit, &site, &found, no_helper).await
}
