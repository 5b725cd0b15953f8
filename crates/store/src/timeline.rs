//! A case over time: counts by week and what happened, in one statement and without a text.

use hemma_domain::code::Code as _;
use hemma_domain::contact::ContactKind;
use hemma_domain::ids::CaseId;
use hemma_domain::incident::IncidentKind;
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::week::StepOutcome;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// One fact of a case's course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Contacts of a kind that count towards the minimum.
    Contacts {
        week: Week,
        kind: ContactKind,
        count: u32,
    },
    /// Steps set in a week, by how they went; none for those that nobody judged.
    Steps {
        week: Week,
        outcome: Option<StepOutcome>,
        count: u32,
    },
    /// A week's summary was handed in.
    HandedIn {
        week: Week,
        at: Instant,
    },
    /// The case entered a phase.
    Phase {
        from: Day,
        phase: String,
    },
    Incident {
        at: Instant,
        kind: IncidentKind,
    },
    /// Somebody on call took a call about the family.
    Call {
        at: Instant,
    },
    /// The measures of the family rest from a day on.
    HoldBegins {
        on: Day,
    },
    /// They go on.
    HoldEnds {
        on: Day,
    },
    /// A version of a form was signed.
    Signed {
        at: Instant,
        kind: String,
        number: u32,
    },
}

/// Everything that is drawn of a case.
pub async fn facts(tx: &mut Tx, case: CaseId) -> Result<Vec<Fact>> {
    // The first part names the type of each column for the parts that leave it empty.
    const SQL: &str = "SELECT 'handed_in' AS what, week_on, handed_in_at AS at, '' AS code, 1 AS n
            FROM case_weeks WHERE case_id = $1 AND handed_in_at IS NOT NULL
        UNION ALL SELECT 'contacts', week_on, NULL, kind, count(*) FROM contacts
            WHERE case_id = $1 AND counts GROUP BY week_on, kind
        UNION ALL SELECT 'steps', week_on, NULL, COALESCE(outcome, ''), count(*) FROM steps
            WHERE case_id = $1 GROUP BY week_on, outcome
        UNION ALL SELECT 'incident', NULL, happened_at, kind, 1 FROM incidents WHERE case_id = $1
        UNION ALL SELECT 'call', NULL, started_at, '', 1 FROM calls WHERE case_id = $1
        UNION ALL SELECT 'signed', NULL, signed_at, kind, number FROM artefacts
            WHERE case_id = $1 AND signed_at IS NOT NULL AND state <> 'draft'
        UNION ALL SELECT 'hold_begins', from_on, NULL, '', 1 FROM holds
            WHERE case_id = $1 AND (to_on IS NULL OR to_on > from_on)
        UNION ALL SELECT 'hold_ends', to_on, NULL, '', 1 FROM holds WHERE case_id = $1 AND to_on > from_on
        UNION ALL SELECT 'phase', from_on, NULL, phase, 1 FROM case_phases WHERE case_id = $1";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter()
        .map(|row| {
            let week = || row.get::<Day>("week_on").map(Week::of);
            Ok(match row.get::<String>("what")?.as_str() {
                "handed_in" => Fact::HandedIn {
                    week: week()?,
                    at: row.get("at")?,
                },
                "contacts" => Fact::Contacts {
                    week: week()?,
                    kind: row.code("code")?,
                    count: row.count("n")?,
                },
                "steps" => Fact::Steps {
                    week: week()?,
                    outcome: StepOutcome::from_code(&row.get::<String>("code")?),
                    count: row.count("n")?,
                },
                "incident" => Fact::Incident {
                    at: row.get("at")?,
                    kind: row.code("code")?,
                },
                "call" => Fact::Call { at: row.get("at")? },
                "hold_begins" => Fact::HoldBegins {
                    on: row.get("week_on")?,
                },
                "hold_ends" => Fact::HoldEnds {
                    on: row.get("week_on")?,
                },
                "phase" => Fact::Phase {
                    from: row.get("week_on")?,
                    phase: row.get("code")?,
                },
                _ => Fact::Signed {
                    at: row.get("at")?,
                    kind: row.get("code")?,
                    number: row.count("n")?,
                },
            })
        })
        .collect()
}
