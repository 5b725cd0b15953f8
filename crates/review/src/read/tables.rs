//! The rows of each file of the layout.

use crate::day::Day;
use crate::fault::{Reason as Wrong, Why};
use crate::history::{
    Assignment, Episode, Family, Measure, Organisation, Outcomes, Post, Reason, Sex, Status, Team,
    WorkWeek,
};
use crate::number::Number;
use crate::read::book::Book;
use crate::read::cells::{COUNTRY, Cells, LANGUAGE, Refused, Taken};

/// A file of the layout, answers apart.
pub(super) struct File {
    /// Its name without the ending.
    pub(super) stem: &'static str,
    pub(super) columns: &'static [&'static str],
    /// Takes one row into the book, and says at which place of its table.
    pub(super) take: fn(&mut Cells<'_>, &mut Book) -> Taken<usize>,
    /// Tells its table that a row was lost.
    pub(super) lose: fn(&mut Book),
    /// Makes room for so many rows.
    pub(super) reserve: fn(&mut Book, usize),
}

/// In an order in which nearly everything is defined before it is named.
pub(super) const FILES: [File; 8] = [
    File {
        stem: "organisations",
        columns: &[
            "organisation_id",
            "partner_id",
            "country",
            "language",
            "name",
        ],
        take: organisation,
        lose: |book| book.organisations.has_lost = true,
        reserve: |_, _| (),
    },
    File {
        stem: "teams",
        columns: &[
            "team_id",
            "organisation_id",
            "programme",
            "opened_on",
            "closed_on",
        ],
        take: team,
        lose: |book| book.teams.has_lost = true,
        reserve: |_, _| (),
    },
    File {
        stem: "posts",
        columns: &[
            "post_id",
            "staff_id",
            "team_id",
            "role",
            "started_on",
            "ended_on",
        ],
        take: post,
        lose: |book| book.posts.has_lost = true,
        reserve: |_, _| (),
    },
    File {
        stem: "families",
        columns: &[
            "family_id",
            "birth_year",
            "sex",
            "caregiver_language",
            "referred_by",
        ],
        take: family,
        lose: |book| book.families.has_lost = true,
        reserve: |_, _| (),
    },
    File {
        stem: "episodes",
        columns: &[
            "episode_id",
            "family_id",
            "team_id",
            "staff_id",
            "programme",
            "opened_on",
            "closed_on",
            "reason",
            "out_home",
            "out_school",
            "out_no_arrest",
        ],
        take: episode,
        lose: |book| book.episodes.has_lost = true,
        reserve: |_, _| (),
    },
    File {
        stem: "assignments",
        columns: &["episode_id", "staff_id", "from_on", "to_on"],
        take: assignment,
        lose: |_| (),
        reserve: |book, rows| book.assignments.rows.reserve_exact(rows),
    },
    File {
        stem: "weeks",
        columns: &["episode_id", "week_on", "contacts", "minutes"],
        take: week,
        lose: |_| (),
        reserve: |book, rows| book.weeks.rows.reserve_exact(rows),
    },
    File {
        stem: "measures",
        columns: &[
            "measure_id",
            "instrument",
            "episode_id",
            "team_id",
            "subject_id",
            "rater_id",
            "due_on",
            "done_on",
            "status",
            "mode",
            "language",
        ],
        take: measure,
        lose: |book| book.measures.has_lost = true,
        reserve: |book, rows| {
            book.measures.rows.reserve(rows);
            book.measures.lines.reserve(rows);
        },
    },
];

/// The columns of a file of the layout by its name without ending, in their order; none where there is no such file.
pub fn columns(stem: &str) -> Option<&'static [&'static str]> {
    let file = FILES.iter().find(|file| file.stem == stem);
    file.map(|file| file.columns)
}

/// The layout's word for why a case closed.
pub fn reason_word(reason: Reason) -> &'static str {
    let known = REASONS.iter().find(|(_, one)| *one == reason);
    known.map_or("", |(word, _)| word)
}

const SEXES: &[(&str, Sex)] = &[("f", Sex::Female), ("m", Sex::Male), ("x", Sex::Other)];

const REASONS: &[(&str, Reason)] = &[
    ("completed", Reason::Completed),
    ("lack_of_engagement", Reason::LackOfEngagement),
    ("placed", Reason::Placed),
    ("moved", Reason::Moved),
    ("funding_ended", Reason::FundingEnded),
    ("administrative", Reason::Administrative),
];

const STATES: &[(&str, Status)] = &[
    ("done", Status::Done),
    ("unreached", Status::Unreached),
    ("declined", Status::Declined),
    ("not_asked", Status::NotAsked),
    ("pending", Status::Pending),
];

const MODES: &[(&str, ())] = &[("phone", ()), ("web", ()), ("paper", ())];

const KNOWN: &[(&str, bool)] = &[("0", false), ("1", true)];

/// What `birth_year` may be: four digits.
const YEARS: (u32, u32) = (1000, 9999);

fn organisation(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let id = book.organisations.define(cells, 0);
    // The identifier of somebody outside the history: a text with an identifier's form.
    let partner = match cells.raw(1) {
        [] => Ok(None),
        cell if super::cells::is_id(cell) => cells.maybe_text(1, &mut book.texts),
        cell => cells.refuse(1, Wrong::Id(crate::fault::shown(cell))),
    };
    let country = cells.maybe_code(2, COUNTRY, &mut book.texts);
    let language = cells.maybe_code(3, LANGUAGE, &mut book.texts);
    let name = cells.maybe_text(4, &mut book.texts);
    let row = Organisation {
        partner: partner?,
        country: country?,
        language: language?,
        name: name?,
    };
    let id = id?;
    book.organisations.rows.put(id, Some(row));
    Ok(id.at())
}

fn team(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let id = book.teams.define(cells, 0);
    let organisation = cells.id(1, &mut book.organisations.ids);
    let programme = cells.maybe_text(2, &mut book.texts);
    let (opened, closed) = spell(cells, 3, 4)?;
    let row = Team {
        organisation: organisation?,
        programme: programme?,
        opened,
        closed,
    };
    let id = id?;
    book.teams.rows.put(id, Some(row));
    Ok(id.at())
}

fn post(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let id = book.posts.define(cells, 0);
    let staff = cells.id(1, &mut book.staff);
    let team = cells.id(2, &mut book.teams.ids);
    let role = cells.text(3, &mut book.texts);
    let (started, ended) = spell(cells, 4, 5)?;
    let row = Post {
        staff: staff?,
        team: team?,
        role: role?,
        started,
        ended,
    };
    let id = id?;
    book.posts.rows.put(id, Some(row));
    Ok(id.at())
}

fn family(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let id = book.families.define(cells, 0);
    let birth_year = cells.maybe_whole(1, YEARS.0, YEARS.1);
    let sex = cells.maybe_word(2, SEXES, "f, m, x");
    let caregiver_language = cells.maybe_code(3, LANGUAGE, &mut book.texts);
    let referred_by = cells.maybe_text(4, &mut book.texts);
    let row = Family {
        birth_year: birth_year?.and_then(|year| u16::try_from(year).ok()),
        sex: sex?,
        caregiver_language: caregiver_language?,
        referred_by: referred_by?,
    };
    let id = id?;
    book.families.rows.put(id, Some(row));
    Ok(id.at())
}

fn episode(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let id = book.episodes.define(cells, 0);
    let family = cells.id(1, &mut book.families.ids);
    let team = cells.id(2, &mut book.teams.ids);
    let staff = cells.maybe_id(3, &mut book.staff);
    let programme = cells.maybe_text(4, &mut book.texts);
    let days = spell(cells, 5, 6);
    let reason = cells.maybe_word(
        7,
        REASONS,
        "completed, lack_of_engagement, placed, moved, funding_ended, administrative",
    );
    let [home, school, no_arrest] =
        [8, 9, 10].map(|column| cells.maybe_word(column, KNOWN, "0, 1"));
    let (opened, closed) = days?;
    let reason = reason?;
    let outcomes = Outcomes {
        home: home?,
        school: school?,
        no_arrest: no_arrest?,
    };
    if closed.is_none() {
        let is_filled = [
            (7, reason.is_some()),
            (8, outcomes.home.is_some()),
            (9, outcomes.school.is_some()),
            (10, outcomes.no_arrest.is_some()),
        ];
        let mut all = Ok(());
        for (column, _) in is_filled.into_iter().filter(|(_, is_filled)| *is_filled) {
            all = all.and(cells.refuse(column, Wrong::Filled(Why::Ongoing)));
        }
        all?;
    }
    let row = Episode {
        family: family?,
        team: team?,
        staff: staff?,
        programme: programme?,
        opened,
        closed,
        reason,
        outcomes,
    };
    let id = id?;
    book.episodes.rows.put(id, Some(row));
    Ok(id.at())
}

fn assignment(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let episode = cells.id(0, &mut book.episodes.ids);
    let staff = cells.id(1, &mut book.staff);
    let (from, to) = spell(cells, 2, 3)?;
    let row = Assignment {
        episode: episode?,
        staff: staff?,
        from,
        to,
    };
    book.assignments.push(cells.number(), row);
    Ok(book.assignments.rows.len() - 1)
}

fn week(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let episode = cells.id(0, &mut book.episodes.ids);
    let monday = cells.day(1);
    let contacts = cells.count(2);
    let minutes = cells.count(3);
    let monday = monday?;
    if !monday.is_monday() {
        return cells.refuse(1, Wrong::Monday(monday.to_string()));
    }
    let row = WorkWeek {
        episode: episode?,
        monday,
        contacts: contacts?,
    };
    minutes?;
    book.weeks.push(cells.number(), row);
    Ok(book.weeks.rows.len() - 1)
}

fn measure(cells: &mut Cells<'_>, book: &mut Book) -> Taken<usize> {
    let id = book.measures.define(cells, 0);
    let instrument = cells.id(1, &mut book.instruments);
    let episode = cells.maybe_id(2, &mut book.episodes.ids);
    let team = cells.id(3, &mut book.teams.ids);
    let subject = cells.maybe_id(4, &mut book.staff);
    let rater = cells.maybe_id(5, &mut book.staff);
    let due = cells.day(6);
    let done = cells.maybe_day(7);
    let status = cells.maybe_word(8, STATES, "done, unreached, declined, not_asked, pending");
    let mode = cells.maybe_word(9, MODES, "phone, web, paper");
    let language = cells.maybe_code(10, LANGUAGE, &mut book.texts);
    let (done, mode) = (done?, mode?);
    let status = match status? {
        Some(status) => status,
        None => cells.refuse(8, Wrong::Empty)?,
    };
    match (status, done) {
        (Status::Done, None) => cells.refuse(7, Wrong::Empty)?,
        (Status::Done, Some(_)) => {}
        (_, Some(_)) => cells.refuse(7, Wrong::Filled(Why::NotDone))?,
        (_, None) if mode.is_some() => cells.refuse(9, Wrong::Filled(Why::NotDone))?,
        (_, None) => {}
    }
    let row = Measure {
        instrument: instrument?,
        episode: episode?,
        team: team?,
        due: due?,
        done,
        status,
    };
    subject?;
    rater?;
    language?;
    let id = id?;
    book.measures.rows.put(id, Some(row));
    Ok(id.at())
}

/// A start that must be there, and an end that may be missing and must not be before it.
fn spell(cells: &mut Cells<'_>, start: usize, end: usize) -> Taken<(Day, Option<Day>)> {
    let days = (cells.day(start), cells.maybe_day(end));
    let (Ok(first), Ok(last)) = days else {
        return Err(Refused);
    };
    cells.in_order(end, first, last)?;
    Ok((first, last))
}
