//! The rules that a pool's rota obeys, in words: each with its value, since when it holds, and who says so.

mod band;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::agreement::PoolRules;
use hemma_domain::agreement::{Agreement, Cover, DutyPlace, Ordinary};
use hemma_domain::ids::PoolId;
use hemma_domain::pool::{Line, LineUnit};
use hemma_domain::programme::{Confidence, Sourced};

use super::{Here, Serves, Tab, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// One rule in words.
#[derive(Debug, Clone)]
pub struct RuleView {
    pub text: String,
    /// The first day of it.
    pub from: String,
    pub source: String,
    pub trust: Signal,
}

/// Rules that belong together.
#[derive(Debug, Clone)]
pub struct PartView {
    /// Unique on the page.
    pub id: &'static str,
    pub title: String,
    pub rules: Vec<RuleView>,
}

/// The rules that a pool's rota obeys.
#[derive(Template)]
#[template(path = "duty/agreement.html")]
pub struct AgreementPage {
    pub frame: Frame,
    pub lang: Lang,
    pub tabs: Vec<Tab>,
    pub rota: String,
    pub name: String,
    pub about: String,
    /// Which version, and since when it holds.
    pub version: String,
    pub unconfirmed: usize,
    pub parts: Vec<PartView>,
    /// Per line of the pool, what its own settings say.
    pub lines: Vec<String>,
    /// What a proposed rota is weighed by: what, and how many points.
    pub weights: Vec<(String, u32)>,
    /// Who says what is weighed how much.
    pub weighed_by: String,
}

/// How far a value can be trusted, as a glyph with its word.
fn trust(confidence: Confidence, lang: Lang) -> Signal {
    let (class, icon) = match confidence {
        Confidence::Confirmed => ("ok", "ok"),
        Confidence::Stated => ("none", "document"),
        Confidence::Unconfirmed => ("due", "due"),
    };
    Signal::new(class, icon, lang.name(confidence))
}

/// Makes rules of one agreement's values.
struct Words<'a> {
    agreement: &'a Agreement,
    lang: Lang,
}

impl Words<'_> {
    fn rule(&self, text: String, (source, confidence): (&str, Confidence)) -> RuleView {
        let title = self.agreement.source(source).map(|one| &one.title);
        RuleView {
            text,
            from: self.lang.t1(
                "agreement-since",
                "day",
                self.lang.full_day(self.agreement.valid_from),
            ),
            source: title
                .map(|title| self.lang.words(title).to_owned())
                .unwrap_or_default(),
            trust: trust(confidence, self.lang),
        }
    }

    fn value<T>(&self, value: &Sourced<T>, text: impl FnOnce(&T) -> String) -> RuleView {
        let text = text(&value.value);
        self.rule(text, (&value.source, value.confidence))
    }

    /// A whole number in a sentence that calls it `count`.
    fn count(&self, key: &str, value: &Sourced<u32>) -> RuleView {
        self.value(value, |count| self.lang.t1(key, "count", *count))
    }

    fn when(&self) -> Vec<RuleView> {
        let (lang, agreement) = (self.lang, self.agreement);
        let days_off = |all: &Vec<_>| {
            let names: Vec<String> = all.iter().map(|one| lang.name(*one)).collect();
            lang.t1("agreement-days-off", "days", names.join(", "))
        };
        vec![
            self.value(&agreement.place, |place| match place {
                DutyPlace::Home => lang.t("agreement-at-home"),
                DutyPlace::Workplace => lang.t("agreement-at-work"),
            }),
            self.value(&agreement.ordinary, |ordinary| self.ordinary(ordinary)),
            self.value(&agreement.days_off, days_off),
        ]
    }

    fn ordinary(&self, ordinary: &Ordinary) -> String {
        let lang = self.lang;
        let key = match ordinary.cover {
            Cover::Team => "agreement-ordinary-team",
            Cover::Duty => "agreement-ordinary-duty",
        };
        lang.filled(
            key,
            [
                ("days", band::weekdays(&ordinary.weekdays, lang).into()),
                ("from", ordinary.start.to_string().into()),
                ("to", ordinary.end.to_string().into()),
            ],
        )
    }

    fn duties(&self) -> Vec<RuleView> {
        let (lang, blocks) = (self.lang, &self.agreement.blocks);
        let weekly = self.value(&blocks.weekly, |at| {
            let day = lang.weekday_number(at.weekday.number());
            let time = at.time.to_string();
            lang.t2("agreement-weekly", ("day", day), ("time", time))
        });
        vec![
            self.value(&blocks.daily, |at| {
                lang.t1("agreement-daily", "time", at.to_string())
            }),
            weekly,
            self.count("agreement-weekend-days", &blocks.weekend_days_max),
            self.count("agreement-holiday-days", &blocks.holiday_days_max),
        ]
    }

    /// Rest and limits. Those that the agreement does not name do not hold.
    fn limits(&self) -> Vec<RuleView> {
        let (lang, agreement) = (self.lang, self.agreement);
        let rules = &agreement.rules;
        let named = [
            ("agreement-full-week", &rules.full_week_hours),
            ("agreement-workplace", &rules.workplace_hours_max),
            ("agreement-duties", &rules.duties_max),
            ("agreement-load", &rules.load_hours_max),
            ("agreement-weekend-gap", &rules.weekend_gap),
            ("agreement-long-absence", &rules.long_absence_days),
        ];
        let named = named
            .into_iter()
            .filter_map(|(key, value)| Some(self.count(key, value.as_ref()?)));
        let mut all = vec![
            self.count("agreement-daily-rest", &rules.daily_rest_hours),
            self.count("agreement-weekly-rest", &rules.weekly_rest_hours),
            self.value(&agreement.day_break, |at| {
                lang.t1("agreement-day-break", "time", at.to_string())
            }),
            self.count("agreement-disturbed", &rules.disturbed_rest_hours),
            self.count("agreement-weekly-hours", &rules.weekly_hours_max),
            self.count("agreement-average-weeks", &rules.average_weeks),
        ];
        all.extend(named);
        all
    }

    fn notice(&self) -> Vec<RuleView> {
        let rules = &self.agreement.rules;
        vec![
            self.count("agreement-notice", &rules.notice_days),
            self.count("agreement-handover-before", &rules.handover_before_min),
            self.count("agreement-handover-after", &rules.handover_after_min),
        ]
    }

    fn bands(&self) -> Vec<RuleView> {
        let all = self.agreement.bands.iter();
        all.map(|one| self.rule(band::words(one, self.lang), (&one.source, one.confidence)))
            .collect()
    }

    fn parts(&self) -> Vec<PartView> {
        let all = [
            ("when", "agreement-when", self.when()),
            ("duties", "agreement-blocks", self.duties()),
            ("limits", "agreement-limits", self.limits()),
            ("notice", "agreement-known", self.notice()),
            ("bands", "agreement-bands", self.bands()),
        ];
        let part = |(id, key, rules)| PartView {
            id,
            title: self.lang.t(key),
            rules,
        };
        all.into_iter().map(part).collect()
    }
}

/// What a line's own settings say. They stand in the site's file, not in the agreement.
fn line(one: &Line, lang: Lang) -> String {
    let roles: Vec<String> = one.roles.iter().map(|role| lang.name(*role)).collect();
    let unit = match one.unit {
        LineUnit::Block => "agreement-line-block",
        LineUnit::Week => "agreement-line-week",
    };
    let told = lang.filled(
        "agreement-line",
        [
            ("line", lang.words(&one.name).into()),
            ("roles", roles.join(", ").into()),
            ("load", one.load_pct.into()),
        ],
    );
    let gap = match one.gap_min {
        0 => lang.t("agreement-line-no-gap"),
        gap => lang.t1("agreement-line-gap", "gap", lang.minutes(gap)),
    };
    format!("{told} {gap} {}", lang.t(unit))
}

fn page(visit: &Visit, found: &PoolRules) -> AgreementPage {
    let (lang, agreement) = (visit.lang, &found.agreement);
    let weighed_by = agreement.weights.as_ref();
    let weighed_by = weighed_by.and_then(|one| agreement.source(&one.source));
    let from = lang.full_day(agreement.valid_from);
    AgreementPage {
        frame: Frame::of(visit, "agreement-title"),
        lang,
        tabs: tabs(
            found.pool.id,
            (Serves::of(found.may_serve), Here::Rota),
            lang,
        ),
        rota: format!("{}/rota", url::pool(found.pool.id)),
        name: lang.words(&agreement.name).to_owned(),
        about: lang.words(&agreement.about).to_owned(),
        version: lang.t2(
            "agreement-version",
            ("version", agreement.version),
            ("day", from),
        ),
        unconfirmed: agreement.unconfirmed(),
        parts: Words { agreement, lang }.parts(),
        lines: found.pool.lines.iter().map(|one| line(one, lang)).collect(),
        weights: weights(agreement, lang),
        weighed_by: weighed_by
            .map(|one| lang.words(&one.title).to_owned())
            .unwrap_or_default(),
    }
}

/// Each weight in words.
fn weights(agreement: &Agreement, lang: Lang) -> Vec<(String, u32)> {
    let named = agreement.planning_weights().named();
    let words = named.into_iter().map(|(name, points)| {
        let key = match name {
            "open" => "agreement-weighs-open",
            "open_night" => "agreement-weighs-open-night",
            "open_long" => "agreement-weighs-open-long",
            "uneven" => "agreement-weighs-uneven",
            "nights_range" => "agreement-weighs-nights-range",
            "nights_square" => "agreement-weighs-nights-square",
            "weekends_range" => "agreement-weighs-weekends-range",
            "weekends_square" => "agreement-weighs-weekends-square",
            "holidays_range" => "agreement-weighs-holidays-range",
            "holidays_square" => "agreement-weighs-holidays-square",
            "wish_little" => "agreement-weighs-wish-little",
            "wish_some" => "agreement-weighs-wish-some",
            "wish_much" => "agreement-weighs-wish-much",
            "change" => "agreement-weighs-change",
            "change_late" => "agreement-weighs-change-late",
            "close_weeks" => "agreement-weighs-close-weeks",
            "close_weekends" => "agreement-weighs-close-weekends",
            _ => "agreement-weighs-rest-day",
        };
        (lang.t(key), points)
    });
    words.collect()
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.pool_rules(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &found))
}
