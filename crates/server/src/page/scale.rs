//! How many teams so many families need: what is assumed, what follows, and how sure that is.

mod answer;
mod samples;

pub use answer::AnswerView;
pub use samples::samples;

use askama::Template;
use axum::extract::{Path, Query as Asking, State};
use axum::response::Response;
use hemma_app::review::Among;
use hemma_app::scale::{Asked, Assumed, CLOSINGS_LEAST, Origin, ScalePlan, Stage};
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
use crate::page::review::AmongView;
use crate::page::review::among::{self, Chooser, Readable};
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
    /// Which keys a telephone shows.
    pub mode: &'static str,
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
    /// Without anything that was typed.
    pub reset: String,
    /// Whose own figures are taken.
    pub among: AmongView,
    /// What the form sends along of it: name and value.
    pub kept: Vec<(&'static str, String)>,
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

/// The field of contacts in a week as people write them, `2,3`: what is assumed is in tenths.
const CONTACTS: &str = "contacts";

/// What an address says after its question mark, in its order.
pub(crate) type Query = Vec<(String, String)>;

fn last<'a>(query: &'a Query, name: &str) -> Option<&'a String> {
    let mut named = query.iter().filter(|(code, _)| code == name);
    named.next_back().map(|(_, value)| value)
}

/// What was asked by an address: codes of assumptions with their numbers, the programme, and teams or a board. What is none
/// of these is passed over.
pub(crate) fn asked(query: &Query) -> Asked {
    let typed = query.iter().filter_map(|(code, typed)| {
        let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
        match code.as_str() {
            CONTACTS => Some((Assumption::ContactTenths, tenths(&digits))),
            code => Some((Assumption::from_code(code)?, digits.parse().ok())),
        }
    });
    let teams = query.iter().filter(|(code, _)| code == "team");
    let teams = teams.map(|(_, team)| team.as_str());
    Asked {
        typed: typed.collect(),
        programme: last(query, "programme").cloned(),
        among: Among::from_texts(last(query, "board").map(String::as_str), teams),
    }
}

/// Tenths of a number that is written with one decimal at most, as `2,3`.
fn tenths(typed: &str) -> Option<u32> {
    let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, "0"));
    let part: u32 = match part.len() {
        1 => part.parse().ok()?,
        _ => return None,
    };
    whole
        .parse::<u32>()
        .ok()?
        .checked_mul(10)?
        .checked_add(part)
}

/// How a value is written in its field.
fn written(of: Assumption, value: u32, lang: Lang) -> String {
    match of {
        Assumption::ContactTenths => lang.number(&format!("{}.{}", value / 10, value % 10)),
        _ => value.to_string(),
    }
}

/// The name of an assumption's field.
fn field_name(of: Assumption) -> &'static str {
    match of {
        Assumption::ContactTenths => CONTACTS,
        of => of.code(),
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
    query: &'a Query,
    lang: Lang,
}

impl Form<'_> {
    fn field(&self, of: Assumption) -> Option<FieldView> {
        let mut all = self.found.assumed.iter();
        let one: &Assumed = all.find(|one| one.of == of)?;
        let typed = || {
            last(self.query, field_name(of))
                .cloned()
                .unwrap_or_default()
        };
        Some(FieldView {
            code: field_name(of),
            label: self.lang.name(of),
            value: one
                .value
                .map_or_else(typed, |value| written(of, value, self.lang)),
            mode: match of {
                Assumption::ContactTenths => "decimal",
                _ => "numeric",
            },
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
                Fault::Range(Assumption::ContactTenths) => {
                    faults.add(CONTACTS, "scale-fault-contacts");
                }
                Fault::Range(of) => faults.add(of.code(), "scale-fault-range"),
                Fault::Lengths => faults.add("weeks_usual", "scale-fault-lengths"),
            }
        }
        faults
    }
}

fn page(visit: &Visit, id: NetworkId, (found, query): (&ScalePlan, &Query)) -> ScalePage {
    let lang = visit.lang;
    let form = Form { found, query, lang };
    let (under_way, done, answer) = match &found.stage {
        None => (String::new(), (0, 0), None),
        Some(Stage::Waiting) => (lang.t("scale-waiting"), (0, 1), None),
        Some(Stage::Running(runs, of)) => (
            lang.t2(
                "scale-running",
                ("runs", lang.in_groups(&runs.to_string())),
                ("of", lang.in_groups(&of.to_string())),
            ),
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
    let at = format!(
        "{}?programme={}",
        url::network_scale(id),
        url::encode(&found.programme)
    );
    let is_choosing = last(query, "choose").is_some();
    ScalePage {
        frame: Frame::of(visit, "scale-title"),
        lang,
        reset: format!("{at}{}", among::query(&found.among)),
        among: among_view(found, (id, &at), (is_choosing, lang)),
        kept: among::fields(&found.among),
        base: url::network_scale(id),
        programme_name: shown.map(|(_, name)| name.clone()).unwrap_or_default(),
        programme: found.programme.clone(),
        programmes: if named.len() < 2 { Vec::new() } else { named },
        rests_on: rests_on(found, lang),
        parts: form.parts(),
        faults: form.faults(),
        under_way,
        done,
        answer,
    }
}

/// The teams whose own figures are taken, and the way to others: what was typed goes along, what was found does not.
fn among_view(
    found: &ScalePlan,
    (id, at): (NetworkId, &str),
    (chooses, lang): (bool, Lang),
) -> AmongView {
    let typed = found
        .assumed
        .iter()
        .filter(|one| one.origin == Origin::Typed);
    let typed = typed.filter_map(|one| {
        let value = written(one.of, one.value?, lang);
        Some((field_name(one.of), value))
    });
    let typed: Vec<(&'static str, String)> = typed.collect();
    let mut at = at.to_owned();
    for (name, value) in &typed {
        at.push_str(&format!("&{name}={}", url::encode(value)));
    }
    let readable = Readable {
        among: &found.among,
        teams: &found.teams,
        boards: &found.boards,
    };
    let programme = ("programme", found.programme.clone());
    let chooser = Chooser {
        action: url::network_scale(id),
        at: &at,
        fields: std::iter::once(programme).chain(typed).collect(),
        help: "scale-chosen-help",
        chooses,
    };
    AmongView::of(readable, chooser, lang)
}

/// What the own figures are taken from.
fn rests_on(found: &ScalePlan, lang: Lang) -> String {
    let Some(since) = found.since else {
        return lang.t("scale-rests-none");
    };
    let since = lang.full_day(since);
    match found.closings {
        Some(count) => lang.t2("scale-rests-on", ("since", since), ("count", count)),
        None => lang.t2(
            "scale-rests-few",
            ("since", since),
            ("least", CLOSINGS_LEAST),
        ),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
    Asking(query): Asking<Query>,
) -> Result<Response, PageError> {
    let found = site.app.scale_plan(&visit.ctx, id, &asked(&query)).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, id, (&found, &query)))
}
