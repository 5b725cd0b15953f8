//! Consents: shown with what the law asks for, recorded as they were given or refused, withdrawn.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::consent::{Consent, ConsentKind};
use hemma_domain::ids::{CaseId, ConsentId, PersonId};
use hemma_domain::time::Day;
use hemma_store::{consent, person};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// Characters of a party's name.
const PARTY_CHARS: usize = 200;
/// Characters of the evidence.
const EVIDENCE_CHARS: usize = 2_000;

/// The consents of a case.
#[derive(Debug, Clone)]
pub struct Consents {
    pub head: CaseHead,
    /// The newest answer first.
    pub consents: Vec<Consent>,
}

/// What was filled in about a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentInput {
    pub person: PersonId,
    pub kind: ConsentKind,
    pub party: String,
    pub given: bool,
    pub on: Day,
    pub by: PersonId,
    pub evidence: String,
}

impl ConsentInput {
    fn faults(&self, today: Day) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if self.on > today {
            faults.push(FieldError::new("on", "consent-fault-future"));
        }
        let party = self.party.trim();
        if self.kind == ConsentKind::Exchange && party.is_empty() {
            faults.push(FieldError::new("party", "consent-fault-party"));
        }
        for (field, text, most) in [
            ("party", party, PARTY_CHARS),
            ("evidence", &self.evidence, EVIDENCE_CHARS),
        ] {
            if text.chars().count() > most {
                faults.push(FieldError::new(field, "consent-fault-long"));
            }
        }
        faults
    }
}

impl App {
    /// Every consent of a case, given and refused.
    pub async fn consents(&self, ctx: &Ctx, id: CaseId) -> Result<Consents> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let consents = consent::of_case(&mut tx, &entered.key, id).await?;
        tx.commit().await?;
        Ok(Consents { head, consents })
    }

    /// Records an answer. One that the law might not accept is kept as well: the page says why it is doubted.
    pub async fn record_consent(&self, ctx: &Ctx, id: CaseId, input: ConsentInput) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        let hand = entered.hand()?;
        let everybody = person::of_case(&mut tx, &entered.key, id).await?;
        let known = |of| everybody.iter().any(|person| person.id == of);
        if !known(input.person) || !known(input.by) {
            return Err(Error::NotFound);
        }
        all_valid(input.faults(ctx.today()))?;
        let exchange = input.kind == ConsentKind::Exchange;
        let party = if exchange { input.party.trim() } else { "" };
        let added = Consent {
            id: ConsentId(ctx.new_id()),
            case: id,
            person: input.person,
            kind: input.kind,
            party: party.to_owned(),
            given: input.given,
            on: input.on,
            by: input.by,
            evidence: input.evidence.trim().to_owned(),
            recorded_by: hand,
            withdrawn_on: None,
            version: 1,
        };
        consent::insert(&mut tx, &entered.key, &added).await?;
        tx.log(Entry {
            person: Some(added.person),
            ..entered.entry(ctx, Event::ConsentRecorded)
        });
        if added.kind == ConsentKind::Interview {
            self.plan_measures(ctx, &mut tx, &entered).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Notes that a consent was taken back.
    pub async fn withdraw_consent(
        &self,
        ctx: &Ctx,
        (id, of): (CaseId, ConsentId),
        on: Day,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::WriteFamily, Event::CaseRead)
            .await?;
        let consents = consent::of_case(&mut tx, &entered.key, id).await?;
        let found = consents.iter().find(|one| one.id == of);
        let given = found.filter(|one| one.given).ok_or(Error::NotFound)?;
        if on < given.on || on > ctx.today() {
            return Err(Error::Invalid(vec![FieldError::new(
                format!("withdrawn-{of}"),
                "consent-fault-withdrawn",
            )]));
        }
        if !consent::withdraw(&mut tx, given, on).await? {
            return Err(Error::Conflict);
        }
        tx.log(Entry {
            person: Some(given.person),
            ..entered.entry(ctx, Event::ConsentRecorded)
        });
        if given.kind == ConsentKind::Interview {
            self.plan_measures(ctx, &mut tx, &entered).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
