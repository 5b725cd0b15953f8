//! A network's history from before its teams worked here: imported whole or not at all, read with the own figures, and
//! given back as it came.

mod files;
mod own;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::ops::ControlFlow;

use hemma_domain::access::{Actor, Errand};
use hemma_domain::audit::Event;
use hemma_domain::ids::{HistoryId, NetworkId, TeamId};
use hemma_domain::review::{Span, Stay, Term, Until};
use hemma_domain::team::{Network, Team};
use hemma_domain::time::Day;
use hemma_review::number::TeamNo;
use hemma_review::{History, Row, Settings, tally};
use hemma_store::db::Tx;
pub use hemma_store::review::history::PIECE_BYTES;
use hemma_store::review::history::{self as stored, Kept, PIECES_MAX};
use hemma_store::review::stay;
use hemma_store::{sender, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::review::date;
pub use own::{OwnWritten, Unsaid};

/// Files that the log names: those of the layout, with as many instruments.
const FILES_TOLD: usize = 16;

/// What is imported, and where to.
pub struct NewHistory<'a, R: Read> {
    /// The network's name.
    pub network: &'a str,
    /// Read and checked. It is large, and gone before anything of it is kept.
    pub history: History,
    /// What it was read with, and by which its interviews are scored. The cut-off is that of each team's programme here.
    pub settings: &'a Settings,
    /// Which team of the network a team of the files is, by the file's id and the team's name; a team whose id is the name
    /// of a team needs none.
    pub teams: &'a BTreeMap<String, String>,
    /// How many rows of each file were left out of it, told in the log.
    pub left_out: &'a BTreeMap<String, u64>,
    /// The files, in one archive.
    pub archive: R,
    /// Whether to keep it, or only to say what would be.
    pub keep: Keep,
    /// Told how far the keeping has come; it says whether to go on.
    pub watch: Watch<'a>,
}

/// Told how far something has come; it says whether to go on.
pub type Watch<'a> = &'a mut (dyn FnMut(SoFar) -> ControlFlow<()> + Send);

/// How far the keeping of a history has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SoFar {
    /// Finished rows that are kept, and how many there are.
    pub rows: (usize, usize),
    /// Pieces of the files that are kept.
    pub pieces: u32,
}

/// Whether something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Yes,
    /// Only said.
    No,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub first: Day,
    pub end: Day,
    /// Teams of the files, each with the team that it is here.
    pub teams: Vec<(String, String)>,
    /// Finished rows that were kept.
    pub rows: usize,
    /// Whether another history was there before.
    pub replaces: bool,
    /// Where interviews of the files are scored by another rule than those that are done here.
    pub scored_otherwise: Vec<ScoredOtherwise>,
}

/// A programme whose imported interviews are scored by another rule than its own: each rule by its name and version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredOtherwise {
    pub programme: String,
    pub files: (String, u32),
    pub here: (String, u32),
}

/// Why a history is not imported. In English: only the command line says it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoImport {
    #[error("there is no network called {0}")]
    Network(String),
    #[error("team {0} of the files is no team of this network; say which it is by --team {0}=NAME")]
    Team(String),
    #[error("--team {0}: the network has no team called {1}")]
    Named(String, String),
    #[error("teams {0} and {1} of the files are the same team here")]
    Twice(String, String),
    #[error("team {team} runs {here} here and {there} in the files")]
    Programme {
        team: String,
        here: String,
        there: String,
    },
    #[error(
        "team {team} has cases of its own from {opened} on, and the history goes on until {end}"
    )]
    Overlap { team: String, opened: Day, end: Day },
    #[error("the archive has more than {} MB", u64::from(PIECES_MAX) * PIECE_BYTES as u64 / 1_000_000)]
    TooLarge,
    #[error("team {team} is counted by {sender}, which sends its history as well")]
    Sent { team: String, sender: String },
    #[error(
        "by the settings scores are counted in parts of {there} and here in parts of {here}: the instrument that is scored \
         has another number of items or answers"
    )]
    Parts { here: u64, there: u64 },
    #[error("by the settings an interview is overdue after {there} days and here after {here}")]
    Overdue { here: u16, there: u16 },
    #[error("somebody asked to stop; nothing was imported")]
    Stopped,
}

impl App {
    /// Imports a history into a network, in place of the one that it had. Every reason against it is told. What takes long is
    /// counted before anybody else has to wait for the writing.
    pub async fn import_history<R: Read>(
        &self,
        ctx: &Ctx,
        mut new: NewHistory<'_, R>,
    ) -> Result<std::result::Result<Done, Vec<NoImport>>> {
        allowed_to_transfer(ctx)?;
        let of_files = OfFiles::of(&new.history)?;
        let asked = (new.network, &of_files, new.teams);
        let mut tx = self.db.read().await?;
        let target = target(&mut tx, asked).await?;
        drop(tx);
        let target = match target {
            Ok(target) => target,
            Err(faults) => return Ok(Err(faults)),
        };
        let counted = match self.count_history(ctx, (new.history, new.settings), &target)? {
            Ok(counted) => counted,
            Err(faults) => return Ok(Err(faults)),
        };
        let mut tx = self.db.write(&ctx.request).await?;
        // Somebody may have changed a team while it was counted.
        if self::target(&mut tx, asked).await?.as_ref() != Ok(&target) {
            return Err(Error::Conflict);
        }
        let before = stored::find(&mut tx, target.network).await?;
        let one = Kept {
            id: HistoryId(ctx.new_id()),
            network: target.network,
            first: of_files.first,
            end: of_files.end,
            at: ctx.now,
        };
        if let Some(before) = before {
            stored::remove(&mut tx, before.id).await?;
        }
        stored::insert(&mut tx, &one).await?;
        let kept = (&mut new.archive, &mut *new.watch);
        if let Some(why) = keep_all(&mut tx, one.id, (kept, &counted)).await? {
            return Ok(Err(vec![why]));
        }
        let mut entry = ctx.entry(Event::HistoryImported);
        entry.detail = detail(target.network, new.left_out);
        tx.log(entry);
        if new.keep == Keep::Yes {
            tx.commit().await?;
        }
        let names = target.teams.into_iter();
        Ok(Ok(Done {
            first: one.first,
            end: one.end,
            teams: names.map(|(code, team)| (code, team.name)).collect(),
            rows: counted.rows.len(),
            replaces: before.is_some(),
            scored_otherwise: counted.scored_otherwise,
        }))
    }

    /// Writes the files of a network's history as they came. None where there is no such network, or it has no history.
    pub async fn export_history(
        &self,
        ctx: &Ctx,
        network: &str,
        out: &mut impl Write,
    ) -> Result<Option<u64>> {
        allowed_to_transfer(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let Some(network) = named(&mut tx, network).await? else {
            return Ok(None);
        };
        let Some(kept) = stored::find(&mut tx, network.id).await? else {
            return Ok(None);
        };
        let mut bytes = 0;
        for number in 0..PIECES_MAX {
            let Some(piece) = stored::piece(&mut tx, (kept.id, number)).await? else {
                break;
            };
            out.write_all(&piece)
                .map_err(|err| Error::Internal(err.into()))?;
            bytes += piece.len() as u64;
        }
        let mut entry = ctx.entry(Event::HistoryExported);
        entry.detail = network.id.to_string();
        tx.log(entry);
        tx.commit().await?;
        Ok(Some(bytes))
    }

    /// Counts what a history says of every team and quarter, each by the cut-off of the team's own programme; or says why it
    /// cannot stand beside what is counted here.
    fn count_history(
        &self,
        ctx: &Ctx,
        (history, settings): (History, &Settings),
        target: &Target,
    ) -> Result<std::result::Result<Counted, Vec<NoImport>>> {
        let quarters: Vec<Day> = history
            .period
            .quarters()
            .map(|quarter| date(quarter.start))
            .collect::<Result<_>>()?;
        let mut counted = Counted::default();
        // One after the other: the rows of all teams are many.
        for programme in target.programmes() {
            let settings = match self.settings_for(ctx, (programme, settings))? {
                Ok((settings, otherwise)) => {
                    counted.scored_otherwise.extend(otherwise);
                    settings
                }
                Err(fault) => return Ok(Err(vec![fault])),
            };
            let all = tally(&history, &settings);
            let of_teams = target.of_programme(programme).flat_map(|(code, team)| {
                let number = history.teams.ids.find(code);
                let rows = number.map(|number| all.of(number)).unwrap_or_default();
                let rows = quarters.iter().zip(rows);
                let rows = rows.filter(|(_, sums)| **sums != Row::default());
                rows.map(|(quarter, sums)| (team.id, *quarter, *sums))
            });
            counted.rows.reserve_exact(of_teams.clone().count());
            counted.rows.extend(of_teams);
        }
        counted.stays = stays(&history, &target.teams)?;
        Ok(Ok(counted))
    }

    /// The settings of an import with the cut-off of a programme here; or why what they count does not add to what is
    /// counted here.
    fn settings_for(
        &self,
        ctx: &Ctx,
        (programme, settings): (&str, &Settings),
    ) -> Result<std::result::Result<(Settings, Option<ScoredOtherwise>), NoImport>> {
        let gauge = self.gauge(programme, ctx.today())?;
        let mut definition = settings.definition().clone();
        let own = gauge.settings.definition();
        let [here, there] = [&gauge.settings, settings].map(|one| one.scoring().denominator());
        if here != there {
            return Ok(Err(NoImport::Parts { here, there }));
        }
        let [here, there] = [own, &definition].map(|one| one.overdue_after_days);
        if here != there {
            return Ok(Err(NoImport::Overdue { here, there }));
        }
        let files = (definition.score.name.clone(), definition.score.version);
        let otherwise = (files != *gauge.rule()).then(|| ScoredOtherwise {
            programme: programme.to_owned(),
            here: gauge.rule().clone(),
            files,
        });
        definition.cut_off = own.cut_off;
        let settings = Settings::new(definition).map_err(|err| Error::Internal(err.into()))?;
        Ok(Ok((settings, otherwise)))
    }
}

/// Where a history goes: which network, and which team of it each team of the files is.
#[derive(Debug, PartialEq)]
struct Target {
    network: NetworkId,
    teams: Vec<(String, Team)>,
}

impl Target {
    /// The programmes of the teams, each once.
    fn programmes(&self) -> BTreeSet<&str> {
        let each = self.teams.iter();
        each.map(|(_, team)| team.programme.as_str()).collect()
    }

    fn of_programme(&self, programme: &str) -> impl Iterator<Item = &(String, Team)> + Clone {
        let all = self.teams.iter();
        all.filter(move |(_, team)| team.programme == programme)
    }
}

/// What decides where a history goes.
struct OfFiles {
    first: Day,
    /// The first day after it.
    end: Day,
    /// The id of each team, and its programme.
    teams: Vec<(String, Option<String>)>,
}

impl OfFiles {
    fn of(history: &History) -> Result<OfFiles> {
        let programme = |text| history.texts.text(text).to_owned();
        let teams = history.teams.rows.iter().map(|(number, team)| {
            let code = history.teams.ids.text(number).to_owned();
            (code, team.programme.map(programme))
        });
        Ok(OfFiles {
            first: date(history.period.first())?,
            end: date(history.period.end())?,
            teams: teams.collect(),
        })
    }
}

/// What is kept of a history beside its files.
#[derive(Default)]
struct Counted {
    rows: Vec<(TeamId, Day, Row)>,
    /// By team and by the quarter in which they began.
    stays: Vec<(TeamId, Stay)>,
    scored_otherwise: Vec<ScoredOtherwise>,
}

/// Where a history goes, or every reason against it.
async fn target(
    tx: &mut Tx,
    (name, files, teams): (&str, &OfFiles, &BTreeMap<String, String>),
) -> Result<std::result::Result<Target, Vec<NoImport>>> {
    let Some(network) = named(tx, name).await? else {
        return Ok(Err(vec![NoImport::Network(name.to_owned())]));
    };
    let known = team::of_network(tx, network.id).await?;
    let teams = match matched(files, teams, &known) {
        Ok(teams) => teams,
        Err(faults) => return Ok(Err(faults)),
    };
    let faults = overlaps(tx, &teams, files.end).await?;
    Ok(match faults.is_empty() {
        true => Ok(Target {
            network: network.id,
            teams,
        }),
        false => Err(faults),
    })
}

/// Keeps the rows, how long the cases lasted, and the files. Says why where it does not come to its end.
async fn keep_all(
    tx: &mut Tx,
    id: HistoryId,
    ((archive, watch), counted): ((&mut impl Read, Watch<'_>), &Counted),
) -> Result<Option<NoImport>> {
    let mut so_far = SoFar {
        rows: (0, counted.rows.len()),
        pieces: 0,
    };
    for (team, quarter, sums) in &counted.rows {
        if watch(so_far).is_break() {
            return Ok(Some(NoImport::Stopped));
        }
        stored::put_row(tx, (id, *team, *quarter), sums).await?;
        so_far.rows.0 += 1;
    }
    for of_quarter in counted
        .stays
        .chunk_by(|one, next| place(one) == place(next))
    {
        if watch(so_far).is_break() {
            return Ok(Some(NoImport::Stopped));
        }
        let Some((team, quarter)) = of_quarter.first().map(place) else {
            continue;
        };
        let stays: Vec<Stay> = of_quarter.iter().map(|(_, stay)| *stay).collect();
        stay::put(tx, (id, team, quarter), &stays).await?;
    }
    while so_far.pieces < PIECES_MAX {
        if watch(so_far).is_break() {
            return Ok(Some(NoImport::Stopped));
        }
        let mut piece = Vec::new();
        let mut part = archive.by_ref().take(PIECE_BYTES as u64);
        part.read_to_end(&mut piece)
            .map_err(|err| Error::Internal(err.into()))?;
        if piece.is_empty() {
            return Ok(None);
        }
        stored::put_piece(tx, (id, so_far.pieces), &piece).await?;
        so_far.pieces += 1;
    }
    Ok(Some(NoImport::TooLarge))
}

/// What the log says of an import: into which network, and how many rows of which files were left out.
fn detail(network: NetworkId, left_out: &BTreeMap<String, u64>) -> String {
    let all: u64 = left_out.values().sum();
    if all == 0 {
        return network.to_string();
    }
    let files = left_out.iter().take(FILES_TOLD);
    let files: Vec<String> = files.map(|(file, rows)| format!("{file}={rows}")).collect();
    format!("{network} left_out={all} {}", files.join(" "))
}

/// Only the program itself brings histories in and out, from the command line.
fn allowed_to_transfer(ctx: &Ctx) -> Result<()> {
    match ctx.actor {
        Actor::System(Errand::Transfer) => Ok(()),
        Actor::Staff { .. }
        | Actor::Respondent { .. }
        | Actor::Applicant { .. }
        | Actor::System(_) => Err(Error::Forbidden),
    }
}

async fn named(tx: &mut Tx, name: &str) -> Result<Option<Network>> {
    let all = team::networks(tx).await?;
    Ok(all.into_iter().find(|one| one.name == name))
}

/// Which team here each team of the files is.
fn matched(
    files: &OfFiles,
    named: &BTreeMap<String, String>,
    known: &[Team],
) -> std::result::Result<Vec<(String, Team)>, Vec<NoImport>> {
    let (mut found, mut faults) = (Vec::<(String, Team)>::new(), Vec::new());
    for (code, programme) in &files.teams {
        let name = named.get(code);
        let here = known
            .iter()
            .find(|team| name.unwrap_or(code) == &team.name || team.id.to_string() == *code);
        let Some(team) = here else {
            faults.push(match name {
                Some(name) => NoImport::Named(code.clone(), name.clone()),
                None => NoImport::Team(code.clone()),
            });
            continue;
        };
        if let Some((other, _)) = found.iter().find(|(_, one)| one.id == team.id) {
            faults.push(NoImport::Twice(other.clone(), code.clone()));
        }
        if let Some(there) = programme.as_ref().filter(|one| **one != team.programme) {
            faults.push(NoImport::Programme {
                team: code.clone(),
                here: team.programme.clone(),
                there: there.clone(),
            });
        }
        found.push((code.clone(), team.clone()));
    }
    match faults.is_empty() {
        true => Ok(found),
        false => Err(faults),
    }
}

/// A case that is in both would be counted twice: a history ends before the own cases begin, and a team that is counted
/// elsewhere has none here.
async fn overlaps(tx: &mut Tx, matched: &[(String, Team)], end: Day) -> Result<Vec<NoImport>> {
    let mut faults = Vec::new();
    for (_, team) in matched {
        if let Some(sent) = sender::team(tx, team.id).await? {
            faults.push(NoImport::Sent {
                team: team.name.clone(),
                sender: sent.sender.1,
            });
        }
        let opened = stored::first_opened(tx, team.id).await?;
        if let Some(opened) = opened.filter(|opened| *opened < end) {
            faults.push(NoImport::Overlap {
                team: team.name.clone(),
                opened,
                end,
            });
        }
    }
    Ok(faults)
}

/// How long the cases of a history lasted, by team and by the quarter in which they began. Of those that were under way when
/// it ended nothing is known after that.
fn stays(history: &History, teams: &[(String, Team)]) -> Result<Vec<(TeamId, Stay)>> {
    let end = date(history.period.end())?;
    let numbered = teams.iter().filter_map(|(code, team)| {
        let number: TeamNo = history.teams.ids.find(code)?;
        Some((number, team.id))
    });
    let here: BTreeMap<TeamNo, TeamId> = numbered.collect();
    let mut all = Vec::with_capacity(history.episodes.rows.count());
    for episode in history.episodes.rows.values() {
        let Some(team) = here.get(&episode.team) else {
            continue;
        };
        let until = match episode.closed {
            Some(closed) => Until::Ended(date(closed)?),
            None => Until::Lost(end),
        };
        let opened_on = date(episode.opened)?;
        all.push((*team, Stay { opened_on, until }));
    }
    all.sort_by_key(place);
    Ok(all)
}

/// The team of a case, and the quarter in which it began.
fn place((team, stay): &(TeamId, Stay)) -> (TeamId, Day) {
    (*team, Term::of(Span::Quarter, stay.opened_on).first_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_says_how_many_rows_were_left_out() {
        let network = NetworkId(uuid::Uuid::nil());
        let of = |rows: &[(&str, u64)]| {
            let rows = rows.iter().map(|(file, rows)| ((*file).to_owned(), *rows));
            detail(network, &rows.collect())
        };
        assert_eq!(of(&[]), network.to_string());
        let told = of(&[("weeks", 14), ("episodes", 1)]);
        assert_eq!(told, format!("{network} left_out=15 episodes=1 weeks=14"));
    }
}
