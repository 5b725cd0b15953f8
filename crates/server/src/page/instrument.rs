//! The questionnaires of this site: which versions there are, whose they are, and who vouches for what is counted.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_domain::instrument::{Confirmation, Instrument, Scale};
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::person::form::tongue;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page: it holds nothing of anybody.
pub fn routes() -> Routes {
    Routes::default().get("/instruments", Access::SignedIn, get)
}

/// All versions.
#[derive(Template)]
#[template(path = "instrument/list.html")]
pub struct InstrumentsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub rows: Vec<InstrumentRow>,
}

/// One version.
#[derive(Debug, Clone)]
pub struct InstrumentRow {
    pub code: String,
    pub name: String,
    pub about: String,
    /// `2, från 1 april 2026`: the version, and the first day on which it is asked.
    pub version: String,
    /// It is what is asked today.
    pub is_asked: bool,
    /// The languages of its wording; empty without wording.
    pub languages: String,
    pub wording: Signal,
    /// Who owns it.
    pub holder: String,
    /// What the owner allows.
    pub statement: String,
    /// Each scale with who vouches for its rule.
    pub rules: Vec<(String, Signal)>,
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let shelf = site.app.instrument_shelf();
    let row = |instrument: &Instrument| {
        let asked = shelf.newest_on(&instrument.code, today);
        let is_asked = asked.is_some_and(|one| one.instrument().version == instrument.version);
        InstrumentRow::of(instrument, is_asked, lang)
    };
    let page = InstrumentsPage {
        frame: Frame::of(&visit, "instruments-title"),
        lang,
        rows: shelf
            .all()
            .iter()
            .map(|one| row(one.instrument()))
            .collect(),
    };
    render(&visit, &page)
}

impl InstrumentRow {
    fn of(instrument: &Instrument, is_asked: bool, lang: Lang) -> InstrumentRow {
        let tags = instrument.languages.iter();
        let languages: Vec<String> = tags.map(|tag| tongue(lang, tag)).collect();
        let licence = &instrument.licence;
        InstrumentRow {
            code: instrument.code.clone(),
            name: lang.words(&instrument.name).to_owned(),
            about: lang.words(&instrument.about).to_owned(),
            version: versioned(instrument.version, instrument.valid_from, lang),
            is_asked,
            languages: languages.join(", "),
            wording: match instrument.is_worded() {
                true => Signal::new("ok", "ok", lang.t("instruments-worded")),
                false => Signal::new("due", "none", lang.t("instruments-unworded")),
            },
            holder: licence.holder.clone(),
            statement: lang.words(&licence.statement).to_owned(),
            rules: instrument
                .scales
                .iter()
                .map(|one| rule(one, lang))
                .collect(),
        }
    }
}

fn versioned(version: u32, from: Day, lang: Lang) -> String {
    let from = ("day", lang.full_day(from));
    lang.t2("instruments-version", ("version", version), from)
}

fn rule(scale: &Scale, lang: Lang) -> (String, Signal) {
    let version = ("version", scale.rule.version.to_string());
    let name = lang.t2(
        "instruments-rule",
        ("scale", lang.words(&scale.name)),
        version,
    );
    let vouched = match &scale.rule.confirmation {
        Confirmation::Published => Signal::new("ok", "ok", lang.t("instruments-published")),
        Confirmation::Confirmed { by, on } => {
            let on = ("day", lang.full_day(*on));
            Signal::new(
                "ok",
                "ok",
                lang.t2("instruments-confirmed", ("name", by.as_str()), on),
            )
        }
        Confirmation::NotConfirmed => Signal::new("due", "due", lang.t("instruments-unconfirmed")),
    };
    (name, vouched)
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<InstrumentsPage>("instruments")
}

impl Samples for InstrumentsPage {
    fn samples() -> Vec<(&'static str, InstrumentsPage)> {
        let page = |lang: Lang, rows| InstrumentsPage {
            frame: Frame::sample(lang),
            lang,
            rows,
        };
        let bare = |lang: Lang| InstrumentRow {
            code: "EX-1".to_owned(),
            name: "Exempelfrågor".to_owned(),
            about: "Påhittade frågor.".to_owned(),
            version: versioned(2, Day(jiff::civil::date(2026, 4, 1)), lang),
            is_asked: true,
            languages: String::new(),
            wording: Signal::new("due", "none", lang.t("instruments-unworded")),
            holder: "Exempelförlaget".to_owned(),
            statement: "Får användas i nätverket.".to_owned(),
            rules: vec![(
                "Programtrohet, version 1".to_owned(),
                Signal::new("due", "due", lang.t("instruments-unconfirmed")),
            )],
        };
        let worded = |lang: Lang| InstrumentRow {
            version: versioned(1, Day(jiff::civil::date(2025, 1, 1)), lang),
            is_asked: false,
            languages: "svenska, engelska".to_owned(),
            wording: Signal::new("ok", "ok", lang.t("instruments-worded")),
            ..bare(lang)
        };
        vec![
            ("none", page(Lang::SV, Vec::new())),
            (
                "two versions",
                page(Lang::SV, vec![worded(Lang::SV), bare(Lang::SV)]),
            ),
            ("in English", page(Lang::EN, vec![bare(Lang::EN)])),
        ]
    }
}
