//! Who can be on call: part of a full post, and what each carried in the years that are written down.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::member::{Members, NewBurden, NewShare};
use hemma_domain::ids::{PoolId, StaffId};
use hemma_domain::pool::Member;
use hemma_domain::rota::{Burden, Tally};
use hemma_domain::time::Day;
use serde::Deserialize;

use super::{Here, Serves, Tab, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// Somebody of a pool.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// Where the share is set; also unique on the page.
    pub id: String,
    pub url: String,
    pub name: String,
    /// Role and team.
    pub post: String,
    /// Until when, or from when, where that is near.
    pub time: String,
    pub share: u32,
    /// What is written down of it, the earliest first.
    pub steps: Vec<StepView>,
    /// Long absences, which the fair share does not count.
    pub away: Vec<String>,
    /// `2025, första linjen: 30 nätter, 6 helger, 2 helgdagar`.
    pub years: Vec<String>,
}

/// From a day on another part of a full post.
#[derive(Debug, Clone)]
pub struct StepView {
    /// `80 % från 1 september 2026`.
    pub text: String,
    /// The day, as it is taken back.
    pub from: String,
}

/// A year as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BurdenForm {
    pub staff: String,
    pub line: String,
    pub year: String,
    pub nights: String,
    pub weekends: String,
    pub holidays: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ShareForm {
    share: String,
    /// From which day on; today where it is left out.
    from: String,
}

/// Everybody of a pool.
#[derive(Template)]
#[template(path = "duty/members.html")]
pub struct MembersPage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    pub rota: String,
    pub base: String,
    pub members: Vec<MemberView>,
    /// Whom a year can be written down for.
    pub staff: Vec<(String, String)>,
    pub lines: Vec<(String, String)>,
    /// Which years can be typed.
    pub until: String,
    /// From how many days on an absence lowers the fair share; empty where none does.
    pub long: String,
    pub typed: BurdenForm,
    pub faults: Faults,
}

impl BurdenForm {
    fn burden(&self, pool: PoolId) -> Result<NewBurden, Faults> {
        let mut faults = Faults::none();
        let mut count = |field, typed: &str| match typed.trim() {
            "" => Some(0),
            typed => typed.parse::<u32>().ok().or_else(|| {
                faults.add(field, "member-fault-count");
                None
            }),
        };
        let counts = [
            count("nights", &self.nights),
            count("weekends", &self.weekends),
            count("holidays", &self.holidays),
        ];
        let (staff, line, year) = (
            self.staff.parse(),
            self.line.parse(),
            self.year.trim().parse(),
        );
        if staff.is_err() {
            faults.add("staff", "duty-fault-staff");
        }
        if line.is_err() {
            faults.add("line", "duty-fault-choice");
        }
        if year.is_err() {
            faults.add("year", "member-fault-year");
        }
        match (staff, line, year, counts) {
            (Ok(staff), Ok(line), Ok(year), [Some(nights), Some(weekends), Some(holidays)]) => {
                Ok(NewBurden {
                    pool,
                    staff,
                    line,
                    year,
                    tally: Tally {
                        nights,
                        weekends,
                        holidays,
                    },
                })
            }
            _ => Err(faults),
        }
    }
}

/// Makes what the page shows of a pool.
struct Words<'a> {
    found: &'a Members,
    visit: &'a Visit,
}

impl Words<'_> {
    fn year(&self, one: &Burden) -> String {
        let lang = self.visit.lang;
        let line = self.found.pool.line(one.line);
        let line = line.map(|line| lang.words(&line.name)).unwrap_or_default();
        lang.filled(
            "member-year",
            [
                ("year", i32::from(one.year).to_string().into()),
                ("line", line.into()),
                ("nights", one.tally.nights.into()),
                ("weekends", one.tally.weekends.into()),
                ("holidays", one.tally.holidays.into()),
            ],
        )
    }

    fn time(&self, one: &Member) -> String {
        let (lang, today) = (self.visit.lang, self.visit.ctx.today());
        match one.to {
            _ if today < one.from => lang.t1("member-from", "day", lang.full_day(one.from)),
            Some(to) => lang.t1("member-until", "day", lang.full_day(to.plus(-1))),
            None => String::new(),
        }
    }

    fn step(&self, (from, share): (Day, u32)) -> StepView {
        let lang = self.visit.lang;
        StepView {
            text: lang.t2(
                "member-step",
                ("share", share),
                ("day", lang.full_day(from)),
            ),
            from: from.to_string(),
        }
    }

    fn away(&self, one: &Member) -> Vec<String> {
        let lang = self.visit.lang;
        let days = self.found.away.get(&one.staff).into_iter().flatten();
        let told = days.map(|(first, end)| {
            let (first, last) = (lang.full_day(*first), lang.full_day(end.plus(-1)));
            lang.t2("member-away", ("first", first), ("last", last))
        });
        told.collect()
    }

    fn member(&self, one: &Member) -> MemberView {
        let (lang, base) = (self.visit.lang, url::pool(self.found.pool.id));
        let team = self.found.teams.get(&one.team);
        let years = self.found.burdens.iter();
        let years = years.filter(|burden| burden.staff == one.staff);
        MemberView {
            id: one.staff.to_string(),
            url: format!("{base}/members/{}", one.staff),
            name: one.name.clone(),
            post: match team {
                Some(team) => format!("{}, {team}", lang.name(one.role)),
                None => lang.name(one.role),
            },
            time: self.time(one),
            share: one.shares.on(self.visit.ctx.today()),
            steps: one.shares.steps().map(|step| self.step(step)).collect(),
            away: self.away(one),
            years: years.map(|burden| self.year(burden)).collect(),
        }
    }

    /// Each once, with the post that they have now.
    fn members(&self) -> Vec<MemberView> {
        let mut all: Vec<MemberView> = Vec::new();
        for one in &self.found.members {
            let id = one.staff.to_string();
            if all.iter().all(|known| known.id != id) {
                all.push(self.member(one));
            }
        }
        all
    }
}

fn page(visit: &Visit, found: &Members, (typed, faults): (BurdenForm, Faults)) -> MembersPage {
    let (lang, base) = (visit.lang, url::pool(found.pool.id));
    let members = Words { found, visit }.members();
    let lines = found.pool.lines.iter();
    MembersPage {
        frame: Frame::of(visit, "member-title"),
        lang,
        pool: found.pool.name.clone(),
        tabs: tabs(
            found.pool.id,
            (Serves::of(found.may_serve), Here::Rota),
            lang,
        ),
        rota: format!("{base}/rota"),
        staff: members
            .iter()
            .map(|one| (one.id.clone(), one.name.clone()))
            .collect(),
        lines: lines
            .map(|line| (line.id.to_string(), lang.words(&line.name).to_owned()))
            .collect(),
        until: lang.t1("member-years-until", "year", found.last_year.to_string()),
        long: match found.long_days {
            Some(days) => lang.t1("member-long", "days", days),
            None => String::new(),
        },
        members,
        base,
        typed,
        faults,
    }
}

async fn again(
    visit: &Visit,
    site: &Site,
    id: PoolId,
    typed: (BurdenForm, Faults),
) -> Result<Response, PageError> {
    let found = site.app.members(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    Ok(unprocessable(render(visit, &page(visit, &found, typed))?))
}

async fn ended(
    visit: &Visit,
    site: &Site,
    (id, typed): (PoolId, BurdenForm),
    done: Result<&str, Error>,
) -> Result<Response, PageError> {
    match done {
        Ok(notice) => {
            let to = format!("{}/members?done={notice}", url::pool(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => again(visit, site, id, (typed, Faults::of(faults))).await,
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<PoolId>,
) -> Result<Response, PageError> {
    let found = site.app.members(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let typed = (BurdenForm::default(), Faults::none());
    render(&visit, &page(&visit, &found, typed))
}

pub(super) async fn post_share(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, staff)): Path<(PoolId, StaffId)>,
    Form(form): Form<ShareForm>,
) -> Result<Response, PageError> {
    let today = visit.ctx.today();
    let from = match form.from.trim() {
        "" => Some(today),
        typed => form::day(typed, today),
    };
    let done = match (form.share.trim().parse(), from) {
        (Ok(share), Some(from)) => {
            let new = NewShare {
                pool,
                staff,
                from,
                share,
            };
            site.app.set_share(&visit.ctx, new).await
        }
        (Err(_), _) => Err(Error::invalid("share", "member-fault-share")),
        (_, None) => Err(Error::invalid("from", "duty-fault-day")),
    };
    let done = match done {
        Err(Error::Invalid(faults)) => {
            let beside = |name: &str| format!("{name}-{staff}");
            let faults = Faults::of(faults).at_fields(beside);
            Err(Error::Invalid(faults.into_inner()))
        }
        done => done,
    };
    let typed = (pool, BurdenForm::default());
    ended(&visit, &site, typed, done.map(|()| "member-share")).await
}

pub(super) async fn post_unshare(
    visit: Visit,
    State(site): State<Site>,
    Path((pool, staff)): Path<(PoolId, StaffId)>,
    Form(form): Form<ShareForm>,
) -> Result<Response, PageError> {
    let of = (pool, staff);
    let done = match form.from.parse() {
        Ok(from) => site.app.take_share_back(&visit.ctx, of, from).await,
        Err(_) => Err(Error::invalid("from", "duty-fault-day")),
    };
    let typed = (pool, BurdenForm::default());
    ended(&visit, &site, typed, done.map(|()| "member-unshare")).await
}

pub(super) async fn post_burden(
    visit: Visit,
    State(site): State<Site>,
    Path(pool): Path<PoolId>,
    Form(form): Form<BurdenForm>,
) -> Result<Response, PageError> {
    match form.burden(pool) {
        Err(faults) => again(&visit, &site, pool, (form, faults)).await,
        Ok(new) => {
            let done = site.app.set_burden(&visit.ctx, new).await;
            let done = done.map(|()| "member-burden");
            ended(&visit, &site, (pool, form), done).await
        }
    }
}
