//! Applications: what somebody sends who wants a post, and what becomes of it.

pub mod gate;
mod score;

#[cfg(test)]
pub(crate) mod tests;

pub use score::{
    Mark, NOTE_CHARS_MAX, SPREAD, Sheet, SheetFault, Sitting, Spread, seen_by, spreads,
};

use crate::codes;
use crate::file::{self, FileFault, Unpack};
use crate::identity;
use crate::ids::{ApplicationId, OpeningId, StaffId};
use crate::opening::{CvWish, Profile, QuestionKind, State};
use crate::person::IdentityKind;
use crate::recruiting::{Recruiting, RuleKind};
use crate::staff::Language;
use crate::time::{Day, Instant};

/// Characters of a name, an address or a telephone number.
pub const CONTACT_CHARS_MAX: usize = 200;
/// Characters of an answer in words: a hundred words, for there are no personal letters.
pub const ANSWER_CHARS_MAX: usize = 800;
/// References of one applicant: three are asked for, and somebody cannot be reached.
pub const REFERENCES_MAX: usize = 6;
/// Characters of what a reference said.
pub const REFERENCE_CHARS_MAX: usize = 4_000;
/// Characters of a message to an applicant.
pub const MESSAGE_CHARS_MAX: usize = 4_000;
/// Messages that one applicant gets: a recruitment tells five things.
pub const MESSAGES_MAX: usize = 30;

codes! {
    /// What became of an application.
    Stage "application-stage" {
        /// It came in.
        Received = "received",
        /// Its writer is asked to interviews.
        Invited = "invited",
        /// It went no further.
        Declined = "declined",
        /// Its writer took it back; it is read no more, and kept as long as the others.
        Withdrawn = "withdrawn",
        /// Its writer was hired.
        Hired = "hired",
        /// It was destroyed; that it was there is all that is left.
        Destroyed = "destroyed",
    }
}

codes! {
    /// Whom a message goes to.
    Audience "application-audience" {
        /// Everybody who did not withdraw.
        All = "all",
        Invited = "invited",
        Declined = "declined",
        Hired = "hired",
    }
}

impl Audience {
    /// Whether a message goes to an application in this stage.
    pub fn reaches(self, stage: Stage) -> bool {
        match self {
            Audience::All => !matches!(stage, Stage::Withdrawn | Stage::Destroyed),
            Audience::Invited => stage == Stage::Invited,
            Audience::Declined => stage == Stage::Declined,
            Audience::Hired => stage == Stage::Hired,
        }
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// What for.
    pub opening: OpeningId,
    /// Counted from 1 in the order in which they came: what it is called while names are hidden.
    pub number: u32,
    pub received_at: Instant,
    /// The language that it was written in, and that its writer is written to.
    pub language: Language,
    pub person: Contact,
    /// In the order of the questions.
    pub answers: Vec<String>,
    /// Whoever works here already under the same address.
    pub staff: Option<StaffId>,
    /// Bytes of the CV; none where there is none.
    pub cv_bytes: Option<u32>,
    pub stage: Stage,
    /// When it came to its stage.
    pub stage_at: Instant,
    /// When its writer was called to interviews, whatever became of it since; none where they were not.
    pub called_at: Option<Instant>,
    /// That an extract of the registers was shown.
    pub register: Option<RegisterNote>,
    /// Rises with every change.
    pub version: i64,
}

/// Who applies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub email: String,
    pub phone: String,
}

/// That somebody showed an extract of the registers. Nothing of what it said, and no copy (lag 2013:852, 5 §).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterNote {
    pub shown_on: Day,
    /// The day that stands on the extract.
    pub issued_on: Day,
    pub by: StaffId,
}

/// What is not there of somebody who could be hired. Nothing of it stands in the way: whoever decides answers for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No note that an extract of the registers was shown.
    Register,
    /// Nobody has locked a sheet of it.
    Sheets(Sitting),
    /// No reference was asked.
    References,
}

/// What somebody said who knows an applicant's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Name, and how they know each other.
    pub who: String,
    pub on: Day,
    pub by: StaffId,
    pub summary: String,
}

/// A text to an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub body: String,
    pub at: Instant,
    pub by: StaffId,
}

/// What is sent in by a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub person: Contact,
    pub answers: Vec<String>,
    /// The file as it came; none where no file was chosen.
    pub cv: Option<Vec<u8>>,
}

/// What is wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    Name,
    Email,
    Phone,
    TooLong,
    /// A question is not answered.
    Unanswered,
    /// A personal identity number stands where none should be.
    Identity,
    /// A CV is wanted.
    NoCv,
    Cv(FileFault),
}

/// Why a note of an extract cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterFault {
    /// A day to come, or shown before it was issued.
    Day,
    /// It was too old when it was shown.
    TooOld,
}

impl Application {
    /// Whether a tidied form says the same, down to the file.
    pub fn says(&self, form: &Form, cv: Option<&[u8]>) -> bool {
        self.person == form.person && self.answers == form.answers && cv == form.cv.as_deref()
    }

    /// Whether the panel still weighs it.
    pub fn is_weighed(&self) -> bool {
        matches!(self.stage, Stage::Received | Stage::Invited)
    }

    /// The same, called to interviews or taken no further. Whoever was called stays so, unless interviews have not begun.
    pub fn placed(self, stage: Stage, (state, now): (&State, Instant)) -> Application {
        let called_at = match (stage, state) {
            (Stage::Invited, _) => self.called_at.or(Some(now)),
            (_, State::Screening) => None,
            _ => self.called_at,
        };
        Application {
            stage,
            stage_at: now,
            called_at,
            ..self
        }
    }

    /// Whether somebody who was not called, or not hired, may demand to know what its writer can show (discrimination act
    /// 2:4): they were called, or hired.
    pub fn is_told_of(&self) -> bool {
        match self.stage {
            Stage::Hired => true,
            Stage::Destroyed => false,
            _ => self.called_at.is_some(),
        }
    }

    /// What is not there of somebody who could be hired, by the sittings of which sheets are locked and how many references
    /// were asked.
    pub fn lacks(&self, locked: &[Sitting], references: usize) -> Vec<Lack> {
        let interviews = [Sitting::First, Sitting::Second];
        let unscored = interviews.into_iter().filter(|one| !locked.contains(one));
        let register = self.register.is_none().then_some(Lack::Register);
        let unasked = (references == 0).then_some(Lack::References);
        let sheets = unscored.map(Lack::Sheets);
        register.into_iter().chain(sheets).chain(unasked).collect()
    }

    /// What whoever may not know its writer sees of it.
    pub fn unnamed(self) -> Application {
        Application {
            person: Contact::default(),
            staff: None,
            ..self
        }
    }

    /// What is seen of one that was taken back: that it was there.
    pub fn emptied(self) -> Application {
        Application {
            answers: Vec::new(),
            cv_bytes: None,
            register: None,
            ..self.unnamed()
        }
    }

    /// Whether its writer can take it back.
    pub fn can_withdraw(&self) -> bool {
        self.is_weighed()
    }

    /// The places of questions whose answer is not the one that the post demands.
    pub fn unmet(&self, profile: &Profile) -> Vec<usize> {
        let pairs = profile.questions.iter().zip(&self.answers).enumerate();
        let unmet = pairs.filter(|(_, (question, answer))| question.is_unmet(answer));
        unmet.map(|(place, _)| place).collect()
    }
}

impl RegisterNote {
    /// Checked by the rule that holds on the day on which it was shown.
    pub fn new(
        (shown_on, issued_on): (Day, Day),
        by: StaffId,
        (today, rules): (Day, &Recruiting),
    ) -> Result<RegisterNote, RegisterFault> {
        if today < shown_on || shown_on < issued_on {
            return Err(RegisterFault::Day);
        }
        let rule = rules
            .holding(RuleKind::Register, shown_on)
            .ok_or(RegisterFault::Day)?;
        if rule
            .term
            .value
            .after(issued_on)
            .is_some_and(|last| last < shown_on)
        {
            return Err(RegisterFault::TooOld);
        }
        Ok(RegisterNote {
            shown_on,
            issued_on,
            by,
        })
    }
}

impl Form {
    /// The same with blanks around its texts gone and the address in lower case, as sign-in names are.
    pub fn tidy(mut self) -> Form {
        for text in [&mut self.person.name, &mut self.person.phone] {
            *text = text.trim().to_owned();
        }
        self.person.email = self.person.email.trim().to_lowercase();
        for answer in &mut self.answers {
            *answer = answer.trim().to_owned();
        }
        self
    }

    /// Everything that is wrong, each with the name of its field.
    pub fn faults(
        &self,
        profile: &Profile,
        today: Day,
        unpack: Unpack,
    ) -> Vec<(String, FormFault)> {
        let mut faults = Vec::new();
        let person = &self.person;
        let mut add = |field: &str, fault| faults.push((field.to_owned(), fault));
        match person.name.is_empty() {
            true => add("name", FormFault::Name),
            false if holds_identity(&person.name, today) => add("name", FormFault::Identity),
            false => {}
        }
        if !is_email(&person.email) {
            add("email", FormFault::Email);
        } else if holds_identity(&person.email, today) {
            add("email", FormFault::Identity);
        }
        if !is_phone(&person.phone) {
            add("phone", FormFault::Phone);
        } else if is_written_identity(&person.phone, today) {
            add("phone", FormFault::Identity);
        }
        for (field, text) in [("name", &person.name), ("email", &person.email)] {
            if text.chars().count() > CONTACT_CHARS_MAX {
                add(field, FormFault::TooLong);
            }
        }
        for (place, question) in profile.questions.iter().enumerate() {
            let answer = self.answers.get(place).map_or("", String::as_str);
            let field = format!("question-{}", place + 1);
            if !question.takes(answer) {
                add(&field, FormFault::Unanswered);
            } else if answer.chars().count() > ANSWER_CHARS_MAX {
                add(&field, FormFault::TooLong);
            } else if question.kind == QuestionKind::Text && holds_identity(answer, today) {
                add(&field, FormFault::Identity);
            }
        }
        match (&self.cv, profile.cv) {
            (None, CvWish::Wanted) => add("cv", FormFault::NoCv),
            (Some(sent), CvWish::Optional | CvWish::Wanted) => {
                if let Err(fault) = file::check(sent, unpack) {
                    add("cv", FormFault::Cv(fault));
                }
            }
            _ => {}
        }
        faults
    }
}

impl Contact {
    /// Whether its address can be one.
    pub fn has_email(&self) -> bool {
        is_email(self.email.trim()) && self.email.chars().count() <= CONTACT_CHARS_MAX
    }
}

/// An address that a mail can go to; whether anybody reads it only a mail tells.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c))
    };
    is_plain(local)
        && !local.contains('@')
        && is_plain(host)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}

/// Digits with what people write between them, at least as many as a number has.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_known = |c: char| c.is_ascii_digit() || " +-()/".contains(c);
    (PHONE_DIGITS.0..=PHONE_DIGITS.1).contains(&digits) && text.chars().all(is_known)
}

/// Digits of a telephone number: the shortest with its area code, and the longest that exist (E.164).
const PHONE_DIGITS: (usize, usize) = (6, 15);

/// Whether a text holds what looks like a personal identity number or a coordination number.
pub fn holds_identity(text: &str, today: Day) -> bool {
    candidates(text).iter().any(|one| is_identity(one, today))
}

/// The same of a telephone number, where ten digits in a row are a number to call: with its dash, or with its century.
fn is_written_identity(text: &str, today: Day) -> bool {
    candidates(text).iter().any(|one| {
        let digits = one.chars().filter(char::is_ascii_digit).count();
        let is_written = digits == 12 || one.chars().nth(6).is_some_and(|c| c == '-' || c == '+');
        is_written && is_identity(one, today)
    })
}

fn is_identity(text: &str, today: Day) -> bool {
    [IdentityKind::Personal, IdentityKind::Coordination]
        .iter()
        .any(|kind| {
            let reading = identity::read(*kind, text, today);
            let is_born = identity::born(&reading.identity).is_some();
            is_born && reading.doubt.is_none()
        })
}

/// Runs of ten or twelve digits, with one sign between the date and the last four, as people write them.
fn candidates(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut before = None;
    for (start, sign) in signs.iter().enumerate() {
        let starts = sign.is_ascii_digit() && !before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(*sign);
        if !starts {
            continue;
        }
        let rest = || signs.iter().skip(start).copied();
        let date: String = rest().take_while(char::is_ascii_digit).collect();
        if [10, 12].contains(&date.len()) {
            found.push(date);
            continue;
        }
        if ![6, 8].contains(&date.len()) {
            continue;
        }
        let mut after = rest().skip(date.len());
        let between = after.next();
        let last: String = after.take_while(char::is_ascii_digit).collect();
        if last.len() == 4
            && let Some(between) = between.filter(|c| "-+ –".contains(*c))
        {
            let between = if between == '+' { '+' } else { '-' };
            found.push(format!("{date}{between}{last}"));
        }
    }
    found
}
