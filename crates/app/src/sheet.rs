//! A family's sheet: drawn from the case where the case knows it, with what the sheet alone holds; and the list of those
//! that somebody on call may open now.

mod night;

pub use night::{NightSheet, NightSheets};

use std::sync::Arc;

use hemma_domain::access::{CaseAction, SheetAction};
use hemma_domain::artefact::Artefact;
use hemma_domain::audit::Event;
use hemma_domain::case::{Assignment, CareRole, Case, Safety};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, PersonId, PoolId, StaffId};
use hemma_domain::person::Person;
use hemma_domain::programme::Programme;
use hemma_domain::sheet::{DutySheet, SheetState, SheetTexts};
use hemma_domain::staff::Role;
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::{artefact, assignment, person, sheet as stored, staff};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::watch::AtNight;

/// A family's sheet.
#[derive(Debug, Clone)]
pub struct SheetPage {
    pub case: Case,
    pub programme: Arc<Programme>,
    /// Everybody alive, the household first. Of those whose identity is protected neither address nor number is here.
    pub persons: Vec<Person>,
    /// Whose address and number were left out.
    pub hidden: Vec<PersonId>,
    /// Who handles the family at the referring authority.
    pub assignment: Option<Assignment>,
    /// The safety plan in force.
    pub plan: Option<Artefact>,
    /// Where the plan stands; none where the programme asks for none.
    pub safety: Option<Safety>,
    /// What only the sheet holds, and who looked it over.
    pub sheet: Option<(DutySheet, String)>,
    pub state: SheetState,
    /// The family's therapist and the leaders of its team, with service numbers.
    pub team: Vec<AtWork>,
    /// The reader's watch, where one is open: its pool, and until when the sheet can be read.
    pub watch: Option<(PoolId, Instant)>,
    /// What the reader may do with the sheet.
    pub rights: Vec<SheetAction>,
    /// Whether the reader may open the case itself.
    pub may_see: bool,
    pub may_write: bool,
    pub may_manage: bool,
}

/// Somebody of the family's team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtWork {
    pub staff: StaffId,
    pub name: String,
    /// In which role, as the team has it.
    pub role: Role,
    /// Service number; none where none is known.
    pub phone: Option<String>,
    /// Carries the family.
    pub carries: bool,
}

/// The form of what only the sheet holds.
#[derive(Debug, Clone)]
pub struct SheetForm {
    pub head: CaseHead,
    /// None before the first time; else with who looked it over.
    pub sheet: Option<(DutySheet, String)>,
    pub state: SheetState,
}

/// What was written on the form, on which version; none before the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInput {
    pub texts: SheetTexts,
    pub version: Option<i64>,
}

impl SheetPage {
    /// Whether the reader may do something with the sheet.
    pub fn may(&self, action: SheetAction) -> bool {
        self.rights.contains(&action)
    }
}

impl App {
    /// A family's sheet, for whoever may read it now. The look is logged at the family's board.
    pub async fn duty_sheet(&self, ctx: &Ctx, id: CaseId) -> Result<SheetPage> {
        let ask = (SheetAction::Open, Event::SheetRead);
        let (mut tx, at_night) = self.enter_sheet(ctx, id, ask).await?;
        let page = self.sheet_page(ctx, &mut tx, at_night).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Everything on the sheet of a family that was entered: five statements.
    pub(crate) async fn sheet_page(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        at_night: AtNight,
    ) -> Result<SheetPage> {
        let entered = &at_night.entered;
        let (id, key, case) = (entered.case(), &entered.key, entered.found.clone());
        let programme = self.programme(&case.programme, case.programme_version)?;
        let assignments = assignment::of_case(tx, key, id).await?;
        let plan = match programme.safety_plan() {
            Some(kind) => artefact::in_force(tx, key, (id, &kind.code)).await?,
            None => None,
        };
        let (persons, hidden) = shown(person::of_case(tx, key, id).await?);
        let sheet = stored::find(tx, key, id).await?;
        let looked_over = sheet.as_ref().map(|(one, _)| one.looked_over.0);
        let rights = SheetAction::ALL.iter().copied();
        Ok(SheetPage {
            persons,
            hidden,
            assignment: assignments.into_iter().next(),
            plan,
            safety: case.safety_in(&programme, ctx.today()),
            state: SheetState::of(looked_over, ctx.today()),
            sheet,
            team: at_work(ctx, tx, entered).await?,
            watch: at_night.watch.as_ref().map(|one| (one.pool, one.closes())),
            rights: rights.filter(|action| at_night.may(ctx, *action)).collect(),
            may_see: entered.may(ctx, CaseAction::See),
            may_write: entered.may(ctx, CaseAction::WriteArtefact),
            may_manage: entered.may(ctx, CaseAction::Manage),
            programme,
            case,
        })
    }

    /// The form of what only the sheet holds.
    pub async fn duty_sheet_form(&self, ctx: &Ctx, id: CaseId) -> Result<SheetForm> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteArtefact, Event::SheetRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let sheet = stored::find(&mut tx, &entered.key, id).await?;
        tx.commit().await?;
        let looked_over = sheet.as_ref().map(|(one, _)| one.looked_over.0);
        Ok(SheetForm {
            head,
            state: SheetState::of(looked_over, ctx.today()),
            sheet,
        })
    }

    /// Saves what only the sheet holds: whoever saves has looked it over. Says the version it has now.
    pub async fn save_duty_sheet(&self, ctx: &Ctx, id: CaseId, input: &SheetInput) -> Result<i64> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteArtefact, Event::SheetWritten)
            .await?;
        let long = input.texts.too_long().into_iter();
        let faults = long.map(|field| FieldError::new(field, "sheet-fault-long"));
        all_valid(faults.collect())?;
        let sheet = DutySheet {
            case: id,
            texts: input.texts.trimmed(),
            looked_over: (ctx.now, entered.hand()?),
            version: input.version.unwrap_or(0),
        };
        match input.version {
            None => stored::insert(&mut tx, &entered.key, &sheet).await?,
            Some(_) if stored::save(&mut tx, &entered.key, &sheet).await? => {}
            Some(_) => return Err(Error::Conflict),
        }
        tx.commit().await?;
        Ok(sheet.version + 1)
    }
}

/// Who is alive, the household first; of whom neither address nor number may be told.
fn shown(all: Vec<Person>) -> (Vec<Person>, Vec<PersonId>) {
    let is_hidden = |one: &&Person| one.is_hidden(&all);
    let hidden: Vec<PersonId> = all.iter().filter(is_hidden).map(|one| one.id).collect();
    let mut alive: Vec<Person> = all.into_iter().filter(|one| !one.deceased).collect();
    for one in alive.iter_mut().filter(|one| hidden.contains(&one.id)) {
        one.address.clear();
        one.door_code.clear();
        one.phone.clear();
    }
    alive.sort_by_key(|one| !one.in_household);
    (alive, hidden)
}

/// Who carries the family, and the leaders of its team.
async fn at_work(ctx: &Ctx, tx: &mut Tx, entered: &Entered) -> Result<Vec<AtWork>> {
    let carries = |staff| {
        let mut carers = entered.carers.iter();
        carers.any(|one| one.staff == staff && one.role == CareRole::Therapist)
    };
    let all = staff::of_team(tx, entered.scope.team.team, ctx.today()).await?;
    let mut found: Vec<AtWork> = all
        .into_iter()
        .filter(|(one, role)| *role == Role::GroupLeader || carries(one.id))
        .map(|(one, role)| AtWork {
            carries: carries(one.id),
            staff: one.id,
            name: one.name,
            role,
            phone: one.phone,
        })
        .collect();
    found.sort_by_key(|one| !one.carries);
    found.dedup_by_key(|one| one.staff);
    Ok(found)
}
