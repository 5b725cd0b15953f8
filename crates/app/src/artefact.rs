//! Forms under a case: the safety plan and the programme's other artefacts, each in versions that stay.

use hemma_domain::access::CaseAction;
use hemma_domain::artefact::{Artefact, ArtefactState, HOW_CHARS_MAX, Signature};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{ArtefactId, CaseId, PersonId};
use hemma_domain::programme::{
    ArtefactKind, ArtefactRole, FieldFault, FieldPath, FieldReason, FormValues, OncePer, Value,
    Words,
};
use hemma_domain::time::Day;
use hemma_store::artefact as stored;
use hemma_store::db::Tx;

pub use hemma_store::artefact::Head;

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};

/// The forms of a case's programme and where each stands.
#[derive(Debug, Clone)]
pub struct Artefacts {
    pub head: CaseHead,
    /// In the programme's order; forms that the reader may not open are left out.
    pub kinds: Vec<KindState>,
}

/// Where one kind of form stands.
#[derive(Debug, Clone)]
pub struct KindState {
    pub kind: ArtefactKind,
    /// The newest version in force.
    pub current: Option<Head>,
    /// The newest draft.
    pub draft: Option<Head>,
    /// How many there are in force, for a form that a case has many of.
    pub in_force: usize,
}

/// A version with the names of who wrote and signed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub artefact: Artefact,
    pub written_name: String,
    pub signed_name: Option<String>,
}

/// One kind of form of a case.
#[derive(Debug, Clone)]
pub struct KindPage {
    pub head: CaseHead,
    pub kind: ArtefactKind,
    /// The version to read.
    pub shown: Option<Version>,
    pub signatures: Vec<Signature>,
    /// Every version of this kind that the reader may know of, the newest first, drafts included.
    pub versions: Vec<Version>,
}

/// The page to write a version on.
#[derive(Debug, Clone)]
pub struct DraftPage {
    pub head: CaseHead,
    pub kind: ArtefactKind,
    pub draft: Artefact,
    /// Who saved it last.
    pub written_name: String,
}

/// The safety plan as it is needed at the door.
#[derive(Debug, Clone)]
pub struct SafetyPage {
    pub head: CaseHead,
    /// None where the programme has no such plan.
    pub kind: Option<ArtefactKind>,
    pub plan: Option<Version>,
    pub signatures: Vec<Signature>,
    /// Whether somebody is writing a new version.
    pub has_draft: bool,
    /// What must be in force before other goals are set and is not.
    pub missing: Vec<Words>,
}

/// A draft with what was typed into it.
#[derive(Debug, Clone, PartialEq)]
pub struct ArtefactInput {
    pub kind: String,
    pub id: ArtefactId,
    /// The version that the writer saw.
    pub version: i64,
    pub values: FormValues,
    /// The day of review chosen beside the form.
    pub review_on: Option<Day>,
}

/// What is done with a form, and the event it leaves in the log.
type Deed = (CaseAction, Event);
const READ: Deed = (CaseAction::See, Event::CaseRead);
const OPEN: Deed = (CaseAction::WriteArtefact, Event::CaseRead);
const WRITE: Deed = (CaseAction::WriteArtefact, Event::ArtefactWritten);
const SIGN: Deed = (CaseAction::WriteArtefact, Event::ArtefactSigned);

impl App {
    /// The forms of a case.
    pub async fn artefacts(&self, ctx: &Ctx, case: CaseId) -> Result<Artefacts> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let all = stored::heads(&mut tx, case).await?;
        tx.commit().await?;
        let kinds = head.programme.artefacts.iter();
        let kinds = kinds
            .filter(|kind| !kind.restricted || head.may(CaseAction::SeeRestricted))
            .map(|kind| state_of(kind, &all))
            .collect();
        Ok(Artefacts { head, kinds })
    }

    /// One kind of form: the version asked for, else the one in force, and every other.
    pub async fn artefact_kind(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (code, version): (&str, Option<ArtefactId>),
    ) -> Result<KindPage> {
        let (mut tx, entered, head, kind) = self.enter_kind(ctx, case, code, READ).await?;
        let versions = self.versions(&mut tx, &entered, &kind).await?;
        let shown = match version {
            Some(id) => Some(
                versions
                    .iter()
                    .find(|one| one.artefact.id == id && !one.artefact.state.is_draft())
                    .cloned()
                    .ok_or(Error::NotFound)?,
            ),
            None if kind.once_per == OncePer::Case => in_force(&versions).cloned(),
            None => None,
        };
        let signatures = match &shown {
            Some(shown) => stored::signatures(&mut tx, &entered.key, shown.artefact.id).await?,
            None => Vec::new(),
        };
        tx.commit().await?;
        Ok(KindPage {
            head,
            kind,
            shown,
            signatures,
            versions,
        })
    }

    /// The safety plan in force.
    pub async fn safety_plan(&self, ctx: &Ctx, case: CaseId) -> Result<SafetyPage> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let kind = head.programme.safety_plan().cloned();
        let versions = match &kind {
            Some(kind) => self.versions(&mut tx, &entered, kind).await?,
            None => Vec::new(),
        };
        let plan = in_force(&versions).cloned();
        let signatures = match &plan {
            Some(plan) => stored::signatures(&mut tx, &entered.key, plan.artefact.id).await?,
            None => Vec::new(),
        };
        let missing = self.safety_missing(&mut tx, &head).await?;
        tx.commit().await?;
        Ok(SafetyPage {
            head,
            kind,
            plan,
            signatures,
            has_draft: versions.iter().any(|one| one.artefact.state.is_draft()),
            missing,
        })
    }

    /// The names of the forms that must be in force before any other goal is set and are not: one statement.
    pub(crate) async fn safety_missing(&self, tx: &mut Tx, head: &CaseHead) -> Result<Vec<Words>> {
        let in_force = stored::kinds_in_force(tx, head.case.id).await?;
        let missing = head.programme.missing_before_goals(&in_force);
        Ok(missing.into_iter().map(|kind| kind.label.clone()).collect())
    }

    /// The safety plan in force, with what is filled in: two statements.
    pub(crate) async fn plan_in_force(
        &self,
        tx: &mut Tx,
        entered: &Entered,
        head: &CaseHead,
    ) -> Result<Option<Version>> {
        let Some(kind) = head.programme.safety_plan() else {
            return Ok(None);
        };
        let versions = self.versions(tx, entered, kind).await?;
        Ok(in_force(&versions).cloned())
    }

    /// Begins a new version: of the series of `from`, of the only one, or of a new one. A draft that is there is
    /// gone on with.
    pub async fn start_artefact(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (code, from): (&str, Option<ArtefactId>),
    ) -> Result<ArtefactId> {
        let (mut tx, entered, _, kind) = self.enter_kind(ctx, case, code, WRITE).await?;
        let all = stored::of_kind(&mut tx, &entered.key, case, code).await?;
        let before = match (from, kind.once_per) {
            (Some(id), _) => Some(all.iter().find(|one| one.id == id).ok_or(Error::NotFound)?),
            (None, OncePer::Case) => all.first(),
            (None, OncePer::Many) => None,
        };
        let series = before.map_or_else(|| ctx.new_id(), |one| one.series);
        let mut of_series = all.iter().filter(|one| one.series == series);
        if let Some(draft) = of_series.clone().find(|one| one.state.is_draft()) {
            tx.commit().await?;
            return Ok(draft.id);
        }
        let current = of_series.clone().find(|one| one.state.is_in_force());
        let number = of_series.by_ref().map(|one| one.number).max().unwrap_or(0) + 1;
        let draft = Artefact {
            id: ArtefactId(ctx.new_id()),
            case,
            kind: kind.code.clone(),
            series,
            number,
            values: kind.begun(current.map(|one| &one.values), ctx.today()),
            state: ArtefactState::Draft,
            review_on: kind.proposed_review(ctx.today()),
            written_by: entered.hand()?,
            written_at: ctx.now,
            version: 1,
        };
        stored::insert(&mut tx, &entered.key, &draft).await?;
        tx.commit().await?;
        Ok(draft.id)
    }

    /// A draft to write on: the one asked for, else the newest of its kind.
    pub async fn artefact_draft(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (code, id): (&str, Option<ArtefactId>),
    ) -> Result<DraftPage> {
        let (mut tx, entered, head, kind) = self.enter_kind(ctx, case, code, OPEN).await?;
        let versions = self.versions(&mut tx, &entered, &kind).await?;
        tx.commit().await?;
        let draft = versions
            .into_iter()
            .find(|one| one.artefact.state.is_draft() && id.is_none_or(|id| one.artefact.id == id))
            .ok_or(Error::NotFound)?;
        Ok(DraftPage {
            head,
            kind,
            draft: draft.artefact,
            written_name: draft.written_name,
        })
    }

    /// Saves a draft. Gives its new version.
    pub async fn save_artefact(
        &self,
        ctx: &Ctx,
        case: CaseId,
        input: &ArtefactInput,
    ) -> Result<i64> {
        let (mut tx, entered, head, kind) = self.enter_kind(ctx, case, &input.kind, WRITE).await?;
        let draft = filled(ctx, &mut tx, &entered, input).await?;
        let mut faults = field_errors(kind.check(&input.values));
        faults.extend(strangers(&kind, &input.values, &head));
        all_valid(faults)?;
        if !stored::save(&mut tx, &entered.key, &draft).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(input.version + 1)
    }

    /// Signs a draft with what was typed: it comes into force and the version before it does not hold any longer.
    pub async fn sign_artefact(
        &self,
        ctx: &Ctx,
        case: CaseId,
        input: &ArtefactInput,
    ) -> Result<()> {
        let (mut tx, entered, head, kind) = self.enter_kind(ctx, case, &input.kind, WRITE).await?;
        let mut draft = filled(ctx, &mut tx, &entered, input).await?;
        let mut faults = field_errors(kind.check_for_signing(&input.values));
        faults.extend(strangers(&kind, &input.values, &head));
        draft.review_on = kind.review(&input.values, input.review_on);
        faults.extend(review_faults(&kind, draft.review_on, ctx.today()));
        all_valid(faults)?;
        draft.state = ArtefactState::InForce {
            signed_at: ctx.now,
            signed_by: entered.hand()?,
        };
        if !stored::save(&mut tx, &entered.key, &draft).await? {
            return Err(Error::Conflict);
        }
        stored::supersede(&mut tx, draft.series, draft.id).await?;
        if kind.role == ArtefactRole::Safety {
            stored::set_safety_review(&mut tx, case, draft.review_on).await?;
        }
        tx.log(Entry {
            detail: format!("{} {} {}", draft.kind, draft.number, draft.id),
            ..entered.entry(ctx, Event::ArtefactSigned)
        });
        tx.commit().await?;
        Ok(())
    }

    /// Throws a draft away; what is in force stays.
    pub async fn discard_artefact(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (code, id, version): (&str, ArtefactId, i64),
    ) -> Result<()> {
        let (mut tx, entered, _, _) = self.enter_kind(ctx, case, code, WRITE).await?;
        let found = stored::find(&mut tx, &entered.key, case, id).await?;
        found
            .filter(|one| one.kind == code)
            .ok_or(Error::NotFound)?;
        if !stored::remove_draft(&mut tx, id, version).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Puts somebody's name under a version in force; a child's counts as much as anybody's.
    pub async fn add_signature(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (code, signature): (&str, &Signature),
    ) -> Result<()> {
        let (mut tx, entered, head, _) = self.enter_kind(ctx, case, code, SIGN).await?;
        let found = stored::find(&mut tx, &entered.key, case, signature.artefact).await?;
        found
            .filter(|one| one.kind == code && !one.state.is_draft())
            .ok_or(Error::NotFound)?;
        let names = stored::signatures(&mut tx, &entered.key, signature.artefact).await?;
        let signed: Vec<PersonId> = names.iter().map(|one| one.person).collect();
        all_valid(signature_faults(signature, &head, &signed, ctx.today()))?;
        stored::insert_signature(&mut tx, &entered.key, signature).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens a transaction on a kind of form, for somebody who may read it: some are kept to few.
    async fn enter_kind(
        &self,
        ctx: &Ctx,
        case: CaseId,
        code: &str,
        (action, event): Deed,
    ) -> Result<(Tx, Entered, CaseHead, ArtefactKind)> {
        let (mut tx, entered) = self.enter(ctx, case, action, event).await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let kind = head
            .programme
            .artefact(code)
            .cloned()
            .ok_or(Error::NotFound)?;
        if kind.restricted && !head.may(CaseAction::SeeRestricted) {
            tx.log(Entry {
                detail: kind.code,
                ..entered.entry(ctx, Event::CaseRefused)
            });
            tx.commit().await?;
            return Err(Error::Forbidden);
        }
        Ok((tx, entered, head, kind))
    }

    /// Every version of a kind with names: two statements.
    async fn versions(
        &self,
        tx: &mut Tx,
        entered: &Entered,
        kind: &ArtefactKind,
    ) -> Result<Vec<Version>> {
        let case = entered.case();
        let heads = stored::heads(tx, case).await?;
        let all = stored::of_kind(tx, &entered.key, case, &kind.code).await?;
        Ok(all
            .into_iter()
            .map(|artefact| {
                let head = heads.iter().find(|head| head.id == artefact.id);
                Version {
                    written_name: head.map(|one| one.written_name.clone()).unwrap_or_default(),
                    signed_name: head.and_then(|one| one.signed_name.clone()),
                    artefact,
                }
            })
            .collect())
    }
}

fn in_force(versions: &[Version]) -> Option<&Version> {
    versions.iter().find(|one| one.artefact.state.is_in_force())
}

fn state_of(kind: &ArtefactKind, all: &[Head]) -> KindState {
    let mine = || all.iter().filter(|head| head.kind == kind.code);
    KindState {
        kind: kind.clone(),
        current: mine().find(|head| head.state.is_in_force()).cloned(),
        draft: mine().find(|head| head.state.is_draft()).cloned(),
        in_force: mine().filter(|head| head.state.is_in_force()).count(),
    }
}

/// The draft as it is stored, with what was typed in place of what is there.
async fn filled(
    ctx: &Ctx,
    tx: &mut Tx,
    entered: &Entered,
    input: &ArtefactInput,
) -> Result<Artefact> {
    let found = stored::find(tx, &entered.key, entered.case(), input.id)
        .await?
        .filter(|one| one.kind == input.kind)
        .ok_or(Error::NotFound)?;
    if !found.state.is_draft() {
        return Err(Error::Conflict);
    }
    Ok(Artefact {
        values: input.values.clone(),
        review_on: input.review_on,
        written_by: entered.hand()?,
        written_at: ctx.now,
        version: input.version,
        ..found
    })
}

/// The name of a field on the page.
pub fn field_name(at: &FieldPath) -> String {
    match &at.cell {
        None => format!("f.{}", at.field),
        Some((row, column)) => format!("r.{}.{row}.{column}", at.field),
    }
}

fn field_errors(faults: Vec<FieldFault>) -> Vec<FieldError> {
    faults
        .into_iter()
        .map(|fault| FieldError::new(field_name(&fault.at), message(&fault.reason)))
        .collect()
}

fn message(reason: &FieldReason) -> &'static str {
    match reason {
        FieldReason::Missing => "error-form-missing",
        FieldReason::TooLong { .. } => "error-form-too-long",
        FieldReason::NotText => "error-form-not-text",
        FieldReason::TooManyRows { .. } => "error-form-too-many-rows",
        FieldReason::OutOfRange { .. } => "error-form-out-of-range",
        FieldReason::NoField
        | FieldReason::WrongKind(_)
        | FieldReason::NoOption(_)
        | FieldReason::ChosenTwice(_) => "error-form-choice",
    }
}

/// Persons who are named and do not belong to the case.
fn strangers(kind: &ArtefactKind, values: &FormValues, head: &CaseHead) -> Vec<FieldError> {
    let known = |id: &PersonId| head.persons.iter().any(|person| person.id == *id);
    let mut faults = Vec::new();
    let mut check = |value: Option<&Value>, at: FieldPath| {
        if let Some(Value::Person(id)) = value
            && !known(id)
        {
            faults.push(FieldError::new(field_name(&at), "error-form-choice"));
        }
    };
    for field in &kind.fields {
        let at = |cell| FieldPath {
            field: field.code.clone(),
            cell,
        };
        check(values.get(&field.code), at(None));
        for (number, row) in values.rows(&field.code).iter().enumerate() {
            for (column, value) in row.iter() {
                check(Some(value), at(Some((number, column.to_owned()))));
            }
        }
    }
    faults
}

/// A plan that must be looked at again needs a day for it, and one that lies ahead.
fn review_faults(kind: &ArtefactKind, review: Option<Day>, today: Day) -> Vec<FieldError> {
    let field = if kind.asks_for_review() {
        "f.next_review"
    } else {
        "review_on"
    };
    match review {
        Some(day) if day <= today => vec![FieldError::new(field, "error-form-review-past")],
        None if kind.review_after_days.is_some() && !kind.asks_for_review() => {
            vec![FieldError::new(field, "error-form-missing")]
        }
        _ => Vec::new(),
    }
}

fn signature_faults(
    signature: &Signature,
    head: &CaseHead,
    signed: &[PersonId],
    today: Day,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if !head
        .persons
        .iter()
        .any(|person| person.id == signature.person)
    {
        faults.push(FieldError::new("person", "error-form-choice"));
    }
    if signed.contains(&signature.person) {
        faults.push(FieldError::new("person", "error-form-signed-already"));
    }
    if signature.on > today {
        faults.push(FieldError::new("on", "error-form-signed-later"));
    }
    if signature.how.chars().count() > HOW_CHARS_MAX {
        faults.push(FieldError::new("how", "error-form-too-long"));
    }
    faults
}
