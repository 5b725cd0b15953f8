//! Which teams of a network are read together, and the form that chooses them.

use hemma_app::review::{Among, TeamChoice};
use hemma_domain::ids::BoardId;
use hemma_domain::team::Board;
use serde::Deserialize;

use crate::lang::Lang;

/// Which teams are asked for, and whether others are to be chosen.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AskedAmong {
    board: Option<String>,
    /// One for each box of the form.
    #[serde(default)]
    team: Vec<String>,
    choose: Option<String>,
}

impl AskedAmong {
    pub(super) fn among(&self) -> Among {
        let teams = self.team.iter().map(String::as_str);
        Among::from_texts(self.board.as_deref(), teams)
    }

    pub(super) fn chooses(&self) -> bool {
        self.choose.is_some()
    }
}

/// What is read together, in words, and the way to other teams.
#[derive(Debug, Clone, Default)]
pub struct AmongView {
    /// `3 av 12 team`, with the board where it is one's; empty where all are read.
    pub told: String,
    /// What it means that some are read.
    pub help: String,
    /// Where all teams are read.
    pub all: String,
    /// Where others are chosen; empty where there is nothing to choose.
    pub choose: String,
    /// Teams to choose from, by board; empty unless somebody chooses.
    pub boards: Vec<BoardChoice>,
    /// What the form sends along: name and value.
    pub fields: Vec<(&'static str, String)>,
    pub action: String,
}

/// The teams of a board.
#[derive(Debug, Clone, Default)]
pub struct BoardChoice {
    pub name: String,
    /// Where all of them are read together.
    pub url: String,
    /// Id, name, and whether it is shown.
    pub teams: Vec<(String, String, bool)>,
}

/// The teams that are read together, of those that could be, with their boards.
#[derive(Clone, Copy)]
pub(in crate::page) struct Readable<'a> {
    pub(in crate::page) among: &'a Among,
    pub(in crate::page) teams: &'a [TeamChoice],
    pub(in crate::page) boards: &'a [Board],
}

/// The page on which teams are chosen.
pub(in crate::page) struct Chooser<'a> {
    pub(in crate::page) action: String,
    /// Its address without a choice of teams; it has a query already.
    pub(in crate::page) at: &'a str,
    /// What that query says: name and value.
    pub(in crate::page) fields: Vec<(&'static str, String)>,
    /// What it means that some teams are read.
    pub(in crate::page) help: &'static str,
    pub(in crate::page) chooses: bool,
}

impl AmongView {
    pub(in crate::page) fn of(found: Readable<'_>, chooser: Chooser<'_>, lang: Lang) -> AmongView {
        if found.teams.len() < 2 {
            return AmongView::default();
        }
        let at = chooser.at;
        let boards = found.boards.iter().map(|board| BoardChoice {
            name: board.name.clone(),
            url: format!("{at}{}", query(&Among::Board(board.id))),
            teams: teams_of(found.teams, board.id),
        });
        AmongView {
            told: told(found, lang),
            help: lang.t(chooser.help),
            all: at.to_owned(),
            choose: format!("{at}{}&choose=1#choose", query(found.among)),
            boards: match chooser.chooses {
                true => boards.collect(),
                false => Vec::new(),
            },
            fields: chooser.fields,
            action: chooser.action,
        }
    }
}

fn teams_of(choices: &[TeamChoice], board: BoardId) -> Vec<(String, String, bool)> {
    let of_board = choices.iter().filter(|team| team.board == board);
    of_board
        .map(|team| (team.id.to_string(), team.name.clone(), team.chosen))
        .collect()
}

/// How many teams are read together, and whose they are; empty where all are.
fn told(found: Readable<'_>, lang: Lang) -> String {
    let count = lang.t2(
        "review-among-count",
        (
            "count",
            found.teams.iter().filter(|team| team.chosen).count(),
        ),
        ("all", found.teams.len()),
    );
    match found.among {
        Among::All => String::new(),
        Among::Teams(_) => count,
        Among::Board(id) => {
            let board = found.boards.iter().find(|board| board.id == *id);
            let name = board.map_or("", |board| &board.name);
            format!("{name}: {count}")
        }
    }
}

/// What the teams are called that are read together.
pub(super) fn together(among: &Among, lang: Lang) -> String {
    lang.t(match among {
        Among::All => "review-whole",
        Among::Board(_) | Among::Teams(_) => "review-chosen",
    })
}

/// What is added to an address with a query so that it shows the same teams.
pub(in crate::page) fn query(among: &Among) -> String {
    let fields = fields(among).into_iter();
    fields.map(|(name, id)| format!("&{name}={id}")).collect()
}

/// What a form sends along so that it is about the same teams: name and value.
pub(in crate::page) fn fields(among: &Among) -> Vec<(&'static str, String)> {
    match among {
        Among::All => Vec::new(),
        Among::Board(board) => vec![("board", board.to_string())],
        Among::Teams(teams) => {
            let teams = teams.iter();
            teams.map(|team| ("team", team.to_string())).collect()
        }
    }
}
