//! Trips: the list, and one with its costs, alternatives and report.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::trip::OneTrip;
use hemma_domain::access::NetworkAction;
use hemma_domain::ids::{NetworkId, ProposalId};
use hemma_domain::proposal::{Line, Stage};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, proposal, render, sampled};

/// The routes of these pages.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProposals);
    Routes::default()
        .get("/networks/{network}/trips", KEEP, get_list)
        .get("/networks/{network}/trips/{proposal}", KEEP, get)
}

/// A trip in the list.
#[derive(Debug, Clone)]
pub struct TripRow {
    pub url: String,
    pub place: String,
    pub days: String,
    pub participants: usize,
    pub stage: Signal,
    pub planned: String,
    pub paid: String,
    /// Whether the report is lacking after the trip.
    pub lacks_report: bool,
}

/// The trips of a network.
#[derive(Template)]
#[template(path = "trip/list.html")]
pub struct TripsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub proposals: String,
    pub rows: Vec<TripRow>,
}

/// One trip.
#[derive(Template)]
#[template(path = "trip/one.html")]
pub struct TripPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub proposal: String,
    pub money: String,
    pub heading: String,
    pub row: TripRow,
    pub diary: String,
    pub participants: Vec<String>,
    pub alternatives: String,
    /// What, and how much.
    pub costs: Vec<(String, String)>,
    pub funding: Vec<(String, String)>,
    /// What those who went brought home; empty until it is written.
    pub report: String,
    pub reported: String,
}

fn row(visit: &Visit, network: NetworkId, one: &OneTrip) -> TripRow {
    let lang = visit.lang;
    let (from, to) = (lang.full_day(one.trip.from), lang.full_day(one.trip.to));
    TripRow {
        url: url::trip(network, one.proposal),
        place: one.trip.place.clone(),
        days: format!("{from} – {to}"),
        participants: one.trip.participants.len(),
        stage: proposal::stage(one.stage, lang),
        planned: lang.money(one.planned),
        paid: lang.money(one.paid),
        lacks_report: one.stage == Stage::Decided && one.trip.to < visit.ctx.today(),
    }
}

async fn get_list(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let found = site.app.trips(&visit.ctx, network).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = TripsPage {
        frame: Frame::of(&visit, "trip-title"),
        lang: visit.lang,
        proposals: url::proposals(network),
        rows: found.iter().map(|one| row(&visit, network, one)).collect(),
    };
    render(&visit, &page)
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<(NetworkId, ProposalId)>,
) -> Result<Response, PageError> {
    let found = site.app.trip(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let amounts = |lines: &[Line]| {
        let told = |line: &Line| (line.what.clone(), lang.money(line.amount));
        lines.iter().map(told).collect()
    };
    let page = TripPage {
        frame: Frame::of(&visit, "trip-one"),
        lang,
        list: url::trips(network),
        proposal: url::proposal(network, id),
        money: match found.stage {
            Stage::Draft => String::new(),
            _ => url::proposal_money(network, id),
        },
        heading: found.heading.clone(),
        row: row(&visit, network, &found),
        diary: found.diary.clone(),
        participants: found.trip.participants.clone(),
        alternatives: found.trip.alternatives.clone(),
        costs: amounts(&found.costs),
        funding: amounts(&found.funding),
        reported: found
            .report
            .as_ref()
            .map(|report| lang.full_day(report.on))
            .unwrap_or_default(),
        report: found.report.map(|report| report.text).unwrap_or_default(),
    };
    render(&visit, &page)
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<TripsPage>("trips");
    all.extend(sampled::<TripPage>("trip"));
    all
}

fn sample_row(lang: Lang, stage: Stage) -> TripRow {
    TripRow {
        url: "/".to_owned(),
        place: "Charleston".to_owned(),
        days: "18 oktober 2010 – 23 oktober 2010".to_owned(),
        participants: 3,
        stage: proposal::stage(stage, lang),
        planned: "81\u{a0}000\u{a0}kr".to_owned(),
        paid: "79\u{a0}850\u{a0}kr".to_owned(),
        lacks_report: stage == Stage::Decided,
    }
}

impl Samples for TripsPage {
    fn samples() -> Vec<(&'static str, TripsPage)> {
        let page = |lang: Lang, rows: Vec<TripRow>| TripsPage {
            frame: Frame::sample(lang),
            lang,
            proposals: "/".to_owned(),
            rows,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let some = vec![sample_row(sv, Stage::Decided), sample_row(sv, Stage::Draft)];
        vec![("none", page(en, Vec::new())), ("some", page(sv, some))]
    }
}

impl Samples for TripPage {
    fn samples() -> Vec<(&'static str, TripPage)> {
        let page = |lang: Lang, stage, report: &str| TripPage {
            frame: Frame::sample(lang),
            lang,
            list: "/".to_owned(),
            proposal: "/".to_owned(),
            money: report.chars().take(1).map(|_| '/').collect(),
            heading: "Resa till nätverkens konferens".to_owned(),
            row: sample_row(lang, stage),
            diary: "2.5-0472/2010".to_owned(),
            participants: vec!["Berit Låtsasson".to_owned()],
            alternatives: report.to_owned(),
            costs: vec![("Flyg".to_owned(), "31\u{a0}500\u{a0}kr".to_owned())],
            funding: vec![("Avgifter".to_owned(), "81\u{a0}000\u{a0}kr".to_owned())],
            report: report.to_owned(),
            reported: "30 november 2010".to_owned(),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        vec![
            ("draft", page(en, Stage::Draft, "")),
            ("decided", page(sv, Stage::Decided, "")),
            (
                "reported",
                page(sv, Stage::Reported, "Vi lärde oss mycket."),
            ),
        ]
    }
}
