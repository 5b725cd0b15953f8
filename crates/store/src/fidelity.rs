//! What the fidelity of a team is made of: what was due with its scores, and the answers item by item, still sealed.

use std::collections::BTreeMap;

use hemma_domain::access::{CaseScope, Permit};
use hemma_domain::fidelity::Asked;
use hemma_domain::ids::{CaseId, MeasureId, NetworkId, PersonId, TeamId};
use hemma_domain::instrument::Answer;
use hemma_domain::measure::KeptOutcome;
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::hold::resting;
use crate::measure::{COLUMNS, list, measure, score, sheet};
use crate::seal::Key;
use crate::value::{Row, Value};
use crate::{person, values};

/// Measures of one team that are read at once: a hundred families asked every month for eight years.
pub const ASKED_MAX: u32 = 10_000;

/// Sheets that are opened at once: as many as a calibration needs to be exact to a hundredth of a logit, and a few
/// seconds' work.
pub const SHEETS_MAX: u32 = 10_000;

/// The measures of a team with an instrument that were due in some days, with the newest score of a scale and with
/// who carried the family on that day, and whether its measures rest on the last of them; the first due first.
pub async fn asked(
    tx: &mut Tx,
    team: TeamId,
    (instrument, scale): (&str, &str),
    (since, until): (Day, Day),
) -> Result<Vec<Asked>> {
    let sql = format!(
        "SELECT {COLUMNS}, c.code, c.stage, c.team_id, s.outcome, s.numerator, s.denominator, s.needed, s.rule_version,
         (SELECT a.staff_id FROM cares a WHERE a.case_id = m.case_id AND a.role = 'therapist'
            AND a.from_on <= m.due_on AND (a.to_on IS NULL OR a.to_on > m.due_on)
            ORDER BY a.from_on, a.id LIMIT 1) AS therapist_id,
         CASE WHEN {} THEN 1 ELSE 0 END AS rests
         FROM measures m JOIN cases c ON c.id = m.case_id
         LEFT JOIN scores s ON s.measure_id = m.id AND s.scale = $3
         WHERE c.team_id = $1 AND m.instrument = $2 AND m.due_on >= $4 AND m.due_on <= $5
         ORDER BY m.due_on, m.id, s.scored_at, s.rule_version LIMIT $6",
        resting(5)
    );
    let bound = values![team, instrument, scale, since, until, ASKED_MAX];
    let mut found: Vec<Asked> = Vec::new();
    for row in tx.all_built(sql, &bound).await? {
        let one = one_asked(&row)?;
        match found.last_mut() {
            // A rule that came later goes before.
            Some(last) if last.measure.id == one.measure.id => *last = one,
            _ => found.push(one),
        }
    }
    Ok(found)
}

/// The answers to one measure, still sealed.
pub struct SealedSheet {
    /// What was answered.
    pub measure: MeasureId,
    /// The case and where it stands; the carers are not known here.
    pub scope: CaseScope,
    /// The instrument's version.
    pub version: u32,
    /// The day that the measure was due.
    pub due_on: Day,
    row: Row,
}

impl SealedSheet {
    /// The case.
    pub fn case(&self) -> CaseId {
        self.scope.case
    }
}

const SHEET: &str =
    "m.case_id, m.instrument_version, m.due_on, c.protected, c.team_id, c.board_id, t.network_id,
    k.wrapped, s.measure_id, s.sealed_answers, p.id AS person_id, p.sealed_body, l.language AS link_language
    FROM answer_sheets s JOIN measures m ON m.id = s.measure_id JOIN cases c ON c.id = m.case_id
    JOIN teams t ON t.id = c.team_id JOIN case_keys k ON k.case_id = c.id
    LEFT JOIN persons p ON p.id = m.respondent_id LEFT JOIN answer_links l ON l.id = s.saved_link";

/// The newest finished sheets of a team.
pub async fn sheets_of_team(
    tx: &mut Tx,
    team: TeamId,
    instrument: &str,
    since: Day,
) -> Result<Vec<SealedSheet>> {
    newest(
        tx,
        "c.team_id = $1",
        values![team, instrument, since, SHEETS_MAX],
    )
    .await
}

/// The newest finished sheets of a network.
pub async fn sheets_of_network(
    tx: &mut Tx,
    network: NetworkId,
    instrument: &str,
    since: Day,
) -> Result<Vec<SealedSheet>> {
    newest(
        tx,
        "t.network_id = $1",
        values![network, instrument, since, SHEETS_MAX],
    )
    .await
}

async fn newest(tx: &mut Tx, place: &str, bound: [Value; 4]) -> Result<Vec<SealedSheet>> {
    let sql = format!(
        "SELECT {SHEET} WHERE {place} AND m.instrument = $2 AND m.state = 'done' AND m.due_on >= $3
         ORDER BY m.due_on DESC, m.id LIMIT $4"
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.into_iter().map(sealed).collect()
}

/// The key of a sheet's case, for the holder of a permit for that very case.
pub fn key(tx: &Tx, permit: &Permit, sealed: &SealedSheet) -> Result<Key> {
    let case = sealed.case();
    if permit.case() != Some(case) {
        return Err(Error::WrongKey);
    }
    tx.seals()
        .unwrap(case.0, &sealed.row.get::<String>("wrapped")?)
}

/// The answers of a sheet by item, opened with its case's key.
pub fn answers(sealed: &SealedSheet, key: &Key) -> Result<BTreeMap<String, Answer>> {
    sheet::opened(&sealed.row, key)
}

/// The language that a sheet was answered in, as a BCP 47 tag: that of the link, else that of whoever answered; empty where
/// nobody noted it.
pub fn language(sealed: &SealedSheet, key: &Key) -> Result<String> {
    if let Some(read) = sealed.row.get::<Option<String>>("link_language")? {
        return Ok(read);
    }
    match sealed.row.get::<Option<PersonId>>("person_id")? {
        Some(person) => person::language(&sealed.row, person, key),
        None => Ok(String::new()),
    }
}

fn sealed(row: Row) -> Result<SealedSheet> {
    Ok(SealedSheet {
        measure: row.get("measure_id")?,
        scope: list::scope(&row)?,
        version: row.count("instrument_version")?,
        due_on: row.get("due_on")?,
        row,
    })
}

fn one_asked(row: &Row) -> Result<Asked> {
    let scored: Option<String> = row.get("outcome")?;
    let score =
        |_| Ok::<(KeptOutcome, u32), Error>((score::outcome(row)?, row.count("rule_version")?));
    let score = scored.map(score).transpose()?;
    Ok(Asked {
        measure: measure(row)?,
        code: row.get("code")?,
        is_open: row.get::<String>("stage")? == "open",
        rests: 0 < row.count("rests")?,
        team: row.get("team_id")?,
        therapist: row.get("therapist_id")?,
        score,
    })
}
