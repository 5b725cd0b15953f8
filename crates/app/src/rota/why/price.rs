//! What it would cost that somebody has a duty: the best rota with them in it, all else planned anew, against the draft.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use hemma_domain::audit::Event;
use hemma_domain::ids::{DutyId, StaffId};
use hemma_domain::time::Day;
use hemma_rota_rules::{
    Board, Claims, Date, DutyNo, Instance, PersonNo, Plan, Problem, Table, check, instance::Pinned,
    prepare, read_solution, score, violations,
};
use tokio::sync::watch;
use uuid::Uuid;

use super::super::draft::{Draft, RotaAt, judged};
use super::super::facts::{Facts, Held, Piece};
use super::super::helper::{self, Call, Ended};
use super::super::instance::{instance, lawful};
use super::super::judge::Entries;
use super::super::propose::{Price, is_made_by_hand, own_search, told};
use super::super::runs::UnderWay;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Seconds that are looked for at most: whoever asks sits in front of the page.
const SECONDS: u32 = 30;

/// A question of a draft, and what is known of its answer.
#[derive(Debug, Clone)]
pub struct Asked {
    pub duty: DutyId,
    pub staff: StaffId,
    pub answer: Answer,
    /// The draft that it was asked of.
    about: Arc<About>,
}

/// What is known of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is being worked out.
    Sought,
    /// The best rota with them in the duty against the draft; below nothing where the draft is not the best.
    Known(Price),
    /// The search ended by a fault; the log says which.
    Broken,
}

#[derive(Debug, PartialEq, Eq)]
struct About {
    entries: Entries,
    rest_days: Vec<(StaffId, Day)>,
    pool_version: i64,
}

impl About {
    fn of(draft: &Draft) -> About {
        About {
            entries: draft.entries.clone(),
            rest_days: draft.rest_days.clone(),
            pool_version: draft.pool.version,
        }
    }
}

impl UnderWay for Asked {
    fn is_under_way(&self) -> bool {
        self.answer == Answer::Sought
    }
}

impl Asked {
    /// Whether it is of this duty, and the draft is still the one that it was asked of.
    pub(super) fn is_of(&self, draft: &Draft, duty: DutyId) -> bool {
        self.duty == duty && *self.about == About::of(draft)
    }
}

impl App {
    /// Begins to work out what it would cost that somebody has a duty of a draft. One question of a pool at a time.
    pub async fn ask_price(
        &self,
        ctx: &Ctx,
        (at, duty): (RotaAt, DutyId),
        staff: StaffId,
    ) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        let (draft, judge) = judged(ctx, &mut tx, rota, entered.clone()).await?;
        if !draft.served.iter().any(|one| one.duty.id == duty) {
            return Err(Error::NotFound);
        }
        if is_made_by_hand(&draft.agreement) {
            return Err(Error::invalid("staff", "rota-fault-by-hand"));
        }
        tx.log(entered.entry(ctx, Event::RotaRead, duty.to_string()));
        tx.commit().await?;
        let about = Arc::new(About::of(&draft));
        let entries = draft.entries.clone();
        // Fractions of a second of arithmetic: kept off the threads that answer requests.
        let ready = move || Question::of(judge.facts, &entries, (duty, staff));
        let question = tokio::task::spawn_blocking(ready).await;
        let question = question.map_err(|err| Error::Internal(err.into()))??;
        let asked = Asked {
            duty,
            staff,
            answer: Answer::Sought,
            about,
        };
        match self.run_question(ctx, at, (asked, question)) {
            true => Ok(()),
            false => Err(Error::invalid("staff", "why-fault-running")),
        }
    }

    /// What was asked of a duty of a draft, while the draft is as it was then.
    pub(super) fn price_asked(&self, draft: &Draft, duty: DutyId) -> Option<Asked> {
        let at = (draft.pool.id, draft.rota.id);
        let (_, asked) = self.prices.of(at)?;
        Some(asked).filter(|one| one.is_of(draft, duty))
    }

    /// Searches beside the request. Says whether it began.
    fn run_question(&self, ctx: &Ctx, at: RotaAt, (asked, question): (Asked, Question)) -> bool {
        let (pool, id) = (at.0, ctx.new_id());
        let begun = (id, at.1, ctx.now);
        let Some(stop) = self.prices.claim(pool, begun, asked.clone()) else {
            return false;
        };
        let app = self.clone();
        tokio::spawn(async move {
            let answer = match question.answer(app.rota_helper(), stop).await {
                Ok(price) => Answer::Known(price),
                Err(err) => {
                    tracing::error!(pool.id = %pool, cause = format!("{err:#}"), "a duty was not priced");
                    Answer::Broken
                }
            };
            app.prices.set((pool, id), Asked { answer, ..asked });
        });
        true
    }
}

/// A draft that breaks no rule, and somebody else for one of its duties.
struct Question {
    written: Instance,
    problem: Arc<Problem>,
    plan: Plan,
    duty: DutyNo,
    staff: PersonNo,
}

impl Question {
    fn of(facts: Facts, entries: &Entries, (duty, staff): (DutyId, StaffId)) -> Result<Question> {
        let facts = facts.without_this_week();
        let is_free = |one: &Piece| one.id == duty.0 && matches!(one.held, Held::Free { .. });
        if !facts.pieces.iter().any(is_free) {
            return Err(Error::invalid("staff", "why-fault-stands"));
        }
        let written = instance(&facts, "priced".to_owned());
        let (written, problem) =
            lawful(written).map_err(|faults| Error::Internal(faults.into()))?;
        let duty = problem.duty_by_id(&duty.to_string());
        let duty = duty.ok_or_else(|| Error::invalid("staff", "why-fault-stands"))?;
        let staff = problem.person_by_id(&staff.to_string());
        let staff = staff.ok_or_else(|| Error::invalid("staff", "duty-fault-staff"))?;
        let plan = plan(&problem, entries, &facts.rest_days);
        if !violations(&problem, &plan).is_empty() {
            return Err(Error::invalid("staff", "why-fault-unlawful"));
        }
        Ok(Question {
            written,
            problem: Arc::new(problem),
            plan,
            duty,
            staff,
        })
    }

    async fn answer(
        self,
        program: Option<&Path>,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<Price> {
        if !self.problem.may_serve(self.staff, self.duty) {
            return Ok(Price::Impossible);
        }
        match program {
            Some(program) => self.solved(program, stop).await,
            None => self.searched(stop).await,
        }
    }

    /// As the helper finds and proves it.
    async fn solved(&self, program: &Path, stop: watch::Receiver<bool>) -> anyhow::Result<Price> {
        let duty = &self.problem.duties[self.duty].id;
        let staff = &self.problem.persons[self.staff].id;
        let solution = self.plan.solution(&self.problem, Claims::default());
        let call = Call {
            words: &["prices", "--duty", duty, "--person", staff],
            lines: vec![
                serde_json::to_string(&self.written)?,
                serde_json::to_string(&solution)?,
            ],
            seconds: u64::from(SECONDS),
        };
        let Ended::Done(bytes) = helper::run(program, call, stop, |_| ()).await? else {
            return Ok(Price::Impossible);
        };
        let prices: BTreeMap<Uuid, Price> = told(bytes)?;
        let price = prices.get(&duty.parse()?).copied();
        price.context("the helper told no price")
    }

    /// As the server's own search finds it: at most so much, and nothing is proven.
    async fn searched(&self, stop: watch::Receiver<bool>) -> anyhow::Result<Price> {
        let mut written = self.written.clone();
        written.pinned.push(Pinned {
            duty: self.problem.duties[self.duty].id.clone(),
            person: self.problem.persons[self.staff].id.clone(),
        });
        let forced = Arc::new(prepare(&written)?);
        let Some(bytes) = own_search(&forced, SECONDS, stop).await? else {
            return Ok(Price::Impossible);
        };
        let found = read_solution(&forced, &bytes)?;
        let verdict = check(&forced, &found);
        anyhow::ensure!(
            verdict.is_right(),
            "what was found does not pass the checker"
        );
        let before = score(&self.problem, &self.plan).total;
        // To move this duty alone is a rota too, and the search may not have come past it.
        let alone = Board::new(&self.problem).why(&self.plan, self.duty, self.staff);
        let alone = alone.is_lawful().then_some(alone.difference);
        let most = alone
            .into_iter()
            .chain([verdict.score.total - before])
            .min();
        Ok(Price::Points {
            least: None,
            most: most.unwrap_or_default(),
        })
    }
}

/// A draft as a problem has it in which some of what stands is left out.
fn plan(problem: &Problem, entries: &Entries, rest_days: &[(StaffId, Day)]) -> Plan {
    let given = |id: &str| {
        let staff = entries.get(&DutyId(id.parse().ok()?))?;
        problem.person_by_id(&staff.to_string())
    };
    let duties = problem.duties.values();
    let assign = duties.map(|duty| duty.pinned.or_else(|| given(&duty.id)));
    let mut days: BTreeSet<(PersonNo, Date)> = rest_days
        .iter()
        .filter_map(|(staff, day)| {
            let person = problem.person_by_id(&staff.to_string())?;
            let works = problem.works_on(person, problem.day(day.0)?);
            works.then_some((person, day.0))
        })
        .collect();
    days.extend(Plan::pinned(problem).comp_days);
    Plan {
        assign: Table::of(assign.collect()),
        comp_days: days.into_iter().collect(),
    }
}
