//! The fidelity of one therapist: for the leader and the consultant, and for the therapist alone what was released.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{TeamAction, TeamScope};
use hemma_domain::fidelity::{Asked, Form, Level, Step, lacking};
use hemma_domain::ids::{CaseId, MeasureId, StaffId, TeamId};
use hemma_domain::instrument::{CutOff, Ratio};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::db::Tx;

use super::sheets::OpenSheet;
use super::{
    Items, LackLine, Measured, Shrunken, Summary, Yardstick, a_year_before, collected_since,
    lack_lines, may_see, model,
};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Quarters of a therapist's trend: in a month there are too few families.
const QUARTERS: u32 = 12;

/// One family that the therapist carries or carried.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyLine {
    pub case: CaseId,
    /// The case's code.
    pub code: String,
    pub is_open: bool,
    pub level: Level,
    /// The newest score, with the day it stands for.
    pub newest: (Day, Ratio),
    /// The family's mean meets the cut-off; none without one.
    pub is_above: Option<bool>,
    /// The reader may open the case.
    pub may_see: bool,
}

/// The fidelity of one therapist.
#[derive(Clone)]
pub struct TherapistFidelity {
    /// The trend is by quarters.
    pub summary: Summary,
    pub staff: StaffId,
    pub name: String,
    /// The reader looks at themself: only what was released counts.
    pub is_own: bool,
    /// What the team's model makes of it; none for the therapist, and where no model fits.
    pub mean: Option<Shrunken>,
    /// Families with a score, the newest score first.
    pub families: Vec<FamilyLine>,
    pub lacking: Vec<LackLine>,
    /// None for the therapist: who knows three families and how they answered before reads the answers of a fourth from
    /// what a release changes.
    pub items: Option<Items>,
}

impl App {
    /// One therapist of a team; none where nobody of that id has been measured in it.
    pub async fn therapist_fidelity(
        &self,
        ctx: &Ctx,
        id: TeamId,
        staff: StaffId,
    ) -> Result<(Team, Option<TherapistFidelity>)> {
        self.fidelity_of(ctx, id, (staff, TeamAction::SeeFidelity))
            .await
    }

    /// What the released scores say of the actor.
    pub async fn own_fidelity(
        &self,
        ctx: &Ctx,
        id: TeamId,
    ) -> Result<(Team, Option<TherapistFidelity>)> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        self.fidelity_of(ctx, id, (me, TeamAction::SeeOwnFidelity))
            .await
    }

    async fn fidelity_of(
        &self,
        ctx: &Ctx,
        id: TeamId,
        (staff, action): (StaffId, TeamAction),
    ) -> Result<(Team, Option<TherapistFidelity>)> {
        let (mut tx, team, measured) = self.measured(ctx, id, action).await?;
        let Some(measured) = measured else {
            tx.commit().await?;
            return Ok((team, None));
        };
        let Measured {
            scope,
            yardstick,
            asked: all,
            names,
        } = measured;
        let Some(name) = names.get(&staff) else {
            tx.commit().await?;
            return Ok((team, None));
        };
        let today = ctx.today();
        let is_own = action == TeamAction::SeeOwnFidelity;
        let items = match is_own {
            true => None,
            false => {
                let of = ((id, &yardstick), staff);
                Some(self.therapist_items((ctx, &mut tx), of, &all).await?)
            }
        };
        tx.commit().await?;
        let is_of = |one: &&Asked| one.therapist == Some(staff);
        let is_seen = |one: &&Asked| !is_own || one.measure.released.is_some();
        let of_staff: Vec<&Asked> = all.iter().filter(is_of).collect();
        let seen = of_staff.iter().copied().filter(is_seen);
        let forms: Vec<Form> = seen.filter_map(Asked::form).collect();
        // The others' scores are not the therapist's to see, not even in a mean.
        let mean = match is_own {
            true => None,
            false => {
                let of_team: Vec<Form> = all.iter().filter_map(Asked::form).collect();
                model::of_therapists(&of_team).0.remove(&staff)
            }
        };
        let missing = lacking(of_staff.iter().copied(), today);
        let year = (a_year_before(today), today);
        let collected = collected_since(of_staff.iter().copied(), year);
        let periods = (Step::Quarter, QUARTERS, today);
        let page = TherapistFidelity {
            staff,
            name: name.clone(),
            is_own,
            mean,
            families: families(ctx, (&of_staff, scope), &forms, yardstick.cut_off()),
            lacking: lack_lines(ctx, &missing, (scope, &names)),
            items,
            summary: Summary::of(&yardstick, &forms, collected, periods),
        };
        Ok((team, Some(page)))
    }

    /// The items of the sheets that are about one therapist of a team.
    async fn therapist_items(
        &self,
        on: (&Ctx, &mut Tx),
        (at, staff): ((TeamId, &Yardstick), StaffId),
        asked: &[Asked],
    ) -> Result<Items> {
        let of_staff = asked.iter().filter(|one| one.therapist == Some(staff));
        let own: BTreeSet<MeasureId> = of_staff.map(|one| one.measure.id).collect();
        let is_own = |sheet: &OpenSheet| own.contains(&sheet.measure);
        self.team_items(on, at, is_own).await
    }
}

fn families(
    ctx: &Ctx,
    (asked, team): (&[&Asked], TeamScope),
    forms: &[Form],
    cut_off: Option<CutOff>,
) -> Vec<FamilyLine> {
    let mut of_family: BTreeMap<CaseId, Vec<Form>> = BTreeMap::new();
    for form in forms {
        of_family.entry(form.case).or_default().push(*form);
    }
    let mut lines: Vec<FamilyLine> = of_family
        .iter()
        .filter_map(|(case, forms)| {
            let of_case = asked.iter().find(|one| one.measure.case == *case)?;
            let newest = forms.iter().max_by_key(|form| form.due_on)?;
            let level = Level::of(forms, cut_off);
            Some(FamilyLine {
                case: *case,
                code: of_case.code.clone(),
                is_open: of_case.is_open,
                newest: (newest.due_on, newest.value),
                is_above: level.above.map(|above| above > 0),
                may_see: may_see(ctx, of_case, team),
                level,
            })
        })
        .collect();
    lines.sort_by(|a, b| (b.newest.0, &a.code).cmp(&(a.newest.0, &b.code)));
    lines
}
