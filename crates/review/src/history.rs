//! The history of a network as tables in memory: what the layout of `docs/formats/network-csv.md` says, in few bytes.

use crate::answers::Sheets;
use crate::day::Day;
use crate::ids::Ids;
use crate::number::{
    Column, EpisodeNo, FamilyNo, InstrumentNo, MeasureNo, OrganisationNo, PostNo, StaffNo, TeamNo,
    TextNo,
};
use crate::period::Period;

/// A history that has passed every check of the layout.
#[derive(Debug, Clone)]
pub struct History {
    /// Its days.
    pub period: Period,
    /// Texts that stand in several rows.
    pub texts: Ids<TextNo>,
    /// Everybody who works there.
    pub staff: Ids<StaffNo>,
    /// The instruments that `measures.csv` names.
    pub instruments: Ids<InstrumentNo>,
    /// `organisations.csv`.
    pub organisations: Table<OrganisationNo, Organisation>,
    /// `teams.csv`.
    pub teams: Table<TeamNo, Team>,
    /// `posts.csv`.
    pub posts: Table<PostNo, Post>,
    /// `families.csv`.
    pub families: Table<FamilyNo, Family>,
    /// `episodes.csv`.
    pub episodes: Table<EpisodeNo, Episode>,
    /// `assignments.csv`.
    pub assignments: Vec<Assignment>,
    /// `weeks.csv`.
    pub weeks: Vec<WorkWeek>,
    /// `measures.csv`.
    pub measures: Table<MeasureNo, Measure>,
    /// One for each file of answers.
    pub answers: Vec<AnswerTable>,
    /// Cells of columns that the layout does not know, where they are kept.
    pub extras: Vec<Extra>,
}

/// Rows with an identifier of their own.
#[derive(Debug, Clone)]
pub struct Table<N, T> {
    /// How each is named.
    pub ids: Ids<N>,
    /// What each says.
    pub rows: Column<N, T>,
}

/// An authority or company that has teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Organisation {
    /// The network partner that supports it.
    pub partner: Option<TextNo>,
    /// Two letters.
    pub country: Option<TextNo>,
    /// The working language.
    pub language: Option<TextNo>,
    /// What it is called.
    pub name: Option<TextNo>,
}

/// A team and the days on which it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    /// Whose team.
    pub organisation: OrganisationNo,
    /// Any text.
    pub programme: Option<TextNo>,
    /// The first day.
    pub opened: Day,
    /// The day on which it closed, if it did.
    pub closed: Option<Day>,
}

/// A spell of a person in a role in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Who.
    pub staff: StaffNo,
    /// Where.
    pub team: TeamNo,
    /// As what.
    pub role: TextNo,
    /// The first day.
    pub started: Day,
    /// The first day after it, if it ended.
    pub ended: Option<Day>,
}

/// What is told of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family {
    /// Of the young person.
    pub birth_year: Option<u16>,
    /// Of the young person.
    pub sex: Option<Sex>,
    /// In which the caregivers are spoken with.
    pub caregiver_language: Option<TextNo>,
    /// Who asked for the treatment.
    pub referred_by: Option<TextNo>,
}

/// As the layout writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `f`
    Female,
    /// `m`
    Male,
    /// `x`
    Other,
}

/// One course of treatment of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Of whom.
    pub family: FamilyNo,
    /// By whom.
    pub team: TeamNo,
    /// The first therapist.
    pub staff: Option<StaffNo>,
    /// Any text.
    pub programme: Option<TextNo>,
    /// The first day.
    pub opened: Day,
    /// The day on which it closed, if it did.
    pub closed: Option<Day>,
    /// Why it closed.
    pub reason: Option<Reason>,
    /// What was known when it closed.
    pub outcomes: Outcomes,
}

/// Why an episode closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// `completed`
    Completed,
    /// `lack_of_engagement`
    LackOfEngagement,
    /// `placed`
    Placed,
    /// `moved`
    Moved,
    /// `funding_ended`
    FundingEnded,
    /// `administrative`
    Administrative,
}

/// What is known of a young person when an episode closes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Lives at home.
    pub home: Option<bool>,
    /// Is in school or at work.
    pub school: Option<bool>,
    /// Was not arrested.
    pub no_arrest: Option<bool>,
}

/// Who is responsible for a case, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// For which case.
    pub episode: EpisodeNo,
    /// Who.
    pub staff: StaffNo,
    /// The first day.
    pub from: Day,
    /// The first day after it, if it ended.
    pub to: Option<Day>,
}

/// One week of work on a case. How long it took is checked and not kept: no figure reads it, and a large history has
/// millions of weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkWeek {
    /// On which case.
    pub episode: EpisodeNo,
    /// When it begins.
    pub monday: Day,
    /// How many there were.
    pub contacts: u32,
}

/// A questionnaire that was due. Who is rated and who rates, how it was answered and in which language is checked and not
/// kept, for the same reason as the minutes of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Which.
    pub instrument: InstrumentNo,
    /// About which case, if it is about one.
    pub episode: Option<EpisodeNo>,
    /// In which team.
    pub team: TeamNo,
    /// When it should be done.
    pub due: Day,
    /// When it was.
    pub done: Option<Day>,
    /// What became of it.
    pub status: Status,
}

/// What became of a questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `done`
    Done,
    /// `unreached`
    Unreached,
    /// `declined`
    Declined,
    /// `not_asked`
    NotAsked,
    /// `pending`
    Pending,
}

/// The answers of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTable {
    /// As the file's name has it.
    pub instrument: String,
    /// Which questionnaire each sheet answers.
    pub measures: Vec<MeasureNo>,
    /// The sheets, in the same order.
    pub sheets: Sheets,
}

/// A cell of a column that the layout does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extra {
    /// The file it stands in.
    pub file: TextNo,
    /// The column's name.
    pub column: TextNo,
    /// The place of the row in its table.
    pub row: usize,
    /// What it holds.
    pub text: TextNo,
}
