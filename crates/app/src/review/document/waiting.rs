//! What waits of a network's half-yearly reviews: one that nobody has written, one that the reader has not signed, and what
//! was to be done and of which nobody has said what became of it.

use std::collections::BTreeSet;

use hemma_domain::access::{Permit, Request, ReviewAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::NetworkId;
use hemma_domain::programme::Words;
use hemma_domain::review::{ActionOutcome, Document, Span, Subject, Term};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::review::document as stored;
use hemma_store::team;

use super::network::scope_of;
use super::{is_missing, names, voice};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::Result;

/// Half-years back in whose reviews something can still wait: actions of the one before the last are followed up in it.
const TERMS_BACK: usize = 2;

/// Something that waits, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewWaiting {
    /// The programme's code.
    pub programme: String,
    /// What it is called; none where no such programme is known.
    pub name: Option<Words>,
    /// The half-year in whose review it is dealt with.
    pub term: Term,
    pub what: Waits,
}

/// What waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waits {
    /// The half-year is over, and nobody has begun its review.
    Unwritten,
    /// It is written, and the reader has not signed.
    Unsigned,
    /// An action of the review before.
    Action {
        what: String,
        /// By name.
        owner: String,
        due_on: Day,
    },
}

impl App {
    /// What waits of a network's reviews for whoever writes them, programme by programme; nothing for anybody else.
    pub async fn network_reviews_waiting(
        &self,
        ctx: &Ctx,
        id: NetworkId,
    ) -> Result<Vec<ReviewWaiting>> {
        let mut tx = self.db.write(&ctx.request).await?;
        let teams = team::of_network(&mut tx, id).await?;
        let codes: BTreeSet<&str> = teams.iter().map(|team| team.programme.as_str()).collect();
        let mut found = Vec::new();
        for code in codes {
            let scope = scope_of((id, code), &teams);
            let Ok(permit) = allowed(ctx, Request::Review(ReviewAction::Write, &scope)) else {
                continue;
            };
            let of = Running {
                id,
                code,
                teams: &teams,
            };
            let waits = of.waiting(ctx, &mut tx, &permit).await?;
            let name = self.programmes.newest(code).map(|one| one.name.clone());
            found.extend(waits.into_iter().map(|(term, what)| ReviewWaiting {
                programme: code.to_owned(),
                name: name.clone(),
                term,
                what,
            }));
            tx.log(Entry {
                detail: code.to_owned(),
                ..of_permit(ctx, Event::ReviewRead, &permit)
            });
        }
        tx.commit().await?;
        Ok(found)
    }
}

/// A network's teams that run one programme.
struct Running<'a> {
    id: NetworkId,
    code: &'a str,
    /// Every team of the network.
    teams: &'a [Team],
}

impl Running<'_> {
    async fn waiting(&self, ctx: &Ctx, tx: &mut Tx, permit: &Permit) -> Result<Vec<(Term, Waits)>> {
        let subject = Subject::Network(self.id, self.code.to_owned());
        let now = Term::of(Span::HalfYear, ctx.today());
        let terms = std::iter::successors(Some(now.previous()), |term| Some(term.previous()));
        let mut found = Vec::new();
        for (back, term) in terms.take(TERMS_BACK).enumerate() {
            let document = stored::find(tx, (&subject, term)).await?;
            if back == 0 && self.worked_in(term) {
                let what = owed(document.as_ref(), permit);
                found.extend(what.map(|what| (term, what)));
            }
            if let Some(signed) = document.filter(Document::is_signed) {
                let waits = actions(tx, &signed).await?.into_iter();
                found.extend(waits.map(|what| (term.next(), what)));
            }
        }
        Ok(found)
    }

    /// One of the teams worked in a half-year.
    fn worked_in(&self, term: Term) -> bool {
        let mut own = self.teams.iter().filter(|team| team.programme == self.code);
        own.any(|team| {
            let is_closed = team.closed_on.is_some_and(|on| on <= term.first_day());
            team.opened_on < term.end() && !is_closed
        })
    }
}

/// What the writer of a review owes it.
fn owed(document: Option<&Document>, permit: &Permit) -> Option<Waits> {
    let Some(document) = document else {
        return Some(Waits::Unwritten);
    };
    let may_sign = voice(permit).is_some_and(|voice| is_missing(document, voice));
    may_sign.then_some(Waits::Unsigned)
}

/// The actions of a signed review of which nobody has said what became of them, the longest due first.
async fn actions(tx: &mut Tx, document: &Document) -> Result<Vec<Waits>> {
    let all = document.actions.iter();
    let mut open: Vec<_> = all
        .filter(|one| one.outcome == ActionOutcome::Open)
        .collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    open.sort_by_key(|one| (one.due_on, one.number));
    let names = names(tx, (document, None)).await?;
    let waits = open.iter().map(|one| Waits::Action {
        what: one.what.clone(),
        owner: names.get(&one.owner).cloned().unwrap_or_default(),
        due_on: one.due_on,
    });
    Ok(waits.collect())
}
