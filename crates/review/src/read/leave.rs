//! Leaving refused rows out: each with everything that hangs on it, and the rest numbered anew.
//!
//! Tables are gone through in the order in which they name each other, so that a row is judged by what is left of those
//! before it: an episode whose family was refused is left out, and then its weeks, its measures and their answers. Of rows
//! that must not meet, the later one is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::Sheets;
use crate::fault::{Faults, Outside, Reason};
use crate::history::{Measure, Status, WorkWeek};
use crate::ids::Ids;
use crate::number::{Column, EpisodeNo, MeasureNo, Number, TeamNo};
use crate::read::book::{AnswerDraft, Book, Draft, Listed};
use crate::read::check::{DONE_LATE_DAYS, Spell, WEEK_EARLY_DAYS, fault, twice, week_key};
use crate::read::row_lines::RowLines;

/// What was left out of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Why: the first of them, and how many there are.
    pub faults: Faults,
    /// How many rows of each file, by its name without the ending; files of which none was left out are not named.
    pub rows: BTreeMap<String, u64>,
}

impl LeftOut {
    /// How many rows were left out of all files.
    pub fn count(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// Takes out of a book what cannot stand, and says what that is.
pub(super) fn refused(book: &mut Book) -> LeftOut {
    let mut work = Work {
        faults: std::mem::take(&mut book.faults),
        places: BTreeMap::new(),
    };
    let (teams, episodes) = work.people(book);
    work.assignments(book, &episodes);
    work.weeks(book, &episodes);
    work.measures(book, (&teams, &episodes));
    work.extras(book);
    work.faults.listed.sort();
    LeftOut {
        rows: missing(book),
        faults: work.faults,
    }
}

/// A table before rows were left out of it: where each of them stands now.
struct Before<N> {
    file: &'static str,
    ids: Ids<N>,
    lines: Column<N, u32>,
    now: Vec<Option<N>>,
}

impl<N: Number> Before<N> {
    fn now(&self, number: N) -> Option<N> {
        self.now.get(number.at()).copied().flatten()
    }

    /// What is wrong with naming a row that is not there.
    fn reason(&self, number: N) -> Reason {
        let text = self.ids.text(number).to_owned();
        let file = self.file;
        match self.lines.find(number) {
            Some(line) if *line != 0 => Reason::LeftOut { text, file },
            _ => Reason::Unknown { text, file },
        }
    }

    fn places(&self) -> Places {
        self.now.iter().map(|number| number.map(N::at)).collect()
    }
}

/// Where each row of a file stands now; nowhere if it was left out.
type Places = Vec<Option<usize>>;

/// Where something is told.
type At<'a> = (&'a str, u32, &'static str);

/// What is told, and where rows stand now by their files.
struct Work {
    faults: Faults,
    places: BTreeMap<String, Places>,
}

impl Work {
    /// The number of a row that another names, told where it is not there.
    fn follow<N: Number>(&mut self, table: &Before<N>, number: N, at: At<'_>) -> Option<N> {
        let now = table.now(number);
        if now.is_none() {
            self.tell(at, table.reason(number));
        }
        now
    }

    fn tell(&mut self, (file, line, column): At<'_>, reason: Reason) {
        self.faults.add(fault(file, line, column, reason));
    }

    /// Numbers what is left of a table anew.
    fn close<N: Number, T: Copy>(
        &mut self,
        draft: &mut Draft<N, T>,
        (stem, file): (&str, &'static str),
    ) -> Before<N> {
        let old = std::mem::take(draft);
        let mut now = vec![None; old.ids.count()];
        for (number, line, row) in old.each() {
            let new = draft.ids.number(old.ids.text(number).as_bytes());
            if let (Some(new), Some(place)) = (new, now.get_mut(number.at())) {
                draft.lines.put(new, line);
                draft.rows.put(new, Some(*row));
                *place = Some(new);
            }
        }
        let before = Before {
            file,
            ids: old.ids,
            lines: old.lines,
            now,
        };
        self.places.insert(stem.to_owned(), before.places());
        before
    }

    /// Organisations, teams, posts, families, episodes: tables that name only each other.
    fn people(&mut self, book: &mut Book) -> (Before<TeamNo>, Before<EpisodeNo>) {
        let organisations = self.close(
            &mut book.organisations,
            ("organisations", "organisations.csv"),
        );
        judge(&mut book.teams, |line, team| {
            let at = ("teams.csv", line, "organisation_id");
            team.organisation = self.follow(&organisations, team.organisation, at)?;
            Some(())
        });
        let teams = self.close(&mut book.teams, ("teams", "teams.csv"));
        judge(&mut book.posts, |line, post| {
            post.team = self.follow(&teams, post.team, ("posts.csv", line, "team_id"))?;
            Some(())
        });
        let spells = book.posts.each().map(|(_, line, post)| {
            let key = (post.staff, post.team, post.role);
            (key, post.started, post.ended, line)
        });
        let later = self.later(spells.collect(), ("posts.csv", "started_on"));
        judge(&mut book.posts, |line, _| {
            (!later.contains(&line)).then_some(())
        });
        let _posts = self.close(&mut book.posts, ("posts", "posts.csv"));
        let families = self.close(&mut book.families, ("families", "families.csv"));
        judge(&mut book.episodes, |line, episode| {
            let at = |column| ("episodes.csv", line, column);
            let family = self.follow(&families, episode.family, at("family_id"));
            let team = self.follow(&teams, episode.team, at("team_id"));
            (episode.family, episode.team) = (family?, team?);
            Some(())
        });
        let spells = book.episodes.each();
        let spells = spells.map(|(_, line, row)| (row.family, row.opened, row.closed, line));
        let later = self.later(spells.collect(), ("episodes.csv", "opened_on"));
        judge(&mut book.episodes, |line, _| {
            (!later.contains(&line)).then_some(())
        });
        let episodes = self.close(&mut book.episodes, ("episodes", "episodes.csv"));
        (teams, episodes)
    }

    /// The lines of spells that share a day with one before them that stays.
    fn later<K: Ord + Copy>(
        &mut self,
        mut spells: Vec<Spell<K>>,
        (file, column): (&str, &'static str),
    ) -> BTreeSet<u32> {
        // A spell that ends on the day it starts has no day.
        spells.retain(|(_, start, end, _)| end.is_none_or(|end| *start < end));
        spells.sort_unstable_by_key(|(key, start, _, line)| (*key, *start, *line));
        let mut later = BTreeSet::new();
        let mut before: Option<Spell<K>> = None;
        for spell in spells {
            let (key, start, _, line) = spell;
            match before {
                Some((last, _, end, other)) if last == key && end.is_none_or(|end| start < end) => {
                    self.tell((file, line, column), Reason::Overlap { line: other });
                    later.insert(line);
                }
                _ => before = Some(spell),
            }
        }
        later
    }

    /// Keeps the rows of a list that can stand.
    fn list<T: Copy>(
        &mut self,
        listed: &mut Listed<T>,
        stem: &str,
        mut judge: impl FnMut(&mut Work, u32, &mut T) -> Option<()>,
    ) {
        let old = std::mem::take(listed);
        // A list that was judged before has its places already.
        let known = self.places.remove(stem);
        let mut now = Vec::with_capacity(old.rows.len());
        for (line, row) in old.each() {
            let mut row = *row;
            let stays = judge(self, line, &mut row).is_some();
            now.push(stays.then_some(listed.rows.len()));
            if stays {
                listed.push(line, row);
            }
        }
        let places = match known {
            Some(first) => {
                let second = |place: usize| now.get(place).copied().flatten();
                first
                    .into_iter()
                    .map(|place| place.and_then(second))
                    .collect()
            }
            None => now,
        };
        self.places.insert(stem.to_owned(), places);
    }

    fn assignments(&mut self, book: &mut Book, episodes: &Before<EpisodeNo>) {
        let file = "assignments.csv";
        self.list(&mut book.assignments, "assignments", |work, line, row| {
            row.episode = work.follow(episodes, row.episode, (file, line, "episode_id"))?;
            Some(())
        });
        let spells = book.assignments.each();
        let spells = spells.map(|(line, row)| (row.episode, row.from, row.to, line));
        let later = self.later(spells.collect(), (file, "from_on"));
        self.list(&mut book.assignments, "assignments", |_, line, _| {
            (!later.contains(&line)).then_some(())
        });
    }

    fn weeks(&mut self, book: &mut Book, episodes: &Before<EpisodeNo>) {
        let file = "weeks.csv";
        let opened = &book.episodes;
        self.list(
            &mut book.weeks,
            "weeks",
            |work, line, week: &mut WorkWeek| {
                week.episode = work.follow(episodes, week.episode, (file, line, "episode_id"))?;
                let opened = opened.row(week.episode)?.opened;
                if opened.since(week.monday) <= WEEK_EARLY_DAYS {
                    return Some(());
                }
                let day = week.monday.to_string();
                let what = Outside::WeekEarly;
                work.tell((file, line, "week_on"), Reason::Outside { day, what });
                None
            },
        );
        let again = twice(&book.weeks.rows);
        let ids = &book.episodes.ids;
        let mut first = BTreeMap::new();
        self.list(&mut book.weeks, "weeks", |work, line, week| {
            let key = week_key(week);
            if !again.contains(&key) {
                return Some(());
            }
            let first = *first.entry(key).or_insert(line);
            if first == line {
                return Some(());
            }
            let text = format!("{} {}", ids.text(week.episode), week.monday);
            work.tell((file, line, "week_on"), Reason::Twice { text, line: first });
            None
        });
    }

    /// Measures, and the answers to them.
    fn measures(
        &mut self,
        book: &mut Book,
        (teams, episodes): (&Before<TeamNo>, &Before<EpisodeNo>),
    ) {
        let file = "measures.csv";
        let known = &book.episodes;
        judge(&mut book.measures, |line, measure: &mut Measure| {
            let team = self.follow(teams, measure.team, (file, line, "team_id"));
            if let Some(episode) = measure.episode {
                let at = (file, line, "episode_id");
                measure.episode = Some(self.follow(episodes, episode, at)?);
            }
            measure.team = team?;
            let closed = measure.episode.and_then(|number| known.row(number)?.closed);
            let (Some(done), Some(closed)) = (measure.done, closed) else {
                return Some(());
            };
            if done.since(closed) <= DONE_LATE_DAYS {
                return Some(());
            }
            let day = done.to_string();
            let what = Outside::DoneLate;
            self.tell((file, line, "done_on"), Reason::Outside { day, what });
            None
        });
        let measures = self.close(&mut book.measures, ("measures", file));
        let mut seen: Column<MeasureNo, u32> = Column::default();
        for draft in std::mem::take(&mut book.answers) {
            let kept = self.answers(book, (draft, &measures), &mut seen);
            book.answers.push(kept);
        }
    }

    /// The answers of one file: only to what was done, of the right instrument, and once.
    fn answers(
        &mut self,
        book: &Book,
        (draft, measures): (AnswerDraft, &Before<MeasureNo>),
        seen: &mut Column<MeasureNo, u32>,
    ) -> AnswerDraft {
        let mut now = Vec::with_capacity(draft.measures.len());
        let mut kept = AnswerDraft {
            sheets: Sheets::new(draft.sheets.items()),
            measures: vec![],
            lines: RowLines::default(),
            file: draft.file,
            instrument: draft.instrument,
        };
        for (at, (measure, line)) in draft.measures.iter().zip(draft.lines.iter()).enumerate() {
            let place = (kept.file.as_str(), line, "measure_id");
            let found = self.follow(measures, *measure, place);
            let found = found.and_then(|number| Some((number, book.measures.row(number)?)));
            let text = || measures.ids.text(*measure).to_owned();
            let wrong = found.and_then(|(number, row)| {
                let instrument = book.instruments.text(row.instrument);
                if !instrument.eq_ignore_ascii_case(&kept.instrument) {
                    let instrument = instrument.to_owned();
                    return Some(Reason::Instrument {
                        text: text(),
                        instrument,
                    });
                }
                if row.status != Status::Done {
                    return Some(Reason::NotDone(text()));
                }
                let first = seen.find(number).copied().filter(|line| *line != 0);
                first.map(|line| Reason::Twice { text: text(), line })
            });
            let is_wrong = wrong.is_some();
            if let Some(reason) = wrong {
                self.tell(place, reason);
            }
            let stays = found.filter(|_| !is_wrong);
            now.push(stays.map(|_| kept.measures.len()));
            if let (Some((number, _)), Some(sheet)) = (stays, draft.sheets.get(at)) {
                seen.put(number, line);
                kept.measures.push(number);
                kept.lines.push(line);
                let answers: Vec<u8> = sheet.iter().take(draft.sheets.items()).collect();
                kept.sheets.push(&answers);
            }
        }
        self.places.insert(stem(&kept.file).to_owned(), now);
        kept
    }

    /// Cells of one's own follow their rows.
    fn extras(&self, book: &mut Book) {
        let texts = &book.texts;
        book.extras.retain_mut(|extra| {
            let places = self.places.get(texts.text(extra.file));
            let Some(place) = places.and_then(|places| *places.get(extra.row)?) else {
                return false;
            };
            extra.row = place;
            true
        });
    }
}

/// Keeps the rows of a table that can stand.
fn judge<N: Number, T>(draft: &mut Draft<N, T>, mut judge: impl FnMut(u32, &mut T) -> Option<()>) {
    let lines = draft.lines.values().copied();
    for (line, place) in lines.zip(draft.rows.values_mut()) {
        let stays = place.as_mut().is_some_and(|row| judge(line, row).is_some());
        if !stays {
            *place = None;
        }
    }
}

/// The name of a file without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// How many rows of each file are not there any more.
fn missing(book: &Book) -> BTreeMap<String, u64> {
    let kept = |file: &str| match file {
        "organisations" => book.organisations.ids.count(),
        "teams" => book.teams.ids.count(),
        "posts" => book.posts.ids.count(),
        "families" => book.families.ids.count(),
        "episodes" => book.episodes.ids.count(),
        "assignments" => book.assignments.rows.len(),
        "weeks" => book.weeks.rows.len(),
        "measures" => book.measures.ids.count(),
        answers => {
            let mut drafts = book.answers.iter();
            let found = drafts.find(|draft| stem(&draft.file) == answers);
            found.map_or(0, |draft| draft.measures.len())
        }
    };
    let each = book.rows.iter().map(|(file, count)| {
        let kept = u64::try_from(kept(file)).unwrap_or(u64::MAX);
        (file.clone(), count.saturating_sub(kept))
    });
    each.filter(|(_, count)| 0 < *count).collect()
}
