//! Whether the installation is whole: the log's chains, followed link by link.

use hemma_store::audit::{self, Break};

use crate::App;
use crate::error::Result;

/// What is wrong with a chain of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenChain {
    /// The board whose chain it is; none for the site's.
    pub board: Option<uuid::Uuid>,
    /// The first link that does not fit.
    pub at: i64,
    /// In plain words.
    pub reason: &'static str,
}

impl App {
    /// Follows every chain of the log; the first break of each that is broken.
    pub async fn check_log(&self) -> Result<Vec<BrokenChain>> {
        let mut tx = self.db.read().await?;
        let breaks = audit::verify(&mut tx).await?;
        Ok(breaks.into_iter().map(told).collect())
    }
}

fn told(found: Break) -> BrokenChain {
    use audit::BreakReason;
    BrokenChain {
        board: (found.chain != audit::SITE_CHAIN).then_some(found.chain),
        at: found.seq,
        reason: match found.reason {
            BreakReason::Hash => "a row, or the row before it, was changed",
            BreakReason::Gap => "a row is missing",
            BreakReason::Head => "rows are missing at the end, or the head was changed",
        },
    }
}
