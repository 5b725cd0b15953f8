//! Which measures a case has: kept as the programme, the course of the case and the consents ask.

use std::sync::Arc;

use hemma_domain::access::{CaseAction, Request};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::Ruling;
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{Instrument, Scorer};
use hemma_domain::mail::{MailKind, REMINDER_DAYS};
use hemma_domain::measure::{
    Askable, Course, LOOK_AHEAD_DAYS, Measure, NotAsked, Plan, Plans, State, plan,
};
use hemma_domain::programme::{MeasureOf, Programme};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::measure::{self as stored, list, sheet};
use hemma_store::{case, consent, hold, person, ruling};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{Entered, allowed, of_permit};
use crate::error::{Error, Result};

/// A case is planned anew when less than this lies ahead.
const PLANNED_DAYS_MIN: i64 = LOOK_AHEAD_DAYS / 2;

/// Cases that one round of upkeep plans: a round stays short, and the next one goes on.
const CASES_MAX: u32 = 100;

const ON_HOLD: State = State::NotAsked {
    why: NotAsked::OnHold,
};

impl App {
    /// Makes the measures of a case be as programme, course, holds and consents ask; part of another use case.
    pub(crate) async fn plan_measures(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        entered: &Entered,
    ) -> Result<()> {
        let (id, key, today) = (entered.case(), &entered.key, ctx.today());
        let found = case::find(tx, key, id).await?.ok_or(Error::NotFound)?;
        let programme = self.programme(&found.programme, found.programme_version)?;
        let asked = self.asked_of_cases(&programme, today);
        if asked.is_empty() {
            return Ok(());
        }
        let rulings: Vec<Ruling> = ruling::of_case(tx, key, id)
            .await?
            .into_iter()
            .map(|(ruling, _)| ruling)
            .rev()
            .collect();
        let holds = hold::of_case(tx, key, id).await?;
        let Some(course) = Course::of(&found, &rulings, holds) else {
            return Ok(());
        };
        let persons = person::of_case(tx, key, id).await?;
        let consents = consent::of_case(tx, key, id).await?;
        let existing = stored::of_case(tx, id).await?;
        let begun = sheet::begun_of_case(tx, id).await?;
        let until = today.plus(LOOK_AHEAD_DAYS);
        for (scorer, plans) in asked {
            let instrument = scorer.instrument();
            let askable = Askable::of(&instrument.respondents, &persons, &consents, today);
            let of_instrument: Vec<Measure> = existing
                .iter()
                .filter(|one| one.instrument == instrument.code)
                .cloned()
                .collect();
            let mut made = plan(&plans, &course, &askable, &of_instrument, (today, until));
            // What was begun may be finished, although the family's measures rest by now.
            made.change
                .retain(|one| one.state != ON_HOLD || !begun.contains(&one.id));
            keep((ctx, tx), id, (instrument, made)).await?;
        }
        list::set_planned(tx, id, until).await?;
        Ok(())
    }

    /// What a programme asks about each family, as far as the instrument is known.
    pub(crate) fn asked_of_cases(
        &self,
        programme: &Programme,
        today: Day,
    ) -> Vec<(Arc<Scorer>, Plans)> {
        let rules = programme.measures.iter();
        rules
            .filter(|rule| rule.about == MeasureOf::Case)
            .filter_map(|rule| {
                let scorer = self.instruments.newest_on(&rule.instrument, today)?;
                Some((scorer, Plans::of(rule)))
            })
            .collect()
    }

    /// The questionnaires that the newest version of a programme asks for and that the site does not know.
    pub fn unknown_instruments(&self, programme: &str) -> Vec<String> {
        let Some(programme) = self.programmes.newest(programme) else {
            return Vec::new();
        };
        let asked = programme.measures.iter();
        asked
            .map(|rule| &rule.instrument)
            .filter(|code| self.instruments.newest(code).is_none())
            .cloned()
            .collect()
    }

    /// Plans the cases whose plan runs out: a part of upkeep. Says how many it planned.
    pub async fn plan_due_measures(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let programmes: Vec<(String, u32)> = self
            .programmes()
            .all()
            .iter()
            .filter(|programme| !self.asked_of_cases(programme, today).is_empty())
            .map(|programme| (programme.code.clone(), programme.version))
            .collect();
        let until = today.plus(PLANNED_DAYS_MIN);
        let mut tx = self.db.read().await?;
        let cases = list::unplanned(&mut tx, &programmes, until, CASES_MAX).await?;
        tx.commit().await?;
        let mut planned = 0;
        for id in cases {
            let (mut tx, entered) = self
                .enter(ctx, id, CaseAction::Manage, Event::MeasurePlanned)
                .await?;
            self.plan_measures(ctx, &mut tx, &entered).await?;
            tx.commit().await?;
            planned += 1;
        }
        Ok(planned)
    }

    /// Moves measures that nobody has begun to answer to the newest version of their questionnaire: a part of upkeep. Says
    /// how many there were.
    pub async fn renew_measures(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let codes = self.instruments().into_iter();
        let codes = codes.map(|one| one.instrument().code.clone());
        let newest = codes.filter_map(|code| self.instruments.newest_on(&code, today));
        let mut tx = self.db.write(&ctx.request).await?;
        let mut moved = 0;
        for scorer in newest.filter(|one| 1 < one.instrument().version) {
            let instrument = scorer.instrument();
            let version = (instrument.code.as_str(), instrument.version);
            let count = list::renew(&mut tx, version, today).await?;
            if 0 < count {
                let mut entry = ctx.entry(Event::MeasureChanged);
                entry.detail = format!("{} {}: {count}", version.0, version.1);
                tx.log(entry);
            }
            moved += count;
        }
        tx.commit().await?;
        Ok(moved)
    }

    /// Tells interviewers of interviews that end within days: a part of upkeep, once a day for each. It stops by itself
    /// when they have been held, declined or have lapsed. Says how many were told.
    pub async fn remind_interviewers(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let days = (today, today.plus(REMINDER_DAYS));
        let waiting = list::interviewers_of_ending(&mut tx, days).await?;
        let told = self
            .tell_all(ctx, &mut tx, (&waiting, MailKind::InterviewsEnding))
            .await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Lets lapse what nobody answered in time: a part of upkeep. Says how many there were.
    pub async fn lapse_measures(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let mut lapsed = 0;
        for one in list::lapsing(&mut tx, today).await? {
            let Some(state) = one.measure.lapsed(one.attempts + one.links, today) else {
                continue;
            };
            let permit = allowed(ctx, Request::Case(CaseAction::Manage, &one.scope))?;
            let new = Measure {
                state,
                ..one.measure
            };
            // Whoever changed it meanwhile knows more than the calendar.
            if stored::save(&mut tx, &new).await? {
                tx.log(Entry {
                    detail: new.id.to_string(),
                    ..of_permit(ctx, Event::MeasureChanged, &permit)
                });
                lapsed += 1;
            }
        }
        tx.commit().await?;
        Ok(lapsed)
    }
}

/// Makes the measures of a case and an instrument be as they were planned.
async fn keep(
    (ctx, tx): (&Ctx, &mut Tx),
    case: CaseId,
    (instrument, made): (&Instrument, Plan),
) -> Result<()> {
    for wanted in made.add {
        let new = wanted.measure((MeasureId(ctx.new_id()), case), instrument);
        stored::insert(tx, &new).await?;
    }
    for changed in made.change {
        if !stored::save(tx, &changed).await? {
            return Err(Error::Conflict);
        }
    }
    Ok(())
}
