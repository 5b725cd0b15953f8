//! Figures of teams that are counted elsewhere: whose rows are read, from whom they come, and up to which day they go.

use std::collections::BTreeMap;

use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::sender::{Arrived, SentTeam};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::review::{self as stored, Rows};
use hemma_store::sender;

use crate::App;
use crate::error::Result;

/// From whom the figures of a team come, and how old they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFrom {
    /// What the sender is called here.
    pub sender: String,
    /// The last day that is counted; none where nothing has arrived that can be read beside other figures.
    pub until: Option<Day>,
    /// It is longer ago than a weekend explains.
    pub is_late: bool,
}

/// The rows of a network's teams that run a programme, and which of all its teams are counted elsewhere.
#[derive(Debug, Default)]
pub(crate) struct NetworkRows {
    pub(crate) rows: BTreeMap<TeamId, Rows>,
    pub(crate) sent: BTreeMap<TeamId, SentFrom>,
}

impl App {
    /// The rows of a team that is counted elsewhere, and from whom they come.
    pub(super) async fn rows_sent(
        &self,
        tx: &mut Tx,
        (team, sent): (&Team, &SentTeam),
        today: Day,
    ) -> Result<(Rows, SentFrom)> {
        let usable = self.usable(sent, &team.programme, today)?;
        let rows = match usable {
            Some(_) => sender::rows(tx, team.id).await?,
            None => Rows::new(),
        };
        Ok((rows, from(sent, usable, today)))
    }

    /// The rows of a network's teams that run a programme, from a quarter on, up to one that is not read. Those of a team come
    /// from one place alone: what is sent is never added to what was counted here.
    pub(crate) async fn network_rows(
        &self,
        tx: &mut Tx,
        ((network, programme), teams): ((NetworkId, &str), &[Team]),
        (between, today): ((Day, Day), Day),
    ) -> Result<NetworkRows> {
        let mut found = NetworkRows {
            rows: stored::rows_of_network(tx, (network, programme), between).await?,
            sent: BTreeMap::new(),
        };
        found.sent = self.sent_from(tx, (network, teams), today).await?;
        if found.sent.is_empty() {
            return Ok(found);
        }
        let mut arrived = sender::rows_of_network(tx, (network, programme), between).await?;
        for (team, from) in &found.sent {
            found.rows.remove(team);
            if let (Some(_), Some(rows)) = (from.until, arrived.remove(team)) {
                found.rows.insert(*team, rows);
            }
        }
        Ok(found)
    }

    /// From whom the figures of a network's teams come that are counted elsewhere.
    pub(crate) async fn sent_from(
        &self,
        tx: &mut Tx,
        (network, teams): (NetworkId, &[Team]),
        today: Day,
    ) -> Result<BTreeMap<TeamId, SentFrom>> {
        let mut found = BTreeMap::new();
        for one in sender::teams_of_network(tx, network).await? {
            let team = teams.iter().find(|team| team.id == one.team);
            let programme = team.map_or("", |team| team.programme.as_str());
            let usable = self.usable(&one, programme, today)?;
            found.insert(one.team, from(&one, usable, today));
        }
        Ok(found)
    }

    /// What has arrived of a team, if it was counted for the programme that the team runs and by the rules that hold here
    /// now.
    fn usable<'a>(
        &self,
        sent: &'a SentTeam,
        programme: &str,
        today: Day,
    ) -> Result<Option<&'a Arrived>> {
        let Some(arrived) = &sent.arrived else {
            return Ok(None);
        };
        let here = self.gauge(programme, today)?.counting().to_string();
        let is_alike = arrived.programme == programme && arrived.counting == here;
        Ok(is_alike.then_some(arrived))
    }
}

fn from(sent: &SentTeam, usable: Option<&Arrived>, today: Day) -> SentFrom {
    SentFrom {
        sender: sent.sender.1.clone(),
        until: usable.map(Arrived::until),
        is_late: usable.is_none_or(|arrived| arrived.is_late(today)),
    }
}
