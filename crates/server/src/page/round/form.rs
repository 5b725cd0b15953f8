//! The form of a rating: every item on one page, sent whole and once, kept nowhere before.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::round::Rating;
use hemma_domain::code::Code as _;
use hemma_domain::ids::RoundId;
use hemma_domain::instrument::{Instrument, Item, Texts};
use hemma_domain::round::Ballot;

use super::{minimum, to, what};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::interview::ask::{DECLINED, NOT_APPLICABLE, answer};
use crate::page::interview::time_left;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples, render, unprocessable};

/// The form of a rating.
#[derive(Template)]
#[template(path = "round/form.html")]
pub struct RatingPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub list: String,
    /// `SAM om Gun Alebäck`.
    pub what: String,
    pub about: String,
    pub team: String,
    pub window: Signal,
    pub minimum: String,
    /// Why it cannot be answered now; empty if it can.
    pub closed: String,
    /// The wording is the licence holder's and not here.
    pub is_unworded: bool,
    pub intro: String,
    pub items: Vec<ItemView>,
    pub faults: Faults,
}

/// One item with its responses.
#[derive(Debug, Clone)]
pub struct ItemView {
    pub code: String,
    /// `Punkt 01`.
    pub name: String,
    /// Empty without wording.
    pub text: String,
    /// Value, label, and whether it was chosen.
    pub options: Vec<(String, String, bool)>,
}

impl RatingPage {
    fn of(visit: &Visit, found: &Rating, typed: &Posted) -> RatingPage {
        let lang = visit.lang;
        let instrument = found.scorer.instrument();
        let round = &found.asked.round;
        let closed = found.closed.map(|why| lang.t(why));
        RatingPage {
            frame: Frame::of(visit, "rating-title"),
            lang,
            url: to(round.id),
            list: url::ratings(),
            what: what(&found.asked, lang),
            about: lang.name(round.about),
            team: found.asked.team.clone(),
            window: time_left(&round.window, visit.ctx.today(), lang),
            minimum: minimum(round, lang),
            items: match closed {
                Some(_) => Vec::new(),
                None => items(instrument, typed, lang),
            },
            closed: closed.unwrap_or_default(),
            is_unworded: instrument.languages.is_empty(),
            intro: wording(instrument, instrument.intro.as_ref(), lang),
            faults: Faults::none(),
        }
    }
}

fn wording(instrument: &Instrument, texts: Option<&Texts>, lang: Lang) -> String {
    let text = texts.and_then(|texts| texts.get(lang.0.code(), &instrument.languages));
    text.unwrap_or_default().to_owned()
}

fn items(instrument: &Instrument, typed: &Posted, lang: Lang) -> Vec<ItemView> {
    let view = |(place, item): (usize, &Item)| ItemView {
        code: item.code.clone(),
        name: lang.t1("interview-item", "number", format!("{:02}", place + 1)),
        text: wording(instrument, item.text.as_ref(), lang),
        options: options((instrument, item), typed.get(&item.code), lang),
    };
    instrument.items.iter().enumerate().map(view).collect()
}

fn options(
    (instrument, item): (&Instrument, &Item),
    chosen: &str,
    lang: Lang,
) -> Vec<(String, String, bool)> {
    let set = instrument.responses_of(item);
    let responses = set.map(|set| set.options.as_slice()).unwrap_or_default();
    let mut options: Vec<(String, String)> = Vec::new();
    for response in responses {
        let value = response.value.to_string();
        let label = wording(instrument, response.label.as_ref(), lang);
        let label = match label.is_empty() {
            true => value.clone(),
            false => label,
        };
        options.push((value, label));
    }
    if item.not_applicable {
        let label = lang.t("interview-not-applicable");
        options.push((NOT_APPLICABLE.to_owned(), label));
    }
    options.push((DECLINED.to_owned(), lang.t("interview-declined")));
    options
        .into_iter()
        .map(|(value, label)| {
            let is_chosen = value == chosen;
            (value, label, is_chosen)
        })
        .collect()
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<RoundId>,
) -> Result<Response, PageError> {
    let found = site.app.rating(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = RatingPage::of(&visit, &found, &Posted::default());
    render(&visit, &page)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<RoundId>,
    typed: Posted,
) -> Result<Response, PageError> {
    match site.app.rate(&visit.ctx, id, ballot(&typed)).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/sent", url::ratings())).into_response()),
        Err(Error::Invalid(faults)) => {
            let found = site.app.rating(&visit.ctx, id).await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = RatingPage {
                faults: Faults::of(faults),
                ..RatingPage::of(&visit, &found, &typed)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// What was chosen, item by item; what no button of the form sends counts as not answered.
fn ballot(typed: &Posted) -> Ballot {
    let fields = typed.fields();
    fields
        .filter_map(|(item, value)| Some((item.to_owned(), answer(value)??)))
        .collect()
}

impl Samples for RatingPage {
    fn samples() -> Vec<(&'static str, RatingPage)> {
        let lang = Lang::SV;
        let option = |value: &str, chosen| (value.to_owned(), value.to_owned(), chosen);
        let page = || RatingPage {
            frame: Frame::sample(lang),
            lang,
            url: "/".to_owned(),
            list: "/".to_owned(),
            what: "CAM om Corin Havsmo".to_owned(),
            about: lang.t("round-about-consultant"),
            team: "MST-CAN Björkdalen".to_owned(),
            window: Signal::new("ok", "calendar", "Till tis 15 dec".to_owned()),
            minimum: lang.t1("rating-minimum", "count", 3),
            closed: String::new(),
            is_unworded: true,
            intro: String::new(),
            items: vec![ItemView {
                code: "cam_01".to_owned(),
                name: lang.t1("interview-item", "number", "01"),
                text: String::new(),
                options: vec![option("1", false), option("6", true)],
            }],
            faults: Faults::none(),
        };
        let mut faults = Faults::none();
        faults.add("cam_01", "rating-fault-missing");
        let faulty = RatingPage {
            is_unworded: false,
            intro: "Tänk på det senaste mötet".to_owned(),
            items: page()
                .items
                .into_iter()
                .map(|item| ItemView {
                    text: "Vi kom till tals".to_owned(),
                    ..item
                })
                .collect(),
            faults,
            ..page()
        };
        let closed = RatingPage {
            closed: lang.t("rating-closed-answered"),
            items: Vec::new(),
            ..page()
        };
        vec![
            ("without wording", page()),
            ("with wording and a fault", faulty),
            ("closed", closed),
        ]
    }
}
