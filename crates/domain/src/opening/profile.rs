//! What is looked for: the post, what it demands and how that is judged, and what everybody is asked.

use crate::codes;
use crate::time::Day;

/// Characters of a line: it fits on one or two.
pub const LINE_CHARS_MAX: usize = 200;
/// Characters of a longer text: a page.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Competences of one profile: with more nobody can score an interview.
pub const COMPETENCES_MAX: usize = 12;
/// Questions of one form: ten minutes on a phone.
pub const QUESTIONS_MAX: usize = 12;
/// Choices of one question.
pub const CHOICES_MAX: usize = 8;
/// Posts that one advert fills: a whole new team.
pub(super) const POSTS_MAX: u32 = 12;
/// Days that an advert can be open: a year is a mistyped one.
pub(super) const OPEN_DAYS_MAX: i64 = 180;

codes! {
    /// Whether a competence is demanded.
    Weight "competence-weight" {
        /// Nobody is hired without it.
        Must = "must",
        /// It counts in somebody's favour.
        Merit = "merit",
    }

    /// By what a competence is judged.
    Judged "competence-judged" {
        Application = "application",
        Interview = "interview",
        References = "references",
    }

    /// How a question is answered.
    QuestionKind "question-kind" {
        YesNo = "yes_no",
        Choice = "choice",
        Text = "text",
    }

    /// Whether those who screen see who applied.
    Names "opening-names" {
        Hidden = "hidden",
        Shown = "shown",
    }

    /// Whether a CV goes with an application.
    CvWish "opening-cv" {
        None = "none",
        Optional = "optional",
        Wanted = "wanted",
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What the post is called.
    pub post: String,
    /// Where the work is.
    pub place: String,
    /// How much, for how long, and from when.
    pub extent: String,
    /// What the work is about.
    pub about: String,
    /// Who answers questions, with a telephone number.
    pub contact: String,
    /// How many are hired.
    pub posts: u32,
    /// The last day to apply.
    pub last_on: Option<Day>,
    pub names: Names,
    pub cv: CvWish,
    pub competences: Vec<Competence>,
    pub questions: Vec<Question>,
}

/// Something that is demanded or counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competence {
    pub name: String,
    pub weight: Weight,
    pub judged: Judged,
    /// What everybody is asked about it.
    pub question: String,
    /// What an answer is like that gets 1, 3 and 5.
    pub anchors: [String; 3],
}

/// A question of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub kind: QuestionKind,
    /// What can be chosen; empty but for a choice.
    pub choices: Vec<String>,
    /// The answer that the post demands; empty where any will do.
    pub needed: String,
}

/// What cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileFault {
    TooLong,
    TooMany,
    /// None, or more than one advert fills.
    Posts,
}

/// What a profile lacks before its advert can be read by anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unready {
    Post,
    Place,
    About,
    Contact,
    /// No last day, one that has passed, or one too far away.
    LastDay,
    /// Nothing is demanded.
    NoMust,
    /// Nothing is judged by an interview, so that nobody would be asked the same.
    NoInterview,
    /// A competence is judged by an interview, and nothing is asked.
    NoQuestion,
    /// A choice has fewer than two answers.
    Choices,
    /// The demanded answer is none of those that can be given.
    Needed,
}

/// `yes` and `no`, as the form sends them.
pub const YES: &str = "yes";
/// See [`YES`].
pub const NO: &str = "no";

impl Profile {
    /// Nothing yet.
    pub fn blank() -> Profile {
        Profile {
            post: String::new(),
            place: String::new(),
            extent: String::new(),
            about: String::new(),
            contact: String::new(),
            posts: 1,
            last_on: None,
            names: Names::Hidden,
            cv: CvWish::Optional,
            competences: Vec::new(),
            questions: Vec::new(),
        }
    }

    /// What cannot be kept, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, ProfileFault)> {
        let mut faults = Vec::new();
        let mut length = |field, text: &str, max: usize| {
            if text.chars().count() > max && !faults.contains(&(field, ProfileFault::TooLong)) {
                faults.push((field, ProfileFault::TooLong));
            }
        };
        length("post", &self.post, LINE_CHARS_MAX);
        length("place", &self.place, LINE_CHARS_MAX);
        length("extent", &self.extent, LINE_CHARS_MAX);
        length("about", &self.about, TEXT_CHARS_MAX);
        length("contact", &self.contact, LINE_CHARS_MAX);
        for one in &self.competences {
            length("competences", &one.name, LINE_CHARS_MAX);
            length("competences", &one.question, TEXT_CHARS_MAX);
            for anchor in &one.anchors {
                length("competences", anchor, TEXT_CHARS_MAX);
            }
        }
        for one in &self.questions {
            length("questions", &one.text, LINE_CHARS_MAX);
            for choice in &one.choices {
                length("questions", choice, LINE_CHARS_MAX);
            }
        }
        if !(1..=POSTS_MAX).contains(&self.posts) {
            faults.push(("posts", ProfileFault::Posts));
        }
        if self.competences.len() > COMPETENCES_MAX {
            faults.push(("competences", ProfileFault::TooMany));
        }
        let too_many = |one: &Question| one.choices.len() > CHOICES_MAX;
        if self.questions.len() > QUESTIONS_MAX || self.questions.iter().any(too_many) {
            faults.push(("questions", ProfileFault::TooMany));
        }
        faults
    }

    /// What is lacking before the advert can be public, each once.
    pub fn unready(&self, today: Day) -> Vec<Unready> {
        let is_blank = |text: &str| text.trim().is_empty();
        let has = |is: fn(&Competence) -> bool| self.competences.iter().any(is);
        let is_far = |last: Day| !(0..=OPEN_DAYS_MAX).contains(&last.days_since(today));
        let unasked = |one: &Competence| one.judged == Judged::Interview && is_blank(&one.question);
        let lacks = [
            (Unready::Post, is_blank(&self.post)),
            (Unready::Place, is_blank(&self.place)),
            (Unready::About, is_blank(&self.about)),
            (Unready::Contact, is_blank(&self.contact)),
            (Unready::LastDay, self.last_on.is_none_or(is_far)),
            (Unready::NoMust, !has(|one| one.weight == Weight::Must)),
            (
                Unready::NoInterview,
                !has(|one| one.judged == Judged::Interview),
            ),
            (Unready::NoQuestion, self.competences.iter().any(unasked)),
            (
                Unready::Choices,
                self.questions
                    .iter()
                    .any(|one| one.kind == QuestionKind::Choice && one.choices.len() < 2),
            ),
            (
                Unready::Needed,
                !self.questions.iter().all(Question::can_be_met),
            ),
        ];
        let lacking = lacks.into_iter().filter(|(_, is_lacking)| *is_lacking);
        lacking.map(|(what, _)| what).collect()
    }

    /// The competences that are judged by something, each with its place in the profile.
    pub fn judged_by(&self, by: Judged) -> impl Iterator<Item = (usize, &Competence)> {
        let all = self.competences.iter().enumerate();
        all.filter(move |(_, one)| one.judged == by)
    }
}

impl Question {
    /// Whether somebody can give the answer that is demanded.
    fn can_be_met(&self) -> bool {
        self.needed.is_empty() || (self.kind != QuestionKind::Text && self.takes(&self.needed))
    }

    /// Whether an answer can be one.
    pub fn takes(&self, answer: &str) -> bool {
        match self.kind {
            QuestionKind::YesNo => [YES, NO].contains(&answer),
            QuestionKind::Choice => self.choices.iter().any(|choice| choice == answer),
            QuestionKind::Text => !answer.trim().is_empty(),
        }
    }

    /// Whether an answer is not the one that the post demands.
    pub fn is_unmet(&self, answer: &str) -> bool {
        !self.needed.is_empty() && self.needed != answer
    }
}
