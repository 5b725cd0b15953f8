//! Those who applied, as the members of an opening see them: without names where the profile says so.

use std::collections::BTreeMap;

use hemma_domain::access::OpeningAction;
use hemma_domain::application::{
    Application, Audience, Lack, MESSAGE_CHARS_MAX, Message, REFERENCE_CHARS_MAX, REFERENCES_MAX,
    Reference, RegisterFault, RegisterNote, Sheet, Sitting, Spread, Stage, seen_by, spreads,
};
use hemma_domain::audit::Event;
use hemma_domain::ids::{ApplicationId, OpeningId, StaffId};
use hemma_domain::opening::{LINE_CHARS_MAX, Opening, State};
use hemma_domain::recruiting::{RuleKind, Term};
use hemma_domain::time::Day;
use hemma_store::application::{self as stored, message, reference, score};
use hemma_store::db::Tx;
use hemma_store::staff;

use super::{May, Opened, place_name};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// One applicant in the list.
#[derive(Debug, Clone)]
pub struct ApplicantLine {
    /// Without whatever may not be seen.
    pub application: Application,
    /// How many questions are answered otherwise than the post demands.
    pub unmet: usize,
    /// What can be seen of each sitting in which somebody scored.
    pub sittings: Vec<SittingLine>,
    /// What is not there of somebody who could be hired, or was; empty for the others.
    pub lacks: Vec<Lack>,
}

/// A sitting as one of its assessors sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SittingLine {
    pub sitting: Sitting,
    /// The actor's own sheet is locked.
    pub is_locked: bool,
    /// How many have locked theirs.
    pub locked: usize,
    /// The locked scores; none before the actor's own are.
    pub spreads: Vec<Spread>,
}

/// Those who applied.
#[derive(Debug, Clone)]
pub struct Applicants {
    pub opening: Opening,
    pub place: String,
    /// In the order in which they came.
    pub lines: Vec<ApplicantLine>,
    /// How long a decision of today can be appealed; none where nothing is said.
    pub appeal: Option<Term>,
    pub may: May,
}

/// One applicant.
#[derive(Debug, Clone)]
pub struct OneApplicant {
    pub opening: Opening,
    /// Without whatever may not be seen.
    pub application: Application,
    /// The sheets that the actor sees, each with the name of whoever wrote it.
    pub sheets: Vec<(Sheet, String)>,
    pub sittings: Vec<SittingLine>,
    /// In which sittings the actor can score now, with their sheet as it stands.
    pub open: Vec<Sheet>,
    pub references: Vec<(Reference, String)>,
    pub messages: Vec<Message>,
    /// Who noted that an extract was shown.
    pub register_by: String,
    /// How old an extract may be when it is shown, the newest rule first, each with the day from which it holds.
    pub register_terms: Vec<(Day, Term)>,
    /// Whoever works here already, where names are seen.
    pub employee: String,
    pub may: May,
}

/// An applicant and the opening they are of.
pub type ApplicantAt = (OpeningId, ApplicationId);

impl App {
    /// Those who applied, for the members of the opening.
    pub async fn applicants(&self, ctx: &Ctx, id: OpeningId) -> Result<Applicants> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::SeeApplicants, Event::ApplicantRead)
            .await?;
        let me = entered.hand()?;
        let Opened {
            mut tx,
            opening,
            may,
            ..
        } = entered;
        let mut sheets: BTreeMap<ApplicationId, Vec<Sheet>> = BTreeMap::new();
        for (of, sheet) in score::of_opening(&mut tx, id).await? {
            sheets.entry(of).or_default().push(sheet);
        }
        let all = stored::of_opening(&mut tx, id).await?;
        let place = place_name(&mut tx, &opening).await?;
        let asked = reference::counts(&mut tx, id).await?;
        tx.commit().await?;
        let lacks = |one: &Application| {
            if !one.is_weighed() && one.stage != Stage::Hired {
                return Vec::new();
            }
            let sheets = sheets.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            let locked = sheets.iter().filter(|sheet| sheet.locked_at.is_some());
            let locked: Vec<Sitting> = locked.map(|sheet| sheet.sitting).collect();
            let asked = asked.get(&one.id).copied().unwrap_or_default();
            one.lacks(&locked, usize::try_from(asked).unwrap_or(usize::MAX))
        };
        let line = |one: Application| ApplicantLine {
            lacks: lacks(&one),
            unmet: one.unmet(&opening.profile).len(),
            sittings: sheets
                .get(&one.id)
                .filter(|_| is_read(&one))
                .map(|sheets| of_sittings(&opening, sheets, me))
                .unwrap_or_default(),
            application: seen(&opening, one),
        };
        let lines = all.into_iter().map(line).collect();
        Ok(Applicants {
            appeal: self.recruiting_term(RuleKind::Appeal, ctx.today())?,
            lines,
            place,
            opening,
            may,
        })
    }

    /// One applicant.
    pub async fn applicant(&self, ctx: &Ctx, at: ApplicantAt) -> Result<OneApplicant> {
        let entered = self
            .enter_applicant(
                ctx,
                at,
                (OpeningAction::SeeApplicants, Event::ApplicantRead),
            )
            .await?;
        let me = entered.opened.hand()?;
        let Applicant {
            opened:
                Opened {
                    mut tx,
                    opening,
                    may,
                    ..
                },
            application,
        } = entered;
        let Kept {
            sheets,
            references,
            messages,
        } = kept(&mut tx, &opening, &application).await?;
        let mut names = Names::default();
        let shown = shown(&opening, &sheets, me);
        let mut named = Vec::new();
        for sheet in shown {
            named.push((sheet.clone(), names.of(&mut tx, sheet.by).await?));
        }
        let mut referred = Vec::new();
        for one in references {
            let by = names.of(&mut tx, one.by).await?;
            referred.push((one, by));
        }
        let open = opening.sittings(application.stage).iter().map(|sitting| {
            let mine = |one: &&Sheet| one.by == me && one.sitting == *sitting;
            let found = sheets.iter().find(mine).cloned();
            found.unwrap_or(Sheet::blank(*sitting, me))
        });
        let open = open.filter(|one| one.locked_at.is_none()).collect();
        let sittings = of_sittings(&opening, &sheets, me);
        let application = seen(&opening, application);
        let register_by = match application.register {
            Some(note) => names.of(&mut tx, note.by).await?,
            None => String::new(),
        };
        let employee = match application.staff {
            Some(id) => names.of(&mut tx, id).await?,
            None => String::new(),
        };
        tx.commit().await?;
        Ok(OneApplicant {
            sheets: named,
            sittings,
            open,
            references: referred,
            messages,
            register_by,
            register_terms: self.recruiting_terms(RuleKind::Register, ctx.today())?,
            employee,
            may,
            application,
            opening,
        })
    }

    /// The CV of an applicant, where names are seen: it holds one.
    pub async fn applicant_cv(&self, ctx: &Ctx, at: ApplicantAt) -> Result<Vec<u8>> {
        let entered = self
            .enter_applicant(
                ctx,
                at,
                (OpeningAction::SeeApplicants, Event::ApplicantRead),
            )
            .await?;
        let Applicant {
            opened: Opened {
                mut tx, opening, ..
            },
            application,
        } = entered;
        if opening.hides_names() || !is_read(&application) {
            return Err(Error::NotFound);
        }
        let file = stored::file(&mut tx, at.1).await?;
        tx.commit().await?;
        file.ok_or(Error::NotFound)
    }

    /// Asks somebody to interviews, or goes no further with them.
    pub async fn place_applicant(
        &self,
        ctx: &Ctx,
        (at, version): (ApplicantAt, i64),
        stage: Stage,
    ) -> Result<()> {
        let entered = self
            .enter_applicant(ctx, at, (OpeningAction::Decide, Event::ApplicantChanged))
            .await?;
        let is_open = matches!(
            entered.opened.opening.state,
            State::Screening | State::Interviews
        );
        let can_move = matches!(
            entered.application.stage,
            Stage::Received | Stage::Invited | Stage::Declined
        );
        if !matches!(stage, Stage::Invited | Stage::Declined) || !is_open || !can_move {
            return Err(Error::Conflict);
        }
        let state = &entered.opened.opening.state;
        let placed = entered.application.clone().placed(stage, (state, ctx.now));
        entered.save((placed, version)).await
    }

    /// Notes that an extract of the registers was shown, by somebody who is interviewed or was hired: many show it only then.
    /// Nothing of it is kept.
    pub async fn note_register(
        &self,
        ctx: &Ctx,
        (at, version): (ApplicantAt, i64),
        days: (Day, Day),
    ) -> Result<()> {
        let entered = self
            .enter_applicant(ctx, at, (OpeningAction::Assess, Event::ApplicantChanged))
            .await?;
        if !interviewed(&entered) && entered.application.stage != Stage::Hired {
            return Err(Error::Conflict);
        }
        let by = entered.opened.hand()?;
        let rules = self.recruiting(ctx.today())?;
        let note =
            RegisterNote::new(days, by, (ctx.today(), &rules)).map_err(|fault| match fault {
                RegisterFault::Day => Error::invalid("shown_on", "opening-fault-register-day"),
                RegisterFault::TooOld => Error::invalid("issued_on", "opening-fault-register-old"),
            })?;
        let noted = Application {
            register: Some(note),
            ..entered.application.clone()
        };
        entered.save((noted, version)).await
    }

    /// Notes what a reference said.
    pub async fn add_reference(
        &self,
        ctx: &Ctx,
        at: ApplicantAt,
        (who, on, summary): (String, Day, String),
    ) -> Result<()> {
        let mut entered = self
            .enter_applicant(ctx, at, (OpeningAction::Assess, Event::ApplicantChanged))
            .await?;
        if !interviewed(&entered) {
            return Err(Error::Conflict);
        }
        if who.trim().is_empty() || LINE_CHARS_MAX < who.chars().count() {
            return Err(Error::invalid("who", "opening-fault-reference-who"));
        }
        if summary.trim().is_empty() || REFERENCE_CHARS_MAX < summary.chars().count() {
            return Err(Error::invalid("summary", "opening-fault-reference-summary"));
        }
        if ctx.today() < on {
            return Err(Error::invalid("on", "opening-fault-reference-day"));
        }
        let by = entered.opened.hand()?;
        let tx = &mut entered.opened.tx;
        if REFERENCES_MAX <= reference::of_application(tx, at.1).await?.len() {
            return Err(Error::invalid("who", "opening-fault-references"));
        }
        let one = Reference {
            who,
            on,
            by,
            summary,
        };
        if !reference::insert(tx, (at.1, ctx.new_id()), &one).await? {
            return Err(Error::Conflict);
        }
        entered.opened.tx.commit().await?;
        Ok(())
    }

    /// Writes to applicants. A mail says that there is something to read; the text stands at their secret address. Says
    /// to how many.
    pub async fn tell_applicants(
        &self,
        ctx: &Ctx,
        (id, version): super::OpeningAt,
        (audience, body): (Audience, &str),
    ) -> Result<usize> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::ApplicantsTold)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        let body = body.trim();
        if body.is_empty() || MESSAGE_CHARS_MAX < body.chars().count() {
            return Err(Error::invalid("body", "opening-fault-message"));
        }
        let by = entered.hand()?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let mut told = 0;
        for one in all.iter().filter(|one| audience.reaches(one.stage)) {
            let message = Message {
                body: body.to_owned(),
                at: ctx.now,
                by,
            };
            if message::insert(&mut entered.tx, (one.id, ctx.new_id()), &message).await? {
                self.tell_applicant(ctx, &mut entered.tx, one.id).await?;
                told += 1;
            }
        }
        if told == 0 {
            return Err(Error::invalid("audience", "opening-fault-nobody"));
        }
        // The same text sent twice meets here.
        let same = entered.opening.clone();
        entered.save(same).await?;
        Ok(told)
    }

    pub(super) async fn enter_applicant(
        &self,
        ctx: &Ctx,
        (opening, id): ApplicantAt,
        (action, event): (OpeningAction, Event),
    ) -> Result<Applicant> {
        let mut opened = self.enter_opening(ctx, opening, action, event).await?;
        let found = stored::find(&mut opened.tx, id).await?;
        let found = found.filter(|one| one.opening == opening && one.stage != Stage::Destroyed);
        Ok(Applicant {
            application: found.ok_or(Error::NotFound)?,
            opened,
        })
    }
}

/// An applicant whose opening was entered.
pub(super) struct Applicant {
    pub(super) opened: Opened,
    pub(super) application: Application,
}

impl Applicant {
    async fn save(mut self, (changed, version): (Application, i64)) -> Result<()> {
        let is_same = self.application.version == version;
        if !is_same || !stored::save(&mut self.opened.tx, &changed).await? {
            return Err(Error::Conflict);
        }
        self.opened.tx.commit().await?;
        Ok(())
    }
}

/// What is kept of an applicant beside the application.
struct Kept {
    sheets: Vec<Sheet>,
    references: Vec<Reference>,
    messages: Vec<Message>,
}

/// All of it that is still read; what references said names people.
async fn kept(tx: &mut Tx, opening: &Opening, one: &Application) -> Result<Kept> {
    let mut kept = Kept {
        sheets: Vec::new(),
        references: Vec::new(),
        messages: Vec::new(),
    };
    if is_read(one) {
        kept.sheets = score::of_application(tx, one.id).await?;
        kept.messages = message::of_application(tx, one.id).await?;
        if !opening.hides_names() {
            kept.references = reference::of_application(tx, one.id).await?;
        }
    }
    Ok(kept)
}

/// Names of staff, each looked up once.
#[derive(Default)]
struct Names(BTreeMap<StaffId, String>);

impl Names {
    async fn of(&mut self, tx: &mut Tx, id: StaffId) -> Result<String> {
        if let Some(name) = self.0.get(&id) {
            return Ok(name.clone());
        }
        let found = staff::find(tx, id).await?;
        let name = found.map(|staff| staff.name).unwrap_or_default();
        self.0.insert(id, name.clone());
        Ok(name)
    }
}

/// Whether what an application says is still read.
fn is_read(one: &Application) -> bool {
    !matches!(one.stage, Stage::Withdrawn | Stage::Destroyed)
}

fn interviewed(entered: &Applicant) -> bool {
    let is_now = entered.opened.opening.state == State::Interviews;
    is_now && entered.application.stage == Stage::Invited
}

/// An application without whatever may not be seen now.
pub(super) fn seen(opening: &Opening, one: Application) -> Application {
    match (is_read(&one), opening.hides_names()) {
        (false, _) => one.emptied(),
        (true, true) => one.unnamed(),
        (true, false) => one,
    }
}

/// The sheets that somebody sees; once it is over, all that were locked.
fn shown<'a>(opening: &Opening, sheets: &'a [Sheet], me: StaffId) -> Vec<&'a Sheet> {
    match opening.state.ending() {
        Some(_) => sheets
            .iter()
            .filter(|one| one.locked_at.is_some())
            .collect(),
        None => seen_by(sheets, me),
    }
}

fn of_sittings(opening: &Opening, sheets: &[Sheet], me: StaffId) -> Vec<SittingLine> {
    let shown = shown(opening, sheets, me);
    let mut lines = Vec::new();
    for sitting in [Sitting::Screening, Sitting::First, Sitting::Second] {
        let here = || sheets.iter().filter(move |one| one.sitting == sitting);
        if here().next().is_none() {
            continue;
        }
        let is_locked = here().any(|one| one.by == me && one.locked_at.is_some());
        let may_see = is_locked || opening.state.ending().is_some();
        lines.push(SittingLine {
            sitting,
            is_locked,
            locked: here().filter(|one| one.locked_at.is_some()).count(),
            spreads: match may_see {
                true => spreads(shown.iter().copied(), sitting),
                false => Vec::new(),
            },
        });
    }
    lines
}
