//! What an applicant may demand to know of those who were called to interviews, and of those who were hired.

use hemma_domain::access::OpeningAction;
use hemma_domain::application::{Application, Stage};
use hemma_domain::audit::Event;
use hemma_domain::ids::{ApplicationId, OpeningId};
use hemma_domain::opening::{Merits, Opening, TEXT_CHARS_MAX};
use hemma_store::application as stored;
use hemma_store::db::Tx;
use hemma_store::opening;

use super::applicant::{ApplicantAt, seen};
use super::place_name;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// What an applicant may demand to know.
#[derive(Debug, Clone)]
pub struct MeritsPage {
    pub opening: Opening,
    pub place: String,
    /// Whoever was hired first, then by number.
    pub people: Vec<MeritsOf>,
}

/// What somebody can show who was called to interviews, or was hired.
#[derive(Debug, Clone)]
pub struct MeritsOf {
    pub id: ApplicationId,
    /// The application's.
    pub version: i64,
    pub number: u32,
    /// Empty where the application was taken back.
    pub name: String,
    pub is_hired: bool,
    pub merits: Merits,
}

impl App {
    /// What an applicant may demand to know of those who were called to interviews, and of those who were hired.
    pub async fn opening_merits(&self, ctx: &Ctx, id: OpeningId) -> Result<MeritsPage> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::ApplicantRead)
            .await?;
        if !entered.opening.tells_merits() {
            return Err(Error::Conflict);
        }
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let mut people = Vec::new();
        for one in all.into_iter().filter(Application::is_told_of) {
            let merits = kept(&mut entered.tx, &one).await?;
            let one = seen(&entered.opening, one);
            people.push(MeritsOf {
                id: one.id,
                version: one.version,
                number: one.number,
                is_hired: one.stage == Stage::Hired,
                name: one.person.name,
                merits,
            });
        }
        people.sort_by_key(|one| (!one.is_hired, one.number));
        let place = place_name(&mut entered.tx, &entered.opening).await?;
        entered.tx.commit().await?;
        Ok(MeritsPage {
            opening: entered.opening,
            place,
            people,
        })
    }

    /// Writes down what an applicant may demand to know of one of them.
    pub async fn save_opening_merits(
        &self,
        ctx: &Ctx,
        (at, version): (ApplicantAt, i64),
        merits: &Merits,
    ) -> Result<()> {
        let mut entered = self
            .enter_applicant(ctx, at, (OpeningAction::Decide, Event::ApplicantChanged))
            .await?;
        if !entered.opened.opening.tells_merits() || !entered.application.is_told_of() {
            return Err(Error::Conflict);
        }
        all_valid(faults(merits))?;
        if !stored::save_merits(&mut entered.opened.tx, (at.1, version), merits).await? {
            return Err(Error::Conflict);
        }
        entered.opened.tx.commit().await?;
        Ok(())
    }
}

/// What was written down of somebody; of whoever was hired, what was once written for the whole opening serves until then.
async fn kept(tx: &mut Tx, one: &Application) -> Result<Merits> {
    match stored::merits(tx, one.id).await? {
        Some(merits) => Ok(merits),
        None if one.stage == Stage::Hired => Ok(opening::merits(tx, one.opening).await?),
        None => Ok(Merits::default()),
    }
}

fn faults(merits: &Merits) -> Vec<FieldError> {
    let texts = [
        ("education", &merits.education),
        ("experience", &merits.experience),
        ("other", &merits.other),
    ];
    let long = texts
        .into_iter()
        .filter(|(_, text)| TEXT_CHARS_MAX < text.chars().count());
    long.map(|(field, _)| FieldError::new(field, "opening-fault-long"))
        .collect()
}
