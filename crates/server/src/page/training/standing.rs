//! What everybody in a team, or in a network, has of the training that is demanded of them, and lacks.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::training::{DemandStanding, PersonStanding, Standings, Tally};
use hemma_domain::ids::{NetworkId, StaffId, TeamId};
use hemma_domain::staff::Role;
use hemma_domain::training::StandingCode;

use super::{length, tally};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// Everybody's standing.
#[derive(Template)]
#[template(path = "training/standing.html")]
pub struct StandingPage {
    pub frame: Frame,
    pub lang: Lang,
    /// Where one comes from: address and name.
    pub back: (String, String),
    /// The team's name; empty for the whole network.
    pub team: String,
    pub tally: String,
    pub programmes: Vec<ProgrammeView>,
    /// Programmes that demand nothing of anybody.
    pub silent: Vec<String>,
}

/// Everybody who works in one programme.
#[derive(Debug, Clone)]
pub struct ProgrammeView {
    pub name: String,
    pub demands: Vec<DemandView>,
    /// The worst first.
    pub people: Vec<PersonView>,
}

/// What is demanded, at the head of a column.
#[derive(Debug, Clone)]
pub struct DemandView {
    pub name: String,
    pub length: String,
    /// Which of its values no source says; empty where all have one.
    pub unconfirmed: String,
}

/// Somebody with a cell for each demand.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Where their training stands.
    pub url: String,
    pub name: String,
    pub place: String,
    /// None where it is not demanded of them.
    pub cells: Vec<Option<CellView>>,
}

/// How somebody stands with a demand.
#[derive(Debug, Clone)]
pub struct CellView {
    pub signal: Signal,
    /// By when, how much of it, and where they have a place.
    pub more: String,
}

/// The sign of a standing.
pub(super) fn signal(of: StandingCode, lang: Lang) -> Signal {
    let (class, icon) = match of {
        StandingCode::Held => ("ok", "ok"),
        StandingCode::Due => ("due", "due"),
        StandingCode::Overdue => ("over", "overdue"),
    };
    Signal::new(class, icon, lang.name(of))
}

/// How somebody stands with a demand, in words.
pub(super) fn cell(of: &DemandStanding, lang: Lang) -> CellView {
    let standing = &of.standing;
    let mut more = Vec::new();
    if let Some(by) = standing.by {
        let key = match standing.code {
            StandingCode::Held => "training-next-by",
            StandingCode::Due => "training-by",
            StandingCode::Overdue => "training-was-due",
        };
        more.push(lang.t1(key, "day", lang.full_day(by).as_str()));
    }
    if standing.code != StandingCode::Held && standing.half_days > 0 {
        let (some, all) = (length(standing.half_days, lang), length(of.needed, lang));
        more.push(lang.t2(
            "training-part",
            ("some", some.as_str()),
            ("all", all.as_str()),
        ));
    }
    if let (Some(on), true) = (of.booked, standing.code != StandingCode::Held) {
        more.push(lang.t1("training-booked", "day", lang.short_day(on).as_str()));
    }
    CellView {
        signal: signal(standing.code, lang),
        more: more.join(", "),
    }
}

/// Which values of a demand no source says, in words; empty where all have one.
pub(super) fn unconfirmed(of: &DemandStanding, lang: Lang) -> String {
    let values = of.unconfirmed.iter();
    let values: Vec<String> = values.map(|value| lang.name(*value)).collect();
    match values.is_empty() {
        true => String::new(),
        false => lang.t1("training-unconfirmed-what", "what", values.join(", ")),
    }
}

/// People of one programme beside each other; the columns are what is demanded of any of them.
fn programmes(
    people: &[PersonStanding],
    address: &impl Fn(StaffId) -> String,
    lang: Lang,
) -> Vec<ProgrammeView> {
    let mut of: BTreeMap<&str, Vec<&PersonStanding>> = BTreeMap::new();
    for one in people {
        of.entry(&one.programme).or_default().push(one);
    }
    let view = |(name, mut people): (&str, Vec<&PersonStanding>)| {
        // Whoever has the most demands has them in their order, and the others have some of the same.
        people.sort_by_key(|one| std::cmp::Reverse(one.demands.len()));
        let mut demands: Vec<&DemandStanding> = Vec::new();
        for one in people.iter().flat_map(|one| &one.demands) {
            if !demands.iter().any(|known| known.code == one.code) {
                demands.push(one);
            }
        }
        people.sort_by(|a, b| b.worst().cmp(&a.worst()).then(a.name.cmp(&b.name)));
        let person = |one: &PersonStanding| {
            let cell = |demand: &&DemandStanding| {
                let mut own = one.demands.iter();
                let own = own.find(|own| own.code == demand.code);
                own.map(|own| cell(own, lang))
            };
            PersonView {
                url: address(one.staff),
                name: one.name.clone(),
                place: place(one, lang),
                cells: demands.iter().map(cell).collect(),
            }
        };
        ProgrammeView {
            name: name.to_owned(),
            people: people.into_iter().map(person).collect(),
            demands: demands
                .iter()
                .map(|one| DemandView {
                    name: lang.words(&one.name).to_owned(),
                    length: length(one.needed, lang),
                    unconfirmed: unconfirmed(one, lang),
                })
                .collect(),
        }
    };
    of.into_iter().map(view).collect()
}

/// `Familjebehandlare, MST-CAN Järva`.
pub(super) fn place(one: &PersonStanding, lang: Lang) -> String {
    // On call somebody is beside their own work.
    let own = one.roles.iter().filter(|role| **role != Role::OnCall);
    let roles = own.map(|role| lang.name(*role));
    let teams = one.teams.iter().map(|(_, name)| name.clone());
    roles.chain(teams).collect::<Vec<_>>().join(", ")
}

pub(super) async fn get_network(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let found = site.app.network_standing(&visit.ctx, network).await;
    let Standings { people, silent } = found.map_err(PageError::to(&visit))?;
    let address = |staff| url::training_record(network, staff);
    let page = StandingPage {
        frame: Frame::of(&visit, "training-needs"),
        lang,
        back: (url::trainings(network), lang.t("training-title")),
        team: String::new(),
        tally: tally(Tally::of(&people), lang),
        programmes: programmes(&people, &address, lang),
        silent,
    };
    render(&visit, &page)
}

pub(super) async fn get_team(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let found = site.app.team_standing(&visit.ctx, id).await;
    let (team, Standings { people, silent }) = found.map_err(PageError::to(&visit))?;
    let address = |staff| url::team_training_record(id, staff);
    let page = StandingPage {
        frame: Frame::of(&visit, "training-needs"),
        lang,
        back: (url::my_training(), lang.t("training-mine")),
        team: team.name,
        tally: tally(Tally::of(&people), lang),
        programmes: programmes(&people, &address, lang),
        silent,
    };
    render(&visit, &page)
}
