//! How many teams so many families need: what is assumed, what follows, and how sure that is.

mod answer;
mod samples;

pub use answer::AnswerView;
pub use samples::samples;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::scale::{Asked, Assumed, Origin, ScalePlan, Stage};
use hemma_domain::access::NetworkAction;
use hemma_domain::code::Code as _;
use hemma_domain::ids::NetworkId;
use hemma_domain::scale::{Assumption, Fault};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// The assumptions in the order of the form, under their headings.
const PARTS: [(&str, &[Assumption]); 5] = [
    (
        "scale-part-need",
        &[
            Assumption::Families,
            Assumption::WaitWeeks,
            Assumption::WaitPercent,
            Assumption::Teams,
        ],
    ),
    (
        "scale-part-treatment",
        &[
            Assumption::WeeksLeast,
            Assumption::WeeksUsual,
            Assumption::WeeksMost,
            Assumption::EarlyPercent,
            Assumption::EarlyWeeks,
        ],
    ),
    (
        "scale-part-team",
        &[
            Assumption::Therapists,
            Assumption::Caseload,
            Assumption::VacancyPercent,
            Assumption::ContactTenths,
            Assumption::ContactMinutes,
            Assumption::DirectHours,
        ],
    ),
    (
        "scale-part-on-call",
        &[
            Assumption::CallsPerHundred,
            Assumption::PoolTeams,
            Assumption::FirstLine,
            Assumption::SecondLine,
        ],
    ),
    (
        "scale-part-money",
        &[
            Assumption::TherapistCost,
            Assumption::LeaderCost,
            Assumption::TeamCost,
            Assumption::TeamFee,
            Assumption::PoolCost,
        ],
    ),
];

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get(
        "/networks/{network}/scale",
        Access::Network(NetworkAction::SeeReview),
        get,
    )
}

/// One assumption.
#[derive(Debug, Clone)]
pub struct FieldView {
    pub code: &'static str,
    pub label: String,
    pub value: String,
    pub origin: Signal,
    pub is_wrong: bool,
}

/// Assumptions that belong together.
#[derive(Debug, Clone)]
pub struct PartView {
    pub title: String,
    pub fields: Vec<FieldView>,
}

/// What is assumed, and what follows.
#[derive(Template)]
#[template(path = "scale/plan.html")]
pub struct ScalePage {
    pub frame: Frame,
    pub lang: Lang,
    pub base: String,
    /// Code and name; empty where the network has one programme.
    pub programmes: Vec<(String, String)>,
    pub programme: String,
    pub programme_name: String,
    /// What the own figures rest on.
    pub rests_on: String,
    pub parts: Vec<PartView>,
    /// How far the simulation has come, with its runs done and to do; empty where it is over.
    pub under_way: String,
    pub done: (u32, u32),
    pub answer: Option<AnswerView>,
    pub faults: Faults,
}

/// What was asked by an address: codes of assumptions with their numbers. What is no assumption is passed over.
pub(crate) fn asked(query: &BTreeMap<String, String>) -> Asked {
    let typed = query.iter().filter_map(|(code, typed)| {
        let of = Assumption::from_code(code)?;
        let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
        Some((of, digits.parse().ok()))
    });
    Asked {
        typed: typed.collect(),
        programme: query.get("programme").cloned(),
    }
}

fn origin(origin: Origin, lang: Lang) -> Signal {
    let (class, icon, key) = match origin {
        Origin::Own => ("ok", "chart", "scale-origin-own"),
        Origin::Programme => ("none", "document", "scale-origin-programme"),
        Origin::Start => ("due", "due", "scale-origin-start"),
        Origin::Invented => ("due", "due", "scale-origin-invented"),
        Origin::Typed => ("none", "pen", "scale-origin-typed"),
    };
    Signal::new(class, icon, lang.t(key))
}

/// Makes what the form shows.
struct Form<'a> {
    found: &'a ScalePlan,
    /// What was typed, so that what is no number stays as it was.
    query: &'a BTreeMap<String, String>,
    lang: Lang,
}

impl Form<'_> {
    fn field(&self, of: Assumption) -> Option<FieldView> {
        let mut all = self.found.assumed.iter();
        let one: &Assumed = all.find(|one| one.of == of)?;
        let typed = || self.query.get(of.code()).cloned().unwrap_or_default();
        Some(FieldView {
            code: of.code(),
            label: self.lang.name(of),
            value: one.value.map_or_else(typed, |value| value.to_string()),
            origin: origin(one.origin, self.lang),
            is_wrong: self.found.faults.contains(&Fault::Range(of)),
        })
    }

    fn parts(&self) -> Vec<PartView> {
        let part = |(title, fields): &(&str, &[Assumption])| PartView {
            title: self.lang.t(title),
            fields: fields.iter().filter_map(|of| self.field(*of)).collect(),
        };
        PARTS.iter().map(part).collect()
    }

    fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        for fault in &self.found.faults {
            match fault {
                Fault::Range(of) => faults.add(of.code(), "scale-fault-range"),
                Fault::Lengths => faults.add("weeks_usual", "scale-fault-lengths"),
            }
        }
        faults
    }
}

fn page(
    visit: &Visit,
    id: NetworkId,
    (found, query): (&ScalePlan, &BTreeMap<String, String>),
) -> ScalePage {
    let lang = visit.lang;
    let form = Form { found, query, lang };
    let (under_way, done, answer) = match &found.stage {
        None => (String::new(), (0, 0), None),
        Some(Stage::Waiting) => (lang.t("scale-waiting"), (0, 1), None),
        Some(Stage::Running(runs, of)) => (
            lang.t2("scale-running", ("runs", *runs), ("of", *of)),
            (*runs, *of),
            None,
        ),
        Some(Stage::Ready(ready)) => {
            let answer = AnswerView::of(ready, &found.assumed, lang);
            (String::new(), (0, 0), Some(answer))
        }
    };
    let named = found.programmes.iter();
    let named: Vec<(String, String)> = named
        .map(|(code, name)| (code.clone(), lang.words(name).to_owned()))
        .collect();
    let shown = named.iter().find(|(code, _)| *code == found.programme);
    ScalePage {
        frame: Frame::of(visit, "scale-title"),
        lang,
        base: url::network_scale(id),
        programme_name: shown.map(|(_, name)| name.clone()).unwrap_or_default(),
        programme: found.programme.clone(),
        programmes: if named.len() < 2 { Vec::new() } else { named },
        rests_on: lang.t1("scale-rests-on", "count", found.closings),
        parts: form.parts(),
        faults: form.faults(),
        under_way,
        done,
        answer,
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, PageError> {
    let found = site.app.scale_plan(&visit.ctx, id, &asked(&query)).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, id, (&found, &query)))
}
