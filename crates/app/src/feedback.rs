//! Written feedback point by point: given, answered, and followed up in the week after.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::FeedbackId;
use hemma_domain::week::{Feedback, FollowUp, Section, Voice, limit};
use hemma_store::{feedback, week as weeks};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::week::{WeekAt, kept, room, short_enough, within};

impl App {
    /// Writes a point about a section of a week. The consultant's first point says that the week was consulted.
    pub async fn give_feedback(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (voice, section): (Voice, Section),
        text: &str,
    ) -> Result<FeedbackId> {
        short_enough("text", text, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self
            .enter(ctx, at.0, action(voice), Event::FeedbackGiven)
            .await?;
        if text.trim().is_empty() {
            return Err(Error::invalid("text", "feedback-empty"));
        }
        within(ctx, &entered, at)?;
        let points = feedback::around(&mut tx, &entered.key, at.0, at.1).await?;
        let here = points.iter().filter(|one| one.feedback.week == at.1);
        room("text", here.count(), limit::FEEDBACK)?;
        weeks::touch(&mut tx, at.0, at.1, ctx.now).await?;
        let new = Feedback {
            id: FeedbackId(ctx.new_id()),
            case: at.0,
            week: at.1,
            section,
            voice,
            by: entered.hand()?,
            at: ctx.now,
            text: text.trim().to_owned(),
            answer: String::new(),
            answered: None,
            follow_up: None,
            followed_in: None,
            follow_note: String::new(),
            version: 1,
        };
        feedback::insert(&mut tx, &entered.key, &new).await?;
        if voice == Voice::Consultant {
            weeks::mark_consulted(&mut tx, at, ctx.now).await?;
        }
        tx.commit().await?;
        Ok(new.id)
    }

    /// Changes the words of one's own point, or takes it back where they are emptied, as long as nobody answered it;
    /// gives its new version.
    pub async fn reword_feedback(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (FeedbackId, i64),
        (voice, text): (Voice, &str),
    ) -> Result<i64> {
        short_enough("text", text, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self
            .enter(ctx, at.0, action(voice), Event::FeedbackGiven)
            .await?;
        let by = entered.hand()?;
        let old = feedback::find(&mut tx, &entered.key, at.0, id).await?;
        let old = old.map(|found| found.feedback);
        let old = old.filter(|one| one.by == by && one.week == at.1);
        let old = old.ok_or(Error::NotFound)?;
        if !old.can_be_reworded_by(by) {
            return Err(Error::Conflict);
        }
        weeks::touch(&mut tx, at.0, at.1, ctx.now).await?;
        if text.trim().is_empty() {
            kept(feedback::remove(&mut tx, at.0, (id, version)).await?)?;
        } else {
            let new = Feedback {
                text: text.trim().to_owned(),
                version,
                ..old
            };
            kept(feedback::save(&mut tx, &entered.key, &new).await?)?;
        }
        tx.commit().await?;
        Ok(version + 1)
    }

    /// The consultant read the week and has nothing to add; the first time stays.
    pub async fn mark_consulted(&self, ctx: &Ctx, at: WeekAt) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::ConsultFeedback, Event::FeedbackGiven)
            .await?;
        within(ctx, &entered, at)?;
        weeks::open(&mut tx, at.0, at.1).await?;
        weeks::mark_consulted(&mut tx, at, ctx.now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Answers a point; gives its new version. An answer that is emptied is taken back.
    pub async fn answer_feedback(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (FeedbackId, i64),
        answer: &str,
    ) -> Result<i64> {
        short_enough("answer", answer, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self
            .enter(
                ctx,
                at.0,
                CaseAction::AnswerFeedback,
                Event::FeedbackAnswered,
            )
            .await?;
        let old = feedback::find(&mut tx, &entered.key, at.0, id).await?;
        let old = old.ok_or(Error::NotFound)?.feedback;
        let by = entered.hand()?;
        let new = Feedback {
            answer: answer.to_owned(),
            answered: (!answer.trim().is_empty()).then_some((ctx.now, by)),
            version,
            ..old
        };
        kept(feedback::save(&mut tx, &entered.key, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Says in a later week what became of a point; gives its new version. Without a mark the point is open again.
    pub async fn follow_feedback(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (id, version): (FeedbackId, i64),
        (mark, note): (Option<FollowUp>, &str),
    ) -> Result<i64> {
        short_enough("note", note, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self
            .enter(
                ctx,
                at.0,
                CaseAction::AnswerFeedback,
                Event::FeedbackAnswered,
            )
            .await?;
        within(ctx, &entered, at)?;
        let old = feedback::find(&mut tx, &entered.key, at.0, id).await?;
        let old = old.ok_or(Error::NotFound)?.feedback;
        if old.week >= at.1 {
            return Err(Error::NotFound);
        }
        let new = Feedback {
            follow_up: mark,
            followed_in: mark.map(|_| at.1),
            follow_note: note.to_owned(),
            version,
            ..old
        };
        kept(feedback::save(&mut tx, &entered.key, &new).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }
}

fn action(voice: Voice) -> CaseAction {
    match voice {
        Voice::Leader => CaseAction::LeadFeedback,
        Voice::Consultant => CaseAction::ConsultFeedback,
    }
}
