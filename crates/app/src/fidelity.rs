//! Fidelity: what the scores say of a therapist, a team and a network, and whom to ask next.

mod items;
mod model;
pub mod network;
mod sheets;
mod subject;
#[cfg(test)]
mod tests;
mod therapist;

pub use items::{Cell, ItemLine, Items};
pub use model::{Estimate, Limits, Shrunken, Spread, Trend};
pub use subject::Subject;
pub use therapist::{FamilyLine, TherapistFidelity};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hemma_domain::access::{self, CaseAction, CaseScope, Request, TeamAction, TeamScope};
use hemma_domain::audit::Event;
use hemma_domain::fidelity::{Asked, Form, Lack, Level, Step, collected, lacking, scale_of};
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::instrument::{Confirmation, CutOff, Instrument, Scale, Scorer};
use hemma_domain::programme::MeasureOf;
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{fidelity as stored, staff, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Months of a team's trend: two years, so that each month has its like beside it.
const MONTHS: u32 = 24;

/// Months that a level is about: a year evens the seasons out.
const LEVEL_MONTHS: i64 = 12;

/// Months of scores that a page reads: the trend of a therapist by quarters, and the models.
const READ_MONTHS: i64 = 36;

/// What fidelity is measured with.
#[derive(Clone)]
pub struct Yardstick {
    scorer: Arc<Scorer>,
    scale: Scale,
    /// Who vouches for each version of the rule, the present one included.
    rules: BTreeMap<u32, Confirmation>,
}

/// Scores that stand under an older version of the rule than the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Of the rule.
    pub version: u32,
    /// How many.
    pub forms: u32,
    /// Somebody vouches for it.
    pub confirmed: bool,
}

impl Yardstick {
    /// The instrument, in the version that is asked today.
    pub fn instrument(&self) -> &Instrument {
        self.scorer.instrument()
    }

    /// The scale that is about the therapist's work.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The scores that stand under older versions of the rule.
    fn earlier(&self, forms: &[Form]) -> Vec<Earlier> {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let older = forms
            .iter()
            .filter(|form| form.rule < self.scale.rule.version);
        for form in older {
            *counts.entry(form.rule).or_default() += 1;
        }
        let told = |(version, forms)| Earlier {
            version,
            forms,
            confirmed: self.rules.get(&version).is_some_and(is_confirmed),
        };
        counts.into_iter().map(told).collect()
    }

    /// Somebody vouches for the present rule.
    pub fn is_confirmed(&self) -> bool {
        is_confirmed(&self.scale.rule.confirmation)
    }

    /// Where the scale is cut off.
    pub fn cut_off(&self) -> Option<CutOff> {
        self.scale.cut_off.as_ref().map(|cut| cut.value)
    }
}

/// How it goes with somebody's or everybody's scores: the year, the one before, and the way here.
#[derive(Clone)]
pub struct Summary {
    pub yardstick: Yardstick,
    /// The last twelve months.
    pub level: Level,
    /// The twelve months before.
    pub before: Level,
    /// Collected and due in the last twelve months.
    pub collected: (u32, u32),
    pub trend: Trend,
    /// The oldest rule first; empty where every score stands under the present one.
    pub earlier: Vec<Earlier>,
}

impl Summary {
    fn of(
        yardstick: &Yardstick,
        forms: &[Form],
        collected: (u32, u32),
        (step, periods, today): (Step, u32, Day),
    ) -> Summary {
        let cut_off = yardstick.cut_off();
        let year = a_year_before(today);
        Summary {
            level: level(forms, (year, today), cut_off),
            before: level(forms, (a_year_before(year), year), cut_off),
            collected,
            trend: Trend::of(forms, cut_off, step, (periods, today)),
            earlier: yardstick.earlier(forms),
            yardstick: yardstick.clone(),
        }
    }
}

/// A therapist, or a team.
#[derive(Debug, Clone)]
pub struct Unit<I> {
    pub id: I,
    pub name: String,
    /// Of the last twelve months.
    pub level: Level,
    /// What the model makes of it; none where no model fits.
    pub mean: Option<Shrunken>,
}

/// One therapist in a team's fidelity.
#[derive(Debug, Clone)]
pub struct TherapistLine {
    pub unit: Unit<StaffId>,
    /// Families in treatment that lack their newest interview.
    pub lacking: u32,
}

/// A family that lacks its newest interview.
#[derive(Debug, Clone)]
pub struct LackLine {
    pub case: CaseId,
    /// The case's code.
    pub code: String,
    /// Empty where nobody carries the family.
    pub therapist: String,
    pub due_on: Day,
    pub lack: Lack,
    /// The reader may open the case.
    pub may_see: bool,
}

/// The fidelity of a team.
#[derive(Clone)]
pub struct TeamFidelity {
    /// The trend is by months.
    pub summary: Summary,
    /// By name.
    pub therapists: Vec<TherapistLine>,
    /// How much of the differences lies between therapists; none where no model fits.
    pub spread: Option<Spread>,
    pub items: Items,
    pub lacking: Vec<LackLine>,
}

/// Which scores somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    All,
    /// Those that were given to the therapist: a therapist's own.
    Released,
}

/// What was measured in a team, and by whom it is read.
struct Measured {
    scope: TeamScope,
    yardstick: Yardstick,
    asked: Vec<Asked>,
    /// The names of the therapists.
    names: BTreeMap<StaffId, String>,
}

impl App {
    /// The fidelity of a team; none where its programme has no instrument about the therapist.
    pub async fn team_fidelity(
        &self,
        ctx: &Ctx,
        id: TeamId,
    ) -> Result<(Team, Option<TeamFidelity>)> {
        let (mut tx, team, measured) = self.measured(ctx, id, TeamAction::SeeFidelity).await?;
        let Some(measured) = measured else {
            tx.commit().await?;
            return Ok((team, None));
        };
        let Measured {
            scope,
            yardstick,
            asked,
            names,
        } = measured;
        let today = ctx.today();
        let items = self
            .team_items((ctx, &mut tx), (id, &yardstick), |_| true)
            .await?;
        tx.commit().await?;
        let forms: Vec<Form> = asked.iter().filter_map(Asked::form).collect();
        let (means, spread) = model::of_therapists(&forms);
        let missing = lacking(&asked, today);
        let year = (a_year_before(today), today);
        let collected = collected_since(&asked, year);
        let cut_off = yardstick.cut_off();
        let periods = (Step::Month, MONTHS, today);
        let page = TeamFidelity {
            summary: Summary::of(&yardstick, &forms, collected, periods),
            therapists: therapists(&forms, &missing, (&names, &means), (year, cut_off)),
            spread,
            items,
            lacking: lack_lines(ctx, &missing, (scope, &names)),
        };
        Ok((team, Some(page)))
    }

    /// Opens a team for a look at its fidelity, and reads what was measured; none where its programme measures none.
    async fn measured(
        &self,
        ctx: &Ctx,
        id: TeamId,
        action: TeamAction,
    ) -> Result<(Tx, Team, Option<Measured>)> {
        let (mut tx, _permit, scope) = self
            .enter_team(ctx, id, action, Event::FidelityRead)
            .await?;
        let (team, _board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let today = ctx.today();
        let Some(yardstick) = self.yardstick(&team.programme, today) else {
            return Ok((tx, team, None));
        };
        let what = (
            yardstick.instrument().code.as_str(),
            yardstick.scale.code.as_str(),
        );
        let days = (today.plus_months(-READ_MONTHS), today);
        let asked = stored::asked(&mut tx, id, what, days).await?;
        let measured = Measured {
            names: names(&mut tx, &asked).await?,
            scope,
            asked,
            yardstick,
        };
        Ok((tx, team, Some(measured)))
    }

    /// What the scores of the last twelve months say of a therapist, within a transaction that was opened for something
    /// else; none where nothing is measured.
    pub(crate) async fn level_of(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (team, staff, seen): (&Team, StaffId, Seen),
    ) -> Result<Option<(Level, Yardstick)>> {
        let today = ctx.today();
        let Some(yardstick) = self.yardstick(&team.programme, today) else {
            return Ok(None);
        };
        let what = (
            yardstick.instrument().code.as_str(),
            yardstick.scale.code.as_str(),
        );
        let year = (a_year_before(today), today);
        let asked = stored::asked(tx, team.id, what, year).await?;
        let is_seen = |one: &&Asked| {
            let is_told = seen == Seen::All || one.measure.released.is_some();
            one.therapist == Some(staff) && is_told
        };
        let forms: Vec<Form> = asked
            .iter()
            .filter(is_seen)
            .filter_map(Asked::form)
            .collect();
        let level = level(&forms, year, yardstick.cut_off());
        Ok(Some((level, yardstick)))
    }

    /// What a programme measures its therapists' fidelity with on a day: the first of its instruments that is about
    /// the therapist.
    pub(crate) fn yardstick(&self, programme: &str, today: Day) -> Option<Yardstick> {
        let programme = self.programmes.newest(programme)?;
        let rules = programme.measures.iter();
        rules
            .filter(|rule| rule.about == MeasureOf::Case)
            .find_map(|rule| {
                let scorer = self.instruments.newest_on(&rule.instrument, today)?;
                let scale = scale_of(scorer.instrument())?.clone();
                let rules = self.rules_of(&rule.instrument, &scale.code);
                Some(Yardstick {
                    scorer,
                    scale,
                    rules,
                })
            })
    }
}

impl App {
    /// Who vouches for each version of a scale's rule.
    fn rules_of(&self, instrument: &str, scale: &str) -> BTreeMap<u32, Confirmation> {
        let all = self.instruments.all().into_iter();
        let of_instrument = all.filter(|one| one.instrument().code == instrument);
        let rules = of_instrument.filter_map(|one| {
            let mut scales = one.instrument().scales.iter();
            let found = scales.find(|one| one.code == scale)?;
            Some((found.rule.version, found.rule.confirmation.clone()))
        });
        rules.collect()
    }
}

fn is_confirmed(confirmation: &Confirmation) -> bool {
    match confirmation {
        Confirmation::NotConfirmed => false,
        Confirmation::Published | Confirmation::Confirmed { .. } => true,
    }
}

/// The names of the therapists of some measures.
async fn names(tx: &mut Tx, asked: &[Asked]) -> Result<BTreeMap<StaffId, String>> {
    let ids: BTreeSet<StaffId> = asked.iter().filter_map(|one| one.therapist).collect();
    let ids: Vec<StaffId> = ids.into_iter().collect();
    Ok(staff::names(tx, &ids).await?.into_iter().collect())
}

fn a_year_before(day: Day) -> Day {
    day.plus_months(-LEVEL_MONTHS)
}

/// How many were collected, of those that were due after a day, until another one.
fn collected_since<'a>(
    asked: impl IntoIterator<Item = &'a Asked>,
    (after, until): (Day, Day),
) -> (u32, u32) {
    let is_recent = |one: &&Asked| after < one.measure.window.due_on;
    collected(asked.into_iter().filter(is_recent), until)
}

/// The level of the scores after a day, until another one.
fn level<'a>(
    forms: impl IntoIterator<Item = &'a Form>,
    (after, until): (Day, Day),
    cut_off: Option<CutOff>,
) -> Level {
    let is_in = |form: &&Form| after < form.due_on && form.due_on <= until;
    Level::of(forms.into_iter().filter(is_in), cut_off)
}

fn therapists(
    forms: &[Form],
    missing: &[(&Asked, Lack)],
    (names, means): (&BTreeMap<StaffId, String>, &BTreeMap<StaffId, Shrunken>),
    (year, cut_off): ((Day, Day), Option<CutOff>),
) -> Vec<TherapistLine> {
    let mut lines: Vec<TherapistLine> = names
        .iter()
        .map(|(id, name)| {
            let of_therapist = forms.iter().filter(|form| form.therapist == Some(*id));
            let lacking = missing
                .iter()
                .filter(|(one, _)| one.therapist == Some(*id))
                .count();
            TherapistLine {
                unit: Unit {
                    id: *id,
                    name: name.clone(),
                    level: level(of_therapist, year, cut_off),
                    mean: means.get(id).copied(),
                },
                lacking: u32::try_from(lacking).unwrap_or(u32::MAX),
            }
        })
        .filter(|line| line.unit.level.forms > 0 || line.lacking > 0)
        .collect();
    lines.sort_by(|a, b| a.unit.name.cmp(&b.unit.name));
    lines
}

/// Whether the actor may open the case of a measure. One that could be hidden is not linked.
fn may_see(ctx: &Ctx, one: &Asked, team: TeamScope) -> bool {
    let scope = CaseScope {
        case: one.measure.case,
        team,
        carers: one.therapist.into_iter().collect(),
        protected: true,
    };
    access::may(&ctx.actor, Request::Case(CaseAction::See, &scope))
}

fn lack_lines(
    ctx: &Ctx,
    missing: &[(&Asked, Lack)],
    (team, names): (TeamScope, &BTreeMap<StaffId, String>),
) -> Vec<LackLine> {
    let mut lines: Vec<LackLine> = missing
        .iter()
        .map(|(one, lack)| {
            let name = one.therapist.and_then(|id| names.get(&id));
            LackLine {
                case: one.measure.case,
                code: one.code.clone(),
                therapist: name.cloned().unwrap_or_default(),
                due_on: one.measure.window.due_on,
                lack: *lack,
                may_see: may_see(ctx, one, team),
            }
        })
        .collect();
    lines.sort_by(|a, b| (a.due_on, &a.code).cmp(&(b.due_on, &b.code)));
    lines
}
