//! What a team says of its leader and its consultant: numbers over the rounds, or why there are none.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::round::{Coming, RoundShown, Series, TeamRatings};
use hemma_domain::access::{TeamAction, TeamScope};
use hemma_domain::ids::TeamId;
use hemma_domain::instrument::{Across, Confirmation, Instrument, Ratio, Scale};
use hemma_domain::round::{Found, Outcome, Reading, ScaleResult, Turnout};
use hemma_domain::time::Day;
use hemma_draw::{Format, Frame as Drawing, Spark};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::interview::time_left;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples, may_team, render};

/// Decimals with which a mean is shown.
const DECIMALS: usize = 2;

/// The ratings of a team.
#[derive(Template)]
#[template(path = "round/team.html")]
pub struct TeamPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    /// The team's week; empty where the reader may not open it.
    pub team_url: String,
    pub series: Vec<SeriesView>,
    /// What is asked next, or why it is not.
    pub coming: Vec<String>,
}

/// The rounds about one colleague with one instrument.
#[derive(Debug, Clone)]
pub struct SeriesView {
    /// `SAM om Gun Alebäck`.
    pub what: String,
    pub about: String,
    /// How many must answer, and who vouches for that number.
    pub minimum: String,
    /// The rule is nobody's but ours.
    pub unconfirmed: String,
    /// What the newest numbers say together.
    pub warnings: Vec<String>,
    /// The scales with their curves, as SVG; empty before there are two numbers.
    pub scales: Vec<(String, String)>,
    pub rows: Vec<RowView>,
    /// Why the newest numbers are what they are.
    pub why: Vec<String>,
}

/// One round.
#[derive(Debug, Clone)]
pub struct RowView {
    pub due: String,
    /// `3 av 4`.
    pub turnout: String,
    /// Each scale with its number; empty where there are none.
    pub values: Vec<(String, String)>,
    /// Why there are no numbers; none where there are.
    pub state: Option<Signal>,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site.app.team_ratings(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}

fn page(visit: &Visit, found: &TeamRatings) -> TeamPage {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let team = &found.team;
    let scope = TeamScope {
        team: team.id,
        board: team.board,
        network: team.network,
    };
    TeamPage {
        frame: Frame::of(visit, "rating-team-title"),
        lang,
        team: team.name.clone(),
        team_url: match may_team(visit, TeamAction::SeeWeek, scope) {
            true => url::team(team.id),
            false => String::new(),
        },
        series: (1..)
            .zip(&found.series)
            .map(|(number, one)| series(one, number, today, lang))
            .collect(),
        coming: found.coming.iter().map(|one| coming(one, lang)).collect(),
    }
}

fn coming(one: &Coming, lang: Lang) -> String {
    let instrument = lang.words(&one.instrument).to_owned();
    if one.raters < one.raters_min {
        let counts = lang.t2(
            "rating-few-raters",
            ("raters", one.raters),
            ("least", one.raters_min),
        );
        return format!("{instrument}: {counts}");
    }
    let when = match one.opens_on {
        Some(day) => lang.t1("rating-next", "day", lang.full_day(day)),
        None => lang.t("rating-no-next"),
    };
    format!("{instrument}: {when}")
}

fn series(one: &Series, number: usize, today: Day, lang: Lang) -> SeriesView {
    let newest = one.rounds.first().map(|round| &round.scorer);
    let instrument = newest.map(|scorer| scorer.instrument());
    let told = one.rounds.iter().find_map(|round| match &round.reading {
        Reading::Found(found) => Some((round, found)),
        Reading::Open | Reading::TooFew(_) => None,
    });
    let least = one.rounds.first().map_or(0, |one| one.round.raters_min);
    let minimum = lang.t1("rating-minimum", "count", least);
    SeriesView {
        what: lang.t2(
            "rating-of",
            ("instrument", lang.words(&one.instrument)),
            ("name", one.subject.as_str()),
        ),
        about: lang.name(one.about),
        minimum: match one.minimum_confirmed {
            true => minimum,
            false => format!("{minimum} {}", lang.t("rating-minimum-unconfirmed")),
        },
        unconfirmed: match instrument.is_some_and(is_unconfirmed) {
            true => lang.t("measure-unconfirmed"),
            false => String::new(),
        },
        warnings: told
            .map(|(round, found)| warnings(round, found, lang))
            .unwrap_or_default(),
        scales: instrument
            .map(|instrument| scales(one, instrument, number, lang))
            .unwrap_or_default(),
        rows: one
            .rounds
            .iter()
            .map(|round| row(round, instrument, today, lang))
            .collect(),
        why: told
            .map(|(round, found)| why(round, found, lang))
            .unwrap_or_default(),
    }
}

fn is_unconfirmed(instrument: &Instrument) -> bool {
    let mut scales = instrument.scales.iter();
    scales.any(|scale| scale.rule.confirmation == Confirmation::NotConfirmed)
}

fn warnings(round: &RoundShown, found: &Found, lang: Lang) -> Vec<String> {
    let patterns = round.scorer.instrument().patterns.iter();
    patterns
        .filter(|pattern| found.patterns.contains(&pattern.code))
        .map(|pattern| lang.words(&pattern.label).to_owned())
        .collect()
}

/// Each scale with its curve, the oldest round first.
fn scales(
    one: &Series,
    instrument: &Instrument,
    number: usize,
    lang: Lang,
) -> Vec<(String, String)> {
    let drawn = |scale: &Scale| {
        let name = lang.words(&scale.name).to_owned();
        let values: Vec<Option<Ratio>> = one
            .rounds
            .iter()
            .rev()
            .map(|round| value_of(round, &scale.code))
            .collect();
        let id = format!("curve-{number}-{}", scale.code);
        let svg = curve((&name, &id), (&values, scale.extent.min), lang);
        (name, svg)
    };
    instrument.scales.iter().map(drawn).collect()
}

fn value_of(round: &RoundShown, scale: &str) -> Option<Ratio> {
    match &round.reading {
        Reading::Found(found) => found.value(scale),
        Reading::Open | Reading::TooFew(_) => None,
    }
}

/// Means as bars that stand on the scale's lowest number.
fn curve(
    (name, id): (&str, &str),
    (values, floor): (&[Option<Ratio>], Ratio),
    lang: Lang,
) -> String {
    let told: Vec<String> = values
        .iter()
        .flatten()
        .map(|one| shown(*one, lang))
        .collect();
    if told.len() < 2 {
        return String::new();
    }
    let above = |one: &Option<Ratio>| one.and_then(|value| value.minus(floor)).map(hundredths);
    let spark = Spark {
        values: values.iter().map(above).collect(),
        minimum: None,
    };
    spark.svg(&Drawing {
        id,
        title: name,
        desc: &lang.t1("rating-curve", "values", told.join(", ")),
        format: Format::Page,
    })
}

/// A height in whole hundredths.
fn hundredths(value: Ratio) -> u32 {
    let whole = value.num().max(0).saturating_mul(100) / value.den().max(1);
    u32::try_from(whole).unwrap_or(u32::MAX)
}

fn shown(value: Ratio, lang: Lang) -> String {
    lang.number(&format!("{value:.DECIMALS$}"))
}

fn told_of(turnout: Turnout, lang: Lang) -> String {
    lang.t2(
        "rating-turnout",
        ("answered", turnout.answered),
        ("asked", turnout.asked),
    )
}

fn row(round: &RoundShown, instrument: Option<&Instrument>, today: Day, lang: Lang) -> RowView {
    let state = match &round.reading {
        Reading::Open => Some(time_left(&round.round.window, today, lang)),
        Reading::TooFew(_) => Some(Signal::new("none", "none", lang.t("rating-too-few"))),
        Reading::Found(_) => None,
    };
    let values = match &round.reading {
        Reading::Found(found) => instrument
            .map(|instrument| values(found, instrument, lang))
            .unwrap_or_default(),
        Reading::Open | Reading::TooFew(_) => Vec::new(),
    };
    RowView {
        due: lang.full_day(round.round.window.due_on),
        turnout: told_of(round.turnout, lang),
        values,
        state,
    }
}

fn values(found: &Found, instrument: &Instrument, lang: Lang) -> Vec<(String, String)> {
    let value = |scale: &Scale| {
        let told = found.value(&scale.code);
        let told = told.map_or_else(|| lang.t("rating-too-few-scale"), |one| shown(one, lang));
        (lang.words(&scale.name).to_owned(), told)
    };
    instrument.scales.iter().map(value).collect()
}

/// Why the numbers of a round are what they are, without any single ballot.
fn why(round: &RoundShown, found: &Found, lang: Lang) -> Vec<String> {
    let instrument = round.scorer.instrument();
    let mut lines = vec![lang.t1(
        "rating-why-round",
        "day",
        lang.full_day(round.round.window.due_on),
    )];
    for one in &found.scales {
        lines.extend(why_scale(one, instrument, lang));
    }
    lines
}

fn why_scale(one: &ScaleResult, instrument: &Instrument, lang: Lang) -> Option<String> {
    let scale = instrument.scale(&one.scale)?;
    let rule = ("rule", scale.rule.code.clone());
    let version = ("version", scale.rule.version.to_string());
    let mut parts = vec![
        lang.t2("measure-why-rule", rule, version),
        lang.t2(
            "rating-why-counted",
            ("counted", one.spread.counted),
            ("left", one.spread.left_out),
        ),
    ];
    if scale.across == Across::RespondentsFirst {
        parts.push(lang.t("rating-why-first"));
    }
    match &one.outcome {
        Outcome::Value(reading) => {
            parts.push(lang.t1("measure-why-exact", "value", reading.value.to_string()));
        }
        Outcome::TooFew => parts.push(lang.t("rating-too-few-scale")),
        Outcome::TooFine => parts.push(lang.t("rating-too-fine")),
    }
    let name = lang.words(&scale.name);
    Some(format!("{name}: {}", parts.join(". ")))
}

impl Samples for TeamPage {
    fn samples() -> Vec<(&'static str, TeamPage)> {
        let page = |lang: Lang, series, coming| TeamPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            team_url: "/".to_owned(),
            series,
            coming,
        };
        let lang = Lang::SV;
        let found = RowView {
            due: "1 oktober 2026".to_owned(),
            turnout: lang.t2("rating-turnout", ("answered", 4), ("asked", 5)),
            values: vec![("Allians".to_owned(), "4,21".to_owned())],
            state: None,
        };
        let few = RowView {
            turnout: lang.t2("rating-turnout", ("answered", 2), ("asked", 5)),
            values: Vec::new(),
            state: Some(Signal::new("none", "none", lang.t("rating-too-few"))),
            ..found.clone()
        };
        let scales = vec![("Allians".to_owned(), String::new())];
        let full = SeriesView {
            what: "CAM om Corin Havsmo".to_owned(),
            about: lang.t("round-about-consultant"),
            minimum: lang.t1("rating-minimum", "count", 3),
            unconfirmed: lang.t("measure-unconfirmed"),
            warnings: vec!["Hög allians utan kompetens".to_owned()],
            scales,
            rows: vec![few.clone(), found],
            why: vec!["59/14".to_owned()],
        };
        let only_few = SeriesView {
            unconfirmed: String::new(),
            warnings: Vec::new(),
            rows: vec![few],
            why: Vec::new(),
            ..full.clone()
        };
        let next = vec![lang.t1("rating-next", "day", "18 januari 2027")];
        let bare = TeamPage {
            team_url: String::new(),
            ..page(lang, vec![only_few], vec![])
        };
        vec![
            ("nothing asked", page(Lang::EN, vec![], next.clone())),
            ("too few", bare),
            ("numbers and a warning", page(lang, vec![full], next)),
        ]
    }
}
