//! Duties that people have in other pools: nobody is on call twice at once, and weekly rest is the same wherever they are.

use hemma_domain::agreement::Agreement;
use hemma_domain::ids::{PoolId, StaffId};
use hemma_domain::pool::Line;
use hemma_domain::stretch::Stretch;
use hemma_store::db::Tx;
use hemma_store::turn::Elsewhere;
use hemma_store::{pool, turn};

use super::facts::{Facts, Piece};
use crate::error::Result;

/// What some people serve in other pools, with its lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Others {
    turns: Vec<Elsewhere>,
    lines: Vec<Line>,
}

/// What some people serve in all pools but one. One statement, and three more where there is anything.
pub(crate) async fn others(
    tx: &mut Tx,
    (pool, staff): (PoolId, &[StaffId]),
    within: Stretch,
) -> Result<Others> {
    let turns = turn::elsewhere(tx, (pool, staff), within).await?;
    let mut lines: Vec<_> = turns.iter().map(|one| one.served.duty.shape.line).collect();
    lines.sort();
    lines.dedup();
    let mut lines = pool::lines(tx, &lines).await?;
    for line in &mut lines {
        // Nobody gets a duty of it here.
        line.roles.clear();
    }
    Ok(Others { turns, lines })
}

impl Others {
    /// The facts of a pool with what its people serve elsewhere: it stands, and whoever has it has so much less to give.
    pub(crate) fn join(&self, facts: Facts, whose: impl Fn(StaffId) -> bool) -> Facts {
        let mut facts = facts;
        let agreement = facts.agreement.clone();
        let pieces = self.turns.iter().filter(|one| whose(one.turn().staff));
        let pieces: Vec<Piece> = pieces.filter_map(|one| piece(&agreement, one)).collect();
        if pieces.is_empty() {
            return facts;
        }
        facts.lines.extend(self.lines.iter().cloned());
        facts.pieces.extend(pieces);
        facts.in_order()
    }
}

fn piece(agreement: &Agreement, one: &Elsewhere) -> Option<Piece> {
    let piece = Piece::of_turn(agreement, &one.served, one.turn())?;
    Some(Piece {
        is_judged: false,
        is_elsewhere: true,
        ..piece
    })
}
