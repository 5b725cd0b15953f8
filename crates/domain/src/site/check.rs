//! Whether a file makes sense by itself, whatever the site has.

use std::collections::BTreeSet;

use super::{
    Definition, Fault, NAME_CHARS_MAX, NOTE_LOCK_DAYS_MAX, PATTERN_CHARS_MAX, PLACES_MAX, Reason,
    SHORT_CHARS_MAX,
};
use crate::programme::{self, Path};
use crate::team::{Board, Team};

/// Characters of a code, as in every other definition.
pub(crate) const CODE_CHARS_MAX: usize = 40;

/// Every fault of the file by itself.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let mut check = Check::default();
    let count = definition.networks.len()
        + definition.boards.len()
        + definition.teams.len()
        + definition.pools.len();
    if count == 0 {
        check.push(Path::default(), Reason::Empty);
    }
    if count > PLACES_MAX {
        let max = PLACES_MAX;
        check.general(Path::default(), programme::Reason::TooMany { count, max });
    }
    let networks = definition.networks.iter().enumerate();
    check.names(
        "networks",
        networks.map(|(at, one)| (at, one.code.as_str(), one.value.name.as_str())),
    );
    let boards = definition.boards.iter().enumerate();
    check.names(
        "boards",
        boards.map(|(at, one)| (at, one.code.as_str(), one.value.name.as_str())),
    );
    let teams = definition.teams.iter().map(|one| &one.team).enumerate();
    check.names(
        "teams",
        teams.map(|(at, one)| (at, one.code.as_str(), one.value.name.as_str())),
    );
    for (index, one) in definition.pools.iter().enumerate() {
        if !is_code(&one.pool.code) {
            let shown = one.pool.code.chars().take(CODE_CHARS_MAX).collect();
            let at = place("pools", index).key("code");
            check.general(at, programme::Reason::BadCode(shown));
        }
    }
    check.boards(definition);
    for (index, one) in definition.teams.iter().enumerate() {
        check.team(&one.team.value, &place("teams", index));
    }
    check.0
}

/// Where an entry of a list stands.
pub(super) fn place(list: &'static str, index: usize) -> Path {
    Path::default().key(list).index(index)
}

#[derive(Default)]
struct Check(Vec<Fault>);

impl Check {
    fn push(&mut self, at: Path, reason: Reason) {
        self.0.push(Fault { at, reason });
    }

    fn general(&mut self, at: Path, reason: programme::Reason) {
        self.push(at, Reason::General(reason));
    }

    /// Codes and names of one kind: well formed, and none twice.
    fn names<'a>(
        &mut self,
        list: &'static str,
        entries: impl Iterator<Item = (usize, &'a str, &'a str)>,
    ) {
        let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
        for (index, code, name) in entries {
            let at = place(list, index);
            if !is_code(code) {
                let shown = code.chars().take(CODE_CHARS_MAX).collect();
                self.general(at.key("code"), programme::Reason::BadCode(shown));
            } else if !codes.insert(code) {
                let twice = programme::Reason::Duplicate(code.to_owned());
                self.general(at.key("code"), twice);
            }
            self.text(name, NAME_CHARS_MAX, at.key("name"));
            if !names.insert(name) && !name.is_empty() {
                self.push(at.key("name"), Reason::NameTwice(name.to_owned()));
            }
        }
    }

    fn text(&mut self, text: &str, max: usize, at: Path) {
        let chars = text.chars().count();
        if text.trim().is_empty() {
            self.general(at, programme::Reason::Blank);
        } else if chars > max {
            self.general(at, programme::Reason::TooLong { chars, max });
        }
    }

    fn boards(&mut self, definition: &Definition) {
        let mut shorts = BTreeSet::new();
        for (index, one) in definition.boards.iter().enumerate() {
            let (board, at) = (&one.value, place("boards", index));
            self.board(board, &at);
            if !shorts.insert(&board.short) && !board.short.is_empty() {
                self.push(at.key("short"), Reason::ShortTwice(board.short.clone()));
            }
        }
    }

    fn board(&mut self, board: &Board, at: &Path) {
        self.text(&board.municipality, NAME_CHARS_MAX, at.key("municipality"));
        if !is_short(&board.short) {
            self.push(at.key("short"), Reason::BadShort(board.short.clone()));
        }
        if !is_pattern(&board.case_pattern) {
            let told = Reason::BadPattern(board.case_pattern.clone());
            self.push(at.key("case_pattern"), told);
        }
        if !(1..=NOTE_LOCK_DAYS_MAX).contains(&board.note_lock_days) {
            let outside = programme::Reason::OutOfRange {
                value: board.note_lock_days.into(),
                min: 1,
                max: NOTE_LOCK_DAYS_MAX.into(),
            };
            self.general(at.key("note_lock_days"), outside);
        }
    }

    fn team(&mut self, team: &Team, at: &Path) {
        if team
            .closed_on
            .is_some_and(|closed| closed <= team.opened_on)
        {
            self.push(at.key("closed_on"), Reason::ClosesTooEarly);
        }
    }
}

/// Whether a text can be a code.
pub(crate) fn is_code(code: &str) -> bool {
    code.starts_with(|first: char| first.is_ascii_alphabetic())
        && code.len() <= CODE_CHARS_MAX
        && code
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '-' || one == '_')
}

fn is_short(short: &str) -> bool {
    (1..=SHORT_CHARS_MAX).contains(&short.chars().count())
        && short.chars().all(|one| one.is_alphanumeric() || one == '-')
}

fn is_pattern(pattern: &str) -> bool {
    let plain = pattern.replace("{short}", "").replace("{yy}", "");
    let rest = plain.replace("{n}", "");
    let numbers = plain.matches("{n}").count();
    numbers == 1
        && pattern.chars().count() <= PATTERN_CHARS_MAX
        && rest
            .chars()
            .all(|one| one.is_alphanumeric() || matches!(one, '-' | '.' | '_'))
}
