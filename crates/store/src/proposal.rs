//! Proposals to boards: the text sealed under the site's key, the register in plain columns.

pub mod attachment;
mod json;
pub mod past;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{AddresseeId, NetworkId, ProposalId, StaffId, TrainingId};
use hemma_domain::proposal::{Course, Hand, PROPOSALS_MAX, Proposal, Report, Ruling};
use hemma_domain::time::{Day, Instant};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, Value};
use crate::values;

const COLUMNS: &str = "id, network_id, layout, layout_version, template, diary, dated_on, sealed_content, signed_by,
    signed_at, sent_by, sent_at, decided_on, outcome, approved_on, posted_on, sealed_ruling, reported_on, sealed_report,
    made_by, made_at, version, addressee_id";

/// Stores a proposal. A diary number that the board has given already is a conflict.
pub async fn insert(tx: &mut Tx, one: &Proposal) -> Result<()> {
    let sql = format!(
        "INSERT INTO proposals ({COLUMNS}) VALUES ({})",
        crate::db::places(1, 23)
    );
    let mut bound: Vec<Value> = values![
        one.id,
        one.network,
        one.layout.0,
        one.layout.1,
        one.template
    ]
    .to_vec();
    bound.extend(told(tx, one));
    bound.extend(values![one.made.0, one.made.1, one.version, one.to]);
    tx.all_built(sql, &bound).await?;
    Ok(())
}

/// Saves a proposal if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Proposal) -> Result<bool> {
    const SQL: &str = "UPDATE proposals SET diary = $3, dated_on = $4, sealed_content = $5, signed_by = $6, signed_at = $7,
        sent_by = $8, sent_at = $9, decided_on = $10, outcome = $11, approved_on = $12, posted_on = $13,
        sealed_ruling = $14, reported_on = $15, sealed_report = $16, version = version + 1
        WHERE id = $1 AND version = $2";
    let mut bound: Vec<Value> = values![one.id, one.version].to_vec();
    bound.extend(told(tx, one));
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// What a change can change, in the order of the columns.
fn told(tx: &Tx, one: &Proposal) -> [Value; 14] {
    let (course, key) = (&one.course, tx.seals().site());
    let by = |hand: Option<Hand>| hand.map(|hand| hand.by);
    let at = |hand: Option<Hand>| hand.map(|hand| hand.at);
    let ruling = course.ruling.as_ref();
    let note = ruling
        .map(|ruling| ruling.note.as_str())
        .unwrap_or_default();
    let report = course.report.as_ref();
    let text = report
        .map(|report| report.text.as_str())
        .unwrap_or_default();
    let spot = |column| Spot::new("proposals", one.id, column);
    values![
        one.content.diary,
        one.content.dated_on,
        key.seal(&spot("sealed_content"), &json::write(&one.content)),
        by(course.signed),
        at(course.signed),
        by(course.sent),
        at(course.sent),
        ruling.map(|ruling| ruling.on),
        ruling.map(|ruling| ruling.outcome.code()),
        ruling.and_then(|ruling| ruling.approved_on),
        ruling.and_then(|ruling| ruling.posted_on),
        key.seal(&spot("sealed_ruling"), note),
        report.map(|report| report.on),
        key.seal(&spot("sealed_report"), text),
    ]
}

/// One proposal.
pub async fn find(tx: &mut Tx, id: ProposalId) -> Result<Option<Proposal>> {
    let sql = format!("SELECT {COLUMNS} FROM proposals WHERE id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(|row| proposal(tx, row)).transpose()
}

/// Whether a network has a proposal to a board under this diary number. Those to nobody in particular share one register.
pub async fn has_diary(
    tx: &mut Tx,
    (network, to): (NetworkId, Option<AddresseeId>),
    diary: &str,
) -> Result<bool> {
    const SQL: &str = "SELECT id FROM proposals WHERE network_id = $1
        AND COALESCE(addressee_id, network_id) = COALESCE($2, network_id) AND diary = $3";
    let bound = values![network, to, diary];
    Ok(tx.maybe(SQL, &bound).await?.is_some())
}

/// The proposals of a network, the newest first.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Proposal>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM proposals WHERE network_id = $1 ORDER BY dated_on DESC, id DESC LIMIT {PROPOSALS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    rows.iter().map(|row| proposal(tx, row)).collect()
}

/// The proposals of the trips that a training came of, the newest first.
pub async fn of_training(tx: &mut Tx, training: TrainingId) -> Result<Vec<Proposal>> {
    /// The same partners meet once a year.
    const TRIPS_MAX: u32 = 50;
    let sql = format!(
        "SELECT {COLUMNS} FROM proposals WHERE id IN (SELECT proposal_id FROM trip_trainings WHERE training_id = $1)
         ORDER BY dated_on DESC, id LIMIT $2"
    );
    let rows = tx.all_built(sql, &values![training, TRIPS_MAX]).await?;
    rows.iter().map(|row| proposal(tx, row)).collect()
}

fn proposal(tx: &Tx, row: &Row) -> Result<Proposal> {
    let id: ProposalId = row.get("id")?;
    let open = |column: &'static str| -> Result<String> {
        let spot = Spot::new("proposals", id, column);
        tx.seals().site().open(&spot, &row.get::<String>(column)?)
    };
    let placed: (String, Day) = (row.get("diary")?, row.get("dated_on")?);
    let content = json::read(&open("sealed_content")?, placed);
    let decided: Option<Day> = row.get("decided_on")?;
    let ruling = decided.map(|on| -> Result<Ruling> {
        Ok(Ruling {
            on,
            outcome: row.code("outcome")?,
            approved_on: row.get("approved_on")?,
            posted_on: row.get("posted_on")?,
            note: open("sealed_ruling")?,
        })
    });
    let reported: Option<Day> = row.get("reported_on")?;
    let report = reported.map(|on| -> Result<Report> {
        let text = open("sealed_report")?;
        Ok(Report { on, text })
    });
    Ok(Proposal {
        id,
        network: row.get("network_id")?,
        layout: (row.get("layout")?, row.count("layout_version")?),
        template: row.get("template")?,
        to: row.get("addressee_id")?,
        content: content.ok_or_else(|| row.corrupt("sealed_content"))?,
        course: Course {
            signed: hand(row, ("signed_by", "signed_at"))?,
            sent: hand(row, ("sent_by", "sent_at"))?,
            ruling: ruling.transpose()?,
            report: report.transpose()?,
        },
        made: (row.get("made_by")?, row.get("made_at")?),
        version: row.get("version")?,
    })
}

fn hand(row: &Row, (by, at): (&str, &str)) -> Result<Option<Hand>> {
    let (by, at): (Option<StaffId>, Option<Instant>) = (row.get(by)?, row.get(at)?);
    Ok(by.zip(at).map(|(by, at)| Hand { by, at }))
}
