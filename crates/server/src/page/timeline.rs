//! A case over time, drawn, and the same as a table.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::timeline::{
    CaseTimeline, HandedIn, TimelineEvent as Event, TimelineWeek as WeekFacts, TimelineWhat,
};
use hemma_domain::access::CaseAction;
use hemma_domain::ids::CaseId;
use hemma_domain::time::{Day, Week};
use hemma_draw::{
    EventGlyph, Format, HandIn, PhaseSpan, Timeline, TimelineEvent, TimelineWeek, TimelineWords,
};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get("/cases/{case}/timeline", Access::Case(CaseAction::See), get)
}

/// One week as the table shows it.
#[derive(Debug, Clone)]
pub struct WeekRow {
    pub label: String,
    pub contacts: String,
    pub met: u32,
    pub partly: u32,
    pub unmet: u32,
    pub summary: String,
    pub events: String,
}

/// A case over time.
#[derive(Template)]
#[template(path = "timeline.html")]
pub struct TimelinePage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// The drawing for the page and for the phone; styles show one of them.
    pub drawings: Vec<String>,
    /// The latest first.
    pub weeks: Vec<WeekRow>,
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .timeline(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let page = TimelinePage {
        frame: Frame::of(&visit, "timeline-title"),
        lang,
        head: HeadView::of(&found.head, &visit, "tab-timeline"),
        drawings: drawings(&timeline(&found, lang), &found.head.case.code, lang),
        weeks: found
            .weeks
            .iter()
            .rev()
            .map(|week| week_row(week, &found, lang))
            .collect(),
    };
    render(&visit, &page)
}

fn drawings(timeline: &Timeline, code: &str, lang: Lang) -> Vec<String> {
    let title = lang.t1("timeline-of", "code", code);
    let desc = lang.t1("timeline-desc", "count", timeline.weeks.len());
    [
        (Format::Page, "timeline-page"),
        (Format::Phone, "timeline-phone"),
    ]
    .into_iter()
    .map(|(format, id)| {
        timeline.svg(&hemma_draw::Frame {
            id,
            title: &title,
            desc: &desc,
            format,
        })
    })
    .collect()
}

fn timeline(found: &CaseTimeline, lang: Lang) -> Timeline {
    let first = found.weeks.first().map(|week| week.week);
    Timeline {
        weeks: found
            .weeks
            .iter()
            .map(|week| TimelineWeek {
                label: lang.week(week.week),
                contacts: week.contacts,
                minimum: found.minimum,
                steps_met: week.steps_met,
                steps_partly: week.steps_partly,
                steps_unmet: week.steps_unmet,
                handed_in: match week.handed_in {
                    HandedIn::InTime => HandIn::InTime,
                    HandedIn::Late => HandIn::Late,
                    HandedIn::Missing => HandIn::Missing,
                    HandedIn::NotDue => HandIn::NotDue,
                },
            })
            .collect(),
        events: found
            .events
            .iter()
            .filter_map(|event| {
                Some(TimelineEvent {
                    week_index: place(event.day, first?)?,
                    glyph: match event.what {
                        TimelineWhat::Incident(_) => EventGlyph::Incident,
                        TimelineWhat::Plan(_) => EventGlyph::Safety,
                        TimelineWhat::Meetings(_) => EventGlyph::Meeting,
                        TimelineWhat::Call => EventGlyph::Call,
                        TimelineWhat::HoldBegins | TimelineWhat::HoldEnds => EventGlyph::Phase,
                    },
                    label: event_label(event, lang),
                })
            })
            .filter(|event| event.week_index < found.weeks.len())
            .collect(),
        phases: first.map_or_else(Vec::new, |first| phases(found, first, lang)),
        words: words(lang),
        ..Timeline::default()
    }
}

/// The phases by weeks. A week in which one phase ended and the next began belongs to the next.
fn phases(found: &CaseTimeline, first: Week, lang: Lang) -> Vec<PhaseSpan> {
    let Some(last) = found.weeks.len().checked_sub(1) else {
        return Vec::new();
    };
    let starts = found.phases.iter().skip(1);
    let starts = starts.map(|next| place(next.from, first)).chain([None]);
    found
        .phases
        .iter()
        .zip(starts)
        .filter_map(|(phase, next)| {
            let from_week = place(phase.from, first).unwrap_or(0).min(last);
            let to_week = place(phase.to, first)?.min(last);
            let before_next = next.map_or(last, |next| next.saturating_sub(1));
            Some(PhaseSpan {
                from_week,
                to_week: to_week.min(before_next).max(from_week),
                label: lang.words(&phase.name).to_owned(),
            })
        })
        .collect()
}

/// Which of the weeks a day lies in; none before the first.
fn place(day: Day, first: Week) -> Option<usize> {
    usize::try_from(Week::of(day).weeks_since(first)).ok()
}

fn event_label(event: &Event, lang: Lang) -> String {
    match event.what {
        TimelineWhat::Incident(kind) => lang.name(kind),
        TimelineWhat::Plan(number) => lang.t1("timeline-plan", "number", number),
        TimelineWhat::Meetings(count) => lang.t1("timeline-meetings", "count", count),
        TimelineWhat::Call => lang.t("timeline-call"),
        TimelineWhat::HoldBegins => lang.t("timeline-hold-begins"),
        TimelineWhat::HoldEnds => lang.t("timeline-hold-ends"),
    }
}

fn words(lang: Lang) -> TimelineWords {
    TimelineWords {
        phases: lang.t("timeline-phases"),
        events: lang.t("timeline-events"),
        contacts: lang.t("timeline-contacts"),
        minimum: lang.t("timeline-minimum"),
        steps: lang.t("timeline-steps"),
        steps_met: lang.t("timeline-met"),
        steps_partly: lang.t("timeline-partly"),
        steps_unmet: lang.t("timeline-unmet"),
        handed_in: lang.t("timeline-summary"),
        in_time: lang.t("timeline-in-time"),
        late: lang.t("timeline-late"),
        missing: lang.t("timeline-missing"),
        weeks_before: lang.t("timeline-weeks-before"),
        empty: lang.t("timeline-empty"),
        ..TimelineWords::default()
    }
}

fn week_row(week: &WeekFacts, found: &CaseTimeline, lang: Lang) -> WeekRow {
    let events: Vec<String> = found
        .events
        .iter()
        .filter(|event| Week::of(event.day) == week.week)
        .map(|event| event_label(event, lang))
        .collect();
    WeekRow {
        label: lang.week(week.week),
        contacts: match found.minimum {
            Some(minimum) => crate::page::team_week::of(week.contacts, minimum, lang),
            None => week.contacts.to_string(),
        },
        met: week.steps_met,
        partly: week.steps_partly,
        unmet: week.steps_unmet,
        summary: match week.handed_in {
            HandedIn::InTime => lang.t("timeline-in-time"),
            HandedIn::Late => lang.t("timeline-late"),
            HandedIn::Missing => lang.t("timeline-missing"),
            HandedIn::NotDue => "–".to_owned(),
        },
        events: events.join(", "),
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<TimelinePage>("timeline")
}

impl Samples for TimelinePage {
    fn samples() -> Vec<(&'static str, TimelinePage)> {
        let page = |lang: Lang, timeline: Timeline, weeks| TimelinePage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-timeline"),
            drawings: drawings(&timeline, "BJÖ-26-001", lang),
            weeks,
        };
        let lang = Lang::SV;
        let week = TimelineWeek {
            label: "v. 47".to_owned(),
            contacts: 2,
            minimum: Some(3),
            steps_met: 1,
            steps_partly: 1,
            steps_unmet: 0,
            handed_in: HandIn::InTime,
        };
        let drawn = Timeline {
            weeks: vec![week],
            words: words(lang),
            ..Timeline::default()
        };
        let row = WeekRow {
            label: "v. 47".to_owned(),
            contacts: "2 av 3".to_owned(),
            met: 1,
            partly: 1,
            unmet: 0,
            summary: lang.t("timeline-in-time"),
            events: lang.t1("timeline-plan", "number", 2),
        };
        vec![
            (
                "not yet open",
                page(Lang::EN, Timeline::default(), Vec::new()),
            ),
            ("one week", page(lang, drawn, vec![row])),
        ]
    }
}
