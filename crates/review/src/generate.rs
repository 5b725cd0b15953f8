//! Invented histories of any size: the same shape and seed give the same files.
//!
//! They have what real ones have: vacant posts, therapists who leave in the middle of a case, late and missing
//! interviews, sheets with too few answers, weeks without a report, teams that open and close, families that come
//! back. Nobody in them exists.

mod case;
mod people;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::chance::Chance;
use crate::day::Day;
use crate::read::header;

/// How large a history is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Teams.
    pub teams: u32,
    /// Years, from 2001-01-01 on.
    pub years: u32,
    /// The same seed gives the same history.
    pub seed: u64,
}

/// Takes the lines of files, one after the other: the file's name without its ending, then the line.
pub type Sink<'a> = dyn FnMut(&'static str, &str) -> io::Result<()> + 'a;

/// Teams of one organisation.
const TEAMS_EACH: u32 = 3;

/// Invents a history, headers first, line by line.
pub fn generate(shape: Shape, sink: &mut Sink<'_>) -> io::Result<()> {
    for file in FILES {
        sink(file, &header(file))?;
    }
    let mut world = World::new(shape, sink);
    for number in 0..shape.teams {
        if number % TEAMS_EACH == 0 {
            world.organisation(number / TEAMS_EACH)?;
        }
        people::team(&mut world, number)?;
    }
    Ok(())
}

/// Invents a history into the files of a folder, with its manifest.
pub fn generate_into(shape: Shape, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut files = vec![];
    for name in FILES {
        let file = File::create(folder.join(name).with_extension("csv"))?;
        files.push((name, BufWriter::with_capacity(1 << 16, file), 0_u64));
    }
    generate(shape, &mut |name, line| {
        let Some((_, file, lines)) = files.iter_mut().find(|(file, ..)| *file == name) else {
            return Ok(());
        };
        *lines += 1;
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")
    })?;
    let mut rows = vec![];
    for (name, mut file, lines) in files {
        file.flush()?;
        rows.push(format!("\"{name}\": {}", lines.saturating_sub(1)));
    }
    let (first, end) = days(shape);
    let manifest = format!(
        "{{\"version\": 1, \"first_day\": \"{first}\", \"day_after_last\": \"{end}\", \"rows\": {{{}}}}}\n",
        rows.join(", ")
    );
    fs::write(folder.join("manifest.json"), manifest)
}

/// The files of an invented history.
const FILES: [&str; 11] = [
    "organisations",
    "teams",
    "posts",
    "families",
    "episodes",
    "assignments",
    "weeks",
    "measures",
    "answers_tam",
    "answers_sam",
    "answers_cam",
];

/// The first day, and the day after the last; 2001 and a year of the calendar's end are always days.
pub fn days(shape: Shape) -> (Day, Day) {
    let first = Day::FIRST.plus(730_485);
    let end = Day::new(2001_u32.saturating_add(shape.years), 1, 1);
    (first, end.unwrap_or(Day::LAST))
}

/// What the parts of a history share.
struct World<'a, 'b> {
    sink: &'a mut Sink<'b>,
    chance: Chance,
    first: Day,
    end: Day,
    staff: u32,
    posts: u32,
    families: u32,
    episodes: u32,
    measures: u32,
}

impl<'a, 'b> World<'a, 'b> {
    fn new(shape: Shape, sink: &'a mut Sink<'b>) -> World<'a, 'b> {
        let (first, end) = days(shape);
        World {
            sink,
            chance: Chance::new(shape.seed),
            first,
            end,
            staff: 0,
            posts: 0,
            families: 0,
            episodes: 0,
            measures: 0,
        }
    }

    fn organisation(&mut self, number: u32) -> io::Result<()> {
        let (country, language) = match number % 3 {
            0 => ("SE", "sv"),
            1 => ("NO", "nb"),
            _ => ("GB", "en-GB"),
        };
        // Commas and quotes in names are what quoting is for.
        let name = match number % 5 {
            0 => format!("\"Example, board \"\"{number}\"\"\""),
            _ => format!("Example board {number}"),
        };
        let line = format!(
            "o{number},partner-{},{country},{language},{name}",
            number % 4
        );
        (self.sink)("organisations", &line)
    }

    /// A day as the layout writes it, or nothing.
    fn maybe(day: Option<Day>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }
}
