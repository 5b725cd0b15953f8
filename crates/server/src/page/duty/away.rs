//! Absences and wishes: entered by oneself or by planners.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::absence::{Away, Gone, Met, NewAbsence, NewWish};
use hemma_app::error::Error;
use hemma_app::rota::Lack;
use hemma_domain::absence::{
    AbsenceKind, Repeat, WishKind, WishWeight, days_of, weekly, whole_days,
};
use hemma_domain::code::Code;
use hemma_domain::ids::{AbsenceId, PoolId, TurnId, WishId};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::{Here, Serves, Tab, give, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, choices, render, unprocessable};

/// An absence or a wish in a list.
#[derive(Debug, Clone)]
pub struct EntryView {
    /// Where it is taken back.
    pub url: String,
    /// Empty where all are one's own.
    pub name: String,
    pub what: String,
    pub when: String,
}

/// What is typed of an absence or a wish.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AwayForm {
    pub staff: String,
    pub kind: String,
    /// How often; once where it is left out.
    pub repeat: String,
    pub weight: String,
    pub first: String,
    pub last: String,
}

/// Absences and wishes.
#[derive(Template)]
#[template(path = "duty/away.html")]
pub struct AwayPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub base: String,
    pub absences: Vec<EntryView>,
    pub wishes: Vec<EntryView>,
    /// Whom an absence can be entered for; empty for those who can enter none.
    pub staff: Vec<(String, String)>,
    pub may_wish: bool,
    /// Published duties that the absence that was just entered meets: where they go to somebody else, and when they are.
    pub met: Vec<(String, String)>,
    /// What to do about them.
    pub meets: String,
    /// What it leaves without cover.
    pub lack: Vec<String>,
    pub kinds: Vec<(&'static str, String)>,
    pub repeats: Vec<(&'static str, String)>,
    pub wish_kinds: Vec<(&'static str, String)>,
    pub weights: Vec<(&'static str, String)>,
    pub typed: AwayForm,
    /// A wish as it was typed.
    pub wished: AwayForm,
    pub faults: Faults,
}

/// What an absence meets and leaves without cover, as the address carries it to the page after: by blanks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Lacking {
    /// Turns with the days on which they begin: `turn:day`.
    pub turns: String,
    pub nobody: String,
    pub too_few: String,
}

/// Days that the page after an absence tells at most: an address is no place for more.
const LACKING_MAX: usize = 14;

impl Lacking {
    fn address(met: &Met) -> String {
        let turns = met.turns.iter().take(LACKING_MAX);
        let turns = turns.map(|one| format!("{}:{}", one.id, one.part.start().day()));
        let turns: Vec<String> = turns.collect();
        let turns = match turns.is_empty() {
            true => String::new(),
            false => format!("&turns={}", turns.join("+")),
        };
        turns + &Lacking::address_of_lack(&met.lack)
    }

    fn address_of_lack(lack: &Lack) -> String {
        let listed = |days: &[Day]| {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            days.join("+")
        };
        let all = [("nobody", &lack.nobody), ("too_few", &lack.too_few)];
        let told = all.into_iter().filter(|(_, days)| !days.is_empty());
        told.map(|(name, days)| format!("&{name}={}", listed(days)))
            .collect()
    }

    /// The turns that are met; what is none is passed over. Planners see there who else could have one, all others offer
    /// their own.
    fn met(&self, pool: PoolId, reader: Reader, lang: Lang) -> Vec<(String, String)> {
        let turns = self.turns.split_whitespace().take(LACKING_MAX);
        let turns = turns.filter_map(|one| {
            let (turn, day) = one.split_once(':')?;
            let (turn, day): (TurnId, Day) = (turn.parse().ok()?, day.parse().ok()?);
            let to = match reader {
                Reader::Planner => give::address(pool, turn),
                Reader::Other => format!("{}/mine#turn-{turn}", url::pool(pool)),
            };
            Some((to, lang.day(day)))
        });
        turns.collect()
    }

    /// What is left without cover in words; what is no day is passed over.
    fn told(&self, reader: Reader, lang: Lang) -> Vec<String> {
        let days = |text: &str| {
            let days = text.split_whitespace().take(LACKING_MAX);
            let days = days.filter_map(|day| day.parse().ok());
            let days: Vec<String> = days.map(|day| lang.day(day)).collect();
            days.join(", ")
        };
        let keys = match reader {
            Reader::Planner => ["away-nobody-planner", "away-too-few-planner"],
            Reader::Other => ["away-nobody", "away-too-few"],
        };
        let all = keys
            .into_iter()
            .zip([days(&self.nobody), days(&self.too_few)]);
        let told = all.filter(|(_, days)| !days.is_empty());
        told.map(|(key, days)| lang.t1(key, "days", days)).collect()
    }
}

/// Who reads what an absence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Whoever plans the rota, and so can mend it.
    Planner,
    Other,
}

impl AwayForm {
    /// The days that were typed, with the last one the first where it is left out.
    fn days(&self, today: Day) -> Result<(Day, Day), Faults> {
        let first = form::day_ahead(&self.first, today);
        let last = match self.last.trim() {
            "" => first,
            typed => form::day_from(typed, first.unwrap_or(today)),
        };
        let mut faults = Faults::none();
        if first.is_none() {
            faults.add("first", "duty-fault-day");
        }
        if last.is_none() && first.is_some() {
            faults.add("last", "duty-fault-day");
        }
        first.zip(last).ok_or(faults)
    }

    fn choice<T: Code>(&self, typed: &str, field: &str) -> Result<T, Faults> {
        T::from_code(typed).ok_or_else(|| {
            let mut faults = Faults::none();
            faults.add(field, "duty-fault-choice");
            faults
        })
    }

    fn absence(&self, pool: PoolId, today: Day) -> Result<NewAbsence, Faults> {
        let mut faults = Faults::none();
        faults.add("staff", "duty-fault-staff");
        let repeat = match self.repeat.as_str() {
            "" => Repeat::Once,
            typed => self.choice::<Repeat>(typed, "repeat")?,
        };
        let (first, last) = self.days(today)?;
        Ok(NewAbsence {
            pool,
            kind: self.choice::<AbsenceKind>(&self.kind, "kind")?,
            repeat,
            time: match repeat {
                Repeat::Once => whole_days(first, last),
                Repeat::Weekly => weekly(first, last),
            },
            staff: self.staff.parse().map_err(|_| faults)?,
        })
    }

    fn wish(&self, pool: PoolId, today: Day) -> Result<NewWish, Faults> {
        Ok(NewWish {
            pool,
            kind: self.choice::<WishKind>(&self.kind, "kind")?,
            weight: self.choice::<WishWeight>(&self.weight, "weight")?,
            time: self
                .days(today)
                .map(|(first, last)| whole_days(first, last))?,
        })
    }
}

fn when(time: Stretch, repeat: Repeat, lang: Lang) -> String {
    match days_of(time) {
        Some((first, last)) if repeat == Repeat::Weekly => lang.filled(
            "absence-each-week",
            [
                ("weekday", lang.weekday(first).into()),
                ("first", lang.full_day(first).into()),
                ("last", lang.full_day(last).into()),
            ],
        ),
        Some((first, last)) if first == last => lang.day(first),
        Some((first, last)) => format!("{} – {}", lang.day(first), lang.day(last)),
        None => span(time, lang),
    }
}

fn page(visit: &Visit, id: PoolId, found: Away, (typed, faults): (AwayForm, Faults)) -> AwayPage {
    let (lang, base) = (visit.lang, url::pool(id));
    let absence = |one: Gone| EntryView {
        url: format!("{base}/away/{}", one.id),
        name: if found.may_plan {
            one.name
        } else {
            String::new()
        },
        what: one
            .why
            .map_or_else(|| lang.t("absence-unknown"), |why| lang.name(why)),
        when: when(one.time, one.repeat, lang),
    };
    let wish = |one: &hemma_domain::absence::Wish| EntryView {
        url: format!("{base}/wishes/{}", one.id),
        name: String::new(),
        what: format!("{}, {}", lang.name(one.kind), lang.name(one.weight)),
        when: when(one.time, Repeat::Once, lang),
    };
    AwayPage {
        frame: Frame::of(visit, "duty-away-title"),
        lang,
        pool: found.pool,
        tabs: tabs(id, (Serves::of(found.may_serve), Here::Away), lang),
        absences: found.absences.into_iter().map(absence).collect(),
        wishes: found.wishes.iter().map(wish).collect(),
        staff: found
            .staff
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        may_wish: found.may_serve,
        met: Vec::new(),
        meets: String::new(),
        lack: Vec::new(),
        kinds: choices::<AbsenceKind>(lang),
        repeats: choices::<Repeat>(lang),
        wish_kinds: choices::<WishKind>(lang),
        weights: choices::<WishWeight>(lang),
        base,
        typed,
        wished: AwayForm::default(),
        faults,
    }
}

/// An absence of one's own that nothing was typed of.
fn own(visit: &Visit) -> AwayForm {
    AwayForm {
        staff: visit.who.staff.id.to_string(),
        ..AwayForm::default()
    }
}

async fn again(
    visit: &Visit,
    site: &Site,
    id: PoolId,
    typed: (AwayForm, Faults),
) -> Result<Response, PageError> {
    let found = site.app.away(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    Ok(unprocessable(render(
        visit,
        &page(visit, id, found, typed),
    )?))
}

async fn ended(
    visit: &Visit,
    site: &Site,
    (id, typed): (PoolId, AwayForm),
    (done, notice): (Result<(), Error>, &str),
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}/away?done={notice}", url::pool(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => again(visit, site, id, (typed, Faults::of(faults))).await,
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

async fn removed(
    visit: &Visit,
    site: &Site,
    id: PoolId,
    done: Result<(), Error>,
) -> Result<Response, PageError> {
    let typed = AwayForm::default();
    ended(visit, site, (id, typed), (done, "duty-removed")).await
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Query(lacking): Query<Lacking>,
) -> Result<Response, PageError> {
    let found = site.app.away(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let typed = own(&visit);
    let (lang, reader) = match found.may_plan {
        true => (visit.lang, Reader::Planner),
        false => (visit.lang, Reader::Other),
    };
    let page = AwayPage {
        met: lacking.met(id, reader, lang),
        meets: lang.t(match reader {
            Reader::Planner => "away-meets-planner",
            Reader::Other => "away-meets",
        }),
        lack: lacking.told(reader, lang),
        ..page(&visit, id, found, (typed, Faults::none()))
    };
    render(&visit, &page)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Form(form): Form<AwayForm>,
) -> Result<Response, PageError> {
    match form.absence(id, visit.ctx.today()) {
        Err(faults) => again(&visit, &site, id, (form, faults)).await,
        Ok(new) => {
            let done = site.app.add_absence(&visit.ctx, &new).await;
            let met = done.as_ref().map(Lacking::address);
            let notice = format!("duty-absence{}", met.unwrap_or_default());
            let done = done.map(|_| ());
            ended(&visit, &site, (id, form), (done, &notice)).await
        }
    }
}

pub(super) async fn post_remove(
    visit: Visit,
    State(site): State<Site>,
    Path((id, absence)): Path<(PoolId, AbsenceId)>,
) -> Result<Response, PageError> {
    let done = site.app.remove_absence(&visit.ctx, id, absence).await;
    removed(&visit, &site, id, done).await
}

pub(super) async fn post_wish(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
    Form(form): Form<AwayForm>,
) -> Result<Response, PageError> {
    let faults = match form.wish(id, visit.ctx.today()) {
        Err(faults) => faults,
        Ok(new) => match site.app.add_wish(&visit.ctx, &new).await {
            Err(Error::Invalid(faults)) => Faults::of(faults),
            done => {
                let done = (done.map(|_| ()), "duty-wish");
                return ended(&visit, &site, (id, form), done).await;
            }
        },
    };
    let found = site.app.away(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let faults = faults.at_fields(|name| format!("wish-{name}"));
    let page = AwayPage {
        wished: form,
        ..page(&visit, id, found, (own(&visit), faults))
    };
    Ok(unprocessable(render(&visit, &page)?))
}

pub(super) async fn post_unwish(
    visit: Visit,
    State(site): State<Site>,
    Path((id, wish)): Path<(PoolId, WishId)>,
) -> Result<Response, PageError> {
    let done = site.app.remove_wish(&visit.ctx, id, wish).await;
    removed(&visit, &site, id, done).await
}
