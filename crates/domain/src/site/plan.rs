//! What a file would do to a site: what it adds, what it changes and from what, and what it does not name.

use super::check::{self, place};
use super::{Definition, Fault, Named, Reason, TeamEntry, pool};
use crate::pool::Pool;
use crate::programme::{Path, Weekday};
use crate::team::{Board, Network, Team};
use crate::time::{Clock, Day};

/// What the site has, and what it is compared on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub networks: Vec<Network>,
    pub boards: Vec<Board>,
    pub teams: Vec<KnownTeam>,
    pub pools: Vec<Pool>,
    /// The codes of the programmes on the shelf.
    pub programmes: Vec<String>,
    /// Code and version of the agreements on the shelf.
    pub agreements: Vec<(String, u32)>,
    /// From this day on a team that is closed has no families.
    pub today: Day,
}

/// A team of the site with its families in counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTeam {
    pub team: Team,
    /// Cases of any stage.
    pub cases: u32,
    /// Cases that are neither declined nor closed.
    pub going: u32,
}

/// What a file does to a site. Nothing is ever taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub networks: Vec<Change<Network>>,
    pub boards: Vec<Change<Board>>,
    pub teams: Vec<Change<Team>>,
    pub pools: Vec<Change<Pool>>,
    /// What the site has and the file does not name; it stays as it is.
    pub left: Vec<Left>,
}

/// One thing of the file, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<T> {
    pub code: String,
    /// As it is afterwards.
    pub value: T,
    pub fate: Fate,
}

/// What becomes of a thing of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Added,
    /// What differs from the site; never empty.
    Changed(Vec<Difference>),
    Same,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The key in the file.
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// A thing that the file does not name, by the name it has on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    Network(String),
    Board(String),
    Team(String),
    Pool(String),
}

impl Plan {
    /// Compares a file with the site; every fault is told, not the first alone.
    pub fn new(definition: Definition, known: &Known) -> Result<Plan, Vec<Fault>> {
        let mut faults = check::faults(&definition);
        faults.extend(taken(&definition, known));
        for (index, one) in definition.teams.iter().enumerate() {
            faults.extend(misplaced(one, (&definition, known), &place("teams", index)));
        }
        faults.extend(pool::faults(&definition, known));
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(made(definition, known))
    }

    /// Whether the site stays as it is.
    pub fn changes_nothing(&self) -> bool {
        let (networks, boards) = (self.networks.iter(), self.boards.iter());
        let mut fates = networks
            .map(|one| &one.fate)
            .chain(boards.map(|one| &one.fate))
            .chain(self.teams.iter().map(|one| &one.fate))
            .chain(self.pools.iter().map(|one| &one.fate));
        fates.all(|fate| *fate == Fate::Same)
    }
}

/// Names and short names that something else on the site has.
fn taken(definition: &Definition, known: &Known) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut tell = |at: Path, reason| faults.push(Fault { at, reason });
    for (index, Named { value, .. }) in definition.networks.iter().enumerate() {
        let named = |id| definition.networks.iter().any(|one| one.value.id == id);
        let mut others = known.networks.iter().filter(|other| !named(other.id));
        if others.any(|other| other.name == value.name) {
            let at = place("networks", index).key("name");
            tell(at, Reason::NameTaken(value.name.clone()));
        }
    }
    for (index, Named { value, .. }) in definition.boards.iter().enumerate() {
        let named = |id| definition.boards.iter().any(|one| one.value.id == id);
        let mut unnamed = known.boards.iter().filter(|other| !named(other.id));
        if unnamed.any(|other| other.name == value.name) {
            let at = place("boards", index).key("name");
            tell(at, Reason::NameTaken(value.name.clone()));
        }
        // Boards are saved one after the other, so that even short names that trade places would meet.
        let mut others = known.boards.iter().filter(|other| other.id != value.id);
        if others.any(|other| other.short == value.short) {
            let at = place("boards", index).key("short");
            tell(at, Reason::ShortTaken(value.short.clone()));
        }
    }
    for (index, entry) in definition.teams.iter().enumerate() {
        let name = &entry.team.value.name;
        let named = |id| definition.teams.iter().any(|one| one.team.value.id == id);
        let mut others = known.teams.iter().filter(|other| !named(other.team.id));
        if others.any(|other| other.team.name == *name) {
            let at = place("teams", index).key("name");
            tell(at, Reason::NameTaken(name.clone()));
        }
    }
    faults
}

/// What does not fit of where a team stands and of what it has.
fn misplaced(
    entry: &TeamEntry,
    (definition, known): (&Definition, &Known),
    at: &Path,
) -> Vec<Fault> {
    let team = &entry.team.value;
    let mut faults = Vec::new();
    let mut tell = |key, reason| {
        faults.push(Fault {
            at: at.key(key),
            reason,
        })
    };
    let mut boards = definition
        .boards
        .iter()
        .map(|one| &one.value)
        .chain(&known.boards);
    if !boards.any(|board| board.id == team.board) {
        tell("board", Reason::NoBoard(entry.board.clone()));
    }
    let in_file = definition.networks.iter().map(|one| &one.value);
    if !in_file
        .chain(&known.networks)
        .any(|network| network.id == team.network)
    {
        tell("network", Reason::NoNetwork(entry.network.clone()));
    }
    if !known.programmes.contains(&team.programme) {
        let told = Reason::NoProgramme(team.programme.clone(), known.programmes.join(", "));
        tell("programme", told);
    }
    let Some(before) = known.teams.iter().find(|one| one.team.id == team.id) else {
        return faults;
    };
    if before.cases > 0 && before.team.board != team.board {
        tell("board", Reason::Settled);
    }
    if before.cases > 0 && before.team.programme != team.programme {
        tell("programme", Reason::Settled);
    }
    if before.going > 0 && team.closed_on.is_some_and(|closed| closed <= known.today) {
        tell("closed_on", Reason::StillWorking(before.going));
    }
    faults
}

fn made(definition: Definition, known: &Known) -> Plan {
    let left = left(&definition, known);
    // Before anything is moved out of the definition, ids are given the names that people know.
    let names = Names::of(&definition, known);
    let network = |one: Named<Network>| {
        let before = known.networks.iter().find(|had| had.id == one.value.id);
        let fate = fate(before.map(of_network), of_network(&one.value));
        change(one, fate)
    };
    let board = |one: Named<Board>| {
        let before = known.boards.iter().find(|had| had.id == one.value.id);
        let fate = fate(before.map(of_board), of_board(&one.value));
        change(one, fate)
    };
    let team = |TeamEntry { team: one, .. }| {
        let before = known.teams.iter().find(|had| had.team.id == one.value.id);
        let before = before.map(|had| names.of_team(&had.team));
        let fate = fate(before, names.of_team(&one.value));
        change(one, fate)
    };
    Plan {
        networks: definition.networks.into_iter().map(network).collect(),
        boards: definition.boards.into_iter().map(board).collect(),
        teams: definition.teams.into_iter().map(team).collect(),
        pools: pool::made(definition.pools, known),
        left,
    }
}

pub(super) fn change<T>(one: Named<T>, fate: Fate) -> Change<T> {
    Change {
        code: one.code,
        value: one.value,
        fate,
    }
}

/// The values of a thing by their keys in the file, as they are told.
pub(super) type Fields = Vec<(&'static str, String)>;

pub(super) fn fate(before: Option<Fields>, after: Fields) -> Fate {
    let Some(before) = before else {
        return Fate::Added;
    };
    let differences: Vec<Difference> = before
        .into_iter()
        .zip(after)
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Difference {
            field,
            before,
            after,
        })
        .collect();
    match differences.is_empty() {
        true => Fate::Same,
        false => Fate::Changed(differences),
    }
}

fn of_network(network: &Network) -> Fields {
    vec![("name", network.name.clone())]
}

fn of_board(board: &Board) -> Fields {
    vec![
        ("name", board.name.clone()),
        ("short", board.short.clone()),
        ("municipality", board.municipality.clone()),
        ("case_pattern", board.case_pattern.clone()),
        ("note_lock_days", board.note_lock_days.to_string()),
        ("sheet_bases", bases(board)),
    ]
}

fn bases(board: &Board) -> String {
    use crate::code::Code as _;
    let codes: Vec<&str> = board.sheet_bases.iter().map(|one| one.code()).collect();
    codes.join(" ")
}

/// What boards and networks are called, to tell where a team goes.
struct Names {
    boards: Vec<Board>,
    networks: Vec<Network>,
}

impl Names {
    fn of(definition: &Definition, known: &Known) -> Names {
        let boards = definition.boards.iter().map(|one| &one.value);
        let networks = definition.networks.iter().map(|one| &one.value);
        Names {
            boards: boards.chain(&known.boards).cloned().collect(),
            networks: networks.chain(&known.networks).cloned().collect(),
        }
    }

    fn of_team(&self, team: &Team) -> Fields {
        let board = self.boards.iter().find(|board| board.id == team.board);
        let mut networks = self.networks.iter();
        let network = networks.find(|network| network.id == team.network);
        let rhythm = team.rhythm;
        vec![
            ("name", team.name.clone()),
            (
                "board",
                board.map(|one| one.name.clone()).unwrap_or_default(),
            ),
            (
                "network",
                network.map(|one| one.name.clone()).unwrap_or_default(),
            ),
            ("programme", team.programme.clone()),
            ("opened_on", team.opened_on.to_string()),
            (
                "closed_on",
                team.closed_on
                    .map_or_else(|| "open".to_owned(), |day| day.to_string()),
            ),
            (
                "hand_in",
                hand_in(rhythm.hand_in_weekday, rhythm.hand_in_at),
            ),
            ("supervision", weekday(rhythm.supervision_weekday)),
            ("consultation", weekday(rhythm.consultation_weekday)),
        ]
    }
}

fn hand_in(day: i8, at: Clock) -> String {
    format!("{} {at}", weekday(day))
}

fn weekday(number: i8) -> String {
    use crate::code::Code as _;
    let mut all = Weekday::ALL.iter();
    let found = all.find(|day| day.number() == number);
    found.map_or_else(|| number.to_string(), |day| day.code().to_owned())
}

fn left(definition: &Definition, known: &Known) -> Vec<Left> {
    let networks = known.networks.iter().filter(|had| {
        let mut named = definition.networks.iter();
        !named.any(|one| one.value.id == had.id)
    });
    let boards = known.boards.iter().filter(|had| {
        let mut named = definition.boards.iter();
        !named.any(|one| one.value.id == had.id)
    });
    let teams = known.teams.iter().map(|had| &had.team).filter(|had| {
        let mut named = definition.teams.iter();
        !named.any(|one| one.team.value.id == had.id)
    });
    let pools = known.pools.iter().filter(|had| {
        let mut named = definition.pools.iter();
        !named.any(|one| one.pool.value.id == had.id)
    });
    networks
        .map(|one| Left::Network(one.name.clone()))
        .chain(boards.map(|one| Left::Board(one.name.clone())))
        .chain(teams.map(|one| Left::Team(one.name.clone())))
        .chain(pools.map(|one| Left::Pool(one.name.clone())))
        .collect()
}
