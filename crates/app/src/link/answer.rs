//! Answering by a link: each answer saved as it is given, by the rules of an interview, and sent in at the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::audit::Event;
use hemma_domain::instrument::{Answer, Scorer, Sheet};
use hemma_domain::link::{AnswerLink, Layout, LinkState};
use hemma_domain::measure::AnswerSheet;
use hemma_domain::time::Day;
use hemma_store::link as stored;

use super::open::{Holder, Seat, Seated};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// A questionnaire as whoever holds its link sees it: nothing tells whom it is about.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    pub scorer: Arc<Scorer>,
    /// What was answered so far, item by item.
    pub sheet: Sheet,
    /// Counts answers; 0 before the first.
    pub version: i64,
    /// BCP 47.
    pub language: String,
    pub layout: Layout,
    /// The last day to come back.
    pub last_on: Day,
}

impl App {
    /// What a link leads to: the questions and the answers so far, to begin or to go on with.
    pub async fn link_questionnaire(
        &self,
        ctx: &Ctx,
        holder: Holder<'_>,
    ) -> Result<Seat<Questionnaire>> {
        let Seated {
            tx, link, begun, ..
        } = match self.seat(ctx, holder, Event::LinkOpened).await? {
            Seat::Taken(seated) => seated,
            Seat::Code(last_on) => return Ok(Seat::Code(last_on)),
            Seat::Closed(standing) => return Ok(Seat::Closed(standing)),
        };
        let sheet = begun.read()?;
        tx.commit().await?;
        Ok(Seat::Taken(Questionnaire {
            version: begun.version(),
            scorer: begun.scorer,
            sheet,
            language: link.language,
            layout: link.layout,
            last_on: link.last_on,
        }))
    }

    /// Writes answers down as they are given; gives the new version of the sheet.
    ///
    /// The same answers sent twice are written once. Answers whose items are not asked after these go.
    pub async fn save_link_answers(
        &self,
        ctx: &Ctx,
        holder: Holder<'_>,
        answers: &BTreeMap<String, Answer>,
        version: i64,
    ) -> Result<Seat<i64>> {
        let mut seated = match self.seat(ctx, holder, Event::LinkAnswered).await? {
            Seat::Taken(seated) => seated,
            Seat::Code(last_on) => return Ok(Seat::Code(last_on)),
            Seat::Closed(standing) => return Ok(Seat::Closed(standing)),
        };
        let instrument = seated.begun.scorer.instrument();
        let known = |item: &String| instrument.item(item).is_some();
        if answers.is_empty() || !answers.keys().all(known) {
            return Err(Error::invalid("answer", "link-fault-answer"));
        }
        let before = seated.begun.given();
        let mut given = before.clone();
        given.extend(answers.iter().map(|(item, answer)| (item.clone(), *answer)));
        if given == before {
            seated.sit_on(holder).await?;
            seated.tx.commit().await?;
            return Ok(Seat::Taken(seated.begun.version()));
        }
        if seated.begun.version() != version {
            return Err(Error::Conflict);
        }
        let given = seated.begun.fitting(given, None)?;
        let hands = seated.hands();
        let on = (self, &seated.ctx, &mut seated.tx);
        let (begun, entered) = (&seated.begun, &seated.entered);
        if !begun.write(on, entered, given, hands).await? {
            return Err(Error::Conflict);
        }
        seated.sit_on(holder).await?;
        seated.tx.commit().await?;
        Ok(Seat::Taken(version + 1))
    }

    /// Sends the answers in: the measure is done and scored, and the link is used up. Items may be open.
    pub async fn finish_link(
        &self,
        ctx: &Ctx,
        holder: Holder<'_>,
        version: i64,
    ) -> Result<Seat<()>> {
        let mut seated = match self.seat(ctx, holder, Event::LinkAnswered).await? {
            Seat::Taken(seated) => seated,
            Seat::Code(last_on) => return Ok(Seat::Code(last_on)),
            Seat::Closed(standing) => return Ok(Seat::Closed(standing)),
        };
        let Some(old) = &seated.begun.sheet else {
            return Err(Error::invalid("answer", "link-fault-empty"));
        };
        if old.version != version {
            return Err(Error::Conflict);
        }
        let (hand, by) = seated.hands();
        let sheet = AnswerSheet {
            saved: (ctx.now, hand),
            ..old.clone()
        };
        let used = AnswerLink {
            state: LinkState::Used { at: ctx.now },
            ..seated.link.clone()
        };
        if !stored::save(&mut seated.tx, &used).await? {
            return Err(Error::Conflict);
        }
        stored::sit(&mut seated.tx, used.id, None).await?;
        let (begun, entered) = (&seated.begun, &seated.entered);
        let on = (self, &seated.ctx, &mut seated.tx);
        if !begun.keep(on, entered, (&sheet, by)).await? {
            return Err(Error::Conflict);
        }
        let on = (&seated.ctx, &mut seated.tx);
        begun.end(on, entered, hand).await?;
        seated.tx.commit().await?;
        Ok(Seat::Taken(()))
    }
}
