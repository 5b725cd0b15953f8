//! Rating a colleague: what waits, the form, and the one time it is sent.

use std::sync::Arc;

use hemma_domain::access::{self, Permit, Request, RoundAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{RoundId, StaffId};
use hemma_domain::instrument::{Answers, Given, Scorer};
use hemma_domain::measure::Timing;
use hemma_domain::programme::Words;
use hemma_domain::round::{Ballot, Round, State};
use hemma_store::db::Tx;
use hemma_store::round::{self as stored, rater, urn};
use hemma_store::{staff, team};

use super::scope_of;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};

/// The most ballots an urn takes: as many as can be asked.
const BALLOTS_MAX: usize = hemma_domain::round::RATERS_MAX;

/// A round that asks the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyRating {
    pub round: Round,
    pub instrument: Words,
    /// Whose work it is about.
    pub subject: String,
    pub team: String,
    pub answered: bool,
}

/// The form of a rating.
#[derive(Debug, Clone)]
pub struct Rating {
    pub asked: MyRating,
    pub scorer: Arc<Scorer>,
    /// Why it cannot be answered now; the key of a message.
    pub closed: Option<&'static str>,
}

impl App {
    /// The rounds that ask the actor today, whose last day comes first; also those that were answered.
    pub async fn my_ratings(&self, ctx: &Ctx) -> Result<Vec<MyRating>> {
        let mut tx = self.db.read().await?;
        self.ratings_of(ctx, &mut tx).await
    }

    async fn ratings_of(&self, ctx: &Ctx, tx: &mut Tx) -> Result<Vec<MyRating>> {
        let Some(me) = ctx.staff() else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for one in rater::rounds_of(tx, me, ctx.today()).await? {
            let scope = scope_of(&one.round, one.scope, true);
            if access::may(&ctx.actor, Request::Round(RoundAction::Rate, &scope)) {
                found.push(MyRating {
                    instrument: self.asked_by(&one.round)?.instrument().name.clone(),
                    round: one.round,
                    subject: one.subject,
                    team: one.team,
                    answered: one.answered,
                });
            }
        }
        Ok(found)
    }

    /// Those of them that were not answered, as a part of another use case.
    pub(crate) async fn ratings_waiting(&self, ctx: &Ctx, tx: &mut Tx) -> Result<Vec<MyRating>> {
        let mut waiting = self.ratings_of(ctx, tx).await?;
        waiting.retain(|one| !one.answered);
        Ok(waiting)
    }

    /// The form of a rating, to be answered or to be told why it cannot be.
    pub async fn rating(&self, ctx: &Ctx, id: RoundId) -> Result<Rating> {
        let mut tx = self.db.read().await?;
        let begun = self.begin_rating(ctx, &mut tx, id).await?;
        let names = staff::names(&mut tx, &[begun.round.subject]).await?;
        let found = team::find(&mut tx, begun.round.team).await?;
        let (team, _board) = found.ok_or(Error::NotFound)?;
        Ok(Rating {
            closed: begun.closed(ctx),
            asked: MyRating {
                instrument: begun.scorer.instrument().name.clone(),
                subject: names.into_iter().map(|(_, name)| name).collect(),
                team: team.name,
                answered: begun.answered,
                round: begun.round,
            },
            scorer: begun.scorer,
        })
    }

    /// Sends a rating: whole, once. The ballot goes into the round's urn, and nothing is kept that leads from it to the
    /// actor.
    pub async fn rate(&self, ctx: &Ctx, id: RoundId, given: Ballot) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let begun = self.begin_rating(ctx, &mut tx, id).await?;
        if let Some(why) = begun.closed(ctx) {
            return Err(Error::invalid("rating", why));
        }
        all_valid(faults(&begun, &given))?;
        // The urn first: whoever drops something in and whoever closes the round wait for each other here.
        let urn = urn::take(&mut tx, id).await?;
        let mut ballots = urn.ok_or(Error::Conflict)?;
        let first = rater::answer(&mut tx, id, begun.me).await?;
        if !first || ballots.len() >= BALLOTS_MAX {
            return Err(Error::Conflict);
        }
        ballots.push(given);
        urn::put_back(&mut tx, id, &ballots).await?;
        tx.log(Entry {
            detail: id.to_string(),
            ..of_permit(ctx, Event::RoundAnswered, &begun.permit)
        });
        tx.commit().await?;
        Ok(())
    }

    async fn begin_rating(&self, ctx: &Ctx, tx: &mut Tx, id: RoundId) -> Result<Begun> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let round = stored::find(tx, id).await?.ok_or(Error::NotFound)?;
        let scope = team::scope(tx, round.team).await?;
        let answered = rater::find(tx, id, me).await?;
        // Who was asked by a closed round is forgotten: everybody of the team is told the same.
        let asked = answered.is_some() || round.state != State::Open;
        let scope = scope_of(&round, scope.ok_or(Error::NotFound)?, asked);
        let permit = allowed(ctx, Request::Round(RoundAction::Rate, &scope))?;
        Ok(Begun {
            scorer: self.asked_by(&round)?,
            answered: answered.unwrap_or_default(),
            round,
            permit,
            me,
        })
    }

    pub(super) fn asked_by(&self, round: &Round) -> Result<Arc<Scorer>> {
        self.instrument(&round.instrument, round.instrument_version)
    }
}

/// What reading and sending a rating begin with.
struct Begun {
    round: Round,
    scorer: Arc<Scorer>,
    permit: Permit,
    me: StaffId,
    answered: bool,
}

impl Begun {
    /// Why it cannot be answered now.
    fn closed(&self, ctx: &Ctx) -> Option<&'static str> {
        if self.answered {
            return Some("rating-closed-answered");
        }
        if self.round.can_be_answered(ctx.today()) {
            return None;
        }
        Some(match self.round.window.timing(ctx.today()) {
            Timing::Coming => "rating-closed-early",
            Timing::Open | Timing::Late | Timing::Past => "rating-closed-late",
        })
    }
}

/// Items that are not answered, or not as they can be; each by its code.
fn faults(begun: &Begun, given: &Ballot) -> Vec<FieldError> {
    let instrument = begun.scorer.instrument();
    let answers = Answers {
        instrument: instrument.code.clone(),
        version: instrument.version,
        given: given.clone(),
    };
    let Ok(sheet) = begun.scorer.sheet(&answers) else {
        return vec![FieldError::new("rating", "rating-fault-answer")];
    };
    let items = instrument.items.iter().zip(sheet.given());
    items
        .filter(|(_, given)| **given == Given::Unanswered)
        .map(|(item, _)| FieldError::new(item.code.clone(), "rating-fault-missing"))
        .collect()
}
