//! Trips: the list, and one with its costs, alternatives and report.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::trip::{Had, Learnt, OneTrip, TripPage as Found};
use hemma_domain::access::NetworkAction;
use hemma_domain::ids::{NetworkId, ProposalId, StaffId, TrainingId};
use hemma_domain::proposal::{Line, Stage};
use hemma_domain::training::Stage::Held;
use hemma_domain::training::Training;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, proposal, render, sampled, training, unprocessable};

/// The routes of these pages.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProposals);
    Routes::default()
        .get("/networks/{network}/trips", KEEP, get_list)
        .get("/networks/{network}/trips/{proposal}", KEEP, get)
        .post(
            "/networks/{network}/trips/{proposal}/trainings",
            KEEP,
            post_trainings,
        )
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
    /// The kinds of costs that were said, and how much of each.
    pub by_kind: Vec<(String, String)>,
    /// What, and how much.
    pub costs: Vec<(String, String)>,
    pub funding: Vec<(String, String)>,
    /// What those who went brought home; empty until it is written.
    pub report: String,
    pub reported: String,
    pub url: String,
    pub version: i64,
    /// What came of it.
    pub learnt: Vec<LearntView>,
    /// Trainings that could have: the value of their box, name, and whether they did.
    pub choices: Vec<(String, String, bool)>,
    pub faults: Faults,
}

/// A training that came of a trip.
#[derive(Debug, Clone)]
pub struct LearntView {
    pub url: String,
    pub title: String,
    pub days: String,
    pub attended: String,
    /// What it counts toward; empty where nothing demands it.
    pub toward: String,
    /// What each of those who went has of it.
    pub travellers: Vec<TravellerView>,
}

/// Somebody who went, and what they have of a training.
#[derive(Debug, Clone)]
pub struct TravellerView {
    pub name: String,
    pub told: String,
    /// Their certificate; empty where there is none.
    pub certificate: String,
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
    Path(at): Path<(NetworkId, ProposalId)>,
) -> Result<Response, PageError> {
    let found = site.app.trip(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page((&visit, &site), at.0, found, Faults::none()))
}

async fn post_trainings(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<(NetworkId, ProposalId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version = posted.get("version").parse().unwrap_or_default();
    let chosen = posted.all("training").filter_map(|one| one.parse().ok());
    let chosen: Vec<TrainingId> = chosen.collect();
    let at = (network, id, version);
    let faults = match site.app.name_learnt(&visit.ctx, at, &chosen).await {
        Ok(()) => {
            let to = format!("{}?done=trip-trainings-saved", url::trip(network, id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("training", "trip-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = site.app.trip(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page((&visit, &site), network, found, faults)).map(unprocessable)
}

fn page((visit, site): (&Visit, &Site), network: NetworkId, of: Found, faults: Faults) -> TripPage {
    let (lang, found) = (visit.lang, of.trip);
    let amounts = |lines: &[Line]| {
        let told = |line: &Line| (line.what.clone(), lang.money(line.amount));
        lines.iter().map(told).collect()
    };
    let is_learnt = |one: &Training| of.learnt.iter().any(|known| known.training.id == one.id);
    let choice = |one: &Training| {
        let name = format!(
            "{}, {}",
            one.content.title,
            training::days(&one.content, lang)
        );
        (one.id.to_string(), name, is_learnt(one))
    };
    TripPage {
        frame: Frame::of(visit, "trip-one"),
        lang,
        list: url::trips(network),
        proposal: url::proposal(network, found.proposal),
        money: match found.stage {
            Stage::Draft => String::new(),
            _ => url::proposal_money(network, found.proposal),
        },
        heading: found.heading.clone(),
        row: row(visit, network, &found),
        diary: found.diary.clone(),
        participants: found.trip.participants.clone(),
        alternatives: found.trip.alternatives.clone(),
        by_kind: by_kind(&found, lang),
        costs: amounts(&found.costs),
        funding: amounts(&found.funding),
        reported: found
            .report
            .as_ref()
            .map(|report| lang.full_day(report.on))
            .unwrap_or_default(),
        report: found.report.map(|report| report.text).unwrap_or_default(),
        url: url::trip(network, found.proposal),
        version: of.version,
        learnt: of
            .learnt
            .iter()
            .map(|one| learnt((visit, site), network, one))
            .collect(),
        choices: of.choices.iter().map(choice).collect(),
        faults,
    }
}

/// What the trip was to cost, kind by kind.
fn by_kind(found: &OneTrip, lang: Lang) -> Vec<(String, String)> {
    let sums = found.by_kind.iter().map(|(kind, sum)| {
        let name = kind.map_or_else(|| lang.t("cost-kind-none"), |kind| lang.name(kind));
        (name, lang.money(*sum))
    });
    sums.collect()
}

fn learnt((visit, site): (&Visit, &Site), network: NetworkId, one: &Learnt) -> LearntView {
    let lang = visit.lang;
    let is_held = one.training.stage(visit.ctx.today()) == Held;
    let certificate = |who: StaffId| match is_held && site.app.can_typeset() {
        true => url::certificate(network, one.training.id, who),
        false => String::new(),
    };
    LearntView {
        url: url::training(network, one.training.id),
        title: one.training.content.title.clone(),
        days: training::days(&one.training.content, lang),
        attended: match one.attended {
            0 => String::new(),
            count => lang.t1("trip-certificates", "count", count),
        },
        toward: match &one.toward {
            Some(name) => lang.t1("trip-toward", "name", lang.words(name)),
            None => String::new(),
        },
        travellers: one
            .travellers
            .iter()
            .map(|(name, had)| TravellerView {
                name: name.clone(),
                told: told(*had, lang),
                certificate: match had {
                    Had::There(who, _) => certificate(*who),
                    Had::Invited | Had::No | Had::Unclear => String::new(),
                },
            })
            .collect(),
    }
}

/// What somebody has of a training, in words.
fn told(had: Had, lang: Lang) -> String {
    match had {
        Had::There(_, half_days) => {
            let length = training::length(half_days, lang);
            lang.t1("trip-has", "length", length.as_str())
        }
        Had::Invited => lang.t("trip-has-not"),
        Had::No => lang.t("trip-not-invited"),
        Had::Unclear => lang.t("trip-unclear"),
    }
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
        let page = |lang: Lang, stage, (report, faults): (&str, Faults)| TripPage {
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
            by_kind: report
                .chars()
                .take(1)
                .map(|_| {
                    (
                        lang.t("cost-kind-journey"),
                        "31\u{a0}500\u{a0}kr".to_owned(),
                    )
                })
                .collect(),
            costs: vec![("Flyg".to_owned(), "31\u{a0}500\u{a0}kr".to_owned())],
            funding: vec![("Avgifter".to_owned(), "81\u{a0}000\u{a0}kr".to_owned())],
            report: report.to_owned(),
            reported: "30 november 2010".to_owned(),
            url: "/".to_owned(),
            version: 1,
            learnt: report
                .chars()
                .take(1)
                .map(|_| LearntView {
                    url: "/".to_owned(),
                    title: "Vad konferensen gav".to_owned(),
                    days: "12 november 2010".to_owned(),
                    attended: lang.t1("trip-certificates", "count", 9_u32),
                    toward: lang.t1("trip-toward", "name", "Kvartalsutbildning"),
                    travellers: vec![
                        TravellerView {
                            name: "Berit Låtsasson".to_owned(),
                            told: lang.t1("trip-has", "length", "en halv dag"),
                            certificate: "/".to_owned(),
                        },
                        TravellerView {
                            name: "Tuva Påhittsdotter".to_owned(),
                            told: lang.t("trip-not-invited"),
                            certificate: String::new(),
                        },
                    ],
                })
                .collect(),
            choices: vec![("1".to_owned(), "Vad konferensen gav".to_owned(), true)],
            faults,
        };
        let mut wrong = Faults::none();
        wrong.add("training", "trip-fault-meanwhile");
        let (sv, en) = (Lang::SV, Lang::EN);
        vec![
            ("draft", page(en, Stage::Draft, ("", Faults::none()))),
            ("decided", page(sv, Stage::Decided, ("", wrong))),
            (
                "reported",
                page(
                    sv,
                    Stage::Reported,
                    ("Vi lärde oss mycket.", Faults::none()),
                ),
            ),
        ]
    }
}
