//! Some teams of a network read together: those of one board, or whichever somebody chose.
//!
//! Sums over teams that anybody may choose would give away what is hidden of one of them: all of them, less all but one. So
//! a figure of some teams together is told only where it follows from what the network's table tells anyway. That is where
//! none of them is hidden, or where all that is hidden lies among them and the sum of all teams is told.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, TeamId};
use hemma_domain::review::{Figure, Term};
use hemma_domain::team::{Board, Team};

/// Which teams of a network are read together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Among {
    #[default]
    All,
    Board(BoardId),
    Teams(BTreeSet<TeamId>),
}

/// What is asked of a network's figures. What is not said is the programme of most teams, the running half-year, and all
/// teams.
#[derive(Debug, Clone, Default)]
pub struct NetworkAsked<'a> {
    pub programme: Option<&'a str>,
    pub term: Option<Term>,
    /// Teams and boards that the network has not, or that do not run the programme, are passed over.
    pub among: Among,
}

impl NetworkAsked<'_> {
    /// The running half-year of all teams that run a programme.
    pub fn of(programme: &str) -> NetworkAsked<'_> {
        NetworkAsked {
            programme: Some(programme),
            ..NetworkAsked::default()
        }
    }
}

/// A team that could be read together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamChoice {
    pub id: TeamId,
    pub name: String,
    pub board: BoardId,
    /// It is one of those that are shown.
    pub chosen: bool,
}

impl Among {
    /// Those that are named by their ids; what is no id is passed over. A board goes before teams.
    pub fn from_texts<'a>(board: Option<&str>, teams: impl IntoIterator<Item = &'a str>) -> Among {
        let teams: BTreeSet<TeamId> = teams.into_iter().flat_map(str::parse).collect();
        match board.and_then(|board| board.parse().ok()) {
            Some(board) => Among::Board(board),
            None if teams.is_empty() => Among::All,
            None => Among::Teams(teams),
        }
    }

    /// The same among some teams: all of them where it would leave none, or leaves none out.
    pub(crate) fn of(self, teams: &[Team]) -> Among {
        let chosen = teams.iter().filter(|team| self.has(team)).count();
        match chosen == 0 || chosen == teams.len() {
            true => Among::All,
            false => self,
        }
    }

    /// Whether a team is one of them.
    pub(crate) fn has(&self, team: &Team) -> bool {
        match self {
            Among::All => true,
            Among::Board(board) => team.board == *board,
            Among::Teams(teams) => teams.contains(&team.id),
        }
    }
}

/// The teams that could be read together, and which are.
pub(crate) fn choices(teams: &[Team], among: &Among) -> Vec<TeamChoice> {
    let each = teams.iter().map(|team| TeamChoice {
        id: team.id,
        name: team.name.clone(),
        board: team.board,
        chosen: among.has(team),
    });
    each.collect()
}

/// Which of them are read together.
pub(crate) fn chosen_of(choices: &[TeamChoice]) -> BTreeSet<TeamId> {
    let chosen = choices.iter().filter(|one| one.chosen);
    chosen.map(|one| one.id).collect()
}

/// Those of the boards that have one of the teams.
pub(crate) fn boards_of(boards: Vec<Board>, teams: &[TeamChoice]) -> Vec<Board> {
    let mut boards = boards;
    boards.retain(|board| teams.iter().any(|team| team.board == board.id));
    boards
}

/// The figures of some teams together that are hidden. What is hidden of each team of the table is given, and of all of
/// them.
pub(crate) fn hidden_together(
    chosen: &BTreeSet<TeamId>,
    (of_teams, of_all): (&BTreeMap<TeamId, Vec<Figure>>, &[Figure]),
) -> Vec<Figure> {
    let is_hidden = |figure: &&Figure| {
        let hidden = of_teams
            .iter()
            .filter(|(_, hidden)| hidden.contains(*figure));
        let (within, beyond): (Vec<_>, Vec<_>) =
            hidden.partition(|(team, _)| chosen.contains(*team));
        !within.is_empty() && (!beyond.is_empty() || of_all.contains(*figure))
    };
    Figure::ALL.iter().filter(is_hidden).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAMS: [TeamId; 3] = [
        TeamId(uuid::Uuid::from_u128(1)),
        TeamId(uuid::Uuid::from_u128(2)),
        TeamId(uuid::Uuid::from_u128(3)),
    ];

    fn hidden(of_teams: [&[Figure]; 3], of_all: &[Figure], chosen: &[usize]) -> Vec<Figure> {
        let of_teams = TEAMS
            .into_iter()
            .zip(of_teams.map(<[Figure]>::to_vec))
            .collect();
        let chosen = chosen.iter().map(|at| TEAMS[*at]).collect();
        hidden_together(&chosen, (&of_teams, of_all))
    }

    #[test]
    fn a_sum_is_told_only_where_it_follows_from_what_is_told() {
        use Figure::{Home, Placed};
        let some: [&[Figure]; 3] = [&[Home], &[Home], &[]];
        // One of two that are hidden: less what is told, it would be that one.
        assert_eq!(hidden(some, &[], &[0, 2]), [Home]);
        assert_eq!(hidden(some, &[], &[1]), [Home]);
        // Both of them are what all have, less what is told of the third.
        assert_eq!(hidden(some, &[], &[0, 1]), []);
        assert_eq!(hidden(some, &[], &[2]), []);
        // What is hidden of all could not be told either.
        assert_eq!(hidden(some, &[Home], &[0, 1]), [Home]);
        assert_eq!(hidden(some, &[Home], &[2]), []);
        let other: [&[Figure]; 3] = [&[Home], &[Home, Placed], &[Placed]];
        assert_eq!(hidden(other, &[], &[0, 1]), [Placed]);
        assert_eq!(hidden(other, &[], &[0, 1, 2]), []);
    }
}
