//! The cases that a network's teams treat here, in the layout of `docs/formats/network-csv.md`, under identifiers that
//! mean nothing outside the files: a number for each person, family and case. No name but those of teams and boards is in
//! them, no birth year, no language and no word of anybody; the days of each case are.
//!
//! An installation that imports them shows the same figures (`own_cases_that_are_exported_count_the_same_elsewhere`),
//! but for what the layout cannot say. That is left out and counted: [`Unsaid`].

use std::collections::BTreeMap;
use std::path::Path;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{BoardId, CaseId, StaffId};
use hemma_domain::instrument::{Answer, Instrument};
use hemma_domain::measure::{AnswerSheet, Hand, Measure, State};
use hemma_domain::review::{Carried, Course};
use hemma_domain::staff::{Post, Role};
use hemma_domain::team::{Board, Team};
use hemma_domain::time::Day;
use hemma_review::history::Reason;
use hemma_review::{DONE_LATE_DAYS, WEEK_EARLY_DAYS, reason_word};
use hemma_store::measure::{self as measures, sheet};
use hemma_store::{review as stored, staff, team};

use super::files::Files;
use super::{allowed_to_transfer, named};
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::review::{Gauge, counted_reason, known_outcomes};

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWritten {
    /// Teams, each by its id in the files, with its name.
    pub teams: Vec<(String, String)>,
    pub cases: u64,
    /// Interviews that were due.
    pub interviews: u64,
    pub unsaid: Unsaid,
}

/// What the layout cannot say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unsaid {
    /// Weeks of work that ended before the case opened.
    pub early_weeks: u64,
    /// Spells of a therapist while another one was responsible.
    pub side_by_side: u64,
    /// Interviews that were done later after the closing than the layout takes.
    pub late_interviews: u64,
}

impl App {
    /// Writes the cases that a network's teams have treated here up to today into a new folder; it appears whole or not at
    /// all. None where there is no such network. Each case is read in a transaction of its own, which puts the look in the
    /// log.
    pub async fn export_own_cases(
        &self,
        ctx: &Ctx,
        network: &str,
        folder: &Path,
    ) -> Result<Option<OwnWritten>> {
        allowed_to_transfer(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let Some(network) = named(&mut tx, network).await? else {
            return Ok(None);
        };
        let teams = team::of_network(&mut tx, network.id).await?;
        let boards = team::boards(&mut tx).await?;
        let mut entry = ctx.entry(Event::HistoryExported);
        entry.detail = format!("{} own", network.id);
        tx.log(entry);
        tx.commit().await?;
        let mut writing = Writing::begin(folder, &boards, ctx.today())?;
        for team in &teams {
            self.export_team(ctx, team, &mut writing).await?;
        }
        writing.finish().map(Some)
    }

    async fn export_team(&self, ctx: &Ctx, team: &Team, writing: &mut Writing) -> Result<()> {
        let mut tx = self.db.read().await?;
        let posts = staff::posts_of_team(&mut tx, team.id).await?;
        let cases = stored::opened_of_team(&mut tx, team.id).await?;
        drop(tx);
        let code = writing.team(team, &posts)?;
        let gauge = self.gauge(&team.programme, ctx.today())?;
        for case in cases {
            self.export_own_case(ctx, (team, &code, case), &gauge, writing)
                .await?;
        }
        Ok(())
    }

    async fn export_own_case(
        &self,
        ctx: &Ctx,
        (team, code, case): (&Team, &str, CaseId),
        gauge: &Gauge,
        writing: &mut Writing,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::Exported)
            .await?;
        let ids = [case.0];
        let of = (team.id, ids.as_slice());
        let courses = stored::courses_of(&mut tx, of, gauge.asked(ctx.today())).await?;
        let measures = measures::of_case(&mut tx, case).await?;
        let sheets = sheet::of_case(&mut tx, &entered.key, case).await?;
        tx.commit().await?;
        // Somebody may have moved it to another team meanwhile.
        let Some(course) = courses.first() else {
            return Ok(());
        };
        let (programme, version) = &course.programme;
        let programme = self.programmes.get(programme, *version);
        let reason = course
            .closed
            .as_ref()
            .map(|(_, code)| counted_reason(code, programme.as_deref()));
        let episode = writing.case(code, (course, &team.programme), reason)?;
        let asked = measures
            .iter()
            .filter(|one| one.instrument == gauge.instrument() && one.window.due_on <= ctx.today())
            // What fell away was never due.
            .filter(|one| !one.state.fell_away());
        for one in asked {
            let scorer = self.instrument(&one.instrument, one.instrument_version)?;
            let sheet = sheets.iter().find(|sheet| sheet.measure == one.id);
            let asked = Interview {
                measure: one,
                instrument: scorer.instrument(),
                sheet,
                layout: gauge.in_layout(scorer.instrument()),
            };
            writing.interview((code, &episode), course, &asked)?;
        }
        Ok(())
    }
}

/// One interview with what is needed to write it.
struct Interview<'a> {
    measure: &'a Measure,
    instrument: &'a Instrument,
    sheet: Option<&'a AnswerSheet>,
    /// What the layout calls the instrument.
    layout: String,
}

/// The files, and the numbers that were given so far.
struct Writing {
    files: Files,
    boards: BTreeMap<BoardId, String>,
    staff: BTreeMap<StaffId, String>,
    written: OwnWritten,
    today: Day,
    first: Day,
    posts: u64,
}

impl Writing {
    fn begin(folder: &Path, boards: &[Board], today: Day) -> Result<Writing> {
        let mut files = Files::make(folder)?;
        let partner = "N1";
        let numbers = 1_u32..;
        let mut codes = BTreeMap::new();
        for (number, board) in numbers.zip(boards) {
            let code = format!("O{number:03}");
            files.line("organisations", &[&code, partner, "", "", &board.name])?;
            codes.insert(board.id, code);
        }
        Ok(Writing {
            files,
            boards: codes,
            staff: BTreeMap::new(),
            written: OwnWritten::default(),
            today,
            first: today,
            posts: 0,
        })
    }

    fn finish(self) -> Result<OwnWritten> {
        let days = (self.first, self.today.plus(1));
        self.files.finish(days, &self.written.teams)?;
        Ok(self.written)
    }

    /// Tells when something began: the first day of all is that of the history.
    fn begins(&mut self, on: Day) -> String {
        self.first = self.first.min(on);
        on.to_string()
    }

    /// An end that has come; what ends later goes on at the end of the history.
    fn end(&self, to: Option<Day>) -> String {
        let to = to.filter(|to| *to <= self.today);
        to.map(|to| to.to_string()).unwrap_or_default()
    }

    fn person(&mut self, id: StaffId) -> String {
        let number = self.staff.len() + 1;
        let code = self.staff.entry(id);
        code.or_insert_with(|| format!("S{number:05}")).clone()
    }

    fn team(&mut self, team: &Team, posts: &[Post]) -> Result<String> {
        let code = format!("T{:03}", self.written.teams.len() + 1);
        let board = self.boards.get(&team.board).cloned().unwrap_or_default();
        let opened = self.begins(team.opened_on);
        let closed = self.end(team.closed_on);
        self.files
            .line("teams", &[&code, &board, &team.programme, &opened, &closed])?;
        let today = self.today;
        for post in posts.iter().filter(|post| post.from <= today) {
            self.posts += 1;
            let number = format!("P{:05}", self.posts);
            let person = self.person(post.staff);
            let (from, to) = (self.begins(post.from), self.end(post.to));
            let cells = [&number, &person, &code, role(post.role), &from, &to];
            self.files.line("posts", &cells)?;
        }
        self.written.teams.push((code.clone(), team.name.clone()));
        Ok(code)
    }

    /// Writes a case with its therapists and weeks; gives its number.
    fn case(
        &mut self,
        team: &str,
        (course, programme): (&Course, &str),
        reason: Option<Reason>,
    ) -> Result<String> {
        self.written.cases += 1;
        let number = self.written.cases;
        let (episode, family) = (format!("E{number:06}"), format!("F{number:06}"));
        let carried = self.one_after_another(&course.carried);
        let person = carried.first().map(|one| self.person(one.by));
        let person = person.unwrap_or_default();
        let opened = self.begins(course.opened_on);
        let closed = course.closed.as_ref().map(|(on, _)| on.to_string());
        let outcomes = match reason {
            Some(_) => known_outcomes(course).map(known),
            None => [""; 3],
        };
        self.files.line("families", &[&family, "", "", "", ""])?;
        let [home, school, no_arrest] = outcomes;
        self.files.line(
            "episodes",
            &[
                &episode,
                &family,
                team,
                &person,
                programme,
                &opened,
                closed.as_deref().unwrap_or_default(),
                reason.map_or("", reason_word),
                home,
                school,
                no_arrest,
            ],
        )?;
        for one in &carried {
            let person = self.person(one.by);
            let (from, to) = (self.begins(one.from), self.end(one.to));
            self.files
                .line("assignments", &[&episode, &person, &from, &to])?;
        }
        for week in &course.weeks {
            let monday = week.week.first_day();
            if WEEK_EARLY_DAYS < course.opened_on.days_since(monday) {
                self.written.unsaid.early_weeks += 1;
                continue;
            }
            let on = self.begins(monday);
            let (contacts, minutes) = (week.contacts.to_string(), week.minutes.to_string());
            self.files
                .line("weeks", &[&episode, &on, &contacts, &minutes])?;
        }
        Ok(episode)
    }

    /// Those who were responsible one after another, up to today; whoever was so beside another is left out.
    fn one_after_another(&mut self, carried: &[Carried]) -> Vec<Carried> {
        let mut found: Vec<Carried> = Vec::new();
        for one in carried.iter().filter(|one| one.from <= self.today) {
            let is_empty = one.to == Some(one.from);
            let before = found
                .iter()
                .rev()
                .find(|other| other.to != Some(other.from));
            let is_free = before.is_none_or(|before| before.to.is_some_and(|to| to <= one.from));
            match is_free || is_empty {
                true => found.push(*one),
                false => self.written.unsaid.side_by_side += 1,
            }
        }
        found
    }

    fn interview(
        &mut self,
        (team, episode): (&str, &str),
        course: &Course,
        asked: &Interview<'_>,
    ) -> Result<()> {
        let measure = asked.measure;
        let (status, done) = status(&measure.state);
        let closed = course.closed.as_ref().map(|(on, _)| *on);
        let is_late = |on: Day| closed.is_some_and(|closed| DONE_LATE_DAYS < on.days_since(closed));
        if done.is_some_and(is_late) {
            self.written.unsaid.late_interviews += 1;
            return Ok(());
        }
        self.written.interviews += 1;
        let number = format!("M{:07}", self.written.interviews);
        let due_on = measure.window.due_on;
        let has = |one: &&Carried| one.from <= due_on && one.to.is_none_or(|to| due_on < to);
        let subject = course.carried.iter().find(has).map(|one| one.by);
        let subject = subject.map(|by| self.person(by)).unwrap_or_default();
        let due = self.begins(due_on);
        let done = done.map(|on| self.begins(on)).unwrap_or_default();
        self.files.line(
            "measures",
            &[
                &number,
                &asked.layout,
                episode,
                team,
                &subject,
                "",
                &due,
                &done,
                status,
                mode(&measure.state),
                "",
            ],
        )?;
        match (&measure.state, asked.sheet) {
            (State::Done { .. }, Some(sheet)) => {
                let given = categories(asked.instrument, sheet);
                self.files.answers(&asked.layout, &number, &given)
            }
            _ => Ok(()),
        }
    }
}

/// Each item's answer as its place among the responses, from 1; empty where there is none.
fn categories(instrument: &Instrument, sheet: &AnswerSheet) -> Vec<String> {
    let each = instrument.items.iter().map(|item| {
        let Some(Answer::Value(value)) = sheet.given.get(&item.code) else {
            return String::new();
        };
        let set = instrument.responses.iter();
        let set = set.filter(|set| set.code == item.responses);
        let values = set.flat_map(|set| &set.options).map(|option| option.value);
        let below = values.filter(|other| other < value).count();
        (below + 1).to_string()
    });
    each.collect()
}

/// What the layout calls a measure's state, and when it was done.
fn status(state: &State) -> (&'static str, Option<Day>) {
    match state {
        State::Due => ("pending", None),
        State::Done { at, .. } => ("done", Some(at.day())),
        State::Declined { .. } => ("declined", None),
        State::Unreachable => ("unreached", None),
        State::NotAsked { .. } => ("not_asked", None),
    }
}

fn mode(state: &State) -> &'static str {
    match state {
        State::Done {
            by: Hand::Staff(_), ..
        } => "phone",
        State::Done {
            by: Hand::Link(_), ..
        } => "web",
        _ => "",
    }
}

/// The layout's word where it has one; the layout takes any other.
fn role(role: Role) -> &'static str {
    use hemma_domain::code::Code as _;
    match role {
        Role::FamilyTherapist => "therapist",
        Role::GroupLeader => "supervisor",
        other => other.code(),
    }
}

fn known(outcome: Option<bool>) -> &'static str {
    match outcome {
        Some(true) => "1",
        Some(false) => "0",
        None => "",
    }
}
