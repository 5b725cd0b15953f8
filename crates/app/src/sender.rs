//! Other installations that send the figures of their teams: registering them, taking what comes, and who is late.

use std::collections::BTreeMap;

use hemma_domain::access::NetworkAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{NetworkId, SenderId, TeamId};
use hemma_domain::sender::{
    Arrived, NAME_CHARS_MAX, SECRET_CHARS, SENDERS_MAX, SENT_TEAMS_MAX, Sender, SentTeam,
};
use hemma_domain::team::{Network, Team};
use hemma_domain::time::Instant;
use hemma_store::db::Tx;
use hemma_store::{sender as stored, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::link::secret;
use crate::login::hash;
use crate::parcel::{Parcel, Refusal, allowed_to_feed};

/// Seconds between two notes that a sender asked.
const SEEN_SECONDS: i64 = 60;

/// What is typed of a new sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSender {
    pub name: String,
    /// Each team by its id there and its name here.
    pub teams: Vec<(TeamId, String)>,
}

/// Why a sender is not registered. In English for the command line; pages have words of their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSender {
    #[error("a name of one line is missing, or is longer than {NAME_CHARS_MAX} characters")]
    Name,
    #[error("the network has {SENDERS_MAX} senders, which are the most")]
    Many,
    #[error("no team is named")]
    NoTeam,
    #[error("more than {SENT_TEAMS_MAX} teams are named")]
    ManyTeams,
    #[error("the network has no team called {0}")]
    Unknown(String),
    #[error("{0} is named twice")]
    Twice(String),
    #[error("{0} has cases of its own here")]
    Cases(String),
    #[error("{0} has a history here")]
    History(String),
    #[error("{0} is sent by {1}, whose secret has not been taken back")]
    Sent(String, String),
}

/// A sender that was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeSender {
    pub id: SenderId,
    /// Told this once.
    pub secret: String,
    pub teams: usize,
}

/// A sender with its teams.
#[derive(Debug, Clone)]
pub struct SenderLine {
    pub sender: Sender,
    /// By the name that they have here.
    pub teams: Vec<SentLine>,
}

/// A team of a sender.
#[derive(Debug, Clone)]
pub struct SentLine {
    pub name: String,
    pub sent: SentTeam,
    /// What is held is old, or there is none.
    pub is_late: bool,
}

/// The senders of a network.
#[derive(Debug, Clone)]
pub struct Senders {
    pub lines: Vec<SenderLine>,
    /// Names of teams that could be sent: nothing of them is here, and nobody sends them.
    pub free: Vec<String>,
}

/// What a sender is told of what is held.
#[derive(Debug, Clone)]
pub struct FeedState {
    pub network: String,
    pub sender: String,
    pub teams: Vec<SentTeam>,
}

/// What became of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It took the place of what was held.
    Replaced,
    /// The same is held already.
    Same,
    Refused(Refusal),
}

impl App {
    /// The senders of a network, with what has arrived of each team.
    pub async fn senders(&self, ctx: &Ctx, network: NetworkId) -> Result<Senders> {
        let (mut tx, _) = self
            .enter_network(
                ctx,
                network,
                NetworkAction::KeepSenders,
                (Event::SenderRead, &network.to_string()),
            )
            .await?;
        let all = stored::of_network(&mut tx, network).await?;
        let teams = team::of_network(&mut tx, network).await?;
        let sent = stored::teams_of_network(&mut tx, network).await?;
        let known = team::all(&mut tx).await?;
        tx.commit().await?;
        let today = ctx.today();
        let name = |id: TeamId| {
            let found = teams.iter().find(|team| team.id == id);
            found.map(|team| team.name.clone()).unwrap_or_default()
        };
        let lines = all.into_iter().map(|sender| {
            let own = sent.iter().filter(|one| one.sender.0 == sender.id);
            let mut own: Vec<SentLine> = own
                .map(|one| SentLine {
                    name: name(one.team),
                    is_late: one.arrived.as_ref().is_none_or(|it| it.is_late(today)),
                    sent: one.clone(),
                })
                .collect();
            own.sort_by(|one, other| one.name.cmp(&other.name));
            SenderLine { sender, teams: own }
        });
        let lines = lines.collect();
        let is_free = |team: &&Team| {
            let is_sent = sent.iter().any(|one| one.team == team.id);
            let has_cases = known
                .iter()
                .any(|one| one.team.id == team.id && 0 < one.cases);
            !is_sent && !has_cases
        };
        let free = teams.iter().filter(is_free).map(|team| team.name.clone());
        Ok(Senders {
            lines,
            free: free.collect(),
        })
    }

    /// The network with a name: for the command line.
    pub async fn network_called(&self, ctx: &Ctx, name: &str) -> Result<Option<Network>> {
        allowed_to_feed(ctx)?;
        let mut tx = self.db.read().await?;
        let all = team::networks(&mut tx).await?;
        Ok(all.into_iter().find(|one| one.name == name))
    }

    /// Registers a sender. Every reason against it is told. A team whose last sender's secret was taken back goes over to the
    /// new one with what is held of it.
    pub async fn register_sender(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        new: &NewSender,
    ) -> Result<std::result::Result<MadeSender, Vec<NoSender>>> {
        let id = SenderId(ctx.new_id());
        let (mut tx, _) = self
            .enter_network(
                ctx,
                network,
                NetworkAction::KeepSenders,
                (Event::SenderChanged, &format!("registered {id}")),
            )
            .await?;
        let before = stored::of_network(&mut tx, network).await?;
        let teams = team::of_network(&mut tx, network).await?;
        let mut faults = new.faults();
        if SENDERS_MAX <= before.len() {
            faults.push(NoSender::Many);
        }
        let mut matched = Vec::new();
        for (theirs, name) in new.teams.iter().take(SENT_TEAMS_MAX) {
            match teams.iter().find(|team| team.name == *name) {
                Some(team) => {
                    faults.extend(in_the_way(&mut tx, (team, &before)).await?);
                    matched.push((team.id, *theirs));
                }
                None => faults.push(NoSender::Unknown(name.clone())),
            }
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let token = secret::<SECRET_CHARS>();
        let one = Sender {
            id,
            network,
            name: new.name.trim().to_owned(),
            made: (ctx.now, ctx.staff()),
            revoked_at: None,
            seen_at: None,
        };
        stored::insert(&mut tx, &one, &hash(&token)).await?;
        for of in &matched {
            stored::bind(&mut tx, id, *of).await?;
        }
        tx.commit().await?;
        Ok(Ok(MadeSender {
            id,
            secret: token,
            teams: matched.len(),
        }))
    }

    /// Takes a sender's secret back. What has arrived stays as it is, with its day.
    pub async fn revoke_sender(&self, ctx: &Ctx, network: NetworkId, id: SenderId) -> Result<()> {
        let what = format!("revoked {id}");
        let (mut tx, one) = self.sender_of(ctx, (network, id), &what).await?;
        if one.revoked_at.is_some() || !stored::revoke(&mut tx, id, ctx.now).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes away what has arrived from a sender whose secret was taken back. Its teams may then work here, or be sent anew.
    pub async fn forget_sent(&self, ctx: &Ctx, network: NetworkId, id: SenderId) -> Result<()> {
        let what = format!("forgot {id}");
        let (mut tx, one) = self.sender_of(ctx, (network, id), &what).await?;
        if one.revoked_at.is_none() {
            return Err(Error::Conflict);
        }
        stored::forget(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn sender_of(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, SenderId),
        what: &str,
    ) -> Result<(Tx, Sender)> {
        let (mut tx, _) = self
            .enter_network(
                ctx,
                network,
                NetworkAction::KeepSenders,
                (Event::SenderChanged, what),
            )
            .await?;
        let found = stored::find(&mut tx, id).await?;
        let found = found.filter(|one| one.network == network);
        Ok((tx, found.ok_or(Error::NotFound)?))
    }

    /// Whether one more request of another installation is let in now; otherwise when to come again. Asked before anything
    /// of it is read.
    pub fn let_feed_in(&self, now: Instant, address: &str) -> std::result::Result<(), Instant> {
        self.sender_gate.pass(address, now)
    }

    /// What is held of a sender's teams, for whoever knows its secret.
    pub async fn feed_state(&self, ctx: &Ctx, secret: &str) -> Result<FeedState> {
        allowed_to_feed(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let sender = opened(&mut tx, secret).await?;
        let is_new = |at: Instant| SEEN_SECONDS <= ctx.now.seconds_since(at);
        if sender.seen_at.is_none_or(is_new) {
            stored::set_seen(&mut tx, sender.id, ctx.now).await?;
        }
        let teams = stored::teams_of(&mut tx, sender.id).await?;
        let networks = team::networks(&mut tx).await?;
        tx.commit().await?;
        let network = networks.into_iter().find(|one| one.id == sender.network);
        Ok(FeedState {
            network: network.map(|one| one.name).unwrap_or_default(),
            sender: sender.name,
            teams,
        })
    }

    /// Takes the rows of a team, whole, in place of what is held; or says why not. The same again changes nothing.
    pub async fn take_parcel(
        &self,
        ctx: &Ctx,
        (secret, theirs): (&str, TeamId),
        parcel: &Parcel,
    ) -> Result<Taken> {
        allowed_to_feed(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let sender = opened(&mut tx, secret).await?;
        let teams = stored::teams_of(&mut tx, sender.id).await?;
        let sent = teams.into_iter().find(|one| one.theirs == theirs);
        let sent = sent.ok_or(Error::NotFound)?;
        let found = team::find(&mut tx, sent.team).await?;
        let (team, board) = found.ok_or(Error::NotFound)?;
        if team.network != sender.network {
            return Err(Error::NotFound);
        }
        let digest = parcel.digest();
        let held = sent.arrived.as_ref();
        if held.is_some_and(|held| held.digest == digest) && sent.refused.is_none() {
            return Ok(Taken::Same);
        }
        let entry = |event, detail| Entry {
            board: Some(board.id),
            team: Some(team.id),
            detail,
            ..ctx.entry(event)
        };
        let today = ctx.today();
        let counting = self.gauge(&team.programme, today)?.counting();
        // An older state is older than what the same sender holds here; a new sender begins anew.
        let held = held.filter(|held| !held.digest.is_empty());
        let at = (held.map(|held| held.end), today);
        if let Err(refusal) = parcel.judge((&team.programme, &counting), at) {
            let why = refusal.why();
            stored::set_refused(&mut tx, team.id, (why, ctx.now)).await?;
            let detail = format!("sender={} why={}", sender.id, code(why));
            tx.log(entry(Event::FiguresRefused, detail));
            tx.commit().await?;
            return Ok(Taken::Refused(refusal));
        }
        let arrived = Arrived {
            programme: team.programme.clone(),
            counting: counting.to_string(),
            digest,
            end: parcel.end,
            at: ctx.now,
        };
        stored::put(&mut tx, team.id, (&arrived, &parcel.rows)).await?;
        let (end, quarters) = (parcel.end, parcel.rows.len());
        let detail = format!("sender={} end={end} quarters={quarters}", sender.id);
        tx.log(entry(Event::FiguresTaken, detail));
        tx.commit().await?;
        Ok(Taken::Replaced)
    }
}

impl NewSender {
    /// What is wrong with it by itself.
    fn faults(&self) -> Vec<NoSender> {
        let mut faults = Vec::new();
        let name = self.name.trim();
        let is_line = !name.is_empty() && !name.chars().any(char::is_control);
        if !is_line || NAME_CHARS_MAX < name.chars().count() {
            faults.push(NoSender::Name);
        }
        if self.teams.is_empty() {
            faults.push(NoSender::NoTeam);
        }
        if SENT_TEAMS_MAX < self.teams.len() {
            faults.push(NoSender::ManyTeams);
        }
        let mut ids: BTreeMap<TeamId, usize> = BTreeMap::new();
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (theirs, name) in &self.teams {
            let of_id = ids.entry(*theirs).or_default();
            let of_name = names.entry(name).or_default();
            *of_id += 1;
            *of_name += 1;
            if *of_id == 2 || *of_name == 2 {
                faults.push(NoSender::Twice(name.clone()));
            }
        }
        faults
    }
}

fn code(why: hemma_domain::sender::Why) -> &'static str {
    use hemma_domain::code::Code as _;
    why.code()
}

/// What a team has here that would be counted twice, or who sends it already.
async fn in_the_way(tx: &mut Tx, (team, senders): (&Team, &[Sender])) -> Result<Vec<NoSender>> {
    let mut faults = Vec::new();
    let (has_cases, has_history) = stored::has_own(tx, team.id).await?;
    if has_cases {
        faults.push(NoSender::Cases(team.name.clone()));
    }
    if has_history {
        faults.push(NoSender::History(team.name.clone()));
    }
    if let Some(sent) = stored::team(tx, team.id).await? {
        let holds = |one: &&Sender| one.id == sent.sender.0 && one.revoked_at.is_none();
        if senders.iter().any(|one| holds(&one)) {
            faults.push(NoSender::Sent(team.name.clone(), sent.sender.1));
        }
    }
    Ok(faults)
}

/// The sender that a secret opens. A forged one is no more than one that does not exist.
async fn opened(tx: &mut Tx, secret: &str) -> Result<Sender> {
    if secret.len() != SECRET_CHARS {
        return Err(Error::NotFound);
    }
    let found = stored::by_secret(tx, &hash(secret)).await?;
    found.ok_or(Error::NotFound)
}

/// Reads teams as `hemma feed teams` writes them: one a line, its id there, then its name here. Otherwise the numbers of the
/// lines that are none.
pub fn read_lines(text: &str) -> std::result::Result<Vec<(TeamId, String)>, Vec<usize>> {
    let mut wrong = Vec::new();
    let mut teams = Vec::new();
    // One more than there may be is told as too many.
    let lines = text.lines().zip(1_usize..);
    let lines = lines.filter(|(line, _)| !line.trim().is_empty());
    for (line, number) in lines.take(SENT_TEAMS_MAX + 1) {
        let parts = line.trim().split_once(char::is_whitespace);
        let team = parts.and_then(|(id, name)| Some((id.parse().ok()?, name.trim().to_owned())));
        match team {
            Some(team) => teams.push(team),
            None => wrong.push(number),
        }
    }
    match wrong.is_empty() {
        true => Ok(teams),
        false => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teams_are_read_line_by_line() {
        let id = "0197b5e0-0000-7000-8000-000000000001";
        let text = format!("\n{id}  MST Talludden \n{id}\tMST-CAN Söderort\n\n");
        let read = read_lines(&text).unwrap();
        let names: Vec<&str> = read.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["MST Talludden", "MST-CAN Söderort"]);
        let wrong = format!("{id} MST\nMST {id}\n\n{id}\n");
        assert_eq!(read_lines(&wrong), Err(vec![2, 4]));
        let many = format!("{id} MST\n").repeat(SENT_TEAMS_MAX + 50);
        assert_eq!(read_lines(&many).unwrap().len(), SENT_TEAMS_MAX + 1);
    }
}
