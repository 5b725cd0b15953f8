//! Other installations that send finished rows: who they are, which teams they send, and the rows that are held.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, SenderId, TeamId};
use hemma_domain::sender::{
    Arrived, QUARTERS_MAX, SENDERS_MAX, SENT_TEAMS_MAX, Sender, SentTeam, Why,
};
use hemma_domain::time::{Day, Instant};

use crate::db::Tx;
use crate::error::Result;
use crate::review::{self, Rows};
use crate::value::Row;
use crate::values;

/// Stores a sender under the hash of its secret.
pub async fn insert(tx: &mut Tx, one: &Sender, secret_hash: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO senders (id, network_id, name, secret_hash, made_by, made_at, revoked_at, seen_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let bound = values![
        one.id,
        one.network,
        one.name,
        secret_hash,
        one.made.1,
        one.made.0,
        one.revoked_at,
        one.seen_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The sender with this secret, if it was not taken back.
pub async fn by_secret(tx: &mut Tx, secret_hash: &str) -> Result<Option<Sender>> {
    const SQL: &str =
        "SELECT id, network_id, name, made_by, made_at, revoked_at, seen_at FROM senders
        WHERE secret_hash = $1 AND revoked_at IS NULL";
    let row = tx.maybe(SQL, &values![secret_hash]).await?;
    row.as_ref().map(sender).transpose()
}

/// One sender.
pub async fn find(tx: &mut Tx, id: SenderId) -> Result<Option<Sender>> {
    const SQL: &str = "SELECT id, network_id, name, made_by, made_at, revoked_at, seen_at FROM senders WHERE id = $1";
    let row = tx.maybe(SQL, &values![id]).await?;
    row.as_ref().map(sender).transpose()
}

/// The senders of a network, those that hold first, then the newest.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Sender>> {
    const SQL: &str = "SELECT id, network_id, name, made_by, made_at, revoked_at, seen_at FROM senders
        WHERE network_id = $1 ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, made_at DESC, id LIMIT $2";
    let most = i64::try_from(SENDERS_MAX).unwrap_or(i64::MAX);
    let rows = tx.all(SQL, &values![network, most]).await?;
    rows.iter().map(sender).collect()
}

/// Takes a secret back. Says whether it held.
pub async fn revoke(tx: &mut Tx, id: SenderId, at: Instant) -> Result<bool> {
    const SQL: &str = "UPDATE senders SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    Ok(tx.run(SQL, &values![id, at]).await? == 1)
}

/// Notes when a sender asked.
pub async fn set_seen(tx: &mut Tx, id: SenderId, at: Instant) -> Result<()> {
    let sql = "UPDATE senders SET seen_at = $2 WHERE id = $1";
    tx.run(sql, &values![id, at]).await?;
    Ok(())
}

/// Lets a sender send a team, in place of whoever did before. What had arrived stays until it is replaced.
pub async fn bind(tx: &mut Tx, id: SenderId, (team, theirs): (TeamId, TeamId)) -> Result<()> {
    const SQL: &str = "INSERT INTO sender_teams (team_id, sender_id, their_id, programme, counting, digest, refused)
        VALUES ($1, $2, $3, '', '', '', '')
        ON CONFLICT (team_id) DO UPDATE SET sender_id = excluded.sender_id, their_id = excluded.their_id,
        digest = '', refused = '', refused_at = NULL";
    tx.run(SQL, &values![team, id, theirs]).await?;
    Ok(())
}

const TEAM_COLUMNS: &str = "st.team_id, st.sender_id, s.name, st.their_id, st.programme, st.counting, st.digest,
    st.end_on, st.arrived_at, st.refused, st.refused_at FROM sender_teams st JOIN senders s ON s.id = st.sender_id";

/// The teams of a sender.
pub async fn teams_of(tx: &mut Tx, id: SenderId) -> Result<Vec<SentTeam>> {
    let sql = format!(
        "SELECT {TEAM_COLUMNS} WHERE st.sender_id = $1 ORDER BY st.team_id LIMIT {SENT_TEAMS_MAX}"
    );
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.iter().map(sent).collect()
}

/// A team that is sent; none where it works here.
pub async fn team(tx: &mut Tx, team: TeamId) -> Result<Option<SentTeam>> {
    let sql = format!("SELECT {TEAM_COLUMNS} WHERE st.team_id = $1");
    let rows = tx.all_built(sql, &values![team]).await?;
    rows.first().map(sent).transpose()
}

/// Every team of a network that is sent.
pub async fn teams_of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<SentTeam>> {
    let sql = format!(
        "SELECT {TEAM_COLUMNS} JOIN teams t ON t.id = st.team_id WHERE t.network_id = $1
        ORDER BY st.team_id LIMIT {SENT_TEAMS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    rows.iter().map(sent).collect()
}

/// Whether a team has anything of its own here: a case, or a history.
pub async fn has_own(tx: &mut Tx, team: TeamId) -> Result<(bool, bool)> {
    const SQL: &str = "SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM cases WHERE team_id = $1 LIMIT 1) c) AS cases,
        (SELECT count(*) FROM (SELECT 1 AS one FROM history_rows WHERE team_id = $1 LIMIT 1) h) AS histories";
    let row = tx.one(SQL, &values![team]).await?;
    Ok((row.count("cases")? == 1, row.count("histories")? == 1))
}

/// Replaces the rows that are held of a team; only what differs is written. Nobody else replaces them until the end of the
/// transaction.
pub async fn put(tx: &mut Tx, team: TeamId, (what, new): (&Arrived, &Rows)) -> Result<()> {
    const HEAD: &str =
        "UPDATE sender_teams SET programme = $2, counting = $3, digest = $4, end_on = $5,
        arrived_at = $6, refused = '', refused_at = NULL WHERE team_id = $1";
    const SAVE: &str = "INSERT INTO sender_rows (team_id, quarter_on, sums) VALUES ($1, $2, $3)
        ON CONFLICT (team_id, quarter_on) DO UPDATE SET sums = excluded.sums";
    const DROP: &str = "DELETE FROM sender_rows WHERE team_id = $1 AND quarter_on = $2";
    let head = values![
        team,
        what.programme,
        what.counting,
        what.digest,
        what.end,
        what.at
    ];
    tx.run(HEAD, &head).await?;
    let old = rows(tx, team).await?;
    let quarters: BTreeSet<Day> = old.keys().chain(new.keys()).copied().collect();
    for quarter in quarters {
        match (old.get(&quarter), new.get(&quarter)) {
            (before, Some(now)) if before != Some(now) => {
                let bound = values![team, quarter, now.to_string()];
                tx.run(SAVE, &bound).await?;
            }
            (Some(_), None) => {
                tx.run(DROP, &values![team, quarter]).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Notes why what came of a team was not taken.
pub async fn set_refused(tx: &mut Tx, team: TeamId, (why, at): (Why, Instant)) -> Result<()> {
    let sql = "UPDATE sender_teams SET refused = $2, refused_at = $3 WHERE team_id = $1";
    tx.run(sql, &values![team, why.code(), at]).await?;
    Ok(())
}

/// Takes away which teams a sender sends, with everything that is held of them.
pub async fn forget(tx: &mut Tx, id: SenderId) -> Result<()> {
    const ROWS: &str = "DELETE FROM sender_rows WHERE team_id IN
        (SELECT team_id FROM sender_teams WHERE sender_id = $1)";
    tx.run(ROWS, &values![id]).await?;
    tx.run(
        "DELETE FROM sender_teams WHERE sender_id = $1",
        &values![id],
    )
    .await?;
    Ok(())
}

/// The rows that are held of a team.
pub async fn rows(tx: &mut Tx, team: TeamId) -> Result<Rows> {
    const SQL: &str =
        "SELECT quarter_on, sums FROM sender_rows WHERE team_id = $1 ORDER BY quarter_on LIMIT $2";
    let most = u32::try_from(QUARTERS_MAX).unwrap_or(u32::MAX);
    review::read_rows(tx, SQL, (team, most)).await
}

/// The rows that are held of a network's teams that run a programme, from a quarter on.
pub async fn rows_of_network(
    tx: &mut Tx,
    of: (NetworkId, &str),
    between: (Day, Day),
) -> Result<BTreeMap<TeamId, Rows>> {
    const SQL: &str =
        "SELECT r.team_id, r.quarter_on, r.sums FROM sender_rows r JOIN teams t ON t.id = r.team_id
        WHERE t.network_id = $1 AND t.programme = $2 AND r.quarter_on >= $3 AND r.quarter_on < $4 LIMIT $5";
    let mut found = BTreeMap::new();
    review::add_rows(tx, SQL, (of, between), &mut found).await?;
    Ok(found)
}

fn sender(row: &Row) -> Result<Sender> {
    Ok(Sender {
        id: row.get("id")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        made: (row.get("made_at")?, row.get("made_by")?),
        revoked_at: row.get("revoked_at")?,
        seen_at: row.get("seen_at")?,
    })
}

fn sent(row: &Row) -> Result<SentTeam> {
    let end: Option<Day> = row.get("end_on")?;
    let at: Option<Instant> = row.get("arrived_at")?;
    let arrived = match end.zip(at) {
        Some((end, at)) => Some(Arrived {
            programme: row.get("programme")?,
            counting: row.get("counting")?,
            digest: row.get("digest")?,
            end,
            at,
        }),
        None => None,
    };
    let refused_at: Option<Instant> = row.get("refused_at")?;
    let refused = match refused_at {
        Some(at) => Some((row.code("refused")?, at)),
        None => None,
    };
    Ok(SentTeam {
        team: row.get("team_id")?,
        sender: (row.get("sender_id")?, row.get("name")?),
        theirs: row.get("their_id")?,
        arrived,
        refused,
    })
}
