//! On which basis another board's staff on call may read a family's sheet: recorded and revoked by its group leader.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::consent::{Consent, ConsentKind};
use hemma_domain::ids::{BasisId, CaseId, ConsentId};
use hemma_domain::sheet::{Basis, BasisFault, BasisKind};
use hemma_domain::time::Day;
use hemma_store::{basis as stored, consent};

pub use hemma_store::basis::Named;

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, FieldError, Result, all_valid};

/// The bases of a family.
#[derive(Debug, Clone)]
pub struct Bases {
    pub head: CaseHead,
    /// The newest first.
    pub bases: Vec<Named>,
    /// The kinds that the board lets count.
    pub allowed: Vec<BasisKind>,
    /// Consents in force that a basis can rest on.
    pub consents: Vec<Consent>,
}

/// A basis about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBasis {
    pub kind: BasisKind,
    /// The consent that it rests on, where it rests on one.
    pub consent: Option<ConsentId>,
    pub until: Day,
    pub reason: String,
}

impl App {
    /// The bases of a family, for those who record them.
    pub async fn bases(&self, ctx: &Ctx, id: CaseId) -> Result<Bases> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let bases = stored::of_case(&mut tx, &entered.key, id).await?;
        let board = entered.scope.team.board;
        let mut allowed = stored::allowed(&mut tx, &[board]).await?;
        let consents = consent::of_case(&mut tx, &entered.key, id).await?;
        tx.commit().await?;
        Ok(Bases {
            head,
            bases,
            allowed: allowed.remove(&board).unwrap_or_default(),
            consents: resting(consents, ctx.today()),
        })
    }

    /// Records a basis, with who did and when.
    pub async fn record_basis(&self, ctx: &Ctx, id: CaseId, new: &NewBasis) -> Result<BasisId> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseRead)
            .await?;
        let board = entered.scope.team.board;
        let allowed = stored::allowed(&mut tx, &[board]).await?;
        let consents = consent::of_case(&mut tx, &entered.key, id).await?;
        let rests = resting(consents, ctx.today());
        let consent = new.consent.filter(|_| new.kind == BasisKind::Consent);
        let basis = Basis {
            id: BasisId(ctx.new_id()),
            case: id,
            kind: new.kind,
            // One that is not in force is none.
            consent: consent.filter(|id| rests.iter().any(|one| one.id == *id)),
            consent_ended: None,
            until: new.until,
            reason: new.reason.trim().to_owned(),
            recorded: (ctx.now, entered.hand()?),
            revoked: None,
        };
        let faults = basis.faults(allowed.get(&board).map_or(&[][..], Vec::as_slice));
        all_valid(faults.into_iter().map(field_error).collect())?;
        stored::insert(&mut tx, &entered.key, &basis).await?;
        tx.log(Entry {
            detail: format!("{} {}", code(basis.kind), basis.id),
            ..of_permit(ctx, Event::BasisRecorded, &entered.permit)
        });
        tx.commit().await?;
        Ok(basis.id)
    }

    /// Takes a basis back: from now on nobody of another board reads the sheet on it.
    pub async fn revoke_basis(&self, ctx: &Ctx, id: CaseId, basis: BasisId) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseRead)
            .await?;
        let by = (ctx.now, entered.hand()?);
        if !stored::revoke(&mut tx, (id, basis), by).await? {
            return Err(Error::NotFound);
        }
        tx.log(Entry {
            detail: basis.to_string(),
            ..of_permit(ctx, Event::BasisRevoked, &entered.permit)
        });
        tx.commit().await?;
        Ok(())
    }
}

/// Consents to exchange that are in force.
fn resting(all: Vec<Consent>, today: Day) -> Vec<Consent> {
    let all = all.into_iter();
    all.filter(|one| one.kind == ConsentKind::Exchange && one.is_in_force(today))
        .collect()
}

fn code(kind: BasisKind) -> &'static str {
    use hemma_domain::code::Code as _;
    kind.code()
}

fn field_error(fault: BasisFault) -> FieldError {
    match fault {
        BasisFault::NotAllowed => FieldError::new("kind", "basis-fault-not-allowed"),
        BasisFault::Over => FieldError::new("until", "basis-fault-over"),
        BasisFault::TooLong => FieldError::new("until", "basis-fault-year"),
        BasisFault::NoReason => FieldError::new("reason", "basis-fault-reason"),
        BasisFault::ReasonTooLong => FieldError::new("reason", "basis-fault-long"),
        BasisFault::NoConsent => FieldError::new("consent", "basis-fault-consent"),
    }
}
