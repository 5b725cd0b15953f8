//! How long cases lasted: those that are treated here, and those of a network's history.

use hemma_domain::ids::{HistoryId, NetworkId, TeamId};
use hemma_domain::review::{Stay, Until};
use hemma_domain::time::Day;

use crate::db::Tx;
use crate::error::Result;
use crate::value::{Row, Value};
use crate::values;

/// Cases that are read at once: those that six hundred teams begin in two years, three times over.
const STAYS_MAX: u32 = 100_000;

/// The cases of a team that began from a day on, up to a day that does not count.
pub async fn of_team(tx: &mut Tx, team: TeamId, (from, to): (Day, Day)) -> Result<Vec<Stay>> {
    const OWN: &str =
        "SELECT c.team_id, c.opened_on, c.ended_on, c.stage FROM cases c WHERE c.team_id = $1
        AND c.opened_on >= $2 AND c.opened_on < $3 ORDER BY c.opened_on, c.id LIMIT $4";
    const HISTORY: &str = "SELECT h.team_id, h.stays FROM history_stays h WHERE h.team_id = $1
        AND h.quarter_on >= $2 AND h.quarter_on < $3 ORDER BY h.quarter_on LIMIT $4";
    let found = both(tx, (OWN, HISTORY), &values![team, from, to, STAYS_MAX]).await?;
    Ok(found.into_iter().map(|(_, stay)| stay).collect())
}

/// The same of every team of a network that runs a programme, each with its team.
pub async fn of_network(
    tx: &mut Tx,
    (network, programme): (NetworkId, &str),
    (from, to): (Day, Day),
) -> Result<Vec<(TeamId, Stay)>> {
    const OWN: &str =
        "SELECT c.team_id, c.opened_on, c.ended_on, c.stage FROM cases c JOIN teams t ON t.id = c.team_id
        WHERE t.network_id = $1 AND t.programme = $2 AND c.opened_on >= $3 AND c.opened_on < $4
        ORDER BY c.team_id, c.opened_on, c.id LIMIT $5";
    const HISTORY: &str =
        "SELECT h.team_id, h.stays FROM history_stays h JOIN teams t ON t.id = h.team_id
        WHERE t.network_id = $1 AND t.programme = $2 AND h.quarter_on >= $3 AND h.quarter_on < $4
        ORDER BY h.team_id, h.quarter_on LIMIT $5";
    let bound = values![network, programme, from, to, STAYS_MAX];
    both(tx, (OWN, HISTORY), &bound).await
}

/// Keeps the cases of a history that began in a quarter.
pub async fn put(
    tx: &mut Tx,
    (id, team, quarter): (HistoryId, TeamId, Day),
    stays: &[Stay],
) -> Result<()> {
    const SQL: &str = "INSERT INTO history_stays (history_id, team_id, quarter_on, stays) VALUES ($1, $2, $3, $4)";
    let lines: Vec<String> = stays.iter().map(|stay| line(*stay)).collect();
    tx.run(SQL, &values![id, team, quarter, lines.join("\n")])
        .await?;
    Ok(())
}

async fn both(
    tx: &mut Tx,
    (own, history): (&'static str, &'static str),
    bound: &[Value],
) -> Result<Vec<(TeamId, Stay)>> {
    let mut all = Vec::new();
    for row in tx.all(own, bound).await? {
        all.push((row.get("team_id")?, stay(&row)?));
    }
    for row in tx.all(history, bound).await? {
        let team = row.get("team_id")?;
        let text: String = row.get("stays")?;
        for line in text.lines() {
            all.push((team, read(line).ok_or_else(|| row.corrupt("stays"))?));
        }
    }
    Ok(all)
}

fn stay(row: &Row) -> Result<Stay> {
    let ended: Option<Day> = row.get("ended_on")?;
    let is_closed = row.get::<String>("stage")? == "closed";
    Ok(Stay {
        opened_on: row.get("opened_on")?,
        until: ended
            .filter(|_| is_closed)
            .map_or(Until::Today, Until::Ended),
    })
}

fn line(stay: Stay) -> String {
    match stay.until {
        Until::Ended(on) => format!("{} {on}", stay.opened_on),
        Until::Lost(on) => format!("{} +{on}", stay.opened_on),
        // A history knows no case that goes on today; if one says so, nothing is known but that it began.
        Until::Today => format!("{} +{}", stay.opened_on, stay.opened_on),
    }
}

fn read(line: &str) -> Option<Stay> {
    let (opened, until) = line.split_once(' ')?;
    let until = match until.strip_prefix('+') {
        Some(on) => Until::Lost(on.parse().ok()?),
        None => Until::Ended(until.parse().ok()?),
    };
    Some(Stay {
        opened_on: opened.parse().ok()?,
        until,
    })
}
