//! Filling a demo network: the generator's values, stored as they are. Once, into an empty site.

mod consultation;
mod economy;
mod on_call;
mod opening;
mod project;
mod review;
mod training;

use std::collections::BTreeSet;

use anyhow::Context as _;
pub use hemma_demo::Options;
use hemma_demo::{Family, House, Nights, Plan};
use hemma_domain::access::{self, Actor, Decision, Errand, Held, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::CaseId;
use hemma_domain::instrument::{Answers, Scorer};
use hemma_domain::link::AnswerLink;
use hemma_domain::measure::{AnswerSheet, Hand, KeptScore, LOOK_AHEAD_DAYS, Measure, State};
use hemma_domain::round::State as RoundState;
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::error::Result as StoreResult;
use hemma_store::link::Keys;
use hemma_store::seal::Key;
use hemma_store::{
    addressee as stored_addressee, artefact, assignment, bond, calling, case, consent, contact,
    development, feedback, fit, followup, frame, goal, hold, incident, link, measure, note, person,
    proposal as stored_proposal, report, round, screening, site, staff, step, task, team,
    training as stored_training, trip as stored_trip, week,
};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::login::DEMO;

/// Families stored together: few enough to show progress, enough that commits cost nothing.
const BATCH: usize = 25;

/// What became of a wish to fill a demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    /// So many families were stored.
    Now(usize),
    /// There was a demo already, made from these; it is kept as it is. None where that was not written down.
    Before(Option<Options>),
}

impl App {
    /// Fills the site with an invented network unless it holds one. A site with real data is refused.
    /// `progress` is told how many families of how many are stored.
    pub async fn fill_demo(
        &self,
        ctx: &Ctx,
        options: &Options,
        progress: impl Fn(usize, usize),
    ) -> Result<Filled> {
        let Actor::System(Errand::Demo) = ctx.actor else {
            return Err(Error::Forbidden);
        };
        if self.is_demo().await? {
            let mut tx = self.db.read().await?;
            let kept = site::get(&mut tx, DEMO).await?;
            return Ok(Filled::Before(kept.as_deref().and_then(made_from)));
        }
        let plan = Plan::new(options).map_err(|err| Error::Internal(err.into()))?;
        let mut tx = self.db.write(&ctx.request).await?;
        refuse_real_data(&mut tx).await?;
        house(&mut tx, plan.house()).await?;
        self.demo_rounds(&mut tx, ctx, &plan).await?;
        let pools = self.demo_pools(&mut tx, &plan).await?;
        decisions(&mut tx, &plan).await?;
        economy::store(&mut tx, &plan).await?;
        for one in plan.trainings() {
            training::keep(&mut tx, &one).await?;
        }
        for one in plan.consultations() {
            consultation::keep(&mut tx, &one, ctx.today()).await?;
        }
        for one in plan.openings() {
            opening::keep(&mut tx, ctx, &one).await?;
        }
        tx.commit().await?;
        let mut stored = 0;
        // Of each board one that waits and one that was judged show how it is done.
        let mut glasses = BTreeSet::new();
        let mut tx = self.db.write(&ctx.request).await?;
        for one in plan.families() {
            // Data that does not fit the schema is a fault of the generator, not somebody else's change.
            let context = || format!("the family {} cannot be stored", one.case.code);
            family(&mut tx, ctx, &one)
                .await
                .with_context(context)
                .map_err(Error::Internal)?;
            self.demo_measures(&mut tx, ctx, (&plan, &one)).await?;
            let mut nights = plan.nights(&one, &pools);
            nights.glass = nights
                .glass
                .filter(|glass| glasses.insert((one.case.board, glass.review.is_some())));
            if nights != Nights::default() {
                let of = (one.case.id, &nights);
                self.demo_nights(&mut tx, ctx, of).await?;
            }
            stored += 1;
            if stored % BATCH == 0 {
                tx.commit().await?;
                progress(stored, plan.len());
                tx = self.db.write(&ctx.request).await?;
            }
        }
        self.demo_developments(&mut tx, ctx, &plan).await?;
        self.demo_reviews(&mut tx, ctx, &plan).await?;
        self.demo_project(&mut tx, ctx, &plan).await?;
        // Only now is it a demo: a fill that was cut short is not taken for a whole one.
        site::set(
            &mut tx,
            DEMO,
            &format!("{} {} {}", options.seed, options.today, options.scale),
        )
        .await?;
        tx.commit().await?;
        progress(stored, plan.len());
        Ok(Filled::Now(stored))
    }
}

/// What a demo was made from, as it was written down.
fn made_from(kept: &str) -> Option<Options> {
    let mut words = kept.split(' ');
    let (seed, today, scale) = (words.next()?, words.next()?, words.next()?);
    Some(Options {
        seed: seed.parse().ok()?,
        today: today.parse().ok()?,
        scale: scale.parse().ok()?,
    })
}

impl App {
    /// What people want to become better at, with what that rests on as whoever set the goal read it then.
    async fn demo_developments(&self, tx: &mut Tx, ctx: &Ctx, plan: &Plan) -> Result<()> {
        for goal in plan.developments() {
            let (now, id) = goal.set;
            let posts = plan.house().posts.iter().filter(|post| post.staff == id);
            let posts = posts.map(|post| Held {
                role: post.role,
                place: post.place,
            });
            let then = Ctx {
                actor: Actor::Staff {
                    id,
                    posts: posts.collect(),
                },
                now,
                ..ctx.clone()
            };
            let goal = self.with_told(&then, tx, goal).await?;
            development::insert(tx, &goal).await?;
        }
        Ok(())
    }

    /// What the teams say of their leaders and consultants.
    async fn demo_rounds(&self, tx: &mut Tx, ctx: &Ctx, plan: &Plan) -> Result<()> {
        for team in &plan.house().teams {
            for one in self.asked_of_team(team, ctx.today()) {
                let asked = (one.scorer.instrument(), &one.asking);
                for rated in plan.rated(team, asked, one.programme_version) {
                    let id = rated.round.id;
                    round::insert(tx, &rated.round).await?;
                    for (staff, answered) in rated.raters {
                        round::rater::insert(tx, id, staff).await?;
                        if answered {
                            round::rater::answer(tx, id, staff).await?;
                        }
                    }
                    if rated.round.state == RoundState::Open || !rated.ballots.is_empty() {
                        round::urn::insert(tx, id, &rated.ballots).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The measures of a family, with the scores that its answers give.
    async fn demo_measures(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        (plan, family): (&Plan, &Family),
    ) -> Result<()> {
        let case = &family.case;
        let programme = self.programme(&case.programme, case.programme_version)?;
        let asked = self.asked_of_cases(&programme, ctx.today());
        let instruments: Vec<_> = asked
            .iter()
            .map(|(scorer, plans)| (scorer.instrument(), *plans))
            .collect();
        if instruments.is_empty() || case.opened_on().is_none() {
            return Ok(());
        }
        let Some(door) = case::door(tx, case.id, ctx.today()).await? else {
            return Ok(());
        };
        let request = Request::Case(access::CaseAction::Manage, &door.scope);
        let permit = allowed(ctx, request)?;
        let entry = of_permit(ctx, Event::MeasurePlanned, &permit);
        let key = case::enter(tx, &permit, &door.wrapped, entry)?;
        let made = plan.measured(family, &instruments);
        if let (Some(time), Some(by)) = (&made.best, family.cares.first()) {
            let said = (ctx.now, by.staff);
            calling::set(tx, (case.id, &key), time, said).await?;
        }
        for one in &made.holds {
            hold::insert(tx, &key, one).await?;
        }
        for one in &made.measures {
            measure::insert(tx, &before_its_link(one)).await?;
        }
        for one in &made.links {
            link::insert(tx, one, &unopened(one)).await?;
        }
        for one in made.measures.iter().filter(|one| is_by_link(one)) {
            measure::save(tx, one).await?;
        }
        for one in &made.attempts {
            measure::attempt::insert(tx, &key, case.id, one).await?;
        }
        for one in &made.sheets {
            measure::sheet::insert(tx, &key, case.id, one).await?;
            let of = made.measures.iter().find(|known| known.id == one.measure);
            if let Some(Measure {
                state: State::Done { at, .. },
                instrument,
                instrument_version,
                ..
            }) = of
            {
                let scorer = self.instrument(instrument, *instrument_version)?;
                scores(tx, &scorer, (case.id, one, *at)).await?;
            }
        }
        measure::list::set_planned(tx, case.id, ctx.today().plus(LOOK_AHEAD_DAYS)).await?;
        Ok(())
    }
}

fn is_by_link(one: &Measure) -> bool {
    matches!(
        one.state,
        State::Done {
            by: Hand::Link(_),
            ..
        }
    )
}

/// A measure that a link ended, as it was when the link was made.
fn before_its_link(one: &Measure) -> Measure {
    match is_by_link(one) {
        true => Measure {
            state: State::Due,
            released: None,
            ..one.clone()
        },
        false => one.clone(),
    }
}

/// Of an invented link nobody has the address or the code: its hashes are of nothing that can be typed.
fn unopened(one: &AnswerLink) -> Keys {
    Keys {
        token_hash: format!("invented {}", one.id),
        code_hash: String::new(),
    }
}

/// What the answers of a sheet that is finished give.
async fn scores(
    tx: &mut Tx,
    scorer: &Scorer,
    (case, sheet, at): (CaseId, &AnswerSheet, Instant),
) -> Result<()> {
    let instrument = scorer.instrument();
    let answers = Answers {
        instrument: instrument.code.clone(),
        version: instrument.version,
        given: sheet.given.clone(),
    };
    let fault = |_| Error::Internal(anyhow::anyhow!("invented answers do not fit"));
    let read = scorer.sheet(&answers).map_err(fault)?;
    for score in scorer.scores(&read) {
        let kept = KeptScore::of(sheet.measure, &score, at);
        measure::score::insert(tx, case, &kept).await?;
    }
    Ok(())
}

/// A folder in which people work, or a demo that was cut short, is left alone.
async fn refuse_real_data(tx: &mut Tx) -> Result<()> {
    let row = tx.one("SELECT count(*) AS n FROM staff", &[]).await?;
    if row.get::<i64>("n")? > 0 {
        let told =
            "this data folder holds a site, or a demo that was cut short: take an empty folder";
        return Err(Error::Internal(anyhow::anyhow!(told)));
    }
    Ok(())
}

/// What the network's office proposed, the files that go with it, and what came of its oldest trip.
async fn decisions(tx: &mut Tx, plan: &Plan) -> Result<()> {
    for board in plan.addressees() {
        stored_addressee::insert(tx, &board).await?;
    }
    for proposal in plan.proposals() {
        stored_proposal::insert(tx, &proposal).await?;
    }
    for (of, one, sent) in plan.attachments() {
        stored_proposal::attachment::insert(tx, of, (&one, &sent)).await?;
    }
    if let Some(lesson) = plan.learnt() {
        let one = &lesson.training;
        stored_training::insert(tx, one).await?;
        stored_training::urn::insert(tx, one.id, &[]).await?;
        stored_trip::save(tx, lesson.trip, &[one.id]).await?;
        for staff in &lesson.came {
            stored_training::seat::insert(tx, one.id, *staff).await?;
        }
        let marks: Vec<_> = lesson.came.iter().map(|who| (*who, lesson.on)).collect();
        stored_training::seat::attend(tx, one.id, &marks).await?;
    }
    Ok(())
}

async fn house(tx: &mut Tx, house: &House) -> StoreResult<()> {
    team::insert_network(tx, &house.network).await?;
    for (board, next) in house.boards.iter().zip(&house.next_case_numbers) {
        team::insert_board(tx, board).await?;
        team::set_next_case_number(tx, board.id, i64::from(*next)).await?;
    }
    for one in &house.teams {
        team::insert(tx, one).await?;
    }
    for one in &house.staff {
        staff::insert(tx, one).await?;
    }
    for one in &house.posts {
        staff::insert_post(tx, one).await?;
    }
    Ok(())
}

async fn family(tx: &mut Tx, ctx: &Ctx, family: &Family) -> StoreResult<()> {
    let id = family.case.id;
    let key = case::new_key(tx, id).await?;
    case::insert(tx, &key, &family.case).await?;
    for (phase, from) in &family.phases {
        case::insert_phase(tx, id, phase, *from).await?;
    }
    assignment::insert(tx, &key, &family.assignment).await?;
    people(tx, &key, family).await?;
    for one in &family.screenings {
        screening::insert(tx, &key, id, one).await?;
    }
    for one in &family.cares {
        case::insert_care(tx, one).await?;
    }
    weeks(tx, &key, family).await?;
    records(tx, &key, family).await?;
    log(tx, ctx, id).await
}

async fn people(tx: &mut Tx, key: &Key, family: &Family) -> StoreResult<()> {
    for (number, one) in (1..).zip(&family.persons) {
        person::insert(tx, key, one, number).await?;
        person::index(tx, family.case.board, one).await?;
    }
    for one in &family.bonds {
        bond::insert(tx, one).await?;
    }
    for one in &family.ties {
        bond::insert_tie(tx, key, one).await?;
    }
    for one in &family.consents {
        consent::insert(tx, key, one).await?;
    }
    Ok(())
}

async fn weeks(tx: &mut Tx, key: &Key, family: &Family) -> StoreResult<()> {
    let id = family.case.id;
    for one in &family.frame {
        frame::insert(tx, key, one).await?;
    }
    for one in &family.goals {
        goal::insert(tx, key, one).await?;
    }
    for one in &family.weeks {
        week::insert(tx, key, &one.week).await?;
        for text in &one.texts {
            week::insert_text(tx, key, (id, one.week.week), text).await?;
        }
    }
    for one in &family.fits {
        fit::insert(tx, key, one).await?;
    }
    for one in &family.steps {
        step::insert(tx, key, one).await?;
    }
    for one in &family.feedback {
        feedback::insert(tx, key, one).await?;
    }
    Ok(())
}

async fn records(tx: &mut Tx, key: &Key, family: &Family) -> StoreResult<()> {
    for one in &family.contacts {
        contact::insert(tx, key, one).await?;
    }
    for one in &family.notes {
        note::insert(tx, key, one).await?;
    }
    for one in &family.artefacts {
        artefact::insert(tx, key, one).await?;
    }
    for one in &family.signatures {
        artefact::insert_signature(tx, key, one).await?;
    }
    for one in &family.incidents {
        incident::insert(tx, key, one).await?;
    }
    for one in &family.tasks {
        task::insert(tx, key, one).await?;
    }
    for one in &family.reports {
        report::insert(tx, key, one).await?;
    }
    for one in &family.outcomes {
        followup::insert_outcome(tx, one).await?;
    }
    for one in &family.follow_ups {
        followup::insert(tx, key, one).await?;
    }
    Ok(())
}

/// Each case's chain begins with how it came here.
async fn log(tx: &mut Tx, ctx: &Ctx, id: CaseId) -> StoreResult<()> {
    let Some(door) = case::door(tx, id, ctx.today()).await? else {
        return Ok(());
    };
    let request = Request::Case(access::CaseAction::Manage, &door.scope);
    if let Decision::Allow(permit) = access::decide(&ctx.actor, request) {
        tx.log(of_permit(ctx, Event::DemoFilled, &permit));
    }
    Ok(())
}
