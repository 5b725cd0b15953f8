//! The rota that holds: a month as a calendar and as a grid of people and days, what is open, and who carried how much.

pub mod month;
pub mod standing;
pub mod worked;

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::rota::{Carried, RotaView};
use hemma_domain::ids::{LineId, PoolId, StaffId};
use hemma_domain::pool::Line;
use hemma_domain::rota::RotaState;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::draft::NewForm;
use super::mark::{MarkView, legend};
use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::csv::Csv;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};
use month::{DayView, MonthView, RowView, day_view, days, row};
use standing::{StandingView, standing};
use worked::{WorkedView, worked, worked_what};

/// Months that one page shows at most.
const MONTHS_MAX: i64 = 3;

/// Which months are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Any day of the first month.
    pub from: String,
    pub months: String,
}

/// How much somebody carried.
#[derive(Debug, Clone)]
pub struct BarView {
    pub name: String,
    pub counts: Vec<CountView>,
}

/// How much somebody carried of one kind: as a bar with a mark at the fair share, and in words.
#[derive(Debug, Clone)]
pub struct CountView {
    /// How much of what, and the fair share.
    pub told: String,
    /// How long the bar is, where the longest is `BAR_LONG`.
    pub bar: u32,
    /// Where the mark stands in it.
    pub mark: u32,
}

/// How long the bar of whoever has most is, as the template draws it.
const BAR_LONG: u32 = 120;

impl CountView {
    /// Of what a message names, a count and a fair share in tenths, on a scale that reaches so many tenths.
    pub fn of(key: &str, (count, fair): (u32, u32), scale: u32, lang: Lang) -> CountView {
        let long = |tenths: u32| tenths.saturating_mul(BAR_LONG) / scale.max(1);
        let share = lang.number(&format!("{}.{}", fair / 10, fair % 10));
        CountView {
            told: lang.t2(
                "duty-of-fair",
                ("counted", lang.t1(key, "count", count)),
                ("fair", share),
            ),
            bar: long(count.saturating_mul(10)).min(BAR_LONG),
            mark: long(fair).min(BAR_LONG),
        }
    }
}

/// The rota.
#[derive(Template)]
#[template(path = "duty/rota.html")]
pub struct RotaPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub base: String,
    pub title: String,
    pub previous: String,
    pub next: String,
    /// Where more or fewer months are shown, and what that is called.
    pub other: (String, String),
    /// Three months are shown, not one.
    pub is_quarter: bool,
    /// The lines by the number that stands for each.
    pub lines: Vec<(u32, String)>,
    pub months: Vec<MonthView>,
    pub days: Vec<DayView>,
    pub rows: Vec<RowView>,
    /// What the marks of one's own days mean; empty for those who are never on call.
    pub legend: Vec<MarkView>,
    /// Whether today is one of the days.
    pub has_today: bool,
    pub gaps: Vec<String>,
    /// From when nothing is published; empty where all of it is.
    pub unplanned: String,
    /// Duties that whoever has them cannot have, in words.
    pub doubts: Vec<String>,
    /// Duties that lie in somebody's rest, in words.
    pub clashes: Vec<String>,
    /// What the rota does not keep from now on; none for those who do not plan, and where all of it is over.
    pub standing: Option<Vec<StandingView>>,
    /// Where rest is decided.
    pub rests: String,
    /// Per line its name and its people.
    pub bars: Vec<(String, Vec<BarView>)>,
    /// What each works a week on average, for planners.
    pub worked: Vec<WorkedView>,
    /// Whether anybody works too much on average.
    pub somebody_over: bool,
    /// What that is reckoned by; empty where nothing is told.
    pub worked_what: String,
    /// Drafts: address and period.
    pub drafts: Vec<(String, String)>,
    pub may_plan: bool,
    /// Where the hours for payroll are; empty for those who may not see them.
    pub hours: String,
    pub draft_from: String,
    pub draft_to: String,
    /// What is wrong with the period of a draft that was typed.
    pub faults: Faults,
    /// Turns that a leader can give to another.
    pub turns: Vec<(String, String)>,
    /// Where the rules stand in words.
    pub agreement: String,
    /// Who can be on call; for planners.
    pub members: String,
    /// Values of the agreement that nobody has confirmed.
    pub unconfirmed: usize,
}

impl Asked {
    /// From the first of a month until before the first of another.
    fn period(&self, today: Day) -> (Day, Day) {
        let day: Day = self.from.parse().unwrap_or(today);
        let first = day.plus(1 - i64::from(day.0.day()));
        let months = self.months.parse().unwrap_or(1).clamp(1, MONTHS_MAX);
        (first, first.plus_months(months))
    }
}

/// How much each carried in a line, against a fair share.
pub(super) fn bars(carried: &[Carried], line: LineId, lang: Lang) -> Vec<BarView> {
    let of_line: Vec<&Carried> = carried.iter().filter(|one| one.line == line).collect();
    let counts = |one: &Carried| {
        let sum = one.before.plus(one.now);
        [sum.nights, sum.weekends, sum.holidays]
    };
    // The mark of a share that nobody has reached yet stands within the bar too.
    let mut scale = [1; 3];
    for one in &of_line {
        let reached = counts(one).map(|count| count.saturating_mul(10));
        for ((scale, reached), fair) in scale.iter_mut().zip(reached).zip(one.fair_tenths) {
            *scale = (*scale).max(reached).max(fair);
        }
    }
    let keys = ["duty-nights", "duty-weekends", "duty-holidays"];
    let bar = |one: &&Carried| {
        let all = keys.iter().zip(counts(one)).zip(one.fair_tenths).zip(scale);
        let count =
            all.map(|(((key, count), fair), scale)| CountView::of(key, (count, fair), scale, lang));
        BarView {
            name: one.name.clone(),
            counts: count.collect(),
        }
    };
    of_line.iter().map(bar).collect()
}

/// Per line its name, and how much each carried in it.
fn of_lines(view: &RotaView, lang: Lang) -> Vec<(String, Vec<BarView>)> {
    let of_line = |line: &Line| {
        let name = lang.words(&line.name).to_owned();
        (name, bars(&view.carried, line.id, lang))
    };
    view.pool.lines.iter().map(of_line).collect()
}

fn drafts(view: &RotaView, lang: Lang) -> Vec<(String, String)> {
    let open = view
        .rotas
        .iter()
        .filter(|one| one.state == RotaState::Draft);
    open.map(|one| {
        let last = one.end.plus(-1);
        let period = format!("{} – {}", lang.full_day(one.first), lang.full_day(last));
        (url::rota(one.pool, one.id), period)
    })
    .collect()
}

fn turns(visit: &Visit, view: &RotaView) -> Vec<(String, String)> {
    let all = view.served.iter().flat_map(|one| &one.turns);
    let coming = all.filter(|turn| visit.ctx.now < turn.part.end());
    coming
        .map(|turn| {
            let name = view.names.get(&turn.staff).cloned().unwrap_or_default();
            let words = format!("{}: {name}", span(turn.part, visit.lang));
            (turn.id.to_string(), words)
        })
        .collect()
}

/// Those who can be on call, once each, by name.
fn people(view: &RotaView) -> BTreeSet<(&str, StaffId)> {
    let roles = view.pool.roles();
    let serving = view.members.iter().filter(|one| roles.contains(&one.role));
    serving.map(|one| (one.name.as_str(), one.staff)).collect()
}

fn page(visit: &Visit, view: &RotaView, asked: &Asked) -> RotaPage {
    let (lang, today, id) = (visit.lang, visit.ctx.today(), view.pool.id);
    let (base, period) = (url::pool(id), view.period);
    let many = asked.months.parse().unwrap_or(1) > 1;
    let months = if many { MONTHS_MAX } else { 1 };
    let to = |from: Day, months: i64| format!("{base}/rota?from={from}&months={months}");
    let last = period.1.plus(-1);
    // What is planned next: the first days that nothing is published of.
    let next = view.unplanned.unwrap_or(period.1);
    RotaPage {
        frame: Frame::of(visit, "duty-rota-title"),
        lang,
        pool: view.pool.name.clone(),
        tabs: tabs(id, (Serves::of(view.may_serve), Here::Rota), lang),
        title: match many {
            true => quarter(period.0, last, lang),
            false => format!("{} {}", lang.month(period.0), period.0.0.year()),
        },
        previous: to(period.0.plus_months(-months), months),
        next: to(period.1, months),
        other: match many {
            true => (to(period.0, 1), lang.t("duty-month")),
            false => (to(period.0, MONTHS_MAX), lang.t("duty-quarter")),
        },
        is_quarter: many,
        lines: view
            .pool
            .lines
            .iter()
            .map(|line| (line.level, lang.words(&line.name).to_owned()))
            .collect(),
        months: month::months(&days(period), lang),
        days: days(period)
            .into_iter()
            .map(|day| day_view(view, day, today, lang))
            .collect(),
        rows: people(view)
            .into_iter()
            .map(|(name, staff)| row(view, (staff, name), (period, lang)))
            .collect(),
        legend: match view.may_serve {
            true => legend(lang),
            false => Vec::new(),
        },
        has_today: period.0 <= today && today < period.1,
        gaps: gaps(visit, view),
        unplanned: view.unplanned.map_or_else(String::new, |day| {
            lang.t1("duty-unplanned", "day", lang.full_day(day))
        }),
        doubts: doubts(view, lang),
        clashes: clashes(view, lang),
        standing: standing(view, lang),
        rests: format!("{base}/rests"),
        bars: of_lines(view, lang),
        worked: view.worked.iter().map(|one| worked(one, lang)).collect(),
        somebody_over: view.worked.iter().any(|one| one.average.is_over),
        worked_what: worked_what(view, lang),
        drafts: drafts(view, lang),
        may_plan: view.may_plan,
        hours: match view.may_see_hours {
            true => format!("{base}/hours.csv?from={}&months={months}", period.0),
            false => String::new(),
        },
        draft_from: next.to_string(),
        draft_to: next.plus_months(3).plus(-1).to_string(),
        faults: Faults::none(),
        turns: turns(visit, view),
        unconfirmed: view.agreement.unconfirmed(),
        agreement: format!("{base}/agreement"),
        members: format!("{base}/members"),
        base,
    }
}

/// `oktober – december 2026`, `november 2026 – januari 2027`.
fn quarter(first: Day, last: Day, lang: Lang) -> String {
    let to = format!("{} {}", lang.month(last), last.0.year());
    match first.0.year() == last.0.year() {
        true => format!("{} – {to}", lang.month(first)),
        false => format!("{} {} – {to}", lang.month(first), first.0.year()),
    }
}

/// Who has which duty in which rest.
fn clashes(view: &RotaView, lang: Lang) -> Vec<String> {
    let told = view.clashes.iter().filter_map(|one| {
        let mut turns = view.served.iter().flat_map(|served| &served.turns);
        let turn = turns.find(|turn| turn.id == one.turn)?;
        let name = view.names.get(&one.staff).cloned().unwrap_or_default();
        let words = [
            ("name", name.into()),
            ("duty", span(turn.part, lang).into()),
            ("rest", span(one.rest, lang).into()),
        ];
        Some(lang.filled("rota-in-rest-who", words))
    });
    told.collect()
}

/// Who has which duty and cannot have it.
fn doubts(view: &RotaView, lang: Lang) -> Vec<String> {
    let told = view.doubts.iter().map(|one| {
        let name = view.names.get(&one.staff).cloned().unwrap_or_default();
        let line = view.pool.line(one.line).map(|line| lang.words(&line.name));
        let words = [
            ("name", name.into()),
            ("line", line.unwrap_or_default().into()),
            ("when", span(one.part, lang).into()),
        ];
        lang.filled("duty-doubt", words)
    });
    told.collect()
}

/// Hours of the period that nobody covers and that have not passed.
fn gaps(visit: &Visit, view: &RotaView) -> Vec<String> {
    let lang = visit.lang;
    let mut told = Vec::new();
    for (line, gaps) in &view.gaps {
        let name = view.pool.line(*line).map(|line| lang.words(&line.name));
        let ahead = gaps.iter().filter(|gap| visit.ctx.now < gap.end());
        told.extend(ahead.map(|gap| format!("{}: {}", name.unwrap_or_default(), span(*gap, lang))));
    }
    told
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let period = asked.period(visit.ctx.today());
    let view = site.app.rota(&visit.ctx, id, period).await;
    let view = view.map_err(PageError::to(&visit))?;
    render(&visit, &page(&visit, &view, &asked))
}

/// The page again, with the period of a draft that cannot be.
pub(super) async fn refused(
    visit: &Visit,
    site: &Site,
    id: PoolId,
    (typed, faults): (NewForm, Faults),
) -> Result<Response, PageError> {
    let asked = Asked::default();
    let period = asked.period(visit.ctx.today());
    let view = site.app.rota(&visit.ctx, id, period).await;
    let view = view.map_err(PageError::to(visit))?;
    let page = RotaPage {
        draft_from: typed.first,
        draft_to: typed.last,
        faults,
        ..page(visit, &view, &asked)
    };
    Ok(unprocessable(render(visit, &page)?))
}

pub(super) async fn get_hours(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let period = asked.period(visit.ctx.today());
    let hours = site.app.hours(&visit.ctx, id, period).await;
    let hours = hours.map_err(PageError::to(&visit))?;
    let columns = [
        "hours-name",
        "hours-email",
        "hours-line",
        "hours-day",
        "hours-band",
        "hours-minutes",
        "hours-in-calls",
        "hours-standby",
    ];
    let mut csv = Csv::new(columns.map(|key| lang.t(key)));
    for row in &hours.rows {
        csv.line([
            row.name.clone(),
            row.email.clone(),
            lang.words(&row.line).to_owned(),
            row.day.to_string(),
            row.band.clone(),
            row.minutes.on_call.to_string(),
            row.minutes.in_calls.to_string(),
            row.minutes.standby.to_string(),
        ]);
    }
    Ok(csv.into_file(&format!("{}-{}.csv", lang.t("hours-file"), period.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_over_new_year_tells_both_years() {
        let (first, last) = ("2026-11-01".parse().unwrap(), "2027-01-31".parse().unwrap());
        let told = quarter(first, last, Lang::SV);
        assert_eq!(told, "november 2026 – januari 2027");
        let (first, last) = ("2026-10-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        assert_eq!(quarter(first, last, Lang::SV), "oktober – december 2026");
    }

    fn check(counted: (u32, u32), scale: u32, expected: (&str, u32, u32)) {
        let one = CountView::of("duty-nights", counted, scale, Lang::SV);
        assert_eq!((one.told.as_str(), one.bar, one.mark), expected);
    }

    #[test]
    fn the_fair_share_is_marked_where_it_lies_and_told() {
        check((9, 45), 90, ("9 nätter, rättvis andel 4,5", 120, 60));
        check((3, 60), 60, ("3 nätter, rättvis andel 6,0", 60, 120));
        check((1, 10), 10, ("1 natt, rättvis andel 1,0", 120, 120));
        check((0, 0), 1, ("0 nätter, rättvis andel 0,0", 0, 0));
    }
}
