//! A questionnaire that was written down as a whole: without a network, or on paper.

use std::collections::BTreeMap;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::instrument::Answer;
use hemma_domain::measure::{Hand, State};

use super::MeasureAt;
use super::asked::{Begun, Finished, open};
use super::interview::{AttemptInput, keep_attempt, short};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// A whole questionnaire, as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeSheet {
    /// Every answer; an item that is missing has none.
    pub given: BTreeMap<String, Answer>,
    /// The version that the writing began with; 0 where nobody had answered.
    pub version: i64,
    /// How the interview went; never what was answered.
    pub note: String,
    /// The interview is over.
    pub is_end: bool,
}

impl App {
    /// Writes a whole questionnaire down, and ends the interview where it is over. Sent twice, it is written once.
    ///
    /// Answers that were stored meanwhile stay: where one of them is another, or is missing here, nothing is written.
    pub async fn save_sheet(
        &self,
        ctx: &Ctx,
        at: MeasureAt,
        whole: &WholeSheet,
    ) -> Result<Option<Finished>> {
        short("note", &whole.note)?;
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let by = entered.hand()?;
        let begun = self.asked(&mut tx, &entered, at).await?;
        let given = begun.told(whole)?;
        let note = whole.note.trim().to_owned();
        let new = begun.changed((given, note), (ctx.now, Hand::Staff(by)));
        let is_same = begun
            .sheet
            .as_ref()
            .is_some_and(|old| old.given == new.given && old.note == new.note);
        if let (State::Done { by: ended, .. }, true) = (&begun.measure.state, is_same)
            && *ended == Hand::Staff(by)
        {
            let critical = begun.scorer.critical(&begun.read()?).next().is_some();
            tx.commit().await?;
            return Ok(Some(Finished { critical }));
        }
        open(ctx, &mut tx, &entered, &begun).await?;
        if begun.version() != whole.version && !begun.is_within(&new.given) {
            return Err(Error::invalid("answer", "interview-fault-meanwhile"));
        }
        if begun.sheet.is_none() {
            keep_attempt(ctx, &mut tx, &entered, (at.1, &AttemptInput::started())).await?;
        }
        let on = (self, ctx, &mut tx);
        if !is_same && !begun.keep(on, &entered, (&new, by)).await? {
            return Err(Error::Conflict);
        }
        let finished = match whole.is_end {
            true => {
                let begun = Begun {
                    sheet: Some(new),
                    ..begun
                };
                let on = (ctx, &mut tx);
                Some(begun.end(on, &entered, Hand::Staff(by)).await?)
            }
            false => None,
        };
        tx.commit().await?;
        Ok(finished)
    }
}

impl Begun {
    /// The answers that fit: of known items, and without those that are not asked after the others.
    fn told(&self, whole: &WholeSheet) -> Result<BTreeMap<String, Answer>> {
        let instrument = self.scorer.instrument();
        if whole.given.is_empty() {
            return Err(Error::invalid("answer", "interview-fault-empty"));
        }
        if !whole
            .given
            .keys()
            .all(|item| instrument.item(item).is_some())
        {
            return Err(Error::invalid("answer", "interview-fault-answer"));
        }
        self.fitting(whole.given.clone(), None)
    }

    /// Whether everything that is stored is among these answers.
    fn is_within(&self, given: &BTreeMap<String, Answer>) -> bool {
        let stored = self.given();
        let mut all = stored.iter();
        all.all(|(item, answer)| given.get(item) == Some(answer))
    }
}
